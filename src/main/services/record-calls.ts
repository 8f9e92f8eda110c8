/**
 * Recordings as the front end asks for them. What is recorded is a person's own code, so it runs only by the call that a button makes, and
 * only in a Julia that was found on this machine or chosen by a person. Where the services are bound to a root folder nothing is recorded: Julia
 * could not be bound to it.
 */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { JuliaInfo, RecordedSession, RecordingRequest } from '../../shared/api'
import { UserError } from '../../shared/errors'
import type { Profile } from '../../shared/profile/tables'
import type { CallContext } from '../../shared/rpc'
import { checkRequest, recordArguments, shellLine } from '../record/command-line'
import type { RecordOptions, RecordSurroundings, Variant } from '../record/recorder'
import { variantsOf } from '../record/variants'
import type { Access } from './access'
import type { Sessions } from './sessions'

/** What records; tests have their own. */
export interface Recorder {
  readonly julias: () => readonly JuliaInfo[]
  /** Path of the script that command lines name. */
  readonly script: () => string
  readonly record: (
    variants: readonly Variant[], run: RecordOptions & Pick<RecordSurroundings, 'signal' | 'onProgress'>,
  ) => Promise<readonly { readonly profile: Profile; readonly error: string }[]>
}

export class RecordCalls {
  constructor(
    private readonly recorder: Recorder,
    private readonly parts: { readonly access: Pick<Access, 'readable'>; readonly sessions: Pick<Sessions, 'put'>; readonly root?: string },
  ) {}

  julias(): JuliaInfo[] {
    return this.parts.root === undefined ? [...this.recorder.julias()] : []
  }

  async command(request: RecordingRequest): Promise<string[]> {
    const variants = await this.variants(request)
    const script = this.recorder.script()
    return variants.map((variant) => shellLine(variant.julia, recordArguments(variant, { script, out: 'recording.jsonl', trace: 'statements.jl' })))
  }

  async run(request: RecordingRequest, { signal, progress }: CallContext): Promise<RecordedSession[]> {
    const variants = await this.variants(request)
    const recorded = await this.recorder.record(variants, { repeat: request.repeat, signal, onProgress: progress })
    signal.throwIfAborted()
    const sessions = this.parts.sessions.put(recorded.map(({ profile }) => profile), 'recording')
    return sessions.map((session, at) => ({ session, error: recorded[at]?.error ?? '' }))
  }

  /** Throws `UserError`: 'no-access' for a Julia that nobody chose, 'bad-input' for what cannot be recorded. */
  private async variants({ compare, ...request }: RecordingRequest): Promise<Variant[]> {
    if (this.parts.root !== undefined) {
      throw new UserError('no-access', 'Backedge was started for one folder: nothing is recorded, because Julia could not be kept to it.', { hint: 'start it without --root' })
    }
    const variants = variantsOf({ ...request, project: projectPath(request.project) }, compare.map(({ what, value }) => ({ what, value: what === 'project' ? projectPath(value) : value })))
    for (const variant of variants) checkRequest(variant)
    const known = new Set(this.recorder.julias().map(({ path }) => path))
    for (const { julia } of variants) if (!known.has(julia)) await this.parts.access.readable(julia)
    return variants
  }
}

/** A page has no folder that a path could be relative to. */
function projectPath(text: string): string {
  const project = text.trim()
  if (project === '' || project.startsWith('@') || isAbsolute(project)) return project
  if (/^~(?:[/\\]|$)/.test(project)) return join(homedir(), project.slice(1))
  throw new UserError('bad-input', `Found the project “${project.slice(0, 80)}”, expected the whole path of a folder.`, { hint: 'such as ~/projects/MyPackage' })
}

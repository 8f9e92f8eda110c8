/**
 * The lab as the front end asks for it. What may be read follows the same rules as elsewhere: samples, and what a person opened; what may be written is what
 * a person opened, never samples. Edits are in memory; closing a lab forgets them, while the profiles of its runs stay open.
 */
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { SessionId } from '../../../shared/api'
import type { PipelineView } from '../../../shared/method-instance'
import type { LabChoices, LabDiagnostic, LabId, LabInfo, LabRun, LabSource, LabText } from '../../../shared/lab'
import { UserError } from '../../../shared/errors'
import type { CallContext } from '../../../shared/rpc'
import type { Access } from '../access'
import { confined } from '../confined-files'
import type { Files } from '../files'
import { loaderPath } from '../node-files'
import { sampleFiles, samplePath, sampleProjects } from '../sample-projects'
import type { ScenarioWorld } from '../scenarios'
import type { Sessions } from '../sessions'
import { InstanceViews } from './instance-views'
import { Lab } from './lab'
import { LabRuns, type LabRunEvents } from './lab-run'

/** Of more open labs the one that was not asked for longest is closed. */
const MOST_LABS = 32

interface LabParts {
  readonly access: Access
  readonly sessions: Pick<Sessions, 'put' | 'of' | 'get'>
  readonly files: Files
  readonly root?: string
  readonly onProgress?: () => void
}

interface OpenLab {
  readonly lab: Lab
  readonly runs: LabRuns
  /** What was opened, as a path of this machine; undefined for a sample. */
  readonly own: { readonly path: string, readonly isFolder: boolean } | undefined
}

export class LabCalls {
  private readonly open_ = new Map<LabId, OpenLab>()
  private readonly views = new InstanceViews()
  private next = 1

  constructor(private readonly world: ScenarioWorld, private readonly parts: LabParts) {}

  async open(source: LabSource): Promise<LabInfo> {
    const opened = await this.opened(source)
    const info = infoOf(opened)
    this.open_.set(info.id, opened)
    for (const id of [...this.open_.keys()].slice(0, -MOST_LABS)) this.open_.delete(id)
    return info
  }

  info(id: LabId, run?: string): LabInfo {
    return infoOf(this.get(id), run)
  }

  read(id: LabId, path: string): LabText {
    const { lab } = this.get(id)
    const { text, edited, conflict, saved } = lab.files.read(path)
    return { text, edited, conflict, saved, diagnostics: lab.check(path) }
  }

  edit(id: LabId, path: string, text: string): LabDiagnostic[] {
    const { lab } = this.get(id)
    lab.files.edit(path, text)
    return lab.check(path)
  }

  revert(id: LabId, path: string): LabInfo {
    const opened = this.get(id)
    opened.lab.files.revert(path)
    return infoOf(opened)
  }

  /** Throws `UserError`: 'no-access', 'conflict', 'cannot-write'; then the edits are still there. */
  async save(id: LabId, path: string, force: boolean): Promise<LabText> {
    const { lab, own } = this.get(id)
    const text = lab.files.toSave(path, force)
    if (text !== undefined) {
      if (own === undefined) throw new UserError('no-access', 'A sample cannot be changed on the disk.', { where: path })
      const target = await this.writable(own, path)
      await this.parts.files.makeFolder(dirname(target))
      await this.parts.files.write(target, new TextEncoder().encode(text))
      lab.files.revert(path)
    }
    return this.read(id, path)
  }

  run(id: LabId, choices: LabChoices, context: CallContext): LabRun {
    const { runs } = this.get(id)
    const { run, profile, remembered, viewOf } = runs.run(choices, this.events(context))
    const open = remembered ? this.parts.sessions.of(profile) : undefined
    const [session] = open === undefined ? this.parts.sessions.put([profile], 'simulated', { lab: id, choices }) : [open]
    if (session === undefined) throw new Error('no profile was opened')
    if (viewOf !== undefined) this.views.keep(session.id, viewOf)
    return { ...run, session, remembered }
  }

  /** Throws `UserError`: 'not-found', 'bad-usage' for what is no signature, 'cancelled'. */
  view(id: SessionId, signature: string, context: CallContext): PipelineView {
    const { info: { lab }, profile } = this.parts.sessions.get(id)
    const opened = lab === undefined ? undefined : this.open_.get(lab.lab)
    return this.views.view(id, signature, () => opened?.runs.again(profile, this.events(context)))
  }

  private events({ signal, progress }: CallContext): LabRunEvents {
    return {
      onProgress: progress,
      isCancelled: () => {
        this.parts.onProgress?.()
        return signal.aborted
      },
    }
  }

  close(id: LabId): void {
    this.get(id)
    this.open_.delete(id)
  }

  private get(id: LabId): OpenLab {
    const opened = this.open_.get(id)
    if (opened === undefined) throw new UserError('not-found', `There is no open lab number ${id}.`)
    // The last in the map is the one that was asked for last.
    this.open_.delete(id)
    this.open_.set(id, opened)
    return opened
  }

  /** Throws `UserError`: 'not-found', 'no-access', 'bad-input'. */
  private async opened(source: LabSource): Promise<OpenLab> {
    const { files, depot } = this.world
    if (source.kind === 'sample') {
      if (!sampleProjects.includes(source.id)) throw new UserError('not-found', `There is no sample "${source.id}".`)
      const own = sampleFiles(files, depot)
      return this.made(new Lab(this.next++, { source, path: samplePath(source.id), files: own, only: () => own, depot }), undefined)
    }
    const { root, access } = this.parts
    const native = await access.readable(source.path)
    const path = loaderPath(native)
    const visible = root === undefined ? files : confined(files, [loaderPath(root), depot])
    const lab = new Lab(this.next++, { source, path, files: visible, only: (folder) => confined(visible, [folder]), depot })
    return this.made(lab, { path: native, isFolder: lab.folder === path })
  }

  private made(lab: Lab, own: OpenLab['own']): OpenLab {
    return { lab, own, runs: new LabRuns(this.world, lab) }
  }

  /** Where a file of a lab lies on the disk, if it may be written: below the folder that was opened once links are followed, or the very file. */
  private async writable({ path: opened, isFolder }: NonNullable<OpenLab['own']>, path: string): Promise<string> {
    const { access, files } = this.parts
    const target = join(isFolder ? opened : dirname(opened), ...path.split('/'))
    if (!isFolder) return access.writable(target)
    const folder = await files.realPath(opened)
    let at = target
    while ((await files.realPath(at)) === undefined && dirname(at) !== at) at = dirname(at)
    const real = await files.realPath(at)
    if (folder === undefined || real === undefined || !isBelow(folder, real)) throw new UserError('no-access', 'This lies outside of the folder that was opened.', { where: path })
    return target
  }
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function infoOf({ lab, own }: OpenLab, run?: string): LabInfo {
  return { ...lab.info(run), writable: own !== undefined }
}

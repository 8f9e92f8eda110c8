/**
 * Records from real Julias. For each variant, one process that only loads the packages (so that the others find their caches; its log says
 * which were made anew and why), one that records everything, and as many as were asked for that only take the time. The rounds go over
 * all variants, so that a busy minute of the machine hits none of them alone. The result of each is the text of a recording (docs/recording.md).
 */
import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { plain } from '../../shared/charts/chart-spec'
import { UserError } from '../../shared/errors'
import { checkRequest, prepareArguments, recordArguments, shellLine, type RecordRequest } from './command-line'
import { runProgram, type ProgramEnd } from './process-group'

export interface Variant extends RecordRequest {
  /** How its profile is called. */
  readonly title: string
}

export interface RecordOptions {
  /** Processes of each variant that only take the time. */
  readonly repeat: number
  /** Milliseconds for each process; no limit if left out. */
  readonly limit?: number
  /** Not the caches first: what precompiling takes is then part of the first `using`. */
  readonly unprepared?: boolean
  /** Leave what Julia itself wrote (statements, the log of invalidations) beside the recordings. */
  readonly keep?: boolean
}

export interface RecordSurroundings {
  /** Of the script. */
  readonly script: string
  /** Of its own for this recording; what is in it is removed unless it is to be kept. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly signal?: AbortSignal
  /** `done` of `total` steps; what is being done. */
  readonly onProgress?: (done: number, total: number, text: string) => void
  /** What the programs write. */
  readonly onOutput?: (text: string) => void
}

export interface RecordedVariant {
  readonly title: string
  /** Of the process that records everything, as it can be pasted. */
  readonly command: string
  /** JSON Lines. */
  readonly recording: string
  /** A step threw: what it said; '' if none did. */
  readonly error: string
}

const POLL = 100
/** Of what a program writes to standard error, in characters. */
const MOST_KEPT = 1 << 20
const LAST_WORDS = 600
/** A recording that is larger could not be opened. */
const LARGEST = 500_000_000
const NEWEST_WITHOUT_TIMES = [1, 12] as const

/** What `julia --version` says: `1.10.4`. Throws `UserError('bad-input')` if it is no Julia, or one before 1.5. */
export async function juliaRelease(julia: string, { env, signal }: Pick<RecordSurroundings, 'env' | 'signal'>): Promise<string> {
  let said = ''
  const { code } = await runProgram({ program: julia, args: ['--version'], env, signal, limit: 60_000, onOutput: (_, text) => (said = (said + text).slice(0, LAST_WORDS)) })
  const release = /^julia version (\d+\.\d+\.\S+)/m.exec(said)?.[1]
  if (code !== 0 || release === undefined) {
    throw new UserError('bad-input', `Asked for its version it ${ending({ code, signal: undefined, overdue: false })}${said.trim() === '' ? '' : ` and said: ${plain(said.trim(), 200)}`}.`, { where: julia, hint: 'expected the path of a julia, 1.5 or later' })
  }
  if (isBefore(release, [1, 5])) throw new UserError('bad-input', `It is Julia ${release}.`, { where: julia, hint: 'expected 1.5 or later' })
  return release
}

function isBefore(release: string, [major, minor]: readonly [number, number]): boolean {
  const [a = 0, b = 0] = release.split('.').map(Number)
  return a < major || (a === major && b < minor)
}

function ending({ code, signal, overdue }: ProgramEnd): string {
  if (overdue) return 'took longer than it may and was ended'
  return code === undefined ? `was ended by ${signal ?? 'a signal'}` : `ended with exit code ${code}`
}

interface Prepared extends Variant {
  readonly release: string
  readonly parts: string[]
  readonly command: string
  error: string
}

/** Throws `UserError`: what cannot be recorded, a Julia that is none, a process that ended before it recorded, 'cancelled'. */
export async function record(variants: readonly Variant[], options: RecordOptions, around: RecordSurroundings): Promise<RecordedVariant[]> {
  for (const variant of variants) checkRequest(variant)
  const runs: Prepared[] = []
  const releases = new Map<string, string>()
  for (const variant of variants) {
    const release = releases.get(variant.julia) ?? await juliaRelease(variant.julia, around)
    releases.set(variant.julia, release)
    const timedTrace = !isBefore(release, NEWEST_WITHOUT_TIMES)
    const command = shellLine(variant.julia, recordArguments(variant, { script: around.script, out: 'recording.jsonl', trace: 'statements.jl', timedTrace }))
    runs.push({ ...variant, release, command, parts: [], error: '' })
  }
  const work = new Work(runs, options, around)
  for (const run of runs) if (options.unprepared !== true) await work.prepare(run)
  for (const run of runs) await work.process(run, 'detail')
  for (let round = 1; round <= options.repeat; round++) {
    for (const run of runs) if (run.error === '') await work.process(run, 'plain', round)
  }
  return runs.map(({ title, command, parts, error }) => ({ title, command, recording: [header(title, command), ...parts].join(''), error }))
}

const line = (fields: Readonly<Record<string, unknown>>): string => `${JSON.stringify(fields)}\n`
const header = (title: string, command: string): string => line({ t: 'recording', format: 1, title, command })

class Work {
  private done = 0
  private readonly total: number
  private processes = 0

  constructor(
    runs: readonly Prepared[],
    private readonly options: RecordOptions,
    private readonly around: RecordSurroundings,
  ) {
    this.total = runs.reduce((sum, run) => sum + (options.unprepared === true || prepareArguments(run) === undefined ? 0 : 1) + run.steps.length * (options.repeat + 1), 0)
    this.several = runs.length > 1
  }

  private readonly several: boolean

  private say(run: Prepared, text: string): void {
    this.around.onProgress?.(this.done, this.total, this.several ? `${run.title}: ${text}` : text)
  }

  async prepare(run: Prepared): Promise<void> {
    const args = prepareArguments(run)
    if (args === undefined) return
    this.say(run, 'loading packages once')
    const began = performance.now()
    const { end, stderr } = await this.start(run, args, { ...this.around.env, JULIA_DEBUG: [this.around.env['JULIA_DEBUG'], 'loading'].filter((name) => name !== undefined && name !== '').join(',') })
    if (end.code !== 0) throw new UserError('bad-input', `Loading the packages ${ending(end)}${lastWords(stderr)}.`, { where: run.julia })
    this.done++
    run.parts.push(line({ t: 'prepared', time: Math.round(1e6 * (performance.now() - began)) }))
    for (const text of stderr.split('\n')) if (text.trim() !== '') run.parts.push(line({ t: 'stderr', line: text }))
  }

  async process(run: Prepared, mode: 'detail' | 'plain', round = 0): Promise<void> {
    const name = join(this.around.folder, `${++this.processes}-${mode}`)
    const out = `${name}.jsonl`
    const what = mode === 'detail' ? 'recording' : `timing, process ${round} of ${this.options.repeat}`
    const args = recordArguments(run, {
      script: this.around.script, out, trace: mode === 'detail' ? `${name}.statements.jl` : '', timedTrace: !isBefore(run.release, NEWEST_WITHOUT_TIMES),
    })
    this.say(run, what)
    const before = this.done
    const tail = new Tail(out, (label) => {
      this.say(run, `${what}: ${plain(label, 100)}`)
      this.done = Math.min(before + run.steps.length, this.done + 1)
    })
    try {
      const { end, stderr } = await this.start(run, args, { ...this.around.env, ...(this.options.keep === true ? { BACKEDGE_KEEP: '1' } : {}) }, () => tail.look())
      const text = await recordedText(out)
      if (text === undefined || !text.startsWith('{"t":"process"')) throw new UserError('bad-input', `It ${ending(end)} before anything was recorded${lastWords(stderr)}.`, { where: run.julia })
      const ended = text.endsWith('{"t":"end"}\n')
      if (!ended || end.overdue) run.error = `The process ${ending(end)} while it was recorded${lastWords(stderr)}.`
      else if (end.code !== 0) run.error = lastWords(stderr).replace(/^; it said: /, '') || `The process ${ending(end)}.`
      run.parts.push(text.endsWith('\n') ? text : `${text}\n`)
    } finally {
      this.done = before + run.steps.length
      if (this.options.keep !== true) for (const leftover of [out, `${name}.statements.jl`, `${out}.invalidations`, `${out}.printed`]) await rm(leftover, { force: true })
    }
  }

  private async start(run: Prepared, args: readonly string[], env: NodeJS.ProcessEnv, onTick?: () => Promise<void>): Promise<{ end: ProgramEnd; stderr: string }> {
    let stderr = ''
    let ticking = false
    const timer = onTick === undefined ? undefined : setInterval(() => {
      if (ticking) return
      ticking = true
      void onTick().finally(() => (ticking = false))
    }, POLL)
    try {
      const end = await runProgram({
        program: run.julia, args, env, signal: this.around.signal, limit: this.options.limit,
        onOutput: (from, text) => {
          if (from === 'stderr') stderr = stderr.length < MOST_KEPT ? stderr + text : stderr
          this.around.onOutput?.(text)
        },
      })
      return { end, stderr }
    } finally {
      clearInterval(timer)
    }
  }
}

function lastWords(stderr: string): string {
  const lines = stderr.trim().split('\n')
  // Julia says what is wrong first, and then from where it was called.
  const from = lines.findLastIndex((text) => /^ERROR: |^record\.jl: /.test(text))
  const said = (from < 0 ? lines.slice(-3) : lines.slice(from, from + 3)).join(' ').trim().replace(/\.$/, '')
  return said === '' ? '' : `; it said: ${plain(said, LAST_WORDS)}`
}

/** What a process has recorded, undefined if there is no such file. */
async function recordedText(path: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(path)
    if (bytes.length > LARGEST) throw new UserError('too-large', `The recording has ${bytes.length} bytes, more than the ${LARGEST} that can be read.`, { hint: 'record fewer steps at once' })
    return bytes.toString('utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Watches a recording grow, for the steps that begin. Looks at no more than its first lines: the rest is written at the end. */
class Tail {
  private at = 0
  private rest = ''

  constructor(
    private readonly path: string,
    private readonly onStep: (label: string) => void,
  ) {}

  async look(): Promise<void> {
    const file = await open(this.path, 'r').catch(() => undefined)
    if (file === undefined) return
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(1 << 16), 0, 1 << 16, this.at)
      this.at += bytesRead
      const lines = (this.rest + buffer.toString('utf8', 0, bytesRead)).split('\n')
      this.rest = lines.pop() ?? ''
      for (const one of lines) {
        const label = /^\{"t":"begin","step":\d+,"label":(".*")\}$/.exec(one)?.[1]
        if (label !== undefined) this.onStep(JSON.parse(label) as string)
      }
    } finally {
      await file.close()
    }
  }
}

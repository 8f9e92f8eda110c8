/**
 * Recordings of `resources/julia/record.jl` (docs/recording.md): JSON Lines, one process after another. A process that recorded in detail
 * gives the timeline, the inference tree below ROOT, invalidations, stale instances, statements and packages; the plain ones beside it give
 * the times of the steps, with their medians. A recording that breaks off is read as far as it goes. What is no line of ours
 * is kept as not read.
 */
import type { FrameIdentity, ProfileBuilder } from '../../shared/profile/builder'
import { machineNote, type RecordedOn } from '../../shared/profile/machine'
import { CALL_FLAG } from '../../shared/profile/schema'
import type { Provenance } from '../../shared/profile/tables'
import { formatCount, formatTime } from '../../shared/units'
import type { TextFormat } from './format'
import { invalidationLog } from './invalidation-log'
import { parseMethod } from './invalidation-text'
import { isRecord } from './json-value'
import { Lines } from './lines'
import { addInvalidations, type LogEntry } from './recording-invalidations'
import { statementsIn } from './precompile-statement'
import { readSession } from './session'
import { timeImports } from './time-imports'

export const RECORDING = { id: 'recording', title: 'Recordings of Backedge (.jsonl)' } as const

/** Whether a text begins as a recording does. */
export function isRecording(text: string): boolean {
  return /^\ufeff?\s*\{"t": ?"(?:recording|process)"[,}]/.test(text.slice(0, 200))
}

type Fields = Readonly<Record<string, unknown>>

function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}
function numberOf(fields: Fields, name: string): number {
  const value = fields[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN
}
function integerOf(fields: Fields, name: string, otherwise = -1): number {
  const value = numberOf(fields, name)
  return Number.isInteger(value) && Math.abs(value) < 0x7fffffff ? value : otherwise
}
function listOf(fields: Fields, name: string): string[] {
  const value = fields[name]
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}
/** Nanoseconds, not below 0; NaN where there is none. */
function timeOf(fields: Fields, name: string): number {
  const value = numberOf(fields, name)
  return value >= 0 ? value : Number.NaN
}

interface Step {
  readonly number: number
  readonly kind: string
  readonly label: string
  readonly text: string
  readonly start: number
  readonly time: number
  readonly bytes: number
  readonly allocations: number
  /** Nanoseconds of garbage collection, and of compiling and compiling again; NaN where the version does not say. */
  readonly gc: number
  readonly compile: number
  readonly recompile: number
  readonly error: string
  readonly line: number
}

interface Inferred {
  readonly frame: FrameIdentity
  readonly parent: number
  readonly step: number
  readonly start: number
  readonly exclusive: number
  readonly inclusive: number
  readonly native: number
  readonly constants: boolean
  readonly stale: boolean
  readonly line: number
}

interface Line {
  readonly text: string
  readonly at: number
}

/** What one process wrote. */
interface Process {
  readonly line: number
  readonly mode: string
  readonly julia: string
  readonly inference: string
  readonly inferenceError: string
  readonly invalidations: string
  readonly machine: RecordedOn
  readonly begun: Map<number, Line>
  readonly steps: Step[]
  readonly inferred: Inferred[]
  readonly methods: LogEntry[]
  readonly edges: LogEntry[]
  readonly logLines: Line[]
  readonly printed: Line[]
  readonly compiled: Line[]
  readonly loaded: { readonly name: string; readonly at: number; readonly step: number; readonly line: number }[]
  adds: Fields
  ended: boolean
}

export interface RecordingInput {
  readonly builder: ProfileBuilder
  readonly source: number
  readonly name: string
  /** That read what Julia and Pkg wrote to standard error. */
  readonly formats: readonly TextFormat[]
  readonly signal?: AbortSignal
  readonly onProgress?: (share: number) => void
}

/** What the recording says of itself. */
export interface RecordingFound {
  readonly title: string
  readonly julia: string
  readonly unparsedDropped: number
}

/** Of the lines, as the recorder numbers it. */
const FORMAT = 1
/** Lines between two looks at the signal. */
const REACH = 8192
const MOST_UNPARSED = 100_000
const LONGEST_LINE = 2000
/** Lines of what a program wrote to standard error that become one message. */
const MOST_OUTPUT = 50

function frameOf(fields: Fields): FrameIdentity {
  const [name, module, file] = [textOf(fields, 'name'), textOf(fields, 'module'), textOf(fields, 'file')]
  const signature = textOf(fields, 'v')
  return name === '' ? { signature } : { signature, name, module, file, line: integerOf(fields, 'line') }
}

/** `f(x) @ Main a.jl:1`: the place stands in columns of its own. */
function methodFrame(frame: FrameIdentity): FrameIdentity {
  const printed = parseMethod(frame.signature)
  return { ...frame, ...printed, ...(frame.file === undefined ? {} : { file: frame.file, line: frame.line ?? -1 }), kind: 'method' }
}

const ENTRIES = new Set<string>(['instance', 'code', 'method', 'type', 'number', 'text'])

function entryOf(fields: Fields, line: number): LogEntry {
  const of = textOf(fields, 'of')
  const kind = ENTRIES.has(of) ? (of as LogEntry['of']) : 'other'
  const frame = frameOf(fields)
  return {
    of: kind, text: kind === 'number' ? '' : textOf(fields, 'v'), number: kind === 'number' ? integerOf(fields, 'v', Number.NaN) : Number.NaN,
    frame: kind === 'method' ? methodFrame(frame) : frame,
    line, step: integerOf(fields, 'step'),
  }
}

class Recording {
  private readonly processes: Process[] = []
  private readonly stderr: Line[] = []
  private readonly failures: Line[] = []
  private title = ''
  private command = ''
  private prepared = Number.NaN
  private unparsed = 0
  private unparsedDropped = 0

  constructor(private readonly input: RecordingInput) {}

  read(text: string): RecordingFound {
    let from = 0
    for (let at = 1; from < text.length; at++) {
      if (at % REACH === 0) {
        this.input.onProgress?.(from / text.length)
        this.input.signal?.throwIfAborted()
      }
      const end = text.indexOf('\n', from)
      const line = (end < 0 ? text.slice(from) : text.slice(from, end)).replace(/^\ufeff/, '').trim()
      from = end < 0 ? text.length : end + 1
      if (line !== '' && !this.line(line, at)) this.leave(line, at)
    }
    this.write()
    const [first] = this.processes
    return { title: this.title, julia: first?.julia ?? '', unparsedDropped: this.unparsedDropped }
  }

  /** False if it is no line of a recording. */
  private line(text: string, at: number): boolean {
    let fields: unknown
    try {
      fields = JSON.parse(text)
    } catch {
      return false
    }
    if (!isRecord(fields)) return false
    const process = this.processes.at(-1)
    switch (fields['t']) {
      case 'recording':
        this.title = textOf(fields, 'title')
        this.checkFormat(fields, at)
        this.command = textOf(fields, 'command')
        return true
      case 'prepared':
        this.prepared = timeOf(fields, 'time')
        return true
      case 'stderr':
        this.stderr.push({ text: textOf(fields, 'line'), at })
        return true
      case 'process':
        this.checkFormat(fields, at)
        this.processes.push({
          line: at, mode: textOf(fields, 'mode'), julia: textOf(fields, 'julia'), inference: textOf(fields, 'inference'), inferenceError: textOf(fields, 'inferenceError'),
          invalidations: textOf(fields, 'invalidations'),
          machine: { system: textOf(fields, 'system'), arch: textOf(fields, 'arch'), cpu: textOf(fields, 'cpu'), cores: integerOf(fields, 'cores'), flags: listOf(fields, 'flags') },
          begun: new Map(), steps: [], inferred: [], methods: [], edges: [], logLines: [], printed: [], compiled: [], loaded: [], adds: {}, ended: false,
        })
        return true
      default:
        return process !== undefined && this.ofProcess(fields, process, at)
    }
  }

  private checkFormat(fields: Fields, at: number): void {
    const format = integerOf(fields, 'format')
    if (format > FORMAT && this.failures.length === 0) this.failures.push({ text: `The recording is of form ${format}; this Backedge knows form ${FORMAT} and reads what it can of it.`, at })
  }

  private ofProcess(fields: Fields, process: Process, at: number): boolean {
    const step = integerOf(fields, 'step')
    switch (fields['t']) {
      case 'begin':
        process.begun.set(step, { text: textOf(fields, 'label'), at })
        return true
      case 'step':
        process.steps.push({
          number: step, kind: textOf(fields, 'kind'), label: textOf(fields, 'label'), text: textOf(fields, 'text'), start: timeOf(fields, 'start'), time: timeOf(fields, 'time'),
          bytes: timeOf(fields, 'bytes'), allocations: timeOf(fields, 'allocations'), gc: timeOf(fields, 'gc'), compile: timeOf(fields, 'compile'),
          recompile: timeOf(fields, 'recompile'), error: textOf(fields, 'error'), line: at,
        })
        return true
      case 'inferred':
        process.inferred.push({
          frame: frameOf(fields), parent: integerOf(fields, 'parent'), step, start: timeOf(fields, 'start'), exclusive: timeOf(fields, 'exclusive'),
          inclusive: timeOf(fields, 'inclusive'), native: timeOf(fields, 'native'), constants: fields['constants'] === true, stale: fields['stale'] === true, line: at,
        })
        return true
      case 'methods':
        process.methods.push(entryOf(fields, at))
        return true
      case 'edges':
        process.edges.push(entryOf(fields, at))
        return true
      case 'invalidated':
        process.logLines.push({ text: textOf(fields, 'line'), at })
        return true
      case 'printed':
        process.printed.push({ text: textOf(fields, 'line'), at })
        return true
      case 'compiled':
        process.compiled.push({ text: textOf(fields, 'line'), at })
        return true
      case 'loaded':
        process.loaded.push({ name: textOf(fields, 'name'), at: timeOf(fields, 'at'), step, line: at })
        return true
      case 'adds':
        process.adds = fields
        return true
      case 'failed':
        this.failures.push({ text: `The recorder could not read the ${textOf(fields, 'part')} of this Julia: ${textOf(fields, 'error')}`, at })
        return true
      case 'end':
        process.ended = true
        return true
      default:
        return false
    }
  }

  private leave(text: string, at: number): void {
    if (++this.unparsed > MOST_UNPARSED) {
      this.unparsedDropped++
      return
    }
    const kept = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}… (${text.length} characters)` : text
    this.input.builder.add('unparsed', { text: kept, source: this.input.source, line: at })
  }

  private write(): void {
    for (const process of this.processes.filter(({ mode }) => mode !== 'plain')) new ProcessWriter(process, this.input, this.command, this.comparison(process)).write()
    this.timings()
    this.messages()
  }

  /** Times of the same steps with and without recording, as a sentence; '' without processes to compare with. */
  private comparison({ steps }: Process): string {
    const plain = this.processes.filter(({ mode, ended }) => mode === 'plain' && ended)
    if (plain.length === 0) return ''
    const total = (list: readonly Step[]): number => list.reduce((sum, { time }) => sum + (time || 0), 0)
    const [recorded, without] = [total(steps), median(plain.map((one) => total(one.steps)))]
    const adds = recorded > without ? `${formatTime(recorded - without)} more, which recording adds unless the machine was busy` : 'what recording adds is less than what the machine varies'
    return `All steps together took ${formatTime(recorded)} while they were recorded, ${formatTime(without)} without (median of ${plain.length}): ${adds}.`
  }

  private timings(): void {
    const { builder, source } = this.input
    const plain = this.processes.filter(({ mode }) => mode === 'plain')
    const measured = plain.length > 0 ? plain : this.processes
    const [first] = measured
    if (first === undefined || first.steps.length === 0) return
    const provenance: Provenance = { kind: 'measured', tool: 'backedge record', julia: first.julia, error: '' }
    const block = { part: 'timings', format: RECORDING.id, command: this.command, source, provenance, firstLine: first.line, lastLine: measured.at(-1)?.steps.at(-1)?.line ?? -1 } as const
    const of = (number: number): Step[] => measured.flatMap(({ steps }) => steps.filter((step) => step.number === number))
    if (measured.length > 1) {
      const spread = first.steps.map(({ number, label }) => {
        const times = of(number).map(({ time }) => time)
        return `${label}: median ${formatTime(median(times))}, ${formatTime(Math.min(...times))} to ${formatTime(Math.max(...times))}.`
      })
      const medians = builder.block({ ...block, title: `Medians of ${formatCount(measured.length)} fresh processes`, notes: spread, provenance: { ...provenance, kind: 'derived' } })
      for (const { number } of first.steps) this.timing(medianStep(of(number)), '', medians)
    }
    const notes = plain.length > 0 ? ['Nothing but the time of each step was recorded in these processes.'] : ['Times while everything was recorded: what the recording adds is in them.']
    const each = builder.block({ ...block, title: measured.length > 1 ? 'Steps in each process' : 'Steps', notes })
    for (const [at, { steps }] of measured.entries()) {
      for (const step of steps) this.timing(step, measured.length > 1 ? ` (process ${at + 1})` : '', each)
    }
  }

  private timing(step: Step, suffix: string, block: number): void {
    const { builder } = this.input
    const percent = (part: number, whole: number): number => (whole > 0 ? Math.min(100, (100 * part) / whole) : Number.NaN)
    builder.add('timings', {
      label: `${step.label}${suffix}`, expression: step.kind === 'using' ? `using ${step.text}` : step.text, elapsed: step.time, allocations: step.allocations, bytes: step.bytes,
      gcPercent: percent(step.gc, step.time), compilePercent: percent(step.compile, step.time), recompilePercent: percent(step.recompile, step.compile), block, line: step.line,
    })
  }

  private messages(): void {
    const { builder, source } = this.input
    const add = (level: 'info' | 'warning' | 'error', text: string, line: number): void => void builder.add('messages', { level, text, source, line })
    for (const { text, at } of this.failures) add('warning', text, at)
    for (const { steps, begun, ended, line } of this.processes) {
      for (const { error, label, line: at } of steps) if (error !== '') add('error', `${label}: ${error}`, at)
      const open = [...begun].filter(([number]) => !steps.some((step) => step.number === number)).map(([, { text }]) => text)
      if (!ended) add('warning', open.length > 0 ? `The process ended before all was written: it was in “${open.at(-1) ?? ''}”.` : 'The process ended before all was written.', line)
    }
    if (!Number.isNaN(this.prepared)) add('info', `Packages were loaded once before, so that their caches are there: ${formatTime(this.prepared)}.`, -1)
    // Julia's own messages and Pkg's rows begin so; the rest is what the program wrote.
    const isOurs = ({ text }: Line): boolean => /^\s*(?:[┌│└├]|\[ )|^\s*(?:\d+(?:\.\d+)? m?s\s+)?[✓✗?] |^Precompiling |^\s+\d+ dependenc/.test(text)
    const log = this.stderr.filter(isOurs)
    if (log.length > 0) readSession(inPlace(log), this.input.formats, builder, source, this.input.signal)
    const output = this.stderr.filter((line) => !isOurs(line))
    if (output.length > 0) {
      const more = output.length > MOST_OUTPUT ? `\n… ${formatCount(output.length - MOST_OUTPUT)} more lines` : ''
      add('info', `Standard error: ${output.slice(0, MOST_OUTPUT).map(({ text }) => text).join('\n')}${more}`, output[0]?.at ?? -1)
    }
  }
}

function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Each number is a median of its own. */
function medianStep(steps: readonly Step[]): Step {
  const [first] = steps
  if (first === undefined) throw new Error('no steps')
  const of = (pick: (step: Step) => number): number => median(steps.map(pick))
  return {
    ...first, time: of(({ time }) => time), bytes: of(({ bytes }) => bytes), allocations: of(({ allocations }) => allocations), gc: of(({ gc }) => gc),
    compile: of(({ compile }) => compile), recompile: of(({ recompile }) => recompile),
  }
}

/** Lines that stand in the text where they stand in the recording, so that their numbers are right. */
function inPlace(lines: readonly Line[]): Lines {
  const text: string[] = []
  for (const { text: line, at } of lines) {
    while (text.length < at - 1) text.push('')
    text.push(line.replace(/[\n\r]/g, ' '))
  }
  return new Lines(text.join('\n'))
}

/** Rows of a process that recorded in detail. */
class ProcessWriter {
  constructor(
    private readonly process: Process,
    private readonly input: RecordingInput,
    private readonly command: string,
    private readonly comparison: string,
  ) {}

  write(): void {
    const { process, input } = this
    this.timeline()
    this.inference()
    this.stale()
    this.codegen()
    this.statements()
    if (process.printed.some(({ text }) => text.includes(' ms '))) readSession(inPlace(process.printed), [timeImports], input.builder, input.source, input.signal)
    else this.packages()
    // Entries of dispatch caches alone tell of nothing that became invalid.
    if (process.logLines.some(({ text }) => !text.startsWith('-- '))) readSession(inPlace(process.logLines), [invalidationLog], input.builder, input.source, input.signal)
    this.invalidations()
  }

  private block(part: 'timeline' | 'inference' | 'stale' | 'codegen' | 'precompile' | 'imports' | 'invalidations', title: string, tool: string, more: Partial<Parameters<ProfileBuilder['block']>[0]> = {}, error = ''): number {
    const { input, process, command } = this
    return input.builder.block({
      part, format: RECORDING.id, title, command, source: input.source, provenance: { kind: 'measured', tool, julia: process.julia, error }, ...more,
    })
  }

  private rootsByStep(): Map<number, number> {
    const sums = new Map<number, number>()
    for (const { parent, step, inclusive } of this.process.inferred) if (parent < 0) sums.set(step, (sums.get(step) ?? 0) + (inclusive || 0))
    return sums
  }

  private timeline(): void {
    const { steps, inferred, inference } = this.process
    if (steps.length === 0) return
    const roots = this.rootsByStep()
    const native = new Map<number, number>()
    for (const one of inferred) if (one.native > 0) native.set(one.step, (native.get(one.step) ?? 0) + one.native)
    const tells = steps.some(({ compile }) => !Number.isNaN(compile)) || native.size > 0
    const notes = [
      'Within a step the phases stand one after another; in the run they alternate.',
      ...(inference === '' ? ['Inference was not recorded.'] : []),
      ...(tells ? [] : [`Julia ${this.process.julia} does not tell the time of generating code: it is part of loading, and of what is not accounted for.`]),
      ...this.addedNotes(),
      ...[machineNote(this.process.machine)].filter((note) => note !== ''),
    ]
    const block = this.block('timeline', 'Recorded run', 'backedge record', { times: 'exclusive', notes })
    for (const { number, label, kind, start, time, compile } of steps) {
      const inferring = Math.min(time || 0, roots.get(number) ?? 0)
      const generating = Math.min(Math.max(0, (time || 0) - inferring), Math.max(0, Number.isNaN(compile) ? (native.get(number) ?? 0) : compile - inferring))
      const rest = Math.max(0, (time || 0) - inferring - generating)
      const phases = [
        { phase: 'inference', duration: inferring }, { phase: 'codegen', duration: generating },
        { phase: kind === 'using' ? 'load' : tells ? 'run' : 'unaccounted', duration: rest },
      ] as const
      let at = Number.isNaN(start) ? 0 : start
      for (const { phase, duration } of phases) {
        if (duration <= 0) continue
        this.input.builder.add('timeline', { phase, start: at, duration, name: label, block })
        at += duration
      }
    }
  }

  private addedNotes(): string[] {
    const { adds } = this.process
    const [setup, invalidated, statements, compiler] = ['setup', 'invalidated', 'statements', 'compilerFrames'].map((name) => numberOf(adds, name))
    const notes: string[] = []
    if (setup !== undefined && setup > 0) {
      notes.push(`Before the first step the recorder took ${formatTime(setup)} to prepare itself${invalidated !== undefined && invalidated > 0 ? ` and made ${formatCount(invalidated)} instances of the compiler’s own code invalid, which it compiled again` : ''}.`)
    }
    if (statements !== undefined && statements > 0) notes.push(`${formatCount(statements)} statements were compiled for the recorder itself and are left out.`)
    if (compiler !== undefined && compiler > 0) notes.push(`${formatCount(compiler)} inference frames are of the compiler itself, compiled while it was measured.`)
    if (this.comparison !== '') notes.push(this.comparison)
    return notes
  }

  private inference(): void {
    const { inferred, steps, inference, inferenceError } = this.process
    if (inferred.length === 0) return
    const { builder } = this.input
    const total = steps.reduce((end, { start, time }) => Math.max(end, (start || 0) + (time || 0)), 0)
    const below = inferred.reduce((sum, { parent, inclusive }) => sum + (parent < 0 ? inclusive || 0 : 0), 0)
    const block = this.block('inference', 'Inference of the recorded steps', inference, {
      shape: 'tree', times: 'both', firstLine: inferred[0]?.line ?? -1, lastLine: inferred.at(-1)?.line ?? -1,
      notes: ['The exclusive time of ROOT is everything that was not inference: generating code, loading, running.', ...(inferenceError === '' ? [] : ['The tree is put together from the edges between pieces of code: the order of children is not that of time.'])],
    }, inferenceError === '' ? '' : inferenceError.replace(/^Float16/, 'from Float16 numbers'))
    const root = builder.add('inference', {
      frame: builder.frame({ signature: 'Core.Compiler.Timings.ROOT()' }), start: 0, inclusive: Math.max(total, below), exclusive: Math.max(0, total - below),
      children: inferred.filter(({ parent }) => parent < 0).length, block,
    })
    const rows: number[] = []
    for (const { frame, parent, start, exclusive, inclusive, constants, line } of inferred) {
      const above = rows[parent] ?? root
      rows.push(builder.add('inference', { frame: builder.frame(frame), parent: above, start, exclusive, inclusive, flags: constants ? CALL_FLAG.constProp : 0, children: 0, block, line }))
      if (above !== root) builder.setNumber('inference', above, 'children', builder.number('inference', above, 'children') + 1)
    }
  }

  private stale(): void {
    const seen = new Set<string>()
    const stale = this.process.inferred.filter(({ stale: is, constants, frame }) => is && !constants && !seen.has(frame.signature) && seen.add(frame.signature))
    if (stale.length === 0) return
    const { builder } = this.input
    const block = this.block('stale', 'Stale instances', this.process.inference, { times: 'both', notes: ['Inferred in these steps, with code that no longer holds at their end.'] })
    for (const { frame, exclusive, inclusive, line } of stale) builder.add('stale', { frame: builder.frame(frame), exclusive, inclusive, block, line })
  }

  private codegen(): void {
    const native = this.process.inferred.filter((one) => one.native > 0)
    if (native.length === 0) return
    const { builder } = this.input
    const block = this.block('codegen', 'Native code', this.process.inference, { times: 'exclusive' }, this.process.inferenceError)
    for (const one of native) builder.add('codegen', { frame: builder.frame(one.frame), time: one.native, block, line: one.line })
  }

  private statements(): void {
    const { compiled, julia } = this.process
    const { builder, source } = this.input
    const found = compiled.flatMap(({ text, at }) => {
      const statements = statementsIn(text)
      if (statements.length === 0) builder.add('unparsed', { text: text.slice(0, LONGEST_LINE), source, line: at })
      return statements.map((statement) => ({ statement, at }))
    })
    if (found.length === 0) return
    const marks = /^1\.(?:1[2-9]|[2-9]\d)|^[2-9]/.test(julia)
    const timed = found.some(({ statement }) => !Number.isNaN(statement.time))
    const block = this.block('precompile', 'Compiled when called', '--trace-compile', {
      times: timed ? 'nested' : 'none', firstLine: found[0]?.at ?? -1, lastLine: found.at(-1)?.at ?? -1,
      notes: marks ? [] : ['This version does not mark what is compiled again.'],
    }, timed ? 'rounded to 0.1 ms' : '')
    for (const { statement, at } of found) {
      builder.add('precompile', {
        statement: statement.text, frame: builder.frame({ signature: statement.signature }), time: statement.time,
        recompile: statement.recompile ? 'yes' : marks ? 'no' : 'unknown', kind: 'trace', block, line: at,
      })
    }
  }

  /** Of a version without @time_imports: a package took what passed since the one before it was there. */
  private packages(): void {
    const { loaded, steps, inferred } = this.process
    if (loaded.length === 0) return
    const { builder } = this.input
    const block = this.block('imports', 'Packages as they were loaded', 'package_callbacks', {
      times: 'exclusive', notes: [
        'The time of a package is what passed since the one before it was loaded: finding and checking its cache, reading it, __init__. What it loads stands before it.',
        ...(inferred.length > 0 ? ['Compiling while packages load is part of it.'] : []),
      ],
    })
    let [before, step] = [0, -1]
    for (const [order, one] of [...loaded].sort((a, b) => a.at - b.at).entries()) {
      if (one.step !== step) {
        step = one.step
        before = steps.find(({ number }) => number === step)?.start ?? before
      }
      const time = Math.max(0, one.at - before)
      builder.add('imports', { name: one.name, kind: 'package', order, start: before, inclusive: time, exclusive: time, block, line: one.line })
      before = one.at
    }
  }

  private invalidations(): void {
    const { methods, edges, inferred, invalidations } = this.process
    if (methods.length + edges.length === 0) return
    const { builder, source } = this.input
    const times = new Map<string, Inferred[]>()
    for (const one of inferred) {
      if (one.constants) continue
      const known = times.get(one.frame.signature)
      if (known === undefined) times.set(one.frame.signature, [one])
      else known.push(one)
    }
    const spentAgain = (signature: string, step: number): number => {
      const known = times.get(signature) ?? []
      const again = known.find((one) => one.step > step) ?? (known.length > 1 ? known.at(-1) : undefined)
      return again?.inclusive ?? Number.NaN
    }
    const block = this.block('invalidations', 'Invalidations', invalidations, { shape: 'tree', times: 'inclusive', firstLine: methods[0]?.line ?? -1 })
    for (const { text, line } of addInvalidations(methods, edges, builder, block, spentAgain)) builder.add('unparsed', { text, source, line })
  }
}

/** Reads `text` into the builder. Never throws but for what the signal says. */
export function readRecording(text: string, input: RecordingInput): RecordingFound {
  return new Recording(input).read(text)
}

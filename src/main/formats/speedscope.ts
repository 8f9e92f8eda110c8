/**
 * speedscope's own JSON (reference b.15): shared frames, and profiles that are a list of opening and closing events or
 * a list of weighted stacks. Every profile becomes a block of `stacks`. Column numbers of frames are not kept.
 */
import { CallTreeBuilder } from '../../shared/profile/call-builder'
import type { Block } from '../../shared/profile/tables'
import { UserError } from '../../shared/errors'
import type { FileImport, JsonFormat } from './format'
import { isRecord, listOf, numberOf, scaled, sourceLine, textOf } from './json-value'
import { EventColumns } from './speedscope-events'
import { StackColumns } from './speedscope-stacks'

const UNITS: Readonly<Record<string, { readonly unit: Block['unit']; readonly scale: number }>> = {
  none: { unit: 'count', scale: 1 },
  nanoseconds: { unit: 'nanoseconds', scale: 1 },
  microseconds: { unit: 'nanoseconds', scale: 1e3 },
  milliseconds: { unit: 'nanoseconds', scale: 1e6 },
  seconds: { unit: 'nanoseconds', scale: 1e9 },
  bytes: { unit: 'bytes', scale: 1 },
}

function isSpeedscope(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false
  return isRecord(value.shared) && Array.isArray(value.shared.frames) && Array.isArray(value.profiles)
}

interface SharedFrames {
  readonly rows: readonly number[]
  nameOf(row: number): string
}

function readFrames(shared: unknown, into: FileImport): SharedFrames {
  const names = new Map<number, string>()
  const rows = listOf(isRecord(shared) ? shared.frames : undefined).map((frame, index) => {
    const record = isRecord(frame) ? frame : {}
    const name = textOf(record.name) || `frame ${index}`
    const row = into.builder.frame({ signature: name, file: textOf(record.file), line: sourceLine(record.line), kind: 'frame' })
    names.set(row, name)
    return row
  })
  return { rows, nameOf: (row) => names.get(row) ?? '' }
}

/** Where the times of a profile begin and end in the file, and what its unit is in the profile's. */
interface Clock {
  readonly start: number
  readonly end: number
  readonly scale: number
}

/** What is wrong with events and samples. Apart from the loops over them, which have nothing to do with sentences. */
class Complaints {
  constructor(
    private readonly problems: CallTreeBuilder['problems'],
    private readonly frames: SharedFrames,
  ) {}
  noFrame(index: number, frame: unknown): void {
    this.problems.add('an event names no frame', () => `Event ${index} names frame ${String(frame)}, but there are ${this.frames.rows.length}.`)
  }
  noTime(index: number, row: number): void {
    this.problems.add('an event has no time', () => `Event ${index} (“${this.frames.nameOf(row)}”) has no time.`)
  }
  noType(index: number, type: unknown): void {
    this.problems.add('an event is of no known type', () => `Event ${index} is of type ${String(type)}, expected O or C.`)
  }
  noWeight(index: number): void {
    this.problems.add('a sample has no weight', () => `Sample ${index} has no weight that could be added; it is left out.`)
  }
  noFrames(index: number): void {
    this.problems.add('a sample names frames that are not there', () => `Sample ${index} names frames beyond the ${this.frames.rows.length} that there are.`)
  }
}

/** Reads opening and closing events. Times count from the start. */
function readEvents(events: unknown, frames: SharedFrames, calls: CallTreeBuilder, { start, end, scale }: Clock): void {
  const columns = events instanceof EventColumns ? events : undefined
  const list = columns ? [] : listOf(events)
  const length = columns?.length ?? list.length
  const wrong = new Complaints(calls.problems, frames)
  calls.expect(Math.ceil(length / 2))
  for (let index = 0; index < length; index++) {
    const event = columns ? columns.at(index) : list[index]
    const { type, frame, at }: { type?: unknown; frame?: unknown; at?: unknown } = isRecord(event) ? event : {}
    const row = typeof frame === 'number' ? frames.rows[frame] : undefined
    const time = scaled(numberOf(at) - start, scale)
    if (row === undefined) wrong.noFrame(index, frame)
    else if (Number.isNaN(time)) wrong.noTime(index, row)
    else if (type === 'O') calls.enter(row, time)
    else if (type === 'C') calls.leave(row, time)
    else wrong.noType(index, type)
  }
  calls.finish(Number.isNaN(end) ? 0 : scaled(end - start, scale))
}

/** Stacks one after another; the last one is kept, so that only what is new is looked at. */
class StackReader {
  /** Rows of the frames of the stack, outermost first, -1 of one that is not there. */
  readonly rows: number[] = []
  /** Depth of the first frame that is not there; infinity if all are. */
  missing = Infinity
  readonly length: number
  private readonly list: readonly unknown[]
  private readonly columns: StackColumns | undefined

  constructor(
    samples: unknown,
    private readonly known: readonly number[],
  ) {
    this.columns = samples instanceof StackColumns ? samples : undefined
    this.list = this.columns ? [] : listOf(samples)
    this.length = this.columns?.length ?? this.list.length
  }

  private push(frame: unknown): void {
    const row = typeof frame === 'number' ? (this.known[frame] ?? -1) : -1
    if (row < 0 && this.missing === Infinity) this.missing = this.rows.length
    this.rows.push(row)
  }

  /** Goes to stack `index`, the one after the last. Returns how many frames, from the outermost, it shares with that one. */
  goTo(index: number): number {
    const { columns } = this
    const kept = columns ? (columns.kept[index] as number) : 0
    this.rows.length = kept
    if (this.missing >= kept) this.missing = Infinity
    if (columns) {
      const end = columns.from[index + 1] as number
      for (let at = columns.from[index] as number; at < end; at++) this.push(columns.frames[at])
    } else for (const frame of listOf(this.list[index])) this.push(frame)
    return Math.min(kept, this.missing)
  }
}

/** Reads stacks with weights, in order. Starts are the sum of the weights before. */
function readSamples(samples: unknown, weights: ArrayLike<unknown>, frames: SharedFrames, calls: CallTreeBuilder, { scale }: Clock): void {
  const stacks = new StackReader(samples, frames.rows)
  const { rows } = stacks
  const wrong = new Complaints(calls.problems, frames)
  if (samples instanceof StackColumns) calls.expect(samples.frames.length)
  /** How many calls of the stack, from the outermost, are open in the tree. */
  let same = 0
  let before = 0
  for (let index = 0; index < stacks.length; index++) {
    same = Math.min(same, stacks.goTo(index))
    const weight = numberOf(weights[index])
    if (!(weight >= 0)) {
      wrong.noWeight(index)
      continue
    }
    const { missing } = stacks
    if (missing < Infinity) wrong.noFrames(index)
    calls.switchTo(missing < Infinity ? rows.filter((row) => row >= 0) : rows, scaled(before, scale), same)
    same = Math.min(rows.length, missing)
    before += weight
  }
  calls.finish(scaled(before, scale), true)
}

export const speedscope: JsonFormat = {
  id: 'speedscope',
  title: 'speedscope JSON',
  detect: isSpeedscope,
  read(value, into) {
    if (!isSpeedscope(value)) throw new UserError('bad-input', 'This is no speedscope file: “shared.frames” or “profiles” is missing', { where: into.name })
    const profiles = listOf(value.profiles)
    if (profiles.length === 0) throw new UserError('bad-input', 'The speedscope file holds no profiles', { where: into.name })
    const frames = readFrames(value.shared, into)
    const tool = textOf(value.exporter)
    for (const [index, profile] of profiles.entries()) {
      const record = isRecord(profile) ? profile : {}
      const unit = UNITS[textOf(record.unit)]
      const block = into.builder.block({
        part: 'stacks', format: 'speedscope', title: textOf(record.name) || `Profile ${index + 1}`, source: into.source, shape: 'tree',
        times: 'both', unit: unit?.unit ?? 'count',
        provenance: { kind: 'measured', tool: tool === '' ? 'speedscope file' : `${tool} (speedscope file)`, julia: '', error: '' },
      })
      const calls = new CallTreeBuilder(into.builder, 'stacks', block, (row) => frames.nameOf(row))
      if (!unit) calls.problems.add('unit', () => `The unit is “${textOf(record.unit)}”, which is none of speedscope’s; the numbers are shown as counts.`)
      const start = numberOf(record.startValue)
      const clock = { start: Number.isNaN(start) ? 0 : start, end: numberOf(record.endValue), scale: unit?.scale ?? 1 }
      if (record.type === 'evented') readEvents(record.events, frames, calls, clock)
      else if (record.type === 'sampled') {
        readSamples(record.samples, record.weights instanceof Float64Array ? record.weights : listOf(record.weights), frames, calls, clock)
      } else calls.problems.add('type', () => `The profile is of type “${textOf(record.type)}”; expected “evented” or “sampled”. Nothing of it was read.`)
      into.builder.amendBlock(block, { notes: calls.problems.sentences })
    }
  },
}

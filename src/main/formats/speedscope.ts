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

/** Opening and closing events, as the reader takes them: each is whatever the file has. */
interface Events {
  readonly length: number
  type(index: number): unknown
  frame(index: number): unknown
  at(index: number): unknown
}

function eventsOf(events: unknown): Events {
  if (events instanceof EventColumns) {
    const { length, opens, frame, at } = events
    return { length, type: (index) => (opens[index] === 1 ? 'O' : 'C'), frame: (index) => frame[index], at: (index) => at[index] }
  }
  const list = listOf(events).map((event) => (isRecord(event) ? event : {}))
  return { length: list.length, type: (index) => list[index]?.type, frame: (index) => list[index]?.frame, at: (index) => list[index]?.at }
}

/** Reads opening and closing events. Times count from `start`. */
function readEvents(events: Events, frames: SharedFrames, calls: CallTreeBuilder, start: number, end: number, scale: number): void {
  calls.expect(Math.ceil(events.length / 2))
  for (let index = 0; index < events.length; index++) {
    const frame = events.frame(index)
    const row = typeof frame === 'number' ? frames.rows[frame] : undefined
    const time = scaled(numberOf(events.at(index)) - start, scale)
    if (row === undefined) {
      calls.problems.add('an event names no frame', () => `Event ${index} names frame ${String(frame)}, but there are ${frames.rows.length}.`)
      continue
    }
    if (Number.isNaN(time)) {
      calls.problems.add('an event has no time', () => `Event ${index} (“${frames.nameOf(row)}”) has no time.`)
      continue
    }
    const type = events.type(index)
    if (type === 'O') calls.enter(row, time)
    else if (type === 'C') calls.leave(row, time)
    else calls.problems.add('an event is of no known type', () => `Event ${index} is of type ${String(type)}, expected O or C.`)
  }
  calls.finish(Number.isNaN(end) ? 0 : scaled(end - start, scale))
}

/** Stacks one after another, as the reader takes them. */
interface Stacks {
  readonly length: number
  /** Numbers of frames of stack `index`, outermost first; valid until the next is asked for. Every stack is asked for, in order. */
  at(index: number): readonly unknown[]
  /** How many of them, from the outermost, are the same as in the stack before. */
  kept(index: number): number
}

function stacksOf(samples: unknown): Stacks {
  if (!(samples instanceof StackColumns)) {
    const list = listOf(samples)
    return { length: list.length, at: (index) => listOf(list[index]), kept: () => 0 }
  }
  const stack: number[] = []
  return {
    length: samples.length,
    at(index) {
      stack.length = samples.kept[index] as number
      for (let at = samples.from[index] as number; at < (samples.from[index + 1] as number); at++) stack.push(samples.frames[at] as number)
      return stack
    },
    kept: (index) => samples.kept[index] as number,
  }
}

/** Reads stacks with weights, in order. Starts are the sum of the weights before. */
function readSamples(samples: Stacks, weights: ArrayLike<unknown>, frames: SharedFrames, calls: CallTreeBuilder, scale: number): void {
  /** Rows of the frames of the stack, -1 of one that is not there, and the depth of the first of those. */
  const rows: number[] = []
  let missing = Infinity
  /** How many of them, from the outermost, are open in the tree. */
  let same = 0
  let before = 0
  for (let index = 0; index < samples.length; index++) {
    const stack = samples.at(index)
    const kept = samples.kept(index)
    rows.length = kept
    if (missing >= kept) missing = Infinity
    for (let depth = kept; depth < stack.length; depth++) {
      const frame = stack[depth]
      const row = typeof frame === 'number' ? (frames.rows[frame] ?? -1) : -1
      if (row < 0 && missing === Infinity) missing = depth
      rows.push(row)
    }
    same = Math.min(same, kept, missing)
    const weight = numberOf(weights[index])
    if (!(weight >= 0)) {
      calls.problems.add('a sample has no weight', () => `Sample ${index} has no weight that could be added; it is left out.`)
      continue
    }
    if (missing < Infinity) {
      calls.problems.add('a sample names frames that are not there', () => `Sample ${index} names frames beyond the ${frames.rows.length} that there are.`)
    }
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
      const scale = unit?.scale ?? 1
      const start = numberOf(record.startValue)
      if (record.type === 'evented') {
        readEvents(eventsOf(record.events), frames, calls, Number.isNaN(start) ? 0 : start, numberOf(record.endValue), scale)
      } else if (record.type === 'sampled') readSamples(stacksOf(record.samples), record.weights instanceof Float64Array ? record.weights : listOf(record.weights), frames, calls, scale)
      else calls.problems.add('type', () => `The profile is of type “${textOf(record.type)}”; expected “evented” or “sampled”. Nothing of it was read.`)
      into.builder.amendBlock(block, { notes: calls.problems.sentences })
    }
  },
}

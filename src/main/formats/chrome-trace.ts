/**
 * Chrome's trace events (reference b.15): a list or `{ traceEvents }`, complete events (X) and pairs (B, E), one block
 * of `stacks` per thread. What LLVM writes under `-time-trace` is such a file too; there the names of Julia's functions
 * stand in `args.detail`, and the time spent on each becomes `codegen`. Counters, flows, async and instant events hold
 * no calls: they are counted in a note.
 */
import { CallTreeBuilder } from '../../shared/profile/call-builder'
import { Problems } from '../../shared/profile/problems'
import { UserError } from '../../shared/errors'
import type { FileImport, JsonFormat } from './format'
import { isRecord, numberOf, scaled, sourceLine, textOf } from './json-value'
import { llvmFunction, readLlvmFunctions } from './llvm-time-trace'

/** Traces count in microseconds. */
const MICROSECOND = 1e3

interface Call {
  readonly phase: 'X' | 'B' | 'E'
  readonly frame: number
  /** Nanoseconds. */
  readonly start: number
  readonly end: number
  /** Symbol of the function that LLVM worked on, '' if none. */
  readonly symbol: string
}

interface Thread {
  readonly process: string
  readonly thread: string
  readonly calls: Call[]
}

function eventsOf(value: unknown): readonly unknown[] | undefined {
  const events = isRecord(value) ? value.traceEvents : value
  return Array.isArray(events) ? events : undefined
}

function isEvent(value: unknown): boolean {
  return isRecord(value) && typeof value.ph === 'string' && (typeof value.ts === 'number' || value.ph === 'M')
}

function idOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : ''
}

class TraceReader {
  readonly threads = new Map<string, Thread>()
  private readonly processNames = new Map<string, string>()
  private readonly threadNames = new Map<string, string>()
  private readonly frameNames = new Map<number, string>()
  private readonly begun = new Map<string, number>()
  readonly problems = new Problems()
  /** Events that hold no calls, by phase. */
  readonly others = new Map<string, number>()
  earliest = Number.POSITIVE_INFINITY

  constructor(private readonly into: FileImport, private readonly llvm: boolean) {}

  nameOf(row: number): string {
    return this.frameNames.get(row) ?? ''
  }

  private key(event: Record<string, unknown>): string {
    return `${idOf(event.pid)}\u0000${idOf(event.tid)}`
  }

  private frame(name: string, args: Record<string, unknown>): number {
    const detail = this.llvm ? textOf(args.detail) : ''
    const signature = detail === '' ? name : `${name}: ${detail}`
    // A name is given as it is: passes and tasks are no signatures.
    const row = this.into.builder.frame({
      signature, file: textOf(args.file), line: sourceLine(args.line), kind: 'frame', ...(this.llvm ? { name: signature } : {}),
    })
    this.frameNames.set(row, signature)
    return row
  }

  /** Frame of the event that ends: the end of a pair may leave out name and arguments. -1 for whichever is open. */
  private ending(name: string): number {
    return name === '' ? -1 : (this.begun.get(name) ?? this.frame(name, {}))
  }

  private metadata(event: Record<string, unknown>): void {
    const name = isRecord(event.args) ? textOf(event.args.name) : ''
    if (event.name === 'process_name') this.processNames.set(idOf(event.pid), name)
    if (event.name === 'thread_name') this.threadNames.set(this.key(event), name)
  }

  event(value: unknown, index: number): void {
    if (!isRecord(value) || typeof value.ph !== 'string') {
      this.problems.add('no event', () => `Entry ${index} of the trace is no event.`)
      return
    }
    const phase = value.ph
    if (phase === 'M') {
      this.metadata(value)
      return
    }
    if (phase !== 'X' && phase !== 'B' && phase !== 'E') {
      this.others.set(phase, (this.others.get(phase) ?? 0) + 1)
      return
    }
    const name = textOf(value.name)
    // LLVM closes its file with one bar per kind of work that adds up all others.
    if (this.llvm && name.startsWith('Total ')) return
    const args = isRecord(value.args) ? value.args : {}
    const start = scaled(numberOf(value.ts), MICROSECOND)
    const duration = phase === 'X' ? scaled(numberOf(value.dur), MICROSECOND) : 0
    if (Number.isNaN(start) || !(duration >= 0)) {
      this.problems.add('an event has no time', () => `Event ${index} (“${name}”) has no usable time.`)
      return
    }
    this.earliest = Math.min(this.earliest, start)
    const key = this.key(value)
    let thread = this.threads.get(key)
    if (!thread) this.threads.set(key, (thread = { process: idOf(value.pid), thread: idOf(value.tid), calls: [] }))
    const frame = phase === 'E' ? this.ending(name) : this.frame(name || 'unnamed', args)
    if (phase === 'B') this.begun.set(name, frame)
    thread.calls.push({ phase, frame, start, end: start + duration, symbol: this.llvm ? llvmFunction(name, textOf(args.detail)) : '' })
  }

  title(key: string, { process, thread }: Thread): string {
    const processName = this.processNames.get(process) || (process === '' ? '' : `process ${process}`)
    const threadName = this.threadNames.get(key) || (thread === '' ? '' : `thread ${thread}`)
    return [processName, threadName].filter((name) => name !== '').join(', ') || 'Trace'
  }
}

/** Pairs become complete calls, so that they can be nested together with those. Used only where a thread mixes both. */
function completePairs(calls: readonly Call[], problems: Problems, nameOf: (frame: number) => string): Call[] {
  const complete: Call[] = []
  const open: { readonly at: number; readonly call: Call }[] = []
  let last = Number.NEGATIVE_INFINITY
  for (const call of calls) {
    last = Math.max(last, call.end)
    if (call.phase === 'X') complete.push(call)
    else if (call.phase === 'B') open.push({ at: complete.push(call) - 1, call })
    else {
      const begun = open.pop()
      if (begun) complete[begun.at] = { ...begun.call, phase: 'X', end: Math.max(begun.call.start, call.start) }
      else problems.add('a call ends that is not open', () => `“${nameOf(call.frame)}” ends at ${call.start} but nothing is open.`)
    }
  }
  for (const { at, call } of open) {
    problems.add('calls never end', () => `“${nameOf(call.frame)}” is still open at the end.`)
    complete[at] = { ...call, phase: 'X', end: last }
  }
  return complete
}

/**
 * Nests complete calls by their times, in place of the order in the file. A call that outlasts its caller is cut there:
 * silently within a microsecond, which is how far LLVM rounds, else with a note.
 */
function nest(calls: Call[], tree: CallTreeBuilder, origin: number, nameOf: (frame: number) => string): number[] {
  calls.sort((a, b) => a.start - b.start || b.end - a.end)
  const rows: number[] = []
  const open: { readonly frame: number; readonly end: number }[] = []
  function leaveUntil(time: number): void {
    for (let top = open.at(-1); top && top.end <= time; top = open.at(-1)) {
      tree.leave(top.frame, top.end - origin)
      open.pop()
    }
  }
  for (const call of calls) {
    leaveUntil(call.start)
    const caller = open.at(-1)
    let { end } = call
    if (caller && end > caller.end) {
      if (end - caller.end > MICROSECOND) {
        tree.problems.add('a call outlasts its caller', () =>
          `“${nameOf(call.frame)}” ends ${end - caller.end} ns after “${nameOf(caller.frame)}”, in which it began; it is cut there.`)
      }
      end = caller.end
    }
    rows.push(tree.enter(call.frame, call.start - origin))
    open.push({ frame: call.frame, end })
  }
  leaveUntil(Number.POSITIVE_INFINITY)
  return rows
}

/** Pairs alone keep the order of the file, which says more than times do where calls take no time at all. */
function replayPairs(calls: readonly Call[], tree: CallTreeBuilder, origin: number, nameOf: (frame: number) => string): number[] {
  const rows: number[] = []
  let last = 0
  for (const { phase, frame, start } of calls) {
    last = Math.max(last, start - origin)
    if (phase === 'B') {
      rows.push(tree.enter(frame, start - origin))
      continue
    }
    rows.push(-1)
    const { innermost } = tree
    const fits = innermost !== undefined && (frame < 0 || nameOf(innermost) === nameOf(frame))
    tree.leave(fits ? innermost : frame, start - origin)
  }
  tree.finish(last)
  return rows
}

export const chromeTrace: JsonFormat = {
  id: 'chrome-trace',
  title: 'Chrome trace JSON, also LLVM’s -time-trace',
  detect(value) {
    const events = eventsOf(value)
    return events !== undefined && (events.slice(0, 20).some(isEvent) || (isRecord(value) && events.length === 0))
  },
  read(value, into) {
    const events = eventsOf(value) ?? []
    const llvm = isRecord(value) && typeof value.beginningOfTime === 'number'
    const reader = new TraceReader(into, llvm)
    for (const [index, event] of events.entries()) reader.event(event, index)
    if (reader.threads.size === 0) {
      throw new UserError('bad-input', `The trace has ${events.length} entries, but no calls among them`, {
        where: into.name, hint: 'expected complete events (X) or pairs of events (B and E) with times',
      })
    }
    const others = [...reader.others].map(([phase, count]) => `${count} of type ${phase}`)
    const notes = others.length > 0 ? [`The trace also holds events that are no calls: ${others.join(', ')}.`] : []
    const tool = llvm ? 'LLVM -time-trace' : 'Chrome trace file'
    const provenance = { kind: 'measured', tool, julia: '', error: llvm ? 'rounded down to 1 µs' : '' } as const
    const nameOf = (row: number) => reader.nameOf(row)
    for (const [key, thread] of reader.threads) {
      const title = reader.title(key, thread)
      const block = into.builder.block({
        part: 'stacks', format: 'chrome-trace', title, source: into.source, shape: 'tree', times: 'both', provenance,
      })
      const tree = new CallTreeBuilder(into.builder, 'stacks', block, nameOf)
      // Sorting is stable: events at the same time stay in the order of the file.
      const ordered = thread.calls.sort((a, b) => a.start - b.start)
      const complete = ordered.some(({ phase }) => phase === 'X')
      const calls = complete ? completePairs(ordered, tree.problems, nameOf) : ordered
      const rows = complete ? nest(calls, tree, reader.earliest, nameOf) : replayPairs(calls, tree, reader.earliest, nameOf)
      into.builder.amendBlock(block, { notes: [...notes, ...reader.problems.sentences, ...tree.problems.sentences] })
      if (llvm) readLlvmFunctions(calls.map(({ symbol }) => symbol), rows, { ...into, title, provenance })
    }
  },
}


/**
 * Writes Chrome's trace events, for Perfetto and others: one track (a thread of one process) for each block of package
 * loads, inference, stacks, code generation, `@time` lines and phases. Lists without times of day are laid end to end
 * and say so in the name of their track.
 */
import { UserError } from '../../../shared/errors'
import type { Block, Profile } from '../../../shared/profile/tables'
import { textAt } from '../../../shared/profile/tables'
import { SCHEMA } from '../../../shared/profile/schema'
import { callEvents } from './events'
import { jsonText } from './json-text'
import { placeTree } from './place'
import { callBlocks, namedFrame, placedTitle } from './rows'
import type { CallBlock, NamedFrame } from './rows'

/** Traces count in microseconds. */
const NANOSECONDS = 1e3
const PROCESS = 1

type Args = Readonly<Record<string, string | number>>

/** A row of a list: `start` is NaN where it is not known. */
interface Item {
  readonly name: string
  readonly start: number
  readonly duration: number
  readonly args?: Args
}

function locationArgs({ file, line }: NamedFrame): Args {
  return { ...(file === '' ? {} : { file }), ...(line > 0 ? { line } : {}) }
}

class TraceWriter {
  readonly events: object[] = []
  private threads = 0

  constructor(title: string) {
    this.events.push({ ph: 'M', pid: PROCESS, tid: 0, name: 'process_name', args: { name: title || 'Backedge' } })
  }

  private track(name: string, block: Block): number {
    const tid = ++this.threads
    const unit = block.unit === 'nanoseconds' ? '' : ` (1 µs stands for ${block.unit === 'bytes' ? 'one byte' : 'a count of one'})`
    this.events.push({ ph: 'M', pid: PROCESS, tid, name: 'thread_name', args: { name: `${name}${unit}` } })
    this.events.push({ ph: 'M', pid: PROCESS, tid, name: 'thread_sort_index', args: { sort_index: tid } })
    return tid
  }

  /** Pairs of events, not complete ones: their order keeps calls apart that take no time at all. */
  calls(calls: CallBlock): void {
    const { block } = calls
    const placed = placeTree(calls)
    const tid = this.track(placedTitle(block.title, placed), block)
    const scale = block.unit === 'nanoseconds' ? NANOSECONDS : 1
    for (const { opens, row, at } of callEvents(placed)) {
      const ts = at / scale
      if (!opens) {
        // What ends is what is open: the name again would only make the file longer.
        this.events.push({ ph: 'E', pid: PROCESS, tid, ts })
        continue
      }
      const frame = calls.frameOf(row)
      this.events.push({ ph: 'B', pid: PROCESS, tid, ts, name: frame.name, cat: block.part, args: locationArgs(frame) })
    }
  }

  list(block: Block, items: readonly Item[]): void {
    const timed = items.filter(({ duration }) => !Number.isNaN(duration))
    if (timed.length === 0) return
    const laidOut = timed.some(({ start }) => Number.isNaN(start))
    const tid = this.track(placedTitle(block.title, { laidOut, adjusted: 0 }), block)
    let before = 0
    for (const { name, start, duration, args = {} } of timed) {
      const ts = (laidOut ? before : start) / NANOSECONDS
      this.events.push({ ph: 'X', pid: PROCESS, tid, ts, dur: duration / NANOSECONDS, name, cat: block.part, args })
      before += duration
    }
  }
}

/** The rows of `table` that belong to block `index`. */
function rowsOf(block: Int32Array, index: number): number[] {
  return Array.from(block.keys()).filter((row) => block[row] === index)
}

function listItems(profile: Profile, index: number): Item[] {
  const { codegen, timings, timeline } = profile
  const value = (column: Float64Array, row: number): number => column[row] ?? Number.NaN
  switch (profile.blocks[index]?.part) {
    case 'codegen':
      return rowsOf(codegen.block, index).map((row) => {
        const frame = namedFrame(profile, codegen.frame[row] ?? -1)
        return { name: frame.name, start: Number.NaN, duration: value(codegen.time, row), args: locationArgs(frame) }
      })
    case 'timings':
      return rowsOf(timings.block, index).map((row) => {
        const name = textAt(profile, timings.label[row]) || textAt(profile, timings.expression[row]) || '@time'
        const percent = value(timings.compilePercent, row)
        const args: Args = Number.isNaN(percent) ? {} : { 'compilation %': percent }
        return { name, start: Number.NaN, duration: value(timings.elapsed, row), args }
      })
    case 'timeline':
      return rowsOf(timeline.block, index).map((row) => {
        const phase = SCHEMA.timeline.phase.oneOf[timeline.phase[row] ?? 0] ?? ''
        return { name: textAt(profile, timeline.name[row]) || phase, start: value(timeline.start, row), duration: value(timeline.duration, row), args: { phase } }
      })
    default:
      return []
  }
}

/** The profile as Chrome trace JSON. Throws `UserError('bad-request')` where nothing in it has a duration. */
export function toChromeTrace(profile: Profile): string {
  const writer = new TraceWriter(profile.meta.title)
  const calls = new Map(callBlocks(profile).map((block) => [block.block, block]))
  for (const [index, block] of profile.blocks.entries()) {
    const tree = calls.get(block)
    if (tree) writer.calls(tree)
    else writer.list(block, listItems(profile, index))
  }
  if (writer.events.length === 1) {
    throw new UserError('bad-request', 'There is nothing to write as a trace: nothing in the profile has a duration')
  }
  return jsonText({ traceEvents: writer.events, displayTimeUnit: 'ms' })
}

/**
 * Makes a call tree out of what tools record: calls that are entered and left (with times), stacks that follow one
 * another (samples in order), or stacks that are added up (samples without order). Faults in the input (a call left that
 * was not open, time that runs backwards) are mended in the most harmless way and told in `problems`.
 */
import type { CallColumns, ProfileBuilder } from './builder'
import { Problems } from './problems'

interface OpenCall {
  readonly row: number
  readonly frame: number
  readonly start: number
  /** Time of the calls below it that have been left. */
  inside: number
  children: number
}

/** More frames than this cannot be told apart by the key of a child; no tool comes near. */
const MAX_FRAMES = 2 ** 24

export class CallTreeBuilder {
  private readonly open: OpenCall[] = []
  /** How often each frame is open, so that a wrong end costs no search through a deep stack. */
  private readonly openFrames: number[] = []
  private readonly merged = new Map<number, number>()
  private time = Number.NEGATIVE_INFINITY
  private readonly columns: CallColumns

  /** `nameOf` gives the frame's name for messages. */
  constructor(
    builder: ProfileBuilder,
    table: 'stacks' | 'inference',
    private readonly block: number,
    private readonly nameOf: (frame: number) => string,
    readonly problems = new Problems(),
  ) {
    this.columns = builder.calls(table)
  }

  private advance(at: number, what: string, frame: number): number {
    if (at < this.time) {
      this.problems.add('time runs backwards', () => `“${this.nameOf(frame)}” ${what} at ${at}, after time had reached ${this.time}.`)
      return this.time
    }
    this.time = at
    return at
  }

  /** Opens a call of `frame` (a row of `frames`) at time `at`. Returns its row. */
  enter(frame: number, at: number, flags = 0): number {
    const start = this.advance(at, 'begins', frame)
    const parent = this.open.at(-1)
    if (parent) parent.children++
    const row = this.columns.add(frame, parent?.row ?? -1, start, flags, this.block)
    this.open.push({ row, frame, start, inside: 0, children: 0 })
    this.openFrames[frame] = (this.openFrames[frame] ?? 0) + 1
    return row
  }

  /** Frame of the call that is open and has not called anything that still is. */
  get innermost(): number | undefined {
    return this.open.at(-1)?.frame
  }

  private close(call: OpenCall, at: number): void {
    const inclusive = at - call.start
    this.columns.inclusive.set(call.row, inclusive)
    // Times only run forwards here, so less than nothing can only be the rounding of a sum.
    this.columns.exclusive.set(call.row, Math.max(0, inclusive - call.inside))
    this.columns.children.set(call.row, call.children)
    const parent = this.open.at(-1)
    if (parent) parent.inside += inclusive
    this.openFrames[call.frame] = (this.openFrames[call.frame] ?? 1) - 1
  }

  /** Ends the innermost call if it is of `frame`; if that is open further out, also what it called. */
  leave(frame: number, at: number): void {
    const end = this.advance(at, 'ends', frame)
    const top = this.open.at(-1)
    if (!this.openFrames[frame]) {
      this.problems.add('a call ends that is not open', () =>
        `“${this.nameOf(frame)}” ends at ${at} but is not open; ${top ? `open is “${this.nameOf(top.frame)}”` : 'nothing is open'}.`)
      return
    }
    if (top && top.frame !== frame) {
      this.problems.add('a call ends before what it called', () =>
        `“${this.nameOf(frame)}” ends at ${at} while “${this.nameOf(top.frame)}”, which it called, is still open.`)
    }
    for (let call = this.open.pop(); call; call = this.open.pop()) {
      this.close(call, end)
      if (call.frame === frame) return
    }
  }

  /** Leaves every call that is not on `stack` (outermost first) and enters those that are new, at time `at`. */
  switchTo(stack: readonly number[], at: number): void {
    let common = 0
    while (common < stack.length && this.open[common]?.frame === stack[common]) common++
    while (this.open.length > common) {
      const call = this.open.pop()
      if (call) this.close(call, this.advance(at, 'ends', call.frame))
    }
    for (const frame of stack.slice(common)) this.enter(frame, at)
  }

  /** Ends all calls that are still open; `expected` says whether that is how the format ends. */
  finish(at: number, expected = false): void {
    const top = this.open.at(-1)
    if (!top) return
    if (!expected) {
      const { length } = this.open
      this.problems.add('calls never end', () =>
        `${length === 1 ? 'One call is' : `${length} calls are`} still open at the end, the innermost is “${this.nameOf(top.frame)}”.`)
    }
    const end = Math.max(at, this.time)
    for (let call = this.open.pop(); call; call = this.open.pop()) this.close(call, end)
  }

  /** Adds `weight` to the tree along `stack` (outermost first). Stacks with the same beginning share rows; no starts. */
  addStack(stack: readonly number[], weight: number): void {
    let parent = -1
    for (const frame of stack) {
      if (frame >= MAX_FRAMES) throw new Error(`frame ${frame} is beyond ${MAX_FRAMES}`)
      const key = (parent + 1) * MAX_FRAMES + frame
      let row = this.merged.get(key)
      if (row === undefined) {
        row = this.columns.add(frame, parent, Number.NaN, 0, this.block)
        this.merged.set(key, row)
        if (parent >= 0) this.columns.children.increase(parent, 1)
      }
      this.columns.inclusive.increase(row, weight)
      parent = row
    }
    if (parent >= 0) this.columns.exclusive.increase(parent, weight)
  }
}

/**
 * Makes a call tree out of what tools record: calls that are entered and left (with times), stacks that follow one
 * another (samples in order), or stacks that are added up (samples without order). Faults in the input (a call left that
 * was not open, time that runs backwards) are mended in the most harmless way and told in `problems`.
 */
import type { CallColumns, ProfileBuilder } from './builder'
import { Problems } from './problems'

/** More frames than this cannot be told apart by the key of a child; no tool comes near. */
const MAX_FRAMES = 2 ** 24

export class CallTreeBuilder {
  /** Rows of the open calls, outermost first, and the time of the calls below each that have been left. */
  private readonly open: number[] = []
  private readonly inside: number[] = []
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

  /** Makes space for so many calls at once; there may be more or fewer. */
  expect(calls: number): void {
    this.columns.reserve(calls)
  }

  /** The time, which does not run backwards. */
  private advance(at: number, what: string, frame: number): number {
    if (at < this.time) this.tellBackwards(at, what, frame)
    else this.time = at
    return this.time
  }

  // What is told has functions of its own: sentences are rare, calls are many.
  private tellBackwards(at: number, what: string, frame: number): void {
    this.problems.add('time runs backwards', () => `“${this.nameOf(frame)}” ${what} at ${at}, after time had reached ${this.time}.`)
  }
  private tellNotOpen(frame: number, at: number, top: number | undefined): void {
    this.problems.add('a call ends that is not open', () =>
      `“${this.nameOf(frame)}” ends at ${at} but is not open; ${top === undefined ? 'nothing is open' : `open is “${this.nameOf(top)}”`}.`)
  }
  private tellTooEarly(frame: number, at: number, top: number): void {
    this.problems.add('a call ends before what it called', () =>
      `“${this.nameOf(frame)}” ends at ${at} while “${this.nameOf(top)}”, which it called, is still open.`)
  }

  /** Opens a call of `frame` (a row of `frames`) at time `at`. Returns its row. */
  enter(frame: number, at: number, flags = 0): number {
    const start = this.advance(at, 'begins', frame)
    const depth = this.open.length
    const parent = depth === 0 ? -1 : (this.open[depth - 1] as number)
    const row = this.columns.add(frame, parent, start, flags, this.block)
    if (parent >= 0) this.columns.addChild(parent)
    this.open.push(row)
    this.inside.push(0)
    this.openFrames[frame] = (this.openFrames[frame] ?? 0) + 1
    return row
  }

  /** Frame of the call that is open and has not called anything that still is. */
  get innermost(): number | undefined {
    const row = this.open.at(-1)
    return row === undefined ? undefined : this.columns.frameOf(row)
  }

  /** Ends the innermost call, of which there must be one. Returns its frame. */
  private close(at: number): number {
    const row = this.open.pop() as number
    const inside = this.inside.pop() as number
    const frame = this.columns.frameOf(row)
    const inclusive = at - this.columns.startOf(row)
    // Times only run forwards here, so less than nothing can only be the rounding of a sum.
    this.columns.setTimes(row, inclusive, Math.max(0, inclusive - inside))
    const depth = this.open.length
    if (depth > 0) this.inside[depth - 1] = (this.inside[depth - 1] as number) + inclusive
    this.openFrames[frame] = (this.openFrames[frame] ?? 1) - 1
    return frame
  }

  /** Ends the innermost call if it is of `frame`; if that is open further out, also what it called. */
  leave(frame: number, at: number): void {
    const end = this.advance(at, 'ends', frame)
    const top = this.innermost
    if (!this.openFrames[frame]) {
      this.tellNotOpen(frame, at, top)
      return
    }
    if (top !== undefined && top !== frame) this.tellTooEarly(frame, at, top)
    while (this.open.length > 0 && this.close(end) !== frame);
  }

  /**
   * Leaves every call that is not on `stack` (outermost first) and enters those that are new, at time `at`. `same` calls,
   * from the outermost, are known to be open already; there may be more.
   */
  switchTo(stack: readonly number[], at: number, same = 0): void {
    const { columns, open } = this
    let common = same
    while (common < stack.length && common < open.length && columns.frameOf(open[common] as number) === stack[common]) common++
    while (open.length > common) this.close(this.advance(at, 'ends', this.innermost as number))
    for (let depth = common; depth < stack.length; depth++) this.enter(stack[depth] as number, at)
  }

  /** Ends all calls that are still open; `expected` says whether that is how the format ends. */
  finish(at: number, expected = false): void {
    const top = this.innermost
    if (top === undefined) return
    if (!expected) {
      const { length } = this.open
      this.problems.add('calls never end', () =>
        `${length === 1 ? 'One call is' : `${length} calls are`} still open at the end, the innermost is “${this.nameOf(top)}”.`)
    }
    const end = Math.max(at, this.time)
    while (this.open.length > 0) this.close(end)
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
        if (parent >= 0) this.columns.addChild(parent)
      }
      this.columns.addTimes(row, weight, 0)
      parent = row
    }
    if (parent >= 0) this.columns.addTimes(parent, 0, weight)
  }
}

/**
 * Where the calls of a tree lie in time, for formats that know nothing but time. A tree with starts is placed as it was
 * recorded; one without is laid end to end, each call's callees one after another from its own beginning. Calls never
 * leave their callers: what is longer is cut where starts are known, and where they are not the caller is widened.
 */
import type { ProfileBlockRows } from './rows'

export interface PlacedTree {
  /** Rows of the table, callers before callees, in the order in which calls begin. */
  readonly order: Int32Array
  readonly depth: Int32Array
  /** By position in `order`. */
  readonly begin: Float64Array
  readonly end: Float64Array
  /** Whether the places are made up. */
  readonly laidOut: boolean
  /** How many calls had to be cut or widened. */
  readonly adjusted: number
}

/** Rounding of sums, relative; below it a difference is none. */
const ROUNDING = 1e-9

export function placeTree({ rows, parent, start, inclusive, exclusive }: ProfileBlockRows): PlacedTree {
  const count = rows.length
  const position = new Map(Array.from(rows, (row, at) => [row, at] as const))
  const caller = Int32Array.from(rows, (row) => position.get(parent[row] ?? -1) ?? -1)
  const laidOut = rows.some((row) => Number.isNaN(start[row] ?? Number.NaN))
  let adjusted = 0

  const width = new Float64Array(count)
  const inside = new Float64Array(count)
  for (let at = count - 1; at >= 0; at--) {
    const row = rows[at] ?? 0
    const callees = inside[at] ?? 0
    const own = Math.max(0, exclusive[row] ?? 0)
    const known = inclusive[row] ?? Number.NaN
    const wanted = Number.isNaN(known) ? (Number.isNaN(own) ? 0 : own) + callees : known
    const wider = laidOut && callees > wanted * (1 + ROUNDING)
    if (wider) adjusted++
    width[at] = wider ? callees : wanted
    const above = caller[at] ?? -1
    if (above >= 0) inside[above] = (inside[above] ?? 0) + (width[at] ?? 0)
  }

  const callees = new Map<number, number[]>()
  for (let at = 0; at < count; at++) {
    const above = caller[at] ?? -1
    const list = callees.get(above)
    if (list) list.push(at)
    else callees.set(above, [at])
  }
  const startAt = (at: number): number => start[rows[at] ?? -1] ?? Number.NaN
  if (!laidOut) for (const list of callees.values()) list.sort((a, b) => startAt(a) - startAt(b))

  const order = new Int32Array(count)
  const depth = new Int32Array(count)
  const begin = new Float64Array(count)
  const end = new Float64Array(count)
  /** Callees still to place, last first; the limit is the end of their caller. */
  const waiting = (callees.get(-1) ?? []).toReversed().map((at) => ({ at, depth: 0, limit: Number.POSITIVE_INFINITY }))
  /** Where the next call of each depth may begin. */
  const free: number[] = [laidOut ? 0 : Number.NEGATIVE_INFINITY]
  let placed = 0
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { at, limit } = next
    const earliest = free[next.depth] ?? 0
    const from = laidOut ? earliest : Math.min(limit, Math.max(earliest, startAt(at)))
    const wanted = (laidOut ? from : startAt(at)) + (width[at] ?? 0)
    const to = Math.max(from, Math.min(limit, wanted))
    if (Math.abs(to - from - (width[at] ?? 0)) > (width[at] ?? 0) * ROUNDING + 1e-3) adjusted++
    order[placed] = rows[at] ?? 0
    depth[placed] = next.depth
    begin[placed] = from
    end[placed] = to
    placed++
    free[next.depth] = to
    free[next.depth + 1] = from
    const below = callees.get(at) ?? []
    for (let index = below.length - 1; index >= 0; index--) waiting.push({ at: below[index] ?? 0, depth: next.depth + 1, limit: to })
  }
  return { order, depth, begin, end, laidOut, adjusted }
}

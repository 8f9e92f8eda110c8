/** What is compared, and how the numbers of several profiles stand beside one another. */
import type { Profile } from '../tables'

export interface CompareSide {
  readonly profile: Profile
  /** What it is called in the comparison: unlike the others. */
  readonly label: string
}

/** Against the first side: only in others, only there, in both with other numbers, or with the same. */
export type Change = 'added' | 'removed' | 'changed' | 'same'

/** One number of each side. */
export interface Numbers {
  /** 0 where a side has none of it; NaN where it is not known. */
  readonly values: readonly number[]
  /** Of the side that is farthest from the first, less the first; NaN if one of them is not known. */
  readonly delta: number
  /** The difference is no larger than what is known of the error of the numbers. */
  readonly noise: boolean
}

/** What binary fractions leave of the same number, as a share of it. */
const ROUNDING = 1e-12

export function deltaOf(values: readonly number[]): number {
  const [first = Number.NaN, ...others] = values
  let delta = Number.NaN
  for (const value of others) {
    const between = value - first
    const by = Math.abs(between) <= ROUNDING * Math.max(Math.abs(first), Math.abs(value)) ? 0 : between
    if (!Number.isNaN(by) && !(Math.abs(by) <= Math.abs(delta))) delta = by
  }
  return delta
}

/** Whether two numbers differ by no more than their errors. */
export type Alike = (a: number, b: number, sideA: number, sideB: number) => boolean

export const EXACT: Alike = (a, b) => a === b

export function numbersOf(values: readonly number[], alike: Alike = EXACT): Numbers {
  const [first = Number.NaN] = values
  const delta = deltaOf(values)
  const noise = delta !== 0 && values.slice(1).every((value, at) => Number.isNaN(value) || alike(first, value, 0, at + 1))
  return { values, delta, noise: noise && !Number.isNaN(delta) }
}

/** `has` is by side, for those whose profiles can have it. */
export function changeOf(has: readonly (boolean | undefined)[], same: boolean): Change {
  const [first, ...others] = has
  if (first === false) return 'added'
  if (first === true && others.every((one) => one !== true) && others.includes(false)) return 'removed'
  return same && !has.includes(false) ? 'same' : 'changed'
}

/** Sorted by absolute change, the largest first; what is not known comes last. Stable. */
export function byChange<Row>(rows: readonly Row[], ...deltas: readonly ((row: Row) => number)[]): Row[] {
  const size = (value: number): number => (Number.isNaN(value) ? -1 : Math.abs(value))
  return rows.map((row) => ({ row, sizes: deltas.map((of) => size(of(row))) })).sort((a, b) => {
    for (const [at, one] of a.sizes.entries()) {
      const difference = (b.sizes[at] ?? -1) - one
      if (difference !== 0) return difference
    }
    return 0
  }).map(({ row }) => row)
}

/** `A`, `A and B`, `A, B and C`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** A run of the simulated Julia, which tells of everything that happened. */
export function isSimulated({ blocks }: Profile): boolean {
  return blocks.some(({ part, provenance }) => part === 'timeline' && provenance.kind === 'simulated')
}

/** Recorded or simulated from its first moment to its last, with all that can be told: what is not there did not happen. */
export function isWatched({ blocks }: Profile): boolean {
  return blocks.some(({ part, format, provenance }) => part === 'timeline' && (format === 'recording' || provenance.kind === 'simulated'))
}

/**
 * What the imports view says in words: the headline, what the rows add up to, and how much of the statement's time the
 * list leaves out, where that was measured too.
 */
import type { ImportReading } from '../../../../shared/profile/import-times'
import { importTimes } from '../../../../shared/profile/import-times'
import { importBars } from '../../../../shared/profile/phases'
import { SCHEMA } from '../../../../shared/profile/schema'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'

const KIND = SCHEMA.imports.kind.oneOf
const EXTENSION = KIND.indexOf('extension')
const INIT = KIND.indexOf('init')

/** Blocks of imports: the one chosen, or all of them for -1. */
export function importBlocks(profile: Profile, chosen: number): number[] {
  return profile.blocks.flatMap((block, index) => (block.part === 'imports' && (chosen < 0 || index === chosen) ? [index] : []))
}

/** Rows of `imports` in these blocks, ascending. */
export function importRows(profile: Profile, blocks: readonly number[]): Int32Array {
  const wanted = new Set(blocks)
  return Int32Array.from(profile.imports.block.keys()).filter((row) => wanted.has(profile.imports.block[row] ?? -1))
}

/** Of several sessions, which are not added, that of the longest. */
export function importHeadline(profile: Profile, blocks: readonly number[]): string {
  const bars = importBars(profile, blocks)
  const [first, ...others] = bars
  if (!first) return 'No time is known for what was loaded'
  const longest = others.reduce((most, bar) => (bar.total > most.total ? bar : most), first)
  return bars.length > 1 ? `${longest.headline}; ${bars.length} sessions, which are not added` : longest.headline
}

/** How the two readings differ here: by what was loaded for a package, by `__init__` alone, or not at all. */
export type Nesting = 'packages' | 'inits' | 'none'

export function nestingOf(profile: Profile, rows: Int32Array): Nesting {
  const { parent, kind } = profile.imports
  const below = rows.filter((row) => (parent[row] ?? -1) >= 0)
  if (below.some((row) => kind[row] !== INIT)) return 'packages'
  return below.length > 0 ? 'inits' : 'none'
}

export const READING_TITLES: Readonly<Record<Exclude<Nesting, 'none'>, Readonly<Record<ImportReading, string>>>> = {
  packages: { cumulative: 'Cumulative', exclusive: 'Exclusive' },
  inits: { cumulative: 'With __init__', exclusive: 'Without' },
}

export interface ImportSums {
  readonly packages: number
  readonly extensions: number
  readonly inits: number
  /** Of the exclusive times, in nanoseconds: what the list accounts for. */
  readonly listed: number
  /** NaN where no shares are printed. */
  readonly compile: number
  readonly recompile: number
}

export function importSums(profile: Profile, rows: Int32Array): ImportSums {
  const { kind } = profile.imports
  const { time, compile, recompile } = importTimes(profile, 'exclusive')
  const sum = (of: Float64Array): number => rows.reduce((total, row) => total + (of[row] || 0), 0)
  const extensions = rows.filter((row) => kind[row] === EXTENSION).length
  const inits = rows.filter((row) => kind[row] === INIT).length
  const shares = rows.some((row) => !Number.isNaN(compile[row]))
  return {
    packages: rows.length - extensions - inits,
    extensions,
    inits,
    listed: sum(time),
    compile: shares ? sum(compile) : Number.NaN,
    recompile: shares ? sum(recompile) : Number.NaN,
  }
}

/** A `@time` line may stand this many lines below the list it timed. */
const NEAR = 2

/**
 * The row of `timings` that measured the whole statement of a block (`@time @time_imports using A`), -1 if none did. What
 * it has more than the list is work that the tool does not report.
 */
function wallRow(profile: Profile, block: number): number {
  const { timings, blocks } = profile
  const list = blocks[block]
  if (!list || list.lastLine < 0) return -1
  for (let row = 0; row < timings.length; row++) {
    const line = timings.line[row] ?? -1
    if (blocks[timings.block[row] ?? -1]?.source !== list.source || line <= list.lastLine || line - list.lastLine > NEAR) continue
    if (/^@time_imports\s/.test(textAt(profile, timings.expression[row]))) return row
  }
  return -1
}

/** Time of the statements of all these blocks, in nanoseconds; NaN unless each was measured. */
export function wallTime(profile: Profile, blocks: readonly number[]): number {
  return blocks.reduce((sum, block) => sum + (profile.timings.elapsed[wallRow(profile, block)] ?? Number.NaN), 0)
}

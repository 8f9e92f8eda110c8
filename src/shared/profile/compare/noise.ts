/**
 * Which differences say nothing: those within the precision that a tool prints with (`rounded to 0.1 ms`, Float16), and those within the
 * spread of a recording's repeats. Details are recorded once, so the spread of the whole stands for that of its parts, which vary at
 * least as much. Simulated times have no spread.
 */
import type { PartName } from '../schema'
import type { Block, Profile } from '../tables'
import type { Alike, CompareSide } from './side'
import { relativeSpread } from './steps'

const UNITS: Readonly<Record<string, number>> = { s: 1e9, ms: 1e6, µs: 1e3, us: 1e3, ns: 1 }
const ROUNDED = /rounded to ([\d.]+) (s|ms|µs|us|ns)\b/
/** Of a Float16: 11 significant bits, of which the last may be off by half. */
const FLOAT16 = 2 ** -11

/** The largest error of a printed number, in nanoseconds. */
type Precision = (value: number) => number

function precisionOf(block: Pick<Block, 'provenance'> | undefined): Precision {
  const error = block?.provenance.error ?? ''
  if (error.includes('Float16')) return (value) => Math.abs(value) * FLOAT16
  if (error === 'whole seconds') return () => 0.5e9
  const rounded = ROUNDED.exec(error)
  const step = rounded ? Number(rounded[1]) * (UNITS[rounded[2] ?? 's'] ?? 0) : 0
  return () => step / 2
}

function coarsest(profile: Profile, part: PartName): Precision {
  const all = profile.blocks.filter((block) => block.part === part).map((block) => precisionOf(block))
  return (value) => Math.max(0, ...all.map((of) => of(value)))
}

/** The largest spread of the recordings among the sides, as a share; undefined if none was repeated. */
export function largestSpread(sides: readonly CompareSide[]): number | undefined {
  const spreads = sides.flatMap(({ profile }) => relativeSpread(profile) ?? [])
  return spreads.length === 0 ? undefined : Math.max(...spreads)
}

/** For times of one part. */
export function timesAlike(sides: readonly CompareSide[], part: PartName): Alike {
  const precisions = sides.map(({ profile }) => coarsest(profile, part))
  const spread = largestSpread(sides) ?? 0
  // A unit in the last of twelve digits is what binary fractions leave.
  return (a, b, sideA, sideB) => {
    const by = Math.abs(a - b)
    const size = Math.max(Math.abs(a), Math.abs(b))
    if (by <= size * 1e-12) return true
    // What is only in one of them is no matter of precision.
    if (a === 0 || b === 0) return false
    return by <= (precisions[sideA]?.(a) ?? 0) + (precisions[sideB]?.(b) ?? 0) || by <= spread * size
  }
}

/**
 * Totals and phases side by side, on each basis that at least two profiles have: steps of recordings, runs that are known as a whole, sessions of
 * imports, runs of inference, lines of `@time`, code generation. A basis is never set against another one, and where a profile has several
 * runs of one basis, those with one name are compared, else the longest of each.
 */
import { PHASE_ORDER, phaseBarsByPart, type BarPart, type Phase, type Phases } from '../phases'
import type { Provenance } from '../tables'
import { timesAlike } from './noise'
import { listed, numbersOf, type CompareSide, type Numbers } from './side'
import { compareSteps, overlap, type Spread, type StepSection } from './steps'

interface BasisSide {
  /** As the profile calls it: `@time_imports using A`. */
  readonly name: string
  /** Nanoseconds. */
  readonly total: number
  /** Of the total of a recording with repeats, of which `total` is the median; NaN of what was taken once. */
  readonly low: number
  readonly high: number
  /** Of all numbers of this side: the one that is farthest from measured. */
  readonly provenance: Provenance['kind']
}

interface ComparedPhase {
  readonly phase: Phase
  /** Nanoseconds. */
  readonly time: Numbers
}

export interface Basis {
  readonly kind: 'steps' | BarPart
  readonly title: string
  /** Undefined where the profile has nothing of this basis. */
  readonly sides: readonly (BasisSide | undefined)[]
  readonly total: Numbers
  /** In the order of a run, without those that no side has; none of steps. */
  readonly phases: readonly ComparedPhase[]
  readonly notes: readonly string[]
}

export const BASIS_TITLES: Readonly<Record<Basis['kind'], string>> = {
  steps: 'All steps', timeline: 'The whole run', imports: 'Loading packages', inference: 'Inference', timings: '@time', codegen: 'Code generation',
}

const PARTS: readonly BarPart[] = ['timeline', 'imports', 'inference', 'timings', 'codegen']
const DISTANCE: readonly Provenance['kind'][] = ['measured', 'derived', 'estimated', 'simulated']

function provenanceOf({ segments }: Phases): Provenance['kind'] {
  return DISTANCE[Math.max(0, ...segments.map(({ provenance }) => DISTANCE.indexOf(provenance)))] ?? 'measured'
}

/** What ROOT of an inference tree holds besides inference depends on what else ran: of inference only inference is compared. */
function inferenceOnly(bar: Phases): Phases {
  const segments = bar.segments.filter(({ phase }) => phase !== 'unaccounted')
  return { ...bar, segments, total: segments.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0) }
}

function ofPart(part: BarPart, title: string, found: readonly (Phases | undefined)[], sides: readonly CompareSide[], notes: readonly string[]): Basis {
  const alike = timesAlike(sides, part)
  const times = (phase: Phase): number[] => found.map((bar) => (bar ? bar.segments.reduce((sum, one) => (one.phase === phase ? sum + one.nanoseconds : sum), 0) : Number.NaN))
  return {
    kind: part, title, notes,
    sides: found.map((bar) => bar && { name: bar.basis, total: bar.total, low: Number.NaN, high: Number.NaN, provenance: provenanceOf(bar) }),
    total: numbersOf(found.map((bar) => bar?.total ?? Number.NaN), alike),
    phases: PHASE_ORDER.map((phase) => ({ phase, time: numbersOf(times(phase), alike) })).filter(({ time }) => time.values.some((value) => value > 0)),
  }
}

function longest(bars: readonly Phases[]): Phases | undefined {
  return [...bars].sort((a, b) => b.total - a.total)[0]
}

function basesOfPart(part: BarPart, sides: readonly CompareSide[], bars: readonly (readonly Phases[])[]): Basis[] {
  if (bars.filter((list) => list.length > 0).length < 2) return []
  const several = sides.filter((_, side) => (bars[side]?.length ?? 0) > 1).map(({ label }) => label)
  if (several.length === 0) return [ofPart(part, BASIS_TITLES[part], bars.map(([bar]) => bar), sides, [])]
  // Runs with one name on several sides belong together.
  const named = (name: string): (Phases | undefined)[] => bars.map((list) => list.find(({ basis }) => basis === name))
  const names = [...new Set(bars.flat().map(({ basis }) => basis))].filter((name) => named(name).filter(Boolean).length > 1)
  const unique = (name: string): boolean => bars.every((list) => list.filter(({ basis }) => basis === name).length < 2)
  if (names.length > 0 && names.every(unique)) return names.map((name) => ofPart(part, name, named(name), sides, []))
  if (part === 'timings') return []
  return [ofPart(part, BASIS_TITLES[part], bars.map(longest), sides, [`${listed(several)} ${several.length === 1 ? 'holds' : 'hold'} several: the longest is compared, and none are added.`])]
}

function ofSteps({ total, notes }: StepSection, sides: readonly CompareSide[]): Basis {
  const alike = timesAlike(sides, 'timings')
  return {
    kind: 'steps', title: BASIS_TITLES.steps, notes, phases: [],
    sides: total.map((one) => one && { name: 'steps', total: one.median, low: one.low, high: one.high, provenance: 'measured' }),
    total: numbersOf(total.map((one) => one?.median ?? Number.NaN), (a, b, first, other) => {
      const [one, two]: (Spread | undefined)[] = [total[first], total[other]]
      return one !== undefined && two !== undefined && (Number.isNaN(one.low) || Number.isNaN(two.low) ? alike(a, b, first, other) : overlap(one, two))
    }),
  }
}

/** The one that says most stands first: recorded steps, then whole runs, then the longest. */
export function compareBases(sides: readonly CompareSide[]): Basis[] {
  const bars = sides.map(({ profile }) => {
    const found = phaseBarsByPart(profile)
    return { ...found, inference: found.inference.map(inferenceOnly).filter(({ total }) => total > 0) }
  })
  const steps = compareSteps(sides)
  const parts = PARTS.flatMap((part) => basesOfPart(part, sides, bars.map((of) => of[part])))
  const size = ({ kind, total }: Basis): number => (kind === 'timeline' ? Number.POSITIVE_INFINITY : Math.max(...total.values.map((value) => value || 0)))
  return [
    // Without repeats the run as a whole says the same, and its phases too.
    ...(steps?.additive && steps.total.some((one) => one !== undefined && !Number.isNaN(one.low)) ? [ofSteps(steps, sides)] : []),
    // @time lines of recordings are their steps.
    ...parts.filter(({ kind }) => kind !== 'timings' || !steps?.additive).map((basis) => ({ basis, size: size(basis) })).sort((a, b) => b.size - a.size).map(({ basis }) => basis),
  ]
}

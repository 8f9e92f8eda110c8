/** What a comparison says in one sentence: who is faster, by how much, in which phase, and in which package. */
import { formatCount, formatPercent, formatTime } from '../../units'
import { PHASE_TITLES, type Phase } from '../phases'
import type { Basis } from './bases'
import type { Comparison } from './comparison'

/** A phase with less of the whole change than this is not named. */
const WORTH_NAMING = 0.2
/** A package with less of a phase's change than this is not named. */
const SHARE_OF_PHASE = 0.15

/** `−2.9 s`, `+120 ms`, `0 s`. */
export function signedTime(nanoseconds: number): string {
  const text = formatTime(Math.abs(nanoseconds))
  return Number.isNaN(nanoseconds) || nanoseconds === 0 ? text : `${nanoseconds > 0 ? '+' : '−'}${text}`
}

function phaseName(phase: Phase): string {
  return PHASE_TITLES[phase].toLowerCase()
}

const COMPILING: ReadonlySet<Phase> = new Set(['inference', 'codegen', 'compile', 'recompile'])

/** `, mostly Foo`; '' where no package stands out. */
function packageText(comparison: Comparison, phase: Phase, by: number, from: number, to: number): string {
  if (!COMPILING.has(phase) && phase !== 'load') return ''
  const change = (values: readonly number[]): number => (values[to] ?? Number.NaN) - (values[from] ?? Number.NaN)
  const rows = comparison.packages.map(({ name, compile, load }) => ({ name, by: change(phase === 'load' ? load.values : compile.values) }))
  const [first] = rows.filter((row) => row.name !== '' && row.by * by > 0).sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
  if (!first || Math.abs(first.by) < SHARE_OF_PHASE * Math.abs(by)) return ''
  return Math.abs(first.by) >= 0.5 * Math.abs(by) ? `, mostly ${first.name}` : `, most of all ${first.name}`
}

/** `: inference −2.9 s, mostly Foo`; '' if no phase has much of the change. */
function phasesText(comparison: Comparison, basis: Basis, from: number, to: number): string {
  const parts = comparison.bases.find(({ phases, sides }) => phases.length > 0 && sides[from] && sides[to] && (basis.phases.length === 0 || basis.phases === phases))
  if (!parts) return ''
  const whole = (basis.total.values[to] ?? 0) - (basis.total.values[from] ?? 0)
  const rows = parts.phases.map(({ phase, time }) => ({ phase, by: (time.values[to] || 0) - (time.values[from] || 0) })).filter(({ by }) => by * whole > 0)
  const [first, second] = rows.sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
  if (!first || Math.abs(first.by) < WORTH_NAMING * Math.abs(whole)) return ''
  // A basis of one phase has said it already.
  if (parts.phases.length === 1) return packageText(comparison, first.phase, first.by, from, to)
  const named = `: ${phaseName(first.phase)} ${signedTime(first.by)}${packageText(comparison, first.phase, first.by, from, to)}`
  return second && Math.abs(second.by) >= WORTH_NAMING * Math.abs(whole) ? `${named}; ${phaseName(second.phase)} ${signedTime(second.by)}` : named
}

function percentText(part: number, whole: number): string {
  return whole > 0 ? ` (${formatPercent((100 * Math.abs(part)) / whole)})` : ''
}

const BASIS_WORDS: Readonly<Record<Basis['kind'], string>> = {
  steps: '', timeline: '', imports: ' at loading packages', inference: ' in inference', timings: '', codegen: ' at generating code',
}

function pairText(comparison: Comparison, basis: Basis, from: number, to: number): string {
  const [a = '', b = ''] = [comparison.labels[from], comparison.labels[to]]
  const [before = Number.NaN, after = Number.NaN] = [basis.total.values[from], basis.total.values[to]]
  const by = after - before
  const what = basis.kind === 'timings' ? ` in “${basis.title}”` : BASIS_WORDS[basis.kind]
  if (by === 0) return `${b} takes as long as ${a}${what}: ${formatTime(before)}.`
  if (basis.total.noise) return `${b} takes as long as ${a}${what} within what the times vary: ${formatTime(after)} and ${formatTime(before)}.`
  return `${b} is ${formatTime(Math.abs(by))}${percentText(by, before)} ${by < 0 ? 'faster' : 'slower'} than ${a}${what}${phasesText(comparison, basis, from, to)}.`
}

function manyText(comparison: Comparison, basis: Basis): string {
  const known = basis.total.values.map((value, side) => ({ value, side })).filter(({ value }) => !Number.isNaN(value))
  const [best] = [...known].sort((a, b) => a.value - b.value)
  const [worst] = [...known].sort((a, b) => b.value - a.value)
  if (!best || !worst) return ''
  const name = (side: number): string => comparison.labels[side] ?? ''
  const all = `of the ${known.length}${BASIS_WORDS[basis.kind]}`
  if (best.value === worst.value) return `All take the same time${BASIS_WORDS[basis.kind]}: ${formatTime(best.value)}.`
  const { value: first = Number.NaN } = known.find(({ side }) => side === 0) ?? {}
  if (best.side === 0 || Number.isNaN(first)) return `${name(best.side)} is the fastest ${all} with ${formatTime(best.value)}; ${name(worst.side)} takes ${formatTime(worst.value - best.value)} more.`
  const by = best.value - first
  return `${name(best.side)} is the fastest ${all} with ${formatTime(best.value)}: ${formatTime(Math.abs(by))}${percentText(by, first)} less than ${name(0)}${phasesText(comparison, basis, 0, best.side).replace(/^:/, ',')}.`
}

/** Where no time can be compared: invalidations, else method instances. */
function countsText(comparison: Comparison): string {
  const { labels, invalidations, sides } = comparison
  const last = sides.length - 1
  const [a = '', b = ''] = [labels[0], labels[last]]
  if (invalidations?.has[0] && invalidations.has[last]) {
    const once = ![invalidations.instances[0], invalidations.instances[last]].some((count = Number.NaN) => Number.isNaN(count))
    const of = (side: number): number => (once ? invalidations.instances[side] : invalidations.children[side]) ?? 0
    const by = of(last) - of(0)
    const what = once ? 'instances are invalidated' : 'instances are counted below causes of invalidation'
    if (by === 0) return `As many ${what} in ${b} as in ${a}: ${formatCount(of(0))}.`
    return `${formatCount(Math.abs(by))} ${by < 0 ? 'fewer' : 'more'} ${what} in ${b} than in ${a}: ${formatCount(of(last))} instead of ${formatCount(of(0))}.`
  }
  const [part] = comparison.codeParts
  const section = part && comparison.code(part)
  if (!section) return ''
  const added = section.rows.filter(({ sides: has }) => !has[0] && has[last]).length
  const removed = section.rows.filter(({ sides: has }) => has[0] && !has[last]).length
  return `${formatCount(added)} method instances are only in ${b}, ${formatCount(removed)} only in ${a}.`
}

/** One sentence. */
export function compareHeadline(comparison: Comparison): string {
  const [basis] = comparison.bases
  if (basis) return comparison.sides.length === 2 ? pairText(comparison, basis, 0, 1) : manyText(comparison, basis)
  return countsText(comparison) || 'These profiles have nothing in common that could be compared.'
}

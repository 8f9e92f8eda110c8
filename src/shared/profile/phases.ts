/**
 * Where the time goes: the phases of a run, as one stacked bar for each basis that the profile offers. A bar never adds
 * times that may overlap. Of a cumulative list of imports only the roots count; of an inference tree what ROOT contains is
 * told apart from ROOT itself, which is everything that is not inference; nested times (`--trace-compile-timing`) have no
 * bar. Lists of imports are put into one bar only if they stand in one text and load different packages, because a
 * package that is loaded twice was loaded in two sessions.
 */
import { formatPercent, formatTime } from '../units'
import type { BlockRows } from './block-rows'
import { isFloat16, isTimingRoot, rowsByBlock } from './block-rows'
import { importCompile } from './import-times'
import { CALL_FLAG, SCHEMA } from './schema'
import type { Profile, Provenance } from './tables'
import { textAt } from './tables'

export type Phase = (typeof SCHEMA)['timeline']['phase']['oneOf'][number]

interface PhaseSegment {
  readonly phase: Phase
  readonly nanoseconds: number
  /** `derived` where it was calculated from a share that the tool printed. */
  readonly provenance: Provenance['kind']
  readonly label: string
  /** Position in the profile's blocks; the first of several. */
  readonly block: number
}

export interface Phases {
  /** What was measured, in the tool's words: `@time_imports using A`. '' if the profile has no basis at all. */
  readonly basis: string
  /** What the bar says, in one sentence. */
  readonly headline: string
  /** In the order of `PHASE_ORDER`, without empty ones; together they are `total`. */
  readonly segments: readonly PhaseSegment[]
  /** Nanoseconds; NaN without segments. */
  readonly total: number
  readonly notes: readonly string[]
}

/** From the first to the last of a run. */
export const PHASE_ORDER: readonly Phase[] = ['load', 'validate', 'recompile', 'inference', 'codegen', 'compile', 'run', 'unaccounted']

export const PHASE_TITLES: Readonly<Record<Phase, string>> = {
  load: 'Load',
  validate: 'Validate',
  recompile: 'Recompile',
  inference: 'Inference',
  codegen: 'Code generation',
  compile: 'Compilation',
  run: 'Run',
  unaccounted: 'Unaccounted',
}

const NO_BASIS: Phases = {
  basis: '',
  headline: 'Nothing in this profile says where the time of a run went.',
  segments: [],
  total: Number.NaN,
  notes: [],
}

/** The longest of these may be shown one by one; a log may have thousands. */
const MOST_TIMINGS = 8

/** Percent of `total`, 0 to 100. */
function share(part: number, total: number): string {
  const percent = total > 0 ? (100 * part) / total : 0
  // "100 %" is said only of the whole.
  return percent >= 99.5 && percent < 99.95 ? `${percent.toFixed(1)} %` : formatPercent(percent)
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

function bar(basis: string, headline: (total: number) => string, segments: readonly PhaseSegment[], notes: readonly string[]): Phases[] {
  const kept = segments
    .filter(({ nanoseconds }) => nanoseconds > 0)
    .sort((a, b) => PHASE_ORDER.indexOf(a.phase) - PHASE_ORDER.indexOf(b.phase))
  const total = kept.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0)
  return total > 0 ? [{ basis, headline: headline(total), segments: kept, total, notes: [...new Set(notes)] }] : []
}

/** The title of a block, with the file where there are several. */
function basisOf(profile: Profile, { block }: BlockRows): string {
  const source = profile.sources.length > 1 ? (profile.sources[block?.source ?? -1]?.name ?? '') : ''
  const title = block?.title ?? ''
  return source ? `${title} (${source})` : title
}

function timelineBars(profile: Profile): Phases[] {
  const { timeline } = profile
  return rowsByBlock(profile, 'timeline').flatMap((group) => {
    const sums = new Map<Phase, number>()
    for (const row of group.rows) {
      const phase = SCHEMA.timeline.phase.oneOf[timeline.phase[row] ?? 0] ?? 'unaccounted'
      sums.set(phase, (sums.get(phase) ?? 0) + (timeline.duration[row] || 0))
    }
    const provenance = group.block?.provenance.kind ?? 'measured'
    const segments = [...sums].map(([phase, nanoseconds]) => ({ phase, nanoseconds, provenance, label: PHASE_TITLES[phase], block: group.index }))
    const [largest] = [...segments].sort((a, b) => b.nanoseconds - a.nanoseconds)
    const headline = (total: number): string =>
      largest ? `${share(largest.nanoseconds, total)} of ${formatTime(total)} is ${PHASE_TITLES[largest.phase].toLowerCase()}` : ''
    return bar(basisOf(profile, group), headline, segments, group.block?.notes ?? [])
  })
}

/** Blocks of imports that were loaded one after another in one session, as far as that is known. */
export function importSessions(profile: Profile, blocks?: readonly number[]): BlockRows[][] {
  const sessions: { groups: BlockRows[]; names: Set<string>; source: number }[] = []
  for (const group of rowsByBlock(profile, 'imports')) {
    if (blocks && !blocks.includes(group.index)) continue
    const names = group.rows.map((row) => textAt(profile, profile.imports.name[row]))
    const source = group.block?.source ?? -1
    const last = sessions.at(-1)
    if (last?.source === source && !names.some((name) => last.names.has(name))) {
      last.groups.push(group)
      for (const name of names) last.names.add(name)
    } else sessions.push({ groups: [group], names: new Set(names), source })
  }
  return sessions.map(({ groups }) => groups)
}

/** Loading time of each session of imports, in nanoseconds: of cumulative times only those of the roots. */
export function importTotals(profile: Profile): number[] {
  const { imports } = profile
  return importSessions(profile).map((groups) => {
    const roots = groups.flatMap(({ rows }) => rows).filter((row) => (imports.parent[row] ?? -1) < 0)
    return roots.reduce((total, row) => total + ((imports.inclusive[row] || imports.exclusive[row]) ?? 0), 0)
  })
}

const INIT = SCHEMA.imports.kind.oneOf.indexOf('init')

/** One bar for each session of imports; of `blocks` only, if given. */
export function importBars(profile: Profile, blocks?: readonly number[]): Phases[] {
  const { imports } = profile
  return importSessions(profile, blocks).flatMap((groups) => {
    let load = 0
    let compile = 0
    let recompile = 0
    let shares = false
    /** Time of each package by itself, and how much of it is compiling. */
    const packages: { name: string; time: number; compile: number }[] = []
    for (const row of groups.flatMap(({ rows }) => rows)) {
      const known = importCompile(profile, row)
      const split = { compile: known.compile || 0, recompile: known.recompile || 0 }
      if (!Number.isNaN(known.compile)) shares = true
      if (imports.kind[row] !== INIT) {
        packages.push({ name: textAt(profile, imports.name[row]), time: (imports.exclusive[row] || imports.inclusive[row]) ?? 0, compile: split.compile })
      }
      // Rows below another are contained in it: dependencies of a cumulative time, `__init__` of any.
      if ((imports.parent[row] ?? -1) >= 0) continue
      const time = (imports.inclusive[row] || imports.exclusive[row]) ?? 0
      load += (time || 0) - split.compile
      compile += split.compile - split.recompile
      recompile += split.recompile
    }
    const [first] = groups
    if (!first) return []
    const kind = first.block?.provenance.kind ?? 'measured'
    const derived = shares && kind === 'measured' ? 'derived' : kind
    const segment = (phase: Phase, nanoseconds: number, label: string): PhaseSegment => ({ phase, nanoseconds, provenance: derived, label, block: first.index })
    const notes = groups.flatMap(({ block }) => block?.notes ?? [])
    if (!shares) notes.push('No compilation shares are printed: time of compiling while loading is counted as loading.')
    if (groups.length > 1) notes.push(`${groups.length} lists are added: they load different packages one after another.`)
    const basis = groups.length > 1 ? `${groups.length} × @time_imports` : basisOf(profile, first)
    const headline = (total: number): string => importHeadline(total, packages, compile + recompile, recompile)
    return bar(
      basis,
      headline,
      [
        segment('load', load, 'Loading packages'),
        segment('recompile', recompile, 'Compiling again while packages load'),
        segment('compile', compile, 'Compiling while packages load: inference and code generation'),
      ],
      notes,
    )
  })
}

function importHeadline(total: number, packages: readonly { name: string; time: number; compile: number }[], compile: number, recompile: number): string {
  const compiling = compile > total / 2
  const weight = (entry: { time: number; compile: number }): number => (compiling ? entry.compile : entry.time)
  const heaviest = packages.filter((entry) => weight(entry) > 0).sort((a, b) => weight(b) - weight(a))
  // The fewest packages that make up half of it, at most three.
  const target = (compiling ? compile : total) / 2
  const named: typeof heaviest = []
  let sum = 0
  for (const entry of heaviest) {
    if (sum >= target || named.length === 3) break
    named.push(entry)
    sum += weight(entry)
  }
  const names = listed(named.map(({ name }) => name))
  if (!compiling && packages.length === 1) return `Loading ${names} takes ${formatTime(total)}`
  if (!compiling) return `${share(sum, total)} of ${formatTime(total)} is loading ${names}`
  const again = recompile > 0 ? `, ${share(recompile, compile)} of it compiling again` : ''
  return `${share(compile, total)} of ${formatTime(total)} is compilation while packages load${again}, most of all ${names}`
}

/** What a block of inference says about the time: `rest` is the time of ROOT itself, everything but inference. */
interface InferenceTotal {
  readonly group: BlockRows
  readonly inference: number
  readonly rest: number
  readonly root: boolean
  readonly notes: readonly string[]
}

export function inferenceTotal(profile: Profile, group: BlockRows): InferenceTotal | undefined {
  const { inference } = profile
  const roots = group.rows.filter((row) => isTimingRoot(profile, row))
  const [root] = roots
  const notes = group.block?.notes ?? []
  if (isFloat16(group.block)) {
    // Inclusive times count nested time again; the exclusive ones do not. ROOT alone tells nothing.
    const rest = root === undefined ? 0 : inference.exclusive[root] || 0
    const sum = group.rows.reduce((total, row) => total + (inference.exclusive[row] || 0), 0) - rest
    const cut = group.rows.some((row) => (inference.flags[row] ?? 0) & CALL_FLAG.cut)
    const lower = cut ? ['The tree is not whole: the time is a lower bound.'] : []
    return sum > 0 ? { group, inference: sum, rest, root: root !== undefined, notes: [...notes, ...lower] } : undefined
  }
  if (root !== undefined && roots.length === 1) {
    const rest = Math.max(0, inference.exclusive[root] || 0)
    const inclusive = inference.inclusive[root] ?? Number.NaN
    if (!Number.isNaN(inclusive)) return { group, inference: inclusive - rest, rest, root: true, notes }
    // Grouped by source: ROOT is a row among the others.
    const sum = group.rows.reduce((total, row) => total + (inference.exclusive[row] || 0), 0)
    return { group, inference: sum - rest, rest, root: true, notes }
  }
  if (roots.length > 1) return undefined
  const tree = group.block?.shape === 'tree'
  const sum = group.rows.reduce((total, row) => {
    if (tree) return (inference.parent[row] ?? -1) < 0 ? total + (inference.inclusive[row] || 0) : total
    return total + (inference.exclusive[row] || 0)
  }, 0)
  return sum > 0 ? { group, inference: sum, rest: 0, root: false, notes } : undefined
}

/** The same run may be there as a tree, flattened and grouped: the fullest of each run is kept. */
export function inferenceTotals(profile: Profile): InferenceTotal[] {
  const all = rowsByBlock(profile, 'inference').flatMap((group) => inferenceTotal(profile, group) ?? [])
  const order = ['tree', 'list', 'grouped']
  const rank = ({ group }: InferenceTotal): number => order.indexOf(group.block?.shape ?? 'list')
  const kept: InferenceTotal[] = []
  for (const total of [...all].sort((a, b) => rank(a) - rank(b) || b.group.rows.length - a.group.rows.length)) {
    const known = kept.some(({ group, inference, rest, root }) => {
      if (group.block?.source !== total.group.block?.source) return false
      // What has no ROOT is a part of a run that is known already, unless it is a tree of its own.
      if (!total.root) return root || rank(total) > 0
      return root && Math.abs(inference - total.inference) < 1e4 + inference * 1e-4 && Math.abs(rest - total.rest) < 1e4
    })
    if (!known) kept.push(total)
  }
  return kept.sort((a, b) => a.group.index - b.group.index)
}

function inferenceBars(profile: Profile): Phases[] {
  return inferenceTotals(profile).flatMap(({ group, inference, rest, root, notes }) => {
    const float16 = isFloat16(group.block)
    const provenance = group.block?.provenance.kind ?? 'measured'
    const segments: PhaseSegment[] = [
      {
        phase: float16 ? 'compile' : 'inference',
        nanoseconds: inference,
        provenance,
        label: float16 ? 'Inference and code generation' : 'Type inference',
        block: group.index,
      },
      { phase: 'unaccounted', nanoseconds: rest, provenance, label: 'Everything but inference: generating code, loading, running', block: group.index },
    ]
    const headline = (total: number): string => {
      if (float16) return `${formatTime(total)} of inference and code generation`
      return root ? `${share(inference, total)} of ${formatTime(total)} is inference` : `${formatTime(total)} of inference`
    }
    return bar(basisOf(profile, group), headline, segments, notes)
  })
}

function timingBars(profile: Profile): Phases[] {
  const { timings } = profile
  return rowsByBlock(profile, 'timings').flatMap((group) => {
    const known = group.rows.filter((row) => (timings.compilePercent[row] ?? Number.NaN) >= 0)
    const longest = [...known].sort((a, b) => (timings.elapsed[b] ?? 0) - (timings.elapsed[a] ?? 0)).slice(0, MOST_TIMINGS)
    return longest
      .sort((a, b) => a - b)
      .flatMap((row) => {
        const elapsed = timings.elapsed[row] || 0
        const all = Math.min(elapsed, (elapsed * (timings.compilePercent[row] || 0)) / 100)
        const again = (all * (timings.recompilePercent[row] || 0)) / 100
        const what = textAt(profile, timings.label[row]) || textAt(profile, timings.expression[row])
        const loading = /^\s*(?:@\w+\s+)*(?:using|import)\b/.test(textAt(profile, timings.expression[row]))
        const segment = (phase: Phase, nanoseconds: number, label: string): PhaseSegment => ({ phase, nanoseconds, provenance: 'derived', label, block: group.index })
        const segments = [
          segment('recompile', again, 'Compiling again'),
          segment('compile', all - again, 'Inference and code generation'),
          segment(loading ? 'load' : 'run', elapsed - all, loading ? 'Loading packages' : 'Running, with garbage collection'),
        ]
        const headline = (total: number): string =>
          `${share(all, total)} of ${formatTime(total)} is compilation${again > 0 ? `, ${share(again, all)} of it compiling again` : ''}`
        const line = timings.line[row] ?? -1
        return bar(what ? `@time ${what}` : line > 0 ? `@time, line ${line}` : basisOf(profile, group), headline, segments, group.block?.notes ?? [])
      })
  })
}

function codegenBars(profile: Profile): Phases[] {
  return rowsByBlock(profile, 'codegen').flatMap((group) => {
    const sum = group.rows.reduce((total, row) => total + (profile.codegen.time[row] || 0), 0)
    const provenance = group.block?.provenance.kind ?? 'measured'
    const segments: PhaseSegment[] = [{ phase: 'codegen', nanoseconds: sum, provenance, label: 'LLVM, function by function', block: group.index }]
    return bar(basisOf(profile, group), (total) => `${formatTime(total)} of code generation`, segments, group.block?.notes ?? [])
  })
}

/** Parts that say where the time of a run went, each in its own way. */
export type BarPart = 'timeline' | 'imports' | 'inference' | 'timings' | 'codegen'

/** The bars of each part, also of parts that are in a run that is known as a whole. */
export function phaseBarsByPart(profile: Profile): Readonly<Record<BarPart, readonly Phases[]>> {
  return {
    timeline: timelineBars(profile), imports: importBars(profile), inference: inferenceBars(profile), timings: timingBars(profile), codegen: codegenBars(profile),
  }
}

/**
 * One bar for each basis, in the order: whole runs, imports, inference, `@time`, code generation. None if there is no basis. A run that is known
 * as a whole is all there is to say of its source: the others are parts of it.
 */
export function computePhaseBars(profile: Profile): Phases[] {
  const { timeline: whole, imports, inference, timings, codegen } = phaseBarsByPart(profile)
  const sourceOf = ({ segments: [first] }: Phases): number => profile.blocks[first?.block ?? -1]?.source ?? -1
  const told = new Set(whole.map(sourceOf))
  return [...whole, ...[imports, inference, timings, codegen].flat().filter((part) => !told.has(sourceOf(part)))]
}

/** The bar to show first: a run that is known as a whole, or else the longest. */
export function computePhases(profile: Profile): Phases {
  const [whole] = timelineBars(profile)
  if (whole) return whole
  const [first = NO_BASIS, ...others] = computePhaseBars(profile)
  return others.reduce((longest, other) => (other.total > longest.total ? other : longest), first)
}

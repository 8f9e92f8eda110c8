/**
 * The time of a profile as items that changes may take away: each load of a package, each inferred call, each piece of native code, and what is known
 * of a phase beyond those. Items never overlap, and together they are the bar "before". Where a run is known as a whole, its phases are the
 * frame: items that say more than their phase are cut down to it. Otherwise the longest list of loads, the longest inference tree and the first list of
 * native code stand beside one another. Every item has three amounts that are left: by the lowest, the likely and the highest estimate.
 */
import { frameOwner } from '../frame-owner'
import { isTimingRoot, rowsByBlock } from '../block-rows'
import { importTimes } from '../import-times'
import { importTotals, inferenceTotals, type Phase, PHASE_ORDER } from '../phases'
import { BLOCKERS } from '../invalidation-links'
import { SCHEMA } from '../schema'
import type { Profile, Provenance } from '../tables'
import { textAt } from '../tables'
import { rootModule } from '../links'

export const BOUNDS = ['low', 'likely', 'high'] as const
export type Bound = (typeof BOUNDS)[number]

export interface Item {
  readonly phase: Phase
  /** Of it in each of the three, in nanoseconds. */
  readonly left: Record<Bound, number>
  readonly nanoseconds: number
  /** `rest`: what a phase has beyond the rows that are known. */
  readonly part: 'imports' | 'inference' | 'codegen' | 'stale' | 'precompile' | 'rest'
  /** Of the part; -1 of a rest. */
  readonly row: number
  /** -1 of loads and rests. */
  readonly frame: number
  /** The package that it belongs to; '' if it is not known. */
  readonly package: string
}

export interface Ledger {
  readonly profile: Profile
  readonly items: readonly Item[]
  readonly total: number
  /** In words: what the bars are made of. */
  readonly basis: string
  /** Whole sentences on how the parts were put together. */
  readonly notes: readonly string[]
  readonly provenance: Provenance['kind']
  /** `1.10`; '' if it is not known. */
  readonly julia: string
  /** Row of `inference` to item. */
  readonly inferenceItem: ReadonlyMap<number, Item>
  /** That they are rows of. */
  readonly inferenceIsTree: boolean
}

const INIT = SCHEMA.imports.kind.oneOf.indexOf('init')
const EXTENSION = SCHEMA.imports.kind.oneOf.indexOf('extension')
const PHASES = SCHEMA.timeline.phase.oneOf

export function makeLedger(profile: Profile): Ledger {
  const items: Item[] = []
  const notes: string[] = []
  const basis: string[] = []
  const inferenceItem = new Map<number, Item>()
  const add = (phase: Phase, nanoseconds: number, part: Item['part'], row: number, frame: number, owner: string): Item => {
    const item: Item = { phase, nanoseconds, left: { low: nanoseconds, likely: nanoseconds, high: nanoseconds }, part, row, frame, package: owner }
    if (nanoseconds > 0) items.push(item)
    return item
  }
  const addImports = (withCompiling: boolean): void => {
    const rows = longestImports(profile)
    if (rows.length === 0) return
    basis.push('package loads')
    const { time, compile, recompile } = importTimes(profile, 'exclusive')
    for (const row of rows) {
      const whole = time[row] || 0
      const compiling = Math.min(whole, compile[row] || 0)
      const again = Math.min(compiling, recompile[row] || 0)
      const owner = packageOfLoad(profile, row)
      add('load', whole - compiling, 'imports', row, -1, owner)
      if (!withCompiling) continue
      add('recompile', again, 'imports', row, -1, owner)
      add('compile', compiling - again, 'imports', row, -1, owner)
    }
  }
  const totals = [...inferenceTotals(profile)].sort((a, b) => b.inference - a.inference)
  const [longest] = totals
  const isTree = longest?.group.block?.shape === 'tree'
  const addInference = (): void => {
    if (!longest) return
    basis.push('inference')
    for (const row of longest.group.rows) {
      if (isTimingRoot(profile, row)) continue
      const frame = profile.inference.frame[row] ?? -1
      inferenceItem.set(row, add('inference', profile.inference.exclusive[row] || 0, 'inference', row, frame, ownerOf(profile, frame)))
    }
  }
  const addCodegen = (): void => {
    const [first] = rowsByBlock(profile, 'codegen')
    if (!first) return
    basis.push('code generation')
    for (const row of first.rows) add('codegen', profile.codegen.time[row] || 0, 'codegen', row, profile.codegen.frame[row] ?? -1, ownerOf(profile, profile.codegen.frame[row] ?? -1))
  }

  const [run] = rowsByBlock(profile, 'timeline')
  if (run) {
    addImports(false)
    addInference()
    addCodegen()
    fitTo(profile, run.rows, items, add)
    basis.splice(0, basis.length, 'the run as a whole')
  } else {
    addImports(true)
    addInference()
    addCodegen()
    if (importTotals(profile).length > 1) notes.push('Of several lists of package loads the longest is taken.')
    if (totals.length > 1) notes.push('Of several inference trees the longest is taken.')
    if (!longest) addWithoutTree(profile, add, basis, notes)
  }
  return {
    profile, items, inferenceItem, inferenceIsTree: isTree, notes, julia: versionOf(profile),
    total: items.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0), basis: basis.join(', '),
    provenance: (run?.block ?? longest?.group.block ?? profile.blocks[0])?.provenance.kind ?? 'measured',
  }
}

type Add = (phase: Phase, nanoseconds: number, part: Item['part'], row: number, frame: number, owner: string) => Item

/** Lists that stand in where no inference tree is: instances that went stale, or statements of `--trace-compile` with their times. */
function addWithoutTree(profile: Profile, add: Add, basis: string[], notes: string[]): void {
  const stale = rowsByBlock(profile, 'stale').find(({ block }) => block?.format !== BLOCKERS) ?? rowsByBlock(profile, 'stale')[0]
  const known = stale?.rows.filter((row) => profile.stale.exclusive[row] || profile.stale.inclusive[row]) ?? []
  if (known.length > 0) {
    basis.push('stale instances')
    for (const row of known) add('recompile', profile.stale.exclusive[row] || profile.stale.inclusive[row] || 0, 'stale', row, profile.stale.frame[row] ?? -1, ownerOf(profile, profile.stale.frame[row] ?? -1))
  }
  const timed = Array.from(profile.precompile.time.keys()).filter((row) => profile.precompile.time[row] && profile.precompile.kind[row] === 0)
  if (timed.length === 0 || profile.codegen.length > 0) return
  basis.push('compiled statements')
  notes.push('Times of --trace-compile may contain those of statements below them: their sum is an upper bound.')
  for (const row of timed) add('compile', profile.precompile.time[row] || 0, 'precompile', row, profile.precompile.frame[row] ?? -1, ownerOf(profile, profile.precompile.frame[row] ?? -1))
}

/** Items of a phase are cut down to it, and what it has beyond them becomes a rest. */
function fitTo(profile: Profile, rows: readonly number[], items: Item[], add: Add): void {
  const phases = new Map<Phase, number>()
  for (const row of rows) {
    const phase = PHASES[profile.timeline.phase[row] ?? 0] ?? 'unaccounted'
    phases.set(phase, (phases.get(phase) ?? 0) + (profile.timeline.duration[row] || 0))
  }
  const byPhase = new Map<Phase, number>()
  for (const { phase, nanoseconds } of items) byPhase.set(phase, (byPhase.get(phase) ?? 0) + nanoseconds)
  for (const [at, item] of items.entries()) {
    const scale = Math.min(1, (phases.get(item.phase) ?? 0) / (byPhase.get(item.phase) ?? 1))
    if (scale === 1) continue
    const nanoseconds = item.nanoseconds * scale
    items[at] = Object.assign(item, { nanoseconds, left: { low: nanoseconds, likely: nanoseconds, high: nanoseconds } })
  }
  for (const phase of PHASE_ORDER) {
    const more = (phases.get(phase) ?? 0) - (byPhase.get(phase) ?? 0)
    if (more > 0) add(phase, more, 'rest', -1, -1, '')
  }
}

/** Rows of the session of loads that takes longest. */
function longestImports(profile: Profile): readonly number[] {
  const groups = rowsByBlock(profile, 'imports')
  const time = ({ rows }: { readonly rows: readonly number[] }): number => rows.reduce((sum, row) => sum + (profile.imports.exclusive[row] || 0), 0)
  const names = new Set<string>()
  const parts: { rows: number[] }[] = []
  for (const { rows } of groups) {
    const own = rows.map((row) => textAt(profile, profile.imports.name[row]))
    const last = parts.at(-1)
    if (last && !own.some((name) => names.has(name))) last.rows.push(...rows)
    else {
      parts.push({ rows: [...rows] })
      names.clear()
    }
    for (const name of own) names.add(name)
  }
  return parts.sort((a, b) => time(b) - time(a))[0]?.rows ?? []
}

/** Of an extension its owner, of `__init__` the package. */
export function packageOfLoad(profile: Profile, row: number): string {
  const { imports } = profile
  const parent = imports.parent[row] ?? -1
  const subject = imports.kind[row] === INIT && parent >= 0 ? parent : row
  const name = textAt(profile, imports.kind[subject] === EXTENSION && (imports.owner[subject] ?? -1) >= 0 ? imports.owner[subject] : imports.name[subject])
  return rootModule(name)
}

function ownerOf(profile: Profile, frame: number): string {
  return frameOwner(profile, frame).name
}

function versionOf(profile: Profile): string {
  const texts = [profile.meta.julia, ...profile.blocks.map(({ provenance }) => provenance.julia)]
  return texts.flatMap((text) => /^v?(\d+\.\d+)(?:\.\d+\S*)?$/.exec(text.trim())?.[1] ?? [])[0] ?? ''
}

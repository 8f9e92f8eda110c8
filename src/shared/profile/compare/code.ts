/**
 * Method instances side by side: what inferring each and generating its code took, how often it was done, and which are only in some profiles. One
 * run of each profile is compared, the longest that it holds. Times are exclusive where the tool gives them, so that they can be added; statements
 * of `--trace-compile` contain one another, and are compared one by one only.
 */
import type { Gensyms } from '../../signature/key'
import { signatureKey } from '../../signature/key'
import type { BlockRows } from '../block-rows'
import { isTimingRoot, rowsByBlock } from '../block-rows'
import { groupCalls } from '../group'
import { BLOCKERS } from '../invalidation-links'
import { rootModule } from '../links'
import { locationText } from '../part-columns'
import { inferenceTotals } from '../phases'
import { CALL_FLAG } from '../schema'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { matchSides, type Named } from './match'
import { timesAlike } from './noise'
import { byChange, changeOf, isSimulated, listed, numbersOf, type Change, type CompareSide, type Numbers } from './side'

export const CODE_PARTS = ['inference', 'codegen', 'precompile', 'stale', 'stacks'] as const
export type CodePart = (typeof CODE_PARTS)[number]

export const CODE_TITLES: Readonly<Record<CodePart, string>> = {
  inference: 'Inference and code generation', codegen: 'Code generation', precompile: 'Compiled when called', stale: 'Stale instances', stacks: 'Stacks',
}

/** Times in nanoseconds, NaN where not known. */
export interface CodeFigures {
  /** Exclusive, of inference or what else the part times. */
  readonly time: number
  /** Of generating native code; NaN where the tool does not tell it apart. */
  readonly codegen: number
  /** With what it called, counted once where it calls itself. */
  readonly inclusive: number
  /** Calls, or statements. */
  readonly count: number
  /** Row of `frames`. */
  readonly frame: number
}

interface ComparedCode {
  readonly signature: string
  readonly module: string
  readonly package: string
  readonly location: string
  /** Undefined where it is not there, or the side has nothing of this kind. */
  readonly sides: readonly (CodeFigures | undefined)[]
  /** Inference and, where all sides have it, code generation. */
  readonly time: Numbers
  readonly count: Numbers
  readonly change: Change
  /** Paired by nothing better than the order or the numbers of closures. */
  readonly uncertain: boolean
}

export interface CodeSection {
  readonly part: CodePart
  readonly has: readonly boolean[]
  /** Times of rows may be added. */
  readonly additive: boolean
  /** `time` holds that of generating code too. */
  readonly withCodegen: boolean
  /** The largest absolute change first. */
  readonly rows: readonly ComparedCode[]
  readonly notes: readonly string[]
}

interface Entry extends Named, CodeFigures {
  readonly profile: Profile
}

const keys = new WeakMap<Profile, Map<string, string>>()

/** Of a frame's signature, with its kind: a method `f(x)` and an instance `f(::Any)` look alike. Made once for a profile. */
function keyOf({ profile, frame }: Entry, gensyms: Gensyms): string {
  let known = keys.get(profile)
  if (!known) keys.set(profile, (known = new Map<string, string>()))
  const id = `${gensyms} ${frame}`
  let key = known.get(id)
  if (key === undefined) {
    key = `${profile.frames.kind[frame] ?? 0} ${signatureKey(textAt(profile, profile.frames.signature[frame]) || textAt(profile, profile.frames.name[frame]), gensyms)}`
    known.set(id, key)
  }
  return key
}

/** Position of the block of inference that is compared: that of the longest run, or the only one; -1 if there is none. */
export function inferenceBlock(profile: Profile): number {
  const totals = inferenceTotals(profile)
  const [longest] = [...totals].sort((a, b) => b.inference - a.inference)
  if (longest) return longest.group.index
  const groups = rowsByBlock(profile, 'inference')
  return ([...groups].sort((a, b) => b.rows.length - a.rows.length)[0])?.index ?? -1
}

function sumOf(rows: readonly number[], values: ArrayLike<number>): number {
  return rows.reduce((sum, row) => sum + (values[row] || 0), 0)
}

/** The list with the most time, else the longest. */
function heaviestBlock(groups: readonly BlockRows[], times: ArrayLike<number>): BlockRows | undefined {
  return [...groups].sort((a, b) => sumOf(b.rows, times) - sumOf(a.rows, times) || b.rows.length - a.rows.length)[0]
}

export function codegenBlock(profile: Profile): BlockRows | undefined {
  return heaviestBlock(rowsByBlock(profile, 'codegen'), profile.codegen.time)
}

function entry(profile: Profile, frame: number, figures: Omit<CodeFigures, 'frame'>): Entry {
  const { frames } = profile
  return { profile, frame, module: textAt(profile, frames.module[frame]), file: textAt(profile, frames.file[frame]), line: frames.line[frame] ?? -1, ...figures }
}

function add(sum: number, value: number): number {
  return Number.isNaN(sum) ? value : Number.isNaN(value) ? sum : sum + value
}

/** One entry for each frame of the rows. */
function listEntries(profile: Profile, rows: readonly number[], frame: ArrayLike<number>, times: { readonly time?: ArrayLike<number>, readonly codegen?: ArrayLike<number>, readonly inclusive?: ArrayLike<number> }): Entry[] {
  const sums = new Map<number, { time: number, codegen: number, inclusive: number, count: number }>()
  for (const row of rows) {
    const of = frame[row] ?? -1
    if (of < 0) continue
    const sum = sums.get(of) ?? { time: Number.NaN, codegen: Number.NaN, inclusive: Number.NaN, count: 0 }
    sums.set(of, sum)
    for (const name of ['time', 'codegen', 'inclusive'] as const) sum[name] = add(sum[name], times[name]?.[row] ?? Number.NaN)
    sum.count++
  }
  return [...sums].map(([of, sum]) => entry(profile, of, sum))
}

function callEntries(profile: Profile, part: 'inference' | 'stacks', block: number): Entry[] {
  const groups = groupCalls(profile, profile[part], 'instance', [block])
  const roots = new Set<number>()
  if (part === 'inference') for (let row = 0; row < profile.inference.length; row++) if (isTimingRoot(profile, row)) roots.add(profile.inference.frame[row] ?? -1)
  const entries: Entry[] = []
  for (let at = 0; at < groups.length; at++) {
    const frame = groups.frame[at] ?? -1
    if (roots.has(frame)) continue
    entries.push(entry(profile, frame, { time: groups.exclusive[at] ?? Number.NaN, codegen: Number.NaN, inclusive: groups.inclusive[at] ?? Number.NaN, count: groups.count[at] ?? 0 }))
  }
  return entries
}

function withCodegen(profile: Profile, entries: readonly Entry[]): Entry[] {
  const found = codegenBlock(profile)
  if (!found) return isSimulated(profile) ? entries.map((one) => ({ ...one, codegen: 0 })) : [...entries]
  const native = new Map(listEntries(profile, found.rows, profile.codegen.frame, { codegen: profile.codegen.time }).map((one) => [one.frame, one]))
  const both = entries.map((one) => {
    const generated = native.get(one.frame)
    native.delete(one.frame)
    return { ...one, codegen: generated?.codegen ?? 0 }
  })
  // Generated in this run, inferred before it.
  return [...both, ...[...native.values()].map((one) => ({ ...one, time: 0, inclusive: 0 }))]
}

function entriesOf(profile: Profile, part: CodePart): Entry[] | undefined {
  switch (part) {
    case 'inference': {
      const block = inferenceBlock(profile)
      if (block < 0) return isSimulated(profile) ? withCodegen(profile, []) : undefined
      return withCodegen(profile, callEntries(profile, part, block))
    }
    case 'codegen': {
      const found = codegenBlock(profile)
      return found && listEntries(profile, found.rows, profile.codegen.frame, { time: profile.codegen.time })
    }
    case 'precompile': {
      const traced = rowsByBlock(profile, part).filter(({ rows: [first = -1] }) => profile.precompile.kind[first] === 0)
      const found = heaviestBlock(traced, profile.precompile.time)
      return found && listEntries(profile, found.rows, profile.precompile.frame, { time: profile.precompile.time })
    }
    case 'stale': {
      const found = heaviestBlock(rowsByBlock(profile, part).filter(({ block }) => block?.format !== BLOCKERS), profile.stale.exclusive)
      return found && listEntries(profile, found.rows, profile.stale.frame, { time: profile.stale.exclusive, inclusive: profile.stale.inclusive })
    }
    case 'stacks': {
      const found = heaviestBlock(rowsByBlock(profile, part).filter(({ block }) => block?.unit === 'nanoseconds'), profile.stacks.exclusive)
      return found && callEntries(profile, part, found.index)
    }
  }
}

function isCut(side: CompareSide | undefined, part: CodePart): boolean {
  if (part !== 'inference' || !side) return false
  const { profile } = side
  const block = inferenceBlock(profile)
  return profile.inference.flags.some((flags, row) => (flags & CALL_FLAG.cut) !== 0 && profile.inference.block[row] === block)
}

/** Undefined if fewer than two sides have anything of the part. */
export function compareCode(sides: readonly CompareSide[], part: CodePart): CodeSection | undefined {
  const found = sides.map(({ profile }) => entriesOf(profile, part) ?? (part !== 'stacks' && isSimulated(profile) ? [] : undefined))
  if (!found.some((entries) => entries && entries.length > 0)) return undefined
  const has = found.map((entries) => entries !== undefined)
  if (has.filter(Boolean).length < 2) return undefined
  const lists = found.map((entries) => entries ?? [])
  const generates = part === 'inference' && sides.every(({ profile }, side) => !has[side] || profile.codegen.length > 0 || isSimulated(profile))
  const alike = timesAlike(sides, part)
  const rows = matchSides(lists, keyOf).map(({ members, uncertain }): ComparedCode => {
    const figures = members.map((position, side) => lists[side]?.[position])
    const values = (of: (one: CodeFigures) => number): number[] => figures.map((one, side) => (one ? of(one) : has[side] ? 0 : Number.NaN))
    const time = numbersOf(values((one) => (generates ? add(one.time, one.codegen) : one.time)), alike)
    const count = numbersOf(values((one) => one.count))
    const first = figures.find((one) => one !== undefined)
    const signature = first ? textAt(first.profile, first.profile.frames.signature[first.frame]) || textAt(first.profile, first.profile.frames.name[first.frame]) : ''
    return {
      signature, uncertain, time, count,
      module: first?.module ?? '', package: rootModule(first?.module ?? ''), location: locationText(first?.file ?? '', first?.line ?? -1),
      sides: figures,
      change: changeOf(figures.map((one, side) => (has[side] ? one !== undefined : undefined)), (time.delta === 0 || Number.isNaN(time.delta)) && count.delta === 0),
    }
  })
  const labels = (which: (side: number) => boolean): string => listed(sides.filter((_, side) => which(side)).map(({ label }) => label))
  const notes: string[] = []
  const cut = labels((side) => isCut(sides[side], part))
  if (cut !== '') notes.push(`The tree of ${cut} was cut by its tool: an instance that is missing there may only have been left out.`)
  const guessed = rows.filter(({ uncertain }) => uncertain).length
  if (guessed > 0) notes.push(`${guessed === 1 ? 'One instance is' : `${guessed} instances are`} paired by the order or the numbers of closures, as nothing else tells them apart.`)
  if (part === 'precompile') notes.push('The time of a statement may contain that of others: they are not added.')
  return { part, has, additive: part !== 'precompile', withCodegen: generates, rows: byChange(rows, ({ time }) => time.delta, ({ count }) => count.delta), notes }
}

/**
 * Invalidations before and after: causes matched by what was done (inserted, deleted, bound anew), the method's signature and its file, each with the
 * instances it invalidated and, where known, the seconds that inferring them again took. Trees count where there are some, else reports. An
 * instance below several causes counts in each, so children and seconds of causes are not added up as a number of instances.
 */
import { causesOf, type Cause } from '../causes'
import { signatureKey } from '../../signature/key'
import type { BlockRows } from '../block-rows'
import { rowsByBlock } from '../block-rows'
import { BLOCKERS, invalidationLinks } from '../invalidation-links'
import { rootModule } from '../links'
import { locationText } from '../part-columns'
import { SCHEMA } from '../schema'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { matchSides, type Named } from './match'
import { byChange, changeOf, isWatched, numbersOf, type Change, type CompareSide, type Numbers } from './side'

const KINDS = SCHEMA.invalidations.kind.oneOf
const REASONS = SCHEMA.invalidations.reason.oneOf

interface ComparedCause {
  readonly signature: string
  readonly reason: (typeof REASONS)[number]
  readonly package: string
  readonly location: string
  /** Rows of `invalidations` by side, -1 where it is not there. */
  readonly rows: readonly number[]
  /** Instances below it. */
  readonly children: Numbers
  /** Nanoseconds of inference that had to be spent again. */
  readonly cost: Numbers
  readonly change: Change
  readonly uncertain: boolean
}

export interface InvalidationSection {
  readonly has: readonly boolean[]
  /** Causes by side, fewest children first: what the chart draws. */
  readonly causes: readonly (readonly Cause[])[]
  /** Method instances that were invalidated, each counted once; NaN where only counts of trees are known. */
  readonly instances: readonly number[]
  /** Descendants of all causes. */
  readonly children: readonly number[]
  /** By the change in seconds where they are known, then by that in instances. */
  readonly rows: readonly ComparedCause[]
  readonly notes: readonly string[]
}

interface Entry extends Named {
  readonly signature: string
  readonly reason: number
  readonly row: number
  readonly children: number
  readonly cost: number
}

/** Rows that tell of causes: all trees of the longest text, else a report, else blockers; and the blocks they are in. */
export function causeBlocks(profile: Profile): readonly BlockRows[] {
  const groups = rowsByBlock(profile, 'invalidations')
  const withCauses = groups.filter(({ rows }) => rows.some((row) => KINDS[profile.invalidations.kind[row] ?? 0] === 'cause'))
  const blockers = withCauses.filter(({ block }) => block?.format === BLOCKERS)
  const trees = withCauses.filter((group) => group.block?.shape === 'tree' && !blockers.includes(group))
  const reports = withCauses.filter((group) => group.block?.shape !== 'tree' && !blockers.includes(group))
  const [shown = []] = [trees, reports, blockers].filter((some) => some.length > 0)
  // Several are snapshots of their own or the same trees again.
  const longest = [...shown].sort((a, b) => b.rows.length - a.rows.length)[0]
  return longest ? [longest] : []
}

/** Every instance counted once: of a list that holds each once, else of trees that are printed whole; NaN if neither is there. */
export function invalidatedInstances(profile: Profile): number {
  const { invalidations } = profile
  let unique = 0
  for (const kind of invalidations.kind) if (KINDS[kind] === 'unique') unique++
  if (unique > 0) return unique
  const groups = causeBlocks(profile)
  if (groups.length === 0) return Number.NaN
  const { below } = invalidationLinks(profile)
  const frames = new Set<number>()
  for (const row of groups.flatMap(({ rows }) => rows)) {
    const kind = KINDS[invalidations.kind[row] ?? 0]
    if (kind === 'cause') continue
    // Fewer rows than the tool counted: it cut the tree.
    if ((invalidations.children[row] ?? 0) > (below[row] ?? 0)) return Number.NaN
    // The instance that a method supersedes stays valid itself, as do entries of dispatch caches.
    if (kind === 'node' || kind === 'mtBackedges') frames.add(invalidations.frame[row] ?? -1)
  }
  const causes = groups.flatMap(({ index }) => causesOf(profile, index))
  return frames.size === 0 && causes.some(({ children }) => children > 0) ? Number.NaN : frames.size
}

function entriesOf(profile: Profile, causes: readonly Cause[]): Entry[] {
  const { invalidations, frames } = profile
  const { cost, staleTime } = invalidationLinks(profile)
  return causes.map(({ row, children }): Entry => {
    const frame = invalidations.frame[row] ?? -1
    const printed = cost[row] ?? Number.NaN
    return {
      row, children, signature: textAt(profile, frames.signature[frame]), module: textAt(profile, frames.module[frame]), file: textAt(profile, frames.file[frame]), line: frames.line[frame] ?? -1,
      reason: invalidations.reason[row] ?? 0, cost: Number.isNaN(printed) ? (staleTime[row] ?? Number.NaN) : printed,
    }
  })
}

export function compareInvalidations(sides: readonly CompareSide[]): InvalidationSection | undefined {
  const causes = sides.map(({ profile }) => causeBlocks(profile).flatMap(({ index }) => causesOf(profile, index)))
  // A recorded or simulated run without causes has none; any other text may just not tell.
  const has = sides.map(({ profile }, side) => (causes[side]?.length ?? 0) > 0 || isWatched(profile))
  if (!causes.some((list) => list.length > 0) || has.filter(Boolean).length < 2) return undefined
  const lists = sides.map(({ profile }, side) => entriesOf(profile, causes[side] ?? []))
  const knows = lists.map((list, side) => has[side] === true && (list.length === 0 || list.some(({ cost }) => !Number.isNaN(cost))))
  const rows = matchSides(lists, ({ signature, reason }, gensyms) => `${reason} ${signatureKey(signature, gensyms)}`).map(({ members, uncertain }): ComparedCause => {
    const found = members.map((position, side) => lists[side]?.[position])
    const first = found.find((one) => one !== undefined)
    const values = (of: (one: Entry) => number): number[] => found.map((one, side) => (one ? of(one) : has[side] ? 0 : Number.NaN))
    const children = numbersOf(values((one) => one.children))
    // Where a side tells of no seconds at all, none are known; else a cause without them cost nothing.
    const cost = numbersOf(values((one) => one.cost).map((value, side) => (knows[side] ? value || 0 : Number.NaN)))
    return {
      signature: first?.signature ?? '', reason: REASONS[first?.reason ?? 0] ?? 'none', package: rootModule(first?.module ?? ''), location: locationText(first?.file ?? '', first?.line ?? -1),
      rows: found.map((one) => one?.row ?? -1), children, cost, uncertain,
      change: changeOf(found.map((one, side) => (has[side] ? one !== undefined : undefined)), children.delta === 0 && (cost.delta === 0 || Number.isNaN(cost.delta))),
    }
  })
  const notes = ['An instance that several methods invalidate counts below each of them.']
  if (knows.some((one, side) => one && (lists[side]?.length ?? 0) > 0) && knows.includes(false)) {
    notes.push(`Only ${sides.filter((_, side) => knows[side]).map(({ label }) => label).join(', ')} ${knows.filter(Boolean).length === 1 ? 'tells' : 'tell'} what inferring again took.`)
  }
  return {
    has, causes, notes,
    instances: sides.map(({ profile }, side) => (has[side] ? (causes[side]?.length === 0 ? 0 : invalidatedInstances(profile)) : Number.NaN)),
    children: causes.map((list, side) => (has[side] ? list.reduce((sum, one) => sum + one.children, 0) : Number.NaN)),
    rows: byChange(rows, ({ cost }) => cost.delta, ({ children }) => children.delta),
  }
}

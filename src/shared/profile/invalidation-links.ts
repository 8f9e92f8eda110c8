/**
 * Which invalidation hit which stale instance, and what an invalidation cost. Seconds come from two places: what
 * `precompile_blockers` printed, and the exclusive times of stale instances that stand in a tree. The first is measured;
 * the second is derived here, by finding the same instance in both. Lists that name instances without a cause
 * (`uinvalidated`) say only that an instance was hit.
 */
import { findFrame } from './links'
import { SCHEMA } from './schema'
import type { Profile } from './tables'

const KIND = SCHEMA.invalidations.kind.oneOf
const CAUSE = KIND.indexOf('cause')
const UNIQUE = KIND.indexOf('unique')
/** Importer of what `precompile_blockers` prints: its rows repeat those of trees and of `staleinstances`. */
export const BLOCKERS = 'precompile-blockers'

interface StaleHit {
  /** Rows of `invalidations`, ascending: the instance itself, in every tree that it stands in. */
  readonly rows: Int32Array
  /** Rows of their causes, ascending; empty if no tree holds the instance. */
  readonly causes: Int32Array
  /** `printed`: the tool named the cause. `signature`: found by the same signature. `list`: in a list without causes. */
  readonly by: 'printed' | 'signature' | 'list'
}

export interface InvalidationLinks {
  /** What hit each row of `stale`; undefined where nothing is known. */
  readonly hits: readonly (StaleHit | undefined)[]
  /** The cause above each row of `invalidations`, itself if it is one; -1 if none is printed. */
  readonly causeOf: Int32Array
  /** Rows below each row of `invalidations`. */
  readonly below: Int32Array
  /** Inference time that had to be spent again, as `precompile_blockers` printed it for the same cause or root; NaN: not there. */
  readonly cost: Float64Array
  /** Exclusive time of the stale instances at or below each row, each counted once; NaN where there is none. Derived. */
  readonly staleTime: Float64Array
  /** Number of those instances. */
  readonly staleCount: Int32Array
  /** Instances in lists that hold each once. */
  readonly uniqueCount: number
}

const known = new WeakMap<Profile, InvalidationLinks>()

/** The cause above each row, and the number of rows below it. */
function climb(parent: Int32Array, kind: Uint8Array): Pick<InvalidationLinks, 'causeOf' | 'below'> {
  const causeOf = new Int32Array(parent.length).fill(-1)
  const below = new Int32Array(parent.length)
  for (let row = 0; row < parent.length; row++) {
    const up = parent[row] ?? -1
    causeOf[row] = kind[row] === CAUSE ? row : up >= 0 ? (causeOf[up] ?? -1) : -1
  }
  for (let row = parent.length - 1; row >= 0; row--) {
    const up = parent[row] ?? -1
    if (up >= 0) below[up] = (below[up] ?? 0) + 1 + (below[row] ?? 0)
  }
  return { causeOf, below }
}

function isBlocker(profile: Profile, block: number | undefined): boolean {
  return profile.blocks[block ?? -1]?.format === BLOCKERS
}

/** What was printed for a row, or for the same cause and root elsewhere. */
function costs(profile: Profile): Float64Array {
  const { frame, parent, reason, seconds, kind, block, length } = profile.invalidations
  const cost = seconds.slice()
  // The same method is one frame, since both tools print it in the same words.
  const name = (row: number): string => {
    const up = parent[row] ?? -1
    return up < 0 ? `${reason[row] ?? 0} ${frame[row] ?? -1}` : `${name(up)} ${frame[row] ?? -1}`
  }
  const printed = new Map<string, number>()
  for (let row = 0; row < length; row++) if (isBlocker(profile, block[row]) && !Number.isNaN(seconds[row])) printed.set(name(row), seconds[row] ?? Number.NaN)
  if (printed.size === 0) return cost
  for (let row = 0; row < length; row++) {
    const up = parent[row] ?? -1
    // Blockers are causes and their roots; deeper rows have no time of their own.
    if (!Number.isNaN(cost[row]) || kind[row] === UNIQUE || (up >= 0 && (parent[up] ?? -1) >= 0)) continue
    cost[row] = printed.get(name(row)) ?? Number.NaN
  }
  return cost
}

function hitsOf(profile: Profile, causeOf: Int32Array): (StaleHit | undefined)[] {
  const { stale, invalidations } = profile
  const bySignature = new Map<number, StaleHit | undefined>()
  const find = (frame: number): StaleHit | undefined => {
    const same = findFrame(profile, frame).find(({ part, by }) => part === 'invalidations' && by === 'instance')?.rows ?? new Int32Array()
    const inTrees = same.filter((row) => invalidations.kind[row] !== UNIQUE && invalidations.kind[row] !== CAUSE)
    const causes = Int32Array.from(new Set(inTrees.map((row) => causeOf[row] ?? -1).filter((row) => row >= 0))).sort()
    if (inTrees.length > 0) return { rows: inTrees, causes, by: 'signature' }
    return same.length > 0 ? { rows: same, causes, by: 'list' } : undefined
  }
  return Array.from({ length: stale.length }, (_, row) => {
    const printed = stale.cause[row] ?? -1
    if (printed >= 0) return { rows: Int32Array.of(printed), causes: Int32Array.of(causeOf[printed] ?? -1).filter((at) => at >= 0), by: 'printed' }
    const frame = stale.frame[row] ?? -1
    if (!bySignature.has(frame)) bySignature.set(frame, find(frame))
    return bySignature.get(frame)
  })
}

/** Adds each stale instance once to every row at or above which it stands. Rows of one list only, since lists overlap. */
function addStale(profile: Profile, hits: readonly (StaleHit | undefined)[]): Pick<InvalidationLinks, 'staleTime' | 'staleCount'> {
  const { stale, invalidations } = profile
  const staleTime = new Float64Array(invalidations.length).fill(Number.NaN)
  const staleCount = new Int32Array(invalidations.length)
  const listOf = new Map<number, number>()
  const order = Array.from(stale.frame.keys()).sort((a, b) => Number(isBlocker(profile, stale.block[a])) - Number(isBlocker(profile, stale.block[b])) || a - b)
  for (const row of order) if (!listOf.has(stale.frame[row] ?? -1)) listOf.set(stale.frame[row] ?? -1, stale.block[row] ?? -1)
  const counted = new Map<number, Set<number>>()
  for (const row of order) {
    const frame = stale.frame[row] ?? -1
    const hit = hits[row]
    if (!hit || listOf.get(frame) !== stale.block[row]) continue
    const reached = new Set<number>()
    for (const start of hit.rows) for (let at = start; at >= 0 && !reached.has(at); at = invalidations.parent[at] ?? -1) reached.add(at)
    for (const at of reached) {
      staleTime[at] = (Number.isNaN(staleTime[at]) ? 0 : (staleTime[at] ?? 0)) + (stale.exclusive[row] || 0)
      const instances = counted.get(at) ?? new Set<number>()
      instances.add(frame)
      counted.set(at, instances)
      staleCount[at] = instances.size
    }
  }
  return { staleTime, staleCount }
}

/** Made once for a profile. */
export function invalidationLinks(profile: Profile): InvalidationLinks {
  let links = known.get(profile)
  if (!links) {
    const { parent, kind } = profile.invalidations
    const { causeOf, below } = climb(parent, kind)
    const hits = hitsOf(profile, causeOf)
    links = { hits, causeOf, below, cost: costs(profile), ...addStale(profile, hits), uniqueCount: kind.filter((one) => one === UNIQUE).length }
    known.set(profile, links)
  }
  return links
}

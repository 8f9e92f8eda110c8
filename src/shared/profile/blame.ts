/**
 * Invalidations with both sides: who inserted the method, whose code was vulnerable, and which calls pay for it. Code is vulnerable where it calls
 * with types that inference does not know: the root of a `mt_backedges` tree makes such a call itself; below `backedges`, whose root is the
 * superseded instance, its callers do. A second is counted once: what had to be inferred again (stale instances), and what generating code for
 * it again took where that is known; where neither is in the profile, what `--trace-compile` says of statements that it marks as recompiled; where
 * only `precompile_blockers` was run, what it printed. Most invalidations cost nothing in a given workload: they stand last, and are counted.
 */
import { frameOwner, type FrameOwner } from './frame-owner'
import { BLOCKERS, invalidationLinks } from './invalidation-links'
import { findFrame } from './links'
import { isTimingRoot } from './block-rows'
import { SCHEMA } from './schema'
import type { Profile } from './tables'

const KIND = SCHEMA.invalidations.kind.oneOf
const [CAUSE, BACKEDGES, CACHE] = [KIND.indexOf('cause'), KIND.indexOf('backedges'), KIND.indexOf('mtCache')]
const AGAIN = SCHEMA.precompile.recompile.oneOf.indexOf('yes')

/** Where a time comes from: `again` of stale instances and code generation; `trace` of recompiled statements; `blockers` as printed, inclusive. */
export type BlameBasis = 'again' | 'trace' | 'blockers' | 'none'

/** Code that was thrown away and needed again. */
interface Victim {
  readonly frame: number
  /** NaN where it is not known. */
  readonly nanoseconds: number
  /** Rows of `stale`, or of `precompile` for the basis `trace`. */
  readonly rows: readonly number[]
}

interface Payment {
  /** The call that had to wait: the root of inference that contains the instance, or the instance itself. */
  readonly frame: number
  readonly nanoseconds: number
}

export interface CauseBlame {
  /** Row of `invalidations`. */
  readonly row: number
  readonly inserted: FrameOwner
  /** Packages of vulnerable code, the one that pays most (else with the most instances) first. */
  readonly vulnerable: readonly { readonly owner: FrameOwner, readonly nanoseconds: number, readonly instances: number, readonly roots: readonly number[] }[]
  /** NaN where nothing is known to have been needed again. */
  readonly nanoseconds: number
  readonly basis: BlameBasis
  /** Instances in its trees, as printed, roots included. */
  readonly instances: number
  readonly victims: readonly Victim[]
  /** Most expensive first. */
  readonly payments: readonly Payment[]
}

interface PairBlame {
  /** Names of packages as `blameName` writes them. */
  readonly inserted: string
  readonly vulnerable: string
  /** Each victim once, whatever the number of methods; NaN if none is known. */
  readonly nanoseconds: number
  readonly instances: number
  /** Rows of causes, the most expensive first. */
  readonly causes: readonly number[]
}

interface SideBlame {
  readonly name: string
  readonly nanoseconds: number
  readonly instances: number
  readonly causes: readonly number[]
}

export interface Blame {
  /** By seconds; those without after, by instances. */
  readonly causes: readonly CauseBlame[]
  readonly pairs: readonly PairBlame[]
  readonly inserted: readonly SideBlame[]
  readonly vulnerable: readonly SideBlame[]
  /** Each victim once; NaN where no time is known. */
  readonly nanoseconds: number
  /** Causes that nothing is known to have paid for. */
  readonly free: number
  /** Whether the profile has times at all, so that "free" means that nothing was needed again. */
  readonly timed: boolean
}

/** `Static`, or words where no package is known. */
export function blameName({ name, kind }: FrameOwner): string {
  return name === '' ? 'not printed' : kind === 'session' ? `${name} (the session)` : name
}

const known = new WeakMap<Profile, Blame>()

/** Made once for a profile. */
export function blameOf(profile: Profile): Blame {
  let blame = known.get(profile)
  if (!blame) known.set(profile, (blame = makeBlame(profile)))
  return blame
}

/** What each frame took to compile again. */
class Costs {
  private readonly byFrame = new Map<number, Victim>()
  readonly basis: BlameBasis

  constructor(private readonly profile: Profile) {
    const { stale, precompile } = profile
    const lists = Array.from(stale.frame.keys()).filter((row) => profile.blocks[stale.block[row] ?? -1]?.format !== BLOCKERS)
    const again = Array.from(precompile.frame.keys()).filter((row) => precompile.recompile[row] === AGAIN && (precompile.time[row] ?? Number.NaN) > 0)
    this.basis = lists.length > 0 ? 'again' : again.length > 0 ? 'trace' : stale.length > 0 ? 'again' : 'none'
    if (this.basis === 'trace') for (const row of again) this.set(precompile.frame[row] ?? -1, row, precompile.time[row] ?? Number.NaN)
    else for (const row of lists.length > 0 ? lists : stale.frame.keys()) this.set(stale.frame[row] ?? -1, row, (stale.exclusive[row] || 0) + this.generated(stale.frame[row] ?? -1))
  }

  /** The same instance may be in several lists, which are runs of their own: the first counts. */
  private set(frame: number, row: number, nanoseconds: number): void {
    if (!this.byFrame.has(frame)) this.byFrame.set(frame, { frame, nanoseconds, rows: [row] })
  }

  private generated(frame: number): number {
    const { codegen } = this.profile
    const at = codegen.frame.indexOf(frame)
    return at < 0 ? 0 : codegen.time[at] || 0
  }

  get victims(): readonly Victim[] {
    return [...this.byFrame.values()]
  }
}

/** Rows of `invalidations` that each victim stands in. */
function rowsHit(profile: Profile, costs: Costs): Map<number, readonly number[]> {
  const { hits } = invalidationLinks(profile)
  const rows = new Map<number, readonly number[]>()
  if (costs.basis === 'again') {
    for (const { frame, rows: [row = -1] } of costs.victims) rows.set(frame, [...(hits[row]?.rows ?? [])])
    return rows
  }
  for (const { frame } of costs.victims) {
    const same = findFrame(profile, frame).find(({ part, by }) => part === 'invalidations' && by === 'instance')
    rows.set(frame, [...(same?.rows ?? [])].filter((row) => profile.invalidations.kind[row] !== CAUSE))
  }
  return rows
}

/** The root of inference that waits for an instance. */
function payerOf(profile: Profile, frame: number): number {
  const { inference } = profile
  const found = inference.frame.indexOf(frame)
  const row = found >= 0 ? found : (findFrame(profile, frame).find(({ part, by }) => part === 'inference' && by === 'instance')?.rows[0] ?? -1)
  if (row < 0) return frame
  let at = row
  for (let up = inference.parent[at] ?? -1; up >= 0 && !isTimingRoot(profile, up); up = inference.parent[at] ?? -1) at = up
  return inference.frame[at] ?? frame
}

function sum(list: readonly { readonly nanoseconds: number }[]): number {
  const timed = list.filter(({ nanoseconds }) => !Number.isNaN(nanoseconds))
  return timed.length === 0 ? Number.NaN : timed.reduce((total, { nanoseconds }) => total + nanoseconds, 0)
}

/** Greater first, NaN last. */
function byTime(a: number, b: number): number {
  return (Number.isNaN(b) ? -1 : b) - (Number.isNaN(a) ? -1 : a)
}

/** The packages of the code that was vulnerable at a root. */
function vulnerableAt(profile: Profile, root: number, childrenOf: ReadonlyMap<number, readonly number[]>): FrameOwner[] {
  const { invalidations } = profile
  const callers = invalidations.kind[root] === BACKEDGES ? (childrenOf.get(root) ?? []) : []
  const rows = callers.length > 0 ? callers : [root]
  const owners = rows.map((row) => frameOwner(profile, invalidations.frame[row] ?? -1))
  return [...new Map(owners.map((owner) => [blameName(owner), owner])).values()]
}

function makeBlame(profile: Profile): Blame {
  const { invalidations } = profile
  const { cost } = invalidationLinks(profile)
  const costs = new Costs(profile)
  const hit = rowsHit(profile, costs)
  const childrenOf = new Map<number, number[]>()
  for (let row = 0; row < invalidations.length; row++) {
    const parent = invalidations.parent[row] ?? -1
    if (parent < 0) continue
    const list = childrenOf.get(parent)
    if (list) list.push(row)
    else childrenOf.set(parent, [row])
  }
  const rootOf = (row: number): number => {
    let at = row
    for (let up = invalidations.parent[at] ?? -1; up >= 0 && invalidations.kind[up] !== CAUSE; up = invalidations.parent[at] ?? -1) at = up
    return at
  }
  const victimsOfRoot = new Map<number, Victim[]>()
  for (const victim of costs.victims) {
    for (const root of new Set((hit.get(victim.frame) ?? []).map(rootOf))) victimsOfRoot.set(root, [...(victimsOfRoot.get(root) ?? []), victim])
  }
  const isBlocker = (row: number): boolean => profile.blocks[invalidations.block[row] ?? -1]?.format === BLOCKERS
  const all = Array.from(invalidations.kind.keys()).filter((row) => invalidations.kind[row] === CAUSE)
  const shaped = (shape: string): number[] => all.filter((row) => !isBlocker(row) && profile.blocks[invalidations.block[row] ?? -1]?.shape === shape)
  // Reports and blockers repeat what trees say.
  const [shown = []] = [shaped('tree'), shaped('grouped'), all].filter((rows) => rows.length > 0)

  const causes = shown.map((row): CauseBlame => {
    const roots = (childrenOf.get(row) ?? []).filter((root) => invalidations.kind[root] !== CACHE)
    const victims = new Map<number, Victim>()
    const sides = new Map<string, { owner: FrameOwner, instances: number, roots: number[], victims: Map<number, Victim> }>()
    for (const root of roots) {
      for (const owner of vulnerableAt(profile, root, childrenOf)) {
        const name = blameName(owner)
        const side = sides.get(name) ?? { owner, instances: 0, roots: [], victims: new Map<number, Victim>() }
        sides.set(name, side)
        side.instances += 1 + Math.max(0, invalidations.children[root] ?? 0)
        side.roots.push(root)
        for (const victim of victimsOfRoot.get(root) ?? []) side.victims.set(victim.frame, victim)
      }
      for (const victim of victimsOfRoot.get(root) ?? []) victims.set(victim.frame, victim)
    }
    const paid = sum([...victims.values()])
    const printed = cost[row] ?? Number.NaN
    const payments = new Map<number, number>()
    for (const { frame, nanoseconds } of victims.values()) {
      const payer = payerOf(profile, frame)
      payments.set(payer, (payments.get(payer) ?? 0) + (nanoseconds || 0))
    }
    return {
      row, inserted: frameOwner(profile, invalidations.frame[row] ?? -1),
      vulnerable: [...sides.values()].map(({ victims: own, ...side }) => ({ ...side, nanoseconds: sum([...own.values()]) }))
        .sort((a, b) => byTime(a.nanoseconds, b.nanoseconds) || b.instances - a.instances),
      nanoseconds: Number.isNaN(paid) ? printed : paid,
      basis: !Number.isNaN(paid) ? costs.basis : Number.isNaN(printed) ? 'none' : 'blockers',
      instances: Math.max(0, invalidations.children[row] ?? 0) + roots.length,
      victims: [...victims.values()].sort((a, b) => byTime(a.nanoseconds, b.nanoseconds)),
      payments: [...payments].map(([frame, nanoseconds]) => ({ frame, nanoseconds })).sort((a, b) => byTime(a.nanoseconds, b.nanoseconds)),
    }
  }).sort((a, b) => byTime(a.nanoseconds, b.nanoseconds) || b.instances - a.instances || a.row - b.row)

  const everyVictim = new Map(causes.flatMap(({ victims }) => victims.map((victim) => [victim.frame, victim] as const)))
  return {
    causes, ...rollUp(causes, victimsOfRoot),
    // Inclusive times of blockers may be more than the exclusive ones that are known.
    nanoseconds: sum([{ nanoseconds: Math.max(sum([...everyVictim.values()]) || 0, causes[0]?.nanoseconds || 0) || Number.NaN }]),
    free: causes.filter(({ nanoseconds }) => Number.isNaN(nanoseconds) || nanoseconds === 0).length,
    timed: costs.basis !== 'none' || causes.some(({ basis }) => basis === 'blockers'),
  }
}

interface Sum {
  readonly victims: Map<number, Victim>
  readonly causes: Set<number>
  /** As printed, where no victim is known: inclusive, so only the greatest counts. */
  printed: number
  instances: number
}

function rollUp(causes: readonly CauseBlame[], victimsOfRoot: ReadonlyMap<number, readonly Victim[]>): Pick<Blame, 'pairs' | 'inserted' | 'vulnerable'> {
  const add = (sums: Map<string, Sum>, key: string, row: number, victims: readonly Victim[], instances: number, printed: number): void => {
    const one = sums.get(key) ?? { victims: new Map<number, Victim>(), causes: new Set<number>(), printed: Number.NaN, instances: 0 }
    sums.set(key, one)
    for (const victim of victims) one.victims.set(victim.frame, victim)
    one.causes.add(row)
    one.instances += instances
    if (!Number.isNaN(printed)) one.printed = Math.max(one.printed || 0, printed)
  }
  const [pairs, inserted, vulnerable] = [new Map<string, Sum>(), new Map<string, Sum>(), new Map<string, Sum>()]
  for (const cause of causes) {
    const who = blameName(cause.inserted)
    const printed = cause.basis === 'blockers' ? cause.nanoseconds : Number.NaN
    add(inserted, who, cause.row, cause.victims, cause.instances, printed)
    for (const { owner, instances, roots } of cause.vulnerable) {
      const victims = roots.flatMap((root) => victimsOfRoot.get(root) ?? [])
      const whose = blameName(owner)
      add(pairs, JSON.stringify([who, whose]), cause.row, victims, instances, cause.vulnerable.length === 1 ? printed : Number.NaN)
      add(vulnerable, whose, cause.row, victims, instances, cause.vulnerable.length === 1 ? printed : Number.NaN)
    }
    if (cause.vulnerable.length === 0) add(pairs, JSON.stringify([who, blameName({ name: '', kind: 'unknown', guess: true })]), cause.row, [], cause.instances, printed)
  }
  const sides = (sums: Map<string, Sum>): SideBlame[] => [...sums].map(([name, { victims, causes: rows, printed, instances }]) => {
    const paid = sum([...victims.values()])
    return { name, nanoseconds: Number.isNaN(paid) ? printed : paid, instances, causes: [...rows] }
  }).sort((a, b) => byTime(a.nanoseconds, b.nanoseconds) || b.instances - a.instances || (a.name < b.name ? -1 : 1))
  return {
    pairs: sides(pairs).map(({ name, ...rest }) => {
      const [who = '', whose = ''] = JSON.parse(name) as string[]
      return { inserted: who, vulnerable: whose, ...rest }
    }),
    inserted: sides(inserted), vulnerable: sides(vulnerable),
  }
}

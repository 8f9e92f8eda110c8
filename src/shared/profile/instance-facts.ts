/**
 * What a profile by itself knows of one method instance: how often and how long it was inferred, which calls led there, what called it and what it
 * called as recorded, what made its code invalid, and where its code is kept or why it is not. Pure, and made only for the instance asked for. Code
 * and edges are not in profiles: `loader/pipeline.ts` has them of a simulated run.
 */
import { signatureKey, writtenFunction, writtenName } from '../signature/key'
import { isTimingRoot } from './block-rows'
import { findFrame } from './links'
import { SCHEMA, type PartName } from './schema'
import type { Profile } from './tables'
import { textAt } from './tables'

/** One way to the instance in a recorded tree of inference. */
interface InferenceChain {
  /** Rows of `inference`, the outermost first; the last is the instance. */
  readonly rows: readonly number[]
  /** How many rows came here in this way. */
  readonly times: number
  /** Row of `triggers` with the call that began it, -1 if none is recorded. */
  readonly trigger: number
}

/** Another instance that stands above or below in a recorded tree. */
export interface RecordedNeighbour {
  readonly frame: number
  readonly times: number
  /** Nanoseconds, of the callee's rows with all below them. */
  readonly inclusive: number
}

export interface InstanceFacts {
  readonly frame: number
  /** Rows of `inference` that are about it. */
  readonly inferred: Int32Array
  /** Nanoseconds, NaN if no tool said them. `inclusive` counts a row within another of its own once. */
  readonly exclusive: number
  readonly inclusive: number
  /** Nanoseconds of code generation, NaN if not recorded. */
  readonly codegen: number
  /** Those that came most often first. */
  readonly chains: readonly InferenceChain[]
  readonly callers: readonly RecordedNeighbour[]
  readonly callees: readonly RecordedNeighbour[]
  /** From the cause down to the instance, rows of `invalidations`, one for each tree that it stands in. */
  readonly invalidated: readonly (readonly number[])[]
  /** Rows that say where its code is kept, or why it is not. */
  readonly kept: readonly { readonly part: 'imageItems' | 'unsaved' | 'precompile', readonly rows: Int32Array }[]
}

const KEPT = ['imageItems', 'unsaved', 'precompile'] as const
const UNIQUE = SCHEMA.invalidations.kind.oneOf.indexOf('unique')
const INSTANCE = SCHEMA.frames.kind.oneOf.indexOf('instance')
const MOST_CHAINS = 20

const NONE = new Int32Array()

function pathOf(parent: Int32Array, row: number): number[] {
  const path: number[] = []
  for (let at = row; at >= 0; at = parent[at] ?? -1) path.unshift(at)
  return path
}

function sum(values: Float64Array, rows: readonly number[] | Int32Array): number {
  let total = Number.NaN
  for (const row of rows) {
    const value = values[row] ?? Number.NaN
    if (!Number.isNaN(value)) total = (Number.isNaN(total) ? 0 : total) + value
  }
  return total
}

/** The trigger whose callee is what a tree begins with. */
function triggerOf(profile: Profile, root: number): number {
  const { triggers, inference, frames } = profile
  const key = (frame: number | undefined): string => signatureKey(textAt(profile, frames.signature[frame ?? -1]))
  const frame = inference.frame[root] ?? -1
  const wanted = key(frame)
  const near = findFrame(profile, frame).find(({ part, by }) => part === 'triggers' && by === 'instance')?.rows ?? NONE
  return near.find((row) => key(triggers.callee[row]) === wanted) ?? -1
}

function chainsOf(profile: Profile, rows: Int32Array): InferenceChain[] {
  const { inference } = profile
  const chains = new Map<string, { rows: number[], times: number }>()
  for (const row of rows) {
    if (profile.blocks[inference.block[row] ?? -1]?.shape !== 'tree') continue
    const path = pathOf(inference.parent, row).filter((at) => !isTimingRoot(profile, at))
    const key = path.map((at) => inference.frame[at] ?? -1).join(' ')
    const known = chains.get(key)
    if (known) known.times++
    else chains.set(key, { rows: path, times: 1 })
  }
  return [...chains.values()]
    .sort((a, b) => b.times - a.times)
    .slice(0, MOST_CHAINS)
    .map((chain) => ({ ...chain, trigger: triggerOf(profile, chain.rows[0] ?? -1) }))
}

function neighbours(profile: Profile, pairs: readonly { readonly other: number, readonly below: number }[]): RecordedNeighbour[] {
  const { inference } = profile
  const found = new Map<number, { frame: number, times: number, inclusive: number }>()
  for (const { other, below } of pairs) {
    const frame = inference.frame[other] ?? -1
    const one = found.get(frame) ?? { frame, times: 0, inclusive: 0 }
    one.times++
    one.inclusive += inference.inclusive[below] || 0
    found.set(frame, one)
  }
  return [...found.values()].filter(({ frame }) => frame >= 0).sort((a, b) => b.inclusive - a.inclusive || b.times - a.times)
}

/** @param frame a row of `frames`. */
export function instanceFacts(profile: Profile, frame: number): InstanceFacts {
  const { inference, invalidations, codegen } = profile
  const same = findFrame(profile, frame).filter(({ by }) => by === 'instance')
  const rowsIn = (part: PartName): Int32Array => same.find((one) => one.part === part)?.rows ?? NONE
  const inferred = rowsIn('inference')
  const own = new Set(inferred)
  const outermost = [...inferred].filter((row) => !pathOf(inference.parent, inference.parent[row] ?? -1).some((above) => own.has(above)))
  const callers: { other: number, below: number }[] = []
  for (const row of inferred) {
    const above = inference.parent[row] ?? -1
    if (above >= 0 && !isTimingRoot(profile, above)) callers.push({ other: above, below: row })
  }
  const callees: { other: number, below: number }[] = []
  if (own.size > 0) for (let row = 0; row < inference.length; row++) if (own.has(inference.parent[row] ?? -1)) callees.push({ other: row, below: row })
  return {
    frame, inferred,
    exclusive: sum(inference.exclusive, inferred),
    inclusive: sum(inference.inclusive, outermost),
    codegen: sum(codegen.time, rowsIn('codegen')),
    chains: chainsOf(profile, inferred),
    callers: neighbours(profile, callers),
    callees: neighbours(profile, callees),
    invalidated: [...rowsIn('invalidations')].filter((row) => invalidations.kind[row] !== UNIQUE).map((row) => pathOf(invalidations.parent, row)),
    kept: KEPT.map((part) => ({ part, rows: rowsIn(part) })).filter(({ rows }) => rows.length > 0),
  }
}

/** The frame of an instance by its signature in any notation, -1 if the profile has none. */
export function frameOfSignature(profile: Profile, signature: string): number {
  const { frames } = profile
  const name = writtenFunction(signature).name
  const key = signatureKey(signature)
  for (let frame = 0; frame < frames.length; frame++) {
    if (frames.kind[frame] !== INSTANCE || writtenName(textAt(profile, frames.name[frame])) !== name) continue
    const text = textAt(profile, frames.signature[frame])
    if (text === signature || signatureKey(text) === key) return frame
  }
  return -1
}

/**
 * The instances that took most inference of their own, at most `most` of them; where none was inferred, those whose code came out of images, the largest
 * first. `frame` is a row of `frames`, `nanoseconds` NaN where nothing was measured.
 */
export function heaviestInstances(profile: Profile, most: number): { readonly frame: number, readonly nanoseconds: number }[] {
  const { inference, imageItems, frames } = profile
  const weights = new Map<number, number>()
  const add = (frame: number, weight: number): void => {
    if (frames.kind[frame] === INSTANCE) weights.set(frame, (weights.get(frame) ?? 0) + (weight || 0))
  }
  for (let row = 0; row < inference.length; row++) if (!isTimingRoot(profile, row)) add(inference.frame[row] ?? -1, inference.exclusive[row] ?? 0)
  const timed = weights.size > 0
  if (!timed) for (let row = 0; row < imageItems.length; row++) add(imageItems.frame[row] ?? -1, (imageItems.inferred[row] || 0) + (imageItems.native[row] || 0))
  return [...weights].sort(([, a], [, b]) => b - a).slice(0, most).map(([frame, weight]) => ({ frame, nanoseconds: timed ? weight : Number.NaN }))
}

/** Which items of a ledger a change is about: loads of packages, instances and all below them, what a method invalidated, native code of instances. */
import { signatureKey } from '../../signature/key'
import type { MethodPlace } from '../../what-if'
import { importBlame, type ImportBlame } from '../import-blame'
import { invalidationLinks } from '../invalidation-links'
import { SCHEMA } from '../schema'
import { textAt } from '../tables'
import type { Item, Ledger } from './ledger'

const NEEDS = SCHEMA.dependencies.kind.oneOf.indexOf('needs')
const CAUSE = SCHEMA.invalidations.kind.oneOf.indexOf('cause')

/** Packages without which others would not be loaded, by name: the package and all that it alone brings. */
export interface Removal {
  readonly packages: ReadonlySet<string>
  /** Whether a manifest says what needs what. */
  readonly isKnown: boolean
  /** Others that need it, so that it stays. */
  readonly neededBy: readonly string[]
}

/** @param from only this package stops to need it; `.` for what asks for it itself. */
export function removalOf({ profile }: Ledger, name: string, from?: string): Removal {
  const blame = importBlame(profile)
  const row = rowOf(profile.strings, profile.packages.name, name)
  const own = blame.packages[row]
  const title = (at: number): string => textAt(profile, profile.packages.name[at])
  if (row < 0 || own === undefined || profile.dependencies.length === 0) return { packages: new Set([name]), isKnown: false, neededBy: [] }
  const others = from === undefined ? [] : [...own.neededBy.map(title).filter((one) => one !== from), ...(own.asked === 'yes' && from !== '.' ? ['the project'] : [])]
  if (others.length > 0) return { packages: new Set(), isKnown: true, neededBy: others }
  return { packages: new Set(below(blame, row).map(title)), isKnown: true, neededBy: [] }
}

/** A package and all that it dominates. */
function below(blame: ImportBlame, row: number): number[] {
  return blame.packages.flatMap((one) => {
    for (let at = one?.package ?? -1; at >= 0; at = blame.packages[at]?.dominator ?? -1) if (at === row) return [one?.package ?? -1]
    return []
  })
}

/** A package and all that it needs. */
export function neededFor({ profile }: Ledger, names: readonly string[]): { readonly packages: ReadonlySet<string>, readonly isKnown: boolean } {
  const { dependencies, packages } = profile
  const found = new Set(names)
  const title = (at: number | undefined): string => textAt(profile, packages.name[at ?? -1])
  for (let grows = true; grows;) {
    const size = found.size
    for (let row = 0; row < dependencies.length; row++) if (dependencies.kind[row] === NEEDS && found.has(title(dependencies.package[row]))) found.add(title(dependencies.on[row]))
    grows = found.size > size
  }
  return { packages: found, isKnown: dependencies.length > 0 }
}

function rowOf(strings: readonly string[], column: Int32Array, name: string): number {
  return column.findIndex((text) => text >= 0 && strings[text] === name)
}

const keys = new WeakMap<Ledger, Map<string, Item[]>>()

/** Items of inference, native code and lists by the key of their instance. */
function byKey(ledger: Ledger): Map<string, Item[]> {
  const known = keys.get(ledger)
  if (known) return known
  const found = new Map<string, Item[]>()
  keys.set(ledger, found)
  for (const item of ledger.items) {
    if (item.frame < 0) continue
    const key = keyOf(ledger, item.frame)
    found.set(key, [...found.get(key) ?? [], item])
  }
  return found
}

function keyOf({ profile }: Ledger, frame: number): string {
  return signatureKey(textAt(profile, profile.frames.signature[frame]).replace(/^(?:MethodInstance|InferenceFrameInfo) for /, ''))
}

/** Items of the same instance, whatever tool printed it. */
export function itemsOf(ledger: Ledger, frame: number): readonly Item[] {
  return byKey(ledger).get(keyOf(ledger, frame)) ?? []
}

export function itemsOfKey(ledger: Ledger, key: string): readonly Item[] {
  return byKey(ledger).get(key) ?? []
}

const children = new WeakMap<Ledger, ReadonlyMap<number, readonly number[]>>()

/** Items of inference of a row and of all below it; the item itself where there is no tree. */
export function subtree(ledger: Ledger, item: Item): Item[] {
  if (item.part !== 'inference' || !ledger.inferenceIsTree) return [item]
  let below = children.get(ledger)
  if (!below) {
    const lists = new Map<number, number[]>()
    for (const row of ledger.inferenceItem.keys()) {
      const parent = ledger.profile.inference.parent[row] ?? -1
      lists.set(parent, [...lists.get(parent) ?? [], row])
    }
    children.set(ledger, (below = lists))
  }
  const found: Item[] = []
  const open = [item.row]
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    const one = ledger.inferenceItem.get(row)
    if (one) found.push(one)
    open.push(...below.get(row) ?? [])
  }
  return found
}

/** Native code of the instances of these items. */
export function nativeOf(ledger: Ledger, items: readonly Item[]): Item[] {
  const frames = new Set(items.map(({ frame }) => frame).filter((frame) => frame >= 0))
  return [...new Set([...frames].flatMap((frame) => itemsOf(ledger, frame).filter(({ part }) => part === 'codegen')))]
}

/** Causes of invalidation that are this method. */
export function causesOfMethod({ profile }: Ledger, method: MethodPlace): number[] {
  const { invalidations, frames } = profile
  const key = 'signature' in method ? signatureKey(bareSignature(method.signature)) : ''
  return [...invalidations.kind.keys()].filter((row) => {
    if (invalidations.kind[row] !== CAUSE) return false
    const frame = invalidations.frame[row] ?? -1
    if ('signature' in method) return signatureKey(bareSignature(textAt(profile, frames.signature[frame]))) === key
    const file = textAt(profile, frames.file[frame])
    return frames.line[frame] === method.line && sameFile(file, method.file)
  })
}

/** Without the place that Julia prints behind it. */
function bareSignature(text: string): string {
  return text.replace(/\s+(?:in|@)\s+[\p{L}_][\p{L}\p{N}_!.]*(?:\s.*)?$/su, '')
}

/** Equal, or one is the end of the other. */
export function sameFile(a: string, b: string): boolean {
  const [left, right] = [a, b].map((one) => one.replaceAll('\\', '/'))
  if (left === undefined || right === undefined || left === '' || right === '') return false
  return left === right || left.endsWith(`/${right}`) || right.endsWith(`/${left}`)
}

export interface Invalidated {
  /** Of instances that were compiled again. */
  readonly items: readonly Item[]
  /** Instances in the trees. */
  readonly instances: number
  /** What `precompile_blockers` printed for the causes, or the stale instances below them, in nanoseconds; NaN if neither. */
  readonly printed: number
}

/** What was compiled again because of these causes, as far as the ledger has it. */
export function invalidatedBy(ledger: Ledger, causes: readonly number[]): Invalidated {
  const { profile } = ledger
  const { invalidations, stale } = profile
  const links = invalidationLinks(profile)
  const wanted = new Set(causes)
  const frames = new Set<number>()
  for (let row = 0; row < invalidations.length; row++) if (invalidations.kind[row] !== CAUSE && wanted.has(links.causeOf[row] ?? -1)) frames.add(invalidations.frame[row] ?? -1)
  frames.delete(-1)
  const items = new Set<Item>()
  for (const frame of frames) for (const item of itemsOf(ledger, frame)) items.add(item)
  for (const [row, hit] of links.hits.entries()) if (hit?.causes.some((cause) => wanted.has(cause)) === true) for (const item of itemsOf(ledger, stale.frame[row] ?? -1)) items.add(item)
  const printed = causes.map((row) => links.cost[row] || links.staleTime[row] || Number.NaN).filter((time) => !Number.isNaN(time))
  return { items: [...items], instances: frames.size, printed: printed.length === 0 ? Number.NaN : printed.reduce((sum, time) => sum + time, 0) }
}

/** Causes whose method belongs to one of these packages. */
export function causesOfPackages(ledger: Ledger, packages: ReadonlySet<string>): number[] {
  const { profile } = ledger
  return [...profile.invalidations.kind.keys()].filter((row) => {
    if (profile.invalidations.kind[row] !== CAUSE) return false
    return packages.has(textAt(profile, profile.frames.module[profile.invalidations.frame[row] ?? -1]).split('.', 1)[0] ?? '')
  })
}

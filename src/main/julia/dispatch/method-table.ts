/**
 * The methods of one function, with the worlds in which each is there. Methods have an order, in which a more specific one
 * is put before the first that it is more specific than; where that order is not enough, because specificity is not
 * transitive and new methods come late, pairs of methods are compared when a lookup meets both. Compare Julia 1.5's gf.c,
 * which compares them on insertion: with thousands of methods that takes longer than all lookups.
 */
import { typeIntersect } from '../types/intersect'
import { isSubtype, typesEqual } from '../types/subtype'
import { isConcreteType } from '../types/query'
import { isKind, isTuple, type Parameter } from '../types/type'
import type { TypeUniverse } from '../types/universe'
import type { LookupResult } from './lookup'
import { FOREVER, type Method } from './method'
import { MethodIndex } from './method-index'
import { moreSpecific, moreSpecificApart } from './specificity'

/** How two methods stand to each other where both apply. */
export type Order = 'apart' | 'first' | 'second' | 'ambiguous' | 'resolved'

/** Methods that had their places in another session. */
export interface StoredMethods<M extends Method> {
  readonly methods: readonly M[]
  /** The place of each in the table's order. */
  readonly ranks: readonly number[]
}

export class MethodTable<M extends Method = Method> {
  private readonly inserted: M[] = []
  /** What an image holds, until something asks for a method. */
  private stored: (() => StoredMethods<M>) | undefined
  /** Of what is stored, methods that were read by themselves. */
  private readonly single = new Set<M>()
  /** Methods that lookups and insertions have looked at so far. */
  looked = 0
  /** Answers of lookups since the last change, by signature and what else was asked (lookup.ts). */
  readonly answers = new Map<Parameter, Map<string, LookupResult<M>>>()
  private readonly ordered: M[] = []
  private readonly index: MethodIndex<M>
  private readonly orders = new Map<number, Order>()

  constructor(
    readonly universe: TypeUniverse,
    readonly name = 'f',
  ) {
    this.index = new MethodIndex(universe)
  }

  /** All that were ever inserted, in order of definition. */
  get all(): readonly M[] {
    this.fill()
    return this.inserted
  }

  /** Without those of an image that nothing has asked for. */
  get known(): Iterable<M> {
    return this.stored === undefined ? this.inserted : this.single
  }

  /** Adds a method from its `primaryWorld` on and gives it its place. One with an equal signature is replaced: that is returned. */
  insert(method: M): M | undefined {
    const { signature, primaryWorld } = method
    const candidates = this.candidates(signature)
    const replaced = candidates.find((other) => other.deletedWorld === FOREVER && typesEqual(this.universe, other.signature, signature))
    if (replaced !== undefined) replaced.deletedWorld = primaryWorld
    method.index = this.inserted.length
    const next = candidates.find((other) => moreSpecific(this.universe, signature, other.signature))
    this.place(method, next)
    this.inserted.push(method)
    this.index.add(method)
    this.answers.clear()
    return replaced
  }

  /** The methods of an empty table, read when something first looks at one. */
  defer(read: () => StoredMethods<M>): void {
    this.stored = read
  }

  /** A stored method that was read by itself, as something else referred to it. */
  note(method: M): void {
    if (this.stored !== undefined) this.single.add(method)
  }

  private fill(): void {
    const { stored } = this
    if (stored === undefined) return
    this.stored = undefined
    const { methods, ranks } = stored()
    for (const [at, method] of methods.entries()) {
      method.index = at
      method.rank = ranks[at] ?? at
      this.inserted.push(method)
      this.ordered[method.rank] = method
      this.index.add(method)
    }
    this.single.clear()
  }

  /** Takes a method out of all worlds from `world` on. */
  delete(method: M, world: number): void {
    method.deletedWorld = Math.min(method.deletedWorld, world)
    this.answers.clear()
  }

  /** The methods there in a world, in the table's order. */
  methods(world: number): M[] {
    this.fill()
    return this.ordered.filter((method) => method.isIn(world))
  }

  /** Methods of any world that may share values with the signature, in the table's order. */
  candidates(signature: Parameter): M[] {
    this.fill()
    const found = this.index.candidates(signature)
    this.looked += found.length
    return found
  }

  /** Puts a method before another in the table's order, or last; one for concrete types only comes first, as nothing is more specific. */
  private place(method: M, next: M | undefined): void {
    const at = isForConcreteTypes(method.signature) ? 0 : (next?.rank ?? this.ordered.length)
    this.ordered.splice(at, 0, method)
    for (let rank = at; rank < this.ordered.length; rank++) {
      const later = this.ordered[rank]
      if (later !== undefined) later.rank = rank
    }
  }

  /** How `a` and `b` stand to each other; `first` if `a` is more specific. */
  order(a: Method, b: Method): Order {
    const [older, newer] = a.index < b.index ? [a, b] : [b, a]
    const key = older.index * 2 ** 26 + newer.index
    let order = this.orders.get(key)
    if (order === undefined) {
      order = this.compare(newer, older)
      this.orders.set(key, order)
    }
    if (newer === a || (order !== 'first' && order !== 'second')) return order
    return order === 'first' ? 'second' : 'first'
  }

  private compare(newer: Method, older: Method): Order {
    const { universe } = this
    const both = typeIntersect(universe, newer.signature, older.signature)
    if (both.kind === 'bottom') return 'apart'
    const order = this.compareSignatures(newer.signature, older.signature)
    return this.isResolved(newer, older, both, order) ? 'resolved' : order
  }

  private compareSignatures(newer: Parameter, older: Parameter): Order {
    const { universe } = this
    if (isSubtype(universe, newer, older)) return 'first'
    if (isSubtype(universe, older, newer)) return 'second'
    if (moreSpecificApart(universe, newer, older)) return 'first'
    return moreSpecificApart(universe, older, newer) ? 'second' : 'ambiguous'
  }

  /** A third method, older than both being there, is defined for just what they share: their own order does not matter. */
  private isResolved(newer: Method, older: Method, both: Parameter, order: Order): boolean {
    const earlier = older.rank < newer.rank ? older : newer
    const inOrder = order === (earlier === newer ? 'first' : 'second')
    if (inOrder) return false
    const { universe } = this
    const third = this.candidates(both).find((method) =>
      method !== newer && method !== older && method.index < newer.index && method.isIn(newer.primaryWorld) && typesEqual(universe, method.signature, both))
    if (third === undefined) return false
    return [older, newer].every(({ signature }) => isSubtype(universe, both, signature) || moreSpecificApart(universe, third.signature, signature))
  }
}

function isForConcreteTypes(signature: Parameter): boolean {
  return isTuple(signature) && signature.parameters.every((type) => isConcreteType(type) && !isKind(type))
}

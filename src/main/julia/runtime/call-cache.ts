/**
 * What calls led to, remembered by the callee and the types of the arguments, so that a call that was made before needs no tuple type and
 * no lookup. What is known of a function is forgotten when its method table changes; calls in worlds before that change
 * take the long way.
 */
import { solveSubtype } from '../types/subtype'
import { tupleOf, typeOf } from '../types/instantiate'
import type { DataType, Parameter } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { isTypeValue } from '../values/egal'
import type { JuliaValue } from '../values/value'
import type { FunctionTable } from '../worlds/function-table'
import type { CodeMethod, MethodInstance } from '../worlds/method'
import type { World, WorldObserver } from '../worlds/world'

/** An instance and what its static parameters are in this very call: an instance of widened types may not say. */
export interface Target {
  readonly instance: MethodInstance
  readonly parameters: readonly Parameter[]
}

class Node {
  readonly next = new Map<object, Node>()
  target: Target | undefined
}

class Root extends Node {
  constructor(
    readonly table: FunctionTable,
    /** The last world in which the table changed. */
    readonly since: number,
  ) {
    super()
  }
}

export class CallCache {
  private readonly roots = new Map<object, Root>()
  private readonly calleesOf = new Map<FunctionTable, object[]>()
  /** `Type{X}` of types that were passed. */
  private readonly typeKeys = new WeakMap<object, object>()
  private readonly core: CoreTypes

  constructor(
    private readonly world: World,
    /** A call was looked up. */
    private readonly dispatched: () => void = () => undefined,
  ) {
    this.core = world.core
    const forget = (method: CodeMethod): void => this.forget(method.table)
    const observer: WorldObserver = { methodAdded: forget, methodDeleted: forget }
    world.observers.push(observer)
  }

  /** The callee stands first. */
  lookup(args: readonly JuliaValue[], age: number): Target | 'none' | 'ambiguous' {
    const [callee] = args
    if (callee === undefined) return 'none'
    this.dispatched()
    const key = this.keyOf(callee)
    const root = this.roots.get(key) ?? this.addRoot(key, args)
    if (age < root.since) return this.resolve(args, age)
    let node: Node = root
    for (let at = 1; at < args.length; at++) {
      const argument = args[at]
      if (argument === undefined) break
      const argumentKey = this.keyOf(argument)
      let next = node.next.get(argumentKey)
      if (next === undefined) {
        next = new Node()
        node.next.set(argumentKey, next)
      }
      node = next
    }
    if (node.target !== undefined) return node.target
    const target = this.resolve(args, age)
    if (typeof target !== 'string') node.target = target
    return target
  }

  private keyOf(value: JuliaValue): object {
    if (typeof value !== 'object' || !isTypeValue(value) || value.kind === 'var') return this.core.typeOf(value)
    let key = this.typeKeys.get(value)
    if (key === undefined) {
      key = typeOf(this.core.universe, value)
      this.typeKeys.set(value, key)
    }
    return key
  }

  private addRoot(key: object, args: readonly JuliaValue[]): Root {
    const table = this.world.tableOf(callTypes(this.core, args.slice(0, 1)))
    let since = 0
    for (const { primaryWorld, deletedWorld } of table.known) since = Math.max(since, primaryWorld, Number.isFinite(deletedWorld) ? deletedWorld : 0)
    const root = new Root(table, since)
    this.roots.set(key, root)
    const keys = this.calleesOf.get(table)
    if (keys === undefined) this.calleesOf.set(table, [key])
    else keys.push(key)
    return root
  }

  private forget(table: FunctionTable): void {
    for (const key of this.calleesOf.get(table) ?? []) this.roots.delete(key)
    this.calleesOf.delete(table)
  }

  private resolve(args: readonly JuliaValue[], age: number): Target | 'none' | 'ambiguous' {
    const types = callTypes(this.core, args)
    const instance = this.world.dispatch(types, age)
    return typeof instance === 'string' ? instance : targetOf(this.world, instance, types)
  }
}

/** The static parameters of an instance that runs for arguments of these types. */
export function targetOf({ universe }: World, instance: MethodInstance, types: DataType): Target {
  const { method } = instance
  if (method === undefined || instance.specTypes === types || method.source.variables.length === 0) return { instance, parameters: instance.parameters }
  return { instance, parameters: solveSubtype(universe, types, method.signature) ?? instance.parameters }
}

/** `Tuple{typeof(f), ...}`, with `Type{X}` for a type X that is passed. */
export function callTypes(core: CoreTypes, args: readonly JuliaValue[]): DataType {
  const { universe } = core
  return tupleOf(universe, args.map((value) =>
    typeof value === 'object' && isTypeValue(value) && value.kind !== 'var' ? typeOf(universe, value) : core.typeOf(value)))
}

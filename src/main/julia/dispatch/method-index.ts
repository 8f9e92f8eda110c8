/**
 * Finds the methods whose signatures may share values with a type, without looking at all. Methods are told apart by
 * the number of arguments, then by a trie over positions: a full leaf is split by the *head* of the next argument, that is
 * the name of its type (and for `Type{X}` the name of X). A query follows the names above and below its own. Never leaves
 * out a method that intersects; may return some that do not. Julia's typemap does the same with other keys.
 */
import { supertypeOf } from '../types/instantiate'
import { lastRepetition, varargLength } from '../types/query'
import { isAny, isKind, isTuple, isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter, type TypeName } from '../types/type'
import type { TypeUniverse } from '../types/universe'
import { unionMembers } from '../types/union'
import type { Method } from './method'

/** Methods in a leaf before it is split, as many as in Julia's typemap. */
const LEAF = 12
/** Arguments by which methods are told apart. */
const DEEPEST = 12

type Head = { readonly of: 'anything' } | { readonly of: 'name', readonly type: DataType } | { readonly of: 'type', readonly name: TypeName, readonly type: DataType }

function headsOf(parameter: Parameter): Head[] {
  const body = unwrapUnionAll(parameter)
  switch (body.kind) {
    case 'var':
      return headsOf(body.upper)
    case 'union':
      return unionMembers(body).flatMap(headsOf)
    case 'datatype': {
      if (isAny(body)) return [{ of: 'anything' }]
      const about = isTypeType(body) && body.parameters[0] !== undefined ? unwrapUnionAll(body.parameters[0]) : undefined
      return [about?.kind === 'datatype' ? { of: 'type', name: about.name, type: body } : { of: 'name', type: body }]
    }
    default:
      return [{ of: 'anything' }]
  }
}

/** The heads of the argument at a position. An argument that may be missing tells nothing apart. */
function headsAt(signature: Parameter, at: number): Head[] {
  const tuple = unwrapUnionAll(signature)
  const element = isTuple(tuple) && at < tuple.parameters.length ? tuple.parameters[at] : undefined
  return element === undefined || isVararg(element) ? [{ of: 'anything' }] : headsOf(element)
}

/** How many arguments a signature takes, at least and at most. */
function lengthsOf(signature: Parameter): { readonly min: number, readonly max: number } {
  const tuple = unwrapUnionAll(signature)
  if (!isTuple(tuple)) return { min: 0, max: Infinity }
  const last = tuple.parameters.at(-1)
  if (last === undefined || !isVararg(last)) return { min: tuple.parameters.length, max: tuple.parameters.length }
  const min = tuple.parameters.length - 1 + varargLength(last)
  return { min, max: lastRepetition(tuple) === 'counted' ? min : Infinity }
}

class Leaf<M> {
  readonly methods: M[] = []
}

class Branch<M> {
  readonly names = new Map<TypeName, Node<M>>()
  /** By the X of `Type{X}`. */
  readonly types = new Map<TypeName, Node<M>>()
  /** For a name the names here that are declared below it. */
  readonly below = new Map<TypeName, Set<TypeName>>()
  anything: Node<M> = new Leaf<M>()
}

type Node<M> = Leaf<M> | Branch<M>

export class MethodIndex<M extends Method> {
  /** By the number of arguments, and by the least number where there may be more. */
  private readonly fixed = new Map<number, Node<M>>()
  private readonly variadic = new Map<number, Node<M>>()

  constructor(private readonly universe: TypeUniverse) {}

  add(method: M): void {
    const { min, max } = lengthsOf(method.signature)
    const map = max === min ? this.fixed : this.variadic
    map.set(min, this.insert(map.get(min) ?? new Leaf<M>(), method, 0))
  }

  /** The methods that may intersect, in the order of their table. */
  candidates(signature: Parameter): M[] {
    const { min, max } = lengthsOf(signature)
    const found = new Set<M>()
    for (const [length, node] of this.fixed) if (min <= length && length <= max) this.visit(node, signature, 0, found)
    for (const [least, node] of this.variadic) if (least <= max) this.visit(node, signature, 0, found)
    return [...found].sort((a, b) => a.rank - b.rank)
  }

  private insert(node: Node<M>, method: M, at: number): Node<M> {
    if (node instanceof Leaf) {
      if (node.methods.length < LEAF || at >= DEEPEST) {
        node.methods.push(method)
        return node
      }
      const branch = new Branch<M>()
      for (const other of node.methods) this.distribute(branch, other, at)
      this.distribute(branch, method, at)
      return branch
    }
    this.distribute(node, method, at)
    return node
  }

  private distribute(branch: Branch<M>, method: M, at: number): void {
    const heads = headsAt(method.signature, at)
    if (heads.some((head) => head.of === 'anything')) {
      branch.anything = this.insert(branch.anything, method, at + 1)
      return
    }
    const put = (map: Map<TypeName, Node<M>>, name: TypeName) => map.set(name, this.insert(map.get(name) ?? new Leaf<M>(), method, at + 1))
    for (const name of new Set(heads.flatMap((head) => (head.of === 'type' ? [head.name] : [])))) put(branch.types, name)
    for (const type of new Map(heads.flatMap((head) => (head.of === 'name' ? [[head.type.name, head.type] as const] : []))).values()) {
      put(branch.names, type.name)
      for (const above of this.ancestors(type)) {
        const known = branch.below.get(above)
        if (known === undefined) branch.below.set(above, new Set([type.name]))
        else known.add(type.name)
      }
    }
  }

  /** The names above, without `Any`. */
  private ancestors(type: DataType): TypeName[] {
    const names: TypeName[] = []
    for (let above = supertypeOf(this.universe, type.name.primary); !isAny(above); above = supertypeOf(this.universe, above)) names.push(above.name)
    return names
  }

  private visit(node: Node<M> | undefined, signature: Parameter, at: number, found: Set<M>): void {
    if (node === undefined) return
    if (node instanceof Leaf) {
      for (const method of node.methods) found.add(method)
      return
    }
    const heads = headsAt(signature, at)
    const go = (child: Node<M> | undefined) => this.visit(child, signature, at + 1, found)
    go(node.anything)
    if (heads.some((head) => head.of === 'anything')) {
      for (const child of node.names.values()) go(child)
      for (const child of node.types.values()) go(child)
      return
    }
    for (const head of heads) this.visitHead(node, head, go)
  }

  private visitHead(branch: Branch<M>, head: Head, go: (child: Node<M> | undefined) => void): void {
    if (head.of === 'anything') return
    const { type } = head
    go(branch.names.get(type.name))
    for (const above of this.ancestors(type)) go(branch.names.get(above))
    for (const below of branch.below.get(type.name) ?? []) go(branch.names.get(below))
    if (head.of === 'type') go(branch.types.get(head.name))
    // A kind and `Type{X}` share X.
    if (head.of === 'type') for (const kind of this.kinds()) go(branch.names.get(kind))
    if (head.of === 'name' && (isKind(type) || isTypeType(type))) for (const child of branch.types.values()) go(child)
  }

  private kinds(): TypeName[] {
    const { dataTypeKind, unionKind, unionAllKind, typeofBottom } = this.universe
    return [dataTypeKind.name, unionKind.name, unionAllKind.name, typeofBottom.name]
  }
}

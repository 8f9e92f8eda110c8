/**
 * `Union{...}`, normalised as Julia does it: flattened, members below another member dropped, the rest sorted
 * (singletons, bits types, other data types, `UnionAll`s; ties by module, name and parameters).
 */
import { isBits, isSingleton } from './query'
import { isSubtype } from './subtype'
import { isAny, unwrapUnionAll, type Parameter } from './type'
import { BOTTOM, type TypeUniverse } from './universe'

export function unionMembers(type: Parameter): Parameter[] {
  return type.kind === 'union' ? [...unionMembers(type.a), ...unionMembers(type.b)] : [type]
}

export function unionOf(universe: TypeUniverse, types: readonly Parameter[]): Parameter {
  const [only] = types
  if (only === undefined) return BOTTOM
  if (types.length === 1) return only
  const members: (Parameter | undefined)[] = types.flatMap(unionMembers)
  for (const [at, member] of members.entries()) {
    if (member === undefined) continue
    if (members.some((other, where) => other !== undefined && where !== at && isBelow(universe, member, other))) members[at] = undefined
  }
  const sorted = members.filter((member) => member !== undefined).sort((a, b) => compareMembers(universe, a, b))
  return sorted.reduceRight((rest, member) => universe.union(member, rest))
}

function isBelow(universe: TypeUniverse, member: Parameter, other: Parameter): boolean {
  return member === other || member.kind === 'bottom' || isAny(other)
    || (!member.open && !other.open && isSubtype(universe, member, other))
}

function rank(universe: TypeUniverse, type: Parameter): number {
  if (type.kind !== 'datatype') return 3
  if (isSingleton(universe, type)) return 0
  return isBits(universe, type) ? 1 : 2
}

function compareMembers(universe: TypeUniverse, a: Parameter, b: Parameter): number {
  return rank(universe, a) - rank(universe, b) || compareNames(unwrapUnionAll(a), unwrapUnionAll(b))
}

/** Parameters count only up to the third, and only where both are of one sort. */
function compareNames(a: Parameter, b: Parameter): number {
  if (a.kind !== 'datatype' || b.kind !== 'datatype') return Number(a.kind !== 'datatype') - Number(b.kind !== 'datatype')
  const byName = compareText(a.name.sortKey, b.name.sortKey) || a.parameters.length - b.parameters.length
  if (byName !== 0) return byName
  for (const [at, first] of a.parameters.slice(0, 3).entries()) {
    const second = b.parameters[at]
    if (second === undefined || first === second || first.kind !== second.kind) continue
    const order = first.kind === 'datatype' || first.kind === 'unionall' ? compareNames(unwrapUnionAll(first), unwrapUnionAll(second)) : 0
    if (order !== 0) return order
  }
  return 0
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** The tree of declared types: what is above a type, up to `Any`, and what is declared directly below it. */
import { supertypeOf, where } from './instantiate'
import { typeIntersect } from './intersect'
import { isSubtype, outerVariables } from './subtype'
import { isAny, unwrapUnionAll, type Parameter } from './type'
import type { TypeUniverse } from './universe'

/** `supertype(type)`; undefined for what has none, such as a union. */
function supertype(universe: TypeUniverse, type: Parameter): Parameter | undefined {
  const body = unwrapUnionAll(type)
  if (body.kind !== 'datatype') return undefined
  return outerVariables(type).reduceRight<Parameter>((above, variable) => where(universe, variable, above), supertypeOf(universe, body))
}

/** `supertypes(type)`: the type, what is above it, and so on to `Any`. */
export function supertypes(universe: TypeUniverse, type: Parameter): Parameter[] {
  const chain = [type]
  for (let above = type; !isAny(unwrapUnionAll(above));) {
    const next = supertype(universe, above)
    if (next === undefined) break
    chain.push(next)
    above = next
  }
  return chain
}

/** `subtypes(type)`: the declared types directly below, by name. Of a parametric subtype the part that is below. */
export function subtypes(universe: TypeUniverse, type: Parameter): Parameter[] {
  const body = unwrapUnionAll(type)
  if (body.kind !== 'datatype' || body.name.typeKind !== 'abstract') return []
  const found: Parameter[] = []
  for (const name of [...universe.typeNames()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (name.supertype.name !== body.name || name.primary === body || isAny(name.primary)) continue
    const part = isSubtype(universe, name.wrapper, type) ? name.wrapper : typeIntersect(universe, name.wrapper, type)
    if (part.kind !== 'bottom') found.push(part)
  }
  return found
}

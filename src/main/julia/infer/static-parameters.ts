/** What is known of a method's `where` variables in one instance: their values, or types of which they are (1.5, `sptypes_from_meth_instance`). */
import { typeOf, where } from '../types/instantiate'
import { outerVariables } from '../types/subtype'
import { isAny, isTypeType, unwrapUnionAll, type Parameter, type TypeVar } from '../types/type'
import { BOTTOM } from '../types/universe'
import { elementOf, rewrapUnionAll, upperBound } from '../lattice/type-facts'
import type { Lattice, LatticeElement } from '../lattice/element'
import type { MethodInstance } from '../worlds/method'
import { parameterConst } from './constants'

export function staticParameterTypes(lattice: Lattice, { method, parameters, specTypes }: MethodInstance): LatticeElement[] {
  if (method === undefined) return []
  const variables = outerVariables(method.signature)
  const values: readonly Parameter[] = parameters.length === 0 ? variables : parameters
  return values.map((value, at) => {
    if (value.kind !== 'var') return parameterConst(lattice, value)
    const own = variables[at]
    const from = own === undefined ? -1 : argumentThatIs(method.signature, own)
    return from >= 0 ? argumentType(lattice, specTypes, from) : typeWithin(lattice, value)
  })
}

/** The argument declared `::Type{T}` says more than the bounds of T. */
function argumentThatIs(signature: Parameter, variable: TypeVar): number {
  const tuple = unwrapUnionAll(signature)
  return tuple.kind === 'datatype' ? tuple.parameters.findIndex((element) => isTypeType(element) && element.parameters[0] === variable) : -1
}

function argumentType({ universe }: Lattice, specTypes: Parameter, at: number): Parameter {
  const tuple = unwrapUnionAll(specTypes)
  const elements = tuple.kind === 'datatype' ? tuple.parameters : []
  const element = elements[Math.min(at, elements.length - 1)]
  return element === undefined ? universe.any : rewrapUnionAll(universe, elementOf(universe, element), specTypes)
}

function typeWithin({ universe }: Lattice, variable: TypeVar): Parameter {
  const upper = upperBound(variable.upper)
  let lower = variable.lower
  while (lower.kind === 'var') lower = lower.lower
  const [above, below] = [upper.open ? universe.any : upper, lower.open ? BOTTOM : lower]
  if (isAny(above) && below.kind === 'bottom') return universe.any
  const bound = universe.variable(variable.name, below, above)
  return where(universe, bound, typeOf(universe, bound))
}

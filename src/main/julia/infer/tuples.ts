/** The tuple of values of which something is known: a constant, or its type with what is known of the elements (1.5, `tuple_tfunc`). */
import { kindOf, tupleOf } from '../types/instantiate'
import { isTypeType, type Parameter } from '../types/type'
import { Const, PartialStruct, isPlain, widenConditional, widenConst, type Lattice, type LatticeElement } from '../lattice/element'
import { hasUniqueRepresentation, onlyInstance } from '../lattice/type-facts'
import { StructValue, type JuliaValue } from '../values/value'

function tupleValue({ universe, core }: Lattice, values: readonly JuliaValue[]): StructValue {
  return values.length === 0 ? core.emptyTuple : new StructValue(tupleOf(universe, values.map((value) => core.typeOf(value))), [...values])
}

export function tupleElement(lattice: Lattice, given: readonly LatticeElement[]): LatticeElement {
  const elements = given.map((element) => widenConditional(lattice, element))
  const constants = elements.flatMap((element) => (element.kind === 'const' ? [element.value] : []))
  if (constants.length === elements.length) return new Const(tupleValue(lattice, constants))
  const type = tupleOf(lattice.universe, elements.map((element) => elementType(lattice, element)))
  const instance = onlyInstance(lattice, type)
  if (instance !== undefined) return new Const(instance)
  const says = elements.some((element) => !isPlain(element) || element.kind === 'var' || isTypeType(element))
  return says ? new PartialStruct(type, elements) : type
}

/** A type in a tuple is one of its kind: `(Int64,)` is a `Tuple{DataType}`. */
function elementType(lattice: Lattice, element: LatticeElement): Parameter {
  if (element.kind === 'const') return lattice.core.typeOf(element.value)
  const type = widenConst(lattice, element)
  if (!isTypeType(type)) return type
  const about = type.parameters[0] ?? type
  return hasUniqueRepresentation(lattice.universe, about) ? kindOf(lattice.universe, about) : lattice.universe.type
}

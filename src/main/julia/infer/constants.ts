/** Constants out of type parameters, and the types that constants stand for. */
import { Const, type Lattice, type LatticeElement } from '../lattice/element'
import { constantOfType } from '../lattice/type-facts'
import type { Parameter, Type, TypeVar } from '../types/type'
import { isTypeValue } from '../values/egal'
import { valueOf } from '../values/parameter'
import type { JuliaValue } from '../values/value'

/** The value that a parameter is. */
export function parameterConst({ core }: Lattice, parameter: Parameter): Const {
  return new Const(valueOf(core, parameter))
}

/** The type that is a constant here: `Const(T)` or a `Type{T}` that is as good. */
export function constantType({ universe }: Lattice, element: LatticeElement): Type | TypeVar | undefined {
  if (element.kind === 'const') return typeof element.value === 'object' && isTypeValue(element.value) ? element.value : undefined
  const about = constantOfType(universe, element)
  return about?.kind === 'value' ? undefined : about
}

/** The value of an element that has only one. */
export function constantValue({ universe, core }: Lattice, element: LatticeElement): JuliaValue | undefined {
  if (element.kind === 'const') return element.value
  const about = constantOfType(universe, element)
  return about === undefined ? undefined : valueOf(core, about)
}


/**
 * What inference knows about a value: a plain type, or more than a type says. `Const` knows the value itself, `PartialStruct` some fields
 * of an immutable, `Conditional` what a branch on this Bool tells about a variable, `PartialTypeVar` a type variable just made.
 * Compare Julia 1.5's typelattice.jl. `undefined` stands for "not reached yet" where an element may be missing.
 */
import { typeOf } from '../types/instantiate'
import { isVararg, type Parameter, type TypeVar } from '../types/type'
import type { UnionLimits } from '../types/join'
import type { TypeUniverse } from '../types/universe'
import type { CoreTypes } from '../values/core-types'
import { isTypeValue } from '../values/egal'
import type { JuliaValue } from '../values/value'

/** What all questions about elements need. */
export interface Lattice {
  readonly core: CoreTypes
  readonly universe: TypeUniverse
  readonly unions: UnionLimits
}

export class Const {
  readonly kind = 'const'
  private widened: Parameter | undefined

  constructor(
    readonly value: JuliaValue,
    /** Found by calling a `@pure` function: not passed on to callers as such. */
    readonly actual = false,
  ) {}

  /** The type of the value, `Type{T}` for a type. */
  widen({ universe, core }: Lattice): Parameter {
    return (this.widened ??= this.computeType(universe, core))
  }

  private computeType(universe: TypeUniverse, core: CoreTypes): Parameter {
    const { value } = this
    if (typeof value !== 'object' || !isTypeValue(value) || value.kind === 'var') return core.typeOf(value)
    return isVararg(value) ? universe.type : typeOf(universe, value)
  }
}

export class PartialStruct {
  readonly kind = 'partialstruct'

  constructor(
    readonly type: Parameter,
    readonly fields: readonly LatticeElement[],
  ) {}
}

export class Conditional {
  readonly kind = 'conditional'

  constructor(
    /** The variable that a branch on this value tells about. */
    readonly slot: number,
    /** What the variable is if the value is true, */
    readonly whenTrue: LatticeElement,
    /** and if it is false. */
    readonly whenFalse: LatticeElement,
  ) {}
}

export class PartialTypeVar {
  readonly kind = 'partialtypevar'

  constructor(readonly variable: TypeVar) {}
}

export type LatticeElement = Parameter | Const | PartialStruct | Conditional | PartialTypeVar

/** A plain type, or a variable where a type mentions one. */
export function isPlain(element: LatticeElement): element is Parameter {
  switch (element.kind) {
    case 'const':
    case 'partialstruct':
    case 'conditional':
    case 'partialtypevar':
      return false
    default:
      return true
  }
}

/** The narrowest plain type. */
export function widenConst(lattice: Lattice, element: LatticeElement): Parameter {
  switch (element.kind) {
    case 'const':
      return element.widen(lattice)
    case 'partialstruct':
      return element.type
    case 'conditional':
      return lattice.core.bool
    case 'partialtypevar':
      return lattice.core.type('TypeVar')
    default:
      return element
  }
}

/** A new one each time: a constant remembers its type, which belongs to one session. */
export function constBool(value: boolean): Const {
  return new Const(value)
}

/** Without what a branch would tell. */
export function widenConditional(lattice: Lattice, element: LatticeElement): LatticeElement {
  if (element.kind !== 'conditional') return element
  if (element.whenTrue.kind === 'bottom') return constBool(false)
  return element.whenFalse.kind === 'bottom' ? constBool(true) : lattice.core.bool
}

/** The Bool that this can only be. */
export function knownBool(element: LatticeElement): boolean | undefined {
  if (element.kind === 'const') return typeof element.value === 'boolean' ? element.value : undefined
  if (element.kind !== 'conditional') return undefined
  const [never, always] = [element.whenTrue.kind === 'bottom', element.whenFalse.kind === 'bottom']
  return never === always ? undefined : always
}

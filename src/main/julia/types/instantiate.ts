/**
 * Putting parameters in: `Array{Int64,1}`, substitution of a variable, supertypes. Normalises on the way as Julia does
 * (`Tuple{Vararg{Int64,2}}` is `Tuple{Int64,Int64}`, a parameter equal to a whole parametric type is that type), and
 * checks parameters against their bounds. Compare jltypes.c `inst_datatype_inner`.
 */
import { UserError } from '../../../shared/errors'
import { isConcreteType, mentions, varargElement, varargCount } from './query'
import { isSubtype, typesEqual } from './subtype'
import { isAny, isType, isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter, type TypeName, type TypeVar, type UnionAll } from './type'
import type { TypeUniverse } from './universe'
import { unionOf } from './union'

type Substitution = ReadonlyMap<TypeVar, Parameter>

/** A parameter that a type does not take. */
export class ParameterError extends UserError {
  constructor(message: string) {
    super('bad-input', message)
  }
}

/** `body where variable`, without what Julia drops: `T where T<:U` is `U`, a variable that does not occur is no variable. */
export function where(universe: TypeUniverse, variable: TypeVar, body: Parameter): Parameter {
  if (body === variable) return variable.upper
  return mentions(body, variable) ? universe.unionAll(variable, body) : body
}

/** `type` under the variables that surround `like`. */
export function rewrap(universe: TypeUniverse, type: Parameter, like: Parameter): Parameter {
  return like.kind === 'unionall' ? universe.unionAll(like.variable, rewrap(universe, type, like.body)) : type
}

/** `type{parameters...}`. Throws `ParameterError` if one does not fit. */
export function applyType(universe: TypeUniverse, type: Parameter, parameters: readonly Parameter[]): Parameter {
  if (type === universe.tuple) return tupleOf(universe, parameters)
  if (type === universe.unionKind) return unionOf(universe, parameters)
  const body = unwrapUnionAll(type)
  if (body.kind === 'datatype' && body.name.wrapper === type && body.name.variables.length === parameters.length) {
    return instance(universe, body, parameters)
  }
  let applied = type
  let shape = type
  for (const parameter of parameters) {
    if (shape.kind !== 'unionall') throw new ParameterError('too many parameters for type')
    shape = shape.body
    // A substitution can drop later variables, as in `NTuple{0,T}`: their values are let pass.
    if (applied.kind !== 'unionall') continue
    const { lower, upper, name } = applied.variable
    if (!lower.open && !upper.open && !fits(universe, parameter, lower, upper)) {
      throw new ParameterError(`the value of ${name} is out of its bounds`)
    }
    applied = substitute(universe, applied.body, new Map([[applied.variable, parameter]]))
  }
  return applied
}

/** `Type{type}`. */
export function typeOf(universe: TypeUniverse, type: Parameter): DataType {
  return instance(universe, universe.type.body as DataType, [type]) as DataType
}

/** The type of a type or value: `DataType`, `UnionAll`, ...; of a value its own type. */
export function kindOf(universe: TypeUniverse, parameter: Parameter): Parameter {
  switch (parameter.kind) {
    case 'datatype':
      return universe.dataTypeKind
    case 'unionall':
      return universe.unionAllKind
    case 'union':
      return universe.unionKind
    case 'bottom':
      return universe.typeofBottom
    case 'var':
      return universe.named('TypeVar') ?? universe.any
    case 'value':
      return parameter.elements === undefined
        ? (universe.named(parameter.typeName) ?? universe.any)
        : tupleOf(universe, parameter.elements.map((element) => kindOf(universe, element)))
  }
}

/** `Tuple{elements...}`. */
export function tupleOf(universe: TypeUniverse, elements: readonly Parameter[]): DataType {
  if (elements.length === 0) return universe.emptyTuple
  const { name } = universe.tuple
  const last = elements.at(-1)
  if (last === undefined || !isVararg(last)) return universe.dataType(name, elements)
  const tail = floatVararg(universe, last)
  const count = varargCount(tail)
  const element = varargElement(tail)
  const fixed = elements.slice(0, -1)
  if (fixed.length === 0 && isAny(element) && tail.kind === 'unionall') return universe.tuple
  if (count?.kind === 'value' && count.count !== undefined && (count.count === 0 || !element.open)) {
    return tupleOf(universe, [...fixed, ...Array<Parameter>(count.count).fill(element)])
  }
  return universe.dataType(name, tail === last ? elements : [...fixed, tail])
}

/** `Vararg{X,Y} where T` as `Vararg{X where T,Y}` if the count does not mention T. */
function floatVararg(universe: TypeUniverse, vararg: DataType | UnionAll): DataType | UnionAll {
  if (vararg.kind !== 'unionall') return vararg
  const body = floatVararg(universe, vararg.body as DataType | UnionAll)
  const count = varargCount(body)
  if (count !== undefined && mentions(count, vararg.variable)) {
    return body === vararg.body ? vararg : universe.unionAll(vararg.variable, body)
  }
  const element = where(universe, vararg.variable, varargElement(body))
  return rewrap(universe, universe.varargOf(element, count), body) as DataType | UnionAll
}

/** `Vararg{element,count}` checked: the count is a number that is not negative, or a variable without bounds. */
function varargWith(universe: TypeUniverse, element: Parameter, count: Parameter): DataType {
  if (count.kind === 'var' ? count.lower.kind !== 'bottom' || !isAny(count.upper) : count.kind !== 'value' || (count.count ?? -1) < 0) {
    throw new ParameterError('the count of a Vararg is neither a number from 0 nor a free variable')
  }
  return universe.varargOf(element, count) as DataType
}

function instance(universe: TypeUniverse, like: DataType, given: readonly Parameter[]): Parameter {
  const { name } = like
  if (name.role === 'tuple') return tupleOf(universe, given)
  const closed = !given.some((parameter) => parameter.open)
  const parameters = closed ? given.map((parameter) => settle(universe, parameter)) : given
  // What exists was checked when it was made.
  const known = closed ? universe.existing(name, parameters) : undefined
  if (known !== undefined) return known
  if (name.role === 'vararg') {
    const [element, count] = parameters
    if (element !== undefined && count !== undefined) return varargWith(universe, element, count)
  }
  checkBounds(universe, like, parameters)
  return closed
    ? universe.instanceLike(name, parameters, (a, b) => sameParameter(universe, name, a, b))
    : universe.dataType(name, parameters)
}

/** A closed parameter as it is kept: `Array{S} where S` is `Array`. */
function settle(universe: TypeUniverse, parameter: Parameter): Parameter {
  if (parameter.kind !== 'unionall' && parameter.kind !== 'union') return universe.intern(parameter)
  const wrapper = wrapperWithin(parameter)
  return wrapper?.kind === parameter.kind && typesEqual(universe, parameter, wrapper) ? wrapper : universe.intern(parameter)
}

/** An instance of `Type` keeps what kind of type it is about; one of another type does not tell equal parameters apart. */
function sameParameter(universe: TypeUniverse, name: TypeName, a: Parameter, b: Parameter): boolean {
  if (name.role === 'type') return a.kind === b.kind && typesEqual(universe, a, b)
  return !isTypeType(a) && !isTypeType(b) && !isConcreteType(a) && !isConcreteType(b) && typesEqual(universe, a, b)
}

function wrapperWithin(type: Parameter): DataType | UnionAll | undefined {
  const body = unwrapUnionAll(type)
  switch (body.kind) {
    case 'datatype':
      return body.name.wrapper
    case 'union':
      return wrapperWithin(body.a) ?? wrapperWithin(body.b)
    case 'var':
      return wrapperWithin(body.upper)
    default:
      return undefined
  }
}

function checkBounds(universe: TypeUniverse, { name }: DataType, parameters: readonly Parameter[]): void {
  const known = new Map<TypeVar, Parameter>()
  for (const [at, variable] of name.variables.entries()) {
    const parameter = parameters[at]
    if (parameter === undefined) throw new ParameterError(`${name.name} takes ${name.variables.length} parameters, not ${parameters.length}`)
    const lower = substitute(universe, variable.lower, known)
    const upper = substitute(universe, variable.upper, known)
    if (!fits(universe, parameter, lower, upper)) throw new ParameterError(`the value of ${variable.name} in ${name.name} is out of its bounds`)
    known.set(variable, parameter)
  }
  if (name.role === 'namedtuple') checkNames(parameters)
}

function checkNames([names, elements]: readonly Parameter[]): void {
  if (names === undefined || elements === undefined || names.open || elements.open) return
  if (names.kind !== 'value' || names.elements === undefined) throw new ParameterError('the names of a NamedTuple are a tuple of symbols')
  if (names.elements.some((name) => name.kind !== 'value' || name.typeName !== 'Symbol')) {
    throw new ParameterError('the names of a NamedTuple are symbols')
  }
  if (new Set(names.elements).size !== names.elements.length) throw new ParameterError('the names of a NamedTuple differ from one another')
  if (elements.kind !== 'datatype' || elements.parameters.length !== names.elements.length || elements.parameters.some(isVararg)) {
    throw new ParameterError('a NamedTuple has as many names as elements')
  }
}

function fits(universe: TypeUniverse, parameter: Parameter, lower: Parameter, upper: Parameter): boolean {
  if (parameter.open) return true
  if (!isType(parameter)) return lower.kind === 'bottom' && isAny(upper)
  return (lower.open || isSubtype(universe, lower, parameter)) && (upper.open || isSubtype(universe, parameter, upper))
}

export function substituteOne(universe: TypeUniverse, type: Parameter, variable: TypeVar, value: Parameter): Parameter {
  return substitute(universe, type, new Map([[variable, value]]))
}

export function substituteAll(universe: TypeUniverse, type: Parameter, variables: readonly TypeVar[], values: readonly Parameter[]): Parameter {
  if (!type.open) return type
  return substitute(universe, type, new Map(variables.map((variable, at) => [variable, values[at] ?? variable])))
}

function substitute(universe: TypeUniverse, type: Parameter, values: Substitution): Parameter {
  if (!type.open) return type
  switch (type.kind) {
    case 'var':
      return values.get(type) ?? type
    case 'union': {
      const a = substitute(universe, type.a, values)
      const b = substitute(universe, type.b, values)
      return a === type.a && b === type.b ? type : unionOf(universe, [a, b])
    }
    case 'unionall':
      return substituteUnder(universe, type, values)
    case 'datatype': {
      const whole = type.name.role === 'tuple' ? repeatedTuple(universe, type, values) : undefined
      if (whole !== undefined) return whole
      const parameters = type.parameters.map((parameter) => substitute(universe, parameter, values))
      return parameters.every((parameter, at) => parameter === type.parameters[at]) ? type : instance(universe, type, parameters)
    }
    default:
      return type
  }
}

function substituteUnder(universe: TypeUniverse, type: UnionAll, values: Substitution): Parameter {
  const { variable } = type
  const lower = substitute(universe, variable.lower, values)
  const upper = substitute(universe, variable.upper, values)
  const renamed = lower === variable.lower && upper === variable.upper ? variable : universe.variable(variable.name, lower, upper)
  const body = substitute(universe, type.body, new Map(values).set(variable, renamed))
  if (body === universe.emptyTuple) return body
  return body === type.body && renamed === variable ? type : universe.unionAll(renamed, body)
}

/** `Tuple{Vararg{T,N}}` where both get values is N times T, even if that mentions other variables. */
function repeatedTuple(universe: TypeUniverse, type: DataType, values: Substitution): DataType | undefined {
  const [last] = type.parameters
  if (type.parameters.length !== 1 || last === undefined || !isVararg(last)) return undefined
  const element = varargElement(last)
  const count = varargCount(last)
  if (element.kind !== 'var' || count?.kind !== 'var') return undefined
  const value = values.get(element)
  const times = values.get(count)
  if (value === undefined || times?.kind !== 'value' || times.count === undefined) return undefined
  if (times.count < 0) throw new ParameterError('the count of a Vararg is negative')
  return tupleOf(universe, Array<Parameter>(times.count).fill(value))
}

/** The declared supertype with the parameters put in. */
export function supertypeOf(universe: TypeUniverse, type: DataType): DataType {
  if (type.superMemo !== undefined) return type.superMemo
  const { supertype, variables } = type.name
  const made = type.parameters.length === 0 || !supertype.open || type.name.role === 'tuple'
    ? supertype
    : (substituteAll(universe, supertype, variables, type.parameters) as DataType)
  type.superMemo = made
  return made
}

/** The nearest type at or above `type` with this name. */
export function ancestorNamed(universe: TypeUniverse, type: DataType, like: DataType): DataType | undefined {
  let at = type
  while (at.name !== like.name) {
    if (isAny(at)) return undefined
    at = supertypeOf(universe, at)
  }
  return at
}

/** Under a fresh variable of the same name and bounds. */
export function renamed(universe: TypeUniverse, type: UnionAll): UnionAll {
  const { variable } = type
  const fresh = universe.variable(variable.name, variable.lower, variable.upper)
  return universe.unbound(fresh, substituteOne(universe, type.body, variable, fresh))
}

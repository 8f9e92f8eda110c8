/**
 * Builtins that make types: parameters put in, variables, and the declarations of Julia 1.5: `_structtype`, `_abstracttype`,
 * `_primitivetype`, then `_setsuper!`, `_equiv_typedef` with what the name meant before, and `_typebody!`.
 */
import { applyType, ParameterError } from '../../types/instantiate'
import { obviouslyEqual } from '../../types/obvious'
import { unwrapUnionAll, type DataType, type FieldAttribute, type Parameter, type Type, type TypeKind, type TypeName, type TypeVar } from '../../types/type'
import { unionMembers, unionOf } from '../../types/union'
import type { TypeUniverse } from '../../types/universe'
import type { CoreTypes } from '../../values/core-types'
import { egal, isTypeValue } from '../../values/egal'
import { parameterOf, valueOf } from '../../values/parameter'
import { SimpleVector, symbolName, symbolOf, type JuliaValue } from '../../values/value'
import { Module } from '../../worlds/module'
import { errorException, typeError } from '../exception'
import { toNumber } from '../primitive'
import { argument, builtin, isType, type BuiltinContext, type BuiltinTable } from './context'

function isTypeOrVariable(value: JuliaValue): value is Extract<JuliaValue, Parameter> {
  return typeof value === 'object' && isTypeValue(value)
}

/** `head{args...}`. */
function apply(core: CoreTypes, head: JuliaValue, args: readonly JuliaValue[]): Parameter {
  const { universe } = core
  if (head === universe.unionKind) {
    const wrong = args.find((arg) => !isTypeOrVariable(arg))
    if (wrong !== undefined) throw typeError(core, 'Union', '', universe.type, wrong)
  }
  const isHead = isType(head) && (head.kind === 'unionall' || head === universe.tuple || head === universe.unionKind)
  if (!isHead) throw typeError(core, 'Type{...} expression', '', universe.unionAllKind, head)
  const parameters = args.map((arg) => parameterOf(core, arg) ?? fail(typeError(core, 'Type', 'parameter', universe.type, arg)))
  return guarded(core, head, parameters)
}

function fail(error: Error): never {
  throw error
}

/** With the exception that Julia throws for a parameter that does not fit. */
function guarded(core: CoreTypes, head: Type, parameters: readonly Parameter[]): Parameter {
  try {
    return applyType(core.universe, head, parameters)
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    throw duplicateName(core, head, parameters) ?? outOfBounds(core, head, parameters) ?? errorException(core, error.message)
  }
}

/** A named tuple whose names are not told apart. */
function duplicateName(core: CoreTypes, head: Type, [names]: readonly Parameter[]): Error | undefined {
  const elements = head === core.universe.namedTuple && names?.kind === 'value' ? names.elements : undefined
  const twice = elements?.find((name, at) => elements.indexOf(name) < at)
  if (twice === undefined) return undefined
  return errorException(core, `duplicate field name in NamedTuple: "${symbolName(valueOf(core, twice) as symbol)}" is not unique`)
}

/** The first parameter that its variable does not take. */
function outOfBounds(core: CoreTypes, head: Type, parameters: readonly Parameter[]): Error | undefined {
  let rest: Parameter = head
  const body = unwrapUnionAll(head)
  for (const parameter of parameters) {
    if (rest.kind !== 'unionall') return undefined
    const { variable } = rest
    try {
      rest = applyType(core.universe, rest, [parameter])
    } catch (error) {
      if (!(error instanceof ParameterError) || body.kind !== 'datatype' || parameter.kind === 'value') return undefined
      return typeError(core, body.name.name, variable.name, variable, parameter)
    }
  }
  return undefined
}

function makeVariable(core: CoreTypes, name: JuliaValue, lower: JuliaValue, upper: JuliaValue): TypeVar {
  const { universe } = core
  if (typeof name !== 'symbol') throw typeError(core, 'TypeVar', '', core.symbol, name)
  if (!isTypeOrVariable(lower)) throw typeError(core, 'TypeVar', 'lower bound', universe.type, lower)
  if (!isTypeOrVariable(upper)) throw typeError(core, 'TypeVar', 'upper bound', universe.type, upper)
  return universe.variable(symbolName(name), lower, upper)
}

function demandModule(core: CoreTypes, name: string, value: JuliaValue): Module {
  if (value instanceof Module) return value
  throw typeError(core, name, '', core.type('Module'), value)
}

function demandSymbol(core: CoreTypes, name: string, value: JuliaValue): symbol {
  if (typeof value === 'symbol') return value
  throw typeError(core, name, '', core.symbol, value)
}

function elements(core: CoreTypes, name: string, value: JuliaValue): readonly JuliaValue[] {
  if (value instanceof SimpleVector) return value.elements
  throw typeError(core, name, '', core.type('SimpleVector'), value)
}

/** `module, name, svec of variables` stand first in all declarations. */
function declare({ core }: BuiltinContext, builtinName: string, args: readonly JuliaValue[], kind: TypeKind): TypeName {
  const module = demandModule(core, builtinName, argument(args, 0))
  const name = demandSymbol(core, builtinName, argument(args, 1))
  const variables = elements(core, builtinName, argument(args, 2)).map((variable) => {
    if (typeof variable === 'object' && isTypeValue(variable) && variable.kind === 'var') return variable
    throw typeError(core, builtinName, '', core.type('TypeVar'), variable)
  })
  const made = core.universe.declare({ name: symbolName(name), module: module.path, kind, variables: () => variables })
  core.placeType(made, module)
  return made
}

function typeNameOf(core: CoreTypes, name: string, value: JuliaValue): TypeName {
  const body = isType(value) ? unwrapUnionAll(value) : undefined
  if (body?.kind === 'datatype') return body.name
  throw typeError(core, name, '', core.universe.dataTypeKind, value)
}

/** Only abstract types may be declared above another, and not those that have instances of their own kind. */
function setSuper({ core }: BuiltinContext, declared: JuliaValue, above: JuliaValue): JuliaValue {
  const typeName = typeNameOf(core, '_setsuper!', declared)
  const allowed = isType(above) && above.kind === 'datatype' && above.name.typeKind === 'abstract' && above.name.role !== 'type' && above.name.role !== 'vararg'
    && above.name !== typeName && above !== core.type('Builtin')
  if (!allowed) throw errorException(core, `invalid subtyping in definition of ${typeName.name}`)
  typeName.supertype = above
  for (const instance of [typeName.primary, ...typeName.instances.values()]) instance.superMemo = undefined
  return core.nothing
}

function setBody(context: BuiltinContext, declared: JuliaValue, types: readonly JuliaValue[]): JuliaValue {
  const { core, world } = context
  const typeName = typeNameOf(core, '_typebody!', declared)
  const pending = core.pendingFields.get(typeName)
  const fieldTypes = types.map((type) => {
    if (isTypeOrVariable(type)) return type
    throw typeError(core, typeName.name, 'type definition', core.universe.type, type)
  })
  if (pending === undefined) {
    const before = typeName.fields()
    const same = before.length === fieldTypes.length && before.every(({ type }, at) => sameType(core, type, fieldTypes[at]))
    if (!same && !world.rules.edges.bindings) throw errorException(core, `invalid redefinition of constant ${typeName.name}`)
    if (!same) redefine(context, typeName, fieldTypes)
    return core.nothing
  }
  const fields = fieldTypes.map((type, at) => ({ name: symbolName(pending[at] ?? symbolOf('')), type }))
  typeName.fields = () => fields
  typeName.incomplete = false
  core.pendingFields.delete(typeName)
  return core.nothing
}

/**
 * A struct of the same name and field names with other field types: a new type that takes the name where constants may be replaced
 * (1.12, e.5). Fields that name the struct itself mean the new type.
 */
function redefine({ core, world }: BuiltinContext, before: TypeName, fieldTypes: readonly Parameter[]): void {
  const { universe } = core
  const module = core.typeModules.get(before)
  const made = universe.declare({ name: before.name, module: before.module, kind: before.typeKind, variables: () => before.variables, supertype: () => before.supertype })
  const fields = before.fields().map(({ name }, at) => ({ name, type: renamed(universe, fieldTypes[at] ?? universe.any, before, made) }))
  made.initialized = before.initialized
  made.fields = () => fields
  if (!(module instanceof Module)) return
  core.placeType(made, module)
  const binding = module.own(symbolOf(before.name))
  binding.value = made.wrapper
  world.rebind(binding)
}

/** A type with one name in it replaced by another of the same parameters. */
function renamed(universe: TypeUniverse, type: Parameter, from: TypeName, to: TypeName): Parameter {
  const inner = (part: Parameter) => renamed(universe, part, from, to)
  switch (type.kind) {
    case 'datatype': {
      const parameters = type.parameters.map(inner)
      if (type.name !== from && parameters.every((parameter, at) => parameter === type.parameters[at])) return type
      return universe.dataType(type.name === from ? to : type.name, parameters)
    }
    case 'union':
      return unionOf(universe, unionMembers(type).map(inner))
    case 'unionall':
      return universe.unionAll(type.variable, inner(type.body))
    default:
      return type
  }
}

function sameType(core: CoreTypes, a: Parameter, b: Parameter | undefined): boolean {
  return b !== undefined && (a === b || obviouslyEqual(core.universe, a, b))
}

/** Whether a declaration repeats one: same kind, supertype, variables with bounds, and names of fields. The types of fields are compared by `_typebody!`. */
function isSameDeclaration({ core }: BuiltinContext, before: JuliaValue, now: JuliaValue): boolean {
  if (!isType(before) || !isType(now)) return false
  const old = unwrapUnionAll(before)
  if (old.kind !== 'datatype' || old.name.wrapper !== before) return false
  const made = typeNameOf(core, '_equiv_typedef', now)
  const same = old.name !== made && old.name.name === made.name && old.name.module === made.module && old.name.typeKind === made.typeKind && old.name.bits === made.bits
    && old.name.variables.length === made.variables.length && sameHeads(core, old, made) && sameNames(core, old.name, made)
  if (same) core.universe.restore(old.name)
  return same
}

/** Supertypes and bounds of variables, in terms of the same variables. */
function sameHeads(core: CoreTypes, { name: before }: DataType, made: TypeName): boolean {
  const { universe } = core
  const close = ({ variables }: TypeName, type: Parameter): Parameter => variables.reduceRight<Parameter>((body, variable) => universe.unionAll(variable, body), type)
  const signature = (name: TypeName): Parameter => close(name, universe.dataType(universe.tuple.name, [name.supertype, ...name.variables]))
  return egal(universe, signature(before) as JuliaValue, signature(made) as JuliaValue)
}

function sameNames(core: CoreTypes, before: TypeName, made: TypeName): boolean {
  const wanted = (core.pendingFields.get(made) ?? []).map(symbolName)
  const had = before.fields().map(({ name }) => name)
  const sameCount = Math.min(before.initialized, had.length) === Math.min(made.initialized, wanted.length)
  if (before.fieldAttributes.size !== made.fieldAttributes.size) return false
  if ([...before.fieldAttributes].some(([at, attribute]) => made.fieldAttributes.get(at) !== attribute)) return false
  return sameCount && had.length === wanted.length && had.every((name, at) => name === wanted[at])
}

/** From numbers of fields, each with its attribute (`jl_new_datatype`). */
function fieldAttributes(core: CoreTypes, { typeKind }: TypeName, given: readonly JuliaValue[]): ReadonlyMap<number, FieldAttribute> {
  const found = new Map<number, FieldAttribute>()
  for (let at = 0; at + 1 < given.length; at += 2) {
    const attribute = symbolName(demandSymbol(core, '_structtype', argument(given, at + 1)))
    if (attribute !== 'const' && attribute !== 'atomic') throw errorException(core, `invalid field attribute ${attribute}`)
    if (typeKind !== 'mutable') throw errorException(core, `invalid field attribute ${attribute} for immutable struct`)
    found.set(toNumber(argument(given, at)) - 1, attribute)
  }
  return found
}

export const TYPE_BUILTINS: BuiltinTable = {
  apply_type: builtin([1, Infinity], ({ core }, args) => {
    const head = argument(args, 0)
    if (args.length === 1 && head !== core.universe.tuple && head !== core.universe.unionKind) return head
    return apply(core, head, args.slice(1)) as JuliaValue
  }),
  _typevar: builtin(3, ({ core }, args) => makeVariable(core, argument(args, 0), argument(args, 1), argument(args, 2))),
  _structtype: builtin([6, 7], (context, args) => {
    const { core } = context
    const made = declare(context, '_structtype', args, argument(args, 4) === true ? 'mutable' : 'struct')
    core.pendingFields.set(made, elements(core, '_structtype', argument(args, 3)).map((field) => demandSymbol(core, '_structtype', field)))
    made.incomplete = true
    made.initialized = toNumber(argument(args, 5))
    const [attributes] = args.slice(6)
    if (attributes !== undefined) made.fieldAttributes = fieldAttributes(core, made, elements(core, '_structtype', attributes))
    return made.wrapper
  }),
  _abstracttype: builtin(3, (context, args) => {
    const made = declare(context, '_abstracttype', args, 'abstract')
    context.core.pendingFields.set(made, [])
    return made.wrapper
  }),
  _primitivetype: builtin(4, (context, args) => {
    const { core } = context
    const bits = toNumber(argument(args, 3))
    if (!Number.isInteger(bits) || bits < 1 || bits >= 2 ** 23 || bits % 8 !== 0) throw errorException(core, `invalid number of bits in primitive type ${symbolName(demandSymbol(core, '_primitivetype', argument(args, 1)))}`)
    const made = declare(context, '_primitivetype', args, 'primitive')
    made.bits = bits
    core.pendingFields.set(made, [])
    return made.wrapper
  }),
  '_setsuper!': builtin(2, (context, args) => setSuper(context, argument(args, 0), argument(args, 1))),
  '_typebody!': builtin([1, 2], (context, args) => {
    const [, types] = args
    return setBody(context, argument(args, 0), types === undefined ? [] : elements(context.core, '_typebody!', types))
  }),
  _equiv_typedef: builtin(2, (context, args) => isSameDeclaration(context, argument(args, 0), argument(args, 1))),
}

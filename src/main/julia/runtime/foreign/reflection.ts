/** Questions about types and methods, and what the compiler makes of them. */
import { CodeInfo } from '../../ir/statement'
import { isAmbiguous } from '../../dispatch/ambiguity'
import { lookup, which } from '../../dispatch/lookup'
import { moreSpecific } from '../../dispatch/specificity'
import { tupleOf } from '../../types/instantiate'
import { typeIntersect } from '../../types/intersect'
import { typeJoin } from '../../types/join'
import { freeVariables, isBits, mentions } from '../../types/query'
import { typesEqual } from '../../types/subtype'
import { isType as isPlainType, isTuple, unwrapUnionAll, type DataType, type Parameter, type Type, type TypeVar } from '../../types/type'
import { unionOf } from '../../types/union'
import { newArray, vectorOf } from '../../values/array-storage'
import type { CoreTypes } from '../../values/core-types'
import { isTypeValue } from '../../values/egal'
import { fieldOffsets, sizeOfType } from '../../values/layout'
import { valueOf } from '../../values/parameter'
import { toJuliaString } from '../../values/text'
import { SimpleVector, symbolOf, type JuliaValue } from '../../values/value'
import { CodeMethod, type MethodInstance } from '../../worlds/method'
import type { World } from '../../worlds/world'
import { sorterOfType } from '../builtins/calls'
import { typeError } from '../exception'
import { makeTuple } from '../builtins/general'
import { given, integer, typeAt, type ForeignContext, type ForeignTable } from './context'

/** A type or variable that stands in a type. */
function parameterAt(args: readonly JuliaValue[], at: number): Parameter {
  const found = given(args, at)
  if (typeof found !== 'object' || !isTypeValue(found)) throw new Error(`argument ${at + 1} of a ccall is no type`)
  return found
}

function methodAt(args: readonly JuliaValue[], at: number): CodeMethod {
  const found = given(args, at)
  if (!(found instanceof CodeMethod)) throw new Error(`argument ${at + 1} of a ccall is no Method`)
  return found
}

/** A world age; the newest for those to come. */
function ageAt({ world }: ForeignContext, args: readonly JuliaValue[], at: number): number {
  return Math.min(integer(args, at), world.age)
}

/** `(part of the signature, static parameters, method)` for each method that a call may reach; `false` if there are too many. */
function matchingMethods(context: ForeignContext, args: readonly JuliaValue[]): JuliaValue {
  const { core, world } = context
  const limit = integer(args, 1)
  const age = ageAt(context, args, 3)
  const { matches } = world.lookup(parameterAt(args, 0), age, limit < 0 ? undefined : limit)
  if (matches === undefined) return false
  return vectorOf(core, matches.map(({ signature, parameters, method }) =>
    new SimpleVector([valueOf(core, signature), new SimpleVector(parameters.map((parameter) => valueOf(core, parameter))), method])))
}

/** Of each method that calls with this signature may reach, the instance for just the types that it may get. */
function instancesFor({ world }: ForeignContext, signature: Parameter, age: number): MethodInstance[] {
  return (world.lookup(signature, age).matches ?? []).map((match) => world.instance(match.method, match.signature, match.parameters))
}

/** The instance that a call of these types would run, if one method takes them and they are specific enough (`jl_get_specialization1`). */
export function compileableInstance({ world }: { readonly world: World }, signature: Parameter): MethodInstance | undefined {
  const [match, ...others] = world.lookup(signature, world.age).matches ?? []
  if (match === undefined || others.length > 0) return undefined
  const types = match.signature.kind === 'datatype' ? world.compilationSignature(match.method, match.signature, match.parameters) : match.signature
  return world.isCompileable(match.method, types) ? world.instance(match.method, types, match.parameters) : undefined
}

/** The instance for these very types: a session that makes a cache infers it too, for callers that know them (`jl_compile_hint`). */
function exactInstance({ world }: ForeignContext, signature: Parameter): MethodInstance[] {
  const [match] = world.lookup(signature, world.age).matches ?? []
  return match === undefined ? [] : [world.instance(match.method, match.signature, match.parameters)]
}

/** Code that goes into a cache is inferred only: native code is made when the cache is written, if at all (julia#23738). */
function precompile({ reflection }: ForeignContext, instance: MethodInstance, inferOnly: boolean): boolean {
  instance.precompiled = true
  return reflection.precompile(instance, inferOnly)
}

function asType(core: CoreTypes, parameter: Parameter): Type {
  return isPlainType(parameter) ? parameter : core.universe.any
}

/** `typeof(f)` or `Type{f}`, before the types of a tuple. */
export function callSignature(core: CoreTypes, f: JuliaValue, types: Parameter): Parameter {
  const { universe } = core
  const body = unwrapUnionAll(types)
  const callee = typeof f === 'object' && isTypeValue(f) && f.kind !== 'var' ? universe.dataType((universe.type.body as DataType).name, [f]) : core.typeOf(f)
  const tuple = tupleOf(universe, [callee, ...(isTuple(body) ? body.parameters : [])])
  return rewrapAll(core, tuple, types)
}

function rewrapAll(core: CoreTypes, body: Parameter, like: Parameter): Parameter {
  return like.kind === 'unionall' ? core.universe.unionAll(like.variable, rewrapAll(core, body, like.body)) : body
}

function returnTypesOf(context: ForeignContext, signature: Parameter, age: number): Type[] {
  return instancesFor(context, signature, age).map((instance) => context.reflection.returnType(instance, age))
}

function depthOf(type: Parameter): number {
  switch (type.kind) {
    case 'unionall':
      return Math.max(depthOf(type.variable.upper) + 1, depthOf(type.body))
    case 'union':
      return Math.max(depthOf(type.a), depthOf(type.b))
    case 'datatype':
      return type.parameters.length === 0 ? 0 : 1 + Math.max(...type.parameters.map(depthOf))
    default:
      return 0
  }
}

/** Declared types whose supertype has this name, as far as they fit. */
function subtypesOf({ core, world }: ForeignContext, type: Type): JuliaValue {
  const body = unwrapUnionAll(type)
  if (body.kind !== 'datatype') return vectorOf(core, [])
  world.readAll()
  const below = [...core.universe.typeNames()]
    .filter((name) => name.supertype.name === body.name && name.primary !== body && name.role !== 'any')
    .map((name) => name.wrapper)
    .filter((wrapper) => typeIntersect(core.universe, wrapper, type).kind !== 'bottom')
  return vectorOf(core, below.sort((a, b) => (unwrapUnionAll(a) as DataType).name.name < (unwrapUnionAll(b) as DataType).name.name ? -1 : 1))
}

export const REFLECTION_FUNCTIONS: ForeignTable = {
  jl_types_equal: ({ core }, args) => typesEqual(core.universe, typeAt(args, 0), typeAt(args, 1)),
  jl_type_unionall: ({ core }, args) => {
    const [variable, body] = [parameterAt(args, 0), given(args, 1)]
    if (typeof body !== 'object' || !isTypeValue(body)) throw typeError(core, 'UnionAll', '', core.universe.type, body)
    return core.universe.unionAll(variable as TypeVar, body)
  },
  jl_type_intersection: ({ core }, args) => typeIntersect(core.universe, parameterAt(args, 0), parameterAt(args, 1)) as JuliaValue,
  jl_type_morespecific: ({ core }, args) => moreSpecific(core.universe, parameterAt(args, 0), parameterAt(args, 1)),
  jl_has_typevar: (_, args) => mentions(parameterAt(args, 0), parameterAt(args, 1) as TypeVar),
  jl_has_free_typevars: (_, args) => freeVariables(parameterAt(args, 0)).length > 0,
  bk_typejoin: ({ core }, args) => valueOf(core, typeJoin(core.universe, parameterAt(args, 0), parameterAt(args, 1))),
  bk_type_depth: (_, args) => BigInt(depthOf(parameterAt(args, 0))),
  bk_subtypes: (context, args) => subtypesOf(context, typeAt(args, 0)),
  bk_is_primitive: (_, args) => {
    const type = typeAt(args, 0)
    return type.kind === 'datatype' && type.name.typeKind === 'primitive'
  },
  bk_is_bits: ({ core }, args) => isBits(core.universe, typeAt(args, 0)),
  bk_alignment: ({ core }, args) => {
    const type = typeAt(args, 0)
    if (type.kind !== 'datatype') return 8n
    return BigInt(type.name.typeKind === 'primitive' ? Math.min(8, sizeOfType(core, type) ?? 8) : fieldOffsets(core, type).alignment)
  },
  jl_get_field_offset: ({ core }, args) => {
    const type = typeAt(args, 0)
    const at = type.kind === 'datatype' ? fieldOffsets(core, type).offsets[integer(args, 1) - 1] : undefined
    return BigInt(at ?? 0)
  },
  jl_get_keyword_sorter: (context, args) => sorterOfType(context, parameterAt(args, 0)),
  jl_get_world_counter: ({ world }) => BigInt(world.age),
  jl_matching_methods: matchingMethods,
  jl_gf_invoke_lookup: (context, args) => {
    const { core, world } = context
    const signature = parameterAt(args, 0)
    const found = which(signature, { table: world.tableOf(signature), world: ageAt(context, args, 1) })
    return typeof found === 'string' ? core.nothing : found
  },
  jl_has_method: (context, args) => {
    const { world } = context
    const signature = parameterAt(args, 0)
    return typeof which(signature, { table: world.tableOf(signature), world: ageAt(context, args, 1) }) !== 'string'
  },
  jl_method_table_for: ({ world }, args) => world.tableOf(parameterAt(args, 0)),
  jl_method_table_disable: ({ world }, args) => {
    world.deleteMethod(methodAt(args, 1))
    return undefined
  },
  jl_is_in_pure_context: () => false,
  bk_is_ambiguous: ({ world }, args) => {
    const [a, b] = [methodAt(args, 0), methodAt(args, 1)]
    return isAmbiguous(a, b, { table: a.table, world: world.age }, { ambiguousBottom: given(args, 2) === true })
  },
  bk_call_is_ambiguous: ({ world }, args) => {
    const signature = parameterAt(args, 0)
    return which(signature, { table: world.tableOf(signature), world: world.age }) === 'ambiguous'
  },
  bk_ambiguous_matches: ({ core, world }, args) => {
    const signature = parameterAt(args, 0)
    const { matches } = lookup(signature, { table: world.tableOf(signature), world: world.age }, { includeAmbiguous: true })
    return vectorOf(core, (matches ?? []).map(({ method }) => method))
  },
  bk_method_argnames: ({ core }, args) => {
    const { code } = methodAt(args, 0).source
    const array = newArray(core, core.arrayOf(core.symbol, 1), [code.argumentCount])
    array.data = code.slots.slice(0, code.argumentCount).map(({ name }) => symbolOf(name))
    return array
  },
  bk_method_keywords: (context, args) => {
    const { core } = context
    const names = keywordNames(context, methodAt(args, 0))
    const array = newArray(core, core.arrayOf(core.symbol, 1), [names.length])
    array.data = names.map(symbolOf)
    return array
  },
  jl_return_type: (context, args, age) => {
    const { core } = context
    const types = returnTypesOf(context, callSignature(core, given(args, 0), parameterAt(args, 1)), age)
    return asType(core, unionOf(core.universe, types))
  },
  bk_return_types: (context, args) => vectorOf(context.core, returnTypesOf(context, parameterAt(args, 0), ageAt(context, args, 1))),
  bk_lowered_code: (_, args) => methodAt(args, 0).source.code,
  bk_code_typed: (context, args) => {
    const age = ageAt(context, args, 2)
    const { core, reflection } = context
    return vectorOf(core, instancesFor(context, parameterAt(args, 0), age).map((instance) =>
      makeTuple(core, [toJuliaString(reflection.typedText(instance, given(args, 1) === true, age)), reflection.returnType(instance, age)])))
  },
  bk_code_warntype: (context, args) => {
    const age = context.world.age
    return toJuliaString(instancesFor(context, parameterAt(args, 0), age)
      .map((instance) => context.reflection.warntypeText(instance, given(args, 1) === true, age)).join('\n'))
  },
  bk_code_native: (context, args) => {
    const { age } = context.world
    return toJuliaString(instancesFor(context, parameterAt(args, 0), age).map((instance) => `${context.reflection.nativeText(instance, age)}\n`).join('\n'))
  },
  bk_code_text: (context, args) => {
    const code = given(args, 0)
    return toJuliaString(code instanceof CodeInfo ? context.reflection.loweredText(code) : '')
  },
  jl_compile_hint: (context, args) => {
    const only = compileableInstance(context, parameterAt(args, 0))
    if (only === undefined) return 0n
    const forCache = context.host.generatingOutput === true
    const made = precompile(context, only, forCache)
    if (forCache) for (const exact of exactInstance(context, parameterAt(args, 0))) if (exact !== only) precompile(context, exact, forCache)
    return made ? 1n : 0n
  },
}

/** Of a function with keywords: the first arguments of the method that holds its body. */
function keywordNames({ world, sorters }: ForeignContext, method: CodeMethod): string[] {
  const body = unwrapUnionAll(method.signature)
  const callee = isTuple(body) ? body.parameters[0] : undefined
  const type = callee === undefined ? undefined : unwrapUnionAll(callee)
  if (type?.kind !== 'datatype') return []
  const sorter = sorters.of(type)
  const table = world.tableOf(tupleOf(world.universe, [sorter.type]))
  // Constructors share one sorter: the function, and the arguments after it, tell whose keywords these are.
  const sorting = table.methods(world.age).find(({ signature }) => {
    const own = unwrapUnionAll(signature)
    if (!isTuple(own) || own.parameters.length < 3) return false
    const called = rewrapAll(world.core, tupleOf(world.universe, own.parameters.slice(2)), signature)
    return typesEqual(world.universe, called, method.signature)
  })
  const holder = sorting?.source.code.slots ?? []
  const names = holder.slice(sorting?.argumentCount ?? 0).map(({ name }) => name)
  return [...new Set(names.filter((name) => /^[\p{L}_]/u.test(name)))]
}

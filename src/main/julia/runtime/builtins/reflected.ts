/**
 * The fields of values that are no plain structs: types, expressions, and the compiler's own objects as reflection sees them, under
 * the names of Julia 1.5. A field that has nothing to say here is undefined, which programs see as `#undef`.
 */
import { FOREVER } from '../../dispatch/method'
import { CodeInfo } from '../../ir/statement'
import { fieldTypes, freeVariables, hasConcreteSubtype, isBits, isSingleton, isVarargTuple } from '../../types/query'
import { supertypeOf, tupleOf } from '../../types/instantiate'
import { isTuple, TypeName, type DataType, type Parameter } from '../../types/type'
import { vectorOf } from '../../values/array-storage'
import type { CoreTypes } from '../../values/core-types'
import { isTypeValue } from '../../values/egal'
import { fieldNames, isInline, layoutOf, sizeOfType } from '../../values/layout'
import { valueOf } from '../../values/parameter'
import { toJuliaString } from '../../values/text'
import { Bits, Expr, GlobalRef, LineNumberNode, QuoteNode, SimpleVector, symbolOf, type JuliaValue } from '../../values/value'
import { FunctionTable } from '../../worlds/function-table'
import { CodeInstance, CodeMethod, MethodInstance } from '../../worlds/method'
import type { BuiltinContext } from './context'

type Value = JuliaValue | undefined

export function reflectedField(context: BuiltinContext, object: JuliaValue, name: string): Value {
  const { core } = context
  if (object instanceof Expr) return name === 'head' ? object.head : exprArguments(core, object)
  if (typeof object !== 'object') return undefined
  if (isTypeValue(object)) return typeField(core, object, name)
  if (object instanceof QuoteNode) return object.value
  if (object instanceof LineNumberNode) return name === 'line' ? BigInt(object.line) : object.file === '' ? core.nothing : symbolOf(object.file)
  if (object instanceof GlobalRef) return name === 'mod' ? object.module : object.name
  if (object instanceof TypeName) return typeNameField(context, object, name)
  if (object instanceof CodeMethod) return methodField(core, object, name)
  if (object instanceof MethodInstance) return instanceField(core, object, name)
  if (object instanceof CodeInstance) return codeField(core, object, name)
  if (object instanceof FunctionTable) return tableField(context, object, name)
  if (object instanceof CodeInfo) return codeInfoField(core, object, name)
  return undefined
}

/** Always the same array, over the very arguments of the expression. */
function exprArguments(core: CoreTypes, object: Expr): JuliaValue {
  let known = core.exprArguments.get(object)
  if (known?.data !== object.args) {
    known = vectorOf(core, object.args)
    core.exprArguments.set(object, known)
  }
  known.length = object.args.length
  known.size[0] = object.args.length
  return known
}

function int32(core: CoreTypes, value: number): Bits {
  return new Bits(core.type('Int32'), BigInt.asUintN(32, BigInt(value)))
}

function worldAge(core: CoreTypes, age: number): Bits {
  return new Bits(core.type('UInt64'), age === FOREVER ? 0xffff_ffff_ffff_ffffn : BigInt(age))
}

function values(core: CoreTypes, parameters: readonly Parameter[]): SimpleVector {
  return new SimpleVector(parameters.map((parameter) => valueOf(core, parameter)))
}

function typeField(core: CoreTypes, type: Extract<JuliaValue, Parameter>, name: string): Value {
  switch (type.kind) {
    case 'unionall':
      return name === 'var' ? type.variable : valueOf(core, type.body)
    case 'union':
      return valueOf(core, name === 'a' ? type.a : type.b)
    case 'var':
      return name === 'name' ? symbolOf(type.name) : valueOf(core, name === 'lb' ? type.lower : type.upper)
    case 'datatype':
      return dataTypeField(core, type, name)
    case 'bottom':
      return undefined
  }
}

function dataTypeField(core: CoreTypes, type: DataType, name: string): Value {
  const { universe } = core
  switch (name) {
    case 'name':
      return type.name
    case 'super':
      return supertypeOf(universe, type)
    case 'parameters':
      return values(core, type.parameters)
    case 'types':
      return values(core, fieldTypes(universe, type))
    case 'names':
      return new SimpleVector(fieldNames(core, type))
    case 'instance':
      return isSingleton(universe, type) ? core.instance(type) : undefined
    case 'size':
      return int32(core, sizeOfType(core, type) ?? (type.concrete ? 8 : 0))
    case 'ninitialized':
      return int32(core, isTuple(type) && isVarargTuple(type) ? type.parameters.length - 1 : layoutOf(core, type).initialized)
    case 'hash':
      return int32(core, type.id)
    case 'abstract':
      return type.name.typeKind === 'abstract'
    case 'mutable':
      return type.name.typeKind === 'mutable'
    case 'hasfreetypevars':
      return freeVariables(type).length > 0
    case 'isconcretetype':
      return type.concrete
    case 'isdispatchtuple':
      return type.dispatchTuple
    case 'isbitstype':
      return isBits(universe, type)
    case 'isinlinealloc':
      return isInline(core, type)
    case 'has_concrete_subtype':
      return hasConcreteSubtype(type)
    case 'zeroinit':
      return false
    default:
      return undefined
  }
}

function typeNameField({ core, world }: BuiltinContext, typeName: TypeName, name: string): Value {
  switch (name) {
    case 'name':
      return symbolOf(typeName.name)
    case 'module':
      return core.typeModules.get(typeName) ?? core.typeModules.get(core.int64.name)
    case 'names':
      return new SimpleVector(fieldNames(core, typeName.primary))
    case 'wrapper':
      return typeName.wrapper
    case 'mt':
      return world.tableOf(tupleOf(core.universe, [typeName.primary]))
    case 'max_methods':
      return world.rules.inference.maxMethodsPerFunction ? new Bits(core.type('UInt8'), BigInt(typeName.maxMethods)) : undefined
    case 'hash':
      return BigInt(typeName.primary.id)
    default:
      return undefined
  }
}

function methodField(core: CoreTypes, method: CodeMethod, name: string): Value {
  const { source } = method
  switch (name) {
    case 'name':
      return symbolOf(source.name)
    case 'module':
      return source.module
    case 'file':
      return symbolOf(source.file)
    case 'line':
      return int32(core, source.line)
    case 'primary_world':
      return worldAge(core, method.primaryWorld)
    case 'deleted_world':
      return worldAge(core, method.deletedWorld)
    case 'sig':
      return valueOf(core, method.signature)
    case 'specializations':
      return new SimpleVector([...method.specializations])
    case 'slot_syms':
      return toJuliaString(source.code.slots.map((slot) => `${slot.name}\0`).join(''))
    case 'source':
      return source.code
    case 'generator':
      return source.generator
    case 'nargs':
      return int32(core, method.argumentCount)
    case 'called':
      return int32(core, method.called)
    case 'nospecialize':
      return int32(core, source.code.nospecialize)
    case 'nkw':
      return int32(core, source.code.keywords)
    case 'isva':
      return source.code.isVarArg
    case 'pure':
      return source.code.pure
    case 'ambig':
    case 'invokes':
    case 'resorted':
      return core.nothing
    default:
      return undefined
  }
}

function instanceField(core: CoreTypes, instance: MethodInstance, name: string): Value {
  switch (name) {
    case 'def':
      return instance.method ?? instance.thunk?.module
    case 'specTypes':
      return valueOf(core, instance.specTypes)
    case 'sparam_vals':
      return values(core, instance.parameters)
    case 'uninferred':
      return instance.thunk?.code
    case 'backedges':
      return instance.backedges.length === 0 ? undefined : vectorOf(core, instance.backedges.map(({ caller }) => caller))
    case 'cache':
      return instance.codeInstances[0]
    case 'inInference':
      return false
    default:
      return undefined
  }
}

function codeField(core: CoreTypes, code: CodeInstance, name: string): Value {
  switch (name) {
    case 'def':
      return code.instance
    case 'next':
      return code.instance.codeInstances[code.instance.codeInstances.indexOf(code) + 1]
    case 'min_world':
      return worldAge(core, code.minWorld)
    case 'max_world':
      return worldAge(core, code.maxWorld)
    case 'rettype':
      return valueOf(core, code.returnType)
    case 'rettype_const':
      return code.constant
    case 'inferred':
      return core.nothing
    default:
      return undefined
  }
}

function tableField({ core, world }: BuiltinContext, table: FunctionTable, name: string): Value {
  switch (name) {
    case 'name':
      return symbolOf(displayName(table.name))
    case 'defs':
      return vectorOf(core, table.methods(world.age))
    case 'max_args':
      return BigInt(table.maxArguments)
    case 'module':
      return (table.typeName && core.typeModules.get(table.typeName)) ?? table.methods(world.age)[0]?.source.module
    case 'backedges':
      return table.backedges.length === 0 ? undefined : vectorOf(core, table.backedges.flatMap(({ signature, caller }) => [valueOf(core, signature), caller]))
    case 'cache':
      return core.nothing
    default:
      return undefined
  }
}

/** The function's name in the name of its type: `f` of `#f#1`, `#1` of `#1#2` (datatype.c `jl_demangle_typename`). */
export function displayName(name: string): string {
  const match = /^#(\d[^#]*|[^#]+)(?:#.*)?$/.exec(name)
  if (match?.[1] === undefined) return name
  return /^\d/.test(match[1]) ? `#${match[1]}` : match[1]
}

function codeInfoField(core: CoreTypes, code: CodeInfo, name: string): Value {
  switch (name) {
    case 'slotnames':
      return vectorOf(core, code.slots.map((slot) => symbolOf(slot.name)))
    case 'inlineable':
      return code.inlining === 'inline'
    case 'propagate_inbounds':
      return code.propagateInbounds
    case 'pure':
      return code.pure
    case 'inferred':
      return false
    default:
      return undefined
  }
}

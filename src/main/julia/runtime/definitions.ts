/**
 * Definitions of functions and methods: what a `method` statement does (compare method.c `jl_method_def`), generic function objects,
 * and the keyword sorter that goes with each function.
 */
import { CodeInfo } from '../ir/statement'
import { tupleOf } from '../types/instantiate'
import { isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter, type TypeVar } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { isTypeValue } from '../values/egal'
import { LineNumberNode, SimpleVector, StructValue, symbolName, symbolOf, type GlobalRef, type JuliaValue } from '../values/value'
import type { FunctionTable } from '../worlds/function-table'
import type { CodeMethod } from '../worlds/method'
import { asModule, Module } from '../worlds/module'
import type { World } from '../worlds/world'
import { bindingForDefinition } from './bindings'
import { globalValue } from './builtins/fields'
import { displayName } from './builtins/reflected'
import { errorException, typeError } from './exception'
import { resolveModuleGlobals } from './module-globals'

/** A new generic function without methods. */
export function newFunction(core: CoreTypes, name: string, module: Module): StructValue {
  const type = core.universe.newFunctionType(name, module.path)
  core.placeType(type.name, module)
  return core.instance(type)
}

/** `function f end`: the function that the name has, or a new one. */
export function functionNamed(core: CoreTypes, { module, name }: GlobalRef): JuliaValue {
  const binding = bindingForDefinition(core, asModule(module), name)
  const { value } = binding
  if (value === undefined) {
    binding.value = newFunction(core, symbolName(name), binding.module)
    binding.constant = true
    return binding.value
  }
  const isType = typeof value === 'object' && isTypeValue(value)
  const isFunction = value instanceof StructValue && value.type.name.typeKind === 'struct' && binding.constant
  if (!isType && !isFunction) throw errorException(core, `cannot define function ${symbolName(name)}; it already has a value`)
  return value
}

interface Signature {
  readonly type: Parameter
  readonly tuple: DataType
  readonly variables: readonly TypeVar[]
  readonly file: string
  readonly line: number
}

/** From `svec(svec(types...), svec(variables...), LineNumberNode)`. */
function readSignature(core: CoreTypes, given: JuliaValue): Signature {
  const [types, variables, place] = given instanceof SimpleVector ? given.elements : []
  if (!(types instanceof SimpleVector) || !(variables instanceof SimpleVector)) throw new Error('a method statement has no signature')
  const parameters = types.elements.map((type, at) => {
    if (typeof type === 'object' && isTypeValue(type)) return type
    throw errorException(core, `invalid type for argument number ${at} in method definition`)
  })
  const bound = variables.elements.map((variable) => {
    if (typeof variable === 'object' && isTypeValue(variable) && variable.kind === 'var') return variable
    throw typeError(core, 'method', 'type parameter', core.type('TypeVar'), variable)
  })
  const misplaced = parameters.slice(0, -1).findIndex(isVararg)
  if (misplaced >= 0) throw errorException(core, 'Vararg on non-final argument')
  const tuple = tupleOf(core.universe, parameters)
  return {
    tuple,
    type: bound.reduceRight<Parameter>((body, variable) => core.universe.unionAll(variable, body), tuple),
    variables: bound,
    file: place instanceof LineNumberNode ? place.file : '',
    line: place instanceof LineNumberNode ? place.line : 0,
  }
}

/** The type that is called, out of `typeof(f)`, `Type{T}` or a union or variable of such. */
function calleeType(callee: Parameter | undefined): DataType | undefined {
  const body = callee === undefined ? undefined : unwrapUnionAll(callee)
  if (body?.kind === 'var') return calleeType(body.upper)
  if (body?.kind === 'union') return calleeType(body.a)
  if (body?.kind !== 'datatype') return undefined
  const [of] = body.parameters
  return isTypeType(body) && of !== undefined ? (calleeType(of) ?? body) : body
}

/** A method enters the world. `name` is what the statement names, if it does. Throws `JuliaException` for what cannot be defined. */
export function defineMethod(world: World, name: GlobalRef | undefined, given: JuliaValue, code: CodeInfo, module: Module): CodeMethod {
  const { core } = world
  const signature = readSignature(core, given)
  const callee = calleeType(signature.tuple.parameters[0])
  if (callee === undefined) throw errorException(core, 'cannot add methods to a function that is not known')
  const isBuiltin = callee.name.supertype === core.type('Builtin') && callee.name.typeKind !== 'abstract'
  if (isBuiltin) throw errorException(core, 'cannot add methods to a builtin function')
  const named = core.universe.functionName(callee) ?? displayName(callee.name.name)
  return world.addMethod(signature.type, {
    name: name === undefined || isTypeType(unwrapUnionAll(signature.tuple.parameters[0] ?? callee)) ? named : named || symbolName(name.name),
    module,
    file: signature.file,
    line: signature.line,
    code: resolveModuleGlobals(code),
    generator: code.generator && generatorOf(core, code.generator.name),
    variables: signature.variables,
  })
}

/** The global function that makes the body of a `@generated` one. */
function generatorOf(core: CoreTypes, { module, name }: GlobalRef): StructValue {
  const found = module instanceof Module ? globalValue(core, module, name) : undefined
  if (!(found instanceof StructValue)) throw errorException(core, 'the generator of a function is no function')
  return found
}

/** The functions that take keyword arguments: one for each method table (`jl_get_kwsorter`), or `Core.kwcall` for all, by the version. */
export class KeywordSorters {
  private readonly made = new Map<FunctionTable, StructValue>()
  /** Those of an image that were not asked for yet. */
  private readonly stored = new Map<FunctionTable, () => StructValue>()

  constructor(private readonly world: World) {}

  private ofTable(table: FunctionTable): StructValue | undefined {
    const read = this.stored.get(table)
    if (read !== undefined) {
      this.stored.delete(table)
      this.made.set(table, read())
    }
    return this.made.get(table)
  }

  /** An image has the sorter of a table's functions: read when something first asks for it. */
  defer(table: FunctionTable, read: () => StructValue): void {
    this.stored.set(table, read)
  }

  /** Of the functions of this type, if there is one. */
  known(type: DataType): StructValue | undefined {
    if (this.world.rules.hasKwcall) return this.kwcall()
    return this.ofTable(this.world.tableOf(tupleOf(this.world.core.universe, [type])))
  }

  /** The type whose functions this sorter's type serves, and no others. */
  served(sorter: DataType): DataType | undefined {
    for (const [table, made] of this.made) if (made.type === sorter) return this.world.calleeOf(table)
    return undefined
  }

  /** All that were made or asked for, for some functions only, with a type whose functions they serve. */
  all(): readonly { readonly served: DataType, readonly sorter: StructValue }[] {
    for (const table of [...this.stored.keys()]) this.ofTable(table)
    return [...this.made].map(([table, sorter]) => ({ served: this.world.calleeOf(table), sorter }))
  }

  /** A sorter out of an image; the one that is there already stays. */
  adopt(type: DataType, sorter: StructValue): void {
    const table = this.world.tableOf(tupleOf(this.world.core.universe, [type]))
    if (this.ofTable(table) === undefined) this.made.set(table, sorter)
  }

  /** Of the functions of this type; made if there is none. */
  of(type: DataType): StructValue {
    const { core, rules } = this.world
    if (rules.hasKwcall) return this.kwcall()
    const table = this.world.tableOf(tupleOf(core.universe, [type]))
    let sorter = this.ofTable(table)
    if (sorter === undefined) {
      const holder = table.typeName === undefined ? undefined : core.typeModules.get(type.name)
      const module = holder instanceof Module ? holder : this.coreModule()
      sorter = newFunction(core, `${displayName(table.name)}##kw`, module)
      this.made.set(table, sorter)
      // Precompile statements name it so.
      const { name } = sorter.type.name
      if (!module.bindings.has(symbolOf(name))) module.setConstant(name, sorter.type)
    }
    return sorter
  }

  private kwcall(): StructValue {
    const module = this.coreModule()
    const known = module.bindings.get(KWCALL)?.value
    if (known instanceof StructValue) return known
    const made = newFunction(this.world.core, symbolName(KWCALL), module)
    module.setConstant(symbolName(KWCALL), made)
    return made
  }

  private coreModule(): Module {
    const { core } = this.world
    const holder = core.typeModules.get(core.int64.name)
    if (holder instanceof Module) return holder
    throw new Error('the types of Core are in no module')
  }
}

const KWCALL = symbolOf('kwcall')

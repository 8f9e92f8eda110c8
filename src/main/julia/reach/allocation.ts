/**
 * What is allocated: mutable objects, what the runtime allocates by name, and boxes: copies of immutable values on the heap, made where any value may
 * stand (a call that is dispatched, a field or an array without a type, a result of unknown type). A union of a few concrete types needs no box
 * (Julia 0.7 on). Left out is what LLVM removes: an object that never leaves its function is reported all the same.
 */
import type { Operand, Statement } from '../ir/statement'
import { instancesOf } from '../infer/tfuncs/type-arguments'
import { elementType } from '../values/array-storage'
import { fieldTypes, isConcreteType, isSingleton } from '../types/query'
import { isVararg, unwrapUnionAll, type DataType, type Parameter } from '../types/type'
import { MethodInstance } from '../worlds/method'
import { isSmallUnion, valueOfStatement, withArticle, type CodeView } from './code-view'
import type { Finding } from './findings'

/** Builtins that allocate whatever they are given. */
const ALLOCATING: Readonly<Record<string, string>> = { svec: 'a SimpleVector', _expr: 'an Expr' }

export function allocations(view: CodeView, at: number): readonly Finding[] {
  const statement = view.code.code[at]
  if (statement === undefined) return []
  const value = valueOfStatement(statement)
  const found: Finding[] = []
  switch (value.kind) {
    case 'new':
    case 'splatnew':
      found.push(...construction(view, value, at))
      break
    case 'copyast':
      found.push(allocation('a quoted expression is copied', 'Make it a constant.'))
      break
    case 'call':
      found.push(...callAllocations(view, value.args, at))
      break
    case 'invoke':
      if (value.instance instanceof MethodInstance) found.push(...boxes(view, value.args, argumentTypes(value.instance, value.args.length), `for ${view.nameOf(value.instance)}`))
      break
    case 'setGlobal':
      found.push(...boxes(view, [value.value], [], 'for a global'))
      break
    case 'return':
      found.push(...boxes(view, [value.value], [view.returnType], 'as the result, whose type is not known'))
      break
    case 'phi':
      found.push(...boxes(view, value.values.flatMap((one) => (one === undefined ? [] : [one])), value.values.map(() => view.code.types[at] ?? view.lattice.universe.any), 'where branches meet'))
      break
  }
  if (statement.kind === 'assign') {
    const type = view.code.slotTypes[statement.slot]
    const made = view.code.types[at]
    if (type !== undefined && made !== undefined && !holds(type) && isBoxed(view, made)) found.push(box(view, made, `for variable \`${view.code.slots[statement.slot]?.name ?? '?'}\``))
  }
  return found
}

function allocation(reason: string, advice: string): Finding {
  return { need: 'gc', problem: 'allocation', cause: { reason, advice } }
}

function box(view: CodeView, type: Parameter, where: string): Finding {
  return { need: 'gc', problem: 'box', cause: { reason: `${withArticle(view.print(type))} is boxed ${where}`, advice: '' } }
}

/** The types that an instance takes, one for each operand; any value where it takes more. */
function argumentTypes({ specTypes, method }: MethodInstance, count: number): readonly (Parameter | undefined)[] {
  const { parameters } = unwrapUnionAll(specTypes) as DataType
  const last = parameters.at(-1)
  const fixed = method?.source.code.isVarArg === true && last !== undefined && isVararg(last) ? parameters.slice(0, -1) : parameters
  return Array.from({ length: count }, (_, at) => fixed[at])
}

/** A place of this type holds values as they are. */
function holds(type: Parameter): boolean {
  return isConcreteType(type) || isSmallUnion(type)
}

/** Values of this type have to be copied to the heap where any value may stand. */
function isBoxed({ lattice: { core, universe } }: CodeView, type: Parameter): boolean {
  if (type.kind === 'union') return isSmallUnion(type)
  if (type.kind !== 'datatype' || !type.concrete || isSingleton(universe, type) || type === core.bool) return false
  // All of them are there from the start.
  if (type.name.primary === core.type('Int8') || type.name.primary === core.type('UInt8')) return false
  return type.name.typeKind === 'primitive' || (type.name.typeKind === 'struct' && type.name.role !== 'kind' && type.name.role !== 'type' && type.name.role !== 'typeofbottom')
}

/** Values that come to places; a place without a type takes any value. */
function boxes(view: CodeView, operands: readonly Operand[], places: readonly (Parameter | undefined)[], where: string): Finding[] {
  const found: Finding[] = []
  for (const [at, operand] of operands.entries()) {
    const place = places[at]
    const source = view.unnarrowed(operand)
    if (view.valueOf(operand) !== undefined || (place !== undefined && holds(place))) continue
    // What was narrowed from a value of any type has its box already.
    if (!isBoxed(view, view.typeOf(source))) continue
    found.push(box(view, view.typeOf(source), where))
  }
  return found
}

function construction(view: CodeView, value: Extract<Statement, { kind: 'new' | 'splatnew' }>, at: number): Finding[] {
  const { type, exact } = instancesOf(view.lattice, view.elementOf(value.type))
  const made = view.code.types[at]
  const known = exact && type.kind === 'datatype' ? type : made?.kind === 'datatype' && made.concrete ? made : undefined
  if (known === undefined || !known.concrete) return [allocation(`an object of ::${view.print(made ?? type)} is allocated`, 'Take the type as ::Type{T} where T.')]
  const inner = value.kind === 'new' ? boxes(view, value.fields, fieldTypes(view.lattice.universe, known), `for a field of ${view.print(known)}`) : []
  if (known.name.typeKind !== 'mutable') return inner
  const isBox = known.name.name === 'Box' && known.name.module === 'Core'
  return [isBox
    ? allocation('a variable that a closure captures and assigns is kept in a Core.Box', 'Assign it once, or wrap the closure in let.')
    : allocation(`${withArticle(view.print(known))} is allocated`, 'Make the struct immutable, or make the object once and pass it.'), ...inner]
}

function callAllocations(view: CodeView, [callee, ...given]: readonly Operand[], at: number): Finding[] {
  if (callee === undefined) return []
  const name = view.builtin(callee)
  if (name === undefined) return boxes(view, given, [], 'for a call that is dispatched when it runs')
  if (view.isIntrinsic(callee)) return []
  const what = ALLOCATING[name]
  if (what !== undefined) return [allocation(`${what} is allocated`, '')]
  const made = view.code.types[at]
  switch (name) {
    case 'tuple':
      return made !== undefined && isConcreteType(made) ? [] : [allocation(`a tuple of ::${view.print(made ?? view.lattice.universe.tuple)} is allocated`, 'Give its elements concrete types.'), ...boxes(view, given, [], 'for a tuple')]
    case '_apply_iterate':
      return [allocation('the arguments of a splat are collected', 'Splat tuples of known length.')]
    case 'setfield!': {
      const [object, field, value] = given
      if (object === undefined || field === undefined || value === undefined) return []
      const type = view.typeOf(object)
      const declared = type.kind === 'datatype' ? declaredField(view, type, field) : undefined
      return boxes(view, [value], [declared], 'for a field')
    }
    case 'arrayset': {
      const [, array, value] = given
      if (array === undefined || value === undefined) return []
      const type = view.typeOf(array)
      const element = type.kind === 'datatype' && type.name === view.lattice.core.arrayName ? elementType(view.lattice.core, type) : undefined
      return boxes(view, [value], [element], 'for an element of an array')
    }
    default:
      return []
  }
}

function declaredField(view: CodeView, type: DataType, field: Operand): Parameter | undefined {
  const value = view.valueOf(field)
  const fields = type.name.fields()
  const index = typeof value === 'symbol' ? fields.findIndex(({ name }) => name === Symbol.keyFor(value)) : typeof value === 'bigint' ? Number(value) - 1 : -1
  return index < 0 ? undefined : fieldTypes(view.lattice.universe, type)[index]
}

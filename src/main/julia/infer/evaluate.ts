/** The type of an expression, given what is known of the variables before its statement (1.5, `abstract_eval`). */
import type { Expression, ForeignType, Operand } from '../ir/statement'
import { Const, PartialStruct, constBool, type LatticeElement } from '../lattice/element'
import { isBelow, isInstance } from '../lattice/order'
import { hasConstInfo, onlyInstance, rewrapUnionAll, upperBound } from '../lattice/type-facts'
import type { VariableTable } from '../lattice/variables'
import { substituteAll, where } from '../types/instantiate'
import { fieldTypes } from '../types/query'
import { isSubtype, outerVariables } from '../types/subtype'
import { isAny, type DataType, type Parameter } from '../types/type'
import { BOTTOM } from '../types/universe'
import { StructValue, type GlobalRef, type JuliaValue } from '../values/value'
import { Binding, Module } from '../worlds/module'
import { inferCall } from './calls'
import { globalElement } from './globals'
import type { InferenceState } from './state'
import { instancesOf } from './tfuncs/type-arguments'

export function evaluateOperand(frame: InferenceState, operand: Operand, table: VariableTable): LatticeElement {
  const { run } = frame
  switch (operand.kind) {
    case 'ssa':
      return frame.statementTypes[operand.id] ?? BOTTOM
    case 'slot':
      return table[operand.id]?.type ?? BOTTOM
    case 'argument':
      return frame.result.args.types[operand.id] ?? run.universe.any
    case 'constant':
      return new Const(operand.value)
    case 'global':
      return evaluateGlobal(frame, operand.ref)
    case 'parameter':
      return frame.sparamTypes[operand.index] ?? run.universe.any
  }
}

/** A constant may be replaced in later versions: then code relies on its binding. */
function evaluateGlobal(frame: InferenceState, { module, name }: GlobalRef): LatticeElement {
  if (!(module instanceof Module)) return frame.run.universe.any
  const element = globalElement(frame.run, module, name)
  const binding = element.kind === 'const' && frame.run.context.rules.edges.bindings ? module.resolve(name) : undefined
  if (binding instanceof Binding) frame.addEdge({ to: 'binding', binding })
  return element
}

export function evaluate(frame: InferenceState, expression: Expression, table: VariableTable): LatticeElement {
  const found = evaluateExpression(frame, expression, table)
  const instance = onlyInstance(frame.run, found)
  return instance === undefined ? found : new Const(instance)
}

function evaluateExpression(frame: InferenceState, expression: Expression, table: VariableTable): LatticeElement {
  const { universe, core } = frame.run
  const operand = (part: Operand) => evaluateOperand(frame, part, table)
  switch (expression.kind) {
    case 'call': {
      const args: LatticeElement[] = []
      for (const part of expression.args) {
        const element = operand(part)
        if (element.kind === 'bottom') return element
        args.push(element)
      }
      return inferCall(frame, expression.args, args, table)
    }
    case 'new':
      return evaluateNew(frame, instancesOf(frame.run, operand(expression.type)).type, expression.fields.map(operand))
    case 'splatnew':
      return evaluateSplatNew(frame, instancesOf(frame.run, operand(expression.type)).type, operand(expression.tuple))
    case 'foreigncall': {
      const neverCalled = expression.args.some((part) => operand(part).kind === 'bottom')
      if (!expression.name.startsWith('jl_alloc_array_')) frame.noteUnknownEffects()
      return neverCalled ? BOTTOM : foreignType(frame, expression.returnType, table)
    }
    case 'isdefined':
      return evaluateIsDefined(frame, expression.what, table)
    case 'boundscheck':
      return core.bool
    case 'copyast':
      return core.typeOf(expression.value)
    case 'method':
      return expression.body === undefined ? universe.any : core.nothingType
    case 'interpolate':
      return core.type('CodeInfo')
    case 'pi':
    case 'phi':
    case 'invoke':
    case 'theException':
      return universe.any
    default:
      return operand(expression)
  }
}

function newStruct(frame: InferenceState, type: DataType, values: readonly JuliaValue[]): Const {
  return new Const(onlyInstance(frame.run, type) ?? new StructValue(type, [...values]))
}

function evaluateNew(frame: InferenceState, type: Parameter, fields: readonly LatticeElement[]): LatticeElement {
  const { run } = frame
  if (type.kind !== 'datatype' || !type.concrete || type.name.typeKind === 'mutable') return type
  const declared = fieldTypes(run.universe, type)
  const values: JuliaValue[] = []
  for (const [at, field] of fields.entries()) {
    if (field.kind === 'bottom') return field
    if (field.kind !== 'const') continue
    if (!isInstance(run, field.value, declared[at] ?? run.universe.any)) return BOTTOM
    values.push(field.value)
  }
  if (declared.length !== fields.length) return type
  if (values.length === fields.length) return newStruct(frame, type, values)
  return fields.some((field) => hasConstInfo(run, field)) ? new PartialStruct(type, fields) : type
}

function evaluateSplatNew(frame: InferenceState, type: Parameter, tuple: LatticeElement): LatticeElement {
  const { run } = frame
  if (type.kind !== 'datatype' || !type.concrete || type.name.typeKind === 'mutable') return type
  const declared = fieldTypes(run.universe, type)
  if (tuple.kind === 'const' && tuple.value instanceof StructValue && tuple.value.type.name.role === 'tuple') {
    const values = tuple.value.fields.filter((field) => field !== undefined)
    if (values.length === declared.length && values.every((value, at) => isInstance(run, value, declared[at] ?? run.universe.any))) return newStruct(frame, type, values)
  }
  if (tuple.kind === 'partialstruct' && isBelow(run, tuple, run.universe.tuple) && tuple.fields.length === declared.length) {
    if (tuple.fields.every((field, at) => isBelow(run, field, declared[at] ?? run.universe.any))) return new PartialStruct(type, tuple.fields)
  }
  return type
}

function evaluateIsDefined(frame: InferenceState, what: Operand, table: VariableTable): LatticeElement {
  const { run } = frame
  switch (what.kind) {
    case 'slot': {
      const state = table[what.id]
      if (state === undefined || state.type.kind === 'bottom') return constBool(false)
      return state.undef ? run.core.bool : constBool(true)
    }
    case 'global': {
      const { module, name } = what.ref
      const found = module instanceof Module ? module.resolve(name) : undefined
      return found instanceof Binding && found.value !== undefined ? constBool(true) : run.core.bool
    }
    case 'parameter':
      return frame.sparamTypes[what.index]?.kind === 'const' ? constBool(true) : run.core.bool
    default:
      return run.core.bool
  }
}

/** What a `ccall` declares to return, with this instance's static parameters. `Ref{T}` stands for T, and not for `Any`. */
function foreignType(frame: InferenceState, declared: ForeignType, table: VariableTable): LatticeElement {
  const { run, instance } = frame
  const given = declared.kind === 'type' ? declared.type : instancesOf(run, evaluateOperand(frame, declared, table)).type
  const isRef = given.kind === 'datatype' && isSubtype(run.universe, given, run.core.wrapper('Ref') ?? run.universe.any) && given.name.name === 'Ref'
  const type = isRef ? (given.parameters[0] ?? given) : given
  if (isRef && isAny(type)) return BOTTOM
  const { method, parameters } = instance
  if (!type.open || method === undefined) return upperBound(type)
  const variables = outerVariables(method.signature)
  if (parameters.length === 0) return upperBound(rewrapUnionAll(run.universe, type, method.signature))
  const known = parameters.reduce(
    (body, parameter) => (parameter.kind === 'var' ? where(run.universe, parameter, body) : body),
    substituteAll(run.universe, type, variables, parameters),
  )
  return isRef && isAny(known) ? BOTTOM : upperBound(known)
}

/**
 * What can throw in a statement itself: `throw`, checks of bounds, fields and elements that may be undefined, assertions of types, division, and
 * `try`, which needs the runtime to unwind. What a callee throws is found in its own code.
 */
import type { Operand } from '../ir/statement'
import type { LatticeElement } from '../lattice/element'
import { isBelow } from '../lattice/order'
import { instancesOf } from '../infer/tfuncs/type-arguments'
import { fieldIndex } from '../optimizer/fields'
import { isBuiltinNothrow, isIntrinsicNothrow } from '../optimizer/effects'
import { fieldTypes, isBits } from '../types/query'
import { isTypeValue } from '../values/egal'
import { elementType } from '../values/array-storage'
import { isImpossible, valueOfStatement, withArticle, type CodeView } from './code-view'
import type { Finding } from './findings'

function exception(problem: string, reason: string, advice = ''): Finding {
  return { need: 'exceptions', problem, cause: { reason, advice } }
}

export function exceptions(view: CodeView, at: number): readonly Finding[] {
  const statement = view.code.code[at]
  if (statement === undefined) return []
  const value = valueOfStatement(statement)
  switch (value.kind) {
    case 'enter':
      return [exception('try', 'an exception is handled', 'Return a value that says what failed.')]
    case 'throwUndefIfNot':
      return [exception('throw', `variable \`${value.name}\` may be undefined`, 'Assign it on every way.')]
    case 'slot': {
      const slot = view.code.slots[value.id]
      return slot?.maybeUndefined === true ? [exception('throw', `variable \`${slot.name}\` may be undefined`, 'Assign it on every way.')] : []
    }
    case 'call':
      return callExceptions(view, value.args, at)
    default:
      return []
  }
}

function callExceptions(view: CodeView, [callee, ...given]: readonly Operand[], at: number): readonly Finding[] {
  const name = view.builtin(callee)
  if (callee === undefined || name === undefined) return []
  const elements = given.map((operand) => view.elementOf(operand))
  if (view.isIntrinsic(callee)) {
    const divides = name.startsWith('checked_') && /div|rem/.test(name)
    return divides && !isIntrinsicNothrow(view.lattice, name, elements) ? [exception('throw', 'a division may be by zero', 'Divide by a constant, or by what was compared with zero before.')] : []
  }
  const [first, second, third] = given
  switch (name) {
    case 'throw':
      if (first !== undefined && isImpossible(view.valueOf(first))) return []
      return [exception('throw', first === undefined ? 'an exception is thrown' : `${withArticle(view.print(view.typeOf(first)))} is thrown`)]
    case 'arrayref':
    case 'const_arrayref':
      return [...bounds(view, first), ...undefinedElement(view, second)]
    case 'arrayset':
      return bounds(view, first)
    case 'typeassert':
      return [exception('throw', `a type assertion may fail: ${view.statementText(at)}`)]
    case 'getfield': {
      const [object, field, check] = elements
      if (object === undefined || field === undefined || isOfType(object) || isBuiltinNothrow(view.lattice, name, elements, view.code.types[at] ?? view.lattice.universe.any)) return []
      if (view.code.types[at]?.kind === 'bottom') return [exception('throw', `a field is taken that is not there: ${view.statementText(at)}`)]
      if (field.kind !== 'const' && check?.kind !== 'const') return [exception('throw', 'a field is taken by a number that is checked', 'Use a constant.')]
      return [exception('throw', `a field may be undefined: ${view.statementText(at)}`, 'Set all fields in the constructor.')]
    }
    case 'setfield!':
      return first !== undefined && second !== undefined && third !== undefined && !isFieldSettable(view, first, second, third) ? [exception('throw', `setting a field may fail: ${view.statementText(at)}`)] : []
    case 'apply_type':
    case 'fieldtype':
      return isBuiltinNothrow(view.lattice, name, elements, view.code.types[at] ?? view.lattice.universe.any) || instancesOf(view.lattice, elements[0] ?? view.lattice.universe.any).exact
        ? [] : [exception('throw', `a type may not fit: ${view.statementText(at)}`)]
    default:
      return []
  }
}

/** A field of a type that is known: the runtime sets them all. */
function isOfType(object: LatticeElement): boolean {
  return object.kind === 'const' && typeof object.value === 'object' && isTypeValue(object.value)
}

function bounds(view: CodeView, check: Operand | undefined): readonly Finding[] {
  const known = check && view.valueOf(check)
  return known === false ? [] : [exception('bounds check', 'an index is checked', 'Use @inbounds where it cannot be out of range, or iterate over eachindex.')]
}

function undefinedElement(view: CodeView, array: Operand | undefined): readonly Finding[] {
  const { lattice: { core, universe } } = view
  const type = array && view.typeOf(array)
  const element = type?.kind === 'datatype' && type.name === core.arrayName ? elementType(core, type) : undefined
  const isStored = element !== undefined && (isBits(universe, element) || element.kind === 'union')
  return isStored ? [] : [exception('throw', 'an element may be undefined', 'Use an element type whose values are stored in the array.')]
}

function isFieldSettable(view: CodeView, object: Operand, field: Operand, value: Operand): boolean {
  const type = view.typeOf(object)
  const name = view.valueOf(field)
  if (type.kind !== 'datatype' || type.name.typeKind !== 'mutable' || name === undefined) return false
  const index = fieldIndex(type, name)
  const declared = index === undefined ? undefined : fieldTypes(view.lattice.universe, type)[index]
  return declared !== undefined && isBelow(view.lattice, view.elementOf(value), declared)
}

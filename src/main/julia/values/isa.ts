/**
 * `isa`. Questions about values that are no types are remembered by type: the answer never changes.
 */
import { typeOf } from '../types/instantiate'
import { isSubtype } from '../types/subtype'
import { isAny, type Parameter } from '../types/type'
import type { CoreTypes } from './core-types'
import { isTypeValue } from './egal'
import type { JuliaValue } from './value'

export function isInstance(core: CoreTypes, value: JuliaValue, type: Parameter): boolean {
  const { universe } = core
  if (isAny(type)) return true
  const own = core.typeOf(value)
  if (own === type) return true
  if (typeof value === 'object' && isTypeValue(value) && value.kind !== 'var') return isSubtype(universe, typeOf(universe, value), type)
  if (type.kind === 'datatype' && type.concrete) return false
  if (type.open) return isSubtype(universe, own, type)
  let answers = core.instanceAnswers.get(type)
  if (answers === undefined) {
    answers = new Map()
    core.instanceAnswers.set(type, answers)
  }
  let answer = answers.get(own)
  if (answer === undefined) {
    answer = isSubtype(universe, own, type)
    answers.set(own, answer)
  }
  return answer
}

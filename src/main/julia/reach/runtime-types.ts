/** Work on types that is left to the runtime: types that are made, compared or looked at when the program runs. */
import type { Operand } from '../ir/statement'
import { isConcreteType } from '../types/query'
import { isTypeType, type Parameter } from '../types/type'
import { unionMembers } from '../types/union'
import { isTypeValue } from '../values/egal'
import { valueOfStatement, type CodeView } from './code-view'
import type { Finding } from './findings'

const WORK: Readonly<Record<string, string>> = {
  apply_type: 'a type is made', UnionAll: 'a type is made', fieldtype: 'the type of a field is looked up', _typevar: 'a type variable is made', '<:': 'types are compared',
  _setsuper: 'a type is declared', _structtype: 'a type is declared', _abstracttype: 'a type is declared', _primitivetype: 'a type is declared', _typebody: 'a type is declared',
  kwfunc: 'the keyword method of a function is looked up', applicable: 'methods are looked up',
}

export function typeWork(view: CodeView, at: number): readonly Finding[] {
  const statement = view.code.code[at]
  const value = statement && valueOfStatement(statement)
  if (value?.kind === 'new' || value?.kind === 'splatnew') {
    const known = view.valueOf(value.type) !== undefined || view.code.types[at]?.kind === 'datatype' && isConcreteType(view.code.types[at])
    return known ? [] : [work(`an object is made of a type that is not known: ${view.statementText(at)}`, 'Take the type as ::Type{T} where T.')]
  }
  if (value?.kind !== 'call') return []
  const [callee, ...given] = value.args
  const name = view.builtin(callee)
  if (name === undefined) return []
  if (name === 'isa' || name === 'typeassert') return isTag(view, given) ? [] : [work(`the type of a value is compared with another: ${view.statementText(at)}`, 'Ask for concrete types.')]
  const does = WORK[name]
  return does === undefined ? [] : [work(`${does} when the program runs: ${view.statementText(at)}`, '')]
}

function work(reason: string, advice: string): Finding {
  return { need: 'types', problem: 'work on types', cause: { reason, advice } }
}

/** Whether the answer is in the tag of the value: the type that is asked for is concrete, or the value's is known. */
function isTag(view: CodeView, [value, asked]: readonly Operand[]): boolean {
  if (value === undefined || asked === undefined) return true
  const type = view.valueOf(asked)
  if (type === undefined || typeof type !== 'object' || !isTypeValue(type)) return false
  const among = unionMembers(view.typeOf(value))
  return unionMembers(type).every(isTagged) || among.every(isTagged)
}

function isTagged(type: Parameter): boolean {
  return isConcreteType(type) && !isTypeType(type)
}

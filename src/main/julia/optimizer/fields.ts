/** Fields by constant name or number. */
import { isVarargTuple } from '../types/query'
import type { DataType } from '../types/type'
import { symbolName, type JuliaValue } from '../values/value'

/** How many fields instances have; undefined for tuples of no certain length. */
export function fieldCount(type: DataType): number | undefined {
  if (type.name.role === 'tuple') return isVarargTuple(type) ? undefined : type.parameters.length
  if (type.name.role === 'namedtuple') {
    const [names] = type.parameters
    return names?.kind === 'value' ? names.elements?.length : undefined
  }
  return type.name.fields().length
}

function fieldNames(type: DataType): readonly string[] {
  if (type.name.role === 'tuple') return []
  if (type.name.role !== 'namedtuple') return type.name.fields().map(({ name }) => name)
  const [names] = type.parameters
  return names?.kind === 'value' ? (names.elements ?? []).map((element) => (element.kind === 'value' ? symbolName(nameOf(element.text)) : '')) : []
}

/** The symbol that a printed one such as `:a` or `Symbol("a b")` is. */
function nameOf(text: string): symbol {
  return Symbol.for(text.startsWith(':') ? text.slice(1) : (JSON.parse(text.slice('Symbol('.length, -1)) as string))
}

/** The index from 0 of the field that a value names; undefined if there is none such. */
export function fieldIndex(type: DataType, field: JuliaValue | undefined): number | undefined {
  if (typeof field === 'bigint') {
    const index = Number(field) - 1
    return index >= 0 && index < (fieldCount(type) ?? 0) ? index : undefined
  }
  if (typeof field !== 'symbol') return undefined
  const index = fieldNames(type).indexOf(symbolName(field))
  return index < 0 ? undefined : index
}

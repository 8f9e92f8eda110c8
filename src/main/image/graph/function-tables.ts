/**
 * Method tables of a system image: each stands with the type of its functions, and its methods, those who wait for more of them and its keyword
 * sorter are read when something first asks for them.
 */
import type { StoredMethods } from '../../julia/dispatch/method-table'
import { isSingleton } from '../../julia/types/query'
import type { DataType } from '../../julia/types/type'
import type { FunctionTable, TableBackedge } from '../../julia/worlds/function-table'
import type { CodeMethod } from '../../julia/worlds/method'
import { ImageError } from '../bytes'
import { natural, optional, record, type Codec } from './codec'
import type { GraphReader } from './reader'
import type { Rows, TableName } from './tables'

export interface StoredTable {
  readonly maxArguments: number
  readonly methods: () => StoredMethods<CodeMethod>
  /** Callers that wait for methods to come. */
  readonly waiting: () => readonly TableBackedge[]
  /** The type of the function that takes keyword arguments. */
  readonly sorter: (() => Rows['types']) | undefined
}

function later<Name extends TableName>(name: Name): Codec<() => Rows[Name]> {
  return { write: (to, given) => to.ref(name, given()), read: (from) => from.later(name).read }
}

export const storedTable = record<StoredTable>({ maxArguments: natural, methods: later('tables'), waiting: later('waiting'), sorter: optional(later('types')) })

/** Makes a table of this session give what is stored. */
export function fillTable(from: GraphReader, table: FunctionTable, { maxArguments, methods, waiting, sorter }: StoredTable): void {
  const { world, sorters } = from.scope
  table.maxArguments = maxArguments
  table.defer(methods)
  table.deferBackedges(waiting)
  if (sorter === undefined) return
  sorters.defer(table, () => {
    const type = sorter()
    if (type.kind !== 'datatype' || !isSingletonType(from, type)) throw new ImageError('a keyword sorter is no function')
    return world.core.instance(type)
  })
}

function isSingletonType({ scope: { world } }: GraphReader, type: DataType): boolean {
  return isSingleton(world.universe, type)
}

/**
 * The kinds of records that a graph consists of.
 */
import type { CodeInfo, OptimizedCode } from '../../julia/ir/statement'
import type { StoredMethods } from '../../julia/dispatch/method-table'
import type { NativeCode } from '../../julia/codegen/native-code'
import type { Parameter, TypeName, TypeVar } from '../../julia/types/type'
import type { JuliaValue } from '../../julia/values/value'
import type { TableBackedge } from '../../julia/worlds/function-table'
import type { CodeInstance, CodeMethod, MethodInstance } from '../../julia/worlds/method'
import type { Module } from '../../julia/worlds/module'
import { codeTables } from './code'
import { linkTable } from './links'
import { methodTables } from './methods'
import { heldTable, moduleTable } from './modules'
import { nativeTable } from './native'
import type { GraphReader } from './reader'
import { typeTables } from './types'
import { valueTable } from './values'
import type { GraphWriter } from './writer'

export type HeapValue = Exclude<JuliaValue, bigint | number | boolean | string | symbol>

/** What an image may refer to in others. */
export type Linked = Module | TypeName | CodeMethod | HeapValue

export interface Rows {
  /** What belongs to others. */
  links: Linked
  typeNames: TypeName
  variables: TypeVar
  types: Exclude<Parameter, TypeVar>
  modules: Module
  values: HeapValue
  methods: CodeMethod
  instances: MethodInstance
  codes: CodeInstance
  /** Of one method table; so are those who wait for methods in it. */
  tables: StoredMethods<CodeMethod>
  waiting: readonly TableBackedge[]
  /** Of one binding: whose code mentions its value (1.12). */
  users: readonly MethodInstance[]
  /** All types that one module declares, in order. */
  typeLists: readonly TypeName[]
  /** What one global holds. */
  held: { readonly value: JuliaValue }
  lowered: CodeInfo
  optimized: OptimizedCode
  natives: NativeCode
}
export type TableName = keyof Rows

/** `publish` makes an object known before it is complete. */
export interface TableCodec<T> {
  readonly write: (to: GraphWriter, row: T) => void
  readonly read: (from: GraphReader, publish: (row: T) => void) => T
}

export const TABLES: { readonly [Name in TableName]: TableCodec<Rows[Name]> } = {
  links: linkTable,
  ...typeTables,
  modules: moduleTable,
  held: heldTable,
  values: valueTable,
  ...methodTables,
  ...codeTables,
  natives: nativeTable,
}

/**
 * The image that a session begins with: Core, Base and the standard libraries that every session has, and the packages that were loaded when it
 * was written, as sections of a container and back. It is trusted: nothing in it is looked up again, and the methods take the places that
 * they had. Who runs the `__init__` functions of its packages, and what their sources are, is the loader's business.
 */
import { FOREVER } from '../julia/dispatch/method'
import { isTuple, type DataType } from '../julia/types/type'
import { tupleOf } from '../julia/types/instantiate'
import type { BootTarget } from '../julia/runtime/engine'
import type { FunctionTable } from '../julia/worlds/function-table'
import type { EntryPoint } from '../julia/worlds/entry-points'
import type { MethodInstance } from '../julia/worlds/method'
import { Module, type Binding } from '../julia/worlds/module'
import { ImageError } from './bytes'
import { entryPoint, indexedEntryPoints } from './entry-points'
import { list, natural, record, text, type Codec } from './graph/codec'
import { fillTable, storedTable, type StoredTable } from './graph/function-tables'
import { bindingRef } from './graph/modules'
import { GraphReader, type StoredSections } from './graph/reader'
import { moduleRef } from './graph/refs'
import { dataType } from './graph/types'
import { GraphWriter } from './graph/writer'
import { writeIndex } from './image-index'
import { makeIndex } from './make-index'
import { sorter, type Sorter } from './type-names'

/** The table of a function that every session has from the start, or of all types or all else that is called. */
interface FirstTable {
  readonly callee: DataType
  readonly stored: StoredTable
}

/** What the session knows a root module as, other than by its name. */
interface Identity {
  readonly module: Module
  readonly uuid: string
}

interface Root {
  readonly modules: readonly Module[]
  readonly identities: readonly Identity[]
  readonly top: Module
  readonly sorters: readonly Sorter[]
  readonly tables: readonly FirstTable[]
  readonly bindings: readonly StoredUsers[]
  readonly gensyms: number
  readonly age: number
  readonly entryPoints: readonly EntryPoint[]
}

interface StoredUsers {
  readonly binding: Binding
  /** Read when the binding gets another value. */
  readonly users: () => readonly MethodInstance[]
}

const root: Codec<Root> = record<Root>({
  modules: list(moduleRef),
  identities: list(record<Identity>({ module: moduleRef, uuid: text })),
  top: moduleRef,
  sorters: list(sorter),
  tables: list(record<FirstTable>({ callee: dataType, stored: storedTable })),
  bindings: list(record<StoredUsers>({ binding: bindingRef, users: { write: (to, given) => to.ref('users', given()), read: (from) => from.later('users').read } })),
  gensyms: natural,
  age: natural,
  entryPoints: list(entryPoint),
})

/** The modules that a session has before anything was evaluated. */
function firstModules({ coreModule, main, packages }: BootTarget): readonly Module[] {
  const intrinsics = coreModule.bindings.get(Symbol.for('Intrinsics'))?.value
  return [coreModule, main, packages.holder, ...(intrinsics instanceof Module ? [intrinsics] : [])]
}

function identitiesOf({ packages }: BootTarget): readonly Identity[] {
  return packages.modules().flatMap((module) => (module.uuid === undefined ? [] : [{ module, uuid: module.uuid }]))
}

function storedTableOf(table: FunctionTable, sorterType: DataType | undefined): StoredTable {
  const methods = table.all.filter(({ deletedWorld }) => deletedWorld === FOREVER)
  const order = new Map([...methods].sort((a, b) => a.rank - b.rank).map((method, rank) => [method, rank]))
  const stored = { methods, ranks: methods.map((method) => order.get(method) ?? 0) }
  return { maxArguments: table.maxArguments, methods: () => stored, waiting: () => table.backedges, sorter: sorterType && (() => sorterType) }
}

/** Of a session in which nothing runs. The same session gives the same bytes. */
export function writeSystem(session: BootTarget): Map<string, Uint8Array> {
  const { world, sorters, firstTypes } = session
  const existing = firstModules(session)
  const tables = world.allTables().filter(({ all }) => all.some(({ deletedWorld }) => deletedWorld === FOREVER))
  const sorterTypes = new Map(sorters.all().map(({ served, sorter: { type } }) => [world.tableOf(tupleOf(world.universe, [served])), type]))
  const stored = new Map(tables.map((table) => [table, storedTableOf(table, sorterTypes.get(table))]))
  const isFirst = ({ typeName }: FunctionTable) => typeName === undefined || firstTypes.has(typeName)
  const writer = new GraphWriter({
    world, sorters, owns: () => true, others: [], kept: new Map(), existingModules: new Set(existing), existingTypes: firstTypes, isWhole: true,
    tables: new Map([...stored].flatMap(([table, one]) => (table.typeName === undefined || isFirst(table) ? [] : [[table.typeName, one] as const]))),
  })
  const bindings = world.bindingUsers().map(({ binding, users }): StoredUsers => ({ binding, users: () => users }))
  const sections = writer.finish((to) => {
    root.write(to, {
      modules: existing, identities: identitiesOf(session), top: session.top, sorters: sorters.all().filter(({ served }) => !stored.has(world.tableOf(tupleOf(world.universe, [served])))), gensyms: session.gensyms, age: world.age, entryPoints: world.entryPoints.all(),
      tables: [...stored].flatMap(([table, one]) => (isFirst(table) ? [{ callee: world.calleeOf(table), stored: one }] : [])),
      bindings,
    })
  })
  return sections.set('index', writeIndex(makeIndex(writer, indexedEntryPoints(world, world.entryPoints.all()))))
}

/** Bytes of the sections that a session reads; native code is mapped, and the symbol table is for tools. */
export function dataBytesOf(sections: Iterable<readonly [name: string, section: { readonly length: number }]>): number {
  let sum = 0
  for (const [name, { length }] of sections) if (name !== 'natives' && name !== 'index') sum += length
  return sum
}

/** Fills a session. Throws `ImageError` for bytes that no writer wrote. */
export function bootSystem(sections: StoredSections, session: BootTarget): void {
  const { world, sorters } = session
  const first = new Map(firstModules(session).map((module) => [module.id, module]))
  const reader = new GraphReader(sections, { world, sorters, rootModule: (id) => first.get(id), isWhole: true })
  const { identities, top, sorters: made, tables, bindings, gensyms, age, entryPoints } = reader.root((from) => root.read(from))
  for (const { served, sorter: one } of made) sorters.adopt(served, one)
  for (const { module, uuid } of identities) module.uuid = uuid
  world.age = age
  for (const point of entryPoints) world.entryPoints.add(point)
  for (const { callee, stored } of tables) {
    const signature = tupleOf(world.universe, [callee])
    if (!isTuple(signature)) throw new ImageError('a table is of no type')
    fillTable(reader, world.tableOf(signature), stored)
  }
  for (const { binding, users } of bindings) world.deferBindingUsers(binding, users)
  world.deferRest(() => Array.from({ length: reader.count('typeNames') }, (_, id) => reader.row('typeNames', id)))
  session.top = top
  session.gensyms = gensyms
}

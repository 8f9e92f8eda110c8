/**
 * A package's cache: its contents as sections of a container and back. What the header says is the loader's business. Reading needs the
 * packages that it was compiled with to be loaded; the code comes unlinked (loader/linking).
 */
import type { KeywordSorters } from '../julia/runtime/definitions'
import type { CodeInstance } from '../julia/worlds/method'
import type { EntryPoint } from '../julia/worlds/entry-points'
import { Module } from '../julia/worlds/module'
import type { ImageContents, SavedCode, SavedEdge, SavedInstance } from './contents'
import { flag, list, optional, record } from './graph/codec'
import { entryPoint, indexedEntryPoints } from './entry-points'
import { edge } from './graph/methods'
import { GraphReader, type ReaderScope, type StoredSections } from './graph/reader'
import { codeRef, instanceRef, methodRef, moduleRef } from './graph/refs'
import { GraphWriter, type WriterScope } from './graph/writer'
import { writeIndex } from './image-index'
import { makeIndex } from './make-index'
import { sorter, typeNamesOf, writeTypeNames, type Sorter } from './type-names'

/** What is stored besides code. */
export interface PackageState {
  /** Modules whose `__init__` runs after loading, in that order. */
  readonly initialized: readonly Module[]
  /** What its methods offer to C. */
  readonly entryPoints: readonly EntryPoint[]
}

const savedEdge = record<SavedEdge>({ edge, expected: optional(list(methodRef)) })
const savedCode = record<SavedCode>({ code: codeRef, inferred: flag, native: flag, ended: flag })
const savedInstance = record<SavedInstance>({ instance: instanceRef, code: list(savedCode), edges: list(savedEdge) })

interface Root {
  readonly modules: readonly Module[]
  readonly sorters: readonly Sorter[]
  readonly methods: ImageContents['methods']
  readonly instances: readonly SavedInstance[]
  readonly initialized: readonly Module[]
  readonly entryPoints: readonly EntryPoint[]
}

const root = record<Root>({
  modules: list(moduleRef), sorters: list(sorter), methods: list(methodRef), instances: list(savedInstance), initialized: list(moduleRef), entryPoints: list(entryPoint),
})

/** Sections of a container. The same contents give the same bytes. */
export function writePackage(contents: ImageContents, state: Pick<PackageState, 'initialized'>, scope: Omit<WriterScope, 'kept'>): Map<string, Uint8Array> {
  const kept = new Map<CodeInstance, SavedCode>(contents.instances.flatMap(({ code }) => code.map((saved) => [saved.code, saved] as const)))
  const entryPoints = scope.world.entryPoints.all().filter(({ method }) => scope.owns(method.source.module))
  const writer = new GraphWriter({ ...scope, kept })
  const sections = writer.finish((to) => {
    writeTypeNames(to, contents.modules)
    root.write(to, { ...contents, ...state, sorters: ownSorters(scope), entryPoints })
  })
  return sections.set('index', writeIndex(makeIndex(writer, indexedEntryPoints(scope.world, entryPoints))))
}

/** Of functions with keywords whose sorter stands in a module that is written. */
function ownSorters({ sorters, owns, world }: { readonly sorters: KeywordSorters } & Pick<WriterScope, 'owns' | 'world'>): readonly Sorter[] {
  return sorters.all().filter(({ sorter: { type } }) => {
    const module = world.core.typeModules.get(type.name)
    return module instanceof Module && owns(module)
  })
}

/** Throws `ImageError` for bytes that no writer wrote, or if something that they refer to is not loaded. */
export function readPackage(sections: StoredSections, scope: ReaderScope): { readonly contents: ImageContents, readonly state: PackageState } {
  const reader = new GraphReader(sections, scope)
  return typeNamesOf(reader, (from) => {
    const { modules, methods, instances, initialized, entryPoints, sorters } = root.read(from)
    for (const { served, sorter: made } of sorters) scope.sorters.adopt(served, made)
    return { contents: { modules, methods, instances }, state: { initialized, entryPoints } }
  })
}

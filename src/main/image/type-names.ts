/**
 * The beginning of every graph: all types that it declares, in the order of their declaration, so that those which a later one mentions
 * are complete; and the keyword sorters, without which a function's type says nothing of its keywords.
 */
import type { DataType } from '../julia/types/type'
import { StructValue } from '../julia/values/value'
import { Module } from '../julia/worlds/module'
import { ImageError } from './bytes'
import type { Codec } from './graph/codec'
import type { GraphReader } from './graph/reader'
import { dataType } from './graph/types'
import { value } from './graph/values'
import type { GraphWriter } from './graph/writer'

export interface Sorter {
  /** A type whose functions it serves. */
  readonly served: DataType
  readonly sorter: StructValue
}

export const sorter: Codec<Sorter> = {
  write: (to, given) => {
    dataType.write(to, given.served)
    value.write(to, given.sorter)
  },
  read: (from) => {
    const [served, found] = [dataType.read(from), value.read(from)]
    if (!(found instanceof StructValue)) throw new ImageError('a keyword sorter is no function')
    return { served, sorter: found }
  },
}

/** The types of these modules and of those below them. */
export function writeTypeNames(to: GraphWriter, modules: readonly Module[]): void {
  const seen = new Set<Module>()
  const visit = (module: Module): void => {
    if (seen.has(module)) return
    seen.add(module)
    for (const name of to.scope.world.core.typesIn(module)) {
      to.out.flag(true)
      to.ref('typeNames', name)
    }
    for (const { value: inner } of module.bindings.values()) if (inner instanceof Module && to.scope.owns(inner)) visit(inner)
  }
  for (const module of modules) visit(module)
  to.out.flag(false)
}

/** Reads the types, then the root. */
export function typeNamesOf<Root>(reader: GraphReader, read: (from: GraphReader) => Root): Root {
  const rest = reader.root((from) => {
    while (from.in.flag()) from.ref('typeNames')
    return from.in
  })
  return reader.resume(rest, read)
}

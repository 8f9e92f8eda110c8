/**
 * How many bytes a piece of code takes as a record of an image. What the record refers to (types, instances, texts) stands in other records,
 * which others share, and is not counted; its number counts as it would in a small image.
 */
import type { KeywordSorters } from '../julia/runtime/definitions'
import type { World } from '../julia/worlds/world'
import { TABLES, type Rows } from './graph/tables'
import { GraphWriter } from './graph/writer'

type CodeTable = 'lowered' | 'optimized' | 'natives'

export function recordBytes<Name extends CodeTable>(name: Name, row: Rows[Name], { world, sorters }: { readonly world: World, readonly sorters: KeywordSorters }): number {
  const writer = new GraphWriter({ world, sorters, owns: () => false, others: [], kept: new Map() })
  TABLES[name].write(writer, row)
  return writer.out.length
}

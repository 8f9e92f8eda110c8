/** Adds a whole profile to one that is being built: its strings, frames, blocks and rows find their new numbers. */
import type { ProfileBuilder } from './builder'
import type { ColumnSpec, TableName } from './schema'
import { SCHEMA, TABLE_NAMES } from './schema'
import type { Profile } from './tables'

type Columns = Readonly<Record<string, ArrayLike<number>>>

/** Appends `profile` to what `builder` holds, but for the parts in `without`. Equal frames become one; everything else is kept as it is, in order. */
export function appendProfile(builder: ProfileBuilder, profile: Profile, without: ReadonlySet<TableName> = new Set()): void {
  const sources = profile.sources.map((source) => builder.source(source))
  const blocks = profile.blocks.map((block) => (without.has(block.part) ? -1 : builder.block({ ...block, source: sources[block.source] ?? -1 })))
  const first = Object.fromEntries(TABLE_NAMES.map((name) => [name, builder.length(name)])) as Record<TableName, number>
  const { frames, strings } = profile
  const frameRows = Array.from({ length: frames.length }, (_, row) =>
    builder.frame({
      signature: strings[frames.signature[row] ?? -1] ?? '',
      name: strings[frames.name[row] ?? -1] ?? '',
      module: strings[frames.module[row] ?? -1] ?? '',
      file: strings[frames.file[row] ?? -1] ?? '',
      line: frames.line[row],
      kind: SCHEMA.frames.kind.oneOf[frames.kind[row] ?? 0],
    }),
  )

  function cell(table: TableName, spec: ColumnSpec, value: number): string | number | undefined {
    if (spec.oneOf) return spec.oneOf[value]
    if (spec.refers === undefined) return value
    if (value < 0) return undefined
    if (spec.refers === 'strings') return strings[value]
    if (spec.refers === 'frames') return frameRows[value]
    if (spec.refers === 'blocks') return blocks[value]
    if (spec.refers === 'sources') return sources[value]
    const target = spec.refers === 'self' ? table : (spec.refers as TableName)
    return without.has(target) ? undefined : value + first[target]
  }

  for (const table of TABLE_NAMES) {
    if (table === 'frames' || without.has(table)) continue
    const columns = profile[table] as unknown as Columns
    const specs = Object.entries<ColumnSpec>(SCHEMA[table])
    for (let row = 0; row < profile[table].length; row++) {
      const cells = specs.map(([column, spec]) => [column, cell(table, spec, columns[column]?.[row] ?? -1)] as const)
      builder.add(table, Object.fromEntries(cells))
    }
  }
}

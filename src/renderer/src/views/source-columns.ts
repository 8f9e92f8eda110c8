/** Columns of the tables of the sources view: outputs, log messages, lines that were not read. */
import type { PartColumn } from '../../../shared/profile/part-columns'
import { PART_TITLES } from '../../../shared/profile/part-columns'
import { SCHEMA } from '../../../shared/profile/schema'
import type { Block, Profile, TimeMeaning } from '../../../shared/profile/tables'
import { textAt } from '../../../shared/profile/tables'

/** `load.txt:12–40`. */
export function blockLines(profile: Profile, index: number): string {
  const block = profile.blocks[index]
  const name = profile.sources[block?.source ?? -1]?.name ?? ''
  if (!block || block.firstLine < 0) return name
  return block.lastLine > block.firstLine ? `${name}:${block.firstLine}–${block.lastLine}` : `${name}:${block.firstLine}`
}

/** The same where the name says nothing, because all comes from one source: `12–40`. */
function shortLines(profile: Profile, index: number): string {
  const whole = blockLines(profile, index)
  return profile.sources.length === 1 ? whole.replace(/^.*:(?=[\d–]+$)/s, '') : whole
}

const MEANINGS: Readonly<Record<TimeMeaning, string>> = {
  both: 'inclusive and exclusive',
  inclusive: 'inclusive',
  exclusive: 'exclusive',
  nested: 'nested: do not add up',
  none: '',
}

function text(id: string, title: string, kind: 'text' | 'choice' | 'location', of: (block: Block) => string): PartColumn {
  return {
    id,
    title,
    kind,
    value: (profile, row) => {
      const block = profile.blocks[row]
      return block ? of(block) : ''
    },
  }
}

/** Rows of `block`, which stand anywhere in their part. */
const counts = new WeakMap<Profile, Int32Array>()
function rowCounts(profile: Profile): Int32Array {
  let found = counts.get(profile)
  if (!found) {
    found = new Int32Array(profile.blocks.length)
    for (const part of new Set(profile.blocks.map((block) => block.part))) {
      for (const block of profile[part].block) if (block >= 0) found[block] = (found[block] ?? 0) + 1
    }
    counts.set(profile, found)
  }
  return found
}

export const BLOCK_COLUMNS: readonly PartColumn[] = [
  text('title', 'Output', 'text', (block) => block.title),
  { id: 'rows', title: 'Rows', kind: 'count', value: (profile, row) => rowCounts(profile)[row] ?? 0 },
  text('part', 'Part', 'choice', (block) => PART_TITLES[block.part]),
  { id: 'lines', title: 'Lines', kind: 'location', value: shortLines },
  text('times', 'Times are', 'choice', (block) => MEANINGS[block.times]),
  text('provenance', 'Numbers', 'choice', (block) => block.provenance.kind),
  text('tool', 'Tool', 'text', (block) => block.provenance.tool),
  text('format', 'Importer', 'text', (block) => block.format),
  text('julia', 'Form of Julia', 'choice', (block) => block.provenance.julia),
  text('command', 'Typed', 'text', (block) => block.command),
  { id: 'notes', title: 'Caveats', kind: 'count', value: (profile, row) => profile.blocks[row]?.notes.length ?? 0 },
]

/** How many rows of a table come from each source. */
function countIn(table: 'messages' | 'unparsed'): (profile: Profile, source: number) => number {
  return (profile, source) => profile[table].source.reduce((count, one) => count + (one === source ? 1 : 0), 0)
}

/** Rows are positions in `sources`. */
export const SOURCE_COLUMNS: readonly PartColumn[] = [
  { id: 'name', title: 'Source', kind: 'text', value: (profile, row) => profile.sources[row]?.name ?? '' },
  { id: 'format', title: 'Format', kind: 'text', value: (profile, row) => profile.sources[row]?.format ?? '' },
  { id: 'bytes', title: 'Size', kind: 'bytes', value: (profile, row) => profile.sources[row]?.bytes ?? Number.NaN },
  { id: 'outputs', title: 'Outputs', kind: 'count', hint: 'That were recognised in it.', value: (profile, row) => profile.blocks.filter((block) => block.source === row).length },
  { id: 'messages', title: 'Messages', kind: 'count', value: countIn('messages') },
  { id: 'unparsed', title: 'Lines not read', kind: 'count', value: countIn('unparsed') },
]

function place(table: 'messages' | 'unparsed'): readonly PartColumn[] {
  return [
    { id: 'line', title: 'Line', kind: 'number', value: (profile, row) => nothing(profile[table].line[row]) },
    { id: 'source', title: 'Source', kind: 'choice', value: (profile, row) => profile.sources[profile[table].source[row] ?? -1]?.name ?? '' },
  ]
}

function nothing(line: number | undefined): number {
  return line === undefined || line < 0 ? Number.NaN : line
}

export const UNPARSED_COLUMNS: readonly PartColumn[] = [
  ...place('unparsed'),
  { id: 'text', title: 'Text', kind: 'signature', value: (profile, row) => textAt(profile, profile.unparsed.text[row]) },
]

export const MESSAGE_COLUMNS: readonly PartColumn[] = [
  ...place('messages'),
  { id: 'level', title: 'Level', kind: 'choice', value: (profile, row) => SCHEMA.messages.level.oneOf[profile.messages.level[row] ?? -1] ?? '' },
  { id: 'text', title: 'Message', kind: 'signature', value: (profile, row) => textAt(profile, profile.messages.text[row]) },
  { id: 'where', title: 'Logged at', kind: 'location', value: (profile, row) => textAt(profile, profile.messages.where[row]) },
]

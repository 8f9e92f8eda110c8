/**
 * A profile as text that a person can read and compare: each block with where it comes from, its rows below it, trees
 * indented. Every number that the profile holds is in it; what is not known is left out rather than written as nothing.
 */
import { rowsByBlock } from './block-rows'
import type { PartColumn } from './part-columns'
import { PART_COLUMNS, PART_TITLES, cellText } from './part-columns'
import type { PartName } from './schema'
import { PARTS } from './schema'
import type { Block, Profile } from './tables'
import { textAt } from './tables'

export interface TextOptions {
  /** Rows of each block; the rest is counted. None: all. */
  readonly maxRows?: number
}

/** The column that names a row, and columns that are said elsewhere or follow from it. */
const NAMES: Readonly<Record<PartName, string>> = {
  imports: 'name', inference: 'signature', stacks: 'signature', codegen: 'signature', triggers: 'callee', invalidations: 'signature',
  counts: 'name', stale: 'signature', precompile: 'statement', builds: 'name', unsaved: 'signature', rejections: 'reason', images: 'name',
  imageSections: 'name', imageItems: 'signature', imageLinks: 'name', imageModules: 'name',
  imageFiles: 'path', imageFacts: 'name', reach: 'what', packages: 'name', timings: 'expression', timeline: 'phase',
}
const SAID = new Set(['block', 'source', 'parent', 'module', 'name', 'calleeName', 'calleeModule', 'callerModule', 'order'])

function nameColumn(part: PartName): PartColumn | undefined {
  const wanted = NAMES[part]
  return PART_COLUMNS[part].find(({ id }) => id === wanted || id === `${wanted}Signature`)
}

function parentsOf(profile: Profile, part: PartName): ArrayLike<number> {
  const columns = profile[part] as unknown as Readonly<Record<string, ArrayLike<number> | undefined>>
  return columns['parent'] ?? []
}

function details(profile: Profile, part: PartName, name: PartColumn | undefined, row: number): string {
  return PART_COLUMNS[part]
    .filter((column) => column !== name && !SAID.has(column.id))
    .flatMap((column) => {
      const text = cellText(column, profile, row)
      return text === '' || text === '–' ? [] : `${column.title.toLowerCase()} ${text}`
    })
    .join(', ')
}

/** Rows in the order in which parents are followed by their children, with their depths. */
function inTreeOrder(rows: readonly number[], parents: ArrayLike<number>): { row: number; depth: number }[] {
  const chosen = new Set(rows)
  const children = new Map<number, number[]>()
  for (const row of rows) {
    const parent = parents[row] ?? -1
    const key = chosen.has(parent) ? parent : -1
    const list = children.get(key)
    if (list) list.push(row)
    else children.set(key, [row])
  }
  const ordered: { row: number; depth: number }[] = []
  const open = (children.get(-1) ?? []).map((row) => ({ row, depth: 0 })).reverse()
  for (let next = open.pop(); next; next = open.pop()) {
    ordered.push(next)
    const { depth } = next
    for (const row of (children.get(next.row) ?? []).reverse()) open.push({ row, depth: depth + 1 })
  }
  return ordered
}

function place(profile: Profile, block: Block): string {
  const source = profile.sources[block.source]?.name ?? ''
  const lines = block.firstLine < 0 ? '' : block.firstLine === block.lastLine ? `line ${block.firstLine}` : `lines ${block.firstLine} to ${block.lastLine}`
  return [source, lines].filter(Boolean).join(' ')
}

function heading(profile: Profile, part: PartName, block: Block | undefined): string[] {
  if (!block) return [PART_TITLES[part]]
  const { kind, tool, julia, error } = block.provenance
  const origin = [kind, tool && `by ${tool}`, julia && `Julia ${julia}`, error].filter(Boolean).join(', ')
  const where = place(profile, block)
  return [
    `${PART_TITLES[part]}: ${block.title} (${[where, `times: ${block.times}`, origin].filter(Boolean).join('; ')})`,
    ...(block.command ? [`  > ${block.command.replace(/\n/g, '\n    ')}`] : []),
    ...block.notes.map((note) => `  * ${note}`),
  ]
}

/** Line by line, without a line end after the last. */
export function profileToText(profile: Profile, { maxRows = Number.POSITIVE_INFINITY }: TextOptions = {}): string {
  const lines = [profile.meta.title || 'Profile', ...(profile.meta.julia ? [`Julia ${profile.meta.julia}`] : [])]
  for (const part of PARTS) {
    const name = nameColumn(part)
    for (const { block, rows } of rowsByBlock(profile, part)) {
      lines.push('', ...heading(profile, part, block))
      for (const { row, depth } of inTreeOrder(rows, parentsOf(profile, part)).slice(0, maxRows)) {
        const more = details(profile, part, name, row)
        const title = (name ? cellText(name, profile, row) : '') || '(no name)'
        lines.push(`  ${'  '.repeat(depth)}${title}${more ? `: ${more}` : ''}`)
      }
      if (rows.length > maxRows) lines.push(`  … ${rows.length - maxRows} more`)
    }
  }
  const { messages, unparsed } = profile
  if (messages.length > 0) lines.push('', 'Messages')
  for (let row = 0; row < messages.length; row++) lines.push(`  ${textAt(profile, messages.text[row])}`)
  const dropped = profile.meta.unparsedDropped
  if (unparsed.length + dropped > 0) lines.push('', `Not read: ${unparsed.length + dropped} ${unparsed.length + dropped === 1 ? 'line' : 'lines'}`)
  for (let row = 0; row < Math.min(unparsed.length, maxRows); row++) lines.push(`  ${unparsed.line[row] ?? -1}: ${textAt(profile, unparsed.text[row])}`)
  return lines.join('\n')
}

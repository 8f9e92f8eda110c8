/** A comparison for terminals. Names come from files and are made harmless. */
import { plain } from '../../charts/chart-spec'
import { shortSignature } from '../../signature/short'
import { textTable } from '../../text-table'
import { formatCount } from '../../units'
import { wrapped } from '../image-diff-text'
import type { Comparison } from './comparison'
import { compareHeadline } from './headline'
import { comparedTables, type ComparedTable } from './tables'

export interface CompareTextOptions {
  /** Characters in a line. */
  readonly width: number
  /** Rows of a table. */
  readonly most: number
}

const NARROWEST_NAME = 36
const LONGEST_LABEL = 20

/** Lines of at most `width` characters; those after the first are indented by two. */
function paragraph(text: string, width: number, prefix = ''): string[] {
  return wrapped(text, width - 2).map((line, at) => (at === 0 ? prefix + line : `  ${line}`))
}

/** `+1.20 ms new`: number, unit and word in columns of their own. */
function columnTexts(rows: readonly (readonly string[])[], column: number): string[] {
  const split = rows.map((row) => /^([+−–]?[\d,.∞]*)(?: (\S+))?(?: (.*))?$/.exec(row[column] ?? '')?.slice(1) ?? [row[column] ?? ''])
  const widths = [0, 1, 2].map((at) => Math.max(0, ...split.map((parts) => parts[at]?.length ?? 0)))
  return split.map((parts) => [0, 1, 2].flatMap((at) => {
    const width = widths[at] ?? 0
    const part = parts[at] ?? ''
    return width === 0 ? [] : [at === 0 ? part.padStart(width) : part.padEnd(width)]
  }).join(' '))
}

function tableText({ title, head, rows, code, same, notes, whole }: ComparedTable, { width, most }: CompareTextOptions): string[] {
  const shown = whole ? rows : rows.slice(0, most)
  const heads = head.map((text) => plain(text, LONGEST_LABEL + 8))
  const cells = shown.map((row) => row.cells)
  const columns = heads.slice(1).map((_, at) => columnTexts(cells, at))
  const used = columns.reduce((sum, texts, at) => sum + 2 + Math.max(heads[at + 1]?.length ?? 0, ...texts.map((text) => text.length)), 2)
  const room = Math.max(NARROWEST_NAME, width - used)
  const names = shown.map(({ name, indented, before = '', after = '' }) => {
    const end = plain(after, Math.floor(room / 2))
    const left = Math.max(1, room - before.length - end.length)
    const clean = plain(name, 4000)
    const text = code && clean.length > left ? shortSignature(clean, { maxLength: left }) : plain(clean, left)
    return `${indented ? '  ' : ''}${before}${text}${end}`
  })
  const words = new Set(heads.keys())
  const lines = textTable({ words, head: heads, rows: names.map((name, row) => [name, ...columns.map((texts) => texts[row] ?? '')]) }, '  ')
  const left = rows.length - shown.length
  const sameText = same > 0 ? `${formatCount(same)} ${rows.length === 0 ? 'rows, the same in all' : 'more are the same in all'}.` : ''
  return [
    '', title, ...(rows.length > 0 ? lines : []),
    ...(left > 0 ? [`  … ${formatCount(left)} more`] : []),
    ...(sameText === '' ? [] : [`  ${sameText}`]),
    ...notes.flatMap((note) => paragraph(note, width, '  ')),
  ]
}

/** Lines without a line end after the last. */
export function compareText(comparison: Comparison, options: CompareTextOptions): string {
  const { width } = options
  return [
    ...wrapped(compareHeadline(comparison), width),
    ...comparison.warnings.flatMap(({ level, text }) => paragraph(text, width, level === 'warning' ? '! ' : '  ')),
    ...comparedTables(comparison).flatMap((table) => tableText(table, options)),
  ].join('\n')
}

/** A comparison as Markdown for a pull request: the headline, warnings, totals, and the largest changes of each part folded away. */
import { plain } from '../../charts/chart-spec'
import { shortSignature } from '../../signature/short'
import { codeSpan, harmless, markdownTable } from '../../markdown'
import { formatCount } from '../../units'
import type { Comparison } from './comparison'
import { compareHeadline } from './headline'
import { comparedTables, type ComparedTable } from './tables'

const LONGEST_NAME = 100

function tableLines({ head, rows, code, same, notes, whole }: ComparedTable, most: number): string[] {
  const shown = whole ? rows : rows.slice(0, most)
  const left = rows.length - shown.length
  const rest = [...(left > 0 ? [`${formatCount(left)} more rows`] : []), ...(same > 0 ? [`${formatCount(same)} the same in all`] : [])].join(', ')
  return [
    ...(rows.length > 0 ? markdownTable(head.map((text) => (text === '' ? '' : harmless(text))), shown.map(({ name, cells, indented, before = '', after = '' }) => [
      code ? `${harmless(before)}${codeSpan(shortSignature(plain(name, 4000), { maxLength: LONGEST_NAME }))}${harmless(after)}` : `${indented ? '&nbsp;&nbsp;' : ''}${harmless(plain(name, LONGEST_NAME))}`,
      ...cells.map((cell) => harmless(cell)),
    ])) : []),
    ...(rest === '' ? [] : ['', `_${rest}_`]),
    ...notes.flatMap((note) => ['', `_${harmless(note)}_`]),
  ]
}

/** With a line end after the last line. `most`: rows of a table. */
export function compareMarkdown(comparison: Comparison, most: number): string {
  const [first, ...others] = comparedTables(comparison)
  const lines = [
    `### ${harmless(compareHeadline(comparison))}`,
    ...comparison.warnings.flatMap(({ level, text }) => ['', level === 'warning' ? `> ⚠ ${harmless(text)}` : `_${harmless(text)}_`]),
    ...(first ? ['', `#### ${harmless(first.title)}`, '', ...tableLines(first, most)] : []),
    ...others.flatMap((table) => ['', `<details><summary>${harmless(table.title)}</summary>`, '', ...tableLines(table, most), '', '</details>']),
    '', `<sub>Backedge: ${comparison.labels.map(codeSpan).join(' against ')}</sub>`,
  ]
  return `${lines.join('\n')}\n`
}

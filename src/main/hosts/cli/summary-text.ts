/**
 * A summary for people: the headlines, the phases, the heaviest of each part, where the numbers come from, what was not
 * read. Numbers stand in columns of their own; every line fits the terminal.
 */
import { plain } from '../../../shared/charts/chart-spec'
import type { Phases } from '../../../shared/profile/phases'
import { PHASE_TITLES } from '../../../shared/profile/phases'
import type { BlockSummary, Summary } from '../../../shared/profile/summary'
import { alignedNumbers } from '../../../shared/text-table'
import { formatCount, formatPercent, formatTime } from '../../../shared/units'
import type { ReportPart } from '../../services/report-parts'
import { countsText, nameText, originText, placeText, reportParts, topUnit, topValue } from '../../services/report-parts'
import { painter } from './terminal'

export interface TextStyle {
  readonly columns: number
  readonly colour: boolean
}

const NARROWEST = 40
/** Lines of what was not read that are shown. */
const MOST_UNREAD = 5
const MOST_BARS = 8

type Paint = ReturnType<typeof painter>

/** Breaks a sentence into lines of at most `width`, all indented alike. */
function wrapped(text: string, indent: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of plain(text, 2000).split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, indent + line]
}

function phaseLines(bar: Phases, width: number): string[] {
  const times = alignedNumbers(bar.segments.map(({ nanoseconds }) => formatTime(nanoseconds)))
  const shares = alignedNumbers(bar.segments.map(({ nanoseconds }) => formatPercent((100 * nanoseconds) / bar.total)))
  const titles = bar.segments.map(({ phase }) => PHASE_TITLES[phase])
  const widest = Math.max(...titles.map((title) => title.length))
  return bar.segments.map(({ label, provenance }, at) => {
    const how = provenance === 'measured' || provenance === 'derived' ? '' : ` (${provenance})`
    return plain(`  ${titles[at]?.padEnd(widest) ?? ''}  ${times[at] ?? ''}  ${shares[at] ?? ''}  ${label}${how}`, width)
  })
}

function partLines({ part, title, summary }: ReportPart, width: number, paint: Paint): string[] {
  const lines = ['', `${paint('bold', title)}  ${plain(countsText(part, summary), width - title.length - 2)}`]
  const unit = topUnit(part, summary.top)
  const numbers = alignedNumbers(summary.top.map((row) => topValue(row, unit)))
  for (const [at, { name }] of summary.top.entries()) {
    const number = numbers[at] ?? ''
    lines.push(`  ${number}${number ? '  ' : ''}${nameText(part, name, width - number.length - 4)}`)
  }
  for (const note of summary.notes) lines.push(...wrapped(note, '  ', width).map((line) => paint('quiet', line)))
  return lines
}

function originLines(blocks: readonly BlockSummary[], width: number, paint: Paint): string[] {
  if (blocks.length === 0) return []
  const lines = ['', paint('bold', 'Where the numbers come from')]
  for (const block of blocks) {
    const place = placeText(block)
    lines.push(...wrapped(`${block.title}: ${originText(block)}${place ? ` (${place})` : ''}`, '  ', width))
    for (const note of block.notes) lines.push(...wrapped(note, '    ', width).map((line) => paint('quiet', line)))
  }
  return lines
}

function unreadLines({ unparsed, unparsedCount }: Summary, width: number, paint: Paint): string[] {
  if (unparsedCount === 0) return ['', 'Every line was read.']
  const shown = unparsed.slice(0, MOST_UNREAD)
  const digits = Math.max(...shown.map(({ line }) => String(line).length))
  const left = unparsedCount - shown.length
  return [
    '',
    `${paint('bold', 'Not read')}  ${formatCount(unparsedCount)} ${unparsedCount === 1 ? 'line' : 'lines'}`,
    ...shown.map(({ line, text }) => paint('quiet', `  ${String(line).padStart(digits)}  ${plain(text, width - digits - 4)}`)),
    ...(left > 0 ? [paint('quiet', `  … ${formatCount(left)} more; all of them with --json`)] : []),
  ]
}

/** Lines without a line end after the last. */
export function summaryText(summary: Summary, { columns, colour }: TextStyle): string {
  const width = Math.max(NARROWEST, columns)
  const paint = painter(colour)
  const julia = summary.julia ? `  Julia ${plain(summary.julia)}` : ''
  const lines = [`${paint('bold', plain(summary.title, width - julia.length))}${julia}`]
  for (const bar of summary.phases.slice(0, MOST_BARS)) {
    lines.push('', ...wrapped(bar.headline, '', width), ...phaseLines(bar, width))
    if (summary.phases.length > 1) lines.push(paint('quiet', plain(`  ${bar.basis}`, width)))
  }
  if (summary.phases.length > MOST_BARS) lines.push('', `… ${summary.phases.length - MOST_BARS} more such measurements`)
  for (const part of reportParts(summary)) lines.push(...partLines(part, width, paint))
  lines.push(...originLines(summary.provenance, width, paint))
  if (summary.messages.length > 0) lines.push('', `${paint('bold', 'Messages')}  ${formatCount(summary.messages.length)}`)
  for (const { level, text } of summary.messages.slice(0, MOST_UNREAD)) lines.push(...wrapped(`${level}: ${text.split('\n', 1)[0] ?? ''}`, '  ', width))
  lines.push(...unreadLines(summary, width, paint))
  return lines.join('\n')
}

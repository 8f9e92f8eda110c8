/**
 * A profile as Markdown for a pull request: headlines, phases, the heaviest rows. Whatever comes out of a file stands in
 * code spans, where neither HTML nor mentions nor links have a meaning.
 */
import { plain } from '../../shared/charts/chart-spec'
import { PHASE_TITLES } from '../../shared/profile/phases'
import { summarize } from '../../shared/profile/summary'
import type { Profile } from '../../shared/profile/tables'
import { formatCount, formatPercent, formatTime } from '../../shared/units'
import { countsText, nameText, originText, placeText, reportParts, sourcesText, topUnit, topValue } from './report-parts'

const NAME_LENGTH = 100
const ROWS = 5
/** Bars of one profile; a log may have many `@time` lines. */
const MOST_BARS = 6

/** A code span: fenced with more backticks than the text has in a row; bars are escaped for tables. */
function code(text: string): string {
  const line = plain(text).replaceAll('|', '\\|')
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = line.startsWith('`') || line.endsWith('`') || line.trim() === '' ? ' ' : ''
  return `${fence}${pad}${line || ' '}${pad}${fence}`
}

/** Text without markup, links that viewers make by themselves included. */
function harmless(text: string): string {
  return text.replaceAll('`', "'").replaceAll('://', ': //').replace(/[\\*_{}[\]<>#|~&]/g, '\\$&')
}

/** A sentence of ours that may have names in it. */
function sentence(text: string): string {
  return plain(text, 400)
    .split(/(@[\w.!]+|`[^`]*`)/)
    .map((piece, at) => (at % 2 === 1 ? code(piece.replaceAll('`', '')) : harmless(piece)))
    .join('')
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const rule = header.map((_, at) => (at === 0 ? '---' : '---:'))
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}

export function markdownSummary(profile: Profile): string {
  const summary = summarize(profile)
  const lines = [`### Compile latency: ${code(summary.title || 'profile')}`, '']
  const bars = summary.phases.slice(0, MOST_BARS)
  for (const { headline, basis } of bars) lines.push(`- **${sentence(headline)}** (${code(basis)})`)
  if (summary.phases.length > bars.length) lines.push(`- … ${summary.phases.length - bars.length} more`)
  const [bar] = [...bars].sort((a, b) => b.total - a.total)
  if (bar) {
    const rows = bar.segments.map(({ phase, nanoseconds, label }) => [
      `${PHASE_TITLES[phase]}: ${sentence(label)}`, formatTime(nanoseconds), formatPercent((100 * nanoseconds) / bar.total),
    ])
    lines.push('', ...table([`Phase of ${code(bar.basis)}`, 'Time', 'Share'], rows))
  }
  for (const { part, title, summary: found } of reportParts(summary)) {
    lines.push('', `#### ${title}: ${sentence(countsText(part, found))}`)
    const unit = topUnit(part, found.top)
    if (found.top.length > 0) {
      const rows = found.top.slice(0, ROWS).map((row) => [code(nameText(part, row.name, NAME_LENGTH)), topValue(row, unit)])
      lines.push('', ...table(['Heaviest', unit ?? ''], rows))
    }
    for (const note of found.notes) lines.push('', `_${sentence(note)}_`)
  }
  lines.push('', '<details><summary>Where the numbers come from</summary>', '')
  for (const block of summary.provenance) lines.push(`- ${code(block.title)}: ${sentence(originText(block))}${placeText(block) ? ` (${code(placeText(block))})` : ''}`)
  if (summary.unparsedCount > 0) lines.push(`- ${formatCount(summary.unparsedCount)} ${summary.unparsedCount === 1 ? 'line was' : 'lines were'} not read`)
  const sources = sourcesText(summary)
  lines.push('', '</details>', ...(sources ? ['', `<sub>Backedge, from ${code(sources)}</sub>`] : []))
  return `${lines.join('\n')}\n`
}

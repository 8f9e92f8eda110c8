/**
 * A profile as Markdown for a pull request: headlines, phases, the heaviest rows. Whatever comes out of a file stands in
 * code spans, where neither HTML nor mentions nor links have a meaning.
 */
import { plain } from '../../shared/charts/chart-spec'
import { codeSpan, harmless, markdownTable } from '../../shared/markdown'
import { adviceOf } from '../../shared/profile/advice/advice'
import { adviceMarkdown } from '../../shared/profile/advice/markdown'
import { PHASE_TITLES } from '../../shared/profile/phases'
import { summarize } from '../../shared/profile/summary'
import type { Profile } from '../../shared/profile/tables'
import { formatCount, formatPercent, formatTime } from '../../shared/units'
import { countsText, nameText, originText, placeText, reportParts, sourcesText, topUnit, topValue } from './report-parts'

const NAME_LENGTH = 100
const ROWS = 5
/** Bars of one profile; a log may have many `@time` lines. */
const MOST_BARS = 6
/** The rest is a command away. */
const MOST_ADVICE = 3

/** A sentence of ours that may have names in it. */
function sentence(text: string): string {
  return plain(text, 400)
    .split(/(@[\w.!]+|`[^`]*`)/)
    .map((piece, at) => (at % 2 === 1 ? codeSpan(piece.replaceAll('`', '')) : harmless(piece)))
    .join('')
}

export function markdownSummary(profile: Profile): string {
  const summary = summarize(profile)
  const lines = [`### Compile latency: ${codeSpan(summary.title || 'profile')}`, '']
  const bars = summary.phases.slice(0, MOST_BARS)
  for (const { headline, basis } of bars) lines.push(`- **${sentence(headline)}** (${codeSpan(basis)})`)
  if (summary.phases.length > bars.length) lines.push(`- … ${summary.phases.length - bars.length} more`)
  const [bar] = [...bars].sort((a, b) => b.total - a.total)
  if (bar) {
    const rows = bar.segments.map(({ phase, nanoseconds, label }) => [
      `${PHASE_TITLES[phase]}: ${sentence(label)}`, formatTime(nanoseconds), formatPercent((100 * nanoseconds) / bar.total),
    ])
    lines.push('', ...markdownTable([`Phase of ${codeSpan(bar.basis)}`, 'Time', 'Share'], rows))
  }
  for (const { part, title, summary: found } of reportParts(summary)) {
    lines.push('', `#### ${title}: ${sentence(countsText(part, found))}`)
    const unit = topUnit(part, found.top)
    if (found.top.length > 0) {
      const rows = found.top.slice(0, ROWS).map((row) => [codeSpan(nameText(part, row.name, NAME_LENGTH)), topValue(row, unit)])
      lines.push('', ...markdownTable(['Heaviest', unit ?? ''], rows))
    }
    for (const note of found.notes) lines.push('', `_${sentence(note)}_`)
  }
  const advice = adviceOf(profile)
  if (advice.length > 0) lines.push('', adviceMarkdown(profile, advice, MOST_ADVICE))
  lines.push('', '<details><summary>Where the numbers come from</summary>', '')
  for (const block of summary.provenance) lines.push(`- ${codeSpan(block.title)}: ${sentence(originText(block))}${placeText(block) ? ` (${codeSpan(placeText(block))})` : ''}`)
  if (summary.unparsedCount > 0) lines.push(`- ${formatCount(summary.unparsedCount)} ${summary.unparsedCount === 1 ? 'line was' : 'lines were'} not read`)
  const sources = sourcesText(summary)
  lines.push('', '</details>', ...(sources ? ['', `<sub>Backedge, from ${codeSpan(sources)}</sub>`] : []))
  return `${lines.join('\n')}\n`
}

/**
 * A profile as one HTML file that needs nothing else: no scripts, no fonts, no network, and a policy of its own that
 * forbids all of them. Charts are inline SVG, once for each theme; paper gets the light one. Every text out of a file is
 * escaped here, at the only place where text becomes HTML.
 */
import type { ChartName } from '../../shared/api'
import type { ChartSpec } from '../../shared/charts/chart-spec'
import { plain } from '../../shared/charts/chart-spec'
import { phasesChart } from '../../shared/charts/phases-chart'
import type { ChartTheme } from '../../shared/charts/theme'
import { DARK, LIGHT } from '../../shared/charts/theme'
import { adviceOf } from '../../shared/profile/advice/advice'
import { CERTAINTY_WORDS, savingOrigin, savingText } from '../../shared/profile/advice/text'
import type { PartName } from '../../shared/profile/schema'
import type { Summary } from '../../shared/profile/summary'
import { summarize } from '../../shared/profile/summary'
import type { Profile } from '../../shared/profile/tables'
import { formatCount } from '../../shared/units'
import { findChart } from './chart-of'
import type { ReportPart } from './report-parts'
import { countsText, nameText, originText, placeText, reportParts, sourcesText, topUnit, topValue } from './report-parts'

type Draw = (spec: ChartSpec, theme: ChartTheme, size: { readonly width: number; readonly height?: number }) => string

export interface ReportOptions {
  readonly draw: Draw
  /** Version of Backedge. */
  readonly version: string
}

const WIDTH = 960
const MOST_BARS = 6
const MOST_UNREAD = 20
const MOST_ADVICE = 10
const NAME_LENGTH = 160
const CHART_OF_PART: Partial<Record<PartName, ChartName>> = { imports: 'imports', inference: 'flame', invalidations: 'invalidations', images: 'sections', imageItems: 'treemap' }

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as HTML. */
function html(text: string): string {
  return plain(text, 2000).replace(/[&<>"']/g, (char) => ESCAPES[char] ?? '')
}

const STYLE = `
:root { color-scheme: light dark; --ink: ${LIGHT.ink}; --quiet: ${LIGHT.quietInk}; --line: ${LIGHT.faintLine}; --ground: ${LIGHT.background}; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: ${WIDTH + 48}px; background: var(--ground); color: var(--ink);
  font: 14px/20px ${LIGHT.font}; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 24px; line-height: 32px; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 40px 0 8px; padding-top: 8px; border-top: 1px solid var(--line); font-size: 18px; line-height: 24px; font-weight: 600; }
h2 small { font-size: 14px; font-weight: 400; color: var(--quiet); }
h3 { margin: 24px 0 4px; font-size: 14px; font-weight: 600; }
p { margin: 4px 0; }
.quiet, .notes { color: var(--quiet); }
.notes { margin: 8px 0; padding-left: 16px; }
figure { margin: 8px 0; overflow-x: auto; }
figure svg { display: block; max-width: 100%; height: auto; }
.dark { display: none; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 4px 8px 4px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; color: var(--quiet); }
td.number, th.number { width: 96px; text-align: right; white-space: nowrap; }
code, pre { font: 12px/20px ${LIGHT.codeFont}; overflow-wrap: anywhere; }
pre { margin: 8px 0; white-space: pre-wrap; }
@media (prefers-color-scheme: dark) {
  :root { --ink: ${DARK.ink}; --quiet: ${DARK.quietInk}; --line: ${DARK.faintLine}; --ground: ${DARK.background}; }
  .light { display: none; }
  .dark { display: block; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --quiet: #444; --line: #ccc; --ground: #fff; }
  body { padding: 0; max-width: none; }
  .light { display: block; }
  .dark { display: none; }
  section, figure, tr { break-inside: avoid; }
}
`

/** The chart in both themes; `make` gives nothing where there is nothing to draw. */
function figure(make: (theme: ChartTheme) => ChartSpec | undefined, draw: Draw): string {
  const drawings = [LIGHT, DARK].flatMap((theme) => {
    const spec = make(theme)
    return spec ? [{ theme, spec }] : []
  })
  const [first] = drawings
  if (!first) return ''
  const images = drawings.map(({ theme, spec }) => `<div class="${theme.name}">${draw(spec, theme, { width: WIDTH, height: spec.height })}</div>`)
  return `<figure role="img" aria-label="${html(first.spec.label)}">${images.join('')}</figure>`
}

function list(notes: readonly string[]): string {
  return notes.length > 0 ? `<ul class="notes">${notes.map((note) => `<li>${html(note)}</li>`).join('')}</ul>` : ''
}

function phases(summary: Summary, draw: Draw): string {
  const shown = summary.phases.slice(0, MOST_BARS)
  const bars = shown.map((bar) => {
    const title = shown.length > 1 ? `<h3>${html(bar.basis)}</h3><p>${html(bar.headline)}</p>` : ''
    return `${title}${figure((theme) => phasesChart(bar, { width: WIDTH }, theme), draw)}${list(bar.notes)}`
  })
  const left = summary.phases.length - shown.length
  return `${bars.join('')}${left > 0 ? `<p class="quiet">${left} more are not shown.</p>` : ''}`
}

function section(profile: Profile, { part, title, summary }: ReportPart, draw: Draw): string {
  const chart = CHART_OF_PART[part]
  const unit = topUnit(part, summary.top)
  const rows = summary.top.map((row) => {
    const name = `<code title="${html(row.name)}">${html(nameText(part, row.name, NAME_LENGTH))}</code>`
    return `<tr><td>${name}</td>${unit ? `<td class="number">${html(topValue(row, unit))}</td>` : ''}</tr>`
  })
  const table = rows.length > 0
    ? `<table><thead><tr><th>Heaviest</th>${unit ? `<th class="number">${unit}</th>` : ''}</tr></thead><tbody>${rows.join('')}</tbody></table>`
    : ''
  const drawing = chart ? figure((theme) => findChart(profile, chart, WIDTH, theme), draw) : ''
  return `<section><h2>${title} <small>${html(countsText(part, summary))}</small></h2>${drawing}${table}${list(summary.notes)}</section>`
}

/** Titles, evidence and fixes; code as it is to be pasted. */
function advice(profile: Profile): string {
  const all = adviceOf(profile)
  if (all.length === 0) return ''
  const items = all.slice(0, MOST_ADVICE).map((one) => {
    const origin = savingOrigin(profile, one)
    const { file, line, code } = one.fix
    const place = file === undefined ? '' : `<p class="quiet">At <code>${html(`${file}${line !== undefined && line >= 0 ? `:${line}` : ''}`)}</code></p>`
    return `<li><h3>${html(one.title)}</h3><p>${html(savingText(one))}${origin === undefined ? '' : ` <span class="quiet">${origin}</span>`}, ${CERTAINTY_WORDS[one.sure]}</p>${list([...one.evidence.map(({ text }) => text), ...(one.saving.assumes === '' ? [] : [`Assumed: ${one.saving.assumes}.`])])}<p>${html(one.fix.text)}</p>${place}${code === undefined ? '' : `<pre>${code.split('\n').map((text) => html(text)).join('\n')}</pre>`}</li>`
  })
  const left = all.length - items.length
  return `<section><h2>Advice <small>${formatCount(all.length)}</small></h2><ol>${items.join('')}</ol>${left > 0 ? `<p class="quiet">${left} more are not shown.</p>` : ''}<p class="quiet">Savings may be the same seconds: they are not to be added up.</p></section>`
}

function provenance(summary: Summary): string {
  const rows = summary.provenance.map(
    (block) =>
      `<tr><td>${html(block.title)}</td><td>${html(originText(block))}</td><td>${html(placeText(block))}</td><td>${list(block.notes)}</td></tr>`,
  )
  return `<section><h2>Where the numbers come from</h2><table><thead><tr><th>What</th><th>Origin</th><th>Read at</th><th>Beware</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`
}

function unread(summary: Summary): string {
  const { unparsed, unparsedCount, messages } = summary
  const said = messages.length > 0
    ? `<section><h2>Messages <small>${formatCount(messages.length)}</small></h2><pre>${messages.slice(0, MOST_UNREAD).map(({ level, text }) => html(`${level}: ${text}`)).join('\n')}</pre></section>`
    : ''
  if (unparsedCount === 0) return `${said}<p class="quiet">Every line was read.</p>`
  const shown = unparsed.slice(0, MOST_UNREAD).map(({ line, text }) => html(`${line}: ${text}`))
  const left = unparsedCount - shown.length
  return `${said}<section><h2>Not read <small>${formatCount(unparsedCount)} ${unparsedCount === 1 ? 'line' : 'lines'}</small></h2><pre>${shown.join('\n')}</pre>${left > 0 ? `<p class="quiet">… ${formatCount(left)} more</p>` : ''}</section>`
}

/** The report as an HTML document; the same profile gives the same bytes, as far as `draw` does. */
export function htmlReport(profile: Profile, { draw, version }: ReportOptions): string {
  const summary = summarize(profile)
  const [first] = [...summary.phases].sort((a, b) => b.total - a.total)
  const title = summary.title || 'Profile'
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${html(title)} – Backedge</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="quiet">${html(sourcesText(summary))}</p>
<h1>${html(first?.headline ?? title)}</h1>
${first ? `<p class="quiet">${html(first.basis)}</p>` : ''}
</header>
<main>
${phases(summary, draw)}
${advice(profile)}
${reportParts(summary).map((part) => section(profile, part, draw)).join('\n')}
${provenance(summary)}
${unread(summary)}
</main>
<footer><p class="quiet">Made by Backedge ${html(version)}.</p></footer>
</body>
</html>
`
}

/** All forms that a profile can be exported to. Drawing is loaded when it is asked for: it is most of the code. */
import { version } from '../../../package.json'
import type { ExportOptions } from '../../shared/api'
import type { ChartTheme } from '../../shared/charts/theme'
import { CHART_THEMES } from '../../shared/charts/theme'
import { UserError } from '../../shared/errors'
import { toCsv } from '../../shared/profile/csv'
import { PART_COLUMNS } from '../../shared/profile/part-columns'
import type { PartName } from '../../shared/profile/schema'
import { PARTS } from '../../shared/profile/schema'
import type { Profile } from '../../shared/profile/tables'
import { writeBackedge } from '../formats/backedge-file'
import { toChromeTrace } from '../formats/export/chrome-trace'
import { toSpeedscope } from '../formats/export/speedscope'
import { toTimeImports } from '../formats/export/time-imports'
import { chartOf } from './chart-of'
import type { Exporters } from './export-session'
import { markdownSummary } from './markdown-summary'
import { htmlReport } from './report'

const CHART_WIDTH = 1200

/** The part that was asked for, or the only one there is. */
function partOf(profile: Profile, asked: string | undefined): PartName {
  const present = PARTS.filter((part) => profile[part].length > 0)
  const named = PARTS.find((part) => part === asked)
  if (named && present.includes(named)) return named
  const [only] = present
  if (asked === undefined && only !== undefined && present.length === 1) return only
  const found = named
    ? `The profile has no rows of "${named}".`
    : asked === undefined
      ? 'The profile has several tables, and which one is not said.'
      : `There is no table "${asked}".`
  throw new UserError('bad-request', found, { hint: `expected one of ${present.join(', ') || 'none: the profile is empty'}` })
}

function chartRequest(profile: Profile, { part, theme, width = CHART_WIDTH, height }: ExportOptions) {
  const colours: ChartTheme = CHART_THEMES[theme ?? 'light']
  const spec = chartOf(profile, part, width, colours, height)
  return { spec, colours, size: { width, height: height ?? spec.height } }
}

export const EXPORTERS: Exporters = {
  backedge: writeBackedge,
  speedscope: toSpeedscope,
  'chrome-trace': toChromeTrace,
  'time-imports': toTimeImports,
  csv(profile, options) {
    const part = partOf(profile, options.part)
    return toCsv(profile, { part, columns: PART_COLUMNS[part] })
  },
  markdown: markdownSummary,
  async html(profile) {
    const { drawSvg } = await import('./draw')
    return htmlReport(profile, { draw: drawSvg, version })
  },
  async svg(profile, options) {
    const { spec, colours, size } = chartRequest(profile, options)
    const { drawSvg } = await import('./draw')
    return drawSvg(spec, colours, size)
  },
  async png(profile, options) {
    const { spec, colours, size } = chartRequest(profile, options)
    const { drawPng } = await import('./draw')
    return drawPng(spec, colours, size)
  },
}

/**
 * The sections of images as stacked bars, one image below the other on one scale: what the bytes of a file are for. Sections of a kind are one
 * stretch; what the sections leave out of the size of the files is grey.
 */
import type { BarSeriesOption } from 'echarts'
import { SCHEMA } from '../profile/schema'
import type { Profile } from '../profile/tables'
import { textAt } from '../profile/tables'
import { formatBytes, formatCount, formatPercent } from '../units'
import type { ChartSpec } from './chart-spec'
import { plain } from './chart-spec'
import { legend, TEXT_SIZE } from './elements'
import type { ChartTheme } from './theme'
import { inkOn } from './theme'

/** Stretches in the order of the bar. */
export const SECTION_GROUPS = ['lowered', 'inferred', 'native', 'data', 'links', 'debug', 'source', 'rest'] as const
export type SectionGroup = (typeof SECTION_GROUPS)[number]

export const GROUP_TITLES: Readonly<Record<SectionGroup, string>> = {
  lowered: 'Lowered code', inferred: 'Inferred code', native: 'Native code', data: 'Data', links: 'Links and relocations', debug: 'Debug information', source: 'Source text',
  rest: 'Header, tables and the rest',
}

/** The code that inference and code generation make has the colour of the phase that makes it. */
export function groupColour(group: SectionGroup, theme: ChartTheme): string {
  const { phases } = theme
  switch (group) {
    case 'lowered': return phases.load
    case 'inferred': return phases.inference
    case 'native': return phases.codegen
    case 'data': return phases.run
    case 'links': return phases.validate
    case 'debug': return phases.recompile
    case 'source': return phases.compile
    case 'rest': return phases.unaccounted
  }
}

const KINDS = SCHEMA.imageSections.kind.oneOf

function groupOf(kind: (typeof KINDS)[number] | undefined): SectionGroup {
  return SECTION_GROUPS.find((group) => group === kind) ?? 'rest'
}

export interface SectionSum {
  readonly group: SectionGroup
  readonly bytes: number
  /** Entries of the tables among them, NaN if none is counted. */
  readonly records: number
  /** Names of the sections. */
  readonly names: readonly string[]
}

/** In the order of the bar; without what has no bytes. */
export function sectionsOf(profile: Profile, image: number): SectionSum[] {
  const { imageSections: sections, images } = profile
  const sums = new Map<SectionGroup, { bytes: number; records: number; names: string[] }>()
  let known = 0
  for (let row = 0; row < sections.length; row++) {
    if (sections.image[row] !== image) continue
    const group = groupOf(KINDS[sections.kind[row] ?? -1])
    let sum = sums.get(group)
    if (!sum) sums.set(group, (sum = { bytes: 0, records: Number.NaN, names: [] }))
    const records = sections.records[row] ?? Number.NaN
    known += sections.bytes[row] || 0
    sum.bytes += sections.bytes[row] || 0
    if (!Number.isNaN(records)) sum.records = (sum.records || 0) + records
    sum.names.push(textAt(profile, sections.name[row]))
  }
  const beyond = (images.bytes[image] || 0) - known
  if (known > 0 && beyond > 0) {
    const rest = sums.get('rest') ?? { bytes: 0, records: Number.NaN, names: [] }
    sums.set('rest', { ...rest, bytes: rest.bytes + beyond })
  }
  return SECTION_GROUPS.flatMap((group) => {
    const sum = sums.get(group)
    return sum && sum.bytes > 0 ? [{ group, ...sum }] : []
  })
}

export interface SectionsView {
  /** Rows of `images`, from top to bottom. */
  readonly images: readonly number[]
  /** Of the drawing, in pixels. */
  readonly width: number
  /** Row of `images` whose name stands out, -1 for none. */
  readonly selected?: number
  /** Draws no legend, where one stands beside the drawing. */
  readonly bare?: boolean
}

const LINE = 24
const BAR = 14
const TOP = 4
const NAMES = 0.28
const MOST_NAMES = 220
const SIZES = 80
const LETTER = 7.4

/** Ids are row of `images` times the number of groups, and the position of the group added. */
export function imageSectionsChart(profile: Profile, { images, width, selected = -1, bare = false }: SectionsView, theme: ChartTheme): ChartSpec {
  const all = images.map((image) => ({ image, sums: sectionsOf(profile, image) }))
  const total = ({ sums }: (typeof all)[number]): number => sums.reduce((sum, { bytes }) => sum + bytes, 0)
  const most = Math.max(1, ...all.map(total))
  const name = (image: number): string => plain(textAt(profile, profile.images.name[image]) || `image ${image + 1}`, 60)
  const longest = Math.max(0, ...images.map((image) => name(image).length))
  const left = images.length === 1 ? 0 : Math.round(Math.min(MOST_NAMES, width * NAMES, longest * LETTER + 20))
  const groups = SECTION_GROUPS.filter((group) => all.some(({ sums }) => sums.some((sum) => sum.group === group)))
  const room = Math.max(1, width - left - SIZES)
  const label = { color: theme.ink, fontFamily: theme.font, fontSize: TEXT_SIZE }
  const series = groups.map((group): BarSeriesOption => {
    const fill = groupColour(group, theme)
    return {
      type: 'bar', stack: 'sections', name: GROUP_TITLES[group], barWidth: BAR, animation: false,
      data: all.map(({ image, sums }) => {
        const bytes = sums.find((sum) => sum.group === group)?.bytes ?? 0
        const text = formatBytes(bytes)
        return {
          id: String(image * SECTION_GROUPS.length + SECTION_GROUPS.indexOf(group)),
          value: bytes,
          label: { show: (bytes / most) * room > text.length * 7 + 8, formatter: text, color: inkOn(fill), fontFamily: theme.font, fontSize: 11 },
        }
      }),
      itemStyle: { color: fill, borderColor: theme.background, borderWidth: 1 },
    }
  })
  const height = all.length * LINE
  const key = legend(groups.map((group) => ({ label: GROUP_TITLES[group], fill: groupColour(group, theme) })), theme, width, TOP + height + 4)
  const parts = all.map((one) => `${name(one.image)} ${formatBytes(total(one))}${one.sums.length > 0 ? `: ${one.sums.map(({ group, bytes }) => `${GROUP_TITLES[group].toLowerCase()} ${formatBytes(bytes)}`).join(', ')}` : ''}`)
  return {
    label: parts.join('; '),
    height: TOP + height + (bare ? TOP : 4 + key.height),
    option: {
      animation: false,
      backgroundColor: theme.background,
      grid: { outerBoundsMode: 'none', left, right: SIZES, top: TOP, height },
      xAxis: { type: 'value', min: 0, max: most, show: false },
      yAxis: [
        {
          type: 'category', inverse: true, data: images.map((image) => ({ value: name(image), ...(image === selected ? { textStyle: { fontWeight: 'bold' } } : {}) })), axisLine: { show: false }, axisTick: { show: false },
          axisLabel: { ...label, show: left > 0, interval: 0, width: left - 12, overflow: 'truncate' },
        },
        {
          type: 'category', inverse: true, position: 'right', data: all.map((one) => formatBytes(total(one))), axisLine: { show: false }, axisTick: { show: false },
          axisLabel: { ...label, color: theme.quietInk, interval: 0 },
        },
      ],
      series,
      ...(bare || groups.length === 0 ? {} : { graphic: key.graphic }),
    },
    describe: (id) => describe(profile, id),
  }
}

function describe(profile: Profile, id: number): string[] {
  const image = Math.floor(id / SECTION_GROUPS.length)
  const sums = sectionsOf(profile, image)
  const sum = sums.find(({ group }) => group === SECTION_GROUPS[id % SECTION_GROUPS.length])
  if (!sum) return []
  const total = sums.reduce((all, { bytes }) => all + bytes, 0)
  return [
    `${GROUP_TITLES[sum.group]}: ${formatBytes(sum.bytes)} (${formatPercent((100 * sum.bytes) / total)})`,
    ...(Number.isNaN(sum.records) ? [] : [`${formatCount(sum.records)} records`]),
    ...(sum.names.length > 0 ? [plain(sum.names.join(', '))] : []),
    plain(textAt(profile, profile.images.name[image])),
  ]
}

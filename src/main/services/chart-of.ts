/**
 * The chart of a whole profile by name, as exports and reports show it: everything visible, nothing selected. What a
 * person zoomed into on the screen is exported from there.
 */
import type { ChartName } from '../../shared/api'
import { CHART_TITLES } from '../../shared/api'
import { UserError } from '../../shared/errors'
import type { ChartSpec } from '../../shared/charts/chart-spec'
import { FLAME_ROW, FLAME_TOP, flameChart } from '../../shared/charts/flame-chart'
import { imageSectionsChart, sectionsOf } from '../../shared/charts/image-sections'
import { imageTreemap } from '../../shared/charts/image-treemap'
import { importsChart } from '../../shared/charts/imports-chart'
import { invalidationsChart } from '../../shared/charts/invalidations-chart'
import { phasesChart } from '../../shared/charts/phases-chart'
import type { ChartTheme } from '../../shared/charts/theme'
import { rowsByBlock } from '../../shared/profile/block-rows'
import { imageContents } from '../../shared/profile/image-contents'
import { timeOrder } from '../../shared/profile/time-order'
import { leftHeavy } from '../../shared/profile/left-heavy'
import { computePhases } from '../../shared/profile/phases'
import { SCHEMA } from '../../shared/profile/schema'
import type { Profile } from '../../shared/profile/tables'

export const CHARTS = Object.keys(CHART_TITLES) as ChartName[]

/** More rows than this are nested, not listed: a list would be longer than a page. */
const MOST_IMPORT_ROWS = 60
/** Levels of a flame graph that are drawn; deeper ones are cut off. */
const MOST_LEVELS = 60
const LEGEND_HEIGHT = 24
/** Lines of the bars of images: the largest. */
const MOST_IMAGES = 40
const TREEMAP_HEIGHT = 480

type Drawer = (profile: Profile, width: number, theme: ChartTheme, height?: number) => ChartSpec | undefined

/** The fullest call tree: of inference where there is one. */
function flame(profile: Profile, width: number, theme: ChartTheme, height?: number): ChartSpec | undefined {
  for (const part of ['inference', 'stacks'] as const) {
    const trees = rowsByBlock(profile, part).filter(({ block }) => block?.shape === 'tree')
    const [fullest] = trees.sort((a, b) => b.rows.length - a.rows.length)
    if (!fullest) continue
    const started = fullest.rows.some((row) => !Number.isNaN(profile[part].start[row] ?? Number.NaN))
    const tree = started ? timeOrder(profile[part], [fullest.index]) : leftHeavy(profile[part], [fullest.index])
    if (!(tree.total > 0)) continue
    const tall = height ?? FLAME_TOP + Math.min(tree.maxDepth + 1, MOST_LEVELS) * FLAME_ROW + LEGEND_HEIGHT
    const view = { flame: tree, from: 0, to: tree.total, width, height: tall, legend: true, unit: fullest.block?.unit }
    return { ...flameChart(profile, view, theme), height: tall }
  }
  return undefined
}

const DRAWERS: Readonly<Record<ChartName, Drawer>> = {
  phases(profile, width, theme) {
    const phases = computePhases(profile)
    return phases.segments.length > 0 ? phasesChart(phases, { width }, theme) : undefined
  },
  imports(profile, width, theme) {
    const { length } = profile.imports
    return length > 0 ? importsChart(profile, { width, layout: length > MOST_IMPORT_ROWS ? 'nested' : 'rows' }, theme) : undefined
  },
  flame,
  invalidations(profile, _, theme) {
    const cause = SCHEMA.invalidations.kind.oneOf.indexOf('cause')
    return profile.invalidations.kind.includes(cause) ? invalidationsChart(profile, { log: true }, theme) : undefined
  },
  sections(profile, width, theme) {
    const images = Array.from(profile.images.bytes.keys()).filter((image) => sectionsOf(profile, image).length > 0)
    const largest = images.sort((a, b) => (profile.images.bytes[b] || 0) - (profile.images.bytes[a] || 0)).slice(0, MOST_IMAGES)
    return largest.length > 0 ? imageSectionsChart(profile, { images: largest, width }, theme) : undefined
  },
  treemap(profile, width, theme, height = TREEMAP_HEIGHT) {
    if (profile.imageItems.length === 0) return undefined
    const contents = imageContents(profile, Array.from(profile.images.bytes.keys()))
    return (contents.sums.all[0] ?? 0) > 0 ? { ...imageTreemap(contents, { measure: 'all', width, height }, theme), height } : undefined
  },
}

/** The chart, or undefined where the profile has nothing to draw for it. */
export function findChart(profile: Profile, name: ChartName, width: number, theme: ChartTheme, height?: number): ChartSpec | undefined {
  return DRAWERS[name](profile, width, theme, height)
}

/** The chart called `name`; where none is named, the first that has something to show. Throws `UserError`. */
export function chartOf(profile: Profile, name: string | undefined, width: number, theme: ChartTheme, height?: number): ChartSpec {
  const known = CHARTS.find((chart) => chart === name)
  if (name !== undefined && !known) {
    throw new UserError('bad-request', `There is no chart "${name}".`, { hint: `expected one of ${CHARTS.join(', ')}` })
  }
  const there = CHARTS.filter((chart) => (known ?? chart) === chart).flatMap((chart) => findChart(profile, chart, width, theme, height) ?? [])
  const [spec] = there
  if (spec) return spec
  const others = CHARTS.filter((chart) => findChart(profile, chart, width, theme) !== undefined)
  throw new UserError('bad-request', known ? `The profile has nothing for the chart "${known}".` : 'The profile has nothing to draw.', {
    hint: others.length > 0 ? `it has ${others.join(', ')}` : undefined,
  })
}

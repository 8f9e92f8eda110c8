/** What the overview says in words, and in which order and colour it shows the parts. */
import { PART_TITLES } from '../../../../shared/profile/part-columns'
import type { Phases } from '../../../../shared/profile/phases'
import type { PartName } from '../../../../shared/profile/schema'
import { PARTS } from '../../../../shared/profile/schema'
import type { PartSummary, Summary } from '../../../../shared/profile/summary'
import { formatBytes, formatCount, formatTime } from '../../../../shared/units'
import { countOf } from '../../components/count-of'

/** Parts with a list of their heaviest rows; the others have a bar or a table of their own. */
const UNLISTED: readonly PartName[] = ['timings', 'timeline', 'counts', 'imageSections', 'imageLinks', 'imageModules', 'imageFiles', 'imageFacts']
const LISTED = PARTS.filter((part) => !UNLISTED.includes(part))

/** Red is for what was lost: invalidated, stale. */
export const PART_COLORS: Readonly<Partial<Record<PartName, string>>> = {
  imports: 'var(--phase-load)',
  inference: 'var(--phase-inference)',
  stacks: 'var(--phase-run)',
  codegen: 'var(--phase-codegen)',
  triggers: 'var(--phase-inference)',
  invalidations: 'var(--lost-fill)',
  stale: 'var(--lost-fill)',
  precompile: 'var(--phase-compile)',
  builds: 'var(--phase-load)',
}

/** `45, 12.6 s`; of images `3, 1.20 MiB`. */
export function partFigures({ count, seconds, bytes }: PartSummary): string {
  return [formatCount(count), ...(bytes === undefined ? [] : [formatBytes(bytes)]), ...(seconds === null || count === 0 ? [] : [formatTime(seconds * 1e9)])].join(', ')
}

export interface ListedPart {
  readonly part: PartName
  readonly summary: PartSummary
}

export function listedParts({ parts }: Summary): ListedPart[] {
  return LISTED.flatMap((part) => {
    const summary = parts[part]
    return summary ? [{ part, summary }] : []
  })
}

/** The bar that answers first where the time went: a run that is known as a whole, else the longest. */
export function barsInOrder(main: Phases, bars: readonly Phases[]): Phases[] {
  const first = bars.find((bar) => bar.basis === main.basis && bar.total === main.total)
  return first ? [first, ...bars.filter((bar) => bar !== first)] : [...bars]
}

/** What there is of a part, for a profile whose parts say nothing of where time went. Undefined for parts that do. */
const SENTENCES: Readonly<Partial<Record<PartName, (found: PartSummary) => string>>> = {
  invalidations: ({ count, children }) => `${countOf(count, 'methods')} invalidated ${countOf(children ?? 0, 'instances')}`,
  stale: ({ count, seconds }) => `${countOf(count, 'stale instances')}${seconds ? ` of ${formatTime(seconds * 1e9)}` : ''}`,
  triggers: ({ count }) => countOf(count, 'inference triggers'),
  precompile: ({ count }) => countOf(count, 'precompile statements'),
  builds: ({ count }) => countOf(count, 'package builds'),
  rejections: ({ count, top: [first] }) => `${countOf(count, 'caches')} refused${first ? ` (${first.name.split(':', 1)[0]?.toLowerCase() ?? ''})` : ''}`,
  packages: ({ count }) => countOf(count, 'packages of an environment'),
  timings: ({ count, top }) => `${formatCount(count)} @time ${count === 1 ? 'line' : 'lines'}${top[0]?.seconds ? `, ${formatTime(top[0].seconds * 1e9)} the longest` : ''}`,
  counts: ({ count }) => countOf(count, 'counts of invalidations'),
  images: ({ count, bytes }) => `${countOf(count, 'images')}${bytes === undefined ? '' : ` of ${formatBytes(bytes)}`}`,
  imageItems: ({ count, methods }) => `${countOf(count, 'instances')} of ${countOf(methods ?? 0, 'methods')} in them`,
}

/** Without a bar: what the profile holds instead. */
export function headlineOf(main: Phases, summary: Summary): string {
  if (main.segments.length > 0) return main.headline
  const held = PARTS.flatMap((part) => {
    const found = summary.parts[part]
    const sentence = SENTENCES[part]
    return found && sentence ? [sentence(found)] : []
  })
  return held.length > 0 ? held.join('; ') : 'Nothing says where time went'
}

/** What was not added up, and why: once each, the caveats of the bars and those of the parts. */
export function overviewNotes(bars: readonly Phases[], summary: Summary): string[] {
  const ofParts = Object.entries(summary.parts).flatMap(([part, { notes }]) => notes.map((note) => `${PART_TITLES[part as PartName]}: ${note}`))
  const several = bars.length > 1 ? [`${bars.length} bars are not added: each is a measurement of its own, drawn at full width.`] : []
  return [...new Set([...several, ...bars.flatMap(({ notes }) => notes), ...ofParts])]
}

/**
 * What reports say, before it is HTML or Markdown: the same numbers in the same words. Names out of files are shortened
 * here and made one line; what is harmless in a document is for each kind of document to say.
 */
import { plain } from '../../shared/charts/chart-spec'
import type { PartName } from '../../shared/profile/schema'
import { PARTS } from '../../shared/profile/schema'
import { PART_TITLES } from '../../shared/profile/part-columns'
import type { BlockSummary, PartSummary, Summary, TopRow } from '../../shared/profile/summary'
import { FURTHER_COUNTS } from '../../shared/profile/summary'
import { shortSignature } from '../../shared/signature/short'
import { formatBytes, formatCount, formatTime } from '../../shared/units'

/** Parts whose names are those of packages or texts, not signatures. */
const PLAIN_NAMES: ReadonlySet<PartName> = new Set(['imports', 'builds', 'rejections', 'packages', 'counts', 'images', 'imageSections', 'imageModules', 'imageFiles', 'imageFacts', 'reach', 'timings', 'timeline'])

/** What `count` counts, one and many. */
const COUNTED: Readonly<Record<PartName, readonly [one: string, many: string]>> = {
  imports: ['package', 'packages'],
  inference: ['node', 'nodes'],
  stacks: ['row', 'rows'],
  codegen: ['function', 'functions'],
  triggers: ['trigger', 'triggers'],
  invalidations: ['cause', 'causes'],
  counts: ['count', 'counts'],
  stale: ['instance', 'instances'],
  precompile: ['statement', 'statements'],
  builds: ['package', 'packages'],
  unsaved: ['instance', 'instances'],
  rejections: ['cache file', 'cache files'],
  images: ['image', 'images'],
  imageSections: ['section', 'sections'],
  imageItems: ['instance', 'instances'],
  imageLinks: ['link', 'links'],
  imageModules: ['module', 'modules'],
  imageFiles: ['file', 'files'],
  imageFacts: ['fact', 'facts'],
  reach: ['entry point', 'entry points'],
  packages: ['package', 'packages'],
  timings: ['timing', 'timings'],
  timeline: ['stretch', 'stretches'],
}

/** Words for the further counts of a part. */
const FURTHER_WORDS: Readonly<Record<(typeof FURTHER_COUNTS)[number], string>> = {
  inits: '__init__ rows',
  extensions: 'of them extensions',
  trees: 'trees',
  listed: 'rows in flat lists',
  grouped: 'rows in groups',
  suggestions: 'suggestions',
  children: 'children',
  unique: 'unique instances',
  reported: 'methods in a report',
  blockers: 'that blocked precompilation',
  blocking: 'that blocked precompilation',
  recompiled: 'recompiled',
  modules: 'rows of modules',
  failed: 'failed',
  methods: 'methods',
  loaded: 'loaded',
  merged: 'merged',
  invalidated: 'invalidated',
  rejected: 'rejected',
  fresh: 'fresh',
  stale: 'stale',
  entryPoints: 'entry points',
  causes: 'causes',
  places: 'places',
}

function secondsText(seconds: number | null): string {
  return seconds === null ? '–' : formatTime(seconds * 1e9)
}

/** `20 packages, 3 __init__ rows, 2.33 s`. */
export function countsText(part: PartName, summary: PartSummary): string {
  const { count, seconds, bytes } = summary
  const words = [`${formatCount(count)} ${COUNTED[part][count === 1 ? 0 : 1]}`]
  for (const name of FURTHER_COUNTS) {
    const value = summary[name]
    if (value === undefined || (name === 'trees' && value === 1)) continue
    words.push(`${formatCount(value)} ${FURTHER_WORDS[name]}`)
  }
  if (bytes !== undefined) words.push(formatBytes(bytes))
  if (seconds !== null && count > 0) words.push(secondsText(seconds))
  return words.join(', ')
}

/** One line for a name: signatures lose inner type parameters first. */
export function nameText(part: PartName, name: string, maxLength: number): string {
  const line = plain(name, 4000)
  return PLAIN_NAMES.has(part) ? plain(line, maxLength) : shortSignature(line, { maxLength })
}

/** Heading of the column of numbers in the top of a part: times, sizes, or what is counted instead. */
export function topUnit(part: PartName, top: readonly TopRow[]): 'Time' | 'Size' | 'Children' | 'Count' | undefined {
  if (top.some(({ bytes }) => bytes !== undefined)) return 'Size'
  if (top.some(({ seconds }) => seconds !== null)) return 'Time'
  if (!top.some(({ count }) => count !== undefined)) return undefined
  return part === 'invalidations' ? 'Children' : 'Count'
}

export function topValue(row: TopRow, unit: ReturnType<typeof topUnit>): string {
  if (unit === 'Size') return formatBytes(row.bytes ?? Number.NaN)
  return unit === 'Time' ? secondsText(row.seconds) : unit === undefined ? '' : formatCount(row.count ?? 0)
}

export interface ReportPart {
  readonly part: PartName
  readonly title: string
  readonly summary: PartSummary
}

/** The parts that are there, in the order of the profile. */
export function reportParts(summary: Summary): ReportPart[] {
  return PARTS.flatMap((part) => {
    const found = summary.parts[part]
    return found ? [{ part, title: PART_TITLES[part], summary: found }] : []
  })
}

/** `measured by @time_imports, Julia 1.10, rounded to 0.1 ms`. */
export function originText({ kind, tool, julia, error }: BlockSummary): string {
  return [tool ? `${kind} by ${plain(tool)}` : kind, julia && `Julia ${plain(julia)}`, plain(error)].filter(Boolean).join(', ')
}

/** `session.txt, lines 3 to 12`. */
export function placeText({ source, lines }: BlockSummary): string {
  const where = lines === null ? '' : lines[0] === lines[1] ? `line ${lines[0]}` : `lines ${lines[0]} to ${lines[1]}`
  return [plain(source), where].filter(Boolean).join(', ')
}

/** `session.txt (12 KiB), Julia 1.10.1`. */
export function sourcesText(summary: Summary): string {
  const names = summary.sources.map(({ name }) => plain(name || 'pasted text', 80))
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  return [shown.join(', '), summary.julia && `Julia ${plain(summary.julia)}`].filter(Boolean).join(' · ')
}

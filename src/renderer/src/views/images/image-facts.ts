/** What the images view says in words: what is in the images, what loading them wasted, and which of them cannot be used, and why. */
import type { PartColumn } from '../../../../shared/profile/part-columns'
import { itemBytes, PART_COLUMNS } from '../../../../shared/profile/part-columns'
import type { Contents } from '../../../../shared/profile/image-contents'
import { isLost, itemState, itemTime } from '../../../../shared/profile/image-contents'
import { isMethodRow } from '../../../../shared/profile/image-summary'
import { SCHEMA } from '../../../../shared/profile/schema'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { formatBytes, formatCount, formatPercent, formatTime } from '../../../../shared/units'
import { countOf } from '../../components/count-of'

const KINDS = SCHEMA.images.kind.oneOf
const STATES = SCHEMA.images.state.oneOf
type ImageKind = (typeof KINDS)[number]
type ImageState = (typeof STATES)[number]

const KIND_WORDS: Readonly<Record<ImageKind, string>> = { cache: 'cache without native code', pkgimage: 'package image', sysimage: 'system image' }

function imageState(profile: Profile, row: number): ImageState {
  return STATES[profile.images.state[row] ?? 0] ?? 'unknown'
}
export function imageName(profile: Profile, row: number): string {
  return textAt(profile, profile.images.name[row]) || textAt(profile, profile.images.path[row]) || `image ${row + 1}`
}
/** Whether it cannot be used as it is. */
export function isRefused(profile: Profile, row: number): boolean {
  const state = imageState(profile, row)
  return state === 'stale' || state === 'rejected'
}

/** Rows of the table in the block chosen, or all of them for -1. */
export function imageRows(profile: Profile, block: number): number[] {
  return Array.from({ length: profile.images.length }, (_, row) => row).filter((row) => block < 0 || profile.images.block[row] === block)
}

export interface ItemCounts {
  readonly methods: number
  readonly instances: number
  readonly merged: number
  /** Bytes and nanoseconds of what is merged: made, stored, and not used. */
  readonly wastedBytes: number
  readonly wastedTime: number
  /** Instances whose code is there and cannot be used. */
  readonly lost: number
  /** Why most of these cannot be used, '' if it is not said. */
  readonly lostReason: string
}

export function countItems(profile: Profile, images: readonly number[]): ItemCounts {
  const wanted = new Set(images)
  const { imageItems: items } = profile
  const counts = { methods: 0, instances: 0, merged: 0, wastedBytes: 0, wastedTime: 0, lost: 0 }
  const reasons = new Map<number, number>()
  for (let row = 0; row < items.length; row++) {
    if (!wanted.has(items.image[row] ?? -1)) continue
    if (isMethodRow(profile, row)) counts.methods++
    else counts.instances++
    if (itemState(profile, row) === 'merged') {
      counts.merged++
      counts.wastedBytes += itemBytes(profile, row) || 0
      counts.wastedTime += itemTime(profile, row)
    } else if (isLost(profile, row)) {
      counts.lost++
      const reason = items.reason[row] ?? -1
      if (reason >= 0) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
  }
  const [most] = [...reasons].sort(([, a], [, b]) => b - a)
  return { ...counts, lostReason: textAt(profile, most?.[0]) }
}

/** A sentence inside another one: without its full stop. */
function within(sentence: string): string {
  return sentence.replace(/\.\s*$/, '')
}

function refusal(profile: Profile, rows: readonly number[]): string {
  const refused = rows.filter((row) => isRefused(profile, row))
  const [first] = refused
  if (first === undefined) return ''
  const others = refused.length > 1 ? ` and ${formatCount(refused.length - 1)} more` : ''
  const reason = within(textAt(profile, profile.images.reason[first]))
  return `${rows.length === 1 ? '' : `${imageName(profile, first)}${others} `}${imageState(profile, first)}${reason ? `: ${reason}` : ''}`
}

function loss({ merged, wastedBytes, wastedTime, lost, lostReason }: ItemCounts, whole: boolean): string {
  const time = wastedTime > 0 ? ` and ${formatTime(wastedTime)}` : ''
  const twice = merged > 0 ? `${formatCount(merged)} merged (${formatBytes(wastedBytes)}${time} wasted)` : ''
  const gone = lost > 0 ? `${formatCount(lost)} unusable${whole && lostReason ? `: ${within(lostReason)}` : ''}` : ''
  return [twice, gone].filter(Boolean).join(', ')
}

/** The answer of the view in a sentence. `contents` are those of the same images. */
export function imagesHeadline(profile: Profile, rows: readonly number[], contents: Contents): string {
  const [only] = rows
  if (only === undefined) return 'No image'
  const counts = countItems(profile, rows)
  const refused = refusal(profile, rows)
  const tail = [loss(counts, refused === ''), refused].filter(Boolean).map((text) => `; ${text}`).join('')
  const [native, all] = [contents.sums.native[0] ?? 0, contents.sums.all[0] ?? 0]
  if (rows.length === 1) {
    const size = profile.images.bytes[only] ?? Number.NaN
    const kind = KIND_WORDS[KINDS[profile.images.kind[only] ?? 0] ?? 'cache']
    const held = [counts.methods > 0 ? countOf(counts.methods, 'methods') : '', counts.instances > 0 ? countOf(counts.instances, 'instances') : ''].filter(Boolean).join(' and ')
    const share = native > 0 && all > 0 ? `, ${formatPercent((100 * native) / all)} of it native code` : ''
    return `${imageName(profile, only)} is a ${kind}${Number.isNaN(size) ? '' : ` of ${formatBytes(size)}`}${held ? ` with ${held}${share}` : ''}${tail}`
  }
  const bytes = rows.reduce((sum, row) => sum + (profile.images.bytes[row] || 0), 0)
  const loads = rows.filter((row) => (profile.images.load[row] ?? Number.NaN) >= 0)
  const load = loads.length > 0 ? `, loaded in ${formatTime(loads.reduce((sum, row) => sum + (profile.images.load[row] ?? 0), 0))}` : ''
  return `${countOf(rows.length, 'images')} of ${formatBytes(bytes)} with ${countOf(counts.instances, 'instances')}${load}${tail}`
}

const FIRST = ['name', 'kind', 'state', 'bytes', 'sections', 'load', 'reason']
/** What one looks for first, with the sections as a bar whose number is the share of the largest. */
export const IMAGE_COLUMNS: readonly PartColumn[] = [
  ...PART_COLUMNS.images,
  {
    id: 'sections', title: 'Sections', kind: 'percent', wide: true, hint: 'Of the largest image of this profile.',
    value: (profile: Profile, row: number) => {
      const most = profile.images.bytes.reduce((largest, bytes) => Math.max(largest, bytes || 0), 0)
      return most > 0 ? ((profile.images.bytes[row] ?? Number.NaN) / most) * 100 : Number.NaN
    },
  } satisfies PartColumn,
]
  .map((column): PartColumn => (column.id === 'reason' ? { ...column, wide: true } : column))
  .sort((a, b) => (FIRST.indexOf(a.id) + 1 || 99) - (FIRST.indexOf(b.id) + 1 || 99))

const ITEMS_FIRST = ['signature', 'bytes', 'lowered', 'inferred', 'native', 'state', 'reason', 'infer', 'generate', 'data', 'package', 'image']
/** What a row has none of counts as none in sums: methods have no native code, instances no lowered code. */
function counted(column: PartColumn): PartColumn {
  return column.kind === 'bytes' ? { ...column, value: (profile, row) => Number(column.value(profile, row)) || 0 } : column
}
/** What one looks for first; the rest as everywhere. */
export const ITEM_COLUMNS: readonly PartColumn[] = PART_COLUMNS.imageItems
  .map(counted)
  .sort((a, b) => (ITEMS_FIRST.indexOf(a.id) + 1 || 99) - (ITEMS_FIRST.indexOf(b.id) + 1 || 99))

/** Rows by the words of their state, the most frequent first. */
export function stateChoices(profile: Profile, rows: Int32Array): { module: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const state = itemState(profile, row)
    counts.set(state, (counts.get(state) ?? 0) + 1)
  }
  return [...counts].map(([module, count]) => ({ module, count })).sort((a, b) => b.count - a.count)
}

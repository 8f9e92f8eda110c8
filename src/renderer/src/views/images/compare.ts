/** Images side by side as rows and columns of a table: what each has of a package, a method, an instance or a section, and how much that differs. */
import type { ImageDiff, ImageFigures, ImageSide } from '../../../../shared/profile/image-diff'
import { IMAGE_KINDS } from '../../../../shared/profile/image-diff-text'
import type { PartColumn } from '../../../../shared/profile/part-columns'
import { formatBytes, formatCount, formatTime } from '../../../../shared/units'
import { countOf } from '../../components/count-of'

export const COMPARED = ['packages', 'modules', 'methods', 'instances', 'sections'] as const
export type Compared = (typeof COMPARED)[number]
export const COMPARED_TITLES: Readonly<Record<Compared, string>> = { packages: 'Packages', modules: 'Modules', methods: 'Methods', instances: 'Instances', sections: 'Sections' }

export interface ComparedRow {
  readonly name: string
  readonly package: string
  /** By side; NaN where the image has none of it. */
  readonly bytes: readonly number[]
  /** Of the last from the first; of more than two images the smallest from the largest. Bytes. */
  readonly change: number
  /** `PkgA`, `all but PkgB`; '' where all have it. */
  readonly only: string
  /** Why it is not in the others. */
  readonly why: string
}

function changeOf(bytes: readonly number[]): number {
  const known = bytes.map((value) => value || 0)
  return known.length === 2 ? (known[1] ?? 0) - (known[0] ?? 0) : Math.max(...known) - Math.min(...known)
}

function onlyIn(labels: readonly string[], bytes: readonly number[]): string {
  const has = labels.filter((_, side) => !Number.isNaN(bytes[side]))
  const lacks = labels.filter((_, side) => Number.isNaN(bytes[side]))
  if (lacks.length === 0) return ''
  return has.length <= lacks.length ? has.join(', ') : `all but ${lacks.join(', ')}`
}

/** By absolute change, the largest first. */
export function comparedRows(diff: ImageDiff, what: Compared): ComparedRow[] {
  const labels = diff.sides.map(({ label }) => label)
  const row = (name: string, owner: string, sides: readonly ({ readonly bytes: number } | undefined)[], absent: readonly string[] = []): ComparedRow => {
    const bytes = sides.map((side) => side?.bytes ?? Number.NaN)
    const reasons = absent.flatMap((reason, side) => (reason === '' ? [] : [{ reason, label: labels[side] ?? '' }]))
    const [first] = reasons
    const why = first === undefined ? '' : reasons.every(({ reason }) => reason === first.reason) ? first.reason : reasons.map(({ reason, label }) => `${label}: ${reason}`).join('; ')
    return { name, package: owner, bytes, change: changeOf(bytes), only: onlyIn(labels, bytes), why }
  }
  const rows: ComparedRow[] = {
    packages: () => diff.packages.map(({ name, sides }) => row(name, '', sides)),
    modules: () => diff.modules.map(({ name, sides }) => row(name, '', sides)),
    methods: () => diff.methods.map((one) => row(one.signature, one.package, one.sides)),
    instances: () => diff.instances.map((one) => row(one.signature, one.package, one.sides, one.absent)),
    sections: () => diff.sections.map(({ name, sides }) => row(name, '', sides)),
  }[what]()
  return rows.map((one, at) => ({ one, at })).sort((a, b) => Math.abs(b.one.change) - Math.abs(a.one.change) || a.at - b.at).map(({ one }) => one)
}

/** Columns over positions of `rows`, which are in the order of the change. */
export function comparedColumns(rows: readonly ComparedRow[], what: Compared, labels: readonly string[]): readonly PartColumn[] {
  const isCode = what === 'methods' || what === 'instances'
  return [
    { id: 'name', title: COMPARED_TITLES[what].slice(0, -1), kind: isCode ? 'signature' : 'text', wide: true, value: (_, at) => rows[at]?.name ?? '' },
    ...labels.map((label, side): PartColumn => ({ id: `side${side}`, title: label, kind: 'bytes', value: (_, at) => rows[at]?.bytes[side] || 0 })),
    {
      id: 'change', title: labels.length === 2 ? 'Change' : 'Spread', kind: 'bytes', value: (_, at) => rows[at]?.change ?? Number.NaN,
      hint: labels.length === 2 ? `From ${labels[0] ?? ''} to ${labels[1] ?? ''}.` : 'From the smallest to the largest.',
    },
    { id: 'only', title: 'Only in', kind: 'choice', value: (_, at) => rows[at]?.only ?? '' },
    { id: 'why', title: 'Why', kind: 'text', wide: true, hint: 'Why it is not in the others.', value: (_, at) => rows[at]?.why ?? '' },
    { id: 'package', title: 'Package', kind: 'text', value: (_, at) => rows[at]?.package ?? '' },
  ]
}

/** `▲ +1.20 KiB`, `▼ −300 B`; of more than two images there is no direction. */
export function changeText(change: number, isDirected: boolean): string {
  if (!isDirected || change === 0 || Number.isNaN(change)) return change === 0 ? 'same' : formatBytes(change)
  return `${change > 0 ? '▲ +' : '▼ −'}${formatBytes(Math.abs(change))}`
}

/** One line of the table of facts, with a text for each side. */
export interface FactRow {
  readonly title: string
  readonly texts: readonly string[]
  /** Share of the largest side, 0 to 1; undefined where there is no number. */
  readonly shares: readonly number[] | undefined
}

const FIGURES: readonly (readonly [title: string, key: keyof ImageFigures, format: (value: number) => string])[] = [
  ['Methods', 'methods', formatCount], ['Instances', 'instances', formatCount], ['with inferred code', 'withInferred', formatCount], ['with native code', 'withNative', formatCount],
  ['with a constant result', 'constants', formatCount], ['with nothing (stubs)', 'stubs', formatCount],
  ['Lowered code', 'lowered', formatBytes], ['Inferred code', 'inferred', formatBytes], ['Native code', 'native', formatBytes], ['Other data', 'data', formatBytes],
  ['Inference took', 'infer', formatTime], ['Code generation took', 'generate', formatTime],
]

/** What the images are and how much is in them; without lines that say nothing of any. */
export function factRows({ sides }: ImageDiff): FactRow[] {
  const words = (title: string, texts: readonly string[]): FactRow[] => (texts.every((text) => text === '') ? [] : [{ title, texts, shares: undefined }])
  const numbers = (title: string, values: readonly number[], format: (value: number) => string): FactRow[] => {
    const most = Math.max(0, ...values.filter((value) => !Number.isNaN(value)))
    return most > 0 ? [{ title, texts: values.map(format), shares: values.map((value) => (value || 0) / most) }] : []
  }
  return [
    ...words('Kind', sides.map(({ kind }) => IMAGE_KINDS[kind])),
    ...words('Julia', sides.map(({ julia }) => julia)),
    ...words('State', sides.map(({ state, reason }) => [state === 'unknown' ? '' : state, reason].filter(Boolean).join(': '))),
    ...numbers('Size', sides.map(({ bytes }) => bytes), formatBytes),
    ...numbers('Load', sides.map(({ load }) => load), formatTime),
    ...FIGURES.flatMap(([title, key, format]) => numbers(title, sides.map(({ figures }) => figures[key]), format)),
  ]
}

/** The comparison in a sentence: which is larger, by how much, where most of that is, and what only one has. */
export function compareHeadline(diff: ImageDiff): string {
  const [first, last, ...more] = diff.sides
  if (!first || !last) return 'Choose two images'
  const only = diff.sides.map(({ label }, side) => ({ label, count: diff.instances.filter(({ sides }) => sides.every((one, at) => (one !== undefined) === (at === side))).length })).filter(({ count }) => count > 0)
  const alone = only.length > 0 ? `; ${only.map(({ label, count }) => `${countOf(count, 'instances')} only in ${label}`).join(', ')}` : ''
  const size = ({ bytes, figures }: typeof first): number => (Number.isNaN(bytes) ? figures.bytes : bytes)
  if (more.length > 0) {
    const [smallest, largest] = [...diff.sides].sort((a, b) => size(a) - size(b)).filter((_, at, all) => at === 0 || at === all.length - 1)
    return `${diff.sides.length} images, from ${formatBytes(size(smallest ?? first))} (${smallest?.label ?? ''}) to ${formatBytes(size(largest ?? last))} (${largest?.label ?? ''})${alone}`
  }
  const change = size(last) - size(first)
  const [most] = comparedRows(diff, 'packages')
  const where = most && change !== 0 && Math.sign(most.change) === Math.sign(change) && diff.packages.length > 1 ? `, most of it code of ${most.name}` : ''
  const word = change === 0 ? 'is as large as' : `is ${formatBytes(Math.abs(change))} ${change > 0 ? 'larger' : 'smaller'} than`
  return `${last.label} ${word} ${first.label}${where}${alone}`
}

/** Names that tell the sides apart: the image, and where two have the same, the profile or a number as well. */
export function sideLabels(sides: readonly { readonly name: string; readonly profile: string }[]): string[] {
  return sides.map(({ name, profile }, at) => {
    const same = sides.filter((side) => side.name === name)
    if (same.length === 1) return name
    if (same.filter((side) => side.profile === profile).length === 1) return profile === '' ? name : `${name} (${profile})`
    return `${name} (${sides.slice(0, at + 1).filter((side) => side.name === name).length})`
  })
}

/** The row of `imageItems` of a side with this signature, -1 if there is none. */
export function rowOfSignature({ profile, image }: ImageSide, signature: string): number {
  const { imageItems: items, frames } = profile
  return items.frame.findIndex((frame, row) => items.image[row] === image && profile.strings[frames.signature[frame] ?? -1] === signature)
}

/**
 * A comparison of images as text: what they are, sections, packages, the methods that differ most, and the instances that only some have,
 * by the reason why the others lack them. Every line fits the width; what is left out is counted.
 */
import { plain } from '../charts/chart-spec'
import { shortSignature } from '../signature/short'
import { textTable } from '../text-table'
import { formatBytes, formatCount, formatPercent, formatTime } from '../units'
import type { ComparedInstance, ComparedMethod, ComparedPlace, ImageDiff, ImageFigures, SideFacts } from './image-diff'

export interface ImageTextOptions {
  /** Characters of a line, 72 or more. */
  readonly width: number
  /** Rows of each list; the rest is counted. */
  readonly most: number
}

export const IMAGE_KINDS: Readonly<Record<SideFacts['kind'], string>> = { cache: 'cache', pkgimage: 'package image', sysimage: 'system image' }

type Measure = 'bytes' | 'count' | 'time'
const FORMATS: Readonly<Record<Measure, (value: number) => string>> = { bytes: formatBytes, count: formatCount, time: formatTime }

/** `+1.20 KiB`, `−3`, `same`. */
function changeText(from: number, to: number, format: (value: number) => string): string {
  const change = to - from
  if (Number.isNaN(change)) return ''
  return change === 0 ? 'same' : `${change > 0 ? '+' : '−'}${format(Math.abs(change))}`
}

/** What a column of differences says, after the values of two sides; nothing for more sides. */
function changes(values: readonly number[], measure: Measure): string[] {
  const [from, to, ...more] = values
  if (from === undefined || to === undefined || more.length > 0) return []
  const share = from > 0 && to !== from ? formatPercent((100 * Math.abs(to - from)) / from) : ''
  return [changeText(from, to, FORMATS[measure]), share === '' ? '' : `${to > from ? '+' : '−'}${share}`]
}

function title(text: string, count?: string): string[] {
  return ['', count === undefined ? text : `${text}  ${count}`]
}

function changeHead(diff: ImageDiff): string[] {
  return diff.sides.length === 2 ? ['difference', ''] : []
}

const FIGURES: readonly (readonly [title: string, key: keyof ImageFigures, measure: Measure])[] = [
  ['Methods', 'methods', 'count'],
  ['Instances', 'instances', 'count'],
  ['  with inferred code', 'withInferred', 'count'],
  ['  with native code', 'withNative', 'count'],
  ['  with a constant result', 'constants', 'count'],
  ['Only named (stubs)', 'stubs', 'count'],
  ['Lowered code', 'lowered', 'bytes'],
  ['Inferred code', 'inferred', 'bytes'],
  ['Native code', 'native', 'bytes'],
  ['Other data of methods', 'data', 'bytes'],
  ['Inference took', 'infer', 'time'],
  ['Code generation took', 'generate', 'time'],
]

function overview(diff: ImageDiff, { width }: ImageTextOptions): string[] {
  const { sides } = diff
  const room = Math.floor((width - '  Julia'.length) / sides.length) - 2
  const words = (name: string, of: (side: SideFacts) => string): string[][] => {
    const cells = sides.map((side) => plain(of(side), room))
    return cells.every((cell) => cell === '') ? [] : [[name, ...cells]]
  }
  const row = (name: string, measure: Measure, of: (side: SideFacts) => number): string[][] => {
    const values = sides.map(of)
    return values.every((value) => Number.isNaN(value) || value === 0) ? [] : [[name, ...values.map(FORMATS[measure]), ...changes(values, measure)]]
  }
  const facts = textTable({
    head: ['', ...sides.map(({ label }) => label)], words: new Set([0, ...sides.map((_, at) => at + 1)]),
    rows: [
      ...words('Kind', ({ kind }) => IMAGE_KINDS[kind]), ...words('Julia', ({ julia }) => julia), ...words('Build', ({ buildId }) => buildId),
      ...words('State', ({ state }) => (state === 'unknown' ? '' : state)), ...words('Why', ({ reason }) => reason),
    ],
  }, '  ')
  const numbers = textTable({
    head: ['', ...sides.map(({ label }) => label), ...changeHead(diff)], words: new Set([0]),
    rows: [
      ...row('Files', 'bytes', ({ bytes }) => bytes), ...row('Load', 'time', ({ load }) => load),
      ...FIGURES.flatMap(([name, key, measure]) => row(name, measure, ({ figures }) => figures[key])),
    ],
  }, '  ')
  return [...facts, '', ...numbers]
}

type Sizes = readonly ({ readonly bytes: number } | undefined)[]

/** Bytes per side; names get the room that is left over. */
function sized<Row extends { readonly sides: Sizes }>(diff: ImageDiff, heading: string, rows: readonly Row[], name: (row: Row, room: number) => string, { most, width }: ImageTextOptions): string[] {
  if (rows.length === 0) return []
  const head = [...diff.sides.map(({ label }) => label), ...changeHead(diff)]
  const shown = rows.slice(0, most)
  const numbers = shown.map(({ sides }) => [...sides.map((side) => (side ? formatBytes(side.bytes) : '–')), ...changes(sides.map((side) => side?.bytes ?? 0), 'bytes')])
  const room = width - 4 - Math.max(...textTable({ head, rows: numbers, words: new Set() }).map((line) => line.length))
  const lines = textTable({ head: ['', ...head], words: new Set([0]), rows: shown.map((row, at) => [name(row, room), ...(numbers[at] ?? [])]) }, '  ')
  return [...title(heading), ...lines, ...more(rows.length - most)]
}

function plainName({ name }: { readonly name: string }, room: number): string {
  return plain(name, room)
}

export function more(left: number): string[] {
  return left > 0 ? [`  … ${formatCount(left)} more`] : []
}

function placesText(diff: ImageDiff, heading: string, places: readonly ComparedPlace[], options: ImageTextOptions): string[] {
  return places.length > 1 ? sized(diff, heading, places, plainName, options) : []
}

/** How far apart the sides are. */
function spread(sides: Sizes): number {
  const sizes = sides.map((side) => side?.bytes ?? 0)
  return Math.max(...sizes) - Math.min(...sizes)
}

function count(number: number, noun: string): string {
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`
}

function listText(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** Instances that the same sides have and lack, the most bytes first. */
function partial(diff: ImageDiff, { width, most }: ImageTextOptions): string[] {
  const groups = new Map<string, ComparedInstance[]>()
  for (const instance of diff.instances) {
    const key = instance.sides.map((side) => (side ? '1' : '0')).join('')
    if (!key.includes('0') || instance.sides.every((side) => side === undefined || side.state === 'stub')) continue
    const group = groups.get(key)
    if (group) group.push(instance)
    else groups.set(key, [instance])
  }
  return [...groups].sort(([a], [b]) => (a < b ? 1 : -1)).flatMap(([key, instances]) => {
    const having = diff.sides.filter((_, at) => key[at] === '1').map(({ label }) => label)
    const lacking = key.indexOf('0')
    const bytes = instances.reduce((sum, { sides }) => sum + Math.max(...sides.map((side) => side?.bytes ?? 0)), 0)
    const reasons = new Map<string, ComparedInstance[]>()
    for (const instance of instances) {
      const reason = instance.absent[lacking] ?? ''
      const known = reasons.get(reason)
      if (known) known.push(instance)
      else reasons.set(reason, [instance])
    }
    return [
      ...title(`Only in ${listText(having)}`, `${count(instances.length, 'instance')}, ${formatBytes(bytes)}`),
      ...[...reasons].sort(([, a], [, b]) => b.length - a.length).flatMap(([reason, list]) => [
        ...wrapped(`${count(list.length, 'instance')}: ${reason}`, width - 2).map((line) => `  ${line}`),
        ...textTable({
          words: new Set([1]),
          rows: list.slice(0, most).map(({ signature, sides }) => [formatBytes(Math.max(...sides.map((side) => side?.bytes ?? 0))), shortName(signature, width - 18)]),
        }, '    '),
        ...more(list.length - most).map((line) => `  ${line}`),
      ]),
    ]
  })
}

export function shortName(signature: string, room: number): string {
  return shortSignature(plain(signature, 4000), { maxLength: Math.max(1, room) })
}

/** Lines of at most `width` characters. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of plain(text, 2000).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** Instances of all sides with different states: what became of the same code. */
function states(diff: ImageDiff, { width, most }: ImageTextOptions): string[] {
  const rows = diff.instances.filter(({ sides }) => sides.every((side) => side) && new Set(sides.map((side) => side?.state)).size > 1)
  if (rows.length === 0) return []
  return [
    ...title('In all, but not alike', count(rows.length, 'instance')),
    ...textTable({
      words: new Set([0, ...diff.sides.map((_, at) => at + 1)]), head: ['', ...diff.sides.map(({ label }) => label)],
      rows: rows.slice(0, most).map(({ signature, sides }) => [shortName(signature, width - 4 - 14 * sides.length), ...sides.map((side) => side?.state ?? '')]),
    }, '  '),
    ...more(rows.length - most),
  ]
}

/** Lines without a line end after the last. */
export function imageDiffText(diff: ImageDiff, options: ImageTextOptions): string {
  const methods = diff.methods.filter(({ sides }) => spread(sides) > 0 && sides.some((side) => side && side.methods + side.instances > 0)).sort((a, b) => spread(b.sides) - spread(a.sides))
  const alike = diff.instances.filter(({ sides }) => sides.every((side) => side && side.state !== 'stub') && spread(sides) === 0 && new Set(sides.map((side) => side?.state)).size === 1)
  const methodName = ({ module, signature }: ComparedMethod, room: number): string => shortName(module === '' || signature.startsWith('(') ? signature : `${module}.${signature}`, room)
  return [
    ...overview(diff, options),
    ...sized(diff, 'Sections', diff.sections, plainName, options),
    ...placesText(diff, 'Packages', diff.packages, options),
    ...placesText(diff, 'Modules', diff.modules.length === diff.packages.length ? [] : diff.modules, options),
    ...sized(diff, 'Methods that differ, with their instances', methods, methodName, options),
    ...partial(diff, options),
    ...states(diff, options),
    '', `${count(alike.length, 'instance')} ${alike.length === 1 ? 'is' : 'are'} in ${diff.sides.length === 2 ? 'both' : 'all'} with the same size.`,
  ].join('\n')
}

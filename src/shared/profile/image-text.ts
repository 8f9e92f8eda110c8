/**
 * One image as text: what it is, its sections, what it holds by package, what it needs of others, entry points, outcomes of precompile
 * statements, and the largest of what is in it; or all of one package, or one instance. Every line fits the width.
 */
import { plain } from '../charts/chart-spec'
import { signatureKey } from '../signature/key'
import { splitSignature } from '../signature/split'
import { textTable } from '../text-table'
import { formatBytes, formatCount, formatTime } from '../units'
import { diffImages, type ImageFigures } from './image-diff'
import { IMAGE_KINDS, more, shortName, wrapped, type ImageTextOptions } from './image-diff-text'
import { isMethodRow } from './image-summary'
import { itemBytes, locationText } from './part-columns'
import { SCHEMA } from './schema'
import type { Profile } from './tables'
import { textAt } from './tables'

export interface InspectOptions extends ImageTextOptions {
  /** Everything that it holds of this package. */
  readonly package?: string
}

function rowsOf({ image, length }: { readonly image: Int32Array, readonly length: number }, of: number): number[] {
  return Array.from({ length }, (_, row) => row).filter((row) => image[row] === of)
}

/** How often each: `{ method: 12, module: 3 }`, the most first. */
function counted(values: readonly string[]): [value: string, count: number][] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** As the library of a real Julia: it names neither methods nor inferred code. */
function isNativeOnly({ methods, instances, withInferred, stubs, constants }: ImageFigures): boolean {
  return instances > 0 && methods + withInferred + stubs + constants === 0
}

class ImageText {
  private readonly diff
  constructor(
    private readonly profile: Profile,
    private readonly image: number,
    private readonly options: InspectOptions,
  ) {
    this.diff = diffImages([{ profile, image, label: textAt(profile, profile.images.name[image]) }])
  }

  lines(): string[] {
    const { package: wanted } = this.options
    if (wanted !== undefined) return [...this.heading(), ...this.packageLines(wanted)]
    return [
      ...this.heading(), ...this.sections(), ...this.packages(), ...this.modules(), ...this.facts(), ...this.files(), ...this.links(), ...this.entryPoints(), ...this.statements(), ...this.largest(),
    ]
  }

  private heading(): string[] {
    const { profile, image, options: { width } } = this
    const { images } = profile
    const [facts] = this.diff.sides
    if (facts === undefined) return []
    const what = `${IMAGE_KINDS[facts.kind]}${facts.julia === '' ? '' : ` of Julia ${facts.julia}`}`
    const lines = [plain([`${facts.label}: ${what}`, formatBytes(facts.bytes), ...(Number.isNaN(facts.load) ? [] : [`loaded in ${formatTime(facts.load)}`])].join(', '), width)]
    const add = (name: string, value: string): void => {
      if (value !== '') lines.push(...wrapped(`${name} ${value}`, width - 2).map((line) => `  ${line}`))
    }
    add('File', textAt(profile, images.path[image]))
    add('Build', facts.buildId)
    if (facts.state !== 'unknown') add('State', `${facts.state}${facts.reason === '' ? '' : `: ${facts.reason}`}`)
    for (const note of profile.blocks[images.block[image] ?? -1]?.notes ?? []) lines.push(...wrapped(note, width - 2).map((line) => `  ${line}`))
    return lines
  }

  private sections(): string[] {
    const { sections } = this.diff
    if (sections.length === 0) return []
    const total = sections.reduce((sum, { sides: [side] }) => sum + (side?.bytes ?? 0), 0)
    return ['', 'Sections', ...textTable({
      head: ['', 'size', 'share', 'records', 'what'], words: new Set([0, 4]),
      rows: sections.map(({ name, kind, sides: [side] }) => [
        plain(name, 24), formatBytes(side?.bytes ?? 0), `${((100 * (side?.bytes ?? 0)) / Math.max(1, total)).toFixed(1)} %`, Number.isNaN(side?.records ?? Number.NaN) ? '' : formatCount(side?.records ?? 0), kind,
      ]),
    }, '  ')]
  }

  private packages(): string[] {
    const { packages, sides: [all] } = this.diff
    const [first] = packages
    if (first === undefined || all === undefined) return []
    if (isNativeOnly(all.figures)) return this.functions()
    if (all.figures.bytes === 0) return this.names()
    const row = (name: string, figures: ImageFigures | undefined): string[] => (figures === undefined ? [] : [
      plain(name, 24), formatCount(figures.methods), formatCount(figures.instances), formatCount(figures.withInferred), formatCount(figures.withNative), figures.stubs > 0 ? formatCount(figures.stubs) : '', formatBytes(figures.bytes),
      figures.infer + figures.generate > 0 ? formatTime(figures.infer + figures.generate) : '',
    ])
    return ['', 'Contents by package', ...textTable({
      head: ['', 'methods', 'instances', 'inferred', 'native', 'stubs', 'size', 'took'], words: new Set([0]),
      rows: [...packages.slice(0, this.options.most).map(({ name, sides: [figures] }) => row(name, figures)), ...(packages.length > 1 ? [row('all', all.figures)] : [])],
    }, '  '), ...more(packages.length - this.options.most), ...this.states()]
  }

  /** Where methods and instances are listed without their sizes. */
  private names(): string[] {
    const { packages, sides: [all] } = this.diff
    const row = (name: string, { methods, instances }: ImageFigures): string[] => [plain(name, 24), formatCount(methods), formatCount(instances)]
    const rows = packages.flatMap(({ name, sides: [figures] }) => (figures === undefined ? [] : [row(name, figures)]))
    return ['', 'Contents by package', ...textTable({
      head: ['', 'methods', 'instances'], words: new Set([0]), rows: [...rows.slice(0, this.options.most), ...(packages.length > 1 && all !== undefined ? [row('all', all.figures)] : [])],
    }, '  '), ...more(packages.length - this.options.most)]
  }

  /** Of a library with nothing but native code: its functions, some of which have no size of their own. */
  private functions(): string[] {
    const { packages, sides: [all] } = this.diff
    const row = (name: string, { instances, withNative, bytes }: ImageFigures): string[] => [plain(name, 24), formatCount(instances), formatCount(withNative), formatBytes(bytes)]
    const rows = packages.flatMap(({ name, sides: [figures] }) => (figures === undefined ? [] : [row(name, figures)]))
    return ['', 'Functions by package', ...textTable({
      head: ['', 'functions', 'of known size', 'size'], words: new Set([0]),
      rows: [...rows.slice(0, this.options.most), ...(packages.length > 1 && all !== undefined ? [row('all', all.figures)] : [])],
    }, '  '), ...more(packages.length - this.options.most), ...this.states()]
  }

  /** What became of instances, where a session loaded the image, or what is stored of them. */
  private states(): string[] {
    const { profile, image } = this
    const rows = rowsOf(profile.imageItems, image).filter((row) => !isMethodRow(profile, row))
    const states = counted(rows.map((row) => SCHEMA.imageItems.state.oneOf[profile.imageItems.state[row] ?? 0] ?? ''))
    const words = { stored: 'with code', constant: 'with a constant result', stub: 'only named (stubs)', ended: 'whose code had ended' } as const
    if (states.length < 2) return []
    return wrapped(`Instances: ${states.map(([state, count]) => `${formatCount(count)} ${state in words ? words[state as keyof typeof words] : state}`).join(', ')}`, this.options.width - 2).map((line) => `  ${line}`)
  }

  private modules(): string[] {
    const { profile, image, options: { width } } = this
    const { role, name } = profile.imageModules
    const rows = rowsOf(profile.imageModules, image)
    const named = (wanted: string): string[] => rows.filter((row) => SCHEMA.imageModules.role.oneOf[role[row] ?? 0] === wanted).map((row) => textAt(profile, name[row]))
    const [defined, direct, required] = [named('defined'), named('direct'), named('required')]
    const texts = [
      ...(defined.length > 1 ? [`Holds ${defined.join(', ')}`] : []), ...(direct.length > 0 ? [`Names in its code ${direct.join(', ')}`] : []),
      ...(required.length > 0 ? [`Was made with ${required.join(', ')}`] : []),
    ]
    return texts.length === 0 ? [] : ['', 'Packages', ...texts.flatMap((text) => wrapped(text, width - 2).map((line) => `  ${line}`))]
  }

  /** What else it says of itself, by topic: flags, preferences, processors, checksums, how its data are divided. */
  private facts(): string[] {
    const { profile, image, options: { width } } = this
    const { topic, name, value, bytes } = profile.imageFacts
    const topics = new Map<string, string[]>()
    for (const row of rowsOf(profile.imageFacts, image)) {
      const key = SCHEMA.imageFacts.topic.oneOf[topic[row] ?? 0] ?? ''
      const size = bytes[row] ?? Number.NaN
      const text = [textAt(profile, name[row]), textAt(profile, value[row]), ...(Number.isNaN(size) ? [] : [formatBytes(size)])].filter((part) => part !== '').join(' ')
      const known = topics.get(key)
      if (known) known.push(text)
      else topics.set(key, [text])
    }
    if (topics.size === 0) return []
    return ['', 'What it says of itself', ...[...topics].flatMap(([key, texts]) => wrapped(`${key}: ${texts.join(', ')}`, width - 2).map((line) => `  ${line}`))]
  }

  private files(): string[] {
    const { profile, image, options: { width, most } } = this
    const rows = rowsOf(profile.imageFiles, image)
    const { path, state, reason } = profile.imageFiles
    if (rows.length === 0) return []
    return [
      '', 'Files that it was made from',
      ...rows.slice(0, most).map((row) => {
        const changed = SCHEMA.imageFiles.state.oneOf[state[row] ?? 0] ?? 'unknown'
        const more = changed === 'changed' || changed === 'missing' ? `  ${textAt(profile, reason[row]) || changed}` : ''
        return plain(`  ${textAt(profile, path[row])}${more}`, width)
      }),
      ...more(rows.length - most),
    ]
  }

  private linkRows(isEntry: boolean): number[] {
    const { imageLinks } = this.profile
    return rowsOf(imageLinks, this.image).filter((row) => (SCHEMA.imageLinks.kind.oneOf[imageLinks.kind[row] ?? 0] === 'entryPoint') === isEntry)
  }

  private links(): string[] {
    const { profile, options: { most } } = this
    const { kind, target } = profile.imageLinks
    const rows = this.linkRows(false)
    if (rows.length === 0) return []
    const targets = counted(rows.map((row) => textAt(profile, target[row])))
    return ['', `Links into others  ${plural(rows.length, 'link')}`, ...textTable({
      words: new Set([0, 2]),
      rows: targets.slice(0, most).map(([name, count]) => [
        plain(name, 24), formatCount(count),
        counted(rows.filter((row) => textAt(profile, target[row]) === name).map((row) => SCHEMA.imageLinks.kind.oneOf[kind[row] ?? 0] ?? '')).map(([what, number]) => plural(number, what === 'code' ? 'call' : what)).join(', '),
      ]),
    }, '  '), ...more(targets.length - most)]
  }

  private entryPoints(): string[] {
    const { profile, options: { most, width } } = this
    const { name, target } = profile.imageLinks
    const rows = this.linkRows(true)
    if (rows.length === 0) return []
    return [
      '', `Entry points  ${formatCount(rows.length)}`,
      ...textTable({ words: new Set([0, 1]), rows: rows.slice(0, most).map((row) => [plain(textAt(profile, name[row]), 30), plain(textAt(profile, target[row]), width - 36)]) }, '  '),
      ...more(rows.length - most),
    ]
  }

  private statements(): string[] {
    const { profile, image, options: { most, width } } = this
    const { outcome, statement, reason, line, block } = profile.precompile
    const rows = rowsOf(profile.precompile, image)
    if (rows.length === 0) return []
    const words: Readonly<Record<string, string>> = { notFound: 'not found', notInferred: 'not inferred', returnedFalse: 'returned false', unparsed: 'do not parse' }
    const outcomes = counted(rows.map((row) => SCHEMA.precompile.outcome.oneOf[outcome[row] ?? 0] ?? 'unknown'))
    const lost = rows.filter((row) => !['kept', 'duplicate', 'unknown'].includes(SCHEMA.precompile.outcome.oneOf[outcome[row] ?? 0] ?? ''))
    return [
      '', `Precompile statements  ${formatCount(rows.length)}: ${outcomes.map(([name, count]) => `${formatCount(count)} ${words[name] ?? name}`).join(', ')}`,
      ...lost.slice(0, most).flatMap((row) => {
        const place = locationText(profile.sources[profile.blocks[block[row] ?? -1]?.source ?? -1]?.name ?? '', line[row] ?? -1)
        return [
          plain(`  ${textAt(profile, statement[row])}`, width),
          ...wrapped(`${place === '' ? '' : `${place}: `}${textAt(profile, reason[row])}`, width - 4).map((text) => `    ${text}`),
        ]
      }),
      ...more(lost.length - most),
    ]
  }

  private largest(): string[] {
    const { profile, image, options: { most, width } } = this
    const stub = SCHEMA.imageItems.state.oneOf.indexOf('stub')
    const rows = rowsOf(profile.imageItems, image).filter((row) => !isMethodRow(profile, row) && profile.imageItems.state[row] !== stub && itemBytes(profile, row) > 0)
    rows.sort((a, b) => itemBytes(profile, b) - itemBytes(profile, a))
    if (rows.length === 0) return []
    return ['', 'The largest instances', ...this.itemTable(rows.slice(0, most), width), ...more(rows.length - most)]
  }

  private itemTable(rows: readonly number[], width: number, indent: (row: number) => string = () => ''): string[] {
    const { profile } = this
    const { inferred, native, infer, generate, state, frame } = profile.imageItems
    const size = (value: number | undefined): string => (value === undefined || Number.isNaN(value) || value === 0 ? '' : formatBytes(value))
    const numbers = rows.map((row) => {
      const time = (infer[row] || 0) + (generate[row] || 0)
      const name = SCHEMA.imageItems.state.oneOf[state[row] ?? 0] ?? ''
      return [formatBytes(itemBytes(profile, row)), size(inferred[row]), size(native[row]), time > 0 ? formatTime(time) : '', isMethodRow(profile, row) || name === 'stored' ? '' : name]
    })
    const head = ['size', 'inferred', 'native', 'took', 'state']
    const used = Math.max(...textTable({ head, rows: numbers, words: new Set([4]) }).map((line) => line.length))
    const names = rows.map((row) => `${indent(row)}${shortName(textAt(profile, profile.frames.signature[frame[row] ?? -1]), width - used - 4 - indent(row).length)}`)
    return textTable({ head: [...head, ''], rows: numbers.map((cells, at) => [...cells, names[at] ?? '']), words: new Set([4, 5]) }, '  ')
  }

  private packageLines(wanted: string): string[] {
    const { profile, image, options: { width, most } } = this
    const { imageItems: items } = profile
    const rows = rowsOf(items, image).filter((row) => textAt(profile, items.package[row]) === wanted)
    if (rows.length === 0) return ['', `It holds nothing of ${plain(wanted)}; it holds ${plain(this.diff.packages.map(({ name }) => name).join(', ') || 'nothing that can be listed', width)}.`]
    const children = new Map<number, number[]>()
    for (const row of rows) {
      const parent = items.parent[row] ?? -1
      const known = children.get(parent)
      if (known) known.push(row)
      else children.set(parent, [row])
    }
    const ordered = (children.get(-1) ?? []).flatMap((method) => [method, ...(children.get(method) ?? [])])
    return ['', `${plain(wanted)}  ${plural(ordered.filter((row) => !isMethodRow(profile, row)).length, 'instance')}`,
      ...this.itemTable(ordered.slice(0, most), width, (row) => ((items.parent[row] ?? -1) >= 0 ? '  ' : '')), ...more(ordered.length - most)]
  }
}

/** Lines without a line end after the last. */
export function imageText(profile: Profile, image: number, options: InspectOptions): string {
  return new ImageText(profile, image, options).lines().join('\n')
}

/** What `Int` and `UInt` stand for on the machines that Julia prints types of. */
const WORD = /(?<![\p{L}\p{N}_!.])(U?Int)(?![\p{L}\p{N}_!])/gu

/** Rows of `imageItems` that are the instance, or, for a name without arguments, all instances of functions of that name. */
export function findInstances(profile: Profile, asked: string): number[] {
  const { imageItems: items, frames } = profile
  const text = (row: number): string => textAt(profile, frames.signature[items.frame[row] ?? -1])
  const rows = Array.from({ length: items.length }, (_, row) => row).filter((row) => !isMethodRow(profile, row))
  if (/[({]/.test(asked)) {
    const key = signatureKey(asked.replace(WORD, '$164'), 'stable')
    return rows.filter((row) => signatureKey(text(row), 'stable') === key)
  }
  return rows.filter((row) => {
    const { name, module } = splitSignature(text(row))
    return name === asked || `${module}.${name}` === asked
  })
}

/** All that is known of some instances, each in a paragraph. */
export function instanceTexts(profile: Profile, rows: readonly number[], width: number): string {
  const { imageItems: items, frames, images } = profile
  return rows.map((row) => {
    const parent = items.parent[row] ?? -1
    const frame = items.frame[parent] ?? -1
    const name = (image: number | undefined): string => textAt(profile, images.name[image ?? -1])
    const size = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? '' : formatBytes(value))
    const time = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? '' : formatTime(value))
    const facts: readonly (readonly [string, string])[] = [
      ['in', name(items.image[row])],
      ['method', [textAt(profile, frames.signature[frame]), textAt(profile, frames.module[frame]), locationText(textAt(profile, frames.file[frame]), frames.line[frame] ?? -1)].filter((text) => text !== '').join(', ')],
      ['state', SCHEMA.imageItems.state.oneOf[items.state[row] ?? 0] ?? ''], ['why', textAt(profile, items.reason[row])], ['kept from', name(items.keptFrom[row])],
      ['size', size(itemBytes(profile, row))], ['inferred', size(items.inferred[row])], ['native', size(items.native[row])], ['other data', size(items.data[row])],
      ['inference', time(items.infer[row])], ['code generation', time(items.generate[row])],
    ]
    const known = facts.filter(([, value]) => value !== '')
    const widest = Math.max(...known.map(([title]) => title.length))
    return [
      ...wrapped(textAt(profile, frames.signature[items.frame[row] ?? -1]), width),
      ...known.flatMap(([title, value]) => wrapped(value, width - widest - 4).map((line, at) => `  ${(at === 0 ? title : '').padEnd(widest)}  ${line}`)),
    ].join('\n')
  }).join('\n\n')
}

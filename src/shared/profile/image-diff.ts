/**
 * Two or more images side by side: sections, packages, modules, methods and instances, each with what every image has of it, and for an
 * instance that an image lacks, why. The images may be of one profile or of several. Methods and instances are matched by their
 * signatures; the numbers that Julia puts into the names of closures differ from build to build and do not count.
 */
import { signatureKey } from '../signature/key'
import { isMethodRow, ownMethods } from './image-summary'
import { itemBytes, locationText } from './part-columns'
import { SCHEMA } from './schema'
import type { Profile } from './tables'
import { textAt } from './tables'

/** One of the images that are compared. */
export interface ImageSide {
  readonly profile: Profile
  /** Row of `images`. */
  readonly image: number
  /** What it is called in the comparison: unlike the others. */
  readonly label: string
}

type Choice<Table extends 'images' | 'imageItems' | 'imageSections', Column extends string> = (typeof SCHEMA)[Table] extends Readonly<Record<Column, { readonly oneOf: readonly (infer Name)[] }>> ? Name : never

/** What an image, or a part of it, holds. Bytes, nanoseconds and counts. */
export interface ImageFigures {
  readonly modules: number
  /** Of its own, and instances of these and of methods of others, without those that are only named. */
  readonly methods: number
  readonly instances: number
  /** Instances with inferred statements, with native code, with a constant result instead; and those that are only named. */
  readonly withInferred: number
  readonly withNative: number
  readonly constants: number
  readonly stubs: number
  /** Bytes. */
  readonly lowered: number
  readonly inferred: number
  readonly native: number
  readonly data: number
  readonly bytes: number
  /** Nanoseconds that making it took: inference and code generation. */
  readonly infer: number
  readonly generate: number
}

export interface SideFacts {
  readonly label: string
  readonly kind: Choice<'images', 'kind'>
  readonly state: Choice<'images', 'state'>
  readonly reason: string
  readonly julia: string
  readonly buildId: string
  /** Of all its files; `NaN` where not known. */
  readonly bytes: number
  /** Nanoseconds; `NaN` where it was not loaded. */
  readonly load: number
  readonly figures: ImageFigures
}

interface ComparedSection {
  readonly name: string
  readonly kind: Choice<'imageSections', 'kind'>
  /** By side; undefined where the image has none. `records` is `NaN` where the section is no table. */
  readonly sides: readonly ({ readonly bytes: number, readonly records: number } | undefined)[]
}

/** A package or a module. */
export interface ComparedPlace {
  readonly name: string
  readonly sides: readonly (ImageFigures | undefined)[]
}

export interface ComparedMethod {
  readonly signature: string
  readonly package: string
  readonly module: string
  readonly location: string
  /** With the method's instances. */
  readonly sides: readonly (ImageFigures | undefined)[]
}

interface ComparedItem {
  readonly lowered: number
  readonly inferred: number
  readonly native: number
  readonly data: number
  readonly bytes: number
  readonly state: Choice<'imageItems', 'state'>
  readonly reason: string
}

export interface ComparedInstance {
  readonly signature: string
  readonly package: string
  readonly sides: readonly (ComparedItem | undefined)[]
  /** By side, why it has none: a sentence without its end; '' where it has one. */
  readonly absent: readonly string[]
}

export interface ImageDiff {
  readonly sides: readonly SideFacts[]
  readonly sections: readonly ComparedSection[]
  /** The largest first, by what the largest side has of it. */
  readonly packages: readonly ComparedPlace[]
  readonly modules: readonly ComparedPlace[]
  readonly methods: readonly ComparedMethod[]
  readonly instances: readonly ComparedInstance[]
}

type Sums = { -readonly [Key in keyof ImageFigures]: number }

function noFigures(): Sums {
  return {
    modules: 0, methods: 0, instances: 0, withInferred: 0, withNative: 0, constants: 0, stubs: 0, lowered: 0, inferred: 0, native: 0, data: 0, bytes: 0, infer: 0, generate: 0,
  }
}

/** One image, read into maps by keys that are the same in every image. */
class Side {
  readonly figures = noFigures()
  readonly packages = new Map<string, Sums>()
  readonly modules = new Map<string, Sums>()
  readonly methods = new Map<string, { readonly row: number, readonly sums: Sums }>()
  readonly instances = new Map<string, number>()
  private readonly methodOf = new Map<number, { readonly row: number, readonly sums: Sums }>()
  /** Statements and losses by the keys of their instances. */
  private statements: Map<string, number> | undefined
  private losses: Map<string, number> | undefined
  private readonly own: ReadonlySet<number>

  constructor(readonly side: ImageSide) {
    this.own = ownMethods(side.profile)
    const { imageItems: { image, length } } = side.profile
    for (let row = 0; row < length; row++) if (image[row] === side.image) this.add(row)
  }

  private add(row: number): void {
    const { side: { profile } } = this
    const { imageItems: items } = profile
    const frame = items.frame[row] ?? -1
    const isMethod = isMethodRow(profile, row)
    const owner = this.methodOf.get(items.parent[row] ?? -1)
    const moduleName = textAt(profile, profile.frames.module[profile.imageItems.frame[owner?.row ?? row] ?? frame])
    const packageName = textAt(profile, items.package[row]) || moduleName.split('.', 1)[0] || 'not known'
    const inPackage = this.place(this.packages, packageName)
    if (moduleName !== '' && !this.modules.has(moduleName)) for (const sums of [this.figures, inPackage]) sums.modules++
    const inModule = this.place(this.modules, moduleName || packageName)
    const key = this.unused(isMethod ? this.methods : this.instances, `${packageName}\0${isMethod ? moduleName : ''}\0${this.key(row)}`)
    if (isMethod) {
      const method = { row, sums: noFigures() }
      this.methods.set(key, method)
      this.methodOf.set(row, method)
      count(profile, row, this.own.has(row), [this.figures, inPackage, inModule, method.sums])
    } else {
      this.instances.set(key, row)
      count(profile, row, false, [this.figures, inPackage, inModule, ...(owner ? [owner.sums] : [])])
    }
  }

  /** Symbols of native code end with a number of the process that made them. */
  private key(row: number): string {
    const { profile } = this.side
    const isSymbol = profile.frames.kind[profile.imageItems.frame[row] ?? -1] === FUNCTION
    return isSymbol ? this.signature(row).replace(/_\d+((?:\.clone_\d+)*)$/, '$1') : signatureKey(this.signature(row), 'stable')
  }

  signature(row: number): string {
    const { profile } = this.side
    return textAt(profile, profile.frames.signature[profile.imageItems.frame[row] ?? -1])
  }

  private place(places: Map<string, Sums>, name: string): Sums {
    let sums = places.get(name)
    if (!sums) places.set(name, (sums = noFigures()))
    return sums
  }

  /** Closures that differ only in their numbers are told apart by their order. */
  private unused(taken: ReadonlyMap<string, unknown>, key: string): string {
    let free = key
    for (let at = 2; taken.has(free); at++) free = `${key}\0${at}`
    return free
  }

  /** Why an instance with this key is not here. `method` is the key of its method on a side that has it. */
  absence(instance: ComparedKey): string {
    const { profile, image, label } = this.side
    const key = signatureKey(instance.signature, 'stable')
    this.statements ??= byKey(profile, profile.precompile, (row) => profile.precompile.image[row] === image)
    const statement = this.statements.get(key)
    if (statement !== undefined) {
      const outcome = OUTCOMES[profile.precompile.outcome[statement] ?? 0] ?? 'unknown'
      const reason = textAt(profile, profile.precompile.reason[statement])
      if (outcome !== 'kept' && outcome !== 'unknown') return reason || STATEMENT_WORDS[outcome] || outcome
    }
    const name = textAt(profile, profile.images.name[image])
    this.losses ??= byKey(profile, profile.unsaved, (row) => textAt(profile, profile.unsaved.package[row]) === name)
    const loss = this.losses.get(key)
    if (loss !== undefined) return textAt(profile, profile.unsaved.reason[loss])
    const state = IMAGE_STATES[profile.images.state[image] ?? 0]
    if (this.figures.bytes === 0 && state === 'rejected') return `${label} was rejected`
    if (instance.method !== undefined && this.methods.has(instance.method)) return 'its method is there, but nothing compiled the instance'
    return this.packages.has(instance.package) ? 'neither its method nor a call of it is there' : `nothing of ${instance.package} is there`
  }
}

interface ComparedKey {
  readonly signature: string
  readonly package: string
  readonly method: string | undefined
}

const FUNCTION = SCHEMA.frames.kind.oneOf.indexOf('function')
const OUTCOMES = SCHEMA.precompile.outcome.oneOf
const IMAGE_STATES = SCHEMA.images.state.oneOf
const ITEM_STATES = SCHEMA.imageItems.state.oneOf
const STATEMENT_WORDS: Readonly<Partial<Record<(typeof OUTCOMES)[number], string>>> = {
  duplicate: 'its statement stands there twice',
  unparsed: 'its statement does not parse',
  notFound: 'its statement names what is not there',
  notInferred: 'its statement could not be inferred',
  returnedFalse: 'precompile returned false for its statement',
  invalidated: 'it was invalidated after it was compiled',
}

function byKey(profile: Profile, { frame, length }: { readonly frame: Int32Array, readonly length: number }, wanted: (row: number) => boolean): Map<string, number> {
  const rows = new Map<string, number>()
  for (let row = 0; row < length; row++) {
    const signature = textAt(profile, profile.frames.signature[frame[row] ?? -1])
    if (signature !== '' && wanted(row)) rows.set(signatureKey(signature, 'stable'), row)
  }
  return rows
}

/** `isOwn`: of a method, whether the image holds it itself (`ownMethods`). */
function count(profile: Profile, row: number, isOwn: boolean, into: readonly Sums[]): void {
  const { imageItems: items } = profile
  const isMethod = isMethodRow(profile, row)
  const state = ITEM_STATES[items.state[row] ?? 0]
  for (const sums of into) {
    if (isMethod) sums.methods += isOwn ? 1 : 0
    else {
      if (state === 'stub') sums.stubs++
      else sums.instances++
      if ((items.inferred[row] ?? 0) > 0) sums.withInferred++
      if ((items.native[row] ?? 0) > 0) sums.withNative++
      if (state === 'constant') sums.constants++
    }
    for (const column of ['lowered', 'inferred', 'native', 'data', 'infer', 'generate'] as const) sums[column] += items[column][row] || 0
    sums.bytes += itemBytes(profile, row) || 0
  }
}

function item(profile: Profile, row: number): ComparedItem {
  const { lowered, inferred, native, data, state, reason } = profile.imageItems
  return {
    lowered: lowered[row] || 0, inferred: inferred[row] || 0, native: native[row] || 0, data: data[row] || 0, bytes: itemBytes(profile, row) || 0,
    state: ITEM_STATES[state[row] ?? 0] ?? 'stored', reason: textAt(profile, reason[row]),
  }
}

/** All keys, in the order in which the sides have them. */
function keysOf(maps: readonly ReadonlyMap<string, unknown>[]): string[] {
  return [...new Set(maps.flatMap((map) => [...map.keys()]))]
}

function largest(sides: readonly ({ readonly bytes: number } | undefined)[]): number {
  return Math.max(0, ...sides.map((side) => side?.bytes ?? 0))
}

function bySize<Row extends { readonly sides: readonly ({ readonly bytes: number } | undefined)[] }>(rows: Row[]): Row[] {
  return rows.map((row) => ({ row, size: largest(row.sides) })).sort((a, b) => b.size - a.size).map(({ row }) => row)
}

function compareSections(sides: readonly ImageSide[]): ComparedSection[] {
  const found = sides.map(({ profile, image }) => {
    const { imageSections: table } = profile
    const rows = new Map<string, number>()
    for (let row = 0; row < table.length; row++) if (table.image[row] === image) rows.set(textAt(profile, table.name[row]), row)
    return rows
  })
  return bySize(keysOf(found).map((name) => {
    const of = found.map((rows) => rows.get(name))
    const at = of.findIndex((row) => row !== undefined)
    const kind = sides[at]?.profile.imageSections.kind[of[at] ?? -1] ?? 0
    return {
      name, kind: SCHEMA.imageSections.kind.oneOf[kind] ?? 'other',
      sides: of.map((row, side) => row === undefined ? undefined : {
        bytes: sides[side]?.profile.imageSections.bytes[row] || 0, records: sides[side]?.profile.imageSections.records[row] ?? Number.NaN,
      }),
    }
  }))
}

function facts({ side: { profile, image, label }, figures }: Side): SideFacts {
  const { images } = profile
  return {
    label, figures,
    kind: SCHEMA.images.kind.oneOf[images.kind[image] ?? 0] ?? 'cache',
    state: IMAGE_STATES[images.state[image] ?? 0] ?? 'unknown',
    reason: textAt(profile, images.reason[image]),
    julia: textAt(profile, images.julia[image]),
    buildId: textAt(profile, images.buildId[image]),
    bytes: images.bytes[image] ?? Number.NaN,
    load: images.load[image] ?? Number.NaN,
  }
}

/** Compares the images in the order given. */
export function diffImages(given: readonly ImageSide[]): ImageDiff {
  const sides = given.map((side) => new Side(side))
  const places = (of: (side: Side) => ReadonlyMap<string, Sums>): ComparedPlace[] =>
    bySize(keysOf(sides.map(of)).map((name) => ({ name, sides: sides.map((side) => of(side).get(name)) })))
  const methodKeys = new Map<string, string>()
  const methods = keysOf(sides.map((side) => side.methods)).map((key): ComparedMethod => {
    const found = sides.map((side) => side.methods.get(key))
    const at = found.findIndex((method) => method !== undefined)
    const [side, row] = [sides[at], found[at]?.row ?? -1]
    const profile = side?.side.profile
    const frame = profile?.imageItems.frame[row] ?? -1
    for (const [index, method] of found.entries()) if (method) methodKeys.set(`${index} ${method.row}`, key)
    return {
      signature: side?.signature(row) ?? '',
      package: profile ? textAt(profile, profile.imageItems.package[row]) : '',
      module: profile ? textAt(profile, profile.frames.module[frame]) : '',
      location: profile ? locationText(textAt(profile, profile.frames.file[frame]), profile.frames.line[frame] ?? -1) : '',
      sides: found.map((method) => method?.sums),
    }
  })
  const instances = keysOf(sides.map((side) => side.instances)).map((key): ComparedInstance => {
    const rows = sides.map((side) => side.instances.get(key))
    const at = rows.findIndex((row) => row !== undefined)
    const [side, row] = [sides[at], rows[at] ?? -1]
    const profile = side?.side.profile
    const identity: ComparedKey = {
      signature: side?.signature(row) ?? '',
      package: key.split('\0', 1)[0] ?? '',
      method: methodKeys.get(`${at} ${profile?.imageItems.parent[row] ?? -1}`),
    }
    return {
      signature: identity.signature, package: identity.package,
      sides: rows.map((one, index) => {
        const of = sides[index]?.side.profile
        return one === undefined || of === undefined ? undefined : item(of, one)
      }),
      absent: rows.map((one, index) => (one === undefined ? (sides[index]?.absence(identity) ?? '') : '')),
    }
  })
  return {
    sides: sides.map(facts), sections: compareSections(given),
    packages: places((side) => side.packages), modules: places((side) => side.modules),
    methods: bySize(methods), instances: bySize(instances),
  }
}

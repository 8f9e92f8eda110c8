/**
 * What the bytes of an image say, without a session that loads it: its header, its sections, what it was made from and needs, its methods
 * and instances by its symbol table, its links, and for a system image what became of each precompile statement. All checksums are looked at.
 */
import { signatureKey } from '../../shared/signature/key'
import { shortSignature } from '../../shared/signature/short'
import type { ProfileBuilder, Row } from '../../shared/profile/builder'
import { ImageRows } from '../../shared/profile/image-rows'
import { SCHEMA } from '../../shared/profile/schema'
import { formatTime } from '../../shared/units'
import { cacheHeader, hasNativeCode, type CacheHeader } from '../loader/cache/header'
import { crc32c } from '../loader/crc32c'
import { ByteReader, ImageError } from './bytes'
import { openContainer, type ByteSource, type OpenContainer, type Section } from './container'
import { readIndex, type ImageItem } from './image-index'
import { sysimageHeader, type SysimageHeader } from './sysimage-header'

export interface DescribedFile {
  /** As it is shown. */
  readonly name: string
  readonly bytes: ByteSource
}

export interface DescribeInto {
  readonly builder: ProfileBuilder
  /** Row in the profile's sources. */
  readonly source: number
  /** Id of the format. */
  readonly format: string
}

type SectionKind = (typeof SCHEMA)['imageSections']['kind']['oneOf'][number]

/** What the sections hold. Of those that are not named here the kind is not known. */
const SECTION_KINDS: Readonly<Record<string, SectionKind>> = {
  root: 'metadata', tables: 'metadata', texts: 'metadata', typeNames: 'metadata', typeLists: 'metadata', variables: 'metadata', types: 'metadata', modules: 'metadata', methods: 'metadata',
  instances: 'metadata', codes: 'metadata', waiting: 'links', users: 'links', links: 'links', externals: 'links', edges: 'links', values: 'data', held: 'data', lowered: 'lowered', optimized: 'inferred', natives: 'native', index: 'debug',
}
/** Sections that are no tables of records. */
const WITHOUT_RECORDS: ReadonlySet<string> = new Set(['root', 'index'])

/**
 * Adds an image to the tables of a profile. `native` is the file with the native code of a package image, where it is there.
 * @returns its row in `images`. Throws `ImageError` for bytes that are no image, or a damaged one.
 */
export function describeImage(file: DescribedFile, native: DescribedFile | undefined, into: DescribeInto): number {
  return new Description(file, native, into).add()
}

class Description {
  private readonly container: OpenContainer
  private rows: ImageRows

  constructor(
    private readonly file: DescribedFile,
    private readonly native: DescribedFile | undefined,
    private readonly into: DescribeInto,
  ) {
    this.container = openContainer(file.bytes)
    this.rows = this.rowsFor('')
  }

  private rowsFor(julia: string): ImageRows {
    const { builder, source, format } = this.into
    return new ImageRows({ builder, source, format, kind: 'simulated', tool: 'image', julia })
  }

  add(): number {
    const { header } = this.container
    if (typeof header === 'object' && header !== null) {
      if ('kind' in header && header.kind === 'system') return this.system(header)
      if ('native' in header) return this.nativeAlone(String(header.native))
    }
    const read = cacheHeader.safeParse(header)
    if (!read.success) throw new ImageError('its header is neither that of a package nor that of a system image')
    return this.package(read.data)
  }

  private package(header: CacheHeader): number {
    const native = hasNativeCode(header) ? this.nativeOf(header) : undefined
    this.rows = this.rowsFor(header.juliaVersion)
    const image = this.rows.begin({
      name: header.package.name, kind: hasNativeCode(header) ? 'pkgimage' : 'cache', path: this.file.name, julia: header.juliaVersion, buildId: header.buildId,
      bytes: this.file.bytes.length + (native?.file.bytes.length ?? 0),
    })
    if (native !== undefined) this.rows.note(`Its native code is in ${native.file.name}.`)
    else if (hasNativeCode(header)) this.rows.note(this.whyNoNative(header))
    this.sections(this.container, this.file.bytes.length)
    if (native !== undefined) this.sections(native.container, native.file.bytes.length, 'native header')
    this.cacheRows(header)
    this.index(header.package.name)
    return image
  }

  /** The file with the native code, if it is the one that the header means. */
  private nativeOf({ nativeChecksum }: CacheHeader): { readonly file: DescribedFile, readonly container: OpenContainer } | undefined {
    const { native } = this
    if (native === undefined || crc32c(native.bytes.read(0, native.bytes.length)) !== nativeChecksum) return undefined
    return { file: native, container: openContainer(native.bytes) }
  }

  private whyNoNative({ package: { name } }: CacheHeader): string {
    return this.native === undefined
      ? `The file with the native code of ${name}, which lies beside this one, was not given: its section is missing here.`
      : `${this.native.name} is not the file with the native code that this cache was written with: it is left out.`
  }

  private nativeAlone(name: string): number {
    const image = this.rows.begin({ name, kind: 'pkgimage', path: this.file.name, bytes: this.file.bytes.length })
    this.rows.note(`This is only the native code of ${name}: what it belongs to stands in the cache file (.ji) beside it, which was not given.`)
    this.sections(this.container, this.file.bytes.length)
    return image
  }

  private system(found: object): number {
    const read = sysimageHeader.safeParse(found)
    const header = read.success ? read.data : undefined
    const julia = header?.julia ?? ('julia' in found ? String(found.julia) : '')
    this.rows = this.rowsFor(julia)
    const image = this.rows.begin({
      name: this.file.name.split(/[\\/]/).at(-1) ?? this.file.name, kind: 'sysimage', path: this.file.name, julia, buildId: header?.buildId,
      bytes: this.file.bytes.length,
    })
    this.sections(this.container, this.file.bytes.length)
    if (header === undefined) this.rows.note('It says of itself only for which Julia it is, as the plain image of Base that comes with Backedge does.')
    else {
      this.systemRows(header)
      this.statements(header, image)
    }
    this.index()
    return image
  }

  /** All bytes are read, so that no damage goes unnoticed. */
  private sections({ sections }: OpenContainer, bytes: number, header = 'header'): void {
    const held = [...sections.values()].reduce((sum, section) => sum + section.length, 0)
    this.rows.add('imageSections', { name: header, kind: 'header', bytes: bytes - held })
    for (const [name, section] of sections) {
      section.range(0, section.length)
      const records = WITHOUT_RECORDS.has(name) ? undefined : recordsOf(section)
      this.rows.add('imageSections', { name, kind: SECTION_KINDS[name] ?? 'other', bytes: section.length, ...(records !== undefined && { records }) })
    }
  }

  private cacheRows(header: CacheHeader): void {
    const { rows } = this
    const { package: own, flags, preferences, includes } = header
    rows.add('imageModules', { name: own.name, uuid: own.uuid ?? '', buildId: header.buildId, role: 'defined' })
    const named = new Set(header.requires.map(({ to }) => to.name))
    for (const { package: { name, uuid }, buildId } of header.requiredModules) {
      rows.add('imageModules', { name, uuid: uuid ?? '', buildId, role: named.has(name) ? 'direct' : 'required' })
    }
    for (const [at, { path, module, modulePath, mtime, size, contentHash }] of includes.entries()) {
      rows.add('imageFiles', {
        path, module: [...(module ? [module.name] : []), ...modulePath].join('.'), kind: module !== undefined || at === 0 ? 'source' : 'dependency',
        ...(mtime >= 0 && { mtime }), ...(size > 0 && { bytes: size, hash: contentHash }),
      })
    }
    rows.fact('build', 'build of Julia', header.juliaBuild)
    rows.fact('build', 'format of the file', String(header.formatVersion))
    if (flags !== undefined) for (const [name, value] of Object.entries(flags)) rows.fact('flags', snakeCase(name), String(value))
    for (const name of preferences.names) rows.fact('preferences', name, 'read when it was compiled')
    if (preferences.names.length > 0) rows.fact('preferences', 'hash of the values', `0x${preferences.hash}`)
    for (const [at, target] of header.cpuTargets.entries()) rows.fact('targets', `target ${at}`, target)
    if (header.nativeChecksum !== undefined) rows.fact('checksums', 'native code', hex(header.nativeChecksum))
  }

  private systemRows(header: SysimageHeader): void {
    const { rows } = this
    for (const { name, uuid, buildId, includes } of header.packages) {
      rows.add('imageModules', { name, uuid: uuid ?? '', buildId, role: 'defined' })
      for (const { path, mtime, size, crc } of includes) rows.add('imageFiles', { path, module: name, kind: 'source', mtime, bytes: size, hash: crc })
    }
    for (const name of header.stdlibs) rows.add('imageModules', { name, role: 'defined' })
    if (header.base !== undefined) rows.fact('build', 'base image', header.base)
    if (header.origin !== '') rows.fact('build', 'origin', header.origin)
    for (const [name, value] of Object.entries(header.options)) {
      const text = Array.isArray(value) ? value.join(', ') : String(value)
      if (text !== '') rows.fact('build', name, text)
    }
    for (const { name, start, end } of header.phases) rows.fact('build', `phase ${name}`, formatTime(end - start))
    rows.fact('targets', 'cpu_target', header.cpuTarget)
  }

  /** One block for each file that they stand in. */
  private statements({ statements, julia }: SysimageHeader, image: number): void {
    const { builder, format } = this.into
    const blocks = new Map<string, number>()
    for (const { statement, file, line, from, outcome, reason, time } of statements) {
      let block = blocks.get(file)
      if (block === undefined) {
        const source = builder.source({ name: file, format, bytes: 0 })
        const title = from === 'execution' ? `Statements that running ${file} gave` : `Statements of ${file}`
        blocks.set(file, (block = builder.block({ part: 'precompile', format, title, source, times: 'nested', provenance: { kind: 'simulated', tool: 'system image', julia, error: '' } })))
      }
      const frame = /^precompile\(.+\)$/s.test(statement) ? builder.frame({ signature: shortSignature(statement) }) : -1
      builder.add('precompile', { statement, kind: from === 'execution' ? 'trace' : 'directive', outcome, reason, time, image, block, line: line > 0 ? line : -1, frame })
    }
  }

  /** `own`: the package that the image is of, if it is of one. Methods of others are named in it, and it holds instances of them. */
  private index(own?: string): void {
    const section = this.container.sections.get('index')
    if (section === undefined) {
      this.rows.note('It has no symbol table: its methods and instances cannot be listed.')
      return
    }
    const { items, links, entryPoints } = readIndex(section.range(0, section.length))
    const methods = new Map<string, number>()
    for (const item of items) {
      if (item.instance !== undefined) continue
      const { lowered, ...foreign } = this.sizes(item)
      const isOwn = own === undefined || item.package === own
      methods.set(methodKeyOf(item), this.method(item, isOwn ? { lowered, ...foreign } : foreign))
    }
    for (const item of items) {
      if (item.instance === undefined) continue
      const key = methodKeyOf(item)
      let parent = methods.get(key)
      if (parent === undefined) methods.set(key, (parent = this.method(item, {})))
      this.rows.add('imageItems', { ...this.sizes(item), parent, package: item.package, frame: this.into.builder.frame({ signature: qualified(item.instance, item) }), state: item.state })
    }
    for (const link of links) this.rows.add('imageLinks', { ...link })
    for (const { name, signature, returnType } of entryPoints) this.rows.add('imageLinks', { kind: 'entryPoint', name, target: `${signature}::${returnType}` })
  }

  private method({ package: owner, module, method, file, line }: ImageItem, sizes: Partial<Row<'imageItems'>>): number {
    const name = method.split('(', 1)[0] ?? ''
    const frame = this.into.builder.frame({ signature: method, name, module, file, line: line > 0 ? line : -1, kind: 'method' })
    return this.rows.add('imageItems', { package: owner, frame, state: 'stored', ...sizes })
  }

  private sizes({ lowered, inferred, native, data, infer, generate, instance }: ImageItem): Partial<Row<'imageItems'>> {
    return {
      data, ...(instance === undefined ? { lowered } : { inferred, native }), ...(infer > 0 && { infer }), ...(generate > 0 && { generate }),
    }
  }
}

function methodKeyOf({ package: owner, module, method, file, line }: ImageItem): string {
  return `${owner}\0${module}\0${signatureKey(method)}\0${file}\0${line}`
}

/** Names that everybody sees stand without their module, as Julia prints them. */
function qualified(instance: string, { package: owner, module }: ImageItem): string {
  const isSeen = owner === 'Base' || owner === 'Core' || owner === 'Main'
  return isSeen || !/^[\p{L}_]/u.test(instance) || instance.startsWith(`${module}.`) ? instance : `${module}.${instance}`
}

/** How many records a table begins with saying that it has. */
function recordsOf(section: Section): number | undefined {
  return section.length < 4 ? undefined : new ByteReader(section.range(0, 4)).uint32()
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}

/** `use_pkgimages`, as Julia calls it. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

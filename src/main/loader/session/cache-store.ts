/**
 * The cache files of a depot: found, read, written. A `.ji` file holds all but native code, which lies beside it (1.9 on); both are containers
 * (src/main/image), and both are written whole or not at all. What a header means is checked in loader/cache.
 */
import { ImageError } from '../../image/bytes'
import { readContainer, readHeader, writeContainer, type Container } from '../../image/container'
import type { VersionRules } from '../../julia/versions'
import { cachePath, fileToEvict, findCacheFiles, nativePathOf, type Circumstances } from '../cache/cache-path'
import { cacheHeader, hasNativeCode, type CacheFlags, type CacheHeader } from '../cache/header'
import type { CacheFile } from '../cache/staleness'
import { crc32c } from '../crc32c'
import type { FileSystem } from '../files'
import type { PkgId } from '../project/pkg-id'

type Sections = ReadonlyMap<string, Uint8Array>

/** Sections that go into the file with the native code. */
const NATIVE_SECTIONS = new Set(['natives'])
/** The section that no session reads. */
const FOR_TOOLS = 'index'

interface Known {
  readonly mtime: number
  readonly size: number
  readonly file: CacheFile
}

export class CacheStore {
  /** What was found out about files, as long as they stay as they are. */
  private readonly known = new Map<string, Known>()

  constructor(
    private readonly files: FileSystem,
    private readonly depots: readonly string[],
    private readonly rules: VersionRules,
    private readonly flags: CacheFlags,
  ) {}

  /** In the order in which Julia tries them. */
  cacheFiles(id: PkgId): readonly CacheFile[] {
    const { files, depots, rules, flags } = this
    const hasNative = (path: string) => files.stat(nativePathOf(path)) !== undefined
    return findCacheFiles(id, { rules, depots, files, flags, hasNative }).map((path) => this.inspect(path))
  }

  private inspect(path: string): CacheFile {
    const stat = this.files.stat(path)
    const known = this.known.get(path)
    if (known !== undefined && stat !== undefined && known.mtime === stat.mtime && known.size === stat.size) return known.file
    const bytes = this.files.readBytes(path)
    const file: CacheFile = bytes === undefined
      ? { path, header: 'missing', intact: false, nativeChecksum: undefined }
      : { path, header: headerOf(bytes), intact: isIntact(bytes), nativeChecksum: this.nativeChecksum(path) }
    if (stat !== undefined) this.known.set(path, { ...stat, file })
    return file
  }

  private nativeChecksum(path: string): number | undefined {
    const bytes = this.files.readBytes(nativePathOf(path))
    return bytes && crc32c(bytes)
  }

  /** Of a file that was found fresh. Throws `ImageError`. @returns `bytes`: how many a session needs. */
  read({ path, header }: { readonly path: string, readonly header: CacheHeader }): { readonly sections: Sections, readonly bytes: number } {
    const paths = hasNativeCode(header) ? [path, nativePathOf(path)] : [path]
    const sections = new Map<string, Uint8Array>()
    let read = 0
    for (const one of paths) {
      const bytes = this.files.readBytes(one)
      if (bytes === undefined) throw new ImageError(`${one} is not there`)
      read += bytes.length
      for (const [name, section] of readContainer(bytes).sections) sections.set(name, section)
    }
    return { sections, bytes: read - (sections.get(FOR_TOOLS)?.length ?? 0) }
  }

  /**
   * Writes a cache into the first depot. `headerFor` is told the checksum of the file with the native code. What was there before stays usable
   * where a file cannot be written. @returns its path, and what had to go for it.
   */
  write(id: PkgId, circumstances: Circumstances, sections: Sections, headerFor: (nativeChecksum: number | undefined) => CacheHeader): { readonly path: string, readonly evicted: string | undefined } {
    const { files, rules } = this
    const [depot = '/'] = this.depots
    const path = cachePath(depot, id, circumstances, rules)
    const nativePath = nativePathOf(path)
    const evicted = files.stat(path) === undefined ? fileToEvict(depot, id, files, rules) : undefined
    const isNative = (name: string) => rules.caching.native && this.flags.usePkgimages && NATIVE_SECTIONS.has(name)
    const native = select(sections, isNative)
    const image = native.size === 0 ? undefined : writeContainer({ header: { native: id.name }, sections: native })
    const container = writeContainer({ header: headerFor(image && crc32c(image)), sections: select(sections, (name) => !isNative(name)) })
    this.known.delete(path)
    // Native code first: a cache file never names what is not there.
    const before = image && files.readBytes(nativePath)
    if (image !== undefined) files.write(nativePath, image)
    try {
      files.write(path, container)
    } catch (error) {
      if (before !== undefined) files.write(nativePath, before)
      throw error
    }
    if (image === undefined) files.remove(nativePath)
    if (evicted !== undefined) for (const one of [evicted, nativePathOf(evicted)]) files.remove(one)
    return { path, evicted }
  }

  /** The header of the file that would be replaced. */
  replaced(id: PkgId, circumstances: Circumstances): CacheHeader | undefined {
    const [depot = '/'] = this.depots
    const { header } = this.inspect(cachePath(depot, id, circumstances, this.rules))
    return typeof header === 'string' ? undefined : header
  }
}

function select(sections: Sections, keep: (name: string) => boolean): Sections {
  return new Map([...sections].filter(([name]) => keep(name)))
}

function headerOf(bytes: Uint8Array): CacheFile['header'] {
  try {
    const found = cacheHeader.safeParse(readHeader(bytes))
    return found.success ? found.data : 'invalid'
  } catch (error) {
    if (error instanceof ImageError) return 'invalid'
    throw error
  }
}

function isIntact(bytes: Uint8Array): boolean {
  let container: Container | undefined
  try {
    container = readContainer(bytes)
  } catch (error) {
    if (!(error instanceof ImageError)) throw error
  }
  return container !== undefined
}

/**
 * Files laid over others: what is written or removed here is seen here alone, and what lies below stays as it was. This is how a scenario edits a
 * copy of a project without touching it. Some folders may be kept below, in their place or in another (the caches of each variation apart from one
 * another). A folder exists while a file lies in it, as in `files.ts`.
 */
import type { ByteSource } from '../image/container'
import { MemoryFiles, type FileStat, type FileSystem } from './files'
import { folderOf, joinPath, normalizePath, pathBelow } from './paths'

/** What is read and written in `folder` here is in `place` below. */
export interface KeptFolder {
  readonly folder: string
  readonly place: string
}

export class OverlayFiles implements FileSystem {
  private readonly above: MemoryFiles
  /** Files and folders that are removed here; what was written afterwards is above. */
  private readonly removed = new Set<string>()

  /**
   * @param kept folders that are not laid over.
   * @param now the clock behind the mtimes of what is written here, in seconds.
   */
  constructor(private readonly below: FileSystem, private readonly kept: readonly KeptFolder[] = [], now: () => number = () => 0) {
    this.above = new MemoryFiles({}, now)
  }

  readText(path: string): string | undefined {
    const place = this.placeBelow(path)
    return place === undefined ? this.above.readText(path) : this.below.readText(place)
  }

  readBytes(path: string): Uint8Array | undefined {
    const place = this.placeBelow(path)
    return place === undefined ? this.above.readBytes(path) : this.below.readBytes(place)
  }

  open(path: string): ByteSource | undefined {
    const place = this.placeBelow(path)
    return place === undefined ? this.above.open(path) : this.below.open(place)
  }

  stat(path: string): FileStat | undefined {
    const place = this.placeBelow(path)
    return place === undefined ? this.above.stat(path) : this.below.stat(place)
  }

  list(path: string): readonly string[] {
    const place = this.placeOf(path)
    if (place !== undefined) return this.below.list(place)
    const visible = this.isHidden(path) ? [] : this.below.list(path).filter((name) => !this.isHidden(joinPath(path, name)))
    return [...new Set([...visible, ...this.above.list(path)])].sort()
  }

  write(path: string, bytes: Uint8Array): void {
    const place = this.placeOf(path)
    if (place === undefined) this.above.write(path, bytes)
    else this.below.write(place, bytes)
  }

  remove(path: string): void {
    const place = this.placeOf(path)
    if (place !== undefined) {
      this.below.remove(place)
      return
    }
    this.above.remove(path)
    this.removed.add(normalizePath(path))
  }

  /** A file with an mtime of its own, in seconds. */
  put(path: string, bytes: Uint8Array, mtime: number): void {
    this.above.write(path, bytes)
    this.above.touch(path, mtime)
  }

  /** Where a kept path lies below. */
  private placeOf(path: string): string | undefined {
    for (const { folder, place } of this.kept) {
      const rest = pathBelow(folder, path)
      if (rest !== undefined) return joinPath(place, rest)
    }
    return undefined
  }

  /** Where a file is read below; undefined if it is read above, or is nowhere. */
  private placeBelow(path: string): string | undefined {
    return this.placeOf(path) ?? (this.above.stat(path) !== undefined || this.isHidden(path) ? undefined : path)
  }

  private isHidden(path: string): boolean {
    for (let at = normalizePath(path); ; at = folderOf(at)) {
      if (this.removed.has(at)) return true
      if (at === '/') return false
    }
  }
}

/**
 * The files that the loader sees: an interface, since the room is free of Node, and an implementation in memory for tests, samples and
 * rehearsed runs. Folders have no life of their own: one exists while a file lies below it. Links, permissions and open handles are left out.
 */
import type { ByteSource } from '../image/container'
import { normalizePath } from './paths'

export interface FileStat {
  /** Seconds since 1970, with fractions, as Julia's `mtime`. */
  readonly mtime: number
  /** Bytes. */
  readonly size: number
}

/** Paths are absolute and posix (`paths.ts`). What is not there is `undefined`, never an error. */
export interface FileSystem {
  /** The file as UTF-8, without a byte order mark. */
  readText(path: string): string | undefined
  readBytes(path: string): Uint8Array | undefined
  /** Of a file that may be large: parts of it are read when they are asked for, from the file that is there now, whatever replaces it later. */
  open(path: string): ByteSource | undefined
  /** Of files only: a folder has no stat. */
  stat(path: string): FileStat | undefined
  /** Names (not paths) of the files and folders in a folder, sorted; nothing where there is no such folder. */
  list(path: string): readonly string[]
  /** Whole or not at all: a reader sees the old bytes or the new ones. Folders come into being. */
  write(path: string, bytes: Uint8Array): void
  /** A file, or a folder with all that is in it. What is not there is no error. */
  remove(path: string): void
}

interface StoredFile {
  readonly bytes: Uint8Array
  mtime: number
}

export class MemoryFiles implements FileSystem {
  private readonly files = new Map<string, StoredFile>()

  /** @param now the clock behind mtimes, in seconds. */
  constructor(initial: Readonly<Record<string, string | Uint8Array>> = {}, public now: () => number = () => 0) {
    for (const [path, content] of Object.entries(initial)) this.write(path, typeof content === 'string' ? new TextEncoder().encode(content) : content)
  }

  readText(path: string): string | undefined {
    const bytes = this.files.get(normalizePath(path))?.bytes
    return bytes && new TextDecoder().decode(bytes)
  }

  readBytes(path: string): Uint8Array | undefined {
    return this.files.get(normalizePath(path))?.bytes.slice()
  }

  open(path: string): ByteSource | undefined {
    const bytes = this.files.get(normalizePath(path))?.bytes
    return bytes && { length: bytes.length, read: (from, to) => bytes.subarray(from, to) }
  }

  stat(path: string): FileStat | undefined {
    const file = this.files.get(normalizePath(path))
    return file && { mtime: file.mtime, size: file.bytes.length }
  }

  list(path: string): readonly string[] {
    const stem = folderStem(path)
    const names = new Set<string>()
    for (const name of this.files.keys()) {
      if (name.startsWith(stem)) names.add(name.slice(stem.length).split('/', 1)[0] ?? '')
    }
    return [...names].sort()
  }

  write(path: string, bytes: Uint8Array): void {
    this.files.set(normalizePath(path), { bytes: bytes.slice(), mtime: this.now() })
  }

  remove(path: string): void {
    const stem = folderStem(path)
    this.files.delete(normalizePath(path))
    for (const name of [...this.files.keys()]) if (name.startsWith(stem)) this.files.delete(name)
  }

  /** A shorthand for text. */
  writeText(path: string, text: string): void {
    this.write(path, new TextEncoder().encode(text))
  }

  /** Sets a file's mtime, in seconds; nothing happens where there is no such file. */
  touch(path: string, mtime = this.now()): void {
    const file = this.files.get(normalizePath(path))
    if (file) file.mtime = mtime
  }
}

function folderStem(path: string): string {
  const normal = normalizePath(path)
  return normal === '/' ? '/' : `${normal}/`
}

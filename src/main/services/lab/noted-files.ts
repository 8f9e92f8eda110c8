/**
 * Files that remember what was asked about them: what a run gave holds as long as the answers are the same. An answer is a file's mtime and size or the
 * names in a folder; a file that changes and keeps both is not noticed, as elsewhere. Some folders, those of caches, are not remembered.
 */
import type { ByteSource } from '../../image/container'
import type { FileStat, FileSystem } from '../../loader/files'
import { normalizePath, pathBelow } from '../../loader/paths'

/** Question to answer. */
type Notes = ReadonlyMap<string, string>

export class NotedFiles implements FileSystem {
  private readonly asked = new Map<string, string>()

  constructor(private readonly below: FileSystem, private readonly unnoted: readonly string[]) {}

  get notes(): Notes {
    return this.asked
  }

  readText(path: string): string | undefined {
    this.note('stat', path)
    return this.below.readText(path)
  }

  readBytes(path: string): Uint8Array | undefined {
    this.note('stat', path)
    return this.below.readBytes(path)
  }

  open(path: string): ByteSource | undefined {
    this.note('stat', path)
    return this.below.open(path)
  }

  stat(path: string): FileStat | undefined {
    this.note('stat', path)
    return this.below.stat(path)
  }

  list(path: string): readonly string[] {
    this.note('list', path)
    return this.below.list(path)
  }

  write(path: string, bytes: Uint8Array): void {
    this.below.write(path, bytes)
  }

  remove(path: string): void {
    this.below.remove(path)
  }

  /** Whatever is asked twice was answered first when the run began. */
  private note(what: 'stat' | 'list', path: string): void {
    const question = `${what} ${normalizePath(path)}`
    if (this.asked.has(question) || this.unnoted.some((folder) => pathBelow(folder, path) !== undefined)) return
    this.asked.set(question, answer(this.below, question))
  }
}

function answer(files: FileSystem, question: string): string {
  const path = question.slice(5)
  if (question.startsWith('list ')) return files.list(path).join('/')
  const stat = files.stat(path)
  return stat === undefined ? '' : `${stat.mtime} ${stat.size}`
}

/** Whether all questions have the answers that they had. */
export function stillSame(notes: Notes, files: FileSystem): boolean {
  return [...notes].every(([question, before]) => answer(files, question) === before)
}

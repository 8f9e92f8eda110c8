/** Files in memory, with symbolic links and a switch that makes writing fail. */
import { posix } from 'node:path'
import type { Files } from '../../../src/main/services/files'
import { UserError } from '../../../src/shared/errors'

export class MemoryFiles implements Files {
  readonly contents = new Map<string, Uint8Array>()
  readonly folders = new Set<string>(['/'])
  readonly links = new Map<string, string>()
  writable = true

  constructor(texts: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(texts)) this.put(path, text)
  }

  put(path: string, text: string): void {
    this.contents.set(path, new TextEncoder().encode(text))
    for (let folder = posix.dirname(path); folder !== '/'; folder = posix.dirname(folder)) this.folders.add(folder)
  }

  text(path: string): string | undefined {
    const bytes = this.contents.get(path)
    return bytes && new TextDecoder().decode(bytes)
  }

  private follow(path: string): string {
    const linked = [...this.links].find(([from]) => path === from || path.startsWith(`${from}/`))
    return linked ? this.follow(linked[1] + path.slice(linked[0].length)) : path
  }

  read(path: string, limit: number): Promise<Uint8Array> {
    const bytes = this.contents.get(this.follow(path))
    if (!bytes) return Promise.reject(new UserError('not-found', 'There is no such file.', { where: path }))
    if (bytes.length > limit) return Promise.reject(new UserError('too-large', `${bytes.length} bytes.`, { where: path }))
    return Promise.resolve(bytes)
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    if (!this.writable) return Promise.reject(new UserError('cannot-write', 'The disk is full.', { where: path }))
    this.contents.set(this.follow(path), bytes)
    return Promise.resolve()
  }

  makeFolder(path: string): Promise<void> {
    this.folders.add(path)
    return Promise.resolve()
  }

  exists(path: string): Promise<boolean> {
    return Promise.resolve(this.contents.has(this.follow(path)))
  }

  realPath(path: string): Promise<string | undefined> {
    const real = this.follow(path)
    return Promise.resolve(this.contents.has(real) || this.folders.has(real) ? real : undefined)
  }
}

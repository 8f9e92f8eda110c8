/**
 * Files that a page has sent ahead of the call that opens them. Each page has its own; they are taken once, and go with
 * the page.
 */
import { UserError } from '../../shared/errors'

/** In bytes. Beyond it the oldest are dropped: nobody opened them. */
const MAX_WAITING = 1024 * 1024 * 1024
const MAX_FILES = 64

export class Uploads {
  private readonly files = new Map<number, Uint8Array>()
  private size = 0

  put(id: number, bytes: Uint8Array): void {
    this.files.set(id, bytes)
    this.size += bytes.length
    for (const oldest of this.files.keys()) {
      if (oldest === id || (this.size <= MAX_WAITING && this.files.size <= MAX_FILES)) break
      this.drop(oldest)
    }
  }

  /** Throws `UserError('not-found')` for a number that was not given, or has been taken. */
  take(id: number, name: string): Uint8Array {
    const bytes = this.files.get(id)
    if (!bytes) throw new UserError('not-found', 'The file did not arrive, or was opened already.', { where: name, hint: 'choose it again' })
    this.drop(id)
    return bytes
  }

  private drop(id: number): void {
    this.size -= this.files.get(id)?.length ?? 0
    this.files.delete(id)
  }
}

/**
 * Two ends of a pipe in one process: what the terminal and the tests use. Messages arrive later, never within `send`, as
 * on every other host; each is copied, so that neither side sees the other change it.
 */
import type { BytePipe } from './pipe'

class MemoryEnd implements BytePipe {
  other: MemoryEnd | undefined
  private handler: ((message: Uint8Array) => void) | undefined
  private waiting: Uint8Array[] = []
  private readonly closing: (() => void)[] = []
  private open = true

  send(message: Uint8Array): void {
    if (!this.open) return
    const copy = new Uint8Array(message)
    queueMicrotask(() => this.other?.receive(copy))
  }

  private receive(message: Uint8Array): void {
    if (!this.open) return
    if (this.handler) this.handler(message)
    else this.waiting.push(message)
  }

  onMessage(handler: (message: Uint8Array) => void): void {
    this.handler = handler
    for (const message of this.waiting.splice(0)) handler(message)
  }

  onClose(handler: () => void): void {
    this.closing.push(handler)
  }

  close(): void {
    this.shut()
    queueMicrotask(() => this.other?.shut())
  }

  private shut(): void {
    if (!this.open) return
    this.open = false
    for (const handler of this.closing) handler()
  }
}

export function memoryPair(): [BytePipe, BytePipe] {
  const [one, two] = [new MemoryEnd(), new MemoryEnd()]
  one.other = two
  two.other = one
  return [one, two]
}

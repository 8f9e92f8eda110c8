/**
 * A list that an image began: what was stored stands first, and is read only when the whole list is asked for. What a session adds can be
 * asked for without it.
 */
export class StoredList<T> {
  private read: (() => readonly T[]) | undefined
  private items: T[] = []

  /** Puts what an image holds before everything. */
  defer(read: () => readonly T[]): void {
    this.read = read
  }

  get all(): readonly T[] {
    const { read } = this
    if (read !== undefined) {
      this.read = undefined
      this.items = [...read(), ...this.items]
    }
    return this.items
  }

  set all(items: readonly T[]) {
    this.read = undefined
    this.items = [...items]
  }

  /** Without what was stored, as long as nobody asked for all. */
  get recent(): readonly T[] {
    return this.items
  }

  add(item: T): void {
    this.items.push(item)
  }
}

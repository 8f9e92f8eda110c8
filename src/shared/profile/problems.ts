/**
 * Faults of an input that is still worth reading, gathered as sentences for a block's notes. Of each kind the first few
 * are told word by word and the rest are counted, so that a broken file of a million events says so in five lines.
 */

/** How many of one kind are told. */
const TOLD = 3

export class Problems {
  private readonly kinds = new Map<string, { readonly told: string[]; count: number }>()

  /** `sentence` is only made when it is going to be told. */
  add(kind: string, sentence: () => string): void {
    let known = this.kinds.get(kind)
    if (!known) this.kinds.set(kind, (known = { told: [], count: 0 }))
    known.count++
    if (known.told.length < TOLD) known.told.push(sentence())
  }

  /** The sentences, kind by kind in the order of their first appearance. */
  get sentences(): string[] {
    return [...this.kinds].flatMap(([kind, { told, count }]) =>
      count > told.length ? [...told, `${count - told.length} more like this: ${kind}.`] : told,
    )
  }
}

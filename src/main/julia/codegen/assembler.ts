/**
 * Puts instructions together: labels, relocations, counts for the clock, tables of handlers and lines. It knows the
 * operands of each instruction but not what it does.
 */
import { OPCODES, type Mnemonic } from './opcodes'
import type { Relocation } from './native-code'

/** A place in the code that may not be known yet. */
export class Label {
  at = -1
}

export class Assembler {
  readonly relocations: Relocation[] = []
  private readonly words: number[] = []
  private readonly prologue: number[] = []
  private prologueCount = 0
  private readonly jumps: { readonly word: number, readonly label: Label }[] = []
  private readonly lines: number[] = []
  /** By kind and identity of what they refer to. */
  private readonly known = new Map<string, Map<unknown, number>>()
  private sinceCount = 0
  private handler: Label | undefined
  private handlerFrom = 0
  private readonly handlerRanges: { from: number, to: number, label: Label }[] = []

  /** Operands that are jumps or counts are `Label`s and left out, in this order. */
  emit(name: Mnemonic, ...operands: readonly (number | Label)[]): void {
    const [opcode, formats] = OPCODES[name]
    this.words.push(opcode)
    this.sinceCount++
    let at = 0
    for (const format of formats) {
      if (format === 'w') {
        this.words.push(this.sinceCount)
        this.sinceCount = 0
        continue
      }
      if (format === '*') {
        this.words.push(operands.length - at)
        while (at < operands.length) this.words.push(operands[at++] as number)
        continue
      }
      const operand = operands[at++]
      if (operand === undefined) throw new Error(`${name} lacks an operand`)
      if (operand instanceof Label) this.jumps.push({ word: this.words.length, label: operand })
      this.words.push(operand instanceof Label ? 0 : operand)
    }
    if (at !== operands.length) throw new Error(`${name} has operands too many`)
  }

  /** For what every call does first, such as loading the constants that loops use. Neither jumps nor counts. */
  emitFirst(name: Mnemonic, ...operands: readonly number[]): void {
    this.prologue.push(OPCODES[name][0], ...operands)
    this.prologueCount++
  }

  place(label: Label): void {
    label.at = this.words.length
  }

  /** Closes the count of a block that no jump ends. */
  closeCount(): void {
    if (this.sinceCount > 0) this.emit('count')
  }

  /** An index for it; equal ones share theirs. */
  relocation(relocation: Relocation): number {
    const identity = identityOf(relocation)
    if (identity !== undefined) {
      const known = this.known.get(relocation.kind)?.get(identity)
      if (known !== undefined) return known
    }
    const index = this.relocations.push(relocation) - 1
    if (identity !== undefined) {
      const ofKind = this.known.get(relocation.kind) ?? new Map<unknown, number>()
      this.known.set(relocation.kind, ofKind.set(identity, index))
    }
    return index
  }

  /** What follows comes from this place in the source, and from this statement. */
  line(location: number, statement: number): void {
    if (this.lines.at(-3) === this.words.length) this.lines.splice(-3)
    this.lines.push(this.words.length, location, statement)
  }

  /** What follows continues there if it throws. */
  protect(handler: Label | undefined): void {
    if (handler === this.handler) return
    this.closeRange()
    this.handler = handler
    this.handlerFrom = this.words.length
  }

  private closeRange(): void {
    if (this.handler !== undefined && this.handlerFrom < this.words.length) {
      this.handlerRanges.push({ from: this.handlerFrom, to: this.words.length, label: this.handler })
    }
  }

  finish(): { code: Int32Array, handlers: Int32Array, lines: Int32Array } {
    this.closeRange()
    if (this.prologueCount > 0) this.prologue.push(OPCODES.count[0], this.prologueCount + 1)
    const shift = this.prologue.length
    for (const { word, label } of this.jumps) this.words[word] = label.at + shift
    const handlers = this.handlerRanges.flatMap(({ from, to, label }) => [from + shift, to + shift, label.at + shift])
    const lines = this.lines.map((value, at) => at % 3 === 0 ? value + shift : value)
    // Every instruction may be read with three words that follow it.
    return { code: Int32Array.from([...this.prologue, ...this.words, 0, 0, 0]), handlers: Int32Array.from(handlers), lines: Int32Array.from(lines) }
  }
}

/** What makes two relocations of one kind the same; undefined if they never are. */
function identityOf(relocation: Relocation): unknown {
  switch (relocation.kind) {
    case 'constant':
      return typeof relocation.value === 'number' && relocation.value === 0 ? undefined : relocation.value
    case 'type':
    case 'parameter':
      return relocation.type
    case 'global':
      return relocation.ref
    case 'name':
    case 'builtin':
    case 'intrinsic':
      return relocation.name
    case 'instance':
      return relocation.instance
    case 'site':
    case 'foreign':
    case 'ast':
      return undefined
  }
}

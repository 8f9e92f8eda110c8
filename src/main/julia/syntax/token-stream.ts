/**
 * One token of lookahead, read only when somebody asks, and one that was taken and put back. The lookahead is part of the
 * grammar: the line that Julia notes down for an expression is that of the last token read when it is noted.
 */
import { LineNumberNode, type JuliaValue } from '../values/value'
import { Lexer } from './lexer'
import type { LiteralTypes } from './literal-types'
import { readNumber } from './numbers'
import { END, END_OF_INPUT, NEWLINE, type Token } from './token'

/** How deep expressions may nest, counted in rules entered, three or four to a level of brackets. Well within the stack of a thread. */
const MAX_DEPTH = 450

/** Where an expression stands in the text: from its first character to behind its last. */
export interface SyntaxRange {
  readonly value: JuliaValue
  readonly start: number
  readonly end: number
}

interface Opened {
  readonly text: string
  readonly start: number
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** How much is begun. */
export interface Nesting {
  readonly depth: number
  readonly opened: number
}

export const TOP: Nesting = { depth: 0, opened: 0 }

interface ParseContext {
  readonly rangeColon: boolean
  readonly spaceSensitive: boolean
  readonly forGenerator: boolean
  readonly endIsIndex: boolean
  readonly newlineIsSpace: boolean
  readonly whereAllowed: boolean
}

export abstract class TokenStream extends Lexer {
  private next: Token | undefined
  private putBackToken: Token | undefined
  private putBackSpace = false
  private putBackStart = 0
  /** Where the token that was read ahead was looked for: behind all that was taken. */
  private behind = 0
  /** Statements, definitions, calls, operations and arguments, the inner before the outer; kept only if somebody asks. */
  protected ranges: SyntaxRange[] | undefined

  /** `a:b` is a range, not the end of `c ? a`. */
  protected rangeColon = true
  /** `a -b` is two expressions. */
  protected spaceSensitive = false
  /** `for` ends the arguments of a macro and begins a generator. */
  protected forGenerator = false
  /** `end` and `begin` are indices. */
  protected endIsIndex = false
  protected whereAllowed = true
  private depth = 0
  /** The words and brackets whose end is still to come. */
  private readonly opened: Opened[] = []

  constructor(
    text: string,
    protected readonly file: string,
    protected readonly literals: LiteralTypes,
  ) {
    super(text)
  }

  protected override readNumber(leadingDot: boolean, negative: boolean): Token {
    const { token, end, problem } = readNumber(this.text, this.position, leadingDot, negative, this.literals)
    this.position = end
    if (problem !== undefined) this.fail(problem)
    return token
  }

  protected peek(): Token {
    if (this.putBackToken !== undefined) return this.putBackToken
    if (this.next === undefined) {
      this.behind = this.position
      this.next = this.readToken()
    }
    return this.next
  }

  /** Like `peek`, past newlines. The end of the text fails. */
  protected require(): Token {
    for (;;) {
      const token = this.peek()
      if (token === END_OF_INPUT) this.failAtEnd('expected an expression')
      if (token !== NEWLINE) return token
      this.take()
    }
  }

  protected take(): Token {
    const token = this.peek()
    if (this.putBackToken !== undefined) this.putBackToken = undefined
    else this.next = undefined
    return token
  }

  protected putBack(token: Token, space: boolean, start = this.tokenStart): void {
    this.putBackToken = token
    this.putBackSpace = space
    this.putBackStart = start
  }

  /** No token is read ahead: the characters themselves can be read. */
  protected get nothingReadAhead(): boolean {
    return this.putBackToken === undefined && this.next === undefined
  }

  /** Whether there is a space before the token that was last asked for. */
  protected get space(): boolean {
    return this.putBackToken === undefined ? this.spaceRead : this.putBackSpace
  }

  /** Where that token begins. */
  protected get start(): number {
    return this.putBackToken === undefined ? this.tokenStart : this.putBackStart
  }

  /** Gives `value` back, and notes that it stands from `start` to what was taken last. */
  protected noted<Value extends JuliaValue>(value: Value, start: number): Value {
    if (this.ranges === undefined) return value
    let end = this.putBackToken !== undefined ? this.putBackStart : this.next === undefined ? this.position : this.behind
    while (end > start && /\s/.test(this.text[end - 1] ?? '')) end--
    this.ranges.push({ value, start, end })
    return value
  }

  /** Asked when no token is read ahead. */
  protected spaceFollows(): boolean {
    return this.skipSpaces(false) || this.peekCode() === 10
  }

  protected closes(token: Token): boolean {
    return token.closing || (token === END && !this.endIsIndex)
  }

  protected beginsBlock(token: Token): boolean {
    return token.initialReserved && !(this.endIsIndex && token.text === 'begin')
  }

  protected lineNode(): LineNumberNode {
    return new LineNumberNode(this.line, this.file)
  }

  protected saveContext(): ParseContext {
    return {
      rangeColon: this.rangeColon,
      spaceSensitive: this.spaceSensitive,
      forGenerator: this.forGenerator,
      endIsIndex: this.endIsIndex,
      newlineIsSpace: this.newlineIsSpace,
      whereAllowed: this.whereAllowed,
    }
  }

  protected restoreContext(context: ParseContext): void {
    this.rangeColon = context.rangeColon
    this.spaceSensitive = context.spaceSensitive
    this.forGenerator = context.forGenerator
    this.endIsIndex = context.endIsIndex
    this.newlineIsSpace = context.newlineIsSpace
    this.whereAllowed = context.whereAllowed
  }

  protected normalContext(): void {
    this.rangeColon = true
    this.spaceSensitive = false
    this.forGenerator = false
    this.endIsIndex = false
    this.newlineIsSpace = false
    this.whereAllowed = true
  }

  protected open(text: string, start: number): void {
    this.enter()
    this.opened.push({ text, start })
  }

  protected close(): void {
    this.leave()
    this.opened.pop()
  }

  /** What was begun last and is not complete is the better place to look at than the end of the text. */
  private failAtEnd(expected: string): never {
    const last = this.opened.at(-1)
    if (last === undefined) return this.failIncomplete(`the text ends too early: ${expected}`, this.start)
    return this.failIncomplete(`"${last.text}" is never closed: expected ${CLOSERS[last.text] ?? 'end'}`, last.start)
  }

  protected enter(): void {
    if (++this.depth > MAX_DEPTH) this.fail('expressions are nested too deeply')
  }

  protected leave(): void {
    this.depth--
  }

  /** Goes on at an index that begins a line, or at the newline before it. */
  protected restartAt(position: number, line: number, { depth, opened }: Nesting): void {
    this.position = position
    this.line = line
    this.depth = depth
    this.opened.length = opened
    this.next = undefined
    this.putBackToken = undefined
  }

  protected get nesting(): Nesting {
    return { depth: this.depth, opened: this.opened.length }
  }

  protected unexpected(token: Token, expected: string): never {
    if (token === END_OF_INPUT) this.failAtEnd(expected)
    return this.fail(`unexpected ${tokenText(token)}: ${expected}`, this.start)
  }

  protected noSpaceBefore(token: Token, what: string): void {
    if (this.space) this.fail(`space before "${token.text}" not allowed in ${what}`, this.start)
  }
}

function tokenText(token: Token): string {
  if (token === NEWLINE) return 'end of line'
  return token === END_OF_INPUT ? token.text : `"${token.text}"`
}

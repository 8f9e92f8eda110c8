/**
 * From text to tokens, one at a time and only when asked: what a character means depends on where the parser is, and
 * the line that Julia notes down is that of the last token read. `token-stream.ts` lets the parser look one token ahead.
 */
import { continuesName, isDigit, isInvisible, isOperatorSuffix, isSpace, normalizeName, startsName } from './characters'
import type { DiagnosticCode } from './diagnostic'
import { isOperatorChar, NEWLINE, END_OF_INPUT, DOT, operatorToken, PUNCTUATION, wordToken, type Token } from './token'

/** Ends the parsing of one top-level expression. */
export class ParseFailure extends Error {
  constructor(
    message: string,
    /** Index in the text. */
    readonly at: number,
    readonly code: DiagnosticCode,
  ) {
    super(message)
  }
}

const NEWLINE_CODE = 10
const HASH = 35
const EQUALS = 61
const EXCLAMATION = 33

export abstract class Lexer {
  /** The next character. */
  protected position = 0
  /** The line of `position`, from 1. */
  protected line = 1
  /** Whether the last token read stands after a space. */
  protected spaceRead = false
  /** Where the last token read begins. */
  protected tokenStart = 0
  /** Newlines are spaces, as between parentheses. */
  protected newlineIsSpace = false

  constructor(protected readonly text: string) {}

  protected abstract readNumber(leadingDot: boolean, negative: boolean): Token

  protected fail(message: string, at = this.tokenStart): never {
    throw new ParseFailure(message, at, 'syntax')
  }

  protected failIncomplete(message: string, at = this.tokenStart): never {
    throw new ParseFailure(message, at, 'incomplete')
  }

  /** The next character, or -1 at the end. */
  protected peekCode(): number {
    return this.position < this.text.length ? this.codeAt(this.position) : -1
  }

  private codeAt(index: number): number {
    const unit = this.text.charCodeAt(index)
    return unit < 0xd800 || unit >= 0xe000 ? unit : (this.text.codePointAt(index) ?? 0)
  }

  /** Takes the next character. */
  protected readCode(): number {
    const code = this.peekCode()
    if (code >= 0) this.position += code > 0xffff ? 2 : 1
    if (code === NEWLINE_CODE) this.line++
    return code
  }

  /** Whether anything was skipped. */
  protected skipSpaces(newlines: boolean): boolean {
    const { text } = this
    const start = this.position
    while (this.position < text.length) {
      const code = text.charCodeAt(this.position)
      if (!isSpace(code) || (code === NEWLINE_CODE && !newlines)) break
      if (code === NEWLINE_CODE) this.line++
      this.position++
    }
    return this.position > start
  }

  protected skipSpacesAndComments(): void {
    this.skipSpaces(true)
    while (this.peekCode() === HASH) {
      this.skipComment()
      this.skipSpaces(true)
    }
  }

  private skipComment(): void {
    const { text } = this
    const start = this.position
    if (text.charCodeAt(start + 1) !== EQUALS) {
      const end = text.indexOf('\n', start)
      this.position = end < 0 ? text.length : end
      return
    }
    let depth = 0
    do {
      const code = text.charCodeAt(this.position)
      const next = text.charCodeAt(this.position + 1)
      if (this.position >= text.length) this.failIncomplete('the comment that begins with #= here is never closed: expected =#', start)
      if (code === NEWLINE_CODE) this.line++
      const opens = code === HASH && next === EQUALS
      const closes = code === EQUALS && next === HASH
      if (opens) depth++
      else if (closes) depth--
      this.position += opens || closes ? 2 : 1
    } while (depth > 0)
  }

  protected readToken(): Token {
    for (;;) {
      this.spaceRead = this.skipSpaces(this.newlineIsSpace)
      this.tokenStart = this.position
      const code = this.peekCode()
      if (code < 128) {
        if (code < 0) return END_OF_INPUT
        if (code === NEWLINE_CODE) {
          this.readCode()
          return NEWLINE
        }
        const mark = PUNCTUATION[code]
        if (mark !== undefined) {
          this.position++
          return mark
        }
        if (isDigit(code)) return this.readNumber(false, false)
        if (code === HASH) {
          this.skipComment()
          continue
        }
      }
      if (startsName(code)) return this.readName()
      if (code === 46) return this.readDot()
      if (isOperatorChar(code)) return this.readOperator()
      const shown = isInvisible(code) || code < 32 || code === 127 ? `\\u${code.toString(16)}` : JSON.stringify(String.fromCodePoint(code))
      this.position += code > 0xffff ? 2 : 1
      return this.fail(`invalid character ${shown}`)
    }
  }

  private readName(): Token {
    const { text } = this
    const start = this.position
    let at = start
    let simple = true
    while (at < text.length) {
      const code = this.codeAt(at)
      if (!continuesName(code)) break
      // `a!=b` compares.
      if (code === EXCLAMATION && text.charCodeAt(at + 1) === EQUALS) break
      if (code > 127) simple = false
      at += code > 0xffff ? 2 : 1
    }
    this.position = at
    const name = text.slice(start, at)
    return wordToken(simple ? name : normalizeName(name))
  }

  /** A dot may begin a number, an operator, or stand for itself. */
  private readDot(): Token {
    const next = this.position + 1 < this.text.length ? this.codeAt(this.position + 1) : -1
    if (isDigit(next)) {
      this.position++
      return this.readNumber(true, false)
    }
    if (next < 0 || !isOperatorChar(next)) {
      this.position++
      return DOT
    }
    const token = this.readOperator()
    const after = this.peekCode()
    if (token.text === '..' && after >= 0 && isOperatorChar(after) && after !== 39 && after !== 58) {
      this.fail(`invalid operator "..${String.fromCodePoint(after)}"`)
    }
    return token
  }

  /** The longest operator each of whose beginnings is one. */
  private readOperator(): Token {
    const start = this.position
    const first = this.readCode()
    if (first === 42 && this.peekCode() === 42) this.fail('use "x^y" instead of "x**y" for exponentiation, and "x..." instead of "**x" for splatting')
    let token = operatorToken(this.text.slice(start, this.position))
    let inSuffix = false
    for (;;) {
      const code = this.peekCode()
      if (code < 0) break
      const suffix = isOperatorSuffix(code)
      if (inSuffix ? !suffix : !suffix && !isOperatorChar(code)) break
      const end = this.position + (code > 0xffff ? 2 : 1)
      const longer = operatorToken(this.text.slice(start, end))
      if (longer === undefined) break
      token = longer
      inSuffix = suffix
      this.position = end
    }
    if (token === undefined || token.text === '--') return this.fail(`invalid operator "${this.text.slice(start, this.position)}"`)
    return token
  }
}

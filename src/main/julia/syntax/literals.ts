/**
 * Literals whose text the parser reads character by character: strings with interpolation, triple quotes, raw strings for
 * string macros, commands, characters. The tokens inside an interpolation are those of ordinary source again.
 */
import { fromJuliaString, toJuliaString } from '../values/text'
import { symbolOf, type JuliaValue } from '../values/value'
import { HEAD, make } from './build'
import { startsName } from './characters'
import { charBits, codePointBytes, commonIndentation, stripLeadingNewline, unescapeString } from './strings'
import { RIGHT_PAREN, VAR, type Token } from './token'
import { TokenStream } from './token-stream'

const QUOTE = 34
const BACKSLASH = 92
const DOLLAR = 36
const CARRIAGE_RETURN = 13
const NEWLINE = 10
const APOSTROPHE = 39

export abstract class LiteralParser extends TokenStream {
  protected abstract parseArgument(): JuliaValue

  /** After the opening quote: a string or a `string` expression. */
  protected parseString(): JuliaValue {
    const parts = this.stringParts(QUOTE, false)
    const [only] = parts
    if (parts.length === 1 && only !== undefined) return only
    return make(HEAD.string, ...parts.filter((part) => part !== ''))
  }

  /** After the opening delimiter: the text of a raw literal. */
  protected parseRaw(delimiter: number): string {
    const [text] = this.stringParts(delimiter, true)
    return typeof text === 'string' ? text : ''
  }

  /** Texts and interpolated expressions take turns, beginning with a text. */
  private stringParts(delimiter: number, raw: boolean): JuliaValue[] {
    const begin = this.position - 1
    const finished = (text: string) => (raw ? toJuliaString(text) : unescapeString(text)) ?? this.fail('invalid escape sequence in this string', begin)
    const { text, position } = this
    if (text.charCodeAt(position) !== delimiter) {
      const { texts, values } = this.readParts(delimiter, raw, 1, begin)
      return interleaved(texts.map(finished), values)
    }
    if (text.charCodeAt(position + 1) !== delimiter) {
      this.position++
      return ['']
    }
    this.position += 2
    const { texts, values } = this.readParts(delimiter, raw, 3, begin)
    // Escapes are no indentation: `\t` after spaces stays.
    const indentation = commonIndentation(texts)
    const dedented = indentation === '' ? texts : texts.map((part) => part.replaceAll(`\n${indentation}`, '\n'))
    return interleaved(dedented.map((part, at) => finished(at === 0 ? stripLeadingNewline(part) : part)), values)
  }

  /** The texts between the interpolations, of which there is one more, and their values. */
  private readParts(delimiter: number, raw: boolean, quotes: number, begin: number): { texts: string[], values: JuliaValue[] } {
    const texts: string[] = []
    const values: JuliaValue[] = []
    let made = ''
    const add = (text: string) => { made += text }
    for (;;) {
      this.toDelimiter(delimiter, raw, add, begin)
      if (this.text.charCodeAt(this.position) === DOLLAR && !raw) {
        texts.push(made)
        made = ''
        this.position++
        values.push(this.parseInterpolation())
        continue
      }
      const run = this.quoteRun(delimiter, quotes)
      this.position += run
      if (run === quotes) {
        texts.push(made)
        return { texts, values }
      }
      const char = String.fromCharCode(delimiter)
      made += (raw ? char : `\\${char}`).repeat(run)
    }
  }

  /** How many delimiters stand here, as far as they matter. */
  private quoteRun(delimiter: number, quotes: number): number {
    let run = 0
    while (run < quotes && this.text.charCodeAt(this.position + run) === delimiter) run++
    return run
  }

  /** Reads on to a delimiter or `$`, which stays. */
  private toDelimiter(delimiter: number, raw: boolean, add: (text: string) => void, begin: number): void {
    const { text } = this
    let from = this.position
    for (;;) {
      const at = this.position
      if (at >= text.length) this.failIncomplete(`the ${delimiter === QUOTE ? 'string' : 'command'} that begins here is never closed`, begin)
      const code = text.charCodeAt(at)
      if (code === delimiter || (code === DOLLAR && !raw)) {
        add(text.slice(from, at))
        return
      }
      if (code === BACKSLASH) {
        if (raw) {
          add(text.slice(from, at))
          add(this.rawBackslashes(delimiter))
          from = this.position
        } else {
          if (text.charCodeAt(at + 1) === NEWLINE) this.line++
          this.position += 2
        }
      } else if (code === CARRIAGE_RETURN) {
        add(`${text.slice(from, at)}\n`)
        this.position++
        if (text.charCodeAt(this.position) === NEWLINE) {
          this.line++
          this.position++
        }
        from = this.position
      } else {
        if (code === NEWLINE) this.line++
        this.position++
      }
    }
  }

  /** Backslashes are themselves unless the delimiter follows; then each pair is one, and one that is left over keeps the delimiter. */
  private rawBackslashes(delimiter: number): string {
    const start = this.position
    while (this.text.charCodeAt(this.position) === BACKSLASH) this.position++
    const count = this.position - start
    if (this.text.charCodeAt(this.position) !== delimiter) return '\\'.repeat(count)
    const kept = '\\'.repeat(Math.floor(count / 2))
    if (count % 2 === 0) return kept
    this.position++
    return kept + String.fromCharCode(delimiter)
  }

  private parseInterpolation(): JuliaValue {
    const code = this.peekCode()
    if (code === 40) {
      this.position++
      const value = this.parseArgument()
      const token = this.require()
      if (token !== RIGHT_PAREN) this.unexpected(token, 'expected ) after the interpolated expression')
      this.take()
      return value
    }
    if (!startsName(code)) {
      this.tokenStart = this.position - 1
      return this.fail('expected a name or ( after $ in a string; write \\$ for the character')
    }
    const token = this.require()
    this.take()
    return token.symbol
  }

  /** After the opening apostrophe. */
  protected parseCharacter(): JuliaValue {
    const begin = this.position - 1
    const first = this.readCode()
    if (first >= 0 && first !== BACKSLASH && this.peekCode() === APOSTROPHE) {
      this.position++
      return this.character(codePointBytes(first), begin)
    }
    let text = ''
    for (let code = first; code !== APOSTROPHE; code = this.readCode()) {
      if (code === QUOTE) this.fail('invalid character literal: write \'"\' alone between the apostrophes', begin)
      if (code < 0) this.failIncomplete('the character literal that begins here is never closed', begin)
      text += String.fromCodePoint(code)
      if (code !== BACKSLASH) continue
      const escaped = this.readCode()
      if (escaped < 0) this.failIncomplete('the character literal that begins here is never closed', begin)
      text += String.fromCodePoint(escaped)
    }
    if (text === '') this.fail('invalid empty character literal', begin)
    const bytes = unescapeString(text)
    if (bytes === undefined) return this.fail('invalid escape sequence in this character', begin)
    return this.character(bytes, begin)
  }

  private character(bytes: string, begin: number): JuliaValue {
    const bits = charBits(bytes)
    if (bits === undefined) return this.fail('character literal contains multiple characters', begin)
    return this.literals.bits('Char', bits)
  }

  /** After a word: the name itself, or that of `var"name"`. */
  protected parseName(token: Token): symbol {
    if (token !== VAR) return token.symbol
    const quoteFollows = this.nothingReadAhead ? this.peekCode() === QUOTE : this.peek().text === '"' && !this.space
    if (!quoteFollows) return token.symbol
    this.take()
    const name = this.parseRaw(QUOTE)
    const next = this.peek()
    if (next.isSymbol && !next.isOperator && !this.space) this.fail(`suffix not allowed after var"${name}"`, this.start)
    return symbolOf(fromJuliaString(name))
  }
}

function interleaved(texts: readonly string[], values: readonly JuliaValue[]): JuliaValue[] {
  return texts.flatMap((text, at) => {
    const value = values[at]
    return value === undefined ? [text] : [text, value]
  })
}

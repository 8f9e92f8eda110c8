/**
 * Atoms (names, literals, brackets, quotes, macro calls) and what follows them without a space: calls, indices, type
 * parameters, fields, broadcasts, adjoints and string macros.
 */
import { Expr, QuoteNode, symbolName, type JuliaValue, type LineNumberNode } from '../values/value'
import { assignmentToKeyword, has, HEAD, isLargeNumber, isModulePath, isNumber, macroName, make, quoted } from './build'
import { OperatorParser } from './operators'
import {
  ASSIGN, AT, BACKTICK, COLON, DO, DOLLAR, DOT, DOTS_3, DOUBLE_QUOTE, FOR, LEFT_BRACE, LEFT_BRACKET, LEFT_PAREN, NEWLINE, OLD_TRANSPOSE, operatorToken, QUESTION,
  RIGHT_BRACE, RIGHT_BRACKET, RIGHT_PAREN, type Token, TRANSPOSE,
} from './token'
import { GlobalRef } from '../values/value'

/** Stay apart after a space in matrices and macro calls: `[a (b)]`. */
const SPACE_SPLITS = new Set([LEFT_PAREN, LEFT_BRACKET, LEFT_BRACE, TRANSPOSE, DOUBLE_QUOTE, BACKTICK])
const QUOTE_CODE = 34
const BACKTICK_CODE = 96
const CMD = Symbol.for('@cmd')
const DOT_MACRO = Symbol.for('__dot__')
const DOC_MACRO = Symbol.for('@doc')

export abstract class AtomParser extends OperatorParser {
  /** The rest of what a word like `begin` or `struct` begins; the word was taken. */
  protected abstract parseReserved(word: Token, value: JuliaValue, start: number): JuliaValue
  protected abstract parseDo(): Expr

  protected override parseCallAfter(value: JuliaValue, token: Token | undefined, start: number): JuliaValue {
    if (token !== undefined && token.kind === 'word' && (this.beginsBlock(token) || isTypeWord(token))) return this.parseReserved(token, value, start)
    return this.parseChainAfter(value, start)
  }

  /** @param start where `first` begins. */
  protected parseChainAfter(first: JuliaValue, start: number): JuliaValue {
    let value = first
    for (;;) {
      const token = this.peek()
      if (token.kind !== 'punctuation' && token !== DOT && token !== TRANSPOSE) {
        if (token === OLD_TRANSPOSE) this.fail('the ".\'" operator is discontinued', this.start)
        return value
      }
      if (this.spaceSensitive && this.space && SPACE_SPLITS.has(token)) return value
      if (token === LEFT_PAREN) {
        // `2(x)` is a product.
        if (isNumber(value) || isLargeNumber(value)) return value
        value = this.noted(this.parseCallOf(value), start)
      } else if (token === LEFT_BRACKET) {
        value = this.noted(this.parseIndexOf(value), start)
      } else if (token === DOT) {
        value = this.noted(this.parseFieldOf(value), start)
      } else if (token === TRANSPOSE) {
        if (this.space) this.fail('space not allowed before "\'"', this.start)
        this.take()
        value = make(TRANSPOSE.symbol, value)
      } else if (token === LEFT_BRACE) {
        this.noSpaceBefore(token, 'type parameters')
        this.take()
        value = new Expr(HEAD.curly, [value, ...this.parseCallArguments(RIGHT_BRACE)])
      } else if (token === DOUBLE_QUOTE || token === BACKTICK) {
        const made = this.parseStringMacro(value, token)
        if (made === undefined) return value
        value = made
      } else {
        return value
      }
    }
  }

  private parseCallOf(callee: JuliaValue): Expr {
    this.noSpaceBefore(LEFT_PAREN, 'a call')
    this.take()
    const args = this.parseCallArguments(RIGHT_PAREN)
    const call = new Expr(HEAD.call, [callee, ...args])
    if (this.peek() !== DO) return call
    this.take()
    return make(HEAD.do, call, this.parseDo())
  }

  private parseIndexOf(value: JuliaValue): Expr {
    this.noSpaceBefore(LEFT_BRACKET, 'an index')
    this.take()
    const elements = this.parseIndices()
    if (elements === undefined) return make(HEAD.ref, value)
    switch (elements.head) {
      case HEAD.vect:
        return new Expr(HEAD.ref, [value, ...elements.args.map(assignmentToKeyword)])
      case HEAD.hcat:
        return new Expr(HEAD.typedHcat, [value, ...elements.args])
      case HEAD.vcat:
        return new Expr(HEAD.typedVcat, [value, ...elements.args])
      default:
        return new Expr(HEAD.typedComprehension, [value, ...elements.args])
    }
  }

  private parseIndices(): Expr | undefined {
    const outside = this.endIsIndex
    this.endIsIndex = true
    const elements = this.parseBrackets(RIGHT_BRACKET, outside)
    this.endIsIndex = outside
    return elements
  }

  /** `a.b`, `a.:b`, `a.(x)`, `a.$b`, `A.@m`. */
  private parseFieldOf(value: JuliaValue): JuliaValue {
    this.noSpaceBefore(DOT, 'a field access')
    this.take()
    const token = this.peek()
    if (token === LEFT_PAREN) {
      this.noSpaceBefore(token, 'a broadcast call')
      this.take()
      return make(HEAD.dot, value, new Expr(HEAD.tuple, this.parseCallArguments(RIGHT_PAREN)))
    }
    if (token === COLON) {
      this.take()
      if (this.peek() === NEWLINE || this.space) this.fail('space not allowed after ":" used for quoting', this.start)
      return make(HEAD.dot, value, quoted(this.parseAtom(false)))
    }
    if (token === DOLLAR) {
      this.take()
      return make(HEAD.dot, value, new QuoteNode(make(DOLLAR.symbol, this.parseAtom())))
    }
    const name = this.parseAtom(false)
    if (!has(name, HEAD.macrocall)) return make(HEAD.dot, value, quoted(name))
    const [macro, ...rest] = name.args
    if (macro === undefined) return name
    // The macro is `A.@m` however deep the call was read.
    return new Expr(HEAD.macrocall, [make(HEAD.dot, value, quoted(macro)), ...rest])
  }

  /** `r"..."`, `A.r"..."flags`. Undefined if the quote begins something else. */
  private parseStringMacro(name: JuliaValue, quote: Token): Expr | undefined {
    const isName = typeof name === 'symbol' ? operatorToken(symbolName(name)) === undefined : isModulePath(name)
    const macro = isName && !this.space ? macroName(name, quote === DOUBLE_QUOTE ? '_str' : '_cmd') : undefined
    if (macro === undefined) return undefined
    const line = this.lineNode()
    this.take()
    const text = this.parseRaw(quote === DOUBLE_QUOTE ? QUOTE_CODE : BACKTICK_CODE)
    const suffix = this.peek()
    if (!suffix.isSymbol || suffix.isOperator || this.space) return make(HEAD.macrocall, macro, line, text)
    this.take()
    return make(HEAD.macrocall, macro, line, text, suffix.text)
  }

  protected override parseAtom(checked = true): JuliaValue {
    this.enter()
    const value = this.parseAtomOf(this.require(), checked)
    this.leave()
    return value
  }

  private parseAtomOf(token: Token, checked: boolean): JuliaValue {
    if (token === TRANSPOSE) {
      this.take()
      return this.parseCharacter()
    }
    if (token === COLON) return this.parseQuote()
    if (token === ASSIGN) return this.unexpected(token, 'expected an expression')
    if (token.isSymbol) return this.parseSymbol(token, checked)
    if (token.kind === 'number') {
      this.take()
      return token.value ?? 0n
    }
    const { start } = this
    switch (token) {
      case LEFT_PAREN:
        this.take()
        return this.parseParenthesized(checked).value
      case LEFT_BRACKET:
        this.take()
        return this.parseBrackets(RIGHT_BRACKET, this.endIsIndex) ?? make(HEAD.vect)
      case LEFT_BRACE:
        return this.parseBraces()
      case DOUBLE_QUOTE:
        this.take()
        return this.parseString()
      case AT:
        this.take()
        return this.parseMacroCall()
      case BACKTICK: {
        this.take()
        const line = this.lineNode()
        return make(HEAD.macrocall, new GlobalRef(this.literals.core, CMD), line, this.parseRaw(BACKTICK_CODE))
      }
      default:
        return this.fail(`unexpected "${token.text}": expected an expression`, start)
    }
  }

  private parseQuote(): JuliaValue {
    this.take()
    const next = this.peek()
    if (this.closes(next) && (!next.isSymbol || this.space)) return COLON.symbol
    if (this.space || next === NEWLINE) this.fail('space not allowed after ":" used for quoting', this.start)
    const saved = this.endIsIndex
    this.endIsIndex = false
    const value = this.parseAtom(false)
    this.endIsIndex = saved
    return quoted(value)
  }

  private parseSymbol(token: Token, checked: boolean): JuliaValue {
    if (checked) {
      if ((token.syntactic || token === QUESTION || token === DOTS_3 || token === OLD_TRANSPOSE) && token.isOperator) {
        this.fail(`invalid identifier name "${token.text}"`, this.start)
      }
      if (this.closes(token)) this.unexpected(token, 'expected an expression')
    }
    this.take()
    if (token.text === 'true') return true
    if (token.text === 'false') return false
    return this.parseName(token)
  }

  private parseBraces(): JuliaValue {
    this.take()
    if (this.require() === RIGHT_BRACE) {
      this.take()
      return make(HEAD.braces)
    }
    const elements = this.parseBrackets(RIGHT_BRACE, this.endIsIndex)
    if (elements === undefined) return make(HEAD.braces)
    if (elements.head === HEAD.hcat) return make(HEAD.bracescat, new Expr(HEAD.row, elements.args))
    const list = elements.head === HEAD.vect || elements.head === HEAD.comprehension
    return new Expr(list ? HEAD.braces : HEAD.bracescat, elements.args)
  }

  /** A name in a list of imports; of a macro it is the name alone that is read. */
  protected parseImportedName(): JuliaValue {
    if (this.peek() !== AT) return this.parsePrefixed()
    this.take()
    const at = this.tokenStart
    const next = this.peek()
    if (this.space) this.unexpected(next, 'space not allowed after "@"')
    return macroName(this.parseAtom(false)) ?? this.fail('expected a name after "@"', at)
  }

  /** After `@`. */
  private parseMacroCall(): JuliaValue {
    const at = this.tokenStart
    const next = this.peek()
    if (this.space) this.unexpected(next, 'space not allowed after "@"')
    const { spaceSensitive, newlineIsSpace } = this
    this.spaceSensitive = true
    this.newlineIsSpace = false
    const value = this.parseMacroCallAt(at)
    this.spaceSensitive = spaceSensitive
    this.newlineIsSpace = newlineIsSpace
    return value
  }

  private parseMacroCallAt(at: number): JuliaValue {
    const line = this.lineNode()
    let name: JuliaValue
    if (this.peek() === DOT) {
      this.take()
      name = DOT_MACRO
    } else {
      name = this.parseAtom(false)
    }
    this.peek()
    if (this.space) return this.withDocumented(this.macroCall(name, line, this.parseMacroArguments(), at))
    return this.parseCompactMacroCall(name, line, at)
  }

  private macroCall(name: JuliaValue, line: LineNumberNode, args: readonly JuliaValue[], at: number): Expr {
    const macro = macroName(name)
    if (macro === undefined) this.fail('invalid macro usage: expected a name after "@"', at)
    return new Expr(HEAD.macrocall, [macro, line, ...args])
  }

  /** `@m(a, b)`, `@m[a b]`, `@m{T}`, `@A.B.m a`. */
  private parseCompactMacroCall(head: JuliaValue, line: LineNumberNode, at: number): JuliaValue {
    let name = head
    for (;;) {
      const token = this.peek()
      if (this.space && SPACE_SPLITS.has(token)) break
      if (token === LEFT_PAREN) {
        if (isNumber(name)) break
        return this.parseMacroCallOf(name, line, at)
      }
      if (token === LEFT_BRACKET) {
        this.take()
        const elements = this.parseIndices()
        return this.macroCall(name, line, elements === undefined ? [] : [elements], at)
      }
      if (token === LEFT_BRACE) {
        this.take()
        return this.macroCall(name, line, [new Expr(HEAD.braces, this.parseCallArguments(RIGHT_BRACE))], at)
      }
      if (token === DOT) {
        name = this.parseFieldOf(name)
      } else if (token === TRANSPOSE) {
        this.take()
        name = make(TRANSPOSE.symbol, name)
      } else {
        const made = token === DOUBLE_QUOTE || token === BACKTICK ? this.parseStringMacro(name, token) : undefined
        if (made === undefined) break
        name = made
      }
    }
    return this.withDocumented(this.macroCall(name, line, this.parseMacroArguments(), at))
  }

  private parseMacroCallOf(name: JuliaValue, line: LineNumberNode, at: number): JuliaValue {
    this.noSpaceBefore(LEFT_PAREN, 'a macro call')
    this.take()
    const args = this.parseCallArguments(RIGHT_PAREN)
    if (this.peek() === DO) {
      this.take()
      return make(HEAD.do, this.macroCall(name, line, args, at), this.parseDo())
    }
    // Arguments `a = b` of a macro are assignments.
    return this.macroCall(name, line, args.map((argument) => (has(argument, HEAD.kw) ? new Expr(HEAD.assign, argument.args) : argument)), at)
  }

  private parseMacroArguments(): JuliaValue[] {
    const args: JuliaValue[] = []
    for (;;) {
      const token = this.peek()
      if (this.closes(token) || token === NEWLINE || (this.forGenerator && token === FOR)) return args
      args.push(this.parseStatement())
    }
  }

  /** `@doc "text"` takes what stands on the next line. */
  private withDocumented(call: Expr): Expr {
    const [macro] = call.args
    if (call.args.length !== 3 || lastName(macro) !== DOC_MACRO) return call
    if (!this.somethingFollows()) return call
    call.args.push(this.parseStatement())
    return call
  }

  /** Whether an expression follows on this line or the next. */
  protected somethingFollows(): boolean {
    if (this.peek() === NEWLINE) {
      this.take()
      if (this.peek() === NEWLINE) return false
    }
    return !this.closes(this.peek())
  }
}

function lastName(macro: JuliaValue | undefined): JuliaValue | undefined {
  if (!has(macro, HEAD.dot)) return macro
  const field = macro.args[1]
  return field instanceof QuoteNode ? lastName(field.value) : undefined
}

function isTypeWord(token: Token): boolean {
  return token.text === 'mutable' || token.text === 'primitive' || token.text === 'abstract'
}

/**
 * Expressions of operators, from assignment down to juxtaposition. Binary operators are read by rank in one loop; what each
 * rank makes of its operands is Julia's: sums and products of one operator are one call, comparisons chain, ranges take two or
 * three parts, and `&&`, `||`, `-->`, `<:` and assignments are forms of their own.
 */
import { Expr, LineNumberNode, type JuliaValue } from '../values/value'
import { has, HEAD, isCallSignature, isLargeNumber, isNumber, make, withLine } from './build'
import { CollectionParser } from './collections'
import { isDigit } from './characters'
import { negated } from './numbers'
import {
  AMPERSAND, ARROW, ASSIGN, COLON, COMMA, DOLLAR, DOT_TILDE, DOTS_3, DOUBLE_COLON, DOUBLE_QUOTE, LEFT_BRACE, LEFT_BRACKET, LEFT_PAREN, LONG_ARROW, MINUS,
  NEWLINE, PLUS, PLUS_PLUS, QUESTION, RANK, SUBTYPE, SUPERTYPE, TILDE, TIMES, Token, AT, TRANSPOSE, WHERE,
} from './token'

/** Ends in `end`, so nothing can be juxtaposed to it. */
const BLOCK_FORMS = new Set([
  'block', 'quote', 'if', 'for', 'while', 'let', 'function', 'macro', 'abstract', 'primitive', 'struct', 'try', 'module',
  'return', 'break', 'continue', 'local', 'global', 'const', 'do', 'using', 'import', 'export', '$', '&', '::',
].map((head) => Symbol.for(head)))

const CHAINED = new Set([PLUS, PLUS_PLUS, TIMES])

export abstract class OperatorParser extends CollectionParser {
  /** A name, literal or bracketed expression. */
  protected abstract parseAtom(checked?: boolean): JuliaValue
  /** Calls, indices and fields after what was parsed; block forms if it was a word that begins one. */
  protected abstract parseCallAfter(value: JuliaValue, token: Token | undefined, start: number): JuliaValue

  /** A statement: commas make a tuple. */
  protected parseStatement(): JuliaValue {
    return this.parseAssignment(true)
  }

  /** One of several that commas separate. */
  protected override parseArgument(): JuliaValue {
    const token = this.peek()
    const { space, start } = this
    // Most arguments are one token; the whole ladder of ranks is not needed for them.
    if ((token.kind === 'number' && token.value !== undefined && !isLargeNumber(token.value)) || (token.kind === 'word' && !token.reserved && !isTypeKeyword(token))) {
      this.take()
      const next = this.peek()
      if (next.kind === 'punctuation' && (next === COMMA || next.text === ')' || next.text === ']' || next.text === '}')) return token.value ?? token.symbol
      this.putBack(token, space, start)
    }
    return this.parseAssignment(false)
  }

  private parseAssignment(commas: boolean): JuliaValue {
    this.enter()
    const left = commas ? this.parseTuple() : this.parsePair()
    const value = this.parseAssignmentAfter(left, commas)
    this.leave()
    return value
  }

  private parseAssignmentAfter(left: JuliaValue, commas: boolean): JuliaValue {
    const token = this.peek()
    if (token.rank !== RANK.assignment) return left
    const { space, start } = this
    this.take()
    if (token === TILDE || token === DOT_TILDE) {
      if (this.spaceSensitive && space && !this.spaceFollows()) {
        this.putBack(token, space, start)
        return left
      }
      return make(HEAD.call, token.symbol, left, this.parseAssignment(commas))
    }
    const line = new LineNumberNode(this.line, this.file)
    const right = this.parseAssignment(commas)
    return make(token.symbol, left, token === ASSIGN && isCallSignature(left) ? withLine(right, line) : right)
  }

  /** `a, b` and `a, = ...`. */
  private parseTuple(): JuliaValue {
    const first = this.parsePair()
    if (this.peek() !== COMMA) return first
    const elements = [first]
    while (this.peek() === COMMA) {
      this.take()
      if (this.peek() === ASSIGN) break
      elements.push(this.parsePair())
    }
    return new Expr(HEAD.tuple, elements)
  }

  private parsePair(): JuliaValue {
    const left = this.parseCondition()
    const token = this.peek()
    if (token.rank !== RANK.pair) return left
    this.take()
    this.enter()
    const right = this.parsePair()
    this.leave()
    return make(HEAD.call, token.symbol, left, right)
  }

  /** Up to `a ? b : c`. */
  protected override parseCondition(): JuliaValue {
    const condition = this.parseRanks(RANK.arrow)
    if (this.peek() !== QUESTION) return condition
    this.needSpace('space required before "?" operator')
    this.take()
    this.skipToNext('space required after "?" operator')
    const savedColon = this.rangeColon
    this.rangeColon = false
    this.enter()
    const then = this.parseArgument()
    this.rangeColon = savedColon
    const colon = this.peek()
    if (colon !== COLON) this.unexpected(colon, 'colon expected in "?" expression')
    this.needSpace('space required before colon in "?" expression')
    this.take()
    this.skipToNext('space required after colon in "?" expression')
    const otherwise = this.parseArgument()
    this.leave()
    return make(HEAD.if, condition, then, otherwise)
  }

  private needSpace(message: string): void {
    if (!this.space) this.fail(message, this.start)
  }

  /** Past newlines, which may stand after `?` and `:`. */
  private skipToNext(message: string): void {
    const { newlineIsSpace } = this
    this.newlineIsSpace = true
    this.require()
    this.newlineIsSpace = newlineIsSpace
    this.needSpace(message)
  }

  protected override parsePipe(): JuliaValue {
    return this.parseRanks(RANK.pipeLeft)
  }

  protected parseComparison(): JuliaValue {
    return this.parseRanks(RANK.comparison)
  }

  protected parseRange(): JuliaValue {
    return this.parseRanks(RANK.colon)
  }

  /** Operators of rank `lowest` up to shifts. */
  private parseRanks(lowest: number): JuliaValue {
    this.enter()
    this.require()
    const { start } = this
    let left = this.parseUnarySubtype()
    let highest: number = RANK.shift
    for (;;) {
      const token = this.peek()
      if (token === DOTS_3) {
        if (lowest > RANK.colon || highest < RANK.colon) break
        this.take()
        left = make(HEAD.splat, left)
        highest = RANK.colon - 1
        continue
      }
      const { rank } = token
      if (rank < lowest || rank > highest || rank === 0) break
      const next = this.parseBinary(left, token, rank)
      if (next === undefined) break
      left = this.noted(next, start)
      // Nothing of a higher rank can follow, and of ranges, comparisons and what associates to the right nothing of the same.
      highest = rank === RANK.colon || rank === RANK.comparison || rank <= RANK.and || rank === RANK.pipeLeft ? rank - 1 : rank
      if (this.splatAfterRange(rank)) {
        this.take()
        left = make(HEAD.splat, left)
      }
    }
    this.leave()
    return left
  }

  /** `a:b...`. */
  private splatAfterRange(rank: number): boolean {
    return rank === RANK.colon && this.rangeEnded && this.peek() === DOTS_3
  }

  /** Whether the last range was made with `:`, which is the kind that `...` may follow. */
  private rangeEnded = false

  /** Undefined if the operator belongs to the next expression. */
  private parseBinary(left: JuliaValue, token: Token, rank: number): JuliaValue | undefined {
    switch (rank) {
      case RANK.comparison:
        return this.parseComparisonChain(left)
      case RANK.colon:
        return this.parseRangeAfter(left, token)
      case RANK.plus:
      case RANK.times:
        return this.parseChain(left, token, rank)
      case RANK.or:
      case RANK.and:
        this.take()
        return make(token.symbol, left, this.parseRanks(rank))
      case RANK.arrow: {
        this.take()
        const right = this.parseRanks(rank)
        return token === LONG_ARROW ? make(token.symbol, left, right) : make(HEAD.call, token.symbol, left, right)
      }
      case RANK.pipeLeft:
        this.take()
        return make(HEAD.call, token.symbol, left, this.parseRanks(rank))
      default:
        this.take()
        return make(HEAD.call, token.symbol, left, this.parseRanks(rank + 1))
    }
  }

  private parseComparisonChain(first: JuliaValue): JuliaValue {
    const parts = [first]
    for (let token = this.peek(); token.rank === RANK.comparison; token = this.peek()) {
      this.take()
      parts.push(token.symbol, this.parseRanks(RANK.pipeLeft))
    }
    if (parts.length !== 3) return new Expr(HEAD.comparison, parts)
    const [left, operator, right] = parts as [JuliaValue, symbol, JuliaValue]
    return operator === SUBTYPE.symbol || operator === SUPERTYPE.symbol ? make(operator, left, right) : make(HEAD.call, operator, left, right)
  }

  /** `a:b`, `a:b:c`, further parts begin anew: `(a:b:c):d`. */
  private parseRangeAfter(first: JuliaValue, token: Token): JuliaValue | undefined {
    this.rangeEnded = false
    if (token !== COLON) {
      this.take()
      return make(HEAD.call, token.symbol, first, this.parseRanks(RANK.plus))
    }
    let range: Expr | undefined
    while (this.rangeColon && this.peek() === COLON) {
      const { space, start } = this
      this.take()
      if (this.spaceSensitive && space && !this.spaceFollows()) {
        this.putBack(COLON, space, start)
        break
      }
      const next = this.peek()
      if (this.closes(next)) this.unexpected(next, 'missing last argument in range expression')
      if (next === NEWLINE) this.fail('line break in ":" expression', this.start)
      const part = this.parseRanks(RANK.plus)
      const following = this.peek()
      if (!this.space && (part === SYMBOL_LESS || part === SYMBOL_GREATER)) this.fail(`":${following.text}" found instead of "${following.text}:"`, this.start)
      if (range === undefined || range.args.length === 4) range = make(HEAD.call, COLON.symbol, range ?? first, part)
      else range.args.push(part)
    }
    this.rangeEnded = true
    return range
  }

  /** `a + b + c` is one call. In space-sensitive places `a -b` ends before the operator. */
  private parseChain(left: JuliaValue, token: Token, rank: number): JuliaValue | undefined {
    if (!this.takeBinary(token)) return undefined
    if (!CHAINED.has(token)) return make(HEAD.call, token.symbol, left, this.parseRanks(rank + 1))
    const operands = [left, this.parseRanks(rank + 1)]
    while (this.peek() === token && this.takeBinary(token)) operands.push(this.parseRanks(rank + 1))
    return make(HEAD.call, token.symbol, ...operands)
  }

  private takeBinary(token: Token): boolean {
    const { space, start } = this
    this.take()
    if (!(this.spaceSensitive && space && token.unaryAndBinary) || this.spaceFollows()) return true
    this.putBack(token, space, start)
    return false
  }

  /** `<: A where B` is `<: (A where B)`. */
  private parseUnarySubtype(): JuliaValue {
    const operator = this.require()
    if (operator !== SUBTYPE && operator !== SUPERTYPE) return this.parseWhere()
    const { space, start } = this
    this.take()
    const next = this.peek()
    if (this.closes(next) || next === NEWLINE || next === ASSIGN) return operator.symbol
    if (next === LEFT_BRACE || next === LEFT_PAREN) {
      this.putBack(operator, space, start)
      return this.parseWhere()
    }
    const operand = this.parseWhere()
    return has(operand, HEAD.tuple) ? new Expr(operator.symbol, operand.args) : make(operator.symbol, operand)
  }

  private parseWhere(): JuliaValue {
    this.require()
    const { start } = this
    const value = this.parseJuxtaposition()
    return this.whereAllowed && this.peek() === WHERE ? this.noted(this.parseWhereChain(value), start) : value
  }

  protected parseWhereChain(value: JuliaValue): JuliaValue {
    const saved = this.whereAllowed
    this.whereAllowed = false
    let made = value
    while (this.peek() === WHERE) {
      this.take()
      const variable = this.parseComparison()
      made = has(variable, HEAD.braces) ? make(HEAD.where, made, ...variable.args) : make(HEAD.where, made, variable)
    }
    this.whereAllowed = saved
    return made
  }

  private isJuxtaposed(value: JuliaValue, token: Token): boolean {
    if (this.space || token.isOperator || token === NEWLINE || this.closes(token)) return false
    if (!isNumber(value) && !isLargeNumber(value)) {
      if (token.kind === 'number' || token === AT) return false
      if (value instanceof Expr && BLOCK_FORMS.has(value.head)) return false
    }
    if (typeof value === 'string' || token === DOUBLE_QUOTE) this.fail('cannot juxtapose a string literal', this.start)
    return !this.beginsBlock(token)
  }

  /** `2x`, `2(x + 1)y`. */
  private parseJuxtaposition(): JuliaValue {
    const first = this.parseUnary()
    let last = first
    let factors: JuliaValue[] | undefined
    while (this.isJuxtaposed(last, this.peek())) {
      const next = this.parseFactor()
      factors ??= [first]
      factors.push(next)
      last = make(HEAD.call, TIMES.symbol, last, next)
    }
    return factors === undefined ? first : make(HEAD.call, TIMES.symbol, ...factors)
  }

  /** Operators that begin an expression: all but those that are forms or quotes. */
  private beginsUnary(token: Token): boolean {
    return token.isOperator && !token.syntactic && !token.syntacticUnary && token !== COLON && token !== TRANSPOSE && token.text !== ".'" && token !== QUESTION
  }

  private parseUnary(): JuliaValue {
    const operator = this.require()
    if (!this.beginsUnary(operator)) return this.parseFactor()
    const { space, start } = this
    this.take()
    this.enter()
    const number = operator === MINUS || operator === PLUS ? this.signedNumber(operator) : undefined
    const value = number === undefined ? this.parseUnaryCall(operator, space, start) : this.parseSigned(operator, number, space, start)
    this.leave()
    return value
  }

  /** A number right after its sign is a literal with that sign. */
  private signedNumber(operator: Token): Token | undefined {
    const code = this.peekCode()
    if (code === 46) {
      this.position++
      return this.readNumber(true, operator === MINUS)
    }
    return isDigit(code) ? this.readNumber(false, operator === MINUS) : undefined
  }

  private parseSigned(operator: Token, number: Token, space: boolean, start: number): JuliaValue {
    const { value } = number
    if (value === undefined) return this.fail('expected a number', start)
    const next = this.peek()
    if (next !== LEFT_BRACKET && next !== LEFT_BRACE && next.rank !== RANK.power) return value
    // `-2^x` is `-(2^x)`.
    const bare = new Token('number', number.text)
    bare.value = operator === MINUS ? negated(value, this.literals) : value
    this.putBack(bare, space, start)
    return make(HEAD.call, operator.symbol, this.parseFactor())
  }

  private parseUnaryCall(operator: Token, space: boolean, start: number): JuliaValue {
    const next = this.peek()
    if (this.closes(next) || next === NEWLINE || next === ASSIGN) return operator.symbol
    if (next === LEFT_BRACE || (!operator.unary && next === LEFT_PAREN)) {
      this.putBack(operator, space, start)
      return this.parseFactor()
    }
    if (next === LEFT_PAREN) {
      const bracket = this.start
      this.take()
      const spaceBefore = this.space
      const { value, isArguments } = this.parseParenthesized(true)
      if (!isArguments) return unaryCall(operator, [this.parseFactorAfter(value, undefined, bracket)])
      if (spaceBefore) this.fail(`space before "(" not allowed in "${operator.text} ("`, start)
      return this.parseFactorAfter(unaryCall(operator, this.argumentsOf(value)), undefined, start)
    }
    if (!operator.unary) this.fail(`"${operator.text}" is not a unary operator`, start)
    return unaryCall(operator, [this.parseUnary()])
  }

  /** The arguments that parentheses after an operator hold. */
  private argumentsOf(value: JuliaValue): JuliaValue[] {
    const keyword = (argument: JuliaValue) => (has(argument, HEAD.assign) ? new Expr(HEAD.kw, argument.args) : argument)
    if (has(value, HEAD.tuple)) return value.args.map(keyword)
    if (!has(value, HEAD.block)) return [keyword(value)]
    const [first, second, third] = value.args
    if (first === undefined || second === undefined) return value.args.map(keyword)
    if (third !== undefined) this.fail('more than one semicolon in argument list')
    return [make(HEAD.parameters, keyword(second)), keyword(first)]
  }

  /** `a^b`, whose right side may have a sign. */
  private parseFactor(): JuliaValue {
    const token = this.peek()
    const { start } = this
    return this.parseFactorAfter(this.parsePrefixed(), token, start)
  }

  private parseFactorAfter(value: JuliaValue, token: Token | undefined, start: number): JuliaValue {
    const left = this.parseDeclarationAfter(this.parseCallAfter(value, token, start))
    const operator = this.peek()
    if (operator.rank !== RANK.power) return left
    this.take()
    return make(HEAD.call, operator.symbol, left, this.parseExponent())
  }

  private parseExponent(): JuliaValue {
    this.enter()
    const left = this.parseJuxtaposition()
    const operator = this.peek()
    let value = left
    if (operator.rank === RANK.power) {
      this.take()
      value = make(HEAD.call, operator.symbol, left, this.parseExponent())
    }
    this.leave()
    return value
  }

  /** `x::T`, `x -> y`. */
  private parseDeclarationAfter(value: JuliaValue): JuliaValue {
    let left = value
    for (;;) {
      const token = this.peek()
      if (token === DOUBLE_COLON) {
        this.take()
        left = make(HEAD.typed, left, this.parseTypeAfter())
      } else if (token === ARROW) {
        this.take()
        const line = this.lineNode()
        return make(HEAD.arrow, left, withLine(this.parseArgument(), line))
      } else {
        return left
      }
    }
  }

  /** A type, which takes the `where` after it. */
  private parseTypeAfter(): JuliaValue {
    const type = this.parseCall()
    return this.whereAllowed && this.peek() === WHERE ? this.parseWhereChain(type) : type
  }

  protected parseCall(): JuliaValue {
    const token = this.peek()
    const { start } = this
    return this.parseCallAfter(this.parsePrefixed(), token, start)
  }

  /** `$x`, `&x`, `::T`. */
  protected parsePrefixed(): JuliaValue {
    const operator = this.peek()
    if (!operator.syntacticUnary) return this.parseAtom()
    this.take()
    this.enter()
    const value = this.parsePrefixedBy(operator)
    this.leave()
    return value
  }

  private parsePrefixedBy(operator: Token): JuliaValue {
    if (operator === DOUBLE_COLON) return make(HEAD.typed, this.parseTypeAfter())
    const next = this.peek()
    if (this.closes(next) || next === NEWLINE) return operator.symbol
    return operator === AMPERSAND ? make(AMPERSAND.symbol, this.parseTypeAfter()) : make(DOLLAR.symbol, this.parsePrefixed())
  }
}

const SYMBOL_LESS = Symbol.for('<')
const SYMBOL_GREATER = Symbol.for('>')

function isTypeKeyword(token: Token): boolean {
  return token.text === 'mutable' || token.text === 'primitive' || token.text === 'abstract'
}

function unaryCall(operator: Token, args: readonly JuliaValue[]): Expr {
  return operator === SUBTYPE || operator === SUPERTYPE ? new Expr(operator.symbol, [...args]) : new Expr(HEAD.call, [operator.symbol, ...args])
}

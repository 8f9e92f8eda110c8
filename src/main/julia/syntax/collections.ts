/**
 * What stands between brackets: arguments, tuples and blocks in parentheses, vectors, matrices whose elements spaces and
 * newlines separate, comprehensions and generators.
 */
import { Expr, LineNumberNode, type JuliaValue } from '../values/value'
import { assignmentToKeyword, has, HEAD, isLineNode, keywordToAssignment, make } from './build'
import { LiteralParser } from './literals'
import {
  COLON, COMMA, DOUBLE_COLON, ELEMENT_OF, ASSIGN, FOR, IF, IN, LEFT_PAREN, NEWLINE, OUTER, RIGHT_BRACE, RIGHT_BRACKET, RIGHT_PAREN, SEMICOLON, type Token,
} from './token'

const OPENERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** What stood between parentheses. */
interface Parenthesized {
  readonly value: JuliaValue
  /** It can be an argument list, as in `-(a, b)`. */
  readonly isArguments: boolean
}

export abstract class CollectionParser extends LiteralParser {
  /** A condition: everything but assignments and pairs. */
  protected abstract parseCondition(): JuliaValue
  /** Everything above `|>`. */
  protected abstract parsePipe(): JuliaValue

  /** The arguments of a call up to `closer`, which is taken. Those after a semicolon come first, in `parameters`. */
  protected parseCallArguments(closer: Token): JuliaValue[] {
    const saved = this.forGenerator
    this.forGenerator = true
    const found = this.parseArguments(closer)
    this.forGenerator = saved
    return found
  }

  /** `lines` notes where each group after a semicolon begins, for what may turn out to be a block. */
  protected parseArguments(closer: Token, lines = false): JuliaValue[] {
    const saved = this.saveContext()
    this.rangeColon = true
    this.spaceSensitive = false
    this.whereAllowed = true
    this.newlineIsSpace = true
    this.open(OPENERS[closer.text] ?? closer.text, this.tokenStart)
    const found = this.parseArgumentGroup(closer, lines)
    this.close()
    this.restoreContext(saved)
    return found
  }

  private parseArgumentGroup(closer: Token, lines: boolean): JuliaValue[] {
    const found: JuliaValue[] = []
    const finished = () => (closer === RIGHT_PAREN ? found.map(assignmentToKeyword) : found)
    for (;;) {
      const token = this.require()
      if (token === closer) {
        this.take()
        return finished()
      }
      if (token === SEMICOLON) {
        this.take()
        this.require()
        const line = this.lineNode()
        this.enter()
        const parameters = this.parseArgumentGroup(closer, lines)
        this.leave()
        return [new Expr(HEAD.parameters, lines ? [line, ...parameters] : parameters), ...finished()]
      }
      const { start } = this
      const argument = this.noted(this.parseArgument(), start)
      const after = this.require()
      if (after === COMMA) {
        this.take()
        found.push(argument)
      } else if (after === SEMICOLON || after === closer) {
        found.push(argument)
      } else if (after === FOR) {
        this.spaceBeforeFor()
        this.take()
        found.push(this.parseGenerator(argument))
      } else {
        this.unexpected(after, `missing comma or ${closer.text} in argument list`)
      }
    }
  }

  protected parseParenthesized(checked: boolean): Parenthesized {
    const saved = this.saveContext()
    this.rangeColon = true
    this.spaceSensitive = false
    this.whereAllowed = true
    this.newlineIsSpace = true
    this.open(LEFT_PAREN.text, this.tokenStart)
    const found = this.parseInParentheses(checked)
    this.close()
    this.restoreContext(saved)
    return found
  }

  private parseInParentheses(checked: boolean): Parenthesized {
    const token = this.require()
    if (token === RIGHT_PAREN) {
      this.take()
      return { value: make(HEAD.tuple), isArguments: true }
    }
    if (token.syntactic) return this.parseLoneOperator(token, checked)
    if (!checked && token === DOUBLE_COLON) {
      const { space, start } = this
      this.take()
      if (this.require() === RIGHT_PAREN) {
        this.take()
        return { value: DOUBLE_COLON.symbol, isArguments: false }
      }
      this.putBack(DOUBLE_COLON, space, start)
    }
    if (token === SEMICOLON) {
      const value = tupleOrBlock(true, false, this.parseArguments(RIGHT_PAREN), [])
      return { value, isArguments: has(value, HEAD.tuple) }
    }
    const first = this.parseArgument()
    const splat = has(first, HEAD.splat)
    const after = this.require()
    if (after === RIGHT_PAREN) {
      this.take()
      return { value: first, isArguments: splat }
    }
    if (after === COMMA) {
      this.take()
      return { value: tupleOrBlock(false, true, this.parseArguments(RIGHT_PAREN), [first]), isArguments: true }
    }
    if (after === SEMICOLON) return { value: tupleOrBlock(false, splat, this.parseArguments(RIGHT_PAREN, true), [first]), isArguments: splat }
    if (after !== FOR) return this.unexpected(after, 'missing comma or ) in argument list')
    this.spaceBeforeFor()
    this.take()
    const generator = this.parseGenerator(first)
    const end = this.require()
    if (end !== RIGHT_PAREN) this.unexpected(end, 'expected ) after the generator')
    this.take()
    return { value: generator, isArguments: false }
  }

  /** `:(=)`. */
  private parseLoneOperator(operator: Token, checked: boolean): Parenthesized {
    const { start } = this
    this.take()
    const after = this.require()
    if (after !== RIGHT_PAREN || checked) this.fail(`invalid identifier name "${operator.text}"`, start)
    this.take()
    return { value: operator.symbol, isArguments: false }
  }

  private spaceBeforeFor(): void {
    if (!this.space) this.fail('expected a space before "for"', this.start)
  }

  /** `[ ]` and `{ }`, whose opening bracket was taken. Undefined if nothing stands between. */
  protected parseBrackets(closer: Token, endOutside: boolean): Expr | undefined {
    const saved = this.saveContext()
    this.rangeColon = true
    this.spaceSensitive = true
    this.whereAllowed = true
    this.newlineIsSpace = false
    this.forGenerator = true
    this.open(OPENERS[closer.text] ?? closer.text, this.tokenStart)
    const found = this.parseElements(closer, endOutside)
    this.close()
    this.restoreContext(saved)
    return found
  }

  private parseElements(closer: Token, endOutside: boolean): Expr | undefined {
    if (this.require() === closer) {
      this.take()
      return undefined
    }
    const first = this.parseArgument()
    const token = this.peek()
    if (token === COMMA || token === closer) return this.parseVector(first, closer)
    if (token === FOR) {
      this.spaceBeforeFor()
      this.take()
      return this.parseComprehension(first, closer)
    }
    if (token !== NEWLINE) return this.parseMatrix(first, closer, false, endOutside)
    this.take()
    const after = this.peek()
    return after === COMMA || after === closer ? this.parseVector(first, closer) : this.parseMatrix(first, closer, true, endOutside)
  }

  private parseVector(first: JuliaValue, closer: Token): Expr {
    const elements = [first]
    for (;;) {
      const token = this.require()
      if (token === closer) {
        this.take()
        return new Expr(HEAD.vect, elements)
      }
      if (token === SEMICOLON) return new Expr(HEAD.vect, [...this.parseCallArguments(closer), ...elements])
      if (token === RIGHT_BRACKET || token === RIGHT_BRACE) this.unexpected(token, `expected ${closer.text}`)
      if (token !== COMMA) this.unexpected(token, 'missing separator in array expression')
      this.take()
      const after = this.require()
      if (after === closer) {
        this.take()
        return new Expr(HEAD.vect, elements)
      }
      if (after === SEMICOLON) return new Expr(HEAD.vect, [...this.parseArguments(closer), ...elements])
      elements.push(this.parseArgument())
    }
  }

  /** Outside an index, `end` in a matrix is that of a block. */
  private parseMatrix(first: JuliaValue, closer: Token, afterNewline: boolean, endOutside: boolean): Expr {
    const savedEnd = this.endIsIndex
    const semicolon = this.peek() === SEMICOLON
    this.endIsIndex = endOutside
    const matrix = this.parseRows(first, closer, afterNewline, semicolon)
    this.endIsIndex = savedEnd
    return matrix
  }

  private parseRows(first: JuliaValue, closer: Token, afterNewline: boolean, semicolon: boolean): Expr {
    const rows: JuliaValue[] = []
    let row: JuliaValue[] = [first]
    const endRow = () => {
      const [only] = row
      if (row.length === 1 && only !== undefined) rows.push(only)
      else if (row.length > 1) rows.push(new Expr(HEAD.row, row))
      row = []
    }
    let newline = afterNewline
    for (;;) {
      const token = newline || this.peek() === NEWLINE ? NEWLINE : this.require()
      if (token === closer) {
        this.take()
        if (rows.length > 0) {
          endRow()
          return new Expr(HEAD.vcat, rows)
        }
        return new Expr(row.length < 2 ? HEAD.vect : HEAD.hcat, row)
      }
      if (token === SEMICOLON || token === NEWLINE) {
        if (!newline) this.take()
        newline = false
        endRow()
      } else if (token === FOR) {
        const [element] = rows
        if (semicolon || rows.length !== 1 || row.length > 0 || element === undefined) return this.unexpected(token, 'invalid comprehension syntax')
        this.take()
        return this.parseComprehension(element, closer)
      } else if (token === COMMA) {
        this.unexpected(token, 'rows of a matrix are separated by spaces, not commas')
      } else if (token === RIGHT_BRACKET || token === RIGHT_BRACE) {
        this.unexpected(token, `expected ${closer.text}`)
      } else {
        if (row.length > 0 && !this.space) this.unexpected(token, `expected ${closer.text} or a separator`)
        row.push(this.parseArgument())
      }
    }
  }

  private parseComprehension(element: JuliaValue, closer: Token): Expr {
    const { newlineIsSpace, spaceSensitive } = this
    this.newlineIsSpace = true
    this.spaceSensitive = false
    const generator = this.parseGenerator(element)
    const token = this.require()
    if (token !== closer) this.unexpected(token, `expected ${closer.text} after the comprehension`)
    this.take()
    this.newlineIsSpace = newlineIsSpace
    this.spaceSensitive = spaceSensitive
    return make(HEAD.comprehension, generator)
  }

  /** After `element for`. */
  private parseGenerator(element: JuliaValue): Expr {
    this.enter()
    let iterators = this.parseIterators()
    if (this.peek() === IF) {
      this.take()
      iterators = [make(HEAD.filter, this.parseCondition(), ...iterators)]
    }
    if (this.peek() !== FOR) {
      this.leave()
      return make(HEAD.generator, element, ...iterators)
    }
    this.spaceBeforeFor()
    this.take()
    const inner = this.parseGenerator(element)
    this.leave()
    return make(HEAD.flatten, make(HEAD.generator, inner, ...iterators))
  }

  /** `i = 1:n, j in x`. */
  protected parseIterators(): JuliaValue[] {
    const found = [this.parseIterator()]
    while (this.peek() === COMMA) {
      this.take()
      found.push(this.parseIterator())
    }
    return found
  }

  private parseIterator(): JuliaValue {
    const outer = this.peek() === OUTER && this.takeOuter()
    const variable = this.parsePipe()
    const token = this.peek()
    if (token === ASSIGN || token === IN || token === ELEMENT_OF) {
      this.take()
      return make(HEAD.assign, outer ? make(HEAD.outer, variable) : variable, this.parsePipe())
    }
    if (variable === COLON.symbol && this.closes(token)) return COLON.symbol
    return this.unexpected(token, 'expected =, in or ∈ in the iteration specification')
  }

  /** `outer` is a word of its own only before another one. */
  private takeOuter(): boolean {
    const { start } = this
    this.take()
    const next = this.peek()
    if (next !== IN && next !== ELEMENT_OF && next.kind === 'word') return true
    this.putBack(OUTER, true, start)
    return false
  }

  protected parseList(parse: () => JuliaValue): JuliaValue[] {
    const found = [parse()]
    while (this.peek() === COMMA) {
      this.take()
      found.push(parse())
    }
    return found
  }
}

/**
 * Parentheses with a semicolon or comma in them hold a block, `(a; b)`, or a tuple, `(a, b; c = 1)`. `parsed` is what an
 * argument list made of everything after `first`.
 */
function tupleOrBlock(leadingSemicolon: boolean, comma: boolean, parsed: readonly JuliaValue[], first: readonly JuliaValue[]): Expr {
  if (first.length > 0 && parsed.length === 0 && !leadingSemicolon && !comma) return new Expr(HEAD.block, [...first])
  const [only] = parsed
  if (!comma && parsed.length === 1 && has(only, HEAD.parameters)) {
    const statements = parametersToStatements(only)
    if (statements !== undefined) {
      if (!leadingSemicolon) return new Expr(HEAD.block, [...first, ...statements])
      if (first.length === 0 && statements.length === 0) return only.args.length === 0 ? make(HEAD.tuple, make(HEAD.parameters)) : make(HEAD.block)
    }
  }
  const [parameters, ...rest] = parsed
  if (has(parameters, HEAD.parameters)) return new Expr(HEAD.tuple, [withoutLines(parameters), ...first, ...rest.map(keywordToAssignment)])
  return new Expr(HEAD.tuple, [...first, ...parsed.map(keywordToAssignment)])
}

/** The statements of a block that was read as an argument list; undefined if some group has several. */
function parametersToStatements(value: JuliaValue): JuliaValue[] | undefined {
  if (!has(value, HEAD.parameters)) return [keywordToAssignment(value)]
  const [first, second, ...more] = value.args.filter((argument) => !isLineNode(argument))
  const line = value.args.filter((argument) => argument instanceof LineNumberNode)
  if (first === undefined) return []
  if (second === undefined) {
    const statements = parametersToStatements(first)
    return statements === undefined || statements.length === 0 ? statements : [...line, ...statements]
  }
  if (more.length > 0 || !has(first, HEAD.parameters)) return undefined
  const after = parametersToStatements(first)
  const own = parametersToStatements(second)
  return after === undefined || own === undefined ? undefined : [...line, ...own, ...after]
}

function withoutLines(parameters: Expr): Expr {
  return new Expr(HEAD.parameters, parameters.args.filter((argument) => !isLineNode(argument))
    .map((argument) => (has(argument, HEAD.parameters) ? withoutLines(argument) : argument)))
}

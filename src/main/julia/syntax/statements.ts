/**
 * Blocks and everything that a reserved word begins: control flow, definitions of functions, macros, types and modules,
 * imports, declarations of variables; and the text that documents what follows it. Forms that came after 1.5 are read in every version:
 * `import A as B` (1.6), `const x::T` among the fields of a struct (1.8), `public x` (1.11).
 */
import { Expr, GlobalRef, QuoteNode, symbolName, symbolOf, type JuliaValue } from '../values/value'
import { has, HEAD, isLineNode, isNameOrInterpolation, make, withLine } from './build'
import { AtomParser } from './atoms'
import {
  CATCH, COLON, COMMA, CONST, DOT, DOUBLE_COLON, ELSE, ELSEIF, END, END_OF_INPUT, FINALLY, IF, LEFT_PAREN, NEWLINE, RIGHT_PAREN,
  SEMICOLON, STRUCT, type Token, TYPE, WHERE, wordToken,
} from './token'

const DOC = symbolOf('@doc')
const AS = wordToken('as')
/** `public` is a word like any other but where a name follows on its line. */
const PUBLIC = /public[ \t]+(?!(?:in|isa|where)\b)[@\p{L}_]/uy
const BLOCK_CLOSERS = new Set([END, ELSE, ELSEIF, CATCH, FINALLY])

export abstract class StatementParser extends AtomParser {
  /** A statement of a module's body, which may be lost without the module. Undefined if it was. */
  protected abstract parseModuleStatement(): JuliaValue | undefined

  /** Statements up to the word that ends the block, which stays. */
  protected parseBlock(parse: () => JuliaValue | undefined = () => this.parseStatement()): Expr {
    const statements: JuliaValue[] = []
    let token = this.require()
    if (BLOCK_CLOSERS.has(token)) return make(HEAD.block, this.lineNode())
    const add = () => {
      const line = this.lineNode()
      const count = statements.length
      this.peek()
      const { start } = this
      const statement = parse()
      if (statement === undefined) return
      this.noted(statement, start)
      if (!isLineNode(statements[count - 1])) statements.push(line)
      statements.push(statement)
    }
    if (token === SEMICOLON) statements.push(this.lineNode())
    else add()
    for (;;) {
      token = this.peek()
      if (token !== SEMICOLON && token !== NEWLINE) {
        if (token !== END_OF_INPUT && !BLOCK_CLOSERS.has(token)) this.unexpected(token, 'extra token after end of expression')
        return new Expr(HEAD.block, statements)
      }
      this.take()
      const next = this.peek()
      if (next !== SEMICOLON && next !== NEWLINE && next !== END_OF_INPUT && !BLOCK_CLOSERS.has(next)) add()
    }
  }

  /** A statement, or a text and what it documents. */
  protected parseDocumented(): JuliaValue {
    const line = this.lineNode()
    if (this.publicFollows()) {
      this.take()
      return this.parseNames(HEAD.public, this.start)
    }
    const value = this.parseStatement()
    const isText = typeof value === 'string' || has(value, HEAD.string)
    if (!isText || !this.somethingFollows()) return value
    return make(HEAD.macrocall, new GlobalRef(this.literals.core, DOC), line, value, this.parseStatement())
  }

  private publicFollows(): boolean {
    if (this.peek().text !== 'public') return false
    PUBLIC.lastIndex = this.start
    return PUBLIC.test(this.text)
  }

  private expectEnd(word: Token): void {
    const token = this.peek()
    if (token === END) this.take()
    else this.unexpected(token, `expected end for "${word.text}"`)
  }

  protected override parseDo(): Expr {
    const start = this.tokenStart
    const saved = this.saveContext()
    this.normalContext()
    this.open('do', start)
    const next = this.peek()
    const names = next === NEWLINE || next === SEMICOLON ? [] : this.parseList(() => this.parseRange())
    const body = this.parseBlock()
    this.expectEnd(wordToken('do'))
    this.close()
    this.restoreContext(saved)
    return make(HEAD.arrow, new Expr(HEAD.tuple, names), body)
  }

  protected override parseReserved(word: Token, value: JuliaValue, begin: number): JuliaValue {
    const { start } = this
    const saved = this.saveContext()
    this.normalContext()
    this.open(word.text, start)
    const made = this.parseReservedForm(word, value, start)
    this.close()
    this.restoreContext(saved)
    return this.noted(made, begin)
  }

  private parseReservedForm(word: Token, value: JuliaValue, start: number): JuliaValue {
    switch (word.text) {
      case 'begin':
        return this.parseBegin(word)
      case 'quote':
        return make(HEAD.quote, this.parseBegin(word))
      case 'while': {
        const condition = this.parseCondition()
        return make(HEAD.while, condition, this.parseBody(word))
      }
      case 'for': {
        const iterators = this.parseIterators()
        const [only] = iterators
        return make(HEAD.for, iterators.length === 1 && only !== undefined ? only : new Expr(HEAD.block, iterators), this.parseBody(word))
      }
      case 'let':
        return this.parseLet(word)
      case 'if':
        return this.parseIf(word, start)
      case 'global':
      case 'local':
        return this.parseDeclared(word)
      case 'const':
        return this.parseConst(start)
      case 'function':
      case 'macro':
        return this.parseDefinition(word, start)
      case 'abstract':
        return this.parseAbstract(value, start)
      case 'struct':
        return this.parseStruct(word, false)
      case 'mutable':
        if (this.peek() !== STRUCT) return this.parseChainAfter(value, start)
        this.take()
        return this.parseStruct(word, true)
      case 'primitive':
        return this.parsePrimitive(value, start)
      case 'try':
        return this.parseTry(word, start)
      case 'return': {
        const next = this.peek()
        return make(HEAD.return, next === NEWLINE || this.closes(next) ? this.literals.nothing : this.parseStatement())
      }
      case 'break':
      case 'continue': {
        const next = this.peek()
        const ends = next === END_OF_INPUT || next === END || next === NEWLINE || next === SEMICOLON || next === RIGHT_PAREN || next === COLON
        if (!ends) this.unexpected(next, `nothing can follow "${word.text}"`)
        return make(word.text === 'break' ? HEAD.break : HEAD.continue)
      }
      case 'module':
      case 'baremodule':
        return this.parseModule(word, start)
      case 'export':
        return this.parseNames(HEAD.export, start)
      case 'import':
      case 'using':
        return this.parseImports(word)
      default:
        return this.fail(`invalid "${word.text}" syntax`, start)
    }
  }

  private parseBody(word: Token): Expr {
    const body = this.parseBlock()
    this.expectEnd(word)
    return body
  }

  private parseBegin(word: Token): Expr {
    if (this.nothingReadAhead) this.skipSpacesAndComments()
    const line = this.lineNode()
    const block = this.parseBlock(() => this.parseDocumented())
    this.expectEnd(word)
    if (isLineNode(block.args[0])) block.args[0] = line
    return block
  }

  private parseLet(word: Token): Expr {
    const next = this.peek()
    const variables = next === NEWLINE || next === SEMICOLON ? [] : this.parseList(() => this.parseArgument())
    const after = this.peek()
    if (after !== END_OF_INPUT && after !== NEWLINE && after !== SEMICOLON && after !== END) {
      this.unexpected(after, 'let variables should end in ";" or newline')
    }
    const body = this.parseBody(word)
    const empty = body.args.length === 1 && isLineNode(body.args[0])
    const [only] = variables
    const alone = variables.length === 1 && (typeof only === 'symbol' || has(only, HEAD.assign) || has(only, HEAD.typed))
    return make(HEAD.let, alone ? only : new Expr(HEAD.block, variables), empty ? make(HEAD.block) : body)
  }

  /** `if` or, in its recursion, `elseif`, whose condition carries its line. */
  private parseIf(word: Token, start: number): Expr {
    if (this.peek() === NEWLINE) this.fail(`missing condition in "${word.text}"`, start)
    const line = this.lineNode()
    const plain = this.parseCondition()
    const condition = word === IF ? plain : make(HEAD.block, line, plain)
    const head = word === IF ? HEAD.if : HEAD.elseif
    const first = this.require()
    const then = first === ELSE || first === ELSEIF ? make(HEAD.block) : this.parseBlock()
    const next = this.require()
    this.take()
    if (next === END) return make(head, condition, then)
    if (next === ELSEIF) {
      this.enter()
      const rest = this.parseIf(ELSEIF, start)
      this.leave()
      return make(head, condition, then, rest)
    }
    if (next !== ELSE) return this.unexpected(next, `expected end for "${word.text}"`)
    if (this.peek() === IF) this.fail('use "elseif" instead of "else if"', this.start)
    const otherwise = this.parseBlock()
    this.expectEnd(IF)
    return make(head, condition, then, otherwise)
  }

  private parseDeclared(word: Token): Expr {
    const constant = this.peek() === CONST
    if (constant) this.take()
    const value = this.parseStatement()
    const head = word.text === 'global' ? HEAD.global : HEAD.local
    const declared = has(value, HEAD.tuple) ? new Expr(head, value.args) : make(head, value)
    return constant ? make(HEAD.const, declared) : declared
  }

  private parseConst(start: number): Expr {
    const value = this.parseStatement()
    if (!has(value, HEAD.assign) && !has(value, HEAD.global) && !has(value, HEAD.local)) this.fail('expected assignment after "const"', start)
    return make(HEAD.const, value)
  }

  private parseDefinition(word: Token, start: number): Expr {
    const isFunction = word.text === 'function'
    const head = isFunction ? HEAD.function : HEAD.macro
    const line = this.lineNode()
    const paren = this.require() === LEFT_PAREN
    const signature = this.parseSignature(isFunction)
    if (!paren && isNameOrInterpolation(signature)) {
      const next = this.require()
      if (next !== END) this.unexpected(next, `expected end in the definition of a ${word.text} without methods`)
      this.take()
      return make(head, signature)
    }
    const definition = this.checkedSignature(signature, paren, word.text, start)
    return make(head, definition, withLine(this.parseBody(word), line))
  }

  private parseSignature(isFunction: boolean): JuliaValue {
    const first = this.peek()
    const { start } = this
    const name = this.parsePrefixed()
    if (first.kind === 'word' && typeof name === 'symbol' && first.symbol === name && (isFunction ? first.reserved : first.initialReserved)) {
      this.fail(`invalid name "${first.text}"`)
    }
    let signature = this.parseChainAfter(name, start)
    if (isFunction && this.peek() === DOUBLE_COLON) {
      this.take()
      signature = make(HEAD.typed, signature, this.parseCall())
    }
    return this.noted(this.peek() === WHERE ? this.parseWhereChain(signature) : signature, start)
  }

  /** In `function (x)` the parentheses are those of an argument list. */
  private checkedSignature(signature: JuliaValue, paren: boolean, word: string, start: number): JuliaValue {
    let bare: JuliaValue | undefined = signature
    while (has(bare, HEAD.where)) bare = bare.args[0]
    const oneArgument = isArgumentName(bare) || (has(bare, HEAD.assign) && isArgumentName(bare.args[0]))
    if (oneArgument ? !paren : !isSignature(bare, paren)) this.fail(`expected "(" in ${word} definition`, start)
    return oneArgument && bare !== undefined ? rewrapWhere(make(HEAD.tuple, bare), signature) : signature
  }

  private parseAbstract(word: JuliaValue, start: number): JuliaValue {
    if (this.peek() !== TYPE) return this.parseChainAfter(word, start)
    this.take()
    const spec = this.parseComparison()
    this.skipLineEnds()
    this.expectEnd(wordToken('abstract type'))
    return make(HEAD.abstract, spec)
  }

  private parsePrimitive(word: JuliaValue, start: number): JuliaValue {
    if (this.peek() !== TYPE) return this.parseChainAfter(word, start)
    this.take()
    this.spaceSensitive = true
    const spec = this.parseComparison()
    const bits = this.parseCondition()
    this.spaceSensitive = false
    this.skipLineEnds()
    this.expectEnd(wordToken('primitive type'))
    return make(HEAD.primitive, spec, bits)
  }

  private parseStruct(word: Token, mutable: boolean): Expr {
    const next = this.peek()
    if (next.reserved) this.fail(`invalid type name "${next.text}"`, this.start)
    const spec = this.parseComparison()
    const body = this.parseBlock(() => this.parseMember())
    this.expectEnd(word)
    return make(HEAD.struct, mutable, spec, body)
  }

  /** A field, which may be `const`, or anything else that stands in a struct. */
  private parseMember(): JuliaValue {
    if (this.peek() !== CONST) return this.parseStatement()
    this.take()
    return make(HEAD.const, this.parseStatement())
  }

  private skipLineEnds(): void {
    for (let token = this.peek(); token === NEWLINE || token === SEMICOLON; token = this.peek()) this.take()
  }

  private parseTry(word: Token, start: number): Expr {
    const first = this.require()
    const block = first === CATCH || first === FINALLY ? make(HEAD.block) : this.parseBlock()
    let caught: Expr | undefined
    let variable: JuliaValue = false
    let final: Expr | undefined
    for (;;) {
      const next = this.require()
      this.take()
      if (next === END) {
        if (caught === undefined && final === undefined) this.fail('try without catch or finally', start)
        return make(HEAD.try, block, variable, caught ?? false, ...(final === undefined ? [] : [final]))
      }
      if (next === CATCH && caught === undefined) {
        ({ caught, variable } = this.parseCatch())
      } else if (next === FINALLY && final === undefined) {
        final = this.require() === CATCH ? make(HEAD.block) : this.parseBlock()
      } else {
        this.unexpected(next, `expected catch, finally or end for "${word.text}"`)
      }
    }
  }

  private parseCatch(): { caught: Expr, variable: JuliaValue } {
    const next = this.peek()
    const unnamed = next === NEWLINE || next === SEMICOLON
    if (next === SEMICOLON) this.take()
    const token = this.require()
    if (token === END || token === FINALLY) return { caught: make(HEAD.block), variable: false }
    let variable: JuliaValue = false
    if (!unnamed) {
      const { start } = this
      variable = this.parseArgument()
      if (!isNameOrInterpolation(variable)) this.fail('expected a variable or a new line after "catch"', start)
    }
    const caught = this.require() === FINALLY ? make(HEAD.block, this.lineNode()) : this.parseBlock()
    return { caught, variable }
  }

  private parseModule(word: Token, start: number): Expr {
    const name = this.parsePrefixed()
    const line = this.lineNode()
    if (typeof name === 'symbol' && wordToken(symbolName(name)).reserved) this.fail(`invalid module name "${symbolName(name)}"`, start)
    const body = this.parseBlock(() => this.parseModuleStatement())
    this.expectEnd(word)
    return make(HEAD.module, word.text === 'module', name, new Expr(HEAD.block, [line, ...body.args]))
  }

  /** `export a, b` and `public a, b`. */
  private parseNames(head: symbol, start: number): Expr {
    const names = this.parseList(() => macroOf(this.parsePrefixed()))
    if (!names.every(isNameOrInterpolation)) this.fail(`invalid "${symbolName(head)}" statement: expected names`, start)
    return new Expr(head, names)
  }

  private parseImports(word: Token): Expr {
    const head = word.text === 'using' ? HEAD.using : HEAD.import
    const first = this.parseImport(word)
    const next = this.peek()
    const from = next === COLON && !this.space
    if (from || next === COMMA) this.take()
    else if (!next.text.startsWith('.')) return make(head, first)
    const rest = this.parseList(() => this.parseImport(word))
    if (!from && this.peek() === COLON) this.fail(`":" in "${word.text}" can only follow a single module`, this.start)
    return from ? make(head, make(HEAD.colon, first, ...rest)) : make(head, first, ...rest)
  }

  /** A path, under another name perhaps. */
  private parseImport(word: Token): Expr {
    const path = this.parseImportPath(word)
    if (this.peek() !== AS) return path
    this.take()
    const { start } = this
    const name = this.parseImportedName()
    if (!isNameOrInterpolation(name)) this.fail(`invalid "${word.text}" statement: expected an identifier after "as"`, start)
    return make(HEAD.as, path, name)
  }

  private parseImportPath(word: Token): Expr {
    const path: JuliaValue[] = []
    const { start } = this
    for (let token = this.require(); /^\.+$/.test(token.text); token = this.peek()) {
      this.take()
      for (let dot = 0; dot < token.text.length; dot++) path.push(DOT.symbol)
    }
    path.push(this.parseImportedName())
    for (;;) {
      if (!isNameOrInterpolation(path.at(-1))) this.fail(`invalid "${word.text}" statement: expected identifier`, start)
      const next = this.peek()
      if (next === DOT) {
        this.noSpaceBefore(DOT, 'a module path')
        this.take()
        path.push(unquoted(this.parseImportedName()))
      } else if (next.isOperator && next.text.startsWith('.')) {
        // `Base.+` reads as `Base` and `.+`.
        this.take()
        path.push(symbolOf(next.text.slice(1)))
      } else {
        return new Expr(HEAD.dot, path)
      }
    }
  }
}

/** `x`, `x::T`, `::T`. */
function isArgumentName(value: JuliaValue | undefined): boolean {
  return typeof value === 'symbol' || (has(value, HEAD.typed) && typeof value.args[0] === 'symbol')
}

function isSignature(value: JuliaValue | undefined, paren: boolean): boolean {
  return has(value, HEAD.call) || has(value, HEAD.tuple) || (paren && (has(value, HEAD.block) || has(value, HEAD.splat)))
    || (has(value, HEAD.typed) && has(value.args[0], HEAD.call))
}

/** The `where`s of `wheres` around another body. */
function rewrapWhere(body: JuliaValue, wheres: JuliaValue | undefined): JuliaValue {
  if (!has(wheres, HEAD.where)) return body
  const [inner, variable] = wheres.args
  return variable === undefined ? body : make(HEAD.where, rewrapWhere(body, inner), variable)
}

/** `@m` in lists of names is read as a call of the macro. */
function macroOf(value: JuliaValue): JuliaValue {
  return has(value, HEAD.macrocall) ? (value.args[0] ?? value) : value
}

function unquoted(value: JuliaValue): JuliaValue {
  if (value instanceof QuoteNode) return value.value
  return has(value, HEAD.quote) ? (value.args[0] ?? value) : value
}


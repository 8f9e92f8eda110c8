/**
 * Julia source to surface syntax: the trees that Julia 1.5's own reader gives (`Meta.parse`), heads, argument shapes and line
 * numbers included, so that macros and quotation behave. Written after the grammar of Julia's manual and what a real Julia
 * answers. Nothing is thrown: what is no Julia becomes a diagnostic, and only the top-level expression in which it stands is
 * lost, in the body of a module too.
 */
import { Expr, type JuliaValue } from '../values/value'
import type { Diagnostic, DiagnosticCode } from './diagnostic'
import { HEAD } from './build'
import { ParseFailure } from './lexer'
import type { LiteralTypes } from './literal-types'
import { StatementParser } from './statements'
import { END_OF_INPUT, NEWLINE, SEMICOLON } from './token'
import { TOP, type Nesting, type SyntaxRange } from './token-stream'

interface TopLevelExpression {
  readonly expression: JuliaValue
  /** Where it begins, from 1. */
  readonly line: number
  /** The place in the text behind it. */
  readonly end: number
}

export interface ParsedSource {
  readonly expressions: readonly TopLevelExpression[]
  readonly diagnostics: readonly Diagnostic[]
  /** Where statements, definitions, calls, operations and arguments stand, the inner before the outer; none if they were not asked for. */
  readonly ranges: readonly SyntaxRange[]
}

interface ParseOptions {
  /** As it shall appear in line number nodes and diagnostics. */
  readonly file: string
  readonly literals: LiteralTypes
  /** The line of the text's first line, for texts that are part of a file. */
  readonly firstLine?: number
  /** Notes where each expression stands, for those who change the text. */
  readonly ranges?: boolean
}

export function parseJulia(text: string, options: ParseOptions): ParsedSource {
  return new SourceParser(text, options).parse()
}

/** Words that begin what an `end` of its own closes. */
const OPENS_BLOCK = /^(?:@\S+\s+)*(?:function|macro|if|for|while|begin|quote|let|try|struct|mutable struct|module|baremodule|abstract type|primitive type)\b/
/** The statements of a module that is never closed belong nowhere. */
const OPENS_MODULE = /^(?:bare)?module\b/
/** After so many nothing more is read: the text is no Julia. */
const MAX_DIAGNOSTICS = 100
/** Belongs to what stands before it. */
const CLOSER = /^(?:(?:end|else|elseif|catch|finally)\b|[)\]},;])/

class SourceParser extends StatementParser {
  private readonly expressions: TopLevelExpression[] = []
  private readonly diagnostics: Diagnostic[] = []
  private readonly firstLine: number

  constructor(text: string, options: ParseOptions) {
    super(text, options.file, options.literals)
    this.firstLine = options.firstLine ?? 1
    this.line = this.firstLine
    if (options.ranges === true) this.ranges = []
  }

  parse(): ParsedSource {
    for (;;) {
      this.restartAt(this.position, this.line, TOP)
      this.normalContext()
      let start = this.position
      try {
        this.skipSpacesAndComments()
        start = this.position
        if (start >= this.text.length) break
        const { line } = this
        this.expressions.push({ expression: this.noted(this.parseTopLevel(), start), line, end: this.start })
      } catch (error) {
        this.recover(error, start, TOP)
      }
    }
    return { expressions: this.expressions, diagnostics: this.diagnostics, ranges: this.ranges ?? [] }
  }

  /** One line of statements; several that semicolons separate make a `toplevel` expression. */
  private parseTopLevel(): JuliaValue {
    const statements: JuliaValue[] = []
    let several = this.require() === SEMICOLON
    if (!several) statements.push(this.parseDocumented())
    while (this.peek() === SEMICOLON) {
      several = true
      this.take()
      const next = this.peek()
      if (next !== SEMICOLON && next !== NEWLINE && next !== END_OF_INPUT) statements.push(this.parseDocumented())
    }
    const token = this.peek()
    if (token !== NEWLINE && token !== END_OF_INPUT) this.unexpected(token, 'extra token after end of expression')
    const [only] = statements
    return several || only === undefined ? new Expr(HEAD.toplevel, statements) : only
  }

  protected override parseModuleStatement(): JuliaValue | undefined {
    const context = this.saveContext()
    const { nesting } = this
    const { start } = this
    try {
      return this.parseDocumented()
    } catch (error) {
      this.recover(error, start, nesting)
      this.restoreContext(context)
      return undefined
    }
  }

  private recover(error: unknown, start: number, nesting: Nesting): void {
    if (!(error instanceof ParseFailure)) throw error
    const incomplete = error.code === 'incomplete'
    // Where the text ends too early, the module around it is not complete either.
    if (nesting !== TOP && (incomplete || this.hasEnough)) throw error
    if (!this.hasEnough) this.report(error.code, error.message, error.at)
    if (this.hasEnough) this.report('syntax', 'too many errors: what follows was not read', error.at)
    if (this.hasEnough || (incomplete && OPENS_MODULE.test(this.text.slice(start, start + 20)))) {
      this.restartAt(this.text.length, this.line, TOP)
      return
    }
    // What is not complete may have swallowed all that follows: look from its own first line.
    const position = this.nextStatement(start, incomplete ? start : error.at, nesting !== TOP)
    this.restartAt(position, this.lineOf(position), nesting)
  }

  /**
   * Where to go on: the next line that is indented no deeper than the line on which the lost expression begins, and does not
   * look like its continuation. In a module it is the newline before that line.
   */
  private nextStatement(start: number, from: number, inModule: boolean): number {
    const { text } = this
    const firstLine = text.lastIndexOf('\n', start - 1) + 1
    const indentation = indentationAt(text, firstLine)
    let ends = OPENS_BLOCK.test(text.slice(start, start + 200)) ? 1 : 0
    let newline = from > start ? Math.max(text.lastIndexOf('\n', from), text.indexOf('\n', start)) : text.indexOf('\n', start)
    if (newline < start) newline = text.indexOf('\n', start)
    for (; newline >= 0; newline = text.indexOf('\n', newline + 1)) {
      const indented = indentationAt(text, newline + 1)
      const line = text.slice(newline + 1 + indented, newline + 80)
      if (indented > indentation || /^(?:\r?\n|#|$)/.test(line)) continue
      if (!CLOSER.test(line)) return inModule ? newline : newline + 1
      if (!/^end\b/.test(line)) continue
      if (ends === 0 && inModule) return newline
      ends = Math.max(0, ends - 1)
    }
    return text.length
  }

  private lineOf(position: number): number {
    let line = this.firstLine
    for (let at = this.text.indexOf('\n'); at >= 0 && at < position; at = this.text.indexOf('\n', at + 1)) line++
    return line
  }

  private get hasEnough(): boolean {
    return this.diagnostics.length >= MAX_DIAGNOSTICS
  }

  private report(code: DiagnosticCode, message: string, at: number): void {
    const position = Math.min(at, this.text.length)
    const lineStart = this.text.lastIndexOf('\n', position - 1) + 1
    this.diagnostics.push({ code, message, file: this.file, line: this.lineOf(position), column: position - lineStart + 1 })
  }
}

function indentationAt(text: string, at: number): number {
  let length = 0
  while (text[at + length] === ' ' || text[at + length] === '\t') length++
  return length
}

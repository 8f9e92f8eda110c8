/**
 * One Julia file that is to be changed: its trees with the places where they stand, the statements of its modules, what each defines, and edits
 * that are made in one go. What is taken out leaves its newlines behind, so that every line keeps its number for the changes that follow and for
 * whoever compares profiles. Macros are not expanded: what a macro or a loop defines is not known here, and is said to be so.
 */
import { has, HEAD, isCallSignature } from '../../julia/syntax/build'
import type { LiteralTypes } from '../../julia/syntax/literal-types'
import { parseJulia } from '../../julia/syntax/parse'
import { TypeUniverse } from '../../julia/types/universe'
import { CoreTypes } from '../../julia/values/core-types'
import { Bits, Expr, GlobalRef, LineNumberNode, QuoteNode, symbolName, type JuliaValue } from '../../julia/values/value'

export interface Range {
  readonly start: number
  readonly end: number
}

/** A statement of a module's body, or of a block, a condition or a `toplevel` in it. */
export interface ModuleStatement {
  readonly value: JuliaValue
  /** Undefined where it shares its place with others: `a = 1; b = 2`. */
  readonly range: Range | undefined
  /** From the root module on. */
  readonly modules: readonly string[]
}

/** A method that a statement defines in so many words. */
export interface Definition {
  readonly statement: ModuleStatement
  /** `f(x) = …` or `function f(x) … end`. */
  readonly form: Expr
  /** `f(x::T) where T`, without the type that it returns. */
  readonly signature: Expr
  /** With modules, as it is written: `Base.convert`. */
  readonly path: readonly string[]
  readonly line: number
}

let types: CoreTypes | undefined

/** Literals as values of a world that has nothing but types: nobody looks at them. */
function literals(): LiteralTypes {
  const core = (types ??= new CoreTypes(new TypeUniverse()))
  return { bits: (name, bits) => new Bits(core.type(name), bits), nothing: core.nothing, core: { juliaType: 'Module' } }
}

export class JuliaSource {
  /** What was put in place of what, in any order; ranges never overlap. */
  private readonly edits: (Range & { readonly text: string })[] = []
  readonly statements: readonly ModuleStatement[]
  /** The root module of a package's entry file. */
  readonly root: Expr | undefined
  readonly ranges: readonly (Range & { readonly value: JuliaValue })[]
  readonly problem: string | undefined
  private readonly rangeOf = new Map<Expr, Range>()
  private readonly lineStarts: number[] = [0]

  /** @param modules around the text, for files that are included. */
  constructor(readonly path: string, readonly text: string, modules: readonly string[] = []) {
    const { expressions, ranges, diagnostics: [first] } = parseJulia(text, { file: path, literals: literals(), ranges: true })
    this.problem = first && `${path}:${first.line}: ${first.message}`
    this.ranges = ranges
    for (const { value, start, end } of ranges) if (value instanceof Expr) this.rangeOf.set(value, { start, end })
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1)
    const statements: ModuleStatement[] = []
    for (const { expression } of expressions) this.collect(expression, modules, statements)
    this.statements = statements
    this.root = expressions.map(({ expression }) => documented(expression)).find((one): one is Expr => has(one, HEAD.module))
  }

  private collect(value: JuliaValue, modules: readonly string[], into: ModuleStatement[]): void {
    if (value instanceof LineNumberNode) return
    const inner = documented(value)
    if (has(inner, HEAD.module)) {
      const [, name, body] = inner.args
      if (has(body, HEAD.block)) for (const one of body.args) this.collect(one, [...modules, typeof name === 'symbol' ? symbolName(name) : ''], into)
    } else if (has(inner, HEAD.toplevel) || has(inner, HEAD.block)) {
      for (const one of inner.args) this.collect(one, modules, into)
    } else if (has(inner, HEAD.if)) {
      for (const branch of inner.args.slice(1)) this.collect(branch, modules, into)
    } else {
      into.push({ value, range: value instanceof Expr ? this.rangeOf.get(value) : undefined, modules })
    }
  }

  rangeOfExpr(value: Expr): Range | undefined {
    return this.rangeOf.get(value)
  }

  /** From 1. */
  lineAt(position: number): number {
    let [low, high] = [0, this.lineStarts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.lineStarts[middle] ?? 0) <= position) low = middle
      else high = middle
    }
    return low + 1
  }

  slice({ start, end }: Range): string {
    return this.text.slice(start, end)
  }

  definitions(): Definition[] {
    return this.statements.flatMap((statement) => definitionIn(statement) ?? [])
  }

  replace({ start, end }: Range, text: string): void {
    this.edits.push({ start, end, text })
  }

  /** Takes a statement out. */
  remove(range: Range): void {
    this.replace(range, '\n'.repeat(this.slice(range).split('\n').length - 1))
  }

  /** Puts text before the `end` of a module. */
  appendTo(module: Expr, text: string): boolean {
    const range = this.rangeOf.get(module)
    if (range === undefined) return false
    const end = range.end - 'end'.length
    const lineStart = this.text.lastIndexOf('\n', end - 1) + 1
    const ownLine = this.text.slice(lineStart, end).trim() === ''
    this.replace({ start: ownLine ? lineStart : end, end: ownLine ? lineStart : end }, ownLine ? `${text}\n` : `\n${text}\n`)
    return true
  }

  /** Puts text before the first statement of a module, on its line. */
  prependTo(module: Expr, text: string): boolean {
    const [, name] = module.args
    const first = this.statements.find(({ modules, range }) => range !== undefined && modules.length === 1 && typeof name === 'symbol' && modules[0] === symbolName(name))
    if (first?.range === undefined) return this.appendTo(module, text)
    const { start } = first.range
    this.replace({ start, end: start }, `${text}; `)
    return true
  }

  get isChanged(): boolean {
    return this.edits.length > 0
  }

  /** The text with all edits. One that begins where another ends, or within it, comes first. */
  changed(): string {
    const inOrder = this.edits.map((edit, at) => ({ ...edit, at })).sort((a, b) => b.start - a.start || b.end - a.end || b.at - a.at)
    let text = this.text
    for (const { start, end, text: put } of inOrder) text = text.slice(0, start) + put + text.slice(end)
    return text
  }
}

/** What a text documents, or what a macro such as `@inline` is said of; the value itself if neither. */
function documented(value: JuliaValue): JuliaValue {
  let at = value
  while (has(at, HEAD.macrocall) && at.args.length >= 3) {
    const [macro] = at.args
    const last = at.args.at(-1)
    const isDoc = macro instanceof GlobalRef && symbolName(macro.name) === '@doc'
    if (last === undefined || !(isDoc || TRANSPARENT.has(macroText(macro)))) return at
    at = last
  }
  return at
}

/** Macros that leave a definition what it is. */
const TRANSPARENT = new Set(['@inline', '@noinline', '@propagate_inbounds', '@pure', '@doc', '@constprop', '@assume_effects', '@nospecializeinfer'])

function macroText(macro: JuliaValue | undefined): string {
  if (typeof macro === 'symbol') return symbolName(macro)
  const field = has(macro, HEAD.dot) ? macro.args[1] : undefined
  return field instanceof QuoteNode ? macroText(field.value) : ''
}

function definitionIn(statement: ModuleStatement): Definition | undefined {
  const form = documented(statement.value)
  if (!(form instanceof Expr) || (form.head !== HEAD.function && !(form.head === HEAD.assign && isCallSignature(form.args[0])))) return undefined
  let signature = form.args[0]
  if (has(signature, HEAD.typed)) signature = signature.args[0]
  const path = signature === undefined ? undefined : namePath(callOf(signature)?.args[0])
  if (!(signature instanceof Expr) || path === undefined) return undefined
  const body = form.args[1]
  const first = has(body, HEAD.block) ? body.args.find((one) => one instanceof LineNumberNode) : undefined
  return { statement, form, signature, path, line: first instanceof LineNumberNode ? first.line : -1 }
}

/** The call of a signature: without `where` and the type that it returns. */
export function callOf(signature: JuliaValue): Expr | undefined {
  let at: JuliaValue | undefined = signature
  while (has(at, HEAD.where) || has(at, HEAD.typed)) at = at.args[0]
  return has(at, HEAD.call) ? at : undefined
}

/** `Base.convert`, `f`, `Vec{N,T}`; undefined for what has no name, such as `(f::Functor)`. */
export function namePath(value: JuliaValue | undefined): readonly string[] | undefined {
  if (typeof value === 'symbol') return [symbolName(value)]
  if (has(value, HEAD.curly)) return namePath(value.args[0])
  if (!has(value, HEAD.dot)) return undefined
  const [object, field] = value.args
  const rest = field instanceof QuoteNode && typeof field.value === 'symbol' ? symbolName(field.value) : undefined
  const before = namePath(object)
  return before === undefined || rest === undefined ? undefined : [...before, rest]
}

/** Every expression in a tree, the outer before the inner. */
export function* expressionsIn(value: JuliaValue | undefined): Generator<Expr> {
  if (value instanceof QuoteNode) yield* expressionsIn(value.value)
  if (!(value instanceof Expr)) return
  yield value
  for (const one of value.args) yield* expressionsIn(one)
}

/** Names in a tree that may mean something outside of it: all but those of fields and of keywords. */
export function namesIn(value: JuliaValue | undefined, into: Set<string> = new Set()): Set<string> {
  if (typeof value === 'symbol') into.add(symbolName(value))
  else if (value instanceof Expr) {
    const skipsFirst = value.head === HEAD.kw
    for (const [at, one] of value.args.entries()) if (!(skipsFirst && at === 0 && typeof one === 'symbol')) namesIn(one, into)
    // What is interpolated into quoted code stands in it as `$name`.
  }
  return into
}

/** The packages of `using` and `import` with what they name: `using A, B: x` has two. */
export interface ImportItem {
  /** As it is written: `using` or `import`. */
  readonly statement: Expr
  /** The first name of the path; '' of a relative one. */
  readonly package: string
  /** Names after the colon; undefined if there is none. */
  readonly names: readonly string[] | undefined
  readonly item: JuliaValue
}

export function importsIn(value: JuliaValue): ImportItem[] {
  return [...expressionsIn(value)].flatMap((statement) => {
    if (statement.head !== HEAD.using && statement.head !== HEAD.import) return []
    return statement.args.map((item): ImportItem => {
      const isList = has(item, HEAD.colon)
      const path = isList ? item.args[0] : has(item, HEAD.as) ? item.args[0] : item
      const [first] = has(path, HEAD.dot) ? path.args : []
      const name = typeof first === 'symbol' ? symbolName(first) : ''
      const names = isList ? item.args.slice(1).flatMap((one) => {
        const last = has(one, HEAD.as) ? one.args[1] : has(one, HEAD.dot) ? one.args.at(-1) : undefined
        return typeof last === 'symbol' ? [symbolName(last)] : []
      }) : undefined
      return { statement, item, names, package: name.startsWith('.') ? '' : name }
    })
  })
}

/** One expression, or why a text is none. */
export function readExpression(text: string): { readonly value: JuliaValue } | { readonly problem: string } {
  const { expressions, diagnostics: [first] } = parseJulia(text, { file: 'none', literals: literals() })
  if (first !== undefined) return { problem: first.message }
  const [only] = expressions
  return expressions.length === 1 && only !== undefined ? { value: only.expression } : { problem: `expected one expression, found ${expressions.length}` }
}

/** What is wrong with code; undefined if it can be read. */
export function codeProblem(text: string): string | undefined {
  const { expressions, diagnostics: [first] } = parseJulia(text, { file: 'none', literals: literals() })
  return first === undefined ? (expressions.length === 0 ? 'there is nothing in it' : undefined) : `line ${first.line}: ${first.message}`
}

/** All expressions of a text; none of what cannot be read. */
export function expressionsOf(text: string): JuliaValue[] {
  return parseJulia(text, { file: 'none', literals: literals() }).expressions.map(({ expression }) => expression)
}

/**
 * Surface syntax as text, as Julia 1.5 prints it: what `string(ex)`, `repr(ex)`, `@show x + 1` and the messages of `@assert` say.
 * The shape is Julia's: parentheses by rank, four spaces to a level, `#= file:line =#` for line numbers, `$(Expr(...))` for what
 * has no syntax.
 */
import { Expr, GlobalRef, isReflected, LineNumberNode, QuoteNode, StructValue, symbolName, symbolOf, type JuliaValue } from '../values/value'
import { has, HEAD } from './build'
import { continuesName, startsName } from './characters'
import { escapedString, literalText } from './literal-text'
import { operatorToken, RANK, wordToken } from './token'

/** How to show a value that is no syntax and no literal, for instance a function that was interpolated. */
type ShowValue = (value: JuliaValue) => string

/** `string(value)`. */
export function exprText(value: JuliaValue, show: ShowValue = kindOfValue): string {
  if (typeof value === 'symbol') return symbolName(value)
  return new ExprPrinter(show, true).text(value, 0, -1)
}

/** What `@show` puts before the `=`. */
export function unquotedText(value: JuliaValue, show: ShowValue = kindOfValue): string {
  return new ExprPrinter(show, false).text(value, 0, 0)
}

/** `repr(value)`: `:(a + b)`, `:x`. */
export function quotedText(value: JuliaValue, show: ShowValue = kindOfValue): string {
  return new ExprPrinter(show, false).quoted(value, 0)
}

function kindOfValue(value: JuliaValue): string {
  if (value instanceof StructValue && value.type.name.name === 'Nothing') return 'nothing'
  return isReflected(value) ? value.juliaType : typeof value
}

const INDENT = 4
/** Need parentheses when quoted. */
const QUOTED_IN_PARENS = new Set([':', '::', ':=', '=', '==', '===', '=>'])
const PREFIXES = new Set(['+', '-', '!', '¬', '~', '<:', '>:', '√', '∛', '∜'])
const WIDE_INFIX = new Set([
  ...['=', '+=', '-=', '*=', '/=', '\\=', '^=', '&=', '|=', '÷=', '%=', '>>>=', '>>=', '<<='].flatMap((operator) => [operator, `.${operator}`]),
  '&&', '||', '<:', '>:', '$=', '⊻=',
])
const TIGHT_INFIX = new Set([':', '->', '::'])
const LISTS: Readonly<Record<string, readonly [open: string, separator: string, close: string]>> = {
  vect: ['[', ', ', ']'], vcat: ['[', '; ', ']'], hcat: ['[', ' ', ']'], row: ['', ' ', ''], braces: ['{', ', ', '}'], bracescat: ['{', '; ', '}'],
}
const BRACKETS: Readonly<Record<string, readonly [open: string, close: string]>> = { call: ['(', ')'], calldecl: ['(', ')'], ref: ['[', ']'], curly: ['{', '}'], '.': ['(', ')'] }
const CHAINED = new Set(['+', '++', '*'])
const STATEMENT_LISTS = new Set(['return', 'const', 'local', 'global'])
const MACRO_NAME = symbolOf('macroname')
const CALL_DECLARATION = symbolOf('calldecl')
const LARGE_NUMBERS = new Set(['@int128_str', '@uint128_str', '@big_str'])

function isName(name: string): boolean {
  if (name === '' || name === 'true' || name === 'false') return false
  const codes = Array.from(name, (char) => char.codePointAt(0) ?? 0)
  return startsName(codes[0] ?? 0) && codes.every(continuesName)
}

function isOperator(name: string): boolean {
  return operatorToken(name) !== undefined
}

function rankOf(name: string): number {
  return operatorToken(name)?.rank ?? (name === 'in' || name === 'isa' ? wordToken(name).rank : 0)
}

function isQuoted(value: JuliaValue): boolean {
  return value instanceof QuoteNode || ((has(value, HEAD.quote) || has(value, HEAD.inert)) && value.args.length === 1)
}

interface ListStyle {
  readonly rank?: number
  /** Operators as items are in parentheses. */
  readonly operatorsInParens?: boolean
  /** `kw` is `name = value`. */
  readonly keywords?: boolean
}

class ExprPrinter {
  /** `begin` is an index, so blocks are printed in parentheses. */
  private inIndex = false

  constructor(
    private readonly show: ShowValue,
    /** `$x` is printed so, not as `$(Expr(:$, :x))`. */
    private readonly interpolates: boolean,
  ) {}

  text(value: JuliaValue, indent: number, rank: number): string {
    if (typeof value === 'symbol') return this.name(symbolName(value))
    if (value instanceof Expr) return this.expression(value, indent, rank)
    if (value instanceof LineNumberNode) return `#= ${value.file}:${value.line} =#`
    if (value instanceof QuoteNode) return typeof value.value === 'symbol' ? this.quoted(value.value, indent) : `$(QuoteNode(${this.shown(value.value)}))`
    if (value instanceof GlobalRef) return this.global(value, false)
    return literalText(value) ?? this.show(value)
  }

  /** As `show` does. */
  private shown(value: JuliaValue): string {
    if (typeof value === 'symbol' || value instanceof Expr) return this.quoted(value, 0)
    const isNode = value instanceof LineNumberNode || value instanceof QuoteNode || value instanceof GlobalRef
    return isNode ? `:(${this.text(value, 2, -1)})` : this.text(value, 0, 0)
  }

  quoted(value: JuliaValue, indent: number): string {
    if (typeof value === 'symbol') {
      const name = symbolName(value)
      if (!QUOTED_IN_PARENS.has(name)) return isName(name) || (isOperator(name) && name !== "'") ? `:${name}` : `Symbol(${this.string(name)})`
    }
    if (has(value, HEAD.block)) return this.outsideIndex(() => `${this.block('quote', [], value, indent)}end`)
    return `:(${this.text(value, indent + 2, -1)})`
  }

  private string(text: string): string {
    return JSON.stringify(text).replaceAll('$', '\\$')
  }

  private name(name: string, macro = false): string {
    if (isName(name) || (isOperator(name) && name !== "'")) return name
    if (macro && name.startsWith('@')) return `@${this.name(name.slice(1))}`
    return `var${this.string(name)}`
  }

  private global({ module, name }: GlobalRef, macro: boolean): string {
    const text = symbolName(name)
    const quoted = !isName(text) && !text.startsWith('@')
    const parens = quoted && (!isOperator(text) || QUOTED_IN_PARENS.has(text))
    const shown = this.name(text, macro)
    return `${'name' in module && typeof module.name === 'string' ? module.name : this.show(module)}.${quoted ? ':' : ''}${parens ? `(${shown})` : shown}`
  }

  private outsideIndex<Text extends string | undefined>(print: () => Text, inIndex = false): Text {
    const saved = this.inIndex
    this.inIndex = inIndex
    const text = print()
    this.inIndex = saved
    return text
  }

  private list(items: readonly JuliaValue[], separator: string, indent: number, style: ListStyle = {}): string {
    const { rank = 0, operatorsInParens = false, keywords = false } = style
    return items.map((item, index) => {
      const negative = (typeof item === 'bigint' || typeof item === 'number') && item < 0
      const prefixed = has(item, HEAD.call) && typeof item.args[0] === 'symbol' && PREFIXES.has(symbolName(item.args[0]))
      const parens = (!isQuoted(item) && index === 0 && rank >= RANK.power && (negative || prefixed))
        || (operatorsInParens && typeof item === 'symbol' && isOperator(symbolName(item)))
      const text = this.listItem(item, indent + INDENT, parens ? 0 : rank, keywords)
      return parens ? `(${text})` : text
    }).join(separator)
  }

  private listItem(item: JuliaValue, indent: number, rank: number, keywords: boolean): string {
    if (keywords && has(item, HEAD.kw) && item.args.length === 2) return this.text(new Expr(HEAD.assign, item.args), indent, rank)
    if (keywords && has(item, HEAD.assign) && item.args.length === 2) return this.fallback(item)
    return this.text(item, indent, rank)
  }

  private fallback({ head, args }: Expr): string {
    return `$(Expr(${[head, ...args].map((part) => this.shown(part)).join(', ')}))`
  }

  /** A head, what stands on its line, and a body on lines of its own; without `end`. */
  private block(head: string, args: readonly JuliaValue[], body: JuliaValue, indent: number): string {
    const first = args.length === 0 ? head : `${head} ${this.list(args, head === 'elseif' ? ' ' : ', ', indent)}`
    const inner = head === 'module' || head === 'baremodule' ? indent : indent + INDENT
    const statements = has(body, HEAD.block) || has(body, HEAD.quote) ? body.args : [body]
    return `${first}${statements.map((statement) => `\n${' '.repeat(inner)}${this.text(statement, inner, -1)}`).join('')}\n${' '.repeat(indent)}`
  }

  private blockWith(head: string, argument: JuliaValue, body: JuliaValue, indent: number): string {
    return this.block(head, has(argument, HEAD.block) || has(argument, HEAD.quote) ? argument.args : [argument], body, indent)
  }

  private call(head: string, callee: JuliaValue, args: readonly JuliaValue[], indent: number, keywords: boolean): string {
    const [open, close] = BRACKETS[head] ?? ['(', ')']
    const name = typeof callee === 'symbol' ? symbolName(callee) : undefined
    const bare = (name !== undefined && name !== ':' && !(head === '.' && isOperator(name)))
      || has(callee, HEAD.dot) || has(callee, HEAD.curly) || has(callee, MACRO_NAME) || callee instanceof GlobalRef
    const called = this.text(callee, indent, 0)
    const before = `${bare ? called : `(${called})`}${head === '.' ? '.' : ''}${open}`
    const [parameters, ...rest] = args
    if (!has(parameters, HEAD.parameters)) return `${before}${this.list(args, ', ', indent, { keywords })}${close}`
    return `${before}${this.list(rest, ', ', indent, { keywords })}; ${this.list(parameters.args, ', ', indent, { keywords })}${close}`
  }

  private expression(value: Expr, indent: number, rank: number): string {
    const { args } = value
    const head = symbolName(value.head)
    const [first, second] = args
    if (head === '.' && !(args.length === 2 && has(second, HEAD.tuple))) return this.field(value, indent)
    if (args.length === 2 && (WIDE_INFIX.has(head) || TIGHT_INFIX.has(head))) {
      return this.infix(args, WIDE_INFIX.has(head) ? ` ${head} ` : head, rankOf(head), indent, rank)
    }
    const list = LISTS[head]
    if (list !== undefined) return this.brackets(head, args, list, indent)
    if (first !== undefined && (head === 'typed_vcat' || head === 'typed_hcat')) {
      const untyped = head.slice('typed_'.length)
      return this.text(first, indent, rank) + this.brackets(untyped, args.slice(1), LISTS[untyped] ?? ['[', ' ', ']'], indent)
    }
    return this.form(value, head, indent, rank) ?? this.statement(value, head, indent, rank) ?? this.fallback(value)
  }

  private field(value: Expr, indent: number): string {
    const [object, field] = value.args
    if (value.args.length !== 2 || object === undefined || field === undefined || !isQuoted(field)) return this.fallback(value)
    const item = field instanceof QuoteNode ? field.value : field instanceof Expr ? (field.args[0] ?? field) : field
    const bare = isQuoted(object) || (typeof object === 'symbol' && isName(symbolName(object))) || has(object, HEAD.dot)
    const text = this.text(object, indent, 0)
    const name = typeof item === 'symbol' ? symbolName(item) : undefined
    const parens = name === undefined || QUOTED_IN_PARENS.has(name)
    const shown = this.text(item, indent, 0)
    return `${bare ? text : `(${text})`}.${parens || isOperator(name) ? ':' : ''}${parens ? `(${shown})` : shown}`
  }

  private infix(operands: readonly JuliaValue[], separator: string, own: number, indent: number, rank: number, operatorsInParens = true): string {
    const text = this.list(operands, separator, indent, { rank: own, operatorsInParens })
    return own <= rank ? `(${text})` : text
  }

  private brackets(head: string, args: readonly JuliaValue[], [open, separator, close]: readonly [string, string, string], indent: number): string {
    return `${open}${this.list(args, separator, indent)}${args.length === 1 && head === 'vcat' ? ';' : ''}${close}`
  }

  /** Forms that are expressions. Undefined if it is none. */
  private form(value: Expr, head: string, indent: number, rank: number): string | undefined {
    const { args } = value
    const [first, second] = args
    switch (head) {
      case 'tuple':
        return this.tuple(args, indent)
      case 'call':
        return first === undefined ? undefined : this.callOf(first, args.slice(1), indent, rank)
      case 'calldecl':
      case 'curly':
        return first === undefined ? undefined : this.call(head, first, args.slice(1), indent, head !== 'curly')
      case 'ref':
        return first === undefined ? undefined : this.outsideIndex(() => this.call(head, first, args.slice(1), indent, true), true)
      case '.':
        return first === undefined || !has(second, HEAD.tuple) ? undefined : this.call(head, first, second.args, indent, true)
      case 'typed_comprehension':
        return args.length === 2 && first !== undefined && second instanceof Expr ? `${this.text(first, indent, 0)}[${this.generator(second, indent)}]` : undefined
      case 'comprehension':
        return args.length === 1 && first instanceof Expr ? `[${this.generator(first, indent)}]` : undefined
      case 'generator':
      case 'flatten':
        return args.length >= (head === 'flatten' ? 1 : 2) ? `(${this.generator(value, indent)})` : undefined
      case 'filter':
        return args.length === 2 && first !== undefined && second !== undefined ? `${this.text(second, indent, 0)} if ${this.text(first, indent, 0)}` : undefined
      case 'comparison': {
        const ranks = args.filter((_, index) => index % 2 === 1).map((operator) => (typeof operator === 'symbol' ? rankOf(symbolName(operator)) : 0))
        return args.length >= 3 && args.length % 2 === 1 ? this.infix(args, ' ', Math.min(...ranks), indent, rank, false) : undefined
      }
      case '...':
        return args.length === 1 && first !== undefined ? `${this.text(first, indent, 0)}...` : undefined
      case '::':
      case '<:':
      case '>:':
        return args.length === 1 && first !== undefined ? head + this.text(first, indent, 0) : undefined
      case 'macrocall':
        return this.macroCall(args, indent, rank)
      case 'macroname':
        return first === undefined ? undefined : this.macroName(first)
      case 'string':
        return this.interpolated(args)
      case '&':
      case '$':
        return args.length === 1 && first !== undefined && (head === '&' || this.interpolates) ? this.prefixed(head, first) : undefined
      case "'":
        if (args.length !== 1 || first === undefined) return undefined
        return typeof first === 'symbol' ? `${this.text(first, 0, 0)}'` : `(${this.text(first, 0, 0)})'`
      case 'where':
        return this.whereOf(args, indent, rank)
      case 'quote':
        return this.quoteOf(value, indent)
      case 'null':
        return 'nothing'
      default:
        return undefined
    }
  }

  private tuple(args: readonly JuliaValue[], indent: number): string {
    const [parameters, ...rest] = args
    if (!has(parameters, HEAD.parameters)) return `(${this.list(args, ', ', indent)}${args.length === 1 ? ',' : ''})`
    const named = this.list(parameters.args, ', ', indent, { keywords: true })
    return `(${this.list(rest, ', ', indent)}${rest.length === 1 ? ',' : ''};${parameters.args.length === 0 ? '' : ' '}${named})`
  }

  private callOf(callee: JuliaValue, args: readonly JuliaValue[], indent: number, rank: number): string {
    const symbol = callee instanceof GlobalRef ? callee.name : callee
    const name = typeof symbol === 'symbol' ? symbolName(symbol) : undefined
    const own = name === undefined ? 0 : rankOf(name)
    const operator = name !== undefined && typeof symbol === 'symbol' && (own > 0 || PREFIXES.has(name)) ? symbol : undefined
    const func = operator ?? callee
    const [first, second] = args
    if (operator === undefined || name === undefined || args.some((argument) => has(argument, HEAD.kw)) || has(first, HEAD.parameters)) {
      return this.call('call', func, args, indent, true)
    }
    if (name === '*' && args.length === 2 && first !== undefined && typeof second === 'symbol' && isJuxtaposed(first, symbolName(second))) {
      return this.infix(args, '', own, indent, rank, false)
    }
    if (PREFIXES.has(name) && args.length === 1 && first !== undefined) {
      const parens = first instanceof Expr || (typeof first === 'symbol' && isOperator(symbolName(first)))
      return name + (parens ? `(${this.list(args, ', ', indent, { rank: own })})` : this.text(first, indent, own))
    }
    const infix = args.length === 2 || (args.length > 2 && CHAINED.has(name)) || (args.length === 3 && name === ':')
    if (own > 0 && infix && !args.some((argument) => has(argument, HEAD.splat))) {
      return this.infix(args, name === ':' ? name : ` ${name} `, own, indent, rank)
    }
    if (own > 0 && args.length === 1) return `(${this.text(func, indent, 0)})(${this.list(args, ', ', indent)})`
    return this.call('call', func, args, indent, true)
  }

  private generator(value: Expr, indent: number): string {
    const ranges: (readonly JuliaValue[])[] = []
    let at = value
    while (at.head === HEAD.flatten && at.args[0] instanceof Expr) {
      const outer = at.args[0]
      ranges.push(outer.args.slice(1))
      const [inner] = outer.args
      if (!(inner instanceof Expr)) return this.fallback(value)
      at = inner
    }
    ranges.push(at.args.slice(1))
    const [element] = at.args
    return element === undefined ? '' : this.text(element, indent, 0) + ranges.map((range) => ` for ${this.list(range, ', ', indent)}`).join('')
  }

  private macroCall(args: readonly JuliaValue[], indent: number, rank: number): string | undefined {
    const [macro, line, first, suffix] = args
    if (macro === undefined || line === undefined) return undefined
    if (macro instanceof GlobalRef && 'name' in macro.module && macro.module.name === 'Core' && typeof first === 'string') {
      const name = symbolName(macro.name)
      if (name === '@cmd') return `\`${first}\``
      if (LARGE_NUMBERS.has(name)) return first
    }
    const name = typeof macro === 'symbol' ? symbolName(macro) : ''
    if (/^@.*_str$/.test(name) && typeof first === 'string') {
      return `${name.slice(1, -4)}"${rawString(first)}"${typeof suffix === 'string' ? suffix : ''}`
    }
    const comment = line instanceof LineNumberNode ? `${this.text(line, 0, 0)} ` : ''
    const called = new Expr(MACRO_NAME, [macro])
    const rest = args.slice(2)
    return comment + (rank >= 0 ? this.call('call', called, rest, indent, false) : this.list([called, ...rest], ' ', indent))
  }

  private macroName(value: JuliaValue): string {
    if (typeof value === 'symbol') return this.name(symbolName(value), true)
    if (value instanceof GlobalRef) return this.global(value, true)
    if (!has(value, HEAD.dot) || value.args.length !== 2) return this.text(value, 0, 0)
    const [module, field] = value.args
    const item = field instanceof QuoteNode ? field.value : field instanceof Expr ? field.args[0] : undefined
    if (module === undefined || item === undefined) return this.text(value, 0, 0)
    const bare = typeof module === 'symbol' || module instanceof GlobalRef || has(module, HEAD.dot)
    const before = this.text(module, 0, 0)
    return `${bare ? before : `(${before})`}.${typeof item === 'symbol' ? this.name(symbolName(item), true) : this.text(item, 0, 0)}`
  }

  private interpolated(args: readonly JuliaValue[]): string {
    return `"${args.map((part) => (typeof part === 'string' ? escapedString(part, '"$') : `$(${this.text(part, 0, 0)})`)).join('')}"`
  }

  private prefixed(head: string, value: JuliaValue): string {
    const tight = has(value, HEAD.tuple) || has(value, HEAD.interpolate) || has(value, HEAD.vect) || has(value, HEAD.braces)
    const parens = (value instanceof Expr && !tight) || (typeof value === 'symbol' && isOperator(symbolName(value)))
    const text = this.text(value, 0, 0)
    return parens ? `${head}(${text})` : head + text
  }

  private whereOf([type, ...variables]: readonly JuliaValue[], indent: number, rank: number): string | undefined {
    const [only] = variables
    if (type === undefined || only === undefined) return undefined
    const bounds = variables.length === 1 ? this.text(only, indent, 1) : `{${this.list(variables, ', ', indent)}}`
    const text = `${this.text(type, indent, RANK.declaration)} where ${bounds}`
    return rank >= 1 ? `(${text})` : text
  }

  private quoteOf(value: Expr, indent: number): string | undefined {
    const [first] = value.args
    if (value.args.length === 1 && typeof first === 'symbol') return this.quoted(first, indent)
    if (!this.interpolates) return undefined
    return this.outsideIndex(() => {
      if (value.args.length === 1 && first !== undefined && !has(first, HEAD.block)) return `:(${this.text(first, indent + 2, 0)})`
      return `${this.block('quote', [], has(first, HEAD.block) && value.args.length === 1 ? first : value, indent)}end`
    })
  }

  /** Forms that stand on lines of their own. Undefined if it is none. */
  private statement(value: Expr, head: string, indent: number, rank: number): string | undefined {
    const { args } = value
    const [first, second, third] = args
    switch (head) {
      case 'block':
        return this.inIndex ? this.parenthesizedBlock(args, indent) : `${this.block('begin', [], value, indent)}end`
      case 'do':
        return first === undefined || !(second instanceof Expr) ? undefined : this.outsideIndex(() => this.doBlock(first, second, indent))
      case 'export':
      case 'public':
        return `${head} ${this.list(args.map(asMacroName), ', ', indent)}`
      case 'import':
      case 'using':
        return args.every(isImport) ? `${head} ${args.map((path) => this.importPath(path)).join(', ')}` : undefined
      case 'break':
      case 'continue':
        return args.length === 0 ? head : undefined
      case 'try':
        return this.outsideIndex(() => this.tryBlock(args, indent))
      case 'return':
        if (first instanceof StructValue && first.type.name.name === 'Nothing') return head
    }
    if (STATEMENT_LISTS.has(head) && (args.length === 1 || head === 'local' || head === 'global')) return `${head} ${this.list(args, ', ', indent)}`
    if (first === undefined) return undefined
    if (args.length === 1) {
      if (head === 'function' || head === 'macro') return this.outsideIndex(() => `${head} ${this.text(first, 0, 0)} end`)
      return head === 'abstract' ? `abstract type ${this.list(args, ' ', indent)} end` : undefined
    }
    if (second === undefined) return undefined
    return this.outsideIndex(() => this.definition(head, first, second, third, args, indent, rank))
  }

  private definition(
    head: string, first: JuliaValue, second: JuliaValue, third: JuliaValue | undefined, args: readonly JuliaValue[], indent: number, rank: number,
  ): string | undefined {
    if (args.length === 2) {
      if (head === 'primitive') return `primitive type ${this.list(args, ' ', indent)} end`
      if (!/^(?:for|while|function|macro|if|elseif|let)$/.test(head)) return undefined
      const declared = head === 'function' && has(first, HEAD.call) ? new Expr(CALL_DECLARATION, first.args) : first
      return `${this.blockWith(head, declared, has(second, HEAD.block) ? second : new Expr(HEAD.block, [second]), indent)}end`
    }
    if (args.length !== 3 || third === undefined) return undefined
    if (head === 'if' || head === 'elseif') {
      const then = this.blockWith(head, first, second, indent)
      return then + (has(third, HEAD.elseif) ? this.text(third, indent, rank) : `${this.block('else', [], third, indent)}end`)
    }
    if (head === 'module' && typeof first === 'boolean') return `${this.blockWith(first ? 'module' : 'baremodule', second, third, indent)}end`
    if (head === 'struct') return `${this.blockWith(first === true ? 'mutable struct' : 'struct', second, third, indent)}end`
    return undefined
  }

  private parenthesizedBlock(args: readonly JuliaValue[], indent: number): string {
    if (args.length === 0) return '(;;)'
    const inner = indent + INDENT
    const texts = args.map((statement, index) => {
      // After a comment alone a semicolon would begin a named tuple.
      const semicolon = index === 0 || (index === 1 && args[0] instanceof LineNumberNode) ? '' : ';'
      return `${index === 0 ? '' : `${semicolon}\n${' '.repeat(inner)}`}${this.text(statement, inner, -1)}`
    })
    return `(${texts.join('')}${args.length < 2 ? ';' : ''})`
  }

  private doBlock(call: JuliaValue, body: Expr, indent: number): string | undefined {
    const [names, block] = body.args
    if (!(names instanceof Expr) || !(block instanceof Expr)) return undefined
    const inner = indent + INDENT
    const statements = block.args.map((statement) => `\n${' '.repeat(inner)}${this.text(statement, inner, -1)}`).join('')
    return `${this.text(call, indent, -1)} do ${this.list(names.args, ', ', 0)}${statements}\n${' '.repeat(indent)}end`
  }

  private tryBlock(args: readonly JuliaValue[], indent: number): string | undefined {
    const [body, variable, caught, final] = args
    if (body === undefined || variable === undefined || caught === undefined) return undefined
    const parts = [this.block('try', [], body, indent)]
    if (has(caught, HEAD.block)) parts.push(this.block('catch', variable === false ? [] : [variable], caught, indent))
    if (has(final, HEAD.block)) parts.push(this.block('finally', [], final, indent))
    return `${parts.join('')}end`
  }

  private importPath(path: JuliaValue): string {
    if (has(path, HEAD.colon)) {
      const [module, ...names] = path.args
      return `${module === undefined ? '' : this.importPath(module)}: ${names.map((name) => this.importPath(name)).join(', ')}`
    }
    if (!(path instanceof Expr)) return this.text(path, 0, 0)
    const names = path.args.map((name) => (typeof name === 'symbol' ? symbolName(name) : ''))
    return names.map((name, index) => `${index > 0 && names[index - 1] !== '.' ? '.' : ''}${this.name(name, index === names.length - 1)}`).join('')
  }
}

/** `2x`, but not `2e` and other beginnings of numbers. */
function isJuxtaposed(factor: JuliaValue, name: string): boolean {
  if (typeof factor !== 'bigint' && typeof factor !== 'number' && !(literalText(factor) ?? '').includes('f')) return false
  const letters = factor === 0n ? 'eEfbox' : 'eEf'
  return !letters.includes(name.charAt(0))
}

function asMacroName(value: JuliaValue): JuliaValue {
  return typeof value === 'symbol' && symbolName(value).startsWith('@') ? new Expr(MACRO_NAME, [value]) : value
}

function isImport(value: JuliaValue): boolean {
  if (has(value, HEAD.colon)) return value.args.length > 1 && value.args.every(isImport)
  return has(value, HEAD.dot) && value.args.length > 0 && value.args.every((name) => typeof name === 'symbol')
}

/** Backslashes before a quote or the end are doubled, quotes get one. */
function rawString(text: string): string {
  return text.replace(/(\\*)("|$)/g, (_, slashes: string, quote: string) => slashes + slashes + (quote === '' ? '' : '\\"'))
}

/** Small pieces of surface syntax, and the questions that the parser asks of what it has parsed so far. */
import { Bits, Expr, GlobalRef, LineNumberNode, QuoteNode, symbolName, symbolOf, type JuliaValue } from '../values/value'

/** The heads that the parser and macros make. */
export const HEAD = {
  abstract: symbolOf('abstract'), as: symbolOf('as'), arrow: symbolOf('->'), block: symbolOf('block'), braces: symbolOf('braces'), bracescat: symbolOf('bracescat'),
  break: symbolOf('break'), call: symbolOf('call'), comparison: symbolOf('comparison'), comprehension: symbolOf('comprehension'),
  const: symbolOf('const'), continue: symbolOf('continue'), curly: symbolOf('curly'), do: symbolOf('do'), dot: symbolOf('.'),
  elseif: symbolOf('elseif'), export: symbolOf('export'), filter: symbolOf('filter'), flatten: symbolOf('flatten'), for: symbolOf('for'),
  function: symbolOf('function'), generator: symbolOf('generator'), global: symbolOf('global'), hcat: symbolOf('hcat'), if: symbolOf('if'),
  import: symbolOf('import'), interpolate: symbolOf('$'), kw: symbolOf('kw'), let: symbolOf('let'), local: symbolOf('local'),
  macro: symbolOf('macro'), macrocall: symbolOf('macrocall'), module: symbolOf('module'), outer: symbolOf('outer'),
  parameters: symbolOf('parameters'), primitive: symbolOf('primitive'), public: symbolOf('public'), quote: symbolOf('quote'), ref: symbolOf('ref'),
  return: symbolOf('return'), row: symbolOf('row'), splat: symbolOf('...'), string: symbolOf('string'), struct: symbolOf('struct'),
  toplevel: symbolOf('toplevel'), try: symbolOf('try'), tuple: symbolOf('tuple'), typed: symbolOf('::'),
  typedComprehension: symbolOf('typed_comprehension'), typedHcat: symbolOf('typed_hcat'), typedVcat: symbolOf('typed_vcat'),
  using: symbolOf('using'), vcat: symbolOf('vcat'), vect: symbolOf('vect'), where: symbolOf('where'), while: symbolOf('while'),
  assign: symbolOf('='), colon: symbolOf(':'), escape: symbolOf('escape'), scope: symbolOf('hygienic-scope'), inert: symbolOf('inert'),
  meta: symbolOf('meta'),
} as const

export function make(head: symbol, ...args: JuliaValue[]): Expr {
  return new Expr(head, args)
}

export function has(value: JuliaValue | undefined, head: symbol): value is Expr {
  return value instanceof Expr && value.head === head
}

/** `:x`: symbols and literals are kept in a `QuoteNode`; everything with a form of its own in an `Expr`. */
export function quoted(value: JuliaValue): JuliaValue {
  const atom = typeof value === 'symbol' || typeof value === 'string' || isNumber(value) || value instanceof Bits
  return atom ? new QuoteNode(value) : make(HEAD.quote, value)
}

/** A number literal, which can be juxtaposed: `2x`. */
export function isNumber(value: JuliaValue): boolean {
  return typeof value === 'bigint' || typeof value === 'number' || (value instanceof Bits && value.type.name.name !== 'Char')
}

/** A call of one of the macros that stand for an integer too large for `Int64`. */
export function isLargeNumber(value: JuliaValue): value is Expr {
  if (!has(value, HEAD.macrocall)) return false
  const [macro] = value.args
  return macro instanceof GlobalRef && LARGE.has(macro.name)
}

export const INT128_STRING = symbolOf('@int128_str')
export const UINT128_STRING = symbolOf('@uint128_str')
export const BIG_STRING = symbolOf('@big_str')
const LARGE = new Set([INT128_STRING, UINT128_STRING, BIG_STRING])

export function isLineNode(value: JuliaValue | undefined): boolean {
  return value instanceof LineNumberNode
}

/** `x = y` as an argument is a keyword. */
export function assignmentToKeyword(value: JuliaValue): JuliaValue {
  return has(value, HEAD.assign) ? new Expr(HEAD.kw, value.args) : value
}

export function keywordToAssignment(value: JuliaValue): JuliaValue {
  return has(value, HEAD.kw) ? new Expr(HEAD.assign, value.args) : value
}

/** `x` or `$x`. */
export function isNameOrInterpolation(value: JuliaValue | undefined): boolean {
  return typeof value === 'symbol' || has(value, HEAD.interpolate)
}

/** `A.b`, `A.B.c`. */
export function isModulePath(value: JuliaValue | undefined): value is Expr {
  if (!has(value, HEAD.dot) || value.args.length !== 2) return false
  const [object, field] = value.args
  return field instanceof QuoteNode && typeof field.value === 'symbol' && (typeof object === 'symbol' || isModulePath(object))
}

/** `f(x)`, `f(x)::T`, `f(x) where T`. */
export function isCallSignature(value: JuliaValue | undefined): boolean {
  let at = value
  while (has(at, HEAD.where) || has(at, HEAD.typed)) at = at.args[0]
  return has(at, HEAD.call)
}

/** The body of a short function, with the line on which it begins. */
export function withLine(body: JuliaValue, line: LineNumberNode): Expr {
  return has(body, HEAD.block) ? new Expr(HEAD.block, [line, ...body.args]) : make(HEAD.block, line, body)
}

/** The name of the macro `@name` with a suffix such as `_str`, for a name or a path. */
export function macroName(value: JuliaValue, suffix = ''): JuliaValue | undefined {
  if (typeof value === 'symbol') return symbolOf(`@${symbolName(value)}${suffix}`)
  if (!isModulePath(value)) return undefined
  const [object, field] = value.args
  const name = field instanceof QuoteNode ? macroName(field.value, suffix) : undefined
  return name === undefined || object === undefined ? undefined : make(HEAD.dot, object, new QuoteNode(name))
}

/** The same tree if nothing changes. */
export function mapArgs(expression: Expr, map: (argument: JuliaValue) => JuliaValue): Expr {
  let changed: JuliaValue[] | undefined
  for (const [index, argument] of expression.args.entries()) {
    const mapped = map(argument)
    if (mapped === argument) continue
    changed ??= [...expression.args]
    changed[index] = mapped
  }
  return changed === undefined ? expression : new Expr(expression.head, changed)
}

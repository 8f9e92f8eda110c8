/**
 * The trees that lowering works on between surface syntax and statements. Surface `Expr`s are copied into forms with plain
 * strings for heads, so that nothing a program holds is ever changed and desugaring can build syntax of its own. A symbol
 * stands for a variable; quoted values are `inert` forms; globals whose module is known are `GlobalRef`s.
 */
import { Expr, GlobalRef, LineNumberNode, QuoteNode, StructValue, symbolName, symbolOf, type JuliaValue } from '../values/value'
import type { Variable } from './variable'

/** One value that is computed once: an SSA value that has no number yet. */
export class Temp {
  /** The number of the statement that computes it; -1 until statements are numbered. */
  index = -1
}

export class Form {
  constructor(
    readonly head: string,
    readonly args: readonly Node[],
  ) {}
}

/** A function body, or the body of a top-level thunk if it has no arguments. */
export class Lambda {
  /** Own variables: arguments, then locals. Filled by the analysis of variables. */
  variables: Variable[] = []
  /** Variables of enclosing lambdas that it uses. */
  captured: Variable[] = []
  /** Names of static parameters, own and captured. */
  staticParameters: symbol[] = []
  /** Names of locals, unique within the lambda: filled when scopes are resolved. */
  readonly locals: symbol[] = []
  /** What a function without a global name is called in locations. */
  functionName = ''

  constructor(
    readonly args: readonly symbol[],
    /** Names of static parameters that its own signature introduces. */
    readonly ownParameters: readonly symbol[],
    public body: Node,
    readonly isVarArg: boolean,
  ) {}
}

export type Node = JuliaValue | Form | Temp | Lambda

export function form(head: string, ...args: Node[]): Form {
  return new Form(head, args)
}

export function block(...statements: Node[]): Form {
  return new Form('block', statements)
}

export function call(callee: Node, ...args: Node[]): Form {
  return new Form('call', [callee, ...args])
}

export function assign(left: Node, right: Node): Form {
  return new Form('=', [left, right])
}

/** A quoted value. */
export function inert(value: JuliaValue): Form {
  return new Form('inert', [value])
}

/** A form with a known head. */
export type FormOf<Head extends string> = Form & { readonly head: Head }

export function isForm<Head extends string>(node: Node | undefined, head: Head): node is FormOf<Head> {
  return node instanceof Form && node.head === head
}

export function isSymbol(node: Node | undefined): node is symbol {
  return typeof node === 'symbol'
}

/** A symbol or a value computed once: can be mentioned again at no cost. */
export function isSymbolLike(node: Node | undefined): node is symbol | Temp {
  return typeof node === 'symbol' || node instanceof Temp
}

/** `nothing`, `true` and `false`: values that Julia's own lowering keeps as forms, so that some rules compute them first. */
export function isFormOfValue(node: Node): boolean {
  return typeof node === 'boolean' || (node instanceof StructValue && node.fields.length === 0)
}

/** Means the same wherever and whenever it is evaluated. */
export function isQuoted(node: Node | undefined): boolean {
  return node instanceof GlobalRef || (node instanceof Form && QUOTED.has(node.head))
}

const QUOTED: ReadonlySet<string> = new Set(['inert', 'line', 'meta', 'break', 'toplevel'])

/** Evaluating it has no effect, and gives the same as often as one likes. */
export function isEffectFree(node: Node): boolean {
  return !(node instanceof Form) || isQuoted(node) || (node.head === '.' && node.args.length === 2 && isSymbolLike(node.args[0]))
}

/** A literal or a temporary. */
export function isSimpleAtom(node: Node): boolean {
  return typeof node !== 'symbol' && !(node instanceof Form) && !(node instanceof GlobalRef) && !(node instanceof Lambda)
}

export const isDeclaration = (node: Node | undefined): node is FormOf<'::'> => isForm(node, '::')
export const isVarArg = (node: Node | undefined): node is FormOf<'...'> => isForm(node, '...')
export const isAssignment = (node: Node | undefined): node is FormOf<'='> => isForm(node, '=')
export const isKeyword = (node: Node | undefined): node is FormOf<'kw'> => isForm(node, 'kw')
export const isLine = (node: Node | undefined): node is FormOf<'line'> => isForm(node, 'line')
export const hasParameters = (args: readonly Node[]): boolean => isForm(args[0], 'parameters')

/** `x::Vararg` or `x::Vararg{...}`. */
export function isVarArgDeclaration(node: Node | undefined): boolean {
  if (!isDeclaration(node) || node.args.length !== 2) return false
  return isVarArgType(node.args[1])
}

/** `Vararg`, `Vararg{T}`, `Vararg{T, N} where N`. */
export function isVarArgType(type: Node | undefined): boolean {
  if (isForm(type, 'curly') || isForm(type, 'where')) return isVarArgType(type.args[0])
  return type === VARARG
}

const VARARG = symbolOf('Vararg')

/** `f(x)`, `f(x)::T`, `f(x) where T`: what makes an assignment a definition. */
export function isEventuallyCall(node: Node | undefined): boolean {
  return node instanceof Form && (node.head === 'call' || ((node.head === 'where' || node.head === '::') && isEventuallyCall(node.args[0])))
}

export function isFunctionDefinition(node: Node | undefined): boolean {
  return node instanceof Form
    && (node.head === 'function' || node.head === '->' || (node.head === '=' && node.args.length === 2 && isEventuallyCall(node.args[0])))
}

/** `_`, `__`, ...: may be assigned, never read. */
export function isUnderscore(node: Node | undefined): boolean {
  return typeof node === 'symbol' && /^_+$/.test(symbolName(node))
}

/** `.+` and its like; not `.` and `..`. */
export function isDotOperator(node: Node | undefined): boolean {
  if (typeof node !== 'symbol') return false
  const name = symbolName(node)
  return name.length > 1 && name.startsWith('.') && name[1] !== '.'
}

export function withoutDot(operator: Node | undefined): symbol {
  return symbolOf(typeof operator === 'symbol' ? symbolName(operator).slice(1) : '')
}

/** `@nospecialize(x)` around an argument. */
export function isNospecialize(node: Node | undefined): node is FormOf<'meta'> {
  return isForm(node, 'meta') && node.args.length > 1 && (node.args[0] === NOSPECIALIZE || node.args[0] === SPECIALIZE)
}

const NOSPECIALIZE = symbolOf('nospecialize')
const SPECIALIZE = symbolOf('specialize')

/** A block around what is none; an empty block gets a value. */
export function blockOf(node: Node, nothing: Node): Form {
  if (!isForm(node, 'block')) return block(node)
  return node.args.length === 0 ? block(nothing) : node
}

/** Puts statements behind the line numbers and metas that a block begins with. */
export function insertAfterMeta(body: Form, statements: readonly Node[]): Form {
  if (statements.length === 0) return body
  const at = metaCount(body)
  return new Form(body.head, [...body.args.slice(0, at), ...statements, ...body.args.slice(at)])
}

/** How many line numbers and metas a block begins with. */
export function metaCount(body: Form): number {
  const at = body.args.findIndex((statement) => !isForm(statement, 'line') && !isForm(statement, 'meta'))
  return at < 0 ? body.args.length : at
}

/** Whether a node is within another; quoted values are not looked into. */
export function contains(node: Node, matches: (node: Node) => boolean, enters: (form: Form) => boolean = () => true): boolean {
  if (matches(node)) return true
  if (!(node instanceof Form) || isQuoted(node) || !enters(node)) return false
  return node.args.some((arg) => contains(arg, matches, enters))
}

export function containsSymbol(node: Node, name: Node): boolean {
  return contains(node, (other) => other === name)
}

/** Whether a symbol is anywhere in it, quoted or not: what Julia's lowering asks where it only has to be careful. */
export function mentions(node: Node, matches: (name: symbol) => boolean): boolean {
  if (typeof node === 'symbol') return matches(node)
  if (node instanceof Form || node instanceof Expr) return node.args.some((arg) => mentions(arg, matches))
  return node instanceof QuoteNode && mentions(node.value, matches)
}

/** Replaces forms from the top; `replace` gives undefined where it has nothing to say. Quoted values stay. */
export function rewrite(node: Node, replace: (form: Form) => Node | undefined): Node {
  if (!(node instanceof Form) || isQuoted(node)) return node
  const replaced = replace(node)
  return replaced ?? new Form(node.head, node.args.map((arg) => rewrite(arg, replace)))
}

/** Forms that mean something only at top level: their surface form is kept. */
const KEPT: ReadonlySet<string> = new Set(['module', 'using', 'import', 'export', 'public', 'toplevel'])

/** Copies surface syntax. */
export function fromSurface(value: JuliaValue): Node {
  if (value instanceof Expr) {
    const head = symbolName(value.head)
    if (KEPT.has(head)) return new Form('toplevel', [value])
    if (head === 'quote') return new Form(head, [...value.args])
    if (head === 'inert') return value.args.length === 1 ? new Form(head, [...value.args]) : new Form('malformed', [head])
    if (head === 'copyast' && value.args.length !== 1) return new Form('malformed', [head])
    return new Form(head, value.args.map(fromSurface))
  }
  if (value instanceof QuoteNode) return new Form('inert', [value.value])
  if (value instanceof LineNumberNode) return new Form('line', [value])
  return value
}

/**
 * Quoted syntax: `:(a + $b)` becomes calls that build the expression, with `$` evaluated (julia-syntax.scm and
 * utils of the front end call it backquote). What holds nothing to interpolate is kept whole and copied when evaluated.
 */
import { Expr, LineNumberNode, QuoteNode, symbolName, symbolOf, type JuliaValue } from '../../values/value'
import { call, Form, form, fromSurface, inert, isForm, type Node } from '../form'
import type { Session } from '../session'
import { expand, type Rule } from './expand'

/** Of a form, which stands for its surface expression; `$` at depth 0 is evaluated. */
export function quasiquote(node: Node, session: Session): Node {
  return quoted(toSurface(node), 0, session)
}

function quoted(value: JuliaValue, depth: number, session: Session): Node {
  if (!(value instanceof Expr)) {
    if (value instanceof QuoteNode && value.value instanceof Expr && interpolates(value.value)) {
      return call(session.core('QuoteNode'), quoted(value.value, depth, session))
    }
    if (value instanceof QuoteNode) return form('copyast', inert(value))
    return typeof value === 'symbol' || value instanceof LineNumberNode ? inert(value) : value
  }
  if (!interpolates(value)) return form('copyast', inert(value))
  const head = symbolName(value.head)
  if (head === '$' && depth === 0) {
    const [inner] = value.args
    return value.args.length === 1 && inner !== undefined ? fromSurface(inner) : session.fail('invalid interpolation syntax')
  }
  const inside = head === 'quote' ? depth + 1 : head === '$' ? depth - 1 : depth
  const parts = value.args.map((arg): Node => {
    const splatted = splatOf(arg, inside)
    return splatted === undefined ? quoted(arg, inside, session) : form('...', fromSurface(splatted))
  })
  return call(session.core('_expr'), inert(value.head), ...parts)
}

/** `$(xs...)` within the arguments of an expression. */
function splatOf(arg: JuliaValue, depth: number): JuliaValue | undefined {
  if (depth !== 0 || !(arg instanceof Expr) || arg.head !== DOLLAR || arg.args.length !== 1) return undefined
  const [inner] = arg.args
  return inner instanceof Expr && inner.head === SPLAT ? inner.args[0] : undefined
}

/** Whether there is a `$` in it, of whatever depth: if not, it can be kept whole. */
function interpolates(value: JuliaValue): boolean {
  if (value instanceof Expr) return value.head === DOLLAR || value.args.some(interpolates)
  return value instanceof QuoteNode && interpolates(value.value)
}

const DOLLAR = symbolOf('$')
const SPLAT = symbolOf('...')
const QUOTE = symbolOf('quote')

/** Back from a form to surface syntax, for parts that desugaring quotes. */
function toSurface(node: Node): JuliaValue {
  if (!(node instanceof Form)) return node as JuliaValue
  const [first] = node.args
  if (isForm(node, 'line') || isForm(node, 'toplevel')) return first as JuliaValue
  if (isForm(node, 'inert')) return new QuoteNode(first as JuliaValue)
  if (isForm(node, 'quote')) return new Expr(QUOTE, node.args as JuliaValue[])
  return new Expr(symbolOf(node.head), node.args.map(toSurface))
}

const quoteRule: Rule = ({ args: [value] }, session) => {
  if (value === undefined) return session.fail('invalid "quote" form')
  const surface = value as JuliaValue
  if (surface instanceof QuoteNode) return form('copyast', inert(surface))
  return surface instanceof Expr ? expand(quoted(surface, 0, session), session) : inert(surface)
}

export const quoteRules: Readonly<Record<string, Rule>> = { quote: quoteRule }

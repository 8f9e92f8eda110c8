/**
 * Dots: `f.(x)`, `x .+ y` and `a.b`. Nested dotted calls fuse into one lazy `Base.broadcasted` tree, which is
 * `materialize`d at the outermost dot, or written into the left side of `.=`.
 */
import { describe } from '../describe'
import { call, Form, isDotOperator, isForm, isKeyword, withoutDot, type Node } from '../form'
import type { Session } from '../session'
import { literalPower } from './calls'
import { expand, type Rule } from './expand'
import { viewForm } from './indexing'

/** Expands a dotted form; with a left side, its assignment. */
export function broadcast(left: Node | undefined, right: Node, session: Session): Node {
  const { node, isFused } = fuse(right, session)
  if (left === undefined) return expand(isFused ? call(session.top('materialize'), node) : node, session)
  const value = isFused ? node : call(session.top('broadcasted'), session.top('identity'), node)
  return expand(call(session.top('materialize!'), viewForm(left, session), value), session)
}

function fuse(node: Node, session: Session): { node: Node, isFused: boolean } {
  if (isForm(node, '.')) {
    const [callee = session.nothing, right] = node.args
    if (isForm(right, 'tuple')) return { node: fusedCall(callee, right.args, session), isFused: true }
    if (!(right instanceof Form) || right.head === 'inert' || right.head === 'quote' || right.head === '$') {
      if (right === undefined) return session.fail('invalid "." form')
      return { node: call(session.top('getproperty'), callee, right), isFused: false }
    }
    return session.fail(`invalid syntax "${describe(node)}"`)
  }
  if (isForm(node, 'call') && isDotOperator(node.args[0])) return { node: fusedCall(withoutDot(node.args[0]), node.args.slice(1), session), isFused: true }
  return { node, isFused: false }
}

function fusedCall(callee: Node, given: readonly Node[], session: Session): Node {
  const power = literalPower(callee, given, session)
  if (power !== undefined) return fusedCall(session.top('literal_pow'), power, session)
  const [first] = given
  const parameters = isForm(first, 'parameters') ? first.args : []
  const args = isForm(first, 'parameters') ? given.slice(1) : given
  const keywords = [...args.filter(isKeyword), ...parameters]
  const positional = args.filter((arg) => !isKeyword(arg)).map((arg) => fuse(arg, session).node)
  if (keywords.length === 0) return call(session.top('broadcasted'), callee, ...positional)
  return call(session.top('broadcasted_kwsyntax'), new Form('parameters', keywords), callee, ...positional)
}

const dotRule: Rule = (dotted, session) => broadcast(undefined, dotted, session)

const dotAssignRule: Rule = ({ args: [left, right] }, session) => {
  if (left === undefined || right === undefined) return session.fail('invalid ".=" form')
  return broadcast(left, right, session)
}

export const broadcastRules: Readonly<Record<string, Rule>> = { '.': dotRule, '.=': dotAssignRule }

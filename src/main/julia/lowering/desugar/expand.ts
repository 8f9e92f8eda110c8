/**
 * Desugaring: from surface forms to the core forms that scopes, closures and statements are made of. One table (`rules.ts`)
 * says which function expands which head; a head without an entry keeps its shape and its parts are expanded. Each rule builds
 * simpler surface forms and expands those again, as Julia's own does (julia-syntax.scm, "expand-table").
 */
import { Form, Lambda, type Node } from '../form'
import type { Session } from '../session'
import { ruleFor } from './rules'

export type Rule = (form: Form, session: Session) => Node

/** What needs no expansion, whatever is in it. */
const OPAQUE: ReadonlySet<string> = new Set(['inert', 'meta', 'toplevel', 'toplevel-only', 'copyast'])

export function expand(node: Node, session: Session): Node {
  if (node instanceof Form) {
    if (OPAQUE.has(node.head)) return node
    const rule = ruleFor(node.head)
    return rule === undefined ? expandParts(node, session) : rule(node, session)
  }
  if (node instanceof Lambda) return new Lambda(node.args, node.ownParameters, expand(node.body, session), node.isVarArg)
  return node
}

export function expandParts(form: Form, session: Session): Form {
  return new Form(form.head, form.args.map((arg) => expand(arg, session)))
}

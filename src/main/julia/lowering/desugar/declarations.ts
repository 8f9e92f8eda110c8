/**
 * `local`, `global`, `const` and `let`. A variable that an assignment known to come first introduces is `local-def`: it
 * never has to be checked for being undefined.
 */
import { GlobalRef } from '../../values/value'
import { describe } from '../describe'
import {
  assign, block, contains, containsSymbol, Form, form, isAssignment, isDeclaration, isEventuallyCall, isForm, isFunctionDefinition, isSymbol, type Node,
} from '../form'
import type { Session } from '../session'
import { assignedName, leftDeclarations, leftVariables } from './assignment'
import { expand, type Rule } from './expand'

/** `const a = 1`, `const global a = 1`, `const a::T = 1`. */
const constRule: Rule = (given, session) => {
  const [what] = given.args
  if (!(what instanceof Form)) return given
  switch (what.head) {
    case 'global':
    case 'local':
      if (!what.args.every(isAssignment)) session.fail('expected assignment after "const"')
      return expand(declared(what.head, what.args, true, session), session)
    case '=':
    case '::':
      return expand(declared('const', given.args, false, session), session)
    default:
      return given
  }
}

const declarationRule: Rule = (given, session) => {
  const [only] = given.args
  if (given.args.length === 1 && isSymbol(only)) return given
  return expand(declared(given.head, given.args, false, session), session)
}

/** `local x, y::T = 2` declares both, then assigns. */
function declared(head: string, bindings: readonly Node[], isConstant: boolean, session: Session): Form {
  const names: Node[] = []
  const after: Node[] = []
  for (const binding of bindings) {
    if (isAssigning(binding) || isFunctionDefinition(binding)) {
      const [left = session.nothing, ...values] = (binding as Form).args
      names.unshift(...leftDeclarations(assignedName(left)))
      after.push(new Form((binding as Form).head, [withoutTypes(left), ...values]))
    } else if (isDeclaration(binding)) {
      names.unshift(plainName(binding))
      after.push(new Form('decl', binding.args))
    } else if (isSymbol(binding)) {
      names.unshift(binding)
    } else if (binding instanceof GlobalRef && head === 'global') {
      names.unshift(binding)
    } else {
      session.fail(`invalid syntax in "${head}" declaration`)
    }
  }
  return block(
    ...(isConstant ? names.map((name) => form('const', name)) : []),
    ...names.map((name) => form(head, name)),
    ...after,
  )
}

const plainName = (node: Node): Node => (isDeclaration(node) ? node.args[0] ?? node : node)

/** The left side of an assignment whose variables are declared before. */
function withoutTypes(left: Node): Node {
  if (isEventuallyCall(left)) return left
  return isForm(left, 'tuple') ? new Form('tuple', left.args.map(withoutTypes)) : plainName(left)
}

/** `=`, `+=` and its family. */
function isAssigning(node: Node): boolean {
  return node instanceof Form && node.head.endsWith('=') && !['==', '!=', '<=', '>=', '==='].includes(node.head)
}

const letRule = (isHard: boolean): Rule => ({ args: [given, body = true] }, session) => {
  const bindings = isForm(given, 'block') ? given.args : given === undefined ? [] : [given]
  const scope = (...statements: Node[]) => form('scope-block', block(...(isHard ? [form('hardscope')] : []), ...statements))
  if (bindings.length === 0) return expand(scope(body), session)
  return expand(bindings.reduceRight<Node>((inner, binding) => bind(binding, inner, scope, session), body), session)
}

function bind(binding: Node, body: Node, scope: (...statements: Node[]) => Form, session: Session): Node {
  if (isSymbol(binding) || isDeclaration(binding)) return scope(form('local', binding), body)
  if (!isAssignment(binding) || binding.args.length !== 2) return session.fail('invalid let syntax')
  const [left = session.nothing, right = session.nothing] = binding.args
  if (isEventuallyCall(left)) {
    const name = assignedName(left)
    if (!isSymbol(name)) return session.fail('invalid let syntax')
    // One that mentions itself may need a box.
    return scope(form(containsSymbol(right, name) ? 'local' : 'local-def', name), binding, body)
  }
  if (isSymbol(left) || isDeclaration(left)) {
    const name = plainName(left)
    if (!containsSymbol(right, name)) return scope(form('local-def', left), assign(name, right), body)
    const temp = session.temp()
    return scope(assign(temp, right), form('scope-block', block(form('local-def', left), assign(name, temp), body)))
  }
  if (isForm(left, 'tuple')) {
    const names = leftVariables(left)
    const definitions = names.map((name) => form('local-def', name))
    if (!contains(right, (node) => isSymbol(node) && names.includes(node))) return scope(...definitions, binding, body)
    const temp = session.temp()
    return block(assign(temp, right), scope(...definitions, assign(left, temp), body))
  }
  return session.fail(`invalid let syntax: "${describe(binding)}"`)
}

export const declarationRules: Readonly<Record<string, Rule>> = {
  const: constRule,
  local: declarationRule,
  global: declarationRule,
  'local-def': declarationRule,
  let: letRule(true),
  'soft-let': letRule(false),
}

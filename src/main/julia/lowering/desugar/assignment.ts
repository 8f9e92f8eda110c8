/**
 * Assignment in all its forms: to variables, fields, elements and tuples of those, chained, with a declared type, `+=`
 * and its family, and the definitions that look like assignments. `a, b... = x` (1.6) and `(; a, b) = x` (1.7) are known in every version.
 */
import { GlobalRef, symbolOf } from '../../values/value'
import { describe } from '../describe'
import {
  assign, block, call, Form, form, isAssignment, isDeclaration, isEventuallyCall, isForm, inert, isFormOfValue, isQuoted, isSymbol, isSymbolLike, isVarArg, mentions, Temp, type Node,
} from '../form'
import type { Session } from '../session'
import { withoutSideEffects } from './calls'
import { expand, type Rule } from './expand'
import { indexedAssignment, sinkAssignment, takeApart } from './indexing'
import { unionAllDefinition } from './type-parameters'

const isFunctionLeft = (left: Node | undefined): boolean =>
  isForm(left, 'call') || isForm(left, 'where') || (isDeclaration(left) && isForm(left.args[0], 'call'))

const assignRule: Rule = ({ args: [left, right] }, session) => {
  if (left === undefined || right === undefined) return session.fail('invalid assignment')
  if (isFunctionLeft(left)) return expand(form('function', left, right), session)
  if (isForm(left, 'curly')) return unionAllDefinition(left, right, session)
  if (isAssignment(right)) return chained(left, right, session)
  if (isSymbolLike(left) || left instanceof GlobalRef) return sinkAssignment(left, expand(right, session))
  if (!(left instanceof Form)) return session.fail(`invalid assignment location "${describe(left)}"`)
  switch (left.head) {
    case '.':
      return fieldAssignment(left, right, session)
    case 'tuple':
      return tupleAssignment(left, right, session)
    case 'ref':
      return indexedAssignment(left, right, session)
    case '::':
      return declaredAssignment(left, right, session)
    case 'typed_hcat':
      return session.fail('invalid spacing in left side of indexed assignment')
    case 'typed_vcat':
      return session.fail('unexpected ";" in left side of indexed assignment')
    case 'vcat':
      return session.fail('use "(a, b) = ..." to assign multiple values')
    default:
      return session.fail(`invalid assignment location "${describe(left)}"`)
  }
}

/** `a = b = c`: `c` is computed once, then assigned to `b`, then to `a`. */
function chained(left: Node, given: Form, session: Session): Node {
  const lefts = [left]
  let right: Node = given
  while (isAssignment(right) && !isFunctionLeft(right.args[0])) {
    const [next = session.nothing, value = session.nothing]: readonly Node[] = right.args
    lefts.unshift(next)
    right = value
  }
  const value = isSymbolLike(right) ? right : session.temp()
  const computed = isAssignment(right) ? new Form('function', right.args) : right
  return expand(block(
    ...(value === right ? [] : [assign(value, computed)]),
    ...lefts.map((each) => assign(each, value)),
    form('unnecessary', value),
  ), session)
}

/** `a.b = x`. */
function fieldAssignment(left: Form, right: Node, session: Session): Node {
  const [object = session.nothing, name = session.nothing] = left.args
  if (isForm(name, 'tuple')) session.fail(`invalid syntax "${describe(left)} = ..."`)
  const statements: Node[] = []
  const once = (node: Node, isSimple: boolean): Node => {
    if (isSimple) return node
    const temp = session.temp()
    statements.push(sinkAssignment(temp, expand(node, session)))
    return temp
  }
  const on = once(object, isSymbolLike(object))
  const field = once(name, isSymbolLike(name) || !(name instanceof Form) || isQuoted(name))
  const value = once(right, isSymbolLike(right) || !(right instanceof Form || right instanceof GlobalRef || isFormOfValue(right)))
  return block(...statements, call(session.top('setproperty!'), on, field, value), form('unnecessary', value))
}

/** `(a, b) = (x, y)` moves values without making the tuple; any other right side is iterated. */
function tupleAssignment(left: Form, right: Node, session: Session): Node {
  const lefts = left.args
  const [only] = lefts
  if (lefts.length === 1 && isForm(only, 'parameters')) return propertyAssignment(only, right, session)
  const splat = lefts.findIndex(isVarArg)
  if (splat >= 0 && splat < lefts.length - 1) session.fail(`multiple or non-final "..." on the left side of "${describe(left)} = ..." is not supported`)
  if (splat < 0 && isForm(right, 'tuple') && lefts.length > 0 && sidesMatch(lefts, right.args)) return expand(pairwise(lefts, right.args, session), session)
  const isPlain = (typeof right === 'symbol' && !lefts.includes(right)) || right instanceof Temp
  const value = isPlain ? right : session.temp()
  const state = session.gensym()
  return block(
    ...(lefts.length > 0 ? [form('local', state)] : []),
    ...(isPlain ? [] : [sinkAssignment(value, expand(right, session))]),
    ...lefts.map((each, at) => {
      const before = at === 0 ? [] : [state]
      if (isVarArg(each)) return expand(assign(each.args[0] ?? session.nothing, call(session.top('rest'), value, ...before)), session)
      return expand(takeTuple(at === lefts.length - 1 ? [each] : [each, state], call(session.top('indexed_iterate'), value, BigInt(at + 1), ...before), session), session)
    }),
    form('unnecessary', value),
  )
}

/** `(; a, b::T) = x` reads properties (julia#39285). */
function propertyAssignment({ args: names }: Form, right: Node, session: Session): Node {
  const value = isSymbolLike(right) && !names.includes(right) ? right : session.temp()
  return block(
    ...(value === right ? [] : [sinkAssignment(value, expand(right, session))]),
    ...names.map((left) => {
      const name = isDeclaration(left) ? left.args[0] : left
      if (!isSymbol(name)) return session.fail(`invalid assignment location "${describe(form('parameters', left))}"`)
      return expand(assign(left, call(session.top('getproperty'), value, inert(name))), session)
    }),
    form('unnecessary', value),
  )
}

function sidesMatch(lefts: readonly Node[], rights: readonly Node[]): boolean {
  const splat = rights.findIndex(isVarArg)
  return splat < 0 ? lefts.length === rights.length : splat === rights.length - 1 && splat < lefts.length
}

/** Assigns the first elements of a tuple. */
export function takeTuple(lefts: readonly Node[], tuple: Node, session: Session): Form {
  const value = session.temp()
  const assignments = lefts.map((left, at) => {
    const element = call(session.core('getfield'), value, BigInt(at + 1))
    if (!isEventuallyCall(left)) return assign(left, element)
    // A function definition captures what it is given: a variable, not a temporary.
    const name = session.gensym()
    return block(assign(name, element), assign(left, name))
  })
  return block(assign(value, tuple), ...assignments, value)
}

function pairwise(lefts: readonly Node[], rights: readonly Node[], session: Session): Form {
  const statements: Node[] = []
  const after: Node[] = []
  const elements: Node[] = []
  const assigned: Node[] = [...lefts]
  for (const [at, left] of lefts.entries()) {
    const right = rights[at]
    if (right === undefined) break
    if (isVarArg(right)) {
      const temp = session.temp()
      return block(
        ...statements, assign(temp, right.args[0] ?? session.nothing), ...after,
        assign(new Form('tuple', lefts.slice(at)), temp),
        form('unnecessary', new Form('tuple', [...elements, form('...', temp)])),
      )
    }
    const within = (nodes: readonly Node[], name: Node) => nodes.some((node) => node === name || mentions(node, (other) => other === name))
    const isAtom = !(right instanceof Form) && !(right instanceof Temp) && typeof right !== 'boolean'
    if (isSymbolLike(left) && (isAtom || isQuoted(right)) && !within(rights.slice(at + 1), left) && !(isSymbolLike(right) && within(assigned, right))) {
      statements.push(assign(left, right))
      assigned.push(left)
      elements.push(right)
      continue
    }
    const temp = isEventuallyCall(left) ? session.gensym() : session.temp()
    statements.push(assign(temp, right))
    after.push(assign(left, temp))
    assigned.push(left)
    elements.push(temp)
  }
  return block(...statements, ...after, form('unnecessary', new Form('tuple', elements)))
}

/** `x::T = y`. */
function declaredAssignment(left: Form, right: Node, session: Session): Node {
  const [target, type] = left.args
  if (target === undefined || type === undefined) return session.fail('invalid "::" syntax')
  const { node, statements } = withoutSideEffects(target, session)
  return expand(block(...statements, form('decl', node, type), assign(node, right)), session)
}

/** `a += b` and its dotted form. */
const updateRule: Rule = ({ head, args: [left, right] }, session) => {
  if (left === undefined || right === undefined) return session.fail(`invalid "${head}" form`)
  const isDotted = head.startsWith('.')
  const operator = symbolOf(head.slice(0, -1))
  return expand(update(operator, isDotted ? '.=' : '=', left, right, undefined, session), session)
}

function update(operator: symbol, assignment: '=' | '.=', left: Node, right: Node, type: Node | undefined, session: Session): Node {
  if (isForm(left, 'ref')) {
    const { statements, array, indices } = takeApart(left, session)
    return block(...statements, simpleUpdate(operator, assignment, new Form('ref', [array, ...indices]), right, type, session))
  }
  if (isDeclaration(left)) {
    const { node, statements } = withoutSideEffects(left.args[0] ?? session.nothing, session)
    return block(...statements, update(operator, assignment, node, right, left.args[1], session))
  }
  if (left instanceof Form && assignment === '=' && !['.', 'tuple', 'vcat', 'typed_hcat', 'typed_vcat'].includes(left.head)) {
    session.fail(`invalid assignment location "${describe(left)}"`)
  }
  return simpleUpdate(operator, assignment, left, right, type, session)
}

function simpleUpdate(operator: symbol, assignment: '=' | '.=', left: Node, right: Node, type: Node | undefined, session: Session): Node {
  const { node, statements } = withoutSideEffects(left, session)
  let target = node
  if (assignment === '.=' && node instanceof Form && node.head !== 'ref') {
    target = session.temp()
    statements.push(assign(target, node))
  }
  if (isForm(left, 'tuple') && target instanceof Form) {
    const lost = target.args.findIndex((part, at) => part instanceof Temp && !(left.args[at] instanceof Temp))
    if (lost >= 0) session.fail(`invalid multiple assignment location "${describe(left.args[lost])}"`)
  }
  const old = type === undefined ? target : form('::', target, type)
  return block(...statements, new Form(assignment, [target, call(operator, old, right)]))
}

const UPDATES = ['+', '-', '*', '/', '//', '\\', '^', '÷', '%', '|', '&', '⊻', '<<', '>>', '>>>', '$']

const updateRules = Object.fromEntries(UPDATES.flatMap((operator) => [[`${operator}=`, updateRule], [`.${operator}=`, updateRule]]))

/** Names that a left side assigns. */
export function leftVariables(left: Node | undefined): symbol[] {
  if (typeof left === 'symbol') return [left]
  if (isDeclaration(left)) return leftVariables(left.args[0])
  return isForm(left, 'tuple') || isForm(left, 'parameters') || isVarArg(left) ? left.args.flatMap(leftVariables) : []
}

/** Names that a left side assigns, with their declared types. */
export function leftDeclarations(left: Node | undefined): Node[] {
  if (typeof left === 'symbol' || isDeclaration(left)) return [left]
  return isForm(left, 'tuple') || isForm(left, 'parameters') || isVarArg(left) ? left.args.flatMap(leftDeclarations) : []
}

const unsupported: Rule = ({ head }, session) => session.fail(`unsupported assignment operator "${head}"`)

export const assignmentRules: Readonly<Record<string, Rule>> = {
  '=': assignRule,
  ...updateRules,
  ':=': unsupported,
}

/** The symbol that a complex left side assigns in the end: `f` of `f(x)::T where T`. */
export function assignedName(left: Node): Node {
  if (!(left instanceof Form)) return left
  if (['call', 'curly', 'where'].includes(left.head) || isEventuallyCall(left)) return left.args[0] === undefined ? left : assignedName(left.args[0])
  return left
}


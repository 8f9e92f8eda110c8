/**
 * Static parameters: the names and bounds that `where` introduces, in signatures and in type expressions
 * (`Vector{T} where T`, `Vector{<:Real}`), and the calls of `TypeVar` and `UnionAll` that they become.
 */
import { symbolName, symbolOf } from '../../values/value'
import { describe } from '../describe'
import { assign, block, call, containsSymbol, Form, form, inert, isForm, type Node } from '../form'
import type { Session } from '../session'
import { expand, type Rule } from './expand'

export interface TypeParameter {
  readonly name: symbol
  readonly lower: Node | undefined
  readonly upper: Node | undefined
}

export function typeParameter(node: Node, session: Session): TypeParameter {
  const named = (name: Node | undefined, lower?: Node, upper?: Node): TypeParameter => {
    if (typeof name !== 'symbol') return session.fail(`invalid type parameter name "${describe(name)}"`)
    return { name, lower, upper }
  }
  if (!(node instanceof Form)) return named(node)
  const [first, second, third, , fifth] = node.args
  switch (node.head) {
    case '<:':
      return named(first, undefined, second)
    case '>:':
      return named(first, second)
    case 'comparison':
      if (node.args.length === 5 && second === SUBTYPE && node.args[3] === SUBTYPE) return named(third, first, fifth)
      if (node.args.length === 5 && second === SUPERTYPE && node.args[3] === SUPERTYPE) return named(third, fifth, first)
      return session.fail('invalid bounds in "where"')
    case 'var-bounds':
      return named(first, node.args[1] === NO_BOUND ? undefined : second, node.args[2] === NO_BOUND ? undefined : third)
    default:
      return session.fail('invalid variable expression in "where"')
  }
}

const SUBTYPE = symbolOf('<:')
const SUPERTYPE = symbolOf('>:')
const NO_BOUND = symbolOf('#unbounded#')

/** The form of a parameter that is already taken apart. */
export function parameterForm({ name, lower, upper }: TypeParameter): Form {
  return form('var-bounds', name, lower ?? NO_BOUND, upper ?? NO_BOUND)
}

/** `TypeVar(:T, lower, upper)`. */
export function typeVar({ name, lower, upper }: TypeParameter, session: Session, unmangle = false): Form {
  const bounds = upper !== undefined ? (lower !== undefined ? [lower, upper] : [upper]) : lower !== undefined ? [lower, session.core('Any')] : []
  return call(session.core('TypeVar'), inert(unmangle ? unmangled(name) : name), ...bounds)
}

/** `T` of a name that macro hygiene made `#12#T`. */
function unmangled(name: symbol): symbol {
  const text = symbolName(name)
  return text.startsWith('#') ? symbolOf(text.slice(text.lastIndexOf('#') + 1)) : name
}

/** Takes `where`s within one another apart: the outermost variable first. */
export function flattenWhere(node: Node): { inner: Node, variables: Node[] } {
  let inner = node
  const variables: Node[] = []
  while (isForm(inner, 'where')) {
    variables.push(...inner.args.slice(1))
    const next = inner.args[0]
    if (next === undefined) break
    inner = next
  }
  return { inner, variables }
}

export function withWheres(signature: Node, variables: readonly Node[]): Node {
  return variables.length > 0 ? new Form('where', [signature, ...variables]) : signature
}

/** Keeps those that an expression mentions, or a later parameter. */
export function usedParameters(expressions: readonly Node[], parameters: readonly TypeParameter[]): TypeParameter[] {
  const mentions = (nodes: readonly (Node | undefined)[], name: symbol) => nodes.some((node) => node !== undefined && containsSymbol(node, name))
  return parameters.filter(({ name }, at) =>
    mentions(expressions, name) || parameters.slice(at + 1).some(({ lower, upper }) => mentions([lower, upper], name)))
}

/** `T where {A, B}` becomes `let A = TypeVar(:A); UnionAll(A, let B = ...)`. */
const whereRule: Rule = ({ args }, session) => {
  const [body, ...variables] = args
  const nested = variables.reduceRight<Node>((inner, variable) => {
    const parameter = typeParameter(variable, session)
    return form('let', assign(parameter.name, typeVar(parameter, session)), call(session.core('UnionAll'), parameter.name, inner))
  }, body ?? session.nothing)
  return expand(nested, session)
}

/** `T{A, B}`; `T{<:A}` is `T{S} where S <: A`. */
const curlyRule: Rule = (curly, session) => {
  const parameters = curly.args.slice(1)
  if (isForm(parameters[0], 'parameters')) session.fail(`unexpected semicolon in "${describe(curly)}"`)
  if (parameters.some((parameter) => isForm(parameter, '='))) session.fail(`misplaced assignment statement in "${describe(curly)}"`)
  const wheres: Node[] = []
  const applied = parameters.map((parameter) => {
    if (!(isForm(parameter, '<:') || isForm(parameter, '>:')) || parameter.args.length !== 1) return parameter
    const name = session.gensym()
    wheres.push(new Form(parameter.head, [name, ...parameter.args]))
    return name
  })
  if (wheres.length > 0) return expand(new Form('where', [new Form('curly', [curly.args[0] ?? session.nothing, ...applied]), ...wheres]), session)
  return expand(call(session.core('apply_type'), ...curly.args), session)
}

/** `T{P} = S` is `const T = S where P`. */
export function unionAllDefinition(left: Form, type: Node, session: Session): Node {
  const [name, ...parameters] = left.args
  if (parameters.length === 0 || name === undefined) return session.fail(`empty type parameter list in "${describe(form('=', left, type))}"`)
  return block(form('const-if-global', name), expand(assign(name, new Form('where', [type, ...parameters])), session))
}

export const typeParameterRules: Readonly<Record<string, Rule>> = { where: whereRule, curly: curlyRule }

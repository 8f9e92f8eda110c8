/**
 * Indexing: `a[i]`, `a[i] = x` and views for dotted assignment, with `begin` and `end` in indices replaced by the first
 * and last index of their dimension. An array that several of those mention is computed once.
 */
import { symbolOf } from '../../values/value'
import {
  assign, block, call, Form, form, hasParameters, isForm, isFormOfValue, isKeyword, isQuoted, isSimpleAtom, isSymbolLike, isVarArg, mentions, type Node,
} from '../form'
import type { Session } from '../session'
import { expand, type Rule } from './expand'

const BEGIN = symbolOf('begin')
const END = symbolOf('end')

/** An indexing form taken apart: statements to run first, the array, its indices. */
export interface Indexed {
  readonly statements: readonly Node[]
  readonly array: Node
  readonly indices: readonly Node[]
}

/** `reuses` says which symbols in the indices make the array be computed first. */
export function takeApart(reference: Form, session: Session, reuses: (name: symbol) => boolean = isBound): Indexed {
  const [given = session.nothing, ...indices] = reference.args
  const computesFirst = !isSymbolLike(given) && given instanceof Form && indices.some((index) => mentions(index, reuses))
  const array = computesFirst ? session.temp() : given
  const { indices: replaced, statements } = replaceBounds(array, indices, session)
  return { statements: computesFirst ? [assign(array, given), ...statements] : statements, array, indices: replaced }
}

const isBound = (node: Node): boolean => node === BEGIN || node === END

/** `a[i]` as statements and a call of `getindex`. */
function getIndexForm(reference: Form, session: Session): Form {
  const { statements, array, indices } = takeApart(reference, session)
  return block(...statements, call(session.top('getindex'), array, ...indices))
}

/** The left side of a dotted assignment: `a[i] .= x` writes into a view. */
export function viewForm(left: Node, session: Session): Node {
  if (!isForm(left, 'ref')) return left
  const { statements, array, indices } = takeApart(left, session)
  return block(...statements, call(session.top('dotview'), array, ...indices))
}

/** Replaces `begin` and `end`; splatted indices are computed once, as the dimensions behind them depend on their lengths. */
function replaceBounds(array: Node, indices: readonly Node[], session: Session): { indices: Node[], statements: Node[] } {
  const statements: Node[] = []
  const splatted: Node[] = []
  const replaced = indices.map((given, at) => {
    const isLast = at === indices.length - 1
    const index = isVarArg(given) ? given.args[0] ?? given : given
    const value = replaceIn(index, array, at + 1, splatted, isLast, session)
    if (!isVarArg(given)) return value
    if (isSymbolLike(index) || isSimpleAtom(index)) {
      splatted.unshift(index)
      return form('...', value)
    }
    const temp = session.temp()
    statements.push(assign(temp, value))
    splatted.unshift(temp)
    return form('...', temp)
  })
  return { indices: replaced, statements }
}

function replaceIn(node: Node, array: Node, dimension: number, splatted: readonly Node[], isLast: boolean, session: Session): Node {
  if (node === BEGIN || node === END) return boundOf(node === END, array, dimension, splatted, isLast, session)
  if (!(node instanceof Form) || isQuoted(node)) return node
  const inside = (part: Node) => replaceIn(part, array, dimension, splatted, isLast, session)
  // An inner indexing has its own bounds; only the array that it indexes belongs to this one.
  if (node.head === 'ref') return new Form('ref', node.args.map((part, at) => (at === 0 ? inside(part) : part)))
  if (isKeyword(node)) return new Form('kw', node.args.map((part, at) => (at === 0 ? part : inside(part))))
  return new Form(node.head, node.args.map(inside))
}

function boundOf(isEnd: boolean, array: Node, dimension: number, splatted: readonly Node[], isLast: boolean, session: Session): Node {
  if (splatted.length === 0) {
    const bound = session.top(isEnd ? 'lastindex' : 'firstindex')
    return isLast && dimension === 1 ? call(bound, array) : call(bound, array, BigInt(dimension))
  }
  const lengths = splatted.map((tuple) => call(session.top('length'), tuple))
  const at = call(session.top('+'), BigInt(dimension - splatted.length), ...lengths)
  return isEnd ? call(session.top('lastindex'), array, at) : call(session.top('first'), call(session.top('axes'), array, at))
}

const refRule: Rule = (reference, session) => {
  if (hasParameters(reference.args.slice(1))) session.fail('unexpected semicolon in array expression')
  return expand(getIndexForm(reference, session), session)
}

/** `a[i] = x`; the value of the assignment is `x`. */
export function indexedAssignment(left: Form, right: Node, session: Session): Node {
  const [given = session.nothing, ...givenIndices] = left.args
  const reuses = given instanceof Form && givenIndices.some((index) => mentions(index, (name) => name === END))
  const array = reuses ? session.temp() : given
  const { indices, statements } = replaceBounds(array, givenIndices, session)
  const computes = (right instanceof Form && !isQuoted(right)) || isFormOfValue(right)
  const value = computes ? session.temp() : right
  return block(
    ...(reuses ? [assign(array, expand(given, session))] : []),
    ...statements.map((statement) => expand(statement, session)),
    ...(computes ? [sinkAssignment(value, expand(right, session))] : []),
    expand(call(session.top('setindex!'), array, value, ...indices), session),
    form('unnecessary', value),
  )
}

/** Assigns the last statement of a block rather than the block: what defines types and methods stays at top level. */
export function sinkAssignment(left: Node, right: Node): Form {
  if (!isForm(right, 'block')) return assign(left, right)
  const last = right.args.at(-1)
  return last === undefined ? assign(left, right) : block(...right.args.slice(0, -1), assign(left, last))
}


export const indexingRules: Readonly<Record<string, Rule>> = { ref: refRule }

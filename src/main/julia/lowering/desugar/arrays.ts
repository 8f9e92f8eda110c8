/**
 * Array syntax: literals, concatenation, generators and comprehensions. A generator is a `Base.Generator` of an anonymous
 * function; a typed comprehension over plain ranges becomes a loop at once.
 */
import { describe } from '../describe'
import {
  assign, block, call, contains, Form, form, hasParameters, isAssignment, isDotOperator, isForm, isFunctionDefinition, isSymbol, isUnderscore, containsSymbol,
  type Node,
} from '../form'
import { symbolOf } from '../../values/value'
import type { Session } from '../session'
import { leftVariables } from './assignment'
import { expand, type Rule } from './expand'

function checkElements(given: Form, elements: readonly Node[], session: Session): void {
  if (hasParameters(elements)) session.fail('unexpected semicolon in array expression')
  if (elements.some(isAssignment)) session.fail(`misplaced assignment statement in "${describe(given)}"`)
}

/** `[a, b]` and `[a b]`. */
const concatenation = (name: string): Rule => (given, session) => {
  checkElements(given, given.args, session)
  return expand(call(session.top(name), ...given.args), session)
}

const typedHcatRule: Rule = (given, session) => {
  checkElements(given, given.args.slice(1), session)
  return expand(call(session.top('typed_hcat'), ...given.args), session)
}

/** Rows within a column: the numbers of their elements, then all elements. */
function rowsOf(elements: readonly Node[], session: Session): Node[] | undefined {
  if (!elements.some((element) => isForm(element, 'row'))) return undefined
  const rows = elements.map((element) => (isForm(element, 'row') ? element.args : [element]))
  return [call(session.core('tuple'), ...rows.map((row) => BigInt(row.length))), ...rows.flat()]
}

const vcatRule: Rule = (given, session) => {
  checkElements(given, given.args, session)
  const rows = rowsOf(given.args, session)
  return expand(rows === undefined ? call(session.top('vcat'), ...given.args) : call(session.top('hvcat'), ...rows), session)
}

const typedVcatRule: Rule = (given, session) => {
  const [type = session.nothing, ...elements] = given.args
  checkElements(given, elements, session)
  const rows = rowsOf(elements, session)
  return expand(rows === undefined ? call(session.top('typed_vcat'), type, ...elements) : call(session.top('typed_hvcat'), type, ...rows), session)
}

interface Range { readonly variable: Node, readonly collection: Node }

function rangesOf(nodes: readonly Node[], session: Session): Range[] {
  return nodes.map((node) => {
    const [variable, collection] = isForm(node, '=') ? node.args : []
    if (variable === undefined || collection === undefined) return session.fail('invalid iteration specification')
    return { variable, collection }
  })
}

const generatorRule: Rule = (given, session) => {
  checkNoReturn(given, session)
  return expand(generator(given, false, [], session), session)
}

const flattenRule: Rule = ({ args: [inner] }, session) => {
  if (!isForm(inner, 'generator')) return session.fail('invalid "flatten" form')
  checkNoReturn(inner, session)
  return expand(generator(inner, true, [], session), session)
}

function generator({ args: [element = true, ...over] }: Form, isFlat: boolean, outer: readonly symbol[], session: Session): Node {
  const [first] = over
  const filter = isForm(first, 'filter') ? first : undefined
  const ranges = rangesOf(filter === undefined ? over : filter.args.slice(1), session)
  const collections = ranges.map(({ collection }) => collection)
  const [only] = collections
  const all = collections.length === 1 && only !== undefined ? only : call(session.top('product'), ...collections)
  const filtered = filter === undefined
    ? all
    : call(session.top('Filter'), elementFunction(filter.args[0] ?? true, ranges, false, [], session), all)
  const made = call(session.top('Generator'), elementFunction(element, ranges, isFlat, outer, session), filtered)
  return isFlat ? call(session.top('Flatten'), made) : made
}

/** What makes an element of the values of its ranges: an anonymous function, or a known one where that says the same. */
function elementFunction(element: Node, ranges: readonly Range[], isFlat: boolean, outer: readonly symbol[], session: Session): Node {
  const variables = ranges.map(({ variable }) => variable)
  const [first = session.nothing] = variables
  const isPlain = variables.length === 1 && isSymbol(first)
  const argument = isPlain ? first : session.gensym()
  const own = variables.flatMap(leftVariables)
  const taken = isPlain
    ? []
    : [...own.map((name) => form('local', name)), assign(variables.length === 1 ? first : new Form('tuple', variables), argument)]
  if (element === argument) return session.top('identity')
  if (taken.length === 0 && isForm(element, 'call') && element.args.length === 2) {
    const [callee = true, passed] = element.args
    if (passed === argument && !isDotOperator(callee) && !containsSymbol(callee, argument)) return callee
  }
  const body = bodyOf(element, isFlat, outer, own, session)
  return form('->', argument, block(...taken, body))
}

function bodyOf(element: Node, isFlat: boolean, outer: readonly symbol[], own: readonly symbol[], session: Session): Node {
  const inner = [...new Set([...outer, ...own])]
  if (isFlat && isForm(element, 'generator')) return expand(generator(element, false, inner, session), session)
  if (isFlat && isForm(element, 'flatten') && isForm(element.args[0], 'generator')) return expand(generator(element.args[0], true, inner, session), session)
  if (outer.length === 0) return element
  return form('let', block(...outer.filter((name) => !isUnderscore(name)).map((name) => assign(name, name))), element)
}

const comprehensionRule: Rule = ({ args }, session) => {
  const [first = true] = args
  return expand(call(session.top('collect'), args.length > 1 ? new Form('generator', args) : first), session)
}

const typedComprehensionRule: Rule = ({ args: [type = true, made = true] }, session) => {
  if (isForm(made, 'generator')) {
    const [element = true, ...over] = made.args
    if (over.every((range) => isForm(range, '='))) return expand(comprehensionLoop(type, element, rangesOf(over, session), session), session)
  }
  return expand(call(session.top('collect'), type, made), session)
}

/** `T[f(x) for x in xs]`: an array of the known size, filled in a loop. */
function comprehensionLoop(type: Node, element: Node, ranges: readonly Range[], session: Session): Node {
  checkNoReturn(element, session)
  const isBreak = (node: Node) => isForm(node, 'break') || isForm(node, 'continue')
  if (contains(element, isBreak, ({ head }) => head !== 'for' && head !== 'while')) session.fail('break or continue outside loop')
  const result = session.gensym()
  const index = session.gensym()
  const one = session.temp()
  const size = session.temp()
  const unknown = session.temp()
  const values = ranges.map(() => session.temp())
  const [only = one] = values
  const overall = ranges.length === 1 ? only : session.temp()
  const store = block(
    assign(one, element),
    form('inbounds', true),
    form('if', unknown, call(session.top('push!'), result, one), call(session.top('setindex!'), result, one, index)),
    form('inbounds', symbolOf('pop')),
    assign(index, call(session.top('add_int'), index, 1n)),
  )
  const loops = ranges.reduce<Node>((inner, { variable }, at) => form('for', assign(variable, values[at] ?? one), inner), store)
  return form('scope-block', block(
    form('local', result), form('local', index),
    ...ranges.map(({ collection }, at) => assign(values[at] ?? one, collection)),
    ...(ranges.length === 1 ? [] : [assign(overall, call(session.top('product'), ...values))]),
    assign(size, call(session.top('IteratorSize'), overall)),
    assign(unknown, call(session.core('isa'), size, session.top('SizeUnknown'))),
    form('if', unknown,
      assign(result, call(form('curly', session.core('Array'), type, 1n), session.core('undef'), 0n)),
      assign(result, call(session.top('_array_for'), type, overall, size))),
    assign(index, call(session.top('first'), call(session.top('LinearIndices'), result))),
    loops,
    result,
  ))
}

function checkNoReturn(node: Node, session: Session): void {
  if (contains(node, (inner) => isForm(inner, 'return'), (inner) => !isFunctionDefinition(inner))) {
    session.fail('"return" not allowed inside comprehension or generator')
  }
}

const discontinued: Rule = (_, session) => session.fail('{ } vector syntax is discontinued')

export const arrayRules: Readonly<Record<string, Rule>> = {
  vect: concatenation('vect'),
  hcat: concatenation('hcat'),
  vcat: vcatRule,
  typed_hcat: typedHcatRule,
  typed_vcat: typedVcatRule,
  generator: generatorRule,
  flatten: flattenRule,
  comprehension: comprehensionRule,
  typed_comprehension: typedComprehensionRule,
  braces: discontinued,
  bracescat: discontinued,
}

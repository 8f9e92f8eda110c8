/**
 * Control flow: blocks, `&&`, `||`, chained comparison, `while`, `for`, `break`, `continue` and `try`.
 * Loops become `break-block`s named `loop-exit` and `loop-cont` around `_while` and `_do_while`.
 */
import { symbolOf } from '../../values/value'
import { assign, block, blockOf, call, contains, Form, form, isDotOperator, isForm, isSymbolLike, isUnderscore, type Node } from '../form'
import type { Session } from '../session'
import { leftVariables, takeTuple } from './assignment'
import { expand, expandParts, type Rule } from './expand'

const EXIT = symbolOf('loop-exit')
const CONTINUE = symbolOf('loop-cont')

const blockRule: Rule = (given, session) => {
  const [first] = given.args
  if (first === undefined) return session.nothing
  if (given.args.length === 1 && !isForm(first, 'line')) return expand(first, session)
  return expandParts(given, session)
}

/** The parts of nested `&&` or `||`. */
function flattened(head: string, node: Form): Node[] {
  return node.args.flatMap((arg) => (isForm(arg, head) ? flattened(head, arg) : [arg]))
}

const andRule: Rule = (given, session) => {
  const parts = flattened('&&', given)
  const last = parts.pop() ?? true
  return expand(parts.reduceRight<Node>((rest, part) => form('if', part, rest, false), last), session)
}

const orRule: Rule = (given, session) => {
  const parts = flattened('||', given)
  const last = parts.pop() ?? false
  return expand(parts.reduceRight<Node>((rest, part) => {
    if (isSymbolLike(part)) return form('if', part, part, rest)
    const temp = session.temp()
    return block(assign(temp, part), form('if', temp, temp, rest))
  }, last), session)
}

/**
 * `a < b <= c` is `a < b && b <= c` with `b` computed once; runs of dotted comparisons are joined by `.&` and do not
 * short-circuit.
 */
const comparisonRule: Rule = ({ args }, session) => expand(compareAll([...args], session), session)

function compareAll(chain: Node[], session: Session): Node {
  let whole: Node | undefined
  while (chain.length >= 3) {
    const next = isDotOperator(chain[1]) ? compareOne(chain, session) : compareScalars(chain, session)
    whole = whole === undefined ? next : call(symbolOf('.&'), whole, next)
  }
  return whole ?? session.fail('invalid comparison')
}

function compareScalars(chain: Node[], session: Session): Node {
  let whole: Node | undefined
  while (chain.length >= 3 && !isDotOperator(chain[1])) {
    const next = compareOne(chain, session)
    whole = whole === undefined ? next : form('&&', whole, next)
  }
  return whole ?? true
}

/** Takes the first comparison from a chain, whose right side becomes the next left side. */
function compareOne(chain: Node[], session: Session): Node {
  const [left = true, operator = true, right = true] = chain
  const once = right instanceof Form && chain.length > 3 ? session.temp() : right
  const compare = call(operator, left, once)
  const before = once === right ? [] : [assign(once, right)]
  const following = chain[4]
  chain.splice(0, 3, once)
  if (!isDotOperator(operator) && following instanceof Form && isDotOperator(chain[1])) {
    // The dotted comparison behind runs in any case: compute what it compares before this one can short-circuit.
    const temp = session.temp()
    chain[2] = temp
    return block(...before, assign(temp, following), compare)
  }
  return before.length > 0 ? block(...before, compare) : compare
}

const whileRule: Rule = ({ args: [condition = true, body = true] }, session) => form('break-block', EXIT,
  form('_while', expand(condition, session), form('break-block', CONTINUE, form('scope-block', blockOf(expand(body, session), session.nothing)))))

const breakRule: Rule = (given) => (given.args.length > 0 ? given : form('break', EXIT))

const continueRule: Rule = () => form('break', CONTINUE)

const isOuter = (left: Node): left is Form => isForm(left, 'outer')

const forRule: Rule = ({ args: [given, body = true] }, session) => {
  const ranges = isForm(given, 'block') ? given.args : given === undefined ? [] : [given]
  const loops = ranges.map((range) => {
    const [left, collection] = isForm(range, '=') ? range.args : []
    if (left === undefined || collection === undefined) return session.fail('invalid iteration specification')
    return { left, collection }
  })
  // What outer loops assign is copied for each round of the innermost.
  const copied = new Set(loops.slice(0, -1).flatMap(({ left }) => (isOuter(left) ? [] : leftVariables(left))).filter((name) => !isUnderscore(name)))
  return expand(form('break-block', EXIT, nestLoops(loops, [...copied], body, session)), session)
}

interface Loop { readonly left: Node, readonly collection: Node }

function nestLoops(loops: readonly Loop[], copied: readonly symbol[], body: Node, session: Session): Node {
  const [loop, ...inner] = loops
  if (loop === undefined) return body
  const collection = session.temp()
  const next = session.gensym()
  const state = session.temp()
  const outer = isOuter(loop.left)
  const left = outer ? loop.left.args[0] ?? session.nothing : loop.left
  const round = block(
    ...(outer ? [] : leftVariables(left).map((name) => form('local', name))),
    takeTuple([left, state], next, session),
    nestLoops(inner, copied, body, session),
  )
  const scoped = inner.length === 0
    ? form('break-block', CONTINUE, form('soft-let', block(...copied.map((name) => assign(name, name))), round))
    : form('scope-block', round)
  const goesOn = () => call(session.top('not_int'), call(session.core('==='), next, session.nothing))
  return block(
    assign(collection, loop.collection),
    assign(next, call(session.top('iterate'), collection)),
    ...(outer ? [form('require-existing-local', left)] : []),
    form('if', goesOn(), form('_do_while', block(scoped, assign(next, call(session.top('iterate'), collection, state))), goesOn())),
  )
}

const tryRule: Rule = ({ args: [body = true, variable = false, handler = false, ending] }, session) => {
  if (ending !== undefined) {
    if (hasUnmatchedGoto(body)) session.fail('goto from a try/finally block is not permitted')
    return expand(form('tryfinally',
      handler === false ? form('scope-block', body) : form('try', body, variable, handler),
      form('scope-block', ending)), session)
  }
  const caught = isSymbolLike(variable) ? block(assign(variable, form('the_exception')), handler) : handler
  return expand(form('trycatch', form('scope-block', body), form('scope-block', caught)), session)
}

function hasUnmatchedGoto(body: Node): boolean {
  const labels = new Set<Node>()
  const gotos = new Set<Node>()
  contains(body, (node) => {
    if (isForm(node, 'symboliclabel') && node.args[0] !== undefined) labels.add(node.args[0])
    if (isForm(node, 'symbolicgoto') && node.args[0] !== undefined) gotos.add(node.args[0])
    return false
  })
  return [...gotos].some((label) => !labels.has(label))
}

const lineRule: Rule = (given, session) => {
  session.locate(given)
  return given
}

export const controlFlowRules: Readonly<Record<string, Rule>> = {
  block: blockRule,
  '&&': andRule,
  '||': orRule,
  comparison: comparisonRule,
  while: whileRule,
  break: breakRule,
  continue: continueRule,
  for: forRule,
  try: tryRule,
  line: lineRule,
}

/**
 * Calls: plain, with keywords (`Core.kwfunc(f)(named tuple, f, args...)`), splatted (`Core._apply_iterate`), literal powers,
 * `ccall`, and the tuples and named tuples that arguments travel in.
 */
import { GlobalRef, symbolName, symbolOf } from '../../values/value'
import { toJuliaString } from '../../values/text'
import { describe } from '../describe'
import {
  assign, block, call, Form, form, inert, isAssignment, isDotOperator, isEffectFree, isForm, isKeyword, isVarArg, withoutDot, type Node,
} from '../form'
import type { Session } from '../session'
import { broadcast } from './broadcast'
import { expand, expandParts, type Rule } from './expand'
import { isNameReference } from './functions'

const CCALL = symbolOf('ccall')
const POWER = symbolOf('^')
const PAIR = symbolOf('=>')
const ANY = symbolOf('Any')
const CONVENTIONS: ReadonlySet<Node> = new Set(['cdecl', 'stdcall', 'fastcall', 'thiscall', 'llvmcall'].map(symbolOf))

const callRule: Rule = (called, session) => {
  const [callee, ...args] = called.args
  if (callee === undefined) return session.fail('invalid call form')
  if (args.length === 0) return expandParts(called, session)
  if (isDotOperator(callee)) return broadcast(undefined, form('.', withoutDot(callee), new Form('tuple', args)), session)
  if (callee === CCALL) return expand(foreignCall(args, session), session)
  if (args.some(isKeyword)) return expand(keywordCall(callee, args, session), session)
  const [first, ...others] = args
  if (isForm(first, 'parameters')) return expand(first.args.length === 0 ? call(callee, ...others) : keywordCall(callee, args, session), session)
  if (args.some(isVarArg)) return expand(call(session.core('_apply_iterate'), session.top('iterate'), callee, ...wrapTuples(args, session)), session)
  const power = literalPower(callee, args, session)
  return power === undefined ? expandParts(called, session) : expand(call(session.top('literal_pow'), ...power), session)
}

/** The name of a global or local function. */
function identifierName(node: Node): Node {
  return node instanceof GlobalRef ? node.name : node
}

/** `x^2` is `literal_pow(^, x, Val{2}())`: the arguments, if it is one. */
export function literalPower(callee: Node, args: readonly Node[], session: Session): Node[] | undefined {
  const [base, exponent] = args
  if (identifierName(callee) !== POWER || args.length !== 2 || base === undefined || typeof exponent !== 'bigint') return undefined
  return [callee, base, call(call(session.core('apply_type'), session.top('Val'), exponent))]
}

/** Arguments of `_apply_iterate`: what is splatted, and tuples of what lies between. */
function wrapTuples(args: readonly Node[], session: Session): Node[] {
  const wrapped: Node[] = []
  let run: Node[] = []
  const flush = () => {
    if (run.length > 0) wrapped.push(call(session.core('tuple'), ...run))
    run = []
  }
  for (const arg of args) {
    if (isVarArg(arg) && arg.args.length === 1 && arg.args[0] !== undefined) {
      flush()
      wrapped.push(arg.args[0])
    } else {
      run.push(arg)
    }
  }
  flush()
  return wrapped
}

/**
 * Makes an expression safe to be evaluated more than once: its parts are computed first, into temporaries.
 */
export function withoutSideEffects(node: Node, session: Session, isTuple = false): { node: Node, statements: Node[] } {
  if (!(node instanceof Form)) return { node, statements: [] }
  const statements: Node[] = []
  const simple = (part: Node): Node => {
    if (isEffectFree(part) || !(part instanceof Form)) return part
    if (part.head === '...' || part.head === '&') return new Form(part.head, part.args.map(simple))
    if (part.head === 'kw' || (isTuple && part.head === '=')) return new Form(part.head, part.args.map((arg, at) => (at === 0 ? arg : simple(arg))))
    if (part.head === 'parameters') return new Form(part.head, part.args.map(simple))
    if (part.head === 'tuple') {
      const inner = withoutSideEffects(part, session, true)
      statements.push(...inner.statements)
      return inner.node
    }
    const temp = session.temp()
    statements.push(assign(temp, part))
    return temp
  }
  return { node: new Form(node.head, node.args.map(simple)), statements }
}

function keywordCall(callee: Node, given: readonly Node[], session: Session): Node {
  const [first] = given
  const parameters = isForm(first, 'parameters') ? first.args : []
  const { node, statements } = withoutSideEffects(call(callee, ...(isForm(first, 'parameters') ? given.slice(1) : given)), session)
  const [simple = callee, ...args] = node instanceof Form ? node.args : []
  const keywords = [...args.filter(isKeyword), ...parameters]
  const positional = args.filter((arg) => !isKeyword(arg))
  const f = isNameReference(simple) && !(simple instanceof GlobalRef && session.isImplied(simple)) ? simple : session.temp()
  const container = session.temp()
  const sorted = call(call(session.core('kwfunc'), f), container, f, ...positional)
  const tuple = namedTuple(keywords, session, {
    repeated: (name) => `keyword argument "${name}" repeated in call to "${describe(simple)}"`,
    name: 'keyword argument',
    syntax: 'keyword argument syntax',
  })
  return block(
    ...statements,
    ...(f === simple ? [] : [assign(f, simple)]),
    assign(container, tuple),
    // Nothing but splatted keywords: there may be none.
    keywords.every(isVarArg) ? form('if', call(session.top('isempty'), container), call(f, ...positional), sorted) : sorted,
  )
}

interface NamedTupleWords {
  readonly repeated: (name: string) => string
  readonly name: string
  readonly syntax: string
}

const FIELD_WORDS: NamedTupleWords = {
  repeated: (name) => `field name "${name}" repeated in named tuple`,
  name: 'named tuple field',
  syntax: 'named tuple element',
}

/** `(a = 1, b, c.d, e => f, g...)`: runs of known names become one `NamedTuple{names}(values)`, merged with the rest. */
function namedTuple(elements: readonly Node[], session: Session, words: NamedTupleWords = FIELD_WORDS): Node {
  let made: Node | undefined
  let names: Node[] = []
  let values: Node[] = []
  const seen = new Set<symbol>()
  const merge = (next: Node | undefined): void => {
    if (next !== undefined) made = made === undefined ? next : call(session.top('merge'), made, next)
  }
  const flush = () => {
    if (names.length > 0) merge(namedTupleOf(names, values, session))
    names = []
    values = []
  }
  const field = (name: Node | undefined, value: Node | undefined): void => {
    if (typeof name !== 'symbol') return session.fail(`invalid ${words.name} name "${describe(name)}"`)
    if (seen.has(name)) session.fail(words.repeated(symbolName(name)))
    if (isVarArg(value)) session.fail(`"..." expression cannot be used as ${words.name} value`)
    seen.add(name)
    names.push(inert(name))
    values.push(value ?? session.nothing)
  }
  for (const element of elements) {
    if (isAssignment(element) || isKeyword(element)) {
      field(element.args[0], element.args[1])
    } else if (typeof element === 'symbol') {
      field(element, element)
    } else if (isForm(element, '.') && isForm(element.args[1], 'inert')) {
      field(element.args[1].args[0], element)
    } else if (isForm(element, 'call') && element.args.length === 3 && element.args[0] === PAIR) {
      flush()
      if (isVarArg(element.args[2])) session.fail(`"..." expression cannot be used as ${words.name} value`)
      merge(namedTupleOf(element.args.slice(1, 2), element.args.slice(2), session))
    } else if (isVarArg(element)) {
      flush()
      if (made === undefined) made = call(session.top('merge'), call(session.top('NamedTuple')), ...element.args)
      else merge(element.args[0])
    } else {
      session.fail(`invalid ${words.syntax} "${describe(element)}"`)
    }
  }
  flush()
  return made ?? call(session.core('NamedTuple'))
}

function namedTupleOf(names: readonly Node[], values: readonly Node[], session: Session): Node {
  return call(form('curly', session.core('NamedTuple'), new Form('tuple', names)), call(session.core('tuple'), ...values))
}

const tupleRule: Rule = ({ args }, session) => {
  const [first] = args
  if (isForm(first, 'parameters')) {
    if (args.length > 1) session.fail('unexpected semicolon in tuple')
    return expand(namedTuple(first.args, session), session)
  }
  if (args.some(isAssignment)) return expand(namedTuple(args, session), session)
  return expand(call(session.core('tuple'), ...args), session)
}

/** `ccall(name, [convention,] Result, (Types...,), args...)`: every argument is converted to its type first. */
function foreignCall(given: readonly Node[], session: Session): Node {
  const [name, ...after] = given
  const [result, types, ...args] = CONVENTIONS.has(after[0] ?? false) ? after.slice(1) : after
  if (name === undefined || result === undefined || types === undefined) return session.fail('too few arguments to ccall')
  if (!isForm(types, 'tuple')) return session.fail('ccall argument types must be a tuple; try "(T,)"')
  const last = types.args.at(-1)
  const fixed = isVarArg(last) ? types.args.slice(0, -1) : types.args
  if (fixed.some(isVarArg)) session.fail('only the trailing ccall argument type should have "..."')
  if (isVarArg(last) && fixed.length === 0) session.fail('C ABI prohibits vararg without one required argument')
  if (args.length > fixed.length && !isVarArg(last)) session.fail('more arguments than types for ccall')
  if (args.length < fixed.length) session.fail('more types than arguments for ccall')
  const statements: Node[] = []
  const formal: Node[] = []
  const roots: Node[] = []
  const converted = args.map((arg, at) => {
    const type = fixed[at] ?? (isVarArg(last) ? last.args[0] : undefined) ?? ANY
    if (type === ANY) {
      formal.push(session.core('Any'))
      return arg
    }
    const temp = session.temp()
    statements.push(assign(temp, call(session.top('cconvert'), type, arg)))
    roots.push(temp)
    formal.push(type)
    return call(session.top('unsafe_convert'), type, temp)
  })
  return block(...statements, form('foreigncall', foreignName(name, session), result, new Form('types', formal), new Form('values', converted), new Form('roots', roots)))
}

/** `:f`, `"f"` and `(:f, library)`: libraries are not told apart. */
function foreignName(name: Node, session: Session): string {
  if (typeof name === 'string') return name
  if (isForm(name, 'inert') && typeof name.args[0] === 'symbol') return symbolName(name.args[0])
  if (isForm(name, 'tuple') && name.args[0] !== undefined) return foreignName(name.args[0], session)
  return session.fail(`ccall: the name of the function has to be a constant, found ${describe(name)}`)
}

const stringRule: Rule = ({ args }, session) => expand(call(session.top('string'), ...args), session)

const subtypeRule: Rule = ({ head, args }, session) => expand(call(symbolOf(head), ...args), session)

/** `x'` calls the function of that name, which Base has for `adjoint`. */
const adjointRule: Rule = ({ args }, session) => expand(call(symbolOf("'"), ...args), session)

/** `x::T` in a value position. What declares a variable's type stays. */
const typeAssertionRule: Rule = (assertion, session) => {
  if (assertion.args.length !== 2) return session.fail('invalid "::" syntax')
  const [value] = assertion.args
  if (typeof value === 'symbol' || !(value instanceof Form)) return expandParts(assertion, session)
  return new Form('call', [session.core('typeassert'), ...assertion.args.map((arg) => expand(arg, session))])
}

const misplaced = (message: string): Rule => (_, session) => session.fail(message)

/** An assertion error of ours as a call, for code that Julia refuses when it runs. */
export function throwArgumentError(message: string, session: Session): Node {
  return call(session.core('throw'), call(session.top('ArgumentError'), toJuliaString(message)))
}

export const callRules: Readonly<Record<string, Rule>> = {
  call: callRule,
  tuple: tupleRule,
  string: stringRule,
  '<:': subtypeRule,
  '>:': subtypeRule,
  "'": adjointRule,
  '::': typeAssertionRule,
  '...': misplaced('"..." expression outside call'),
  $: misplaced('"$" expression outside quote'),
  '&': (given, session) => session.fail(`invalid syntax ${describe(given)}`),
  parameters: misplaced('unexpected semicolon'),
  kw: misplaced('misplaced keyword argument'),
}

/**
 * Functions with keyword arguments, as Julia 1.5 makes them: a body method `#f#1` that takes the keywords by position, a
 * method of `f` for calls without keywords, and a method of the type `Core.kwftype(typeof(f))` that takes a named tuple,
 * sorts it and calls the body (julia-syntax.scm, "keywords-method-def-expr").
 */
import { GlobalRef, symbolName, symbolOf } from '../../values/value'
import { describe } from '../describe'
import {
  assign, block, call, contains, Form, form, inert, insertAfterMeta, isDeclaration, isForm, isKeyword, isLine, isNospecialize,
  isSymbol, isVarArg, isVarArgDeclaration, mentions, type Node,
} from '../form'
import type { Session } from '../session'
import { argumentName, argumentType, declaredName, methods, prologueOf, UNUSED, withoutGenerated, type MethodDefinition } from './functions'
import { usedParameters } from './type-parameters'

interface Keyword {
  /** With its declared type. */
  readonly variable: Node
  readonly name: symbol
  readonly type: Node | undefined
  readonly value: Node
}

export function keywordMethods(definition: MethodDefinition, given: Form, session: Session): Form {
  const { name, parameters, args: all, body, returnType } = definition
  const { keywords, rest, annotations } = keywordsOf(given, session)
  const last = all.at(-1)
  const hasRest = isVarArg(last) || isVarArgDeclaration(last)
  const positional = hasRest ? all.slice(0, -1) : all
  const trailing = hasRest && last !== undefined ? [last] : []
  const spread = trailing.map((arg) => form('...', argumentName(arg, session)))
  const positionalParameters = usedParameters(all, parameters)
  const keywordOnly = parameters.filter((parameter) => !positionalParameters.some((other) => other.name === parameter.name))
  const names = keywords.map((keyword) => keyword.name)
  const values = keywords.map((keyword) => keyword.value)
  // Do defaults depend on other keywords?
  const ordered = names.some((other) => values.some((value) => mentions(value, (mentioned) => mentioned === other)))
  const prologue = prologueOf(body)
  const container = session.gensym()
  const others = rest === undefined ? session.temp() : symbolOf(`${symbolName(rest)}...`)
  const mangled = mangledName(name, session)
  const positionalNames = () => positional.map((arg) => argumentName(arg, session))

  const bodyMethod = methods({
    name: mangled,
    parameters,
    args: [
      form('::', mangled, call(session.core('typeof'), mangled)),
      ...keywords.map((keyword) => keyword.variable),
      ...(rest === undefined ? [] : [rest]),
      ...positional.map((arg) => (isKeyword(arg) ? arg.args[0] ?? arg : arg)),
      ...trailing,
    ],
    body: insertAfterMeta(block(...body.args), [form('meta', symbolOf('nkw'), BigInt(keywords.length + (rest === undefined ? 0 : 1))), ...annotations]),
    returnType,
  }, session)

  const direct = form('return', call(
    mangled,
    ...(ordered ? names : values),
    ...(rest === undefined ? [] : [call(session.top('pairs'), call(session.core('NamedTuple')))]),
    ...positionalNames(),
    ...spread,
  ))
  const withoutKeywords = methods({
    name, parameters: positionalParameters, args: all,
    body: block(...withoutGenerated(prologue), ordered ? nestedScopes(names, values, direct) : direct),
    returnType: undefined,
  }, session)

  const remaining = names.length === 0
    ? container
    : call(session.top('structdiff'), container, form('curly', session.core('NamedTuple'), form('tuple', ...names.map((each) => inert(each)))))
  const sorted = block(
    assign(others, call(session.top('pairs'), remaining)),
    ...(rest === undefined
      ? [form('if', call(session.top('isempty'), others), session.nothing, call(session.top('kwerr'), container, ...positionalNames(), ...spread))]
      : []),
    form('return', call(mangled, ...names, ...(rest === undefined ? [] : [others]), ...positionalNames(), ...spread)),
  )
  const sorter = methods({
    name,
    parameters: positionalParameters,
    args: [
      // Methods for fewer arguments mention the function itself.
      form('::', positional.some(isKeyword) ? session.gensym() : UNUSED, call(session.core('kwftype'), argumentType(all[0], session))),
      container,
      ...positional,
      ...trailing,
    ],
    body: block(
      ...prologue.filter(isLine),
      nestedScopes(names, keywords.map((keyword) => lookup(keyword, container, keywordOnly.map((parameter) => parameter.name), session)), sorted),
    ),
    returnType: undefined,
  }, session)

  // Within a call, so that closure conversion sees all of it at once and defines all types before any method.
  const isName = isSymbol(name) || name instanceof GlobalRef
  return call(session.core('ifelse'), false, false, block(
    ...(isName ? [form('method', name)] : []),
    bodyMethod,
    withoutKeywords,
    sorter,
    isSymbol(name) ? name : session.nothing,
  ))
}

function keywordsOf(given: Form, session: Session): { keywords: Keyword[], rest: symbol | undefined, annotations: Form[] } {
  const complete = given.args.map((arg) => withDefault(arg, session))
  const annotations = complete.filter(isNospecialize).map((arg) => form('meta', arg.args[0] ?? UNUSED, argumentName(arg.args[1], session)))
  const plain = complete.map((arg) => (isNospecialize(arg) ? arg.args[1] ?? arg : arg))
  for (const arg of plain) {
    if (isKeyword(arg) || isVarArg(arg)) continue
    session.fail(isForm(arg, 'parameters') ? 'more than one semicolon in argument list' : `invalid keyword argument syntax "${describe(arg)}"`)
  }
  const last = plain.at(-1)
  const rest = isVarArg(last) ? argumentName(last.args[0], session) : undefined
  const named = rest === undefined ? plain : plain.slice(0, -1)
  if (named.some(isVarArg)) session.fail('invalid "..." on non-final keyword argument')
  const keywords = named.map((arg): Keyword => {
    const [variable = UNUSED, value = session.nothing] = arg instanceof Form ? arg.args : []
    const type = isDeclaration(variable) ? variable.args[1] : undefined
    return { variable, name: argumentName(variable, session), type, value }
  })
  return { keywords, rest, annotations }
}

/** A keyword without a default has to be given. */
function withDefault(arg: Node, session: Session): Node {
  if (isNospecialize(arg)) return form('meta', arg.args[0] ?? UNUSED, withDefault(arg.args[1] ?? UNUSED, session))
  if (!isSymbol(arg) && !isDeclaration(arg)) return arg
  const name = declaredName(arg)
  return form('kw', arg, call(session.core('throw'), call(session.core('UndefKeywordError'), inert(typeof name === 'symbol' ? name : UNUSED))))
}

/** `#f#1`. */
function mangledName(name: Node | undefined, session: Session): symbol {
  const plain = name === undefined ? '_' : undotted(name)
  const spelled = isSymbol(name) && plain.startsWith('#') ? plain : `#${plain}`
  return symbolOf(`${spelled}#${session.counter()}`)
}

function undotted(name: Node): string {
  if (typeof name === 'symbol') return symbolName(name)
  if (name instanceof GlobalRef) return symbolName(name.name)
  const field = isForm(name, '.') ? name.args[1] : undefined
  return isForm(field, 'inert') && typeof field.args[0] === 'symbol' ? symbolName(field.args[0]) : '_'
}

/** `let a = x; let b = y; ... body`. */
function nestedScopes(names: readonly symbol[], values: readonly Node[], body: Node): Node {
  return names.reduceRight<Node>((inner, name, at) => form('let', assign(name, values[at] ?? false), block(inner)), body)
}

/**
 * The value of a keyword out of the named tuple. Its declared type is checked here unless it depends on parameters that
 * only the body method knows.
 */
function lookup({ name, type, value }: Keyword, container: symbol, unknown: readonly symbol[], session: Session): Node {
  const given = call(session.top('getindex'), container, inert(name))
  const isKnown = type !== undefined && !contains(type, (node) => typeof node === 'symbol' && unknown.includes(node))
  return form('if', call(session.top('haskey'), container, inert(name)), isKnown ? checked(name, type, given, session) : given, value)
}

function checked(name: symbol, type: Node, given: Node, session: Session): Node {
  const value = session.temp()
  return block(
    assign(value, given),
    form('if', call(session.core('isa'), value, type), session.nothing, call(session.core('throw'),
      form('new', session.core('TypeError'), inert(symbolOf('keyword argument')), inert(name), type, value))),
    value,
  )
}

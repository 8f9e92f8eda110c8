/**
 * Which names a form of surface syntax brings into being (macroexpand.scm of Julia 1.5): arguments, type variables, `let` and
 * `catch` variables, assigned and declared names. Parts that are escaped belong to somebody else and are passed over.
 */
import { Expr, symbolOf, type JuliaValue } from '../values/value'
import { has, HEAD } from './build'
import { interpolatedCode } from './interpolation'

const SUBTYPE = symbolOf('<:')
const SUPERTYPE = symbolOf('>:')
const COMPARISON = symbolOf('comparison')
const NEW = symbolOf('new')

interface Introduced {
  /** Get fresh names. */
  readonly names: readonly symbol[]
  /** Stay as they are: the name of a type, `new`. */
  readonly kept: readonly symbol[]
}

export function unescaped(value: JuliaValue): JuliaValue {
  return has(value, HEAD.escape) ? (value.args[0] ?? value) : value
}

/** `f(x) = y`, `function f(x) y end`, with types and `where`s. */
export function isFunctionDefinition(value: JuliaValue): value is Expr {
  if (has(value, HEAD.function) || has(value, HEAD.arrow)) return true
  return has(value, HEAD.assign) && value.args.length === 2 && isEventuallyCall(value.args[0])
}

function isEventuallyCall(value: JuliaValue | undefined): boolean {
  let at = value
  while (has(at, HEAD.where) || has(at, HEAD.typed)) at = at.args[0]
  return has(at, HEAD.call)
}

/** Undefined if this kind of form binds nothing. */
export function introducedNames(value: Expr): Introduced | undefined {
  const [first, second] = value.args
  switch (value.head) {
    case HEAD.function:
      return first === undefined ? undefined : signatureNames(first)
    case HEAD.assign:
      if (isEventuallyCall(first) && first !== undefined) return signatureNames(first)
      return has(first, HEAD.curly) ? names(first.args.slice(1).flatMap(typeVariable)) : undefined
    case HEAD.arrow:
      return names(positionalNames(has(first, HEAD.tuple) ? first.args : first === undefined ? [] : [first]))
    case HEAD.macro:
      return has(first, HEAD.call) ? names(positionalNames(first.args.slice(1))) : undefined
    case HEAD.where:
      return names(value.args.slice(1).flatMap(typeVariable))
    case HEAD.let:
      return names(letBindings(value).flatMap(boundByLet))
    case HEAD.try:
      return names(typeof second === 'symbol' ? [second] : [])
    case HEAD.struct:
      return second === undefined ? undefined : typeNames(second, [NEW])
    case HEAD.abstract:
    case HEAD.primitive:
      return first === undefined ? undefined : typeNames(first, [])
    default:
      return undefined
  }
}

function names(found: readonly symbol[]): Introduced {
  return { names: found, kept: [] }
}

function signatureNames(signature: JuliaValue): Introduced | undefined {
  if (has(signature, HEAD.where)) {
    const [inner, ...variables] = signature.args
    const found = inner === undefined ? undefined : signatureNames(inner)
    return names([...(found?.names ?? []), ...variables.flatMap(typeVariable)])
  }
  if (has(signature, HEAD.tuple)) return names(positionalNames(signature.args))
  const call = has(signature, HEAD.typed) ? signature.args[0] : signature
  if (!has(call, HEAD.call)) return undefined
  const [callee, ...args] = call.args
  if (has(callee, HEAD.curly)) return names([...positionalNames(args), ...callee.args.slice(1).flatMap(typeVariable)])
  const self = has(callee, HEAD.typed) && callee.args.length === 2 ? [callee.args[0]].filter((name) => typeof name === 'symbol') : []
  return names([...positionalNames(args), ...self])
}

function typeNames(spec: JuliaValue, kept: readonly symbol[]): Introduced {
  let at = spec
  const variables: symbol[] = []
  while (has(at, SUBTYPE) || has(at, HEAD.curly)) {
    if (at.head === HEAD.curly) variables.push(...at.args.slice(1).flatMap(typeVariable))
    at = at.args[0] ?? symbolOf('')
  }
  const name = unescaped(at)
  return { names: variables, kept: typeof name === 'symbol' ? [name, ...kept] : kept }
}

/** `T`, `T <: A`, `A <: T <: B`. */
function typeVariable(value: JuliaValue): symbol[] {
  if (typeof value === 'symbol') return [value]
  if (!(value instanceof Expr)) return []
  const position = value.head === COMPARISON ? 2 : value.head === SUBTYPE || value.head === SUPERTYPE ? 0 : undefined
  const name = position === undefined ? undefined : value.args[position]
  return typeof name === 'symbol' ? [name] : []
}

interface ArgumentName {
  readonly name: symbol
  readonly escaped: boolean
}

function argumentName(value: JuliaValue | undefined): ArgumentName | undefined {
  if (typeof value === 'symbol') return { name: value, escaped: false }
  if (!(value instanceof Expr)) return undefined
  const [first] = value.args
  switch (value.head) {
    case HEAD.typed:
      return value.args.length === 2 ? argumentName(first) : undefined
    case HEAD.splat:
    case HEAD.kw:
    case HEAD.scope:
      return argumentName(first)
    case HEAD.escape:
      return typeof first === 'symbol' ? { name: first, escaped: true } : undefined
    case HEAD.meta:
      return argumentName(value.args[1])
    default:
      return undefined
  }
}

/** Positional arguments, and the one that takes the rest of the keywords. */
function positional(args: readonly JuliaValue[]): ArgumentName[] {
  const parameters = args.filter((argument) => has(argument, HEAD.parameters))
  const rest = parameters.flatMap((argument) => argument.args.filter((inner) => has(inner, HEAD.splat)))
  return [...args.filter((argument) => !has(argument, HEAD.parameters)), ...rest].flatMap((argument) => argumentName(argument) ?? [])
}

function positionalNames(args: readonly JuliaValue[]): symbol[] {
  return positional(args).flatMap(({ name, escaped }) => (escaped ? [] : [name]))
}

/** Of a function definition: the names of keywords, which are part of its interface, and of escaped arguments. */
export function keywordNames(value: JuliaValue): symbol[] {
  if (!has(value, HEAD.function) && !has(value, HEAD.assign)) return []
  let signature = value.args[0]
  if (has(value, HEAD.assign) && !isEventuallyCall(signature)) return []
  while (has(signature, HEAD.where) || has(signature, HEAD.typed)) signature = signature.args[0]
  if (!has(signature, HEAD.call)) return []
  const args = signature.args.slice(1)
  const keywords = args.flatMap((argument) => (has(argument, HEAD.parameters) ? argument.args.filter((inner) => !has(inner, HEAD.splat)) : []))
  return [
    ...keywords.flatMap((keyword) => argumentName(keyword)?.name ?? []),
    ...positional(args).flatMap(({ name, escaped }) => (escaped ? [name] : [])),
  ]
}

function letBindings(value: Expr): readonly JuliaValue[] {
  const [bound] = value.args
  return has(bound, HEAD.block) ? bound.args : bound === undefined ? [] : [bound]
}

function boundByLet(binding: JuliaValue): symbol[] {
  const left = has(binding, HEAD.assign) ? binding.args[0] : binding
  if (left === undefined) return []
  return isEventuallyCall(left) || !has(left, HEAD.tuple) ? symbols([declaredName(left)]) : symbols(assignedTo(left))
}

function symbols(values: readonly (JuliaValue | undefined)[]): symbol[] {
  return values.filter((value) => typeof value === 'symbol')
}

/** The `f` or `x` of `f(y)::T = ...`, `x::T`, `f{T}`; undefined if it is escaped. */
function declaredName(value: JuliaValue): JuliaValue | undefined {
  let at: JuliaValue | undefined = value
  while (has(at, HEAD.call) || has(at, HEAD.assign) || has(at, HEAD.curly) || has(at, HEAD.typed) || has(at, HEAD.where)) at = at.args[0]
  return has(at, HEAD.escape) ? undefined : at
}

function assignedTo(left: JuliaValue): (JuliaValue | undefined)[] {
  return has(left, HEAD.tuple) ? left.args.flatMap(assignedTo) : [declaredName(left)]
}

/** Names declared `local` or `global` in this scope. */
export function declaredNames(value: JuliaValue, kind: symbol): symbol[] {
  return walk(value, true, (inner, outer, go) => {
    if (inner.head === kind) return symbols(inner.args.map(declaredName))
    if (!outer && isFunctionDefinition(inner)) return []
    return inner.args.flatMap(go)
  })
}

/** Names assigned in this scope; of functions defined in it, their names. */
export function assignedNames(value: JuliaValue): symbol[] {
  return walk(value, true, (inner, outer, go) => {
    if (!outer && isFunctionDefinition(inner)) return inner.head === HEAD.arrow ? [] : definedName(inner.args[0])
    const [left, right] = inner.args
    if (inner.head === HEAD.assign && !isFunctionDefinition(inner) && left !== undefined && right !== undefined) {
      return [...symbols(assignedTo(left)), ...go(right)]
    }
    if (inner.head === HEAD.tuple) return inner.args.flatMap((argument) => go(has(argument, HEAD.assign) ? (argument.args[1] ?? argument) : argument))
    return inner.args.flatMap(go)
  })
}

function definedName(signature: JuliaValue | undefined): symbol[] {
  if (signature === undefined || has(signature, HEAD.tuple)) return []
  return symbols([declaredName(signature)])
}

type Visit = (value: Expr, outer: boolean, go: (inner: JuliaValue) => symbol[]) => symbol[]

function walk(value: JuliaValue, outer: boolean, visit: Visit): symbol[] {
  if (!(value instanceof Expr) || value.head === HEAD.inert || value.head === HEAD.escape) return []
  if (value.head === HEAD.quote) return interpolatedCode(value).flatMap((code) => walk(code, false, visit))
  if (value.head === HEAD.scope) return resumed(value.args[0], 0, (inner) => walk(inner, outer, visit))
  return visit(value, outer, (inner) => walk(inner, false, visit))
}

/** What escapes from an expansion within this one belongs to this one again. */
function resumed(value: JuliaValue | undefined, depth: number, visit: (inner: JuliaValue) => symbol[]): symbol[] {
  if (!(value instanceof Expr) || value.head === HEAD.inert || value.head === HEAD.module || value.head === HEAD.toplevel || value.head === HEAD.quote) return []
  const [first] = value.args
  if (value.head === HEAD.scope) return resumed(first, depth + 1, visit)
  if (value.head === HEAD.escape) return depth === 0 ? (first === undefined ? [] : visit(first)) : resumed(first, depth - 1, visit)
  return value.args.flatMap((argument) => resumed(argument, depth, visit))
}


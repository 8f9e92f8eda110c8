/**
 * Names that macros bring along (macroexpand.scm of Julia 1.5, `resolve-expansion-vars`): a variable that the expansion itself
 * binds gets a fresh name, every other name means a global of the macro's module, and what is escaped belongs to where the
 * macro was called. Names of keyword arguments and fields, declared globals and quoted syntax stay as they are. Labels are
 * renamed too.
 */
import { Expr, GlobalRef, LineNumberNode, QuoteNode, symbolOf, type JuliaValue, type Reflected } from '../values/value'
import { has, HEAD, make, mapArgs } from './build'
import { assignedNames, declaredNames, introducedNames, isFunctionDefinition, keywordNames, unescaped } from './introduced-names'
import { mapInterpolated } from './interpolation'
import type { MacroHost } from './macros'

type Environment = ReadonlyMap<symbol, symbol>

/** An expansion around the present one: where escaped code belongs. */
interface Scope {
  readonly environment: Environment
  readonly module: Reflected | undefined
  readonly outer: Scope | undefined
}

const EMPTY: Environment = new Map()
const LABEL = symbolOf('symboliclabel')
const GOTO = symbolOf('symbolicgoto')
const NAMES_STAY = new Set(['using', 'import', 'export', 'public', 'meta', 'line', 'inbounds', 'boundscheck', 'loopinfo'].map(symbolOf))
/** Never names of globals. */
const SPECIAL = new Set(['end', 'ccall', 'cglobal'].map(symbolOf))

/** Gives every name in macro results its meaning. What stands in no macro result stays. */
export function resolveScopes(expression: JuliaValue, host: Pick<MacroHost, 'freshName'>): JuliaValue {
  const labelled = renameLabels(expression, new Map(), undefined, host)
  return new Resolver(host).outside(labelled)
}

class Resolver {
  constructor(private readonly host: Pick<MacroHost, 'freshName'>) {}

  /** In no macro result. */
  outside(value: JuliaValue): JuliaValue {
    if (!(value instanceof Expr) || value.head === HEAD.inert || value.head === HEAD.module) return value
    if (value.head === HEAD.quote) return mapInterpolated(value, (code) => this.outside(code))
    const [body, module] = value.args
    if (value.head === HEAD.scope && body !== undefined) return this.resolveNew(body, { environment: EMPTY, module: moduleOf(module), outer: undefined }, false, true)
    return mapArgs(value, (argument) => this.outside(argument))
  }

  /** With the names that `value` itself binds. */
  private resolveNew(value: JuliaValue, scope: Scope, inSignature: boolean, outermost = false): JuliaValue {
    // `let` needs the names outside and inside at once.
    if (has(value, HEAD.let)) return this.resolve(value, scope, inSignature)
    return this.resolve(value, this.extended(value, scope, outermost), inSignature)
  }

  private extended(value: JuliaValue, scope: Scope, outermost = false): Scope {
    if (!(value instanceof Expr)) return scope
    const introduced = introducedNames(value)
    if (!outermost && introduced === undefined) return scope
    const globals = new Set(declaredNames(value, HEAD.global))
    const fresh = [...declaredNames(value, HEAD.local), ...assignedNames(value), ...(introduced?.names ?? [])]
    const environment = new Map(scope.environment)
    for (const name of keywordNames(value)) environment.set(name, name)
    for (const name of new Set(fresh)) if (!globals.has(name) && !scope.environment.has(name)) environment.set(name, this.host.freshName(name))
    for (const name of introduced?.kept ?? []) environment.set(name, name)
    return { ...scope, environment }
  }

  private resolve(value: JuliaValue, scope: Scope, inSignature: boolean): JuliaValue {
    if (typeof value === 'symbol') {
      if (SPECIAL.has(value)) return value
      return scope.environment.get(value) ?? (scope.module === undefined ? value : new GlobalRef(scope.module, value))
    }
    if (!(value instanceof Expr)) return value
    const each = (argument: JuliaValue) => this.resolveNew(argument, scope, inSignature)
    const [first, second] = value.args
    switch (value.head) {
      case HEAD.inert:
      case HEAD.macrocall:
      case HEAD.break:
      case HEAD.continue:
      case LABEL:
      case GOTO:
        return value
      case HEAD.quote:
        return mapInterpolated(value, each)
      case HEAD.escape:
        if (first === undefined) return value
        return scope.outer === undefined ? this.outside(first) : this.resolveNew(first, scope.outer, inSignature)
      case HEAD.scope:
        if (first === undefined) return value
        return this.resolveNew(first, { environment: scope.environment, module: moduleOf(second), outer: scope }, inSignature, true)
      case HEAD.global:
        return this.resolveGlobal(value, scope, inSignature)
      case HEAD.struct:
        return this.resolveStruct(value, scope, inSignature)
      case HEAD.parameters:
        return new Expr(value.head, value.args.map((argument) => this.resolveParameter(argument, scope, inSignature)))
      case HEAD.assign:
      case HEAD.function:
        if (!isFunctionDefinition(value) || first === undefined) return mapArgs(value, each)
        return new Expr(value.head, [this.resolveSignature(first, scope, inSignature), ...value.args.slice(1).map(each)])
      case HEAD.arrow:
        if (first === undefined) return value
        return new Expr(value.head, [this.resolveArguments(first, scope), ...value.args.slice(1).map(each)])
      case HEAD.kw:
        return this.resolveKeyword(value, scope, inSignature)
      case HEAD.let:
        return this.resolveLet(value, scope, inSignature)
      case HEAD.tuple:
        return mapArgs(value, (argument) => {
          // Names of a named tuple.
          const [name, field] = has(argument, HEAD.assign) ? argument.args : []
          return name === undefined || field === undefined ? each(argument) : make(HEAD.assign, unescaped(name), each(field))
        })
      default:
        return NAMES_STAY.has(value.head) ? mapArgs(value, unescaped) : mapArgs(value, each)
    }
  }

  private resolveGlobal(value: Expr, scope: Scope, inSignature: boolean): JuliaValue {
    return mapArgs(value, (argument) => {
      if (typeof argument === 'symbol') return argument
      const [name, assigned] = has(argument, HEAD.assign) ? argument.args : []
      if (name === undefined || assigned === undefined) return this.resolveNew(argument, scope, inSignature)
      return make(HEAD.assign, unescaped(name), this.resolveNew(assigned, scope, inSignature))
    })
  }

  /** Names in a struct's body are those of fields. */
  private resolveStruct(value: Expr, scope: Scope, inSignature: boolean): JuliaValue {
    const [mutable, spec, body] = value.args
    if (mutable === undefined || spec === undefined || !(body instanceof Expr)) return value
    const field = (member: JuliaValue): JuliaValue => {
      if (!(member instanceof Expr)) return member
      const [name, type] = has(member, HEAD.typed) ? member.args : []
      if (name === undefined || type === undefined) return this.resolveNew(member, scope, inSignature)
      return make(HEAD.typed, name, this.resolve(type, scope, inSignature))
    }
    return make(HEAD.struct, mutable, this.resolve(spec, scope, inSignature), mapArgs(body, field))
  }

  /** `f(; x)` means `f(; x = x)`. */
  private resolveParameter(argument: JuliaValue, scope: Scope, inSignature: boolean): JuliaValue {
    const whole = !inSignature && typeof argument === 'symbol' ? make(HEAD.kw, argument, argument) : argument
    return this.resolve(whole, scope, false)
  }

  private resolveKeyword(value: Expr, scope: Scope, inSignature: boolean): JuliaValue {
    const [name, given] = value.args
    if (name === undefined || given === undefined) return value
    const target = (argument: JuliaValue) => (inSignature ? this.resolve(argument, scope, inSignature) : unescaped(argument))
    const resolved = this.resolveNew(given, scope, inSignature)
    if (!has(name, HEAD.typed)) return make(HEAD.kw, target(name), resolved)
    const [variable, type] = name.args
    if (variable === undefined) return value
    if (type === undefined) return make(HEAD.kw, make(HEAD.typed, this.resolve(variable, scope, inSignature)), resolved)
    return make(HEAD.kw, make(HEAD.typed, target(variable), this.resolve(type, scope, inSignature)), resolved)
  }

  /** In `f(x = 1) = ...` the `x` is an argument; in a call it is a keyword. */
  private resolveSignature(value: JuliaValue, scope: Scope, inSignature: boolean): JuliaValue {
    if (!(value instanceof Expr)) return this.resolveNew(value, scope, inSignature)
    const [first, ...rest] = value.args
    if (first === undefined) return value
    const others = () => rest.map((argument) => this.resolveNew(argument, scope, inSignature))
    switch (value.head) {
      case HEAD.where:
      case HEAD.typed:
        return new Expr(value.head, [this.resolveSignature(first, scope, inSignature), ...others()])
      case HEAD.call:
        return new Expr(value.head, [this.resolveNew(first, scope, inSignature), ...rest.map((argument) => this.resolveNew(argument, scope, true))])
      default:
        return this.resolveNew(value, scope, inSignature)
    }
  }

  /** Of `x -> y`, as a tuple. */
  private resolveArguments(value: JuliaValue, scope: Scope): JuliaValue {
    const [first, ...rest] = has(value, HEAD.where) ? value.args : []
    if (first !== undefined) return new Expr(HEAD.where, [this.resolveArguments(first, scope), ...rest.map((variable) => this.resolveNew(variable, scope, false))])
    if (has(value, HEAD.block)) return this.resolveNew(value, scope, true)
    const args = has(value, HEAD.tuple) ? value.args : [value]
    return new Expr(HEAD.tuple, args.map((argument) => this.resolveNew(argument, scope, true)))
  }

  /** Values are those outside the `let`, names those inside. */
  private resolveLet(value: Expr, scope: Scope, inSignature: boolean): JuliaValue {
    const [bound, body] = value.args
    if (bound === undefined || body === undefined) return value
    const inner = this.extended(value, scope)
    const bindings = (has(bound, HEAD.block) ? bound.args : [bound]).map((binding) => {
      const [left, right] = has(binding, HEAD.assign) ? binding.args : []
      if (left === undefined || right === undefined) return this.resolve(binding, inner, inSignature)
      const assigned = this.resolve(make(HEAD.assign, left, 0n), inner, inSignature)
      const name = assigned instanceof Expr ? assigned.args[0] : left
      return make(HEAD.assign, name ?? left, this.resolve(right, scope, inSignature))
    })
    return make(HEAD.let, new Expr(HEAD.block, bindings), this.resolve(body, inner, inSignature))
  }
}

function moduleOf(value: JuliaValue | undefined): Reflected | undefined {
  return typeof value === 'object' && 'juliaType' in value && value.juliaType === 'Module' ? value : undefined
}

interface LabelScope {
  readonly labels: Map<symbol, symbol>
  readonly outer: LabelScope | undefined
}

function renameLabels(value: JuliaValue, labels: Map<symbol, symbol>, outer: LabelScope | undefined, host: Pick<MacroHost, 'freshName'>): JuliaValue {
  if (!(value instanceof Expr) || value.head === HEAD.inert || value.head === HEAD.quote) return value
  const [first, second] = value.args
  if (value.head === HEAD.scope && first !== undefined && second !== undefined) {
    return new Expr(HEAD.scope, [renameLabels(first, new Map(), { labels, outer }, host), second])
  }
  if (value.head === HEAD.escape && first !== undefined && outer !== undefined) return new Expr(HEAD.escape, [renameLabels(first, outer.labels, outer.outer, host)])
  if ((value.head === LABEL || value.head === GOTO) && typeof first === 'symbol' && outer !== undefined) {
    const renamed = labels.get(first) ?? host.freshName(first)
    labels.set(first, renamed)
    return new Expr(value.head, [renamed])
  }
  return mapArgs(value, (argument) => (argument instanceof LineNumberNode || argument instanceof QuoteNode ? argument : renameLabels(argument, labels, outer, host)))
}

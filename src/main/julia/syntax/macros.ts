/**
 * Macro expansion of a whole tree, as Julia does it (ast.c, `jl_expand_macros`): outermost calls first, what a macro returns is
 * expanded again, and a macro's own names are looked up in the module that defines it. What came from macros is marked with
 * `hygienic-scope` on the way and its names are told apart at the end (`hygiene.ts`). Who calls the macros is passed in. Quoted
 * syntax stays quoted, only what is interpolated in it is expanded; bodies of modules are left alone, as their macros may only
 * be known when they are evaluated.
 */
import { Expr, LineNumberNode, type JuliaValue, type Reflected } from '../values/value'
import { has, HEAD, mapArgs } from './build'
import { mapInterpolated } from './interpolation'
import { resolveScopes } from './hygiene'

export interface MacroHost {
  /** The value of `name` (a symbol, a path such as `A.B.@m`, or a `GlobalRef`) in a module. Throws what Julia throws, as `UndefVarError`. */
  resolveMacro(name: JuliaValue, module: Reflected): JuliaValue
  /**
   * Calls a macro with `__source__`, `__module__` and its arguments. `definedIn` is the module of the method that ran. Throws what the
   * macro throws, as a `LoadError` if the host does so.
   */
  callMacro(macro: JuliaValue, source: LineNumberNode, module: Reflected, args: readonly JuliaValue[]): MacroResult
  /** A name that nobody has used: `##x#253`. The numbers are the host's, so that the same run gives the same names. */
  freshName(name: symbol): symbol
}

export interface MacroResult {
  readonly result: JuliaValue
  readonly definedIn: Reflected
}

/** Macros within macros within macros: more is an endless expansion. */
const MAX_DEPTH = 500

export class MacroDepthError extends Error {}

/** The modules that nested macro results belong to, the innermost first. */
interface Context {
  readonly module: Reflected
  readonly outer: Context | undefined
}

/** Expands every macro call in `expression`, which shall be evaluated in `module`. The given tree is not changed. */
export function expandMacros(expression: JuliaValue, module: Reflected, host: MacroHost): JuliaValue {
  const expander = new Expander(module, host)
  const expanded = expander.expand(expression, undefined, 0)
  return expander.called ? resolveScopes(expanded, host) : resolveIfScoped(expanded, host)
}

/** One step, as `macroexpand(...; recursive = false)`: what a macro call returns, with its names told apart. */
export function expandOnce(expression: JuliaValue, module: Reflected, host: MacroHost): JuliaValue {
  return resolveScopes(new Expander(module, host, true).expand(expression, undefined, 0), host)
}

/** Programs can make scopes themselves: `Expr(:escape, x)`. */
function resolveIfScoped(expression: JuliaValue, host: MacroHost): JuliaValue {
  return mentionsScope(expression) ? resolveScopes(expression, host) : expression
}

function mentionsScope(value: JuliaValue): boolean {
  return value instanceof Expr && (value.head === HEAD.scope || value.head === HEAD.escape || value.args.some(mentionsScope))
}

class Expander {
  called = false

  constructor(
    private readonly module: Reflected,
    private readonly host: MacroHost,
    private readonly once = false,
  ) {}

  expand(value: JuliaValue, context: Context | undefined, depth: number): JuliaValue {
    if (!(value instanceof Expr)) return value
    const { head, args } = value
    if (head === HEAD.inert || head === HEAD.module || head === HEAD.meta) return value
    if (head === HEAD.quote && args.length === 1) return mapInterpolated(value, (inner) => this.expand(inner, context, depth))
    if (head === HEAD.macrocall) return this.expandCall(args, context, depth)
    if (head === HEAD.do && args.length === 2 && has(args[0], HEAD.macrocall)) {
      const [macro, source, ...rest] = args[0].args
      const body = args[1]
      if (macro !== undefined && source !== undefined && body !== undefined) return this.expandCall([macro, source, body, ...rest], context, depth)
    }
    if (head === HEAD.scope && args.length === 2) {
      const [body, module] = args
      const inner = { module: context?.module ?? this.module, outer: context }
      return body === undefined || module === undefined ? value : new Expr(HEAD.scope, [this.expand(body, inner, depth), module])
    }
    const within = head === HEAD.escape ? context?.outer : context
    return mapArgs(value, (argument) => this.expand(argument, within, depth))
  }

  private expandCall(call: readonly JuliaValue[], context: Context | undefined, depth: number): JuliaValue {
    const [name, source, ...args] = call
    if (name === undefined) return new Expr(HEAD.macrocall, [...call])
    if (depth > MAX_DEPTH) throw new MacroDepthError('macros expand to macro calls without end')
    this.called = true
    const macro = this.host.resolveMacro(name, context?.module ?? this.module)
    const line = source instanceof LineNumberNode ? source : new LineNumberNode(0, 'none')
    const { result, definedIn } = this.host.callMacro(macro, line, this.module, args)
    // A result that is escaped as a whole belongs to the caller.
    const escaped = has(result, HEAD.escape) ? result.args[0] : undefined
    if (escaped !== undefined) return this.once ? escaped : this.expand(escaped, context, depth + 1)
    const inner = { module: definedIn, outer: context }
    return new Expr(HEAD.scope, [this.once ? result : this.expand(result, inner, depth + 1), definedIn])
  }
}

/** Macros as a session calls them: found by name, run in the newest world, their exceptions with the place of the call. */
import { expandMacros, expandOnce, MacroDepthError, type MacroHost, type MacroResult } from '../syntax/macros'
import { toJuliaString } from '../values/text'
import { GlobalRef, isExpr, LineNumberNode, QuoteNode, StructValue, symbolName, symbolOf, type JuliaValue, type Reflected } from '../values/value'
import { asModule, Module } from '../worlds/module'
import { noMethod } from './builtins/calls'
import { globalValue } from './builtins/fields'
import type { Engine } from './engine'
import { errorException, JuliaException } from './exception'

export class MacroCalls {
  constructor(private readonly engine: Pick<Engine, 'core' | 'world' | 'cache' | 'interpreter' | 'gensyms'>) {}

  /** All macro calls of an expression; only the outermost one where not `deep`. Throws `JuliaException`. */
  expand(expression: JuliaValue, module: Module, place: LineNumberNode, deep = true): JuliaValue {
    const host: MacroHost = {
      resolveMacro: (name, within) => this.named(name, asModule(within)),
      callMacro: (macro, source, within, args) => this.call(macro, source.line > 0 ? source : place, within, args),
      freshName: (name) => symbolOf(`##${symbolName(name)}#${++this.engine.gensyms}`),
    }
    try {
      return deep ? expandMacros(expression, module, host) : expandOnce(expression, module, host)
    } catch (error) {
      throw error instanceof MacroDepthError ? errorException(this.engine.core, 'syntax: macros expand to macros without end') : error
    }
  }

  /** A macro by its name, its path or a `GlobalRef`. */
  private named(name: JuliaValue, module: Module): JuliaValue {
    const { core } = this.engine
    if (typeof name === 'symbol') return globalValue(core, module, name)
    if (name instanceof GlobalRef) return globalValue(core, asModule(name.module), name.name)
    if (isExpr(name, '.')) {
      const [holder, last] = name.args
      const found = holder instanceof Module ? holder : holder === undefined ? undefined : this.named(holder, module)
      const part = last instanceof QuoteNode ? last.value : last
      if (found instanceof Module && typeof part === 'symbol') return globalValue(core, found, part)
    }
    return name
  }

  private call(macro: JuliaValue, source: LineNumberNode, module: Reflected, args: readonly JuliaValue[]): MacroResult {
    const { core, cache, interpreter, world: { age } } = this.engine
    const given = [macro, source, asModule(module), ...args]
    const target = cache.lookup(given, age)
    try {
      if (typeof target === 'string') throw noMethod(core, given, age)
      return { result: interpreter.call(given, age), definedIn: target.instance.method?.source.module ?? module }
    } catch (error) {
      if (!(error instanceof JuliaException)) throw error
      throw new JuliaException(new StructValue(core.type('LoadError'), [toJuliaString(source.file), BigInt(source.line), error.value]))
    }
  }
}

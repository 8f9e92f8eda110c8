/**
 * The forms that only make sense at top level: `module`, `using`, `import`, `export`, `public`. Which file a package is in is not known here:
 * a root module that is not there yet is asked from the host.
 */
import type { CoreTypes } from '../values/core-types'
import { Expr, isExpr, QuoteNode, symbolName, type JuliaValue } from '../values/value'
import { Binding, Module } from '../worlds/module'
import { errorException } from './exception'
import { importName, moduleNamed } from './bindings'

export interface ToplevelHost {
  readonly core: CoreTypes
  readonly coreModule: Module
  /** Undefined while Core itself is made. */
  base: () => Module | undefined
  readonly main: Module
  /** A module evaluated in this one has no parent: it is a package. */
  readonly packages: Module
  /** A package by its name, as `using` asks for it from a module. Throws `JuliaException` if there is none. */
  requireModule: (from: Module, name: string) => Module
  /** Evaluates one expression. */
  evaluate: (expression: JuliaValue, module: Module) => JuliaValue
  /** Its body is about to be evaluated; whether it is a root module below no other, a package. */
  moduleBegins: (module: Module, isPackage: boolean) => void
  /** Runs the module's `__init__`, now or when the outermost module is complete. */
  moduleComplete: (module: Module) => void
  warn: (text: string) => void
}

export function evaluateForm(host: ToplevelHost, form: Expr, module: Module): JuliaValue {
  const { core } = host
  switch (symbolName(form.head)) {
    case 'module':
      return evaluateModule(host, form, module)
    case 'using':
      for (const clause of form.args) use(host, clause, module)
      return core.nothing
    case 'import':
      for (const clause of form.args) bring(host, clause, module)
      return core.nothing
    case 'export':
      for (const name of form.args) if (typeof name === 'symbol') module.exports.add(name)
      return core.nothing
    case 'public':
      for (const name of form.args) if (typeof name === 'symbol') module.publicNames.add(name)
      return core.nothing
    case 'toplevel': {
      let value: JuliaValue = core.nothing
      for (const part of form.args) value = host.evaluate(part, module)
      return value
    }
    default:
      throw errorException(core, `syntax: invalid top level form ${symbolName(form.head)}`)
  }
}

/** `module Name ... end`: every module sees Core; all but bare ones see Base too and have their own `eval` and `include`. */
function evaluateModule(host: ToplevelHost, form: Expr, parent: Module): Module {
  const { core } = host
  const [standard, name, body] = form.args
  if (typeof name !== 'symbol' || !isExpr(body, 'block')) throw errorException(core, 'syntax: malformed module expression')
  const before = parent.bindings.get(name)
  if (before !== undefined && before.module !== parent) throw errorException(core, `cannot declare ${parent.name}.${symbolName(name)} constant; it already has a value`)
  if (before?.value !== undefined && !before.constant) throw errorException(core, `invalid redefinition of constant ${symbolName(name)}`)
  if (before?.value !== undefined) host.warn(`WARNING: replacing module ${symbolName(name)}.`)
  const isBase = parent === host.coreModule && symbolName(name) === 'Base'
  const made = newModule(host, symbolName(name), isBase || parent === host.packages ? undefined : parent)
  parent.setConstant(symbolName(name), made)
  if (isBase) host.main.setConstant('Base', made)
  host.moduleBegins(made, parent === host.packages)
  const base = host.base()
  if (standard === true && base !== undefined) {
    made.using(base)
    for (const definition of ownDefinitions(host.coreModule, made)) host.evaluate(definition, made)
  }
  for (const part of body.args) host.evaluate(part, made)
  host.moduleComplete(made)
  return made
}

/** A module that sees Core and exports its own name. */
export function newModule({ coreModule }: Pick<ToplevelHost, 'coreModule'>, name: string, parent: Module | undefined): Module {
  const made = new Module(name, parent)
  made.using(coreModule)
  made.setConstant(name, made)
  made.exports.add(Symbol.for(name))
  return made
}

/** `eval(x) = Core.eval(M, x)` and `include(x) = Core.include(M, x)` of module M. */
export function ownDefinitions(coreModule: Module, module: Module): readonly JuliaValue[] {
  const sym = (text: string): symbol => Symbol.for(text)
  const call = (...args: JuliaValue[]): Expr => new Expr(sym('call'), args)
  return ['eval', 'include'].map((name) => {
    const callee = new Expr(sym('.'), [coreModule, new QuoteNode(sym(name))])
    return new Expr(sym('='), [call(sym(name), sym('x')), new Expr(sym('block'), [call(callee, module, sym('x'))])])
  })
}

/** The module of a path such as `Base.Iterators` or `..Sibling`; leading dots are `.` symbols. */
function modulePath(host: ToplevelHost, path: readonly JuliaValue[], from: Module): Module {
  const names = path.filter((part): part is symbol => typeof part === 'symbol')
  const dots = names.findIndex((name) => symbolName(name) !== '.')
  const rest = dots < 0 ? [] : names.slice(dots)
  let at: Module | undefined
  if (dots !== 0) {
    at = from
    for (let up = 1; up < (dots < 0 ? names.length : dots); up++) at = at.parent ?? at
  }
  for (const name of rest) at = at === undefined ? rootModule(host, from, name) : moduleNamed(host.core, at, name)
  return at ?? from
}

function rootModule(host: ToplevelHost, from: Module, name: symbol): Module {
  const text = symbolName(name)
  if (text === 'Core') return host.coreModule
  if (text === 'Base') return host.base() ?? from
  if (text === 'Main') return host.main
  return host.requireModule(from, text)
}

function use(host: ToplevelHost, clause: JuliaValue, module: Module): void {
  if (isExpr(clause, ':')) {
    names(host, clause, module, false)
    return
  }
  if (isExpr(clause, 'as')) throw errorException(host.core, 'syntax: invalid "using" statement: "as" renames what stands after a ":", as in "using M: x as y"')
  if (!isExpr(clause, '.')) throw errorException(host.core, 'syntax: malformed "using" statement')
  const used = modulePath(host, clause.args, module)
  module.using(used)
  importOwnName(module, used)
}

/** The name of a package that is used is there too. */
function importOwnName(module: Module, used: Module): void {
  const name = Symbol.for(used.name)
  const binding = used.bindings.get(name)
  if (binding?.value === used && module.bindings.get(name) === undefined && used.parent === undefined) module.importBinding(binding, name, false)
}

/** A clause without its `as`, and the name that it gives. */
function renamed(clause: JuliaValue): { readonly path: JuliaValue, readonly as: symbol | undefined } {
  if (!isExpr(clause, 'as')) return { path: clause, as: undefined }
  const [path = clause, as] = clause.args
  return { path, as: typeof as === 'symbol' ? as : undefined }
}

function names(host: ToplevelHost, { args: [from, ...parts] }: Expr, module: Module, extensible: boolean): void {
  if (!isExpr(from, '.')) throw errorException(host.core, 'syntax: malformed import statement')
  const source = modulePath(host, from.args, module)
  for (const part of parts) {
    const { path, as } = renamed(part)
    const name = isExpr(path, '.') ? path.args.at(-1) : undefined
    if (typeof name !== 'symbol') throw errorException(host.core, 'syntax: malformed import statement')
    const holder = isExpr(path, '.') && path.args.length > 1 ? modulePathWithin(host, source, path.args.slice(0, -1)) : source
    importName(host, module, holder, name, as ?? name, extensible)
  }
}

function modulePathWithin(host: ToplevelHost, from: Module, path: readonly JuliaValue[]): Module {
  return path.reduce<Module>((at, name) => (typeof name === 'symbol' ? moduleNamed(host.core, at, name) : at), from)
}

/** `import M` makes the name M known, `import M as N` the name N; `import M.x` brings x. */
function bring(host: ToplevelHost, clause: JuliaValue, module: Module): void {
  if (isExpr(clause, ':')) {
    names(host, clause, module, true)
    return
  }
  const { path, as } = renamed(clause)
  const name = isExpr(path, '.') ? path.args.at(-1) : undefined
  if (!isExpr(path, '.') || typeof name !== 'symbol') throw errorException(host.core, 'syntax: malformed "import" statement')
  if (path.args.length > 1) {
    importName(host, module, modulePath(host, path.args.slice(0, -1), module), name, as ?? name, true)
    return
  }
  const root = modulePath(host, path.args, module)
  const binding = new Binding(module, as ?? name)
  binding.value = root
  binding.constant = true
  const own = module.bindings.get(as ?? name)
  if (own?.value !== root) module.importBinding(binding)
}

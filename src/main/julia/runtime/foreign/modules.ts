/** Modules and what is in them, evaluation, files, and the nodes of the syntax. */
import { operatorToken } from '../../syntax/token'
import { unwrapUnionAll } from '../../types/type'
import { fromJuliaString } from '../../values/text'
import { newArray } from '../../values/array-storage'
import { GlobalRef, LineNumberNode, QuoteNode, symbolName, symbolOf, type JuliaValue } from '../../values/value'
import { Binding, Module } from '../../worlds/module'
import { bytesOf, given, integer, moduleOf, symbolAt, textOf, type ForeignContext, type ForeignTable } from './context'

function lineNumberNode(args: readonly JuliaValue[]): LineNumberNode {
  const file = given(args, 1)
  const name = typeof file === 'symbol' ? symbolName(file) : typeof file === 'string' ? fromJuliaString(file) : ''
  return new LineNumberNode(integer(args, 0), name)
}

/** Names that a module has: its own, or only exported ones; what was imported only if asked for. Names with `#` only with all. */
function namesOf({ core }: ForeignContext, module: Module, all: boolean, imported: boolean): JuliaValue {
  const found = [...module.bindings]
    .filter(([name, binding]) => module.exports.has(name) || ((all || (imported && binding.module !== module)) && (binding.module === module || imported)))
    .filter(([name]) => all || !symbolName(name).startsWith('#'))
    .map(([name]) => name)
  const names = [...new Set([...found, ...[...module.exports].filter((name) => module.resolve(name) !== undefined)])]
  const array = newArray(core, core.arrayOf(core.symbol, 1), [names.length])
  array.data = names
  return array
}

function bindingOf(args: readonly JuliaValue[]): Binding | undefined {
  const found = moduleOf(args, 0).resolve(symbolAt(args, 1))
  return found instanceof Binding ? found : undefined
}

export const MODULE_FUNCTIONS: ForeignTable = {
  jl_toplevel_eval_in: ({ evaluate }, args) => evaluate(given(args, 1), moduleOf(args, 0)),
  bk_include: ({ include }, args) => include(textOf(args, 1), moduleOf(args, 0)),
  bk_include_string: ({ includeText }, args) => includeText(textOf(args, 1), textOf(args, 2), moduleOf(args, 0)),
  jl_f_new_module: ({ newModule }, args) => newModule(symbolName(symbolAt(args, 0)), given(args, 1) === true),
  jl_set_istopmod: ({ setTopModule }, args) => {
    setTopModule(moduleOf(args, 0))
    return undefined
  },
  bk_max_methods_of: ({ world }, args) => (given(args, 0) instanceof Module ? world.rules.inference.maxMethodsPerModule : world.rules.inference.maxMethodsPerFunction),
  bk_set_max_methods: ({ core }, args) => {
    const callee = unwrapUnionAll(core.typeOf(given(args, 0)))
    if (callee.kind === 'datatype') callee.name.maxMethods = integer(args, 1)
    return undefined
  },
  jl_module_name: (_, args) => symbolOf(moduleOf(args, 0).name),
  jl_module_parent: ({ main }, args) => {
    const module = moduleOf(args, 0)
    return module.parent ?? (module === main ? main : module)
  },
  jl_module_names: (context, args) => namesOf(context, moduleOf(args, 0), given(args, 1) === true, given(args, 2) === true),
  jl_module_exports_p: (_, args) => moduleOf(args, 0).exports.has(symbolAt(args, 1)),
  jl_module_globalref: (_, args) => new GlobalRef(moduleOf(args, 0), symbolAt(args, 1)),
  jl_is_const: (_, args) => bindingOf(args)?.constant === true,
  jl_binding_resolved_p: (_, args) => bindingOf(args) !== undefined,
  bk_binding_owner: ({ core }, args) => bindingOf(args)?.module ?? core.nothing,
  bk_quotenode: (_, args) => new QuoteNode(given(args, 0)),
  bk_linenumbernode: (_, args) => lineNumberNode(args),
  jl_macroexpand: ({ expandMacros }, args) => expandMacros(given(args, 0), moduleOf(args, 1), true),
  jl_macroexpand1: ({ expandMacros }, args) => expandMacros(given(args, 0), moduleOf(args, 1), false),
  bk_parse: ({ parse }, args) => parse(bytesOf(args, 0)),
  jl_expand: ({ lower }, args) => lower(given(args, 0), moduleOf(args, 1)),
  bk_operator_precedence: (_, args) => BigInt(operatorToken(textOf(args, 0))?.rank ?? 0),
}

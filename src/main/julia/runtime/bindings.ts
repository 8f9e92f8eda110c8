/**
 * Rules of global names: who may assign them, what a constant allows, and what `module`, `using`, `import` and `export` do to
 * them. Worded as Julia 1.5 does (module.c, toplevel.c).
 */
import type { CoreTypes } from '../values/core-types'
import { egal, isTypeValue } from '../values/egal'
import { symbolName, type GlobalRef, type JuliaValue } from '../values/value'
import { asModule, Binding, Module } from '../worlds/module'
import { errorException, undefVarError } from './exception'

/** Writes a line to standard error. */
type Warn = (text: string) => void

/** What setting a global may bring about. */
interface SettingHost {
  readonly core: CoreTypes
  readonly warn: Warn
  /** Ends the code that relies on the binding's value: constants may be replaced (1.12); undefined if they may not. */
  readonly rebind: ((binding: Binding) => void) | undefined
}

/** `M.x = value` of lowered code. Throws `JuliaException` if the name belongs to another module or is a constant. */
export function setGlobal({ core, warn, rebind }: SettingHost, ref: GlobalRef, value: JuliaValue): void {
  const module = asModule(ref.module)
  const foreign = module.foreignBinding(ref.name)
  if (foreign !== undefined) {
    throw errorException(core, `cannot assign a value to variable ${foreign.module.path}.${symbolName(ref.name)} from module ${module.name}`)
  }
  const binding = module.own(ref.name)
  const { redeclared, value: before } = binding
  binding.redeclared = false
  if (!binding.constant || before === undefined || egal(core.universe, before, value)) {
    binding.value = value
    return
  }
  if (rebind === undefined) assignConstant(core, binding, value, warn)
  else if (!redeclared) throw errorException(core, `invalid assignment to constant ${module.path}.${symbolName(ref.name)}. This redefinition may be permitted using the \`const\` keyword.`)
  binding.value = value
  rebind?.(binding)
}

/** A constant may get another value of its type, with a warning; not if it is a type or a module. */
function assignConstant(core: CoreTypes, binding: Binding, value: JuliaValue, warn: Warn): void {
  const { value: before } = binding
  if (before === undefined) return
  const name = symbolName(binding.name)
  const fixed = core.typeOf(before) !== core.typeOf(value) || before instanceof Module || (typeof before === 'object' && isTypeValue(before))
  if (fixed) throw errorException(core, `invalid redefinition of constant ${name}`)
  warn(`WARNING: redefinition of constant ${name}. This may fail, cause incorrect answers, or produce other errors.`)
}

/** `global x` and `const x`. */
export function declareGlobal(core: CoreTypes, ref: GlobalRef, constant: boolean): void {
  const module = asModule(ref.module)
  const foreign = module.foreignBinding(ref.name)
  if (!constant) {
    if (foreign === undefined) module.own(ref.name)
    return
  }
  const name = symbolName(ref.name)
  if (foreign !== undefined) throw errorException(core, `cannot declare ${foreign.module.path}.${name} constant; it already has a value`)
  const binding = module.own(ref.name)
  if (binding.value !== undefined && !binding.constant) throw errorException(core, `cannot declare ${name} constant; it already has a value`)
  binding.constant = true
  binding.redeclared = true
}

/** The binding to which a definition of a function or type of this name goes. */
export function bindingForDefinition(core: CoreTypes, module: Module, name: symbol): Binding {
  const own = module.bindings.get(name)
  const foreign = module.foreignBinding(name)
  if (foreign === undefined) return own ?? module.own(name)
  if (foreign.value === undefined) {
    throw errorException(core, `invalid method definition: imported function ${foreign.module.name}.${symbolName(name)} does not exist`)
  }
  const isType = typeof foreign.value === 'object' && isTypeValue(foreign.value)
  if (!module.mayExtend(name) && !isType) {
    throw errorException(core, `error in method definition: function ${foreign.module.name}.${symbolName(name)} must be explicitly imported to be extended`)
  }
  return foreign
}

/** `import M: name as as` or `using M: name`. */
export function importName(
  { core, warn }: Pick<SettingHost, 'core' | 'warn'>, into: Module, from: Module, name: symbol, as: symbol, extensible: boolean,
): void {
  const found = from.resolve(name)
  if (!(found instanceof Binding)) {
    if (!extensible) throw undefVarError(core, name)
    warn(`WARNING: could not import ${from.name}.${symbolName(name)} into ${into.name}`)
    return
  }
  const own = into.bindings.get(as)
  if (own === found) {
    into.importBinding(found, as, extensible)
    return
  }
  if (own !== undefined && own.module === into && own.value !== undefined) {
    if (own.value !== found.value) warn(`WARNING: import of ${from.name}.${symbolName(name)} into ${into.name} conflicts with an existing identifier; ignored.`)
    return
  }
  if (own !== undefined && own.module !== into) {
    if (own.value !== found.value) warn(`WARNING: ignoring conflicting import of ${from.name}.${symbolName(name)} into ${into.name}`)
    return
  }
  into.importBinding(found, as, extensible)
}

/** The module that stands under a name of another. */
export function moduleNamed(core: CoreTypes, within: Module, name: symbol): Module {
  const found = within.resolve(name)
  const value = found instanceof Binding ? found.value : undefined
  if (value === undefined) throw undefVarError(core, name)
  if (value instanceof Module) return value
  throw errorException(core, `invalid using path: "${symbolName(name)}" does not name a module`)
}

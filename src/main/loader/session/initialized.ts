/** Modules with an `__init__` of their own: it runs when a package was loaded, or when a session begins from an image that has the package. */
import { Module } from '../../julia/worlds/module'

/** Of a root module and those in it. Inner modules come first, as they are complete first. */
export function withInit(module: Module): readonly Module[] {
  const inner = [...module.bindings.values()].flatMap(({ known }) => (known instanceof Module && known.parent === module ? withInit(known) : []))
  const init = module.bindings.get(Symbol.for('__init__'))
  return init?.value !== undefined && init.module === module ? [...inner, module] : inner
}

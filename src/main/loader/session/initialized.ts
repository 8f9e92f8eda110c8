/** Modules with an `__init__` of their own: it runs when a package was loaded, or when a session begins from an image that has the package. */
import type { Module } from '../../julia/worlds/module'

/** Of a root module and those in it. Inner modules come first, as they are complete first. */
export function withInit(module: Module): readonly Module[] {
  const inner = module.innerModules().flatMap(withInit)
  return module.isInitialized ? [...inner, module] : inner
}

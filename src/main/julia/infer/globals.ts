/** What is known of a global: constants by their value, all others nothing. */
import { Const, type Lattice, type LatticeElement } from '../lattice/element'
import { Binding, type Module } from '../worlds/module'

export function globalElement({ universe }: Lattice, module: Module, name: symbol): LatticeElement {
  const found = module.resolve(name)
  return found instanceof Binding && found.constant && found.value !== undefined ? new Const(found.value) : universe.any
}

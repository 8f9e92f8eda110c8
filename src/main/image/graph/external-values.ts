/**
 * Objects of other modules that can be found again: as the value of a constant there. An object that no constant holds is copied into
 * whatever is written, as in Julia's caches before 1.9.
 */
import { isTypeValue } from '../../julia/values/egal'
import type { JuliaValue } from '../../julia/values/value'
import { Module } from '../../julia/worlds/module'
import type { WriterScope } from './writer'

export interface ExternalName {
  readonly module: Module
  readonly name: symbol
}

export class ExternalValues {
  private names: ReadonlyMap<object, ExternalName> | undefined

  constructor(private readonly scope: WriterScope) {}

  /** Modules and types have tables of their own and are not named here. */
  nameOf(value: object): ExternalName | undefined {
    return (this.names ??= this.collect()).get(value)
  }

  private collect(): ReadonlyMap<object, ExternalName> {
    const names = new Map<object, ExternalName>()
    const seen = new Set<Module>()
    const visit = (module: Module): void => {
      if (seen.has(module) || this.scope.owns(module)) return
      seen.add(module)
      for (const [name, binding] of module.bindings) {
        const { value } = binding
        if (value instanceof Module) {
          if (value.parent === module) visit(value)
        } else if (binding.constant && binding.module === module && binding.name === name && isNamed(value) && !names.has(value)) {
          names.set(value, { module, name })
        }
      }
    }
    for (const module of this.scope.others) visit(module)
    return names
  }
}

function isNamed(value: JuliaValue | undefined): value is Exclude<JuliaValue, bigint | number | boolean | string | symbol> {
  return typeof value === 'object' && !isTypeValue(value)
}

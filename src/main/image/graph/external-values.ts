/**
 * Objects of other modules that can be found again: as the value of a constant there; and, where images keep native code (1.9 on), any object
 * that came out of a package's image, by its record in that image. Any other object is copied into whatever is written, as all were
 * in Julia's caches before.
 */
import { isTypeValue } from '../../julia/values/egal'
import type { JuliaValue } from '../../julia/values/value'
import { Module } from '../../julia/worlds/module'
import type { HeapValue } from './tables'
import type { WriterScope } from './writer'

export type ExternalName =
  | { readonly kind: 'value', readonly module: Module, readonly name: symbol }
  /** A record of the image that a root module came out of. */
  | { readonly kind: 'data', readonly root: Module, readonly record: number }

/** The objects of a session that came out of images of packages. */
export class ValueOrigins {
  private readonly records = new WeakMap<object, { readonly root: string, readonly record: number }>()
  private readonly images = new Map<string, (record: number) => HeapValue>()

  /** @param root the id of the image's root module. */
  addImage(root: string, read: (record: number) => HeapValue): void {
    this.images.set(root, read)
  }

  note(value: HeapValue, root: string, record: number): void {
    this.records.set(value, { root, record })
  }

  of(value: object): { readonly root: string, readonly record: number } | undefined {
    return this.records.get(value)
  }

  /** Undefined if no such image was read. */
  find(root: string, record: number): HeapValue | undefined {
    return this.images.get(root)?.(record)
  }
}

export class ExternalValues {
  private names: ReadonlyMap<object, ExternalName> | undefined
  private readonly roots: ReadonlyMap<string, Module>

  constructor(private readonly scope: WriterScope) {
    this.roots = new Map(scope.others.map((root) => [root.id, root]))
  }

  /** Modules and types have tables of their own and are not named here. */
  nameOf(value: object): ExternalName | undefined {
    return (this.names ??= this.collect()).get(value) ?? this.recordOf(value)
  }

  private recordOf(value: object): ExternalName | undefined {
    const { origins, world } = this.scope
    const origin = world.rules.caching.native ? origins?.of(value) : undefined
    const root = origin && this.roots.get(origin.root)
    return origin && root && { kind: 'data', root, record: origin.record }
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
          names.set(value, { kind: 'value', module, name })
        }
      }
    }
    for (const module of this.scope.others) visit(module)
    return names
  }
}

function isNamed(value: JuliaValue | undefined): value is HeapValue {
  return typeof value === 'object' && !isTypeValue(value)
}

/**
 * The external-link table: one record for each entity of another image, or of the runtime itself, that something in this image refers to, by
 * where it can be found again: modules by the id of their root and the names below it, types by module and name, methods by module and
 * signature, objects by the constant
 * that holds them or by their record in another image. The records of the other tables refer to these; the session that
 * reads resolves each once.
 */
import { typesEqual } from '../../julia/types/subtype'
import { TypeName, type DataType } from '../../julia/types/type'
import { CodeMethod } from '../../julia/worlds/method'
import { Module } from '../../julia/worlds/module'
import { ImageError } from '../bytes'
import { natural, symbol, tagged, text } from './codec'
import type { ExternalName } from './external-values'
import type { GraphReader } from './reader'
import { moduleRef } from './refs'
import type { HeapValue, Linked, TableCodec } from './tables'
import { dataType, parameter } from './types'
import type { GraphWriter } from './writer'

type Link =
  | { readonly kind: 'root', readonly id: string }
  | { readonly kind: 'module', readonly parent: Module, readonly name: string }
  /** The place among types of the same name. */
  | { readonly kind: 'type', readonly module: Module, readonly name: string, readonly place: number }
  /** The type of the keyword sorter of a type's functions. */
  | { readonly kind: 'sorter', readonly served: DataType }
  | { readonly kind: 'method', readonly signature: CodeMethod['signature'], readonly module: Module }
  | ExternalName

const link = tagged<Link>({
  root: { id: text },
  module: { parent: moduleRef, name: text },
  type: { module: moduleRef, name: text, place: natural },
  sorter: { served: dataType },
  method: { signature: parameter, module: moduleRef },
  value: { module: moduleRef, name: symbol },
  data: { root: moduleRef, record: natural },
})

export const linkTable: TableCodec<Linked> = {
  write: (to, row) => link.write(to, linkOf(to, row)),
  read: (from) => resolve(from, link.read(from)),
}

function linkOf(to: GraphWriter, row: Linked): Link {
  if (row instanceof Module) return row.parent === undefined ? { kind: 'root', id: row.id } : { kind: 'module', parent: row.parent, name: row.name }
  if (row instanceof CodeMethod) return { kind: 'method', signature: row.signature, module: row.source.module }
  if (row instanceof TypeName) return typeLink(to, row)
  const name = to.externals.nameOf(row)
  if (name === undefined) throw new Error('an object of others has no name')
  return name
}

function typeLink({ scope: { world: { core }, sorters, owns } }: GraphWriter, row: TypeName): Link {
  const module = core.typeModules.get(row)
  if (!(module instanceof Module)) throw new Error(`the type ${row.name} is in no module`)
  const served = row.name.endsWith('##kw') && !owns(module) ? sorters.served(row.primary) : undefined
  if (served !== undefined) return { kind: 'sorter', served }
  return { kind: 'type', module, name: row.name, place: core.typesNamed(module, row.name).indexOf(row) }
}

function resolve(from: GraphReader, found: Link): Linked {
  const { world, sorters, rootModule } = from.scope
  switch (found.kind) {
    case 'root':
      return rootModule(found.id) ?? missing(`module ${found.id} is not loaded`)
    case 'module': {
      const known = found.parent.bindings.get(Symbol.for(found.name))?.value
      return known instanceof Module ? known : missing(`${found.parent.path} has no module ${found.name}`)
    }
    case 'type':
      return world.core.typesNamed(found.module, found.name)[found.place] ?? missing(`${found.module.path} has no type ${found.name}`)
    case 'sorter':
      return sorters.of(found.served).type.name
    case 'method': {
      const { signature, module } = found
      const known = world.tableOf(signature).candidates(signature)
        .find((method) => method.isIn(world.age) && method.source.module === module && typesEqual(world.universe, method.signature, signature))
      // A method that is not there any more becomes one that no lookup gives, so that what relies on it proves invalid.
      return known ?? world.lostMethod(signature, module)
    }
    case 'value':
      return valueOf(found.module, found.name) ?? missing(`${found.module.path} has no ${Symbol.keyFor(found.name) ?? ''}`)
    case 'data':
      return from.scope.origins?.find(found.root.id, found.record) ?? missing(`${found.root.id} came out of no image`)
  }
}

function valueOf(module: Module, name: symbol): HeapValue | undefined {
  const found = module.bindings.get(name)?.value
  return typeof found === 'object' ? found : undefined
}

function missing(what: string): never {
  throw new ImageError(what)
}

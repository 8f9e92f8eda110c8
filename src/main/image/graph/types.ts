/**
 * Types. Closed ones are interned again in the session that reads them, so that identity means equality there too. Named types that
 * others declared are links; the keyword sorters that a package gave to functions of others belong to these.
 */
import { BOTTOM } from '../../julia/types/universe'
import { TypeName, type DataType, type Parameter, type Role, type TypeKind, type TypeVar } from '../../julia/types/type'
import { Module } from '../../julia/worlds/module'
import { ImageError } from '../bytes'
import { flag, list, natural, optional, text, whole, word, type Codec } from './codec'
import { fillTable, storedTable } from './function-tables'
import type { GraphReader } from './reader'
import { linked, moduleRef } from './refs'
import type { Linked, TableCodec } from './tables'
import { value } from './values'
import type { GraphWriter } from './writer'

const KINDS = word<TypeKind>('abstract', 'primitive', 'struct', 'mutable')
const ROLES = word<Role>('plain', 'any', 'tuple', 'vararg', 'type', 'namedtuple', 'kind', 'typeofbottom')

export const variableRef: Codec<TypeVar> = { write: (to, row) => to.ref('variables', row), read: (from) => from.ref('variables') }
const typeNameRef: Codec<TypeName> = { write: (to, row) => to.ref('typeNames', row), read: (from) => from.ref('typeNames') }

/** Any parameter: a variable or what the table of types holds. */
export const parameter: Codec<Parameter> = {
  write: (to, row) => {
    to.out.flag(row.kind === 'var')
    if (row.kind === 'var') to.ref('variables', row)
    else to.ref('types', row)
  },
  read: (from) => (from.in.flag() ? from.ref('variables') : from.ref('types')),
}

/** A `DataType`. */
export const dataType: Codec<DataType> = {
  write: (to, row) => to.ref('types', row),
  read: (from) => {
    const found = from.ref('types')
    if (found.kind !== 'datatype') throw new ImageError(`expected a DataType, found a ${found.kind}`)
    return found
  },
}

const TAGS = { bottom: 0, union: 1, unionall: 2, datatype: 3, value: 4 } as const

const types: TableCodec<Exclude<Parameter, TypeVar>> = {
  write: (to, row) => {
    to.out.byte(TAGS[row.kind])
    switch (row.kind) {
      case 'bottom':
        return
      case 'union':
        parameter.write(to, row.a)
        parameter.write(to, row.b)
        return
      case 'unionall':
        variableRef.write(to, row.variable)
        parameter.write(to, row.body)
        return
      case 'datatype':
        typeNameRef.write(to, row.name)
        list(parameter).write(to, row.parameters)
        return
      case 'value':
        text.write(to, row.typeName)
        text.write(to, row.text)
        optional(whole).write(to, row.integer)
        optional(list(parameter)).write(to, row.elements)
        optional(value).write(to, to.scope.world.core.parameterValues.get(row))
    }
  },
  read: (from, publish) => {
    const { universe, core } = from.scope.world
    switch (from.in.byte()) {
      case TAGS.bottom:
        return BOTTOM
      case TAGS.union:
        return universe.union(parameter.read(from), parameter.read(from))
      case TAGS.unionall: {
        const variable = variableRef.read(from)
        return universe.unionAll(variable, parameter.read(from))
      }
      case TAGS.datatype: {
        const name = typeNameRef.read(from)
        return universe.dataType(name, list(parameter).read(from))
      }
      case TAGS.value: {
        const [typeName, shown] = [text.read(from), text.read(from)]
        const [integer, elements] = [optional(whole).read(from), optional(list(parameter)).read(from)]
        const made = universe.value(typeName, shown, integer, elements)
        publish(made)
        const known = optional(value).read(from)
        if (known !== undefined && !core.parameterValues.has(made)) core.parameterValues.set(made, known)
        return made
      }
      default:
        throw new ImageError('a record is no type')
    }
  },
}

const variables: TableCodec<TypeVar> = {
  write: (to, row) => {
    text.write(to, row.name)
    parameter.write(to, row.lower)
    parameter.write(to, row.upper)
  },
  read: (from) => {
    const name = text.read(from)
    const [lower, upper] = [parameter.read(from), parameter.read(from)]
    return from.scope.world.universe.variable(name, lower, upper)
  },
}

function moduleOf(to: GraphWriter, name: TypeName): Module {
  const module = to.scope.world.core.typeModules.get(name)
  if (module instanceof Module) return module
  throw new Error(`the type ${name.name} is in no module`)
}

function isTypeName(found: Linked): found is TypeName {
  return found instanceof TypeName
}

const typeNames: TableCodec<TypeName> = {
  write: (to, row) => {
    const module = moduleOf(to, row)
    const isOwn = to.scope.owns(module) && to.scope.existingTypes?.has(row) !== true
    flag.write(to, isOwn)
    if (isOwn) writeOwn(to, row, module)
    else to.ref('links', row)
  },
  read: (from, publish) => (flag.read(from) ? readOwn(from, publish) : linked(from, isTypeName, 'type')),
}

function writeOwn(to: GraphWriter, row: TypeName, module: Module): void {
  const { universe } = to.scope.world
  text.write(to, row.name)
  moduleRef.write(to, module)
  KINDS.write(to, row.typeKind)
  ROLES.write(to, row.role)
  optional(text).write(to, universe.functionName(row.primary))
  list(variableRef).write(to, row.variables)
  if (to.scope.isWhole === true) optional(storedTable).write(to, to.scope.tables?.get(row))
  parameter.write(to, row.supertype)
  flag.write(to, row.incomplete)
  list(fieldCodec).write(to, row.incomplete ? [] : row.fields())
  natural.write(to, row.bits)
  optional(natural).write(to, row.initialized === Infinity ? undefined : row.initialized)
  natural.write(to, row.maxMethods)
}

const fieldCodec: Codec<{ readonly name: string, readonly type: Parameter }> = {
  write: (to, { name, type }) => {
    text.write(to, name)
    parameter.write(to, type)
  },
  read: (from) => ({ name: text.read(from), type: parameter.read(from) }),
}

function readOwn(from: GraphReader, publish: (row: TypeName) => void): TypeName {
  const { universe, core } = from.scope.world
  const [name, module] = [text.read(from), moduleRef.read(from)]
  const made = new TypeName(name, module.path, KINDS.read(from), ROLES.read(from))
  const functionName = optional(text).read(from)
  publish(made)
  universe.adopt(made, list(variableRef).read(from), functionName)
  core.placeType(made, module)
  const table = from.scope.isWhole === true ? optional(storedTable).read(from) : undefined
  if (table !== undefined) {
    from.scope.world.deferTable(made, (one) => {
      fillTable(from, one, table)
    })
  }
  from.defer(() => {
    const supertype = parameter.read(from)
    if (supertype.kind !== 'datatype') throw new ImageError(`the supertype of ${name} is a ${supertype.kind}`)
    made.supertype = supertype
    made.incomplete = flag.read(from)
    const fields = list(fieldCodec).read(from)
    made.fields = () => fields
    made.bits = natural.read(from)
    made.initialized = optional(natural).read(from) ?? Infinity
    made.maxMethods = natural.read(from)
  }, 'type')
  return made
}


const typeLists: TableCodec<readonly TypeName[]> = list(typeNameRef)

export const typeTables = { typeNames, variables, types, typeLists } as const

/**
 * Julia values. Numbers, strings and symbols stand where they are used; the only instance of a type is named by the type; what can be
 * found again as a constant of another module is named; all other objects are records, so that sharing and rings survive.
 */
import { codecOf } from '../../julia/values/array-storage'
import { isTypeValue } from '../../julia/values/egal'
import {
  ArrayValue, Bits, Expr, GlobalRef, IntrinsicFunction, LineNumberNode, QuoteNode, SimpleVector, StructValue, type ArrayStorage, type JuliaValue,
} from '../../julia/values/value'
import { CodeInfo } from '../../julia/ir/statement'
import { FunctionTable } from '../../julia/worlds/function-table'
import { CodeInstance, CodeMethod, MethodInstance } from '../../julia/worlds/method'
import { Module } from '../../julia/worlds/module'
import { tupleOf } from '../../julia/types/instantiate'
import { isSingleton } from '../../julia/types/query'
import { TypeName } from '../../julia/types/type'
import { ImageError } from '../bytes'
import { flag, float, index, list, natural, optional, symbol, text, whole, type Codec } from './codec'
import type { GraphReader } from './reader'
import { codeRef, instanceRef, linked, methodRef, moduleRef } from './refs'
import type { HeapValue, Linked, TableCodec } from './tables'
import { dataType, parameter, variableRef } from './types'
import type { GraphWriter } from './writer'

/** Where it stands: what it is. */
const AT = { integer: 0, float: 1, false: 2, true: 3, symbol: 4, string: 5, instance: 6, external: 7, object: 8 } as const

export const value: Codec<JuliaValue> = {
  write: (to, given) => {
    switch (typeof given) {
      case 'bigint':
        to.out.byte(AT.integer)
        whole.write(to, given)
        return
      case 'number':
        to.out.byte(AT.float)
        float.write(to, given)
        return
      case 'boolean':
        to.out.byte(given ? AT.true : AT.false)
        return
      case 'symbol':
        to.out.byte(AT.symbol)
        symbol.write(to, given)
        return
      case 'string':
        to.out.byte(AT.string)
        text.write(to, given)
        return
      default:
        writeObject(to, given)
    }
  },
  read: (from) => {
    switch (from.in.byte()) {
      case AT.integer:
        return whole.read(from)
      case AT.float:
        return float.read(from)
      case AT.false:
        return false
      case AT.true:
        return true
      case AT.symbol:
        return symbol.read(from)
      case AT.string:
        return text.read(from)
      case AT.instance:
        return readInstance(from)
      case AT.external:
        return linked(from, isObject, 'value')
      case AT.object:
        return from.ref('values')
      default:
        throw new ImageError('a value is of no kind')
    }
  },
}

function writeObject(to: GraphWriter, given: HeapValue): void {
  if (given instanceof StructValue && isSingleton(to.scope.world.universe, given.type)) {
    to.out.byte(AT.instance)
    dataType.write(to, given.type)
    return
  }
  // Modules, methods and types have links of their own, behind a record that says what they are.
  const isExternal = isObject(given) && to.externals.nameOf(given) !== undefined
  to.out.byte(isExternal ? AT.external : AT.object)
  to.ref(isExternal ? 'links' : 'values', given)
}

function isObject(found: Linked): found is Exclude<HeapValue, Module> {
  return !(found instanceof Module || found instanceof CodeMethod || found instanceof TypeName)
}

/** Of a type whose fields have to be known: they are instances too. */
function readInstance(from: GraphReader): JuliaValue {
  const type = dataType.read(from)
  from.completeTypes()
  return from.scope.world.core.instance(type)
}

const TAGS = {
  struct: 0, bits: 1, array: 2, svec: 3, expr: 4, intrinsic: 5, quote: 6, globalRef: 7, lineNumber: 8, module: 9, method: 10, instance: 11,
  code: 12, codeInfo: 13, table: 14, typeName: 15, type: 16, variable: 17,
} as const

const slots = list(optional(value))
const values = list(value)

export const valueTable: TableCodec<HeapValue> = {
  write: writeValue,
  read: (from, publish) => {
    switch (from.in.byte()) {
      case TAGS.struct: {
        const made = new StructValue(dataType.read(from), [])
        publish(made)
        from.defer(() => made.fields.push(...slots.read(from)))
        return made
      }
      case TAGS.bits:
        return new Bits(dataType.read(from), whole.read(from))
      case TAGS.array:
        return readArray(from, publish)
      case TAGS.svec:
        return new SimpleVector(values.read(from))
      case TAGS.expr: {
        const made = new Expr(symbol.read(from), [])
        publish(made)
        from.defer(() => {
          const count = from.in.count()
          for (let at = 0; at < count; at++) made.args.push(value.read(from))
        })
        return made
      }
      case TAGS.intrinsic:
        return intrinsicNamed(from, text.read(from))
      case TAGS.quote:
        return new QuoteNode(value.read(from))
      case TAGS.globalRef:
        return new GlobalRef(moduleRef.read(from), symbol.read(from))
      case TAGS.lineNumber:
        return new LineNumberNode(index.read(from), text.read(from))
      case TAGS.module:
        return moduleRef.read(from)
      case TAGS.method:
        return methodRef.read(from)
      case TAGS.instance:
        return instanceRef.read(from)
      case TAGS.code:
        return codeRef.read(from)
      case TAGS.codeInfo:
        return from.ref('lowered')
      case TAGS.table:
        return from.scope.world.tableOf(tupleOf(from.scope.world.universe, [parameter.read(from)]))
      case TAGS.typeName:
        return from.ref('typeNames')
      case TAGS.type:
        return from.ref('types') as HeapValue
      case TAGS.variable:
        return variableRef.read(from)
      default:
        throw new ImageError('a record is no value')
    }
  },
}

function writeValue(to: GraphWriter, given: HeapValue): void {
  const { out } = to
  if (given instanceof StructValue) {
    out.byte(TAGS.struct)
    dataType.write(to, given.type)
    slots.write(to, given.fields)
  } else if (given instanceof Bits) {
    out.byte(TAGS.bits)
    dataType.write(to, given.type)
    whole.write(to, given.bits)
  } else if (given instanceof ArrayValue) {
    out.byte(TAGS.array)
    writeArray(to, given)
  } else if (given instanceof SimpleVector) {
    out.byte(TAGS.svec)
    values.write(to, given.elements)
  } else if (given instanceof Expr) {
    out.byte(TAGS.expr)
    symbol.write(to, given.head)
    values.write(to, given.args)
  } else if (given instanceof IntrinsicFunction) {
    out.byte(TAGS.intrinsic)
    text.write(to, given.name)
  } else if (isTypeValue(given)) {
    writeType(to, given)
  } else {
    writeReflected(to, given)
  }
}

function writeType(to: GraphWriter, given: Extract<HeapValue, { readonly kind: string }>): void {
  to.out.byte(given.kind === 'var' ? TAGS.variable : TAGS.type)
  if (given.kind === 'var') variableRef.write(to, given)
  else to.ref('types', given)
}

/** Objects of the compiler, by the tables that they have themselves. */
function writeReflected(to: GraphWriter, given: Exclude<HeapValue, { readonly kind: string }>): void {
  const { out } = to
  if (given instanceof QuoteNode) {
    out.byte(TAGS.quote)
    value.write(to, given.value)
  } else if (given instanceof GlobalRef && given.module instanceof Module) {
    out.byte(TAGS.globalRef)
    moduleRef.write(to, given.module)
    symbol.write(to, given.name)
  } else if (given instanceof LineNumberNode) {
    out.byte(TAGS.lineNumber)
    index.write(to, given.line)
    text.write(to, given.file)
  } else if (given instanceof Module) {
    out.byte(TAGS.module)
    moduleRef.write(to, given)
  } else if (given instanceof CodeMethod) {
    out.byte(TAGS.method)
    methodRef.write(to, given)
  } else if (given instanceof MethodInstance) {
    out.byte(TAGS.instance)
    instanceRef.write(to, given)
  } else if (given instanceof CodeInstance) {
    out.byte(TAGS.code)
    codeRef.write(to, given)
  } else if (given instanceof CodeInfo) {
    out.byte(TAGS.codeInfo)
    to.ref('lowered', given)
  } else if (given instanceof TypeName) {
    out.byte(TAGS.typeName)
    to.ref('typeNames', given)
  } else if (given instanceof FunctionTable) {
    out.byte(TAGS.table)
    parameter.write(to, to.scope.world.calleeOf(given))
  } else {
    throw new Error('a value of no known kind cannot be stored')
  }
}

function intrinsicNamed(from: GraphReader, name: string): HeapValue {
  const intrinsics = from.scope.rootModule('Core')?.bindings.get(Symbol.for('Intrinsics'))?.value
  const found = intrinsics instanceof Module ? intrinsics.get(name) : undefined
  if (found instanceof IntrinsicFunction) return found
  throw new ImageError(`there is no intrinsic ${name}`)
}

function writeArray(to: GraphWriter, { type, data, size, length }: ArrayValue): void {
  dataType.write(to, type)
  list(natural).write(to, size)
  natural.write(to, length)
  if (Array.isArray(data)) {
    flag.write(to, true)
    slots.write(to, data)
    return
  }
  flag.write(to, false)
  to.out.block(new Uint8Array(data.buffer, data.byteOffset, length * data.BYTES_PER_ELEMENT))
}

function readArray(from: GraphReader, publish: (row: ArrayValue) => void): ArrayValue {
  const [type, size, length] = [dataType.read(from), list(natural).read(from), natural.read(from)]
  const boxed: (JuliaValue | undefined)[] = []
  const made = new ArrayValue(type, boxed, [...size], length)
  publish(made)
  from.defer(() => {
    if (flag.read(from)) {
      for (const element of slots.read(from)) boxed.push(element)
      return
    }
    made.data = typedStorage(from, made)
  })
  return made
}

/** The bytes are copied: arrays may be changed. */
function typedStorage(from: GraphReader, { type, length }: ArrayValue): ArrayStorage {
  const bytes = from.in.block()
  if (length > bytes.length) throw new ImageError(`an array of ${length} elements has ${bytes.length} bytes`)
  const data = codecOf(from.scope.world.core, type).make(length)
  if (Array.isArray(data) || data.byteLength !== bytes.length) throw new ImageError(`an array of ${length} elements has ${bytes.length} bytes`)
  new Uint8Array(data.buffer).set(bytes)
  return data
}

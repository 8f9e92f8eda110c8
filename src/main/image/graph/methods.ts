/**
 * Methods, their instances, and code. Those of others are found again by signature and types; a method that is not there any more becomes one
 * that no lookup gives, so that what relies on it proves invalid. Code comes without worlds: whoever links it says where it holds.
 */
import { NativeCode } from '../../julia/codegen/native-code'
import { FOREVER } from '../../julia/dispatch/method'
import { typesEqual } from '../../julia/types/subtype'
import type { Parameter } from '../../julia/types/type'
import { StructValue, type JuliaValue } from '../../julia/values/value'
import { CodeInstance, CodeMethod, MethodInstance, type Edge } from '../../julia/worlds/method'
import type { Module } from '../../julia/worlds/module'
import { ImageError } from '../bytes'
import { flag, list, natural, optional, tagged, text, type Codec } from './codec'
import { bindingRef } from './modules'
import type { GraphReader } from './reader'
import { instanceRef, methodRef, moduleRef } from './refs'
import type { TableCodec } from './tables'
import { parameter, variableRef } from './types'
import { value } from './values'
import type { GraphWriter } from './writer'

const OWN = 0
const OTHER = 1

const methods: TableCodec<CodeMethod> = {
  write: (to, row) => {
    const own = to.scope.owns(row.source.module)
    to.out.byte(own ? OWN : OTHER)
    parameter.write(to, row.signature)
    moduleRef.write(to, row.source.module)
    if (own) writeOwn(to, row)
  },
  read: (from) => {
    const own = from.in.byte() === OWN
    const signature = parameter.read(from)
    const module = moduleRef.read(from)
    const table = from.scope.world.tableOf(signature)
    if (own) return readOwn(from, signature, module)
    const { world } = from.scope
    const found = table.candidates(signature).find((method) => method.isIn(world.age) && method.source.module === module && typesEqual(world.universe, method.signature, signature))
    return found ?? world.lostMethod(signature, module)
  },
}

function writeOwn(to: GraphWriter, { source, called, argumentCount }: CodeMethod): void {
  text.write(to, source.name)
  text.write(to, source.file)
  natural.write(to, source.line)
  natural.write(to, called)
  natural.write(to, argumentCount)
  list(variableRef).write(to, source.variables)
  optional(value).write(to, source.generator)
  to.ref('lowered', source.code)
}

function readOwn(from: GraphReader, signature: Parameter, module: Module): CodeMethod {
  const { world } = from.scope
  const [name, file, line] = [text.read(from), text.read(from), natural.read(from)]
  const known = { called: natural.read(from), argumentCount: natural.read(from) }
  const variables = list(variableRef).read(from)
  const generator = asStruct(optional(value).read(from))
  const code = from.in.natural()
  const source = { name, module, file, line, variables, generator, get code() { return from.row('lowered', code) } }
  return new CodeMethod(signature, FOREVER, world.tableOf(signature), source, known)
}

function asStruct(given: JuliaValue | undefined): StructValue | undefined {
  if (given === undefined || given instanceof StructValue) return given
  throw new ImageError('the generator of a method is no function')
}

const instances: TableCodec<MethodInstance> = {
  write: (to, row) => {
    if (row.method === undefined) throw new Error('the instance of a top-level thunk cannot be stored')
    methodRef.write(to, row.method)
    parameter.write(to, row.specTypes)
    list(parameter).write(to, row.parameters)
    flag.write(to, row.precompiled)
  },
  read: (from) => {
    const method = methodRef.read(from)
    const [specTypes, parameters] = [parameter.read(from), list(parameter).read(from)]
    const made = from.scope.world.instance(method, specTypes, parameters)
    if (from.in.flag()) made.precompiled = true
    return made
  },
}

type StoredEdge =
  | { readonly kind: 'instance', readonly instance: MethodInstance, readonly invokeSignature: Parameter | undefined }
  | { readonly kind: 'table', readonly signature: Parameter }
  | { readonly kind: 'binding', readonly binding: Extract<Edge, { readonly to: 'binding' }>['binding'] }

const storedEdge = tagged<StoredEdge>({
  instance: { instance: instanceRef, invokeSignature: optional(parameter) },
  table: { signature: parameter },
  binding: { binding: bindingRef },
})

/** What code relies on. */
export const edge: Codec<Edge> = {
  write: (to, given) => {
    if (given.to === 'instance') storedEdge.write(to, { kind: 'instance', instance: given.instance, invokeSignature: given.invokeSignature })
    else if (given.to === 'table') storedEdge.write(to, { kind: 'table', signature: given.signature })
    else storedEdge.write(to, { kind: 'binding', binding: given.binding })
  },
  read: (from) => {
    const found = storedEdge.read(from)
    if (found.kind === 'table') return { to: 'table', signature: found.signature, table: from.scope.world.tableOf(found.signature) }
    if (found.kind === 'binding') return { to: 'binding', binding: found.binding }
    return { to: 'instance', instance: found.instance, invokeSignature: found.invokeSignature }
  },
}

/** The instance of a top-level thunk is relied on by nothing that is stored. */
function isStored(given: Edge): boolean {
  return given.to !== 'instance' || given.instance.method !== undefined
}

const codes: TableCodec<CodeInstance> = {
  write: (to, row) => {
    const saved = to.kept(row)
    instanceRef.write(to, row.instance)
    parameter.write(to, row.returnType)
    optional(value).write(to, row.constant)
    flag.write(to, row.callIsConstant)
    flag.write(to, row.effectsKnown)
    list(edge).write(to, row.edges.filter(isStored))
    const inferred = saved.inferred ? row.inferred : undefined
    flag.write(to, inferred !== undefined)
    if (inferred !== undefined) to.ref('optimized', inferred)
    const native = saved.native ? row.native : undefined
    flag.write(to, native instanceof NativeCode)
    if (native instanceof NativeCode) to.ref('natives', native)
  },
  read: (from) => {
    const instance = instanceRef.read(from)
    const [returnType, constant] = [parameter.read(from), optional(value).read(from)]
    const [callIsConstant, effectsKnown] = [from.in.flag(), from.in.flag()]
    const made = new CodeInstance(instance, 1, returnType, constant, list(edge).read(from))
    made.maxWorld = 0
    made.callIsConstant = callIsConstant
    made.effectsKnown = effectsKnown
    if (from.in.flag()) made.deferInferred(from.later('optimized'))
    if (from.in.flag()) made.deferNative(from.later('natives'))
    return made
  },
}

export const methodTables = { methods, instances, codes } as const

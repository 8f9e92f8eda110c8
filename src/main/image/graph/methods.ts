/**
 * Methods, their instances, and code. Methods of others are links, and their instances are found again by types. Code comes without
 * worlds: whoever links it says where it holds.
 */
import { NativeCode } from '../../julia/codegen/native-code'
import { FOREVER } from '../../julia/dispatch/method'
import type { StoredMethods } from '../../julia/dispatch/method-table'
import type { Parameter } from '../../julia/types/type'
import { StructValue, type JuliaValue } from '../../julia/values/value'
import type { TableBackedge } from '../../julia/worlds/function-table'
import { CodeInstance, CodeMethod, type Backedge, type Edge, type MethodInstance } from '../../julia/worlds/method'
import { ImageError } from '../bytes'
import { flag, list, natural, optional, record, tagged, text, type Codec } from './codec'
import { bindingRef } from './modules'
import type { GraphReader } from './reader'
import { codeRef, instanceRef, linked, methodRef, moduleRef } from './refs'
import type { Linked, TableCodec } from './tables'
import { parameter, variableRef } from './types'
import { value } from './values'
import type { GraphWriter } from './writer'

function isMethod(found: Linked): found is CodeMethod {
  return found instanceof CodeMethod
}

const methods: TableCodec<CodeMethod> = {
  write: (to, row) => {
    const isOwn = to.scope.owns(row.source.module)
    flag.write(to, isOwn)
    if (isOwn) writeOwn(to, row)
    else to.ref('links', row)
  },
  read: (from) => (flag.read(from) ? readOwn(from) : linked(from, isMethod, 'method')),
}

function writeOwn(to: GraphWriter, row: CodeMethod): void {
  const { source, called, argumentCount } = row
  parameter.write(to, row.signature)
  moduleRef.write(to, source.module)
  text.write(to, source.name)
  text.write(to, source.file)
  natural.write(to, source.line)
  natural.write(to, called)
  natural.write(to, argumentCount)
  list(variableRef).write(to, source.variables)
  optional(value).write(to, source.generator)
  to.ref('lowered', source.code)
  instanceList.write(to, to.scope.isWhole === true ? row.specializations : [])
}

function readOwn(from: GraphReader): CodeMethod {
  const { world } = from.scope
  const signature = parameter.read(from)
  const module = moduleRef.read(from)
  // Which table a signature belongs to depends on the supertype of what is called.
  from.completeTypes()
  const [name, file, line] = [text.read(from), text.read(from), natural.read(from)]
  const known = { called: natural.read(from), argumentCount: natural.read(from) }
  const variables = list(variableRef).read(from)
  const generator = asStruct(optional(value).read(from))
  const code = from.in.natural()
  const source = { name, module, file, line, variables, generator, get code() { return from.row('lowered', code) } }
  const table = world.tableOf(signature)
  // A system image holds what was there from the start; a package's methods enter the world when it is linked.
  const made = new CodeMethod(signature, from.scope.isWhole === true ? 1 : FOREVER, table, source, known)
  table.note(made)
  if (!isEmptyList(from)) made.deferSpecializations(from.rest((later) => instanceList.read(later)))
  return made
}

function asStruct(given: JuliaValue | undefined): StructValue | undefined {
  if (given === undefined || given instanceof StructValue) return given
  throw new ImageError('the generator of a method is no function')
}

const instanceList = list(instanceRef)
const backedges = list(record<Backedge>({ caller: instanceRef, invokeSignature: optional(parameter), code: optional(codeRef) }))

function isLive({ maxWorld }: CodeInstance): boolean {
  return maxWorld === FOREVER
}

/** Whether the list that comes next has nothing in it. */
function isEmptyList(from: GraphReader): boolean {
  return from.in.peek() === 0
}

const instances: TableCodec<MethodInstance> = {
  write: (to, row) => {
    if (row.method === undefined) throw new Error('the instance of a top-level thunk cannot be stored')
    methodRef.write(to, row.method)
    parameter.write(to, row.specTypes)
    list(parameter).write(to, row.parameters)
    flag.write(to, row.precompiled)
    const isWhole = to.scope.isWhole === true
    list(codeRef).write(to, isWhole ? row.codeInstances.filter(isLive) : [])
    backedges.write(to, isWhole ? row.backedges.filter(({ caller, code }) => caller.method !== undefined && (code === undefined || isLive(code))) : [])
  },
  read: (from, publish) => {
    const method = methodRef.read(from)
    const [specTypes, parameters] = [parameter.read(from), list(parameter).read(from)]
    const { world } = from.scope
    const made = from.scope.isWhole === true ? world.storedInstance(method, specTypes, parameters) : world.instance(method, specTypes, parameters)
    publish(made)
    if (from.in.flag()) made.precompiled = true
    made.codeInstances.push(...list(codeRef).read(from))
    if (!isEmptyList(from)) made.deferBackedges(from.rest((later) => backedges.read(later)))
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
    from.completeTypes()
    if (found.kind === 'table') return { to: 'table', signature: found.signature, table: from.scope.world.tableOf(found.signature) }
    if (found.kind === 'binding') return { to: 'binding', binding: found.binding }
    return { to: 'instance', instance: found.instance, invokeSignature: found.invokeSignature }
  },
}

/** The instance of a top-level thunk is relied on by nothing that is stored. */
function isStored(given: Edge): boolean {
  return given.to !== 'instance' || given.instance.method !== undefined
}

const edges = list(edge)

const codes: TableCodec<CodeInstance> = {
  write: (to, row) => {
    const saved = to.kept(row)
    instanceRef.write(to, row.instance)
    parameter.write(to, row.returnType)
    optional(value).write(to, row.constant)
    flag.write(to, row.callIsConstant)
    flag.write(to, row.effectsKnown)
    natural.write(to, Math.round(row.timeInfer))
    natural.write(to, Math.round(row.timeCompile))
    const inferred = saved.inferred ? row.inferred : undefined
    flag.write(to, inferred !== undefined)
    if (inferred !== undefined) to.ref('optimized', inferred)
    const native = saved.native ? row.native : undefined
    flag.write(to, native instanceof NativeCode)
    if (native instanceof NativeCode) to.ref('natives', native)
    edges.write(to, row.edges.filter(isStored))
  },
  read: (from) => {
    const instance = instanceRef.read(from)
    const [returnType, constant] = [parameter.read(from), optional(value).read(from)]
    const [callIsConstant, effectsKnown] = [from.in.flag(), from.in.flag()]
    const [timeInfer, timeCompile] = [from.in.natural(), from.in.natural()]
    const inferred = from.in.flag() ? from.later('optimized') : undefined
    const native = from.in.flag() ? from.later('natives') : undefined
    const { isWhole = false } = from.scope
    const made = new CodeInstance(instance, 1, returnType, constant, isWhole ? from.rest((later) => edges.read(later)) : edges.read(from))
    // What is trusted holds from the start; the rest when it was linked.
    made.maxWorld = isWhole ? FOREVER : 0
    Object.assign(made, { callIsConstant, effectsKnown, timeInfer, timeCompile })
    if (!isWhole) made.storedBytes = from.in.length + (inferred?.bytes() ?? 0) + (native?.bytes() ?? 0)
    if (inferred !== undefined) made.deferInferred(inferred.read)
    if (native !== undefined) made.deferNative(native.read)
    return made
  },
}

const waitingList = list(record<TableBackedge>({ signature: parameter, caller: instanceRef, code: optional(codeRef) }))

const waiting: TableCodec<readonly TableBackedge[]> = {
  write: (to, row) => waitingList.write(to, row.filter(({ caller, code }) => caller.method !== undefined && (code === undefined || isLive(code)))),
  read: (from) => waitingList.read(from),
}

const tables = record<StoredMethods<CodeMethod>>({ methods: list(methodRef), ranks: list(natural) })

const users: TableCodec<readonly MethodInstance[]> = {
  write: (to, row) => instanceList.write(to, row.filter(({ method }) => method !== undefined)),
  read: (from) => instanceList.read(from),
}

export const methodTables = { methods, instances, codes, tables, waiting, users } as const

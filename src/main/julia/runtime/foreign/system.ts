/** What touches the world outside: output, clocks, randomness; and what the runtime knows of itself: exceptions, frames. */
import { vectorOf } from '../../values/array-storage'
import { isTypeValue } from '../../values/egal'
import { layoutOf } from '../../values/layout'
import { SimpleVector, StructValue, symbolOf, type JuliaValue } from '../../values/value'
import { boundsError, errorException, Exit, JuliaException } from '../exception'
import { makeTuple } from '../builtins/general'
import { bytesOf, given, integer, type ForeignContext, type ForeignTable } from './context'

function frames({ core, backtrace }: ForeignContext): JuliaValue {
  return vectorOf(core, backtrace().map(({ name, file, line }) => makeTuple(core, [symbolOf(name), symbolOf(file), BigInt(line)])))
}

function svec(value: JuliaValue): SimpleVector {
  if (!(value instanceof SimpleVector)) throw new Error('a ccall lacks a SimpleVector')
  return value
}

export const SYSTEM_FUNCTIONS: ForeignTable = {
  bk_write: ({ write }, args) => {
    const text = bytesOf(args, 1)
    write(integer(args, 0), text)
    return BigInt(text.length)
  },
  bk_write_byte: ({ write }, args) => {
    write(integer(args, 0), String.fromCharCode(integer(args, 1)))
    return 1n
  },
  jl_hrtime: ({ now }) => now(),
  bk_hrtime: ({ now }) => now(),
  bk_time: ({ wallClock }) => wallClock(),
  bk_random_u64: ({ random }) => random(),
  jl_rethrow: ({ core, exceptions }) => {
    const current = exceptions.at(-1)
    throw current === undefined ? errorException(core, 'rethrow() not allowed outside a catch block') : new JuliaException(current)
  },
  jl_rethrow_other: ({ core, exceptions }, args) => {
    if (exceptions.length === 0) throw errorException(core, 'rethrow(exc) not allowed outside a catch block')
    throw new JuliaException(given(args, 0))
  },
  bk_backtrace: frames,
  bk_catch_backtrace: frames,
  bk_barrier: (_, args) => given(args, 0),
  bk_svec_ref: ({ core }, args) => {
    const vector = svec(given(args, 0))
    const found = vector.elements[integer(args, 1) - 1]
    if (found === undefined) throw boundsError(core, vector, BigInt(integer(args, 1)))
    return found
  },
  bk_svec_len: (_, args) => BigInt(svec(given(args, 0)).elements.length),
  jl_new_struct_uninit: ({ core }, args) => {
    const type = given(args, 0)
    if (typeof type !== 'object' || !isTypeValue(type) || type.kind !== 'datatype') throw errorException(core, 'no struct type')
    return new StructValue(type, layoutOf(core, type).types.map(() => undefined))
  },
  // Only for structs that nobody has seen yet: fields of immutable ones are set too.
  jl_set_nth_field: (_, args) => {
    const object = given(args, 0)
    if (object instanceof StructValue) object.fields[integer(args, 1)] = given(args, 2)
    return undefined
  },
  jl_exit: (_, args) => {
    throw new Exit(integer(args, 0))
  },
  bk_version: ({ version }) => version,
  bk_compile_ns: ({ compileTime }) => compileTime(),
  // Memory is the host's business: nothing is counted.
  jl_gc_add_finalizer: () => undefined,
  bk_gc_bytes: () => 0n,
  bk_gc_allocations: () => 0n,
}

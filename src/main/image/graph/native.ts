/** Bytecode with its relocations. */
import { NativeCode, type NativeParts, type Relocation, type Side } from '../../julia/codegen/native-code'
import { ImageError } from '../bytes'
import { flag, int32Array, list, natural, optional, record, tagged, text, type Codec } from './codec'
import { globalRef, location } from './code'
import { instanceRef } from './refs'
import type { TableCodec } from './tables'
import { dataType, parameter } from './types'
import { value } from './values'

const side: Codec<Side> = {
  write: (to, given) => to.out.byte(given),
  read: (from) => {
    const found = from.in.byte()
    if (found !== 0 && found !== 1 && found !== 2) throw new ImageError(`a register has no side ${found}`)
    return found
  },
}

const relocation = tagged<Relocation>({
  constant: { value },
  type: { type: dataType },
  parameter: { type: parameter },
  global: { ref: globalRef },
  name: { name: text },
  instance: { instance: instanceRef },
  site: {},
  builtin: { name: text },
  intrinsic: { name: text },
  foreign: { name: text, returnType: parameter, argumentTypes: list(parameter) },
  ast: { value },
})

const parts = record<NativeParts>({
  instance: instanceRef,
  code: int32Array,
  relocations: list(relocation),
  registers: natural,
  argumentSides: list(side),
  isVarArg: flag,
  returnSide: side,
  returnType: optional(dataType),
  handlers: int32Array,
  lines: int32Array,
  locations: list(location),
})

export const nativeTable: TableCodec<NativeCode> = {
  write: (to, row) => parts.write(to, row),
  read: (from) => new NativeCode(parts.read(from)),
}

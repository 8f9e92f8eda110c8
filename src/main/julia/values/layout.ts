/**
 * The fields of a type as the runtime needs them: names, types, where each is, and what they take in memory. Sizes are those of
 * Julia 1.5 on 64-bit Linux (datatype.c `jl_compute_field_offsets`): immutable values are kept inline if they can be, unions of bits
 * types with one byte that says which, all else as a pointer of 8 bytes.
 */
import { fieldTypes, isBits, isVarargTuple } from '../types/query'
import type { DataType, Parameter } from '../types/type'
import { unionMembers } from '../types/union'
import type { CoreTypes } from './core-types'
import { valueOf } from './parameter'
import { symbolOf } from './value'

export interface Layout {
  readonly types: readonly Parameter[]
  /** Empty for tuples, whose fields are numbered. */
  readonly names: readonly symbol[]
  readonly index: ReadonlyMap<symbol, number>
  /** How many fields every constructor sets. */
  readonly initialized: number
}

/** Of a type whose fields are known: not of `Tuple{Vararg{Int64}}`. */
export function layoutOf(core: CoreTypes, type: DataType): Layout {
  let layout = core.layouts.get(type)
  if (layout === undefined) {
    layout = makeLayout(core, type)
    core.layouts.set(type, layout)
  }
  return layout
}

function makeLayout(core: CoreTypes, type: DataType): Layout {
  const types = fieldTypes(core.universe, type)
  const names = fieldNames(core, type)
  return { types, names, index: new Map(names.map((name, at) => [name, at])), initialized: Math.min(type.name.initialized, types.length) }
}

export function fieldNames(core: CoreTypes, type: DataType): readonly symbol[] {
  const { role } = type.name
  if (role === 'tuple') return []
  if (role !== 'namedtuple') return type.name.fields().map(({ name }) => symbolOf(name))
  const [names] = type.parameters
  return names?.kind === 'value' ? (names.elements ?? []).map((name) => valueOf(core, name) as symbol) : []
}

interface Place {
  readonly size: number
  readonly alignment: number
}

const POINTER: Place = { size: 8, alignment: 8 }

/** Whether a value of this type is kept in its container and not behind a pointer. */
export function isInline(core: CoreTypes, type: Parameter): type is DataType {
  if (type.kind !== 'datatype' || !type.concrete || type.name.role === 'kind' || type.name.role === 'typeofbottom') return false
  if (type.name.typeKind === 'primitive') return true
  return type.name.typeKind === 'struct' && !isOpaque(type) && layoutOf(core, type).initialized === layoutOf(core, type).types.length && !containsItself(core, type, type, new Set())
}

/** Objects of the compiler, whose content is no business of programs. */
function isOpaque({ name }: DataType): boolean {
  return name.module === 'Core' && ['Module', 'Method', 'Symbol', 'String', 'SimpleVector'].includes(name.name)
}

function containsItself(core: CoreTypes, whole: DataType, part: DataType, visited: Set<DataType>): boolean {
  if (visited.has(part)) return false
  visited.add(part)
  return layoutOf(core, part).types.some((field) => field === whole
    || (field.kind === 'datatype' && field.concrete && field.name.typeKind === 'struct' && containsItself(core, whole, field, visited)))
}

function placeOf(core: CoreTypes, field: Parameter): Place {
  if (isInline(core, field)) return sizeAndAlignment(core, field)
  if (field.kind === 'union') {
    const members = unionMembers(field)
    if (members.every((member): member is DataType => isBits(core.universe, member))) {
      const places = members.map((member) => sizeAndAlignment(core, member))
      // The byte that says which member it is comes after the value.
      return { size: Math.max(...places.map(({ size }) => size)) + 1, alignment: Math.max(...places.map(({ alignment }) => alignment)) }
    }
  }
  return POINTER
}

function primitivePlace(bits: number): Place {
  const size = Math.ceil(bits / 8)
  // An Int128 stands at multiples of 8 on LLVM 9.
  return { size, alignment: Math.min(8, 2 ** Math.ceil(Math.log2(Math.max(size, 1)))) }
}

function sizeAndAlignment(core: CoreTypes, type: DataType): Place {
  if (type.name.typeKind === 'primitive') return primitivePlace(type.name.bits)
  const offsets = fieldOffsets(core, type)
  return { size: offsets.size, alignment: offsets.alignment }
}

export function fieldOffsets(core: CoreTypes, type: DataType): Place & { readonly offsets: readonly number[] } {
  const offsets: number[] = []
  let end = 0
  let alignment = 1
  for (const field of layoutOf(core, type).types) {
    const place = placeOf(core, field)
    const at = Math.ceil(end / place.alignment) * place.alignment
    offsets.push(at)
    end = at + place.size
    alignment = Math.max(alignment, place.alignment)
  }
  return { offsets, size: Math.ceil(end / alignment) * alignment, alignment }
}

/** In bytes; undefined if instances differ in size or there can be none. */
export function sizeOfType(core: CoreTypes, type: Parameter): number | undefined {
  if (type.kind === 'union') {
    const sizes = unionMembers(type).map((member) => (isBits(core.universe, member) ? sizeOfType(core, member) : undefined))
    return sizes.some((size) => size === undefined) ? undefined : Math.max(...sizes.map((size) => size ?? 0))
  }
  if (type.kind !== 'datatype') return undefined
  const { name } = type
  if (name.typeKind === 'primitive') return primitivePlace(name.bits).size
  if (!type.concrete || isVarargTuple(type) || name === core.arrayName || ['String', 'Symbol', 'SimpleVector'].some((other) => core.type(other).name === name)) return undefined
  return fieldOffsets(core, type).size
}

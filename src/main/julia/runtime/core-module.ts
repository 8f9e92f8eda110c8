/**
 * Module `Core` before any Julia code has run: the types, the builtins as functions, and the module of intrinsics.
 */
import type { CoreTypes } from '../values/core-types'
import { IntrinsicFunction, symbolOf, type JuliaValue, type StructValue } from '../values/value'
import { unwrapUnionAll } from '../types/type'
import { Module } from '../worlds/module'
import { ARRAY_BUILTINS } from './builtins/arrays'
import { CALL_BUILTINS } from './builtins/calls'
import type { Builtin } from './builtins/context'
import { FIELD_BUILTINS } from './builtins/fields'
import { GENERAL_BUILTINS } from './builtins/general'
import { TYPE_BUILTINS } from './builtins/types'
import { newFunction } from './definitions'
import { INTRINSIC_NAMES } from './intrinsics'

/** By name. Those of `CALL_BUILTINS` are not here. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(Object.entries({
  ...GENERAL_BUILTINS, ...FIELD_BUILTINS, ...TYPE_BUILTINS, ...ARRAY_BUILTINS,
}))

/** Builtins that depend on their arguments alone, if those cannot change: calls with constant arguments may be evaluated early. */
export const PURE_BUILTINS: ReadonlySet<string> = new Set([
  '===', 'typeof', 'isa', '<:', 'typeassert', 'ifelse', 'tuple', 'svec', 'sizeof', 'getfield', 'isdefined', 'nfields', 'fieldtype', 'apply_type', 'throw',
])

export interface CoreModule {
  readonly module: Module
  /** The name of each builtin function. */
  readonly builtins: ReadonlyMap<JuliaValue, string>
}

/** Functions that syntax refers to before Base gives them methods. */
const GENERIC = ['convert', 'cconvert', 'unsafe_convert', 'iterate'] as const

export function makeCore(core: CoreTypes, main: Module): CoreModule {
  const module = new Module('Core', undefined)
  module.setConstant('Core', module)
  module.exports.add(symbolOf('Core'))
  module.setConstant('Main', main)
  for (const [name, type] of core.names()) {
    module.setConstant(name, type as JuliaValue)
    const body = unwrapUnionAll(type)
    if (body.kind === 'datatype') core.placeType(body.name, module)
  }
  module.setConstant('nothing', core.nothing)
  const builtins = new Map<JuliaValue, string>()
  for (const name of [...BUILTINS.keys(), ...Object.keys(CALL_BUILTINS)]) {
    const made = newBuiltin(core, name, module)
    module.setConstant(name, made)
    builtins.set(made, name)
  }
  for (const name of GENERIC) module.setConstant(name, newFunction(core, name, module))
  const intrinsics = new Module('Intrinsics', module)
  intrinsics.setConstant('Intrinsics', intrinsics)
  intrinsics.exports.add(symbolOf('Intrinsics'))
  for (const name of INTRINSIC_NAMES) {
    intrinsics.setConstant(name, new IntrinsicFunction(name))
    intrinsics.exports.add(symbolOf(name))
  }
  module.setConstant('Intrinsics', intrinsics)
  return { module, builtins }
}

function newBuiltin(core: CoreTypes, name: string, module: Module): StructValue {
  const type = core.universe.newFunctionType(name, 'Core', core.type('Builtin'))
  core.placeType(type.name, module)
  return core.instance(type)
}

/**
 * Packages: their identities, files and preferences, which the host knows; and what a workload compiled, for those tools that keep it.
 * Tables of preferences are handed to Base as `svec(:table, key, value, ...)`, lists as `Vector{Any}`.
 */
import { newArray, vectorOf } from '../../values/array-storage'
import type { CoreTypes } from '../../values/core-types'
import { fromJuliaString, toJuliaString } from '../../values/text'
import { ArrayValue, Bits, SimpleVector, symbolName, symbolOf, type JuliaValue } from '../../values/value'
import { argumentError } from '../exception'
import type { PreferenceValue } from '../host'
import { given, moduleOf, symbolAt, textOf, type ForeignTable } from './context'

const TABLE = symbolOf('table')
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** A `Vector{String}`. */
export function elementsFrom(core: CoreTypes, texts: readonly string[]): ArrayValue {
  const array = newArray(core, core.arrayOf(core.type('String'), 1), [texts.length])
  array.data = texts.map(toJuliaString)
  return array
}

function refill(array: JuliaValue, texts: readonly string[]): void {
  if (!(array instanceof ArrayValue)) throw new Error('expected an array of strings')
  array.data = texts.map(toJuliaString)
  array.size = [texts.length]
  array.length = texts.length
}

const isList = (value: PreferenceValue): value is readonly PreferenceValue[] => Array.isArray(value)

function toJulia(core: CoreTypes, value: PreferenceValue): JuliaValue {
  if (typeof value === 'string') return toJuliaString(value)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof value !== 'object') return value
  if (value instanceof Date) return toJuliaString(value.toISOString())
  if (isList(value)) return vectorOf(core, value.map((part) => toJulia(core, part)))
  return new SimpleVector([TABLE, ...[...value].flatMap(([key, part]) => [toJuliaString(key), toJulia(core, part)])])
}

/** Throws `ArgumentError` for what TOML cannot say. */
function fromJulia(core: CoreTypes, value: JuliaValue): PreferenceValue {
  if (typeof value === 'string') return fromJuliaString(value)
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof ArrayValue && Array.isArray(value.data)) return (value.data as JuliaValue[]).map((part) => fromJulia(core, part))
  if (value instanceof SimpleVector && value.elements[0] === TABLE) return tableFrom(value, (part) => fromJulia(core, part))
  throw argumentError(core, `a preference cannot hold a ${core.typeOf(value).name.name}`)
}

function tableFrom<T>({ elements }: SimpleVector, convert: (value: JuliaValue) => T): ReadonlyMap<string, T> {
  const table = new Map<string, T>()
  for (let at = 1; at + 1 < elements.length; at += 2) table.set(textOf(elements, at), convert(given(elements, at + 1)))
  return table
}

export const PACKAGE_FUNCTIONS: ForeignTable = {
  jl_generating_output: ({ host }) => (host.generatingOutput === true ? 1n : 0n),
  bk_require: ({ requirePackage }, args) => requirePackage(moduleOf(args, 0), symbolName(symbolAt(args, 1))),
  bk_module_uuid: ({ core }, args) => {
    const { uuid } = moduleOf(args, 0)
    return uuid === undefined ? core.nothing : toJuliaString(uuid)
  },
  bk_parse_uuid: ({ core }, args) => {
    const text = textOf(args, 0)
    return UUID.test(text) ? new Bits(core.type('UInt128'), BigInt(`0x${text.replaceAll('-', '')}`)) : core.nothing
  },
  bk_path_of_module: ({ core, host }, args) => {
    const path = host.pathOf?.(moduleOf(args, 0))
    return path === undefined ? core.nothing : toJuliaString(path)
  },
  // What the host says of `DEPOT_PATH` and `LOAD_PATH` takes the place of what is in them.
  bk_init_paths: ({ host: { depotPath = [], loadPath = [] } }, args) => {
    for (const [at, texts] of [depotPath, loadPath].entries()) if (texts.length > 0) refill(given(args, at), texts)
    return undefined
  },
  bk_include_dependency: ({ host, besideFile }, args) => {
    host.includeDependency?.(besideFile(textOf(args, 0)), given(args, 1) === true)
    return undefined
  },
  bk_preferences: ({ core, host }, args) => toJulia(core, (typeof given(args, 0) === 'string' ? host.preferencesOf?.(textOf(args, 0)) : undefined) ?? new Map()),
  bk_record_preference: ({ host }, args) => {
    host.recordPreference?.(textOf(args, 0), textOf(args, 1))
    return undefined
  },
  // Identity, name, table (`nothing` for what goes), whether the preferences are to be exported.
  bk_set_preferences: ({ core, host }, args) => {
    const table = given(args, 2)
    if (host.setPreferences === undefined) throw argumentError(core, 'preferences cannot be written in this session')
    if (!(table instanceof SimpleVector)) throw new Error('a ccall lacks a table')
    const values = tableFrom(table, (value) => (value === core.nothing ? undefined : fromJulia(core, value)))
    host.setPreferences(textOf(args, 0), textOf(args, 1), values, { exported: given(args, 3) === true })
    return undefined
  },
  jl_tag_newly_inferred_enable: ({ workloads }) => {
    workloads.begin()
    return undefined
  },
  jl_tag_newly_inferred_disable: ({ workloads }) => {
    workloads.end()
    return undefined
  },
  // The frames of the workload that ended last: each instance with the place of its caller from 1, 0 for what running code asked for.
  bk_workload_frames: ({ workloads }) => new SimpleVector(workloads.take().flatMap(({ instance, parent }) => [instance, BigInt(parent + 1)])),
  bk_runs_workloads: ({ host }) => host.runsWorkloads === true,
  bk_invalidated_begin: ({ invalidations }) => {
    invalidations.begin()
    return undefined
  },
  bk_invalidated_end: ({ invalidations }) => {
    invalidations.end()
    return undefined
  },
  bk_invalidated_take: ({ core, invalidations }) => vectorOf(core, [...invalidations.take()]),
  bk_with_source: ({ withFile, call, world }, args) => withFile(textOf(args, 0), () => call([given(args, 1)], world.age)),
  bk_workloads_replay: ({ world }) => world.rules.caching.workloadsMark === 'dispatched',
}

/**
 * Preferences (1.6 on): what the projects on the load path set for a package, merged as base/loading.jl does it (`get_preferences`). Nearer
 * environments override; in one, `[preferences]` of the project comes before `LocalPreferences.toml`. `__clear__` removes keys set further away.
 */
import { folderOf, joinPath } from '../paths'
import { hashInteger, hashString } from '../julia-hash'
import type { EnvironmentStack, ProjectEnvironment } from './environments'
import { type TomlTable, type TomlValue, anyTable, fitToml, parseToml } from './toml'

const LOCAL_NAMES = ['JuliaLocalPreferences.toml', 'LocalPreferences.toml'] as const

/**
 * The preferences of a package; empty where nothing is set, or before 1.6.
 * @throws UserError for a file that cannot be read.
 */
export function preferencesOf(stack: EnvironmentStack, uuid: string): TomlTable {
  let merged: TomlTable = new Map()
  for (const environment of [...stack.environments].reverse()) {
    if (environment.kind !== 'project') continue
    for (const table of tablesIn(stack, environment, uuid)) merged = mergePreferences(merged, table)
  }
  return merged
}

/** What one project says of a package, weakest first. */
function tablesIn(stack: EnvironmentStack, { project }: ProjectEnvironment, uuid: string): readonly TomlTable[] {
  const lists = stack.options.rules.projects.preferenceNames
  if (lists.length === 0) return []
  const listed = lists.map((list) => [...project[list]].find(([, other]) => other === uuid)?.[0]).find((name) => name !== undefined)
  const name = project.uuid === uuid && project.name !== undefined ? project.name : listed
  if (name === undefined) return []
  return [project.preferences, localPreferences(stack, folderOf(project.file))].flatMap((table) => {
    const found = table?.get(name)
    return found instanceof Map ? [found as TomlTable] : []
  })
}

/** The first of the two names that is there; the other is not looked at. */
function localPreferences(stack: EnvironmentStack, folder: string): TomlTable | undefined {
  const file = LOCAL_NAMES.map((name) => joinPath(folder, name)).find((path) => stack.isFile(path))
  const text = file === undefined ? undefined : stack.options.files.readText(file)
  return file === undefined || text === undefined ? undefined : fitToml(parseToml({ text, file }), anyTable, { text, file })
}

/** `recursive_prefs_merge`: tables merge, all else is replaced; `__clear__` lists keys that are removed first, and stays itself. */
export function mergePreferences(base: TomlTable, override: TomlTable): TomlTable {
  const merged = new Map(base)
  const clear = override.get('__clear__')
  if (Array.isArray(clear)) for (const key of clear as readonly TomlValue[]) if (typeof key === 'string') merged.delete(key)
  for (const [key, value] of override) {
    const before = merged.get(key)
    merged.set(key, before instanceof Map && value instanceof Map ? mergePreferences(before as TomlTable, value as TomlTable) : value)
  }
  return merged
}

/**
 * `get_preferences_hash`: a number of 64 bits over the preferences that a package read while it was compiled; 0 if none of them is set.
 * Texts, numbers and booleans hash as in Julia. Lists, tables and dates do not, they only differ when their content does.
 * @param names in the order in which the cache lists them.
 */
export function preferencesHash(preferences: TomlTable, names: readonly string[]): bigint {
  return names.reduce((hash, name) => {
    const value = preferences.get(name)
    return value === undefined ? hash : hashValue(value, hash)
  }, 0n)
}

function hashValue(value: TomlValue, seed: bigint): bigint {
  if (typeof value === 'string') return hashString(value, seed)
  if (typeof value === 'boolean') return hashInteger(value ? 1n : 0n, seed)
  if (typeof value === 'bigint') return hashInteger(value, seed)
  if (typeof value === 'number') return hashInteger(Number.isSafeInteger(value) ? BigInt(value) : floatBits(value), seed)
  if (value instanceof Date) return hashString(value.toISOString(), seed)
  if (value instanceof Map) {
    const pairs = [...(value as TomlTable)].sort(([a], [b]) => (a < b ? -1 : 1))
    return pairs.reduce((hash, [key, inner]) => hashValue(inner, hashString(key, hash)), hashString('table', seed))
  }
  const list = value as readonly TomlValue[]
  return list.reduce<bigint>((hash, inner) => hashValue(inner, hash), hashString('list', hashInteger(BigInt(list.length), seed)))
}

function floatBits(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0)
}

/** Preferences are merged over the load path as base/loading.jl does it, and hashed as it hashes them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergePreferences, preferencesHash, preferencesOf } from '../../../../src/main/loader/project/preferences'
import type { TomlTable, TomlValue } from '../../../../src/main/loader/project/toml'
import { UserError } from '../../../../src/shared/errors'
import { UUIDS, stackOf, world } from './world'

const plain = (value: TomlValue): unknown => (value instanceof Map ? Object.fromEntries([...(value as TomlTable)].map(([key, inner]) => [key, plain(inner)])) : value)
const table = (record: Record<string, TomlValue>): TomlTable => new Map(Object.entries(record))

describe('preferences', () => {
  const files = world()
  files.writeText('/env/LocalPreferences.toml', '[Preferences]\nlevel = 2\nnested = {a = 1}\n[TinyDep]\nfast = true\n')
  files.writeText('/depot/environments/v1.10/Project.toml', `[deps]\nPreferences = "${UUIDS.Preferences}"\n[preferences.Preferences]\nlevel = 1\nbackend = "slow"\nnested = {a = 0, b = 5}\n`)

  it('of the nearest environment win, tables are merged', () => {
    expect(plain(preferencesOf(stackOf('1.10', { files }), UUIDS.Preferences))).toEqual({ level: 2, backend: 'slow', nested: { a: 1, b: 5 } })
    expect(plain(preferencesOf(stackOf('1.10', { files }), UUIDS.TinyDep))).toEqual({ fast: true })
    expect(plain(preferencesOf(stackOf('1.10', { files }), UUIDS.Dates))).toEqual({})
  })

  it('are found under a name in [extras] from 1.8 on, and not at all before 1.6', () => {
    const level = (version: '1.5' | '1.7' | '1.8') => preferencesOf(stackOf(version, { files, loadPath: ['@'] }), UUIDS.Preferences).get('level')
    expect(level('1.7')).toBeUndefined()
    expect(level('1.8')).toBe(2)
    expect(preferencesOf(stackOf('1.5', { files }), UUIDS.TinyDep).size).toBe(0)
  })

  it('are found under a name in [weakdeps] from 1.9 on', () => {
    const own = world()
    own.writeText('/own/Project.toml', `[weakdeps]\nTiny = "${UUIDS.Tiny}"\n[preferences.Tiny]\na = 1\n`)
    const size = (version: '1.8' | '1.9') => preferencesOf(stackOf(version, { files: own, activeProject: '/own' }), UUIDS.Tiny).size
    expect([size('1.8'), size('1.9')]).toEqual([0, 1])
  })

  it('of the project come before those beside it, and JuliaLocalPreferences.toml hides the other file', () => {
    const own = world()
    own.writeText('/own/Project.toml', `name = "Own"\nuuid = "${UUIDS.Tiny}"\n[preferences.Own]\na = 1\nb = 1\n`)
    own.writeText('/own/LocalPreferences.toml', '[Own]\nb = 2\n')
    const read = () => plain(preferencesOf(stackOf('1.10', { files: own, activeProject: '/own' }), UUIDS.Tiny))
    expect(read()).toEqual({ a: 1, b: 2 })
    own.writeText('/own/JuliaLocalPreferences.toml', '[Own]\nc = 3\n__clear__ = ["a"]\n')
    expect(read()).toEqual({ b: 1, c: 3, __clear__: ['a'] })
  })

  it('that cannot be read are an error with the place', () => {
    const own = world()
    own.writeText('/env/LocalPreferences.toml', '[TinyDep]\nfast = yes\n')
    expect(() => preferencesOf(stackOf('1.10', { files: own }), UUIDS.TinyDep)).toThrow(UserError)
  })

  it('keep what an override does not speak of', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean())
    const some = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), value).map((record) => new Map<string, TomlValue>(Object.entries(record)))
    fc.assert(fc.property(some, some, (base, override) => {
      const merged = mergePreferences(base, override)
      for (const key of new Set([...base.keys(), ...override.keys()])) expect(merged.get(key)).toBe(override.has(key) ? override.get(key) : base.get(key))
      expect(mergePreferences(merged, override)).toEqual(merged)
    }))
  })
})

describe('the hash', () => {
  it('is 0 where none of the preferences that were read is set, as in a recorded cache', () => {
    expect(preferencesHash(table({ other: 1 }), ['backend', 'level'])).toBe(0n)
  })

  it('goes over what was read, in order, and nothing else', () => {
    const set = table({ backend: 'fast', level: 3, other: true })
    expect(preferencesHash(set, ['backend'])).toBe(preferencesHash(table({ backend: 'fast' }), ['backend', 'level']))
    expect(preferencesHash(set, ['backend', 'level'])).not.toBe(preferencesHash(set, ['level', 'backend']))
    expect(preferencesHash(set, ['level'])).not.toBe(preferencesHash(table({ level: 4 }), ['level']))
  })

  it('is Julia\'s own for texts and numbers', () => {
    expect(preferencesHash(table({ a: 'abc' }), ['a'])).toBe(8543511489601552240n)
    expect(preferencesHash(table({ a: 1 }), ['a'])).toBe(0x5bca7c69b794f8cen)
    expect(preferencesHash(table({ a: true }), ['a'])).toBe(0x5bca7c69b794f8cen)
  })

  it('differs when the content of a list or table does', () => {
    const of = (value: TomlValue) => preferencesHash(table({ a: value }), ['a'])
    const values: TomlValue[] = [[], [1], [1, 2], [2, 1], [[1], 2], table({}), table({ x: 1 }), table({ x: 2 }), table({ y: 1 }), 1.5, -0.5, 12345678901234567890n]
    expect(new Set(values.map(of)).size).toBe(values.length)
    expect(of(table({ x: 1, y: 2 }))).toBe(of(table({ y: 2, x: 1 })))
  })
})

/**
 * What real Julias (1.10.1, 1.5.3) logged when one thing was changed about a package with a valid cache: the same change here gives the same
 * log. Files that Julia itself stumbles over (a header that ends too soon) are refused here in its words for such files.
 */
import { expect, it } from 'vitest'
import { buildIdLow } from '../../../../src/main/loader/cache/header'
import { checkCache } from '../../../../src/main/loader/cache/staleness'
import { searchCache } from '../../../../src/main/loader/cache/search'
import { pkgIdKey, samePkgId, type PkgId } from '../../../../src/main/loader/project/pkg-id'
import { messagesOf, recordedHeader, recordedMessages } from './recorded'
import { DEFAULT_FLAGS, SmallSession, SmallWorld } from './small-session'

const world = (...names: string[]) => new SmallWorld('1.10', '1.10.1', names.map(recordedHeader))
const TINY = recordedHeader('tiny').package
const TINYDEP = recordedHeader('tinydep').package
const CHAIN = recordedHeader('chain').package
const INCLUDES = recordedHeader('includes').package

function logOf(session: SmallSession, id: PkgId, precompilable = true): string[] {
  session.using(id, precompilable)
  return messagesOf(session.text)
}

it('loads valid caches, dependencies first', () => {
  expect(logOf(new SmallSession(world('tiny', 'tinydep', 'chain')), CHAIN)).toEqual(recordedMessages('01_fresh'))
  expect(logOf(new SmallSession(world('includes')), INCLUDES)).toEqual(recordedMessages('03_after_recompile'))
})

it('takes a cache that was optimised more than the session asks for', () => {
  expect(logOf(new SmallSession(world('tiny'), { ...DEFAULT_FLAGS, optLevel: 0 }), TINY)).toEqual(recordedMessages('09_O0'))
})

it('refuses the cache of a package whose include is gone', () => {
  const where = world('includes')
  where.files.remove('/dev/Includes/src/a.jl')
  const log = logOf(new SmallSession(where), INCLUDES)
  // The recorded precompilation then fails.
  expect(log.slice(0, 3)).toEqual(recordedMessages('05_missing_include'))
})

it('refuses what was built on another build of a dependency', () => {
  const where = world('tiny', 'tinydep', 'chain')
  where.store({ ...recordedHeader('tiny'), buildId: 'fafbfcfd-55aa-2357-0000-057dd1c14fe3' })
  expect(logOf(new SmallSession(where), CHAIN)).toEqual(recordedMessages('07_dependency_rebuilt'))
})

it('refuses other flags', () => {
  const noImages = { ...DEFAULT_FLAGS, usePkgimages: false }
  expect(logOf(new SmallSession(world('tiny', 'tinydep'), noImages), TINYDEP)).toEqual(recordedMessages('11_nopkgimages'))
  expect(logOf(new SmallSession(world('tiny'), { ...DEFAULT_FLAGS, inline: false }), TINY)).toEqual(recordedMessages('13_inline_no'))
  // Coverage turns native code off.
  expect(logOf(new SmallSession(world('tiny'), noImages), TINY)).toEqual(recordedMessages('33_coverage'))
})

it('finds the file that was compiled with the preferences of now', () => {
  const old = recordedHeader('prefs_default')
  const preferences = recordedHeader('preferences')
  const build = old.requiredModules.find(({ package: id }) => samePkgId(id, preferences.package))?.buildId ?? ''
  const where = new SmallWorld('1.10', '1.10.1', [old, { ...preferences, flags: old.flags, buildId: build, cpuTargets: old.cpuTargets, nativeChecksum: 1 }])
  where.preferencesHash = '00000000deadbeef'
  const [oldPath] = [...where.caches.keys()]
  where.store({ ...old, preferences: { ...old.preferences, hash: where.preferencesHash } }, oldPath?.replace('WJKNK', 'xHfnd'))
  expect(logOf(new SmallSession(where), old.package)).toEqual(recordedMessages('15_prefs_after'))
})

it('refuses what was built with another build of the standard library', () => {
  const where = world('tiny')
  const header = recordedHeader('tiny')
  where.store({ ...header, requiredModules: header.requiredModules.map((module) => (
    module.package.name === 'Printf' ? { ...module, buildId: module.buildId.replace(/.$/, 'f') } : module)) })
  expect(logOf(new SmallSession(where), TINY)).toEqual(recordedMessages('17a_ji_flipped_bit_in_required_modules'))
})

it('refuses files that are no cache files', () => {
  const where = world('tiny')
  where.change(TINY, { header: 'invalid' })
  expect(logOf(new SmallSession(where), TINY)).toEqual(recordedMessages('19_ji_empty'))
  expect(recordedMessages('18a_ji_truncated_header')).toEqual([])
})

it('refuses native code with another checksum', () => {
  const where = world('tiny')
  where.change(TINY, { nativeChecksum: 7 })
  expect(logOf(new SmallSession(where), TINY)).toEqual(recordedMessages('21_so_flipped_bit'))
})

it('refuses the cache of another package', () => {
  const where = world('tiny')
  where.change(TINY, { header: recordedHeader('includes') })
  expect(logOf(new SmallSession(where), TINY)).toEqual(recordedMessages('23_cache_of_other_package'))
})

it('refuses the cache of a package that moved', () => {
  const where = world('tiny')
  where.sources.set(pkgIdKey(TINY), '/moved/src/Tiny.jl')
  where.files.writeText('/moved/src/Tiny.jl', 'module Tiny end')
  expect(logOf(new SmallSession(where), TINY)).toEqual(recordedMessages('25_path_moved'))
})

it('refuses extensions one after the other', () => {
  const [single, two, tiny] = [recordedHeader('ext_single'), recordedHeader('ext_two'), recordedHeader('tiny')]
  const where = new SmallWorld('1.10', '1.10.1', [single, two, tiny])
  const parent = single.requiredModules.find(({ package: { name } }) => name === 'ExtParent')
  const other = single.requiredModules.find(({ package: { name } }) => name === 'ExtParentTinyDatesExt')
  if (!parent || !other) throw new Error('not in the header')
  where.files.touch('/dev/ExtParent/ext/ExtParentTinyDatesExt/more.jl', 1.7952285257043574e9)
  // The recorded cache of the second extension is of another depot: these are the builds of this one.
  where.store({ ...two, buildId: other.buildId, requiredModules: [...tiny.requiredModules, parent, { package: TINY, buildId: tiny.buildId }] })
  const session = new SmallSession(where)
  for (const module of [parent, { package: TINY, buildId: tiny.buildId }]) session.loaded.set(pkgIdKey(module.package), { id: module.package, buildId: module.buildId })
  const sourcePath = single.includes[0]?.path ?? ''
  const said = messagesOf(session.printed(searchCache({ package: single.package, sourcePath }, session.host).log))
  expect(said.map((message) => recordedMessages('27_ext_stale').includes(message))).toEqual([true, true])
  expect(said[1]).toContain('is missing from the cache')

  session.loaded.set(pkgIdKey(two.package), { id: two.package, buildId: 'fafbfcfd-1e82-b74c-0000-000000000001' })
  const verdict = checkCache({ path: '<depot>/compiled/v1.10/ExtParentTinyExt/Alp6E_WJKNK.ji', header: single, intact: true, nativeChecksum: single.nativeChecksum },
    { package: single.package, sourcePath }, session.host)
  expect(recordedMessages('27_ext_stale')).toContain(`┌ Debug: ${verdict.fresh ? '' : verdict.reason.text}\n└ @ Base loading.jl:3079\n`)
})

it('says of a package that it cannot be precompiled', () => {
  const nothing = new SmallSession(world())
  expect(logOf(nothing, { name: 'NoPre', uuid: undefined }, false)).toEqual(recordedMessages('29_not_precompilable'))
})

it('refuses native code for another processor', () => {
  const session = new SmallSession(world('tiny'))
  const host = { ...session.host, cpuTargets: ['generic; flags=0; features_en=(sse3)'] }
  const { log, plan } = searchCache({ package: TINY, sourcePath: '/dev/Tiny/src/Tiny.jl' }, host)
  expect(plan).toBeUndefined()
  expect(log[0]?.text).toContain('Tiny [ef5dff4f-221e-5eaa-ac18-f8662b2b55f6]:\n  Reasons = "Target 0 (generic): Rejecting this target due to use of runtime-disabled features\\n"')
})

it('refuses a cache in which a name meant another package', () => {
  const where = world('tiny', 'tinydep')
  where.dependencies.delete(pkgIdKey(TINYDEP))
  expect(logOf(new SmallSession(where), TINYDEP).slice(0, 3)).toEqual(recordedMessages('37_dependency_not_in_manifest'))
})

it('does as 1.5: loads dependencies while it searches', () => {
  const where = new SmallWorld('1.5', '1.5.3', ['tiny15', 'tinydep15'].map(recordedHeader))
  const fresh = new SmallSession(where)
  expect(logOf(fresh, TINYDEP)).toEqual(recordedMessages('julia15_fresh'))
  expect([...fresh.loaded.values()].map(({ id }) => id.name)).toEqual(['Tiny', 'TinyDep'])

  where.files.touch('/dev/Tiny/src/Tiny.jl', 1.7952296615123494e9)
  expect(logOf(new SmallSession(where), TINYDEP)).toEqual(recordedMessages('julia15_touched'))
  expect(buildIdLow(recordedHeader('tiny15').buildId)).toBe(0x000006881e6dd8dbn)
})

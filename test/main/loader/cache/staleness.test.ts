/** Each reason for which a cache file is refused, by version, in Julia's words; which mtimes pass; and an answer to everything. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32c } from '../../../../src/main/loader/crc32c'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { cacheHeader, type CacheHeader } from '../../../../src/main/loader/cache/header'
import { missOf } from '../../../../src/main/loader/cache/rejection-text'
import { inDepots, rememberFile } from '../../../../src/main/loader/cache/source-file'
import { checkCache, flagsMatch, sameMtime, type CacheFile, type CacheHost, type CacheQuery } from '../../../../src/main/loader/cache/staleness'
import { JULIA_VERSIONS, VERSION_RULES, type JuliaVersion } from '../../../../src/main/julia/versions'
import { recordedHeader } from './recorded'
import { DEFAULT_FLAGS, SmallSession, SmallWorld } from './small-session'

const A = { name: 'A', uuid: 'aaaaaaaa-0000-0000-0000-000000000000' }
const B = { name: 'B', uuid: 'bbbbbbbb-0000-0000-0000-000000000000' }
const CORE = { name: 'Core', uuid: undefined }
const build = (digit: number, high = 'fafbfcfd-0000-0000') => `${high}-0000-00000000000${digit}`

interface Case { readonly file: CacheFile, readonly query: CacheQuery, readonly host: CacheHost }

/** A fresh cache file of A, which needs B, under the rules of a version. */
function freshCase(version: JuliaVersion): Case {
  const rules = VERSION_RULES[version]
  const files = new MemoryFiles({ '/depot/A.jl': 'module A end', '/depot/data.csv': '1,2' }, () => 100.5)
  const remember = (path: string, byMtime = false) => rememberFile(path, files, { rules: rules.staleness, depots: ['/depot'], byMtime })
  const old = !rules.staleness.comparesFlags
  const id = (digit: number) => build(digit, old ? '00000000-0000-0000' : undefined)
  const header: CacheHeader = {
    formatVersion: old ? 11 : 12,
    juliaVersion: rules.release,
    juliaBuild: 'Linux x86_64',
    flags: old ? undefined : DEFAULT_FLAGS,
    package: A,
    buildId: id(1),
    includes: [remember('/depot/A.jl'), remember('/depot/data.csv', true)],
    requires: [{ from: A, to: B }],
    requiredModules: [{ package: CORE, buildId: id(9) }, { package: B, buildId: id(2) }],
    preferences: { names: ['x'], hash: '00000000000000ff' },
    cpuTargets: old ? [] : ['generic; flags=0; features_en=(sse3)'],
    nativeChecksum: old ? undefined : 7,
  }
  return {
    file: { path: '/c/A.ji', header, intact: true, nativeChecksum: header.nativeChecksum },
    query: { package: A, sourcePath: '/depot/A.jl' },
    host: {
      rules, files, depots: ['/depot'], juliaVersion: rules.release, juliaBuild: 'Linux x86_64', flags: DEFAULT_FLAGS, cpuTargets: header.cpuTargets,
      loadedBuild: ({ name }) => (name === 'Core' ? id(9) : undefined),
      concreteDependencies: [],
      locate: ({ name }) => (name === 'B' ? '/depot/B.jl' : undefined),
      identify: (_where, name) => (name === 'B' ? B : undefined),
      preferencesHash: () => '00000000000000ff',
    },
  }
}

interface Change { file?: Partial<CacheFile>, header?: Partial<CacheHeader>, query?: Partial<CacheQuery>, host?: Partial<CacheHost>, files?: (files: MemoryFiles) => void }

function refused(version: JuliaVersion, change: Change): string {
  const { file, query, host } = freshCase(version)
  if (host.files instanceof MemoryFiles) change.files?.(host.files)
  const header = typeof file.header === 'string' ? file.header : { ...file.header, ...change.header }
  const verdict = checkCache({ ...file, header, ...change.file }, { ...query, ...change.query }, { ...host, ...change.host })
  return verdict.fresh ? 'fresh' : [verdict.reason.text, ...(verdict.reason.miss === undefined ? [] : [`(${verdict.reason.miss})`])].join('\n')
}

it.each(JULIA_VERSIONS)('takes an unchanged file: %s', (version) => {
  const { file, query, host } = freshCase(version)
  expect(checkCache(file, query, host)).toMatchObject({ fresh: true, dependencies: [{ package: B, sourcePath: '/depot/B.jl' }] })
})

const OTHER_BUILD = '00000000-0000-0000-0000-000000000003'
const A_NEW = 'Base.PkgId(Base.UUID("aaaaaaaa-0000-0000-0000-000000000000"), "A")'
const B_NEW = 'Base.PkgId(Base.UUID("bbbbbbbb-0000-0000-0000-000000000000"), "B")'
const A_OLD = 'A [aaaaaaaa-0000-0000-0000-000000000000]'
const B_OLD = 'B [bbbbbbbb-0000-0000-0000-000000000000]'

/** What was changed, and what each version says from the named one on. */
const REASONS: readonly (readonly [name: string, change: Change, says: Partial<Record<JuliaVersion, string>>])[] = [
  ['not a cache file', { file: { header: 'invalid' } }, {
    '1.5': 'Rejecting cache file /c/A.ji due to it containing an invalid cache header',
    '1.11': 'Rejecting cache file /c/A.ji due to it containing an incompatible cache header\n(incompatible header)',
  }],
  ['another build of Julia', { host: { juliaBuild: 'Linux aarch64' } }, {
    '1.5': 'Rejecting cache file /c/A.ji due to it containing an invalid cache header',
    '1.11': 'Rejecting cache file /c/A.ji due to it containing an incompatible cache header\n(incompatible header)',
  }],
  ['other flags', { host: { flags: { ...DEFAULT_FLAGS, checkBounds: 1 } } }, {
    '1.5': 'fresh',
    '1.9': `Rejecting cache file /c/A.ji for ${A_OLD} since the flags are mismatched
  current session: use_pkgimages = true, debug_level = 1, check_bounds = 1, inline = true, opt_level = 2
  cache file:      use_pkgimages = true, debug_level = 1, check_bounds = 0, inline = true, opt_level = 2`,
    '1.11': `Rejecting cache file /c/A.ji for ${A_NEW} since the flags are mismatched
  requested flags: CacheFlags(; use_pkgimages=true, debug_level=1, check_bounds=1, inline=true, opt_level=2) [171]
  cache file:      CacheFlags(; use_pkgimages=true, debug_level=1, check_bounds=0, inline=true, opt_level=2) [163]
(mismatched flags)`,
  }],
  ['native code gone', { file: { nativeChecksum: undefined } }, {
    '1.5': 'fresh',
    '1.9': `Rejecting cache file /c/A.ji for ${A_OLD} since pkgimage /c/A.so was not found`,
    '1.11': `Rejecting cache file /c/A.ji for ${A_NEW} since pkgimage /c/A.so was not found\n(missing ocachefile)`,
  }],
  ['native code damaged', { file: { nativeChecksum: 8 } }, {
    '1.5': 'fresh',
    '1.9': 'Rejecting cache file /c/A.ji because /c/A.so has an invalid checksum',
    '1.11': 'Rejecting cache file /c/A.ji because /c/A.so has an invalid checksum\n(ocachefile invalid checksum)',
  }],
  ['damaged', { file: { intact: false } }, {
    '1.5': 'Rejecting cache file /c/A.ji because it has an invalid checksum',
    '1.11': 'Rejecting cache file /c/A.ji because it has an invalid checksum\n(invalid checksum)',
  }],
  ['another package', { query: { package: B } }, {
    '1.5': 'fresh',
    '1.8': `Rejecting cache file /c/A.ji for ${B_OLD} since it is for ${A_OLD} => 0x0000000000000001 instead`,
    '1.11': `Rejecting cache file /c/A.ji for ${B_NEW} since it is for ${A_NEW} => 0x00000000000000000000000000000001 instead\n(for different pkgid)`,
  }],
  ['another build is wanted', { query: { buildId: OTHER_BUILD } }, {
    '1.5': 'fresh',
    '1.8': `Ignoring cache file /c/A.ji for ${A_OLD} since it is does not provide desired build_id`,
    '1.9': `Ignoring cache file /c/A.ji for ${A_OLD} (${build(1)}) since it is does not provide desired build_id (${OTHER_BUILD})`,
    '1.11': `Ignoring cache file /c/A.ji for ${A_NEW} (${build(1)}) since it does not provide desired build_id (${OTHER_BUILD})\n(for different buildid)`,
  }],
  ['a dependency is loaded in another build', { host: { loadedBuild: ({ name }) => (name === 'B' ? OTHER_BUILD : undefined), locate: () => '/x.jl' } }, {
    '1.5': `Rejecting cache file /c/A.ji because module ${B_OLD} is already loaded and incompatible.`,
    '1.11': `Rejecting cache file /c/A.ji because module ${B_NEW} is already loaded and incompatible.\n(wrong dep version loaded)`,
  }],
  ['Core is another', { host: { loadedBuild: () => OTHER_BUILD } }, {
    '1.5': 'Rejecting cache file /c/A.ji because module Core [top-level] is already loaded and incompatible.',
    '1.11': 'Rejecting cache file /c/A.ji because it was made with a different julia version\n(wrong julia version)',
  }],
  ['a dependency is not installed', { host: { locate: () => undefined } }, {
    '1.5': `Rejecting cache file /c/A.ji because dependency ${B_OLD} not found.`,
    '1.11': `Rejecting cache file /c/A.ji because dependency ${B_NEW} not found.\n(dep missing source)`,
  }],
  ['the process was told to take another build', { host: { concreteDependencies: [{ package: A, buildId: OTHER_BUILD }] } }, {
    '1.5': 'Rejecting cache file /c/A.ji because it provides the wrong uuid (got 1) for mod (want 3)',
    '1.6': `Rejecting cache file /c/A.ji because it provides the wrong uuid (got 1) for ${A_OLD} (want 3)`,
    '1.8': `Rejecting cache file /c/A.ji because it provides the wrong build_id (got 1) for ${A_OLD} (want 3)`,
    '1.9': `Rejecting cache file /c/A.ji because it provides the wrong build_id (got ${build(1)}) for ${A_OLD} (want ${OTHER_BUILD})`,
    '1.11': `Rejecting cache file /c/A.ji because it provides the wrong build_id (got ${build(1)}) for ${A_NEW} (want ${OTHER_BUILD})\n(wrong dep buildid)`,
  }],
  ['the package moved', { query: { sourcePath: '/moved/A.jl' } }, {
    '1.5': 'Rejecting cache file /c/A.ji because it is for file /depot/A.jl) not file /moved/A.jl',
    '1.6': 'Rejecting cache file /c/A.ji because it is for file /depot/A.jl not file /moved/A.jl',
    '1.11': 'Rejecting cache file /c/A.ji because it is for file /depot/A.jl not file /moved/A.jl\n(wrong source)',
  }],
  ['a name means another package', { host: { identify: () => ({ ...B, uuid: 'cccccccc-0000-0000-0000-000000000000' }) } }, {
    '1.5': `Rejecting cache file /c/A.ji because uuid mapping for ${A_OLD} => ${B_OLD} has changed`,
    '1.11': `Rejecting cache file /c/A.ji because uuid mapping for ${A_NEW} => ${B_NEW} has changed, expected ${A_NEW} => B [cccccccc-0000-0000-0000-000000000000]\n(dep uuid changed)`,
  }],
  ['a file is gone', { files: (files) => { files.remove('/depot/data.csv') } }, {
    '1.5': 'Rejecting stale cache file /c/A.ji (mtime 100.5) because file /depot/data.csv (mtime 0.0) has changed',
    '1.9': 'Rejecting stale cache file /c/A.ji because file /depot/data.csv does not exist',
    '1.11': 'Rejecting stale cache file /c/A.ji because its depot could not be resolved\n(nonresolveable depot)',
  }],
  ['a file of data was touched', { files: (files) => { files.touch('/depot/data.csv', 1.7952296615123494e9) } }, {
    '1.5': 'Rejecting stale cache file /c/A.ji (mtime 100.5) because file /depot/data.csv (mtime 1.7952296615123494e9) has changed',
    '1.11': 'Rejecting stale cache file /c/A.ji because mtime of include_dependency /depot/data.csv has changed (mtime 1.7952296615123494e9, before 100.5)\n(include_dependency mtime change)',
  }],
  ['the code was touched', { files: (files) => { files.touch('/depot/A.jl', 200) } }, {
    '1.5': 'Rejecting stale cache file /c/A.ji (mtime 100.5) because file /depot/A.jl (mtime 200.0) has changed',
    '1.11': 'fresh',
  }],
  ['the code is longer', { files: (files) => { files.writeText('/depot/A.jl', 'module A 1 end') } }, {
    '1.5': 'fresh',
    '1.11': 'Rejecting stale cache file /c/A.ji because file size of /depot/A.jl has changed (file size 14, before 12)\n(include_dependency fsize change)',
  }],
  ['the code is as long and another', { files: (files) => { files.writeText('/depot/A.jl', 'module B end') } }, {
    '1.5': 'fresh',
    '1.11': `Rejecting stale cache file /c/A.ji because hash of /depot/A.jl has changed (hash ${crcOf('module B end')}, before ${crcOf('module A end')})\n(include_dependency fhash change)`,
  }],
  ['preferences changed', { host: { preferencesHash: () => '0000000000001234' } }, {
    '1.5': 'fresh',
    '1.6': 'Rejecting cache file /c/A.ji because preferences hash does not match 0xff != 0x1234',
    '1.11': 'Rejecting cache file /c/A.ji because preferences hash does not match 0xff != 0x1234\n(preferences hash mismatch)',
  }],
  ['the file vanished', { file: { header: 'missing' } }, {
    '1.11': `Rejecting cache file /c/A.ji for ${A_NEW} because it could not be opened\n  isfile(cachefile) = false`,
  }],
]

function crcOf(text: string): number {
  return crc32c(new TextEncoder().encode(text))
}

describe.each(REASONS)('%s', (_name, change, says) => {
  const first = JULIA_VERSIONS.findIndex((version) => says[version] !== undefined)
  it.each(JULIA_VERSIONS.slice(first))('%s', (version) => {
    const upTo = JULIA_VERSIONS.slice(0, JULIA_VERSIONS.indexOf(version) + 1)
    const expected = says[upTo.findLast((earlier) => says[earlier] !== undefined) ?? version]
    expect(refused(version, change)).toBe(expected)
  })
})

it('does not ask for sources of a build that it was told to take', () => {
  const host = { concreteDependencies: [{ package: A, buildId: build(1) }] }
  expect(refused('1.10', { host, files: (files) => { files.remove('/depot/A.jl') } })).toBe('fresh')
})

it('lets another build be loaded where Pkg.precompile asks', () => {
  expect(refused('1.10', { query: { ignoreLoaded: true }, host: { loadedBuild: ({ name }) => (name === 'B' ? build(5) : build(9)) } })).toBe('fresh')
})

it('takes files of a session without native code whatever their flags, and more optimised ones', () => {
  const plain = { ...DEFAULT_FLAGS, usePkgimages: false }
  expect(flagsMatch(plain, { ...plain, inline: false, optLevel: 0 }, 'exact')).toBe(true)
  expect(flagsMatch(DEFAULT_FLAGS, { ...DEFAULT_FLAGS, optLevel: 3 }, 'exact')).toBe(true)
  expect(flagsMatch(DEFAULT_FLAGS, { ...DEFAULT_FLAGS, optLevel: 1 }, 'exact')).toBe(false)
  expect(flagsMatch(DEFAULT_FLAGS, { ...DEFAULT_FLAGS, debugLevel: 2 }, 'exact')).toBe(false)
  expect(flagsMatch(DEFAULT_FLAGS, { ...DEFAULT_FLAGS, debugLevel: 2 }, 'atLeast')).toBe(true)
  expect(flagsMatch({ ...DEFAULT_FLAGS, debugLevel: 2 }, DEFAULT_FLAGS, 'atLeast')).toBe(false)
})

it('takes the mtimes that Julia 1.5.3 took', () => {
  const before = 1700000000.1234567
  const taken = [1700000000.1234567, 1700000000, 1700000001, 1700000000.123456, 1700000000.123457, 1700000000.1234565, 1700000000.1234562, 1, 0, 1700000000.12345, 1699999999]
    .filter((now) => sameMtime(now, before, VERSION_RULES['1.5'].staleness.mtimes))
  expect(taken).toEqual([1700000000.1234567, 1700000000, 1700000000.123456])
})

it('takes more mtimes in later versions', () => {
  const taken = (version: JuliaVersion) => [1, 1700000001, 1700000000.1234562].filter((now) => sameMtime(now, 1700000000.1234567, VERSION_RULES[version].staleness.mtimes))
  expect([taken('1.5'), taken('1.7'), taken('1.8'), taken('1.12')]).toEqual([[], [1], [1, 1700000001, 1700000000.1234562], [1, 1700000001, 1700000000.1234562]])
})

it('finds files in a depot that moved, all code in the same', () => {
  const files = new MemoryFiles({ '/old/A.jl': 'a', '/old/b.jl': 'b', '/old/data/x': '1' })
  const remember = (path: string, module?: typeof A) => (
    rememberFile(path, files, { rules: VERSION_RULES['1.11'].staleness, depots: ['/old'], at: module && { module, modulePath: [] } }))
  const includes = [remember('/old/A.jl'), remember('/old/b.jl', A), remember('/old/data')]
  expect(includes.map(({ path }) => path)).toEqual(['@depot/A.jl', '@depot/b.jl', '@depot/data'])
  const moved = new MemoryFiles({ '/first/data/x': '1', '/second/A.jl': 'a' })
  expect(inDepots(includes, ['/first', '/second'], moved).map(({ path }) => path)).toEqual(['/second/A.jl', '/second/b.jl', '/first/data'])
})

it('notices that a folder of data has another file', () => {
  const { file, query, host } = freshCase('1.11')
  const files = new MemoryFiles({ '/depot/A.jl': 'module A end', '/depot/data/x': '1' })
  const header = typeof file.header === 'string' ? undefined : file.header
  const remember = (path: string) => rememberFile(path, files, { rules: host.rules.staleness, depots: [] })
  const withFolder = { ...file, header: header ? { ...header, includes: [remember('/depot/A.jl'), remember('/depot/data')] } : 'invalid' as const }
  expect(checkCache(withFolder, query, { ...host, files }).fresh).toBe(true)
  files.writeText('/depot/data/y', '2')
  expect(checkCache(withFolder, query, { ...host, files })).toMatchObject({ reason: { code: 'file-hash' } })
})

it.each(['tiny', 'tinydep', 'chain', 'includes', 'ext_single', 'ext_two', 'prefs_default', 'preferences', 'tiny_O0', 'tiny_g2', 'tiny15', 'tinydep15', 'includes15'])(
  'takes the recorded cache of %s while nothing changed', (name) => {
    const header = recordedHeader(name)
    const world = header.juliaVersion === '1.5.3' ? new SmallWorld('1.5', '1.5.3', [header]) : new SmallWorld('1.10', '1.10.1', [header])
    const { host } = new SmallSession(world, header.flags ?? DEFAULT_FLAGS)
    const file: CacheFile = { path: `/${name}.ji`, header, intact: true, nativeChecksum: header.nativeChecksum }
    const query: CacheQuery = { package: header.package, buildId: header.buildId, sourcePath: header.includes[0]?.path ?? '' }
    expect(checkCache(file, query, host)).toEqual({ fresh: true, dependencies: [] })
    for (const { path, mtime } of header.includes) {
      world.files.touch(path, mtime + 60)
      expect(checkCache(file, query, host)).toMatchObject({ reason: { code: 'mtime', text: expect.stringContaining(path) as string } })
      world.files.touch(path, mtime)
    }
  })

it('keeps a header through JSON', () => {
  const header = recordedHeader('includes')
  expect(cacheHeader.parse(JSON.parse(JSON.stringify(header)))).toEqual(header)
  expect(cacheHeader.safeParse({ ...header, buildId: 'new' }).success).toBe(false)
})

const id = fc.record({ name: fc.constantFrom('A', 'B', '', 'Core', '__proto__', 'ü"'), uuid: fc.constantFrom(undefined, A.uuid, B.uuid) })
const buildId = fc.constantFrom(build(1), build(2), OTHER_BUILD)
const path = fc.constantFrom('/depot/A.jl', '/depot', '/', '', '@depot/A.jl', '@depot/', 'x', '/depot/../depot/A.jl')
const flags = fc.record({ usePkgimages: fc.boolean(), debugLevel: fc.nat(3), checkBounds: fc.nat(3), inline: fc.boolean(), optLevel: fc.nat(3) })
const targets = fc.array(fc.constantFrom('generic; flags=0; features_en=(sse3)', '', 'znver4'), { maxLength: 2 })
const hash = fc.constantFrom('00000000000000ff', 'ffffffffffffffff')
const header: fc.Arbitrary<CacheHeader> = fc.record({
  formatVersion: fc.constantFrom(11, 12, 13),
  juliaVersion: fc.constantFrom('1.5.3', '1.10.10', '1.12.0'),
  juliaBuild: fc.constant(''),
  flags: fc.option(flags, { nil: undefined }),
  package: id,
  buildId,
  includes: fc.array(fc.record({ module: fc.option(id, { nil: undefined }), modulePath: fc.constant([]), path, mtime: fc.double({ noNaN: true, noDefaultInfinity: true }), size: fc.nat(20), contentHash: fc.nat() }), { maxLength: 3 }),
  requires: fc.array(fc.record({ from: id, to: id }), { maxLength: 2 }),
  requiredModules: fc.array(fc.record({ package: id, buildId }), { maxLength: 3 }),
  preferences: fc.record({ names: fc.constant([]), hash }),
  cpuTargets: targets,
  nativeChecksum: fc.option(fc.nat(2), { nil: undefined }),
})

it('answers every header and query, and says why', () => {
  fc.assert(fc.property(
    fc.constantFrom(...JULIA_VERSIONS),
    fc.oneof(fc.constantFrom('missing' as const, 'invalid' as const, 'empty' as const), header),
    fc.record({ package: fc.option(id, { nil: undefined }), buildId: fc.option(buildId, { nil: undefined }), sourcePath: path, ignoreLoaded: fc.boolean() }),
    fc.record({ flags, cpuTargets: targets, loaded: fc.option(buildId, { nil: undefined }), now: fc.option(id, { nil: undefined }), located: fc.option(path, { nil: undefined }), hash, intact: fc.boolean() }),
    (version, anyHeader, query, session) => {
      const { host } = freshCase(version)
      const juliaVersion = typeof anyHeader === 'string' ? '' : anyHeader.juliaVersion
      const file = { path: '/c/A.ji', header: anyHeader, intact: session.intact, nativeChecksum: 1 }
      const verdict = checkCache(file, query, {
        ...host, juliaVersion, juliaBuild: '', flags: session.flags, cpuTargets: session.cpuTargets,
        loadedBuild: () => session.loaded, identify: () => session.now, locate: () => session.located, preferencesHash: () => session.hash,
      })
      if (verdict.fresh) {
        expect(file.intact).toBe(true)
      } else {
        expect(verdict.reason.text).toMatch(verdict.reason.code === 'empty' ? /^$/ : /^(?:Rejecting|Ignoring) (?:stale )?cache file \/c\/A\.ji /)
        expect(verdict.reason.miss).toBe(missOf(verdict.reason.code, host.rules.staleness))
      }
    }), { numRuns: 2000 })
})

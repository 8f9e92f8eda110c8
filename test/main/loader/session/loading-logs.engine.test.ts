/**
 * What real Julias (1.10.1, 1.5.3) logged when one thing was changed about packages with valid caches: the same change to the files of a
 * simulated session gives the same messages in the same order, also of the processes that precompile. Stack traces, numbers of lines in loading.jl, and
 * what is made of chance (builds, times, second halves of names) are compared by which are the same.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { readContainer, readHeader, writeContainer } from '../../../../src/main/image/container'
import { cacheHeader } from '../../../../src/main/loader/cache/header'
import { FixtureWorld, logOf, manifest } from './fixture-world'

const LOGS = join(import.meta.dirname, '../../../fixtures/loader/cache/logs')

/** Things made of chance become numbers in the order in which they are met. */
function normal(messages: readonly string[]): string[] {
  const known = new Map<string, string>()
  const numbered = (kind: string) => (text: string) => {
    if (!known.has(text)) known.set(text, `<${kind} ${[...known.values()].filter((one) => one.includes(kind)).length + 1}>`)
    return known.get(text) ?? ''
  }
  return messages.map((message) => message
    .replaceAll(/^│ +(?:\[\d+\] .*|@ .*|Stacktrace:)\n/gm, '')
    .replaceAll(/(?<=@ Base loading\.jl):\d+/g, '')
    .replaceAll(/(?<=build ID |build_id \(|\()[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, numbered('build'))
    .replaceAll(/(?<=mtime )\d[\d.e]*/g, numbered('mtime'))
    .replaceAll(/0x[0-9a-f]{16}/g, numbered('half'))
    .replaceAll(/(?<=\/[A-Za-z0-9]{5}_)[A-Za-z0-9]{5}(?=\.(?:ji|so))/g, numbered('slug'))
    .replaceAll(/(?<![\w>])\/(depot|dev|moved|scratch)\//g, '<$1>/'))
}

function recorded(name: string): string[] {
  const text = readFileSync(join(LOGS, `${name}.txt`), 'utf8')
  return normal(text.match(/^┌ (?:Debug|Warning|Error): .*\n(?:│.*\n)*└.*\n/gm) ?? [])
}

let built: FixtureWorld
beforeAll(() => {
  built = new FixtureWorld()
  built.run(['using ChainC', 'using Includes'])
})

const log = (world: FixtureWorld, ...asked: Parameters<FixtureWorld['run']>) => normal(logOf(world.run(...asked)))

it('01, 09: takes valid caches, dependencies first, also where they are optimised more than is asked for', () => {
  expect(log(built, 'using ChainC')).toEqual(recorded('01_fresh'))
  expect(log(built, 'using Tiny', { flags: { optLevel: 0 } })).toEqual(recorded('09_O0'))
})

it('03: makes a cache once', () => {
  const world = built.copy()
  world.files.touch('/dev/Includes/src/a.jl', 1)
  world.files.writeText('/dev/Includes/src/a.jl', 'a(x) = x + 2\n')
  expect(log(world, 'using Includes')[0]).toContain('<dev>/Includes/src/a.jl (mtime')
  expect(log(world, 'using Includes')).toEqual(recorded('03_after_recompile'))
})

it('05: fails where an include is gone', () => {
  const world = built.copy()
  world.files.remove('/dev/Includes/src/a.jl')
  const { loadingLog, said, steps: [step] } = world.run('using Includes')
  expect(normal(logOf({ loadingLog }))).toEqual(recorded('05_missing_include'))
  expect(said).toMatch(/^ERROR: LoadError: SystemError: opening file "\/dev\/Includes\/src\/a\.jl": No such file or directory\n/)
  expect(step?.error).toMatch(/^Failed to precompile Includes \[3e143041-f48d-5ba9-bd3d-160f75b33001\] to "\/depot\/compiled\/v1\.10\/Includes\/jl_\w{6}"\.$/)
})

it('07: refuses what was built on another build of a dependency', () => {
  const world = built.copy()
  world.files.writeText('/dev/Tiny/src/Tiny.jl', `${world.files.readText('/dev/Tiny/src/Tiny.jl') ?? ''}\n`)
  world.run('using Tiny')
  expect(log(world, 'using ChainC')).toEqual(recorded('07_dependency_rebuilt'))
})

it('11, 13, 33: refuses other flags; what gets no native code is not optimised', () => {
  expect(log(built.copy(), 'using TinyDep', { flags: { usePkgimages: false } })).toEqual(recorded('11_nopkgimages'))
  expect(log(built.copy(), 'using Tiny', { flags: { inline: false } })).toEqual(recorded('13_inline_no'))
  // Coverage turns native code off.
  expect(log(built.copy(), 'using Tiny', { flags: { usePkgimages: false } })).toEqual(recorded('33_coverage'))
})

it('15: keeps a cache for each set of preferences', () => {
  const world = built.copy()
  world.run('using PrefPkg')
  world.files.writeText('/project/LocalPreferences.toml', '[PrefPkg]\nbackend = "fast"\n')
  const { built: again, loadingLog } = world.run('using PrefPkg')
  expect([again.map((one) => one.package), loadingLog.some(({ text }) => text.includes('because preferences hash does not match'))]).toEqual([['PrefPkg'], true])
  expect(log(world, 'using PrefPkg')).toEqual(recorded('15_prefs_after'))
})

it('17a: refuses what was built with another build of the standard library', () => {
  const world = built.copy()
  const path = world.cache('Tiny')
  const { sections } = readContainer(world.bytes(path))
  const header = cacheHeader.parse(readHeader(world.bytes(path)))
  const printf = { package: { name: 'Printf', uuid: 'de0858da-6303-5e67-8744-51eddeeeb8d7' }, buildId: 'ffffffff-ffff-ffff-0000-000000000001' }
  world.files.write(path, writeContainer({ header: { ...header, requiredModules: [...header.requiredModules, printf] }, sections }))
  expect(log(world, 'using Tiny')).toEqual(recorded('17a_ji_flipped_bit_in_required_modules'))
})

it('18a, 19: refuses files that are no cache files, also one whose header ends too soon, over which Julia itself stumbles', () => {
  const whole = built.bytes(built.cache('Tiny'))
  for (const length of [0, 40]) {
    const world = built.copy()
    world.files.write(world.cache('Tiny'), whole.slice(0, length))
    expect(log(world, 'using Tiny')).toEqual(recorded('19_ji_empty'))
  }
  expect(recorded('18a_ji_truncated_header')).toEqual([])
})

it('21: refuses native code with another checksum', () => {
  const world = built.copy()
  const path = world.cache('Tiny', '.so')
  const bytes = world.bytes(path)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  world.files.write(path, bytes)
  expect(log(world, 'using Tiny')).toEqual(recorded('21_so_flipped_bit'))
})

it('23: refuses the cache of another package', () => {
  const world = built.copy()
  world.files.write(world.cache('Tiny'), world.bytes(world.cache('Includes')))
  expect(log(world, 'using Tiny')).toEqual(recorded('23_cache_of_other_package'))
})

it('25: refuses the cache of a package that moved', () => {
  const world = built.copy()
  for (const path of ['Project.toml', 'src/Tiny.jl']) world.files.write(`/moved/${path}`, world.bytes(`/dev/Tiny/${path}`))
  world.files.writeText('/project/Manifest.toml', manifest({ places: { Tiny: '/moved' } }))
  expect(log(world, 'using Tiny')).toEqual(recorded('25_path_moved'))
})

it('27: rebuilds extensions one after the other; in the process that builds the one that all need, the other fails', () => {
  const world = built.copy()
  world.run('using ExtParent, Tiny, Dates')
  world.files.touch('/dev/ExtParent/ext/ExtParentTinyDatesExt/more.jl', 1.7952285257043574e9)
  expect(log(world, 'using ExtParent, Tiny, Dates')).toEqual(recorded('27_ext_stale'))
})

it('29: imports what says that it may not be precompiled', () => {
  const world = built.copy()
  world.files.writeText('/scratch/NoPre.jl', '__precompile__(false)\nmodule NoPre\nend\n')
  const asked = { loadPath: ['@', '@v#.#', '@stdlib', '/scratch'] }
  expect(log(world, 'using NoPre', asked)).toEqual(recorded('29_not_precompilable'))
  expect(world.files.list('/depot/compiled/v1.10')).not.toContain('NoPre.ji')
})

it('35: says nothing where caches are not used', () => {
  const { loadingLog, counts } = built.run('using TinyDep', { compiledModules: 'no' })
  expect([loadingLog, recorded('35_compiled_modules_no'), counts.cachesLoaded, counts.packages]).toEqual([[], [], 0, 2])
})

it('37: refuses a cache in which a name meant another package', () => {
  const world = built.copy()
  world.files.writeText('/project/Manifest.toml', manifest({ withoutDeps: ['TinyDep'] }))
  const { loadingLog, said } = world.run('using TinyDep')
  expect(normal(logOf({ loadingLog }))).toEqual(recorded('37_dependency_not_in_manifest'))
  expect(said).toMatch(/^ERROR: LoadError: ArgumentError: Package TinyDep does not have Tiny in its dependencies:\n- You may have a partially installed environment\./)
})

it('1.5.3: loads what it searches, and says nothing of it', () => {
  const world = new FixtureWorld('1.5')
  world.run('using TinyDep')
  expect(log(world, 'using TinyDep')).toEqual(recorded('julia15_fresh'))
  world.files.touch('/dev/Tiny/src/Tiny.jl', 1.7952296615123494e9)
  expect(log(world, 'using TinyDep')).toEqual(recorded('julia15_touched'))
})

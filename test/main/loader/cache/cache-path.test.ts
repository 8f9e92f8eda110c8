/** Names of cache files as real Julias made them, the order in which they are tried, and which one goes. */
import { expect, it } from 'vitest'
import { cachePath, circumstanceSlug, fileToEvict, findCacheFiles, nativePathOf, type Circumstances } from '../../../../src/main/loader/cache/cache-path'
import type { CacheFlags } from '../../../../src/main/loader/cache/header'
import { flagByte } from '../../../../src/main/loader/cache/rejection-text'
import { crc32c } from '../../../../src/main/loader/crc32c'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { slugOf } from '../../../../src/main/loader/project/slugs'
import { VERSION_RULES } from '../../../../src/main/julia/versions'
import { DEFAULT_FLAGS } from './small-session'

const TINY = { name: 'Tiny', uuid: 'ef5dff4f-221e-5eaa-ac18-f8662b2b55f6' }
const DEBIAN: Circumstances = {
  project: '', sysimage: '/usr/lib/x86_64-linux-gnu/julia/sys.so', executable: '/usr/bin/julia',
  flags: DEFAULT_FLAGS, cpuTarget: 'native', preferencesHash: '0000000000000000',
}

it('names files as Julia 1.5.3 named them', () => {
  const rules = VERSION_RULES['1.5']
  expect(cachePath('/depot', TINY, DEBIAN, rules)).toBe('/depot/compiled/v1.5/Tiny/9BF1L_mKw5T.ji')
  expect(cachePath('/depot', TINY, { ...DEBIAN, project: '/home/ada/MyProject/Project.toml' }, rules)).toBe('/depot/compiled/v1.5/Tiny/9BF1L_4jNDi.ji')
  expect(cachePath('/depot', { name: 'NoPre', uuid: undefined }, DEBIAN, rules)).toBe('/depot/compiled/v1.5/NoPre.ji')
  expect(nativePathOf('/depot/compiled/v1.10/Tiny/9BF1L_WJKNK.ji')).toBe('/depot/compiled/v1.10/Tiny/9BF1L_WJKNK.so')
})

/**
 * Which project the recordings of 1.10.1 had is not known, but CRCs are linear: the checksums of two chains of one length that differ in
 * the flags alone differ by what the flags alone make, so each name follows from one other.
 */
it('lets flags change the name as in Julia 1.10.1', () => {
  const recorded: readonly (readonly [Partial<CacheFlags>, string])[] = [
    [{}, 'WJKNK'], [{ optLevel: 0 }, 'dhhrq'], [{ debugLevel: 2 }, 'D6ftn'], [{ usePkgimages: false }, 'j36HU'],
    [{ usePkgimages: false, optLevel: 0 }, 'SsbyF'], [{ inline: false }, 'IWVHf'],
  ]
  const tail = new Uint8Array('native'.length + 8)
  const byFlags = (change: Partial<CacheFlags>) => crc32c(tail, crc32c(Uint8Array.of(flagByte({ ...DEFAULT_FLAGS, ...change }))))
  // The name holds all but the highest digit of the checksum: one of five must do for all names.
  const possible = [0, 1, 2, 3, 4].map((digit) => digit * 62 ** 5 + numberOf('WJKNK')).filter((crc) => crc < 2 ** 32)
  const fitting = possible.filter((crc) => recorded.every(([change, name]) => slugOf((crc ^ byFlags({}) ^ byFlags(change)) >>> 0) === name))
  expect(fitting).toHaveLength(1)

  // And ours is such a chain.
  const rules = VERSION_RULES['1.10']
  const state = ['', DEBIAN.sysimage, DEBIAN.executable].reduce((crc, text) => crc32c(new TextEncoder().encode(text), crc), 0)
  for (const [change] of recorded) {
    const flags = { ...DEFAULT_FLAGS, ...change }
    const chain = Uint8Array.of(flagByte(flags), ...new TextEncoder().encode('native'), 0, 0, 0, 0, 0, 0, 0, 0)
    expect(circumstanceSlug({ ...DEBIAN, flags }, rules)).toBe(slugOf(crc32c(chain, state)))
  }
})

function numberOf(slug: string): number {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from(slug).reduceRight((sum, digit) => sum * 62 + digits.indexOf(digit), 0)
}

it('lets preferences change the name since 1.6, and the target since 1.9', () => {
  const name = (change: Partial<Circumstances>, version: '1.5' | '1.6' | '1.9') => circumstanceSlug({ ...DEBIAN, ...change }, VERSION_RULES[version])
  const preferences = { preferencesHash: 'ffffffffffffffff' }
  expect([name(preferences, '1.5') === name({}, '1.5'), name(preferences, '1.6') === name({}, '1.6')]).toEqual([true, false])
  const target = { cpuTarget: 'generic' }
  expect([name(target, '1.6') === name({}, '1.6'), name(target, '1.9') === name({}, '1.9')]).toEqual([true, false])
})

function depotWith(names: readonly string[]): MemoryFiles {
  const files = new MemoryFiles()
  names.forEach((name, age) => {
    files.writeText(`/d/compiled/v1.10/Tiny/${name}`, '')
    files.touch(`/d/compiled/v1.10/Tiny/${name}`, 1000 - age)
  })
  return files
}

it('tries files with native code first, then the newest; by name before 1.8', () => {
  const files = depotWith(['9BF1L_ccccc.ji', '9BF1L_aaaaa.ji', '9BF1L_bbbbb.ji', '9BF1L_bbbbb.so', 'other_aaaaa.ji'])
  const order = (version: '1.5' | '1.8' | '1.10', flags = DEFAULT_FLAGS) => {
    // The folder of 1.10 for all: only the order is asked for.
    const rules = { ...VERSION_RULES['1.10'], staleness: VERSION_RULES[version].staleness }
    return findCacheFiles(TINY, { rules, depots: ['/d', '/none'], files, flags, hasNative: (path) => path.includes('bbbbb') })
      .map((path) => path.slice('/d/compiled/v1.10/Tiny/9BF1L_'.length, -'.ji'.length))
  }
  expect(order('1.5')).toEqual(['aaaaa', 'bbbbb', 'ccccc'])
  expect(order('1.8')).toEqual(['ccccc', 'aaaaa', 'bbbbb'])
  expect(order('1.10')).toEqual(['bbbbb', 'ccccc', 'aaaaa'])
  expect(order('1.10', { ...DEFAULT_FLAGS, usePkgimages: false })).toEqual(['ccccc', 'aaaaa', 'bbbbb'])
})

it('makes room for the eleventh file', () => {
  const names = Array.from({ length: 10 }, (_, index) => `9BF1L_0000${index}.ji`)
  const rules = VERSION_RULES['1.10']
  expect(fileToEvict('/d', TINY, depotWith(names.slice(1)), rules)).toBeUndefined()
  expect(fileToEvict('/d', TINY, depotWith(names), rules)).toBe('/d/compiled/v1.10/Tiny/9BF1L_00009.ji')
  expect(fileToEvict('/d', { name: 'NoPre', uuid: undefined }, depotWith(names), rules)).toBeUndefined()
})

/** What is printed is a log of Julia: our own importer reads back the same messages. */
import { expect, it } from 'vitest'
import { searchCache } from '../../../../src/main/loader/cache/search'
import {
  evictingMessages, extensionMessage, loadingMessages, notPrecompilableMessage, precompilingMessage, printLoadingLog,
} from '../../../../src/main/loader/cache/loading-log'
import { VERSION_RULES } from '../../../../src/main/julia/versions'
import { SCHEMA } from '../../../../src/shared/profile/schema'
import { textAt } from '../../../../src/shared/profile/tables'
import { importText } from '../../formats/import-text'
import { recordedHeader } from './recorded'
import { DEFAULT_FLAGS, SmallSession, SmallWorld } from './small-session'

/** One line, as a table has it. */
function oneLine(text: string): string {
  return text.split('\n').map((line) => line.trim()).join('; ')
}

/** Caches that were refused, with the reason, and those that were loaded. */
function readBack(log: string) {
  const profile = importText(log)
  const { rejections, images } = profile
  expect(profile.unparsed.length).toBe(0)
  return {
    refused: Array.from({ length: rejections.length }, (_, row) => ({
      code: SCHEMA.rejections.code.oneOf[rejections.code[row] ?? 0], package: textAt(profile, rejections.package[row]), reason: textAt(profile, rejections.reason[row]),
    })),
    loaded: Array.from({ length: images.length }, (_, row) => `${SCHEMA.images.state.oneOf[images.state[row] ?? 0]} ${textAt(profile, images.path[row])}`),
  }
}

it('is read back with the same packages and reasons', () => {
  const world = new SmallWorld('1.10', '1.10.1', ['tiny', 'tinydep', 'chain'].map(recordedHeader))
  world.files.touch('/dev/Tiny/src/Tiny.jl', 5)
  const session = new SmallSession(world, { ...DEFAULT_FLAGS, inline: false })
  const tiny = recordedHeader('tiny').package
  const { log } = searchCache({ package: tiny, sourcePath: '/dev/Tiny/src/Tiny.jl' }, session.host)
  const stale = searchCache({ package: recordedHeader('chain').package, sourcePath: '/dev/ChainC/src/ChainC.jl' }, new SmallSession(world).host).log
  const messages = [...log, ...stale, ...loadingMessages(tiny, '/c/Tiny/9BF1L_WJKNK.ji', true, VERSION_RULES['1.10'])]
  expect(messages.map(({ site }) => site)).toEqual(['flags', 'mtime', 'dependency-missing', 'loading-native'])
  expect(readBack(printLoadingLog(messages, '1.10.1'))).toEqual({
    refused: messages.slice(0, 3).map(({ site, text }, at) => ({ code: site, package: at === 2 ? 'ChainC' : 'Tiny', reason: oneLine(text) })),
    loaded: ['loaded /c/Tiny/9BF1L_WJKNK.so'],
  })
})

it('counts misses since 1.11', () => {
  const id = { name: 'A', uuid: undefined }
  const misses = new Map([['wrong source', 1], ['mismatched flags', 1], ['wrong dep version loaded', 2], ['for different buildid', 1]])
  // The order is that in which a `Dict` lists these keys.
  const say = (version: '1.10' | '1.11', counted = misses) => precompilingMessage(id, counted, { interactive: true, rules: VERSION_RULES[version] }).text
  expect(say('1.10')).toBe('Precompiling A [top-level]')
  expect(say('1.11')).toBe('Precompiling A [top-level] (cache misses: wrong dep version loaded (2), wrong source (1), for different buildid (1), mismatched flags (1))')
  expect(say('1.11', new Map())).toBe('Precompiling A [top-level] ')
})

it('counts the misses of a search', () => {
  const tiny = recordedHeader('tiny')
  const world = new SmallWorld('1.11', tiny.juliaVersion, [tiny])
  world.store({ ...tiny, flags: { ...DEFAULT_FLAGS, inline: false } }, '/c/Tiny/1.ji')
  world.store({ ...tiny, preferences: { names: [], hash: '0000000000000001' } }, '/c/Tiny/2.ji')
  const { misses, plan } = searchCache({ package: tiny.package, sourcePath: '/dev/Tiny/src/Moved.jl' }, new SmallSession(world).host)
  expect(plan).toBeUndefined()
  expect([...misses]).toEqual([['wrong source', 2], ['mismatched flags', 1]])
})

it('prints messages for people without a place', () => {
  const id = { name: 'A', uuid: undefined }
  const say = (version: '1.10' | '1.11') => printLoadingLog([notPrecompilableMessage(id, { interactive: true, rules: VERSION_RULES[version] })], '1.11.7')
  expect(say('1.10')).toBe('[ Info: Skipping precompilation since __precompile__(false). Importing A [top-level].\n')
  expect(say('1.11')).toBe(`┌ Info: Skipping precompilation due to precompilable error. Importing A [top-level].
└   exception = Error when precompiling module, potentially caused by a __precompile__(false) declaration in the module.
`)
})

it('leaves out the line that it does not know', () => {
  const messages = [...evictingMessages('/c/A.ji', VERSION_RULES['1.12']), extensionMessage('AExt', 'A')]
  expect(printLoadingLog(messages, '1.12.0')).toBe(`┌ Debug: Evicting file from cache
│   evicted_cachefile = "/c/A.ji"
└ @ Base loading.jl
┌ Debug: Extension AExt of A loaded
└ @ Base loading.jl
`)
})

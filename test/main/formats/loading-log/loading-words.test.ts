/** Reasons are read back as what they were written for, in the words of every version. */
import { describe, expect, it } from 'vitest'
import { readLoading, readPrecompiling, readRefusal } from '../../../../src/main/formats/loading-log/loading-words'
import { JULIA_VERSIONS, VERSION_RULES } from '../../../../src/main/julia/versions'
import { loadingMessages, notPrecompilableMessage, precompilingMessage } from '../../../../src/main/loader/cache/loading-log'
import { missOf, rejectionText, type RejectionCause } from '../../../../src/main/loader/cache/rejection-text'

const ID = (name: string) => ({ name, uuid: 'ef5dff4f-221e-5eaa-ac18-f8662b2b55f6' })
const BUILD = 'fafbfcfd-c26b-bd09-0000-052dc1c25075'
const FLAGS = { usePkgimages: true, debugLevel: 1, checkBounds: 0, inline: true, optLevel: 2 }
const PATH = '/home/me/.julia/compiled/v1.10/Tiny/9BF1L_WJKNK.ji'

/** Each cause, with what is to blame. */
const CAUSES: readonly (readonly [RejectionCause, about: string])[] = [
  [{ code: 'not-opened', isFile: true }, ''],
  [{ code: 'invalid-header' }, ''],
  [{ code: 'flags', session: { ...FLAGS, optLevel: 0, inline: false }, file: FLAGS }, 'inline = true, here false; opt_level = 2, here 0'],
  [{ code: 'requires-pkgimages' }, ''],
  [{ code: 'cpu-target', reasons: 'Target 0 (generic): Rejecting this target\n', file: ['generic'], session: ['znver3'] }, 'Target 0 (generic): Rejecting this target'],
  [{ code: 'native-missing', nativePath: '/a b/x.so' }, '/a b/x.so'],
  [{ code: 'native-checksum', nativePath: '/a b/x.so' }, '/a b/x.so'],
  [{ code: 'other-package', found: ID('Includes'), buildId: BUILD }, 'Includes'],
  [{ code: 'other-build', found: BUILD, wanted: BUILD }, ''],
  [{ code: 'julia-version' }, ''],
  [{ code: 'dependency-loaded', dependency: ID('Printf') }, 'Printf'],
  [{ code: 'dependency-not-found', dependency: ID('Printf') }, 'Printf'],
  [{ code: 'other-source', found: '/a (old)/Tiny.jl', wanted: '/b for c/Tiny.jl' }, '/b for c/Tiny.jl'],
  [{ code: 'uuid-mapping', from: ID('Tiny'), to: ID('Dep'), now: undefined }, 'Dep'],
  [{ code: 'depot-unresolved' }, ''],
  [{ code: 'file-missing', file: '/x/a.jl' }, '/x/a.jl'],
  [{ code: 'mtime', file: '/x/a (1).jl', found: 1.5e9, before: 1.4e9 }, '/x/a (1).jl'],
  [{ code: 'file-size', file: '/x/a.jl', found: 3, before: 4 }, '/x/a.jl'],
  [{ code: 'file-hash', file: '/x/a.jl', found: 3, before: 4 }, '/x/a.jl'],
  [{ code: 'checksum' }, ''],
  [{ code: 'preferences', found: '00ff', now: '01ff' }, ''],
]

describe.each(JULIA_VERSIONS)('Julia %s', (version) => {
  const rules = VERSION_RULES[version]

  it.each(CAUSES.map(([cause, about]) => [cause.code, cause, about] as const))('%s', (code, cause, about) => {
    const text = rejectionText(cause, PATH, ID('Tiny'), rules.staleness)
    expect(readRefusal(text)).toEqual({ code, package: 'Tiny', path: PATH, about })
  })

  it('wrong-build and dependency-missing', () => {
    const wrong = rejectionText({ code: 'wrong-build', dependency: ID('Dep'), found: BUILD, wanted: BUILD }, PATH, ID('Tiny'), rules.staleness)
    // 1.5 names a function in place of the package.
    expect(readRefusal(wrong)).toEqual({ code: 'wrong-build', package: 'Tiny', path: PATH, about: rules.staleness.words.slips ? 'mod' : 'Dep' })
    const missing = rejectionText({ code: 'dependency-missing', dependency: ID('Dep'), buildId: BUILD, sourcePath: '/x/Dep.jl' }, PATH, ID('Tiny'), rules.staleness)
    expect(readRefusal(missing)).toMatchObject({ code: 'dependency-missing', about: 'Dep' })
  })

  it('packages that may not be precompiled, and what is loaded', () => {
    expect(readRefusal(notPrecompilableMessage({ name: 'NoPre', uuid: undefined }, { interactive: false, rules }).text)).toMatchObject({ code: 'not-precompilable', package: 'NoPre' })
    for (const native of [true, false]) {
      for (const { text } of loadingMessages(ID('Tiny'), PATH, native, rules)) {
        expect(readLoading(text)).toEqual({ package: 'Tiny', path: native ? PATH.replace('.ji', '.so') : PATH, native })
      }
    }
  })

  it('counted misses', () => {
    const counted = CAUSES.flatMap(([cause]) => {
      const reason = missOf(cause.code, rules.staleness)
      return reason === undefined ? [] : [{ code: cause.code, reason, times: cause.code.length }]
    })
    expect(counted.length > 0).toBe(rules.staleness.words.countsMisses)
    const { text } = precompilingMessage(ID('Tiny'), new Map(counted.map(({ reason, times }) => [reason, times])), { interactive: true, rules })
    const read = readPrecompiling(text)
    expect(read?.package).toBe('Tiny')
    const byReason = (a: { reason: string }, b: { reason: string }) => a.reason.localeCompare(b.reason)
    expect([...(read?.misses ?? [])].sort(byReason)).toEqual(counted.sort(byReason))
  })
})

it('reads the words of 1.13 and later', () => {
  expect(readPrecompiling('Precompiling Foo [ef5dff4f-221e-5eaa-ac18-f8662b2b55f6] (caches not reused: 2 for different compilation options, 1 for source file not found, 3 for a new reason)')).toEqual({
    package: 'Foo',
    misses: [
      { code: 'flags', reason: 'different compilation options', times: 2 }, { code: 'file-missing', reason: 'source file not found', times: 1 },
      { code: 'unknown', reason: 'a new reason', times: 3 },
    ],
  })
  expect(readPrecompiling('Precompiling Foo [top-level] (no compatible cache for this version of Julia)')?.misses).toMatchObject([{ code: 'no-cache', times: 1 }])
  expect(readPrecompiling('Precompiling project...')).toBeUndefined()
})

/**
 * What every text format must keep to, whatever it is offered: it never throws, it gives a sound profile, and a line of somebody
 * else among its own is still there afterwards, once.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TEXT_FORMATS } from '../../../src/main/formats/index'
import { invalidationsAction } from '../../../src/main/formats/invalidations-action'
import { juliaErrors } from '../../../src/main/formats/julia-errors'
import { loadingLog } from '../../../src/main/formats/loading-log/loading-log'
import { logMessages } from '../../../src/main/formats/log-messages'
import { pkgPrecompile } from '../../../src/main/formats/pkg-precompile'
import { snoopLlvm } from '../../../src/main/formats/snoop-llvm'
import { snoopcompileParcel } from '../../../src/main/formats/snoopcompile-parcel'
import { snoopcompileWrite } from '../../../src/main/formats/snoopcompile-write'
import { timeImports } from '../../../src/main/formats/time-imports'
import { timeMacro } from '../../../src/main/formats/time-macro'
import { traceCompile } from '../../../src/main/formats/trace-compile'
import { trimVerifier } from '../../../src/main/formats/trim-verifier'
import { textAt } from '../../../src/shared/profile/tables'
import { fixture } from './fixture'
import { importText } from './import-text'

/** Lines of each format as they are printed. */
const SAMPLES = {
  'time-imports': [
    ...fixture('time-imports/recursive-array-tools.md').split('\n').slice(2, 22),
    ...fixture('time-imports/own_init.txt').split('\n'),
    ...fixture('time-imports/arrayinterface_ext.txt').split('\n'),
  ],
  'time-macro': ['julia> @time f()', '  1.183245 seconds (2.28 M allocations: 138.655 MiB, 14.13% gc time, 99.57% compilation time: 98% of which was recompilation)'],
  'pkg-precompile': ['Precompiling project...', '   684.1 ms  ✓ A → B', '  ✗ C', '  2 dependencies successfully precompiled in 4 seconds', '┌ A', '│  x', '└  '],
  'snoopcompile-write': [
    'function _precompile_()', '    Base.precompile(Tuple{typeof(f),Int})   # time: 2.5', 'let fbody = try __lookup_kwbody__(which(f, (Int,))) catch missing end',
    '    if !ismissing(fbody)', '    end', '    end   # time: 0.1', 'end', 'Base: precompiled 0.1 out of 0.2',
  ],
  'snoopcompile-parcel': ['total: 0.5', 'Base: 0.25 (1)', '    0.25  MethodInstance for f(::Int64)', 'Base => (0.5, [(0.5, MethodInstance for f(::Int64))])'],
  'trace-compile': ['#=   39.1 ms =# precompile(Tuple{typeof(Base.rand), Int64}) # recompile', 'precompile(Tuple{typeof(Main.f)})', '# comment'],
  'loading-log': [
    ...readFileSync(new URL('../../fixtures/loader/cache/logs/11_nopkgimages.txt', import.meta.url), 'utf8').trimEnd().split('\n').slice(0, 12),
    '[ Info: Precompiling A [ef5dff4f-221e-5eaa-ac18-f8662b2b55f6] (cache misses: wrong source (2), mismatched flags (1))',
    'ERROR: Unable to find compatible target in cached code image.', 'Target 0 (generic): Rejecting this target due to use of runtime-disabled features',
  ],
  'julia-errors': ['ERROR: LoadError: boom', 'Stacktrace:', ' [1] f(x::Int64)', '   @ Main ./a.jl:1', 'in expression starting at a.jl:1', '', 'caused by: x'],
  'trim-verifier': fixture('trim-verifier/program.txt').trimEnd().split('\n').slice(24),
  'snoop-llvm': [...fixture('snoop-llvm/tiny-llvm_timings.yaml').split('\n').slice(0, 22), ...fixture('snoop-llvm/tiny-func_names.csv').split('\n').slice(0, 4)],
  'invalidations-action': ['(inv_total, inv_deps) = (12, 3)', 'total=000000012', 'deps=000000003', 'This branch: 000000012 (000000003 via deps)'],
  'log-messages': ['┌ Warning: careful', '│   x = 1', '└ @ Base loading.jl:1', '[ Info: one'],
} as const
const OWN = [
  timeImports, timeMacro, pkgPrecompile, snoopcompileWrite, snoopcompileParcel, traceCompile, loadingLog, juliaErrors, trimVerifier, snoopLlvm, invalidationsAction, logMessages,
]

/** A sample line, whole or with something cut out of it or put into it. */
const mangled = (lines: readonly string[]) =>
  fc.tuple(fc.constantFrom(...lines), fc.nat(200), fc.nat(4), fc.constantFrom('', '', '', ' ', '(', '"', '┌', '→', '\u001b[33m', '\r', '`')).map(
    ([line, at, cut, put]) => (put === '' && cut > 1 ? line : line.slice(0, at) + put + line.slice(at + cut)),
  )
const anything = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('', '  ', 'end', '┌', '│', '└', 'julia> ', '```'))

describe.each(OWN.map((format) => [format.id, format] as const))('%s', (id, format) => {
  const lines = SAMPLES[id as keyof typeof SAMPLES]

  it('reads its samples', () => {
    const profile = importText(lines.join('\n'), [format])
    expect(profile.blocks.length + profile.messages.length).toBeGreaterThan(0)
    expect(profile.blocks.every((block) => block.format === id)).toBe(true)
  })

  it('never throws and gives a sound profile', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: mangled(lines) }, { weight: 1, arbitrary: anything }), { maxLength: 30 }), (text) => {
        importText(text.join('\n'), [format])
      }),
      { numRuns: 150 },
    )
  })

  it('leaves every line that is not its own, once', () => {
    const foreign = fc.nat(1e6).map((number) => `the program says ${number} things`)
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...lines), foreign), { maxLength: 25 }), (text) => {
        // What follows a line with a prompt may belong to the input, whose text no format gets.
        const profile = importText(text.filter((line) => !line.startsWith('julia>')).join('\n'), [format])
        const left = Array.from(profile.unparsed.text, (index) => textAt(profile, index)).filter((line) => line.startsWith('the program'))
        expect(left.sort()).toEqual(text.filter((line) => line.startsWith('the program')).sort())
      }),
      { numRuns: 150 },
    )
  })
})

it('all formats together never throw, and read no line twice', () => {
  const every = Object.values(SAMPLES).flat()
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: mangled(every) }, { weight: 1, arbitrary: anything }), { maxLength: 40 }), (text) => {
      const { imports, timings, messages } = importText(text.join('\n'), TEXT_FORMATS)
      for (const { line } of [imports, timings, messages]) expect(new Set(line).size).toBe(line.length)
    }),
    { numRuns: 200 },
  )
})

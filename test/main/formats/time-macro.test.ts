/** `@time` lines of all versions, in sessions, as comments, and what must not be taken for one. */
import { describe, expect, it } from 'vitest'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { fixture } from './fixture'
import { importText } from './import-text'

function rowsOf(profile: Profile) {
  const { timings } = profile
  return Array.from({ length: timings.length }, (_, row) => ({
    label: textAt(profile, timings.label[row]),
    expression: textAt(profile, timings.expression[row]),
    elapsed: timings.elapsed[row],
    allocations: timings.allocations[row],
    bytes: timings.bytes[row],
    gc: timings.gcPercent[row],
    compile: timings.compilePercent[row],
    recompile: timings.recompilePercent[row],
    locks: timings.lockConflicts[row],
    line: timings.line[row],
  }))
}
const none = Number.NaN

describe('one line', () => {
  it.each([
    ['  0.000002 seconds', { elapsed: 2000, allocations: none, bytes: none, gc: none, compile: none, recompile: none, locks: none }],
    ['  0.000002 seconds (1 allocation: 16 bytes)', { elapsed: 2000, allocations: 1, bytes: 16 }],
    ['  7.717729 seconds (15.27 M allocations: 797.207 MiB, 3.59% gc time)', { elapsed: 7_717_729_000, allocations: 15_270_000, bytes: 835_932_127, gc: 3.59 }],
    ['  0.311226 seconds (19.93 k allocations: 775.055 KiB)', { allocations: 19_930, bytes: 793_656 }],
    ['120.000000 seconds (1.50 G allocations: 2.000 TiB, 50.00% gc time)', { elapsed: 120e9, allocations: 1.5e9, bytes: 2 * 1024 ** 4, gc: 50 }],
    [
      '  1.183245 seconds (2.28 M allocations: 138.655 MiB, 14.13% gc time, 99.57% compilation time: 98% of which was recompilation)',
      { elapsed: 1_183_245_000, allocations: 2_280_000, gc: 14.13, compile: 99.57, recompile: 98, locks: none },
    ],
    ['  0.1 label: 0.100000 seconds (5.00% gc time)', { label: '0.1 label', elapsed: 100_000_000, allocations: none, gc: 5 }],
    [
      'warm up: 0.500000 seconds (10 allocations: 1.000 KiB, 3 lock conflicts, 20.00% compilation time: <1% of which was recompilation)',
      { label: 'warm up', locks: 3, compile: 20, recompile: 0.5, bytes: 1024 },
    ],
    ['f(x): 0.500000 seconds (1 lock conflict)', { label: 'f(x)', locks: 1 }],
    ['# 0.000182 seconds (467 allocations: 40.203 KiB', { elapsed: 182_000, allocations: 467, bytes: 41_168 }],
  ])('%s', (line, expected) => {
    const profile = importText(line)
    expect(rowsOf(profile)).toMatchObject([expected])
    expect(profile.unparsed.length).toBe(0)
  })

  it.each([
    'nearly 22 seconds for the first call',
    'closer to 0.05 seconds',
    '  11 dependencies successfully precompiled in 3 seconds (4 already precompiled)',
    '0.28725290298461914',
  ])('is not %j', (line) => {
    expect(importText(line).timings.length).toBe(0)
  })

  it('keeps what stands in the brackets and is not known', () => {
    const profile = importText('  0.500000 seconds (10 allocations: 1.000 KiB, 7 moonbeams)')
    expect(rowsOf(profile)).toMatchObject([{ allocations: 10, bytes: 1024 }])
    expect(Array.from(profile.unparsed.text, (text) => textAt(profile, text))).toEqual(['7 moonbeams'])
  })
})

describe('in a text', () => {
  it('takes the expression from the prompt; it belongs to the last line', () => {
    const profile = importText('julia> @time begin\n           f()\n       end\ninner: 0.100000 seconds\n  0.200000 seconds (90.00% compilation time)\n3\n')
    expect(rowsOf(profile)).toMatchObject([
      { label: 'inner', expression: '', elapsed: 1e8, line: 4 },
      { label: '', expression: 'begin\n    f()\nend', elapsed: 2e8, compile: 90, line: 5 },
    ])
    expect(profile.blocks).toHaveLength(1)
    expect(profile.blocks[0]).toMatchObject({ times: 'inclusive', provenance: { julia: '1.8 or later', tool: '@time' } })
  })

  it('takes no expression from another command', () => {
    expect(rowsOf(importText('julia> @time_imports using A\n  0.100000 seconds\n'))).toMatchObject([{ expression: '' }])
    expect(rowsOf(importText('julia> f()\n  0.100000 seconds\n'))).toMatchObject([{ expression: '' }])
  })

  it('reads comments beside the code that printed them', () => {
    const text = fixture('time-macro/commented.txt')
    const profile = importText(text)
    const rows = rowsOf(profile)
    expect(rows.map((row) => row.expression)).toEqual(text.split('\n').filter((line) => line.startsWith('@time')).map((line) => line.slice(6)))
    expect(rows.map((row) => (row.elapsed ?? 0) / 1e9)).toEqual([0.84758, 0.701598, 0.000113, 0.000147, 8.587653, 1.122847, 0.00012, 0.000138])
    expect(rows[4]).toMatchObject({ allocations: 24_770_000, bytes: Math.round(3.581 * 1024 ** 3), gc: 5.37, compile: 99.99, line: 16 })
    expect(rows[7]).toMatchObject({ bytes: Math.round(45.188 * 1024), line: 25 })
    expect(Array.from(profile.unparsed.text, (index) => textAt(profile, index))).toEqual([
      'lorenzprob2 = ODEProblem(lorenz, [1.0; 0.0; 0.0], (0.0, 1.0), Float64[])',
    ])
  })

  it('reads the exact numbers of @timev and keeps the others as a note', () => {
    const profile = importText(
      [
        'julia> @timev f(1)',
        '  0.012346 seconds (2.28 k allocations: 1.655 MiB)',
        'elapsed time (ns):  12345678',
        'gc time (ns):       0',
        'bytes allocated:    1735399',
        'pool allocs:        2280',
        'non-pool GC allocs: 3',
        'minor collections:  1',
        'result: 7',
      ].join('\n'),
    )
    expect(rowsOf(profile)).toMatchObject([{ expression: 'f(1)', elapsed: 12_345_678, bytes: 1_735_399, allocations: 2280 }])
    expect(profile.blocks[0]).toMatchObject({ lastLine: 8, provenance: { tool: '@timev' } })
    expect(profile.blocks[0]?.notes).toEqual(['@timev also printed gc time (ns): 0, pool allocs: 2280, non-pool GC allocs: 3, minor collections: 1.'])
    expect(Array.from(profile.unparsed.line)).toEqual([9])
  })
})

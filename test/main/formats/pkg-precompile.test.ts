/** Pkg's progress while it precompiles: all forms of rows, the summary, failures, the table of 1.14-DEV. */
import { describe, expect, it } from 'vitest'
import { SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'

function rowsOf(profile: Profile) {
  const { builds } = profile
  return Array.from({ length: builds.length }, (_, row) => ({
    name: textAt(profile, builds.name[row]),
    owner: textAt(profile, builds.owner[row]),
    time: builds.time[row],
    status: SCHEMA.builds.status.oneOf[builds.status[row] ?? 0],
    line: builds.line[row],
  }))
}

describe('Pkg.precompile(timing=true)', () => {
  const profile = importText(
    [
      'julia> Pkg.precompile(timing=true)',
      'Precompiling packages...',
      '   1501.6 ms  ✓ StatsBase',
      '\u001b[90m    684.1 ms\u001b[39m\u001b[32m  ✓ \u001b[39mPDMats → StatsBaseExt',
      '  10716.0 ms  ? AutoGP',
      '              ✗ SyntactileViz',
      '  ◐ Makie',
      '  8 dependencies successfully precompiled in 19 seconds. 134 already precompiled. 1 skipped due to circular dependency.',
      '  1 dependency had output during precompilation:',
      '┌ StatsBase',
      '│  [ Info: 42 things',
      '│  done',
      '└  ',
      '  1 dependency errored.',
      '  For a report of the errors see `julia> err`. To retry use `pkg> precompile`',
      'Precompiling Lux...',
      '    391.3 ms  ✓ ConcreteStructs',
      '  1 dependency successfully precompiled in 1 seconds. 115 already precompiled.',
      '',
    ].join('\n'),
  )

  it('has a row for each package', () => {
    expect(rowsOf(profile)).toEqual([
      { name: 'StatsBase', owner: '', time: 1_501_600_000, status: 'done', line: 3 },
      { name: 'StatsBaseExt', owner: 'PDMats', time: 684_100_000, status: 'done', line: 4 },
      { name: 'AutoGP', owner: '', time: 10_716_000_000, status: 'needsOutput', line: 5 },
      { name: 'SyntactileViz', owner: '', time: Number.NaN, status: 'failed', line: 6 },
      { name: 'ConcreteStructs', owner: '', time: 391_300_000, status: 'done', line: 17 },
    ])
    expect(profile.unparsed.length).toBe(0)
  })

  it('has a block for each run and keeps what Pkg says at its end', () => {
    expect(profile.blocks).toMatchObject([
      { part: 'builds', firstLine: 2, lastLine: 15, times: 'exclusive', provenance: { error: 'rounded to 0.1 ms', julia: '1.9 or later' } },
      { part: 'builds', firstLine: 16, lastLine: 18 },
    ])
    expect(profile.blocks[0]?.notes).toEqual([
      'Packages are precompiled side by side: their times add up to more than the time that passed.',
      'Pkg says: 8 dependencies successfully precompiled in 19 seconds. 134 already precompiled. 1 skipped due to circular dependency.',
      'Pkg says: 1 dependency had output during precompilation:',
      'Pkg says: 1 dependency errored.',
    ])
  })

  it('keeps what a package printed as a message', () => {
    expect(textAt(profile, profile.messages.text[0])).toBe('[ Info: 42 things\ndone')
    expect(textAt(profile, profile.messages.where[0])).toBe('StatsBase')
  })
})

describe('without times', () => {
  it('the time of all packages together is a row of its own', () => {
    const profile = importText('Precompiling project...\n  ✓ MLBase\n  ✓ Lasso\n  2 dependencies successfully precompiled in 4 seconds (323 already precompiled)\n')
    expect(rowsOf(profile)).toEqual([
      { name: 'MLBase', owner: '', time: Number.NaN, status: 'done', line: 2 },
      { name: 'Lasso', owner: '', time: Number.NaN, status: 'done', line: 3 },
      { name: '2 dependencies', owner: '', time: 4e9, status: 'done', line: 4 },
    ])
    expect(profile.blocks).toMatchObject([{ shape: 'list', times: 'none' }, { shape: 'grouped', times: 'inclusive', provenance: { error: 'whole seconds' } }])
  })

  it('Julia 1.6: a progress bar that was written over, and the summary', () => {
    const profile = importText(
      'Precompiling project...\n  Progress [=>     ]  3/112\n  Progress [======>]  111/112\r  Progress [=======]  112/112\n112 dependencies successfully precompiled in 72 seconds\n',
    )
    expect(rowsOf(profile)).toMatchObject([{ name: '112 dependencies', time: 72e9, line: 4 }])
    expect(profile.blocks[0]).toMatchObject({ firstLine: 1, lastLine: 4, provenance: { julia: '1.6 or later' } })
    expect(profile.unparsed.length).toBe(0)
  })

  it('failures in words are rows, once each', () => {
    const profile = importText(
      [
        '  ✗ Foo',
        'ERROR: The following 2 direct dependencies failed to precompile:',
        '',
        'Foo [91bbb1aa-4154-56db-8f4d-e77eb6559bbd]',
        'Bar [91bbb1aa-4154-56db-8f4d-e77eb6559bbc]',
        '',
        'Failed to precompile Foo [91bbb1aa-4154-56db-8f4d-e77eb6559bbd] to "somewhere" (ProcessExited(1)).',
        'ERROR: LoadError: boom 7',
      ].join('\n'),
    )
    expect(rowsOf(profile).map(({ name, status }) => [name, status])).toEqual([['Foo', 'failed'], ['Bar', 'failed']])
    expect(Array.from(profile.messages.text, (text) => textAt(profile, text))).toEqual(['LoadError: boom 7'])
    expect(profile.unparsed.length).toBe(0)
  })

  it('a heading with nothing below is not a build, and nothing is read twice', () => {
    const profile = importText('Precompiling project...\n[ Info: waiting\nsomething\n')
    expect(profile.builds.length).toBe(0)
    expect(profile.messages.length).toBe(1)
    expect(Array.from(profile.unparsed.line).sort()).toEqual([1, 3])
  })
})

it('the table of 1.14-DEV keeps all its numbers', () => {
  const profile = importText(
    [
      'Precompiling packages...',
      '   total │ include   (deps)   (comp) │ methods  img-gen     cache  ~pk-rss',
      '    12.3 s │   4.5s   1.2s   2.1s │ 1234    6.7s   12.5MB  812MB  ✓ Makie',
      '     0.4 s │   0.2s   0.1s   0.0s │ 12    0.1s   0.5MB  301MB  ✓ Foo → BarExt',
    ].join('\n'),
  )
  const { builds } = profile
  expect(rowsOf(profile)).toMatchObject([{ name: 'Makie', time: 12.3e9 }, { name: 'BarExt', owner: 'Foo', time: 0.4e9 }])
  expect([builds.include, builds.dependencies, builds.compile, builds.methods, builds.image, builds.cacheBytes, builds.peakBytes].map((column) => column[0])).toEqual([
    4.5e9, 1.2e9, 2.1e9, 1234, 6.7e9, 12.5e6, 812e6,
  ])
  expect(profile.blocks[0]?.provenance.julia).toBe('1.14-DEV')
  expect(profile.unparsed.length).toBe(0)
})

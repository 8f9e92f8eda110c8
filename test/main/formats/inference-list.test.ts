import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inferenceList } from '../../../src/main/formats/inference-list'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/formats/inference-list/${name}`, import.meta.url), 'utf8')
const read = (text: string) => importText(text, [inferenceList])
const rows = (profile: Profile, part: 'stale' | 'inference') =>
  Array.from(profile[part].frame, (frame, row) => [
    textAt(profile, profile.frames.signature[frame]),
    Math.round((profile[part].exclusive[row] ?? 0) / 1e3),
    Math.round((profile[part].inclusive[row] ?? 0) / 1e3),
  ])
const parts = (profile: Profile) => profile.blocks.map((block) => block.part)

const TWO = ['InferenceTiming: 0.000041/0.000043 on getproperty(::Task, rngState0::Symbol)', 'InferenceTiming: 0.000026/0.000026 on f(::Int64)']
const TWO_ROWS = [
  ['getproperty(::Task, rngState0::Symbol)', 41, 43],
  ['f(::Int64)', 26, 26],
]
const ROOT = 'InferenceTiming: 0.001000/0.001067 on Core.Compiler.Timings.ROOT()'
const HEADER = '2-element Vector{SnoopCompileCore.InferenceTiming}:'

describe('recorded lists', () => {
  it('reads flatten', () => {
    const profile = read(fixture('tiny-flatten.txt'))
    expect(profile.inference.length).toBe(374)
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks).toMatchObject([{ part: 'inference', shape: 'list', times: 'both', firstLine: 1, lastLine: 374 }])
    expect(profile.blocks[0]?.notes).toEqual(['The exclusive times of 374 rows add up to the inclusive time of ROOT within rounding (difference 7.00 µs).'])
  })

  it('reads staleinstances', () => {
    const profile = read(fixture('tiny-staleinstances.txt'))
    expect(profile.stale.length).toBe(14)
    expect(profile.inference.length).toBe(0)
    expect(profile.unparsed.length).toBe(0)
    expect(rows(profile, 'stale')[0]).toEqual(['sum(::Vector{Real})', 104, 6351])
    expect(profile.blocks[0]?.notes[0]).toContain('Taken for stale instances: the list has a header and no ROOT')
  })
})

describe('which function returned a list', () => {
  it('is told by the prompt', () => {
    const stale = read(['julia> staleinstances(tinf)', HEADER, ...TWO.map((row) => ` ${row}`)].join('\n'))
    expect(parts(stale)).toEqual(['stale'])
    expect(rows(stale, 'stale')).toEqual(TWO_ROWS)
    expect(stale.blocks[0]).toMatchObject({ command: 'staleinstances(tinf)', notes: [] })
    const flat = read(['julia> flatten(tinf; tmin=0.00001)[1:2]', HEADER, ...TWO].join('\n'))
    expect(parts(flat)).toEqual(['inference'])
    expect(rows(flat, 'inference')).toEqual(TWO_ROWS)
  })

  it('is told by what @show prints before it', () => {
    const line = `staleinstances(tinf) = SnoopCompileCore.InferenceTiming[${TWO.join(', ')}]`
    expect(rows(read(line), 'stale')).toEqual(TWO_ROWS)
    expect(rows(read(line.replace('staleinstances', 'flatten')), 'inference')).toEqual(TWO_ROWS)
  })

  it('is told by ROOT, which only flatten lists', () => {
    expect(parts(read([HEADER, TWO[1], ROOT].join('\n')))).toEqual(['inference'])
  })

  it('is flatten where there is no header, even below stale instances', () => {
    expect(parts(read(TWO.join('\n')))).toEqual(['inference'])
    const both = read([HEADER, ...TWO, ...TWO, ROOT].join('\n'))
    expect([both.stale.length, both.inference.length]).toEqual([2, 3])
  })

  it('is stale instances for an empty vector', () => {
    for (const header of ['SnoopCompileCore.InferenceTiming[]', '0-element Vector{SnoopCompileCore.InferenceTiming}']) {
      const profile = read(header)
      expect(parts(profile)).toEqual(['stale'])
      expect([profile.stale.length, profile.unparsed.length]).toEqual([0, 0])
    }
  })
})

describe('rows', () => {
  it('are joined where they were wrapped', () => {
    const profile = read(
      [
        '3-element Vector{SnoopCompileCore.InferenceTiming}:',
        'InferenceTiming: 0.000279/0.000279 on Base._array_for(::Type{Symbol}, ::Any, Base.HasLength()::Base.HasLength)',
        'InferenceTiming: 0.002368/0.007726 on Base.collect_to_with_first!(::AbstractArray, ::Base.Generator{_A, ForwardDiff.var"#16#17"{ForwardDiff.var"#22#23"}} where',
        '_A, ::Any)',
        'InferenceTiming: 0.000393/0.007056 on ForwardDiff.tupexpr(#49::ForwardDiff.var"#49#50", ::Int64)``````',
      ].join('\n'),
    )
    expect(rows(profile, 'stale')).toEqual([
      ['Base._array_for(::Type{Symbol}, ::Any, Base.HasLength()::Base.HasLength)', 279, 279],
      ['Base.collect_to_with_first!(::AbstractArray, ::Base.Generator{_A, ForwardDiff.var"#16#17"{ForwardDiff.var"#22#23"}} where _A, ::Any)', 2368, 7726],
      ['ForwardDiff.tupexpr(#49::ForwardDiff.var"#49#50", ::Int64)', 393, 7056],
    ])
    expect(Array.from(profile.stale.line)).toEqual([2, 3, 5])
    expect(profile.unparsed.length).toBe(0)
  })

  it('are not joined because of a bracket in a value', () => {
    const profile = read(['InferenceTiming: 0.000001/0.000001 on print(::IOStream, (::Char)', TWO[1], '', 'end (of text)'].join('\n'))
    expect(rows(profile, 'inference').map(([signature]) => signature)).toEqual(['print(::IOStream, (::Char)', 'f(::Int64)'])
    expect(Array.from(profile.unparsed.line)).toEqual([4])
  })

  it('are counted against the header', () => {
    const profile = read(['45-element Vector{SnoopCompileCore.InferenceTiming}:', TWO[0], ' ⋮', TWO[1]].join('\n'))
    expect(profile.stale.length).toBe(2)
    expect(profile.blocks[0]?.notes).toContain('The header announces 45 rows, 2 were read: the middle was left out to fit the screen.')
  })

  it('go on after a line that is none, which stays unparsed', () => {
    const profile = read([HEADER.replace('2', '3'), TWO[0], 'InferenceTiming: 0.0x1/0.2 on g()', TWO[1]].join('\n'))
    expect(parts(profile)).toEqual(['stale'])
    expect(Array.from(profile.unparsed.line)).toEqual([3])
  })
})

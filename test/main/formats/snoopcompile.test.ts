/** What SnoopCompile writes: statement files, reports, and the lists of parcel; recordings of Julia 1.10. */
import { describe, expect, it } from 'vitest'
import { SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { fixture } from './fixture'
import { importText } from './import-text'

function rowsOf(profile: Profile) {
  const { precompile, frames } = profile
  return Array.from({ length: precompile.length }, (_, row) => ({
    statement: textAt(profile, precompile.statement[row]),
    signature: textAt(profile, frames.signature[precompile.frame[row] ?? -1]),
    time: precompile.time[row] ?? Number.NaN,
    outOf: precompile.outOf[row],
    kind: SCHEMA.precompile.kind.oneOf[precompile.kind[row] ?? 0],
    block: precompile.block[row],
    line: precompile.line[row],
  }))
}

describe('SnoopCompile.write', () => {
  const text = [
    'const __bodyfunction__ = Dict{Method,Any}()',
    '',
    '# Finds the function that holds the body of a method with keywords.',
    'function __lookup_kwbody__(mnokw::Method)',
    '    f = get(__bodyfunction__, mnokw, nothing)',
    '    if f === nothing',
    '        f = missing',
    '    end',
    '    return f',
    'end',
    '',
    'function _precompile_()',
    '    ccall(:jl_generating_output, Cint, ()) == 1 || return nothing',
    '    Base.precompile(Tuple{typeof(format),Base.TTY,Vector{Any}})   # time: 2.717487',
    '    Base.precompile(Tuple{Type{Session},String,Int64})   # time: 1.5e-5',
    '    isdefined(M, Symbol("#37#38")) && Base.precompile(Tuple{getfield(M, Symbol("#37#38")),Int64})   # time: 0.004817874',
    '    let fbody = try __lookup_kwbody__(which(any, (Function,Vector{Any},))) catch missing end',
    '        if !ismissing(fbody)',
    '            precompile(fbody, (Function,typeof(any),Function,Vector{Any},))',
    '        end',
    '    end   # time: 0.04146457',
    '    let fbody = try __lookup_kwbody__(which(nested, (Function,))) catch missing end',
    '    if !ismissing(fbody)',
    '        precompile(fbody, (Function,))',
    '    end',
    'end   # time: 0.25',
    '    # Base.precompile(Tuple{typeof(compute),Future})   # time: 1.4883087',
    '    mystery(3)',
    '    precompile(Tuple{typeof(old),Int})',
    'end',
    'after 1',
  ].join('\n')
  const profile = importText(text)

  it('reads statements, guards, keyword bodies and times', () => {
    expect(rowsOf(profile).map(({ statement, signature, time, line }) => [statement, signature, time, line])).toEqual([
      ['Base.precompile(Tuple{typeof(format),Base.TTY,Vector{Any}})', 'Tuple{typeof(format),Base.TTY,Vector{Any}}', 2_717_487_000, 14],
      ['Base.precompile(Tuple{Type{Session},String,Int64})', 'Tuple{Type{Session},String,Int64}', 15_000, 15],
      [
        'isdefined(M, Symbol("#37#38")) && Base.precompile(Tuple{getfield(M, Symbol("#37#38")),Int64})',
        'Tuple{getfield(M, Symbol("#37#38")),Int64}', 4_817_874, 16,
      ],
      [
        [
          'let fbody = try __lookup_kwbody__(which(any, (Function,Vector{Any},))) catch missing end',
          '    if !ismissing(fbody)',
          '        precompile(fbody, (Function,typeof(any),Function,Vector{Any},))',
          '    end',
          'end',
        ].join('\n'),
        'any(::Function, ::Vector{Any})', 41_464_570, 17,
      ],
      [expect.stringMatching(/^ {4}let fbody[^]*\nend$/), 'nested(::Function)', 250_000_000, 22],
      ['precompile(Tuple{typeof(old),Int})', 'Tuple{typeof(old),Int}', Number.NaN, 29],
    ])
  })

  it('says what it is and leaves the rest', () => {
    expect(profile.blocks).toMatchObject([{ firstLine: 12, lastLine: 30, times: 'inclusive', provenance: { tool: 'SnoopCompile.write' } }])
    expect(profile.blocks[0]?.notes).toContain('1 of the statements are commented out and not listed.')
    expect(Array.from(profile.unparsed.text, (index) => textAt(profile, index))).toEqual(['    mystery(3)', 'after 1'])
  })

  it('reads over the lookup function only where it belongs to statements', () => {
    const lookup = text.split('\n').slice(0, 11)
    expect(importText(lookup.join('\n')).unparsed.length).toBe(9)
    expect(importText([...lookup.slice(0, 2), 'x = 1', ...text.split('\n').slice(2)].join('\n')).unparsed.length).toBe(5)
  })

  it('reads the report', () => {
    const report = importText('Core: no precompile statements out of 4.7e-5\nBase.Broadcast: precompiled 0.0128 out of 0.0131\n')
    expect(rowsOf(report)).toMatchObject([
      { signature: 'Core', time: 0, outOf: 47_000, kind: 'parcel', line: 1 },
      { signature: 'Base.Broadcast', time: 12_800_000, outOf: 13_100_000, line: 2 },
    ])
    expect(report.blocks).toMatchObject([{ shape: 'grouped', firstLine: 1, lastLine: 2 }])
  })
})

describe('parcel', () => {
  it.each([['parcel_tiny.txt', 1], ['parcel_optimizeme.txt', 4]])('%s: counts and sums are those of its headings', (path, modules) => {
    const text = fixture(`snoopcompile/${path}`)
    const profile = importText(text)
    const rows = rowsOf(profile)
    const headings = [...text.matchAll(/^(\S+): ([\d.e-]+) \((\d+)\)$/gm)]
    expect(headings).toHaveLength(modules)
    expect(profile.blocks.map((block) => block.title)).toEqual(headings.map(([, module]) => `parcel: ${module ?? ''}`))
    for (const [block, [, , seconds, count]] of headings.entries()) {
      const own = rows.filter((row) => row.block === block)
      expect(own).toHaveLength(Number(count))
      expect(own.reduce((sum, row) => sum + row.time, 0) / 1e9).toBeCloseTo(Number(seconds), 8)
    }
    expect(profile.blocks.flatMap((block) => block.notes).filter((note) => note.startsWith('The text says'))).toEqual([])
    expect(profile.unparsed.length).toBe(0)
  })

  it('gives each instance its time, and says what all inference took', () => {
    const profile = importText(fixture('snoopcompile/parcel_tiny.txt'))
    expect(rowsOf(profile)[0]).toMatchObject({ signature: 'getindex(::Tuple{Int64, Int64}, ::Int64)', time: 3536, kind: 'parcel', statement: '', line: 3 })
    expect(profile.blocks[0]?.notes).toContain('All inference took 45.5 ms, whether it can be precompiled or not.')
  })

  it('tells where the text does not agree with itself', () => {
    const profile = importText('Base: 0.5 (2)\n    0.25  MethodInstance for f(::Int64)\n')
    expect(profile.blocks[0]?.notes).toContain('The text says 2 instances, but lists 1.')
    expect(profile.blocks[0]?.notes).toContain('The text says 500 ms for Base, but what it lists adds up to 250 ms.')
  })

  it('reads what the REPL shows', () => {
    const profile = importText(
      [
        'julia> pcs',
        '2-element Vector{Pair{Module, Tuple{Float64, Vector{Tuple{Float64, Core.MethodInstance}}}}}:',
        '       Core => (4.7053e-5, [(4.7053e-5, MethodInstance for (NamedTuple{(:sizehint,)})(::Tuple{Int64}))])',
        '       Base => (0.75, [(0.25, MethodInstance for f(::Int64)), (0.5, MethodInstance for g(::Vector{Float64}, ::Int64))])',
        '',
      ].join('\n'),
    )
    expect(rowsOf(profile).map(({ signature, time, line }) => [signature, time, line])).toEqual([
      ['(NamedTuple{(:sizehint,)})(::Tuple{Int64})', 47_053, 3],
      ['f(::Int64)', 250_000_000, 4],
      ['g(::Vector{Float64}, ::Int64)', 500_000_000, 4],
    ])
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks.map((block) => block.title)).toEqual(['parcel: Core', 'parcel: Base'])
  })
})

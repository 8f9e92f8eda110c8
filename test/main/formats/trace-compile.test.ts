/** `--trace-compile` of all generations, mixed with output, and statement files; recordings of Julia 1.10 and 1.5. */
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
    name: textAt(profile, frames.name[precompile.frame[row] ?? -1]),
    time: precompile.time[row],
    recompile: SCHEMA.precompile.recompile.oneOf[precompile.recompile[row] ?? 0],
    kind: SCHEMA.precompile.kind.oneOf[precompile.kind[row] ?? 0],
    line: precompile.line[row],
  }))
}
const unparsed = (profile: Profile) => Array.from(profile.unparsed.text, (text) => textAt(profile, text))

describe('recordings', () => {
  it.each([
    ['own_recompile.txt', 6, ''],
    ['staticarrays.txt', 80, '1.9 or later'],
    ['tiny_1.5.3.txt', 24, ''],
  ])('%s: a row for each line, word by word', (path, count, julia) => {
    const text = fixture(`trace-compile/${path}`)
    const profile = importText(text)
    const rows = rowsOf(profile)
    expect(rows).toHaveLength(count)
    expect(rows.map((row) => row.statement).join('\n')).toBe(text.trimEnd())
    expect(rows.every((row) => row.statement === `precompile(${row.signature})` && row.recompile === 'unknown' && row.kind === 'trace')).toBe(true)
    expect(rows.map((row) => row.line)).toEqual(rows.map((_, row) => row + 1))
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks).toMatchObject([{ title: '--trace-compile', times: 'none', firstLine: 1, lastLine: count, provenance: { julia } }])
  })

  it('says what stood there before, as this version does not mark it', () => {
    const profile = importText(fixture('trace-compile/own_recompile.txt'))
    expect(profile.blocks[0]?.notes).toContain(
      'This version does not mark what is compiled again. 1 of the statements stood there before, so it was compiled more than once.',
    )
    expect(profile.frames.length).toBe(5)
  })
})

describe('Julia 1.12', () => {
  const text = [
    '#=   39.1 ms =# precompile(Tuple{typeof(Base.rand), Int64, Int64})',
    '#= 3809.3 ms =# precompile(Tuple{typeof(Main.run)}) # recompile',
    '\u001b[33m#=    0.2 ms =# precompile(Tuple{typeof(Main.a)})\u001b[0m',
    '\u001b[33mprecompile(Tuple{typeof(Main.b)}) # recompile\u001b[0m',
    '\u001b[32mgreen\u001b[39m precompile(Tuple{typeof(Main.c)})',
    '',
  ].join('\n')

  it('reads times and both marks of compiling again', () => {
    const profile = importText(text)
    expect(rowsOf(profile).map(({ name, time, recompile }) => [name, time, recompile])).toEqual([
      ['rand', 39_100_000, 'no'],
      ['run', 3_809_300_000, 'yes'],
      ['a', 200_000, 'yes'],
      ['b', Number.NaN, 'yes'],
      ['c', Number.NaN, 'no'],
    ])
    expect(rowsOf(profile)[1]?.statement).toBe('precompile(Tuple{typeof(Main.run)})')
    expect(profile.blocks).toMatchObject([{ times: 'nested', provenance: { julia: '1.12 or later', error: 'rounded to 0.1 ms' } }])
    expect(profile.blocks[0]?.notes.join('\n')).toContain('Their sum is not a total.')
    expect(unparsed(profile)).toEqual(['green '])
  })

  it('knows what no mark means from the macro alone, and corrects earlier rows when a mark comes late', () => {
    expect(rowsOf(importText('julia> @trace_compile f(1)\nprecompile(Tuple{typeof(Main.f), Int64})\n'))).toMatchObject([{ recompile: 'no' }])
    const late = importText('precompile(Tuple{typeof(Main.f)})\noutput\nprecompile(Tuple{typeof(Main.g)}) # recompile\n')
    expect(rowsOf(late)).toMatchObject([{ recompile: 'no' }, { recompile: 'yes' }])
    expect(late.blocks).toHaveLength(1)
  })

  it('reads --trace-dispatch alike', () => {
    const profile = importText('julia> @trace_dispatch f()\nprecompile(Tuple{typeof(Main.f)})\n')
    expect(rowsOf(profile)).toMatchObject([{ kind: 'dispatch', recompile: 'unknown' }])
    expect(profile.blocks[0]).toMatchObject({ title: '--trace-dispatch', times: 'none', provenance: { julia: '1.12 or later' } })
  })
})

describe('mixed with program output', () => {
  it('finds statements anywhere in a line; the rest of the line stays', () => {
    const profile = importText(
      [
        'v"precompile(Tuple{typeof(Base.f), Int64})',
        '1.5.0-precompile(Tuple{typeof(Base.g)})done 3',
        'precompile(Tuple{typeof(Base.h)})precompile(Tuple{typeof(Base.i)})',
        'sum: 15',
        '',
        'precompile(Tuple{typeof(Base.j)',
        'precompile(Tuple{typeof(Base.k)})',
      ].join('\n'),
    )
    expect(rowsOf(profile).map(({ name, line }) => [name, line])).toEqual([['f', 1], ['g', 2], ['h', 3], ['i', 3], ['k', 7]])
    expect(unparsed(profile)).toEqual(['v"', '1.5.0-', 'done 3', 'sum: 15', 'precompile(Tuple{typeof(Base.j)'])
    expect(profile.blocks).toMatchObject([{ firstLine: 1, lastLine: 7 }])
  })

  it('balances brackets in names, strings and operators', () => {
    const statements = [
      'precompile(Tuple{Main.var"#5#6"{Base.Broadcast.var"#(1}"}, Int64})',
      'precompile(Tuple{typeof(Base.:(*)), Int64, Float64})',
      'precompile(Tuple{getfield(CUDA, Symbol("#898#899")){getfield(DiffRules, Symbol("#31#32"))}, Symbol})',
      'precompile(Tuple{Type{NamedTuple{(:a, :b), T} where T<:Tuple}, Tuple{Int64, NTuple{4, Float64}}})',
    ]
    expect(rowsOf(importText(statements.join('\n'))).map((row) => row.statement)).toEqual(statements)
    expect(importText(statements[2] ?? '').blocks[0]?.provenance.julia).toBe('to 1.5')
  })

  it('one run is one block, a prompt begins another', () => {
    const profile = importText('precompile(Tuple{typeof(Main.f)})\n  0.100000 seconds\nprecompile(Tuple{typeof(Main.g)})\njulia> 1\n1\nprecompile(Tuple{typeof(Main.h)})\n')
    expect(profile.blocks.map(({ part, firstLine, lastLine }) => [part, firstLine, lastLine])).toEqual([
      ['precompile', 1, 3],
      ['timings', 2, 2],
      ['precompile', 6, 6],
    ])
  })

  it('@time_imports rows between statements are read as one block too', () => {
    const profile = importText(
      ['precompile(Tuple{typeof(Main.f)})', '      1.0 ms  ┌ A', 'precompile(Tuple{typeof(Main.g)})', '      3.0 ms  B', 'precompile(Tuple{typeof(Main.h)})'].join('\n'),
    )
    expect(profile.precompile.length).toBe(3)
    expect(profile.imports.length).toBe(2)
    expect(Array.from(profile.imports.exclusive)).toEqual([2e6, 1e6])
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks).toHaveLength(2)
  })

  it.each(['julia> precompile(f, (Int,))', 'which executes precompile(f, (Int,)), if we like', '__precompile__(false)', 'precompile(f)', '# precompile(Tuple{typeof(f)})'])(
    'is not %j',
    (line) => {
      expect(importText(line).precompile.length).toBe(0)
    },
  )
})

describe('files of statements', () => {
  it('are directives, with guards, comments and separate types', () => {
    const profile = importText(
      [
        'precompile(Tuple{typeof(Base.f), Int64})   # for the first plot',
        '# the second plot',
        'Base.precompile(Tuple{typeof(g), Int})   # time: 0.25',
        '@assert precompile(Tuple{typeof(h)})',
        'precompile(k, (Int, Vector{Float64},))',
        'isdefined(M, Symbol("#go#210")) && precompile(Tuple{getfield(M, Symbol("#go#210")),IOStream})',
        '',
      ].join('\n'),
    )
    expect(rowsOf(profile)).toMatchObject([
      { statement: 'precompile(Tuple{typeof(Base.f), Int64})', kind: 'directive', recompile: 'unknown', line: 1 },
      { statement: 'Base.precompile(Tuple{typeof(g), Int})', time: 250_000_000, line: 3 },
      { statement: '@assert precompile(Tuple{typeof(h)})' },
      { statement: 'precompile(k, (Int, Vector{Float64},))', signature: 'k(::Int, ::Vector{Float64})', name: 'k' },
      { statement: 'isdefined(M, Symbol("#go#210")) && precompile(Tuple{getfield(M, Symbol("#go#210")),IOStream})', line: 6 },
    ])
    expect(profile.blocks).toMatchObject([{ title: 'precompile statements', times: 'inclusive', lastLine: 6 }])
    expect(profile.unparsed.length).toBe(0)
  })

  it('comments in a log are program output', () => {
    const profile = importText('precompile(Tuple{typeof(Base.f)})\n# Heading 1\nprecompile(Tuple{typeof(Base.g)})\noutput\nprecompile(Tuple{typeof(Base.h)})\n')
    expect(rowsOf(profile).map((row) => row.kind)).toEqual(['trace', 'trace', 'trace'])
    expect(unparsed(profile).sort()).toEqual(['# Heading 1', 'output'])
  })
})

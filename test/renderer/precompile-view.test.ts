/** Statements as Julia code, by module, and the builds of packages. */
import { describe, expect, it } from 'vitest'
import { buildsHeadline, stretchesOf } from '../../src/renderer/src/views/precompile/builds'
import { directiveOf, directives, isOfSession } from '../../src/renderer/src/views/precompile/directives'
import { sumByModule } from '../../src/renderer/src/views/precompile/modules'
import { statementRows, statementsHeadline } from '../../src/renderer/src/views/precompile/statements'
import { ProfileBuilder } from '../../src/shared/profile/builder'
import type { Profile } from '../../src/shared/profile/tables'
import { unsavedChoices, unsavedHeadline, unsavedRows } from '../../src/renderer/src/views/precompile/unsaved'
import { summarize } from '../../src/shared/profile/summary'

const STATEMENTS = [
  ['precompile(Tuple{typeof(Base.rand), Int64, Int64})', 'no', 4_700_000],
  ['precompile(Tuple{typeof(A.run)})', 'no', 3_809_300_000],
  ['precompile(Tuple{typeof(Base.push!), Array{Any, 1}, Int64})', 'yes', 12_700_000],
  ['precompile(Tuple{Main.var"#1#2", Int64})', 'no', 1_200_000],
  ['precompile(Tuple{typeof(A.run)})', 'yes', Number.NaN],
] as const

function trace(): Profile {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'precompile', format: 'trace-compile', title: '--trace-compile', times: 'nested' })
  for (const [statement, recompile, time] of STATEMENTS) {
    builder.add('precompile', { statement, frame: builder.frame({ signature: statement.slice('precompile('.length, -1) }), recompile, time, kind: 'trace', block })
  }
  return builder.finish()
}
const everyRow = (profile: Profile): Int32Array => Int32Array.from({ length: profile.precompile.length }, (_, row) => row)

describe('directives', () => {
  const profile = trace()
  it('are plain lines, each statement once', () => {
    expect(directives(profile, everyRow(profile), { guarded: false, portable: false })).toEqual({
      text: `${STATEMENTS.slice(0, 4).map(([statement]) => statement).join('\n')}\n`,
      count: 4,
      left: 0,
    })
  })
  it('stand in a block for a package, without what only the session had', () => {
    expect(directives(profile, [1, 3], { guarded: true, portable: true })).toEqual({
      text: 'if ccall(:jl_generating_output, Cint, ()) == 1\n    precompile(Tuple{typeof(A.run)})\nend\n',
      count: 1,
      left: 1,
    })
  })
  it('are nothing where nothing is left', () => {
    expect(directives(profile, [3], { guarded: true, portable: true }).text).toBe('')
  })
  it.each([
    ['getindex(::Tuple{Any, Int64}, ::Int64)', 'precompile(getindex, (Tuple{Any, Int64}, Int64))'],
    ['Base.Sort.sort!(::Vector{Int64})', 'precompile(Base.Sort.sort!, (Vector{Int64},))'],
    ['+(2::Int64, ::Float64)', 'precompile(+, (Int64, Float64))'],
    ['Vector{Int64}(::UndefInitializer, ::Int64)', 'precompile(Vector{Int64}, (UndefInitializer, Int64))'],
    ['(::Base.Fix2{typeof(isequal), Char})(::Any)', 'precompile(Tuple{Base.Fix2{typeof(isequal), Char}, Any})'],
    ['A.run()', 'precompile(A.run, ())'],
    ['f(::T) where T', ''],
  ])('are made of what parcel lists: %s', (signature, statement) => {
    const builder = new ProfileBuilder()
    const block = builder.block({ part: 'precompile', format: 'snoopcompile-parcel', title: 'parcel', times: 'inclusive' })
    builder.add('precompile', { frame: builder.frame({ signature }), kind: 'parcel', block })
    expect(directiveOf(builder.finish(), 0)).toBe(statement)
  })
  it.each([
    ['precompile(Tuple{typeof(Main.f)})', true],
    ['precompile(Tuple{Base.var"#13#14"{DataType}, Int64})', true],
    ['precompile(Tuple{getfield(CUDA, Symbol("#898#899"))})', true],
    ['precompile(Tuple{typeof(MyMain.f), Domain.X})', false],
    ['precompile(Tuple{typeof(Base.:(+)), Int64, Int64})', false],
  ])('%s is of a session: %s', (statement, expected) => {
    expect(isOfSession(statement)).toBe(expected)
  })
})

describe('statements', () => {
  it('are told in a sentence', () => {
    const profile = trace()
    expect(statementsHeadline(profile, everyRow(profile))).toBe('5 instances were compiled while the code ran, 2 of them compiled again, the longest 3.81 s for run')
  })
  it('that were only named are told apart from those compiled', () => {
    const builder = new ProfileBuilder()
    const parcel = builder.block({ part: 'precompile', format: 'snoopcompile-parcel', title: 'parcel: Base', times: 'inclusive' })
    builder.add('precompile', { frame: builder.frame({ signature: 'println(::Int64)' }), time: 5, kind: 'parcel', block: parcel })
    const profile = builder.finish()
    expect(statementsHeadline(profile, everyRow(profile))).toBe('1 instance was named for precompilation')
    expect(sumByModule(profile, everyRow(profile))).toMatchObject([{ module: 'Base', statements: 1, time: 5 }])
  })
  it('are filtered by mark and module', () => {
    const profile = trace()
    expect([...statementRows(profile, everyRow(profile), { recompiled: true })]).toEqual([2, 4])
    expect([...statementRows(profile, everyRow(profile), { recompiled: true, module: 'A' })]).toEqual([4])
  })
  it('have no sum of times by module where they contain one another', () => {
    const profile = trace()
    expect(sumByModule(profile, everyRow(profile)).map(({ module, statements, recompiled, time }) => [module, statements, recompiled, time])).toEqual([
      ['A', 2, 1, Number.NaN], ['Base', 2, 1, Number.NaN], ['Main', 1, 0, Number.NaN],
    ])
  })
  it('have one where they are roots, beside what SnoopCompile says is saved', () => {
    const builder = new ProfileBuilder()
    const file = builder.block({ part: 'precompile', format: 'snoopcompile-write', title: 'file', times: 'inclusive' })
    const report = builder.block({ part: 'precompile', format: 'snoopcompile-write', title: 'report', shape: 'grouped', times: 'inclusive' })
    for (const time of [3, 4]) builder.add('precompile', { statement: `precompile(Tuple{typeof(A.f${time})})`, frame: builder.frame({ signature: `Tuple{typeof(A.f${time})}` }), time, kind: 'directive', block: file })
    builder.add('precompile', { frame: builder.frame({ signature: 'A', name: 'A', module: 'A', kind: 'frame' }), time: 7, outOf: 10, kind: 'parcel', block: report })
    const profile = builder.finish()
    expect(sumByModule(profile, everyRow(profile))).toEqual([{ module: 'A', statements: 2, recompiled: 0, time: 7, saved: 7, outOf: 10, rows: [0, 1, 2] }])
    expect([...statementRows(profile, everyRow(profile), { recompiled: false })]).toEqual([0, 1])
  })
})

describe('builds', () => {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'builds', format: 'pkg-precompile', title: 'builds', times: 'exclusive' })
  builder.add('builds', { name: 'Adapt', time: 1200, status: 'done', block })
  builder.add('builds', { name: 'GPUArrays', status: 'failed', block })
  builder.add('builds', { name: 'StaticArrays', time: 9800, include: 6100, dependencies: 1000, compile: 3900, image: 3200, status: 'done', block })
  const profile = builder.finish()

  it('are told in a sentence', () => {
    expect(buildsHeadline(profile, Int32Array.of(0, 1, 2))).toBe('3 packages were precompiled, 1 of them failed, the longest 9.80 µs for StaticArrays')
  })
  it('are drawn as far as Pkg says what they went to', () => {
    expect(stretchesOf(profile, 0)).toEqual([{ id: 'compile', time: 1200 }])
    expect(stretchesOf(profile, 1)).toEqual([])
    expect(stretchesOf(profile, 2)).toEqual([
      { id: 'load', time: 1000 }, { id: 'compile', time: 3900 }, { id: 'run', time: 1200 }, { id: 'codegen', time: 3200 }, { id: 'unaccounted', time: 500 },
    ])
  })
})

describe('what is not in a cache', () => {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'unsaved', format: 'simulation', title: 'Lost', shape: 'list', times: 'none' })
  for (const [name, signature, reason] of [['A', 'f(::Int64)', 'not owned'], ['A', 'g(::Int64)', 'not owned'], ['B', 'f(::Float64)', 'runtime dispatch']] as const) {
    builder.add('unsaved', { package: name, frame: builder.frame({ signature }), lost: 'code', reason, block })
  }
  const profile = builder.finish()
  const rows = Int32Array.of(0, 1, 2)

  it('says how much and why most of it', () => {
    expect(unsavedHeadline(profile, rows)).toBe('3 instances were compiled for 2 packages and not kept; 2 of them because not owned')
  })

  it('is kept by package and by reason', () => {
    expect(unsavedChoices(profile, 'reason', rows)).toEqual([{ module: 'not owned', count: 2 }, { module: 'runtime dispatch', count: 1 }])
    expect([...unsavedRows(profile, rows, { package: 'A', reason: undefined })]).toEqual([0, 1])
    expect([...unsavedRows(profile, rows, { package: 'A', reason: 'runtime dispatch' })]).toEqual([])
  })

  it('is summed up by reason', () => {
    expect(summarize(profile).parts.unsaved?.top.map(({ name, count }) => [name, count])).toEqual([['not owned', 2], ['runtime dispatch', 1]])
  })
})

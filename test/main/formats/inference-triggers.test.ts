import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inferenceTriggers } from '../../../src/main/formats/inference-triggers'
import { SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/formats/inference-triggers/${name}`, import.meta.url), 'utf8')
const read = (text: string) => importText(text, [inferenceTriggers])

function rows(profile: Profile) {
  const { frames, triggers } = profile
  const signature = (frame: number | undefined) => textAt(profile, frames.signature[frame ?? -1])
  return Array.from(triggers.callee, (callee, row) => ({
    callee: signature(callee),
    relation: SCHEMA.triggers.relation.oneOf[triggers.relation[row] ?? 0],
    caller: signature(triggers.caller[row]),
    site: `${textAt(profile, triggers.siteName[row])} ${textAt(profile, triggers.siteFile[row])}:${triggers.siteLine[row]}`,
  }))
}

describe('lists of triggers', () => {
  it('reads what was recorded', () => {
    const profile = read(fixture('optimizeme-inference_triggers_all.txt'))
    expect(profile.triggers.length).toBe(37)
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks).toMatchObject([{ part: 'triggers', shape: 'list', notes: [] }])
    const [top, inlined] = rows(profile)
    expect(top).toEqual({ callee: 'Main.OptimizeMe.main()', relation: 'specialization', caller: 'eval(::Module, ::Any)', site: 'eval ./boot.jl:385' })
    expect(inlined).toMatchObject({ relation: 'inlined', caller: 'Main.OptimizeMe.lotsa_containers()', site: 'copy ./broadcast.jl:943' })
    // The line of the inlined call is kept with the caller.
    expect(profile.frames.line[profile.triggers.caller[1] ?? -1]).toBe(15)
  })

  it('reads each relation, Windows paths, the prefix of 2.0 to 2.6 and wrapped lines', () => {
    const profile = read(
      [
        'julia> itrigs = inference_triggers(tinf)',
        '5-element Vector{InferenceTrigger}:',
        ' Inference triggered to call MethodInstance for double(::UInt8) from calldouble1 (C:\\Users (x86)\\me\\a.jl:762) inlined into MethodInstance for calldouble2(::Vector{Vector{Any}}) (/pathto/b.jl:763)',
        ' Inference triggered to call (::F.var"#jac!##kw")(::NamedTuple{(:dir,), Tuple{Bool}}, ::Matrix{Float64}) from forward! (C:\\dev\\d.jl:89) with specialization O.',
        '   forward!(::Matrix{Float64}, ::ODEFunction{true,',
        'typeof(lorenz)})``````',
        ' Inference triggered to call f(::Int64) called from toplevel',
        ' Inference triggered to call g(::Int64) from top-level scope (REPL[3]:1) called from toplevel code CodeInfo(...)',
        ' Inference triggered to call h(::Int64) from #55 (/usr/REPL.jl:273)',
        'after',
      ].join('\n'),
    )
    expect(rows(profile)).toEqual([
      { callee: 'double(::UInt8)', relation: 'inlined', caller: 'calldouble2(::Vector{Vector{Any}})', site: 'calldouble1 C:\\Users (x86)\\me\\a.jl:762' },
      {
        callee: '(::F.var"#jac!##kw")(::NamedTuple{(:dir,), Tuple{Bool}}, ::Matrix{Float64})',
        relation: 'specialization',
        caller: 'O.',
        site: 'forward! C:\\dev\\d.jl:89',
      },
      { callee: 'f(::Int64)', relation: 'toplevel', caller: '', site: ' :-1' },
      { callee: 'g(::Int64)', relation: 'toplevel', caller: '', site: 'top-level scope REPL[3]:1' },
      { callee: 'h(::Int64)', relation: 'unknown', caller: '', site: '#55 /usr/REPL.jl:273' },
    ])
    // A line that was broken outside of brackets ends its entry; nothing of it is lost.
    expect(Array.from(profile.unparsed.line)).toEqual([5, 6, 10])
  })

  it('joins a caller that goes over several lines', () => {
    const profile = read(
      ['Inference triggered to call f(::A) from g (x.jl:1) with specialization O.g(::ODEFunction{true,', 'typeof(lorenz)}, ::Val{:forward}(),', 'Float64)'].join('\n'),
    )
    expect(rows(profile)[0]?.caller).toBe('O.g(::ODEFunction{true, typeof(lorenz)}, ::Val{:forward}(), Float64)')
    expect(profile.unparsed.length).toBe(0)
  })
})

describe('groups', () => {
  it('reads triggers by method', () => {
    const profile = read(fixture('optimizeme-triggers_by_method.txt'))
    expect(profile.triggers.length).toBe(9)
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks).toMatchObject([{ shape: 'grouped', title: 'Inference triggers by method' }])
    expect(rows(profile)[0]?.caller).toBe('(::Main.OptimizeMe.var"#1#2")(x)')
    expect(Array.from(profile.triggers.callees)).toEqual([1, 1, 1, 1, 2, 3, 8, 9, 10])
    expect(Array.from(profile.triggers.callers)).toEqual([1, 1, 1, 1, 1, 1, 2, 1, 1])
    const frame = profile.triggers.caller[1] ?? -1
    expect(textAt(profile, profile.frames.file[frame])).toBe('multimedia.jl')
    expect(profile.frames.line[frame]).toBe(254)
  })

  it('reads triggers by location', () => {
    const profile = read(fixture('optimizeme-triggers_by_location.txt'))
    expect(profile.triggers.length).toBe(15)
    expect(profile.unparsed.length).toBe(0)
    expect(rows(profile).at(-1)?.site).toBe('#sprint#501 ./strings/io.jl:112')
    expect(profile.triggers.callees.at(-1)).toBe(8)
    expect(profile.triggers.callers.at(-1)).toBe(2)
  })

  it('tells them apart by their rows and by their headers', () => {
    const profile = read(
      [
        '1-element Vector{SnoopCompile.TaggedTriggers{Method}}:',
        ' vect(X...) in Base at array.jl:125 (1 callees from 1 callers)',
        '1-element Vector{SnoopCompile.LocationTriggers}:',
        '    calldouble1 at /pathto/x.jl:762 (2 callees from 1 callers)',
      ].join('\n'),
    )
    expect(profile.blocks.map((block) => block.title)).toEqual(['Inference triggers by method', 'Inference triggers by location'])
    expect(profile.unparsed.length).toBe(0)
  })
})

describe('trigger_tree', () => {
  it('reads what was recorded', () => {
    const profile = read(fixture('optimizeme-trigger_tree.txt'))
    expect(profile.triggers.length).toBe(36)
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks).toMatchObject([{ shape: 'tree' }])
    const depth = (row: number): number => (row < 0 ? 0 : 1 + depth(profile.triggers.parent[row] ?? -1))
    const depths = Array.from(profile.triggers.parent, (_, row) => depth(row))
    expect([depths[0], Math.max(...depths)]).toEqual([1, 4])
    const sizeof = rows(profile).findIndex((row) => row.callee === 'sizeof(::Main.OptimizeMe.Container{Int64})')
    expect(rows(profile)[profile.triggers.parent[sizeof] ?? -1]?.callee).toBe('show(::IOContext{IOBuffer}, ::Any)')
  })

  it('reads a subtree only where a trigger was asked for: backedges print in the same way', () => {
    const tree = ['double(::Float64)', '└─ calldouble(::Vector{Float64})', '   └─ calldouble2(::Vector{Float64})'].join('\n')
    expect(read(`julia> print_tree(mi)\n${tree}`).triggers.length).toBe(0)
    expect(Array.from(read(`julia> print_tree(trigger_tree(itrigs).children[1])\n${tree}`).triggers.parent)).toEqual([-1, 0, 1])
  })

  it('reads single nodes', () => {
    const profile = read('TriggerNode for root with 13 direct children\nTriggerNode for MethodInstance for f(::Int64) with 0 direct children')
    expect(profile.blocks.map((block) => block.notes)).toEqual([['Only the node itself was printed, not its 13 direct children.'], []])
    expect(rows(profile).map((row) => row.callee)).toEqual(['f(::Int64)'])
  })
})

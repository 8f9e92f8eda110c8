import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { accumulateBySource } from '../../../src/main/formats/accumulate-by-source'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'

const read = (text: string) => importText(text, [accumulateBySource])
function rows(profile: Profile) {
  const { frames, inference } = profile
  return Array.from(inference.frame, (frame, row) => [
    inference.exclusive[row],
    textAt(profile, frames.name[frame]),
    textAt(profile, frames.module[frame]),
    textAt(profile, frames.file[frame]),
    frames.line[frame],
  ])
}

describe('accumulate_by_source', () => {
  it('reads what was recorded', () => {
    const profile = read(readFileSync(new URL('../../fixtures/formats/accumulate-by-source/tiny.txt', import.meta.url), 'utf8'))
    expect(profile.inference.length).toBe(134)
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks).toMatchObject([{ part: 'inference', shape: 'grouped', times: 'exclusive' }])
    expect(profile.inference.inclusive.every(Number.isNaN)).toBe(true)
    const [time = 0, ...root] = rows(profile).at(-1) ?? []
    expect(root).toEqual(['ROOT', 'Core.Compiler.Timings', 'compiler/typeinfer.jl', 79])
    expect(time).toBeCloseTo(155_722_969, 3)
    // Every method is there once, so that the times add up to ROOT's inclusive time in counts.json.
    expect(profile.inference.exclusive.reduce((sum, each) => sum + each, 0)).toBeCloseTo(201_255_983, 0)
  })

  it('reads methods of older Julia versions, Windows paths and a header', () => {
    const profile = read(
      [
        'julia> accumulate_by_source(flatten(tinf))',
        '4-element Vector{Tuple{Float64, Union{Method, Core.MethodInstance}}}:',
        ' (4.8e-7, vect(X...) in Base at array.jl:125)',
        ' (0.25, f(x::T) where T in Main at C:\\Users\\me\\my code\\x.jl:7)',
        ' (0.5, MethodInstance for top-level scope)',
        ' (1.0, (::Main.OptimizeMe.var"#1#2")(x) @ Main.OptimizeMe /pathto/OptimizeMe.jl:29)',
        '(1.0, 2.0)',
      ].join('\n'),
    )
    expect(rows(profile)).toEqual([
      [480, 'vect', 'Base', 'array.jl', 125],
      [250_000_000, 'f', 'Main', 'C:\\Users\\me\\my code\\x.jl', 7],
      [500_000_000, 'top-level scope', '', '', -1],
      [1_000_000_000, 'var"#1#2"', 'Main.OptimizeMe', '/pathto/OptimizeMe.jl', 29],
    ])
    expect(profile.blocks[0]?.notes).toEqual([])
    expect(Array.from(profile.unparsed.line)).toEqual([7])
  })

  it('takes rows of method instances alone for entries into inference', () => {
    const profile = read(
      [
        'julia> inf_timing = @snoopi sum(a)',
        '1-element Array{Tuple{Float64,Core.MethodInstance},1}:',
        ' (0.011293888092041016, MethodInstance for sum(::Array{Float16,1}))',
      ].join('\n'),
    )
    expect(profile.blocks).toMatchObject([{ shape: 'list', times: 'inclusive', title: 'Inference time by entry', provenance: { tool: '@snoopi' } }])
    expect(profile.inference.inclusive[0]).toBeCloseTo(11_293_888.092, 2)
    expect(profile.inference.exclusive[0]).toBeNaN()
    expect(profile.unparsed.length).toBe(0)
  })

  it('takes no other tuples', () => {
    expect(read('(1.5, "text")\n(3, f(x))\n(0.1, f(x) at file.jl:3)').inference.length).toBe(0)
  })
})

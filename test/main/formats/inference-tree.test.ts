import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inferenceTree } from '../../../src/main/formats/inference-tree'
import { Lines } from '../../../src/main/formats/lines'
import { readSession } from '../../../src/main/formats/session'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { CALL_FLAG } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/formats/inference-tree/${name}`, import.meta.url), 'utf8')
const read = (text: string) => importText(text, [inferenceTree])

/** Signatures, indented by depth, with their times in µs; `c` for constant propagation, `…` for children not printed. */
function outline({ inference, ...profile }: Profile): string[] {
  const depths: number[] = []
  return Array.from(inference.frame, (frame, row) => {
    const parent = inference.parent[row] ?? -1
    depths.push(parent < 0 ? 0 : (depths[parent] ?? 0) + 1)
    const flags = inference.flags[row] ?? 0
    const marks = `${flags & CALL_FLAG.constProp ? ' c' : ''}${flags & CALL_FLAG.cut ? ' …' : ''}`
    const times = [inference.exclusive[row], inference.inclusive[row]].map((time) => Math.round((time ?? 0) / 1e3)).join('/')
    return `${'  '.repeat(depths[row] ?? 0)}${textAt(profile, profile.frames.signature[frame])} ${times}${marks}`
  })
}
const notes = (profile: Profile) => profile.blocks.flatMap((block) => block.notes)

const FLATTEN_DEMO = [
  'Core.Compiler.Timings.ROOT() 3694/4332',
  '  SnoopCompile.FlattenDemo.packintype(::Int64) 180/638',
  '    SnoopCompile.FlattenDemo.MyType{Int64}(::Int64) 134/134',
  '    SnoopCompile.FlattenDemo.dostuff(::SnoopCompile.FlattenDemo.MyType{Int64}) 65/324',
  '      SnoopCompile.FlattenDemo.extract(::SnoopCompile.FlattenDemo.MyType{Int64}) 89/143',
  '        getproperty(::SnoopCompile.FlattenDemo.MyType{Int64}, ::Symbol) 39/39',
  '        getproperty(::SnoopCompile.FlattenDemo.MyType{Int64}, x::Symbol) 15/15 c',
  '      SnoopCompile.FlattenDemo.domath(::Int64) 115/115',
]

describe('print_tree', () => {
  it('keeps depth, times and constants', () => {
    const profile = read(fixture('flattendemo.txt'))
    expect(outline(profile)).toEqual(FLATTEN_DEMO)
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks).toMatchObject([
      { part: 'inference', shape: 'tree', times: 'both', firstLine: 1, lastLine: 8, title: 'Inference tree of ROOT' },
    ])
    expect(profile.blocks[0]?.provenance).toEqual({
      kind: 'measured',
      tool: '@snoop_inference',
      julia: '1.6 to 1.11',
      error: 'rounded to 1 µs',
    })
    expect(notes(profile).at(-1)).toBe(
      'The exclusive times of 8 nodes add up to the inclusive time of ROOT within rounding (difference 1.00 µs).',
    )
    expect(profile.inference.start.every(Number.isNaN)).toBe(true)
  })

  it('agrees with the numbers that were recorded beside the text', () => {
    const profile = read(fixture('tiny.txt'))
    const recorded = JSON.parse(fixture('tiny-nodes.json')) as Record<'parent' | 'children' | 'constprop' | 'exclusive' | 'inclusive', number[]>
    const { inference } = profile
    expect(Array.from(inference.parent)).toEqual(recorded.parent.map((row) => Math.max(-1, row)))
    expect(Array.from(inference.children)).toEqual(recorded.children)
    expect(Array.from(inference.flags, (flags) => flags & CALL_FLAG.constProp)).toEqual(recorded.constprop)
    for (const column of ['exclusive', 'inclusive'] as const) {
      inference[column].forEach((time, row) => expect(Math.abs(time - (recorded[column][row] ?? 0) * 1e9)).toBeLessThanOrEqual(500.001))
    }
  })

  it('finds depth again where a page dropped or collapsed spaces', () => {
    const whole = fixture('flattendemo.txt')
    expect(outline(read(whole.replace(/^ +/gm, '')))).toEqual(FLATTEN_DEMO)
    expect(outline(read(whole.replace(/ +(?=[│├└])/g, ' ')))).toEqual(FLATTEN_DEMO)
    expect(outline(read(whole.replace(/^/gm, '    ')))).toEqual(FLATTEN_DEMO)
    expect(outline(read(whole.replace(/(?<=[│─] *) (?= *[│├└I])/g, '\u00a0')))).toEqual(FLATTEN_DEMO)
    const tiny = fixture('tiny.txt')
    const parents = Array.from(read(tiny).inference.parent)
    expect(Array.from(read(tiny.replace(/^ +/gm, '')).inference.parent)).toEqual(parents)
  })

  it('reads the ASCII branches of AbstractTrees', () => {
    const ascii = fixture('flattendemo.txt').replace(/^[^I]*/gm, (drawn) =>
      drawn.replaceAll('├─ ', '+-- ').replaceAll('└─ ', '\\-- ').replaceAll('│  ', '|   ').replaceAll('   ', '    ').replaceAll('|    ', '|   '),
    )
    expect(ascii).toContain('|   \\-- Inf')
    expect(outline(read(ascii))).toEqual(FLATTEN_DEMO)
  })

  it('marks what the tool cut', () => {
    const profile = read(
      [
        'InferenceTimingNode: 1.000000/1.000600 on Core.Compiler.Timings.ROOT() with 2 direct children',
        '├─ InferenceTimingNode: 0.000100/0.000300 on M.a(::Int64) with 2 direct children',
        '│  ⋮',
        '│  ',
        '└─ InferenceTimingNode: 0.000300/0.000300 on M.b(::Int64) with 0 direct children',
        '   ⋮',
        '   ',
        'next',
      ].join('\n'),
    )
    expect(outline(profile)).toEqual(['Core.Compiler.Timings.ROOT() 1000000/1000600', '  M.a(::Int64) 100/300 …', '  M.b(::Int64) 300/300'])
    expect(notes(profile)).toContain('2 children of 1 node were not printed: the tool cut the tree at a depth.')
    expect(notes(profile).at(-1)).toBe(
      'The exclusive times of 3 nodes add up to the inclusive time of ROOT only within 200 µs, more than rounding explains: not all of the tree was printed.',
    )
    expect(Array.from(profile.unparsed.line)).toEqual([8])
  })

  it('keeps a value that prints over several lines in its node', () => {
    const profile = read(
      [
        'InferenceTimingNode: 0.000400/0.001000 on M.f() with 2 direct children',
        '├─ InferenceTimingNode: 0.000039/0.000100 on split(::SubString{String}, ',
        '│  ::Char) with 1 direct children',
        '│  └─ InferenceTimingNode: 0.000061/0.000061 on getproperty(# 2 methods for callable object:',
        '│       [1] (c::Crayon)(args...)',
        '│          @ crayon_wrapper.jl:6',
        '│       [2] (g::Stub)(world::UInt64)::Core.MethodTable, mt::Symbol) with 0 direct children',
        '└─ InferenceTimingNode: 0.000500/0.000500 on M._sort!(Sort.Small{10}(',
        '       Sort.Insertion()),',
        '   ::Int64) with 0 direct children',
      ].join('\n'),
    )
    expect(outline(profile)).toEqual([
      'M.f() 400/1000',
      '  split(::SubString{String}, \n::Char) 39/100 c',
      '    getproperty(# 2 methods for callable object:\n[1] (c::Crayon)(args...)\n@ crayon_wrapper.jl:6\n[2] (g::Stub)(world::UInt64)::Core.MethodTable, mt::Symbol) 61/61 c',
      '  M._sort!(Sort.Small{10}(\nSort.Insertion()),\n::Int64) 500/500 c',
    ])
    expect(profile.unparsed.length).toBe(0)
  })

  it('joins nodes that were wrapped', () => {
    const profile = read(
      ['InferenceTimingNode: 0.000001/0.000002 on M.f(::Base.Generator{_A} where', '_A, ::Any) with 3', 'direct children'].join('\n'),
    )
    expect(outline(profile)).toEqual(['M.f(::Base.Generator{_A} where _A, ::Any) 1/2 …'])
  })

  it('imports a large tree', () => {
    const lines = ['InferenceTimingNode: 1.000000/1.300000 on Core.Compiler.Timings.ROOT() with 1000 direct children']
    for (let outer = 0; outer < 1000; outer++) {
      const last = outer === 999
      lines.push(`${last ? '└─' : '├─'} InferenceTimingNode: 0.000200/0.000300 on M.f${outer}(::Vector{Int64}, x::Symbol) with 100 direct children`)
      for (let inner = 0; inner < 100; inner++) {
        lines.push(
          `${last ? '   ' : '│  '}${inner === 99 ? '└─' : '├─'} InferenceTimingNode: 0.000001/0.000001 on Base.g${outer}_${inner}(::Type{Union{Int64, Float64}}) with 0 direct children`,
        )
      }
    }
    const text = lines.join('\n')
    const builder = new ProfileBuilder()
    readSession(new Lines(text), [inferenceTree], builder, -1)
    const profile = builder.finish()
    expect(profile.inference.length).toBe(101_001)
    expect(notes(profile).at(-1)).toContain('within rounding (difference 0 s)')
  })
})

describe('InferenceTimingNode lines', () => {
  it('reads single nodes with the comments that tell them apart', () => {
    const profile = read(
      [
        '``````#First',
        'InferenceTimingNode: 1.849625/14.538148 on Core.Compiler.Timings.ROOT() with 32 direct children',
        '',
        '#Second',
        'InferenceTimingNode: 1.531660/4.170409 on Core.Compiler.Timings.ROOT() with 12 direct children``````',
        '',
        'while after invalidations were handled',
      ].join('\n'),
    )
    expect(outline(profile)).toEqual([
      'Core.Compiler.Timings.ROOT() 1849625/14538148 …',
      'Core.Compiler.Timings.ROOT() 1531660/4170409 …',
    ])
    expect(Array.from(profile.inference.children)).toEqual([32, 12])
    expect(profile.blocks.map((block) => [block.title, block.firstLine, block.lastLine])).toEqual([
      ['First: Inference time of ROOT', 1, 2],
      ['Second: Inference time of ROOT', 4, 5],
    ])
    expect(profile.blocks[0]?.notes[0]).toBe('Only the node itself was printed, not its 32 direct children.')
    expect(Array.from(profile.unparsed.line)).toEqual([7])
  })

  it('reads what @show prints, full Float64 numbers and the prefix of SnoopCompile 2.0 to 2.6', () => {
    const profile = read('tinf = InferenceTimingNode: 0.00932195/0.010080857 on InferenceFrameInfo for Core.Compiler.Timings.ROOT() with 1 direct children')
    expect(outline(profile)).toEqual(['Core.Compiler.Timings.ROOT() 9322/10081 …'])
    expect(profile.inference.exclusive[0]).toBe(9321950)
    expect(profile.blocks[0]?.provenance).toMatchObject({ tool: '@snoopi_deep', error: '' })
  })

  it('reads a vector of nodes as a list, and checks its count', () => {
    const nodes = (count: number) =>
      [
        'julia> tinf.children',
        `${count}-element Vector{SnoopCompileCore.InferenceTimingNode}:`,
        ' InferenceTimingNode: 0.000100/0.000300 on M.a(::Int64) with 2 direct children',
        ' InferenceTimingNode: 0.000300/0.000300 on M.b(::Int64) with 0 direct children',
      ].join('\n')
    const profile = read(nodes(2))
    expect(outline(profile)).toEqual(['M.a(::Int64) 100/300 …', 'M.b(::Int64) 300/300'])
    expect(profile.blocks).toMatchObject([{ shape: 'list', command: 'tinf.children' }])
    expect(notes(read(nodes(3)))).toContain('The header announces 3 nodes, 2 follow.')
    const elided = read(nodes(586).replace(' InferenceTimingNode: 0.000300', ' ⋮\n InferenceTimingNode: 0.000300'))
    expect(notes(elided)).toContain('The header announces 586 nodes, 2 follow: the middle was left out to fit the screen.')
    expect(elided.unparsed.length).toBe(0)
  })

  it('is not taken in by prose and by other lines that mention a node', () => {
    const profile = read('The line InferenceTimingNode: 1.0/2.0 on f() with 1 direct children says\n1: f() blocked InferenceTimingNode: 1.0/2.0 on f() with 1 direct children')
    expect(profile.inference.length).toBe(0)
    expect(profile.unparsed.length).toBe(2)
  })
})

describe('SnoopCompile 3.2', () => {
  const tree = [
    'InferenceTimingNode: 0.000010/0.002443 on MethodInstance for Base.Compiler.Timings.ROOT() with 1 direct children',
    '└─ InferenceTimingNode: 0.001744/0.002433 on MethodInstance for M.packintype(::Int64) with 2 direct children',
    '   ├─ InferenceTimingNode: 0.000067/0.000070 on MethodInstance for MyType{Int64}(::Int64) with 0 direct children',
    '   └─ InferenceTimingNode: 0.000140/0.000415 on MethodInstance for M.dostuff(::MyType{Int64}) with 0 direct children',
  ]

  it('adds inclusive times up again, because they count nested time twice', () => {
    const profile = read(tree.join('\n'))
    expect(outline(profile)).toEqual([
      'Base.Compiler.Timings.ROOT() 10/1961',
      '  M.packintype(::Int64) 1744/1951',
      '    MyType{Int64}(::Int64) 67/67',
      '    M.dostuff(::MyType{Int64}) 140/140',
    ])
    expect(profile.blocks[0]?.provenance).toMatchObject({ julia: '1.12 or later', error: 'Float16: about 3 digits, rounded to 1 µs' })
    expect(notes(profile).at(-1)).toContain('ROOT: printed 0.002443 s, recomputed 0.001961 s')
  })

  it('leaves them as printed where the tree is not whole', () => {
    const profile = read(tree.slice(0, 3).join('\n'))
    expect(profile.inference.inclusive[0]).toBe(2443000)
    expect(notes(profile).at(-1)).toContain('shown as printed')
  })

  it('knows it by ROOT alone', () => {
    const profile = read(tree.join('\n').replaceAll('MethodInstance for ', ''))
    expect(profile.inference.inclusive[0]).toBe(1961000)
  })
})

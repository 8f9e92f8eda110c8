/** What a profile tells of one method instance, from what several tools printed of the same session. */
import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { frameOfSignature, heaviestInstances, instanceFacts } from '../../../src/shared/profile/instance-facts'
import { SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'

/** ROOT, below it `f` that calls itself and `g`, and `g` by itself, twice. */
function session(): Profile {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'inference', format: 'inference-tree', title: 'tree', shape: 'tree' })
  const frame = (signature: string): number => builder.frame({ signature, kind: 'instance' })
  const add = (parent: number, signature: string, exclusive: number, inclusive: number): number =>
    builder.add('inference', { parent, frame: frame(signature), exclusive, inclusive, block })
  const root = builder.add('inference', { frame: builder.frame({ signature: 'Core.Compiler.Timings.ROOT()', kind: 'instance', module: 'Core.Compiler.Timings' }), exclusive: 1000, inclusive: 1100, block })
  const f = add(root, 'f(::Vector{Int64})', 10, 60)
  const inner = add(f, 'f(::Array{Int64, 1})', 5, 25)
  add(inner, 'g(::Int64)', 20, 20)
  add(f, 'g(::Int64)', 25, 25)
  add(root, 'g(::Int64)', 7, 7)
  add(root, 'g(::Int64)', 8, 8)
  const triggers = builder.block({ part: 'triggers', format: 'inference-triggers', title: 'triggers' })
  builder.add('triggers', { callee: frame('h(::Int64)'), caller: frame('g(::Int64)'), siteFile: 'g.jl', siteLine: 3, block: triggers })
  builder.add('triggers', { callee: frame('Main.g(::Int64)'), caller: frame('main()'), siteFile: 'main.jl', siteLine: 9, block: triggers })
  const trees = builder.block({ part: 'invalidations', format: 'invalidation-trees', title: 'trees', shape: 'tree' })
  const cause = builder.add('invalidations', { kind: 'cause', frame: builder.frame({ signature: 'k(::Int)', kind: 'method' }), block: trees })
  const first = builder.add('invalidations', { kind: 'backedges', parent: cause, frame: frame('g(::Int64)'), block: trees })
  builder.add('invalidations', { kind: 'node', parent: first, frame: frame('f(::Vector{Int64})'), block: trees })
  const unsaved = builder.block({ part: 'unsaved', format: 'simulated', title: 'unsaved' })
  builder.add('unsaved', { package: 'P', frame: frame('g(::Int64)'), lost: 'code', reason: 'its method belongs to Base', block: unsaved })
  const native = builder.block({ part: 'codegen', format: 'llvm', title: 'codegen' })
  builder.add('codegen', { frame: frame('g(::Int64)'), time: 3, block: native })
  return builder.finish()
}

describe('instanceFacts', () => {
  const profile = session()
  const text = (frame: number | undefined): string => textAt(profile, profile.frames.signature[frame ?? -1])
  const factsOf = (signature: string) => instanceFacts(profile, frameOfSignature(profile, signature))

  it('adds up times, those of recursion once', () => {
    const f = factsOf('f(::Vector{Int64})')
    expect([[...f.inferred], f.exclusive, f.inclusive, f.codegen]).toEqual([[1, 2], 15, 60, Number.NaN])
    const g = factsOf('g(::Int64)')
    expect([[...g.inferred], g.exclusive, g.inclusive, g.codegen]).toEqual([[3, 4, 5, 6], 60, 60, 3])
  })

  it('finds every way that led to it, with the call that began it', () => {
    const { chains } = factsOf('g(::Int64)')
    expect(chains.map(({ rows, times, trigger }) => [rows.map((row) => text(profile.inference.frame[row])), times, trigger])).toEqual([
      [['g(::Int64)'], 2, 1],
      [['f(::Vector{Int64})', 'f(::Array{Int64, 1})', 'g(::Int64)'], 1, -1],
      [['f(::Vector{Int64})', 'g(::Int64)'], 1, -1],
    ])
  })

  it('knows its neighbours as recorded, ROOT not among them', () => {
    const near = (of: 'callers' | 'callees', signature: string) => factsOf(signature)[of].map(({ frame, times, inclusive }) => [text(frame), times, inclusive])
    expect(near('callers', 'g(::Int64)')).toEqual([['f(::Vector{Int64})', 1, 25], ['f(::Array{Int64, 1})', 1, 20]])
    expect(near('callees', 'f(::Vector{Int64})')).toEqual([['g(::Int64)', 2, 45], ['f(::Array{Int64, 1})', 1, 25]])
  })

  it('tells what ended its code, and why it is in no cache', () => {
    const f = factsOf('f(::Vector{Int64})')
    expect(f.invalidated.map((path) => path.map((row) => text(profile.invalidations.frame[row])))).toEqual([['k(::Int)', 'g(::Int64)', 'f(::Vector{Int64})']])
    expect(factsOf('g(::Int64)').kept.map(({ part, rows }) => [part, [...rows]])).toEqual([['unsaved', [0]]])
  })
})

describe('frameOfSignature', () => {
  it('reads any notation, and finds no other types', () => {
    const profile = session()
    const same = frameOfSignature(profile, 'f(::Vector{Int64})')
    expect(same).toBeGreaterThanOrEqual(0)
    expect(SCHEMA.frames.kind.oneOf[profile.frames.kind[same] ?? 0]).toBe('instance')
    expect(frameOfSignature(profile, 'Tuple{typeof(Main.f), Array{Int64, 1}}')).toBe(same)
    expect([frameOfSignature(profile, 'f(::Vector{Float64})'), frameOfSignature(profile, 'nowhere()')]).toEqual([-1, -1])
  })
})

describe('heaviestInstances', () => {
  it('sorts by time of their own', () => {
    const profile = session()
    expect(heaviestInstances(profile, 2).map(({ frame, nanoseconds }) => [textAt(profile, profile.frames.signature[frame]), nanoseconds])).toEqual([
      ['g(::Int64)', 60], ['f(::Vector{Int64})', 10],
    ])
  })

  it('are those of images where nothing was inferred', () => {
    const builder = new ProfileBuilder()
    const block = builder.block({ part: 'images', format: 'simulated', title: 'images' })
    const image = builder.add('images', { name: 'P', kind: 'pkgimage', block })
    const method = builder.add('imageItems', { image, frame: builder.frame({ signature: 'f(::Any)', kind: 'method' }), block })
    builder.add('imageItems', { image, parent: method, frame: builder.frame({ signature: 'f(::Int64)', kind: 'instance' }), native: 10, block })
    builder.add('imageItems', { image, parent: method, frame: builder.frame({ signature: 'f(::Bool)', kind: 'instance' }), native: 30, inferred: 5, block })
    const profile = builder.finish()
    expect(heaviestInstances(profile, 9).map(({ frame, nanoseconds }) => [textAt(profile, profile.frames.signature[frame]), nanoseconds])).toEqual([
      ['f(::Bool)', Number.NaN], ['f(::Int64)', Number.NaN],
    ])
  })
})

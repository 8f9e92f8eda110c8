import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import type { Occurrence } from '../../../src/shared/profile/links'
import { findFrame, findPackage, frameOfRow, packageOfRow } from '../../../src/shared/profile/links'
import type { Profile } from '../../../src/shared/profile/tables'

function show(found: readonly Occurrence[]): string[] {
  return found.map(({ part, by, rows }) => `${part} ${by} ${[...rows].join(',')}`)
}

function session(): Profile {
  const builder = new ProfileBuilder()
  const frame = (signature: string, module?: string): number => builder.frame({ signature, module })
  const method = builder.frame({ signature: 'map(f, A::AbstractArray) @ Base abstractarray.jl:3285', module: 'Base', kind: 'method' })
  builder.add('imports', { name: 'Static', kind: 'package' })
  builder.add('imports', { name: 'StaticExt', kind: 'extension', owner: 'Static' })
  builder.add('inference', { frame: frame('map(::Function, ::Vector{Int64})') })
  builder.add('inference', { frame: frame('map(::Function, ::Vector{Any})') })
  builder.add('inference', { frame: frame('Static.map(::Function, ::Vector{Int64})') })
  builder.add('inference', { frame: frame('Base.var"#sum#828"(::Colon, ::typeof(sum))') })
  builder.add('inference', { frame: method, exclusive: 1 })
  const self = frame('Base.map(::Function, ::Vector{Int64})')
  builder.add('triggers', { callee: self, caller: self })
  builder.add('precompile', { frame: frame('Tuple{typeof(Base.map), Function, Array{Int64, 1}}') })
  builder.add('precompile', { frame: frame('Tuple{typeof(Base.sum), Array{Int64, 1}}') })
  builder.add('stale', { frame: frame('Core.kwcall(::@NamedTuple{dims::Int64}, ::typeof(Base.sum), ::Any)') })
  return builder.finish()
}

describe('findFrame', () => {
  it('finds an instance in the words of other tools, and other instances of its function', () => {
    const profile = session()
    const found = show(findFrame(profile, frameOfRow(profile, 'precompile', 0)))
    expect(found).toEqual(['inference instance 0', 'inference method 1,4', 'triggers instance 0', 'precompile instance 0'])
  })

  it('finds the function behind keyword bodies and keyword calls', () => {
    const profile = session()
    const found = show(findFrame(profile, frameOfRow(profile, 'precompile', 1)))
    expect(found).toContain('inference method 3')
  })

  it('does not take a function of another module for the same', () => {
    const profile = session()
    const found = show(findFrame(profile, frameOfRow(profile, 'inference', 2)))
    // What is printed without a module may be either.
    expect(found).toEqual(['inference instance 0,2', 'inference method 1', 'imports package 0,1'])
  })

  it('has nothing to say about a frame that is not there', () => {
    expect(findFrame(session(), -1)).toEqual([])
  })
})

describe('packages', () => {
  it('meet in their imports, builds and methods', () => {
    const profile = session()
    expect(show(findPackage(profile, 'Static'))).toEqual(['imports package 0,1', 'inference package 2'])
    expect(packageOfRow(profile, 'imports', 1)).toBe('StaticExt')
    expect(packageOfRow(profile, 'inference', 2)).toBe('Static')
    expect(packageOfRow(profile, 'inference', 0)).toBe('')
  })
})

it('indexes many frames once', () => {
  const builder = new ProfileBuilder()
  for (let row = 0; row < 100_000; row++) builder.add('inference', { frame: builder.frame({ signature: `M.f${row % 5000}(::Val{${row}})` }) })
  const profile = builder.finish()
  for (let frame = 0; frame < 200; frame++) expect(findFrame(profile, frame).length).toBe(2)
})

/** What PkgCacheInspector prints of caches, within a session of the REPL: the short form of versions 1.0 to 1.2, and the long one of 1.3. */
import { describe, expect, it } from 'vitest'
import { importBytes } from '../../../../src/main/formats/open'
import { checkIntegrity } from '../../../../src/shared/profile/integrity'
import { imageText } from '../../../../src/shared/profile/image-text'
import { SCHEMA } from '../../../../src/shared/profile/schema'
import { type Profile, textAt } from '../../../../src/shared/profile/tables'

const SHORT = `julia> info_cachefile("Revise")
Contents of /Users/me/.julia/compiled/v1.10/Revise/M1Qoh_1DCqx.ji:
  modules: Any[Revise]
  init order: Any[Revise]
  115 external methods
  1701 new specializations of external methods (Base 81.5%, Base.Iterators 3.9%, Base.Broadcast 3.1%, ...)
  347 external methods with new roots
  12497 external targets
  9370 edges
  file size:   6899563 (6.580 MiB)
  Segment sizes (bytes):
  system:      3304304 ( 55.69%)
  isbits:      2304751 ( 38.84%)
  symbols:       26597 (  0.45%)
  tags:          45520 (  0.77%)
  relocations:  252605 (  4.26%)
  gvars:             0 (  0.00%)
  fptrs:             0 (  0.00%)


julia> info_cachefile("Pkg")
Contents of /Users/me/julia/compiled/v1.12/Pkg/tUTdb_myMUk.dylib:
  modules: Any[Pkg.MiniProgressBars, Pkg.GitTools, Pkg]
  529 external methods
  file size:   47139456 (44.956 MiB)
  Segment sizes (bytes):
    system:      19914892 ( 47.10%)
    isbits:      19778248 ( 46.78%)
    symbols:        80497 (  0.19%)
    tags:          336949 (  0.80%)
    relocations:  2082887 (  4.93%)
    gvars:          41200 (  0.10%)
    fptrs:          44632 (  0.11%)
  Image targets:${' '}
    generic; flags=0; features_en=()

julia> @time f()
  0.012345 seconds (12 allocations: 1.2 KiB)
`

const LONG = `Contents of /home/me/.julia/compiled/v1.13/PkgB/a1_b2.so:
  modules: [Inner, PkgB]
  init order: Any[PkgB.Inner]
  4 internal methods (PkgB 3, Inner 1)
  Internal methods (4 total):
    PkgB: 3 methods
      f (2 methods)
        f(x::Int64) @ PkgB /home/me/PkgB/src/PkgB.jl:3
        f(x::String; k) @ PkgB ~/PkgB/src/PkgB.jl:4
      #1#2 (1 methods)
        (::PkgB.var"#1#2")(y) @ PkgB ~/PkgB/src/PkgB.jl:9
    Inner: 1 methods
      g (1 methods)
        g() @ PkgB.Inner ~/PkgB/src/inner.jl:1
  3 specializations of internal methods (PkgB 66.7%, Inner 33.3%)
  Internal method specializations (3 total):
    PkgB (2 specializations):
      [O2] PkgB.f(::Int64)
      [O0] PkgB.f(::String)
    Inner (1 specializations):
      [O0] PkgB.Inner.g()
  1 methods extending external functions
  1 new specializations of external methods (Base 100.0%)
  Methods extending external functions (1 total):
    Base (1 methods):
      show(io::IO, x::PkgB.T) @ PkgB ~/PkgB/src/PkgB.jl:12
  New specializations of external methods (1 total):
    Base (1 specializations):
      [O2] Base.map(::PkgB.var"#1#2", ::Vector{Int64})
  2 tier-promoted specializations (1 internal, 1 external; 50.0% of total)
  1 methods with new roots
  file size:   123456 (120.562 KiB)
  Segment sizes (bytes):
    system:      100 ( 50.00%)
    isbits:       50 ( 25.00%)
    symbols:      50 ( 25.00%)
    tags:          0 (  0.00%)
    relocations:   0 (  0.00%)
    gvars:         0 (  0.00%)
    fptrs:         0 (  0.00%)
  Image targets:
    generic; flags=0; features_en=(sse4.1 avx)
    haswell; flags=0; features_en=(avx2); clone 0
`

async function read(text: string): Promise<Profile> {
  const profile = await importBytes(new TextEncoder().encode(text), 'session.txt')
  expect(checkIntegrity(profile)).toEqual([])
  expect(profile.unparsed.length).toBe(0)
  return profile
}

function images({ images: rows, ...profile }: Profile): string[] {
  return Array.from({ length: rows.length }, (_, row) => [
    textAt(profile as Profile, rows.name[row]), SCHEMA.images.kind.oneOf[rows.kind[row] ?? 0], rows.bytes[row], textAt(profile as Profile, rows.path[row]),
  ].join(' '))
}

function facts(profile: Profile, image: number): string[] {
  const { imageFacts: rows } = profile
  return Array.from({ length: rows.length }, (_, row) => row).filter((row) => rows.image[row] === image).map((row) => {
    const bytes = rows.bytes[row] ?? Number.NaN
    return `${SCHEMA.imageFacts.topic.oneOf[rows.topic[row] ?? 0] ?? ''}: ${textAt(profile, rows.name[row])} ${Number.isNaN(bytes) ? textAt(profile, rows.value[row]) : bytes}`
  })
}

describe('the short form', () => {
  it('gives an image for each cache, with all its numbers, and ends where other output begins', async () => {
    const profile = await read(SHORT)
    expect(images(profile)).toEqual([
      'Revise cache 6899563 /Users/me/.julia/compiled/v1.10/Revise/M1Qoh_1DCqx.ji',
      'Pkg pkgimage 47139456 /Users/me/julia/compiled/v1.12/Pkg/tUTdb_myMUk.dylib',
    ])
    expect(facts(profile, 0)).toEqual([
      'contents: init order Revise', 'contents: external methods 115',
      'contents: new specializations of external methods 1701 (Base 81.5%, Base.Iterators 3.9%, Base.Broadcast 3.1%, ...)',
      'contents: external methods with new roots 347', 'contents: external targets 12497', 'contents: edges 9370',
      'segments: system 3304304', 'segments: isbits 2304751', 'segments: symbols 26597', 'segments: tags 45520', 'segments: relocations 252605', 'segments: gvars 0', 'segments: fptrs 0',
    ])
    expect(facts(profile, 1)).toContain('targets: target 0 generic; flags=0; features_en=()')
    expect(profile.timings.length).toBe(1)
    expect(profile.blocks.filter(({ part }) => part === 'images').map(({ command, provenance }) => [command, provenance.julia])).toEqual([
      ['info_cachefile("Revise")', '1.10'], ['info_cachefile("Pkg")', '1.12'],
    ])
  })
})

describe('the long form', () => {
  it('gives methods with their places, instances, and what extends others', async () => {
    const profile = await read(LONG)
    expect(images(profile)).toEqual(['PkgB pkgimage 123456 /home/me/.julia/compiled/v1.13/PkgB/a1_b2.so'])
    const { imageItems: { frame, length }, frames } = profile
    const items = Array.from({ length }, (_, row) => frame[row] ?? 0).map((at) => `${SCHEMA.frames.kind.oneOf[frames.kind[at] ?? 0] ?? ''} ${textAt(profile, frames.signature[at])} ${textAt(profile, frames.file[at])}:${frames.line[at] ?? -1}`)
    expect(items).toEqual([
      'method f(x::Int64) /home/me/PkgB/src/PkgB.jl:3', 'method f(x::String; k) ~/PkgB/src/PkgB.jl:4', 'method (::PkgB.var"#1#2")(y) ~/PkgB/src/PkgB.jl:9', 'method g() ~/PkgB/src/inner.jl:1',
      'method show(io::IO, x::PkgB.T) ~/PkgB/src/PkgB.jl:12',
      'instance PkgB.f(::Int64) :-1', 'instance PkgB.f(::String) :-1', 'instance PkgB.Inner.g() :-1', 'instance Base.map(::PkgB.var"#1#2", ::Vector{Int64}) :-1',
    ])
    expect(facts(profile, 0)).toContain('contents: tier-promoted specializations 2 (1 internal, 1 external; 50.0% of total)')
    expect(facts(profile, 0)).toContain('targets: target 1 haswell; flags=0; features_en=(avx2); clone 0')
  })

  it('is told with its methods and instances, and without sizes that nobody knows', async () => {
    const text = imageText(await read(LONG), 0, { width: 100, most: 5 })
    expect(text).toContain([
      'Contents by package',
      '         methods  instances',
      '  PkgB         5          2',
      '  Inner        0          1',
      '  Base         0          1',
      '  all          5          4',
    ].join('\n'))
  })

  it('is left alone where nothing of the tool follows the first line', async () => {
    await expect(importBytes(new TextEncoder().encode('Contents of my bag:\n  an apple\n'), 'bag.txt')).rejects.toThrow(/None of the output that is known/)
  })
})

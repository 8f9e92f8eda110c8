import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/shared/errors'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import type { Profile } from '../../../src/shared/profile/tables'
import { profileToText } from '../../../src/shared/profile/to-text'
import { importMerged } from '../../../src/main/formats/open'
import { ByteWriter, ImageError } from '../../../src/main/image/bytes'
import { openContainer, writeContainer } from '../../../src/main/image/container'
import { describeImage } from '../../../src/main/image/describe'
import { readIndex, writeIndex, type ImageIndex } from '../../../src/main/image/image-index'
import type { CacheHeader } from '../../../src/main/loader/cache/header'
import { crc32c } from '../../../src/main/loader/crc32c'

const UUID = '21a6a351-cdc4-4d0d-9b34-8f5e0dbc0a0b'
const BUILD = '00000000-0000-0001-0000-000000000002'

function table(records: number, bytes: number): Uint8Array {
  const section = new ByteWriter()
  section.uint32(records)
  section.raw(new Uint8Array(bytes - 4))
  return section.finish()
}

const zero = { lowered: 0, inferred: 0, native: 0, data: 0, infer: 0, generate: 0, state: 'stored' } as const
const own = { package: 'Demo', module: 'Demo', method: 'run(x)', file: '/src/Demo.jl', line: 3 } as const
const INDEX: ImageIndex = {
  items: [
    { ...zero, ...own, instance: undefined, lowered: 120, data: 30 },
    { ...zero, ...own, instance: 'Demo.run(::Int64)', inferred: 200, native: 350, data: 24, infer: 2e6, generate: 1e6 },
    { ...zero, ...own, instance: 'Demo.run(::Float64)', data: 12, state: 'constant' },
    { ...zero, package: 'Base', module: 'Base', method: 'push!(a::Vector{T}, item) where T', file: 'array.jl', line: 1000, instance: 'push!(::Vector{Demo.Point}, ::Demo.Point)', inferred: 90 },
  ],
  links: [{ kind: 'method', target: 'Base', name: 'push!(a::Vector{T}, item) where T' }, { kind: 'module', target: 'Base', name: 'Base' }],
  entryPoints: [{ name: 'demo_run', signature: 'run(::Int64)', returnType: 'Int64' }],
}

const NATIVE = writeContainer({ header: { native: 'Demo' }, sections: new Map([['natives', table(1, 400)]]) })
const HEADER: CacheHeader = {
  formatVersion: 12, juliaVersion: '1.10.1', juliaBuild: 'Linux x86_64', flags: { usePkgimages: true, debugLevel: 1, checkBounds: 0, inline: true, optLevel: 2 },
  package: { name: 'Demo', uuid: UUID }, buildId: BUILD,
  includes: [
    { module: undefined, modulePath: [], path: '/src/Demo.jl', mtime: 1.7e9, size: 0, contentHash: 0 },
    { module: { name: 'Demo', uuid: UUID }, modulePath: ['Inner'], path: '/src/inner.jl', mtime: 1.7e9, size: 0, contentHash: 0 },
  ],
  requires: [{ from: { name: 'Demo', uuid: UUID }, to: { name: 'Tools', uuid: UUID } }],
  requiredModules: [{ package: { name: 'Tools', uuid: UUID }, buildId: BUILD }, { package: { name: 'Deep', uuid: UUID }, buildId: BUILD }],
  preferences: { names: ['speed'], hash: '00000000000000ff' }, cpuTargets: ['generic'], nativeChecksum: crc32c(NATIVE),
}
const SECTIONS = new Map([['root', new Uint8Array(40)], ['methods', table(7, 300)], ['lowered', table(3, 500)], ['optimized', table(2, 290)], ['index', writeIndex(INDEX)]])
const CACHE = writeContainer({ header: HEADER, sections: SECTIONS })

function described(bytes: Uint8Array, native?: Uint8Array): Profile {
  const builder = new ProfileBuilder()
  const source = builder.source({ name: 'demo.ji', format: 'backedge-image', bytes: bytes.length })
  const file = (name: string, all: Uint8Array) => ({ name, bytes: { length: all.length, read: (from: number, to: number) => all.subarray(from, to) } })
  describeImage(file('demo.ji', bytes), native && file('demo.so', native), { builder, source, format: 'backedge-image' })
  const profile = builder.finish({ title: 'demo.ji' })
  expect(checkIntegrity(profile)).toEqual([])
  return profile
}

describe('describeImage', () => {
  it('tells what is in a package image', () => {
    expect(profileToText(described(CACHE, NATIVE))).toBe(`demo.ji

Images: Images (demo.ji; times: none; simulated, by image, Julia 1.10.1)
  * Its native code is in demo.so.
  Demo: kind package image, size 2.98 KiB, julia 1.10.1, build id 00000000-0000-0001-0000-000000000002, file demo.ji

Sections of images: Sections (demo.ji; times: none; simulated, by image, Julia 1.10.1)
  header: kind header, size 1.13 KiB, image Demo
  root: kind metadata, size 40 B, image Demo
  methods: kind metadata, size 300 B, records 7, image Demo
  lowered: kind lowered, size 500 B, records 3, image Demo
  optimized: kind inferred, size 290 B, records 2, image Demo
  index: kind debug, size 308 B, image Demo
  native header: kind header, size 53 B, image Demo
  natives: kind native, size 400 B, records 1, image Demo

Contents of images: Contents (demo.ji; times: none; simulated, by image, Julia 1.10.1)
  run(x): package Demo, image Demo, size 150 B, lowered 120 B, other data 30 B, state stored, defined at /src/Demo.jl:3
    Demo.run(::Int64): package Demo, image Demo, size 574 B, inferred 200 B, native 350 B, other data 24 B, inference 2.00 ms, code generation 1.00 ms, state stored
    Demo.run(::Float64): package Demo, image Demo, size 12 B, inferred 0 B, native 0 B, other data 12 B, state constant
  push!(a::Vector{T}, item) where T: package Base, image Demo, state stored, defined at array.jl:1000
    push!(::Vector{Demo.Point}, ::Demo.Point): package Base, image Demo, size 90 B, inferred 90 B, native 0 B, other data 0 B, state stored

Links of images: Links (demo.ji; times: none; simulated, by image, Julia 1.10.1)
  push!(a::Vector{T}, item) where T: kind method, of Base, image Demo
  Base: kind module, of Base, image Demo
  demo_run: kind entry point, of run(::Int64)::Int64, image Demo

Modules of images: Modules (demo.ji; times: none; simulated, by image, Julia 1.10.1)
  Demo: role defined, build id 00000000-0000-0001-0000-000000000002, uuid 21a6a351-cdc4-4d0d-9b34-8f5e0dbc0a0b, image Demo
  Tools: role direct, build id 00000000-0000-0001-0000-000000000002, uuid 21a6a351-cdc4-4d0d-9b34-8f5e0dbc0a0b, image Demo
  Deep: role required, build id 00000000-0000-0001-0000-000000000002, uuid 21a6a351-cdc4-4d0d-9b34-8f5e0dbc0a0b, image Demo

Files of images: Files (demo.ji; times: none; simulated, by image, Julia 1.10.1)
  /src/Demo.jl: kind source, modified 1700000000, image Demo
  /src/inner.jl: kind source, modified 1700000000, image Demo

Facts of images: Facts (demo.ji; times: none; simulated, by image, Julia 1.10.1)
  build of Julia: value Linux x86_64, topic build, image Demo
  format of the file: value 12, topic build, image Demo
  use_pkgimages: value true, topic flags, image Demo
  debug_level: value 1, topic flags, image Demo
  check_bounds: value 0, topic flags, image Demo
  inline: value true, topic flags, image Demo
  opt_level: value 2, topic flags, image Demo
  speed: value read when it was compiled, topic preferences, image Demo
  hash of the values: value 0x00000000000000ff, topic preferences, image Demo
  target 0: value generic, topic targets, image Demo
  native code: value 0xb7703e0b, topic checksums, image Demo`)
  })

  it('says where the native code is missing, is another, or stands alone', () => {
    const notes = (profile: Profile) => profile.blocks[0]?.notes
    expect(notes(described(CACHE))).toEqual(['The file with the native code of Demo, which lies beside this one, was not given: its section is missing here.'])
    const other = writeContainer({ header: { native: 'Demo' }, sections: new Map([['natives', table(2, 400)]]) })
    expect(notes(described(CACHE, other))).toEqual(['demo.so is not the file with the native code that this cache was written with: it is left out.'])
    expect(notes(described(NATIVE))).toEqual(['This is only the native code of Demo: what it belongs to stands in the cache file (.ji) beside it, which was not given.'])
  })

  it('has the sizes of the file', () => {
    const { imageSections, images } = described(CACHE, NATIVE)
    expect(images.bytes[0]).toBe(CACHE.length + NATIVE.length)
    expect(imageSections.bytes.reduce((sum, bytes) => sum + bytes, 0)).toBe(images.bytes[0])
  })

  it('refuses every flipped bit and every cut', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(CACHE.length - 1), fc.nat(7), fc.boolean(), async (at, bit, cuts) => {
      const bytes = cuts ? CACHE.slice(0, at) : CACHE.slice()
      if (!cuts) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
      expect(() => described(bytes)).toThrow(ImageError)
      const error: unknown = await importMerged([{ name: 'demo.ji', bytes }]).then(() => undefined, (thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(UserError)
      expect((error as UserError).message).not.toMatch(/undefined|NaN|\[object/)
    }), { numRuns: 500 })
  })

  it('opens as any other file', async () => {
    const { profile, format } = await importMerged([{ name: 'demo.ji', bytes: CACHE, beside: (extension) => (extension === 'so' ? { length: NATIVE.length, read: (from, to) => NATIVE.subarray(from, to) } : undefined) }])
    expect(format).toBe('backedge-image')
    expect(profile.images.bytes[0]).toBe(CACHE.length + NATIVE.length)
    await expect(importMerged([{ name: 'x.ji', bytes: writeContainer({ header: { neither: 1 }, sections: new Map() }) }])).rejects.toMatchObject({
      code: 'bad-input', message: 'The image is damaged: its header is neither that of a package nor that of a system image',
    })
  })
})

describe('the symbol table', () => {
  const text = fc.string({ maxLength: 12, unit: 'binary' })
  const bytes = fc.nat(2 ** 40)
  const index: fc.Arbitrary<ImageIndex> = fc.record({
    items: fc.array(fc.record({
      package: text, module: text, method: text, file: text, line: fc.nat(), instance: fc.option(text, { nil: undefined }), lowered: bytes, inferred: bytes, native: bytes, data: bytes,
      state: fc.constantFrom('stored', 'constant', 'stub', 'ended'), infer: fc.double({ min: 0, max: 1e15, noNaN: true }).map((time) => time + 0), generate: fc.nat(),
    })),
    links: fc.array(fc.record({ kind: fc.constantFrom('module', 'type', 'method', 'instance', 'value', 'code'), target: text, name: text })),
    entryPoints: fc.array(fc.record({ name: text, signature: text, returnType: text })),
  })

  it('comes back as it was written', () => {
    fc.assert(fc.property(index, (given) => {
      expect(readIndex(writeIndex(given))).toEqual(given)
    }), { numRuns: 200 })
  })

  it('is refused when it is damaged, and never read as more than it has', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (given) => {
      try {
        readIndex(given)
      } catch (error) {
        expect(error).toBeInstanceOf(ImageError)
      }
    }), { numRuns: 500 })
    expect(() => readIndex(writeIndex(INDEX).subarray(0, -1))).toThrow(ImageError)
  })

  it('is a section that nothing else needs', () => {
    expect(readIndex(openContainer(CACHE).sections.get('index')?.range(0, writeIndex(INDEX).length) ?? new Uint8Array())).toEqual(INDEX)
    const without = writeContainer({ header: HEADER, sections: new Map([...SECTIONS].filter(([name]) => name !== 'index')) })
    expect(described(without, NATIVE).blocks[0]?.notes).toContain('It has no symbol table: its methods and instances cannot be listed.')
  })
})

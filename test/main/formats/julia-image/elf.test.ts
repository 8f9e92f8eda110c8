/**
 * Images as ELF files. `small.so` and `small5.so` (debug information of DWARF 4 and 5) were compiled from C with the names that Julia gives its
 * symbols, and lines that say they are of Julia's files; `small.*.txt` is what readelf lists of the first.
 */
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importBytes, importMerged } from '../../../../src/main/formats/open'
import { readElf } from '../../../../src/main/formats/object-file/elf'
import { readFunctionPlaces } from '../../../../src/main/formats/object-file/dwarf'
import type { ByteSource } from '../../../../src/main/image/container'
import { UserError } from '../../../../src/shared/errors'
import { diffImages } from '../../../../src/shared/profile/image-diff'
import { imageText } from '../../../../src/shared/profile/image-text'
import { checkIntegrity } from '../../../../src/shared/profile/integrity'
import { SCHEMA } from '../../../../src/shared/profile/schema'
import { textAt, type Profile } from '../../../../src/shared/profile/tables'

const fixture = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, '../../../fixtures/images', name)))
const sourceOf = (bytes: Uint8Array): ByteSource => ({ length: bytes.length, read: (from, to) => bytes.subarray(from, to) })

function sections(profile: Profile): Record<string, number> {
  const { name, bytes, length } = profile.imageSections
  return Object.fromEntries(Array.from({ length }, (_, row) => [textAt(profile, name[row]), bytes[row] ?? Number.NaN]))
}

/** Symbols with their sizes and packages. */
function functions(profile: Profile): [string, number, string][] {
  const { frame, native, parent, package: owner, length } = profile.imageItems
  return Array.from({ length }, (_, row) => row).filter((row) => (parent[row] ?? -1) >= 0)
    .map((row): [string, number, string] => [textAt(profile, profile.frames.signature[frame[row] ?? -1]), native[row] ?? Number.NaN, textAt(profile, owner[row])])
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

function facts(profile: Profile): Record<string, string | number> {
  const { name, value, bytes, length } = profile.imageFacts
  return Object.fromEntries(Array.from({ length }, (_, row) => {
    const size = bytes[row] ?? Number.NaN
    return [textAt(profile, name[row]), Number.isNaN(size) ? textAt(profile, value[row]) : size]
  }))
}

describe('an ELF image', () => {
  it('has the sections that readelf lists', async () => {
    const listed = [...Buffer.from(fixture('small.sections.txt')).toString().matchAll(/^ {2}\[ ?\d+\] (\.\S+) +\S+ +[0-9a-f]{16} [0-9a-f]+ ([0-9a-f]+)/gm)]
    expect(listed.length).toBe(30)
    expect(sections(await importBytes(fixture('small.so'), 'small.so'))).toEqual(Object.fromEntries(listed.map(([, name, size]) => [name, Number.parseInt(size ?? '', 16)])))
  })

  it('has the functions that readelf lists, with their sizes', async () => {
    const [, table = ''] = Buffer.from(fixture('small.symbols.txt')).toString().split('Symbol table \'.symtab\'')
    const listed = [...table.matchAll(/^ +\d+: [0-9a-f]{16} +(\d+) FUNC +\S+ +\S+ +\d+ (\S+)$/gm)].map(([, size, name]) => [name, Number(size)])
    expect(listed.length).toBeGreaterThan(10)
    const found = functions(await importBytes(fixture('small.so'), 'small.so')).map(([name, size]) => [name, size])
    expect(found.sort()).toEqual(listed.sort())
  })

  it('is told as functions by package, not as methods', async () => {
    const lines = imageText(await importBytes(fixture('small.so'), 'small.so'), 0, { width: 100, most: 2 }).split('\n')
    const at = lines.indexOf('Functions by package')
    expect(lines.slice(at + 1, at + 6)).toEqual([
      '             functions  of known size   size',
      '  Base               2              2   89 B',
      '  not known          7              1   87 B',
      '  all               13              7  216 B',
      expect.stringContaining('3 more'),
    ])
    expect(lines.join('\n')).not.toContain('methods')
  })
  it.each(['small.so', 'small5.so'])('%s tells packages, files and names from debug information', async (name) => {
    const profile = await importBytes(fixture(name), name)
    expect(functions(profile).filter(([symbol]) => /^j/.test(symbol)).map(([symbol, , owner]) => [symbol, owner])).toEqual([
      ['japi1_YY.normYY.3_51', 'StaticArrays'],
      ['jfptr_seedNOT._41', 'Random'],
      ['julia_copytoNOT._12', 'Base'],
      ['julia_copytoNOT._12.clone_1', 'Base'],
      ['julia_seedNOT._40', 'Random'],
      ['julia_sroa_passNOT._60', 'Core'],
    ])
    const methods = Array.from({ length: profile.imageItems.length }, (_, row) => row).filter((row) => profile.imageItems.parent[row] === -1).map((row) => {
      const frame = profile.imageItems.frame[row] ?? -1
      return `${textAt(profile, profile.frames.signature[frame])} ${textAt(profile, profile.frames.module[frame])} ${textAt(profile, profile.frames.file[frame])}`
    })
    expect(methods).toEqual(expect.arrayContaining(['seed Random /usr/share/julia/stdlib/v1.10/Random/src/RNGs.jl', 'sroa Core.Compiler compiler/ssair/passes.jl']))
    expect(checkIntegrity(profile)).toEqual([])
  })

  it('tells segments of its data and processors', async () => {
    const profile = await importBytes(fixture('small.so'), 'small.so')
    expect(facts(profile)).toMatchObject({
      'data of the image': 365, system: 200, isbits: 52, symbols: 20, relocations: 33, gvars: 12, fptrs: 16, roots: 8, 'target 0': 'generic; flags=0; features_en=(avx)',
    })
    expect(SCHEMA.images.kind.oneOf[profile.images.kind[0] ?? -1]).toBe('sysimage')
  })

  it('is only read where it is asked for', async () => {
    const bytes = fixture('small.so')
    let asked = 0
    const file: ByteSource = { length: bytes.length, read: (from, to) => ((asked += to - from), bytes.subarray(from, to)) }
    const { profile } = await importMerged([{ name: 'small.so', bytes: bytes.subarray(0, 4096), file }])
    expect(profile.sources[0]?.bytes).toBe(bytes.length)
    expect(asked).toBeLessThan(bytes.length)
  })

  it('is the same to a comparison whatever the numbers of its process are', async () => {
    const bytes = fixture('small.so')
    const other = Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('julia_seedNOT._40', 'julia_seedNOT._77'), 'latin1')
    const sides = await Promise.all([bytes, other].map(async (one, index) => ({ profile: await importBytes(one, 'x.so'), image: 0, label: String(index) })))
    const diff = diffImages(sides)
    expect(diff.instances.filter(({ sides: both }) => both.includes(undefined))).toEqual([])
    expect(diff.instances.some(({ signature }) => signature === 'julia_seedNOT._40')).toBe(true)
  })
})

describe('what is no image of Julia', () => {
  it('is said to be none', async () => {
    const plain = Buffer.from(Buffer.from(fixture('small.so')).toString('latin1').replaceAll('jl_system', 'xx_system').replaceAll(/j(ulia|fptr|api1)_/g, 'x$1_'), 'latin1')
    await expect(importBytes(plain, 'libfoo.so')).rejects.toMatchObject({ code: 'unknown-format', message: expect.stringMatching(/^The ELF file holds no compiled Julia/) as string })
  })
})

describe('damaged ELF files', () => {
  const whole = fixture('small.so')

  it('give an error or a profile', async () => {
    const edits = fc.array(fc.tuple(fc.oneof(fc.nat(63), fc.integer({ min: 0x2000, max: whole.length - 1 }), fc.integer({ min: 0x43f0, max: whole.length - 1 })), fc.nat(255)), { minLength: 1, maxLength: 8 })
    await fc.assert(fc.asyncProperty(edits, fc.nat(whole.length), async (changes, length) => {
      const damaged = whole.slice(0, length < 1000 ? whole.length : length)
      for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value
      const result = await importBytes(damaged, 'x.so').catch((error: unknown) => error)
      if (result instanceof Error && !(result instanceof UserError)) throw result
    }), { numRuns: 400 })
  })

  it('with damaged debug information still have their functions', () => {
    const elf = readElf(sourceOf(whole), 'x.so')
    const debug = elf.sections.filter(({ name }) => /^\.debug_(?:info|abbrev|line|str)$/.test(name))
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(debug.length - 1), fc.nat(1000), fc.nat(255)), { minLength: 1, maxLength: 5 }), (changes) => {
      const damaged = whole.slice()
      for (const [which, at, value] of changes) {
        const section = debug[which]
        if (section) damaged[section.offset + (at % section.size)] = value
      }
      const { places } = readFunctionPlaces(sourceOf(damaged), elf, 'x.so')
      expect(places.size).toBeLessThan(100)
    }), { numRuns: 500 })
  })
})

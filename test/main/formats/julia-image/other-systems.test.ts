/**
 * Images of Windows and macOS. `small.dll` was linked by GNU ld from the same code as `small.so`; `small-stripped.dll` is it without symbols. The Mach-O
 * file is written here, table by table.
 */
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importBytes } from '../../../../src/main/formats/open'
import { isObject } from '../../../../src/main/formats/object-file/read-object'
import { UserError } from '../../../../src/shared/errors'
import { textAt, type Profile } from '../../../../src/shared/profile/tables'

const fixture = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, '../../../fixtures/images', name)))

function sizes(profile: Profile): Record<string, number> {
  const { parent, frame, native, length } = profile.imageItems
  const rows = Array.from({ length }, (_, row) => row).filter((row) => (parent[row] ?? -1) >= 0)
  return Object.fromEntries(rows.map((row) => [textAt(profile, profile.frames.signature[frame[row] ?? -1]), native[row] ?? Number.NaN]))
}

function sections(profile: Profile): Record<string, number> {
  return Object.fromEntries(Array.from(profile.imageSections.name, (name, row) => [textAt(profile, name), profile.imageSections.bytes[row] ?? Number.NaN]))
}

function facts(profile: Profile): Record<string, number> {
  return Object.fromEntries(Array.from(profile.imageFacts.name, (name, row) => [textAt(profile, name), profile.imageFacts.bytes[row] ?? Number.NaN]))
}

const TEXT = 64
const DATA_SEGMENTS = [40, 5, 3, 2, 4, 4]

/** Two functions of 16 and 48 bytes, and data in six segments with sizes of eight bytes. */
function writeMachO(): Uint8Array {
  const segments: number[] = []
  for (const [index, size] of DATA_SEGMENTS.entries()) {
    segments.push(size, 0, 0, 0, 0, 0, 0, 0)
    if (index === 1) while (segments.length % 64 !== 0) segments.push(0)
    for (let at = 0; at < size; at++) segments.push(65 + index)
  }
  const names = ['', '_julia_first_1', '_jfptr_first_2', '_jl_system_image_data', '_malloc']
  const strings = new TextEncoder().encode(`${names.join('\0')}\0`)
  const [textAtFile, dataAt] = [1024, 1088]
  const symbolsAt = dataAt + segments.length
  const stringsAt = symbolsAt + 4 * 16
  const bytes = new Uint8Array(stringsAt + strings.length)
  const view = new DataView(bytes.buffer)
  const words = (at: number, ...values: readonly number[]) => {
    for (const [index, value] of values.entries()) view.setUint32(at + 4 * index, value, true)
  }
  const text = (at: number, value: string) => {
    bytes.set(new TextEncoder().encode(value), at)
  }
  words(0, 0xfeedfacf, 0x0100000c, 0, 6, 2, 72 + 160 + 24, 0, 0)
  words(32, 0x19, 72 + 160)
  words(32 + 64, 2, 0)
  const section = (at: number, name: string, segment: string, address: number, size: number, offset: number, flags: number) => {
    text(at, name)
    text(at + 16, segment)
    words(at + 32, address, 0, size, 0, offset)
    words(at + 64, flags)
  }
  section(104, '__text', '__TEXT', 0x1000, TEXT, textAtFile, 0x8000_0400)
  section(184, '__const', '__DATA', 0x2000, segments.length, dataAt, 0)
  words(264, 2, 24, symbolsAt, 4, stringsAt, strings.length)
  bytes.set(segments, dataAt)
  const nameAt = (name: string) => names.slice(0, names.indexOf(name)).reduce((sum, one) => sum + one.length + 1, 0)
  for (const [index, [name, type, owner, address]] of ([['_julia_first_1', 0x0e, 1, 0x1000], ['_jfptr_first_2', 0x0e, 1, 0x1010], ['_jl_system_image_data', 0x0f, 2, 0x2000], ['_malloc', 1, 0, 0]] as const).entries()) {
    const at = symbolsAt + 16 * index
    words(at, nameAt(name))
    bytes[at + 4] = type
    bytes[at + 5] = owner
    words(at + 8, address, 0)
  }
  bytes.set(strings, stringsAt)
  return bytes
}

describe('PE', () => {
  it('has the functions that objdump lists, each up to the next', async () => {
    const profile = await importBytes(fixture('small.dll'), 'small.dll')
    expect(sizes(profile)).toMatchObject({ 'julia_copytoNOT._12': 45, 'julia_copytoNOT._12.clone_1': 44, 'julia_seedNOT._40': 12, 'julia_sroa_passNOT._60': 6 })
    expect(sections(profile)).toEqual({ '.text': 0xf8, '.rodata': 0x1c0, '.edata': 0xa1, '.idata': 0x18 })
    expect(facts(profile)).toMatchObject({ 'data of the image': 365, system: 200, isbits: 52, symbols: 20, relocations: 33, gvars: 12, fptrs: 16 })
  })

  it('without symbols has what it exports', async () => {
    const profile = await importBytes(fixture('small-stripped.dll'), 'small.dll')
    expect(facts(profile)).toMatchObject({ system: 200, fptrs: 16 })
    expect(profile.blocks[0]?.notes).toContain('The file has no symbols but those that it exports: what its code is cannot be told.')
  })

  it('is not seen in a text that begins with MZ', () => {
    expect(isObject(new TextEncoder().encode(`MZ ${'x'.repeat(200)}`))).toBe(false)
  })
})

describe('Mach-O', () => {
  it('has sections, functions up to the next or to the end of their section, and data', async () => {
    const profile = await importBytes(writeMachO(), 'sys.dylib')
    expect(sizes(profile)).toEqual({ _julia_first_1: 16, _jfptr_first_2: 48 })
    expect(sections(profile)).toMatchObject({ '__TEXT,__text': TEXT })
    expect(facts(profile)).toMatchObject({ system: 40, isbits: 5, symbols: 3, relocations: 2, gvars: 4, fptrs: 4 })
    expect(profile.blocks[0]?.notes).toContain('Mach-O files hold no sizes of functions: each is taken to end where the next begins.')
  })
})

describe('damaged files', () => {
  it.each([['PE', fixture('small.dll')], ['PE without symbols', fixture('small-stripped.dll')], ['Mach-O', writeMachO()]])('%s', async (_, whole) => {
    const edits = fc.array(fc.tuple(fc.oneof(fc.nat(1000), fc.nat(whole.length - 1)), fc.nat(255)), { minLength: 1, maxLength: 8 })
    await fc.assert(fc.asyncProperty(edits, fc.integer({ min: 4, max: 2 * whole.length }), async (changes, length) => {
      const damaged = whole.slice(0, length)
      for (const [at, value] of changes) if (at > 3 && at < damaged.length) damaged[at] = value
      const result = await importBytes(damaged, 'x').catch((error: unknown) => error)
      if (result instanceof Error && !(result instanceof UserError)) throw result
    }), { numRuns: 150 })
  })
})

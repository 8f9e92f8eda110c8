/** Headers of real cache files against what Julia itself answered about them; layouts of all versions; damaged files. */
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildIdText, fullBuildId, readJuliaCache } from '../../../../src/main/formats/julia-cache/cache-rows'
import { readCacheHeader } from '../../../../src/main/formats/julia-cache/header'
import { importBytes } from '../../../../src/main/formats/open'
import { UserError } from '../../../../src/shared/errors'
import { SCHEMA } from '../../../../src/shared/profile/schema'
import type { Profile } from '../../../../src/shared/profile/tables'
import { textAt } from '../../../../src/shared/profile/tables'
import { writeCache, type WrittenCache } from './cache-writer'
import { recordedForm } from './recorded-header'

const FOLDER = process.env['CACHE_RECORDINGS'] ?? join(import.meta.dirname, '../../../fixtures/julia-cache')
const CASES = readdirSync(FOLDER)

function fileIn(folder: string): { readonly name: string, readonly bytes: Uint8Array } {
  const name = readdirSync(join(FOLDER, folder)).find((one) => one.endsWith('.ji')) ?? ''
  return { name, bytes: readFileSync(join(FOLDER, folder, name)) }
}

/** What the recording says of the file with the native code, which is not stored. */
const OF_NATIVE = new Set(['so_size', 'pkgimage_crc_ok'])

/** All that both know: the size of the native code is in the answers alone, the texts and the sizes of segments in the file alone. */
function tables(profile: Profile): unknown {
  const text = (index: number | undefined): string => textAt(profile, index)
  const { images, imageModules, imageFiles, imageFacts, imageSections, imageLinks } = profile
  const rows = ({ length }: { readonly length: number }): number[] => Array.from({ length }, (_, row) => row)
  return {
    images: rows(images).map((row) => [text(images.name[row]), images.kind[row], text(images.path[row]), text(images.julia[row]), text(images.buildId[row])]),
    modules: rows(imageModules).map((row) => [text(imageModules.name[row]), text(imageModules.uuid[row]), text(imageModules.buildId[row]), imageModules.role[row]]),
    links: rows(imageLinks).map((row) => [imageLinks.kind[row], text(imageLinks.target[row]), text(imageLinks.name[row])]),
    files: rows(imageFiles).map((row) => [text(imageFiles.path[row]), text(imageFiles.module[row]), imageFiles.kind[row], imageFiles.mtime[row]]),
    facts: rows(imageFacts).map((row) => [imageFacts.topic[row], text(imageFacts.name[row]), text(imageFacts.value[row])])
      .filter(([topic]) => topic !== SCHEMA.imageFacts.topic.oneOf.indexOf('segments')),
    sections: rows(imageSections).map((row) => [text(imageSections.name[row]), imageSections.bytes[row]]),
  }
}

describe('cache files of a real Julia', () => {
  it.each(CASES)('%s is read as Julia reads it', (folder) => {
    const { name, bytes } = fileIn(folder)
    const recorded = JSON.parse(readFileSync(join(FOLDER, folder, 'header.json'), 'utf8')) as Record<string, unknown>
    expect(recordedForm(bytes, name)).toEqual(Object.fromEntries(Object.entries(recorded).filter(([key]) => !OF_NATIVE.has(key))))
  })

  it.each(CASES)('%s opens as what Julia answers about it does', async (folder) => {
    const { name, bytes } = fileIn(folder)
    const file = await importBytes(bytes, name)
    const answers = await importBytes(readFileSync(join(FOLDER, folder, 'header.json')), 'header.json')
    expect(tables(answers)).toEqual(tables(file))
  })

  it('are named in others by the build id that is made of the checksum and the module', () => {
    const own = fullBuildId(readJuliaCache(fileIn('cache-tiny').bytes, 'tiny').header)
    const needed = readJuliaCache(fileIn('cache-tinydep').bytes, 'tinydep').header.requiredModules.find(({ id }) => id.name === 'Tiny')
    expect(own).toMatch(/^fafbfcfd-/)
    expect(buildIdText(needed?.buildId ?? 0n)).toBe(own)
  })

  it('open as images: modules, files with their text, flags, targets, sections that add up to the file', async () => {
    const { name, bytes } = fileIn('cache-includes')
    const profile = await importBytes(bytes, name)
    const names = (table: 'imageModules' | 'imageFacts') => Array.from(profile[table].name, (index) => textAt(profile, index))
    expect(textAt(profile, profile.images.name[0])).toBe('Includes')
    expect(SCHEMA.images.kind.oneOf[profile.images.kind[0] ?? -1]).toBe('pkgimage')
    expect(Array.from(profile.imageSections.bytes).reduce((a, b) => a + b)).toBe(bytes.length)
    expect(names('imageModules').slice(0, 3)).toEqual(['Includes', 'Core', 'Base'])
    expect(names('imageFacts')).toEqual(expect.arrayContaining(['Julia', 'use_pkgimages', 'opt_level', 'target 0', 'file', 'native code']))
    const files = Array.from({ length: profile.imageFiles.length }, (_, row) => [
      textAt(profile, profile.imageFiles.path[row]), textAt(profile, profile.imageFiles.module[row]), SCHEMA.imageFiles.kind.oneOf[profile.imageFiles.kind[row] ?? -1],
      profile.imageFiles.bytes[row],
    ])
    expect(files).toEqual([
      ['/depot/dev/Includes/src/Includes.jl', '', 'source', 284],
      ['/depot/dev/Includes/src/a.jl', 'Includes', 'source', 13],
      ['/depot/dev/Includes/src/sub/b.jl', 'Includes.Inner', 'source', 10],
      ['/depot/dev/Includes/src/sub/deep file.jl', 'Includes.Inner.Deep', 'source', 11],
      ['/depot/dev/Includes/src/καλά.jl', 'Includes', 'source', 21],
      ['/depot/dev/Includes/data/table.csv', '', 'dependency', Number.NaN],
    ])
    expect(textAt(profile, profile.imageFiles.text[0])).toMatch(/^module Includes\n/)
  })
})

const EXAMPLE: Omit<WrittenCache, 'julia'> = {
  name: 'Example', uuid: '7876af07-990d-54b4-ab0e-23690620f79a', buildId: 0x52dc1c25075n, preferences: ['backend', 'level'], preferencesHash: 77n, checksum: 0xfafbfcfd_0000abcdn,
  includes: [
    { path: '/depot/packages/Example/abcde/src/Example.jl', mtime: 1.7e9, size: 12, crc: 99, text: 'module Example end' },
    { path: '@depot/packages/Example/abcde/src/inner.jl', mtime: -1, size: 34, crc: 4_000_000_000, text: 'x = 1', modulePath: ['Inner', 'Deep'] },
  ],
  requires: [{ name: 'Dep', uuid: '12345678-1234-1234-1234-123456789abc' }],
  required: [{ name: 'Core', buildId: 0xfdfcfbfan << 96n | 5n }, { name: 'Dep', uuid: '12345678-1234-1234-1234-123456789abc', buildId: 7n }],
}

describe('the layout of each version', () => {
  const versions = ['1.5.4', '1.6.7', '1.7.3', '1.8.5', '1.9.4', '1.10.10', '1.11.7', '1.12.0', '1.13.0-beta1', '1.14.0-DEV']
  it.each(versions.flatMap((julia) => [[julia, false], [julia, true]] as const))('Julia %s, big-endian: %s', (julia, bigEndian) => {
    const minor = Number(julia.split('.')[1])
    const header = readCacheHeader(writeCache({ ...EXAMPLE, julia, bigEndian }), 'x.ji')
    expect(header).toMatchObject({
      preamble: { juliaVersion: julia, os: 'Linux', arch: 'x86_64', gitBranch: 'master', gitCommit: 'abc123', littleEndian: !bigEndian, pointerSize: 8 },
      flags: minor >= 9 ? 0xa3 : undefined,
      syntaxVersion: minor >= 14 ? 14 : undefined,
      modules: [{ id: { name: 'Example', uuid: EXAMPLE.uuid }, buildId: EXAMPLE.buildId }],
      requires: [{ from: { name: 'Example' }, to: { name: 'Dep', uuid: '12345678-1234-1234-1234-123456789abc' } }],
      preferences: minor >= 6 ? { names: ['backend', 'level'], hash: 77n } : undefined,
    })
    expect(header.includes).toEqual(EXAMPLE.includes.map(({ path, mtime, size, crc, modulePath }) => ({
      path, mtime, modulePath: modulePath ?? [], module: modulePath ? { name: 'Example', uuid: EXAMPLE.uuid } : { name: '', uuid: undefined },
      content: minor >= 11 ? { size, crc } : undefined,
    })))
    expect(header.requiredModules.map(({ buildId }) => buildId)).toEqual(minor >= 9 ? [0xfdfcfbfan << 96n | 5n, 7n] : [5n, 7n])
  })

  it('of a version in the making is the one that fits, whatever it calls itself', () => {
    const early = writeCache({ ...EXAMPLE, julia: '1.10.1' })
    const text = new TextEncoder().encode('1.11.0')
    const at = Buffer.from(early).indexOf('1.10.1')
    early.set(text, at)
    expect(readCacheHeader(early, 'x.ji').includes.map(({ content }) => content)).toEqual([undefined, undefined])
  })

  it('with one preference is told from the list of later versions', () => {
    for (const julia of ['1.12.0', '1.14.0-DEV']) {
      expect(readCacheHeader(writeCache({ ...EXAMPLE, julia, preferences: ['only'] }), 'x.ji').preferences?.names).toEqual(['only'])
    }
  })

  it('says what is wrong with other formats', () => {
    const of = (version: number) => {
      const bytes = writeCache({ ...EXAMPLE, julia: '1.10.1' })
      bytes[8] = version
      return () => readCacheHeader(bytes, 'x.ji')
    }
    expect(of(9)).toThrow(/format 9, which Julia wrote before 1.5/)
    expect(of(14)).toThrow(/format 14; this Backedge reads up to 13/)
  })
})

describe('damaged cache files', () => {
  const whole = fileIn('cache-includes').bytes
  const old = fileIn('cache15-tiny').bytes

  it('cut off anywhere give an error or a profile, never anything else', async () => {
    for (let length = 1; length < whole.length; length += 7) {
      const result = await importBytes(whole.slice(0, length), 'x.ji').catch((error: unknown) => error)
      expect(result instanceof UserError || (result as { images: { length: number } }).images.length === 1).toBe(true)
    }
  })

  it('with bytes changed do not crash and do not allocate', async () => {
    const before = process.memoryUsage().arrayBuffers
    const edits = fc.array(fc.tuple(fc.nat(2400), fc.nat(255)), { minLength: 1, maxLength: 6 })
    await fc.assert(fc.asyncProperty(fc.constantFrom(whole, old), edits, async (bytes, changes) => {
      const damaged = bytes.slice()
      for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value
      const result = await importBytes(damaged, 'x.ji').catch((error: unknown) => error)
      if (result instanceof Error && !(result instanceof UserError)) throw result
    }), { numRuns: 300 })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000)
  })

  it('with any number in place of a length say how much is there', () => {
    fc.assert(fc.property(fc.nat(whole.length - 8), fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (at, value) => {
      const damaged = whole.slice()
      new DataView(damaged.buffer).setBigInt64(at, value, true)
      try {
        readJuliaCache(damaged, 'x.ji')
      } catch (error) {
        if (!(error instanceof UserError)) throw error
      }
    }), { numRuns: 1000 })
  })
})

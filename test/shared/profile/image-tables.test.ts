import { describe, expect, it } from 'vitest'
import { appendProfile } from '../../../src/shared/profile/append'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { toCsv } from '../../../src/shared/profile/csv'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import { PART_COLUMNS } from '../../../src/shared/profile/part-columns'
import { summarize } from '../../../src/shared/profile/summary'
import { profileToText } from '../../../src/shared/profile/to-text'
import { readBackedge, writeBackedge } from '../../../src/main/formats/backedge-file'
import { gunzipSync } from 'node:zlib'
import { countsText, reportParts, topUnit, topValue } from '../../../src/main/services/report-parts'

const KIB = 1024
const US = 1e3

/** Two package images with one instance of `PkgA.f` in both; the second was merged away. */
function twoImages() {
  const builder = new ProfileBuilder()
  const source = builder.source({ name: 'session', format: 'simulation', bytes: 10 })
  const block = (part: 'images' | 'imageSections' | 'imageItems' | 'imageLinks', title: string) => builder.block({ part, format: 'image', title, source })
  const images = block('images', 'Images loaded')
  const items = block('imageItems', 'What became of the code')
  const [b, c] = ['PkgB', 'PkgC'].map((name, at) => builder.add('images', {
    name, kind: 'pkgimage', path: `/depot/${name}.ji`, julia: '1.10', buildId: `b${at}`, bytes: (4 + at) * KIB, state: 'loaded', load: (at + 1) * US, block: images,
  })) as [number, number]
  builder.add('images', { name: 'PkgD', kind: 'pkgimage', state: 'rejected', reason: 'its source changed', bytes: KIB, block: images })
  for (const [image, state, reason] of [[b, 'loaded', undefined], [c, 'merged', 'PkgB brought it before']] as const) {
    const parent = builder.add('imageItems', {
      image, package: 'PkgA', block: items, state: 'stored', lowered: 200,
      frame: builder.frame({ signature: 'f(x::Integer)', name: 'f', module: 'PkgA', file: 'PkgA.jl', line: 3, kind: 'method' }),
    })
    builder.add('imageItems', {
      image, parent, package: 'PkgA', frame: builder.frame({ signature: 'PkgA.f(::Int64)' }), inferred: 300, native: 400, data: 24, infer: 2 * US, generate: US, state, reason,
      ...(state === 'merged' && { keptFrom: b }), block: items,
    })
  }
  const sections = block('imageSections', 'Sections')
  builder.add('imageSections', { image: b, name: 'natives', kind: 'native', bytes: 400, records: 1, block: sections })
  const links = block('imageLinks', 'Links')
  builder.add('imageLinks', { image: b, kind: 'method', target: 'PkgA', name: 'f(x::Integer)', block: links })
  builder.add('imageLinks', { image: b, kind: 'entryPoint', target: 'f(::Int32)::Int32', name: 'f_int', block: links })
  return builder.finish({ title: 'session', julia: '1.10' })
}

describe('tables of images', () => {
  it('are sound, and refuse an instance below a method of another image', () => {
    const profile = twoImages()
    expect(checkIntegrity(profile)).toEqual([])
    profile.imageItems.parent[3] = 0
    expect(checkIntegrity(profile)).toEqual(['imageItems.parent, row 3: row 0 is of another image'])
  })

  it('are the same after saving and after appending', () => {
    const profile = twoImages()
    const saved = readBackedge(JSON.parse(gunzipSync(writeBackedge(profile)).toString()) as Record<string, unknown>, 'a.backedge')
    expect(profileToText(saved)).toBe(profileToText(profile))
    const builder = new ProfileBuilder()
    appendProfile(builder, profile)
    appendProfile(builder, profile)
    const twice = builder.finish()
    expect(checkIntegrity(twice)).toEqual([])
    expect([...twice.imageItems.keptFrom]).toEqual([-1, -1, -1, 0, -1, -1, -1, 3])
  })

  it('read as text', () => {
    expect(profileToText(twoImages())).toBe(`session
Julia 1.10

Images: Images loaded (session; times: none; measured)
  PkgB: kind package image, size 4.00 KiB, load 1.00 µs, state loaded, julia 1.10, build id b0, file /depot/PkgB.ji
  PkgC: kind package image, size 5.00 KiB, load 2.00 µs, state loaded, julia 1.10, build id b1, file /depot/PkgC.ji
  PkgD: kind package image, size 1.00 KiB, state rejected, why its source changed

Sections of images: Sections (session; times: none; measured)
  natives: kind native, size 400 B, records 1, image PkgB

Contents of images: What became of the code (session; times: none; measured)
  f(x::Integer): package PkgA, image PkgB, size 200 B, lowered 200 B, state stored, defined at PkgA.jl:3
    PkgA.f(::Int64): package PkgA, image PkgB, size 724 B, inferred 300 B, native 400 B, other data 24 B, inference 2.00 µs, code generation 1.00 µs, state loaded
  f(x::Integer): package PkgA, image PkgC, size 200 B, lowered 200 B, state stored, defined at PkgA.jl:3
    PkgA.f(::Int64): package PkgA, image PkgC, size 724 B, inferred 300 B, native 400 B, other data 24 B, inference 2.00 µs, code generation 1.00 µs, state merged, why PkgB brought it before, kept from PkgB

Links of images: Links (session; times: none; measured)
  f(x::Integer): kind method, of PkgA, image PkgB
  f_int: kind entry point, of f(::Int32)::Int32, image PkgB`)
  })

  it('are summed up by bytes', () => {
    const parts = reportParts(summarize(twoImages()))
    expect(parts.map(({ part, title, summary }) => `${title}: ${countsText(part, summary)}`)).toEqual([
      'Images: 3 images, 2 loaded, 1 rejected, 10.0 KiB, 3.00 µs',
      'Sections of images: 1 section, 400 B',
      'Contents of images: 2 instances, 2 methods, 1 loaded, 1 merged, 1.80 KiB',
      'Links of images: 1 link, 1 entry points',
    ])
    expect(summarize(twoImages()).parts.imageItems?.notes).toEqual([
      '1 instance was merged on loading, as the same code was there before: 724 B and 3.00 µs wasted.',
      'PkgC carries 1 instance that PkgB brought before: 724 B and 3.00 µs.',
      'PkgA.f(::Int64) is carried by PkgB and PkgC: 724 B and 3.00 µs wasted.',
    ])
    const items = parts.find(({ part }) => part === 'imageItems')
    const top = items?.summary.top ?? []
    expect(top.map((row) => `${row.name} ${topValue(row, topUnit('imageItems', top))}`)).toEqual(['PkgA.f(::Int64) 1.41 KiB', 'f(x::Integer) 400 B'])
  })

  it('write sizes in bytes', () => {
    const profile = twoImages()
    const [header, first] = toCsv(profile, { part: 'imageSections', columns: PART_COLUMNS.imageSections }).split('\r\n')
    expect(header).toBe('Section,Kind,Size (bytes),Records,Image,From')
    expect(first).toBe('natives,native,400,1,PkgB,Sections')
  })
})

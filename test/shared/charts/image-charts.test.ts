/** The treemap and the bars of sections: what is drawn, what is left together, and that the pixels bound the work. */
import { describe, expect, it } from 'vitest'
import { drawPng, drawSvg } from '../../../src/main/services/draw'
import { imageSectionsChart, SECTION_GROUPS, sectionsOf } from '../../../src/shared/charts/image-sections'
import { childrenBySize, imageTreemap } from '../../../src/shared/charts/image-treemap'
import { CHART_THEMES, LIGHT } from '../../../src/shared/charts/theme'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { imageContents } from '../../../src/shared/profile/image-contents'
import type { Profile } from '../../../src/shared/profile/tables'
import { readPng } from '../../main/services/png'

function withMethods(count: number, bytes: (at: number) => number, state: 'stored' | 'rejected' = 'stored'): Profile {
  const builder = new ProfileBuilder()
  const image = builder.add('images', { name: 'sys', bytes: 100_000 })
  for (let at = 0; at < count; at++) {
    const module = `P${at % 3}`
    builder.add('imageItems', { image, package: module, frame: builder.frame({ signature: `f${at}(x::Int64)`, name: `f${at}`, module, line: 1, kind: 'method' }), lowered: bytes(at), state })
  }
  return builder.finish()
}

interface Box {
  readonly id: string
  readonly name: string
  readonly value: number
  readonly itemStyle: { readonly color: string; readonly borderColor: string }
  readonly children?: readonly Box[]
}
function boxes(spec: ReturnType<typeof imageTreemap>): readonly Box[] {
  const [series] = spec.option.series as unknown as readonly { readonly data: readonly Box[] }[]
  return series?.data ?? []
}
function every(list: readonly Box[]): Box[] {
  return list.flatMap((box) => [box, ...every(box.children ?? [])])
}

describe('imageTreemap', () => {
  it('draws packages and methods in both themes, the largest first', () => {
    const contents = imageContents(withMethods(6, (at) => 100 + at), [0])
    expect(childrenBySize(contents, 0, 'all').map((node) => contents.label[node])).toEqual(['P2', 'P1', 'P0'])
    for (const theme of Object.values(CHART_THEMES)) {
      const spec = imageTreemap(contents, { measure: 'all', width: 900, height: 400 }, theme)
      expect(spec.label).toBe('615 B by bytes: P2 34 %, P1 33 %, P0 33 %')
      const svg = drawSvg(spec, theme, { width: 900, height: 400 })
      expect(svg).toContain('>f5(x::Int64)</text>')
      expect(svg).toContain('P2  207 B')
      expect(svg).not.toContain('NaN')
    }
  })

  it('draws as many boxes as there are pixels for, however many methods there are, and loses no byte', () => {
    const contents = imageContents(withMethods(20_000, (at) => 1 + (at % 50)), [0])
    const drawn = boxes(imageTreemap(contents, { measure: 'all', width: 600, height: 300 }, LIGHT))
    expect(every(drawn).length).toBeLessThan((600 * 300) / 48)
    for (const box of drawn) expect(box.children?.reduce((sum, { value }) => sum + value, 0) ?? box.value).toBeCloseTo(box.value)
    const merged = every(drawn).find(({ id }) => Number(id) >= contents.length)
    expect(merged?.name).toMatch(/^\+[\d,]+$/)
    expect(imageTreemap(contents, { measure: 'all', width: 600, height: 300 }, LIGHT).describe?.(Number(merged?.id))[0]).toMatch(/ more$/)
  })

  it('is red where most of it cannot be used, and marks what is selected', () => {
    const contents = imageContents(withMethods(3, () => 100, 'rejected'), [0])
    const node = contents.nodeOfRow[1] ?? -1
    const found = every(boxes(imageTreemap(contents, { measure: 'all', width: 600, height: 300, selected: node }, LIGHT)))
    expect(found.every(({ itemStyle }) => itemStyle.color === LIGHT.lost)).toBe(true)
    expect(found.filter(({ itemStyle }) => itemStyle.borderColor === LIGHT.accent).map(({ id }) => Number(id))).toEqual([node])
  })

  it('is empty where there is nothing of a kind', () => {
    const contents = imageContents(withMethods(3, () => 100), [0])
    expect(boxes(imageTreemap(contents, { measure: 'native', width: 600, height: 300 }, LIGHT))).toEqual([])
  })
})

describe('imageSectionsChart', () => {
  function withSections(): Profile {
    const builder = new ProfileBuilder()
    for (const [name, bytes] of [['A', 1000], ['B', 400]] as const) {
      const image = builder.add('images', { name, bytes })
      builder.add('imageSections', { image, name: 'code', kind: 'native', bytes: bytes / 2, records: 3 })
      builder.add('imageSections', { image, name: 'stubs', kind: 'native', bytes: bytes / 10, records: 2 })
      builder.add('imageSections', { image, name: 'types', kind: 'metadata', bytes: bytes / 10 })
    }
    return builder.finish()
  }

  it('adds sections of a kind, and counts what no section has as the rest', () => {
    expect(sectionsOf(withSections(), 0)).toEqual([
      { group: 'native', bytes: 600, records: 5, names: ['code', 'stubs'] },
      { group: 'rest', bytes: 400, records: Number.NaN, names: ['types'] },
    ])
  })

  it('can be drawn as a picture of dots, and so can a treemap', async () => {
    const contents = imageContents(withMethods(6, (at) => 100 + at), [0])
    const charts = [imageSectionsChart(withSections(), { images: [0, 1], width: 400, selected: 1 }, LIGHT), imageTreemap(contents, { measure: 'all', width: 400, height: 200, selected: 2 }, LIGHT)]
    for (const spec of charts) expect(readPng(await drawPng(spec, LIGHT, { width: 400, height: 200 }))).toMatchObject({ width: 800, height: 400 })
    expect(drawSvg(imageSectionsChart(withSections(), { images: [0, 1], width: 400, selected: 1 }, LIGHT), LIGHT, { width: 400 })).toContain('font-weight:bold')
  })

  it('draws a line for each image with its size, and says what a stretch is', () => {
    const spec = imageSectionsChart(withSections(), { images: [0, 1], width: 800 }, LIGHT)
    const svg = drawSvg(spec, LIGHT, { width: 800 })
    for (const text of ['>A</text>', '>B</text>', '>1000 B</text>', '>400 B</text>', '>600 B</text>', '>Native code</text>']) expect(svg).toContain(text)
    expect(spec.describe?.(1 * SECTION_GROUPS.length + SECTION_GROUPS.indexOf('native'))).toEqual(['Native code: 240 B (60 %)', '5 records', 'code, stubs', 'B'])
  })
})

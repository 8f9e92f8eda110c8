import { describe, expect, it } from 'vitest'
import { drawPng, drawSvg } from '../../../src/main/services/draw'
import { flameChart } from '../../../src/shared/charts/flame-chart'
import { importsChart } from '../../../src/shared/charts/imports-chart'
import { invalidationsChart } from '../../../src/shared/charts/invalidations-chart'
import { phasesChart } from '../../../src/shared/charts/phases-chart'
import { CHART_THEMES, DARK, LIGHT } from '../../../src/shared/charts/theme'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { timeOrder } from '../../../src/shared/profile/time-order'
import type { Profile } from '../../../src/shared/profile/tables'
import { inkIn, readPng } from './png'

function profileWith(names: readonly string[]): Profile {
  const builder = new ProfileBuilder()
  const imports = builder.block({ part: 'imports', format: 'x', title: 'x' })
  for (const [at, name] of names.entries()) builder.add('imports', { name, start: at * 1e6, inclusive: 1e6, exclusive: 1e6, compilePercent: 40, block: imports })
  const stacks = builder.block({ part: 'stacks', format: 'x', title: 'x' })
  for (const [at, name] of names.entries()) builder.add('stacks', { frame: builder.frame({ signature: name }), start: at, inclusive: 1, flags: at, block: stacks })
  const invalidations = builder.block({ part: 'invalidations', format: 'x', title: 'x' })
  for (const [at, name] of names.entries()) builder.add('invalidations', { kind: 'cause', frame: builder.frame({ signature: name }), children: at, block: invalidations })
  return builder.finish()
}
const profile = profileWith(['StaticArrays', 'GPUArrays', 'Requires'])

describe('drawSvg', () => {
  it('draws every chart in both themes, with its names, in the size asked for', () => {
    const flame = timeOrder(profile.stacks)
    for (const theme of Object.values(CHART_THEMES)) {
      const charts = {
        StaticArrays: importsChart(profile, { width: 600, layout: 'rows' }, theme),
        GPUArrays: flameChart(profile, { flame, from: 0, to: flame.total, width: 600, height: 120, legend: true }, theme),
        'number of children': invalidationsChart(profile, { log: true }, theme),
        'Load 100 %': phasesChart({ total: 1e9, segments: [{ phase: 'load', nanoseconds: 1e9, provenance: 'simulated', label: '', block: 0 }] }, { width: 600 }, theme),
      }
      for (const [text, spec] of Object.entries(charts)) {
        const svg = drawSvg(spec, theme, { width: 600, height: 300 })
        expect(svg).toMatch(/^<svg width="600" height="300"/)
        expect(svg).toContain(`>${text}</text>`)
        expect(svg).toContain(`fill="${theme.background}"`)
        expect(svg).not.toContain('NaN')
      }
    }
  })

  it('takes the height of the chart where none is asked for', () => {
    const spec = importsChart(profile, { width: 600, layout: 'rows' }, LIGHT)
    expect(drawSvg(spec, LIGHT, { width: 600 })).toContain(`height="${spec.height ?? 0}"`)
  })

  it('writes names as text, whatever is in them', () => {
    const nasty = profileWith(['<script>alert(1)</script>', '{a|b}&amp;"\u0001', '${x}%'])
    const svg = drawSvg(importsChart(nasty, { width: 1200, layout: 'rows' }, LIGHT), LIGHT, { width: 1200 })
    expect(svg).not.toContain('<script')
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(svg).toContain('{a|b}&amp;amp;')
    expect(svg).not.toContain('\u0001')
  })

  it('draws the same bytes again, with ids that no other drawing has', () => {
    const draw = (width: number): string => drawSvg(invalidationsChart(profile, { log: false }, LIGHT), LIGHT, { width })
    const ids = (svg: string): string[] => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '')
    expect(draw(600)).toBe(draw(600))
    expect(ids(draw(600))).not.toEqual([])
    expect(ids(draw(600)).filter((id) => ids(draw(700)).includes(id))).toEqual([])
    for (const [, id] of draw(600).matchAll(/url\(#([^)]+)\)/g)) expect(ids(draw(600))).toContain(id)
    expect(draw(600)).not.toMatch(/ecmeta|<style|:hover/)
  })
})

describe('drawPng', () => {
  it('draws twice the size, with text where the names are and nothing beside them', async () => {
    for (const theme of [LIGHT, DARK]) {
      const spec = importsChart(profile, { width: 600, layout: 'rows' }, theme)
      const image = readPng(await drawPng(spec, theme, { width: 600 }))
      expect([image.width, image.height]).toEqual([1200, (spec.height ?? 0) * 2])
      // The names are in the first lines of 20 pixels below the axis, from pixel 4 on; GPUArrays is shorter than StaticArrays.
      const nameInk = (line: number, from: number, to: number): number => inkIn(image, from * 2, (22 + line * 20) * 2, (to - from) * 2, 40, theme.background)
      expect(nameInk(0, 4, 90)).toBeGreaterThan(300)
      expect(nameInk(1, 4, 70)).toBeGreaterThan(200)
      expect(nameInk(1, 74, 92)).toBe(0)
    }
  })

  it('draws no text without names: the ink above is that of the letters', async () => {
    const blank = profileWith(['  '])
    const image = readPng(await drawPng(importsChart(blank, { width: 600, layout: 'rows' }, LIGHT), LIGHT, { width: 600 }))
    expect(inkIn(image, 0, 44, 16, 40, LIGHT.background)).toBe(0)
  })

  it('keeps a chart of thousands of rows within what readers take', async () => {
    const many = profileWith(Array.from({ length: 900 }, (_, at) => `P${at}`))
    const spec = importsChart(many, { width: 300, layout: 'rows' }, LIGHT)
    expect(spec.height).toBeGreaterThan(16_000)
    const image = readPng(await drawPng(spec, LIGHT, { width: 300 }))
    expect(image.height).toBeLessThanOrEqual(16_001)
  })
})

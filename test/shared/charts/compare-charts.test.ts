/** The charts of a comparison on real recordings: what they say, and that every mark has a place. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import { compareBarsChart } from '../../../src/shared/charts/compare-bars-chart'
import { compareFlameChart } from '../../../src/shared/charts/compare-flame-chart'
import { alignImports, compareImportsChart, compareImportsLine } from '../../../src/shared/charts/compare-imports-chart'
import { compareInvalidationsChart } from '../../../src/shared/charts/compare-invalidations-chart'
import { LIGHT } from '../../../src/shared/charts/theme'
import { Comparison } from '../../../src/shared/profile/compare/comparison'

const FIXTURES = join(import.meta.dirname, '../../fixtures')

async function compared(...files: readonly string[]): Promise<Comparison> {
  const profiles = await Promise.all(files.map((file) => importBytes(readFileSync(join(FIXTURES, file)), file)))
  return new Comparison(profiles.map((profile, at) => ({ profile, label: 'ABC'[at] ?? '' })))
}

/** Numbers of all boxes that a custom series draws. */
function boxesOf(option: unknown): number[] {
  const found: number[] = []
  const visit = (value: unknown): void => {
    if (typeof value === 'function') visit((value as () => unknown)())
    else if (Array.isArray(value)) for (const one of value) visit(one)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) {
        if (key === 'boxes') found.push(...(one as number[]))
        else if (key === 'series' || key === 'children' || key === 'shape' || key === 'renderItem') visit(one)
      }
    }
  }
  visit(option)
  return found
}

describe('charts of a comparison', () => {
  it('draws totals on one scale and answers with the phase under the pointer', async () => {
    const comparison = await compared('compare/O2.jsonl', 'compare/O0.jsonl')
    const basis = comparison.bases.find(({ kind }) => kind === 'timeline')
    if (!basis) throw new Error('no run')
    const { hit, describe: tell, label, option } = compareBarsChart(basis, { width: 800, labels: comparison.labels }, LIGHT)
    expect(label).toMatch(/^The whole run: A \d+ ms, B \d+ ms$/)
    expect(boxesOf(option).every((number) => Number.isFinite(number) && number >= 0 && number <= 801)).toBe(true)
    expect(tell?.(hit?.(60, 12) ?? -1)[0]).toMatch(/^A: inference [\d.]+ ms$/)
    expect(tell?.(hit?.(60, 40) ?? -1)[1]).toMatch(/^\+[\d.]+ ms against A$/)
  })

  it('gives a box the same place in all bands', async () => {
    const comparison = await compared('compare/O2.jsonl', 'compare/O0.jsonl')
    const section = comparison.code('inference')
    const { flame } = comparison
    if (!flame || !section) throw new Error('no trees')
    const chart = compareFlameChart(flame, section, { from: 0, to: flame.tree.total, width: 1000, height: 400, firstDepth: 0, selected: 0, hovered: -1, labels: comparison.labels, nameOf: String }, LIGHT)
    expect(boxesOf(chart.option).every(Number.isFinite)).toBe(true)
    const rows = Array.from({ length: 400 }, (_, y) => chart.hit?.(300, y) ?? -1)
    const depthZero = rows.filter((node) => node === rows.find((one) => one >= 0))
    // A line of 18 pixels in each of the two bands.
    expect(depthZero).toHaveLength(36)
    expect(chart.describe?.(depthZero[0] ?? -1)).toEqual([expect.stringContaining('total('), expect.stringMatching(/^A: /), expect.stringMatching(/^B: .*[+−]/)])
  })

  it('puts packages on lines in reading order, each with a bar where it was loaded', async () => {
    const comparison = await compared('formats/time-imports/colors.txt', 'formats/time-imports/own_ext.txt')
    const { imports: section, sides } = comparison
    if (!section) throw new Error('no loads')
    const aligned = alignImports(sides, section)
    expect([...aligned.order].sort((a, b) => a - b)).toEqual([...section.rows.keys()])
    const chart = compareImportsChart(section, aligned, { width: 900, from: 0, to: aligned.total, selected: -1, labels: comparison.labels }, LIGHT)
    expect(boxesOf(chart.option).every(Number.isFinite)).toBe(true)
    expect(chart.hit?.(400, 22 + 1.5 * compareImportsLine(2))).toBe(aligned.order[1])
    expect(chart.describe?.(aligned.order[0] ?? -1)).toHaveLength(3)
  })

  it('draws a line of causes for each snapshot', async () => {
    const comparison = await compared('formats/invalidations/own_invalidator_mixed/trees.txt', 'formats/invalidations/own_meter/trees.txt')
    if (!comparison.invalidations) throw new Error('no causes')
    const { label, option } = compareInvalidationsChart(comparison.invalidations, { labels: comparison.labels, log: false, selected: -1 }, LIGHT)
    expect(label).toBe('Children of each cause of invalidation: A 5 causes with 466 children, B 1 causes with 13 children')
    expect((option.series as { readonly data: readonly { readonly value: readonly number[] }[] }[]).map(({ data }) => data.map(({ value }) => value[1]))).toEqual([[4, 82, 104, 138, 138], [13]])
  })
})

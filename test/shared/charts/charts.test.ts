import { describe, expect, it } from 'vitest'
import type { ChartSpec } from '../../../src/shared/charts/chart-spec'
import { FLAME_ROW, FLAME_TOP, flameChart, flameRows } from '../../../src/shared/charts/flame-chart'
import type { FlameView } from '../../../src/shared/charts/flame-chart'
import { importsChart } from '../../../src/shared/charts/imports-chart'
import { invalidationsChart } from '../../../src/shared/charts/invalidations-chart'
import { causesOf } from '../../../src/shared/profile/causes'
import { phasesChart } from '../../../src/shared/charts/phases-chart'
import { DARK, LIGHT, moduleColour } from '../../../src/shared/charts/theme'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { timeOrder } from '../../../src/shared/profile/time-order'
import { sandwich } from '../../../src/shared/profile/sandwich'
import type { Phases } from '../../../src/shared/profile/phases'
import type { Profile } from '../../../src/shared/profile/tables'
import { frameNamed, profileOf } from '../profile/tree-text'

interface Drawn {
  readonly type: string
  readonly x?: number
  readonly y?: number
  readonly shape?: { readonly boxes: readonly number[] }
  readonly style: { readonly text?: string; readonly fill?: string; readonly stroke?: string; readonly opacity?: number }
}

/** The elements of a chart drawn by hand, in the order in which they are painted. */
function elementsOf(spec: ChartSpec): readonly Drawn[] {
  const [series] = spec.option.series as { renderItem: () => { children: Drawn[] } }[]
  return series?.renderItem().children ?? []
}
const textsOf = (spec: ChartSpec): string[] => elementsOf(spec).flatMap(({ style }) => style.text ?? [])

/** Boxes of a colour as `left top width height`. */
function boxesOf(spec: ChartSpec, colour: string, by: 'fill' | 'stroke' = 'fill', opacity?: number): string[] {
  const found: string[] = []
  for (const { style, shape } of elementsOf(spec)) {
    if (style[by] !== colour || style.opacity !== opacity || !shape) continue
    for (let at = 0; at < shape.boxes.length; at += 4) found.push(shape.boxes.slice(at, at + 4).map((value) => Number(value.toFixed(3))).join(' '))
  }
  return found
}


const legendOf = (spec: ChartSpec): string[] =>
  ((spec.option.graphic ?? []) as Drawn[]).flatMap(({ style }) => style.text ?? [])

describe('flameChart', () => {
  const profile = profileOf(`
    Main.run 0 100
      Base.map 0 50 - notPrecompilable
        Main.f 10 20
      Base.get 50 30 - constProp
      Main.f 80 20
  `)
  const flame = timeOrder(profile.inference)
  const chart = (view: Partial<FlameView> = {}, theme = LIGHT): ChartSpec =>
    flameChart(profile, { flame, from: 0, to: 100, width: 1000, height: 200, ...view }, theme)
  const row = (depth: number): number => FLAME_TOP + depth * FLAME_ROW

  it('paints not precompilable red with a line below, constant propagation orange with a line above, the rest by package', () => {
    expect(boxesOf(chart(), LIGHT.lost)).toEqual([`0 ${row(1)} 499 17`])
    expect(boxesOf(chart(), LIGHT.constProp)).toEqual([`500 ${row(1)} 299 17`])
    expect(boxesOf(chart(), moduleColour('Main', LIGHT))).toEqual([`0 ${row(0)} 999 17`, `800 ${row(1)} 199 17`, `100 ${row(2)} 199 17`])
    expect(boxesOf(chart(), LIGHT.ink, 'fill', 0.8)).toEqual([`0 ${row(1) + 14} 499 2`, `500 ${row(1) + 1} 299 2`])
    expect(boxesOf(chart({}, DARK), DARK.lost)).toHaveLength(1)
  })

  it('shows only the window, and names that fit', () => {
    expect(textsOf(chart())).toEqual(['run', 'map', 'get', 'f', 'f'])
    expect(textsOf(chart({ from: 50, to: 80 }))).toEqual(['run', 'get'])
    expect(textsOf(chart({ firstDepth: 2 }))).toEqual(['f'])
    expect(textsOf(chart({ nameOf: () => 'abcdefghij', from: 0, to: 1000, firstDepth: 1 }))).toEqual(['abcde…', 'ab…'])
  })

  it('dims what a search did not find and frames what it found', () => {
    const hits = new Uint8Array(profile.frames.length)
    hits[frameNamed(profile, 'Main.f')] = 1
    const spec = chart({ hits })
    expect(boxesOf(spec, LIGHT.lost)).toEqual([])
    expect(boxesOf(spec, LIGHT.lost, 'fill', 0.3)).toHaveLength(1)
    expect(boxesOf(spec, LIGHT.accent, 'stroke')).toEqual([`800 ${row(1)} 199 17`, `100 ${row(2)} 199 17`])
  })

  it('outlines the selected box, also where the window cuts it', () => {
    const map = 1
    expect(boxesOf(chart({ selected: map }), LIGHT.ink, 'stroke')).toEqual([`1 ${row(1) + 1} 497 15`])
    expect(boxesOf(chart({ selected: map, from: 25, to: 50 }), LIGHT.ink, 'stroke')).toEqual([`1 ${row(1) + 1} 997 15`])
    expect(boxesOf(chart({ selected: map, firstDepth: 2 }), LIGHT.ink, 'stroke')).toEqual([])
  })

  it('says what is at a point, where it was drawn', () => {
    const { hit, describe: about } = chart()
    expect([hit?.(500, row(0) + 1), hit?.(600, row(1) + 1), hit?.(150, row(2) + 1), hit?.(50, row(2) + 1)]).toEqual([0, 2, 4, -1])
    expect([hit?.(500, 3), hit?.(-1, row(0)), hit?.(500, row(20))]).toEqual([-1, -1, -1])
    expect(about?.(1)).toEqual(['Base.map()', 'inclusive 50.0 ns (50 %), exclusive 30.0 ns', 'in Base', 'not precompilable'])
    expect(about?.(-1)).toEqual([])
  })

  it('stands on its head for callers', () => {
    const { callers } = sandwich(profile.inference, frameNamed(profile, 'Main.f'))
    const spec = flameChart(profile, { flame: callers, from: 0, to: callers.total, width: 400, height: FLAME_TOP + 3 * FLAME_ROW, direction: 'up' }, LIGHT)
    const bottom = FLAME_TOP + 2 * FLAME_ROW
    expect(elementsOf(spec).filter(({ style }) => style.text === 'f').map(({ y }) => (y ?? 0) > bottom)).toEqual([true])
    expect(spec.hit?.(10, bottom + 2)).toBe(0)
  })

  it('draws no more than can be told apart, whatever the size of the tree', () => {
    const builder = new ProfileBuilder()
    const block = builder.block({ part: 'stacks', format: 'x', title: 'x' })
    const frames = [1, 2, 3].map((at) => builder.frame({ signature: `f${at}` }))
    for (let root = 0; root < 30_000; root++) {
      const parent = builder.add('stacks', { frame: frames[0], start: root * 10, inclusive: 9, block })
      builder.add('stacks', { frame: frames[root % 3], parent, start: root * 10, inclusive: 5, block })
    }
    const many = builder.finish()
    const wide = timeOrder(many.stacks)
    const spec = flameChart(many, { flame: wide, from: 0, to: wide.total, width: 800, height: 300 }, LIGHT)
    const boxes = elementsOf(spec).reduce((sum, { shape }) => sum + (shape?.boxes.length ?? 0) / 4, 0)
    expect(boxes).toBeLessThan(2 * 2 * 800)
    expect(elementsOf(spec).length).toBeLessThan(20)
    expect(spec.label).toBe('Flame graph of 60,000 boxes, 300 µs in all, 2 levels')
    expect(flameRows(300)).toBe(15)
  })
})

describe('importsChart', () => {
  function loads(): Profile {
    const builder = new ProfileBuilder()
    const block = builder.block({ part: 'imports', format: 'time-imports', title: 'x' })
    const outer = builder.add('imports', { name: 'Outer', kind: 'package', start: 0, inclusive: 100e6, exclusive: 60e6, compilePercent: 50, recompilePercent: 20, block })
    builder.add('imports', { name: 'Inner', kind: 'package', parent: outer, start: 0, inclusive: 30e6, exclusive: 30e6, compilePercent: 250, block })
    builder.add('imports', { name: 'Outer.__init__()', kind: 'init', parent: outer, start: 90e6, inclusive: 10e6, exclusive: 10e6, block })
    builder.add('imports', { name: 'Ext\n<b>', kind: 'extension', owner: 'Outer', start: 100e6, inclusive: 100e6, exclusive: 100e6, block })
    return builder.finish()
  }
  const profile = loads()

  it('gives every load a line, names indented, times behind the bars', () => {
    const spec = importsChart(profile, { width: 800, layout: 'rows' }, LIGHT)
    const texts = elementsOf(spec).filter(({ style }) => style.text !== undefined)
    expect(texts.filter((_, at) => at % 2 === 0).map(({ x, style }) => [x, style.text])).toEqual([
      [4, 'Outer'], [16, 'Inner'], [16, 'Outer.__init__()'], [4, 'Outer → Ext <b>'],
    ])
    expect(texts.filter((_, at) => at % 2 === 1).map(({ style }) => style.text)).toEqual(['100 ms', '30.0 ms', '10.0 ms', '100 ms'])
    expect([0, 1, 2, 3].map((line) => spec.hit?.(400, 22 + line * 20 + 10))).toEqual([0, 1, 2, 3])
    expect([spec.hit?.(400, 10), spec.hit?.(400, 22 + 4 * 20)]).toEqual([-1, -1])
  })

  it('draws the compile share within the bar, and compiling again within that', () => {
    const spec = importsChart(profile, { width: 1000, layout: 'nested' }, LIGHT)
    // 1000 pixels are 200 ms: half of Outer is 250 pixels, a fifth of that 50; Inner's 250 % is no more than all of it.
    expect(boxesOf(spec, LIGHT.phases.compile)).toEqual(['0 36 250 5', '0 56 150 5'])
    expect(boxesOf(spec, LIGHT.phases.recompile)).toEqual(['0 36 50 5'])
  })

  it('nests in time, marks extensions hollow and __init__ low', () => {
    const spec = importsChart(profile, { width: 1000, layout: 'nested' }, LIGHT)
    expect(boxesOf(spec, LIGHT.phases.load)).toEqual(['0 23 499 18', '0 43 149 18', '450 47.5 49 9'])
    expect(boxesOf(spec, LIGHT.phases.load, 'stroke')).toEqual(['501 24 497 16'])
    expect([spec.hit?.(10, 30), spec.hit?.(10, 50), spec.hit?.(460, 50), spec.hit?.(900, 30), spec.hit?.(300, 50)]).toEqual([0, 1, 2, 3, -1])
    expect(legendOf(spec)).toEqual(['package', 'extension', '__init__', 'share spent compiling', 'of it compiling again'])
    expect(spec.describe?.(3)).toEqual(['Outer → Ext <b>', 'package extension', 'inclusive 100 ms, exclusive 100 ms'])
    expect(spec.describe?.(0)).toEqual(['Outer', 'inclusive 100 ms, exclusive 60.0 ms', '50 % compilation time (20 % of it again)'])
  })

  it('zooms: shares are of the whole bar, however little of it is seen', () => {
    const spec = importsChart(profile, { width: 1000, layout: 'nested', from: 25e6, to: 75e6 }, LIGHT)
    expect(boxesOf(spec, LIGHT.phases.compile)[0]).toBe('0 36 500 5')
    expect(boxesOf(spec, LIGHT.phases.recompile)).toEqual([])
  })

  it('draws an empty part without a fault', () => {
    const spec = importsChart(new ProfileBuilder().finish(), { width: 800, layout: 'rows' }, LIGHT)
    expect(spec.label).toBe('Timeline of 0 loads, 0 s in all')
    expect(spec.hit?.(10, 30)).toBe(-1)
  })
})

describe('invalidationsChart', () => {
  const builder = new ProfileBuilder()
  for (const title of ['before', 'after']) {
    const block = builder.block({ part: 'invalidations', format: 'x', title })
    const cause = (name: string, children: number): number =>
      builder.add('invalidations', { kind: 'cause', reason: 'inserting', frame: builder.frame({ signature: name }), children, block })
    cause('big(x)', title === 'before' ? 900 : 30)
    cause('none(x)', 0)
    const counted = cause('counted(x)', -1)
    const root = builder.add('invalidations', { kind: 'backedges', parent: counted, block })
    builder.add('invalidations', { kind: 'node', parent: root, block })
  }
  const profile = builder.finish()
  interface Line { name: string; data: { id: string; value: [number, number] }[] }

  it('draws the i-th cause against its children, fewest first, one line for each run', () => {
    const spec = invalidationsChart(profile, { log: false }, LIGHT)
    expect((spec.option.series as Line[]).map(({ name, data }) => [name, ...data.map(({ id, value }) => `${id}: ${value.join(' ')}`)])).toEqual([
      ['before', '1: 1 0', '2: 2 2', '0: 3 900'],
      ['after', '6: 1 0', '7: 2 2', '5: 3 30'],
    ])
    expect(spec.label).toBe('6 causes of invalidation with 934 children')
    expect(spec.describe?.(0)).toEqual(['inserting big(x)', '900 children'])
  })

  it('keeps causes without children on a logarithmic axis', () => {
    const spec = invalidationsChart(profile, { log: true, blocks: [0] }, LIGHT)
    const [line] = spec.option.series as Line[]
    expect(line?.data.map(({ value }) => value[1])).toEqual([0.5, 2, 900])
    expect(causesOf(profile, 0).map(({ children }) => children)).toEqual([0, 2, 900])
    expect(spec.describe?.(1)).toEqual(['inserting none(x)', '0 children'])
  })
})

type PhaseSegment = Phases['segments'][number]

describe('phasesChart', () => {
  const segment = (phase: PhaseSegment['phase'], nanoseconds: number, provenance: PhaseSegment['provenance'] = 'measured'): PhaseSegment => ({
    phase, nanoseconds, provenance, label: 'from @time', block: 0,
  })
  const phases = { total: 4e9, segments: [segment('load', 2e9), segment('run', 0), segment('inference', 2e9, 'estimated')] }

  it('hatches what was not measured, and leaves out what took no time', () => {
    const spec = phasesChart(phases, { width: 800 }, LIGHT)
    const bars = spec.option.series as { name: string; itemStyle: { color: string; decal?: unknown }; label: { formatter: string } }[]
    expect(bars.map(({ name, itemStyle, label }) => [name, itemStyle.color, itemStyle.decal !== undefined, label.formatter])).toEqual([
      ['0', LIGHT.phases.load, false, 'Load 50 %'],
      ['2', LIGHT.phases.inference, true, 'Inference 50 %'],
    ])
    expect(legendOf(spec)).toEqual(['Load 2.00 s', 'Inference 2.00 s (estimated)'])
    expect(spec.describe?.(2)).toEqual(['Inference: 2.00 s (50 %)', 'from @time', 'estimated'])
    expect(spec.label).toBe('4.00 s in all: Load 50 %, Inference 50 %')
  })

  it('wraps the legend where it is narrow', () => {
    const wide = phasesChart(phases, { width: 800 }, LIGHT).height ?? 0
    expect(phasesChart(phases, { width: 200 }, LIGHT).height).toBeGreaterThan(wide)
  })
})

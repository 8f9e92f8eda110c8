import { describe, expect, it } from 'vitest'
import { importsChart, IMPORTS_LINE, IMPORTS_TOP } from '../../../src/shared/charts/imports-chart'
import { importsTimeline, linesBetween, ownSpans } from '../../../src/shared/charts/imports-timeline'
import { LIGHT } from '../../../src/shared/charts/theme'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import type { Profile } from '../../../src/shared/profile/tables'

/** Lines `name start inclusive`, indented by nesting; times in nanoseconds. */
function loads(text: string): Profile {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'imports', format: 'time-imports', title: 'x' })
  const open: number[] = []
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const depth = (/^ */.exec(line)?.[0].length ?? 0) / 2
    const [name = '', start = '', inclusive = ''] = line.trim().split(' ')
    open.length = depth
    open.push(builder.add('imports', { name, kind: 'package', parent: open[depth - 1] ?? -1, start: Number(start), inclusive: Number(inclusive), block }))
  }
  return builder.finish()
}
const profile = loads(`
A 0 100
  B 0 30
    C 10 10
  D 40 20
E 100 50
`)
const timeline = importsTimeline(profile)
const named = (nodes: Int32Array): string => Array.from(nodes, (node) => timeline.names[node]).join(' ')
const nodeOf = (name: string): number => timeline.names.indexOf(name)

describe('importsTimeline', () => {
  it('reads a package, then what it loaded', () => {
    expect(named(timeline.order)).toBe('A B C D E')
    expect(Array.from(timeline.nodeOfRow, (node) => timeline.names[node]).join(' ')).toBe('A B C D E')
  })

  it('gives a package the stretches that nothing below it fills', () => {
    expect(ownSpans(timeline, nodeOf('A'))).toEqual([30, 40, 60, 100])
    expect(ownSpans(timeline, nodeOf('B'))).toEqual([0, 10, 20, 30])
    expect(ownSpans(timeline, nodeOf('E'))).toEqual([100, 150])
  })

  it('keeps the loads of which something is in the window', () => {
    expect(named(linesBetween(timeline, 45, 55))).toBe('A D')
    expect(named(linesBetween(timeline, 101, 150))).toBe('E')
    expect(named(linesBetween(timeline, 0, timeline.tree.total))).toBe('A B C D E')
  })
})

describe('importsChart in a window', () => {
  const rowAt = (view: Partial<Parameters<typeof importsChart>[1]>, line: number): string => {
    const spec = importsChart(profile, { width: 800, layout: 'rows', ...view }, LIGHT)
    const row = spec.hit?.(400, IMPORTS_TOP + line * IMPORTS_LINE + 5) ?? -1
    return row < 0 ? '' : (profile.strings[profile.imports.name[row] ?? -1] ?? '')
  }
  const height = IMPORTS_TOP + 2 * IMPORTS_LINE + 8 + 20

  it('draws the lines that fit, from the first that is asked for', () => {
    expect([0, 1, 2].map((line) => rowAt({ height }, line))).toEqual(['A', 'B', ''])
    expect([0, 1, 2].map((line) => rowAt({ height, firstLine: 2 }, line))).toEqual(['C', 'D', ''])
  })

  it('stays within the lines that there are', () => {
    expect([0, 1, 2].map((line) => rowAt({ height, firstLine: 99 }, line))).toEqual(['D', 'E', ''])
    expect([0, 1].map((line) => rowAt({ height: 1 }, line))).toEqual(['A', ''])
  })

  it('gives a line only to what is in the window of the axis', () => {
    expect([0, 1, 2].map((line) => rowAt({ from: 45, to: 55 }, line))).toEqual(['A', 'D', ''])
  })

  it('tells neighbouring ticks apart however far the axis is zoomed', () => {
    const { option } = importsChart(profile, { width: 800, layout: 'rows', from: 12.05e9, to: 12.25e9 }, LIGHT)
    const { formatter } = (option.xAxis as { axisLabel: { formatter: (value: number) => string } }).axisLabel
    expect([12.1e9, 12.15e9, 12.2e9].map((value) => formatter(value))).toEqual(['12.10 s', '12.15 s', '12.20 s'])
  })
})

/** The strip above a flame graph. */
import { describe, expect, it } from 'vitest'
import { flameMinimap } from '../../../src/shared/charts/flame-minimap'
import { LIGHT } from '../../../src/shared/charts/theme'
import { timeOrder } from '../../../src/shared/profile/time-order'
import { profileOf } from '../profile/tree-text'

interface Drawn { readonly shape?: { readonly boxes: readonly number[] }; readonly style: { readonly fill: string; readonly opacity?: number } }

function drawn(text: string, height: number, hits?: Uint8Array): Drawn[] {
  const profile = profileOf(text)
  const { option } = flameMinimap(profile, { flame: timeOrder(profile.inference), width: 100, height, ...(hits ? { hits } : {}) }, LIGHT)
  const [series] = option.series as unknown as [{ renderItem: () => { children: Drawn[] } }]
  return series.renderItem().children
}
const boxesOf = (list: readonly Drawn[]): string[] =>
  list.flatMap(({ shape }) => {
    const boxes = shape?.boxes ?? []
    return Array.from({ length: boxes.length / 4 }, (_, at) => boxes.slice(at * 4, at * 4 + 4).map((value) => Math.round(value * 10) / 10).join(' '))
  })

describe('the minimap', () => {
  it('draws every level, no higher than it must be', () => {
    expect(boxesOf(drawn('A.a 0 10 5\n  A.b 5 5 5', 40))).toEqual(['0 0 100 6', '50 6 50 6'])
    expect(boxesOf(drawn('A.a 0 10 5\n  A.b 5 5 5', 4))).toEqual(['0 0 100 2', '50 2 50 2'])
  })
  it('leaves levels out where there are more than pixels, and stays within its height', () => {
    const deep = Array.from({ length: 100 }, (_, depth) => `${'  '.repeat(depth)}A.f${depth} 0 10 -`).join('\n')
    const boxes = boxesOf(drawn(deep, 20))
    expect(boxes).toHaveLength(20)
    expect(boxes.at(-1)).toBe('0 19 100 1')
  })
  it('dims what a search did not find', () => {
    const found = drawn('A.a 0 10 5\n  A.b 5 5 5', 40, Uint8Array.from([0, 1]))
    expect(found.map(({ style }) => style.opacity ?? 1)).toEqual([0.25, 1])
    expect(boxesOf(found.slice(1))).toEqual(['50 6 50 6'])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Boxes, FlameTree, FlameWindow } from '../../../src/shared/profile/flame-layout'
import { layoutBoxes, nodeAt, widestNodeOf } from '../../../src/shared/profile/flame-layout'
import { timeOrder } from '../../../src/shared/profile/time-order'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { textAt } from '../../../src/shared/profile/tables'
import type { Profile } from '../../../src/shared/profile/tables'
import { frameNamed, lines, linesOf, profileOf } from './tree-text'

function expectTimeOrder(text: string, expected: string, blocks?: number[]): void {
  const profile = profileOf(text)
  expect(linesOf(profile, timeOrder(profile.inference, blocks))).toEqual(lines(expected))
}

describe('timeOrder', () => {
  it('puts every call where it happened, counted from the first', () => {
    expectTimeOrder(
      `
      main 100 10
        f 101 4
          g 103 1
        f 106 2
      main 115 3
      `,
      `
      main 0..10 4
        f 1..5 3
          g 3..4 1
        f 6..8 2
      main 15..18 3
      `,
    )
  })

  it('lays children end to end from the left where the tool did not say when', () => {
    expectTimeOrder(
      `
      main - 10
        f - 4
          g - 1
        h - 2
      `,
      `
      main 0..10 4
        f 0..4 3
          g 0..1 1
        h 4..6 2
      `,
    )
  })

  it('sorts calls that were not printed in order', () => {
    expectTimeOrder(
      `
      main 0 10
        b 6 2
        a 1 4
      `,
      `
      main 0..10 4
        a 1..5 4
        b 6..8 2
      `,
    )
  })

  it('gives a parent without times the span of its children', () => {
    expectTimeOrder(
      `
      ROOT
        a 10 4
        b 20 5
      `,
      `
      ROOT 0..15 0
        a 0..4 4
        b 10..15 5
      `,
    )
  })

  it('keeps children within their parent, and apart from each other', () => {
    expectTimeOrder(
      `
      sums - 4
        a - 6
        b - 2
      ---
      sticks 0 4
        c 3 4
      ---
      overlaps 10 8
        d 10 4
        e 12 4
      `,
      `
      sums 0..4 0
        a 0..3 6
        b 3..4 2
      sticks 4..8 0
        c 7..8 4
      overlaps 8..16 0
        d 8..12 4
        e 12..16 4
      `,
    )
  })

  it('lays blocks one after another, each from its own first start', () => {
    const text = `
      a 1000 5
      ---
      b 7 2
        c 8 1
      ---
      d - 3
      e - 1
      `
    expectTimeOrder(text, `
      a 0..5 5
      b 5..7 1
        c 6..7 1
      d 7..10 3
      e 10..11 1
      `)
    expectTimeOrder(text, `
      d 0..3 3
      e 3..4 1
      a 4..9 5
      `, [2, 0])
  })

  it('makes nothing of nothing', () => {
    const flame = timeOrder(new ProfileBuilder().finish().inference)
    expect(flame).toMatchObject({ length: 0, total: 0, maxDepth: 0 })
    expect(layoutBoxes(flame, { from: 0, to: 1, pixels: 100 }).length).toBe(0)
    expect(layoutBoxes(flame, { from: 0, to: 0, pixels: 100 }).length).toBe(0)
    expect(nodeAt(flame, 0, 0)).toBe(-1)
  })
})

const round = (value = NaN): number => Number(value.toFixed(6))

/** `name left+width`, level by level; `grey×count` where boxes are merged. */
function drawn(profile: Profile, flame: FlameTree, boxes: Boxes): string[] {
  return Array.from(boxes.node, (node, at) => {
    const name = node < 0 ? `grey×${boxes.count[at]}` : textAt(profile, profile.frames.name[flame.frame[node] ?? -1])
    return `${boxes.depth[at]} ${name} ${round(boxes.left[at])}+${round(boxes.width[at])}`
  })
}

describe('layoutBoxes', () => {
  const profile = profileOf(`
    main 0 100
      a 0 40
      b 40 0.2
      c 40.2 0.1
      d 41 10
      e 60 0.1
      f 60.1 0.3
      g 61 0.2
      h 80 0.1
  `)
  const flame = timeOrder(profile.inference)
  const boxesOf = (window: Partial<FlameWindow>): string[] => drawn(profile, flame, layoutBoxes(flame, { from: 0, to: 100, pixels: 100, ...window }))

  it('merges narrow boxes into one grey box for each gap', () => {
    expect(boxesOf({})).toEqual([
      '0 main 0+100', '1 a 0+40', '1 grey×2 40+0.3', '1 d 41+10', '1 grey×2 60+0.4', '1 grey×1 61+0.2', '1 grey×1 80+0.1',
    ])
  })

  it('gives only what is seen, cut at the edges', () => {
    expect(boxesOf({ from: 30, to: 50, firstDepth: 1 })).toEqual(['1 a 0+50', '1 b 50+1', '1 c 51+0.5', '1 d 55+45'])
    expect(boxesOf({ from: 30, to: 50, lastDepth: 0 })).toEqual(['0 main 0+100'])
    expect(boxesOf({ from: 52, to: 59, firstDepth: 1 })).toEqual([])
    expect(boxesOf({ from: 90, to: 300, firstDepth: 0 })).toEqual(['0 main 0+4.761905'])
  })

  it('merges more where there would be too many boxes', () => {
    const boxes = layoutBoxes(flame, { from: 0, to: 100, pixels: 1000, maxBoxes: 6 })
    expect(boxes.length).toBeLessThanOrEqual(6)
    expect(boxes.minPixels).toBeGreaterThan(0.5)
  })

  it('comes to an end where doubles have no smaller steps', () => {
    const far = profileOf('a 0 1e15\nb 1e15 0\nc 1e15 0\nd 1e15 1e15')
    const tree = timeOrder(far.inference)
    expect(layoutBoxes(tree, { from: 1e15, to: 1e15 + 0.25, pixels: 100 }).length).toBeGreaterThan(0)
  })

  const upTo = (max: number, min = 0): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
  const trees = fc.array(fc.record({ up: fc.nat(4), inclusive: upTo(50), gap: upTo(5), timed: fc.boolean() }), { minLength: 1, maxLength: 60 })
  const windows = fc.record({ from: upTo(0.9), share: upTo(1, 0.001), pixels: fc.integer({ min: 1, max: 300 }) })

  function randomFlame(rows: readonly { up: number; inclusive: number; gap: number; timed: boolean }[]): FlameTree {
    const builder = new ProfileBuilder()
    const block = builder.block({ part: 'inference', format: 'x', title: 'x' })
    let clock = 0
    for (const [at, { up, inclusive, gap, timed }] of rows.entries()) {
      clock += gap
      builder.add('inference', { frame: builder.frame({ signature: `f${at % 5}` }), parent: at - 1 - up, start: timed ? clock : undefined, inclusive, block })
    }
    return timeOrder(builder.finish().inference)
  }

  it('keeps every box within its parent and every level free of overlap, whatever a tool printed', () => {
    fc.assert(fc.property(trees, (rows) => {
      const tree = randomFlame(rows)
      for (let node = 0; node < tree.length; node++) {
        const start = tree.start[node] ?? NaN
        const end = start + (tree.duration[node] ?? NaN)
        const up = tree.parent[node] ?? -1
        const slack = 1e-9 * (1 + tree.total)
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(tree.total + slack)
        if (up >= 0) {
          expect(up).toBeLessThan(node)
          expect(start).toBeGreaterThanOrEqual(tree.start[up] ?? NaN)
          expect(end).toBeLessThanOrEqual((tree.start[up] ?? NaN) + (tree.duration[up] ?? NaN) + slack)
        }
        const left = node - 1
        if (left >= 0 && tree.depth[left] === tree.depth[node]) expect((tree.start[left] ?? NaN) + (tree.duration[left] ?? NaN)).toBeLessThanOrEqual(start + slack)
      }
    }), { numRuns: 300 })
  })

  it('counts every node of the window once: alone where it is wide enough, else in a grey box', () => {
    fc.assert(fc.property(trees, windows, (rows, { from, share, pixels }) => {
      const tree = randomFlame(rows)
      fc.pre(tree.total > 1e-3)
      const window = { from: from * tree.total, to: (from + share) * tree.total, pixels }
      const scale = pixels / (window.to - window.from)
      const boxes = layoutBoxes(tree, window)
      const seen = new Set<number>()
      let inWindow = 0
      for (let node = 0; node < tree.length; node++) {
        const start = tree.start[node] ?? NaN
        const end = start + (tree.duration[node] ?? NaN)
        if (end > window.from && start < window.to) {
          inWindow++
          if ((end - start) * scale >= 0.5 + 1e-9) seen.add(node)
        }
      }
      let counted = 0
      const drawnNodes = new Set<number>()
      for (let at = 0; at < boxes.length; at++) {
        counted += boxes.count[at] ?? 0
        const node = boxes.node[at] ?? -1
        if (node >= 0) {
          expect(((tree.duration[node] ?? NaN) * scale)).toBeGreaterThanOrEqual(0.5 - 1e-9)
          expect(drawnNodes.has(node)).toBe(false)
          drawnNodes.add(node)
          seen.delete(node)
        }
        expect(boxes.left[at]).toBeGreaterThanOrEqual(0)
        expect((boxes.left[at] ?? NaN) + (boxes.width[at] ?? NaN)).toBeLessThanOrEqual(pixels + 1e-6)
      }
      expect([...seen]).toEqual([])
      // A jump over narrow boxes may take in some that begin just right of the window.
      expect(counted).toBeGreaterThanOrEqual(inWindow)
    }), { numRuns: 300 })
  })

  it('looks at pixels, not at nodes: a hundred thousand calls in a row give at most two boxes a pixel', () => {
    const builder = new ProfileBuilder()
    const block = builder.block({ part: 'inference', format: 'x', title: 'x' })
    const frame = builder.frame({ signature: 'f' })
    let reads = 0
    for (let at = 0; at < 100_000; at++) builder.add('inference', { frame, start: at, inclusive: 0.9, block })
    const tree = timeOrder(builder.finish().inference)
    const counting = new Proxy(tree.start, { get: (target, key) => (reads++, Reflect.get(target, key) as unknown) })
    const boxes = layoutBoxes({ ...tree, start: counting }, { from: 0, to: tree.total, pixels: 500 })
    expect(boxes.length).toBeLessThanOrEqual(1000)
    expect(boxes.count.reduce((sum, count) => sum + count)).toBe(100_000)
    expect(reads).toBeLessThan(30_000)
  })
})

describe('nodeAt, widestNodeOf', () => {
  const profile = profileOf(`
    main 0 10
      f 1 2
      f 5 4
  `)
  const flame = timeOrder(profile.inference)

  it('finds the box under a point', () => {
    expect([0, 0.5, 1, 2.9, 3, 4.9, 5, 8.9, 9].map((position) => nodeAt(flame, position, 1))).toEqual([-1, -1, 1, 1, -1, -1, 2, 2, -1])
    expect([nodeAt(flame, 9.5, 0), nodeAt(flame, 10, 0), nodeAt(flame, 5, 2), nodeAt(flame, 5, -1)]).toEqual([0, -1, -1, -1])
  })

  it('finds the widest box of a frame', () => {
    expect(widestNodeOf(flame, frameNamed(profile, 'f'))).toBe(2)
    expect(widestNodeOf(flame, 99)).toBe(-1)
  })
})

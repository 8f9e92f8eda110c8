/** Steps within a flame tree, and the way from a row to its box. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeOrder } from '../../../src/shared/profile/time-order'
import type { FlameTree } from '../../../src/shared/profile/flame-layout'
import type { FlameStep } from '../../../src/shared/profile/flame-walk'
import { childrenOf, nodeOfRow, stepFrom } from '../../../src/shared/profile/flame-walk'
import { leftHeavy } from '../../../src/shared/profile/left-heavy'
import { textAt } from '../../../src/shared/profile/tables'
import type { Profile } from '../../../src/shared/profile/tables'
import { profileOf } from './tree-text'

const profile = profileOf(`
  main - 10 1
    f - 3 1
      g - 2 2
    h - 1 1
    f - 5 2
      k - 1 1
      f - 2 2
  last - 1 1
`)
const tree = profile.inference
const nameOf = (flame: FlameTree, node: number): string => (node < 0 ? '-' : textAt(profile, profile.frames.name[flame.frame[node] ?? -1]))

describe('steps in a flame tree', () => {
  const flame = timeOrder(tree)
  const walk = (steps: readonly FlameStep[]): string => {
    let node = -1
    return steps.map((step) => nameOf(flame, (node = stepFrom(flame, node, step)))).join(' ')
  }
  it('begins at the widest root, goes to the widest child, and back', () => {
    expect(walk(['child', 'child', 'child', 'parent', 'parent'])).toBe('main f f f main')
  })
  it('goes along a level, past the edges of parents, and stops at its ends', () => {
    expect(walk(['right', 'child', 'left', 'left', 'left', 'right'])).toBe('main f h f f h')
    expect(walk(['child', 'right', 'right'])).toBe('main last last')
  })
  it('stays where there is nothing further', () => {
    expect(walk(['child', 'parent'])).toBe('main main')
    expect(walk(['child', 'right', 'child'])).toBe('main last last')
    expect(stepFrom(timeOrder(tree, [99]), -1, 'child')).toBe(-1)
  })
})

describe('the box of a row', () => {
  it('is its own in time order', () => {
    const flame = timeOrder(tree)
    for (let row = 0; row < tree.length; row++) expect(flame.row[nodeOfRow(flame, tree, row)]).toBe(row)
  })
  it('is that of its stack where calls are merged', () => {
    const flame = leftHeavy(tree)
    const first = nodeOfRow(flame, tree, 1)
    expect([nameOf(flame, first), flame.count[first]]).toEqual(['f', 2])
    expect(nodeOfRow(flame, tree, 4)).toBe(first)
    // The call of f by f is a box of its own.
    expect(flame.parent[nodeOfRow(flame, tree, 6)]).toBe(first)
  })
  it('is that of the outer call where recursion is flattened', () => {
    const flame = leftHeavy(tree, undefined, { flatten: true })
    expect(nodeOfRow(flame, tree, 6)).toBe(nodeOfRow(flame, tree, 4))
  })
  it('is found below a row that was left out of the drawing, which itself has none', () => {
    const block = tree.block.slice()
    block[0] = -1
    const flame = timeOrder({ ...tree, block }, [0])
    expect(nodeOfRow(flame, tree, 0)).toBe(-1)
    expect(flame.row[nodeOfRow(flame, tree, 2)]).toBe(2)
    expect(nodeOfRow(flame, tree, 99)).toBe(-1)
  })
})

/** A tree with few names, so that many calls share their stack. */
const anyProfile = fc
  .array(fc.record({ up: fc.nat(), name: fc.integer({ min: 0, max: 2 }), time: fc.integer({ min: 0, max: 9 }) }), { minLength: 1, maxLength: 30 })
  .map((rows): Profile => {
    const depths: number[] = []
    const lines = rows.map(({ up, name, time }, at) => {
      const depth = at === 0 ? 0 : up % ((depths[at - 1] ?? 0) + 2)
      depths.push(depth)
      return `${'  '.repeat(depth)}f${name} - - ${time}`
    })
    return profileOf(lines.join('\n'))
  })

describe('laws', () => {
  it('every row has a box of its frame, in time order and left heavy', () => {
    fc.assert(
      fc.property(anyProfile, ({ inference }) => {
        for (const flame of [timeOrder(inference), leftHeavy(inference), leftHeavy(inference, undefined, { flatten: true })]) {
          for (let row = 0; row < inference.length; row++) {
            const node = nodeOfRow(flame, inference, row)
            expect(node).toBeGreaterThanOrEqual(0)
            expect(flame.frame[node]).toBe(inference.frame[row])
          }
        }
      }),
      { numRuns: 100 },
    )
  })
  it('children are all nodes with that parent', () => {
    fc.assert(
      fc.property(anyProfile, ({ inference }) => {
        const flame = leftHeavy(inference)
        for (let node = -1; node < flame.length; node++) {
          const { from, to } = childrenOf(flame, node)
          const expected = [...flame.parent.keys()].filter((child) => flame.parent[child] === node)
          expect(Array.from({ length: to - from }, (_, at) => from + at)).toEqual(expected)
        }
      }),
      { numRuns: 100 },
    )
  })
})

/** A table that folds. */
import { describe, expect, it } from 'vitest'
import { branch, unfold, withAncestors } from '../../src/renderer/src/components/table/tree'

//  0 ─ 1 ─ 2        3 ─ 4
//  └─ 5
const parents = [-1, 0, 1, -1, 3, 0]
const tree = { parentOf: (row: number) => parents[row] ?? -1 }
const all = Int32Array.from([0, 1, 2, 3, 4, 5])

function shown(ordered: Int32Array, open: readonly number[]): string {
  const { rows, depths } = unfold(branch(tree, ordered), (row) => open.includes(row))
  return [...rows].map((row, at) => `${'.'.repeat(depths[at] ?? 0)}${row}`).join(' ')
}

describe('a table that folds', () => {
  it('shows the top while everything is closed', () => {
    expect(shown(all, [])).toBe('0 3')
  })
  it('shows children below their parent, and not those of a closed parent that is itself hidden', () => {
    expect(shown(all, [0])).toBe('0 .1 .5 3')
    expect(shown(all, [1])).toBe('0 3')
    expect(shown(all, [0, 1, 3])).toBe('0 .1 ..2 .5 3 .4')
  })
  it('keeps siblings in the order given', () => {
    expect(shown(Int32Array.from([4, 3, 5, 2, 1, 0]), [0, 1, 3])).toBe('3 .4 0 .5 .1 ..2')
  })
  it('puts a row whose parent is not shown at the top', () => {
    expect(shown(Int32Array.from([2, 4]), [])).toBe('2 4')
  })
  it('adds what stands above a match', () => {
    expect([...withAncestors(tree, all, Int32Array.from([2]))]).toEqual([0, 1, 2])
    expect([...withAncestors(tree, Int32Array.from([2, 1, 0]), Int32Array.from([2]))]).toEqual([2, 1, 0])
  })
  it('holds a chain of 100,000 rows', () => {
    const chain = { parentOf: (row: number) => row - 1 }
    const rows = Int32Array.from({ length: 100_000 }, (_, row) => row)
    expect(unfold(branch(chain, rows), () => true).depths.at(-1)).toBe(99_999)
  })
})

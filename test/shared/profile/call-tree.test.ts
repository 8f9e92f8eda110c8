import { describe, expect, it } from 'vitest'
import type { CallTreeIndex } from '../../../src/shared/profile/call-tree'
import { indexCallTree, walk } from '../../../src/shared/profile/call-tree'
import { textAt } from '../../../src/shared/profile/tables'
import type { Profile } from '../../../src/shared/profile/tables'
import { lines, profileOf } from './tree-text'

/** `name inclusive exclusive`, indented by depth, in the order of a walk. */
function walked(profile: Profile, index: CallTreeIndex): string[] {
  const out: string[] = []
  walk(index, (node) => {
    const name = textAt(profile, profile.frames.name[index.frame[node] ?? -1])
    out.push(`${'  '.repeat(index.depth[node] ?? 0)}${name} ${index.inclusive[node]} ${index.exclusive[node]}`)
    return true
  })
  return out
}

describe('indexCallTree', () => {
  it('completes the time that the tool did not print', () => {
    const profile = profileOf(`
      root - - 2
        a - 5
          b - 3 3
        c - - 4
        d - -
          e - 1 -
        f
    `)
    expect(walked(profile, indexCallTree(profile.inference))).toEqual(lines(`
      root 12 2
        a 5 2
          b 3 3
        c 4 4
        d 1 0
          e 1 1
        f NaN NaN
    `))
  })

  it('does not call the time of children that were not printed the time of their parent', () => {
    const profile = profileOf(`
      a - 5 - cut
        b - 3
    `)
    expect(walked(profile, indexCallTree(profile.inference))).toEqual(['a 5 NaN', '  b 3 3'])
    const counted = { ...profile.inference, flags: new Uint8Array(2), children: Int32Array.of(7, 0) }
    expect(walked(profile, indexCallTree(counted))).toEqual(['a 5 NaN', '  b 3 3'])
  })

  it('never completes to less than nothing', () => {
    const profile = profileOf(`
      a - 2
        b - 3
    `)
    expect(walked(profile, indexCallTree(profile.inference))).toEqual(['a 2 0', '  b 3 3'])
  })

  it('takes in only the chosen blocks', () => {
    const profile = profileOf(`
      a - 1
      ---
      b - 2
        c - 1
      ---
      d - 3
    `)
    const index = indexCallTree(profile.inference, [1, 2])
    expect(walked(profile, index)).toEqual(['b 2 1', '  c 1 1', 'd 3 3'])
    expect([...index.row]).toEqual([1, 2, 3])
    expect(indexCallTree(profile.inference, [])).toMatchObject({ length: 0, firstRoot: -1, maxDepth: 0 })
  })
})

describe('walk', () => {
  const profile = profileOf(`
    a - 9
      b - 4
        c - 1
      d - 1
    e - 1
  `)
  const index = indexCallTree(profile.inference)
  const nameOf = (node: number): string => textAt(profile, profile.frames.name[index.frame[node] ?? -1])

  it('enters parents before and leaves them after their children', () => {
    const steps: string[] = []
    walk(index, (node) => (steps.push(`(${nameOf(node)}`), true), () => steps.push(')'))
    expect(steps.join('')).toBe('(a(b(c))(d))(e)')
  })

  it('passes over what is below on demand', () => {
    const steps: string[] = []
    walk(index, (node) => (steps.push(`(${nameOf(node)}`), nameOf(node) !== 'b'), () => steps.push(')'))
    expect(steps.join('')).toBe('(a(b)(d))(e)')
  })
})

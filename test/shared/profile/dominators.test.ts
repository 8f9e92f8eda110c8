/** Dominators against their definition: without the dominator the node is not reached; without any other node but those above, it is. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { immediateDominators } from '../../../src/shared/profile/dominators'

function reached(successors: readonly (readonly number[])[], without: number): Set<number> {
  const seen = new Set<number>()
  const open = without === 0 ? [] : [0]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    open.push(...(successors[node] ?? []).filter((next) => next !== without))
  }
  return seen
}

const graph = fc.integer({ min: 1, max: 9 }).chain((size) => fc.array(fc.array(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size }))

it('are what every way leads through', () => {
  fc.assert(fc.property(graph, (successors) => {
    const dominators = immediateDominators(successors, 0)
    const all = reached(successors, -1)
    for (const node of successors.keys()) {
      const strict = [...successors.keys()].filter((other) => other !== node && all.has(node) && all.has(other) && !reached(successors, other).has(node))
      const chain: number[] = []
      for (let at = dominators[node] ?? -1; at >= 0; at = dominators[at] ?? -1) chain.push(at)
      expect(chain.sort((a, b) => a - b)).toEqual(strict)
    }
  }), { numRuns: 300 })
})

it('goes deep, and takes a graph without its entry', () => {
  const long = Array.from({ length: 50_000 }, (_, node) => [node + 1])
  expect(immediateDominators(long, 0)[49_999]).toBe(49_998)
  expect([...immediateDominators([[0]], -1)]).toEqual([-1])
})

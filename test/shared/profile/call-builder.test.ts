import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { CallTreeBuilder } from '../../../src/shared/profile/call-builder'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import type { CallTree } from '../../../src/shared/profile/tables'

function build(work: (calls: CallTreeBuilder, frames: readonly number[]) => void): { tree: CallTree; notes: string[] } {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'stacks', format: 'x', title: 'x' })
  const frames = ['a', 'b', 'c', 'd'].map((signature) => builder.frame({ signature, kind: 'frame' }))
  const calls = new CallTreeBuilder(builder, 'stacks', block, (frame) => ['a', 'b', 'c', 'd'][frame] ?? '')
  work(calls, frames)
  const profile = builder.finish()
  expect(checkIntegrity(profile)).toEqual([])
  return { tree: profile.stacks, notes: calls.problems.sentences }
}

/** Exclusive and callees' inclusive times make each inclusive time; nothing is below zero. */
function expectBalanced(tree: CallTree): void {
  const inside = new Float64Array(tree.length)
  const children = new Int32Array(tree.length)
  for (const [row, parent] of tree.parent.entries()) {
    expect(parent).toBeLessThan(row)
    if (parent < 0) continue
    inside[parent] = (inside[parent] ?? 0) + (tree.inclusive[row] ?? 0)
    children[parent] = (children[parent] ?? 0) + 1
  }
  for (let row = 0; row < tree.length; row++) {
    expect(tree.exclusive[row]).toBeGreaterThanOrEqual(0)
    expect((tree.exclusive[row] ?? 0) + (inside[row] ?? 0)).toBeCloseTo(tree.inclusive[row] ?? Number.NaN, 6)
  }
  expect(Array.from(tree.children)).toEqual(Array.from(children))
}

test('whatever is entered and left, in whatever order, times balance and every call ends', () => {
  const step = fc.record({ kind: fc.constantFrom('enter', 'leave', 'switch'), frame: fc.nat(3), at: fc.integer({ min: -5, max: 30 }), stack: fc.array(fc.nat(3), { maxLength: 4 }) })
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    const { tree } = build((calls) => {
      for (const { kind, frame, at, stack } of steps) {
        if (kind === 'enter') calls.enter(frame, at)
        else if (kind === 'leave') calls.leave(frame, at)
        else calls.switchTo(stack, at)
      }
      calls.finish(40)
    })
    expectBalanced(tree)
  }))
})

test('calls that begin and end properly leave nothing to say', () => {
  const { tree, notes } = build((calls, [a = 0, b = 0]) => {
    calls.enter(a, 0)
    calls.enter(b, 2, 4)
    calls.leave(b, 5)
    calls.leave(a, 9)
    calls.finish(9)
  })
  expect(notes).toEqual([])
  expect([Array.from(tree.inclusive), Array.from(tree.exclusive), Array.from(tree.flags)]).toEqual([[9, 3], [6, 3], [0, 4]])
})

test('stacks that are added up: the sum of all exclusive weights is the sum of the weights, in any order', () => {
  const stacks = fc.array(fc.tuple(fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }), fc.nat(100)), { maxLength: 20 })
  fc.assert(fc.property(stacks, (samples) => {
    const { tree } = build((calls) => {
      for (const [stack, weight] of samples) calls.addStack(stack, weight)
    })
    expectBalanced(tree)
    expect(tree.exclusive.reduce((sum, value) => sum + value, 0)).toBe(samples.reduce((sum, [, weight]) => sum + weight, 0))
    const paths = new Set(samples.flatMap(([stack]) => stack.map((_, depth) => stack.slice(0, depth + 1).join())))
    expect(tree.length).toBe(paths.size)
    expect(tree.start.every((start) => Number.isNaN(start))).toBe(true)
  }))
})

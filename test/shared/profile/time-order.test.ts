/** Calls recorded in order are placed in one go; the places are those that the way for all calls gives. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import type { CallTree } from '../../../src/shared/profile/tables'
import { timeOrder } from '../../../src/shared/profile/time-order'

interface Call {
  /** How much further out than its predecessor's callee it stands. */
  readonly up: number
  readonly start: number
  readonly inclusive: number
  readonly exclusive: number
}

/** Rows in the order in which the calls began; numbers are whatever they are. Rows of another block stand before. */
function tableOf(calls: readonly Call[], others: number): CallTree {
  const builder = new ProfileBuilder()
  const frame = builder.frame({ signature: 'f()' })
  const blocks = [0, 1, 2].map(() => builder.block({ part: 'stacks', format: 'x', title: '' }))
  for (let other = 0; other < others; other++) builder.add('stacks', { frame, start: 5, inclusive: 1, exclusive: 1, block: blocks[0] })
  const open: number[] = []
  for (const { up, start, inclusive, exclusive } of calls) {
    open.length = Math.max(0, open.length - up)
    open.push(builder.add('stacks', { frame, parent: open.at(-1) ?? -1, start, inclusive, exclusive, flags: up, block: blocks[1] }))
  }
  return builder.finish().stacks
}

/** A block without rows after it leaves every place as it is, but it is another way there. */
function expectSame(tree: CallTree): void {
  expect(timeOrder(tree, [1])).toEqual(timeOrder(tree, [1, 2]))
}

const up = fc.nat({ max: 3 })

describe('calls recorded in order', () => {
  it('have the places that all calls have, also where their times overlap or stick out', () => {
    const call = fc.record({ up, start: fc.nat({ max: 9 }), inclusive: fc.nat({ max: 20 }), exclusive: fc.nat({ max: 9 }) })
    fc.assert(
      fc.property(fc.array(call, { maxLength: 12 }), fc.boolean(), fc.nat({ max: 2 }), (calls, forwards, others) => {
        let now = 3
        expectSame(tableOf(forwards ? calls.map((one) => ({ ...one, start: (now += one.start) })) : calls, others))
      }),
      { numRuns: 300 },
    )
  })
  it('have them where a time is missing', () => {
    const time = fc.option(fc.nat({ max: 9 }), { nil: Number.NaN })
    const call = fc.record({ up, start: time, inclusive: time, exclusive: time })
    fc.assert(fc.property(fc.array(call, { minLength: 1, maxLength: 8 }), (calls) => {
      expectSame(tableOf(calls, 1))
    }), { numRuns: 200 })
  })
  it('have them whole where the rows of a block do not stand together', () => {
    const builder = new ProfileBuilder()
    const frame = builder.frame({ signature: 'f()' })
    const blocks = [0, 1].map(() => builder.block({ part: 'stacks', format: 'x', title: '' }))
    for (const [start, block] of [[0, 0], [1, 1], [7, 0]] as const) builder.add('stacks', { frame, start, inclusive: 2, exclusive: 2, block: blocks[block] })
    const tree = builder.finish().stacks
    expect([...timeOrder(tree, [0]).row]).toEqual([0, 2])
    expect([...timeOrder(tree).row]).toEqual([0, 2, 1])
  })
})

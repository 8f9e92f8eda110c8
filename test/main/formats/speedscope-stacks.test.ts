/** Large speedscope files, whose stacks and weights are read as columns: the profile is the one that lists would give. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import { parseWithLists } from '../../../src/main/formats/speedscope-lists'
import { StackColumns } from '../../../src/main/formats/speedscope-stacks'

/** Makes any file large enough. */
const PADDING = 'x'.repeat(100_000)
const encode = (text: string) => new TextEncoder().encode(text)

type Lists = readonly [samples: unknown, weights: unknown]
const profileOf = ([samples, weights]: Lists) => ({ type: 'sampled', name: 'samples', unit: 'milliseconds', startValue: 0, endValue: 9, samples, weights })
const fileOf = (...lists: Lists[]) => ({
  name: PADDING,
  shared: { frames: [{ name: 'a' }, { name: 'events' }, { name: 'c' }, { name: 'a' }, { name: 'weights' }] },
  profiles: lists.map(profileOf),
})
const PLAIN: Lists = [[[0], [0, 1, 2], [0, 1], [], [0, 1], [0, 1], [0, 12], [0, 1, 2]], [1, 0.5, 2, 3, 0, 1e2, 7, 1]]

/** The stacks one by one, put together again. */
function stacks(list: unknown): number[][] {
  if (!(list instanceof StackColumns)) throw new Error('not read as columns')
  let stack: number[] = []
  return Array.from({ length: list.length }, (_, at) => {
    stack = [...stack.slice(0, list.kept[at]), ...list.frames.subarray(list.from[at], list.from[at + 1])]
    return stack
  })
}
function listsOf(text: string): Lists[] {
  const value = parseWithLists(encode(text)) as { profiles: { samples: unknown; weights: Float64Array }[] }
  return value.profiles.map(({ samples, weights }) => [stacks(samples), [...weights]])
}

/** Stacks that share beginnings of calls, and of digits. */
const frame = fc.constantFrom(0, 1, 2, 3, 4, 5, 12, 120, 1204)
const stack = fc.array(frame, { maxLength: 5 })
const weight = fc.oneof(fc.nat({ max: 1000 }), fc.constantFrom(0.25, 1e-7, 123456789012345680))
const someLists = fc.array(fc.tuple(fc.array(stack, { maxLength: 9 }), fc.array(weight, { maxLength: 9 })), { minLength: 1, maxLength: 3 })

describe('stacks as columns', () => {
  it('are those of the file, however it is spaced', () => {
    fc.assert(
      fc.property(someLists, fc.constantFrom(undefined, 1, '\t'), (lists, space) => {
        expect(listsOf(JSON.stringify(fileOf(...lists), undefined, space))).toEqual(lists)
      }),
      { numRuns: 100 },
    )
  })
  it('are those of the file where spaces differ from stack to stack', () => {
    const text = JSON.stringify(fileOf(PLAIN)).replace('[0,1,2],[0,1],', '[0, 1 ,2], [0,1 ],')
    expect(listsOf(text)).toEqual([PLAIN])
  })
  it('keep only what is new', () => {
    const value = parseWithLists(encode(JSON.stringify(fileOf([[[0, 1, 2], [0, 1, 2], [0, 1, 4], [0, 1, 4, 2]], [1, 1, 1, 1]])))) as { profiles: { samples: StackColumns }[] }
    expect([...(value.profiles[0]?.samples.kept ?? [])]).toEqual([0, 3, 2, 2])
  })

  it.each<[string, string]>([
    ['a stack that is none', JSON.stringify(fileOf([[[0], 1], [1, 1]]))],
    ['a frame that is none', JSON.stringify(fileOf([[[0, 0.5]], [1]]))],
    ['a negative frame', JSON.stringify(fileOf([[[0, -1]], [1]]))],
    ['a frame that is a text', JSON.stringify(fileOf([[[0, '1']], [1]]))],
    ['a frame with a zero before it', JSON.stringify(fileOf(PLAIN)).replace('[0,12]', '[0,012]')],
    ['a frame of more digits than there are frames', JSON.stringify(fileOf([[[12345678901]], [1]]))],
    ['a comma too many in a stack', JSON.stringify(fileOf(PLAIN)).replace('[0,12]', '[0,12,]')],
    ['a comma too few in a stack', JSON.stringify(fileOf(PLAIN)).replace('[0,12]', '[0 12]')],
    ['a comma too many after a stack', JSON.stringify(fileOf(PLAIN)).replace('[0,1,2]],', '[0,1,2],],')],
    ['a weight that is none', JSON.stringify(fileOf([[[0]], [null]]))],
    ['weights of something else', JSON.stringify({ ...fileOf(PLAIN), weights: [1] })],
    ['a number in the place of stacks', JSON.stringify(fileOf([0, [1]], PLAIN))],
    ['an end within the stacks', JSON.stringify(fileOf(PLAIN)).slice(0, -70)],
  ])('are not made of a file with %s', (_what, text) => {
    expect(parseWithLists(encode(text))).toBeUndefined()
  })

  it('give the profile that lists give, with the same notes', async () => {
    await fc.assert(
      fc.asyncProperty(someLists, async (lists) => {
        const [columns, objects] = await Promise.all([
          importBytes(encode(JSON.stringify(fileOf(...lists))), 'x'),
          // A small file is read as lists.
          importBytes(encode(JSON.stringify({ ...fileOf(...lists), name: '' })), 'x'),
        ])
        expect(columns.blocks).toEqual(objects.blocks)
        expect(columns.stacks).toEqual(objects.stacks)
      }),
      { numRuns: 60 },
    )
  })
})

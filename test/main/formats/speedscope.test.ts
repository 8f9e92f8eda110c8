import { describe, expect, test } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import type { Profile } from '../../../src/shared/profile/tables'
import { treeText } from './tree-text'

const FRAMES = [{ name: 'main', file: 'a.jl', line: 3 }, { name: 'Base.sum(::Vector{Int64})' }, { name: 'c' }]

async function read(profiles: object[], frames: object[] = FRAMES): Promise<Profile> {
  const document = { $schema: 'https://www.speedscope.app/file-format-schema.json', exporter: 'x', shared: { frames }, profiles }
  return importBytes(Buffer.from(JSON.stringify(document)), 'a.speedscope.json')
}
const open = (frame: number, at: number): object => ({ type: 'O', frame, at })
const close = (frame: number, at: number): object => ({ type: 'C', frame, at })
const evented = (events: object[], unit = 'nanoseconds', startValue = 0, endValue = 100): object => ({ type: 'evented', name: 'run', unit, startValue, endValue, events })

describe('evented', () => {
  test('calls nest, exclusive time is what is left, repeated calls stay apart', async () => {
    const profile = await read([evented([open(0, 10), open(1, 20), close(1, 30), open(1, 30), open(2, 30), close(2, 35), close(1, 50), close(0, 100)], 'nanoseconds', 10)])
    expect(treeText(profile)).toBe(['main 0 90/60', '  Base.sum(::Vector{Int64}) 10 10/10', '  Base.sum(::Vector{Int64}) 20 20/15', '    c 20 5/5'].join('\n'))
    expect(profile.blocks).toMatchObject([{ part: 'stacks', title: 'run', unit: 'nanoseconds', shape: 'tree', times: 'both', notes: [] }])
    expect(Array.from(profile.stacks.children)).toEqual([2, 0, 1, 0])
  })

  test.each([['seconds', 'nanoseconds', 3e8], ['milliseconds', 'nanoseconds', 3e5], ['microseconds', 'nanoseconds', 300], ['nanoseconds', 'nanoseconds', 0.3], ['bytes', 'bytes', 0.3], ['none', 'count', 0.3]])(
    '%s', async (unit, expected, value) => {
      const profile = await read([evented([open(0, 0), close(0, 0.3)], unit)])
      expect(profile.blocks[0]?.unit).toBe(expected)
      expect(profile.stacks.inclusive[0]).toBe(value)
    })

  test('broken nesting is mended and told with both names', async () => {
    const profile = await read([evented([open(0, 0), open(1, 1), close(0, 5), close(2, 6), open(2, 4)], 'nanoseconds', 0, 10)])
    expect(treeText(profile)).toBe(['main 0 5/1', '  Base.sum(::Vector{Int64}) 1 4/4', 'c 6 4/4'].join('\n'))
    expect(profile.blocks[0]?.notes).toEqual([
      '“main” ends at 5 while “Base.sum(::Vector{Int64})”, which it called, is still open.',
      '“c” ends at 6 but is not open; nothing is open.',
      '“c” begins at 4, after time had reached 6.',
      'One call is still open at the end, the innermost is “c”.',
    ])
  })

  test('of many faults of a kind the first are told and the rest counted', async () => {
    const profile = await read([evented(Array.from({ length: 1000 }, () => close(1, 1)))])
    expect(profile.blocks[0]?.notes).toHaveLength(4)
    expect(profile.blocks[0]?.notes[3]).toBe('997 more like this: a call ends that is not open.')
  })
})

describe('sampled', () => {
  test('stacks that follow one another share what they have in common', async () => {
    const profile = await read([{ type: 'sampled', name: 's', unit: 'milliseconds', startValue: 0, endValue: 6, samples: [[0], [0, 1], [0, 1, 2], [0, 1], [0], [2]], weights: [1, 1, 1, 1, 1, 1] }])
    expect(treeText(profile)).toBe(['main 0 5000000/2000000', '  Base.sum(::Vector{Int64}) 1000000 3000000/2000000', '    c 2000000 1000000/1000000', 'c 5000000 1000000/1000000'].join('\n'))
    expect(profile.blocks[0]?.notes).toEqual([])
  })

  test('recursion is a call of its own; a sample without a weight is left out and told', async () => {
    const profile = await read([{ type: 'sampled', name: 's', unit: 'bytes', samples: [[0, 0], [0, 1]], weights: [64] }])
    expect(treeText(profile)).toBe(['main 0 64/0', '  main 0 64/64'].join('\n'))
    expect(profile.blocks[0]?.notes).toEqual(['Sample 1 has no weight that could be added; it is left out.'])
  })
})

test('several profiles become several blocks; one that cannot be read costs none of the others', async () => {
  const profile = await read([evented([open(0, 0), close(0, 1)]), { type: 'new', name: 'odd', unit: 'none' }, evented([open(1, 0), close(1, 1)])])
  expect(profile.blocks.map(({ title, notes }) => [title, notes])).toEqual([
    ['run', []], ['odd', ['The profile is of type “new”; expected “evented” or “sampled”. Nothing of it was read.']], ['run', []],
  ])
  expect(Array.from(profile.stacks.block)).toEqual([0, 2])
})

test('a file without profiles says so', async () => {
  await expect(read([])).rejects.toMatchObject({ code: 'bad-input', message: 'The speedscope file holds no profiles' })
})

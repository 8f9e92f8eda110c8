import { expect, it } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import { madeUpFile, warmUp } from '../../../src/main/services/warm-up'

it.each(['evented', 'sampled'] as const)('is made of a file that is what it says: %s', async (kind) => {
  const profile = await importBytes(madeUpFile(500, kind), 'made-up.speedscope.json')
  expect(profile.stacks.length).toBe(500)
  expect(profile.unparsed.length).toBe(0)
  expect(profile.blocks.map(({ format, shape, notes }) => [format, shape, notes])).toEqual([['speedscope', 'tree', []]])
})

it('gives way before each step, and ends when it is no longer wanted', async () => {
  const wanted = new AbortController()
  let pauses = 0
  await warmUp(() => {
    pauses++
    return Promise.resolve()
  }, wanted.signal)
  expect(pauses).toBeGreaterThan(1)
  const after = new AbortController()
  after.abort()
  await warmUp(() => Promise.reject(new Error('nobody waits')), after.signal)
})

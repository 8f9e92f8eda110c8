/**
 * Ranges, arrays, dictionaries, sets, iteration, broadcasting, their display, and the standard libraries against a real Julia 1.5.3. What only
 * later versions take (`a, c... = t`) is taken whatever the version and stands in later-syntax.test.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { base } from '../../../../src/main/services/base'
import { answers, transcript } from './transcript'

describe('collections are what they are in Julia 1.5.3', () => {
  let engine: Engine

  beforeAll(() => {
    engine = new Engine({ base, host: { write: () => undefined }, execution: 'compile' })
  }, 180_000)

  it.each(['arrays', 'collections', 'display', 'indexing', 'libraries'])('%s', (name) => {
    const expected = transcript(name)
    expect(expected.length).toBeGreaterThan(100)
    expect(answers(engine, expected)).toEqual(expected)
  }, 120_000)
})

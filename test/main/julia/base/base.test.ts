/** Numbers, text and the other values of Base against a real Julia 1.5.3. */
import { beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { base } from '../../../../src/main/services/base'
import { answers, transcript } from './transcript'

function newEngine(): { engine: Engine, printed: () => string } {
  let printed = ''
  const engine = new Engine({ base, host: { write: (_, text) => { printed += text } } })
  return { engine, printed: () => printed }
}

describe('Base says what Julia 1.5.3 says', () => {
  let session: ReturnType<typeof newEngine>

  beforeAll(() => {
    session = newEngine()
  }, 180_000)

  it.each(['numbers', 'text', 'values'])('about %s', (name) => {
    const expected = transcript(name)
    expect(expected.length).toBeGreaterThan(100)
    expect(answers(session.engine, expected)).toEqual(expected)
  }, 60_000)

  it('prints to standard output', () => {
    const before = session.printed()
    session.engine.evaluate('println("a", 1, :b, 2.5); print(stderr, [1, 2]); @show 1 + 1')
    expect(session.printed().slice(before.length)).toBe('a1b2.5\n[1, 2]1 + 1 = 2\n')
  })
})

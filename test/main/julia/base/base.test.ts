/**
 * Base against a real Julia 1.5.3: transcripts of expressions, each with what `repr` gave for its value or what the exception said.
 * The expressions of a transcript run one after the other in Main of one engine, so later ones see what earlier ones defined.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { baseFiles } from '../../../../src/main/services/base-files'

const FOLDER = join(import.meta.dirname, '../../../fixtures/base')
const PROMPT = 'julia> '

interface Exchange {
  readonly input: string
  readonly output: string
}

function transcript(name: string): Exchange[] {
  const exchanges: { input: string, lines: string[] }[] = []
  for (const line of readFileSync(join(FOLDER, `${name}.txt`), 'utf8').trimEnd().split('\n')) {
    if (line.startsWith(PROMPT)) exchanges.push({ input: line.slice(PROMPT.length), lines: [] })
    else exchanges.at(-1)?.lines.push(line)
  }
  return exchanges.map(({ input, lines }) => ({ input, output: lines.join('\n') }))
}

function newEngine(): { engine: Engine, printed: () => string } {
  let printed = ''
  const engine = new Engine({ base: baseFiles, host: { write: (_, text) => { printed += text } } })
  return { engine, printed: () => printed }
}

function answer(engine: Engine, input: string): string {
  const { value, diagnostics, error } = engine.evaluate(input)
  if (error !== undefined) return error.text
  const [diagnostic] = diagnostics
  if (diagnostic !== undefined) return `syntax: ${diagnostic.message}`
  return value === undefined ? '' : engine.print(value)
}

describe('Base says what Julia 1.5.3 says', () => {
  let session: ReturnType<typeof newEngine>

  beforeAll(() => {
    session = newEngine()
  }, 180_000)

  it.each(['numbers', 'text', 'values'])('about %s', (name) => {
    const expected = transcript(name)
    expect(expected.length).toBeGreaterThan(100)
    const got = expected.map(({ input }) => ({ input, output: answer(session.engine, input) }))
    expect(got).toEqual(expected)
  }, 60_000)

  it('prints to standard output', () => {
    const before = session.printed()
    session.engine.evaluate('println("a", 1, :b, 2.5); print(stderr, [1, 2]); @show 1 + 1')
    expect(session.printed().slice(before.length)).toBe('a1b2.5\n[1, 2]1 + 1 = 2\n')
  })
})

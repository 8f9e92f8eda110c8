/**
 * Transcripts of a real Julia 1.5.3: expressions, each with what `repr` gave for its value or what the exception said. The
 * expressions of a transcript run one after the other in Main of one engine, so later ones see what earlier ones defined.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../../../../src/main/julia/runtime/engine'

const FOLDER = join(import.meta.dirname, '../../../fixtures/base')
const PROMPT = 'julia> '

interface Exchange {
  readonly input: string
  readonly output: string
}

export function transcript(name: string): Exchange[] {
  const exchanges: { input: string, lines: string[] }[] = []
  for (const line of readFileSync(join(FOLDER, `${name}.txt`), 'utf8').trimEnd().split('\n')) {
    if (line.startsWith(PROMPT)) exchanges.push({ input: line.slice(PROMPT.length), lines: [] })
    else exchanges.at(-1)?.lines.push(line)
  }
  return exchanges.map(({ input, lines }) => ({ input, output: lines.join('\n') }))
}

/** What the engine says to the inputs of a transcript. */
export function answers(engine: Engine, exchanges: readonly Exchange[]): Exchange[] {
  return exchanges.map(({ input }) => ({ input, output: answer(engine, input) }))
}

function answer(engine: Engine, input: string): string {
  const { value, diagnostics, error } = engine.evaluate(input)
  if (error !== undefined) return error.text
  const [diagnostic] = diagnostics
  if (diagnostic !== undefined) return `syntax: ${diagnostic.message}`
  return value === undefined ? '' : engine.print(value)
}

/**
 * Types and dispatch: a million mixed subtype queries, lookups in tables of 10, 1,000 and 10,000 methods, memory per type.
 * Times are ratios to reading and interning one type in the same run.
 *
 * `node --expose-gc bench/types.mjs [--queries N] [--json]`
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadSource } from '../scripts/bundle.mjs'

const FIXTURES = join(import.meta.dirname, '../test/fixtures/oracle')

function rowsOf(table) {
  return readFileSync(join(FIXTURES, `${table}.jsonl`), 'utf8').trim().split('\n').map((line) => JSON.parse(line))
}

export async function run({ queries = 1_000_000 } = {}) {
  const { benchTypes } = await loadSource('bench/types-work.ts')
  const pairs = ['subtype', 'subtype_random', 'specificity'].flatMap(rowsOf).map(({ a, b }) => [a, b])
  const clock = {
    now: () => performance.now(),
    heap: () => {
      globalThis.gc?.()
      return process.memoryUsage().heapUsed
    },
  }
  return benchTypes(rowsOf('types'), pairs, queries, clock)
}

export function print({ timings, bytesPerType }) {
  const lines = timings.map(({ what, count, milliseconds, ratio, looked }) =>
    [what.padEnd(32), String(count).padStart(9), `${((1000 * milliseconds) / count).toFixed(2)} µs`.padStart(12), ratio.toFixed(3).padStart(9), looked === undefined ? '' : looked.toFixed(1).padStart(9)].join('').trimEnd())
  const head = `${'work'.padEnd(32)}${'times'.padStart(9)}${'each'.padStart(12)}${'ratio'.padStart(9)}${'looked'.padStart(9)}`
  return [head, ...lines, `memory of a type with its two parameters: ${bytesPerType.toFixed(0)} bytes`].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { queries: { type: 'string' }, json: { type: 'boolean' } } })
  const result = await run({ queries: Number(values.queries ?? 1_000_000) })
  process.stdout.write(`${values.json ? JSON.stringify(result, undefined, 1) : print(result)}\n`)
}

/**
 * The compiler: calls of DemoPkg, invalidation among 50,000 instances, the virtual machine, boot. Times are ratios to inferring one
 * small instance in the same run.
 *
 * `node bench/compile.mjs [--json]`
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadSources } from '../scripts/bundle.mjs'

export async function run() {
  const [{ benchCompile }, { base }] = await loadSources('bench/compile-work.ts', 'src/main/services/base.ts')
  return benchCompile(base, () => performance.now())
}

export function print({ timings, instancesPerSecond, operationsPerSecond }) {
  const widest = Math.max(...timings.map(({ what }) => what.length))
  const lines = timings.map(({ what, milliseconds, ratio }) =>
    `${what.padEnd(widest)}${(milliseconds >= 1 ? `${milliseconds.toFixed(0)} ms` : `${(1000 * milliseconds).toFixed(1)} µs`).padStart(12)}${ratio.toPrecision(3).padStart(12)}`)
  return [
    `${'work'.padEnd(widest)}${'time'.padStart(12)}${'ratio'.padStart(12)}`,
    ...lines,
    `${Math.round(instancesPerSecond)} instances a second, ${(operationsPerSecond / 1e6).toFixed(1)} million operations a second`,
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' } } })
  const result = await run()
  process.stdout.write(`${values.json ? JSON.stringify(result, undefined, 1) : print(result)}\n`)
}

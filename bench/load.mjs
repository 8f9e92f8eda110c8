/**
 * Loading: 500 packages in a chain and in a star, from caches and from source, under the rules of two versions. Times of this machine are ratios
 * to loading the same packages from source in the same run.
 *
 * `node bench/load.mjs [--packages N] [--shape chain|star] [--julia V] [--json]`
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadSource } from '../scripts/bundle.mjs'

export async function run({ packages = 500, shapes = ['chain', 'star'], versions = ['1.5', '1.10'] } = {}) {
  const { benchLoad } = await loadSource('bench/load-work.ts')
  return benchLoad({ packages, versions, shapes, now: () => performance.now() })
}

export function print({ timings }) {
  const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`
  const columns = [
    ['shape', ({ shape }) => shape],
    ['Julia', ({ julia }) => julia],
    ['packages', ({ packages }) => String(packages)],
    ['from source', ({ fromSource }) => seconds(fromSource)],
    ['from caches', ({ fromCaches, fromSource }) => `${seconds(fromCaches)} (${(fromCaches / fromSource).toFixed(2)})`],
    ['precompiling', ({ precompile, fromSource }) => `${seconds(precompile)} (${(precompile / fromSource).toFixed(1)})`],
    ['caches', ({ cacheBytes }) => `${(cacheBytes / 1e6).toFixed(2)} MB`],
    ['virtual: source', ({ virtual }) => `${virtual.fromSource.toFixed(3)} s`],
    ['caches', ({ virtual }) => `${virtual.fromCaches.toFixed(3)} s`],
    ['precompiling', ({ virtual }) => `${virtual.precompile.toFixed(1)} s`],
  ]
  const rows = [columns.map(([title]) => title), ...timings.map((timing) => columns.map(([, cell]) => cell(timing)))]
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at].length)))
  return rows.map((row) => row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ')).join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, packages: { type: 'string' }, shape: { type: 'string' }, julia: { type: 'string' } } })
  const result = await run({
    ...(values.packages !== undefined && { packages: Number(values.packages) }),
    ...(values.shape !== undefined && { shapes: [values.shape] }),
    ...(values.julia !== undefined && { versions: [values.julia] }),
  })
  process.stdout.write(`${values.json ? JSON.stringify(result, undefined, 1) : print(result)}\n`)
}

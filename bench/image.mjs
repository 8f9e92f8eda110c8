/**
 * System images: the first call of a generated package from an image and from source, for packages of 500 to 20,000 methods, and opening an image of
 * 50,000 instances for one call. Times of this machine mean something as ratios within one run.
 *
 * `node bench/image.mjs [--sizes 500,2000] [--instances N] [--runs N] [--seed N] [--julia V] [--json]`
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadSource } from '../scripts/bundle.mjs'

export async function run({ sizes = [500, 2_000, 5_000, 20_000], instances = 50_000, runs = 5, seed = 1, julia = '1.10' } = {}) {
  const { benchImage } = await loadSource('bench/image-work.ts')
  return benchImage({ sizes, instances, runs, seed, julia, now: () => performance.now() })
}

export function print({ timings, open }) {
  const time = (milliseconds) => (milliseconds >= 1000 ? `${(milliseconds / 1000).toFixed(2)} s` : `${milliseconds.toFixed(1)} ms`)
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`
  const columns = [
    ['methods', ({ methods }) => String(methods)],
    ['from source', ({ fromSource }) => time(fromSource)],
    ['from the image', ({ fromImage }) => time(fromImage)],
    ['times faster', ({ ratio }) => ratio.toFixed(1)],
    ['building', ({ build }) => time(build)],
    ['image', ({ imageBytes }) => megabytes(imageBytes)],
    ['virtual: source', ({ virtual }) => `${virtual.fromSource.toFixed(3)} s`],
    ['image', ({ virtual }) => `${virtual.fromImage.toFixed(6)} s`],
  ]
  const rows = [columns.map(([title]) => title), ...timings.map((timing) => columns.map(([, cell]) => cell(timing)))]
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at].length)))
  const lines = rows.map((row) => row.map((cell, at) => cell.padStart(widths[at])).join('  '))
  if (open === undefined) return lines.join('\n')
  const { instances, imageBytes, milliseconds, read } = open
  return [
    ...lines, '',
    `an image of ${instances} instances, ${megabytes(imageBytes)}: opened, and one of them called, in ${time(milliseconds)}; read ${megabytes(read.pageBytes)} in pages, ${read.records} records of ${megabytes(read.recordBytes)}`,
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, sizes: { type: 'string' }, instances: { type: 'string' }, runs: { type: 'string' }, seed: { type: 'string' }, julia: { type: 'string' } } })
  const number = (name) => (values[name] === undefined ? {} : { [name]: Number(values[name]) })
  const result = await run({
    ...(values.sizes !== undefined && { sizes: values.sizes.split(',').map(Number) }), ...number('instances'), ...number('runs'), ...number('seed'),
    ...(values.julia !== undefined && { julia: values.julia }),
  })
  process.stdout.write(`${values.json ? JSON.stringify(result, undefined, 1) : print(result)}\n`)
}

/**
 * Opening the system image of a real Julia: sections, functions, debug information. The time is a ratio to what `readelf -SsW` takes for the same
 * file in the same run; memory is the largest resident set of the process.
 *
 * `node bench/elf.mjs [--file sys.so] [--runs N] [--json]`
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { withBundles } from '../scripts/bundle.mjs'

/** Beside the `julia` that PATH finds, and where Debian has it. */
function installedImage() {
  const programs = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'julia')).filter((path) => existsSync(path))
  const folders = programs.map((path) => join(dirname(dirname(realpathSync(path))), 'lib/julia'))
  const debian = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => join('/usr/lib', name, 'julia')) : []
  return [...folders, ...debian].map((folder) => join(folder, 'sys.so')).find((path) => existsSync(path))
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
}

export async function run({ file = installedImage(), runs = 5 } = {}) {
  if (file === undefined) return { missing: true }
  return withBundles(async ([program]) => {
    const ours = []
    const readelf = []
    for (let at = 0; at < runs; at++) {
      ours.push(JSON.parse(execFileSync(process.execPath, [program, file], { encoding: 'utf8' })))
      const begun = performance.now()
      execFileSync('readelf', ['-SsW', file], { maxBuffer: 1e9 })
      readelf.push(performance.now() - begun)
    }
    const [first] = ours
    return {
      ...first, milliseconds: median(ours.map((one) => one.milliseconds)), readelf: median(readelf), residentBytes: Math.max(...ours.map((one) => one.residentBytes)),
      cpuMilliseconds: median(ours.map((one) => one.cpuMilliseconds)),
    }
  }, 'bench/elf-work.ts')
}

export function print(result) {
  if (result.missing) return 'No system image of Julia is on this machine; name one with --file.'
  const { fileBytes, functions, sections, milliseconds, readelf, residentBytes, cpuMilliseconds } = result
  return [
    `${(fileBytes / 1e6).toFixed(1)} MB, ${sections} sections, ${functions} functions`,
    `opened in ${(milliseconds / 1000).toFixed(2)} s (${(cpuMilliseconds / 1000).toFixed(2)} s of it work of the processor, with the start of the program); readelf -SsW: ${(readelf / 1000).toFixed(2)} s; ratio ${(milliseconds / readelf).toFixed(2)}`,
    `largest resident set ${(residentBytes / 1e6).toFixed(0)} MB`,
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, file: { type: 'string' }, runs: { type: 'string' } } })
  const result = await run({ ...(values.file !== undefined && { file: values.file }), ...(values.runs !== undefined && { runs: Number(values.runs) }) })
  process.stdout.write(`${values.json ? JSON.stringify(result, undefined, 1) : print(result)}\n`)
}

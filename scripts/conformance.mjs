/**
 * `npm run conformance -- TABLE.jsonl... [--types TYPES.jsonl] [--json] [--all]`: compares types and dispatch with tables
 * recorded from a real Julia. Types are declared from `types.jsonl` beside the first table unless `--types` names another.
 * Bundles the sources on the way, so that no build has to precede it. Exit code 1 if a table could not be read.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '..')
const FIRST = 5

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { types: { type: 'string' }, json: { type: 'boolean' }, all: { type: 'boolean' } },
})
const [first] = positionals
if (first === undefined) {
  console.error('usage: npm run conformance -- TABLE.jsonl... [--types TYPES.jsonl] [--json] [--all]')
  process.exit(2)
}

/** @param {string} path */
function rowsOf(path) {
  let text
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    console.error(`${path}: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(2)
  }
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return []
    try {
      return [JSON.parse(line)]
    } catch {
      return [{ id: `${path}:${at + 1}` }]
    }
  })
}

const folder = mkdtempSync(join(tmpdir(), 'backedge-conformance-'))
try {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: join(ROOT, 'src/main/julia/conformance/run.ts'), outDir: folder, emptyOutDir: false, rolldownOptions: { output: { entryFileNames: 'run.mjs' } } },
  })
  const { printReport, runConformance, universeOf } = await import(pathToFileURL(join(folder, 'run.mjs')).href)
  const universe = universeOf(rowsOf(values.types ?? join(dirname(first), 'types.jsonl')))
  const report = runConformance(universe, positionals.flatMap(rowsOf))
  if (values.json === true) console.log(JSON.stringify(report, undefined, 1))
  else for (const line of printReport(report, values.all === true ? Infinity : FIRST)) console.log(line)
  if (report.unread.length > 0) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

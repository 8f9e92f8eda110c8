/**
 * `npm run conformance -- TABLE.jsonl... [--types TYPES.jsonl] [--json] [--all]`: compares types, dispatch, inference, worlds and
 * loaded packages with tables recorded from a real Julia. Types are declared from `types.jsonl` beside the first table unless `--types` names another.
 * Exit code 2 if a file could not be read; what disagrees is printed and is no error.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadSources } from './bundle.mjs'

/** Disagreements of each kind that are printed without `--all`. */
const FIRST = 5
/** Whose answers the tables are. */
const JULIA = '1.5'
const USAGE = 'usage: npm run conformance -- TABLE.jsonl... [--types TYPES.jsonl] [--json] [--all]'

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

function options() {
  try {
    return parseArgs({ allowPositionals: true, options: { types: { type: 'string' }, json: { type: 'boolean' }, all: { type: 'boolean' } } })
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`)
  }
}

/** The rows of a file; a line that is no JSON is a row with nothing but its place. */
function rowsOf(path) {
  let text
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return fail(error.message)
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

const { values, positionals } = options()
const [first] = positionals
if (first === undefined) fail(USAGE)
const tables = positionals.map(rowsOf)
const typesPath = values.types ?? join(dirname(first), 'types.jsonl')
const types = rowsOf(typesPath)
const stranger = types.findIndex(({ name, kind, params }) => typeof name !== 'string' || typeof kind !== 'string' || !Array.isArray(params))
if (stranger >= 0) fail(`${typesPath}: row ${stranger + 1} declares no type; expected its name, kind and params`)
const [{ printReport, runConformance, universeOf }, { base }, { cachedTable }, { systemBase }, { calibrationFor }, { STANDARD_UUIDS }] = await loadSources(
  'src/main/julia/conformance/run.ts', 'src/main/services/base.ts', 'src/main/loader/conformance/cached.ts', 'src/main/services/system.ts',
  'src/main/services/calibrations.ts', 'src/main/julia/runtime/standard-libraries.ts',
)
const cached = cachedTable({ julia: JULIA, base: systemBase(JULIA), stdlibs: STANDARD_UUIDS, calibration: calibrationFor(JULIA) })
const report = runConformance(universeOf(types), tables.flat(), base, [cached])
if (values.json) process.stdout.write(`${JSON.stringify(report, undefined, 1)}\n`)
else process.stdout.write(`${printReport(report, values.all ? Infinity : FIRST).join('\n')}\n`)

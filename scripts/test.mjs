/**
 * `npm test`: everything that must hold, one step after another. Prints each step, stops at the first that fails with its
 * exit code, and ends with the line `N passed, N failed`, summed over unit tests and journeys.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const reports = mkdtempSync(join(tmpdir(), 'backedge-test-'))
const unitReport = join(reports, 'unit.json')
const journeyReport = join(reports, 'journeys.json')

function report(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Passed and failed of a report, none of either if it was not written. */
const COUNTS = {
  unit() {
    const found = report(unitReport)
    return [found?.numPassedTests ?? 0, found?.numFailedTests ?? 0]
  },
  journeys() {
    const { expected = 0, flaky = 0, unexpected = 0 } = report(journeyReport)?.stats ?? {}
    return [expected + flaky, unexpected]
  },
}

const tool = (path, ...args) => [process.execPath, [join(ROOT, 'node_modules', path), ...args]]
const STEPS = [
  ['build', ...tool('electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn')],
  ['types of main, shared and tests', ...tool('typescript/bin/tsc', '-p', 'tsconfig.node.json')],
  ['types of the renderer', ...tool('vue-tsc/bin/vue-tsc.js', '-p', 'tsconfig.web.json')],
  ['types of the renderer tests', ...tool('vue-tsc/bin/vue-tsc.js', '-p', 'tsconfig.web-tests.json')],
  ['lint', ...tool('eslint/bin/eslint.js', '.', '--max-warnings', '0')],
  ['unused code', ...tool('knip/bin/knip.js')],
  ['unit tests', ...tool('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`)],
  ['a browser for the journeys', process.execPath, [join(ROOT, 'scripts', 'chromium.mjs')]],
  ['journeys', ...tool('@playwright/test/cli.js', 'test', '--reporter=list,json'), { PLAYWRIGHT_JSON_OUTPUT_NAME: journeyReport }],
]

let code = 0
for (const [name, command, args, env] of STEPS) {
  process.stdout.write(`\n== ${name}\n`)
  const began = Date.now()
  const { status, signal, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } })
  const took = `${((Date.now() - began) / 1000).toFixed(1)} s`
  if (status === 0) {
    process.stdout.write(`-- ${name}: ${took}\n`)
    continue
  }
  code = status ?? 1
  process.stdout.write(`-- ${name}: failed after ${took} (${error?.message ?? signal ?? `exit code ${code}`})\n`)
  break
}

const counts = Object.values(COUNTS).map((count) => count())
rmSync(reports, { recursive: true, force: true })
const passed = counts.reduce((sum, [each]) => sum + each, 0)
const failed = counts.reduce((sum, [, each]) => sum + each, 0)
// A step that fails without a failed test (a type error, a crash) is one failure.
process.stdout.write(`\n${passed} passed, ${code !== 0 ? Math.max(1, failed) : failed} failed\n`)
process.exitCode = code

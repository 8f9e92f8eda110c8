/** Samples of the tables of programs: what a real Julia 1.5.3 inferred. `npm run conformance` asks whole tables. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { printReport, runConformance, universeOf } from '../../../../src/main/julia/conformance/run'
import { base } from '../../../../src/main/services/base'

function rowsOf(table: string): unknown[] {
  const text = readFileSync(join(import.meta.dirname, '../../../fixtures/oracle', `${table}.jsonl`), 'utf8')
  return text.trim().split('\n').map((line): unknown => JSON.parse(line))
}

it('infers what Julia infers', () => {
  const report = runConformance(universeOf([]), rowsOf('inference'), base)
  expect(report.tallies.every(({ total }) => total > 100)).toBe(true)
  expect(printReport(report, 20)).toEqual(report.tallies.map(({ kind, total }) => `inference ${kind} ${total}/${total}`))
})

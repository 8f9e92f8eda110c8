/** What axe finds wrong with a page: the rule, where, and why. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from '@playwright/test'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function violations(app: Page, rules: RunOptions['rules'] = {}): Promise<string[]> {
  // Colours in transition have no contrast yet.
  await app.waitForTimeout(200)
  await app.evaluate(AXE)
  const { violations: found } = await app.evaluate(
    (options) => (globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(options),
    { resultTypes: ['violations'], rules } satisfies RunOptions,
  )
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`))
}

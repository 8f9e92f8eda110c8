/** Journeys through the comparison: two recordings with other settings, invalidations before and after, loads of three sessions. */
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

const RECORDINGS = ['test/fixtures/compare/O2.jsonl', 'test/fixtures/compare/O0.jsonl']
const TREES = ['own_invalidator_mixed', 'own_meter'].map((name) => `test/fixtures/formats/invalidations/${name}/trees.txt`)
const LOADS = ['colors', 'own_ext', 'own_recompilation'].map((name) => `test/fixtures/formats/time-imports/${name}.txt`)

/** Each file a profile of its own; the page when all are there. */
async function compareAll(app: Page, count: number): Promise<void> {
  await app.getByTestId('open-each').click()
  await expect(app.locator('[data-testid^="profile-"]')).toHaveCount(count)
  await app.keyboard.press('c')
  await expect(app.getByTestId('compare')).toBeVisible()
}

test.describe('two recordings', () => {
  test.use({ files: RECORDINGS })

  test.beforeEach(({ app }) => compareAll(app, 2))

  test('say at first sight who is faster, and what makes them hard to compare', async ({ app }) => {
    await expect(app.getByTestId('headline')).toHaveText(/ takes as long as .* within what the times vary: \d+ ms and \d+ ms\.$/)
    await expect(app.getByTestId('compare-warnings')).toContainText('They ran with different settings: opt_level=2')
    await expect(app.getByTestId('compare-bars').getByRole('img')).toHaveAccessibleName(/^All steps: .* \d+ ms, .* \d+ ms$/)
    await expect(app.getByTestId('compare-summary')).toContainText('To the end of the first call')
    await app.getByTestId('basis-1').click()
    await expect(app.getByTestId('compare-bars').getByRole('img')).toHaveAccessibleName(/^The whole run: /)
  })

  test('are renamed, reordered and left out, and the address keeps it', async ({ app }) => {
    await app.getByTestId('label-0').fill('optimized')
    await app.getByTestId('label-1').fill('not optimized')
    await app.keyboard.press('Enter')
    await expect(app.getByTestId('headline')).toHaveText(/^not optimized takes as long as optimized /)
    await app.getByTestId('left-1').click()
    await expect(app.getByTestId('headline')).toHaveText(/^optimized takes as long as not optimized /)
    await expect.poll(() => app.url()).toContain('page=compare')
    await app.getByTestId('remove-1').click()
    await expect(app.getByTestId('compare-few')).toContainText('Choose a second profile')
    await app.getByTestId('add-side').click()
    await app.getByRole('menuitem').first().click()
    await expect(app.getByTestId('headline')).toHaveText(/^optimized takes as long as not optimized /)
  })

  test('align their flame graphs, which the arrow keys walk through', async ({ app }) => {
    await app.getByTestId('compare-tab-inference').click()
    const flame = app.getByTestId('compare-flame')
    await expect(flame.getByRole('img')).toHaveAccessibleName(/^Aligned flame graphs of 2 profiles: /)
    await flame.focus()
    await app.keyboard.press('ArrowDown')
    await expect(app.getByTestId('compare-flame-selected')).toHaveText(/^total\(.*: \d+\.\d ms, alone .*: \d+\.\d ms, [+−]/)
    const row = app.getByRole('grid').getByRole('row', { selected: true })
    await expect(row).toContainText('total')
    await app.keyboard.press('ArrowDown')
    await expect(row).toContainText('sum')
    // A row leads to its box, and a double click to the profile.
    await app.getByRole('grid').getByRole('row').nth(1).click()
    const signature = (await row.getByRole('gridcell').first().textContent())?.trim() ?? ''
    await expect(app.getByTestId('compare-flame-selected')).toContainText(signature.split('(')[0] ?? '')
    await row.dblclick()
    await expect(app.getByTestId('view-inference')).toBeVisible()
  })

  test('are exported as a table, as Markdown and as a drawing', async ({ app, saved }) => {
    await app.getByTestId('compare-tab-methods').click()
    await expect(app.getByRole('grid')).toBeVisible()
    await app.getByRole('grid').focus()
    const table = await saved(() => app.keyboard.press('Control+Shift+E'))
    expect(table.bytes.toString().split('\r\n')[0]).toMatch(/^Signature,.*Change \(s\),.*State/)
    const markdown = await saved(async () => {
      await app.getByTestId('compare-export').click()
      await app.getByTestId('save-markdown').click()
    })
    expect(markdown.name).toBe('comparison.md')
    expect(markdown.bytes.toString()).toMatch(/^### .* takes as long as .*\n/)
    const drawing = await saved(async () => {
      await app.getByTestId('compare-export').click()
      await app.getByRole('menuitem', { name: /Totals and phases/ }).click()
    })
    expect(drawing.bytes.toString()).toMatch(/^<svg/)
  })
})

test.describe('two snapshots of invalidations', () => {
  test.use({ files: TREES })

  test('show which causes are gone', async ({ app }) => {
    await compareAll(app, 2)
    await expect(app.getByTestId('headline')).toHaveText(/ instances .* instead of \d+\.$/)
    await app.getByTestId('compare-tab-invalidations').click()
    await expect(app.getByTestId('compare-invalidations').getByRole('img')).toHaveAccessibleName(/5 causes with 466 children, .* 1 causes with 13 children$/)
    const rows = app.getByRole('grid').getByRole('row')
    await expect(rows.filter({ hasText: 'gone' })).toHaveCount(5)
    await expect(rows.filter({ hasText: 'new' })).toContainText('weight')
  })
})

test.describe('three sessions of imports', () => {
  test.use({ files: LOADS })

  test('stand on one time scale', async ({ app }) => {
    await compareAll(app, 3)
    await expect(app.getByTestId('headline')).toHaveText(/ is the fastest of the 3 at loading packages with /)
    await app.getByTestId('compare-tab-imports').click()
    const chart = app.getByTestId('compare-imports')
    await expect(chart.getByRole('img')).toHaveAccessibleName(/^Loads of \d+ packages in 3 profiles, /)
    await chart.focus()
    await app.keyboard.press('ArrowDown')
    await expect(app.getByRole('grid').getByRole('row', { selected: true })).toBeVisible()
    await app.getByTestId('compare-tab-packages').click()
    await expect(app.getByRole('grid').getByRole('row').nth(1)).toBeVisible()
  })
})

/** Journeys through the sources: nothing that was opened is lost. */
import { expect, test } from './fixtures'

test.use({ files: ['test/fixtures/precompile/trace-and-builds.txt'] })

test.beforeEach(async ({ app, files }) => {
  if (files.length > 1) await app.getByTestId('open-merged').click()
  await app.getByTestId('tab-sources').click()
})

test('lists every output with its lines, and what was not read with its line', async ({ app }) => {
  await expect(app.getByTestId('headline')).toHaveText('2 outputs read from trace-and-builds.txt; 2 lines not read')
  const outputs = app.getByTestId('table-sources.blocks')
  await expect(outputs.getByRole('row', { name: /--trace-compile/ })).toContainText('Precompile statements2–6')
  await outputs.getByRole('row', { name: /--trace-compile/ }).click()
  await expect(app.getByLabel('Details of the output')).toContainText('@trace_compile using MyPkg; MyPkg.run()')
  await expect(app.getByLabel('Details of the output')).toContainText('rounded to 0.1 ms')
  const lines = app.getByTestId('table-sources.unparsed')
  await expect(lines.getByRole('row', { name: 'A line that no tool prints' })).toContainText('16')
})

test('searches the lines and steps through them', async ({ app }) => {
  await app.getByTestId('search').fill('no tool')
  await expect(app.getByTestId('search-count')).toHaveText('2 hits')
  const lines = app.getByTestId('table-sources.unparsed')
  await expect(lines.locator('.row.hit')).toHaveCount(2)
  await app.keyboard.press('Enter')
  await expect(app.getByTestId('search-count')).toHaveText('1 of 2')
  await expect(lines.getByRole('row', { selected: true })).toContainText('A line that no tool prints')
  await app.keyboard.press('Enter')
  await expect(lines.getByRole('row', { selected: true })).toContainText('Another line')
  await app.keyboard.press('Enter')
  await expect(app.getByTestId('search-count')).toHaveText('1 of 2')
})

test('finds lines from another view', async ({ app }) => {
  await app.getByTestId('tab-precompile').click()
  await app.getByTestId('search').fill('Another line')
  await expect(app.getByTestId('search-count')).toHaveText('1 hit')
  await app.keyboard.press('Enter')
  await expect(app.getByTestId('view-sources')).toBeVisible()
  await expect(app.getByTestId('table-sources.unparsed').getByRole('row', { selected: true })).toContainText('Another line')
})

test('opens the view of an output, and lists the sources', async ({ app, saved }) => {
  await app.getByTestId('mode-sources').click()
  const sources = app.getByTestId('table-sources.sources')
  await expect(sources.getByRole('row', { name: /trace-and-builds/ })).toContainText('2')
  const { name, bytes } = await saved(() => sources.getByTestId('table-csv').click())
  expect(name).toBe('sources-sources.csv')
  expect(bytes.toString('utf8').split('\r\n')[0]).toBe('Source,Format,Size (bytes),Outputs,Messages,Lines not read')
  await app.getByTestId('table-sources.blocks').getByRole('row', { name: /Packages precompiled/ }).dblclick()
  await expect(app.getByTestId('view-precompile')).toBeVisible()
  await expect(app.getByTestId('mode-builds')).toHaveAttribute('aria-checked', 'true')
})

test.describe('the two files of @snoop_llvm', () => {
  test.use({ files: ['test/fixtures/formats/snoop-llvm/tiny-func_names.csv', 'test/fixtures/formats/snoop-llvm/tiny-llvm_timings.yaml'] })

  test('are one output when they are merged', async ({ app }) => {
    await expect(app.getByTestId('headline')).toHaveText('1 output read from 2 sources; nothing left over')
    await app.getByTestId('table-sources.blocks').getByRole('row', { name: /@snoop_llvm/ }).click()
    await expect(app.getByLabel('Details of the output')).toContainText('Functions are named by func_names.csv.')
  })
})

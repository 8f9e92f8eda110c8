/** Journeys through what keeps a program from being near static: errors of `juliac --trim`, grouped by what is to blame. */
import { expect, test } from './fixtures'

test.use({ files: ['test/fixtures/formats/trim-verifier/program.txt'] })

test.beforeEach(async ({ app }) => {
  await app.getByTestId('tab-reach').click()
})

test('says how many entry points fail, and shows their causes at once', async ({ app }) => {
  await expect(app.getByTestId('headline')).toHaveText('2 of 2 entry points are not near static')
  await expect(app.getByText('measured: juliac --trim').first()).toBeVisible()
  const grid = app.getByRole('treegrid')
  await expect(grid.getByRole('row', { name: /main\(ARGS::Vector\{String\}\)/ })).toContainText('not near static: 3 unresolved calls for 2 reasons')
  await expect(grid.getByRole('row', { name: /a captured variable is assigned more than once/ })).toHaveClass(/lost/)
  await expect(grid.getByRole('row', { name: /a container of unknown length is splatted/ })).toContainText('warning')
})

test('goes from a cause to its places and their calls, with what would help', async ({ app }) => {
  const grid = app.getByRole('treegrid')
  const before = await grid.getByRole('row').count()
  await grid.getByRole('row', { name: /the type of a value is not known/ }).click()
  await app.keyboard.press('ArrowRight')
  await expect(grid.getByRole('row')).toHaveCount(before + 2)
  await expect(app.getByTestId('reach-chain')).toHaveCount(2)
  await expect(app.getByTestId('reach-chain').first()).toContainText('Base.print(%new()::IOBuffer')
  await expect(app.getByTestId('reach-chain').first().getByRole('listitem').nth(2)).toContainText('label(n::Int64) src/Program.jl:4')
  // The advice of the cause stands with its places as well.
  await app.keyboard.press('ArrowDown')
  await expect(app.getByTestId('reach-advice')).toContainText('Declare the type where the value comes from')
  await expect(app.getByTestId('reach-chain')).toHaveCount(1)
})

test('tells at which levels an entry point runs', async ({ app }) => {
  await app.getByRole('treegrid').getByRole('row', { name: /main\(ARGS/ }).click()
  const levels = app.getByTestId('reach-levels')
  await expect(levels.getByRole('term')).toHaveCount(3)
  await expect(levels.getByRole('definition').first()).toContainText('no, needs')
})

test('keeps the need that was chosen, and the search finds causes', async ({ app }) => {
  await app.getByTestId('mode-dispatch').click()
  await expect(app).toHaveURL(/=dispatch/)
  await app.reload()
  await expect(app.getByTestId('mode-dispatch')).toHaveAttribute('aria-checked', 'true')
  await app.getByTestId('search').fill('splatted')
  await expect(app.getByTestId('search-count')).toHaveText(/^\d+ hits?$/)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('treegrid').getByRole('row', { selected: true })).toContainText('a container of unknown length is splatted')
})

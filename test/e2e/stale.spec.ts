/** Journeys through the stale instances: a list of 45, and a session that also holds their invalidations and their tree. */
import { expect, test } from './fixtures'

test.describe('a list of stale instances', () => {
  test.use({ files: ['resources/samples/stale-instances.txt'] })

  test('adds up exclusive times, and never inclusive ones', async ({ app }) => {
    await app.getByTestId('tab-stale').click()
    await expect(app.getByTestId('headline')).toHaveText(/^45 instances are stale: \d\d\.\d ms of inference, exclusive/)
    await expect(app.getByText('Stale: compiled code was there')).toBeVisible()
    await expect(app.locator('[data-sum="exclusive"]')).toHaveText(/\d ?ms$/)
    await expect(app.locator('[data-sum="inclusive"]')).toBeEmpty()
    await app.getByRole('grid').getByRole('row').nth(1).click()
    await expect(app.getByTestId('stale-cause')).toContainText('Not known')
  })

  test('groups by function and by module, and goes from a group to its instances', async ({ app }) => {
    await app.getByTestId('tab-stale').click()
    await app.getByTestId('mode-module').click()
    await app.getByRole('grid').getByRole('row', { name: /^ArrayInterface\b/ }).dblclick()
    await expect(app.getByTestId('mode-instance')).toHaveAttribute('aria-checked', 'true')
    await expect(app.getByTestId('table-count')).toHaveText(/^\d+ of 45 instances$/)
    await app.getByTestId('table-filter').fill('')
    await app.getByTestId('mode-method').click()
    await expect(app.getByRole('grid').getByRole('row', { name: /ForwardDiff\.tupexpr 10 / })).toBeVisible()
  })

  test('marks what the search finds, and steps through it', async ({ app }) => {
    await app.getByTestId('tab-stale').click()
    await app.getByTestId('search').fill('collect_to')
    await expect(app.getByTestId('search-count')).toHaveText(/^\d+ hits$/)
    await expect(app.locator('.row.hit').first()).toContainText('collect_to')
    await app.keyboard.press('Enter')
    await expect(app.getByRole('grid').getByRole('row', { selected: true })).toContainText('collect_to')
    const first = await app.getByTestId('details-signature').textContent()
    await app.keyboard.press('Enter')
    await expect(app.getByTestId('details-signature')).not.toHaveText(first ?? '')
    await app.keyboard.press('Shift+Enter')
    await expect(app.getByTestId('details-signature')).toHaveText(first ?? '')
  })
})

test.describe('with invalidations in the same session', () => {
  test.use({ files: ['resources/samples/invalidations-session.txt'] })

  test('names what invalidated an instance, and whether that was printed or found', async ({ app }) => {
    await app.getByTestId('tab-stale').click()
    const row = app.getByRole('grid').getByRole('row', { name: /handle_message.*convert/ })
    await expect(row).toContainText('derived')
    await app.getByTestId('mode-cause').click()
    await app.getByRole('grid').getByRole('row', { name: /convert/ }).click()
    await expect(app.getByTestId('stale-cause')).toContainText('the same signature stands in the tree')
    await app.getByTestId('block-picker').selectOption({ index: 0 })
    await expect(app.getByTestId('headline')).toHaveText(/^1 instance is stale/)
    await app.getByTestId('mode-instance').click()
    await expect(app.getByRole('grid').getByRole('row').nth(1)).toContainText('printed')
  })
})

test.describe('with the inference tree', () => {
  test.use({ files: ['resources/samples/inference-session.txt'] })

  test('goes to where the instance was inferred again', async ({ app }) => {
    await app.getByTestId('tab-stale').click()
    await app.getByRole('grid').getByRole('row').nth(1).click()
    await app.getByTestId('stale-nodes').getByTestId('to-inference').first().click()
    await expect(app.getByTestId('view-inference')).toBeVisible()
    await expect.poll(() => app.url()).toContain('select=inference')
  })
})

/** Journeys through What if: a measured profile gives estimates with their assumptions; a profile of the lab is run with the changes. */
import { violations } from './axe'
import { expect, test } from './fixtures'

test.describe('a list of package loads', () => {
  test.use({ files: ['resources/samples/load-one-package.txt'] })

  test('says what it would be without a package, and what that assumes', async ({ app }) => {
    await expect(app.getByTestId('headline')).toBeVisible()
    await app.keyboard.press('i')
    await expect(app.getByTestId('headline')).toHaveText('What would 2.33 s be if something was changed?')
    const heaviest = app.getByTestId('candidates').locator('[data-kind="remove-dependency"]').first()
    await expect(heaviest).toContainText('Remove GPUArrays')
    await heaviest.getByRole('checkbox').check()
    await expect(app.getByTestId('headline')).toHaveText(/^This change would save about [\d.]+ m?s of 2\.33 s \(\d+ %\)$/)
    await expect(app.getByTestId('bar-before')).toContainText('measured')
    await expect(app.getByTestId('bar-after')).toContainText('estimated')
    await expect(app.getByTestId('assumptions')).toContainText('Only the load of GPUArrays itself is counted')
    // Nobody ran anything, so there is nothing to run again.
    await expect(app.getByTestId('run-changes')).toHaveCount(0)
    expect(new URL(app.url()).hash).toContain('what-if.changes')

    await app.getByTestId('typed-change').fill('load-later')
    await app.keyboard.press('Enter')
    await expect(app.getByRole('alert')).toHaveText('Expected load-later package=NAME')
    await app.getByTestId('typed-change').fill('load-later package=StaticArrays')
    await app.keyboard.press('Enter')
    await expect(app.getByTestId('headline')).toHaveText(/^These 2 changes would save about/)
    await expect(app.getByTestId('chosen')).toHaveCount(2)
    expect(await violations(app)).toEqual([])
    await app.getByRole('button', { name: 'Leave out: Remove GPUArrays' }).click()
    await expect(app.getByTestId('chosen')).toHaveCount(1)
  })
})

test.describe('invalidations', () => {
  test.use({ files: ['resources/samples/invalidations-session.txt'] })

  test('offer the methods that cost most, to be dropped', async ({ app }) => {
    await expect(app.getByTestId('headline')).toBeVisible()
    await app.keyboard.press('i')
    await app.getByTestId('candidates').locator('[data-kind="drop-method"]').first().getByRole('checkbox').check()
    await expect(app.getByTestId('assumptions')).toContainText(/It invalidated \d+ instances?/)
  })
})

test.describe('a profile of the lab', () => {
  test.describe.configure({ timeout: 300_000 })

  test('is run with the change, and the truth stands beside the estimate', async ({ app }) => {
    await app.getByTestId('lab-sample-DemoPkg').click()
    await expect(app.getByTestId('editor').getByRole('textbox')).toBeVisible()
    await app.keyboard.press('Control+Enter')
    await expect(app.getByTestId('lab-run')).toBeVisible({ timeout: 240_000 })
    await app.getByTestId('lab-open-profile').click()
    await expect(app.getByTestId('headline')).toBeVisible()
    await app.keyboard.press('i')
    await app.getByTestId('typed-change').fill('precompile package=DemoPkg statement="precompile(f, (Int,))"')
    await app.keyboard.press('Enter')
    await expect(app.getByTestId('bar-after')).toContainText('estimated')
    await app.getByTestId('run-changes').click()
    await expect(app.getByTestId('outcome')).toContainText(/The run with the changes took [\d.]+ m?s, [\d.]+ [mµ]?s (more|less) than estimated\./, { timeout: 240_000 })
    await expect(app.getByTestId('bar-run')).toContainText('simulated')
    await expect(app.getByTestId('outcome')).not.toContainText('Not changed')
    expect(await violations(app)).toEqual([])
    await app.getByRole('button', { name: 'Show its profile' }).click()
    await expect(app.getByRole('tab', { name: 'Overview' })).toBeVisible()
  })
})

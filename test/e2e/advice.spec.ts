/** A newcomer opens what a tool printed and finds what to change, why, and how, without reading anything: with the mouse, and with the keyboard. */
import { violations } from './axe'
import { expect, test } from './fixtures'

const SAMPLES = 'resources/samples'

test.describe('what @time_imports printed', () => {
  test.use({ files: [`${SAMPLES}/load-one-package.txt`] })

  test('is answered on the overview, with evidence and a fix', async ({ app }) => {
    const top = app.getByTestId('top-advice')
    await expect(top.getByTestId('top-advice-item')).toHaveText(['Split GPUArrays off RecursiveArrayTools', 'Split StaticArrays off RecursiveArrayTools'])
    await expect(top).toContainText('804 ms, 34 % of using RecursiveArrayTools · estimated')
    await top.getByTestId('top-advice-item').nth(1).click()

    await expect(app.getByTestId('view-advice').getByTestId('headline')).toHaveText('Splitting GPUArrays and StaticArrays off RecursiveArrayTools would save about 56 % of 2.33 s')
    await expect(app.getByTestId('advice-title')).toHaveText('Split StaticArrays off RecursiveArrayTools')
    await expect(app.getByTestId('advice-code')).toContainText('RecursiveArrayToolsStaticArraysExt = "StaticArrays"')
    await app.getByTestId('evidence-imports').first().click()
    await expect(app.getByTestId('view-imports')).toBeVisible()
    await expect(app.getByTestId('details')).toContainText('StaticArrays')
    // What was chosen stays chosen.
    await app.getByTestId('tab-advice').click()
    await expect(app.getByTestId('advice-2')).toHaveAttribute('aria-pressed', 'true')
    await app.getByTestId('try-change').click()
    await expect(app.getByTestId('view-what-if').getByTestId('headline')).toContainText('508 ms')
  })

  test('is walked through by keys', async ({ app }) => {
    await expect(app.getByTestId('view-overview')).toBeVisible()
    await app.keyboard.press('v')
    await expect(app.getByTestId('advice-title')).toHaveText('Split GPUArrays off RecursiveArrayTools')
    await app.keyboard.press('.')
    await expect(app.getByTestId('advice-title')).toHaveText('Split StaticArrays off RecursiveArrayTools')
    await app.getByTestId('advice-2').focus()
    await app.keyboard.press('ArrowDown')
    await expect(app.getByTestId('advice-3')).toBeFocused()
    await expect(app.getByTestId('advice-title')).toHaveText('Split ArrayInterface off RecursiveArrayTools')
    await app.keyboard.press(',')
    await expect(app.getByTestId('advice-2')).toHaveAttribute('aria-pressed', 'true')
    expect(await violations(app), 'advice').toEqual([])
  })
})

test.describe('an invalidation text', () => {
  test.use({ files: [`${SAMPLES}/invalidations-session.txt`] })

  test('leads to the method, to both packages and to the rows', async ({ app }) => {
    await app.getByTestId('tab-advice').click()
    await expect(app.getByTestId('view-advice').getByTestId('headline')).toContainText('Drop or narrow the method ==(::Any, ::Invalidator.Flag) of Invalidator: 5.39 ms')
    await expect(app.getByTestId('advice-saving')).toContainText('measured')
    await expect(app.getByTestId('advice-fix')).toContainText('Ask who calls it')
    await app.getByTestId('evidence-invalidations').first().click()
    await expect(app.getByTestId('invalidation-cause')).toContainText('Invalidator.jl:10')

    await app.getByTestId('mode-packages').click()
    await expect(app.getByTestId('headline')).toContainText('Invalidator made 5.39 ms of compiling necessary again, through code of Base')
    await expect(app.getByTestId('table-invalidations.packages').getByRole('row').nth(1)).toContainText('Invalidator')
    await expect(app.getByTestId('pair-details')).toContainText('Methods that cost nothing known')
    expect(await violations(app), 'by package').toEqual([])
    await app.getByTestId('pair-details').getByTestId('to-invalidations').first().click()
    await expect(app.getByTestId('mode-trees')).toHaveAttribute('aria-checked', 'true')
  })
})

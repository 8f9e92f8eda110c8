/** Journeys through precompile statements and package builds. */
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

function clipboard(app: Page): Promise<string> {
  return app.evaluate<string>('navigator.clipboard.readText()')
}

test.describe('a trace of Julia 1.12 and a build', () => {
  test.use({ files: ['test/fixtures/precompile/trace-and-builds.txt'], permissions: ['clipboard-read', 'clipboard-write'] })

  test.beforeEach(async ({ app }) => {
    await app.getByTestId('tab-precompile').click()
  })

  test('marks what was compiled again, and adds nothing up', async ({ app }) => {
    await expect(app.getByTestId('headline')).toHaveText('5 instances were compiled while the code ran, 2 of them compiled again, the longest 3.81 s for run')
    await expect(app.getByTestId('notes').first()).toContainText('No sum is shown')
    await expect(app.locator('[data-sum]')).toHaveCount(0)
    await expect(app.getByRole('gridcell', { name: '↻ recompiled' })).toHaveCount(2)
    await app.getByTestId('recompiled-only').click()
    await expect(app.getByTestId('table-count')).toHaveText('2 statements')
    await app.getByRole('combobox', { name: /^Module/ }).selectOption('=Base')
    await expect(app.getByTestId('table-count')).toHaveText('1 statement')
  })

  test('copies what is shown as code to paste', async ({ app, hostKind }) => {
    test.skip(hostKind !== 'web', 'the clipboard of the system is read through the page')
    await app.getByTestId('recompiled-only').click()
    await app.getByTestId('directives').click()
    await app.getByTestId('copy-shown-lines').click()
    await expect(app.getByText('Copied 2 statements')).toBeVisible()
    const lines = 'precompile(Tuple{typeof(LinearAlgebra.mul!), Array{Float64, 2}, Array{Float64, 2}, Array{Float64, 2}})\nprecompile(Tuple{typeof(Base.push!), Array{Function, 1}, Function})\n'
    expect(await clipboard(app)).toBe(lines)

    await app.getByTestId('recompiled-only').click()
    await app.getByRole('grid').getByRole('row', { name: /MyPkg/ }).click()
    await app.getByRole('grid').getByRole('row', { name: /#1#2/ }).click({ modifiers: ['Control'] })
    await app.getByTestId('directives').click()
    await app.getByTestId('copy-portable').click()
    await app.getByTestId('copy-marked-block').click()
    await expect(app.getByText('Copied 1 statement, 1 left out')).toBeVisible()
    expect(await clipboard(app)).toBe('if ccall(:jl_generating_output, Cint, ()) == 1\n    precompile(Tuple{typeof(MyPkg.run)})\nend\n')
  })

  test('sums up by module and goes to its statements', async ({ app }) => {
    await app.getByTestId('mode-modules').click()
    await app.getByRole('grid').getByRole('row', { name: /^Base 2 1/ }).dblclick()
    await expect(app.getByTestId('table-count')).toHaveText('2 statements')
  })

  test('shows builds with bars, and failed ones in a word', async ({ app }) => {
    await app.getByTestId('mode-builds').click()
    await expect(app.getByTestId('headline')).toHaveText('4 packages were precompiled, 1 of them failed, the longest 9.81 s for StaticArrays')
    await expect(app.getByRole('row', { name: /GPUArrays/ })).toContainText('✗ failed')
    await expect(app.getByRole('row', { name: /GPUArrays/ })).toHaveClass(/lost/)
    await expect(app.getByRole('row', { name: /^StaticArraysCore/ }).getByRole('img')).toHaveAccessibleName('8.3 % of the longest')
    await expect(app).toHaveURL(/=builds/)
    await app.reload()
    await expect(app.getByTestId('mode-builds')).toHaveAttribute('aria-checked', 'true')
  })
})

test.describe('a log of Julia 1.10 that says why it precompiled again', () => {
  test.use({ files: ['test/fixtures/loader/cache/logs/27_ext_stale.txt'] })

  test.beforeEach(async ({ app }) => {
    await app.getByTestId('tab-precompile').click()
  })

  test('gives each reason with what to do about it', async ({ app }) => {
    await expect(app.getByTestId('mode-rejections')).toHaveAttribute('aria-checked', 'true')
    await expect(app.getByTestId('headline')).toHaveText('Caches of 2 packages were refused for 4 reasons; most of all: another build than the one that is wanted')
    await expect(app.getByTestId('reasons').getByRole('listitem')).toHaveCount(4)
    const time = app.getByTestId('reasons').getByRole('listitem').filter({ hasText: 'A file has another time' })
    await expect(time).toContainText('ExtParentTinyDatesExt/more.jl')
    await expect(time).toContainText('Nothing, if you changed the file')
    await expect(app.getByTestId('table-count')).toHaveText('4 refusals')
  })

  test('shows whom a reason concerns, in the words of Julia, and goes to what was built', async ({ app }) => {
    await app.getByTestId('reason-mtime').click()
    await expect(app.getByTestId('reason-mtime')).toHaveAttribute('aria-pressed', 'true')
    await expect(app.getByTestId('table-count')).toHaveText('1 refusal')
    await app.getByRole('grid').getByRole('row').nth(1).click()
    const details = app.getByTestId('details')
    await expect(details).toContainText('Rejecting stale cache file <depot>/compiled/v1.10/ExtParentTinyDatesExt/ETMNd_WJKNK.ji')
    await expect(details).toContainText('27_ext_stale.txt:')
    await details.getByText('Package builds: 1 row').click()
    await expect(app.getByTestId('mode-builds')).toHaveAttribute('aria-checked', 'true')
    await expect(app.getByRole('grid').getByRole('row', { selected: true })).toContainText('ExtParentTinyDatesExt')
  })

  test('keeps the reason that was chosen', async ({ app }) => {
    await app.getByTestId('reason-mtime').click()
    await expect(app).toHaveURL(/=mtime/)
    await app.reload()
    await expect(app.getByTestId('reason-mtime')).toHaveAttribute('aria-pressed', 'true')
    await app.getByTestId('reason-mtime').click()
    await expect(app.getByTestId('table-count')).toHaveText('4 refusals')
  })
})

test.describe('what parcel found', () => {
  test.use({ files: ['test/fixtures/formats/snoopcompile/parcel_tiny.txt'] })

  test('is statements with times that add up by module', async ({ app }) => {
    await app.getByTestId('tab-precompile').click()
    await expect(app.getByTestId('headline')).toContainText('named for precompilation')
    await expect(app.getByRole('grid')).toContainText('indexed_iterate')
    await app.getByTestId('mode-modules').click()
    await expect(app.locator('[data-sum="time"]')).toContainText('ms')
  })
})

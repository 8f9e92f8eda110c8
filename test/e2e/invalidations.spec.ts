/** Journeys through the invalidations: a real session of SnoopCompile, several files as one, and a tree of 50,000 nodes. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

const SESSION = 'resources/samples/invalidations-session.txt'
const FOLDER = 'test/fixtures/formats/invalidations'

async function openView(app: Page): Promise<void> {
  await app.getByTestId('tab-invalidations').click()
  await expect(app.getByTestId('headline')).toBeVisible()
}

test.describe('a session of SnoopCompile', () => {
  test.use({ files: [SESSION] })

  test('says which definition did most, and what that cost', async ({ app }) => {
    await openView(app)
    await expect(app.getByTestId('headline')).toHaveText(/ in Invalidator invalidated 138 of 466 instances$/)
    const tree = app.getByRole('treegrid')
    await expect(tree.getByRole('row')).toHaveCount(6)
    await expect(app.getByTestId('invalidations-chart').getByRole('img')).toHaveAccessibleName('5 causes of invalidation with 466 children')

    await tree.getByRole('row', { name: /convert/ }).click()
    await expect(app.getByTestId('invalidation-cause')).toContainText('What was inserted')
    await expect(app.getByTestId('invalidation-cause')).toContainText('~/dev/Invalidator/src/Invalidator.jl:11')
    await expect(app.getByTestId('invalidation-cost')).toContainText('9.33 ms of inference had to run again')
    await expect(app.getByTestId('invalidation-cost')).toContainText('derived: found by the same signature')
  })

  test('opens to the last leaf by the keyboard, and explains how each row was reached', async ({ app }) => {
    await openView(app)
    await app.getByRole('treegrid').focus()
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown']) await app.keyboard.press(key)
    const row = app.getByRole('treegrid').getByRole('row', { selected: true })
    await expect(row).toHaveAttribute('aria-level', '2')
    await expect(app.getByTestId('invalidation-how')).toContainText('mt_backedges')
    await expect(app.getByTestId('invalidation-how')).toContainText('the new method matches, too')
    await app.getByTestId('invalidation-cause').getByTestId('to-invalidations').click()
    await expect(row).toHaveAttribute('aria-level', '1')
  })

  test('selects a cause in the chart', async ({ app }) => {
    await openView(app)
    const chart = app.getByTestId('invalidations-chart').getByRole('img')
    const box = await chart.boundingBox()
    if (!box) throw new Error('the chart has no place')
    await chart.click({ position: { x: box.width - 17, y: 60 } })
    const row = app.getByRole('treegrid').getByRole('row', { selected: true })
    await expect(row).toContainText('138')
    await chart.click({ position: { x: 65, y: 60 } })
    await expect(row).toContainText('joinpath')
  })

  test('keeps module, tab and selection over a reload', async ({ app }) => {
    await openView(app)
    await app.getByLabel('Hit in').selectOption('=Pkg.Registry')
    await expect(app.getByTestId('table-count')).toHaveText('2 rows of trees')
    await app.getByRole('treegrid').getByRole('row', { name: /joinpath/ }).click()
    await expect.poll(() => app.url()).toContain('select=invalidations')
    await app.getByTestId('tab-stale').click()
    await app.getByTestId('tab-invalidations').click()
    await expect(app.getByTestId('table-count')).toHaveText('2 rows of trees')
    await expect.poll(() => app.url()).toMatch(/view=invalidations.*Pkg\.Registry|Pkg\.Registry.*view=invalidations/)
    await app.reload()
    await expect(app.getByTestId('table-count')).toHaveText('2 rows of trees')
    await expect(app.getByTestId('invalidation-cause')).toContainText('Invalidator')
  })

  test('goes to the stale instance and back', async ({ app }) => {
    await openView(app)
    await app.getByRole('treegrid').getByRole('row', { name: /convert/ }).click()
    await app.getByTestId('invalidation-cost').getByTestId('to-stale').first().click()
    await expect(app.getByTestId('view-stale')).toBeVisible()
    await app.getByTestId('stale-cause').getByTestId('to-invalidations').first().click()
    await expect(app.getByTestId('view-invalidations')).toBeVisible()
    await expect(app.getByRole('treegrid').getByRole('row', { selected: true })).toContainText('convert')
  })

  test('writes the table as it stands, with all that is folded', async ({ app, saved }) => {
    await openView(app)
    const { name, bytes } = await saved(() => app.getByTestId('table-csv').click())
    expect(name).toBe('invalidations-trees.csv')
    const lines = bytes.toString('utf8').trimEnd().split('\r\n')
    expect(lines).toHaveLength(43)
    expect(lines[0]).toBe('"Method, and what it invalidated",Children,How,Cost (s),Stale below (s),Package')
    expect(lines[1]).toContain('138,inserted,0.009332')
  })

  test('saves the chart as it is drawn', async ({ app, saved }) => {
    await openView(app)
    await app.keyboard.press('Control+e')
    await app.getByTestId('format-svg').check()
    await app.getByTestId('export-chart').selectOption({ label: 'Children per method invalidation' })
    const { name, bytes } = await saved(() => app.getByTestId('export-write').click())
    expect(name).toMatch(/\.svg$/)
    expect(bytes.toString('utf8')).toContain('i-th method invalidation')
  })

  test('lists what precompile_blockers and report_invalidations print', async ({ app }) => {
    await openView(app)
    await app.getByTestId('mode-blockers').click()
    await expect(app.getByTestId('headline')).toHaveText('convert(::Type{String}, ::Invalidator.Flag) in Invalidator made 9.33 ms of inference run again, the most of 2 methods')
    await app.getByTestId('mode-report').click()
    await expect(app.getByTestId('headline')).toContainText('invalidated 138 instances, 30 % of what 5 methods did')
  })
})

test('several files are one session, with a line of the chart each', async ({ app, choose }) => {
  const files = ['static/trees.txt', 'own_invalidator_mixed/trees.txt', 'own_redefinition/trees.txt', 'static/uinvalidated.txt'].map((file) => `${FOLDER}/${file}`)
  await choose(files, () => app.keyboard.press('Control+o'))
  await app.getByTestId('open-merged').click()
  await openView(app)
  await expect(app.getByTestId('headline')).toHaveText(/138 of 466 instances, the most in 3 outputs$/)
  await expect(app.getByTestId('notes').first()).toContainText('81 different ones')
  await app.getByTestId('block-picker').selectOption({ label: 'Invalidation trees · trees.txt:1' })
  await expect(app.getByTestId('headline')).toHaveText(/ in Static invalidated 48 of 78 instances$/)
  await app.getByTestId('mode-list').click()
  await expect(app.getByTestId('headline')).toHaveText('81 instances were invalidated, each counted once')
})

test('a list that was cut says so, and a cost that is not known how to get it', async ({ app, choose, folder }) => {
  const path = join(folder, 'cut.txt')
  await writeFile(
    path,
    String.raw`inserting !(::Static.False) in Static at C:\Users\me\.julia\packages\Static\sVI3g\src\Static.jl:427 invalidated:
   mt_backedges: 1: signature Tuple{typeof(!), Any} triggered MethodInstance for !=(::AbstractFloat, ::AbstractFloat) (0 children)
                 2: signature Tuple{typeof(!), Any} triggered MethodInstance for Base.isbadzero(::typeof(min), ::AbstractFloat) (0 children)
⋮
`,
  )
  await choose([path], () => app.keyboard.press('Control+o'))
  await openView(app)
  await expect(app.getByTestId('headline')).toHaveText('!(::Static.False) in Static invalidated at least 2 instances, from which nothing else was compiled')
  await expect(app.getByTestId('notes').first()).toContainText('The list is incomplete')
  await app.getByRole('treegrid').getByRole('row').nth(1).click()
  await expect(app.getByTestId('invalidation-cost')).toContainText('Not measured')
  await expect(app.getByTestId('invalidation-cost')).toContainText('precompile_blockers(trees, tinf)')
})

test('50,000 nodes unfold, scroll and filter without a pause', async ({ app, choose, folder }) => {
  const path = join(folder, 'large.txt')
  const items = Array.from(
    { length: 50_000 },
    (_, at) => `${at === 0 ? '   backedges: ' : ' '.repeat(14)}${at + 1}: superseding f(x) @ Base x.jl:1 with MethodInstance for M${at % 37}.g${at % 500}(::Val{${at}}) (${at % 90} children)`,
  )
  await writeFile(path, ['inserting f(::Int) @ Foo /x/packages/Foo/abcde/src/Foo.jl:1 invalidated:', ...items, ''].join('\n'))
  await choose([path], () => app.keyboard.press('Control+o'))
  await openView(app)
  await app.getByRole('treegrid').getByRole('row').nth(1).click()
  await app.keyboard.press('ArrowRight')
  await expect(app.getByRole('treegrid')).toHaveAttribute('aria-rowcount', '50002')
  // What is drawn is what can be seen.
  expect(await app.getByRole('treegrid').getByRole('row').count()).toBeLessThan(100)
  await app.keyboard.press('End')
  await expect(app.getByRole('treegrid').getByRole('row', { selected: true })).toBeInViewport()
  await app.getByTestId('table-filter').fill('g77(')
  await expect(app.getByTestId('table-count')).toHaveText('100 of 50,001 rows of trees')
})

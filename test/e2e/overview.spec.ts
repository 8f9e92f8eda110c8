/** Journeys through the overview: what it answers at first sight, and where its names lead. */
import { writeFile } from 'node:fs/promises'
import { expect, test } from './fixtures'

test.describe('a list of loads', () => {
  test.use({ files: ['resources/samples/load-session.txt'] })

  test('says where the time went, and what was measured and what derived', async ({ app }) => {
    await expect(app.getByTestId('headline')).toHaveText('59 % of 447 ms is loading StaticArrays and SparseArrays')
    await expect(app.getByTestId('phase-bar')).toHaveCount(1)
    await expect(app.getByTestId('phase-load')).toHaveText(/Load\s*427 ms\s*95 %\s*derived/)
    await expect(app.getByTestId('phase-compile')).toHaveText(/Compilation\s*20\.2 ms\s*4\.5 %\s*derived/)
    await expect(app.getByRole('img', { name: /447 ms in all: Load 95 %/ })).toBeVisible()
  })

  test('leads from a name to its row, and from a phase to its view', async ({ app }) => {
    await app.getByTestId('top-imports').getByRole('button', { name: /^JSON3/ }).click()
    await expect(app.getByTestId('view-imports')).toBeVisible()
    await expect(app.getByTestId('details').getByRole('heading', { level: 2 })).toHaveText('JSON3')
    await app.keyboard.press('1')
    await app.getByTestId('phase-load').click()
    await expect(app.getByTestId('view-imports')).toBeVisible()
  })

  test('is walked through by the keyboard', async ({ app }) => {
    const list = app.getByTestId('top-imports').getByRole('listitem').getByRole('button')
    await list.first().focus()
    await app.keyboard.press('ArrowDown')
    await expect(list.nth(1)).toBeFocused()
    await app.keyboard.press('Enter')
    await expect(app.getByTestId('details').getByRole('heading', { level: 2 })).toHaveText('SparseArrays')
  })

  test('fits a small window', async ({ app }) => {
    await app.setViewportSize({ width: 640, height: 400 })
    await expect(app.getByTestId('phase-bar')).toBeVisible()
    expect(await app.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0)
  })
})

test.describe('a session of SnoopCompile', () => {
  test.use({ files: ['resources/samples/inference-session.txt'] })

  test('lists the heaviest of each part, each with a way to its view', async ({ app }) => {
    await expect(app.getByTestId('headline')).toHaveText('23 % of 201 ms is inference')
    await expect(app.getByTestId(/^top-(?!advice)/)).toHaveCount(3)
    await app.getByTestId('top-stale').getByRole('listitem').first().getByRole('button').click()
    await expect(app.getByTestId('view-stale')).toBeVisible()
    await expect(app.getByTestId('details-signature')).toContainText('mapreduce_impl')
  })
})

const MIXED = `julia> @time @time_imports using Outer
     40.0 ms  ┌ Inner
    100.0 ms  Outer
  0.125000 seconds (4.77 k allocations: 256.4 KiB, 50.00% compilation time)

| Package | Version | # inv., Julia 1.5 | # inv., master branch |
|:------- | -------:| -----------------:| ---------------------:|
| Revise | 2.7.3 | 23 | 0 |
| SIMD | 2.8.0 | 2949 | 11 |

┌ Warning: Something happened
└ @ Main REPL[3]:1

julia> versioninfo()
neither a table 12 ms nor a tree
`

test('adds nothing that may overlap, and names what was not read', async ({ app, choose, folder }) => {
  await writeFile(`${folder}/mixed.txt`, MIXED)
  await choose([`${folder}/mixed.txt`], () => app.keyboard.press('Control+O'))
  await expect(app.getByTestId('headline')).toHaveText('50 % of 125 ms is compilation')
  await expect(app.getByTestId('phase-bar')).toHaveCount(2)
  await expect(app.getByTestId('notes').first()).toContainText('2 bars are not added')
  await expect(app.getByTestId('table-overview.timings').getByRole('row')).toHaveCount(2)

  const counts = app.getByTestId('counts').getByRole('row')
  await expect(counts.nth(1)).toContainText('SIMD')
  await expect(counts.nth(1)).toContainText('▼ −99.6 %')
  await expect(counts.nth(2)).toContainText('▼ −100 %')

  await app.getByTestId('leftover-messages').click()
  await expect(app.getByTestId('view-sources')).toContainText('Something happened')
  await app.keyboard.press('1')
  await app.getByTestId('leftover-unparsed').click()
  await expect(app.getByTestId('view-sources')).toContainText('neither a table')

  await app.keyboard.press('2')
  await expect(app.getByTestId('sum-unaccounted')).toContainText('25.0 ms (20 %) of the 125 ms that @time measured')
})

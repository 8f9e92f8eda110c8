/** Journeys through images: what a session loaded, what is in an image, two compared, one built, and fifty thousand instances. */
import { writeFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { writeBackedge } from '../../src/main/formats/backedge-file'
import type { Profile } from '../../src/shared/profile/tables'
import { loadedImages, manyItems } from '../renderer/image-profile'
import { violations } from './axe'
import { expect, test } from './fixtures'

type Choose = (paths: readonly string[], ask: () => Promise<void>) => Promise<void>

async function openImages(app: Page, choose: Choose, folder: string, profile: Profile): Promise<void> {
  const path = `${folder}/images.backedge`
  await writeFile(path, writeBackedge(profile))
  await choose([path], () => app.keyboard.press('Control+O'))
  await app.getByTestId('tab-images').click()
  await expect(app.getByTestId('headline')).toBeVisible()
}
function grid(app: Page, id: string): Locator {
  return app.getByTestId(`table-${id}`)
}

test.describe('what a session loaded', () => {
  test.beforeEach(async ({ app, choose, folder }) => {
    await openImages(app, choose, folder, loadedImages())
  })

  test('says what was wasted and refused, and shows it in red', async ({ app }) => {
    await expect(app.getByTestId('headline')).toHaveText(
      '4 images of 162 KiB with 8 instances, loaded in 7.50 ms; 1 merged (2.80 KiB and 3.70 ms wasted), 1 unusable; OldPkg rejected: it was built with another build id of PkgA',
    )
    const refused = grid(app, 'images').getByRole('row', { name: /OldPkg/ })
    await expect(refused).toHaveClass(/lost/)
    await expect(refused).toContainText('it was built with another build id of PkgA.')
    await expect(app.getByTestId('treemap')).toHaveAccessibleName(/49\.1 KiB by bytes: PkgA 48 %, PkgB 35 %, PkgC 18 %/)
    await grid(app, 'images').getByRole('row', { name: /PkgB/ }).click()
    await expect(app.getByTestId('details').getByTestId('image-sections')).toContainText('Native code')
    await app.getByTestId('to-contents').click()
    await expect(app.getByTestId('headline')).toContainText('PkgB is a package image of 58.7 KiB with 3 methods and 3 instances')
  })

  test('the treemap is walked by the keyboard, and the table follows', async ({ app }) => {
    await app.getByTestId('mode-contents').click()
    await expect(app.getByTestId('table-count')).toHaveText('15 entries')
    await app.getByTestId('treemap').focus()
    await app.keyboard.press('ArrowRight')
    await expect(app.getByTestId('treemap-said')).toHaveText('image PkgA, 23.3 KiB, 1 of 3')
    await app.keyboard.press('ArrowRight')
    await app.keyboard.press('Enter')
    await expect(app.getByTestId('treemap-said')).toHaveText('package PkgB, 14.1 KiB, 1 of 2')
    await expect(app.getByTestId('table-count')).toHaveText('6 entries')
    await app.keyboard.press('ArrowDown')
    await expect(app.getByTestId('details').getByTestId('details-signature')).toHaveText('total(xs)')
    await app.keyboard.press('ArrowDown')
    await expect(app.getByTestId('details')).toContainText('PkgC inserted +(::Any, ::PkgC.Unit).')
    await expect(grid(app, 'images.items.list').getByRole('row', { name: /total\(::Vector\{Any\}\)/ })).toHaveAttribute('aria-selected', 'true')
    await app.keyboard.press('Backspace')
    await expect(app.getByTestId('table-count')).toHaveText('15 entries')
  })

  test('the table finds, filters and folds, and leads to the copy in another image', async ({ app }) => {
    await app.getByTestId('mode-contents').click()
    const table = grid(app, 'images.items.list')
    await app.getByTestId('table-filter').fill('f(::Int64')
    await expect(app.getByTestId('table-count')).toHaveText('2 of 15 entries')
    await table.getByRole('row', { name: /loaded/ }).click()
    await app.getByTestId('item-copies').getByRole('button', { name: 'PkgC' }).click()
    await expect(app.getByTestId('details')).toContainText('merged')
    await app.getByTestId('table-filter').fill('')
    await app.getByRole('combobox', { name: 'State' }).selectOption('=invalidated')
    await expect(app.getByTestId('table-count')).toHaveText('1 entry')
    await app.getByRole('combobox', { name: 'State' }).selectOption('')
    await app.getByTestId('shape-tree').click()
    await expect(grid(app, 'images.items.tree').getByRole('treegrid')).toBeVisible()
    await expect(grid(app, 'images.items.tree').getByRole('row', { name: /rows\(t\)/ })).toContainText('20.3')
  })

  test('two images are compared, by package and by instance, and a third joins', async ({ app }) => {
    await app.getByTestId('mode-compare').click()
    await expect(app.getByTestId('headline')).toHaveText('PkgB is 7.70 KiB larger than PkgA; 3 instances only in PkgA, 3 instances only in PkgB')
    await expect(app.getByTestId('compare-facts').getByRole('row', { name: /^Size/ })).toContainText('58.7 KiB')
    await app.getByTestId('compare-by-instances').click()
    const table = grid(app, 'images.compare.instances.2')
    await expect(table.getByRole('row').nth(1)).toContainText('rows(::Matrix{Float64})')
    await expect(table.getByRole('row').nth(1)).toContainText('▼ −9.44 KiB')
    await app.getByTestId('compare-choice').click()
    await app.getByTestId('compare-:2').click()
    await app.keyboard.press('Escape')
    await expect(app.getByTestId('headline')).toHaveText(/^3 images, from 40\.0 KiB \(PkgC\) to 58\.7 KiB \(PkgB\)/)
  })

  test('has nothing that axe finds wrong, in any tab and theme, and fits a narrow window', async ({ app }) => {
    for (const theme of ['light', 'dark'] as const) {
      await app.emulateMedia({ colorScheme: theme })
      for (const tab of ['list', 'contents', 'compare', 'records']) {
        await app.getByTestId(`mode-${tab}`).click()
        expect(await violations(app), `${tab}, ${theme}`).toEqual([])
      }
    }
    await app.setViewportSize({ width: 640, height: 400 })
    expect(await app.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0)
  })

  test('writes its treemap as a picture, as drawn and of the whole profile', async ({ app, saved }) => {
    for (const [chart, name] of [['screen:0', 'What is in images.svg'], ['sections', 'session with images-sections.svg']] as const) {
      await app.keyboard.press('Control+E')
      await app.getByTestId('format-svg').check()
      await app.getByTestId('export-chart').selectOption(chart)
      const file = await saved(() => app.getByTestId('export-write').click())
      expect(file.name).toBe(name)
      expect(file.bytes.toString()).toMatch(chart === 'sections' ? /Native code/ : /PkgB {2}17\.0 KiB/)
    }
  })
})

test('fifty thousand instances: boxes by what can be seen, and a table that scrolls', async ({ app, choose, folder }) => {
  await openImages(app, choose, folder, manyItems(50_000))
  await expect(app.getByTestId('headline')).toHaveText('sys.image is a system image of 95.4 MiB with 10,002 methods and 50,000 instances, 61 % of it native code')
  await expect(app.getByTestId('treemap').locator('canvas')).toBeVisible()
  expect(await grid(app, 'images.items.list').getByRole('row').count()).toBeLessThan(60)
  await app.getByTestId('table-filter').fill('method4711(')
  await expect(app.getByTestId('table-count')).toHaveText(/^5 of 60,002|^\d of 60,002/)
})

test.describe('a build', () => {
  test('of a sample opens its profile with phases and contents, and the image can be had', async ({ app, saved, hostKind }) => {
    test.skip(hostKind !== 'web', 'the download of a browser is looked at')
    // The first build on a machine makes the image of the Julia version, too.
    test.setTimeout(300_000)
    await app.getByTestId('build').click()
    const dialog = app.getByTestId('build-dialog')
    await expect(app.getByTestId('build-julia')).toHaveValue('1.10')
    expect(await violations(app)).toEqual([])
    await app.getByTestId('build-packages-DemoPkg').click()
    await app.getByTestId('build-sysimage_path').fill('demo.image')
    await dialog.getByText('More options').click()
    await app.getByTestId('build-filter_stdlibs').check()
    await expect(app.getByTestId('build-wrong')).toHaveText('must use `incremental=false` to use `filter_stdlibs=true`')
    await expect(app.getByTestId('build-run')).toBeDisabled()
    await app.getByTestId('build-filter_stdlibs').uncheck()
    const file = await saved(async () => {
      await app.getByTestId('build-run').click()
      await expect(app.getByTestId('job')).toContainText('Building demo.image')
    })
    expect(file.name).toBe('demo.image')
    expect(file.bytes.subarray(1, 6).toString()).toBe('BKIMG')
    await expect(app.getByTestId('banner')).toContainText('Built demo.image')
    await app.getByTestId('tab-images').click()
    await expect(app.getByTestId('headline')).toContainText('demo.image is a system image of')
    await app.getByTestId('table-filter').fill('DemoPkg')
    await expect(app.getByTestId('table-count')).not.toHaveText(/^0 of/)
  })

  test('can be cancelled, and leaves nothing behind', async ({ app }) => {
    test.setTimeout(300_000)
    await app.getByTestId('build').click()
    await expect(app.getByTestId('build-run')).toBeEnabled()
    await app.getByTestId('build-run').click()
    await app.getByTestId('job-cancel').click()
    await expect(app.getByTestId('job')).toBeHidden({ timeout: 240_000 })
    await expect(app.getByTestId('start')).toBeVisible()
    await expect(app.getByTestId('banner')).toBeHidden()
  })

  test('says why a project cannot be read', async ({ app }) => {
    await app.getByTestId('build').click()
    await app.getByTestId('build-sample').selectOption('')
    await app.getByTestId('build-path').fill('/nowhere/Project.toml')
    await expect(app.getByTestId('build-wrong')).toContainText('This path was not opened by you.')
    await expect(app.getByTestId('build-run')).toBeDisabled()
  })
})

/** Journeys through the imports view, first of all that of a newcomer: paste, see, save, open again, export. */
import { readFile, writeFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures'

const PASTED = 'test/fixtures/formats/time-imports/recursive-array-tools.md'
const SESSION = 'resources/samples/load-session.txt'
const HEADLINE = '52 % of 2.33 s is loading GPUArrays and StaticArrays'

async function openView(app: Page): Promise<{ readonly timeline: Locator; readonly details: Locator }> {
  await app.getByTestId('tab-imports').click()
  const timeline = app.getByTestId('imports-timeline')
  await expect(timeline.locator('canvas')).toBeVisible()
  return { timeline, details: app.getByTestId('details') }
}
/** The first cell of every row in sight. */
async function names(app: Page, table: string): Promise<string[]> {
  const cells = await app.getByTestId(`table-${table}`).locator('[data-column="name"][role="gridcell"]').allInnerTexts()
  return cells.map((cell) => cell.replace(/[▸▾\s]+/g, ' ').trim())
}
function row(app: Page, table: string, name: string): Locator {
  return app.getByTestId(`table-${table}`).getByRole('row', { name: new RegExp(`^(?:Fold |Unfold )?${name}\\b`) })
}

test('a newcomer pastes a list, sees the timeline, saves, opens again, exports a report and a picture', async ({ app, saved, choose, folder }) => {
  await app.getByTestId('paste').click()
  await app.getByTestId('paste-text').fill(await readFile(PASTED, 'utf8'))
  await app.getByTestId('paste-open').click()
  await expect(app.getByTestId('headline')).toHaveText(HEADLINE)
  await expect(app.getByTestId('phase-load')).toContainText('2.33 s')

  const { timeline } = await openView(app)
  await expect(app.getByTestId('headline')).toHaveText(HEADLINE)
  await expect(timeline).toHaveAccessibleName('Timeline of 20 loads, 2.33 s in all')
  await expect(app.getByTestId('sum-unaccounted')).toContainText('the last line is not a total')
  await expect(app.getByTestId('notes').first()).toContainText('Times are cumulative')

  const file = await saved(() => app.keyboard.press('Control+Shift+S'))
  expect(file.name).toMatch(/\.backedge$/)
  const path = `${folder}/again.backedge`
  await writeFile(path, file.bytes)
  await choose([path], () => app.keyboard.press('Control+O'))
  await expect(app.getByTestId(/^profile-\d+$/)).toHaveCount(2)
  await expect(app.getByTestId('headline')).toHaveText(HEADLINE)
  await openView(app)

  await app.keyboard.press('Control+E')
  await app.getByTestId('format-html').check()
  const report = await saved(() => app.getByTestId('export-write').click())
  expect(report.name).toMatch(/\.html$/)
  expect(report.bytes.toString()).toContain('GPUArrays')

  await app.keyboard.press('Control+E')
  await app.getByTestId('format-png').check()
  await expect(app.getByTestId('export-chart').locator('option:checked')).toHaveText('Timeline of imports')
  const picture = await saved(() => app.getByTestId('export-write').click())
  expect(picture.name).toBe('Timeline of imports.png')
  expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG')
  // Twice the width of the chart on screen, which is what is beside the details.
  expect(picture.bytes.readUInt32BE(16)).toBe(2 * ((await timeline.locator('canvas').boundingBox())?.width ?? 0))

  await app.keyboard.press('Control+E')
  await app.getByTestId('format-svg').check()
  const drawing = await saved(() => app.getByTestId('export-write').click())
  expect(drawing.bytes.toString()).toContain('StaticArrays')
})

test.describe('cumulative times', () => {
  test.use({ files: ['resources/samples/load-one-package.txt'] })

  test('are read in two ways, and each sorts the table by itself', async ({ app }) => {
    await openView(app)
    expect((await names(app, 'imports.list')).slice(0, 3)).toEqual(['RecursiveArrayTools', 'GPUArrays', 'StaticArrays'])
    await app.getByTestId('reading-exclusive').click()
    await expect.poll(async () => (await names(app, 'imports.list')).slice(0, 3)).toEqual(['GPUArrays', 'StaticArrays', 'ArrayInterface'])
    await expect(app.getByTestId('table-imports.list').locator('[data-sum="exclusive"]')).toHaveText('2.33s')
    await app.getByTestId('table-filter').fill('LLVM')
    await expect(app.getByTestId('table-count')).toHaveText('4 of 20 loads')
    // LLVM 103.5 ms, LLVMExtra_jll 164.4 ms, and what each loaded: CEnum 5.1 ms, JLLWrappers 1.8 ms.
    await expect(app.getByTestId('table-imports.list').locator('[data-sum="exclusive"]')).toHaveText('275ms')
  })

  test('show who loaded whom as a tree, unfolded', async ({ app }) => {
    await openView(app)
    await app.getByTestId('shape-tree').click()
    const tree = app.getByTestId('table-imports.tree')
    await expect(tree.getByRole('treegrid')).toBeVisible()
    await expect(row(app, 'imports.tree', 'LLVM')).toHaveAttribute('aria-level', '3')
    await expect(row(app, 'imports.tree', 'RecursiveArrayTools')).toHaveAttribute('aria-expanded', 'true')
    await row(app, 'imports.tree', 'RecursiveArrayTools').getByRole('button', { name: 'Fold' }).click()
    expect(await names(app, 'imports.tree')).toEqual(['RecursiveArrayTools'])
  })

  test('are walked through by the keyboard, in the chart, the table and the details alike', async ({ app }) => {
    const { timeline, details } = await openView(app)
    await timeline.focus()
    await app.keyboard.press('ArrowDown')
    await expect(details.getByRole('heading', { level: 2 })).toHaveText('RecursiveArrayTools')
    await app.keyboard.press('ArrowRight')
    await expect(details.getByRole('heading', { level: 2 })).toHaveText('ZygoteRules')
    await expect(row(app, 'imports.list', 'ZygoteRules')).toHaveAttribute('aria-selected', 'true')
    await app.keyboard.press('ArrowLeft')
    await expect(details.getByRole('heading', { level: 2 })).toHaveText('RecursiveArrayTools')

    await details.getByTestId('relative-children').filter({ hasText: 'GPUArrays' }).click()
    await expect(details.getByText('30 % of 2.33 s is its own time.')).toBeVisible()
    await details.getByTestId('relative-children').filter({ hasText: 'LLVM' }).click()
    await details.getByTestId('relative-parent').click()
    await expect(row(app, 'imports.list', 'GPUArrays')).toHaveAttribute('aria-selected', 'true')
  })

  test('are zoomed by keys, wheel and selection; the zoom outlives a switch of views', async ({ app }) => {
    const { timeline } = await openView(app)
    const sight = timeline.getByRole('status')
    await expect(sight).toBeHidden()
    await row(app, 'imports.list', 'StaticArrays').dblclick()
    await expect(sight).toHaveText(/^\d of 20 loads in sight$/)
    const near = (await sight.textContent()) ?? ''
    await app.keyboard.press('1')
    await app.keyboard.press('2')
    await expect(sight).toHaveText(near)
    await app.keyboard.press('0')
    await expect(sight).toBeHidden()
    await app.keyboard.press('w')
    await app.keyboard.press('w')
    await expect(sight).toContainText('of 20 loads in sight')
    await expect(sight).not.toHaveText(near)
    await app.keyboard.press('f')
    await expect(sight).toHaveText(near)
    await timeline.getByTestId('fit-all').click()

    const box = await timeline.boundingBox()
    await app.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 60)
    await app.keyboard.down('Control')
    await app.mouse.wheel(0, -400)
    await app.keyboard.up('Control')
    await expect(sight).toContainText('of 20 loads in sight')
  })
})

test.describe('a session of several lists', () => {
  test.use({ files: [SESSION] })

  test('is seen as a whole or list by list', async ({ app }) => {
    const { timeline } = await openView(app)
    await expect(app.getByTestId('import-sums')).toContainText('29 packages, 3 extensions, 6 __init__')
    await app.getByTestId('block-picker').selectOption({ index: 5 })
    await expect(timeline).toHaveAccessibleName(/^Timeline of 3 loads/)
    await expect(app.getByTestId('headline')).toHaveText(/is loading StaticArrays$/)
  })

  test('links an extension to the package it extends, and searches', async ({ app }) => {
    const { details } = await openView(app)
    await app.getByTestId('table-filter').fill('Ext')
    await row(app, 'imports.list', 'StaticArrays → StaticArraysStatisticsExt').getByRole('button', { name: 'StaticArrays' }).click()
    await expect(details.getByRole('heading', { level: 2 })).toHaveText('StaticArrays')
    await expect(details.getByTestId('relative-extensions')).toHaveText('StaticArraysStatisticsExt')

    await app.getByTestId('table-filter').fill('')
    await app.getByTestId('search').fill('ColorTypes')
    await expect(app.getByTestId('search-count')).toHaveText('2 hits')
    await app.keyboard.press('Enter')
    await expect(details.getByRole('heading', { level: 2 })).toHaveText('ColorTypes')
  })

  test('fits a small window', async ({ app }) => {
    await openView(app)
    await app.setViewportSize({ width: 640, height: 400 })
    expect(await app.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0)
    await expect(app.getByTestId('imports-timeline')).toBeVisible()
  })
})

test('five thousand loads: only the lines in sight are drawn, and the rest is scrolled to', async ({ app, choose, folder }) => {
  const path = `${folder}/many.txt`
  await writeFile(path, Array.from({ length: 5000 }, (_, at) => `      ${(1 + (at % 7)).toFixed(1)} ms  Package${at}`).join('\n'))
  await choose([path], () => app.keyboard.press('Control+O'))
  const { timeline, details } = await openView(app)
  await expect(timeline).toHaveAccessibleName(/^Timeline of 5,000 loads/)
  const canvas = await timeline.locator('canvas').boundingBox()
  expect(canvas?.height).toBeLessThan(700)
  await timeline.focus()
  await app.keyboard.press('End')
  await expect(details.getByRole('heading', { level: 2 })).toHaveText('Package4999')
  await expect.poll(async () => Number(await app.evaluate('document.querySelector("[data-testid=imports-timeline]").scrollTop'))).toBeGreaterThan(90_000)
})

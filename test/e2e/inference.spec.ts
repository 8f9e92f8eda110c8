/** Journeys through the inference view: a real session of SnoopCompile, and stacks of a profile with 100,000 calls. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures'

const SESSION = 'resources/samples/inference-session.txt'

async function openView(app: Page): Promise<{ readonly chart: Locator; readonly selected: Locator }> {
  await app.getByTestId('tab-inference').click()
  const chart = app.getByTestId('flame-chart')
  await expect(chart.locator('canvas')).toBeVisible()
  return { chart, selected: app.getByTestId('flame-selected') }
}
/** The part of the axis that is seen, as the address has it; undefined: everything. */
async function seen(app: Page): Promise<{ readonly from: number; readonly to: number } | undefined> {
  // The address follows after a pause.
  await app.waitForTimeout(300)
  const hash = new URLSearchParams(new URL(app.url()).hash.slice(1))
  const found = [...hash].find(([key]) => /^zoom\.inference\.\w+\.\d+\.(time-order|left-heavy)$/.test(key))?.[1]
  if (found === undefined) return undefined
  const [from = Number.NaN, to = Number.NaN] = found.split(':').map(Number)
  return { from, to }
}
function width(window: { readonly from: number; readonly to: number } | undefined): number {
  return window ? window.to - window.from : Number.POSITIVE_INFINITY
}

test.describe('a session of SnoopCompile', () => {
  test.use({ files: [SESSION] })

  test('says where inference went, beside where the numbers come from', async ({ app }) => {
    await openView(app)
    await expect(app.getByTestId('headline')).toHaveText(/^45\.5 ms of inference in 16 roots; at least \d+ % in \w+; ROOT’s own 156 ms is everything that is not inference$/)
    await expect(app.getByTestId('provenance').first()).toHaveText('measured: @snoop_inference')
    await expect(app.getByTestId('notes').first()).toContainText('ROOT')
    await expect(app.getByTestId('legend')).toContainText('constant propagation')
  })

  test('is walked through by the keyboard alone', async ({ app }) => {
    const { chart, selected } = await openView(app)
    await chart.focus()
    await app.keyboard.press('ArrowDown')
    const root = await selected.textContent()
    expect(root).toMatch(/inclusive .* ms \(\d+ %\), exclusive/)
    await app.keyboard.press('ArrowDown')
    await expect(selected).not.toHaveText(root ?? '')
    await app.keyboard.press('ArrowUp')
    await expect(selected).toHaveText(root ?? '')
    await app.keyboard.press('ArrowRight')
    await expect(selected).not.toHaveText(root ?? '')
    await app.keyboard.press('ArrowLeft')
    await expect(selected).toHaveText(root ?? '')

    await app.keyboard.press('q')
    await expect(app.getByTestId('details')).toBeHidden()
    await app.keyboard.press('Enter')
    await expect(app.getByTestId('details')).toBeVisible()
    await app.keyboard.press('Escape')
    await expect(selected).toBeEmpty()
  })

  test('zooms and pans by keys, wheel and minimap, and fits again', async ({ app }) => {
    const { chart, selected } = await openView(app)
    expect(await seen(app)).toBeUndefined()
    await app.keyboard.press('w')
    const once = await seen(app)
    await app.keyboard.press('+')
    const twice = await seen(app)
    expect(width(twice)).toBeLessThan(width(once))
    await app.keyboard.press('d')
    const right = await seen(app)
    expect(right?.from).toBeGreaterThan(twice?.from ?? Infinity)
    await app.keyboard.press('a')
    expect((await seen(app))?.from).toBeCloseTo(twice?.from ?? 0, 0)
    await app.keyboard.press('s')
    expect(width(await seen(app))).toBeCloseTo(width(once), 0)
    await app.keyboard.press('0')
    expect(await seen(app)).toBeUndefined()

    await chart.hover({ position: { x: 100, y: 60 } })
    await app.keyboard.down('Control')
    await app.mouse.wheel(0, -200)
    await app.keyboard.up('Control')
    expect(width(await seen(app))).toBeLessThan(Infinity)
    await app.keyboard.press('0')

    const map = await app.getByTestId('flame-minimap').boundingBox()
    if (!map) throw new Error('no minimap')
    await app.mouse.move(map.x + map.width * 0.25, map.y + 20)
    await app.mouse.down()
    await app.mouse.move(map.x + map.width * 0.5, map.y + 20, { steps: 4 })
    await app.mouse.up()
    const drawn = await seen(app)
    expect((drawn?.from ?? 0) / (drawn?.to ?? 1)).toBeCloseTo(0.5, 1)
    await expect(app.getByTestId('minimap-part')).toBeVisible()

    await app.keyboard.press('0')
    expect(await seen(app)).toBeUndefined()
    await chart.dblclick({ position: { x: 40, y: 30 } })
    expect(width(await seen(app))).toBeLessThan(Infinity)
    await expect(selected).not.toBeEmpty()
    await app.keyboard.press('0')
    expect(await seen(app)).toBeUndefined()
    await app.keyboard.press('f')
    expect(width(await seen(app))).toBeLessThan(Infinity)
  })

  test('tells about a box under the pointer', async ({ app }) => {
    const { chart } = await openView(app)
    await chart.hover({ position: { x: 300, y: 30 } })
    await expect(chart.locator('.tip')).toContainText(/inclusive .*\(.* %\), exclusive/)
  })

  test('merges stacks, and takes one apart between its callers and callees', async ({ app }) => {
    const { chart } = await openView(app)
    await app.keyboard.press('l')
    await expect(app.getByTestId('mode-left-heavy')).toHaveAttribute('aria-checked', 'true')
    await chart.click({ position: { x: 20, y: 30 } })
    await app.keyboard.press('x')
    await expect(app.getByTestId('flame-chart')).toHaveCount(2)
    const middle = app.getByTestId('sandwich-middle')
    const name = await app.getByTestId('details-signature').textContent()
    await expect(middle).toContainText((name ?? '').split('(')[0] ?? '')
    await expect(middle).toContainText(/inclusive, .* exclusive, \d+ calls?/)

    const rows = app.getByTestId('table-inference.instance').locator('.row')
    const other = await rows.nth(2).locator('[data-column="label"] .name').textContent()
    await rows.nth(2).click()
    await expect(middle).toContainText(other ?? '')
  })

  test('adds up by instance, method, module and line, each with its share', async ({ app }) => {
    await openView(app)
    await expect(app.getByTestId('table-inference.instance').getByTestId('table-count')).toHaveText(/^\d+ instances$/)
    await app.getByTestId('table-tab-module').click()
    const modules = app.getByTestId('table-inference.module')
    await expect(modules).toContainText('(not printed: visible in Main)')
    await modules.locator('.row').first().click()
    await expect(app.getByTestId('details')).toContainText(/The heaviest of \d+ instances/)
    await app.getByTestId('table-tab-line').click()
    await expect(app.getByTestId('no-lines')).toContainText('does not say where methods are defined')
    await app.getByTestId('table-tab-calls').click()
    await expect(app.getByTestId('table-inference.calls').getByRole('treegrid')).toBeVisible()
  })

  test('shows the box that was clicked among the calls, unfolded and in sight', async ({ app }) => {
    const { chart, selected } = await openView(app)
    await chart.click({ position: { x: 40, y: 66 } })
    await expect(selected).not.toBeEmpty()
    await app.getByTestId('table-tab-calls').click()
    const row = app.getByTestId('table-inference.calls').getByRole('row', { selected: true })
    await expect(row).toBeInViewport()
    expect(Number(await row.getAttribute('aria-level'))).toBeGreaterThan(2)
  })

  test('explains triggers and goes from one to the tree and back', async ({ app }) => {
    const { selected } = await openView(app)
    await app.getByTestId('table-tab-triggers').click()
    const table = app.getByTestId('table-inference.triggers')
    await table.locator('.row').first().click()
    await expect(app.getByTestId('advice')).toContainText('What to do:')
    await table.locator('.row').first().dblclick()
    await expect(selected).toContainText('inclusive')
    await app.getByTestId('elsewhere-triggers-instance').click()
    await expect(app.getByTestId('advice')).toBeVisible()
    await expect(selected).toBeEmpty()
  })

  test('goes from hit to hit of a search, in the flame graph', async ({ app }) => {
    const { selected } = await openView(app)
    await app.keyboard.press('/')
    await app.getByTestId('search').fill('collect_to!')
    await expect(app.getByTestId('search-count')).toHaveText(/^\d+ hits$/)
    await app.keyboard.press('Enter')
    await expect(selected).toContainText('collect_to!')
    const first = await selected.textContent()
    await app.keyboard.press('Enter')
    await expect(selected).not.toHaveText(first ?? '')
    await app.keyboard.press('Shift+Enter')
    await expect(selected).toHaveText(first ?? '')
  })

  test('keeps zoom, mode and selection through other views and a reload', async ({ app }) => {
    const { chart, selected } = await openView(app)
    await app.keyboard.press('l')
    await chart.click({ position: { x: 60, y: 48 } })
    await app.keyboard.press('f')
    const text = await selected.textContent()
    const window = await seen(app)
    expect(window).toBeDefined()
    await app.getByTestId('tab-sources').click()
    await app.getByTestId('tab-inference').click()
    await expect(selected).toHaveText(text ?? '')
    expect(await seen(app)).toEqual(window)
    if (!app.url().startsWith('http')) return
    await app.reload()
    await expect(selected).toHaveText(text ?? '')
    await expect(app.getByTestId('mode-left-heavy')).toHaveAttribute('aria-checked', 'true')
    expect(await seen(app)).toEqual(window)
  })

  test('writes the chart as it is on screen', async ({ app, saved }) => {
    const { chart, selected } = await openView(app)
    await chart.click({ position: { x: 40, y: 30 } })
    await app.keyboard.press('f')
    const name = ((await selected.textContent()) ?? '').split(/[(,]/)[0] ?? ''
    await app.keyboard.press('ControlOrMeta+e')
    await app.getByTestId('format-svg').check()
    await expect(app.getByTestId('export-chart')).toContainText('Flame graph, time order')
    const file = await saved(() => app.getByTestId('export-write').click())
    const svg = file.bytes.toString('utf8')
    expect(svg).toMatch(/^<svg/)
    expect(svg).toContain(name)
  })

  test('writes a table as CSV', async ({ app, saved }) => {
    await openView(app)
    const file = await saved(() => app.getByTestId('table-inference.instance').getByTestId('table-csv').click())
    expect(file.name).toContain('inference-instance.csv')
    expect(file.bytes.toString('utf8')).toMatch(/^Instance,Exclusive \(s\),Share \(%\),Inclusive \(s\),Calls/)
  })
})

test.describe('outputs that have lost what called what', () => {
  test.use({ files: ['test/fixtures/formats/inference-list/tiny-flatten.txt'] })
  test('say why there is no flame graph, and have their tables', async ({ app }) => {
    await app.getByTestId('tab-inference').click()
    await expect(app.getByTestId('no-flame')).toContainText('flat list')
    await expect(app.getByTestId('flame-chart')).toHaveCount(0)
    await expect(app.getByTestId('table-inference.instance').locator('.row').first()).toBeVisible()
  })
})

/** Runs in the page, whose types are not known here: zooms in and out again, a frame after each step. */
const ZOOM = `(async () => {
  const element = document.querySelector('[data-testid="flame-chart"] .drawing')
  const box = element.getBoundingClientRect()
  for (let step = 0; step < 40; step++) {
    const deltaY = step < 25 ? -80 : 80
    element.dispatchEvent(new WheelEvent('wheel', { deltaY, ctrlKey: true, clientX: box.left + 400, clientY: box.top + 100, bubbles: true, cancelable: true }))
    await new Promise((done) => requestAnimationFrame(done))
  }
})()`

test('100,000 calls open and zoom', async ({ app, choose, folder }) => {
  test.slow()
  const path = join(folder, 'large.speedscope.json')
  await mkdir(folder, { recursive: true })
  await writeFile(path, largeProfile(100_000))
  await choose([path], () => app.keyboard.press('ControlOrMeta+o'))
  await expect(app.getByTestId('tab-inference')).toBeVisible()
  await openView(app)
  await expect(app.getByTestId('headline')).toContainText('100,000 calls: stacks of another tool')
  const whole = width(await seen(app))
  await app.evaluate(ZOOM)
  expect(width(await seen(app))).toBeLessThan(whole)
})

/** Calls of 2,000 functions from 50 files, at most 40 deep: the same at every run. */
function largeProfile(calls: number): string {
  let seed = 7
  const random = (): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff
  const frames = Array.from({ length: 2000 }, (_, at) => ({ name: `f${at}(::Int64)`, file: `src/file${at % 50}.jl`, line: at }))
  const events: { type: 'O' | 'C'; frame: number; at: number }[] = []
  const open: number[] = []
  let now = 0
  const close = (): void => {
    events.push({ type: 'C', frame: open.pop() ?? 0, at: now })
  }
  for (let begun = 0; begun < calls; now += Math.floor(random() * 40)) {
    if (open.length < 2 || (open.length < 40 && random() < 0.52)) {
      const frame = Math.floor(random() * frames.length)
      events.push({ type: 'O', frame, at: now })
      open.push(frame)
      begun++
    } else close()
  }
  while (open.length > 0) close()
  const profile = { type: 'evented', name: 'large', unit: 'microseconds', startValue: 0, endValue: now, events }
  return JSON.stringify({ $schema: 'https://www.speedscope.app/file-format-schema.json', shared: { frames }, profiles: [profile] })
}

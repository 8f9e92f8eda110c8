/** axe on the start page, every view and every dialog, in both themes: nothing that it can find is wrong. */
import type { Page } from '@playwright/test'
import { violations } from './axe'
import { expect, test } from './fixtures'

const SAMPLES = 'resources/samples'
const THEMES = ['light', 'dark'] as const
const VIEWS = ['overview', 'advice', 'imports', 'inference', 'stale', 'invalidations', 'precompile', 'what-if', 'sources'] as const

async function setTheme(app: Page, theme: string): Promise<void> {
  await app.keyboard.press('Control+Shift+P')
  await app.getByTestId('palette').getByRole('combobox').fill(`${theme} theme`)
  await app.keyboard.press('Enter')
  await expect(app.locator('html')).toHaveAttribute('data-theme', theme)
}

test('the start page', async ({ app }) => {
  for (const theme of THEMES) {
    await setTheme(app, theme)
    expect(await violations(app), theme).toEqual([])
  }
})

for (const theme of THEMES) {
  test(`the lab, ${theme}`, async ({ app }) => {
    await setTheme(app, theme)
    await app.keyboard.press('e')
    await expect(app.getByTestId('lab-samples').getByRole('button').first()).toBeVisible()
    expect(await violations(app), 'samples').toEqual([])
    await app.getByTestId('lab-sample-OrdinaryDiffEq').click()
    await expect(app.getByTestId('editor').getByRole('textbox')).toBeVisible()
    for (const panel of ['note', 'options', 'runs']) {
      await app.getByTestId(`lab-panel-${panel}`).click()
      expect(await violations(app), panel).toEqual([])
    }
  })
}

test.describe('the workspace', () => {
  test.use({ files: ['load-session', 'inference-session', 'invalidations-session', 'trace-compile'].map((name) => `${SAMPLES}/${name}.txt`) })

  test.beforeEach(async ({ app }) => {
    await app.getByTestId('open-merged').click()
    await expect(app.getByTestId('view-overview')).toBeVisible()
  })

  for (const theme of THEMES) {
    test(`every view, ${theme}`, async ({ app }) => {
      await setTheme(app, theme)
      for (const view of VIEWS) {
        await app.getByTestId(`tab-${view}`).click()
        await expect(app.getByTestId(`view-${view}`).getByTestId('headline')).toBeVisible()
        await app.keyboard.press('.')
        expect(await violations(app), view).toEqual([])
      }
    })
  }

  test('what floats above it', async ({ app }) => {
    for (const [open, shown] of [
      [() => app.keyboard.press('Control+E'), 'export-dialog'],
      [() => app.keyboard.press('b'), 'build-dialog'],
      [() => app.keyboard.press('?'), 'help'],
      [() => app.keyboard.press('Control+Shift+P'), 'palette'],
      [() => app.keyboard.press('t'), 'profiles'],
      [() => app.keyboard.press('Alt+W'), 'close-dialog'],
    ] as const) {
      await open()
      await expect(app.getByTestId(shown)).toBeVisible()
      expect(await violations(app), shown).toEqual([])
      await app.keyboard.press('Escape')
      await expect(app.getByTestId(shown)).toBeHidden()
    }
    await app.getByTestId('menu').click()
    await expect(app.getByRole('menu')).toBeVisible()
    // A menu floats outside the landmarks, and has the focus.
    expect(await violations(app, { region: { enabled: false } }), 'menu').toEqual([])
  })
})

test.describe('why caches were refused, and what is not near static', () => {
  test.use({ files: ['test/fixtures/loader/cache/logs/27_ext_stale.txt', 'test/fixtures/formats/trim-verifier/program.txt'] })

  for (const theme of THEMES) {
    test(theme, async ({ app }) => {
      await app.getByTestId('open-merged').click()
      await setTheme(app, theme)
      await app.getByTestId('tab-precompile').click()
      await app.getByTestId('reason-mtime').click()
      await app.getByRole('grid').getByRole('row').nth(1).click()
      // What floats at the pointer is no part of the page.
      await app.mouse.move(1, 1)
      expect(await violations(app), 'refusals').toEqual([])
      await app.getByTestId('tab-reach').click()
      for (const name of [/main\(ARGS/, /the type of a value is not known/]) {
        await app.getByRole('treegrid').getByRole('row', { name }).first().click()
        await app.mouse.move(1, 1)
        expect(await violations(app), String(name)).toEqual([])
      }
    })
  }
})

test.describe('the comparison', () => {
  test.use({ files: ['test/fixtures/compare/O2.jsonl', 'test/fixtures/compare/O0.jsonl', ...['invalidations-session', 'load-session', 'load-one-package'].map((name) => `${SAMPLES}/${name}.txt`)] })

  for (const theme of THEMES) {
    test(`every part, ${theme}`, async ({ app }) => {
      test.slow()
      await app.getByTestId('open-each').click()
      await expect(app.locator('[data-testid^="profile-"]')).toHaveCount(5)
      await setTheme(app, theme)
      await app.keyboard.press('c')
      for (const tab of ['summary', 'methods', 'packages', 'imports', 'inference', 'invalidations'] as const) {
        await app.getByTestId(`compare-tab-${tab}`).click()
        await expect(app.getByTestId(`compare-part-${tab}`)).toBeVisible()
        expect(await violations(app), tab).toEqual([])
      }
    })
  }
})

/** Journeys through the lab: a sample is opened, run, changed, run again and compared; faults are shown where they are; what runs can be stopped. */
import type { Page } from '@playwright/test'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { violations } from './axe'
import { expect, startServer, test } from './fixtures'

// One after the other: the first run of a version makes its system image, which the others find.
test.describe.configure({ mode: 'default', timeout: 300_000 })

const RUN = { timeout: 240_000 }

async function openSample(app: Page, id: string): Promise<void> {
  await app.getByTestId(`lab-sample-${id}`).click()
  await expect(app.getByTestId('editor').getByRole('textbox')).toBeVisible()
}

/** Runs by the keyboard, and waits for the result of run `number`. */
async function run(app: Page, number: number): Promise<void> {
  await app.keyboard.press('Control+Enter')
  await expect(app.getByTestId('lab-headline')).toHaveText(new RegExp(`^Run ${number}: `), RUN)
  await expect(app.getByTestId('lab-run')).toBeVisible()
}

test('a person opens a sample, runs it, changes a line as the note says, and sees what became of it', async ({ app, saved }) => {
  await expect(app.getByTestId('start')).toContainText('Try it: simulated projects')
  await openSample(app, 'DemoPkg')
  await expect(app.getByTestId('lab-title')).toHaveText('One line that saves the first call')
  await run(app, 1)
  await expect(app.getByTestId('lab-steps').getByRole('row')).toHaveCount(3)
  await expect(app.getByTestId('lab-change')).toHaveCount(0)

  await app.getByTestId('guide-place').first().click()
  await app.keyboard.type('precompile(f, (Int,))\n')
  await expect(app.getByTestId('lab-edited')).toHaveText('changed')
  await expect(app.getByTestId('lab-file-DemoPkg/src/DemoPkg.jl')).toContainText('•')
  await run(app, 2)
  await expect(app.getByTestId('lab-change')).toHaveText(/^−[\d.]+ ms to run 1: [\d.]+ times as fast$/)
  await expect(app.getByTestId('lab-steps').getByRole('row', { name: /^first call/ })).toContainText('−')
  await expect(app.getByTestId('lab-caches')).toContainText('DemoPkg')

  // Nothing has changed since: the answer comes from memory.
  await app.keyboard.press('Control+Enter')
  await expect(app.getByTestId('lab-remembered')).toBeVisible(RUN)
  await app.getByTestId('lab-panel-runs').click()
  await expect(app.getByTestId('lab-history').getByRole('listitem')).toHaveCount(2)
  await app.getByTestId('lab-run-1').click()
  await expect(app.getByTestId('lab-headline')).toHaveText(/^Run 1: /)
  await app.getByTestId('lab-run-2').click()
  expect(await violations(app)).toEqual([])

  await app.getByTestId('lab-compare').click()
  await expect(app.getByTestId('compare')).toBeVisible()
  expect(new URL(app.url()).hash).toContain('page=compare')

  // Both are profiles like any other.
  await app.keyboard.press('e')
  await app.getByTestId('lab-open-profile').click()
  await expect(app.getByRole('tab', { name: 'Overview' })).toBeVisible()
  await app.keyboard.press('Control+E')
  await app.getByTestId('format-html').check()
  const report = await saved(() => app.getByTestId('export-write').click())
  expect(report.name).toMatch(/\.html$/)
  expect(report.bytes.toString()).toContain('DemoPkg')

  // What was changed is still there, and can be undone.
  await app.keyboard.press('e')
  await expect(app.getByTestId('lab-edited')).toHaveText('changed')
  await app.getByTestId('editor').getByRole('textbox').click()
  for (let times = 0; times < 30 && (await app.getByTestId('lab-edited').isVisible()); times++) await app.keyboard.press('Control+z')
  await expect(app.getByTestId('lab-edited')).toHaveCount(0)
})

test('choices are marked, change the run, and can be taken back', async ({ app }) => {
  await openSample(app, 'DemoPkg')
  await app.getByTestId('lab-panel-options').click()
  await app.getByTestId('lab-step').fill('1 + 41')
  await app.getByTestId('lab-step').press('Enter')
  await app.getByTestId('lab-caches-choice').selectOption('none')
  await expect(app.getByTestId('lab-options')).toContainText('2 choices differ from the scenario')
  await run(app, 1)
  await expect(app.getByTestId('lab-output')).toContainText('42')
  await expect(app.getByTestId('lab-caches')).toContainText('No cache had to be made')
  await app.getByTestId('lab-caches-row-reset').click()
  await expect(app.getByTestId('lab-caches-choice')).toHaveValue('warm')
  await app.getByTestId('lab-workload').click()
  await app.getByTestId('lab-workload-code').fill('f(5)')
  await app.getByTestId('lab-workload-add').click()
  await expect(app.getByTestId('lab-changes').getByRole('listitem')).toHaveText(['Run while DemoPkg is precompiled: f(5)'])
  await app.getByTestId('lab-changes').getByRole('button').click()
  await expect(app.getByTestId('lab-changes')).toHaveCount(0)
  await app.getByTestId('lab-reset-all').click()
  await expect(app.getByTestId('lab-options')).toContainText('As the scenario says')
})

test('a fault is shown where it is while one types, with a run too, and goes with a revert', async ({ app }) => {
  await openSample(app, 'DemoPkg')
  const editor = app.getByTestId('editor')
  await editor.getByRole('textbox').click()
  await app.keyboard.press('Control+End')
  await app.keyboard.type('f(x = ')
  await expect(app.getByTestId('lab-fault')).toBeVisible()
  await expect(editor.locator('.cm-lint-marker-error')).toBeVisible()
  await expect(app.getByTestId('lab-file-DemoPkg/src/DemoPkg.jl').getByLabel('something is wrong')).toBeVisible()
  expect(await violations(app)).toEqual([])
  await run(app, 1)
  await expect(app.getByTestId('lab-error')).toBeVisible()
  await app.getByTestId('lab-error-place').first().click()
  await expect(editor.getByRole('textbox')).toBeFocused()
  await app.getByTestId('lab-revert').click()
  await expect(app.getByTestId('lab-fault')).toHaveCount(0)
  await expect(editor.locator('.cm-lint-marker-error')).toHaveCount(0)
  await expect(app.getByTestId('lab-edited')).toHaveCount(0)
})

test('a run is stopped, and nothing of it is left', async ({ app }) => {
  await openSample(app, 'OrdinaryDiffEq')
  await app.keyboard.press('Control+Enter')
  await expect(app.getByTestId('lab-stop')).toBeVisible()
  // The editor can be used meanwhile.
  await app.getByTestId('editor').getByRole('textbox').click()
  await app.keyboard.type('# ')
  await expect(app.getByTestId('lab-edited')).toHaveText('changed')
  await app.getByTestId('lab-cancel').click()
  await expect(app.getByTestId('lab-run')).toBeVisible({ timeout: 60_000 })
  await expect(app.getByTestId('lab-result')).toContainText('Nothing has been run yet')
  await expect(app.getByTestId('banner')).toHaveCount(0)
})

test('the keyboard alone is enough, and a reload finds everything again', async ({ app }) => {
  await app.keyboard.press('e')
  await expect(app.getByTestId('lab-open')).toBeVisible()
  await app.getByTestId('lab-sample-DemoPkg').focus()
  await app.keyboard.press('Enter')
  const editor = app.getByTestId('editor').getByRole('textbox')
  await expect(editor).toBeVisible()
  await app.getByTestId('lab-file-DemoPkg/src/DemoPkg.jl').focus()
  await app.keyboard.press('End')
  await app.keyboard.press('Enter')
  await expect(app.getByTestId('lab-path')).toHaveText('scenario.toml')
  await editor.focus()
  // Letters are text here, no commands.
  await app.keyboard.type('# eh')
  await expect(app.getByTestId('lab')).toBeVisible()
  await expect(app.getByTestId('lab-edited')).toHaveText('changed')
  await app.keyboard.press('Escape')
  await app.keyboard.press('Tab')
  await expect(editor).not.toBeFocused()
  await expect.poll(() => new URL(app.url()).hash).toContain('file=scenario.toml')
  app.once('dialog', (dialog) => void dialog.accept())
  await app.reload()
  await expect(app.getByTestId('lab-path')).toHaveText('scenario.toml')
  await expect(editor).toContainText('# eh')

  // Another project takes its place only when the person says so.
  await app.getByTestId('lab-choose').click()
  await app.getByTestId('lab-sample-TypePiracy').click()
  await expect(app.getByTestId('lab-replace')).toBeVisible()
  await app.getByTestId('lab-replace-confirm').click()
  await expect(app.getByTestId('lab-title')).toHaveText('Type piracy')
})

test('a project on the disk is opened by its path, changed and saved', async ({ page, hostKind, folder }) => {
  test.skip(hostKind !== 'web', 'in Electron a native dialog gives the path')
  const project = join(folder, 'Tiny')
  await mkdir(join(project, 'src'), { recursive: true })
  await writeFile(join(project, 'Project.toml'), 'name = "Tiny"\nuuid = "7b2a8a52-0c4e-4c55-9d5c-3a0f8f2f5a11"\nversion = "0.1.0"\n')
  await writeFile(join(project, 'src', 'Tiny.jl'), 'module Tiny\nf(x) = x + 1\nend\n')
  const server = await startServer(join(folder, 'state-lab'), [], ['--root', folder])
  await page.goto(server.address)
  await page.getByTestId('go-lab').click()
  await page.getByTestId('lab-open-path').click()
  await page.getByTestId('lab-path-field').fill(project)
  await page.getByTestId('lab-path-open').click()
  await expect(page.getByTestId('lab-path')).toHaveText('src/Tiny.jl')
  await page.getByTestId('editor').getByRole('textbox').click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('# mine\n')
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('lab-edited')).toHaveCount(0)
  expect(await readFile(join(project, 'src', 'Tiny.jl'), 'utf8')).toBe('# mine\nmodule Tiny\nf(x) = x + 1\nend\n')
  expect(await server.stop()).toBe(0)
})

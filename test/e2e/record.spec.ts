/** Recording from the app, with a program in place of Julia: what would be run is shown, runs by a button only, can be watched and stopped, and opens. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { fakeJulia, type FakeJulia } from '../main/record/fake-julia'
import { expect, startServer, test } from './fixtures'

let folder = ''
let julia: FakeJulia
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backedge-journey-julia-'))
  julia = fakeJulia(folder)
  process.env['BACKEDGE_JULIA'] = julia.path
})
test.afterEach(() => {
  delete process.env['BACKEDGE_JULIA']
  rmSync(folder, { recursive: true, maxRetries: 5 })
})

const started = (): number => readFileSync(julia.log, 'utf8').split('\n').filter((line) => line !== '').length

/** The program that was started last is gone; one that nobody has looked after yet counts as gone. */
async function expectEnded(): Promise<void> {
  const { pid } = JSON.parse(readFileSync(julia.log, 'utf8').trim().split('\n').at(-1) ?? '') as { pid: number }
  await expect.poll(() => {
    try {
      process.kill(pid, 0)
      return existsSync(`/proc/${pid}/stat`) && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) ? 'ended' : 'alive'
    } catch {
      return 'ended'
    }
  }).toBe('ended')
}

async function openDialog(app: Page): Promise<void> {
  await app.getByTestId('record').click()
  await expect(app.getByTestId('record-dialog')).toBeVisible()
  await expect(app.getByTestId('record-julia')).toHaveValue(julia.path)
}

test('a person records a package and its first call, twice over, and looks at the profiles', async ({ app }) => {
  await openDialog(app)
  await expect(app.getByTestId('record-run')).toBeDisabled()
  await app.getByTestId('record-packages').fill('A')
  await app.getByTestId('record-expression-0').fill('A.f(1)')
  await app.getByTestId('record-label-0').fill('first call')
  await app.getByTestId('record-repeat').fill('2')
  await expect(app.getByTestId('record-command')).toHaveText(/--startup-file=no .*record\.jl --out=recording\.jsonl --using=A '--eval=A\.f\(1\)' '--label=first call'$/)
  await app.getByTestId('record-flags').fill('O1')
  await expect(app.getByTestId('record-wrong')).toContainText('Found the flag “O1”, expected an option of julia (such as -O1')
  await expect(app.getByTestId('record-run')).toBeDisabled()
  await app.getByTestId('record-flags').fill('-O1')
  await app.getByTestId('record-compare').selectOption('flag')
  await app.getByTestId('record-other').fill('-O2')
  await expect(app.getByTestId('record-command')).toHaveCount(2)
  expect(started(), 'nothing runs before the button is pressed').toBe(0)
  await app.getByTestId('record-run').click()
  await expect(app.getByTestId('record-dialog')).toBeHidden()
  await expect(app.getByTestId('profile-2')).toContainText('A: -O2', { timeout: 30_000 })
  await expect(app.getByTestId('profile-1')).toContainText('A')
  await expect(app.getByRole('tab', { name: 'Overview' })).toBeVisible()
  expect(started()).toBe(8)
})

test('a recording that takes too long is stopped, and nothing of it is left', async ({ app }) => {
  await openDialog(app)
  await app.getByTestId('record-expression-0').fill('hang')
  await expect(app.getByTestId('record-command')).toBeVisible()
  await app.getByTestId('record-run').click()
  await expect(app.getByTestId('job')).toContainText('recording: hang')
  await app.getByTestId('job-cancel').click()
  await expect(app.getByTestId('job')).toBeHidden()
  await expect(app.getByTestId('start')).toBeVisible()
  await expectEnded()
  // What was entered is still there.
  await openDialog(app)
  await expect(app.getByTestId('record-expression-0')).toHaveValue('hang')
})

test('nothing runs on when the server stops', async ({ page, hostKind }) => {
  test.skip(hostKind !== 'web', 'Electron has its services in the same kind of worker')
  const server = await startServer(join(folder, 'state'))
  await page.goto(server.address)
  await openDialog(page)
  await page.getByTestId('record-expression-0').fill('hang')
  await expect(page.getByTestId('record-command')).toBeVisible()
  await page.getByTestId('record-run').click()
  await expect(page.getByTestId('job')).toContainText('recording: hang')
  expect(await server.stop()).toBe(0)
  await expectEnded()
})

test('what goes wrong is said: before anything is recorded, and after', async ({ app }) => {
  await openDialog(app)
  await app.getByTestId('record-packages').fill('Missing')
  await expect(app.getByTestId('record-command')).toBeVisible()
  await app.getByTestId('record-run').click()
  await expect(app.getByTestId('banner')).toContainText('Package Missing not found in current path')
  await openDialog(app)
  await app.getByTestId('record-packages').fill('')
  await app.getByTestId('record-expression-0').fill('throw')
  await expect(app.getByTestId('record-command')).toContainText('--eval=throw')
  await app.getByTestId('record-run').click()
  await expect(app.getByTestId('banner')).toContainText('ERROR: thrown')
  await expect(app.getByTestId('profile-1')).toContainText('throw')
})

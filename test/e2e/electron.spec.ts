/**
 * What only a real Electron can show: that the window starts, sandboxed, with the bridge and the policy that the other
 * tests see from outside. Where its binary is, all journeys run in it too (the project `electron`).
 */
import { electronBinary } from '../../scripts/electron-binary.mjs'
import { expect, test } from './fixtures'

test.skip(electronBinary() === undefined, 'Electron has no binary here: node node_modules/electron/install.js downloads it')
test.skip(({ hostKind }) => hostKind !== 'electron', 'Electron needs a display, and is not this project')

test('the page has the bridge and nothing of Node', async ({ app }) => {
  expect(app.url()).toMatch(/^app:\/\/main\//)
  expect(
    await app.evaluate(() => ({
      host: typeof (globalThis as { host?: unknown }).host,
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
    })),
  ).toEqual({ host: 'object', node: [] })
})

test('the window is sandboxed and the app runs once', async ({ electron, app }) => {
  await expect(app.getByTestId('start')).toBeVisible()
  expect(
    await electron?.evaluate(({ app: self, BrowserWindow }) => ({
      locked: self.hasSingleInstanceLock(),
      windows: BrowserWindow.getAllWindows().length,
    })),
  ).toEqual({ locked: true, windows: 1 })
})

test('the policy holds: no inline script, no foreign address', async ({ app }) => {
  const blocked = await app.evaluate(async () => {
    const reached = await fetch('https://example.com/').then(() => true, () => false)
    return { reached }
  })
  expect(blocked).toEqual({ reached: false })
})

/** The window and its host: opening from the command line and from a dialog, saving, loading the page again, losing the services. */
import { mkdir, writeFile } from 'node:fs/promises'
import { writeCache } from '../main/formats/julia-cache/cache-writer'
import { expect, startServer, test } from './fixtures'

const SESSION = 'resources/samples/load-session.txt'

test.describe('with a file on the command line', () => {
  test.use({ files: [SESSION] })

  test('opens it', async ({ app }) => {
    await expect(app.getByText('load-session.txt').first()).toBeVisible()
  })

  test('keeps it when the page is loaded again, without a secret in the address', async ({ app }) => {
    await expect(app.getByText('load-session.txt').first()).toBeVisible()
    expect(app.url()).not.toContain('token')
    // Its name is there from the beginning of its opening.
    await expect(app.getByTestId('view-overview')).toBeVisible()
    await app.reload()
    await expect(app.getByText('load-session.txt').first()).toBeVisible()
  })
})

test('saves a sample as .backedge and opens that again', async ({ app, saved, choose, folder }) => {
  await app.getByTestId('sample-load-one-package').click()
  await expect(app.getByTestId('tab-imports')).toBeVisible()
  const { name, bytes } = await saved(() => app.keyboard.press('Control+Shift+S'))
  expect(name).toBe('load-one-package.backedge')
  expect([...bytes.subarray(0, 2)]).toEqual([0x1f, 0x8b])

  const path = `${folder}/again.backedge`
  await writeFile(path, bytes)
  await choose([path], () => app.keyboard.press('Control+O'))
  await expect(app.getByTestId(/^profile-\d+$/)).toHaveText([/load-one-package/, /load-one-package/])
})

test('opens a flame graph as a flame graph, and a text with the overview', async ({ app, choose, folder }) => {
  const path = `${folder}/calls.json`
  const events = [{ type: 'O', frame: 0, at: 0 }, { type: 'O', frame: 1, at: 2 }, { type: 'C', frame: 1, at: 5 }, { type: 'C', frame: 0, at: 9 }]
  await writeFile(path, JSON.stringify({
    shared: { frames: [{ name: 'Base.map(::Int64)' }, { name: 'Base.sum(::Int64)' }] },
    profiles: [{ type: 'evented', name: 'calls', unit: 'nanoseconds', startValue: 0, endValue: 9, events }],
  }))
  await choose([path], () => app.keyboard.press('Control+O'))
  await expect(app.getByTestId('flame-chart').locator('canvas')).toBeVisible()
  await expect(app.getByTestId('view-inference').getByRole('grid').or(app.getByTestId('view-inference').getByRole('table')).first()).toBeVisible()
  await choose(['resources/samples/load-session.txt'], () => app.keyboard.press('Control+O'))
  await expect(app.getByTestId('view-overview')).toBeVisible()
})

test('shows why a file cannot be opened, and keeps what is open', async ({ app, choose }) => {
  await app.getByTestId('sample-load-session').click()
  await expect(app.getByTestId('tab-imports')).toBeVisible()
  await choose(['package-lock.json'], () => app.keyboard.press('Control+O'))
  await expect(app.getByRole('alert')).toContainText('none of the formats that are known')
  await expect(app.getByText('load-session.txt').first()).toBeVisible()
})

test.describe('in a browser', () => {
  test.skip(({ hostKind }) => hostKind !== 'web', 'the window of Electron has no address')

  test('opens one page for each address that is printed', async ({ app, server, context }) => {
    await expect(app.getByTestId('start')).toBeVisible()
    for (const url of [server?.address ?? '', new URL('/', server?.address).href]) {
      const other = await context.newPage()
      await other.goto(url)
      await expect(other.getByRole('alert')).toContainText('the address that')
      await other.close()
    }
  })

  test('prints another address when the page is closed', async ({ app, server, context }) => {
    await app.close()
    await expect.poll(() => server?.lines.at(-1)).toContain('the page was closed; another: http://127.0.0.1:')
    const again = await context.newPage()
    await again.goto(/http:\S+/.exec(server?.lines.at(-1) ?? '')?.[0] ?? '')
    await expect(again.getByTestId('start')).toBeVisible()
  })

  test('says so when a file cannot be sent', async ({ app, choose }) => {
    await app.evaluate('window.fetch = () => Promise.reject(new TypeError("Failed to fetch"))')
    await choose(['package.json'], () => app.keyboard.press('Control+O'))
    await expect(app.getByRole('alert')).toContainText('could not be sent')
  })

  test('says so when the server has gone', async ({ page, folder }) => {
    const server = await startServer(`${folder}/state`)
    await page.goto(server.address)
    await expect(page.getByTestId('start')).toBeVisible()
    await server.stop()
    await page.getByTestId('sample-load-session').click()
    await expect(page.getByText('The connection to the services was lost').first()).toBeVisible()
  })
})

test('opens a folder of caches below its root by the path that is typed', async ({ page, hostKind, folder }) => {
  test.skip(hostKind !== 'web', 'Electron asks with a dialog of the system')
  await mkdir(`${folder}/depot/compiled/v1.8/A`, { recursive: true })
  await writeFile(`${folder}/depot/compiled/v1.8/A/a_b.ji`, writeCache({ julia: '1.8.5', name: 'A', uuid: '00000000-0000-0000-0000-00000000000a', buildId: 1n, includes: [{ path: '/gone/A.jl', mtime: 1 }] }))
  await mkdir(`${folder}/notes`)
  await writeFile(`${folder}/notes/a.txt`, 'no cache')
  const server = await startServer(`${folder}/state`, ['--root', folder])
  await page.goto(server.address)
  await expect(page.getByTestId('start')).toBeVisible()
  for (const path of ['notes', '/etc', 'depot/compiled']) {
    await page.keyboard.press('Alt+O')
    await page.getByTestId('folder-path').fill(path)
    await page.getByTestId('folder-open').click()
    if (path !== 'depot/compiled') await expect(page.getByTestId('banner')).toContainText(path === 'notes' ? 'no cache files of Julia' : 'was not opened by you')
  }
  await expect(page.getByTestId('profile-1')).toContainText('depot/compiled')
  await page.getByTestId('tab-images').click()
  await expect(page.getByTestId('view-images')).toContainText('stale')
  expect(await server.stop()).toBe(0)
})

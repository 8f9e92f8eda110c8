/**
 * A journey begins with a window that is connected to its services: a page of Chromium at a web server of its own, or the
 * window of Electron. Each has a folder of its own for what it saves and remembers. What the page complains about in its
 * console fails the journey.
 */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { ElectronApplication, Page } from '@playwright/test'
import { _electron, test as base, expect } from '@playwright/test'
import { electronBinary } from '../../scripts/electron-binary.mjs'

export { expect }

const ROOT = resolve(import.meta.dirname, '../..')

export interface RunningServer {
  /** With a token that opens one page. */
  readonly address: string
  /** Lines that it printed since. */
  readonly lines: readonly string[]
  /** Asks it to stop; its exit code. */
  stop(): Promise<number | null>
}

/** Starts the built web server. `files` are opened in the first page; `flags` are its options. */
export async function startServer(state: string, files: readonly string[] = [], flags: readonly string[] = []): Promise<RunningServer> {
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, 'out/main/serve.js'), ...flags, ...files], {
    cwd: ROOT,
    env: { ...process.env, BACKEDGE_STATE: state, BACKEDGE_DEPOT: join(state, 'depot') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((done) => child.on('exit', done))
  const lines: string[] = []
  const address = await new Promise<string>((done, failed) => {
    void ended.then((code) => failed(new Error(`the server ended with ${code ?? 'a signal'} before it printed its address`)))
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line)
        const found = /http:\S+/.exec(line)?.[0]
        if (found !== undefined) done(found)
      })
    }
  })
  return {
    address,
    lines,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

interface Options {
  /** Set by the project of `playwright.config.ts`. */
  readonly hostKind: 'web' | 'electron'
  /** Paths that are given on the command line, relative to the project. */
  readonly files: readonly string[]
}

interface Fixtures {
  /** For what the journey writes, and for what the app remembers. */
  readonly folder: string
  /** Behind a page in a browser; none in Electron. */
  readonly server: RunningServer | undefined
  /** The process of a window of Electron; none in a browser. */
  readonly electron: ElectronApplication | undefined
  /** The window, connected: the start page or, with `files`, the workspace. */
  readonly app: Page
  /** Does what makes the app ask for files, and answers with these. */
  readonly choose: (paths: readonly string[], ask: () => Promise<void>) => Promise<void>
  /** Does what makes the app save something; its name and its bytes. */
  readonly saved: (save: () => Promise<void>) => Promise<{ readonly name: string; readonly bytes: Buffer }>
}

export const test = base.extend<Fixtures & Options>({
  hostKind: ['web', { option: true }],
  files: [[], { option: true }],

  // Playwright reads from the pattern which fixtures are needed: none.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'backedge-journey-'))
    await use(folder)
    await rm(folder, { recursive: true, maxRetries: 5 })
  },

  server: async ({ hostKind, folder, files }, use) => {
    if (hostKind !== 'web') {
      await use(undefined)
      return
    }
    const server = await startServer(join(folder, 'state'), files)
    await use(server)
    expect(await server.stop(), 'the exit code of the server').toBe(0)
  },

  electron: async ({ hostKind, folder, files }, use) => {
    if (hostKind !== 'electron') {
      await use(undefined)
      return
    }
    const electron = await _electron.launch({
      executablePath: electronBinary(),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        `--user-data-dir=${join(folder, 'state')}`,
        ROOT,
        ...files.map((file) => resolve(ROOT, file)),
      ],
    })
    await use(electron)
    await electron.close()
  },

  app: async ({ server, electron, page }, use) => {
    const window = electron ? await electron.firstWindow() : page
    const said: string[] = []
    window.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') said.push(`${message.text()} (${message.location().url})`)
    })
    window.on('pageerror', (error) => said.push(error.stack ?? error.message))
    if (server) await window.goto(server.address)
    // Mounted only when the services have answered.
    await expect(window.locator('#app > *').first()).toBeVisible()
    await use(window)
    expect(said, 'what the page complained about').toEqual([])
  },

  choose: async ({ app, electron }, use) => {
    await use(async (paths, ask) => {
      if (electron) {
        await electron.evaluate(({ dialog }, filePaths) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths })
        }, [...paths])
        await ask()
        return
      }
      const asked = app.waitForEvent('filechooser')
      await ask()
      await (await asked).setFiles([...paths])
    })
  },

  saved: async ({ app, electron, folder }, use) => {
    await use(async (save) => {
      if (electron) {
        const path = join(folder, 'saved')
        const name = electron.evaluate(
          ({ dialog }, filePath) =>
            new Promise<string>((done) => {
              dialog.showSaveDialog = (...args: unknown[]) => {
                done((args.at(-1) as { defaultPath: string }).defaultPath)
                return Promise.resolve({ canceled: false, filePath })
              }
            }),
          path,
        )
        await save()
        const found = { name: await name, bytes: await expect.poll(() => readFile(path).catch(() => undefined)).toBeDefined().then(() => readFile(path)) }
        await rm(path)
        return found
      }
      const downloaded = app.waitForEvent('download')
      await save()
      const download = await downloaded
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
    })
  },
})

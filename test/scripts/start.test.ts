/**
 * `npm start` in a project of stand-ins: a build tool, a server, an Electron and a Chromium that only write down how they
 * were called. What is real is `scripts/`.
 */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let project: string
let running: ChildProcess[] = []

async function put(path: string, text: string, executable = false): Promise<void> {
  await mkdir(dirname(join(project, path)), { recursive: true })
  await writeFile(join(project, path), text)
  if (executable) await chmod(join(project, path), 0o755)
}

/** A program that adds a line with its name and arguments to `calls`, then does the rest. */
function noting(name: string, rest: string): string {
  const note = `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(join(project, 'calls'))}, ['${name}', ...process.argv.slice(2)].join(' ') + '\\n');`
  return `${note}\n${rest}\n`
}

const BUILT = ['out/main/index.js', 'out/main/serve.js', 'out/main/cli.js', 'out/preload/index.cjs', 'out/renderer/index.html']
/** Runs until it is told to stop, and says that it was. */
const SERVER = `
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => { appendFileSync(CALLS, 'server stopped\\n'); process.exit(0) })
  process.stdout.write('backedge: open http://127.0.0.1:1234/#token=abc-_1  (Ctrl-C stops it)\\n')
  setInterval(() => {}, 1000)`

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'backedge-start-'))
  await cp('scripts', join(project, 'scripts'), { recursive: true })
  await put('package.json', '{"type":"module"}')
  await put('electron.vite.config.ts', '')
  await put('src/main/index.ts', '')
  await put('node_modules/electron/package.json', '{}')
  await put('node_modules/electron/install.js', noting('install', "process.stderr.write('TypeError: fetch failed\\n    at x\\n'); process.exit(1)").replace('import {', 'const {').replace("} from 'node:fs'", "} = require('node:fs')"))
  const server = noting('server', SERVER.replaceAll('CALLS', JSON.stringify(join(project, 'calls'))))
  await put(
    'node_modules/electron-vite/bin/electron-vite.js',
    `${noting('build', '')}
     const { mkdirSync, writeFileSync } = await import('node:fs')
     for (const file of ${JSON.stringify(BUILT)}) {
       mkdirSync(file.replace(/[^/]*$/, ''), { recursive: true })
       writeFileSync(file, file.endsWith('serve.js') ? ${JSON.stringify(server)} : '')
     }`,
  )
  await put('node_modules/electron-vite/package.json', '{"type":"module"}')
})

afterEach(async () => {
  // Asked, not killed: then they take their own children along.
  await Promise.all(
    running
      .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      .map((child) => {
        const ended = new Promise((resolve) => child.on('exit', resolve))
        child.kill('SIGTERM')
        return ended
      }),
  )
  running = []
  await rm(project, { recursive: true, force: true, maxRetries: 3 })
})

interface Run {
  readonly output: () => string
  /** Exit code. */
  readonly ended: Promise<number | null>
  readonly stop: () => void
}

function npmStart(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [join(project, 'scripts/start.mjs'), ...args], {
    cwd: project,
    // Nothing of this machine's display, browsers and Electron.
    env: { PATH: dirname(process.execPath), HOME: project, TMPDIR: project, INIT_CWD: '/somewhere', ...env },
  })
  running.push(child)
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  return { output: () => said, ended: new Promise((resolve) => child.on('exit', resolve)), stop: () => void child.kill('SIGINT') }
}

async function calls(): Promise<string[]> {
  const text = await readFile(join(project, 'calls'), 'utf8').catch(() => '')
  return text.split('\n').filter((line) => line !== '')
}

/** An Electron that ends with this code after so many milliseconds. */
async function fakeElectron(code: number, after = 0): Promise<Record<string, string>> {
  await put('dist/electron', `#!${process.execPath}\n${noting('electron', `setTimeout(() => process.exit(${code}), ${after})`)}`, true)
  await put('dist/package.json', '{"type":"module"}')
  return { ELECTRON_OVERRIDE_DIST_PATH: join(project, 'dist'), DISPLAY: ':1' }
}

const asRoot = process.getuid?.() === 0
const address = 'http://127.0.0.1:1234/#token=abc-_1'

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it('without a display says so, serves, and stops cleanly', async () => {
    const run = npmStart(['trace.txt', '/data/a b.txt', '--port', '8080', '--root', 'data'])
    await expect.poll(run.output, { timeout: 10_000 }).toContain(address)
    expect(run.output()).toContain('[start] there is no display (DISPLAY and WAYLAND_DISPLAY are not set); running in a browser instead\n')
    run.stop()
    expect(await run.ended).toBe(0)
    expect(await calls()).toEqual([
      'build build --logLevel warn',
      'server --port 8080 --root /somewhere/data -- /somewhere/trace.txt /data/a b.txt',
      'server stopped',
    ])
  })

  it('builds again only if a source is newer', async () => {
    const start = async (): Promise<void> => {
      const run = npmStart(['--browser'])
      await expect.poll(run.output, { timeout: 10_000 }).toContain(address)
      run.stop()
      await run.ended
    }
    await start()
    await start()
    expect((await calls()).filter((line) => line.startsWith('build'))).toHaveLength(1)
    const later = Date.now() / 1000 + 5
    await utimes(join(project, 'src/main/index.ts'), later, later)
    await start()
    expect((await calls()).filter((line) => line.startsWith('build'))).toHaveLength(2)
  })

  it('ends with the code of a build that fails', async () => {
    await put('node_modules/electron-vite/bin/electron-vite.js', 'process.exit(3)')
    const run = npmStart([])
    expect(await run.ended).toBe(3)
    expect(run.output()).toContain('[start] the build failed')
  })

  it('opens the Electron window with the files, and ends as it does', async () => {
    const run = npmStart(['trace.txt'], await fakeElectron(0))
    expect(await run.ended).toBe(0)
    expect((await calls()).slice(1)).toEqual([`electron ${asRoot ? '--no-sandbox ' : ''}${project} /somewhere/trace.txt`])
  })

  it('stops Electron with itself', async () => {
    const run = npmStart([], await fakeElectron(0, 60_000))
    await expect.poll(calls, { timeout: 10_000 }).toHaveLength(2)
    run.stop()
    expect(await run.ended).toBe(0)
  })

  it('serves if Electron ends at once with an error, unless it must be Electron', async () => {
    const env = await fakeElectron(127)
    const forced = npmStart(['--electron'], env)
    expect(await forced.ended).toBe(127)
    expect(forced.output()).toContain('[start] Electron ended at once with exit code 127')
    const run = npmStart([], env)
    await expect.poll(run.output, { timeout: 10_000 }).toContain(address)
    expect(run.output()).toContain('exit code 127; running in a browser instead')
  })

  it('tries to download Electron, says why that failed, and serves', async () => {
    const run = npmStart([], { DISPLAY: ':1' })
    await expect.poll(run.output, { timeout: 10_000 }).toContain(address)
    expect(run.output()).toContain('[start] Electron could not be downloaded (TypeError: fetch failed); running in a browser instead\n')
    expect(await calls()).toContain('install')
  })

  it('does not wait for a download for ever, nor begin one that is forbidden', async () => {
    await put('node_modules/electron/install.js', 'setInterval(() => {}, 1000)')
    const slow = npmStart([], { DISPLAY: ':1', BACKEDGE_DOWNLOAD_LIMIT: '0.3' })
    await expect.poll(slow.output, { timeout: 10_000 }).toContain('could not be downloaded (not within 0.3 s); running in a browser instead')
    slow.stop()
    await slow.ended
    const forbidden = npmStart([], { DISPLAY: ':1', ELECTRON_SKIP_BINARY_DOWNLOAD: '1' })
    await expect.poll(forbidden.output, { timeout: 10_000 }).toContain('ELECTRON_SKIP_BINARY_DOWNLOAD forbids its download; running in a browser instead')
  })

  it('opens a Chromium window on the address, and ends when that is closed', async () => {
    await put('bin/package.json', '{"type":"module"}')
    await put('bin/chromium', `#!${process.execPath}\n${noting('chromium', 'setTimeout(() => process.exit(0), 200)')}`, true)
    const run = npmStart(['--browser'], { DISPLAY: ':1', PATH: `${join(project, 'bin')}:${dirname(process.execPath)}` })
    expect(await run.ended).toBe(0)
    const [, , chromium, stopped] = await calls()
    expect(chromium).toContain(`chromium --app=${address} --user-data-dir=${project}/backedge-window-`)
    expect(chromium?.includes('--no-sandbox')).toBe(asRoot)
    expect(stopped).toBe('server stopped')
    expect(run.output()).toContain('[start] the window was closed')
  })

  it.each([[['--electron', '--browser']], [['--sideways']]])('refuses %j', async (args) => {
    expect(await npmStart(args).ended).toBe(2)
  })
})

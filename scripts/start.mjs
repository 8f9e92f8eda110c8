/**
 * `npm start [-- FILE…]`: builds if need be and opens the app. In an Electron window where that can be had, else in a
 * browser, saying why. `--electron` and `--browser` force one of them; `--port N` and `--root FOLDER` go to the web server.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { isBuilt } from './build-state.mjs'
import { findChromium } from './chromium.mjs'
import { electronBinary, electronPackage } from './electron-binary.mjs'

const ROOT = resolve(import.meta.dirname, '..')
/** Seconds for downloading Electron: about 120 MB. */
const DOWNLOAD_LIMIT = Number(process.env.BACKEDGE_DOWNLOAD_LIMIT ?? 180)
/** An Electron that ends within so many milliseconds with an error has not started. */
const START_LIMIT = 5000

const say = (text) => process.stdout.write(`[start] ${text}\n`)
const asRoot = process.getuid?.() === 0

function fail(text, code) {
  process.stderr.write(`[start] ${text}\n`)
  process.exit(code)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        browser: { type: 'boolean', default: false },
        electron: { type: 'boolean', default: false },
        port: { type: 'string' },
        root: { type: 'string' },
      },
    })
  } catch (error) {
    return fail(`${error.message}\nusage: npm start -- [FILE…] [--browser | --electron] [--port N] [--root FOLDER]`, 2)
  }
}

/** Every child that runs; all of them end with this process. */
const children = new Set()
let stopping = false

function start(command, args, options = {}) {
  const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options })
  children.add(child)
  const ended = new Promise((done) => {
    child.on('error', (error) => done({ code: 1, error }))
    child.on('exit', (code, signal) => done({ code: code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1), signal }))
  })
  void ended.then(() => children.delete(child))
  return { child, ended }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // The second time means now.
    for (const child of children) child.kill(stopping ? 'SIGKILL' : signal)
    if (stopping) process.exit(130)
    stopping = true
  })
}
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

async function build() {
  if (isBuilt(ROOT)) return
  say('building …')
  const tool = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { code } = await start(process.execPath, [tool, 'build', '--logLevel', 'warn']).ended
  if (stopping) process.exit(130)
  if (code !== 0) fail('the build failed', code)
}

async function downloadElectron(home) {
  say('Electron is not here yet; downloading it (ELECTRON_SKIP_BINARY_DOWNLOAD=1 skips this) …')
  let said = ''
  const { child, ended } = start(process.execPath, [join(home, 'install.js')], { stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text))
  const limit = setTimeout(() => child.kill('SIGKILL'), DOWNLOAD_LIMIT * 1000)
  const { signal } = await ended
  clearTimeout(limit)
  if (stopping) process.exit(130)
  const reason = /^\w*Error: .*$/m.exec(said)?.[0]
  return signal === 'SIGKILL' ? `not within ${DOWNLOAD_LIMIT} s` : (reason ?? 'no reason was given')
}

/** The binary, or in words why there is none. */
async function findElectron() {
  if (!hasDisplay()) return { why: 'there is no display (DISPLAY and WAYLAND_DISPLAY are not set)' }
  const present = electronBinary()
  if (present) return { binary: present }
  const home = electronPackage()
  if (home === undefined) return { why: 'the package electron is not installed (run npm ci)' }
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return { why: 'Electron is not here and ELECTRON_SKIP_BINARY_DOWNLOAD forbids its download' }
  const reason = await downloadElectron(home)
  const binary = electronBinary()
  return binary ? { binary } : { why: `Electron could not be downloaded (${reason})` }
}

/** Runs the window to its end. Returns its exit code, or in words why it did not start. */
async function runElectron(binary, files) {
  const began = Date.now()
  // Chromium refuses its sandbox to root.
  const { code, error } = await start(binary, [...(asRoot ? ['--no-sandbox'] : []), ROOT, ...files]).ended
  if (stopping || code === 0) return { code }
  if (error) return { code, why: `Electron could not be started (${error.message})` }
  return Date.now() - began < START_LIMIT ? { code, why: `Electron ended at once with exit code ${code}` } : { code }
}

/** Shows the address in a browser, where there is one and a display. */
async function openBrowser(address, onClosed) {
  if (!hasDisplay()) return
  const chromium = await findChromium()
  if (chromium) {
    const profile = mkdtempSync(join(tmpdir(), 'backedge-window-'))
    process.on('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }))
    const flags = [`--app=${address}`, `--user-data-dir=${profile}`, '--no-first-run', '--no-default-browser-check', '--window-size=1280,800']
    if (asRoot) flags.push('--no-sandbox', '--test-type')
    const { ended } = start(chromium, flags, { stdio: 'ignore' })
    void ended.then(({ error }) => {
      if (error) say(`the browser could not be started (${error.message}); open the address yourself`)
      else if (!stopping) onClosed()
    })
    return
  }
  const [command, ...args] = process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open']
  const { ended } = start(command, [...args, address], { stdio: 'ignore' })
  void ended.then(({ code }) => code !== 0 && say('no browser could be started; open the address yourself'))
}

async function runWeb(files, { port, root }) {
  const options = [...(port === undefined ? [] : ['--port', port]), ...(root === undefined ? [] : ['--root', resolve(folder, root)])]
  const { child, ended } = start(process.execPath, [join(ROOT, 'out', 'main', 'serve.js'), ...options, '--', ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let opened = false
  createInterface({ input: child.stdout }).on('line', (line) => {
    process.stdout.write(`${line}\n`)
    const address = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/.exec(line)?.[0]
    if (address === undefined || opened) return
    opened = true
    void openBrowser(address, () => {
      say('the window was closed')
      stopping = true
      child.kill('SIGTERM')
    })
  })
  return (await ended).code
}

const { values, positionals } = readArguments()
/** npm runs this in the project; the user is elsewhere. */
const folder = process.env.INIT_CWD ?? process.cwd()
const files = positionals.map((file) => resolve(folder, file))
if (values.browser && values.electron) fail('--browser and --electron exclude each other', 2)

await build()
if (!values.browser) {
  const { binary, why } = await findElectron()
  const ran = binary === undefined ? { code: 1, why } : await runElectron(binary, files)
  if (ran.why === undefined) process.exit(ran.code)
  if (values.electron) fail(ran.why, ran.code)
  say(`${ran.why}; running in a browser instead`)
}
process.exit(await runWeb(files, values))

/**
 * Opens the same files in Backedge (its web host) and in speedscope, in the same Chromium, and takes the time from the
 * file being chosen to the first frame in which its flame graph has ink; then zooms with the wheel and takes the time from
 * each wheel event to the frame that shows it. The two take turns, every run in a browser context of its own.
 *
 * `node bench/flamegraph.mjs [--runs N] [--calls 10000,100000] [--kinds evented,sampled] [--only backedge|speedscope] [--json]`
 */
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { findChromium } from '../scripts/chromium.mjs'
import { KINDS, writeProfiles } from './make-profiles.mjs'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const ZOOMS = 24
const PATIENCE = 120_000

/** speedscope's built page, as it is in its npm package. */
async function serveSpeedscope() {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('speedscope/package.json'))), 'dist/release')
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.wasm': 'application/wasm' }
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname)
    const file = join(folder, path === '/' ? 'index.html' : path)
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() }
}

async function serveBackedge() {
  const entry = join(ROOT, 'out/main/serve.js')
  if (!existsSync(entry)) throw new Error('out/main/serve.js is missing. Run: npm run build')
  const child = spawn(process.execPath, [entry], { stdio: ['ignore', 'pipe', 'inherit'] })
  const address = await new Promise((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (bytes) => {
      said += bytes
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(said)
      if (found) resolve(found[0])
    })
    child.once('exit', (code) => reject(new Error(`out/main/serve.js ended with ${code}`)))
  })
  return { address, close: () => child.kill() }
}

const TARGETS = {
  backedge: {
    serve: serveBackedge,
    canvas: '[data-testid="flame-chart"] canvas',
    async choose(page, path) {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: /^open/i }).first().click()])
      await chooser.setFiles(path)
    },
  },
  speedscope: {
    serve: serveSpeedscope,
    canvas: 'canvas',
    choose: (page, path) => page.setInputFiles('input[type=file]', path),
  },
}

/**
 * Runs in the page before its own scripts. Notes when the page first looks at the chosen file, and when a canvas first
 * has ink: looked at after each frame, and for WebGL, whose canvas is empty again after its frame, right after drawing.
 */
function probe({ canvas: selector }) {
  const bench = { chosen: undefined, drawn: undefined, canvas: undefined, wheels: [] }
  window.__bench = bench
  const files = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'files')
  Object.defineProperty(HTMLInputElement.prototype, 'files', {
    ...files,
    get() {
      const list = files.get.call(this)
      if (list?.length > 0) bench.chosen ??= performance.now()
      return list
    },
  })
  const sample = document.createElement('canvas')
  sample.width = sample.height = 48
  const look = sample.getContext('2d', { willReadFrequently: true })
  /** Boxes of a flame graph have several colours; an empty canvas, a spinner or one line of text have not. */
  const hasInk = (canvas) => {
    if (canvas.width < 100 || canvas.height < 100) return false
    look.clearRect(0, 0, 48, 48)
    look.drawImage(canvas, 0, 0, 48, 48)
    const pixels = new Uint32Array(look.getImageData(0, 0, 48, 48).data.buffer)
    return new Set(pixels).size >= 8
  }
  const inspect = (canvas) => {
    if (bench.chosen === undefined || bench.drawn !== undefined || !canvas.matches(selector) || !hasInk(canvas)) return
    if (bench.canvas) return
    bench.canvas = canvas
    // It is on the screen when the next frame begins.
    requestAnimationFrame(() => (bench.drawn = performance.now()))
  }
  // Looked at right after each frame: what was drawn in it is on the screen when the next one begins.
  const afterFrame = new MessageChannel()
  afterFrame.port1.onmessage = () => {
    for (const canvas of document.querySelectorAll(selector)) inspect(canvas)
  }
  const eachFrame = () => {
    if (bench.chosen !== undefined && bench.drawn === undefined) afterFrame.port2.postMessage(undefined)
    requestAnimationFrame(eachFrame)
  }
  requestAnimationFrame(eachFrame)
  for (const kind of [window.WebGLRenderingContext, window.WebGL2RenderingContext]) {
    for (const name of ['drawArrays', 'drawElements']) {
      const draw = kind?.prototype[name]
      if (!draw) continue
      kind.prototype[name] = function (...args) {
        draw.apply(this, args)
        if (bench.chosen !== undefined && bench.drawn === undefined) queueMicrotask(() => inspect(this.canvas))
      }
    }
  }
  addEventListener(
    'wheel',
    () => {
      const at = performance.now()
      // The first frame draws; when the second begins, the first is on the screen.
      requestAnimationFrame(() => requestAnimationFrame(() => bench.wheels.push(performance.now() - at)))
    },
    { capture: true, passive: true },
  )
}

/** One run, with a server of its own: Backedge's would offer what an earlier run opened. */
async function measure(browser, target, path) {
  const { address, close } = await target.serve()
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE)
    await page.addInitScript(probe, { canvas: target.canvas })
    await page.goto(address)
    await page.waitForLoadState('networkidle')
    await target.choose(page, path)
    await page.waitForFunction(() => window.__bench.drawn !== undefined)
    const open = await page.evaluate(() => window.__bench.drawn - window.__bench.chosen)
    const box = await page.evaluate(() => window.__bench.canvas.getBoundingClientRect().toJSON())
    await page.mouse.move(box.x + box.width * 0.4, box.y + Math.min(box.height / 2, 200))
    await page.waitForTimeout(300)
    await page.keyboard.down('Control')
    for (let zoom = 0; zoom < ZOOMS; zoom++) {
      await page.mouse.wheel(0, zoom < ZOOMS / 2 ? -60 : 60)
      await page.waitForTimeout(60)
    }
    await page.keyboard.up('Control')
    return { open, wheels: await page.evaluate(() => window.__bench.wheels) }
  } finally {
    await context.close()
    close()
  }
}

function quantile(values, share) {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** One row for each file: medians of both, and how many times faster Backedge is. */
export async function run({ runs = 5, calls = [10_000, 100_000], kinds = KINDS, only } = {}) {
  const names = Object.keys(TARGETS).filter((name) => only === undefined || name === only)
  const executablePath = await findChromium()
  if (executablePath === undefined) throw new Error('No Chromium was found. Run: npm run test:e2e once, or set CHROMIUM to the path of one')
  const folder = mkdtempSync(join(tmpdir(), 'backedge-bench-'))
  let browser
  try {
    const files = writeProfiles(folder, calls, kinds)
    browser = await chromium.launch({ executablePath, args: FLAGS })
    const rows = []
    for (const { kind, calls: count, path } of files) {
      const results = Object.fromEntries(names.map((name) => [name, { opens: [], wheels: [] }]))
      for (let turn = 0; turn < runs; turn++) {
        // Who begins changes, so that neither has always the warmer disk.
        for (const name of turn % 2 === 0 ? names : [...names].reverse()) {
          const { open, wheels } = await measure(browser, TARGETS[name], path)
          results[name].opens.push(open)
          results[name].wheels.push(...wheels)
        }
      }
      rows.push({
        kind,
        calls: count,
        megabytes: statSync(path).size / 1e6,
        targets: Object.fromEntries(
          Object.entries(results).map(([name, { opens, wheels }]) => [
            name,
            { open: quantile(opens, 0.5), best: Math.min(...opens), zoom: quantile(wheels, 0.5), zoom95: quantile(wheels, 0.95), zooms: wheels.length },
          ]),
        ),
      })
    }
    return rows
  } finally {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const number = (value, digits = 0) => (value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits))

export function print(rows) {
  const lines = [['kind', 'calls', 'MB', 'target', 'opened ms (best)', 'zoom ms (p95)', 'zooms']]
  for (const { kind, calls, megabytes, targets } of rows) {
    for (const [name, { open, best, zoom, zoom95, zooms }] of Object.entries(targets)) {
      lines.push([kind, String(calls), number(megabytes, 1), name, `${number(open)} (${number(best)})`, `${number(zoom)} (${number(zoom95)})`, String(zooms)])
    }
    const { backedge, speedscope } = targets
    if (backedge && speedscope) lines.push([kind, String(calls), '', 'times faster', number(speedscope.open / backedge.open, 2), number(speedscope.zoom / backedge.zoom, 2), ''])
  }
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  const [head, ...body] = lines.map((line) => `| ${line.map((cell, column) => (column === 0 || column === 3 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`)
  return [head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { runs: { type: 'string', default: '5' }, calls: { type: 'string', default: '10000,100000' }, kinds: { type: 'string', default: KINDS.join() }, only: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  const rows = await run({ runs: Number(values.runs), calls: values.calls.split(',').map(Number), kinds: values.kinds.split(','), only: values.only })
  process.stdout.write(`${values.json ? JSON.stringify(rows, undefined, 2) : print(rows)}\n`)
}

/**
 * `npm run screenshots`: takes the pictures of the README and of the documents from the running program, on its own
 * samples, so that they show what it does today. Needs a build and a Chromium. `npm run screenshots -- lab` takes that one alone.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import { findChromium } from './chromium.mjs'

const ROOT = resolve(import.meta.dirname, '..')
const IMAGES = join(ROOT, 'docs', 'images')
const sample = (name) => join(ROOT, 'resources', 'samples', name)

/** Name of the picture, files to open, view key, theme, and, where that is not all, what a person does instead. */
const PICTURES = [
  ['imports', ['load-one-package.txt'], '2', 'light'],
  ['overview', ['inference-session.txt'], '1', 'light'],
  ['inference', ['inference-session.txt'], '3', 'dark'],
  ['invalidations', ['invalidations-session.txt'], '5', 'light'],
  ['stale', ['stale-instances.txt'], '4', 'light'],
  ['precompile', ['trace-compile.txt'], '6', 'dark'],
  ['advice', ['load-one-package.txt'], 'v', 'light'],
  ['lab', [], '', 'light', useLab],
]

async function serve(files, state) {
  const server = spawn(process.execPath, [join(ROOT, 'out/main/serve.js'), ...files], {
    env: { ...process.env, BACKEDGE_STATE: state },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /http:\S+/.exec(line)?.[0]
    if (address !== undefined) return { server, address }
  }
  throw new Error('the server ended before it printed its address')
}

/** The lab shows what a person has done: a sample, run, changed as its note says, and run again. */
async function useLab(page) {
  await page.getByTestId('lab-sample-DemoPkg').click()
  await page.getByTestId('lab-run').click()
  await page.getByText('Run 1:').waitFor({ timeout: 600_000 })
  await page.getByTestId('guide-place').first().click()
  await page.keyboard.type('precompile(f, (Int,))\n')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Run 2:').waitFor({ timeout: 600_000 })
}

mkdirSync(IMAGES, { recursive: true })
const executablePath = await findChromium()
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox', '--disable-gpu'] })
/** Names of pictures, if not all are wanted. */
const wanted = process.argv.slice(2)
for (const [name, files, key, colorScheme, use] of PICTURES) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const state = mkdtempSync(join(tmpdir(), 'backedge-pictures-'))
  const { server, address } = await serve(files.map(sample), state)
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme, reducedMotion: 'reduce' })
  await page.goto(address)
  if (use) await use(page)
  else {
    await page.getByRole('tab', { selected: true }).first().waitFor()
    await page.keyboard.press(key)
  }
  // Charts and tables are drawn within a few frames; nothing on the page says when the last one was.
  await page.waitForTimeout(1500)
  await page.screenshot({ path: join(IMAGES, `${name}.png`) })
  process.stdout.write(`docs/images/${name}.png\n`)
  await page.close()
  server.kill()
  rmSync(state, { recursive: true, force: true })
}
await browser.close()

/**
 * Finds a Chromium for the journeys and for the window of `npm start` without Electron. Run as a program it makes sure that
 * there is one: on Debian as root it installs Debian's own, elsewhere it says what to type.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const APPLICATIONS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

function onWindows(env) {
  return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'), join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe')])
}

/** The Chromium that Playwright downloaded, if it did. */
async function ofPlaywright() {
  try {
    const { chromium } = await import('@playwright/test')
    return chromium.executablePath()
  } catch {
    return ''
  }
}

/** Path of a Chromium, or undefined: what `CHROMIUM` names, one on the PATH or in its usual place, Playwright's. */
export async function findChromium(env = process.env) {
  if (env.CHROMIUM) return env.CHROMIUM
  const onPath = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const places = [...NAMES.flatMap((name) => onPath.map((folder) => join(folder, name))), ...APPLICATIONS, ...onWindows(env), await ofPlaywright()]
  return places.find((path) => path !== '' && existsSync(path))
}

const INSTALL = ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium']

function installDebians() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
  return run(...INSTALL.slice(1)) || (run('update') && run(...INSTALL.slice(1)))
}

/** Path of a Chromium, installing one if that can be done without asking. Throws with the command to run. */
export async function ensureChromium(env = process.env) {
  const found = await findChromium(env)
  if (found !== undefined) return found
  const debian = existsSync('/etc/debian_version')
  if (debian && process.getuid?.() === 0) {
    process.stderr.write('no Chromium was found; installing Debian\'s\n')
    if (installDebians()) {
      const installed = await findChromium(env)
      if (installed !== undefined) return installed
    }
  }
  const command = debian ? `sudo ${INSTALL.join(' ')}` : 'npx playwright install chromium'
  throw new Error(`No Chromium was found, and the journeys need one. Run: ${command}\n(or set CHROMIUM to the path of one)`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(`${await ensureChromium()}\n`)
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

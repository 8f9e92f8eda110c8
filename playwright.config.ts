/** The journeys: in Chromium, and in Electron where its binary is. `scripts/chromium.mjs` says which Chromium. */
import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/chromium.mjs'
import { electronBinary } from './scripts/electron-binary.mjs'

const chromium = await findChromium()
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])

export default defineConfig<{ hostKind: 'web' | 'electron' }>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Two cores: each worker has a browser and a server of its own.
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  projects: [
    { name: 'web', use: { hostKind: 'web' } },
    // Where it cannot run, `electron.spec.ts` says why.
    ...(electronBinary() !== undefined && hasDisplay ? [{ name: 'electron', use: { hostKind: 'electron' as const } }] : []),
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})

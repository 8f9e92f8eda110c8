/** Bundles a TypeScript source on the way and loads it, so that scripts need no build before them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '..')

/** @param {string} source a path from the project's root */
export async function loadSource(source) {
  const folder = mkdtempSync(join(tmpdir(), 'backedge-bundle-'))
  try {
    await build({
      root: ROOT,
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: { ssr: join(ROOT, source), outDir: folder, emptyOutDir: false, rolldownOptions: { output: { entryFileNames: 'bundle.mjs' } } },
    })
    return await import(pathToFileURL(join(folder, 'bundle.mjs')).href)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Bundles a TypeScript source on the way and loads it, so that scripts need no build before them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '..')

/** @param {string} source a path from the project's root */
export async function loadSource(source) {
  const [loaded] = await loadSources(source)
  return loaded
}

/**
 * Several that share what they import: classes of one are those of the others.
 * @param {string[]} sources paths from the project's root
 */
export async function loadSources(...sources) {
  const folder = mkdtempSync(join(tmpdir(), 'backedge-bundle-'))
  try {
    const input = Object.fromEntries(sources.map((source, at) => [`bundle${at}`, join(ROOT, source)]))
    await build({
      root: ROOT,
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: { ssr: true, outDir: folder, emptyOutDir: false, rolldownOptions: { input, output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } } },
    })
    return await Promise.all(Object.keys(input).map((name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

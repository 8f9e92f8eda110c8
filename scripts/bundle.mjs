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
  return withBundles((paths) => Promise.all(paths.map((path) => import(pathToFileURL(path).href))), ...sources)
}

/**
 * For programs of their own: they are gone when `use` has returned.
 * @template T
 * @param {(paths: string[]) => Promise<T>} use
 * @param {string[]} sources paths from the project's root
 */
export async function withBundles(use, ...sources) {
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
    return await use(Object.keys(input).map((name) => join(folder, `${name}.mjs`)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

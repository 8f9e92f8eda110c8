/** Whether `out/` is what the sources say: there, and newer than they are. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const RESULTS = ['out/main/index.js', 'out/main/serve.js', 'out/main/cli.js', 'out/preload/index.cjs', 'out/renderer/index.html']
const SOURCES = ['src', 'resources', 'electron.vite.config.ts', 'package.json']

function modified(path) {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

function newest(path) {
  const found = modified(path)
  if (!found) return 0
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** `root`: folder of the project. */
export function isBuilt(root) {
  const results = RESULTS.map((path) => modified(join(root, path))?.mtimeMs ?? 0)
  return Math.min(...results) > Math.max(...SOURCES.map((path) => newest(join(root, path))))
}

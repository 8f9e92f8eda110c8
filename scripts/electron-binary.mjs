/**
 * Whether Electron's binary is here. Never `require('electron')`: that downloads. The package writes `path.txt` when its
 * binary is in place; `ELECTRON_OVERRIDE_DIST_PATH` names a folder with another one.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Folder of the package, or undefined if it is not installed. */
export function electronPackage() {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return undefined
  }
}

/** Path of the binary, or undefined. */
export function electronBinary(env = process.env) {
  const home = electronPackage()
  if (home === undefined) return undefined
  const pathFile = join(home, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  const file = override ? join(override, name ?? 'electron') : name && join(home, 'dist', name)
  return file && existsSync(file) ? file : undefined
}

/**
 * A real Julia for tests: a Debian system with julia in a folder that `debootstrap` made, named by BACKEDGE_JULIA_ROOT or found in
 * the folder for temporary files. It runs in `chroot`, so that folder has to show the same temporary files as this system.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where one is, or why there is none. */
function findRoot(): { readonly root: string } | { readonly missing: string } {
  const named = process.env['BACKEDGE_JULIA_ROOT'] ?? ''
  const isRoot = (folder: string): boolean => existsSync(join(folder, 'usr/bin/julia')) && existsSync(join(folder, 'etc/debian_version'))
  const beside = (): string[] => readdirSync(tmpdir()).map((name) => join(tmpdir(), name)).filter((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true && isRoot(folder))
  const root = named === '' ? beside()[0] : isRoot(named) ? named : undefined
  if (root === undefined) return { missing: named === '' ? 'there is no system with julia in the folder for temporary files, and BACKEDGE_JULIA_ROOT is not set' : `${named} is no system with julia` }
  if (process.getuid?.() !== 0) return { missing: 'only root may use chroot' }
  const probe = mkdtempSync(join(tmpdir(), 'backedge-probe-'))
  try {
    return existsSync(join(root, probe)) ? { root } : { missing: `${root} does not show the folder for temporary files: mount it there` }
  } finally {
    rmSync(probe, { recursive: true })
  }
}

const found = findRoot()
/** Why tests with it are skipped, '' if they are not. */
export const missingJulia = 'missing' in found ? found.missing : ''

/** A program in `folder` that is that Julia with a depot of its own. */
export function realJulia(folder: string): string {
  if ('missing' in found) throw new Error(found.missing)
  const path = join(folder, 'julia')
  mkdirSync(join(folder, 'depot'), { recursive: true })
  writeFileSync(path, `#!/bin/sh\nexec chroot '${found.root}' env JULIA_DEPOT_PATH='${join(folder, 'depot')}' HOME='${folder}' julia "$@"\n`)
  chmodSync(path, 0o755)
  return path
}

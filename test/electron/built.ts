/** Builds main process and preload as the project does, into a folder of its own, with a page of one line. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface Built {
  readonly folder: string
  remove(): Promise<void>
}

export async function buildHosts(): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'backedge-built-'))
  const tool = join('node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  await promisify(execFile)(process.execPath, [tool, 'build', '--config', 'test/electron/built.config.ts', '--outDir', folder, '--logLevel', 'error'], {
    // The tests' own mode would reach the build.
    env: { ...process.env, NODE_ENV: 'production', VITEST: undefined },
  })
  await mkdir(join(folder, 'renderer'))
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html><title>Backedge</title>')
  await writeFile(join(folder, 'secret.json'), '{"secret":true}')
  return { folder, remove: () => rm(folder, { recursive: true }) }
}

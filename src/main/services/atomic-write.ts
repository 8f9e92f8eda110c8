/**
 * Replaces a file as a whole: written beside it, forced to the disk, renamed over it. At every moment the old or the new
 * content is there; after a failure the old one is, and nothing is left beside it. Owner and extended attributes of the
 * old file are not kept, its permissions are.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, fchmodSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UserError } from '../../shared/errors'

/** What is used of the file system; as in `node:fs/promises`. */
export interface WritableFileSystem {
  open(path: string, flags: string, mode?: number): Promise<Pick<FileHandle, 'writeFile' | 'chmod' | 'sync' | 'close'>>
  rename(from: string, to: string): Promise<void>
  rm(path: string, options: { force: boolean }): Promise<void>
  stat(path: string): Promise<{ readonly mode: number; isDirectory(): boolean }>
  realpath(path: string): Promise<string>
}

const NODE: WritableFileSystem = { open, rename, rm, stat, realpath }

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to write there',
  EPERM: 'there is no permission to write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than the file system allows',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'a folder of that name is there',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead round in a circle',
  EBUSY: 'another program holds the file',
  EIO: 'the disk reported an error',
  EMFILE: 'too many files are open',
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Bugs stay bugs: only what the file system says becomes an error of the user's world. */
function asUserError(error: unknown, path: string): unknown {
  const code = codeOf(error)
  if (!/^E[A-Z0-9]+$/.test(code)) return error
  return new UserError('cannot-write', `The file could not be written: ${REASONS[code] ?? `the system says ${code}`}`, { where: path })
}

/** Names may have 255 bytes; the beginning is enough to recognise a file that a crash left behind. */
function besideName(target: string, unique: string): string {
  return join(dirname(target), `.${basename(target).slice(0, 40)}.${unique.slice(0, 36)}.part`)
}

/** The file that `path` names, through links, or `path` itself where there is none yet. */
async function targetOf(path: string, files: WritableFileSystem): Promise<string> {
  try {
    return await files.realpath(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return path
    throw error
  }
}

async function modeOf(path: string, files: WritableFileSystem): Promise<number | undefined> {
  try {
    const found = await files.stat(path)
    if (found.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' })
    return found.mode & 0o7777
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The folder's entry must reach the disk too; not every system can say so of a folder, and the data are safe anyway. */
async function syncFolder(folder: string, files: WritableFileSystem): Promise<void> {
  try {
    const handle = await files.open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {
    // Windows opens no folders.
  }
}

/**
 * Writes `bytes` to `path`. Throws `UserError('cannot-write')` where the file system refuses. `unique` makes the name of
 * the file beside it.
 */
export async function writeAtomically(
  path: string,
  bytes: Uint8Array,
  files: WritableFileSystem = NODE,
  unique: () => string = randomUUID,
): Promise<void> {
  let beside: string | undefined
  try {
    const target = await targetOf(path, files)
    const mode = await modeOf(target, files)
    const folder = dirname(target)
    const name = besideName(target, unique())
    const handle = await files.open(name, 'wx', mode ?? 0o666)
    beside = name
    try {
      await handle.writeFile(bytes)
      // The umask took bits off the mode that it was opened with.
      if (mode !== undefined) await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await files.rename(name, target)
    beside = undefined
    await syncFolder(folder, files)
  } catch (error) {
    if (beside !== undefined) await files.rm(beside, { force: true }).catch(() => undefined)
    throw asUserError(error, path)
  }
}

function presentSync<Result>(ask: () => Result): Result | undefined {
  try {
    return ask()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** As `writeAtomically`, for those who cannot wait, and with the folder where there is none yet. Throws `UserError('cannot-write')`. */
export function writeAtomicallySync(path: string, bytes: Uint8Array, unique: () => string = randomUUID): void {
  let beside: string | undefined
  try {
    const target = presentSync(() => realpathSync(path)) ?? path
    const old = presentSync(() => statSync(target))
    if (old?.isDirectory() === true) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' })
    mkdirSync(dirname(target), { recursive: true })
    const name = besideName(target, unique())
    const file = openSync(name, 'wx', old === undefined ? 0o666 : old.mode & 0o7777)
    beside = name
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      if (old !== undefined) fchmodSync(file, old.mode & 0o7777)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(name, target)
    beside = undefined
  } catch (error) {
    if (beside !== undefined) rmSync(beside, { force: true })
    throw asUserError(error, path)
  }
}

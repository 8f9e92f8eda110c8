/**
 * The files that services read and write, as an interface, so that tests and hosts decide what is behind it; and the one
 * over Node's file system. Failures of the file system become `UserError`s that name the file.
 */
import { statSync } from 'node:fs'
import { mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { UserError } from '../../shared/errors'
import { fileSource, type FileSource } from './file-source'

export interface Files {
  /** Throws `UserError`: 'not-found', 'no-access', 'too-large' (more than `limit` bytes), 'bad-input' (not a file). */
  read(path: string, limit: number, signal?: AbortSignal): Promise<Uint8Array>
  /**
   * The file to read parts of, for what may be larger than memory; undefined where it is none (a pipe, a folder, nothing at all), or may not be
   * read. Files that cannot do it hold only what is read whole.
   */
  readonly source?: (path: string) => FileSource | undefined
  /** Either the whole file is there afterwards or what was there before. Throws `UserError('cannot-write')`. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** With all above it. Throws `UserError('cannot-write')`. */
  makeFolder(path: string): Promise<void>
  exists(path: string): Promise<boolean>
  /** The path with every symbolic link followed, or undefined if nothing is there. */
  realPath(path: string): Promise<string | undefined>
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function readError(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new UserError('not-found', 'There is no such file.', { where: path })
    case 'EACCES':
    case 'EPERM':
      return new UserError('no-access', 'The file may not be read.', { where: path })
    case 'EISDIR':
      return new UserError('bad-input', 'This is a folder, expected a file.', { where: path })
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE':
      return new UserError('bad-request', 'This cannot be the name of a file.', { where: path.slice(0, 200) })
    default:
      return error
  }
}

/** Over Node's file system; `write` is how a whole file is replaced. */
export const nodeFiles = (write: Files['write']): Files => ({
  async read(path, limit, signal) {
    try {
      const { size } = await stat(path)
      if (size > limit) {
        throw new UserError('too-large', `${size} bytes, expected at most ${limit}.`, { where: path })
      }
      return await readFile(path, { signal })
    } catch (error) {
      throw readError(error, path)
    }
  },
  source(path) {
    try {
      // A pipe must not be opened: what it holds can be read once.
      return statSync(path).isFile() ? fileSource(path) : undefined
    } catch (error) {
      if (codeOf(error) === '') throw error
      return undefined
    }
  },
  write,
  async makeFolder(path) {
    try {
      await mkdir(path, { recursive: true })
    } catch (error) {
      throw new UserError('cannot-write', `The folder could not be made: ${codeOf(error)}.`, { where: path })
    }
  },
  exists: (path) => stat(path).then(() => true, () => false),
  realPath: (path) => realpath(path).catch(() => undefined),
})

/**
 * The loader's files over Node's file system. Paths are posix in the loader: on Windows `C:\x` is `/C:/x` there. What is not there is undefined,
 * what may not be read is a `UserError`; writing is atomic.
 */
import { readFileSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { platform } from 'node:process'
import { UserError } from '../../shared/errors'
import type { FileSystem } from '../loader/files'
import { writeAtomicallySync } from './atomic-write'
import { fileSource } from './file-source'

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP', 'ERR_INVALID_ARG_VALUE'])

/** The path of this machine as the loader has it. */
export function loaderPath(path: string): string {
  return platform === 'win32' ? `/${path.replaceAll('\\', '/')}` : path
}

function nativePath(path: string): string {
  return platform === 'win32' ? path.replace(/^\/(?=[A-Za-z]:)/, '') : path
}

/** With every link followed; of what is not there, the part that is. */
export function realLoaderPath(path: string): string {
  const native = nativePath(path)
  const beyond: string[] = []
  for (let at = native; ; at = dirname(at)) {
    const real = found(at, (one) => realpathSync(one))
    if (real !== undefined || dirname(at) === at) return loaderPath(join(real ?? at, ...beyond))
    beyond.unshift(at.slice(dirname(at).length))
  }
}

function found<Result>(path: string, read: (native: string) => Result): Result | undefined {
  try {
    return read(nativePath(path))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (ABSENT.has(code)) return undefined
    if (code === 'EACCES' || code === 'EPERM') throw new UserError('no-access', 'The file may not be read.', { where: path })
    throw error
  }
}

export const nodeFileSystem: FileSystem = {
  readText: (path) => found(path, (native) => new TextDecoder().decode(readFileSync(native))),
  readBytes: (path) => found(path, (native) => new Uint8Array(readFileSync(native))),
  open: (path) => found(path, fileSource),
  stat: (path) =>
    found(path, (native) => {
      const { mtimeNs, size, isFile } = pick(native)
      return isFile ? { mtime: Number(mtimeNs / 1_000_000_000n) + Number(mtimeNs % 1_000_000_000n) * 1e-9, size } : undefined
    }),
  list: (path) => found(path, (native) => readdirSync(native).sort()) ?? [],
  write(path, bytes) {
    writeAtomicallySync(nativePath(path), bytes)
  },
  remove(path) {
    found(path, (native) => rmSync(native, { recursive: true, force: true }))
  },
}

function pick(path: string): { readonly mtimeNs: bigint, readonly size: number, readonly isFile: boolean } {
  const stat = statSync(path, { bigint: true })
  return { mtimeNs: stat.mtimeNs, size: Number(stat.size), isFile: stat.isFile() }
}

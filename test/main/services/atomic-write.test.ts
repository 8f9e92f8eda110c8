import { chmod, mkdir, mkdtemp, open, readFile, readdir, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WritableFileSystem } from '../../../src/main/services/atomic-write'
import { writeAtomically } from '../../../src/main/services/atomic-write'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backedge-write-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const real: WritableFileSystem = { open, rename, rm, stat, realpath }
const failure = (code: string): Error => Object.assign(new Error(code), { code })
const failing = (code: string) => (): Promise<never> => Promise.reject(failure(code))

describe('on a real disk', () => {
  test('a new file is written, an old one replaced, nothing is left beside it', async () => {
    const path = join(folder, 'a.backedge')
    await writeAtomically(path, bytes('one'))
    await writeAtomically(path, bytes('two, longer'))
    expect(await readFile(path, 'utf8')).toBe('two, longer')
    expect(await readdir(folder)).toEqual(['a.backedge'])
  })

  test.skipIf(process.platform === 'win32')('the permissions of the old file are kept', async () => {
    const path = join(folder, 'a')
    await writeFile(path, 'old')
    await chmod(path, 0o626)
    await writeAtomically(path, bytes('new'))
    expect((await stat(path)).mode & 0o777).toBe(0o626)
  })

  test.skipIf(process.platform === 'win32')('a link stays a link to the file that was replaced', async () => {
    await mkdir(join(folder, 'real'))
    await writeFile(join(folder, 'real', 'a'), 'old')
    await symlink(join('real', 'a'), join(folder, 'link'))
    await writeAtomically(join(folder, 'link'), bytes('new'))
    expect(await readFile(join(folder, 'real', 'a'), 'utf8')).toBe('new')
    expect(await realpath(join(folder, 'link'))).toBe(await realpath(join(folder, 'real', 'a')))
  })

  test('a name as long as names may be', async () => {
    const path = join(folder, 'n'.repeat(250))
    await writeAtomically(path, bytes('x'))
    expect(await readFile(path, 'utf8')).toBe('x')
  })

  test.each([
    ['a folder that has vanished', 'gone/a', 'the folder does not exist'],
    ['a folder of that name', 'taken', 'a folder of that name is there'],
    ['a file where a folder should be', 'file/a', 'a part of the path is a file, not a folder'],
  ])('%s', async (_, name, reason) => {
    await mkdir(join(folder, 'taken'))
    await writeFile(join(folder, 'file'), '')
    await expect(writeAtomically(join(folder, name), bytes('x'))).rejects.toMatchObject({
      code: 'cannot-write', message: `The file could not be written: ${reason}`, details: { where: join(folder, name) },
    })
    expect((await readdir(folder)).sort()).toEqual(['file', 'taken'])
  })
})

describe('where the file system fails', () => {
  type Handle = Awaited<ReturnType<WritableFileSystem['open']>>
  /** A file system in which one step on the file beside fails. */
  function breaking(step: keyof Handle, code: string): WritableFileSystem {
    return {
      ...real,
      async open(path, flags, mode) {
        const handle = await open(path, flags, mode)
        if (flags === 'r') return handle
        const steps: Handle = {
          writeFile: async (data) => {
            await handle.writeFile('half')
            if (step === 'writeFile') throw failure(code)
            await handle.truncate(0)
            await handle.write(data as Uint8Array, 0, undefined, 0)
          },
          chmod: (value) => (step === 'chmod' ? Promise.reject(failure(code)) : handle.chmod(value)),
          sync: () => (step === 'sync' ? Promise.reject(failure(code)) : handle.sync()),
          close: async () => {
            await handle.close()
            if (step === 'close') throw failure(code)
          },
        }
        return steps
      },
    }
  }

  test.each<[string, WritableFileSystem, string]>([
    ['the disk is full while writing', breaking('writeFile', 'ENOSPC'), 'the disk is full'],
    ['the disk is full when it is forced out', breaking('sync', 'ENOSPC'), 'the disk is full'],
    ['the quota is found to be used up on closing', breaking('close', 'EDQUOT'), 'the disk quota is used up'],
    ['permissions cannot be set', breaking('chmod', 'EPERM'), 'there is no permission to write there'],
    ['the folder is read-only', { ...real, open: failing('EACCES') }, 'there is no permission to write there'],
    ['the file system is read-only', { ...real, open: failing('EROFS') }, 'the file system is read-only'],
    ['another program holds the file', { ...real, rename: failing('EBUSY') }, 'another program holds the file'],
    ['something rarer', { ...real, rename: failing('EXDEV') }, 'the system says EXDEV'],
  ])('%s: the old file is whole and nothing is left', async (_, files, reason) => {
    const path = join(folder, 'a')
    await writeFile(path, 'old')
    await expect(writeAtomically(path, bytes('new'), files)).rejects.toMatchObject({ code: 'cannot-write', message: `The file could not be written: ${reason}` })
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['a'])
  })

  test('a file of that name that someone else wrote is not touched', async () => {
    await writeFile(join(folder, '.a.same.part'), 'theirs')
    await expect(writeAtomically(join(folder, 'a'), bytes('new'), real, () => 'same')).rejects.toMatchObject({ code: 'cannot-write' })
    expect(await readFile(join(folder, '.a.same.part'), 'utf8')).toBe('theirs')
  })

  test('a bug stays a bug', async () => {
    await expect(writeAtomically(join(folder, 'a'), bytes('x'), { ...real, rename: () => Promise.reject(new TypeError('oops')) })).rejects.toBeInstanceOf(TypeError)
    expect(await readdir(folder)).toEqual([])
  })
})

/** The loader's files on a real disk. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loaderPath, nodeFileSystem } from '../../../src/main/services/node-files'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backedge-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => loaderPath(join(folder, name))

describe('files of this machine', () => {
  it('are read, and what is not there is undefined', () => {
    writeFileSync(join(folder, 'a.jl'), '\ufeffx = 1')
    mkdirSync(join(folder, 'src'))
    utimesSync(join(folder, 'a.jl'), 1000.25, 1000.25)
    expect(nodeFileSystem.readText(at('a.jl'))).toBe('x = 1')
    expect(nodeFileSystem.readBytes(at('a.jl'))?.length).toBe(8)
    expect(nodeFileSystem.stat(at('a.jl'))).toEqual({ mtime: 1000.25, size: 8 })
    expect(nodeFileSystem.list(at(''))).toEqual(['a.jl', 'src'])
    for (const name of ['gone', 'src', 'a.jl/below', 'n'.repeat(300), 'nul\0']) {
      expect([nodeFileSystem.readText(at(name)), nodeFileSystem.readBytes(at(name)), nodeFileSystem.stat(at(name))]).toEqual([undefined, undefined, undefined])
    }
    expect([nodeFileSystem.list(at('gone')), nodeFileSystem.list(at('a.jl'))]).toEqual([[], []])
  })

  it('are written whole, with the folders above them, and removed', () => {
    nodeFileSystem.write(at('compiled/v1.10/x.ji'), new Uint8Array([1, 2]))
    nodeFileSystem.write(at('compiled/v1.10/x.ji'), new Uint8Array([3]))
    expect([...readFileSync(join(folder, 'compiled/v1.10/x.ji'))]).toEqual([3])
    expect(readdirSync(join(folder, 'compiled/v1.10'))).toEqual(['x.ji'])
    symlinkSync('x.ji', join(folder, 'compiled/v1.10/link'))
    nodeFileSystem.write(at('compiled/v1.10/link'), new Uint8Array([4]))
    expect([...readFileSync(join(folder, 'compiled/v1.10/x.ji'))]).toEqual([4])
    nodeFileSystem.remove(at('compiled'))
    nodeFileSystem.remove(at('compiled'))
    expect(readdirSync(folder)).toEqual([])
  })

  it('say where they cannot be written', () => {
    writeFileSync(join(folder, 'file'), '')
    mkdirSync(join(folder, 'taken'))
    expect(() => nodeFileSystem.write(at('taken'), new Uint8Array())).toThrow('a folder of that name is there')
    expect(() => nodeFileSystem.write(at('file/x'), new Uint8Array())).toThrow('a part of the path is a file, not a folder')
    expect(readdirSync(folder).sort()).toEqual(['file', 'taken'])
  })
})

/** The pieces below the loader: paths, files in memory, checksums and hashes as Julia has them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32c } from '../../../src/main/loader/crc32c'
import { MemoryFiles } from '../../../src/main/loader/files'
import { hashInteger, hashString } from '../../../src/main/loader/julia-hash'
import { fileNameOf, folderOf, isAbsolutePath, joinPath, normalizePath, pathBelow } from '../../../src/main/loader/paths'

const part = fc.constantFrom('a', 'b c', '..', '.', '', 'καλά', 'x.jl')
const path = fc.array(part, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`)

describe('paths', () => {
  it('are put together as in Julia', () => {
    expect(joinPath('/a', 'b', '../c')).toBe('/a/c')
    expect(joinPath('/a', '/b')).toBe('/b')
    expect(joinPath('/', '..', 'x')).toBe('/x')
    expect(folderOf('/a/b.jl')).toBe('/a')
    expect(folderOf('/a')).toBe('/')
    expect(fileNameOf('/a/b.jl')).toBe('b.jl')
    expect(fileNameOf('/')).toBe('')
    expect(pathBelow('/depot', '/depot/compiled/x.ji')).toBe('compiled/x.ji')
    expect(pathBelow('/depot', '/depots/x')).toBeUndefined()
    expect(pathBelow('/', '/x')).toBe('x')
  })

  it('are normal, once and for all, and come apart into folder and name', () => {
    fc.assert(fc.property(path, (one) => {
      const normal = normalizePath(one)
      expect(isAbsolutePath(normal)).toBe(true)
      expect(normalizePath(normal)).toBe(normal)
      expect(joinPath(folderOf(normal), fileNameOf(normal))).toBe(normal)
      expect(normal.split('/').slice(1)).not.toContain('..')
    }))
  })

  it('below a folder lead back to it', () => {
    fc.assert(fc.property(path, path, (folder, one) => {
      const below = pathBelow(folder, one)
      if (below !== undefined) expect(joinPath(folder, below)).toBe(normalizePath(one))
    }))
  })
})

describe('files in memory', () => {
  it('have the clock of their writing, and folders while they last', () => {
    let now = 10
    const files = new MemoryFiles({ '/a/b.txt': 'one' }, () => now)
    now = 12.5
    files.writeText('/a/c/d.txt', 'zwölf')
    expect(files.stat('/a/b.txt')).toEqual({ mtime: 10, size: 3 })
    expect(files.stat('/a/c/d.txt')).toEqual({ mtime: 12.5, size: 6 })
    expect(files.stat('/a')).toBeUndefined()
    expect(files.list('/a')).toEqual(['b.txt', 'c'])
    expect(files.list('/')).toEqual(['a'])
    expect(files.readText('/a/c/../b.txt')).toBe('one')
    files.touch('/a/b.txt', 99)
    expect(files.stat('/a/b.txt')?.mtime).toBe(99)
    files.remove('/a/c')
    expect(files.list('/a')).toEqual(['b.txt'])
    expect(files.readText('/a/c/d.txt')).toBeUndefined()
  })

  it('keep their own bytes', () => {
    const files = new MemoryFiles()
    const bytes = Uint8Array.of(1, 2, 3)
    files.write('/x', bytes)
    bytes[0] = 9
    const read = files.readBytes('/x')
    if (read) read[1] = 9
    expect(files.readBytes('/x')).toEqual(Uint8Array.of(1, 2, 3))
  })
})

describe('checksums and hashes', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)

  it('CRC-32C is that of the standard, and goes on where it stopped', () => {
    expect(crc32c(bytes('123456789'))).toBe(0xe3069283)
    fc.assert(fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      expect(crc32c(b, crc32c(a))).toBe(crc32c(Uint8Array.from([...a, ...b])))
    }))
  })

  it('`hash` of texts is that of Julia 1.5.3', () => {
    expect(hashString('')).toBe(13633231208144796923n)
    expect(hashString('abc', 5n)).toBe(1085882215721297718n)
    expect(hashString('ExtParentTinyDatesExt', 77n)).toBe(13632265787181421398n)
    expect(hashString('abcdefgh'.repeat(5))).toBe(16627913283401864401n)
  })

  it('`hash` of integers stays within 64 bits', () => {
    fc.assert(fc.property(fc.bigInt(), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (value, seed) => {
      const hash = hashInteger(value, seed)
      expect(hash >= 0n && hash < 1n << 64n).toBe(true)
    }))
  })
})

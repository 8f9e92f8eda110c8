/** Files laid over others: nothing below changes, and what is seen is as if it had. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemoryFiles } from '../../../src/main/loader/files'
import { OverlayFiles } from '../../../src/main/loader/overlay-files'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('an overlay', () => {
  it('shows what is below until it is written or removed', () => {
    const below = new MemoryFiles({ '/p/src/A.jl': 'a', '/p/src/b.jl': 'b', '/p/Project.toml': 'name' }, () => 5)
    const over = new OverlayFiles(below, [], () => 9)
    over.write('/p/src/A.jl', bytes('changed'))
    over.remove('/p/src/b.jl')
    over.put('/p/src/c.jl', bytes('c'), 7.5)
    expect([over.readText('/p/src/A.jl'), over.readText('/p/src/b.jl'), over.readText('/p/Project.toml')]).toEqual(['changed', undefined, 'name'])
    expect([over.stat('/p/src/A.jl'), over.stat('/p/src/c.jl'), over.stat('/p/Project.toml')]).toEqual([{ mtime: 9, size: 7 }, { mtime: 7.5, size: 1 }, { mtime: 5, size: 4 }])
    expect([over.list('/p/src'), over.list('/p')]).toEqual([['A.jl', 'c.jl'], ['Project.toml', 'src']])
    over.remove('/p')
    expect([over.list('/p'), over.readText('/p/Project.toml'), over.readBytes('/p/src/c.jl')]).toEqual([[], undefined, undefined])
    over.write('/p/src/b.jl', bytes('again'))
    expect([over.list('/p'), over.list('/p/src'), over.readText('/p/src/b.jl')]).toEqual([['src'], ['b.jl'], 'again'])
    expect(below.list('/p/src')).toEqual(['A.jl', 'b.jl'])
    expect(below.readText('/p/src/A.jl')).toBe('a')
  })

  it('leaves some folders to the files below, in another place', () => {
    const below = new MemoryFiles({ '/depot/one/compiled/x.ji': 'x', '/depot/compiled/other.ji': 'o' })
    const over = new OverlayFiles(below, [{ folder: '/depot/compiled', place: '/depot/one/compiled' }])
    expect(over.list('/depot/compiled')).toEqual(['x.ji'])
    over.write('/depot/compiled/v1.10/y.ji', bytes('y'))
    over.remove('/depot/compiled/x.ji')
    expect(over.readText('/depot/compiled/v1.10/y.ji')).toBe('y')
    expect([below.readText('/depot/one/compiled/v1.10/y.ji'), below.list('/depot/one/compiled'), below.readText('/depot/compiled/other.ji')]).toEqual(['y', ['v1.10'], 'o'])
  })

  it('behaves as files of its own would', () => {
    const path = fc.constantFrom('/a', '/b/c', '/b/d', '/b/e/f', '/g/h')
    const change = fc.oneof(fc.record({ write: path, text: fc.constantFrom('1', '22') }), fc.record({ remove: fc.oneof(path, fc.constantFrom('/b', '/b/e', '/')) }))
    fc.assert(fc.property(fc.array(path), fc.array(change), (initial, changes) => {
      const start = Object.fromEntries(initial.map((name) => [name, 'old']))
      const [plain, below] = [new MemoryFiles(start), new MemoryFiles(start)]
      const over = new OverlayFiles(below)
      for (const one of changes) {
        for (const files of [plain, over]) {
          if ('write' in one) files.write(one.write, bytes(one.text))
          else files.remove(one.remove)
        }
      }
      for (const name of ['/a', '/b/c', '/b/d', '/b/e/f', '/g/h', '/b']) expect([name, over.readText(name), over.stat(name)?.size]).toEqual([name, plain.readText(name), plain.stat(name)?.size])
      for (const name of Object.keys(start)) expect(below.readText(name)).toBe('old')
      for (const folder of ['/b', '/b/e', '/g']) expect([folder, over.list(folder).filter((entry) => plain.list(folder).includes(entry))]).toEqual([folder, plain.list(folder)])
    }))
  })
})

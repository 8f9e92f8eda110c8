/** The list of recent files: newest first, nothing dropped behind the user's back, and never in the way of opening. */
import { describe, expect, it } from 'vitest'
import { Recent } from '../../../src/main/services/recent'
import { MemoryFiles } from './memory-files'

const STATE = '/state/recent.json'

function world(texts: Record<string, string> = {}) {
  const files = new MemoryFiles({ '/a.txt': 'a', '/b.txt': 'b', ...texts })
  let time = 1000
  return { files, recent: new Recent(files, STATE, () => time++) }
}

describe('recent files', () => {
  it('are listed newest first, each once', async () => {
    const { recent } = world()
    await recent.add('/a.txt')
    await recent.add('/b.txt')
    await recent.add('/a.txt')
    expect(await recent.list()).toEqual([
      { path: '/a.txt', name: 'a.txt', openedAt: 1002, exists: true },
      { path: '/b.txt', name: 'b.txt', openedAt: 1001, exists: true },
    ])
  })

  it('stay in the list when they are gone, marked, until they are forgotten', async () => {
    const { recent, files } = world()
    await recent.add('/a.txt')
    files.contents.delete('/a.txt')
    expect(await recent.list()).toMatchObject([{ path: '/a.txt', exists: false }])
    await recent.forget('/a.txt')
    expect(await recent.list()).toEqual([])
  })

  it('are kept for the next run', async () => {
    const { recent, files } = world()
    await recent.add('/a.txt')
    expect(await new Recent(files, STATE, () => 0).list()).toMatchObject([{ path: '/a.txt', openedAt: 1000 }])
  })

  it('loses none of several added at once, and keeps twenty', async () => {
    const { recent } = world()
    await Promise.all(Array.from({ length: 25 }, (_, at) => recent.add(`/file-${at}`)))
    expect((await recent.list()).map(({ path }) => path)).toEqual(Array.from({ length: 20 }, (_, at) => `/file-${24 - at}`))
  })

  it.each(['', '{', '[]', '{"version":2,"files":[]}', '{"version":1,"files":[{"path":7}]}'])('begins anew if the file holds %j', async (text) => {
    const { recent } = world({ [STATE]: text })
    expect(await recent.list()).toEqual([])
    await recent.add('/a.txt')
    expect(await recent.list()).toMatchObject([{ path: '/a.txt' }])
  })

  it('do not stand in the way if they cannot be kept', async () => {
    const { recent, files } = world()
    files.writable = false
    await recent.add('/a.txt')
    expect(await recent.list()).toEqual([])
  })

  it('are none where there is no state file', async () => {
    const recent = new Recent(new MemoryFiles(), undefined, () => 0)
    await recent.add('/a.txt')
    expect(await recent.list()).toEqual([])
  })
})

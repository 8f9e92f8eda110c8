/** Paths that nobody chose are refused, whatever tricks they play. */
import { describe, expect, it } from 'vitest'
import { Access } from '../../../src/main/services/access'
import { MemoryFiles } from './memory-files'

function world() {
  const files = new MemoryFiles({ '/data/a.txt': 'a', '/data/deep/b.txt': 'b', '/secret/key': 'k', '/database/c.txt': 'c' })
  files.links.set('/data/way-out', '/secret')
  files.links.set('/data/alias.txt', '/data/a.txt')
  return files
}

const refused = { code: 'no-access' }

describe('without a root', () => {
  it('takes granted paths and no others', async () => {
    const access = new Access(world())
    access.grant('/data/a.txt')
    expect(await access.readable('/data/a.txt')).toBe('/data/a.txt')
    expect(await access.writable('/data/a.txt')).toBe('/data/a.txt')
    expect(await access.readable('/data/deep/../a.txt')).toBe('/data/a.txt')
    await expect(access.readable('/data/deep/b.txt')).rejects.toMatchObject(refused)
    await expect(access.writable('/data/deep/b.txt')).rejects.toMatchObject(refused)
  })

  it('does not tell a file that is there from one that is not', async () => {
    const access = new Access(world())
    const [there, absent] = await Promise.all(['/secret/key', '/secret/none'].map((path) => access.readable(path).catch((error: unknown) => error)))
    expect((there as Error).message).toBe((absent as Error).message)
  })

  it('does not take a relative path for a granted one', async () => {
    const access = new Access(world())
    access.grant(`${process.cwd()}/a.txt`)
    await expect(access.readable('a.txt')).rejects.toMatchObject(refused)
  })
})

describe('with a root', () => {
  const access = () => new Access(world(), '/data')

  it.each(['/data/a.txt', 'a.txt', 'deep/b.txt', './deep/../a.txt', 'alias.txt'])('reads %s', async (path) => {
    expect(await access().readable(path)).toMatch(/^\/data\//)
  })

  it.each(['/secret/key', '../secret/key', 'way-out/key', '/data/../secret/key', '/database/c.txt', '.', '', '/data'])('refuses %j', async (path) => {
    await expect(access().readable(path)).rejects.toMatchObject(refused)
    await expect(access().writable(path)).rejects.toMatchObject(refused)
  })

  it('writes a new file, but not through a link that leads out, nor where no folder is', async () => {
    expect(await access().writable('new.backedge')).toBe('/data/new.backedge')
    await expect(access().writable('way-out/new.backedge')).rejects.toMatchObject(refused)
    await expect(access().writable('none/new.backedge')).rejects.toMatchObject(refused)
  })

  it('refuses a path with a zero in it', async () => {
    await expect(access().readable('a.txt\0.png')).rejects.toMatchObject({ code: 'bad-request' })
  })
})

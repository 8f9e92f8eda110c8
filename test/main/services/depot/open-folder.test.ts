/** Folders of caches, opened as files are: by a path that a person chose, alone or with others, in a server's root or not. */
import { describe, expect, it } from 'vitest'
import { importMerged } from '../../../../src/main/formats/open'
import { MemoryFiles as LoaderFiles } from '../../../../src/main/loader/files'
import { Access } from '../../../../src/main/services/access'
import { folderReader } from '../../../../src/main/services/depot/open-folder'
import { Recent } from '../../../../src/main/services/recent'
import { Sessions, type OpenContext } from '../../../../src/main/services/sessions'
import { Uploads } from '../../../../src/main/services/uploads'
import { SCHEMA } from '../../../../src/shared/profile/schema'
import { summarize } from '../../../../src/shared/profile/summary'
import { type Profile, textAt } from '../../../../src/shared/profile/tables'
import { writeCache } from '../../formats/julia-cache/cache-writer'
import { MemoryFiles } from '../memory-files'

const UUID = '00000000-0000-0000-0000-00000000000a'
const DEPOT = '/home/me/.julia'

/** Two packages: the source of the second has changed since. `outside` is where the first lies. */
function world({ root, outside = `${DEPOT}/packages/A/src/A.jl` }: { readonly root?: string, readonly outside?: string } = {}) {
  const caches = new LoaderFiles({ [outside]: 'module A end', [`${DEPOT}/packages/B/src/B.jl`]: 'module B end', '/home/me/notes/a.txt': 'x' }, () => 1000)
  for (const [name, path, mtime] of [['A', outside, 1000], ['B', `${DEPOT}/packages/B/src/B.jl`, 900]] as const) {
    caches.write(`${DEPOT}/compiled/v1.8/${name}/x_1.ji`, writeCache({
      julia: '1.8.5', name, uuid: UUID.replace(/a$/, name.toLowerCase()), buildId: BigInt(name.charCodeAt(0)), checksum: 1n, includes: [{ path, mtime, text: `module ${name} end` }],
      required: [{ name: 'Core', buildId: 5n }],
    }))
  }
  const files = new MemoryFiles({ '/home/me/log.txt': '  0.000123 seconds (12 allocations: 1.2 KiB)\n' })
  files.folders.add('/home/me/.julia').add('/home/me/.julia/compiled').add('/home/me/notes')
  const access = new Access(files, root)
  const sessions = new Sessions({
    files, access, recent: new Recent(files, undefined, () => 0), maxBytes: 1e6,
    samples: { list: () => [], read: () => Promise.reject(new Error('there are none')) },
    importInputs: (inputs, { signal }) => importMerged(inputs, { signal }),
    readFolder: folderReader(caches, root),
  })
  const context = (signal = new AbortController().signal): OpenContext => ({ signal, progress: () => undefined, uploads: new Uploads() })
  const open = (...paths: string[]) => sessions.open(paths.map((path) => ({ kind: 'path', path })), true, context())
  return { access, sessions, open, context }
}

function states({ images }: Profile): string[] {
  return Array.from({ length: images.length }, (_, row) => SCHEMA.images.state.oneOf[images.state[row] ?? 0] ?? '')
}

function reasonsOf(profile: Profile): string[] {
  return Array.from({ length: profile.images.length }, (_, row) => textAt(profile, profile.images.reason[row]))
}

describe('a folder of caches', () => {
  it('opens by its path as a profile of its files', async () => {
    const { access, open, sessions } = world()
    access.grant(`${DEPOT}/compiled`)
    const [info] = await open(`${DEPOT}/compiled`)
    expect(info).toEqual({ id: 1, title: '.julia/compiled', path: `${DEPOT}/compiled`, format: 'julia-depot', unsaved: false })
    const { profile } = sessions.get(1)
    expect(states(profile)).toEqual(['fresh', 'stale'])
    expect(reasonsOf(profile)[1]).toMatch(/mtime/)
    expect(profile.imageSections.length).toBe(2)
    expect(summarize(profile).parts.images).toMatchObject({ count: 2, fresh: 1, stale: 1 })
    expect(profile.imageFiles.length).toBe(2)
  })

  it('merges with what else there is', async () => {
    const { access, open, sessions } = world()
    access.grant(DEPOT)
    access.grant('/home/me/log.txt')
    const [info] = await open(DEPOT, '/home/me/log.txt')
    expect(info).toMatchObject({ title: '.julia + log.txt', format: 'mixed', unsaved: true })
    const { images, timings } = sessions.get(1).profile
    expect([images.length, timings.length]).toEqual([2, 1])
  })

  it('opens only if a person chose it', async () => {
    const { open } = world()
    await expect(open(DEPOT)).rejects.toMatchObject({ code: 'no-access' })
  })

  it('is refused with what was expected where it holds no caches', async () => {
    const { access, open, sessions } = world()
    access.grant('/home/me/notes')
    await expect(open('/home/me/notes')).rejects.toMatchObject({ code: 'not-found', message: 'There are no cache files of Julia in this folder.', details: { where: '/home/me/notes' } })
    expect(sessions.list()).toEqual([])
  })

  it('is not read on once opening was cancelled', async () => {
    const { access, sessions, context } = world()
    access.grant(DEPOT)
    const stop = new AbortController()
    const opening = sessions.open([{ kind: 'path', path: DEPOT }], false, { ...context(stop.signal), progress: () => stop.abort() })
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('a server with a root', () => {
  it('opens folders in it, and looks at no file outside', async () => {
    const { open, sessions } = world({ root: '/home/me', outside: '/srv/A/src/A.jl' })
    await open('.julia')
    const { profile } = sessions.get(1)
    expect(states(profile)).toEqual(['stale', 'stale'])
    expect(profile.blocks.flatMap(({ notes }) => notes)).toContain('Backedge was started for /home/me: files outside of it are not looked at and count as missing.')
  })

  it('refuses folders outside of it', async () => {
    const { open } = world({ root: '/home/me/notes' })
    await expect(open('../.julia')).rejects.toMatchObject({ code: 'no-access' })
  })
})

/** The open profiles, driven against services that are made up: nothing open is lost, whatever an open does. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { connection, setConnection } from '../../src/renderer/src/stores/connection'
import { useNotices } from '../../src/renderer/src/stores/notices'
import { useSearch } from '../../src/renderer/src/stores/search'
import { useSelection } from '../../src/renderer/src/stores/selection'
import { usePage } from '../../src/renderer/src/stores/page'
import { useSessions } from '../../src/renderer/src/stores/sessions'
import { useView } from '../../src/renderer/src/stores/view'
import type { OpenSource, SessionInfo, Target, WrittenFile } from '../../src/shared/api'
import { UserError } from '../../src/shared/errors'
import { ProfileBuilder } from '../../src/shared/profile/builder'
import type { Profile } from '../../src/shared/profile/tables'
import type { Client } from '../../src/shared/rpc'

function profile(): Profile {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'stale', format: 'test', title: 'Stale instances' })
  for (const signature of ['Base.map(::Function)', 'Foo.bar(::Int64)', 'Base.map(::Int64)']) {
    builder.add('stale', { frame: builder.frame({ signature }), exclusive: 1e6, block })
  }
  const loads = builder.block({ part: 'imports', format: 'test', title: '@time_imports' })
  builder.add('imports', { name: 'Foo', inclusive: 2e6, block: loads })
  return builder.finish()
}

const text = (name: string): OpenSource => ({ kind: 'text', name, text: name })

/** Services that open anything but `bad`, and never finish `slow`. */
function services() {
  let next = 1
  const infos: SessionInfo[] = []
  const written: { target: Target; format: string }[] = []
  const delivered: WrittenFile[] = []
  const answer = (method: string, args: never, signal?: AbortSignal): Promise<unknown> => {
    switch (method) {
      case 'app.info':
        return Promise.resolve({ version: '0', host: 'memory', samples: [], formats: [], maxBytes: 1 })
      case 'session.open': {
        const { sources } = args as { sources: OpenSource[] }
        const name = sources.map((source) => ('name' in source ? source.name : '')).join('+')
        if (name === 'bad') return Promise.reject(new UserError('unknown-format', 'found nothing', { where: 'bad:1', hint: 'expected something' }))
        if (name === 'bug') return Promise.reject(new Error('a bug'))
        if (name === 'slow') {
          return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new UserError('cancelled', 'Cancelled.'))))
        }
        infos.push({ id: next++, title: name, path: name === 'saved' ? '/x/saved.backedge' : '', format: 'test', unsaved: name !== 'on disk' })
        return Promise.resolve(infos.slice(-1))
      }
      case 'session.list':
        return Promise.resolve(infos)
      case 'session.profile':
        return Promise.resolve(profile())
      case 'session.export': {
        const { target, format } = args as { target: Target; format: string }
        written.push({ target, format })
        return Promise.resolve({ name: 'x', size: 1, ...(target.kind === 'bytes' ? { bytes: new Uint8Array(1) } : {}) })
      }
      default:
        return Promise.resolve([])
    }
  }
  const client = {
    call: (method: string, args: never, { signal }: { signal?: AbortSignal } = {}) => answer(method, args, signal),
    on: () => () => undefined,
    onClose: () => undefined,
    close: () => undefined,
  } as unknown as Client
  setConnection({
    client,
    host: {
      kind: 'web',
      platform: 'linux',
      sourcesOf: () => Promise.resolve([]),
      pickOpen: () => Promise.resolve([]),
      pickSave: () => Promise.resolve({ kind: 'bytes' }),
      deliver: (file) => delivered.push(file),
      setTheme: () => Promise.resolve(),
      readClipboard: () => Promise.resolve(''),
      writeClipboard: () => Promise.resolve(),
      onCommand: () => undefined,
      showCommands: () => undefined,
      guardUnload: () => undefined,
    },
  })
  return { written, delivered }
}

let made: ReturnType<typeof services>
beforeEach(async () => {
  setActivePinia(createPinia())
  made = services()
  await useSessions().start()
})

const titles = () => useSessions().sessions.map(({ info }) => info.title)

describe('opening', () => {
  it('begins at the start page and shows what was opened', async () => {
    const sessions = useSessions()
    expect(usePage().page).toBe('start')
    await sessions.open([text('a')])
    expect(usePage().page).toBe('profile')
    expect(sessions.info?.title).toBe('a')
    expect(sessions.profile?.stale.length).toBe(3)
  })

  it('keeps what is open when an open fails, and says why', async () => {
    const sessions = useSessions()
    await sessions.open([text('a')])
    await sessions.open([text('bad')])
    expect(titles()).toEqual(['a'])
    expect(sessions.info?.title).toBe('a')
    expect(useNotices().banners).toMatchObject([
      { kind: 'error', title: 'Nothing that Backedge reads was found', text: 'found nothing', details: ['bad:1', 'expected something'] },
    ])
    await sessions.open([text('b')])
    expect(useNotices().banners).toEqual([])
  })

  it('shows a bug as a bug', async () => {
    await useSessions().open([text('bug')])
    expect(useNotices().crash?.report).toContain('a bug')
    expect(useNotices().banners).toEqual([])
  })

  it('asks what to do with several files, and opens the good ones of them', async () => {
    const sessions = useSessions()
    await sessions.open([text('a'), text('bad'), text('b')])
    expect(titles()).toEqual([])
    expect(sessions.pending?.sources).toHaveLength(3)
    await sessions.openNow(sessions.pending?.sources ?? [], false)
    expect(titles()).toEqual(['a', 'b'])
    expect(sessions.pending).toBeUndefined()
  })

  it('merges several files into one', async () => {
    await useSessions().openNow([text('a'), text('b')], true)
    expect(titles()).toEqual(['a+b'])
  })

  it('can be cancelled, without a word', async () => {
    const sessions = useSessions()
    const opening = sessions.open([text('slow')])
    await vi.waitFor(() => expect(useNotices().jobs).toHaveLength(1))
    expect(useNotices().jobs[0]?.title).toBe('Opening slow')
    useNotices().jobs[0]?.cancel()
    await opening
    expect(useNotices().jobs).toEqual([])
    expect(useNotices().banners).toEqual([])
    expect(titles()).toEqual([])
  })

  it('finds nothing in an empty paste', async () => {
    await useSessions().openText('  \n')
    expect(useNotices().banners).toMatchObject([{ kind: 'info' }])
  })
})

it('closes to the neighbour, and to the start page at last', async () => {
  const sessions = useSessions()
  for (const name of ['a', 'b', 'c']) await sessions.open([text(name)])
  sessions.show(2)
  await sessions.close(2)
  expect(sessions.info?.title).toBe('c')
  await sessions.close(3)
  expect(sessions.info?.title).toBe('a')
  sessions.next()
  expect(sessions.info?.title).toBe('a')
  await sessions.close(1)
  expect(usePage().page).toBe('start')
})

describe('closing what is not saved', () => {
  it('asks first, shows what it asks about, and keeps it until there is an answer', async () => {
    const sessions = useSessions()
    for (const name of ['a', 'b']) await sessions.open([text(name)])
    await sessions.requestClose(1)
    expect(sessions.closing?.title).toBe('a')
    expect(sessions.info?.title).toBe('a')
    expect(titles()).toEqual(['a', 'b'])
  })

  it('does not ask about what is on a disk', async () => {
    const sessions = useSessions()
    await sessions.open([text('on disk')])
    await sessions.requestClose(1)
    expect(sessions.closing).toBeUndefined()
    expect(titles()).toEqual([])
  })

  it('knows whether saving succeeded', async () => {
    const sessions = useSessions()
    await sessions.open([text('a')])
    expect(await sessions.save()).toBe(true)
    connection().host.pickSave = () => Promise.resolve(undefined)
    expect(await sessions.save()).toBe(false)
  })
})

describe('a folder', () => {
  it('is typed where the host has no dialog for it', async () => {
    const sessions = useSessions()
    expect(await sessions.openFolderDialog()).toBe(false)
    expect(sessions.sessions).toEqual([])
  })

  it('opens as the dialog gives it, and nothing opens without a choice', async () => {
    const sessions = useSessions()
    const { client, host } = connection()
    const choices = [undefined, { kind: 'path', path: '/home/me/.julia' }] as const
    let asked = 0
    setConnection({ client, host: { ...host, pickFolder: () => Promise.resolve(choices[asked++]) } })
    expect(await sessions.openFolderDialog()).toBe(true)
    expect(sessions.sessions).toEqual([])
    expect(await sessions.openFolderDialog()).toBe(true)
    expect(sessions.sessions).toHaveLength(1)
  })
})

it('saves to the file it came from only if that is a profile of ours', async () => {
  const sessions = useSessions()
  await sessions.open([text('a')])
  await sessions.save()
  await sessions.open([text('saved')])
  await sessions.save()
  expect(made.written).toEqual([
    { format: 'backedge', target: { kind: 'bytes' } },
    { format: 'backedge', target: { kind: 'path', path: '/x/saved.backedge' } },
  ])
  expect(made.delivered).toHaveLength(2)
})

describe('looking', () => {
  it('keeps view, selection and table state of each profile', async () => {
    const [sessions, view, selection] = [useSessions(), useView(), useSelection()]
    await sessions.open([text('a')])
    view.view = 'stale'
    view.table('stale').filter = 'map'
    selection.selectRow('stale', 1)
    await sessions.open([text('b')])
    expect(view.view).toBe('overview')
    expect(view.table('stale').filter).toBe('')
    expect(selection.rowIn('stale')).toBe(-1)
    sessions.show(1)
    expect(view.view).toBe('stale')
    expect(view.table('stale').filter).toBe('map')
    expect(selection.rowIn('stale')).toBe(1)
    expect(selection.rowIn('inference')).toBe(-1)
  })

  it('forgets how a closed profile was looked at', async () => {
    const [sessions, view] = [useSessions(), useView()]
    await sessions.open([text('a')])
    view.view = 'stale'
    await sessions.close(1)
    await nextTick()
    expect(view.stateOf(1).view).toBe('overview')
  })

  it('says where else the selection occurs, itself not counted', async () => {
    const [sessions, selection] = [useSessions(), useSelection()]
    await sessions.open([text('a')])
    selection.selectRow('stale', 1)
    expect(selection.packageName).toBe('Foo')
    expect(selection.elsewhere.map(({ part, by, rows }) => [part, by, [...rows]])).toEqual([['imports', 'package', [0]]])
    selection.selectRow('stale', 0)
    expect(selection.elsewhere.map(({ part, by, rows }) => [part, by, [...rows]])).toEqual([['stale', 'method', [2]]])
  })

  it('knows a block only of the part that it is of', async () => {
    const [sessions, view] = [useSessions(), useView()]
    await sessions.open([text('a')])
    view.setBlock('stale', 0)
    expect(view.block('stale')).toBe(0)
    view.setBlock('stale', 1)
    expect(view.block('stale')).toBe(-1)
  })
})

describe('searching', () => {
  it('counts hits, goes from one to the next, and to the view that shows it', async () => {
    const [sessions, view, selection, search] = [useSessions(), useView(), useSelection(), useSearch()]
    await sessions.open([text('a')])
    search.query = 'foo'
    search.next()
    expect(search.total).toBe(2)
    expect([search.countIn('imports'), search.countIn('stale'), search.countIn('inference')]).toEqual([1, 1, 0])
    expect(search.countText).toBe('1 of 2')
    expect(view.view).toBe('imports')
    search.next()
    expect(view.view).toBe('stale')
    expect(selection.current).toEqual({ kind: 'row', part: 'stale', row: 1 })
    expect(search.countText).toBe('2 of 2')
    search.next()
    expect(search.countText).toBe('1 of 2')
    search.previous()
    expect(search.countText).toBe('2 of 2')
    expect(search.isHit('stale', 1)).toBe(true)
    expect(search.isHit('stale', 0)).toBe(false)
  })

  it('steps through what is typed, not through what was found for the query before', async () => {
    const [sessions, selection, search] = [useSessions(), useSelection(), useSearch()]
    await sessions.open([text('a')])
    search.query = 'foo'
    search.next()
    search.query = 'map'
    await nextTick()
    search.next()
    const row = selection.rowIn('stale')
    expect(search.isHit('stale', row)).toBe(true)
    expect(search.countText).toMatch(/^1 of \d$/)
    search.query = 'nowhere to be found'
    await nextTick()
    search.next()
    expect(search.countText).toBe('no hits')
    expect(selection.rowIn('stale')).toBe(row)
  })

  it('begins with the hits that are in sight', async () => {
    const [sessions, view, selection, search] = [useSessions(), useView(), useSelection(), useSearch()]
    await sessions.open([text('a')])
    view.view = 'stale'
    search.query = 'foo'
    search.next()
    expect(selection.current).toEqual({ kind: 'row', part: 'stale', row: 1 })
  })

  it('says when there is nothing', async () => {
    const [sessions, search] = [useSessions(), useSearch()]
    await sessions.open([text('a')])
    search.query = 'nowhere to be found'
    search.next()
    expect(search.countText).toBe('no hits')
    search.clear()
    expect(search.countText).toBe('')
  })
})

it('stays in the lab when the last profile is closed there', async () => {
  const sessions = useSessions()
  await sessions.open([text('a')])
  usePage().page = 'lab'
  await sessions.close(1)
  expect(usePage().page).toBe('lab')
})

/** The calls as a front end makes them, over a pipe, with files in memory, a fixed clock and an importer that can be told to fail. */
import { describe, expect, it } from 'vitest'
import { exportName, safeName } from '../../../src/main/services/export-session'
import { createHandlers } from '../../../src/main/services/handlers'
import { Uploads } from '../../../src/main/services/uploads'
import type { Surroundings } from '../../../src/main/services/services'
import { Services } from '../../../src/main/services/services'
import { MAX_SESSIONS } from '../../../src/main/services/sessions'
import type { OpenSource, SessionInfo } from '../../../src/shared/api'
import { UserError } from '../../../src/shared/errors'
import { memoryPair } from '../../../src/shared/memory-pipe'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import type { Client } from '../../../src/shared/rpc'
import { connect, serve } from '../../../src/shared/rpc'
import { MemoryFiles as LoaderFiles } from '../../../src/main/loader/files'
import type { SessionRequest } from '../../../src/main/loader/session-request'
import { fakeRecorder, type Recorded } from './fake-recorder'
import { fakeSession } from './fake-session'
import { MemoryFiles } from './memory-files'

const SCENARIO = '[[steps]]\neval = "f(1)"\n[[variations]]\nlabel = "more"\nsteps_after = [{ eval = "println(1)" }, { eval = "error()" }]\n'

interface World {
  readonly files: MemoryFiles
  readonly surroundings: Surroundings
  readonly services: Services
  readonly client: Client
  readonly uploads: Uploads
  readonly used: string[]
  readonly changes: SessionInfo[][]
  /** Of the session that scenarios run in. */
  readonly asked: SessionRequest[]
  /** What was given to the recorder. */
  readonly recorded: Recorded[]
}

function world(): World {
  const files = new MemoryFiles({ '/data/good.txt': 'good', '/data/bad.txt': 'bad', '/data/other.txt': 'other', '/data/large.txt': 'x'.repeat(200) })
  const used: string[] = []
  const changes: SessionInfo[][] = []
  const asked: SessionRequest[] = []
  const recorded: Recorded[] = []
  const scenarioFiles = new LoaderFiles({ '/data/scenario.toml': SCENARIO, '/data/Project.toml': '' })
  const say = (text: string) => () => text
  const surroundings: Surroundings = {
    files,
    clock: () => 5,
    importInputs(inputs, { signal, progress }) {
      const builder = new ProfileBuilder()
      for (const [at, { name, bytes }] of inputs.entries()) {
        signal.throwIfAborted()
        progress(at, inputs.length, `Reading ${name}`)
        const text = new TextDecoder().decode(bytes)
        if (text === 'bad') throw new UserError('unknown-format', 'Nothing was found.', { where: name })
        builder.source({ name, format: 'text', bytes: bytes.length })
      }
      return Promise.resolve({ profile: builder.finish({ title: inputs.map(({ name }) => name).join(' + ') }), format: 'text' })
    },
    exporters: {
      backedge: (profile) => new TextEncoder().encode(`saved ${profile.meta.title}`),
      speedscope: say('{"speedscope":1}'),
      'chrome-trace': say('[]'),
      'time-imports': say('[]'),
      csv: (_profile, { part }) => `${part ?? 'no part'}\r\n`,
      html: say('<!doctype html>'),
      markdown: say('# Summary'),
      svg: (_profile, { width, theme }) => `<svg width="${width ?? 0}" class="${theme ?? ''}"/>`,
      png: () => Promise.reject(new UserError('bad-request', 'There is no such chart.')),
    },
    samples: {
      list: () => [{ id: 'one', title: 'One', text: 'a sample' }],
      read: (id) =>
        id === 'one'
          ? Promise.resolve({ name: 'one.txt', bytes: new TextEncoder().encode('sample') })
          : Promise.reject(new UserError('not-found', `There is no sample "${id}".`)),
    },
    scenarios: { files: scenarioFiles, depot: '/depot', runSession: fakeSession(asked) },
    recorder: fakeRecorder(recorded),
    onUsed: (path) => used.push(path),
  }
  const services = new Services(surroundings, {
    version: '1.2.3',
    host: 'memory',
    formats: [{ id: 'text', title: 'Text' }],
    maxBytes: 100,
    recentPath: '/state/recent.json',
  })
  services.access.grant('/data/good.txt')
  services.access.grant('/data/bad.txt')
  services.access.grant('/data/large.txt')
  services.sessions.onChange((list) => changes.push(list))
  const [client, server] = memoryPair()
  const uploads = new Uploads()
  serve(server, createHandlers(services, uploads), () => 0)
  return { uploads, files, surroundings, services, asked, recorded, client: connect(client), used, changes }
}

const GOOD: OpenSource = { kind: 'path', path: '/data/good.txt' }
const PASTE: OpenSource = { kind: 'text', name: 'Pasted', text: 'pasted text' }

describe('opening', () => {
  it('opens paths, bytes, texts and samples, each as a session of its own', async () => {
    const { client, changes } = world()
    const opened = await client.call('session.open', {
      sources: [GOOD, { kind: 'bytes', name: 'b.bin', bytes: new Uint8Array([1]) }, PASTE, { kind: 'sample', id: 'one' }],
    })
    expect(opened).toEqual([
      { id: 1, title: 'good.txt', path: '/data/good.txt', format: 'text', unsaved: false },
      { id: 2, title: 'b.bin', path: '', format: 'text', unsaved: false },
      { id: 3, title: 'Pasted', path: '', format: 'text', unsaved: true },
      { id: 4, title: 'one.txt', path: '', format: 'text', unsaved: false },
    ])
    expect(await client.call('session.list', {})).toEqual(opened)
    expect(changes).toEqual([opened])
    expect((await client.call('session.profile', { id: 4 })).meta.title).toBe('one.txt')
  })

  it('opens what was sent ahead, once, and says when it is too large', async () => {
    const { client, uploads } = world()
    uploads.put(1, new TextEncoder().encode('sent'))
    uploads.put(2, new Uint8Array(101))
    const source: OpenSource = { kind: 'upload', name: 'sent.txt', upload: 1 }
    expect(await client.call('session.open', { sources: [source] })).toMatchObject([{ title: 'sent.txt', path: '', unsaved: false }])
    await expect(client.call('session.open', { sources: [source] })).rejects.toMatchObject({ code: 'not-found', details: { where: 'sent.txt' } })
    await expect(client.call('session.open', { sources: [{ ...source, upload: 2 }] })).rejects.toMatchObject({ code: 'too-large' })
    await expect(client.call('session.open', { sources: [{ ...source, upload: 3 }] })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('drops the oldest of many files that nobody opens', () => {
    const uploads = new Uploads()
    for (let id = 1; id <= 65; id++) uploads.put(id, new Uint8Array([id]))
    expect(() => uploads.take(1, 'first.txt')).toThrow('did not arrive')
    expect(uploads.take(2, 'second.txt')).toEqual(new Uint8Array([2]))
    expect(uploads.take(65, 'last.txt')).toEqual(new Uint8Array([65]))
  })

  it('merges into one, which is not saved yet', async () => {
    const { client } = world()
    const opened = await client.call('session.open', { sources: [GOOD, PASTE], merge: true })
    expect(opened).toEqual([{ id: 1, title: 'good.txt + Pasted', path: '', format: 'text', unsaved: true }])
    expect((await client.call('session.profile', { id: 1 })).sources.map(({ name }) => name)).toEqual(['good.txt', 'Pasted'])
  })

  it.each<[string, OpenSource, object]>([
    ['cannot be read', { kind: 'path', path: '/data/bad.txt' }, { code: 'unknown-format', details: { where: 'bad.txt' } }],
    ['was not granted', { kind: 'path', path: '/data/other.txt' }, { code: 'no-access' }],
    ['is too large', { kind: 'path', path: '/data/large.txt' }, { code: 'too-large' }],
    ['is too many bytes', { kind: 'bytes', name: 'l', bytes: new Uint8Array(101) }, { code: 'too-large' }],
    ['is too long a text', { kind: 'text', name: 'l', text: 'x'.repeat(101) }, { code: 'too-large' }],
    ['is no sample', { kind: 'sample', id: 'none' }, { code: 'not-found' }],
  ])('leaves everything as it was if one source %s', async (_what, source, error) => {
    const { client, changes, files } = world()
    const [before] = await client.call('session.open', { sources: [PASTE] })
    await expect(client.call('session.open', { sources: [GOOD, source] })).rejects.toMatchObject(error)
    await expect(client.call('session.open', { sources: [GOOD, source], merge: true })).rejects.toMatchObject(error)
    expect(await client.call('session.list', {})).toEqual([before])
    expect(changes).toHaveLength(1)
    expect(files.text('/state/recent.json')).toBeUndefined()
  })

  it('stops when it is cancelled', async () => {
    const { client } = world()
    const controller = new AbortController()
    const call = client.call('session.open', { sources: [GOOD] }, { signal: controller.signal })
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    expect(await client.call('session.list', {})).toEqual([])
  })

  it('never uses an id again', async () => {
    const { client } = world()
    await client.call('session.open', { sources: [PASTE] })
    await client.call('session.close', { id: 1 })
    expect(await client.call('session.open', { sources: [PASTE] })).toMatchObject([{ id: 2 }])
    await expect(client.call('session.profile', { id: 1 })).rejects.toMatchObject({ code: 'not-found' })
    await expect(client.call('session.close', { id: 1 })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('has a limit of open sessions', async () => {
    const { client } = world()
    for (let at = 0; at < MAX_SESSIONS; at++) await client.call('session.open', { sources: [PASTE] })
    await expect(client.call('session.open', { sources: [PASTE] })).rejects.toMatchObject({ code: 'too-large' })
  })
})

describe('saving and exporting', () => {
  it('saves to a granted path; the session is then that file', async () => {
    const { client, files, services, used, changes } = world()
    await client.call('session.open', { sources: [PASTE] })
    services.access.grant('/data/mine.backedge')
    const written = await client.call('session.export', { id: 1, format: 'backedge', target: { kind: 'path', path: '/data/mine.backedge' } })
    expect(written).toEqual({ name: 'mine.backedge', size: 12 })
    expect(files.text('/data/mine.backedge')).toBe('saved Pasted')
    expect(changes.at(-1)).toEqual([{ id: 1, title: 'Pasted', path: '/data/mine.backedge', format: 'backedge', unsaved: false }])
    expect(used).toEqual(['/data/mine.backedge'])
    expect(await client.call('recent.list', {})).toEqual([{ path: '/data/mine.backedge', name: 'mine.backedge', openedAt: 5, exists: true }])
  })

  it('stays unsaved if the file could not be written, or was written in another format', async () => {
    const { client, files, services } = world()
    await client.call('session.open', { sources: [PASTE] })
    services.access.grant('/data/mine.backedge')
    files.writable = false
    const toPath = { id: 1, format: 'backedge', target: { kind: 'path', path: '/data/mine.backedge' } } as const
    await expect(client.call('session.export', toPath)).rejects.toMatchObject({ code: 'cannot-write' })
    await client.call('session.export', { id: 1, format: 'svg', target: { kind: 'bytes' } })
    expect(await client.call('session.list', {})).toMatchObject([{ path: '', unsaved: true }])
  })

  it('is saved when its file was handed to the browser, wherever that puts it', async () => {
    const { client, changes } = world()
    await client.call('session.open', { sources: [PASTE] })
    const { bytes } = await client.call('session.export', { id: 1, format: 'backedge', target: { kind: 'bytes' } })
    expect(new TextDecoder().decode(bytes)).toBe('saved Pasted')
    expect(changes.at(-1)).toMatchObject([{ path: '', format: 'text', unsaved: false }])
  })

  it('gives every other format back as bytes, with options', async () => {
    const { client } = world()
    await client.call('session.open', { sources: [PASTE] })
    const exported = await client.call('session.export', {
      id: 1,
      format: 'svg',
      options: { width: 300, theme: 'dark', part: 'imports' },
      target: { kind: 'bytes' },
    })
    expect(exported.name).toBe('Pasted-imports.svg')
    expect(new TextDecoder().decode(exported.bytes)).toBe('<svg width="300" class="dark"/>')
    expect(exported.size).toBe(exported.bytes?.length)
    await expect(client.call('session.export', { id: 1, format: 'png', target: { kind: 'bytes' } })).rejects.toMatchObject({ code: 'bad-request' })
  })

  it('writes nowhere that was not granted', async () => {
    const { client, files } = world()
    await client.call('session.open', { sources: [PASTE] })
    const target = { kind: 'path', path: '/etc/passwd' } as const
    await expect(client.call('session.export', { id: 1, format: 'csv', target })).rejects.toMatchObject({ code: 'no-access' })
    await expect(client.call('file.write', { name: 'x', bytes: new Uint8Array(1), target })).rejects.toMatchObject({ code: 'no-access' })
    expect(files.contents.has('/etc/passwd')).toBe(false)
  })
})

describe('recent files', () => {
  it('may be opened in a later run, because they are in the list', async () => {
    const { client, surroundings, services } = world()
    await client.call('session.open', { sources: [GOOD] })
    const later = new Services(surroundings, services.options)
    await expect(later.access.readable('/data/good.txt')).rejects.toMatchObject({ code: 'no-access' })
    expect(await later.recentFiles()).toMatchObject([{ path: '/data/good.txt' }])
    expect(await later.access.readable('/data/good.txt')).toBe('/data/good.txt')
    expect(await client.call('recent.forget', { path: '/data/good.txt' })).toEqual([])
  })
})

describe('arguments', () => {
  it.each<[string, unknown, string]>([
    ['session.open', undefined, 'The arguments of session.open are wrong: arguments:'],
    ['session.open', { sources: 'all' }, 'sources:'],
    ['session.open', { sources: [{ kind: 'url', url: 'http://x' }] }, 'sources.0.kind:'],
    ['session.open', { sources: [{ kind: 'path', path: 7 }] }, 'sources.0.path:'],
    ['session.open', { sources: [{ kind: 'bytes', name: 'x', bytes: [1] }] }, 'sources.0.bytes: expected bytes'],
    ['session.open', { sources: [{ kind: 'text', name: 'x', text: 'x', more: 1 }] }, 'sources.0:'],
    ['session.close', { id: '1' }, 'id:'],
    ['session.close', { id: -1 }, 'id:'],
    ['session.export', { id: 1, format: 'exe', target: { kind: 'bytes' } }, 'format:'],
    ['session.export', { id: 1, format: 'svg', options: { width: 1e9 }, target: { kind: 'bytes' } }, 'options.width:'],
    ['file.write', { name: 'x', bytes: new Uint8Array(), target: { kind: 'printer' } }, 'target.kind:'],
    ['app.info', { hello: 1 }, 'app.info'],
  ])('%s refuses %j', async (method, args, says) => {
    const { client } = world()
    const error: unknown = await client.call(method as 'session.open', args as never).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'bad-request', message: expect.stringContaining(says) as string })
  })

  it('app.info tells what there is', async () => {
    expect(await world().client.call('app.info', {})).toEqual({
      version: '1.2.3',
      host: 'memory',
      samples: [{ id: 'one', title: 'One', text: 'a sample' }],
      formats: [{ id: 'text', title: 'Text' }],
      maxBytes: 100,
    })
  })
})

describe('names of files', () => {
  it.each([
    ['trace.txt', 'trace.backedge'],
    ['../../etc/passwd', 'etc passwd.backedge'],
    ['a\u202Eb\u0000c', 'a b c.backedge'],
    ['..', 'profile.backedge'],
    ['', 'profile.backedge'],
    ['x'.repeat(300), `${'x'.repeat(100)}.backedge`],
  ])('%j becomes %j', (title, name) => {
    expect(exportName(title, 'backedge')).toBe(name)
  })

  it('have the part of a table', () => {
    expect(exportName('log', 'csv', 'imports')).toBe('log-imports.csv')
    expect(safeName('a<b>:"c"|d?*')).toBe('a b c d')
  })
})

describe('scenarios', () => {
  const source = { kind: 'path', path: '/data/scenario.toml' } as const

  it('lists the samples, and says what is in one or in a file', async () => {
    const { client, services } = world()
    const samples = await client.call('scenario.samples', {})
    // The gallery begins with the simplest, whatever its name.
    expect(samples.map(({ id }) => id).slice(0, 3)).toEqual(['DemoPkg', 'PackageThatPrints', 'BackedgeDemo'])
    expect(samples[0]).toMatchObject({ title: 'One line that saves the first call', tags: ['precompile directive', 'first call'] })
    expect(await client.call('scenario.describe', { source: { kind: 'sample', id: 'DemoPkg' } })).toEqual(samples.find(({ id }) => id === 'DemoPkg'))
    await expect(client.call('scenario.describe', { source })).rejects.toMatchObject({ code: 'no-access' })
    services.access.grant('/data/scenario.toml')
    expect(await client.call('scenario.describe', { source })).toEqual({ id: '', title: 'scenario.toml', about: '', runs: ['as it is', 'more'], tags: [] })
    await expect(client.call('scenario.describe', { source: { kind: 'sample', id: '../DemoPkg' } })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('runs them, opens their profiles, and says what was printed and what went wrong', async () => {
    const { client, services, changes } = world()
    services.access.grant('/data/scenario.toml')
    const progress: string[] = []
    const runs = await client.call('scenario.run', { source }, { onProgress: ({ done, total, text }) => progress.push(`${done}/${total} ${text}`) })
    expect(runs.map(({ label, seconds, output, error }) => ({ label, seconds, output, error }))).toEqual([
      { label: 'as it is', seconds: 0.625, output: 'julia> f(1)\n2\n', error: '' },
      { label: 'more', seconds: 0.875, output: 'printed\njulia> f(1)\n2\n', error: 'no more' },
    ])
    expect(runs.map(({ session }) => [session.id, session.unsaved])).toEqual([[1, true], [2, true]])
    expect(changes).toHaveLength(1)
    expect(progress[0]).toBe('0/2 as it is')
    expect(await client.call('scenario.run', { source, runs: ['more'] })).toHaveLength(1)
    await expect(client.call('scenario.run', { source, runs: ['other'] })).rejects.toMatchObject({ code: 'bad-request' })
  })

  it('runs a sample in memory, with its own files', async () => {
    const { client, asked } = world()
    await client.call('scenario.run', { source: { kind: 'sample', id: 'DemoPkg' }, runs: ['with precompile'] })
    const { files, project } = asked.at(-1) ?? {}
    expect(files?.readText(`${project ?? ''}/../DemoPkg/src/DemoPkg.jl`)).toContain('precompile(f, (Int,))')
  })

  it('opens nothing when it is cancelled', async () => {
    const { client, services, surroundings } = world()
    services.access.grant('/data/scenario.toml')
    const abort = new AbortController()
    const running = client.call('scenario.run', { source }, { signal: abort.signal })
    abort.abort()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(services.sessions.list()).toEqual([])
    expect(surroundings.scenarios.depot).toBe('/depot')
  })

  it('sees no file outside of the root folder', async () => {
    const { surroundings } = world()
    const files = new LoaderFiles({ '/root/scenario.toml': '[[steps]]\ninclude = "../secret.jl"\n[[variations]]\nlabel = "inside"\nsteps = [{ include = "a.jl" }]\n', '/root/a.jl': '1', '/secret.jl': '2' })
    const outside = new MemoryFiles({ '/root/scenario.toml': '' })
    const asked: SessionRequest[] = []
    const services = new Services({ ...surroundings, files: outside, scenarios: { files, depot: '/depot', runSession: fakeSession(asked) } }, { version: '1', host: 'memory', formats: [], maxBytes: 100, root: '/root' })
    const [client, server] = memoryPair()
    serve(server, createHandlers(services, new Uploads()), () => 0)
    const inRoot = { source: { kind: 'path', path: '/root/scenario.toml' } } as const
    await expect(connect(client).call('scenario.run', { ...inRoot, runs: ['as it is'] })).rejects.toMatchObject({ code: 'not-found', details: { where: '/secret.jl' } })
    expect(await connect(client).call('scenario.run', { ...inRoot, runs: ['inside'] })).toHaveLength(1)
    expect(asked).toHaveLength(1)
  })
})

describe('recording', () => {
  const request = { julia: '/usr/bin/julia', project: '', steps: [{ kind: 'using' as const, text: 'A' }, { kind: 'eval' as const, text: 'A.f(1)', label: 'first call' }], repeat: 2, flags: ['-O1'], compare: [] }

  it('says which command lines it comes to, and runs nothing for that', async () => {
    const { client, recorded } = world()
    expect(await client.call('record.julias', {})).toEqual([{ path: '/usr/bin/julia', source: 'PATH', version: '' }])
    expect(await client.call('record.command', { request: { ...request, project: '/data', compare: [{ what: 'flag', value: '-O2' }] } })).toEqual([
      "/usr/bin/julia --startup-file=no --history-file=no --color=no --project=/data -O1 --trace-compile=statements.jl /state/record.jl --out=recording.jsonl --using=A '--eval=A.f(1)' '--label=first call'",
      "/usr/bin/julia --startup-file=no --history-file=no --color=no --project=/data -O2 --trace-compile=statements.jl /state/record.jl --out=recording.jsonl --using=A '--eval=A.f(1)' '--label=first call'",
    ])
    expect(recorded).toEqual([])
  })

  it('opens a profile for each of what is compared, and says what went wrong', async () => {
    const { client, recorded, services } = world()
    const compared = await client.call('record.run', { request: { ...request, compare: [{ what: 'project', value: '@v1.5' }] } })
    expect(compared.map(({ session: { title, format, unsaved }, error }) => ({ title, format, unsaved, error }))).toEqual([
      { title: 'A', format: 'recording', unsaved: true, error: '' }, { title: 'A: project @v1.5', format: 'recording', unsaved: true, error: '' },
    ])
    expect(recorded).toMatchObject([{ repeat: 2, variants: [{ julia: '/usr/bin/julia', project: '', flags: ['-O1'] }, { project: '@v1.5', flags: ['-O1'] }] }])
    expect(await client.call('record.run', { request: { ...request, steps: [{ kind: 'eval', text: 'error("no")' }] } })).toMatchObject([{ error: 'ERROR: no' }])
    expect(services.sessions.list()).toHaveLength(3)
  })

  it('runs no program that nobody chose, nothing that cannot be recorded, and nothing at all where it is bound to a folder', async () => {
    const { client, services, recorded, surroundings } = world()
    const other = { ...request, julia: '/data/good.sh' }
    await expect(client.call('record.run', { request: other })).rejects.toMatchObject({ code: 'no-access', details: { where: '/data/good.sh' } })
    await expect(client.call('record.run', { request: { ...request, compare: [{ what: 'julia', value: '/data/good.sh' }] } })).rejects.toMatchObject({ code: 'no-access' })
    services.access.grant('/data/good.sh')
    expect(await client.call('record.run', { request: other })).toHaveLength(1)
    await expect(client.call('record.run', { request: { ...request, steps: [] } })).rejects.toMatchObject({ code: 'bad-input' })
    await expect(client.call('record.run', { request: { ...request, flags: ['--project=/x'] } })).rejects.toMatchObject({ code: 'bad-input' })
    await expect(client.call('record.run', { request: { ...request, project: 'relative' } })).rejects.toMatchObject({ code: 'bad-input' })
    await expect(client.call('record.run', { request: { ...request, repeat: -1 } })).rejects.toMatchObject({ code: 'bad-request' })
    const bound = new Services(surroundings, { version: '1', host: 'memory', formats: [], maxBytes: 100, root: '/data' })
    const [page, server] = memoryPair()
    serve(server, createHandlers(bound, new Uploads()), () => 0)
    expect(await connect(page).call('record.julias', {})).toEqual([])
    await expect(connect(page).call('record.run', { request })).rejects.toMatchObject({ code: 'no-access' })
    expect(recorded).toHaveLength(1)
  })

  it('opens nothing when it is cancelled', async () => {
    const { client, services } = world()
    const abort = new AbortController()
    const running = client.call('record.run', { request }, { signal: abort.signal })
    abort.abort()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(services.sessions.list()).toEqual([])
  })
})

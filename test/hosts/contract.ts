/**
 * What every host must keep: the same calls, answers, errors, progress, cancellation and events, whatever carries the
 * bytes. Run once for each kind of pipe.
 */
import { afterEach, describe, expect, it } from 'vitest'
import type { SessionInfo } from '../../src/shared/api'
import { encode } from '../../src/shared/codec'
import { UserError } from '../../src/shared/errors'
import type { BytePipe } from '../../src/shared/pipe'
import { ProfileBuilder } from '../../src/shared/profile/builder'
import type { CallContext, Client, Handlers, Progress, Server } from '../../src/shared/rpc'
import { connect, InternalError, serve } from '../../src/shared/rpc'

export interface Pipes {
  readonly client: BytePipe
  readonly server: BytePipe
  /** Frees what is behind them. */
  dispose(): Promise<void> | void
}

function profile() {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'inference', format: 'test', title: 'ä → β' })
  for (let row = 0; row < 1000; row++) {
    builder.add('inference', { parent: row - 1, exclusive: row / 3, start: row % 2 ? row : NaN, block })
  }
  return builder.finish({ title: 'a profile' })
}

const info: SessionInfo = { id: 1, title: 'ä "x" \u0000', path: '', format: 'text', unsaved: true }

/** Resolves when it is called. */
function signalled(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

function handlers(change: Partial<Handlers>): Handlers {
  const absent = (): Promise<never> => Promise.reject(new Error('not in this test'))
  return {
    'app.info': absent,
    'session.open': absent,
    'session.list': absent,
    'session.profile': absent,
    'session.close': absent,
    'session.export': absent,
    'file.write': absent,
    'recent.list': absent,
    'recent.forget': absent,
    'scenario.samples': absent,
    'scenario.describe': absent,
    'scenario.run': absent,
    'lab.open': absent,
    'lab.info': absent,
    'lab.read': absent,
    'lab.edit': absent,
    'lab.revert': absent,
    'lab.save': absent,
    'lab.run': absent,
    'lab.close': absent,
    'instance.view': absent,
    'image.project': absent,
    'image.build': absent,
    'record.julias': absent,
    'record.command': absent,
    'record.run': absent,
    ...change,
  }
}

export function pipeContract(name: string, open: () => Promise<Pipes> | Pipes): void {
  describe(`the contract over ${name}`, () => {
    let pipes: Pipes | undefined
    let time = 0

    afterEach(async () => {
      pipes?.client.close()
      await pipes?.dispose()
      pipes = undefined
    })

    async function start(change: Partial<Handlers>): Promise<{ client: Client; server: Server; pipes: Pipes }> {
      pipes = await open()
      time = 0
      const server = serve(pipes.server, handlers(change), () => time)
      return { client: connect(pipes.client), server, pipes }
    }

    it('answers calls with their results', async () => {
      const { client } = await start({ 'session.list': () => Promise.resolve([info]), 'session.close': () => Promise.resolve(null) })
      expect(await client.call('session.list', {})).toStrictEqual([info])
      expect(await client.call('session.close', { id: 1 })).toBe(null)
    })

    it('carries a whole profile, column by column', async () => {
      const { client } = await start({ 'session.profile': () => Promise.resolve(profile()) })
      expect(await client.call('session.profile', { id: 1 })).toStrictEqual(profile())
    })

    it('carries bytes to the services', async () => {
      const got: Uint8Array[] = []
      const { client } = await start({
        'file.write': ({ name: file, bytes }) => {
          got.push(bytes)
          return Promise.resolve({ name: file, size: bytes.length })
        },
      })
      const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at)
      const written = await client.call('file.write', { name: 'a.bin', bytes, target: { kind: 'bytes' } })
      expect(written).toEqual({ name: 'a.bin', size: 300_000 })
      expect(got.map((received) => Buffer.compare(received, bytes))).toEqual([0])
    })

    it('keeps calls apart that overlap', async () => {
      const { client } = await start({
        'recent.forget': async ({ path }) => {
          await new Promise((resolve) => setTimeout(resolve, path === 'slow' ? 20 : 0))
          return [{ path, name: path, openedAt: 0, exists: true }]
        },
      })
      const answers = await Promise.all(['slow', 'fast', 'other'].map((path) => client.call('recent.forget', { path })))
      expect(answers.map(([first]) => first?.path)).toEqual(['slow', 'fast', 'other'])
    })

    it('carries a user error with its code and details', async () => {
      const { client } = await start({
        'session.list': () => Promise.reject(new UserError('newer-version', 'Version 9.', { where: 'a.backedge', hint: 'update' })),
      })
      const error: unknown = await client.call('session.list', {}).catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(UserError)
      expect(error).toMatchObject({ code: 'newer-version', message: 'Version 9.', details: { where: 'a.backedge', hint: 'update' } })
    })

    it('tells a bug from a user error, with the stack of there', async () => {
      const { client } = await start({
        'session.list': () => {
          throw new RangeError('out of range')
        },
      })
      const error: unknown = await client.call('session.list', {}).catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(InternalError)
      expect(error).toMatchObject({ message: 'out of range', remoteStack: expect.stringContaining('contract.ts') as string })
    })

    it('says so if a result cannot be sent', async () => {
      const { client } = await start({ 'session.list': () => Promise.resolve([{ ...info, title: (() => 'x') as unknown as string }]) })
      await expect(client.call('session.list', {})).rejects.toThrow('message.value[0].title: a function cannot be sent')
    })

    it.each(['constructor', '__proto__', 'toString', 'session.delete'])('refuses the method %s', async (method) => {
      const { client } = await start({})
      await expect(client.call(method as 'session.list', {})).rejects.toMatchObject({ code: 'bad-request' })
    })

    it('reports progress, but no more often than every 50 ms', async () => {
      const { client } = await start({
        'session.list': (_args, { progress }) => {
          for (let done = 0; done < 100; done++) {
            time = done * 10
            progress(done, 100, `row ${done}`)
          }
          return Promise.resolve([])
        },
      })
      const seen: Progress[] = []
      await client.call('session.list', {}, { onProgress: (progress) => seen.push(progress) })
      expect(seen.map(({ done }) => done)).toEqual(Array.from({ length: 20 }, (_, at) => at * 5))
      expect(seen[1]).toEqual({ done: 5, total: 100, text: 'row 5' })
    })

    it('cancels: the caller knows at once, the handler is told', async () => {
      const started = signalled()
      const stopped = signalled()
      const { client } = await start({
        'session.list': (_args: unknown, { signal }: CallContext) => {
          started.resolve()
          return new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              stopped.resolve()
              reject(signal.reason as UserError)
            })
          })
        },
        'recent.list': () => Promise.resolve([]),
      })
      const controller = new AbortController()
      const call = client.call('session.list', {}, { signal: controller.signal })
      await started.promise
      controller.abort()
      await expect(call).rejects.toMatchObject({ code: 'cancelled' })
      await stopped.promise
      expect(await client.call('recent.list', {})).toEqual([])
    })

    it('does not send a call that was cancelled before', async () => {
      let called = false
      const { client } = await start({
        'session.list': () => {
          called = true
          return Promise.resolve([])
        },
        'recent.list': () => Promise.resolve([]),
      })
      await expect(client.call('session.list', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
      await client.call('recent.list', {})
      expect(called).toBe(false)
    })

    it('sends events to whoever listens, until they stop', async () => {
      const { client, server } = await start({ 'recent.list': () => Promise.resolve([]) })
      const heard: string[] = []
      const stop = client.on('sessions.changed', (list) => heard.push(list.map(({ title }) => title).join()))
      server.emit('sessions.changed', [{ ...info, title: 'one' }])
      await client.call('recent.list', {})
      stop()
      server.emit('sessions.changed', [{ ...info, title: 'two' }])
      await client.call('recent.list', {})
      expect(heard).toEqual(['one'])
    })

    it('keeps events for the first who listens', async () => {
      const { client, server } = await start({ 'recent.list': () => Promise.resolve([]) })
      server.emit('open.request', { sources: [{ kind: 'sample', id: 'x' }] })
      await client.call('recent.list', {})
      const heard: unknown[] = []
      client.on('open.request', (request) => heard.push(request))
      expect(heard).toEqual([{ sources: [{ kind: 'sample', id: 'x' }] }])
    })

    it('rejects what waits when the connection goes, and what comes after', async () => {
      const started = signalled()
      const stopped = signalled()
      const { client, pipes: open } = await start({
        'session.list': (_args: unknown, { signal }: CallContext) => {
          started.resolve()
          signal.addEventListener('abort', stopped.resolve)
          return new Promise(() => undefined)
        },
      })
      const closed = signalled()
      client.onClose(closed.resolve)
      const call = expect(client.call('session.list', {})).rejects.toMatchObject({ code: 'connection-lost' })
      await started.promise
      open.server.close()
      await Promise.all([call, closed.promise, stopped.promise])
      await expect(client.call('recent.list', {})).rejects.toMatchObject({ code: 'connection-lost' })
    })

    it('cancels what runs when the front end goes', async () => {
      const started = signalled()
      const stopped = signalled()
      const { client, pipes: open } = await start({
        'session.list': (_args: unknown, { signal }: CallContext) => {
          started.resolve()
          signal.addEventListener('abort', stopped.resolve)
          return new Promise(() => undefined)
        },
      })
      const call = expect(client.call('session.list', {})).rejects.toMatchObject({ code: 'connection-lost' })
      await started.promise
      open.client.close()
      await Promise.all([stopped.promise, call])
    })

    it.each([
      ['no message at all', new Uint8Array([1, 2, 3])],
      ['no kind', encode({ id: 1 })],
      ['an unknown kind', encode({ kind: 'shout', id: 1 })],
      ['a call without a number', encode({ kind: 'call', id: 'one', method: 'session.list', args: {} })],
    ])('closes on %s', async (_what, bytes) => {
      const { client, pipes: open } = await start({})
      const closed = signalled()
      client.onClose(closed.resolve)
      open.client.send(bytes)
      await closed.promise
    })
  })
}

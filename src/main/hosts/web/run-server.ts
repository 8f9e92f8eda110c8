/**
 * `backedge serve [FILE…]`: services in a worker, the page on a local port, and the address for whoever started it. The
 * files, and folders of caches, are opened in the first page that comes.
 */
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { OpenSource } from '../../../shared/api'
import { UserError } from '../../../shared/errors'
import { stateFolder } from '../../state-folder'
import type { BytePipe } from '../../../shared/pipe'
import type { ServicePipe } from '../../worker-link'
import { startServices } from '../../worker-link'
import { startWebServer } from './server'

export interface ServeRequest {
  /** Paths, relative to `folder`. */
  readonly files: readonly string[]
  readonly folder: string
  readonly port: number
  /** A folder whose files pages may name. */
  readonly root?: string
  /** Of the built page. */
  readonly pageFolder: string
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void
  /** The services died: a bug. */
  readonly onCrash: (error: Error) => void
}

export interface RunningServer {
  readonly port: number
  address(): string
  close(): Promise<void>
}

async function mustBe(kind: 'isFile' | 'isDirectory' | 'any', path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new UserError('not-found', 'Nothing is there.', { where: path })
  if (kind !== 'any' && !found[kind]()) throw new UserError('bad-usage', kind === 'isFile' ? 'This is no file.' : 'This is no folder.', { where: path })
  return path
}

/** Throws `UserError`: a file or folder that is not there, a port that cannot be had. */
export async function runServer(request: ServeRequest): Promise<RunningServer> {
  const files = await Promise.all(request.files.map((file) => mustBe('any', resolve(request.folder, file))))
  const root = request.root === undefined ? undefined : await mustBe('isDirectory', resolve(request.folder, request.root))
  await mustBe('isFile', join(request.pageFolder, 'index.html'))

  const link = startServices({ host: 'web', root, recentPath: join(stateFolder(), 'recent.json') }, { onCrash: request.onCrash })
  for (const file of files) link.grant(file)
  let toOpen: readonly OpenSource[] = files.map((path) => ({ kind: 'path', path }))

  try {
    const pages = new Map<BytePipe, ServicePipe>()
    const server = await startWebServer({
      folder: request.pageFolder,
      port: request.port,
      onIdle: (address) => request.say(`the page was closed; another: ${address}`),
      onPage(pipe) {
        const services = link.connect()
        pages.set(pipe, services)
        pipe.onMessage((bytes) => services.send(bytes))
        services.onMessage((bytes) => pipe.send(bytes))
        pipe.onClose(() => {
          pages.delete(pipe)
          services.close()
        })
        services.onClose(() => pipe.close())
        if (toOpen.length > 0) services.requestOpen(toOpen)
        toOpen = []
      },
      onUpload: (pipe, file) => pages.get(pipe)?.upload(file),
    })
    return {
      port: server.port,
      address: () => server.address(),
      async close() {
        await server.close()
        await link.stop()
      },
    }
  } catch (error) {
    await link.stop()
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') throw new UserError('bad-usage', `Port ${request.port} is in use.`, { hint: 'leave --port out for a free one' })
    if (code === 'EACCES') throw new UserError('bad-usage', `Port ${request.port} may not be used.`)
    throw error
  }
}

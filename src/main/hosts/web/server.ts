/**
 * The local web server: the built page over HTTP, the services over a WebSocket, on 127.0.0.1 only. It serves one person
 * on one machine; who may talk to it is decided in `page-access.ts`.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import type { BytePipe } from '../../../shared/pipe'
import { answerPage, contentSecurityPolicy, refusal, safeHeaders } from '../../page-answer'
import { isLoopbackHost, isOwnOrigin, PageAccess } from './page-access'
import { socketPipe } from './socket-pipe'

/** Where the page asks for its services. */
const SERVICES_PATH = '/services'
const MAX_PAGES = 16
/** In bytes: the largest file that can be opened (`MAX_INPUT_BYTES`) and what stands around it in a message. */
export const MAX_MESSAGE = 512 * 1024 * 1024

export interface WebServerOptions {
  /** The folder of the built page. */
  readonly folder: string
  /** 0 takes a free one. */
  readonly port: number
  /** Largest message from a page, in bytes. */
  readonly maxMessage?: number
  /** A page that may come in; its pipe is open. */
  readonly onPage: (pipe: BytePipe) => void
  /** The last page has gone and did not come back within `idleAfter` milliseconds. */
  readonly onIdle?: (address: string) => void
  readonly idleAfter?: number
}

export interface WebServer {
  readonly port: number
  /** With a token that opens one page. Another one after each use. */
  address(): string
  close(): Promise<void>
}

function policyFor(host: string): string {
  // Older browsers do not take a WebSocket of the same host for 'self'.
  return contentSecurityPolicy([`ws://${host}`])
}

async function answer(request: IncomingMessage, response: ServerResponse, folder: string): Promise<void> {
  const { host } = request.headers
  const made = isLoopbackHost(host)
    ? await answerPage(folder, request.method ?? 'GET', (request.url ?? '/').replace(/[?#].*$/s, ''), policyFor(host))
    : refusal(403, 'This server answers only to this machine.', contentSecurityPolicy())
  response.writeHead(made.status, Object.fromEntries(made.headers))
  response.end(Buffer.from(await made.arrayBuffer()))
}

function refuseUpgrade(socket: Duplex, status: number): void {
  const headers = { ...safeHeaders(contentSecurityPolicy()), Connection: 'close', 'Content-Length': '0' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`)
}

/** Throws what `listen` throws: a port in use, or one that may not be used. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const access = new PageAccess(randomBytes)
  const server: Server = createServer((request, response) => {
    answer(request, response, options.folder).catch(() => response.destroy())
  })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxMessage ?? MAX_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: () => 'backedge',
  })
  let idle: NodeJS.Timeout | undefined
  let closed = false

  function welcome(socket: WebSocket, key: string): void {
    clearTimeout(idle)
    const pipe = socketPipe(socket)
    socket.send(key)
    socket.on('close', () => {
      if (closed || sockets.clients.size > 0) return
      clearTimeout(idle)
      idle = setTimeout(() => options.onIdle?.(address()), options.idleAfter ?? 3000).unref()
    })
    options.onPage(pipe)
  }

  /** The key of the page that asks, or the status it is turned away with. */
  function admission(request: IncomingMessage): string | number {
    const { host, origin } = request.headers
    if (!isLoopbackHost(host) || !isOwnOrigin(origin, host)) return 403
    if (request.url !== SERVICES_PATH) return 404
    if (sockets.clients.size >= MAX_PAGES) return 503
    const offers = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((offer) => offer.trim())
    if (offers.length !== 2 || offers[0] !== 'backedge') return 401
    return access.admit(offers[1] ?? '') ?? 401
  }

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const key = admission(request)
    if (typeof key === 'number') refuseUpgrade(socket, key)
    else sockets.handleUpgrade(request, socket, head, (webSocket) => welcome(webSocket, key))
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port } = server.address() as AddressInfo
  const address = (): string => `http://127.0.0.1:${port}/#token=${access.nextToken}`

  return {
    port,
    address,
    close() {
      closed = true
      clearTimeout(idle)
      for (const socket of sockets.clients) socket.close(1001, 'the server stops')
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        // Whoever has not gone by now is not waited for.
        setTimeout(() => {
          for (const socket of sockets.clients) socket.terminate()
          server.closeAllConnections()
        }, 500).unref()
      })
    },
  }
}

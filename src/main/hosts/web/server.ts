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
import { KEY_HEADER, MAX_UPLOAD, UPLOAD_PATH } from '../../../shared/upload'
import { answerPage, contentSecurityPolicy, refusal, safeHeaders } from '../../page-answer'
import { isLoopbackHost, isOwnOrigin, PageAccess } from './page-access'
import { socketPipe } from './socket-pipe'

/** Where the page asks for its services. */
const SERVICES_PATH = '/services'
const MAX_PAGES = 16
/** Of a call in bytes: what was pasted, or a chart to be written. Files come as uploads. */
export const MAX_MESSAGE = MAX_UPLOAD

export interface WebServerOptions {
  /** The folder of the built page. */
  readonly folder: string
  /** 0 takes a free one. */
  readonly port: number
  /** Largest message from a page, in bytes. */
  readonly maxMessage?: number
  /** A page that may come in; its pipe is open. */
  readonly onPage: (pipe: BytePipe) => void
  /** A page sends a file, at most `maxMessage` bytes; its number for the page. Undefined if the page has gone. */
  readonly onUpload?: (pipe: BytePipe, file: Uint8Array) => number | undefined
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

async function send(response: ServerResponse, made: Response, more: Readonly<Record<string, string>> = {}): Promise<void> {
  response.writeHead(made.status, { ...Object.fromEntries(made.headers), ...more })
  response.end(Buffer.from(await made.arrayBuffer()))
}

/** The body as it comes, into one buffer of its own, which can be handed on without a copy. */
function readBody(request: IncomingMessage, length: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const body = new Uint8Array(length)
    let filled = 0
    request.on('data', (part: Buffer) => {
      body.set(part, filled)
      filled += part.length
    })
    request.once('end', () => (filled === length ? resolve(body) : reject(new Error('the body is shorter than it said'))))
    request.once('close', () => reject(new Error('the connection was closed within the body')))
    request.once('error', reject)
  })
}

function refuseUpgrade(socket: Duplex, status: number): void {
  const headers = { ...safeHeaders(contentSecurityPolicy()), Connection: 'close', 'Content-Length': '0' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`)
}

/** Throws what `listen` throws: a port in use, or one that may not be used. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const access = new PageAccess(randomBytes)
  /** By their keys; of two that share one, the later. */
  const pages = new Map<string, BytePipe>()
  const maxMessage = options.maxMessage ?? MAX_MESSAGE

  /** The page that may send this file and the length of the file, or the status with which it is turned away. */
  function uploadOf({ method, headers }: IncomingMessage): { page: BytePipe; length: number } | number {
    const { host, origin } = headers
    if (!isLoopbackHost(host) || !isOwnOrigin(origin, host)) return 403
    if (method !== 'POST') return 405
    const secret = headers[KEY_HEADER.toLowerCase()]
    const page = pages.get(access.admit(`key.${String(secret)}`) ?? '')
    if (!page || !options.onUpload) return 401
    const length = Number(headers['content-length'] ?? Number.NaN)
    if (!Number.isSafeInteger(length)) return 411
    return length > maxMessage ? 413 : { page, length }
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const upload = uploadOf(request)
    const policy = contentSecurityPolicy()
    if (typeof upload === 'number') {
      // What else comes of it is not read: the connection ends.
      await send(response, refusal(upload, STATUS_CODES[upload] ?? '', policy), { Connection: 'close' })
      return
    }
    const file = await readBody(request, upload.length)
    const id = options.onUpload?.(upload.page, file)
    await send(response, id === undefined ? refusal(401, 'The page has gone.', policy) : new Response(String(id), { status: 201, headers: safeHeaders(policy) }))
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host } = request.headers
    const path = (request.url ?? '/').replace(/[?#].*$/s, '')
    if (path === UPLOAD_PATH) await receive(request, response)
    else if (isLoopbackHost(host)) await send(response, await answerPage(options.folder, request.method ?? 'GET', path, policyFor(host)))
    else await send(response, refusal(403, 'This server answers only to this machine.', contentSecurityPolicy()))
  }

  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessage,
    perMessageDeflate: false,
    handleProtocols: () => 'backedge',
  })
  let idle: NodeJS.Timeout | undefined
  let closed = false

  function welcome(socket: WebSocket, key: string): void {
    clearTimeout(idle)
    const pipe = socketPipe(socket)
    socket.send(key)
    pages.set(key, pipe)
    socket.on('close', () => {
      if (pages.get(key) === pipe) pages.delete(key)
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

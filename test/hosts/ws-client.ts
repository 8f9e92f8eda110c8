/** A page's end of the WebSocket, as Node speaks it. */
import { WebSocket } from 'ws'
import type { BytePipe } from '../../src/shared/pipe'

export interface PageSocket {
  readonly pipe: BytePipe
  /** What the server gave for coming back. */
  readonly key: string
  readonly socket: WebSocket
}

export interface PageRequest {
  readonly port: number
  /** `token.…` or `key.…`. */
  readonly offer: string
  readonly origin?: string
  readonly host?: string
  readonly path?: string
  readonly protocols?: readonly string[]
}

/** Rejects with the HTTP status as message if the server turns the page away. */
export function openPage({ port, offer, origin, host, path = '/services', protocols = ['backedge', offer] }: PageRequest): Promise<PageSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, [...protocols], {
      headers: { ...(host === undefined ? {} : { Host: host }) },
      ...(origin === '' ? {} : { origin: origin ?? `http://127.0.0.1:${port}` }),
    })
    socket.on('error', reject)
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      reject(new Error(String(response.statusCode)))
    })
    let receive: ((message: Uint8Array) => void) | undefined
    const waiting: Uint8Array[] = []
    const pipe: BytePipe = {
      send: (message) => {
        if (socket.readyState === socket.OPEN) socket.send(message)
      },
      onMessage(handler) {
        receive = handler
        for (const message of waiting.splice(0)) handler(message)
      },
      onClose: (handler) => void socket.on('close', handler),
      close: () => socket.close(),
    }
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isBinary) resolve({ pipe, key: data.toString(), socket })
      else if (receive) receive(data)
      else waiting.push(data)
    })
  })
}

/**
 * The services in a thread of their own: the host in the main thread forwards bytes and stays free. While a long import
 * runs, this thread looks at its mail whenever progress is reported, so that a cancellation is heard.
 */
import { setImmediate } from 'node:timers/promises'
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { BytePipe } from '../shared/pipe'
import type { Server } from '../shared/rpc'
import { serve } from '../shared/rpc'
import { createHandlers } from './services/handlers'
import { Uploads } from './services/uploads'
import { warmUp } from './services/warm-up'
import { createServices } from './services/wiring'
import type { FromWorker, PipeId, ToWorker, WorkerSetup } from './worker-messages'

if (!parentPort) throw new Error('worker.js runs in a worker thread only')
const port = parentPort

interface Line {
  readonly server: Server
  readonly uploads: Uploads
  receive(bytes: Uint8Array): void
  shut(): void
}
const lines = new Map<PipeId, Line>()

function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer)
}

const services = createServices(workerData as WorkerSetup, {
  onUsed: (path) => post({ kind: 'used', path }),
  onProgress: readMail,
})
services.sessions.onChange((list) => {
  for (const { server } of lines.values()) server.emit('sessions.changed', list)
  post({ kind: 'unsaved', titles: list.filter(({ unsaved }) => unsaved).map(({ title }) => title) })
})

function openLine(pipe: PipeId): void {
  let handler: (bytes: Uint8Array) => void = () => undefined
  const closing: (() => void)[] = []
  const shut = (): void => {
    if (!lines.delete(pipe)) return
    for (const each of closing) each()
  }
  const bytePipe: BytePipe = {
    // The encoder makes a fresh buffer for every message, so it may be given away.
    send: (bytes) => post({ kind: 'bytes', pipe, bytes }, [bytes.buffer as ArrayBuffer]),
    onMessage(receive) {
      handler = receive
    },
    onClose: (each) => void closing.push(each),
    close() {
      post({ kind: 'close', pipe })
      shut()
    },
  }
  const uploads = new Uploads()
  const server = serve(bytePipe, createHandlers(services, uploads), () => performance.now())
  lines.set(pipe, { server, uploads, receive: (bytes) => handler(bytes), shut })
}

const warmingUp = new AbortController()

function receive(message: ToWorker): void {
  switch (message.kind) {
    case 'connect':
      openLine(message.pipe)
      break
    case 'bytes':
      lines.get(message.pipe)?.receive(message.bytes)
      break
    case 'upload':
      // The person was faster.
      warmingUp.abort()
      lines.get(message.pipe)?.uploads.put(message.id, message.bytes)
      break
    case 'closed':
      lines.get(message.pipe)?.shut()
      break
    case 'grant':
      services.access.grant(message.path)
      break
    case 'open':
      lines.get(message.pipe)?.server.emit('open.request', { sources: message.sources })
  }
}

function readMail(): void {
  for (let mail = receiveMessageOnPort(port); mail; mail = receiveMessageOnPort(port)) receive(mail.message as ToWorker)
}

port.on('message', receive)

warmUp(() => setImmediate(undefined, { ref: false }), warmingUp.signal).catch((error: unknown) => {
  if (!warmingUp.signal.aborted) throw error
})

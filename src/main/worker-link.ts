/**
 * A host's end of the services: starts the worker thread and gives out pipes to it. All pages share the same services, so
 * a page that is loaded again finds its sessions.
 */
import type { Transferable } from 'node:worker_threads'
import createWorker from './worker?nodeWorker'
import type { OpenSource } from '../shared/api'
import type { BytePipe } from '../shared/pipe'
import type { FromWorker, PipeId, ToWorker, WorkerSetup } from './worker-messages'

export interface ServicePipe extends BytePipe {
  /** Asks the page behind this pipe to open these. */
  requestOpen(sources: readonly OpenSource[]): void
  /** Hands over a file of this page, whose bytes are given away; the number under which it can be opened. */
  upload(file: Uint8Array): number
}

export interface WorkerLink {
  connect(): ServicePipe
  /** From now on the front ends may name this path. */
  grant(path: string): void
  /** Titles of the sessions that are on no disk: they end with the services. */
  unsaved(): readonly string[]
  stop(): Promise<void>
}

export interface WorkerEvents {
  /** The worker died: a bug. Every pipe has been closed. */
  onCrash(error: Error): void
  onUsed?(path: string): void
}

/** Moves the bytes if they have their buffer for themselves, else a copy of them. */
function movable(bytes: Uint8Array): { bytes: Uint8Array; transfer: Transferable[] } {
  const whole = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer
  // Not `slice`: that of Node's `Buffer` does not copy.
  const own = whole ? bytes : new Uint8Array(bytes)
  return { bytes: own, transfer: [own.buffer as ArrayBuffer] }
}

export function startServices(setup: WorkerSetup, events: WorkerEvents): WorkerLink {
  const worker = createWorker({ workerData: setup })
  const pipes = new Map<PipeId, { receive(bytes: Uint8Array): void; shut(): void }>()
  let next = 1
  let stopping = false
  let unsaved: readonly string[] = []
  const send = (message: ToWorker, transfer: Transferable[] = []): void => worker.postMessage(message, transfer)

  worker.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'bytes':
        pipes.get(message.pipe)?.receive(message.bytes)
        break
      case 'close':
        pipes.get(message.pipe)?.shut()
        break
      case 'used':
        events.onUsed?.(message.path)
        break
      case 'unsaved':
        unsaved = message.titles
    }
  })
  function closeAll(): void {
    for (const pipe of [...pipes.values()]) pipe.shut()
  }
  worker.on('error', (error: unknown) => {
    closeAll()
    events.onCrash(error instanceof Error ? error : new Error(String(error)))
  })
  worker.on('exit', (code) => {
    closeAll()
    if (!stopping && code === 0) events.onCrash(new Error('The services ended by themselves.'))
  })

  return {
    connect() {
      const id = next++
      let open = true
      let uploaded = 0
      const closing: (() => void)[] = []
      let handler: ((message: Uint8Array) => void) | undefined
      const waiting: Uint8Array[] = []
      const shut = (): void => {
        if (!open) return
        open = false
        pipes.delete(id)
        for (const each of closing) each()
      }
      pipes.set(id, {
        receive(bytes) {
          if (handler) handler(bytes)
          else waiting.push(bytes)
        },
        shut,
      })
      send({ kind: 'connect', pipe: id })
      return {
        send(message) {
          if (!open) return
          const { bytes, transfer } = movable(message)
          send({ kind: 'bytes', pipe: id, bytes }, transfer)
        },
        onMessage(receive) {
          handler = receive
          for (const message of waiting.splice(0)) receive(message)
        },
        onClose: (each) => void closing.push(each),
        close() {
          if (open) send({ kind: 'closed', pipe: id })
          shut()
        },
        requestOpen: (sources) => send({ kind: 'open', pipe: id, sources }),
        upload(file) {
          const { bytes, transfer } = movable(file)
          send({ kind: 'upload', pipe: id, id: ++uploaded, bytes }, transfer)
          return uploaded
        },
      }
    },
    grant: (path) => send({ kind: 'grant', path }),
    unsaved: () => unsaved,
    async stop() {
      stopping = true
      await worker.terminate()
    },
  }
}

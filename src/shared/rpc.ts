/**
 * Calls over a byte pipe: typed by `Methods` and `Events`, cancelled by an `AbortSignal`, with progress for each call.
 * A transport only has to move whole messages (`pipe.ts`).
 *
 *     client → server   { kind: 'call', id, method, args }   { kind: 'cancel', id }
 *     server → client   { kind: 'result', id, value }   { kind: 'error', id, error }   { kind: 'progress', id, … }
 *                       { kind: 'event', name, value }
 *
 * A message that cannot be read closes the pipe: whoever sent it does not speak this protocol.
 */
import type { EventName, Events, MethodName, Methods } from './api'
import { decode, encode } from './codec'
import type { ErrorCode, ErrorDetails } from './errors'
import { ERROR_TITLES, UserError } from './errors'
import type { BytePipe } from './pipe'

/** How far a call has come. `total` is 0 where it is not known. */
export interface Progress {
  readonly done: number
  readonly total: number
  readonly text: string
}

/** What a handler is given beside its arguments. */
export interface CallContext {
  readonly signal: AbortSignal
  /** Sent at most every 50 ms; the rest is dropped. */
  readonly progress: (done: number, total: number, text: string) => void
}

export type Handlers = {
  readonly [Name in MethodName]: (args: Methods[Name]['args'], context: CallContext) => Promise<Methods[Name]['result']>
}

export interface CallOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

export interface Client {
  call<Name extends MethodName>(method: Name, args: Methods[Name]['args'], options?: CallOptions): Promise<Methods[Name]['result']>
  /** Events that came before the first listener are handed to it at once. Returns what stops listening. */
  on<Name extends EventName>(event: Name, handler: (value: Events[Name]) => void): () => void
  onClose(handler: () => void): void
  close(): void
}

export interface Server {
  emit<Name extends EventName>(event: Name, value: Events[Name]): void
}

/** An error on the other side that is a bug there, with the stack of there. */
export class InternalError extends Error {
  override readonly name = 'InternalError'
  constructor(
    message: string,
    readonly remoteStack: string,
  ) {
    super(message)
  }
}

const PROGRESS_INTERVAL = 50
const MAX_UNHEARD = 16

type WireError =
  | { readonly kind: 'user'; readonly code: string; readonly message: string; readonly details: ErrorDetails }
  | { readonly kind: 'internal'; readonly message: string; readonly stack: string }

type Message = Readonly<Record<string, unknown>> & { readonly kind: string }

function readMessage(bytes: Uint8Array): Message {
  const message = decode(bytes)
  if (typeof message !== 'object' || message === null || !('kind' in message) || typeof message.kind !== 'string') {
    throw new UserError('bad-request', 'A message without a kind.')
  }
  return message as Message
}

function toWire(error: unknown): WireError {
  if (error instanceof UserError) return { kind: 'user', code: error.code, message: error.message, details: { ...error.details } }
  if (error instanceof Error) return { kind: 'internal', message: error.message, stack: error.stack ?? '' }
  return { kind: 'internal', message: String(error), stack: '' }
}

function fromWire(error: WireError): Error {
  if (error.kind === 'internal') return new InternalError(error.message, error.stack)
  const code: ErrorCode = Object.hasOwn(ERROR_TITLES, error.code) ? (error.code as ErrorCode) : 'bad-request'
  return new UserError(code, error.message, error.details)
}

function cancelled(): UserError {
  return new UserError('cancelled', 'Cancelled.')
}

/**
 * Answers the calls that come in over `pipe`. When the pipe closes, all that runs is cancelled. `now` gives milliseconds
 * for holding back progress.
 */
export function serve(pipe: BytePipe, handlers: Handlers, now: () => number): Server {
  const running = new Map<number, AbortController>()
  let open = true
  const send = (message: Message): void => {
    if (open) pipe.send(encode(message))
  }

  async function answer(id: number, method: unknown, args: unknown): Promise<void> {
    const controller = new AbortController()
    running.set(id, controller)
    let told = -Infinity
    const context: CallContext = {
      signal: controller.signal,
      progress(done, total, text) {
        const time = now()
        if (controller.signal.aborted || time - told < PROGRESS_INTERVAL) return
        told = time
        send({ kind: 'progress', id, done, total, text })
      },
    }
    try {
      // Not `in`: a name such as "constructor" comes from outside.
      if (typeof method !== 'string' || !Object.hasOwn(handlers, method)) {
        throw new UserError('bad-request', `There is no method "${String(method).slice(0, 60)}".`)
      }
      const handler = handlers[method as MethodName] as (args: unknown, context: CallContext) => Promise<unknown>
      const value = await handler(args, context)
      if (!controller.signal.aborted) send({ kind: 'result', id, value })
    } catch (error) {
      // Who cancelled has its answer already.
      if (!controller.signal.aborted) send({ kind: 'error', id, error: toWire(error) })
    } finally {
      running.delete(id)
    }
  }

  pipe.onMessage((bytes) => {
    let message: Message
    try {
      message = readMessage(bytes)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      pipe.close()
      return
    }
    const { id } = message
    if (typeof id !== 'number') pipe.close()
    else if (message.kind === 'cancel') running.get(id)?.abort(cancelled())
    else if (message.kind === 'call' && !running.has(id)) void answer(id, message['method'], message['args'])
    else pipe.close()
  })
  pipe.onClose(() => {
    open = false
    for (const controller of running.values()) controller.abort(cancelled())
  })

  return { emit: (name, value) => send({ kind: 'event', name, value }) }
}

interface Pending {
  resolve(value: unknown): void
  reject(error: unknown): void
  readonly onProgress: ((progress: Progress) => void) | undefined
}

/** The calling end. When the pipe closes, everything that waits is rejected with `UserError('connection-lost')`. */
export function connect(pipe: BytePipe): Client {
  const pending = new Map<number, Pending>()
  const listeners = new Map<string, Set<(value: never) => void>>()
  /** Events that came before anyone listened: a file to open may be announced while the page still starts. */
  const unheard = new Map<string, unknown[]>()
  const onClose = new Set<() => void>()
  let next = 1
  let open = true
  const lost = (): UserError => new UserError('connection-lost', 'The connection to the services was lost.')

  pipe.onMessage((bytes) => {
    let message: Message
    try {
      message = readMessage(bytes)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      pipe.close()
      return
    }
    if (message.kind === 'event') {
      const name = String(message['name'])
      const handlers = listeners.get(name)
      if (handlers) for (const handler of handlers) handler(message['value'] as never)
      else unheard.set(name, [...(unheard.get(name) ?? []).slice(-(MAX_UNHEARD - 1)), message['value']])
      return
    }
    const id = Number(message['id'])
    // A cancelled call has no entry any more: its late answer is dropped here.
    const call = pending.get(id)
    if (!call) return
    if (message.kind === 'progress') {
      call.onProgress?.({ done: Number(message['done']), total: Number(message['total']), text: String(message['text']) })
      return
    }
    pending.delete(id)
    if (message.kind === 'result') call.resolve(message['value'])
    else call.reject(fromWire(message['error'] as WireError))
  })

  pipe.onClose(() => {
    open = false
    for (const call of pending.values()) call.reject(lost())
    pending.clear()
    for (const handler of onClose) handler()
  })

  return {
    call(method, args, options = {}) {
      const { signal, onProgress } = options
      return new Promise((resolve, reject) => {
        if (!open) throw lost()
        if (signal?.aborted) throw cancelled()
        const id = next++
        const cancel = (): void => {
          if (!pending.delete(id)) return
          pipe.send(encode({ kind: 'cancel', id }))
          reject(cancelled())
        }
        const settled = (): void => signal?.removeEventListener('abort', cancel)
        pending.set(id, {
          resolve(value) {
            settled()
            resolve(value as never)
          },
          reject(error: Error) {
            settled()
            reject(error)
          },
          onProgress,
        })
        signal?.addEventListener('abort', cancel, { once: true })
        try {
          pipe.send(encode({ kind: 'call', id, method, args }))
        } catch (error) {
          pending.delete(id)
          settled()
          throw error
        }
      })
    },
    on(event, handler) {
      const handlers = listeners.get(event) ?? new Set()
      listeners.set(event, handlers)
      handlers.add(handler)
      for (const value of unheard.get(event) ?? []) handler(value as never)
      unheard.delete(event)
      return () => void handlers.delete(handler)
    },
    onClose(handler) {
      if (open) onClose.add(handler)
      else handler()
    },
    close: () => pipe.close(),
  }
}

/** A pipe over a `MessagePort` of the browser. Messages move, they are not copied. */
import type { BytePipe } from '../../../shared/pipe'

/** The part of `MessagePort` that is used, which Node's has as well. */
export interface Port {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  addEventListener(type: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void
  start(): void
  close(): void
}

export function portPipe(port: Port): BytePipe {
  const closing: (() => void)[] = []
  let open = true
  const shut = (): void => {
    if (!open) return
    open = false
    for (const handler of closing) handler()
  }
  port.addEventListener('close', shut)
  return {
    send(message) {
      // The encoder makes a fresh buffer for each message.
      if (open) port.postMessage(message, message.byteLength === message.buffer.byteLength ? [message.buffer as ArrayBuffer] : [])
    },
    onMessage(handler) {
      port.addEventListener('message', ({ data }) => {
        if (open && data instanceof Uint8Array) handler(data)
      })
      port.start()
    },
    onClose: (handler) => void closing.push(handler),
    close() {
      port.close()
      shut()
    },
  }
}

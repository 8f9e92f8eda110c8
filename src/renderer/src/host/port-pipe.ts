/** A pipe over a `MessagePort` of the browser. Messages move, they are not copied. */
import type { BytePipe } from '../../../shared/pipe'

export function portPipe(port: MessagePort): BytePipe {
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
      if (open) port.postMessage(message, message.byteLength === message.buffer.byteLength ? [message.buffer as ArrayBuffer] : [])
    },
    onMessage(handler) {
      port.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (data instanceof Uint8Array) handler(data)
      }
    },
    onClose: (handler) => void closing.push(handler),
    close() {
      port.close()
      shut()
    },
  }
}

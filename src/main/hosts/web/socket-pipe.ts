/** A pipe over the server's end of a WebSocket. Only binary frames carry calls; a text frame ends the connection. */
import type { WebSocket } from 'ws'
import type { BytePipe } from '../../../shared/pipe'

export function socketPipe(socket: WebSocket): BytePipe {
  socket.binaryType = 'nodebuffer'
  // A broken frame or a message over the limit: `ws` closes the socket itself and says so here.
  socket.on('error', () => socket.terminate())
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(message, { binary: true })
    },
    onMessage(handler) {
      socket.on('message', (data: Buffer, isBinary: boolean) => {
        if (isBinary) handler(data)
        else socket.close(1003, 'only binary messages are read here')
      })
    },
    onClose: (handler) => void socket.on('close', handler),
    close: () => socket.close(1000),
  }
}

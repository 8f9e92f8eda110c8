/**
 * A pipe over the WebSocket of the local web server, and how the page shows that it may use it.
 *
 * The address that the server prints carries a one-time token in its fragment, which no log and no Referer sees. The page
 * offers it as a subprotocol; the server takes it once and answers with a key of this page (a text frame, the only
 * one), which is kept for as long as the tab lives, so that a reload finds its sessions again.
 */
import { UserError } from '../../../shared/errors'
import type { BytePipe } from '../../../shared/pipe'

const KEY_NAME = 'backedge.key'

/** The key of this page; '' before it has connected. */
export function pageKey(): string {
  return sessionStorage.getItem(KEY_NAME) ?? ''
}

/** Token in the fragment, which is taken off the address: it is spent now. */
function takeToken(): string | undefined {
  const match = /^#token=([\w-]+)/.exec(location.hash)
  if (!match) return undefined
  history.replaceState(history.state, '', location.pathname + location.search)
  return match[1]
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    // The server's first frame, not the mere handshake: by then the page's key is stored.
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'string') return
      sessionStorage.setItem(KEY_NAME, data)
      resolve()
    }
    socket.onclose = () =>
      reject(
        new UserError('no-access', 'The server did not accept this page.', {
          hint: 'open the address that it printed last; each address opens one page',
        }),
      )
  })
}

export async function connectSocket(): Promise<BytePipe> {
  const token = takeToken()
  const key = sessionStorage.getItem(KEY_NAME)
  if (token === undefined && key === null) {
    throw new UserError('no-access', 'This page was opened without its key.', { hint: 'open the address that the server printed' })
  }
  const protocols = ['backedge', token === undefined ? `key.${key ?? ''}` : `token.${token}`]
  const socket = new WebSocket(`ws://${location.host}/services`, protocols)
  socket.binaryType = 'arraybuffer'
  await opened(socket)

  const closing: (() => void)[] = []
  let open = true
  const shut = (): void => {
    if (!open) return
    open = false
    for (const handler of closing) handler()
  }
  const waiting: Uint8Array[] = []
  let receive = (message: Uint8Array): void => void waiting.push(message)
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data instanceof ArrayBuffer) receive(new Uint8Array(data))
  }
  socket.onclose = shut
  return {
    send(message) {
      if (open) socket.send(message as Uint8Array<ArrayBuffer>)
    },
    onMessage(handler) {
      receive = handler
      for (const message of waiting.splice(0)) handler(message)
    },
    onClose: (handler) => void closing.push(handler),
    close() {
      socket.close()
      shut()
    },
  }
}

/**
 * What a page may not do: navigate away, open windows, attach webviews, ask for permissions; and whose messages the main
 * process reads: those of the main frame of one of our windows that shows our page.
 */
import type { IpcMainEvent, IpcMainInvokeEvent, Session, WebContents } from 'electron'
import { BrowserWindow, ipcMain, shell } from 'electron'

/** Pages that help and notes link to. Everything else stays closed. */
const LINKED_HOSTS = new Set(['github.com', 'julialang.org', 'docs.julialang.org', 'julialang.github.io', 'timholy.github.io'])

function parse(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined
}

/** `origin`: scheme and host, as in `app://main`. Compared part by part: `app://main.example` begins alike. */
function isOwnPage(url: string, origin: string): boolean {
  const [page, own] = [parse(url), parse(origin)]
  return page !== undefined && own !== undefined && page.protocol === own.protocol && page.host === own.host
}

function isLinkedPage(url: string): boolean {
  const page = parse(url)
  return page?.protocol === 'https:' && page.port === '' && page.username === '' && LINKED_HOSTS.has(page.hostname)
}

export function guardContents(contents: WebContents, origin: string): void {
  const stay = (event: { preventDefault(): void }, url: string): void => {
    if (!isOwnPage(url, origin)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-frame-navigate', (event) => stay(event, event.url))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isLinkedPage(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

/** The page needs none: the clipboard goes through the bridge. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}

/** The window that a message comes from, or undefined if it is not one of ours showing our page in its main frame. */
function trustedWindow(event: IpcMainEvent | IpcMainInvokeEvent, origin: string) {
  const frame = event.senderFrame
  if (!frame || frame !== event.sender.mainFrame || !isOwnPage(frame.url, origin)) return undefined
  return BrowserWindow.fromWebContents(event.sender) ?? undefined
}

/** The only two ways in which this program listens to a page. */
export function guardedChannels(origin: string) {
  return {
    /** A question; whoever may not ask gets an error. */
    handle(channel: string, answer: (window: Electron.BrowserWindow, ...args: unknown[]) => unknown): void {
      ipcMain.handle(channel, (event, ...args: unknown[]) => {
        const window = trustedWindow(event, origin)
        if (!window) throw new Error(`${channel}: refused`)
        return answer(window, ...args)
      })
    },
    /** A message; whoever may not send it is not heard. */
    on(channel: string, receive: (window: Electron.BrowserWindow) => void): void {
      ipcMain.on(channel, (event) => {
        const window = trustedWindow(event, origin)
        if (window) receive(window)
      })
    },
  }
}

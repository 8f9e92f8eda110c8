/**
 * A browser as host: files come as bytes from an `<input>` or a drop, results go back as downloads, and there is no native
 * menu. The theme is the page's own affair.
 */
import type { OpenSource } from '../../../shared/api'
import type { Platform } from '../../../shared/commands'
import { connect } from '../../../shared/rpc'
import type { Host, HostConnection } from './connection'
import { connectSocket } from './socket-pipe'

/** How long after its key a reload may begin, in milliseconds. */
const RELOAD_KEY_WAIT = 1000

function platformOf(description: string): Platform {
  return /Mac|iPhone|iPad/.test(description) ? 'darwin' : /Win/.test(description) ? 'win32' : 'linux'
}

async function sourcesOf(files: Iterable<File>): Promise<OpenSource[]> {
  return Promise.all(
    Array.from(files, async (file) => ({ kind: 'bytes' as const, name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  )
}

function pickFiles(): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}

/**
 * The browser's own question when the tab is closed: the server keeps the sessions, but the key to them goes with the tab.
 * A reload comes back to them and needs no question; of a reload only the keys are seen, its button looks like closing.
 */
function guardUnload(unsaved: () => boolean): void {
  let reloadKey = Number.NEGATIVE_INFINITY
  window.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, timeStamp } = event
    if (key === 'F5' || ((ctrlKey || metaKey) && key.toLowerCase() === 'r')) reloadKey = timeStamp
  }, { capture: true })
  window.addEventListener('beforeunload', (event) => {
    if (unsaved() && event.timeStamp - reloadKey > RELOAD_KEY_WAIT) event.preventDefault()
  })
}

export async function connectWeb(): Promise<HostConnection> {
  const host: Host = {
    kind: 'web',
    platform: platformOf(navigator.userAgent),
    sourcesOf,
    pickOpen: async () => sourcesOf(await pickFiles()),
    pickSave: () => Promise.resolve({ kind: 'bytes' }),
    deliver({ name, bytes }) {
      if (!bytes) return
      const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]))
      const link = document.createElement('a')
      link.href = url
      link.download = name
      link.click()
      // The download has its own hold on the data once it has begun.
      setTimeout(() => URL.revokeObjectURL(url), 60_000)
    },
    setTheme: () => Promise.resolve(),
    readClipboard: () => navigator.clipboard.readText(),
    writeClipboard: (text) => navigator.clipboard.writeText(text),
    onCommand: () => undefined,
    showCommands: () => undefined,
    guardUnload,
  }
  return { client: connect(await connectSocket()), host }
}

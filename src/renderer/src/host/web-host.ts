/**
 * A browser as host: files are sent ahead from an `<input>` or a drop, results go back as downloads, and there is no native
 * menu. The theme is the page's own affair.
 */
import type { OpenSource } from '../../../shared/api'
import type { Platform } from '../../../shared/commands'
import { UserError } from '../../../shared/errors'
import { connect } from '../../../shared/rpc'
import { KEY_HEADER, MAX_UPLOAD, UPLOAD_PATH } from '../../../shared/upload'
import type { Host, HostConnection } from './connection'
import { connectSocket, pageKey } from './socket-pipe'

/** How long after its key a reload may begin, in milliseconds. */
const RELOAD_KEY_WAIT = 1000

function platformOf(description: string): Platform {
  return /Mac|iPhone|iPad/.test(description) ? 'darwin' : /Win/.test(description) ? 'win32' : 'linux'
}

function tooLarge(file: File): UserError {
  return new UserError('too-large', `${file.size} bytes, expected at most ${MAX_UPLOAD}.`, { where: file.name })
}

/** Why a file could not be sent: it may be a folder, or have gone since it was chosen; or the server has. */
async function whyNotSent(file: File): Promise<UserError> {
  try {
    await file.slice(0, 1).arrayBuffer()
  } catch {
    return new UserError('no-access', 'This could not be read: it is a folder, or has changed since it was chosen.', { where: file.name })
  }
  return new UserError('connection-lost', 'The file could not be sent to the services.', { where: file.name })
}

async function send(file: File): Promise<OpenSource> {
  if (file.size > MAX_UPLOAD) throw tooLarge(file)
  const answer = await fetch(UPLOAD_PATH, { method: 'POST', headers: { [KEY_HEADER]: pageKey() }, body: file }).catch(() => undefined)
  if (answer?.status === 413) throw tooLarge(file)
  if (answer?.status === 401) throw new UserError('no-access', 'The server does not know this page any more.', { hint: 'load the page again' })
  if (!answer?.ok) throw await whyNotSent(file)
  return { kind: 'upload', name: file.name, upload: Number(await answer.text()) }
}

function sourcesOf(files: Iterable<File>): Promise<OpenSource[]> {
  return Promise.all(Array.from(files, send))
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

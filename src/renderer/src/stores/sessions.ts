/**
 * The open profiles and everything that is done with them through the services: open, merge, close, save, export. An
 * open that fails leaves all that was open before as it was. Profiles are columns: they are never made reactive.
 */
import { defineStore } from 'pinia'
import { computed, markRaw, shallowRef } from 'vue'
import type { AppInfo, ExportFormat, ExportOptions, OpenSource, RecentFile, SessionId, SessionInfo, Target } from '../../../shared/api'
import { EXPORT_FORMATS } from '../../../shared/api'
import type { FileFilter } from '../../../shared/host'
import type { Profile } from '../../../shared/profile/tables'
import type { CallOptions } from '../../../shared/rpc'
import { connection } from './connection'
import type { JobControl } from './notices'
import { useNotices } from './notices'
import { usePage } from './page'

export interface OpenSession {
  readonly info: SessionInfo
  readonly profile: Profile
}

/** Several files that were given at once, waiting for the user to say what to do with them. */
export interface PendingSources {
  readonly sources: readonly OpenSource[]
}

function optionsOf({ signal, progress }: JobControl): CallOptions {
  return { signal, onProgress: ({ done, total, text }) => progress(total > 0 ? done / total : Number.NaN, text) }
}

/** How a source is called while nothing is known of its content. */
export function sourceName(source: OpenSource): string {
  if (source.kind === 'path') return source.path.split(/[/\\]/).at(-1) ?? source.path
  return source.kind === 'sample' ? 'sample' : source.name
}

/** A title as the stem of a file name. */
function fileStem(title: string): string {
  const bare = title.replace(/\.(backedge|json|txt|log|jlprof|pb\.gz|csv|gz)$/i, '').replace(/[^\p{L}\p{N}._ -]+/gu, '-')
  return bare.replace(/^[\s.-]+|[\s.-]+$/g, '').slice(0, 100) || 'profile'
}

function fileFilter(format: ExportFormat): FileFilter {
  const { title, extension } = EXPORT_FORMATS[format]
  // A native dialog knows only the last part of an extension.
  return { name: title, extensions: [extension.split('.').at(-1) ?? extension] }
}

export const useSessions = defineStore('sessions', () => {
  const notices = useNotices()
  const page = usePage()
  const sessions = shallowRef<readonly OpenSession[]>([])
  const currentId = shallowRef<SessionId>()
  const recent = shallowRef<readonly RecentFile[]>([])
  const app = shallowRef<AppInfo>()
  const pending = shallowRef<PendingSources>()
  /** The unsaved session that is to be closed, while the user is asked. */
  const closing = shallowRef<SessionInfo>()

  const current = computed(() => sessions.value.find(({ info }) => info.id === currentId.value))
  const profile = computed(() => current.value?.profile)
  const info = computed(() => current.value?.info)

  function show(id: SessionId): void {
    if (!sessions.value.some((session) => session.info.id === id)) return
    currentId.value = id
    page.page = 'profile'
  }

  /** Without profiles there is nothing to see of one, nor to compare. */
  function leaveIfEmpty(): void {
    if (sessions.value.length === 0 && page.page !== 'lab') page.page = 'start'
  }

  async function fetchSession(info: SessionInfo, options: CallOptions = {}): Promise<OpenSession> {
    return { info, profile: markRaw(await connection().client.call('session.profile', { id: info.id }, options)) }
  }

  /** Takes over titles and saved states, fetches what was opened elsewhere, drops what was closed elsewhere. */
  async function reconcile(infos: readonly SessionInfo[]): Promise<void> {
    const next = await Promise.all(
      infos.map(async (info) => {
        const known = sessions.value.find((session) => session.info.id === info.id)
        return known ? { ...known, info } : fetchSession(info)
      }),
    )
    sessions.value = next
    if (!current.value) {
      currentId.value = next.at(-1)?.info.id
      leaveIfEmpty()
    }
  }

  async function refreshRecent(): Promise<void> {
    recent.value = await connection().client.call('recent.list', {})
  }

  /** First contact: what the app is, what is open already, and the events from outside. */
  async function start(): Promise<void> {
    const { client } = connection()
    client.on('open.request', ({ sources }) => void open([...sources]))
    client.on('sessions.changed', (infos) => {
      // Sessions that are new here are fetched by whoever opened them; only titles and states are taken over.
      sessions.value = sessions.value.map((session) => ({ ...session, info: infos.find(({ id }) => id === session.info.id) ?? session.info }))
    })
    client.onClose(() => notices.say('error', 'The connection was lost', 'Backedge’s services have ended. What is on screen can still be read; start Backedge again to go on.'))
    app.value = await client.call('app.info', {})
    await reconcile(await client.call('session.list', {}))
    if (sessions.value.length > 0) page.page = 'profile'
    await refreshRecent()
  }

  function put(opened: readonly OpenSession[]): void {
    const ids = new Set(opened.map((session) => session.info.id))
    sessions.value = [...sessions.value.filter((session) => !ids.has(session.info.id)), ...opened]
    currentId.value ??= opened.at(-1)?.info.id
  }

  /** Takes over sessions that were just opened, and shows the last. */
  function add(opened: readonly OpenSession[]): void {
    put(opened)
    const last = opened.at(-1)
    if (last) show(last.info.id)
  }

  /** Takes over what a call has opened, and shows nothing of it. */
  async function take(infos: readonly SessionInfo[], options: CallOptions = {}): Promise<void> {
    put(await Promise.all(infos.map((info) => fetchSession(info, options))))
  }

  /** Takes over what a call has opened, and shows the first. */
  async function adopt(infos: readonly SessionInfo[], options: CallOptions = {}): Promise<void> {
    await take(infos, options)
    if (infos[0]) show(infos[0].id)
  }

  /** Opens `sources`, each as a profile of its own or all merged into one, and shows the last. */
  async function openNow(sources: readonly OpenSource[], merge: boolean): Promise<void> {
    pending.value = undefined
    notices.clear()
    // One call a source, so that a bad one does not take the others with it.
    const groups = merge ? [[...sources]] : sources.map((source) => [source])
    for (const group of groups) {
      const names = group.map(sourceName).join(', ')
      const opened = await notices.run(`Opening ${names}`, async (control) => {
        const infos = await connection().client.call('session.open', { sources: group, merge }, optionsOf(control))
        return Promise.all(infos.map((info) => fetchSession(info, optionsOf(control))))
      })
      // Shown when the job has left the window: what is drawn with it in the way is drawn twice.
      if (opened) add(opened)
    }
    await refreshRecent().catch(notices.report)
  }

  /** Opens one source; of several, asks first whether to merge them. */
  async function open(sources: readonly OpenSource[]): Promise<void> {
    if (sources.length > 1) pending.value = { sources }
    else if (sources.length === 1) await openNow(sources, false)
  }

  async function openFiles(files: readonly File[]): Promise<void> {
    const sources = await notices.run('Reading files', () => connection().host.sourcesOf(files))
    if (sources) await open(sources)
  }

  async function openDialog(): Promise<void> {
    const sources = await connection().host.pickOpen().catch((error: unknown) => notices.report(error))
    if (sources) await open(sources)
  }

  /** False where the host has no dialog for folders. */
  async function openFolderDialog(): Promise<boolean> {
    const { pickFolder } = connection().host
    if (!pickFolder) return false
    const source = await pickFolder().catch((error: unknown) => notices.report(error))
    if (source) await open([source])
    return true
  }

  async function openText(text: string): Promise<void> {
    if (text.trim() === '') {
      notices.say('info', 'There is nothing to paste', 'Copy what Julia’s tools printed, then paste it here.')
      return
    }
    await open([{ kind: 'text', name: 'pasted text', text }])
  }

  /** Closes a session; one that is on no disk is shown, and asked about first. */
  async function requestClose(id: SessionId): Promise<void> {
    const session = sessions.value.find(({ info }) => info.id === id)
    if (!session?.info.unsaved) {
      await close(id)
      return
    }
    show(id)
    closing.value = session.info
  }

  /** Whatever is in it goes. */
  async function close(id: SessionId): Promise<void> {
    try {
      await connection().client.call('session.close', { id })
    } catch (error) {
      notices.report(error)
    }
    const at = sessions.value.findIndex((session) => session.info.id === id)
    sessions.value = sessions.value.filter((session) => session.info.id !== id)
    if (currentId.value === id) currentId.value = (sessions.value[at] ?? sessions.value.at(-1))?.info.id
    leaveIfEmpty()
  }

  async function forgetRecent(path: string): Promise<void> {
    try {
      recent.value = await connection().client.call('recent.forget', { path })
    } catch (error) {
      notices.report(error)
    }
  }

  /** Writes the current profile in `format`; true if it was written. Without `target` the user is asked for one. */
  async function exportAs(format: ExportFormat, options: ExportOptions = {}, target?: Target): Promise<boolean> {
    const session = current.value
    if (!session) return false
    const part = options.part === undefined ? '' : `-${options.part}`
    const name = `${fileStem(session.info.title)}${format === 'backedge' ? '' : part}.${EXPORT_FORMATS[format].extension}`
    const done = await notices.run(`Writing ${name}`, async (control) => {
      const to = target ?? (await connection().host.pickSave(name, [fileFilter(format)]))
      if (!to) return false
      const written = await connection().client.call('session.export', { id: session.info.id, format, options, target: to }, optionsOf(control))
      connection().host.deliver(written)
      notices.whisper(`Wrote ${written.name}`)
      return true
    })
    return done ?? false
  }

  /** Saves to the file it came from if that is a `.backedge` file, else asks for one; true if it was saved. */
  async function save(): Promise<boolean> {
    const path = info.value?.path ?? ''
    const saved = await exportAs('backedge', {}, path.endsWith('.backedge') ? { kind: 'path', path } : undefined)
    await refreshRecent().catch(notices.report)
    return saved
  }

  /** The summary of the current profile as Markdown; undefined if there is none. */
  async function summary(): Promise<string | undefined> {
    const session = current.value
    if (!session) return undefined
    return notices.run('Writing the summary', async (control) => {
      const args = { id: session.info.id, format: 'markdown', target: { kind: 'bytes' } } as const
      const { bytes } = await connection().client.call('session.export', args, optionsOf(control))
      return new TextDecoder().decode(bytes)
    })
  }

  /** Writes a file that the front end made: a table as filtered, a chart as drawn. */
  async function writeFile(name: string, bytes: Uint8Array): Promise<void> {
    await notices.run(`Writing ${name}`, async (control) => {
      const target = await connection().host.pickSave(name, [])
      if (target) connection().host.deliver(await connection().client.call('file.write', { name, bytes, target }, optionsOf(control)))
    })
  }

  function step(by: 1 | -1): void {
    const count = sessions.value.length
    const at = sessions.value.findIndex((session) => session.info.id === currentId.value)
    const next = sessions.value[(at + by + count) % count]
    if (next) show(next.info.id)
  }

  return {
    sessions,
    currentId,
    current,
    profile,
    info,
    recent,
    app,
    pending,
    closing,
    start,
    show,
    open,
    adopt,
    take,
    openNow,
    openFiles,
    openDialog,
    openFolderDialog,
    openText,
    requestClose,
    close,
    forgetRecent,
    exportAs,
    save,
    summary,
    writeFile,
    next: () => step(1),
    previous: () => step(-1),
  }
})

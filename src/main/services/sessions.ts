/**
 * The open profiles. A session is opened from one source, or merged from several; ids are counters and never used again.
 * Opening is all or nothing: everything is read before anything is added, so a failure leaves the list as it was.
 */
import type { OpenSource, SessionId, SessionInfo } from '../../shared/api'
import { UserError } from '../../shared/errors'
import type { Profile } from '../../shared/profile/tables'
import type { CallContext } from '../../shared/rpc'
import type { Imported, NamedInput } from '../formats/open'
import type { Access } from './access'
import type { ReadFolder } from './depot/open-folder'
import type { Files } from './files'
import { openInput } from './named-input'
import type { Recent } from './recent'
import type { Samples } from './samples'
import type { Uploads } from './uploads'

/** More open profiles than anyone looks at; each holds its columns in memory. */
export const MAX_SESSIONS = 64

type ImportContext = Pick<CallContext, 'signal' | 'progress'>

export interface OpenContext extends ImportContext {
  /** Of the page that asks. */
  readonly uploads: Uploads
}

/** From bytes to one profile: of one input, or merged from several. Throws `UserError` for what cannot be read. */
export type Import = (inputs: readonly NamedInput[], context: ImportContext) => Promise<Imported>

export interface Session {
  readonly info: SessionInfo
  readonly profile: Profile
}

interface Loaded extends NamedInput {
  /** '' if it came without. */
  readonly path: string
  /** Closing would lose it: it is on no disk. */
  readonly loose: boolean
  /** Lets go of files that are open. */
  readonly close?: () => void
}

export class Sessions {
  private readonly open_ = new Map<SessionId, Session>()
  private next = 1
  private readonly listeners = new Set<(list: SessionInfo[]) => void>()

  constructor(
    private readonly parts: {
      readonly files: Files
      readonly access: Access
      readonly recent: Recent
      readonly samples: Samples
      readonly importInputs: Import
      readonly readFolder: ReadFolder
      readonly maxBytes: number
      readonly onUsed?: (path: string) => void
    },
  ) {}

  /** Called with the whole list after each change. Returns what stops it. */
  onChange(listener: (list: SessionInfo[]) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  list(): SessionInfo[] {
    return [...this.open_.values()].map(({ info }) => info)
  }

  /** Throws `UserError('not-found')` for an id that is not open. */
  get(id: SessionId): Session {
    const session = this.open_.get(id)
    if (!session) throw new UserError('not-found', `There is no open profile number ${id}.`)
    return session
  }

  async open(sources: readonly OpenSource[], merge: boolean, context: OpenContext): Promise<SessionInfo[]> {
    if (sources.length === 0) throw new UserError('bad-request', 'Nothing to open.')
    this.checkRoom(merge ? 1 : sources.length)
    const loaded: Loaded[] = []
    try {
      for (const source of sources) {
        context.signal.throwIfAborted()
        loaded.push(await this.load(source, context))
      }
      return await this.openLoaded(loaded, merge, context)
    } finally {
      for (const { close } of loaded) close?.()
    }
  }

  private async openLoaded(loaded: readonly Loaded[], merge: boolean, context: OpenContext): Promise<SessionInfo[]> {
    const opened: { readonly imported: Imported; readonly from: Loaded | undefined }[] = []
    if (merge && loaded.length > 1) {
      opened.push({ imported: await this.parts.importInputs(loaded, context), from: undefined })
    } else {
      for (const from of loaded) {
        opened.push({ imported: await this.parts.importInputs([from], context), from })
        context.signal.throwIfAborted()
      }
    }
    const infos = opened.map(({ imported: { profile, format }, from }) =>
      this.add(profile, {
        title: profile.meta.title || from?.name || 'Merged profile',
        path: from?.path ?? '',
        format,
        unsaved: from?.loose ?? true,
      }),
    )
    this.changed()
    for (const { path } of loaded) if (path !== '') await this.used(path)
    return infos
  }

  /** Opens profiles that were made here: on no disk, until they are saved. Throws `UserError('too-large')`, and opens none, where there are too many. */
  put(profiles: readonly Profile[], format = 'simulated', lab?: SessionInfo['lab']): SessionInfo[] {
    this.checkRoom(profiles.length)
    const infos = profiles.map((profile) => this.add(profile, { title: profile.meta.title, path: '', format, unsaved: true, ...(lab && { lab }) }))
    this.changed()
    return infos
  }

  /** The one that holds this very profile, if it is open. */
  of(profile: Profile): SessionInfo | undefined {
    return [...this.open_.values()].find((session) => session.profile === profile)?.info
  }

  close(id: SessionId): void {
    this.get(id)
    this.open_.delete(id)
    this.changed()
  }

  /** The session is now what the `.backedge` file at `path` holds. */
  async saved(id: SessionId, path: string): Promise<void> {
    this.change(id, { path, format: 'backedge', unsaved: false })
    await this.used(path)
  }

  /** The user has the `.backedge` file of the session as a download. Where it lies only the browser knows. */
  downloaded(id: SessionId): void {
    this.change(id, { unsaved: false })
  }

  private change(id: SessionId, to: Partial<Omit<SessionInfo, 'id'>>): void {
    const session = this.get(id)
    this.open_.set(id, { ...session, info: { ...session.info, ...to } })
    this.changed()
  }

  private async used(path: string): Promise<void> {
    await this.parts.recent.add(path)
    this.parts.onUsed?.(path)
  }

  private checkRoom(count: number): void {
    if (this.open_.size + count <= MAX_SESSIONS) return
    throw new UserError('too-large', `${this.open_.size} profiles are open, expected at most ${MAX_SESSIONS}.`, { hint: 'close some first' })
  }

  private add(profile: Profile, info: Omit<SessionInfo, 'id'>): SessionInfo {
    const session = { profile, info: { id: this.next++, ...info } }
    this.open_.set(session.info.id, session)
    return session.info
  }

  private async load(source: OpenSource, { signal, progress, uploads }: OpenContext): Promise<Loaded> {
    switch (source.kind) {
      case 'path': {
        const path = await this.parts.access.readable(source.path)
        const folder = this.parts.readFolder(path, { signal, onProgress: progress })
        if (folder) return { ...folder, path, loose: false }
        return { ...(await openInput(path, this.parts.files, this.parts.maxBytes, signal)), path, loose: false }
      }
      case 'bytes':
        return { name: source.name, bytes: this.limited(source.bytes, source.name), path: '', loose: false }
      case 'upload':
        return { name: source.name, bytes: this.limited(uploads.take(source.upload, source.name), source.name), path: '', loose: false }
      case 'text':
        return { name: source.name, bytes: this.limited(new TextEncoder().encode(source.text), source.name), untitled: true, path: '', loose: true }
      case 'sample': {
        const { name, bytes } = await this.parts.samples.read(source.id)
        return { name, bytes, path: '', loose: false }
      }
    }
  }

  private limited(bytes: Uint8Array, where: string): Uint8Array {
    const { maxBytes } = this.parts
    if (bytes.length > maxBytes) throw new UserError('too-large', `${bytes.length} bytes, expected at most ${maxBytes}.`, { where })
    return bytes
  }

  private changed(): void {
    const list = this.list()
    for (const listener of this.listeners) listener(list)
  }
}

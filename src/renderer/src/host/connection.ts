/**
 * What the rest of the page knows of its host: a client of the services, and the comforts that differ between a window of
 * Electron and a browser. Where a comfort does not exist (a path in a browser), the interface is such that callers need
 * not ask which host it is.
 */
import type { OpenSource, Target, WrittenFile } from '../../../shared/api'
import type { CommandId, CommandStates, Platform } from '../../../shared/commands'
import type { FileFilter, ThemeMode } from '../../../shared/host'
import type { Client } from '../../../shared/rpc'

export interface Host {
  readonly kind: 'electron' | 'web'
  readonly platform: Platform
  /** Files that were dropped, or chosen in an `<input>`, as sources for `session.open`. */
  sourcesOf(files: Iterable<File>): Promise<OpenSource[]>
  /** Asks the user for files; empty if none were chosen. */
  pickOpen(): Promise<OpenSource[]>
  /** Asks the user for a folder, undefined if none was chosen; absent where no dialog gives its path, which is typed then. */
  readonly pickFolder?: () => Promise<Extract<OpenSource, { kind: 'path' }> | undefined>
  /** Asks where to save, or says that the bytes are wanted back (a download); undefined if the user thought better of it. */
  pickSave(suggestedName: string, filters: readonly FileFilter[]): Promise<Target | undefined>
  /** Hands a written file to the user: a download in a browser, nothing where it went to a path. */
  deliver(file: WrittenFile): void
  /** Tells the native parts of the window; the page itself follows its own setting. */
  setTheme(mode: ThemeMode): Promise<void>
  readClipboard(): Promise<string>
  writeClipboard(text: string): Promise<void>
  /** Commands chosen from the native menu. */
  onCommand(handler: (id: CommandId) => void): void
  /** Tells the native menu, where there is one. */
  showCommands(states: CommandStates): void
  /**
   * Asks before the page goes away while `unsaved` says so and going away would lose something. A window of Electron does
   * not: its main process knows what is lost when, and asks by itself.
   */
  guardUnload(unsaved: () => boolean): void
}

export interface HostConnection {
  readonly client: Client
  readonly host: Host
}

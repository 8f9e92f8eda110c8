/**
 * `window.host`: all that the preload gives the page in Electron. Plain values and functions only; no object of Electron
 * crosses, and every path that it returns has been granted to the services. Types, and the names of messages.
 */
import type { CommandId, CommandStates, Platform } from './commands'

export type ThemeMode = 'system' | 'light' | 'dark'

export interface FileFilter {
  readonly name: string
  /** Without the dot. */
  readonly extensions: readonly string[]
}

export interface HostBridge {
  readonly kind: 'electron'
  readonly platform: Platform
  /**
   * Asks for a line to the services. A `MessagePort` cannot cross the bridge as a value: it arrives as a `message` event
   * of this window whose data is `PORT_MESSAGE`, from this window's own origin.
   */
  connect(): void
  /** Path of a dropped or chosen file, '' if it has none. */
  pathOf(file: File): Promise<string>
  /** Native dialog; empty if the user thought better of it. */
  pickOpen(): Promise<string[]>
  /** Native dialog for one folder; undefined if the user thought better of it. */
  pickFolder(): Promise<string | undefined>
  /** Native dialog; undefined if the user thought better of it. */
  pickSave(suggestedName: string, filters: readonly FileFilter[]): Promise<string | undefined>
  setTheme(mode: ThemeMode): Promise<void>
  readClipboard(): Promise<string>
  writeClipboard(text: string): Promise<void>
  /** A command chosen from the native menu. One handler: a second call replaces the first. */
  onCommand(handler: (id: CommandId) => void): void
  /** What the native menu shows: the commands that can be done now, and those whose mark is set. */
  showCommands(states: CommandStates): Promise<void>
}

/** What the message with the port says. */
export const PORT_MESSAGE = 'backedge:port'

/** Names of the messages between preload and main process. */
export const CHANNELS = {
  connect: 'backedge:connect',
  port: PORT_MESSAGE,
  grant: 'backedge:grant',
  pickOpen: 'backedge:pick-open',
  pickFolder: 'backedge:pick-folder',
  pickSave: 'backedge:pick-save',
  setTheme: 'backedge:set-theme',
  readClipboard: 'backedge:read-clipboard',
  writeClipboard: 'backedge:write-clipboard',
  command: 'backedge:command',
  showCommands: 'backedge:show-commands',
} as const

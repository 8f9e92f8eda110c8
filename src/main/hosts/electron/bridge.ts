/**
 * The main process' end of `window.host`: a port to the services for each window, dialogs, theme, clipboard. Every path
 * that goes to a page is granted to the services first. Arguments are checked: they come from a page.
 */
import { clipboard, dialog, MessageChannelMain, nativeTheme } from 'electron'
import { z } from 'zod'
import type { CommandId, CommandStates } from '../../../shared/commands'
import { isCommandId } from '../../../shared/commands'
import type { ThemeMode } from '../../../shared/host'
import { CHANNELS } from '../../../shared/host'
import type { ServicePipe, WorkerLink } from '../../worker-link'
import { guardedChannels } from './guard'

const filters = z.array(z.object({ name: z.string().max(100), extensions: z.array(z.string().regex(/^[\w.*-]{1,32}$/)).max(16) })).max(16)
const theme = z.enum(['system', 'light', 'dark'])
const fileName = z.string().max(255).regex(/^[^/\\\p{Cc}]*$/u)
/** Electron's clipboard takes a string of any size; a table of a million rows is a mistake. */
const clipboardText = z.string().max(64 << 20)
const commands = z.array(z.custom<CommandId>(isCommandId, 'expected a command')).max(1000)
const commandStates = z.strictObject({ enabled: commands, marked: commands })
const droppedPath = z.string().min(1).max(4096)

const OPEN_FILTERS = [
  { name: 'All files', extensions: ['*'] },
  { name: 'Backedge profiles', extensions: ['backedge'] },
  { name: 'Texts of Julia tools', extensions: ['txt', 'log', 'jl'] },
  { name: 'Cache files and images', extensions: ['ji', 'so', 'dylib', 'dll', 'image'] },
  { name: 'Profiles of other tools', extensions: ['json', 'jlprof', 'gz', 'pb'] },
]

export interface BridgeEvents {
  /** A window has a line to the services; the one it had before is closed. */
  onLine(window: Electron.BrowserWindow, pipe: ServicePipe): void
  onTheme(mode: ThemeMode): void
  onCommands(states: CommandStates): void
}

export function openBridge(origin: string, link: WorkerLink, events: BridgeEvents): void {
  const channels = guardedChannels(origin)

  channels.on(CHANNELS.connect, (window) => {
    const { port1, port2 } = new MessageChannelMain()
    const pipe = link.connect()
    port1.on('message', ({ data }) => {
      if (data instanceof Uint8Array) pipe.send(data)
    })
    pipe.onMessage((bytes) => port1.postMessage(bytes))
    port1.on('close', () => pipe.close())
    pipe.onClose(() => port1.close())
    port1.start()
    window.webContents.postMessage(CHANNELS.port, undefined, [port2])
    events.onLine(window, pipe)
  })

  // The path comes from `webUtils.getPathForFile` in the preload, which only knows files that the user gave to the page.
  channels.handle(CHANNELS.grant, (_window, path) => link.grant(droppedPath.parse(path)))

  channels.handle(CHANNELS.pickOpen, async (window) => {
    const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile', 'multiSelections'], filters: OPEN_FILTERS })
    for (const path of filePaths) link.grant(path)
    return filePaths
  })

  channels.handle(CHANNELS.pickFolder, async (window) => {
    const { filePaths: [path] } = await dialog.showOpenDialog(window, { properties: ['openDirectory', 'showHiddenFiles'] })
    if (path !== undefined) link.grant(path)
    return path
  })

  channels.handle(CHANNELS.pickSave, async (window, suggestedName, offered) => {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      defaultPath: fileName.parse(suggestedName),
      filters: filters.parse(offered),
    })
    if (canceled || filePath === '') return undefined
    link.grant(filePath)
    return filePath
  })

  channels.handle(CHANNELS.setTheme, (_window, mode) => {
    nativeTheme.themeSource = theme.parse(mode)
    events.onTheme(nativeTheme.themeSource)
  })
  channels.handle(CHANNELS.showCommands, (_window, states) => events.onCommands(commandStates.parse(states)))
  channels.handle(CHANNELS.readClipboard, () => clipboard.readText())
  channels.handle(CHANNELS.writeClipboard, (_window, text) => clipboard.writeText(clipboardText.parse(text)))
}

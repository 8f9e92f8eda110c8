/**
 * The bridge between the sandboxed page and the main process: `window.host` and nothing else. CommonJS, because a sandboxed
 * preload cannot be a module. No listener hands its event to the page, and no channel can be named from there.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { CommandId, Platform } from '../shared/commands'
import { isCommandId } from '../shared/commands'
import type { HostBridge } from '../shared/host'
import { CHANNELS, PORT_MESSAGE } from '../shared/host'

/** The little of the page's window that is used here, where DOM types do not belong. */
declare const window: {
  readonly location: { readonly origin: string }
  postMessage(data: string, targetOrigin: string, transfer: readonly unknown[]): void
}

ipcRenderer.on(CHANNELS.port, ({ ports }) => {
  // A port cannot cross the bridge; a message to the page's own window can carry it.
  window.postMessage(PORT_MESSAGE, window.location.origin, ports)
})

let onCommand: (id: CommandId) => void = () => undefined
ipcRenderer.on(CHANNELS.command, (_event, id: unknown) => {
  if (isCommandId(id)) onCommand(id)
})

const host: HostBridge = {
  kind: 'electron',
  platform: process.platform as Platform,
  connect: () => ipcRenderer.send(CHANNELS.connect),
  async pathOf(file) {
    const path = webUtils.getPathForFile(file)
    if (path !== '') await ipcRenderer.invoke(CHANNELS.grant, path)
    return path
  },
  pickOpen: () => ipcRenderer.invoke(CHANNELS.pickOpen) as Promise<string[]>,
  pickFolder: () => ipcRenderer.invoke(CHANNELS.pickFolder) as Promise<string | undefined>,
  pickSave: (suggestedName, filters) => ipcRenderer.invoke(CHANNELS.pickSave, suggestedName, filters) as Promise<string | undefined>,
  setTheme: (mode) => ipcRenderer.invoke(CHANNELS.setTheme, mode) as Promise<void>,
  readClipboard: () => ipcRenderer.invoke(CHANNELS.readClipboard) as Promise<string>,
  writeClipboard: (text) => ipcRenderer.invoke(CHANNELS.writeClipboard, text) as Promise<void>,
  onCommand(handler) {
    onCommand = handler
  },
  showCommands: (states) => ipcRenderer.invoke(CHANNELS.showCommands, states) as Promise<void>,
}

contextBridge.exposeInMainWorld('host', host)

/** A window of Electron as host: native dialogs and paths through `window.host`, the services behind a `MessagePort`. */
import type { OpenSource } from '../../../shared/api'
import type { HostBridge } from '../../../shared/host'
import { PORT_MESSAGE } from '../../../shared/host'
import { connect } from '../../../shared/rpc'
import type { Host, HostConnection } from './connection'
import { portPipe } from './port-pipe'

function portFromPreload(bridge: HostBridge): Promise<MessagePort> {
  return new Promise((resolve) => {
    const receive = ({ data, ports, source }: MessageEvent<unknown>): void => {
      const port = ports[0]
      if (source !== window || data !== PORT_MESSAGE || !port) return
      window.removeEventListener('message', receive)
      resolve(port)
    }
    window.addEventListener('message', receive)
    bridge.connect()
  })
}

export async function connectElectron(bridge: HostBridge): Promise<HostConnection> {
  async function sourceOf(file: File): Promise<OpenSource> {
    const path = await bridge.pathOf(file)
    if (path !== '') return { kind: 'path', path }
    // Dragged out of another program: there is no file on disk.
    return { kind: 'bytes', name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
  }
  const host: Host = {
    kind: 'electron',
    platform: bridge.platform,
    sourcesOf: (files) => Promise.all(Array.from(files, sourceOf)),
    pickOpen: async () => (await bridge.pickOpen()).map((path) => ({ kind: 'path', path })),
    async pickFolder() {
      const path = await bridge.pickFolder()
      return path === undefined ? undefined : { kind: 'path', path }
    },
    async pickSave(suggestedName, filters) {
      const path = await bridge.pickSave(suggestedName, filters)
      return path === undefined ? undefined : { kind: 'path', path }
    },
    deliver: () => undefined,
    setTheme: (mode) => bridge.setTheme(mode),
    readClipboard: () => bridge.readClipboard(),
    writeClipboard: (text) => bridge.writeClipboard(text),
    onCommand: (handler) => bridge.onCommand(handler),
    showCommands: (states) => void bridge.showCommands(states),
    guardUnload: () => undefined,
  }
  return { client: connect(portPipe(await portFromPreload(bridge))), host }
}

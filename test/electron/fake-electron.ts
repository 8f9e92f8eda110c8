/**
 * Stands in for `electron` when the built main process or preload is loaded in plain Node: it does nothing but write down
 * what is asked of it, and lets a test play the system's part. Only what Backedge uses is here; anything else is
 * undefined, so a new use of Electron fails until it is recorded too.
 */
import { EventEmitter } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { MessageChannel } from 'node:worker_threads'

interface Recorded {
  readonly what: string
  readonly args: readonly unknown[]
}

/** Everything that was called, in order. */
export const calls: Recorded[] = []
export function called(what: string): readonly (readonly unknown[])[] {
  return calls.filter((call) => call.what === what).map(({ args }) => args)
}
function record(what: string) {
  return (...args: unknown[]): void => void calls.push({ what, args })
}

/** What the system answers; a test changes it. */
export const world = {
  userData: '',
  hasLock: true,
  ready: false,
  openDialog: [] as string[],
  saveDialog: { canceled: true, filePath: '' },
  messageBox: 0,
  displays: [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
  clipboard: '',
  dark: false,
  droppedPaths: new Map<unknown, string>(),
}

let becomeReady: () => void = () => undefined
const whenReady = new Promise<void>((resolve) => {
  becomeReady = () => {
    world.ready = true
    resolve()
  }
})
/** Electron becomes ready. */
export const makeReady = (): void => becomeReady()

function preventable() {
  return {
    prevented: false,
    preventDefault(): void {
      this.prevented = true
    },
  }
}

class App extends EventEmitter {
  readonly isPackaged = true
  readonly enableSandbox = record('app.enableSandbox')
  /** As the system does it: may be prevented, closes the windows, which may prevent it too. */
  quit(): void {
    record('app.quit')()
    const event = preventable()
    this.emit('before-quit', event)
    if (!event.prevented && BrowserWindow.all.every((window) => window.close())) this.emit('will-quit')
  }
  readonly exit = record('app.exit')
  readonly addRecentDocument = record('app.addRecentDocument')
  readonly setAppUserModelId = record('app.setAppUserModelId')
  requestSingleInstanceLock(): boolean {
    record('app.requestSingleInstanceLock')()
    return world.hasLock
  }
  getPath(name: string): string {
    record('app.getPath')(name)
    return world.userData
  }
  isReady(): boolean {
    return world.ready
  }
  whenReady(): Promise<void> {
    return whenReady
  }
}
export const app = new App()

interface Frame {
  url: string
}

class WebContents extends EventEmitter {
  readonly mainFrame: Frame = { url: '' }
  readonly sent: Recorded[] = []
  /** Ports that were handed to the page. */
  readonly ports: MessagePort[] = []
  windowOpenHandler: ((details: { url: string }) => unknown) | undefined
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.windowOpenHandler = handler
  }
  send(channel: string, ...args: unknown[]): void {
    this.sent.push({ what: channel, args })
  }
  postMessage(channel: string, message: unknown, ports: { readonly port: MessagePort }[]): void {
    this.sent.push({ what: channel, args: [message] })
    this.ports.push(...ports.map(({ port }) => port))
  }
}

interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = []
  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.all]
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.all.find((window) => window.focused) ?? null
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.all.find((window) => window.webContents === contents) ?? null
  }

  readonly webContents = new WebContents()
  bounds: Bounds
  maximized = false
  minimized = false
  focused = false
  shown = false

  constructor(readonly options: Bounds & { readonly show: boolean; readonly webPreferences: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>) {
    super()
    this.bounds = { x: options.x, y: options.y, width: options.width, height: options.height }
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  loadURL(url: string): Promise<void> {
    record('window.loadURL')(url)
    this.webContents.mainFrame.url = url
    return Promise.resolve()
  }
  readonly reload = record('window.reload')
  show(): void {
    this.shown = true
  }
  focus(): void {
    this.focused = true
  }
  restore(): void {
    this.minimized = false
  }
  maximize(): void {
    this.maximized = true
  }
  isMinimized(): boolean {
    return this.minimized
  }
  isMaximized(): boolean {
    return this.maximized
  }
  getNormalBounds(): Bounds {
    return this.bounds
  }
  /** The user closes it; false if that was prevented. */
  close(): boolean {
    const event = preventable()
    this.emit('close', event)
    if (event.prevented) return false
    BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1)
    this.emit('closed')
    return true
  }
}

type Handler = (event: unknown, ...args: unknown[]) => unknown
/** By channel, each registered once. */
export const handlers = new Map<string, Handler>()
export const listeners = new Map<string, Handler>()
function register(into: Map<string, Handler>, channel: string, handler: Handler): void {
  if (into.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
  into.set(channel, handler)
}
export const ipcMain = {
  handle: (channel: string, handler: Handler) => register(handlers, channel, handler),
  on: (channel: string, handler: Handler) => register(listeners, channel, handler),
}

export const protocolHandlers = new Map<string, (request: Request) => Promise<Response> | Response>()
export const protocol = {
  registerSchemesAsPrivileged: record('protocol.registerSchemesAsPrivileged'),
  handle: (scheme: string, handler: (request: Request) => Promise<Response> | Response) => void protocolHandlers.set(scheme, handler),
}

type Answer = (granted: boolean) => void
export const session = {
  defaultSession: {
    request: undefined as ((contents: unknown, permission: string, answer: Answer) => void) | undefined,
    check: undefined as ((contents: unknown, permission: string) => boolean) | undefined,
    device: undefined as ((details: unknown) => boolean) | undefined,
    setPermissionRequestHandler(handler: (contents: unknown, permission: string, answer: Answer) => void): void {
      this.request = handler
    },
    setPermissionCheckHandler(handler: (contents: unknown, permission: string) => boolean): void {
      this.check = handler
    },
    setDevicePermissionHandler(handler: (details: unknown) => boolean): void {
      this.device = handler
    },
  },
}

export const shell = { openExternal: record('shell.openExternal') }

export const dialog = {
  showOpenDialog(...args: unknown[]) {
    record('dialog.showOpenDialog')(...args)
    return Promise.resolve({ canceled: world.openDialog.length === 0, filePaths: world.openDialog })
  },
  showSaveDialog(...args: unknown[]) {
    record('dialog.showSaveDialog')(...args)
    return Promise.resolve(world.saveDialog)
  },
  showMessageBoxSync(...args: unknown[]): number {
    record('dialog.showMessageBoxSync')(...args)
    return world.messageBox
  },
  showErrorBox: record('dialog.showErrorBox'),
}

export interface MenuItem {
  readonly id?: string
  readonly label?: string
  readonly role?: string
  readonly type?: string
  readonly accelerator?: string
  readonly registerAccelerator?: boolean
  readonly submenu?: readonly MenuItem[]
  readonly click?: () => void
}

/** An item of a menu that is shown. As in Electron, a radio item is checked by whatever is assigned, alone in its group. */
class ShownItem {
  enabled: boolean
  private on = false
  constructor(
    readonly item: MenuItem & { readonly enabled?: boolean },
    private readonly group: ShownItem[],
  ) {
    this.enabled = item.enabled ?? true
    group.push(this)
  }
  get checked(): boolean {
    return this.on
  }
  set checked(on: boolean) {
    if (this.item.type !== 'radio') this.on = on
    else for (const other of this.group) other.on = other === this
  }
}
class ShownMenu {
  readonly items = new Map<string, ShownItem>()
  constructor(readonly template: readonly MenuItem[]) {
    for (const { submenu = [] } of template) {
      let group: ShownItem[] = []
      for (const item of submenu) {
        if (item.type === 'radio' && item.id !== undefined) this.items.set(item.id, new ShownItem(item, group))
        else {
          group = []
          if (item.id !== undefined) this.items.set(item.id, new ShownItem(item, group))
        }
      }
    }
  }
  getMenuItemById(id: string): ShownItem | null {
    return this.items.get(id) ?? null
  }
}
export const menu = { template: [] as readonly MenuItem[], application: null as ShownMenu | null }
export const Menu = {
  buildFromTemplate(template: readonly MenuItem[]) {
    menu.template = template
    return new ShownMenu(template)
  },
  setApplicationMenu: (built: ShownMenu) => void (menu.application = built),
  getApplicationMenu: () => menu.application,
}

export const nativeTheme = {
  themeSource: 'system',
  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'dark' || (this.themeSource === 'system' && world.dark)
  },
}
export const screen = {
  getAllDisplays: () => world.displays,
  getPrimaryDisplay: () => world.displays[0],
}
export const clipboard = {
  readText: () => world.clipboard,
  writeText: (text: string) => void (world.clipboard = text),
}

/** Electron's port wraps its message in an event and copies it. */
class MessagePortMain extends EventEmitter {
  constructor(readonly port: MessagePort) {
    super()
    port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
    port.on('close', () => this.emit('close'))
  }
  start(): void {
    this.port.start()
  }
  postMessage(message: unknown): void {
    this.port.postMessage(message)
  }
  close(): void {
    this.port.close()
  }
}
export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: { readonly port: MessagePort }
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new MessagePortMain(port1)
    this.port2 = { port: port2 }
  }
}

/** The renderer's side, for the preload. */
export const exposed = new Map<string, unknown>()
export const contextBridge = { exposeInMainWorld: (name: string, value: unknown) => void exposed.set(name, value) }
class IpcRenderer extends EventEmitter {
  readonly send = record('ipcRenderer.send')
  invoke(...args: unknown[]): Promise<unknown> {
    record('ipcRenderer.invoke')(...args)
    return Promise.resolve(world.saveDialog.filePath)
  }
}
export const ipcRenderer = new IpcRenderer()
export const webUtils = { getPathForFile: (file: unknown) => world.droppedPaths.get(file) ?? '' }

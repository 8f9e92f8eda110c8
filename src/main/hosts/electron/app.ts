/**
 * The life of the desktop app: one instance, its window, its menu, the services in their worker, and the files that come
 * from outside.
 */
import { join } from 'node:path'
import { app, BrowserWindow, dialog, Menu, nativeTheme, session } from 'electron'
import type { CommandStates, Platform } from '../../../shared/commands'
import { CHANNELS } from '../../../shared/host'
import type { ServicePipe, WorkerLink } from '../../worker-link'
import { startServices } from '../../worker-link'
import { openBridge } from './bridge'
import { denyPermissions, guardContents } from './guard'
import { menuTemplate, showStates } from './menu'
import { filesInArguments } from './outside-files'
import { PAGE_ORIGIN, serveScheme } from './scheme'
import { mayLose } from './unsaved'
import { openWindow } from './window'
import type { WindowState } from './window-state'
import { loadWindowState, saveWindowState } from './window-state'

/** `folder`: of the built main process. Returns at once; the rest happens when Electron is ready. */
export function runApp(folder: string): void {
  // Of `electron-vite dev`; a packaged app shows nothing but its own page.
  const devUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
  const origin = devUrl ?? PAGE_ORIGIN
  const fromSource = process.defaultApp
  const statePath = join(app.getPath('userData'), 'window.json')

  let state: WindowState = loadWindowState(statePath)
  let link: WorkerLink | undefined
  const lines = new Map<Electron.BrowserWindow, ServicePipe>()
  /** The user said that what is not saved may go. */
  let agreed = false
  /** Files that came before a page was there to show them. */
  let waiting = filesInArguments(process.argv, process.cwd(), fromSource)

  function remember(change: Partial<WindowState>): void {
    state = { ...state, ...change }
    saveWindowState(statePath, state)
  }

  function showCommands(states: CommandStates): void {
    const menu = Menu.getApplicationMenu()
    if (menu) showStates(menu, states)
  }

  function mainWindow() {
    return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  }

  /** Whether everything may go: nothing would be lost, or the user says that it may. */
  function mayEnd(): boolean {
    agreed ||= mayLose(link?.unsaved() ?? [], mainWindow())
    return agreed
  }

  function showWindow(): void {
    const present = mainWindow()
    if (present) {
      if (present.isMinimized()) present.restore()
      present.focus()
      return
    }
    const window = openWindow({
      preload: join(folder, '../preload/index.cjs'),
      url: devUrl ?? `${PAGE_ORIGIN}/`,
      last: state.bounds,
      maximized: state.maximized,
      // On a Mac the app goes on without a window, and so do its profiles.
      mayClose: () => process.platform === 'darwin' || mayEnd(),
      onClose: (bounds, maximized) => remember({ bounds: { ...bounds }, maximized }),
    })
    window.on('closed', () => {
      lines.get(window)?.close()
      lines.delete(window)
      showCommands({ enabled: [], marked: [] })
    })
  }

  /** Hands the files that wait to the window, if it has a line. */
  function handOver(): void {
    const window = mainWindow()
    const line = window && lines.get(window)
    if (!line || !link || waiting.length === 0) return
    for (const path of waiting) link.grant(path)
    line.requestOpen(waiting.map((path) => ({ kind: 'path', path })))
    waiting = []
  }

  function openFromOutside(paths: readonly string[]): void {
    waiting = [...waiting, ...paths]
    if (!app.isReady()) return
    showWindow()
    handOver()
  }

  function crash(error: Error): void {
    dialog.showErrorBox('Backedge failed', error.stack ?? error.message)
    app.exit(70)
  }

  function start(): void {
    serveScheme(join(folder, '../renderer'))
    denyPermissions(session.defaultSession)
    nativeTheme.themeSource = state.theme
    link = startServices(
      { host: 'electron', recentPath: join(app.getPath('userData'), 'recent.json') },
      { onCrash: crash, onUsed: (path) => app.addRecentDocument(path) },
    )
    openBridge(origin, link, {
      onLine(window, pipe) {
        // The page was loaded again: what it had before is gone.
        lines.get(window)?.close()
        lines.set(window, pipe)
        handOver()
      },
      onTheme: (theme) => remember({ theme }),
      onCommands: showCommands,
    })
    const template = menuTemplate(process.platform as Platform, !app.isPackaged, (id) => mainWindow()?.webContents.send(CHANNELS.command, id))
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
    showWindow()
  }

  app.setAppUserModelId('org.backedge.app')
  app.on('web-contents-created', (_event, contents) => guardContents(contents, origin))
  app.on('second-instance', (_event, argv, workingFolder) => {
    const files = filesInArguments(argv, workingFolder, fromSource)
    if (files.length > 0) openFromOutside(files)
    else showWindow()
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    openFromOutside([path])
  })
  app.on('activate', showWindow)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (!mayEnd()) event.preventDefault()
  })
  app.on('will-quit', () => void link?.stop())
  void app.whenReady().then(start)
}

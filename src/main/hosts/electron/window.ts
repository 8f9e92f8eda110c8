/** One window: sandboxed and isolated, placed where it was, shown when it has something to show. */
import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import type { Rectangle } from './window-state'
import { LEAST_SIZE, placeWindow } from './window-state'

/** The page's own background in both themes (`tokens.css`), so that nothing flashes before it is drawn. */
const BACKGROUND = { light: '#ffffff', dark: '#16181c' }

export interface NewWindow {
  readonly preload: string
  readonly url: string
  readonly last: Rectangle | undefined
  readonly maximized: boolean
  /** Whether it may close; asked first. */
  readonly mayClose: () => boolean
  /** Just before it closes, with the bounds to remember. */
  readonly onClose: (bounds: Rectangle, maximized: boolean) => void
}

function displays(): Rectangle[] {
  const primary = screen.getPrimaryDisplay()
  return [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)].map(({ workArea }) => workArea)
}

export function openWindow({ preload, url, last, maximized, mayClose, onClose }: NewWindow): Electron.BrowserWindow {
  const window = new BrowserWindow({
    ...placeWindow(last, displays()),
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    title: 'Backedge',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', (event) => {
    if (mayClose()) onClose(window.getNormalBounds(), window.isMaximized())
    else event.preventDefault()
  })

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    const answer = dialog.showMessageBoxSync(window, {
      type: 'error',
      message: 'The window failed.',
      detail: `Reason: ${reason}. The open profiles are still there.`,
      buttons: ['Load again', 'Quit'],
      defaultId: 0,
      cancelId: 1,
    })
    if (answer === 0) window.reload()
    else app.exit(70)
  })

  void window.loadURL(url)
  return window
}

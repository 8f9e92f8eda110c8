/** Entry of the desktop app. What must happen before Electron is ready happens here, at the top, without waiting. */
import { app } from 'electron'
import { runApp } from './hosts/electron/app'
import { registerScheme } from './hosts/electron/scheme'

registerScheme()
app.enableSandbox()
if (app.requestSingleInstanceLock()) runApp(import.meta.dirname)
else app.quit()

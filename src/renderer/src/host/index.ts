/** Finds out where the page runs and connects it to the services. Throws a `UserError` if the host turns it away. */
import type { HostBridge } from '../../../shared/host'
import type { HostConnection } from './connection'
import { connectElectron } from './electron-host'
import { connectWeb } from './web-host'

declare global {
  interface Window {
    readonly host?: HostBridge
  }
}

export function connectHost(): Promise<HostConnection> {
  return window.host ? connectElectron(window.host) : connectWeb()
}

/** The connection to the services and the host. `main.ts` sets it before the app is mounted; the stores take it from here. */
import type { HostConnection } from '../host/connection'

let current: HostConnection | undefined

export function setConnection(connection: HostConnection): void {
  current = connection
}

export function connection(): HostConnection {
  if (!current) throw new Error('the host is not connected yet')
  return current
}

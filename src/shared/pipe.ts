/** All that a host must provide: whole messages of bytes, in order, both ways. */
export interface BytePipe {
  send(message: Uint8Array): void
  onMessage(handler: (message: Uint8Array) => void): void
  /** Called once when nothing more can come or go. */
  onClose(handler: () => void): void
  close(): void
}

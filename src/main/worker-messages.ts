/**
 * What passes between a host and the worker that runs the services. One channel for everything, so that order holds: a
 * path is granted before the call that uses it. The bytes of a pipe are moved, not copied, and never looked at.
 */
import type { OpenSource } from '../shared/api'
import type { ServicesOptions } from './services/services'

/** Of one page or window. */
export type PipeId = number

export type ToWorker =
  | { readonly kind: 'connect'; readonly pipe: PipeId }
  | { readonly kind: 'bytes'; readonly pipe: PipeId; readonly bytes: Uint8Array }
  /** A file for the page behind `pipe`, sent ahead of the call that opens it. */
  | { readonly kind: 'upload'; readonly pipe: PipeId; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly pipe: PipeId }
  | { readonly kind: 'grant'; readonly path: string }
  /** Asks the page at the other end of `pipe` to open something. */
  | { readonly kind: 'open'; readonly pipe: PipeId; readonly sources: readonly OpenSource[] }

export type FromWorker =
  | { readonly kind: 'bytes'; readonly pipe: PipeId; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly pipe: PipeId }
  /** A file was opened from or saved to a path: for the system's own list of recent documents. */
  | { readonly kind: 'used'; readonly path: string }
  /** Titles of the sessions that would be lost with the worker, after each change of the sessions. */
  | { readonly kind: 'unsaved'; readonly titles: readonly string[] }

/** `workerData` of the worker. */
export type WorkerSetup = Pick<ServicesOptions, 'host' | 'root' | 'recentPath'>

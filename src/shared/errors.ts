/**
 * Bad input, as opposed to a bug. A `UserError` states what was found, where, and what was expected; each host adds its
 * own advice (a banner, a line and exit code 2). Everything else that is thrown is a bug.
 */

/** Every code has a title for dialogs, so that none can be shown without one. */
export const ERROR_TITLES = {
  'empty-file': 'The file is empty',
  'unknown-format': 'Nothing that Backedge reads was found',
  'bad-input': 'The file could not be read',
  'newer-version': 'The file was written by a newer Backedge',
  'too-large': 'The file is too large',
  'not-found': 'The file was not found',
  'no-access': 'No access',
  'cannot-write': 'The file could not be written',
  conflict: 'The file has changed on the disk',
  'bad-request': 'The request was not understood',
  'bad-usage': 'The command was not understood',
  cancelled: 'Cancelled',
  'connection-lost': 'The connection was lost',
} as const
export type ErrorCode = keyof typeof ERROR_TITLES

export interface ErrorDetails {
  /** File, line, offset: `session.txt:12`, `profile.pb.gz, byte 310`. */
  readonly where?: string
  readonly hint?: string
}

export class UserError extends Error {
  override readonly name = 'UserError'
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message)
  }

  /** One line for terminals and banners. */
  get line(): string {
    const { where, hint } = this.details
    return `${where ? `${where}: ` : ''}${this.message}${hint ? ` (${hint})` : ''}`
  }
}

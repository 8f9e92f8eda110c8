/**
 * What a command needs of the world: where text goes, what standard input holds, files. The entry gives the process's
 * own; tests give their own. Names out of files never reach a terminal with control characters in them.
 */
import type { Files } from '../../services/files'

export interface Output {
  /** A person reads it, not a file or a program. */
  readonly isTerminal: boolean
  /** Resolves when it is taken. */
  write(text: string | Uint8Array): Promise<void>
}

export interface Terminal {
  readonly stdout: Output
  readonly stderr: Output
  /** Characters in a line of `stdout`. */
  readonly columns: number
  /** Whether `stdout` may be coloured: a terminal, and nobody said NO_COLOR (https://no-color.org). */
  readonly colour: boolean
  readonly files: Files
  /** That paths are relative to. */
  readonly folder: string
  readStdin(): Promise<Uint8Array>
}

export type Style = 'bold' | 'quiet'

const CODES: Readonly<Record<Style, string>> = { bold: '\u001b[1m', quiet: '\u001b[2m' }
const RESET = '\u001b[0m'

/** Wraps text in a style, or gives it back as it is where there are no colours. */
export function painter(colour: boolean): (style: Style, text: string) => string {
  return (style, text) => (colour && text !== '' ? `${CODES[style]}${text}${RESET}` : text)
}

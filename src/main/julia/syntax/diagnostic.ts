/**
 * What is wrong with a piece of Julia source, and where. Every room of the front end reports this way; nothing is thrown
 * and everything that is not wrong goes on.
 */
export type DiagnosticCode =
  /** The text is no Julia. */
  | 'syntax'
  /** The text ends before what was begun is complete. */
  | 'incomplete'
  /** Julia would take it, the simulated one does not. */
  | 'unsupported'

export interface Diagnostic {
  readonly code: DiagnosticCode
  /** What was found and what was expected or is missing. */
  readonly message: string
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. Undefined where only the line is known. */
  readonly column: number | undefined
}

/** `file.jl:3:7: message`. */
export function diagnosticText({ file, line, column, message }: Diagnostic): string {
  return `${file}:${line}${column === undefined ? '' : `:${column}`}: ${message}`
}

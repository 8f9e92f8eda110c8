/**
 * Reads printed text: a saved log, a pasted REPL session, several kinds of output one after another. Each line goes to
 * the first format that says a block begins there; prompts are kept as the command of the block that follows; what
 * nobody reads is kept in `unparsed`.
 */
import type { ProfileBuilder } from '../../shared/profile/builder'
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'

const PROMPT = /^\s*(?:julia|\([^)]{1,80}\) julia|In \[\d+\]:)> ?(.*)$|^\s*In \[\d+\]: (.*)$/
const OTHER_PROMPT = /^\s*(?:(?:\([^)]{1,80}\) )?pkg|shell|help\?)> /
/** The REPL indents the further lines of an input by the width of its prompt. */
const CONTINUATION = /^ {7}\S/

/** Whether something was typed on this line: readers end their block there. */
export function isPrompt(line: string): boolean {
  return PROMPT.test(line) || OTHER_PROMPT.test(line)
}

/** More unparsed lines than this are counted but not kept. */
export const MAX_UNPARSED = 100_000

export interface SessionResult {
  /** Number of blocks that formats read. */
  readonly blocks: number
  readonly unparsedDropped: number
}

export function readSession(
  lines: Lines,
  formats: readonly TextFormat[],
  builder: ProfileBuilder,
  source: number,
  signal?: AbortSignal,
): SessionResult {
  let blocks = 0
  let unparsed = 0
  let command = ''
  let commandOpen = false
  const running: TextFormat[] = []

  function leaveUnparsed(at: number, part?: string): void {
    const text = part ?? lines.at(at)
    if (text.trim() === '') return
    unparsed++
    if (unparsed <= MAX_UNPARSED) builder.add('unparsed', { text, source, line: at + 1 })
  }

  /** The first line after the block at `at`, or `at`. */
  function readBlock(at: number): number {
    for (const format of formats) {
      if (running.includes(format) || !format.begins(lines, at)) continue
      const into: TextImport = { builder, source, command, interrupt: readBlock, leaveUnparsed }
      running.push(format)
      const next = format.read(lines, at, into)
      running.pop()
      if (next > at) {
        blocks++
        return next
      }
    }
    return at
  }

  for (let at = 0; at < lines.length; ) {
    if (at % 4096 === 0) signal?.throwIfAborted()
    const next = readBlock(at)
    if (next > at) {
      at = next
      commandOpen = false
      continue
    }
    const line = lines.at(at)
    const prompt = PROMPT.exec(line)
    if (prompt) {
      command = prompt[1] ?? prompt[2] ?? ''
      commandOpen = true
    } else if (OTHER_PROMPT.test(line)) {
      command = ''
      commandOpen = false
    } else if (commandOpen && CONTINUATION.test(line)) {
      command += `\n${line.slice(7)}`
    } else {
      commandOpen = false
      leaveUnparsed(at)
    }
    at++
  }
  return { blocks, unparsedDropped: Math.max(0, unparsed - MAX_UNPARSED) }
}

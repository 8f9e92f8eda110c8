/**
 * Reads printed text: a saved log, a pasted REPL session, several kinds of output one after another. Each line goes to
 * the first format that says a block begins there; what was typed is kept as the command of the blocks that follow; what
 * nobody reads is kept in `unparsed`.
 */
import type { ProfileBuilder } from '../../shared/profile/builder'
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'
import { MarkedLines } from './marks'
import { isComplete, parseContinuation, parsePrompt } from './prompts'

/** More unparsed lines than this are counted but not kept. */
export const MAX_UNPARSED = 100_000
/** Likewise for the characters of all unparsed lines together. */
const MAX_UNPARSED_CHARACTERS = 16_000_000
/** Of a longer line the beginning is kept. */
const MAX_LINE = 2_000

export interface SessionResult {
  /** Number of blocks that formats read. */
  readonly blocks: number
  /** Of them those that are answers to a question, though they add no more than messages. */
  readonly answers: number
  readonly unparsedDropped: number
  /** Lines of a program, which nobody is expected to read. */
  readonly programLines: number
}

export function readSession(
  lines: Lines,
  formats: readonly TextFormat[],
  builder: ProfileBuilder,
  source: number,
  signal?: AbortSignal,
  /** Called now and then with the number of lines done. */
  onProgress?: (done: number) => void,
  /** The text is a program of Julia with something of ours in it: what nobody reads is counted and not kept. */
  isProgram = false,
): SessionResult {
  let blocks = 0
  let answers = 0
  let unparsed = 0
  let kept = 0
  let characters = 0
  let programLines = 0
  /** The last prompt, and whether its input goes on in the next line. */
  let typed = { input: '', line: -1, width: 0, open: false }
  const running: TextFormat[] = []
  const marked = new MarkedLines(lines, formats)

  function leaveUnparsed(at: number, part?: string): void {
    if ((part ?? lines.at(at)).trim() === '') return
    if (isProgram) {
      programLines++
      return
    }
    unparsed++
    if (kept >= MAX_UNPARSED || characters >= MAX_UNPARSED_CHARACTERS) return
    const line = part ?? lines.printed(at)
    const text = line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}… (${line.length} characters)` : ` ${line}`.slice(1)
    builder.add('unparsed', { text, source, line: at + 1 })
    kept++
    characters += text.length
  }

  /** The first line after the block at `at`, or `at`. */
  function readBlock(at: number): number {
    if (!marked.mayBegin(at)) return at
    for (const format of formats) {
      if (running.includes(format) || !format.begins(lines, at)) continue
      const command = typed.line >= 0 && !lines.fencedOff(typed.line, at) ? typed.input : ''
      const into: TextImport = { builder, source, command, interrupt: readBlock, leaveUnparsed }
      running.push(format)
      const next = format.read(lines, at, into)
      running.pop()
      if (next > at) {
        blocks++
        if (format.answers === true) answers++
        return next
      }
    }
    return at
  }

  /** Whether line `at` was typed. */
  function readTyped(at: number): boolean {
    const line = lines.at(at)
    const prompt = parsePrompt(line)
    if (prompt) {
      typed = { input: prompt.input, line: at, width: prompt.width, open: prompt.julia && !isComplete(prompt.input) }
      return true
    }
    if (!typed.open) return false
    const more = line.trim() === '' ? '' : parseContinuation(line, typed.width)
    if (more === undefined) {
      typed.open = false
      return false
    }
    const input = `${typed.input}\n${more}`
    typed = { ...typed, input, line: at, open: !isComplete(input) }
    return true
  }

  lines.onReach = (line) => {
    onProgress?.(line)
    signal?.throwIfAborted()
  }
  let at = 0
  while (at < lines.length) {
    if (lines.at(at) === '') {
      at++
      continue
    }
    const next = readBlock(at)
    if (next > at) {
      typed.open = false
      at = next
    } else {
      if (!readTyped(at)) leaveUnparsed(at)
      at++
    }
  }
  return { blocks, answers, unparsedDropped: unparsed - kept, programLines }
}

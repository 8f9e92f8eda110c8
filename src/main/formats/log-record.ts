/** One record of Julia's logger as it stands in a text: the box of several lines, or the form of one line. */
import type { Lines } from './lines'

type LogLevel = 'debug' | 'info' | 'warning' | 'error'

export interface LogRecord {
  readonly level: LogLevel
  /** Without the frame that is drawn around it. */
  readonly text: string
  /** `Base loading.jl:1057`; '' where it is not printed. */
  readonly where: string
  /** The first line after it. */
  readonly next: number
}

const LEVELS = { Debug: 'debug', Info: 'info', Warning: 'warning', Error: 'error' } as const
const BOX = /^\s*┌ (Debug|Info|Warning|Error|LogLevel\((-?\d+)\)): ?(.*)$/
const ONE_LINE = /^\s*\[ (Debug|Info|Warning|Error|LogLevel\((-?\d+)\)): (.*)$/
const INSIDE = /^\s*│ ?(.*)$/
const LAST = /^\s*└ ?(.*)$/

/** Literal texts of which one stands in every line where a record begins. */
export const RECORD_MARKS: readonly string[] = ['┌ ', '[ LogLevel(', ...Object.keys(LEVELS).map((level) => `[ ${level}: `)]

function levelOf(name: string, number: string | undefined): LogLevel {
  if (name in LEVELS) return LEVELS[name as keyof typeof LEVELS]
  const level = Number(number)
  return level < 0 ? 'debug' : level < 1000 ? 'info' : level < 2000 ? 'warning' : 'error'
}

export function beginsRecord(line: string): boolean {
  return BOX.test(line) || ONE_LINE.test(line)
}

/** The first line of the text of the record that begins in `line`; undefined if none does. */
export function firstOfRecord(line: string): string | undefined {
  return (BOX.exec(line) ?? ONE_LINE.exec(line))?.[3]
}

/** The record that begins at line `at`, or undefined. */
export function readRecord(lines: Lines, at: number): LogRecord | undefined {
  const single = ONE_LINE.exec(lines.at(at))
  if (single) return { level: levelOf(single[1] ?? '', single[2]), text: single[3] ?? '', where: '', next: at + 1 }
  const box = BOX.exec(lines.at(at))
  if (!box) return undefined
  const text = [box[3] ?? '']
  let where = ''
  let next = at + 1
  for (let inside = INSIDE.exec(lines.at(next)); inside; inside = INSIDE.exec(lines.at(next))) {
    text.push(inside[1] ?? '')
    next++
  }
  const last = LAST.exec(lines.at(next))
  if (last) {
    next++
    const rest = last[1] ?? ''
    if (rest.startsWith('@ ')) where = rest.slice(2).trim()
    else if (rest.trim() !== '') text.push(rest)
  }
  return { level: levelOf(box[1] ?? '', box[2]), text: text.join('\n'), where, next }
}

/**
 * Messages of Julia's logger among other output: the box of several lines that ends in its place (`└ @ Module file:line`) and
 * the one-line form. The whole text is kept, without the frame drawn around it. Numbers in messages stay text: formats that
 * read a message of their own are asked first.
 */
import type { TextFormat } from './format'

const LEVELS = { Debug: 'debug', Info: 'info', Warning: 'warning', Error: 'error' } as const
const BOX = /^\s*┌ (Debug|Info|Warning|Error|LogLevel\((-?\d+)\)): ?(.*)$/
const ONE_LINE = /^\s*\[ (Debug|Info|Warning|Error|LogLevel\((-?\d+)\)): (.*)$/
/** What the runtime prints without the logger. */
const PLAIN = /^(WARNING): (.+)$/
const INSIDE = /^\s*│ ?(.*)$/
const LAST = /^\s*└ ?(.*)$/

function levelOf(name: string, number: string | undefined): 'debug' | 'info' | 'warning' | 'error' {
  if (name === 'WARNING') return 'warning'
  if (name in LEVELS) return LEVELS[name as keyof typeof LEVELS]
  const level = Number(number)
  return level < 0 ? 'debug' : level < 1000 ? 'info' : level < 2000 ? 'warning' : 'error'
}

export const logMessages: TextFormat = {
  id: 'log-messages',
  title: 'Log messages of Julia',
  marks: ['WARNING: ', '┌ ', '[ LogLevel(', ...Object.keys(LEVELS).map((level) => `[ ${level}: `)],
  begins(lines, at) {
    const line = lines.at(at)
    return BOX.test(line) || ONE_LINE.test(line) || PLAIN.test(line)
  },
  read(lines, at, { builder, source }) {
    const line = lines.at(at)
    const single = ONE_LINE.exec(line) ?? PLAIN.exec(line)
    if (single) {
      // The plain form has no number between its level and its text.
      const [, name = '', second, third] = single
      const text = third ?? second ?? ''
      builder.add('messages', { level: levelOf(name, third === undefined ? undefined : second), text, source, line: at + 1 })
      return at + 1
    }
    const [, name = '', number, first = ''] = BOX.exec(line) ?? []
    const text = [first]
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
    builder.add('messages', { level: levelOf(name, number), text: text.join('\n'), where, source, line: at + 1 })
    return next
  },
}

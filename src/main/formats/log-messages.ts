/**
 * Messages of Julia's logger among other output: the box of several lines that ends in its place (`└ @ Module file:line`) and
 * the one-line form. The whole text is kept, without the frame drawn around it. Numbers in messages stay text: formats that
 * read a message of their own are asked first.
 */
import type { TextFormat } from './format'
import { beginsRecord, readRecord, RECORD_MARKS } from './log-record'

/** What the runtime prints without the logger. */
const PLAIN = /^WARNING: (.+)$/

export const logMessages: TextFormat = {
  id: 'log-messages',
  title: 'Log messages of Julia',
  marks: ['WARNING: ', ...RECORD_MARKS],
  begins(lines, at) {
    const line = lines.at(at)
    return beginsRecord(line) || PLAIN.test(line)
  },
  read(lines, at, { builder, source }) {
    const record = readRecord(lines, at)
    if (record) {
      const { level, text, where, next } = record
      builder.add('messages', { level, text, where, source, line: at + 1 })
      return next
    }
    builder.add('messages', { level: 'warning', text: PLAIN.exec(lines.at(at))?.[1] ?? '', source, line: at + 1 })
    return at + 1
  },
}

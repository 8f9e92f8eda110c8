/**
 * Lists of JSON objects, as scripts dump them: an object a line, or one list of objects. What is no object is kept as not read, with its
 * line; which format the objects are of, the first of them tells.
 */
import type { DumpedRow, FileImport } from './format'
import { isRecord } from './json-value'

/** A first line that is longer is not looked at. */
const LONGEST_FIRST = 16_000_000
const MOST_UNPARSED = 100_000
const LONGEST_UNPARSED = 2000

/** The object that the first line of `text` is, if it is one and further lines follow: a single line is a JSON document. */
export function firstOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const begin = text.search(/\S/)
  if (begin < 0 || !/^\ufeff?\{/.test(text.slice(begin, begin + 2))) return undefined
  const end = text.indexOf('\n', begin)
  return end < 0 || end - begin > LONGEST_FIRST || !/^\s*\{/.test(text.slice(end, end + 1000)) ? undefined : objectIn(text.slice(begin, end))
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line.replace(/^\ufeff/, ''))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

interface Rows {
  readonly rows: readonly DumpedRow[]
  /** Lines that were neither rows nor kept. */
  readonly dropped: number
}

/** The rows of JSON Lines. */
export function readJsonLines(text: string, { builder, source }: FileImport): Rows {
  const rows: DumpedRow[] = []
  let unread = 0
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const fields = objectIn(line)
    if (fields) rows.push({ fields, line: index + 1 })
    else if (unread++ < MOST_UNPARSED) builder.add('unparsed', { text: line.slice(0, LONGEST_UNPARSED).trimEnd(), source, line: index + 1 })
  }
  return { rows, dropped: Math.max(0, unread - MOST_UNPARSED) }
}

/** The rows of a document that is a list of objects, or one object. */
export function rowsOf(value: unknown, { builder, source }: FileImport): Rows {
  const rows: DumpedRow[] = []
  let unread = 0
  for (const entry of Array.isArray(value) ? (value as unknown[]) : [value]) {
    if (isRecord(entry)) rows.push({ fields: entry, line: -1 })
    else if (unread++ < MOST_UNPARSED) builder.add('unparsed', { text: JSON.stringify(entry).slice(0, LONGEST_UNPARSED), source })
  }
  return { rows, dropped: Math.max(0, unread - MOST_UNPARSED) }
}

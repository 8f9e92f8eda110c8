/**
 * The rows of a vector as the REPL or a loop prints them, one entry a line, entries possibly wrapped. It keeps what stands
 * between the rows: other formats are asked first, and what nobody knows stays unparsed.
 */
import { formatCount } from '../../shared/units'
import type { TextImport } from './format'
import type { Lines } from './lines'
import { drawnOnly } from './tree-prefix'

/** One entry and the first line after it. */
export interface ReadRow<Row> {
  readonly row: Row
  readonly next: number
}

export interface RowList<Row> {
  readonly rows: readonly Row[]
  /** The first line after the list. */
  readonly next: number
  /** Caveats about the number of rows, in whole sentences. */
  readonly notes: readonly string[]
}

const PROMPT = /^(?:(?:\([^)]{1,80}\) )?(?:julia|pkg|shell|help\?)>|In \[\d+\]:)/

/** How far apart two rows may stand. */
const APART = 2

/**
 * Reads rows from line `at` on. `announced` is the count of a header above them, if there is one; `over` ends a list without one
 * that is complete, before a row that would begin the next.
 */
export function readRows<Row>(
  lines: Lines,
  at: number,
  into: TextImport,
  announced: number | undefined,
  readRow: (lines: Lines, at: number) => ReadRow<Row> | undefined,
  over: (rows: readonly Row[], next: Row, gap: boolean) => boolean = () => false,
): RowList<Row> {
  const rows: Row[] = []
  let here = at
  let unread = 0
  let elided = false
  while (here < lines.length) {
    if (announced !== undefined && rows.length + unread >= announced) break
    const entry = readRow(lines, here)
    if (entry) {
      if (announced === undefined && rows.length > 0 && over(rows, entry.row, lines.at(here - 1).trim() === '')) break
      rows.push(entry.row)
      here = entry.next
      continue
    }
    const line = lines.at(here).trim()
    const drawn = drawnOnly(line)
    if (drawn === 'cut' && rows.length > 0) {
      elided = true
      here++
      continue
    }
    // A prompt ends a list even if another one follows at once.
    const next = PROMPT.test(line) ? undefined : nextRow(lines, here + 1, readRow)
    if (!next) break
    if (drawn === 'bars') {
      if (announced === undefined && over(rows, next.row, true)) break
      here++
      continue
    }
    const after = into.interrupt(here)
    if (after > here) here = after
    else {
      into.leaveUnparsed(here++)
      unread++
    }
  }
  const notes: string[] = []
  if (announced !== undefined && announced !== rows.length) {
    const reason = elided ? ': the middle was left out to fit the screen' : ''
    notes.push(`The header announces ${formatCount(announced)} rows, ${formatCount(rows.length)} were read${reason}.`)
  }
  return { rows, next: here, notes }
}

function nextRow<Row>(lines: Lines, at: number, readRow: (lines: Lines, at: number) => ReadRow<Row> | undefined): ReadRow<Row> | undefined {
  for (let next = at; next < at + APART && next < lines.length; next++) {
    const entry = readRow(lines, next)
    if (entry) return entry
    if (drawnOnly(lines.at(next)) === undefined) return undefined
  }
  return undefined
}

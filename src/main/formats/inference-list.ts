/**
 * Lists of `InferenceTiming`: what `flatten` and `staleinstances` of SnoopCompile return (reference/formats.md b.4). Both print the
 * same rows; `staleinstances` goes to the table `stale`, everything else to `inference`. Wrapped rows are put together again.
 */
import { CALL_FLAG } from '../../shared/profile/schema'
import type { TextFormat } from './format'
import type { Lines } from './lines'
import type { ReadRow } from './row-list'
import { readRows } from './row-list'
import type { TimedSignature, VectorHeader } from './timing-text'
import { LINE_START, checksumNote, hasConstantArgument, isRoot, originOf, parseTimedSignature, parseVectorHeader, readEntry } from './timing-text'

const MARK = 'InferenceTiming: '
/** What `@show` prints: header and rows on one line. */
const INLINE = /^(?:(.{1,80}?) = )?(?:[\w.]+\.)?InferenceTiming\[(.+)\]\s*$/

interface ListRow extends TimedSignature {
  readonly line: number
}

function listHeader(line: string): VectorHeader | undefined {
  if (!line.includes('InferenceTiming')) return undefined
  const header = parseVectorHeader(line)
  return header && /(?:^|\.)InferenceTiming$/.test(header.element) ? header : undefined
}

function inlineRows(line: string, at: number): ListRow[] | undefined {
  if (!line.includes(`[${MARK}`)) return undefined
  const inside = INLINE.exec(line.trim())?.[2]
  const rows = inside?.split(`, ${MARK}`).map((part) => parseTimedSignature(part.startsWith(MARK) ? part.slice(MARK.length) : part))
  if (!rows || rows.includes(undefined)) return undefined
  return rows.flatMap((row) => (row ? [{ ...row, line: at + 1 }] : []))
}

/** The row on line `at` and the first line after it. */
function readRow(lines: Lines, at: number): ReadRow<ListRow> | undefined {
  const line = lines.at(at)
  const mark = line.indexOf(MARK)
  if (mark < 0 || !LINE_START.test(line.slice(0, mark))) return undefined
  const { text, next } = readEntry(lines, at, line.slice(mark + MARK.length))
  const timed = parseTimedSignature(text)
  return timed && { row: { ...timed, line: at + 1 }, next }
}

/** A flattened list has one ROOT: a second one, or a row after a gap once it is there, belongs to the next list. */
function beginsNext(rows: readonly ListRow[], next: ListRow, gap: boolean): boolean {
  return (gap || isRoot(next.signature)) && rows.some((row) => isRoot(row.signature))
}

/** Which function returned the list, and how that is known. */
function decide(words: string, header: VectorHeader | undefined, rows: readonly TimedSignature[]): { stale: boolean; why: string } {
  if (/\bstaleinstances\b/.test(words)) return { stale: true, why: '' }
  if (/\bflatten\b/.test(words)) return { stale: false, why: '' }
  if (rows.some((row) => isRoot(row.signature))) return { stale: false, why: '' }
  if (!header) return { stale: false, why: '' }
  return {
    stale: true,
    why: 'Taken for stale instances: the list has a header and no ROOT, which flatten always lists. A flattened list that was filtered looks the same.',
  }
}

export const inferenceList: TextFormat = {
  id: 'inference-list',
  title: 'flatten and staleinstances of SnoopCompile',
  marks: ['InferenceTiming'],

  begins(lines, at) {
    const line = lines.at(at)
    if (!line.includes('InferenceTiming')) return false
    return listHeader(line) !== undefined || inlineRows(line, at) !== undefined || readRow(lines, at) !== undefined
  },

  read(lines, at, into) {
    const { builder } = into
    const header = listHeader(lines.at(at))
    const inline = inlineRows(lines.at(at), at)
    const list = inline
      ? { rows: inline, next: at + 1, notes: [] }
      : readRows(lines, header ? at + 1 : at, into, header?.count, readRow, beginsNext)
    const { rows } = list
    if (!header && rows.length === 0) return at

    const words = `${into.command} ${lines.at(at).split(' = ', 1)[0] ?? ''} ${wordsAbove(lines, at)}`
    const { stale, why } = decide(words, header, rows)
    const { float16, provenance } = originOf(rows)
    const notes = why === '' ? [...list.notes] : [why, ...list.notes]
    if (float16) {
      notes.push('Times come from Float16 numbers of Julia 1.12 and SnoopCompile 3.2: about 3 digits are good.')
      notes.push('SnoopCompile 3.2 counts nested time more than once in inclusive times. They are shown as printed, because a list does not tell what is nested.')
    }
    const root = rows.find((row) => isRoot(row.signature))
    if (root && !float16 && !stale) {
      const sum = rows.reduce((total, row) => total + row.exclusive, 0)
      notes.push(checksumNote('rows', rows.length, sum, root, 'not all rows are here'))
    }
    const block = builder.block({
      part: stale ? 'stale' : 'inference',
      format: inferenceList.id,
      title: stale ? 'Stale instances' : 'Inference times, flattened',
      command: into.command,
      source: into.source,
      firstLine: at + 1,
      lastLine: list.next,
      shape: 'list',
      times: 'both',
      provenance,
      notes,
    })
    for (const row of rows) {
      const { exclusive, inclusive, line, signature } = row
      const frame = builder.frame({ signature })
      if (stale) builder.add('stale', { frame, exclusive, inclusive, block, line })
      else {
        const flags = row.prefix !== 'MethodInstance' && hasConstantArgument(signature) ? CALL_FLAG.constProp : 0
        builder.add('inference', { frame, exclusive, inclusive, flags, block, line })
      }
    }
    return list.next
  },
}

/** The line above, if it is a heading or a call that says what the list is. */
function wordsAbove(lines: Lines, at: number): string {
  for (let above = at - 1; above >= Math.max(0, at - 2); above--) {
    const line = lines.at(above).trim()
    if (line !== '') return line.length < 200 && !line.includes(MARK) ? line : ''
  }
  return ''
}

/**
 * `accumulate_by_source(flatten(tinf))` of SnoopCompile: exclusive inference time by method, as `(seconds, method)` rows
 * (reference/formats.md b.4). Methods print as `f(x) @ Mod file:line` since Julia 1.9 and `f(x) in Mod at file:line` before; what has
 * no method (top-level code) prints as its method instance. Rows of method instances alone are something else: what `@snoopi` of
 * SnoopCompile 1 and `parcel` return, one row for each entry into inference, with the time of all that was inferred for it.
 */
import type { FrameIdentity } from '../../shared/profile/builder'
import type { TextFormat } from './format'
import type { Lines } from './lines'
import type { ReadRow } from './row-list'
import { readRows } from './row-list'
import type { VectorHeader } from './timing-text'
import { nanoseconds, parseMethod, parseVectorHeader, readEntry } from './timing-text'

const ROW = /^\s*\((-?\d+(?:\.\d+)?(?:e[-+]?\d+)?), (\S.*)\)\s*$/s
const ROW_START = /^\s*\(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?, \S/
const INSTANCE = 'MethodInstance for '

interface SourceRow {
  readonly time: number
  readonly frame: FrameIdentity
  readonly line: number
}

function readRow(lines: Lines, at: number): ReadRow<SourceRow> | undefined {
  const line = lines.at(at)
  if (!ROW_START.test(line)) return undefined
  const { text, next } = readEntry(lines, at, line)
  const [, seconds = '', what = ''] = ROW.exec(text) ?? []
  const time = nanoseconds(seconds)
  if (seconds === '' || !Number.isFinite(time)) return undefined
  // Two rows that look like one, because a bracket of the first is missing.
  if (next > at + 1 && / @ .* @ /.test(text)) return undefined
  if (what.startsWith(INSTANCE)) {
    const signature = what.slice(INSTANCE.length)
    // `top-level scope` is no call and is its own name.
    const frame = signature.includes('(') ? { signature } : { signature, name: signature }
    return { row: { time, frame, line: at + 1 }, next }
  }
  const method = parseMethod(what)
  return method && { row: { time, frame: { ...method, kind: 'method' }, line: at + 1 }, next }
}

/** `N-element Vector{Tuple{Float64, …}}` of methods or method instances. */
function sourceHeader(line: string): VectorHeader | undefined {
  if (!line.includes('Tuple{Float64,')) return undefined
  const header = parseVectorHeader(line)
  return header && /^Tuple\{Float64, ?.*\bMethod(?:Instance)?\b.*\}$/.test(header.element) ? header : undefined
}

export const accumulateBySource: TextFormat = {
  id: 'accumulate-by-source',
  title: 'accumulate_by_source of SnoopCompile',
  marks: ['Tuple{Float64,', ...Array.from('-0123456789', (first) => `(${first}`)],

  begins(lines, at) {
    return sourceHeader(lines.at(at)) !== undefined || readRow(lines, at) !== undefined
  },

  read(lines, at, into) {
    const { builder } = into
    const header = sourceHeader(lines.at(at))
    const list = readRows(lines, header ? at + 1 : at, into, header?.count, readRow)
    const { rows } = list
    if (!header && rows.length === 0) return at
    const notes = [...list.notes]
    const root = rows.find((row) => /^ROOT\(\)/.test(row.frame.signature) && row.frame.module?.endsWith('Compiler.Timings'))
    const float16 = root?.frame.module !== undefined && !root.frame.module.startsWith('Core.')
    if (float16) notes.push('Times come from Float16 numbers of Julia 1.12 and SnoopCompile 3.2: about 3 digits are good.')
    else if (root) notes.push('The time of ROOT is everything that was not inference: generating code, loading, running.')
    const older = rows.some((row) => row.frame.kind === 'method') && rows.every((row) => !isNewer(lines.at(row.line - 1)))
    const entries = (header ? !/\bMethod\b/.test(header.element) : true) && rows.every((row) => row.frame.kind !== 'method')
    const block = builder.block({
      part: 'inference',
      format: accumulateBySource.id,
      title: entries ? 'Inference time by entry' : 'Inference time by method',
      command: into.command,
      source: into.source,
      firstLine: at + 1,
      lastLine: list.next,
      shape: entries ? 'list' : 'grouped',
      times: entries ? 'inclusive' : 'exclusive',
      provenance: {
        kind: 'measured',
        tool: /@snoopi\b/.test(into.command) ? '@snoopi' : '@snoop_inference',
        julia: float16 ? '1.12 or later' : rows.length === 0 || entries ? '' : older ? '1.6 to 1.8' : root ? '1.9 to 1.11' : '1.9 or later',
        error: float16 ? 'Float16: about 3 digits' : '',
      },
      notes,
    })
    for (const { time, frame, line } of rows) {
      builder.add('inference', { frame: builder.frame(frame), ...(entries ? { inclusive: time } : { exclusive: time }), block, line })
    }
    return list.next
  },
}

function isNewer(line: string): boolean {
  return / @ \S+ /.test(line)
}

/**
 * The result of `SnoopCompile.parcel` as text: for each module the method instances that can be precompiled for it, with the
 * inference time that saves. Read from lists (`Base: 0.033 (27)` and a line for each) and from what the REPL shows
 * (`Base => (0.033, [(3.5e-6, MethodInstance for …), …])`). Modules are blocks of their own.
 */
import { formatTime } from '../../shared/units'
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'
import { closing, splitArguments } from './precompile-statement'

const FLOAT = String.raw`(\d+(?:\.\d+)?(?:e[-+]?\d+)?)`
const MODULE = String.raw`([\p{L}_][\p{L}\p{N}_.!]*)`
const TOTAL = new RegExp(String.raw`^\s*total: ${FLOAT}\s*$`)
const HEADING = new RegExp(String.raw`^\s*${MODULE}: ${FLOAT} \((\d+)\)\s*$`, 'u')
const ENTRY = new RegExp(String.raw`^\s*${FLOAT}\s+MethodInstance for (\S.*)$`)
const VECTOR = /^\s*\d+-element Vector\{Pair\{Module, ?Tuple\{Float64, ?Vector\{Tuple\{Float64, ?(?:Core\.)?MethodInstance\}\}+:?\s*$/
const SHOWN = new RegExp(String.raw`${MODULE} => \(${FLOAT}, \[`, 'gu')
const SHOWN_ENTRY = new RegExp(String.raw`^\(${FLOAT}, MethodInstance for (.+)\)$`, 's')

interface Parcel {
  readonly module: string
  /** Nanoseconds of the module as printed. */
  readonly time: number
  /** Number of instances as printed; NaN where it is not. */
  readonly count: number
  readonly entries: { readonly signature: string; readonly time: number; readonly line: number }[]
  readonly firstLine: number
  lastLine: number
}

function seconds(text: string): number {
  return Math.round(Number(text) * 1e9)
}

function beginsList(lines: Lines, at: number): boolean {
  return HEADING.test(lines.at(at)) && ENTRY.test(lines.at(at + 1))
}

/** Pairs that the REPL shows in one line. */
function shownParcels(line: string, at: number): Parcel[] {
  if (!line.includes(' => (')) return []
  const parcels: Parcel[] = []
  let until = 0
  for (const match of line.matchAll(SHOWN)) {
    if (match.index < until) continue
    const [whole, module = '', time = ''] = match
    const open = match.index + whole.length - 1
    const end = closing(line, open)
    // The REPL cuts long lines: what stands before the cut is still good.
    until = end < 0 ? line.length : end
    const entries = splitArguments(line.slice(open + 1, until)).flatMap((entry) => {
      const [, own = '', signature = ''] = SHOWN_ENTRY.exec(entry) ?? []
      return signature === '' ? [] : [{ signature, time: seconds(own), line: at + 1 }]
    })
    parcels.push({ module, time: seconds(time), count: Number.NaN, entries, firstLine: at + 1, lastLine: at + 1 })
  }
  return parcels
}

function write({ module, time, count, entries, firstLine, lastLine }: Parcel, total: number, into: TextImport): void {
  const { builder, source, command } = into
  const sum = entries.reduce((all, entry) => all + entry.time, 0)
  const notes = [
    'Each time is the inclusive inference time of one root that can be precompiled. Roots do not overlap, so that they add up.',
  ]
  if (!Number.isNaN(total)) notes.push(`All inference took ${formatTime(total)}, whether it can be precompiled or not.`)
  if (count !== entries.length && !Number.isNaN(count)) notes.push(`The text says ${count} instances, but lists ${entries.length}.`)
  // Sums of seconds that were each printed in full differ in the last digits only.
  if (Math.abs(sum - time) > 1000 + entries.length) notes.push(`The text says ${formatTime(time)} for ${module}, but what it lists adds up to ${formatTime(sum)}.`)
  const block = builder.block({
    part: 'precompile',
    format: 'snoopcompile-parcel',
    title: `parcel: ${module}`,
    command,
    source,
    firstLine,
    lastLine,
    times: 'inclusive',
    provenance: { kind: 'measured', tool: 'SnoopCompile.parcel', julia: '', error: '' },
    notes,
  })
  for (const entry of entries) {
    builder.add('precompile', {
      frame: builder.frame({ signature: entry.signature }), time: entry.time, recompile: 'unknown', kind: 'parcel', block, line: entry.line,
    })
  }
}

export const snoopcompileParcel: TextFormat = {
  id: 'snoopcompile-parcel',
  title: 'parcel of SnoopCompile',
  marks: ['total: ', 'MethodInstance for ', ' => ('],
  begins(lines, at) {
    const line = lines.at(at)
    if (TOTAL.test(line)) return beginsList(lines, at + 1)
    if (VECTOR.test(line)) return shownParcels(lines.at(at + 1), at + 1).length > 0
    return beginsList(lines, at) || shownParcels(line, at).some((parcel) => parcel.entries.length > 0)
  },
  read(lines, at, into) {
    const total = TOTAL.exec(lines.at(at))
    const parcels: Parcel[] = []
    let next = total || VECTOR.test(lines.at(at)) ? at + 1 : at
    for (; next < lines.length; next++) {
      const line = lines.at(next)
      const [, time = '', signature = ''] = ENTRY.exec(line) ?? []
      const last = parcels.at(-1)
      if (signature !== '' && last) {
        last.entries.push({ signature, time: seconds(time), line: next + 1 })
        last.lastLine = next + 1
        continue
      }
      const [, module = '', sum = '', count = ''] = HEADING.exec(line) ?? []
      const shown = shownParcels(line, next)
      if (module !== '') parcels.push({ module, time: seconds(sum), count: Number(count), entries: [], firstLine: next + 1, lastLine: next + 1 })
      else if (shown.length > 0) parcels.push(...shown)
      else break
    }
    for (const parcel of parcels) write(parcel, total ? seconds(total[1] ?? '') : Number.NaN, into)
    return parcels.length > 0 ? next : at
  },
}

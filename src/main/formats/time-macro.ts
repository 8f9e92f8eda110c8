/**
 * Lines of `@time`, `@showtime` and `@timev` (reference/formats.md b.3), with or without a label, also as comments beside the code
 * that printed them. The further lines of `@timev` give its exact numbers; those without a column are kept as a note.
 */
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'

/** `@time` prints six decimals, which tells its line from a sentence that ends in "seconds". */
const LINE = /^\s*(?:#+\s*)?(?:(\S.*?): +)?(\d+\.\d{6}) seconds(?: \(([^()]*)\)?)?\s*$/
const INPUT = /^\s*(?:#+\s*)?@(?:time|timev|showtime)\s+\S/
const TIMEV = /^\s*(?:#+\s*)?([a-zA-Z][\w ().-]*?(?: \(ns\))?):\s+(\d+)\s*$/
const TIMEV_NAMES = new Set([
  'elapsed time (ns)', 'gc time (ns)', 'bytes allocated', 'pool allocs', 'non-pool GC allocs', 'malloc() calls', 'realloc() calls',
  'free() calls', 'minor collections', 'full collections', 'compile time (ns)', 'recompile time (ns)',
])
const COUNTS = ['', 'k', 'M', 'G', 'T', 'P']
const BYTES = ['byte', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

interface TimeLine {
  readonly at: number
  readonly label: string
  elapsed: number
  allocations: number
  bytes: number
  gcPercent: number
  compilePercent: number
  recompilePercent: number
  lockConflicts: number
  /** What stands in the brackets and was not understood. */
  readonly rest: string[]
  readonly approximate: boolean
}

/** `24.77 M` or `3.581 GiB` as a number; NaN if it is neither. */
function scaled(value: string, unit: string): number {
  const count = COUNTS.indexOf(unit)
  if (count >= 0) return Math.round(Number(value) * 1000 ** count)
  const bytes = BYTES.indexOf(unit === 'bytes' ? 'byte' : unit)
  return bytes >= 0 ? Math.round(Number(value) * 1024 ** bytes) : Number.NaN
}

function parseLine(line: string, at: number): TimeLine | undefined {
  if (!line.includes(' seconds')) return undefined
  const match = LINE.exec(line)
  if (!match) return undefined
  const [, label = '', elapsed = '', inside = ''] = match
  const none = Number.NaN
  const time: TimeLine = {
    at,
    label,
    elapsed: Math.round(Number(elapsed) * 1e9),
    allocations: none,
    bytes: none,
    gcPercent: none,
    compilePercent: none,
    recompilePercent: none,
    lockConflicts: none,
    rest: [],
    approximate: inside.includes('<'),
  }
  for (const part of inside.split(/,\s*/)) {
    const allocated = /^(\d+(?:\.\d+)?)(?: ([kMGTP]))? allocations?(?:: (\d+(?:\.\d+)?) (bytes?|[KMGTP]iB))?$/.exec(part)
    const share = /^(\d+(?:\.\d+)?)% (gc|compilation) time(?:: (<?\d+)% of which was recompilation)?$/.exec(part)
    const conflicts = /^(\d+) lock conflicts?$/.exec(part)
    if (allocated) {
      time.allocations = scaled(allocated[1] ?? '', allocated[2] ?? '')
      if (allocated[3] !== undefined) time.bytes = scaled(allocated[3], allocated[4] ?? '')
    } else if (share?.[2] === 'gc') time.gcPercent = Number(share[1])
    else if (share) {
      time.compilePercent = Number(share[1])
      const again = share[3]
      if (again !== undefined) time.recompilePercent = again.startsWith('<') ? Number(again.slice(1)) / 2 : Number(again)
    } else if (conflicts) time.lockConflicts = Number(conflicts[1])
    else if (part !== '') time.rest.push(part)
  }
  return time
}

/** Reads the lines that `@timev` prints below its first into `time`; returns the first line after them. */
function readTimev(lines: Lines, at: number, time: TimeLine, notes: string[]): number {
  const others: string[] = []
  let next = at
  for (; next < lines.length; next++) {
    const [, name = '', value = ''] = TIMEV.exec(lines.at(next)) ?? []
    if (!TIMEV_NAMES.has(name)) break
    if (name === 'elapsed time (ns)') time.elapsed = Number(value)
    else if (name === 'bytes allocated') time.bytes = Number(value)
    else others.push(`${name}: ${value}`)
  }
  if (others.length > 0) notes.push(`@timev also printed ${others.join(', ')}.`)
  return next
}

function versionsOf(rows: readonly TimeLine[]): string {
  if (rows.some((row) => !Number.isNaN(row.lockConflicts))) return '1.11 or later'
  if (rows.some((row) => !Number.isNaN(row.recompilePercent) || row.label !== '')) return '1.8 or later'
  return rows.some((row) => !Number.isNaN(row.compilePercent)) ? '1.6 or later' : ''
}

function write(rows: readonly TimeLine[], firstLine: number, lastLine: number, command: string, notes: string[], into: TextImport): void {
  const { builder, source } = into
  const [macro = '@time'] = /^@\w+/.exec(command.trim()) ?? []
  const timed = /^@(?:time|timev|showtime)$/.test(macro)
  if (rows.some((row) => row.approximate)) notes.push('Recompilation shares printed as <1% are kept as 0.5 %.')
  if (rows.some((row) => row.recompilePercent > 0)) {
    notes.push('The recompilation share can be too high or too low: Julia also counts what other tasks compile (julia#46101, julia#52603).')
  }
  const tool = timed ? macro : '@time'
  const block = builder.block({
    part: 'timings',
    format: 'time-macro',
    title: `${tool} lines`,
    command,
    source,
    firstLine,
    lastLine,
    times: 'inclusive',
    provenance: { kind: 'measured', tool, julia: versionsOf(rows), error: 'times to 1 µs, counts and bytes to the digits printed' },
    notes,
  })
  for (const [index, row] of rows.entries()) {
    const { label, elapsed, allocations, bytes, gcPercent, compilePercent, recompilePercent, lockConflicts } = row
    // The macro that was typed finishes after all that it called.
    const expression = timed && index === rows.length - 1 ? command.trim().slice(macro.length).trim() : ''
    builder.add('timings', {
      label, expression, elapsed, allocations, bytes, gcPercent, compilePercent, recompilePercent, lockConflicts, block, line: row.at + 1,
    })
    for (const part of row.rest) into.leaveUnparsed(row.at, part)
  }
}

export const timeMacro: TextFormat = {
  id: 'time-macro',
  title: '@time lines',
  marks: [' seconds'],
  begins(lines, at) {
    const line = lines.at(at)
    if (INPUT.test(line)) return parseLine(lines.at(at + 1), at + 1) !== undefined
    return parseLine(line, at) !== undefined
  },
  read(lines, at, into) {
    const typed = INPUT.test(lines.at(at))
    const command = typed ? lines.at(at).replace(/^\s*(?:#+\s*)?/, '').trim() : into.command
    const rows: TimeLine[] = []
    const notes: string[] = []
    let next = typed ? at + 1 : at
    for (let row = parseLine(lines.at(next), next); row; row = parseLine(lines.at(next), next)) {
      rows.push(row)
      next = readTimev(lines, next + 1, row, notes)
    }
    if (rows.length === 0) return at
    write(rows, at + 1, next, command, notes, into)
    return next
  },
}

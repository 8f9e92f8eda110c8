/**
 * What `@snoop_llvm` writes (formats b.6): a YAML list with one entry for each LLVM module, its optimisation time and its functions before and
 * after; and a CSV file (tabs, no header) that says which method instance each function is. Each can be read alone; of both the rows
 * are joined, in whichever order they come. Also the list of times that `read_snoop_llvm` makes of them, and the CSV of the old `@snoopc`.
 * Left out: what a time does not cover, writing object code and linking.
 */
import type { ProfileBuilder } from '../../shared/profile/builder'
import { formatCount } from '../../shared/units'
import type { TextFormat, TextImport } from './format'
import { juliaNameOf } from './llvm-symbol'
import type { Lines } from './lines'

const NAMED = /^(\S[^\t]*)\t(Tuple\{.*\})$/
const ITEM = /^- ?$/
const KEY = /^ {2}(before|after|time_ns|optlevel): ?(\d*)\s*$/
const FUNCTION = /^ {4}"(.+)":\s*$/
const NUMBER = /^ {8}(instructions|basicblocks): (\d+)\s*$/
const TIMED = /^\(?(\d+(?:\.\d+)?(?:e-?\d+)?)(?:\t|, )(?:String)?\[("Tuple\{.*\}")\]\)?$/
const OLD = /^(\d+)\t"(Tuple\{.*\})"$/

const TOOL = '@snoop_llvm'
const NO_NAMES = 'The file that names the functions (func_names.csv) was not opened with it: functions have the names of LLVM.'
const NO_TIMES = 'The file with times (llvm_timings.yaml) was not opened with it: it is only known what was compiled.'

/** What was read of one recording, by the names of LLVM. The two files of one recording come together, if at all. */
interface Recording {
  /** Method instances, as tuple types. */
  readonly names: Map<string, string>
  /** Rows of `codegen`. */
  readonly rows: Map<string, number>
  /** Functions that the file with times has. */
  readonly timed: Set<string>
  /** Of rows without times, -1 if there is none; and the source that they stand in. */
  block: number
  source: number
  /** Of rows with times, -1 if there is none. */
  timesBlock: number
  /** What the file with times says of itself, once it is read. */
  notes: readonly string[] | undefined
}

const recordings = new WeakMap<ProfileBuilder, Recording>()

function recordingIn(builder: ProfileBuilder): Recording {
  const found = recordings.get(builder) ?? { names: new Map(), rows: new Map(), timed: new Set(), block: -1, source: -1, timesBlock: -1, notes: undefined }
  recordings.set(builder, found)
  return found
}

function frameOf(builder: ProfileBuilder, symbol: string, signature: string | undefined): number {
  return signature === undefined ? builder.frame({ signature: symbol, name: juliaNameOf(symbol), kind: 'function' }) : builder.frame({ signature })
}

function provenance(tool: string) {
  return { kind: 'measured', tool, julia: '', error: '' } as const
}

/** Names the rows that are there already; begins rows without times for all others. */
function readNames(lines: Lines, at: number, { builder, source, command }: TextImport): number {
  const recording = recordingIn(builder)
  const found: { readonly symbol: string, readonly signature: string, readonly line: number }[] = []
  let next = at
  for (let named = NAMED.exec(lines.at(next)); named; named = NAMED.exec(lines.at(next))) {
    found.push({ symbol: named[1] ?? '', signature: named[2] ?? '', line: ++next })
  }
  for (const { symbol, signature } of found) {
    recording.names.set(symbol, signature)
    const row = recording.rows.get(symbol)
    if (row !== undefined) builder.setNumber('codegen', row, 'frame', frameOf(builder, symbol, signature))
  }
  const fresh = found.filter(({ symbol }) => !recording.rows.has(symbol))
  if (fresh.length > 0 && recording.block >= 0 && recording.source === source) builder.amendBlock(recording.block, { lastLine: next })
  else if (fresh.length > 0) {
    recording.block = builder.block({
      part: 'codegen', format: 'snoop-llvm', title: recording.notes ? `${TOOL}: functions without times` : `${TOOL}: functions`, source, command, firstLine: at + 1, lastLine: next,
      provenance: provenance(TOOL), notes: recording.notes ? [] : [NO_TIMES],
    })
    recording.source = source
  }
  for (const { symbol, signature, line } of fresh) recording.rows.set(symbol, builder.add('codegen', { frame: frameOf(builder, symbol, signature), block: recording.block, line }))
  if (recording.notes) builder.amendBlock(recording.timesBlock, { notes: [...recording.notes, namingNote(recording)] })
  return next
}

/** How far the names of one file fit the times of the other. */
function namingNote({ names, rows, timed }: Recording): string {
  if (names.size === 0) return NO_NAMES
  const nameless = [...rows.keys()].filter((symbol) => !names.has(symbol)).length
  const timeless = [...names.keys()].filter((symbol) => !timed.has(symbol)).length
  return [
    'Functions are named by func_names.csv.',
    ...(nameless > 0 ? [`${formatCount(nameless)} of them have no name there.`] : []),
    ...(timeless > 0 ? [`${formatCount(timeless)} that it names have no time.`] : []),
  ].join(' ')
}

interface Size {
  instructions: number
  basicBlocks: number
}

interface LlvmModule {
  time: number
  readonly line: number
  readonly before: Map<string, Size>
  readonly after: Map<string, Size>
}

/** The entries from line `at` on, and the first line after them. Up to 1.8 threads may interleave: an entry may lack its end. */
function modulesAt(lines: Lines, at: number): { readonly modules: readonly LlvmModule[], readonly levels: ReadonlySet<number>, readonly next: number } {
  const modules: LlvmModule[] = []
  const levels = new Set<number>()
  let part: 'before' | 'after' = 'before'
  let size: Size | undefined
  let next = at
  for (; next < lines.length; next++) {
    const line = lines.at(next)
    if (ITEM.test(line)) {
      modules.push({ time: Number.NaN, line: next + 1, before: new Map(), after: new Map() })
      size = undefined
      continue
    }
    const module = modules.at(-1)
    const number = NUMBER.exec(line)
    const symbol = FUNCTION.exec(line)?.[1]
    const key = KEY.exec(line)
    if (!module) break
    if (number && size) size[number[1] === 'instructions' ? 'instructions' : 'basicBlocks'] = Number(number[2])
    else if (symbol !== undefined) module[part].set(symbol, (size = { instructions: Number.NaN, basicBlocks: Number.NaN }))
    else if (key?.[1] === 'before' || key?.[1] === 'after') part = key[1]
    else if (key?.[1] === 'time_ns' && key[2] !== '') module.time = Number(key[2])
    else if (key?.[1] === 'optlevel' && key[2] !== '') levels.add(Number(key[2]))
    else if (line.trim() !== '') break
  }
  return { modules, levels, next }
}

function readTimes(lines: Lines, at: number, { builder, source, command }: TextImport): number {
  const { modules, levels, next } = modulesAt(lines, at)
  const recording = recordingIn(builder)
  const rows = modules.flatMap(({ time, line, before, after }) => {
    const symbols = [...new Set([...before.keys(), ...after.keys()])]
    const weight = (symbol: string): number => (before.get(symbol) ?? after.get(symbol))?.instructions || 0
    const [largest] = [...symbols].sort((a, b) => weight(b) - weight(a))
    return symbols.map((symbol) => ({ symbol, time: symbol === largest ? time : Number.NaN, line, before: before.get(symbol), after: after.get(symbol) }))
  })
  const empty = modules.filter(({ before, after }) => before.size + after.size === 0).length
  const shared = modules.filter(({ before, after }) => new Set([...before.keys(), ...after.keys()]).size > 1).length
  const unfinished = modules.filter(({ time }) => Number.isNaN(time)).length
  const notes = [
    'Times are of LLVM’s optimisation passes; writing object code and linking are not in them.',
    ...(shared > 0 ? [`${formatCount(shared)} of ${formatCount(modules.length)} LLVM modules have several functions: the time of the module stands at the largest, the others have none.`] : []),
    ...(unfinished > 0 ? [`${formatCount(unfinished)} entries break off before their time.`] : []),
    ...(empty > 0 ? [`${formatCount(empty)} LLVM modules list no function and are left out.`] : []),
    ...(levels.size > 1 || (levels.size === 1 && !levels.has(2)) ? [`Optimisation level ${[...levels].sort().join(' and ')}.`] : []),
  ]
  const described = { source, command, firstLine: at + 1, lastLine: next, title: TOOL, times: 'exclusive', provenance: provenance(TOOL) } as const
  const here = new Set(rows.map(({ symbol }) => symbol))
  const emptied = recording.block >= 0 && !recording.notes && [...recording.rows.keys()].every((symbol) => here.has(symbol))
  // If all rows of names that came first get their times, their block becomes that of the times.
  if (emptied) builder.amendBlock(recording.block, described)
  else if (recording.block >= 0 && !recording.notes) builder.amendBlock(recording.block, { title: `${TOOL}: functions without times`, notes: [] })
  const block = emptied ? recording.block : builder.block({ part: 'codegen', format: 'snoop-llvm', ...described })
  if (emptied) recording.block = -1
  recording.timesBlock = block
  recording.notes = notes
  for (const { symbol, time, line, before, after } of rows) {
    const cells = {
      time, instructions: after?.instructions, basicBlocks: after?.basicBlocks, instructionsBefore: before?.instructions, basicBlocksBefore: before?.basicBlocks,
    }
    const known = recording.timed.has(symbol) ? undefined : recording.rows.get(symbol)
    recording.timed.add(symbol)
    if (known === undefined) {
      recording.rows.set(symbol, builder.add('codegen', { frame: frameOf(builder, symbol, recording.names.get(symbol)), ...cells, block, line }))
      continue
    }
    for (const [column, value] of Object.entries({ ...cells, block, line })) if (value !== undefined) builder.setNumber('codegen', known, column as keyof typeof cells, value)
  }
  builder.amendBlock(block, { notes: [...notes, namingNote(recording)] })
  return next
}

/** One row a line: `read_snoop_llvm`'s list, or what `@snoopc` wrote. */
function readTimed(lines: Lines, at: number, { builder, source, command }: TextImport): number {
  const old = OLD.test(lines.at(at))
  const block = builder.block({
    part: 'codegen', format: 'snoop-llvm', title: old ? '@snoopc' : 'read_snoop_llvm', source, command, firstLine: at + 1, times: 'exclusive', provenance: provenance(old ? '@snoopc' : TOOL),
    notes: old ? [] : ['Where an LLVM module has several functions, its time stands at the first.'],
  })
  let next = at
  for (let found = (old ? OLD : TIMED).exec(lines.at(next)); found; found = (old ? OLD : TIMED).exec(lines.at(next))) {
    const [, time = '', text = ''] = found
    const signatures = old ? [text] : [...text.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, inside = '']) => inside.replaceAll(String.raw`\"`, '"'))
    for (const [index, signature] of signatures.entries()) {
      builder.add('codegen', { frame: builder.frame({ signature }), time: index === 0 ? Math.round(Number(time) * (old ? 1 : 1e9)) : Number.NaN, block, line: next + 1 })
    }
    next++
  }
  builder.amendBlock(block, { lastLine: next })
  return next
}

export const snoopLlvm: TextFormat = {
  id: 'snoop-llvm',
  title: '@snoop_llvm (YAML and CSV, together or alone)',
  marks: ['\tTuple{', '  before:', '["Tuple{', '\t"Tuple{'],
  begins(lines, at) {
    const line = lines.at(at)
    return NAMED.test(line) || TIMED.test(line) || OLD.test(line) || (ITEM.test(line) && KEY.exec(lines.at(at + 1))?.[1] === 'before')
  },
  read(lines, at, into) {
    const line = lines.at(at)
    if (ITEM.test(line)) return readTimes(lines, at, into)
    return NAMED.test(line) ? readNames(lines, at, into) : readTimed(lines, at, into)
  },
}

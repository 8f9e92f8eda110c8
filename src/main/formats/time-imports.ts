/**
 * `@time_imports` in the forms of Julia 1.8 to master (reference/formats.md b.1). The indented form of the 1.8 betas and of
 * 1.9-DEV prints times that contain the dependencies, a package after what it loaded; all later forms print times without
 * them, `__init__` rows before their package. What a block does not print is left unknown: loads from source, packages that
 * were there already, time between rows.
 */
import type { TimeMeaning } from '../../shared/profile/tables'
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'

/** Milliseconds with one decimal, as Julia prints a rounded number; from 1e6 on with an exponent. */
const TIME = String.raw`(\d+\.\d|\d\.\d+e\d+) ms`
const COMPILE = String.raw`(?:\s+(\d+(?:\.\d+)?|Inf|NaN)% compilation time(?: \((<?\d+|Inf|NaN)% recompilation\))?)?\s*$`
const NAME = String.raw`[\p{L}_][\p{L}\p{N}_!]*(?:\.[\p{L}_][\p{L}\p{N}_!]*)*`
const ROW = new RegExp(String.raw`^\s*${TIME}(\s+)(┌ )?(?:(${NAME}) → )?(${NAME})${COMPILE}`, 'u')
const INIT = new RegExp(String.raw`^\s*[┌├└] ${TIME} (\S+\.__init__\(\))${COMPILE}`, 'u')
/** The input itself, where a text gives it without a prompt. */
const INPUT = /^\s*@time_imports\s+\S/

/** Half of the last printed digit, in nanoseconds. */
const ROUNDING = 50_000

interface ImportLine {
  readonly at: number
  readonly name: string
  readonly owner: string
  readonly kind: 'package' | 'extension' | 'init'
  /** Levels of `┌`, 0 without. */
  readonly depth: number
  /** Only one space stands before the name: too little to know the line by. */
  readonly tight: boolean
  /** Nanoseconds as printed. */
  readonly time: number
  readonly compile: string
  readonly recompile: string
}

/** An import line in its place; numbers of lines refer to the list of the block. */
interface PlacedImport extends ImportLine {
  parent: number
  readonly children: number[]
  start: number
}

function milliseconds(text: string): number {
  return Math.round(Number(text) * 1e6)
}

function parseLine(line: string, at: number): ImportLine | undefined {
  if (!line.includes(' ms ')) return undefined
  const row = ROW.exec(line)
  if (row) {
    const [, time = '', gap = '', mark, owner = '', name = '', compile = '', recompile = ''] = row
    const depth = mark === undefined ? 0 : Math.max(1, Math.floor(gap.length / 2))
    const kind = owner === '' ? 'package' : 'extension'
    return { at, name, owner, kind, depth, tight: gap.length < 2 && depth === 0, time: milliseconds(time), compile, recompile }
  }
  const init = INIT.exec(line)
  if (!init) return undefined
  const [, time = '', name = '', compile = '', recompile = ''] = init
  return { at, name, owner: '', kind: 'init', depth: 0, tight: false, time: milliseconds(time), compile, recompile }
}

function begins(lines: Lines, at: number): boolean {
  const line = lines.at(at)
  if (INPUT.test(line)) return parseLine(lines.at(at + 1), at + 1) !== undefined
  const first = parseLine(line, at)
  return first !== undefined && !first.tight
}

/** A share as printed; `Inf` and `NaN` are not known, `<1` is kept as half of it. */
function percent(text: string): number {
  if (text === '') return Number.NaN
  if (text.startsWith('<')) return Number(text.slice(1)) / 2
  const value = Number(text)
  return Number.isFinite(value) ? value : Number.NaN
}

/** Finds parents: children are printed before what loaded them, `__init__` rows before their package. */
function place(lines: readonly ImportLine[]): PlacedImport[] {
  const rows = lines.map((line): PlacedImport => ({ ...line, parent: -1, children: [], start: Number.NaN }))
  const open: number[] = []
  let inits: number[] = []
  for (const [index, row] of rows.entries()) {
    if (row.kind === 'init') {
      inits.push(index)
      continue
    }
    const below: number[] = []
    while (open.length > 0 && (rows[open.at(-1) ?? -1]?.depth ?? 0) > row.depth) below.unshift(open.pop() ?? -1)
    row.children.push(...below, ...inits)
    for (const child of row.children) {
      const placed = rows[child]
      if (placed) placed.parent = index
    }
    inits = []
    open.push(index)
  }
  return rows
}

function exclusiveOf(row: PlacedImport, rows: readonly PlacedImport[]): number {
  return row.children.reduce((rest, child) => rest - (rows[child]?.time ?? 0), row.time)
}

/** Whether the children take more time than rounding lets them. */
function contradicts(row: PlacedImport, rows: readonly PlacedImport[]): boolean {
  return exclusiveOf(row, rows) < -ROUNDING * (row.children.length + 1)
}

/**
 * Rows by parents before children, with starts: what was printed one after another is laid end to end, packages at the
 * beginning of the one that loads them, `__init__` at the end of its package. Nothing starts inside a row that is too short.
 */
function layOut(rows: readonly PlacedImport[]): number[] {
  const order: number[] = []
  let now = 0
  for (const [root, top] of rows.entries()) {
    if (top.parent >= 0) continue
    top.start = now
    now += top.time
    const open = [root]
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const row = rows[index]
      if (!row) continue
      order.push(index)
      const sound = !contradicts(row, rows)
      let next = row.start
      let lastInit = row.start + row.time
      for (const child of row.children) if (rows[child]?.kind === 'init') lastInit -= rows[child].time
      for (const child of row.children) {
        const placed = rows[child]
        if (!placed) continue
        if (!sound) continue
        if (placed.kind === 'init') {
          placed.start = lastInit
          lastInit += placed.time
        } else {
          placed.start = next
          next += placed.time
        }
      }
      open.push(...[...row.children].reverse())
    }
  }
  return order
}

function versionsOf(rows: readonly ImportLine[], nested: boolean): string {
  if (nested) return rows.some((row) => row.compile !== '') ? '1.9-DEV' : '1.8.0-beta1 to rc1, or 1.9-DEV'
  const divided = rows.some((row) => row.compile === 'Inf' || row.compile === 'NaN' || Number(row.compile) > 100.5)
  const from = rows.some((row) => row.kind !== 'init' && row.name.includes('.'))
    ? '1.11'
    : rows.some((row) => row.kind === 'init')
      ? '1.10'
      : rows.some((row) => row.kind === 'extension')
        ? '1.9'
        : '1.8.0-rc2'
  // From 1.11 on shares are taken of times that were not rounded first, so they stay within 100.
  if (!divided || from === '1.11') return `${from} or later`
  return from === '1.10' ? '1.10' : `${from} to 1.10`
}

function notesOf(rows: readonly PlacedImport[], nested: boolean): string[] {
  const notes = nested
    ? [
        'Times are cumulative: each contains the packages that were loaded for it, which are printed above it. Exclusive times are the differences.',
        'Starts are derived: packages are laid end to end in the order printed, from the start of the one that loaded them.',
        'The last line contains only what was loaded for it. It is not the time of the whole statement, whose end is not reported.',
      ]
    : [
        'Times are exclusive: none contains the packages that a package depends on.',
        'Starts are derived: rows are laid end to end in the order printed; time between them is not reported.',
        'The last line is not a total, and neither is the sum: work after the last line is not reported.',
      ]
  notes.push('Packages that were loaded before, are part of the system image or were loaded from source are not printed.')
  if (rows.some((row) => row.kind === 'init' && row.parent >= 0)) {
    notes.push('The printed time of a package contains its `__init__` rows; here it is the inclusive time, and the exclusive time is what is left without them.')
  }
  const lost = rows.filter((row) => row.parent < 0 && (row.depth > 0 || row.kind === 'init'))
  if (lost.length > 0) notes.push(`${lost.length} of the rows stand for themselves: the package line they belong to is missing.`)
  const skipped = rows.filter((row) => row.parent >= 0 && row.kind !== 'init' && row.depth - (rows[row.parent]?.depth ?? 0) > 1)
  if (skipped.length > 0) notes.push(`${skipped.length} of the rows are nested by more than one level: the lines between are missing.`)
  const wrong = rows.filter((row) => contradicts(row, rows))
  if (wrong.length > 0) {
    notes.push(`What ${wrong.map((row) => row.name).slice(0, 3).join(', ')} loaded adds up to more than its own time: no starts are given there.`)
  }
  const shares = rows.flatMap((row) => [row.compile, row.recompile])
  if (shares.some((share) => share === 'Inf' || share === 'NaN')) {
    notes.push('Shares printed as Inf or NaN are not known: Julia 1.8 to 1.10 divides by the rounded time.')
  }
  if (rows.some((row) => Number(row.compile) > 100)) {
    notes.push('Some compilation shares are above 100 %: Julia 1.8 to 1.10 divides by the rounded time.')
  }
  if (shares.some((share) => share.startsWith('<'))) notes.push('Recompilation shares printed as <1% are kept as 0.5 %.')
  return notes
}

function write(found: readonly ImportLine[], firstLine: number, command: string, into: TextImport): void {
  const { builder, source } = into
  const rows = place(found)
  const nested = rows.some((row) => row.depth > 0)
  const times: TimeMeaning = nested ? 'inclusive' : 'exclusive'
  const input = command.split('\n', 1)[0]?.trim() ?? ''
  const block = builder.block({
    part: 'imports',
    format: 'time-imports',
    title: input.startsWith('@time_imports') ? input : '@time_imports',
    command,
    source,
    firstLine,
    lastLine: (found.at(-1)?.at ?? 0) + 1,
    shape: nested ? 'tree' : 'list',
    times,
    provenance: { kind: 'measured', tool: '@time_imports', julia: versionsOf(rows, nested), error: 'rounded to 0.1 ms' },
    notes: notesOf(rows, nested),
  })
  const written = new Map<number, number>()
  for (const index of layOut(rows)) {
    const row = rows[index]
    if (!row) continue
    written.set(
      index,
      builder.add('imports', {
        name: row.name,
        kind: row.kind,
        owner: row.owner,
        parent: written.get(row.parent) ?? -1,
        order: index,
        start: row.start,
        inclusive: row.time,
        exclusive: exclusiveOf(row, rows),
        compilePercent: percent(row.compile),
        recompilePercent: percent(row.recompile),
        block,
        line: row.at + 1,
      }),
    )
  }
}

/** The first line after the block, and the lines that belong to it. Log messages between the rows go to their own format. */
function collect(lines: Lines, at: number, into: TextImport): { readonly rows: ImportLine[]; readonly next: number } {
  const rows: ImportLine[] = []
  let next = at
  while (next < lines.length) {
    const row = parseLine(lines.at(next), next)
    if (row) {
      rows.push(row)
      next++
      continue
    }
    const after = into.interrupt(next)
    if (after <= next) break
    next = after
  }
  return { rows, next }
}

export const timeImports: TextFormat = {
  id: 'time-imports',
  title: '@time_imports',
  marks: [' ms '],
  begins,
  read(lines, at, into) {
    const typed = INPUT.test(lines.at(at))
    const { rows, next } = collect(lines, typed ? at + 1 : at, into)
    if (rows.length === 0) return at
    write(rows, at + 1, typed ? lines.at(at).trim() : into.command, into)
    return next
  },
}

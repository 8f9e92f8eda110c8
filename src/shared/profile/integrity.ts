/**
 * Checks that a profile is what its schema says: equal columns, references that lead somewhere, parents above their
 * children, choices in range, times that can be, rows that belong to a block of their own part. It checks the form, not
 * whether the numbers add up: tools print trees that do not.
 */
import type { ColumnSpec, TableName } from './schema'
import { PARTS, SCHEMA, TABLE_NAMES } from './schema'
import type { Block, Profile } from './tables'

/** How many faults of one kind in one column are told one by one; the rest are counted. */
const TOLD = 3

/**
 * Float columns that may hold any number: tools print negative exclusive times (a rounding residue of a subtraction),
 * and start times count from wherever the tool began.
 */
const ANY_SIGN: ReadonlySet<string> = new Set(['start', 'exclusive'])

const ARRAYS = { i32: Int32Array, f64: Float64Array, u8: Uint8Array } as const

type Rows = Int32Array | Float64Array | Uint8Array

/** Collects faults of one place, and tells at most `TOLD` of each kind. */
class Faults {
  readonly texts: string[] = []
  add(text: string): void {
    this.texts.push(text)
  }
  /** `bad` answers with what is wrong with a row, or undefined. */
  eachRow(rows: Rows, where: string, bad: (value: number, row: number) => string | undefined): void {
    let found = 0
    for (let row = 0; row < rows.length; row++) {
      const fault = bad(rows[row] ?? Number.NaN, row)
      if (fault === undefined) continue
      if (found < TOLD) this.add(`${where}, row ${row}: ${fault}`)
      found++
    }
    if (found > TOLD) this.add(`${where}: ${found - TOLD} more rows like these`)
  }
}

/** Least and largest of a column; NaN is neither. The loop is all that most columns cost. */
function extent(rows: Rows): { least: number; largest: number } {
  let least = Infinity
  let largest = -Infinity
  for (let row = 0; row < rows.length; row++) {
    const value = rows[row] as number
    if (value < least) least = value
    if (value > largest) largest = value
  }
  return { least, largest }
}

/** Whether a row names one that does not stand above it. */
function namesBelow(rows: Rows): boolean {
  for (let row = 0; row < rows.length; row++) if ((rows[row] as number) >= row) return true
  return false
}

function rowCount(profile: Profile, refers: string): number {
  if (refers === 'strings') return profile.strings.length
  if (refers === 'blocks') return profile.blocks.length
  if (refers === 'sources') return profile.sources.length
  return profile[refers as TableName].length
}

function checkColumn(profile: Profile, table: TableName, column: string, spec: ColumnSpec, rows: Rows, faults: Faults): void {
  const where = `${table}.${column}`
  const { least, largest } = extent(rows)
  if (spec.refers !== undefined) {
    const refers = spec.refers === 'self' ? table : spec.refers
    const limit = rowCount(profile, refers)
    if (least < -1 || largest >= limit || (spec.before && namesBelow(rows))) {
      faults.eachRow(rows, where, (value, row) => {
        if (value < -1 || value >= limit) return `${value} is no row of ${refers}, which has ${limit}`
        return spec.before && value >= row ? `parent ${value} does not stand above it` : undefined
      })
    }
  }
  if (spec.oneOf !== undefined) {
    const { length } = spec.oneOf
    if (largest >= length) faults.eachRow(rows, where, (value) => (value < length ? undefined : `choice ${value}, but there are only ${length}`))
  }
  // NaN is "not known"; infinity is never an answer.
  if (spec.type === 'f64' && (largest === Infinity || least === -Infinity || (least < 0 && !ANY_SIGN.has(column)))) {
    faults.eachRow(rows, where, (value) => {
      if (value === Infinity || value === -Infinity) return `${value} is no number that can be`
      return value < 0 && !ANY_SIGN.has(column) ? `${value} is below zero` : undefined
    })
  }
  if (spec.type === 'i32' && spec.refers === undefined && least < -1) {
    faults.eachRow(rows, where, (value) => (value < -1 ? `${value} is below -1` : undefined))
  }
}

/** Rows with a `block` column must belong to a block of their own part, and stand within its lines. */
function checkBlocksOfRows(profile: Profile, table: TableName, faults: Faults): void {
  const columns = profile[table] as unknown as Record<string, Rows | undefined>
  const { block, line } = columns
  if (!block) return
  const { least, largest } = extent(block)
  const known = least >= 0 && largest < profile.blocks.length
  if (!known || !profile.blocks.slice(least, largest + 1).every(({ part }) => part === table)) {
    faults.eachRow(block, `${table}.block`, (value) => {
      const owner = profile.blocks[value]
      if (!owner) return value === -1 ? 'belongs to no block' : undefined // Other wrong numbers are told as references.
      return owner.part === table ? undefined : `block ${value} is of ${owner.part}`
    })
  }
  // Rows without lines have none to stand in.
  if (!line || extent(line).largest < 1) return
  faults.eachRow(line, `${table}.line`, (value, row) => {
    const owner = profile.blocks[block[row] ?? -1]
    if (!owner || value < 1 || owner.firstLine < 1) return undefined
    return value < owner.firstLine || (owner.lastLine > 0 && value > owner.lastLine)
      ? `line ${value} is outside its block (${owner.firstLine} to ${owner.lastLine})`
      : undefined
  })
}

/** An instance stands below a method of its own image. */
function checkImageItems({ imageItems: { image, parent } }: Profile, faults: Faults): void {
  faults.eachRow(parent, 'imageItems.parent', (value, row) =>
    value < 0 || value >= row || image[value] === image[row] ? undefined : `row ${value} is of another image`)
}

function checkBlock(profile: Profile, block: Block, index: number, faults: Faults): void {
  const where = `block ${index} (${block.title})`
  if (!(PARTS as readonly string[]).includes(block.part)) faults.add(`${where}: there is no part ${block.part}`)
  if (block.source < -1 || block.source >= profile.sources.length) faults.add(`${where}: ${block.source} is no source`)
  for (const line of [block.firstLine, block.lastLine]) {
    if (!Number.isInteger(line) || line === 0 || line < -1) faults.add(`${where}: ${line} is no line`)
  }
  if (block.lastLine !== -1 && block.lastLine < block.firstLine) faults.add(`${where}: ends in line ${block.lastLine}, before it begins`)
  if (block.firstLine === -1 && block.lastLine !== -1) faults.add(`${where}: has a last line but no first`)
}

/**
 * What is wrong with the form of `profile`, in sentences that name table, column and row; empty if nothing is. Every
 * importer must give a profile without faults, and every file is checked before it is believed.
 */
export function checkIntegrity(profile: Profile): string[] {
  const faults = new Faults()
  for (const table of TABLE_NAMES) {
    const specs: Record<string, ColumnSpec> = SCHEMA[table]
    const { length, ...columns } = profile[table] as unknown as { length: number } & Record<string, unknown>
    let whole = true
    for (const [column, spec] of Object.entries(specs)) {
      const rows = columns[column]
      if (!(rows instanceof ARRAYS[spec.type])) {
        faults.add(`${table}.${column}: is no ${ARRAYS[spec.type].name}`)
        whole = false
      } else if (rows.length !== length) {
        faults.add(`${table}.${column}: has ${rows.length} rows, the table ${length}`)
        whole = false
      } else {
        checkColumn(profile, table, column, spec, rows, faults)
      }
    }
    for (const column of Object.keys(columns)) {
      if (!(column in specs)) faults.add(`${table}.${column}: no such column`)
    }
    if (whole) checkBlocksOfRows(profile, table, faults)
    if (whole && table === 'imageItems') checkImageItems(profile, faults)
  }
  for (const [index, block] of profile.blocks.entries()) checkBlock(profile, block, index, faults)
  for (const [index, text] of profile.strings.entries()) {
    if (typeof text !== 'string') faults.add(`strings, row ${index}: is no text`)
  }
  return faults.texts
}

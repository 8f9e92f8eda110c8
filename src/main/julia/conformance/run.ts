/**
 * A run over a table: every question of every row, counted by kind. Prints `subtype issub 2400/2400` a line, then the
 * disagreements. Knows no files: rows come in as parsed JSON.
 */
import { declareRow, type TypeRow } from '../types/declare'
import { TypeUniverse } from '../types/universe'
import { ASK, tableOf, type Answer, type TableName } from './tables'

export interface Disagreement extends Answer {
  readonly table: TableName
  readonly id: string
}

export interface Tally {
  readonly table: TableName
  readonly kind: string
  agree: number
  total: number
}

export interface ConformanceReport {
  readonly tallies: readonly Tally[]
  readonly disagreements: readonly Disagreement[]
  /** Rows of which nothing could be asked. */
  readonly unread: readonly string[]
}

export function universeOf(rows: readonly TypeRow[]): TypeUniverse {
  const universe = new TypeUniverse()
  for (const row of rows) declareRow(universe, row)
  return universe
}

export function runConformance(universe: TypeUniverse, rows: readonly unknown[]): ConformanceReport {
  const tallies = new Map<string, Tally>()
  const disagreements: Disagreement[] = []
  const unread: string[] = []
  for (const [at, row] of rows.entries()) {
    const table = tableOf(row)
    const id = idOf(row) ?? `row ${at + 1}`
    if (table === undefined) {
      unread.push(id)
      continue
    }
    for (const answer of ASK[table](universe, row)) {
      const key = `${table} ${answer.kind}`
      const tally = tallies.get(key) ?? { table, kind: answer.kind, agree: 0, total: 0 }
      tallies.set(key, tally)
      tally.total++
      if (answer.agrees) tally.agree++
      else disagreements.push({ ...answer, table, id })
    }
  }
  return { tallies: [...tallies.values()], disagreements, unread }
}

function idOf(row: unknown): string | undefined {
  return typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'string' ? row.id : undefined
}

/** The report as lines; `most` disagreements of each kind. */
export function printReport({ tallies, disagreements, unread }: ConformanceReport, most: number): string[] {
  const lines = tallies.map(({ table, kind, agree, total }) => `${table} ${kind} ${agree}/${total}`)
  for (const id of unread) lines.push(`could not be read: ${id}`)
  for (const { table, kind } of tallies) {
    const of = disagreements.filter((one) => one.table === table && one.kind === kind)
    for (const { id, expected, found, relation } of of.slice(0, most)) {
      lines.push(`${table} ${kind} ${id}: expected ${expected}, found ${found}${relation === undefined ? '' : ` (${relation})`}`)
    }
    if (of.length > most) lines.push(`${table} ${kind}: ${of.length - most} more`)
  }
  return lines
}

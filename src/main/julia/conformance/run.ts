/**
 * A run over a table: every question of every row, counted by kind. Prints `subtype issub 2400/2400` a line, then the
 * disagreements. Knows no files: rows come in as parsed JSON.
 */
import { declareRow, type TypeRow } from '../types/declare'
import { TypeUniverse } from '../types/universe'
import type { BaseSource } from '../runtime/engine'
import { inferenceSessions, worldsSessions } from './sessions'
import { ASK, tableOf, type Answer } from './tables'

/** `unknown` is the table of rows that belong to none: nothing could be asked of them, which is a disagreement. */
const UNKNOWN = 'unknown'

/** A table of questions about what lies above this room. */
export interface OtherTable {
  readonly name: string
  /** Undefined for a row of another table. */
  readonly ask: (row: unknown) => readonly Answer[] | undefined
}

export interface Disagreement extends Answer {
  readonly table: string
  readonly id: string
}

export interface Tally {
  readonly table: string
  readonly kind: string
  agree: number
  total: number
}

export interface ConformanceReport {
  readonly tallies: readonly Tally[]
  readonly disagreements: readonly Disagreement[]
}

export function universeOf(rows: readonly TypeRow[]): TypeUniverse {
  const universe = new TypeUniverse()
  for (const row of rows) declareRow(universe, row)
  return universe
}

const UNKNOWN_ROW: Answer = { kind: 'row', agrees: false, expected: 'a row of one of the tables', found: 'something else' }

/** `base` is the source of Base, for the tables of programs. */
export function runConformance(universe: TypeUniverse, rows: readonly unknown[], base: BaseSource = { files: [] }, others: readonly OtherTable[] = []): ConformanceReport {
  const sessions = { inference: inferenceSessions(base), worlds: worldsSessions(base) }
  const tallies = new Map<string, Tally>()
  const disagreements: Disagreement[] = []
  const ask = (row: unknown): { readonly table: string, readonly answers: readonly Answer[] } => {
    const table = tableOf(row)
    if (table !== undefined) return { table, answers: ASK[table](universe, row, sessions) }
    for (const { name, ask: askOther } of others) {
      const answers = askOther(row)
      if (answers !== undefined) return { table: name, answers }
    }
    return { table: UNKNOWN, answers: [UNKNOWN_ROW] }
  }
  for (const [at, row] of rows.entries()) {
    const id = idOf(row) ?? `row ${at + 1}`
    const { table, answers } = ask(row)
    for (const answer of answers) {
      const key = `${table} ${answer.kind}`
      const tally = tallies.get(key) ?? { table, kind: answer.kind, agree: 0, total: 0 }
      tallies.set(key, tally)
      tally.total++
      if (answer.agrees) tally.agree++
      else disagreements.push({ ...answer, table, id })
    }
  }
  return { tallies: [...tallies.values()], disagreements }
}

function idOf(row: unknown): string | undefined {
  return typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'string' ? row.id : undefined
}

/** The report as lines; `most` disagreements of each kind. */
export function printReport({ tallies, disagreements }: ConformanceReport, most: number): string[] {
  const lines = tallies.map(({ table, kind, agree, total }) => `${table} ${kind} ${agree}/${total}`)
  for (const { table, kind } of tallies) {
    const of = disagreements.filter((one) => one.table === table && one.kind === kind)
    for (const { id, expected, found, relation } of of.slice(0, most)) {
      lines.push(`${table} ${kind} ${id}: expected ${expected}, found ${found}${relation === undefined ? '' : ` (${relation})`}`)
    }
    if (of.length > most) lines.push(`${table} ${kind}: ${of.length - most} more`)
  }
  return lines
}

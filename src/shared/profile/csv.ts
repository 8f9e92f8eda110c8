/**
 * Tables as text for other programs: CSV after RFC 4180 and tab-separated values for the clipboard. Numbers are raw, with
 * their unit in the header: times in seconds, sizes in bytes, shares in percent; a number that is not known is empty.
 *
 * Names come from files that others wrote, and spreadsheets run a cell that begins with `=`, `+`, `-` or `@` as a formula.
 * Such text gets an apostrophe in front, as OWASP advises for CSV injection. Numbers are left alone.
 */
import type { PartColumn } from './part-columns'
import type { PartName } from './schema'
import type { Profile } from './tables'

const FORMULA = /^[=+\-@\t\r]/

function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** Nanoseconds as seconds without the noise of binary fractions: 12 significant digits, never an exponent below 1e21. */
function seconds(nanoseconds: number): string {
  const rounded = Number((nanoseconds / 1e9).toPrecision(12))
  if (rounded === 0 || Math.abs(rounded) >= 1e-6) return String(rounded)
  return rounded.toFixed(15).replace(/0+$/, '')
}

/** The unit that all rows of a time column have, or undefined where they differ. */
function unitOf(profile: Profile, column: PartColumn, rows: ArrayLike<number>): string | undefined {
  if (!column.unit) return 'nanoseconds'
  const units = new Set<string>()
  for (let at = 0; at < rows.length; at++) units.add(column.unit(profile, rows[at] ?? -1))
  const [first = 'nanoseconds'] = units
  return units.size > 1 ? undefined : first
}

function header(profile: Profile, column: PartColumn, rows: ArrayLike<number>): string {
  const { kind, title } = column
  if (kind === 'percent') return `${title} (%)`
  if (kind === 'bytes') return `${title} (bytes)`
  if (kind !== 'time') return title
  const unit = unitOf(profile, column, rows)
  return `${title} (${unit === 'nanoseconds' ? 's' : (unit ?? 's, bytes or count')})`
}

function cell(profile: Profile, column: PartColumn, row: number): string {
  const value = column.value(profile, row)
  if (typeof value === 'string') return harmless(value)
  if (Number.isNaN(value)) return ''
  if (column.kind === 'time' && (column.unit?.(profile, row) ?? 'nanoseconds') === 'nanoseconds') return seconds(value)
  return String(value)
}

function everyRow(profile: Profile, part: PartName): ArrayLike<number> {
  return Int32Array.from({ length: profile[part].length }, (_, row) => row)
}

/** What to write: the columns in this order, and the rows as filtered and sorted, or all rows of a part. */
export type TableSelection = { readonly columns: readonly PartColumn[] } & (
  | { readonly part: PartName; readonly rows?: ArrayLike<number> }
  | { readonly rows: ArrayLike<number> }
)

function lines(profile: Profile, table: TableSelection, write: (text: string) => string, separator: string): string[] {
  const { columns } = table
  const wanted = 'part' in table ? (table.rows ?? everyRow(profile, table.part)) : table.rows
  const all = [columns.map((column) => write(header(profile, column, wanted))).join(separator)]
  for (let at = 0; at < wanted.length; at++) {
    const row = wanted[at] ?? -1
    all.push(columns.map((column) => write(cell(profile, column, row))).join(separator))
  }
  return all
}

/** CSV with a header line, each line ended by CR LF. */
export function toCsv(profile: Profile, table: TableSelection): string {
  const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return `${lines(profile, table, quoted, ',').join('\r\n')}\r\n`
}

/** Tab-separated values with a header line: what spreadsheets paste as a table. Tabs and line ends in names become spaces. */
export function toTsv(profile: Profile, table: TableSelection): string {
  const plain = (text: string): string => text.replace(/[\t\r\n]+/g, ' ')
  return `${lines(profile, table, plain, '\t').join('\n')}\n`
}

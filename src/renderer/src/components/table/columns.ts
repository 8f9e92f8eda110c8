/** How wide the columns of a table are, and how cells are split so that numbers align at the decimal. */
import type { ColumnKind, PartColumn } from '../../../../shared/profile/part-columns'
import type { Profile } from '../../../../shared/profile/tables'

/** In pixels; those that stretch share what is left over. */
const WIDTHS: Readonly<Record<ColumnKind, { readonly least: number; readonly stretches: boolean }>> = {
  text: { least: 160, stretches: false },
  signature: { least: 320, stretches: true },
  time: { least: 108, stretches: false },
  percent: { least: 112, stretches: false },
  count: { least: 92, stretches: false },
  bytes: { least: 108, stretches: false },
  choice: { least: 120, stretches: false },
  location: { least: 180, stretches: false },
  number: { least: 80, stretches: false },
}

export const NARROWEST = 48
/** Advance of a monospaced character at 12 px, in pixels. */
const CHARACTER = 7.25
const PADDING = 16

/** Widths in pixels that fill `available` where they can. Where nothing stretches by itself, the first column does. */
export function columnWidths(columns: readonly PartColumn[], resized: Readonly<Record<string, number>>, available: number): number[] {
  const least = columns.map((column) => resized[column.id] ?? WIDTHS[column.kind].least)
  const free = columns.map((column) => (WIDTHS[column.kind].stretches || column.wide === true) && resized[column.id] === undefined)
  if (!free.includes(true) && columns[0] && resized[columns[0].id] === undefined) free[0] = true
  const spare = available - least.reduce((sum, width) => sum + width, 0)
  const sharing = free.filter(Boolean).length
  if (spare <= 0 || sharing === 0) return least
  return least.map((width, at) => (free[at] ? width + Math.floor(spare / sharing) : width))
}

/** How many characters of code fit. */
export function charactersIn(width: number): number {
  return Math.max(8, Math.floor((width - PADDING) / CHARACTER))
}

export function isNumeric(column: PartColumn): boolean {
  return !['text', 'signature', 'choice', 'location'].includes(column.kind)
}

/** Whether at least one row says something in this column. */
export function isFilled(profile: Profile, column: PartColumn, rows: Int32Array): boolean {
  return rows.some((row) => {
    const value = column.value(profile, row)
    return typeof value === 'string' ? value !== '' : !Number.isNaN(value)
  })
}

/** Whether not all rows say the same. */
export function isVaried(profile: Profile, column: PartColumn, rows: Int32Array): boolean {
  const [first] = rows
  return first !== undefined && rows.some((row) => column.value(profile, row) !== column.value(profile, first))
}

export interface NumberParts {
  readonly whole: string
  /** With the point, '' if there is none. */
  readonly fraction: string
  readonly unit: string
}

/** `12.6 s` as `12`, `.6`, `s`. */
export function numberParts(text: string): NumberParts {
  const match = /^([-−–]?[\d,∞]*)(\.\d+)?\s*(.*)$/.exec(text)
  return { whole: match?.[1] ?? text, fraction: match?.[2] ?? '', unit: match?.[3] ?? '' }
}

/** The end of a path, which is what tells files apart: `…/src/array.jl:12`. */
export function shortLocation(location: string): string {
  const pieces = location.split(/[/\\]/)
  return pieces.length > 3 ? `…/${pieces.slice(-2).join('/')}` : location
}

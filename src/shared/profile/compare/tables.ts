/**
 * A comparison as plain tables of text: what the terminal, Markdown and the window's copies print. Each table has a name column, a column for each
 * side, and the change; of more than two profiles the change of the one that is farthest from the first.
 */
import { formatBytes, formatCount, formatTime } from '../../units'
import { PHASE_TITLES } from '../phases'
import type { Basis } from './bases'
import { CODE_TITLES, type CodeSection } from './code'
import type { Comparison } from './comparison'
import { signedTime } from './headline'
import type { Change, Numbers } from './side'
import type { Spread } from './steps'

export interface ComparedTable {
  readonly title: string
  /** Of the columns; the first is that of the names. */
  readonly head: readonly string[]
  readonly rows: readonly ComparedRow[]
  /** Names are signatures, to be shortened as such. */
  readonly code: boolean
  /** Rows that are the same in all and not listed. */
  readonly same: number
  /** A list that is never cut. */
  readonly whole?: true
  readonly notes: readonly string[]
}

interface ComparedRow {
  readonly name: string
  /** Around the name, and never shortened: `inserting `, ` at src/a.jl:4`. */
  readonly before?: string
  readonly after?: string
  readonly cells: readonly string[]
  /** Below the one before it. */
  readonly indented?: boolean
}

export type NumberUnit = 'time' | 'count' | 'bytes'

function formatNumber(value: number, unit: NumberUnit): string {
  return unit === 'time' ? formatTime(value) : unit === 'bytes' ? formatBytes(value) : formatCount(value)
}

export function signedNumber(value: number, unit: NumberUnit): string {
  if (unit === 'time') return signedTime(value)
  const text = formatNumber(Math.abs(value), unit)
  return Number.isNaN(value) || value === 0 ? text : `${value > 0 ? '+' : '−'}${text}`
}

/** `–` where not known; '' where nothing changed. */
function changeText({ delta, noise }: Numbers, unit: NumberUnit, change: Change = 'changed'): string {
  const words = change === 'added' ? ' new' : change === 'removed' ? ' gone' : noise ? ' noise' : ''
  if (Number.isNaN(delta)) return words === '' ? '' : words.slice(1)
  return delta === 0 ? words.slice(1) : `${signedNumber(delta, unit)}${words}`
}

function sideHead(comparison: Comparison): string[] {
  return ['', ...comparison.labels, comparison.sides.length === 2 ? 'change' : 'largest change']
}

function numberCells(numbers: Numbers, unit: NumberUnit, change?: Change): string[] {
  return [...numbers.values.map((value) => formatNumber(value, unit)), changeText(numbers, unit, change)]
}

/** `1.20 s ±0.10 s`: half of what lies between the least and the most. */
function spreadText(spread: Spread | undefined): string {
  if (!spread) return '–'
  const half = (spread.high - spread.low) / 2
  return Number.isNaN(half) ? formatTime(spread.median) : `${formatTime(spread.median)} ±${formatTime(half)}`
}

function basisTable(comparison: Comparison, basis: Basis): ComparedTable {
  const { title, total, phases, notes, sides } = basis
  const totals = sides.map((side) => side && { median: side.total, low: side.low, high: side.high })
  return {
    title, notes, code: false, same: 0, whole: true, head: sideHead(comparison),
    rows: [
      { name: 'in all', cells: [...totals.map((one) => spreadText(one)), changeText(total, 'time')] },
      ...phases.map(({ phase, time }): ComparedRow => ({ name: PHASE_TITLES[phase], indented: true, cells: numberCells(time, 'time') })),
    ],
  }
}

function isSame(change: Change): boolean {
  return change === 'same'
}

function codeTable(comparison: Comparison, { part, rows, notes, additive }: CodeSection): ComparedTable {
  const shown = rows.filter(({ change }) => !isSame(change))
  const timed = shown.some(({ time }) => time.values.some((value) => value > 0))
  const counted = comparison.sides.length === 2 || !timed
  const sums = comparison.sides.map((_, side) => rows.reduce((sum, { time }) => sum + (time.values[side] || 0), 0))
  const [first = 0, ...others] = sums
  return {
    title: CODE_TITLES[part], notes, code: true, same: rows.length - shown.length,
    head: timed ? [...sideHead(comparison), ...(counted ? ['times'] : [])] : sideHead(comparison),
    rows: [
      ...(additive && timed && shown.length > 0
        ? [{ name: 'in all', cells: [...sums.map((sum) => formatTime(sum)), others.length === 1 ? signedTime((others[0] ?? 0) - first) : '', ...(counted ? [''] : [])] }]
        : []),
      ...shown.map(({ signature, time, count, change, uncertain }): ComparedRow => ({
        name: signature, ...(uncertain && { after: ' ?' }),
        cells: timed ? [...numberCells(time, 'time', change), ...(counted ? [count.values.map((value) => formatCount(value)).join(' → ')] : [])] : numberCells(count, 'count', change),
      })),
    ],
  }
}

function packageTable(comparison: Comparison): ComparedTable {
  const rows = comparison.packages.filter(({ change }) => !isSame(change))
  const known = (of: (row: (typeof rows)[number]) => Numbers): boolean => rows.some((row) => of(row).values.some((value) => value > 0))
  const [compiles, loads] = [known(({ compile }) => compile), known(({ load }) => load)]
  const head = (word: string): string[] => [...comparison.labels.map((label) => `${word} ${label}`), 'change']
  return {
    title: 'Packages', code: false, same: comparison.packages.length - rows.length,
    notes: compiles && loads ? ['Compiling may happen while packages load: the two are not added.'] : [],
    head: ['', ...(compiles ? head('compile') : []), ...(loads ? head('load') : [])],
    rows: rows.map(({ name, compile, load }) => ({ name: name || '(module not printed)', cells: [...(compiles ? numberCells(compile, 'time') : []), ...(loads ? numberCells(load, 'time') : [])] })),
  }
}

function importTable(comparison: Comparison): ComparedTable | undefined {
  const { imports } = comparison
  if (!imports) return undefined
  const rows = imports.rows.filter(({ change }) => !isSame(change))
  return {
    title: imports.reading === 'exclusive' ? 'Packages loaded: time of each alone' : 'Packages loaded: time with what they load', code: false, notes: imports.notes,
    same: imports.rows.length - rows.length, head: sideHead(comparison),
    rows: rows.map(({ name, owner, time, change }) => ({ name: owner === '' ? name : `${owner} → ${name}`, cells: numberCells(time, 'time', change) })),
  }
}

function invalidationTable(comparison: Comparison): ComparedTable | undefined {
  const { invalidations } = comparison
  if (!invalidations) return undefined
  const rows = invalidations.rows.filter(({ change }) => !isSame(change))
  const costs = rows.some(({ cost }) => cost.values.some((value) => value > 0))
  const dash = (values: readonly number[]): string[] => values.map((value) => formatCount(value))
  const [first = Number.NaN, ...others] = invalidations.instances
  return {
    title: 'Invalidations: instances below each cause', code: true, notes: invalidations.notes, same: invalidations.rows.length - rows.length,
    head: [...sideHead(comparison), ...(costs ? ['inferred again'] : [])],
    rows: [
      ...(invalidations.instances.every((count) => Number.isNaN(count)) ? [] : [{ name: 'instances invalidated', cells: [...dash(invalidations.instances), others.length === 1 && others[0] !== first ? signedNumber((others[0] ?? Number.NaN) - first, 'count').replace('–', '') : '', ...(costs ? [''] : [])] }]),
      ...rows.map(({ signature, reason, location, children, cost, change }) => ({
        name: signature, before: reason === 'none' || reason === 'unknown' ? '' : `${reason} `, after: location === '' ? '' : ` at ${location.slice(location.search(/[^/\\]*$/))}`,
        cells: [...numberCells(children, 'count', change), ...(costs ? [cost.values.map((value) => formatTime(value)).join(' → ')] : [])],
      })),
    ],
  }
}

export function stepTable(comparison: Comparison): ComparedTable | undefined {
  const { steps } = comparison
  return steps && {
    title: !steps.additive ? 'Lines of @time' : steps.total.some((one) => one !== undefined && !Number.isNaN(one.low)) ? 'Steps, median of all processes' : 'Steps', code: false, notes: steps.notes, same: 0, head: sideHead(comparison),
    rows: steps.rows.map(({ title, sides, time, change }) => ({ name: title, cells: [...sides.map((one) => spreadText(one)), changeText(time, 'time', change)] })),
  }
}

export function quantityTable(comparison: Comparison): ComparedTable {
  return {
    title: 'In numbers', code: false, same: 0, whole: true, notes: [], head: sideHead(comparison),
    rows: comparison.quantities.map(({ title, unit, numbers }) => ({ name: title, cells: numberCells(numbers, unit) })),
  }
}

/** All that there is to say, in reading order; tables without rows are left out. */
export function comparedTables(comparison: Comparison): ComparedTable[] {
  // Of runs that are known as a whole, loading and inference are parts.
  const whole = comparison.bases.find(({ kind, sides }) => kind === 'timeline' && !sides.includes(undefined))
  const bases = whole ? [whole] : comparison.bases.filter(({ kind }) => kind !== 'timings' && kind !== 'steps')
  const all = [
    ...bases.map((basis) => basisTable(comparison, basis)),
    stepTable(comparison), quantityTable(comparison), packageTable(comparison),
    ...comparison.codeParts.flatMap((part) => {
      const section = comparison.code(part)
      return section ? [codeTable(comparison, section)] : []
    }),
    importTable(comparison), invalidationTable(comparison),
  ]
  return all.flatMap((table) => (table && (table.rows.length > 0 || table.same > 0) ? [table] : []))
}

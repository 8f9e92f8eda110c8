/**
 * What came of the runs of a scenario, for people (aligned text, Markdown) and for programs (JSON). Seconds of one table have the same number of
 * digits, as many as the largest needs for three that count. Pure.
 */

/** In seconds. */
export interface RunPhases {
  readonly load: number
  readonly validate: number
  readonly inference: number
  readonly codegen: number
  readonly run: number
}

export interface RunRow {
  readonly label: string
  /** The sum of the phases. */
  readonly seconds: number
  readonly phases: RunPhases
  readonly counts: Readonly<Record<string, number>>
}

const PHASES = ['load', 'validate', 'inference', 'codegen', 'run'] as const satisfies readonly (keyof RunPhases)[]
const HEAD = ['', 'seconds', ...PHASES]
const COMPARED = [...HEAD, 'difference']
const LEAST_DIGITS = 3
const MOST_DIGITS = 9

export function secondsOf(phases: RunPhases): number {
  return PHASES.reduce((sum, phase) => sum + phases[phase], 0)
}

function digitsFor(rows: readonly Pick<RunRow, 'seconds'>[]): number {
  const largest = Math.max(0, ...rows.map(({ seconds }) => seconds).filter(Number.isFinite))
  if (largest === 0) return LEAST_DIGITS
  return Math.min(MOST_DIGITS, Math.max(LEAST_DIGITS, LEAST_DIGITS - 1 - Math.floor(Math.log10(largest))))
}

/** `-0.120 (-45 %)`; nothing in the first row, which the others are compared with. */
function difference(seconds: number, first: number, digits: number): string {
  const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text)
  const by = seconds - first
  const text = signed(by, by.toFixed(digits)).replace(/^-(0\.0*)$/, '$1')
  return first > 0 ? `${text} (${signed(by, ((100 * by) / first).toFixed(0)).replace(/^[-+]0$/, '0')} %)` : text
}

type Row = Pick<RunRow, 'label' | 'seconds' | 'phases'>

function cells(rows: readonly Row[]): string[][] {
  const digits = digitsFor(rows)
  return rows.map(({ label, seconds, phases }) => [label, seconds.toFixed(digits), ...PHASES.map((phase) => phases[phase].toFixed(digits))])
}

function comparedCells(rows: readonly Row[]): string[][] {
  const digits = digitsFor(rows)
  const first = rows[0]?.seconds ?? 0
  return cells(rows).map((row, at) => [...row, at === 0 ? '' : difference(rows[at]?.seconds ?? 0, first, digits)])
}

/** Labels longer than `widest` characters are cut. */
function aligned(head: readonly string[], rows: readonly string[][], widest: number): string {
  const cut = (label: string): string => (label.length <= widest ? label : `${label.slice(0, widest - 1)}…`)
  const table = [head, ...rows.map(([label = '', ...rest]) => [cut(label), ...rest])]
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  return table.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd()).join('\n')
}

/** Lines of a table whose numbers stand below one another, each run compared with the first. */
export function resultText(rows: readonly Row[], widest = 60): string {
  return aligned(COMPARED, comparedCells(rows), widest)
}

/** The steps of one run and, in the last line, the whole. */
export function stepsText(steps: readonly Row[], whole: Omit<Row, 'label'>, widest = 60): string {
  return aligned(HEAD, cells([...steps, { ...whole, label: 'in all' }]), widest)
}

export function resultMarkdown(rows: readonly Row[]): string {
  const line = (row: readonly string[]): string => `| ${row.map((cell) => cell.replaceAll('\\', '\\\\').replaceAll('|', '\\|')).join(' | ')} |`
  return [line(COMPARED), `|${COMPARED.map((_, column) => (column === 0 ? '---' : '--:')).join('|')}|`, ...comparedCells(rows).map(line)].join('\n')
}

/** Exactly these keys, in the order of the runs. */
export function resultJson(rows: readonly RunRow[]): string {
  const plain = rows.map(({ label, seconds, phases: { load, validate, inference, codegen, run }, counts }) => ({
    label, seconds, phases: { load, validate, inference, codegen, run }, counts,
  }))
  return JSON.stringify(plain, undefined, 2)
}

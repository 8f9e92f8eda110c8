/** Columns of text for terminals and text files: names on the left, numbers with their digits and units under each other. */

/** `1.46 s` and `340 ms` under each other: numbers end, units begin in the same column. */
export function alignedNumbers(texts: readonly string[]): string[] {
  const parts = texts.map((text) => text.split(' '))
  const widest = (at: number): number => Math.max(0, ...parts.map((part) => part[at]?.length ?? 0))
  const [numbers, units] = [widest(0), widest(1)]
  return parts.map(([number = '', unit = '']) => `${number.padStart(numbers)}${units > 0 ? ` ${unit.padEnd(units)}` : ''}`)
}

export interface TextTable {
  /** Titles of the columns; none for a table without a head. */
  readonly head?: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Columns of words, which begin under each other; all others hold numbers. */
  readonly words: ReadonlySet<number>
}

/** Lines without spaces at their ends, two spaces between columns. Empty cells stay empty. */
export function textTable({ head, rows, words }: TextTable, indent = ''): string[] {
  const count = Math.max(head?.length ?? 0, ...rows.map((row) => row.length))
  const columns = Array.from({ length: count }, (_, column) => {
    const cells = rows.map((row) => row[column] ?? '')
    const shown = words.has(column) ? cells : alignedNumbers(cells)
    const all = head === undefined ? shown : [head[column] ?? '', ...shown]
    const width = Math.max(0, ...all.map((cell) => cell.length))
    return all.map((cell) => (words.has(column) ? cell.padEnd(width) : cell.padStart(width)))
  })
  return Array.from({ length: rows.length + (head === undefined ? 0 : 1) }, (_, line) =>
    `${indent}${columns.map((cells) => cells[line] ?? '').join('  ')}`.trimEnd())
}

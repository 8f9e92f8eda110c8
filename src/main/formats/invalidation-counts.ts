/**
 * Tables of invalidation counts by package, as blog posts and pull requests give them: a column `Package`, perhaps its
 * `Version`, and one column of counts for each Julia (`# inv., Julia 1.5`). Markdown, drawn and plain tables are read.
 * An `x` or a dash in place of a count (the package could not be loaded) becomes -1.
 */
import type { TextFormat } from './format'

const RULE = /^[\s─━═│┃|┌┬┐├┼┤└┴┘╭╮╰╯╞╪╡+:=-]+$/
const COUNT = /^(?:\d{1,3}(?:[,_ ’']\d{3})+|\d+)$/
const NO_COUNT = /^(?:x|✗|n\/?a|nan|missing|[-–—?]*)$/i
const COUNT_TITLE = /^(?:#|no\.?|number of|n)? ?(?:of )?inv(?:alidations?)?(?![a-z])[.,:]*\s*(?:on |with |in |\()?/i

function cellsOf(line: string): string[] {
  const bare = line.trim()
  const barred = bare.replace(/^[│┃|]|[│┃|]$/g, '')
  const cells = /[│┃|]/.test(barred) ? barred.split(/[│┃|]/) : bare.includes('\t') ? bare.split(/ *\t+ */) : bare.split(/ {2,}/)
  return cells.map((cell) => cell.trim().replace(/^\*\*(.*)\*\*$|^`(.*)`$|^\[([^\]]*)\]\([^)]*\)$/, '$1$2$3'))
}

interface Titles {
  readonly name: number
  readonly version: number
  readonly counts: readonly { readonly column: number, readonly label: string }[]
  readonly width: number
}

function parseTitles(line: string): Titles | undefined {
  if (line.length > 2000 || !/\b(?:package|Package|PACKAGE)\b/.test(line) || !/\binv/i.test(line)) return undefined
  const cells = cellsOf(line)
  const name = cells.findIndex((cell) => /^packages?(?: name)?$/i.test(cell))
  const counts = cells.flatMap((cell, column) => {
    const found = COUNT_TITLE.exec(cell)
    return found ? [{ column, label: cell.slice(found[0].length).replace(/\)$/, '').trim() }] : []
  })
  if (name < 0 || counts.length === 0) return undefined
  return { name, version: cells.findIndex((cell) => /^(?:package )?version$/i.test(cell)), counts, width: cells.length }
}

export const invalidationCounts: TextFormat = {
  id: 'invalidation-counts',
  title: 'Tables of invalidations by package',
  marks: ['package', 'Package', 'PACKAGE'],
  begins: (lines, at) => parseTitles(lines.at(at)) !== undefined,
  read(lines, at, { builder, command, source }) {
    const titles = parseTitles(lines.at(at))
    if (!titles) return at
    const rows: { cells: readonly string[], line: number }[] = []
    let end = at + 1
    for (; end < lines.length; end++) {
      const line = lines.at(end)
      if (line.trim() === '' || line.length > 10_000) break
      if (RULE.test(line)) continue
      const cells = cellsOf(line)
      const counts = titles.counts.map(({ column }) => cells[column] ?? '')
      if (cells.length !== titles.width || !counts.every((cell) => COUNT.test(cell) || NO_COUNT.test(cell))) break
      rows.push({ cells, line: end + 1 })
    }
    if (rows.length === 0) return at
    const absent = rows.some(({ cells }) => titles.counts.some(({ column }) => NO_COUNT.test(cells[column] ?? '')))
    const block = builder.block({
      part: 'counts', format: this.id, title: 'Invalidations by package', command, source, firstLine: at + 1, lastLine: end,
      provenance: { kind: 'measured', tool: 'table in the text', julia: '', error: '' },
      notes: absent ? ['Where the table has no count, the package could not be loaded or was not measured.'] : [],
    })
    for (const { cells, line } of rows) {
      for (const { column, label } of titles.counts) {
        const cell = cells[column] ?? ''
        builder.add('counts', {
          name: cells[titles.name] ?? '', version: cells[titles.version] ?? '', label, block, line,
          count: COUNT.test(cell) ? Number(cell.replace(/\D/g, '')) : -1,
        })
      }
    }
    return end
  },
}

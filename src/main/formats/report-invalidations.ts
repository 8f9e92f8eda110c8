/**
 * The table of `report_invalidations` (SnoopCompile): one row per method with the number of invalidations and its share,
 * and the line of the log that goes with it (formats.md, b.5). The table goes to stdout and the line to stderr, so either
 * may come alone. Tables of any border style are read, cropped ones as far as they go.
 */
import type { TextFormat } from './format'
import type { Lines } from './lines'

const SUMMARY = /^\s*\[ Info: (\d+) methods? invalidated for (\d+) functions?(?: \(showing (\d+) functions?\))?\s*$/
const TITLE = '<file name>:<line number>'
const RULE = /^[\s─━═│┃|┌┬┐├┼┤└┴┘╭╮╰╯╞╪╡╔╦╗╠╬╣╚╩╝+:=-]+$/

function cellsOf(line: string): string[] {
  const barred = line.trim().replace(/^[│┃|║]|[│┃|║]$/g, '')
  return (/[│┃|║]/.test(barred) ? barred.split(/[│┃|║]/) : line.trim().split(/ {2,}/)).map((cell) => cell.trim())
}

/** Line of the column titles of a table that begins at `at`, or -1. */
function titlesAt(lines: Lines, at: number): number {
  const first = lines.at(at)
  const row = first.length < 2000 && RULE.test(first) && first.trim() !== '' ? at + 1 : at
  const line = lines.at(row)
  return line.includes(TITLE) && line.includes('Function Name') ? row : -1
}

export const reportInvalidations: TextFormat = {
  id: 'report-invalidations',
  title: 'report_invalidations of SnoopCompile',
  marks: [' invalidated for ', TITLE],
  begins: (lines, at) => SUMMARY.test(lines.at(at)) || titlesAt(lines, at) >= 0,
  read(lines, at, { builder, command, source }) {
    const summary = SUMMARY.exec(lines.at(at))
    let end = summary ? at + 1 : at
    let tableAt = end
    while (summary && tableAt < end + 3 && lines.at(tableAt).trim() === '') tableAt++
    const titlesRow = titlesAt(lines, tableAt)
    const notes: string[] = []
    if (summary) {
      notes.push(`${summary[1] ?? ''} unique instances were invalidated by ${summary[2] ?? ''} methods.`)
      if (summary[3] !== undefined) notes.push(`Only ${summary[3]} of ${summary[2] ?? ''} methods are in the table.`)
    }
    const block = builder.block({
      part: 'invalidations', format: this.id, command, source, firstLine: at + 1, shape: 'grouped',
      title: summary ? `${summary[1] ?? ''} instances invalidated for ${summary[2] ?? ''} methods` : 'Invalidations by method',
      provenance: { kind: 'measured', tool: 'report_invalidations', julia: '', error: '' },
    })
    if (titlesRow >= 0) {
      notes.push('An instance that several methods invalidate counts in the row of each of them.')
      const titles = cellsOf(lines.at(titlesRow))
      const column = (title: string) => titles.indexOf(title)
      const [place, name, count, share] = [TITLE, 'Function Name', 'Invalidations', 'Invalidations %'].map(column)
      end = titlesRow + 1
      let cropped = false
      for (; end < lines.length; end++) {
        const line = lines.at(end)
        if (line.trim() === '') break
        if (RULE.test(line) || line.includes('(xᵢ/∑x)')) continue
        if (/\b(?:row|column)s? omitted\b/.test(line) || /^[\s│┃|⋮]+$/.test(line)) {
          cropped = true
          continue
        }
        const cells = cellsOf(line)
        const found = /^(.+):(\d+)$/.exec(cells[place ?? -1] ?? '')
        const children = Number(cells[count ?? -1] ?? Number.NaN)
        if (!found || Number.isNaN(children)) break
        const signature = cells[name ?? -1] ?? ''
        const percent = Number.parseFloat(cells[share ?? -1] ?? '')
        builder.add('invalidations', {
          kind: 'cause', children, share: percent, block, line: end + 1,
          frame: builder.frame({ signature, name: signature, file: found[1] ?? '', line: Number(found[2]), kind: 'method' }),
        })
      }
      if (cropped) notes.push('The list is incomplete: the table was cropped to the size of the screen.')
    }
    builder.amendBlock(block, { lastLine: end, notes })
    return end
  },
}

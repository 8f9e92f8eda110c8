/** The flame graph that FlameGraphs makes of `@snoop_inference`, dumped node by node: names, places, status bits, and spans in nanoseconds. */
import type { DumpedRow, RowFormat } from '../format'
import { addFlameGraph, type FlameNode } from '../jlprof-graph'
import { numberOf, sourceLine, textOf } from '../json-value'
import { RowIds } from './row-ids'

type Fields = DumpedRow['fields']

const isPosition = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)

function isNode(fields: Fields): boolean {
  return typeof fields['func'] === 'string' && typeof fields['id'] === 'number' && isPosition(fields['start']) && isPosition(fields['stop'])
}

export const inferenceFlamegraph: RowFormat = {
  id: 'inference-flamegraph',
  title: 'Flame graphs of @snoop_inference as JSON Lines',
  detect: (fields) => isNode(fields) && 'parent' in fields,
  read(rows, into) {
    const ids = new RowIds()
    const nodes: FlameNode[] = []
    const unread: DumpedRow[] = []
    for (const row of rows) {
      const { fields, line: at } = row
      if (!isNode(fields)) {
        unread.push(row)
        continue
      }
      const status = numberOf(fields['status'])
      const parent = ids.parentOf(fields)
      ids.set(fields, nodes.length)
      nodes.push({
        name: textOf(fields['func']), file: textOf(fields['file']), line: sourceLine(fields['line']), parent, at, status: Number.isInteger(status) ? status : 0,
        start: numberOf(fields['start']), stop: numberOf(fields['stop']),
      })
    }
    addFlameGraph(nodes, 0, into, this.id, 'JSON Lines')
    return unread
  },
}

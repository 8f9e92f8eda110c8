/**
 * What the action julia-invalidations of continuous integration prints: the two counts that it shows, sets as outputs (`total=000000123`,
 * `deps=000000100`), or puts into its comparison of two branches. Counts only: which package is to blame they do not say.
 */
import type { TextFormat } from './format'
import type { Lines } from './lines'

const SHOWN = /^\(inv_total, inv_deps\) = \((\d+), (\d+)\)\s*$/
const TOTAL = /^\s*total=(\d{9,})\s*$/
const DEPENDENCIES = /^\s*deps=(\d{9,})\s*$/
const COMPARED = /(?:Invalidations on (default branch|[^:]{1,80})|(This branch)): (\d+) \((\d+) via deps\)/

interface Counts {
  readonly label: string
  readonly total: number
  readonly dependencies: number
  /** The first line after them. */
  readonly next: number
}

function countsAt(lines: Lines, at: number): Counts | undefined {
  const line = lines.at(at)
  const shown = SHOWN.exec(line)
  if (shown) return { label: '', total: Number(shown[1]), dependencies: Number(shown[2]), next: at + 1 }
  const [total, dependencies] = [TOTAL.exec(line), DEPENDENCIES.exec(lines.at(at + 1))]
  if (total && dependencies) return { label: '', total: Number(total[1]), dependencies: Number(dependencies[1]), next: at + 2 }
  const compared = COMPARED.exec(line)
  return compared ? { label: compared[1] ?? compared[2] ?? '', total: Number(compared[3]), dependencies: Number(compared[4]), next: at + 1 } : undefined
}

export const invalidationsAction: TextFormat = {
  id: 'invalidations-action',
  title: 'Counts of the action julia-invalidations',
  marks: ['(inv_total, inv_deps) = ', ...Array.from('0123456789', (digit) => `total=${digit}`), ' via deps)'],
  begins: (lines, at) => countsAt(lines, at) !== undefined,
  read(lines, at, { builder, source, command }) {
    const found: (Counts & { readonly line: number })[] = []
    let next = at
    for (let counts = countsAt(lines, next); counts; counts = countsAt(lines, next)) {
      found.push({ ...counts, line: next + 1 })
      next = counts.next
    }
    const block = builder.block({
      part: 'counts', format: this.id, title: 'julia-invalidations', command, source, firstLine: at + 1, lastLine: next,
      provenance: { kind: 'measured', tool: 'julia-invalidations', julia: '', error: '' },
      notes: ['These are method instances that became invalid. The count is of the package that was loaded, though mostly the code that became invalid is to blame.'],
    })
    for (const { label, total, dependencies, line } of found) {
      builder.add('counts', { name: 'All', label, count: total, block, line })
      builder.add('counts', { name: 'Through dependencies', label, count: dependencies, block, line })
    }
    return next
  },
}

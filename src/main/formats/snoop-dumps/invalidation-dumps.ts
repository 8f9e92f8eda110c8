/**
 * Invalidations as a script dumps them: what `@snoop_invalidations` gives, entry by entry with its type, or the trees that
 * `invalidation_trees` makes of it, a cause a line, with all of the nodes that the printed form leaves out below its roots.
 */
import type { FrameIdentity, ProfileBuilder, Row } from '../../../shared/profile/builder'
import type { DumpedRow, RowFormat } from '../format'
import { instanceFrame, juliaOf, parseMethod } from '../invalidation-text'
import { isRecord, listOf, numberOf, sourceLine, textOf } from '../json-value'
import { addInvalidations, type LogEntry } from '../recording-invalidations'

type Fields = DumpedRow['fields']

/** How the entries of the log are called by their types. */
const KINDS: Readonly<Record<string, LogEntry['of']>> = {
  MethodInstance: 'instance', CodeInstance: 'code', Method: 'method', String: 'text', Type: 'type', DataType: 'type', UnionAll: 'type', Union: 'type',
  Int32: 'number', Int64: 'number', UInt32: 'number', UInt64: 'number',
}
const CLASS = /^[A-Z]\w*$/

function entryOf(fields: Fields, line: number): LogEntry {
  const kind = KINDS[textOf(fields['t'])] ?? 'other'
  // Depths and numbers of causes are whole; anything else is no entry that the runtime writes.
  const of = kind === 'number' && !Number.isInteger(fields['v']) ? 'other' : kind
  const text = textOf(fields['v'])
  const frame: FrameIdentity = of === 'method' ? (parseMethod(text) ?? { signature: text, kind: 'method' }) : instanceFrame(text)
  return { of, text: of === 'instance' || of === 'code' ? frame.signature : text, number: of === 'number' ? numberOf(fields['v']) : Number.NaN, frame, line, step: -1 }
}

const isEntry = ({ t, v }: Fields): boolean => typeof t === 'string' && CLASS.test(t) && (typeof v === 'string' || typeof v === 'number')

export const invalidationList: RowFormat = {
  id: 'invalidation-list',
  title: '@snoop_invalidations as JSON Lines, an entry a line',
  detect: isEntry,
  read(rows, { builder, source }) {
    const entries = rows.filter(({ fields }) => isEntry(fields))
    const block = builder.block({
      part: 'invalidations', format: this.id, title: 'Invalidations', source, firstLine: entries[0]?.line ?? -1, lastLine: entries.at(-1)?.line ?? -1, shape: 'tree',
      provenance: { kind: 'measured', tool: '@snoop_invalidations', julia: '', error: '' },
      notes: ['“Children” are all instances below a root; the root itself is not counted.'],
    })
    const log = new Map(entries.map((row) => [entryOf(row.fields, row.line), row]))
    const unread = addInvalidations([...log.keys()], [], builder, block, () => Number.NaN)
    return [...rows.filter(({ fields }) => !isEntry(fields)), ...unread.flatMap((entry) => log.get(entry) ?? [])]
  },
}

const REASONS = ['inserting', 'deleting', 'rebinding', 'unknown'] as const

function isTree({ reason, mt_backedges: mtBackedges, backedges }: Fields): boolean {
  return REASONS.some((known) => known === reason) && Array.isArray(mtBackedges) && Array.isArray(backedges)
}

function count(value: unknown): number {
  const found = numberOf(value)
  return Number.isInteger(found) && found >= 0 ? Math.min(found, 0x7fffffff) : -1
}

/** The method that is the cause; a binding has no method. */
function causeFrame(method: unknown): FrameIdentity {
  if (!isRecord(method)) return textOf(method) === '' ? { signature: 'nothing', name: 'nothing', kind: 'method' } : (parseMethod(textOf(method)) ?? { signature: textOf(method), kind: 'binding' })
  const shown = parseMethod(textOf(method['show']))
  return shown ?? { signature: textOf(method['sig']), name: textOf(method['name']), module: textOf(method['module']), file: textOf(method['file']), line: sourceLine(method['line']), kind: 'method' }
}

class TreeWriter {
  constructor(
    private readonly builder: ProfileBuilder,
    private readonly block: number,
    private readonly line: number,
  ) {}

  write(fields: Fields): void {
    const mtBackedges = listOf(fields['mt_backedges']).filter(isRecord)
    const backedges = listOf(fields['backedges']).filter(isRecord)
    const counts = [...mtBackedges.map((root) => this.childrenOf(root)), ...backedges.map((root) => this.childrenOf(root))]
    const cause = this.row(-1, 'cause', causeFrame(fields['method']), {
      reason: REASONS.find((known) => known === fields['reason']) ?? 'unknown', children: counts.reduce((sum, children) => Math.min(sum + Math.max(0, children), 0x7fffffff), 0),
    })
    for (const entry of mtBackedges) {
      const root = isRecord(entry['root']) ? entry['root'] : entry
      this.tree(cause, 'mtBackedges', root, textOf(entry['sig']), this.childrenOf(entry))
    }
    for (const root of backedges) this.tree(cause, 'backedges', root, textOf(root['method']), this.childrenOf(root))
    const cached = count(fields['mt_cache'])
    if (cached > 0) this.builder.add('invalidations', { parent: cause, kind: 'mtCache', children: cached, block: this.block, line: this.line })
    for (const disabled of listOf(fields['mt_disable'])) if (textOf(disabled) !== '') this.row(cause, 'mtDisable', instanceFrame(textOf(disabled)), { children: 0 })
  }

  private childrenOf(entry: Fields): number {
    const own = count(entry['nchildren'])
    return own >= 0 || !isRecord(entry['root']) ? own : count(entry['root']['nchildren'])
  }

  private tree(cause: number, kind: 'mtBackedges' | 'backedges', root: Fields, via: string, children: number): void {
    const row = this.row(cause, kind, instanceFrame(textOf(root['mi'])), { via, children })
    // Chains of callers can be as deep as a stack: no recursion.
    const pending: { readonly node: Fields, readonly parent: number }[] = []
    const push = (node: Fields, parent: number): void => {
      for (const child of [...listOf(node['children'])].reverse()) if (isRecord(child)) pending.push({ node: child, parent })
    }
    push(root, row)
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const at = this.row(next.parent, 'node', instanceFrame(textOf(next.node['mi'])), { children: count(next.node['nchildren']) })
      push(next.node, at)
    }
  }

  private row(parent: number, kind: NonNullable<Row<'invalidations'>['kind']>, frame: FrameIdentity, more: Row<'invalidations'>): number {
    return this.builder.add('invalidations', { parent, kind, frame: this.builder.frame(frame), block: this.block, line: this.line, ...more })
  }
}

export const invalidationTreeDump: RowFormat = {
  id: 'invalidation-tree-dump',
  title: 'invalidation_trees as JSON Lines, a cause a line',
  detect: isTree,
  read(rows, { builder, source }) {
    const trees = rows.filter(({ fields }) => isTree(fields))
    const shown = trees.map(({ fields: { method } }) => (isRecord(method) ? textOf(method['show']) : '')).find((text) => text !== '') ?? ''
    const block = builder.block({
      part: 'invalidations', format: this.id, title: trees.length === 1 ? 'Invalidation tree' : 'Invalidation trees', source, firstLine: trees[0]?.line ?? -1,
      lastLine: trees.at(-1)?.line ?? -1, shape: 'tree', provenance: { kind: 'measured', tool: 'invalidation_trees', julia: juliaOf(shown), error: '' },
      notes: ['“Children” are all instances below a root; the root itself is not counted.'],
    })
    for (const { fields, line } of trees) new TreeWriter(builder, block, line).write(fields)
    return rows.filter(({ fields }) => !isTree(fields))
  },
}

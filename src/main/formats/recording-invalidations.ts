/**
 * Trees of invalidations from the log of the runtime as the recorder writes it, entry by entry (formats.md, b.5 "Raw logs"). The reason stands
 * after what it explains: instances with their depths, then what the tree hangs on (a signature that was waiting, or an
 * instance of the method that was superseded), then the method that was inserted or deleted. What loading a cache found
 * invalid names its cause by a number (Julia 1.8 to 1.11) or by the code that was invalid before it (1.12).
 */
import type { FrameIdentity, ProfileBuilder } from '../../shared/profile/builder'
import { parseMethod } from './invalidation-text'

/** One entry of the log. */
export interface LogEntry {
  readonly of: 'instance' | 'code' | 'method' | 'type' | 'number' | 'text' | 'other'
  readonly text: string
  /** Of `number`. */
  readonly number: number
  readonly frame: FrameIdentity
  /** 1-based line of the recording. */
  readonly line: number
  /** In which step of the recording. */
  readonly step: number
}

interface Node {
  readonly entry: LogEntry
  readonly children: Node[]
}

interface Root extends Node {
  readonly kind: 'mtBackedges' | 'backedges'
  readonly via: string
}

const INSERTED = 'jl_method_table_insert'
const DELETED = 'jl_method_table_disable'

/** Nanoseconds that inferring an instance took again after it was invalidated in this step; NaN if it was not. */
export type SpentAgain = (signature: string, step: number) => number

function descendants({ children }: Node): number {
  let count = 0
  const pending = [...children]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    count++
    pending.push(...node.children)
  }
  return count
}

/** The method of an instance, as Julia 1.8 prints it; '' where the entry does not say. */
function placeOf({ frame: { name = '', module = '', file = '', line = -1 } }: LogEntry): string {
  return file === '' ? '' : `${name} in ${module} at ${file}:${line}`
}

/** What belongs to the cause that stands after it. */
class Group {
  /** Trees that hang on nothing yet, and the way down the newest. */
  private trees: Node[] = []
  private path: Node[] = []
  private firstDepth = 0
  readonly roots: Root[] = []
  readonly mtCache: LogEntry[] = []
  readonly disabled: LogEntry[] = []

  get isEmpty(): boolean {
    return this.trees.length + this.roots.length + this.mtCache.length + this.disabled.length === 0
  }

  get hasTrees(): boolean {
    return this.trees.length > 0
  }

  add(entry: LogEntry, depth: number): void {
    const node: Node = { entry, children: [] }
    if (this.trees.length === 0) this.firstDepth = depth
    const level = Math.max(0, Math.min(depth - this.firstDepth, this.path.length))
    const above = this.path[level - 1]
    if (above === undefined) this.trees.push(node)
    else above.children.push(node)
    this.path.length = level
    this.path.push(node)
  }

  /** The trees were waiting for a method of this signature. */
  closeTable(signature: LogEntry): void {
    for (const tree of this.trees) this.roots.push({ ...tree, kind: 'mtBackedges', via: signature.text })
    this.reset()
  }

  /** The trees call this instance, whose method was superseded or deleted. */
  closeCallee(callee: LogEntry): void {
    this.roots.push({ entry: callee, children: this.trees, kind: 'backedges', via: placeOf(callee) })
    this.reset()
  }

  /** The log ends within a tree. */
  closeOpen(): void {
    for (const tree of this.trees) this.roots.push({ ...tree, kind: 'mtBackedges', via: '' })
    this.reset()
  }

  private reset(): void {
    this.trees = []
    this.path = []
  }
}

class Writer {
  constructor(
    private readonly builder: ProfileBuilder,
    private readonly block: number,
    private readonly spentAgain: SpentAgain,
  ) {}

  group({ roots, mtCache, disabled }: Group, reason: 'inserting' | 'deleting' | 'unknown', method: LogEntry | undefined, line: number): void {
    const counts = roots.map(descendants)
    const cause = this.builder.add('invalidations', {
      kind: 'cause', reason, frame: this.builder.frame(method?.frame ?? { signature: 'nothing', name: 'nothing', kind: 'method' }),
      children: counts.reduce((sum, count) => sum + count, 0), block: this.block, line,
    })
    for (const [at, root] of roots.entries()) {
      // The instance of a superseded method itself stays valid.
      const seconds = root.kind === 'backedges' ? Number.NaN : this.seconds(root.entry)
      const row = this.row(cause, root.kind, root.entry, { via: root.via, children: counts[at] ?? 0, seconds })
      this.nodes(root.children, row)
    }
    for (const entry of disabled) this.row(cause, 'mtDisable', entry, { children: 0 })
    // As SnoopCompile shows them: how many calls were dropped from dispatch caches.
    if (mtCache.length > 0) this.builder.add('invalidations', { parent: cause, kind: 'mtCache', children: mtCache.length, block: this.block, line: mtCache[0]?.line ?? -1 })
  }

  private nodes(nodes: readonly Node[], parent: number): void {
    // Chains of callers can be as deep as a stack: no recursion.
    const pending = nodes.map((node) => ({ node, parent })).reverse()
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { entry, children } = next.node
      const row = this.row(next.parent, 'node', entry, { children: descendants(next.node), seconds: this.seconds(entry) })
      for (const child of [...children].reverse()) pending.push({ node: child, parent: row })
    }
  }

  private seconds({ frame, step }: LogEntry): number {
    return this.spentAgain(frame.signature, step)
  }

  private row(parent: number, kind: 'mtBackedges' | 'backedges' | 'node' | 'mtDisable', { frame, line }: LogEntry, more: { via?: string; children: number; seconds?: number }): number {
    return this.builder.add('invalidations', { parent, kind, frame: this.builder.frame(frame), block: this.block, line, ...more })
  }
}

/** What made code of a cache invalid when it was loaded, by the number that the log gives it. */
interface LoadCause {
  readonly callee: LogEntry
  readonly matches: string
  readonly nodes: LogEntry[]
}

/** The first method of a printed list: what came between, as SnoopCompile attributes it. */
function firstMethod(matches: string): FrameIdentity | undefined {
  const first = /^Any\[(.+?@ \S+ [^,\]]+:\d+)/.exec(matches)?.[1]
  return first === undefined ? undefined : parseMethod(first)
}

/**
 * Appends rows for the log of definitions and deletions (`methods`) and, of Julia 1.12, that of loaded code (`edges`), in their order.
 * Entries that are none of what is known are given back.
 */
export function addInvalidations(
  methods: readonly LogEntry[], edges: readonly LogEntry[], builder: ProfileBuilder, block: number, spentAgain: SpentAgain,
): LogEntry[] {
  const writer = new Writer(builder, block, spentAgain)
  const unread: LogEntry[] = []
  const loads = new Map<number, LoadCause>()
  let group = new Group()
  const flush = (reason: 'inserting' | 'deleting' | 'unknown', method: LogEntry | undefined, line: number): void => {
    group.closeOpen()
    writer.group(group, reason, method, line)
    group = new Group()
  }
  const isReason = (entry: LogEntry | undefined): boolean => entry?.of === 'text' && (entry.text === INSERTED || entry.text === DELETED)

  for (let at = 0; at < methods.length; at++) {
    const entry = methods[at]
    const next = methods[at + 1]
    if (entry === undefined) break
    const isCode = entry.of === 'instance' || entry.of === 'code'
    if (next?.of === 'text' && next.text === 'insert_backedges_callee') {
      const number = methods[at + 2]?.number ?? Number.NaN
      const list = methods[at + 3]?.of === 'other' ? methods[at + 3] : undefined
      loads.set(number, { callee: entry, matches: list?.text ?? '', nodes: [] })
      at += list === undefined ? 2 : 3
    } else if (isCode && next?.of === 'text' && next.text === 'verify_methods') {
      const by = methods[at + 2]
      const cause = by?.of === 'number' ? loads.get(by.number) : undefined
      if (cause === undefined) unread.push(entry)
      else cause.nodes.push(entry)
      at += 2
    } else if (isCode && next?.of === 'text' && next.text === 'insert_backedges') {
      loads.set(Number.NEGATIVE_INFINITY, loads.get(Number.NEGATIVE_INFINITY) ?? { callee: entry, matches: '', nodes: [] })
      loads.get(Number.NEGATIVE_INFINITY)?.nodes.push(entry)
      at += 1
    } else if (isCode && next?.of === 'number') {
      group.add(entry, next.number)
      at += 1
    } else if (isCode && next?.of === 'text' && next.text === 'invalidate_mt_cache') {
      group.mtCache.push(entry)
      at += 1
    } else if (isCode && isReason(next)) {
      // Superseded without a tree: all of its callers were reached before, and it stays valid itself.
      if (group.hasTrees) group.closeCallee(entry)
      else if (next?.text === DELETED) group.disabled.push(entry)
      at += 1
    } else if (entry.of === 'type') group.closeTable(entry)
    else if (entry.of === 'method' && isReason(next)) {
      flush(next?.text === DELETED ? 'deleting' : 'inserting', entry, entry.line)
      at += 1
    } else unread.push(entry)
  }
  if (!group.isEmpty) flush('unknown', undefined, methods.at(-1)?.line ?? -1)
  for (const { callee, matches, nodes } of loads.values()) addLoad(callee, matches, nodes, { builder, block, spentAgain })
  addEdges(edges, { builder, block, spentAgain }, unread)
  return unread
}

interface Into {
  readonly builder: ProfileBuilder
  readonly block: number
  readonly spentAgain: SpentAgain
}

function addCause(matches: string, { builder, block }: Into, line: number, children: number): number {
  const method = firstMethod(matches)
  return builder.add('invalidations', {
    kind: 'cause', reason: method === undefined ? 'unknown' : 'inserting', frame: builder.frame(method ?? { signature: 'nothing', name: 'nothing', kind: 'method' }),
    children, block, line,
  })
}

function addLoad(callee: LogEntry, matches: string, nodes: readonly LogEntry[], into: Into): void {
  const { builder, block, spentAgain } = into
  const cause = addCause(matches, into, callee.line, nodes.length)
  const root = builder.add('invalidations', {
    parent: cause, kind: callee.of === 'type' ? 'mtBackedges' : 'backedges', via: callee.text, frame: builder.frame(callee.frame), children: nodes.length, block, line: callee.line,
  })
  for (const { frame, line, step } of nodes) {
    builder.add('invalidations', { parent: root, kind: 'node', frame: builder.frame(frame), children: 0, seconds: spentAgain(frame.signature, step), block, line })
  }
}

/** `(what, "insert_backedges_callee", code, matches)`, `(method, "method_globalref", code, nothing)`, `(code, "verify_methods", code before it)`. */
function addEdges(edges: readonly LogEntry[], into: Into, unread: LogEntry[]): void {
  const { builder, block, spentAgain } = into
  /** The newest row of each instance. */
  const rows = new Map<string, number>()
  for (let at = 0; at < edges.length; at++) {
    const [what, tag, code, matches] = [edges[at], edges[at + 1], edges[at + 2], edges[at + 3]]
    if (what === undefined) break
    if (tag?.of === 'text' && code !== undefined && (tag.text === 'insert_backedges_callee' || tag.text === 'method_globalref')) {
      const binding = tag.text === 'method_globalref' || (what.of === 'other' && what.text.startsWith('Binding '))
      const cause = binding
        ? builder.add('invalidations', { kind: 'cause', reason: 'rebinding', frame: builder.frame({ ...what.frame, kind: 'binding' }), children: 0, block, line: what.line })
        : addCause(matches?.text ?? '', into, what.line, 0)
      rows.set(code.text, builder.add('invalidations', {
        parent: cause, kind: 'mtBackedges', via: what.text, frame: builder.frame(code.frame), children: 0, seconds: spentAgain(code.frame.signature, code.step), block, line: code.line,
      }))
      at += 3
    } else if (tag?.of === 'text' && code !== undefined && tag.text === 'verify_methods') {
      let parent = rows.get(code.text) ?? -1
      // A code that is its own cause, or one that the log has not named.
      if (parent < 0 || what.text === code.text) parent = rows.get(code.text) ?? addCause('', into, what.line, 0)
      if (what.text !== code.text || !rows.has(code.text)) {
        const kind = builder.number('invalidations', parent, 'parent') < 0 ? 'mtBackedges' : 'node'
        rows.set(what.text, builder.add('invalidations', { parent, kind, frame: builder.frame(what.frame), children: 0, seconds: spentAgain(what.frame.signature, what.step), block, line: what.line }))
        for (let above = parent; above >= 0; above = builder.number('invalidations', above, 'parent')) {
          builder.setNumber('invalidations', above, 'children', builder.number('invalidations', above, 'children') + 1)
        }
      }
      at += 2
    } else unread.push(what)
  }
}

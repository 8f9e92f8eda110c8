/**
 * The text that Julia 1.5 prints when method invalidation is debugged: each invalidated instance, indented by its depth
 * (`f(Int64)`, in development versions with `MethodInstance for `), `-- ` before entries dropped from a method cache, and after them the method that caused it, as `>> METHOD TYPE`
 * (`gf.c`; formats.md, b.5). An instance without indentation was reached by a method table's backedges; one that starts
 * at depth 1 below no other was reached by backedges of an instance that is not printed.
 */
import type { TextFormat } from './format'
import { instanceFrame } from './invalidation-text'
import type { Lines } from './lines'

const CAUSE_MARK = '>> '
const CAUSE = /^>> (\S.*) (Tuple\{.*)$/
const CACHE = /^-- (\S.*\).*)$/
const INSTANCE = /^( *)((?:MethodInstance for )?\S.*\)(?: from \S.*)?)$/
/** A call and nothing else on the line. */
const BARE = /^ *[^\s()>-][^()]*\(.*\)(?: where \S.*)?$/
const IS_INSTANCE = /^ *(?:MethodInstance for |\S.*\) from \S)/
const isEntry = (line: string): boolean => IS_INSTANCE.test(line) || CACHE.test(line) || BARE.test(line)
/** A longer tree of callers is not looked for above its cause. */
const MOST_ENTRIES = 1_000_000

/** Where the groups of each text begin whose first line could be of anything. */
const groupStarts = new WeakMap<Lines, ReadonlySet<number>>()
function startsIn(lines: Lines): ReadonlySet<number> {
  const known = groupStarts.get(lines)
  if (known !== undefined) return known
  const starts = new Set<number>()
  let above = -1
  for (const cause of lines.linesWith(CAUSE_MARK)) {
    if (!CAUSE.test(lines.at(cause))) continue
    let first = cause
    while (first - 1 > above && cause - first < MOST_ENTRIES && isEntry(lines.at(first - 1))) first--
    if (first < cause) starts.add(first)
    above = cause
  }
  groupStarts.set(lines, starts)
  return starts
}

/** Line of the `>>` that ends the group at `at`, or -1. Remembers where it looked in vain. */
const searched = new WeakMap<Lines, number>()
function causeAfter(lines: Lines, at: number): number {
  if (at < (searched.get(lines) ?? 0)) return -1
  let next = at
  while (next < lines.length) {
    const line = lines.at(next)
    if (CAUSE.test(line)) return next
    if (!isEntry(line)) break
    next++
  }
  if (next > at) searched.set(lines, next)
  return -1
}

const NOTES: readonly string[] = [
  'Numbers of children are counted from the log. Instances at depth 1 right below one without indentation may be roots of their own: the log does not tell.',
]

export const invalidationLog: TextFormat = {
  id: 'invalidation-log',
  title: 'Invalidation logs of Julia 1.5',
  marks: [CAUSE_MARK, '-- ', 'MethodInstance for ', ') from '],
  starts: startsIn,
  begins(lines, at) {
    const line = lines.at(at)
    return (/^(?:>> |-- | *MethodInstance for )/.test(line) || line.includes(') from ') || startsIn(lines).has(at)) && causeAfter(lines, at) >= 0
  },
  read(lines, at, { builder, command, source }) {
    const block = builder.block({
      part: 'invalidations', format: this.id, title: 'Invalidation log', command, source, firstLine: at + 1, shape: 'tree',
      provenance: { kind: 'measured', tool: 'JL_DEBUG_METHOD_INVALIDATION', julia: '1.5', error: '' },
      notes: NOTES,
    })
    let next = at
    for (let causeLine = causeAfter(lines, next); causeLine >= 0; causeLine = causeAfter(lines, next)) {
      const method = CAUSE.exec(lines.at(causeLine))?.[1] ?? ''
      const cause = builder.add('invalidations', {
        kind: 'cause', reason: 'inserting', frame: builder.frame({ signature: method, kind: 'method' }), via: CAUSE.exec(lines.at(causeLine))?.[2] ?? '',
        block, line: causeLine + 1,
      })
      const rows: { depth: number, row: number, children: number }[] = []
      let open: typeof rows = []
      let cached = 0
      for (; next < causeLine; next++) {
        const line = lines.at(next)
        if (CACHE.test(line)) {
          cached++
          open = []
          continue
        }
        const found = INSTANCE.exec(line)
        const depth = found?.[1]?.length ?? 0
        const text = (found?.[2] ?? line).trim().replace(/\) from .*$/, ')')
        while (open.length > 0 && (open.at(-1)?.depth ?? 0) >= depth) open.pop()
        for (const above of open) above.children++
        const row = builder.add('invalidations', {
          parent: open.at(-1)?.row ?? cause,
          kind: open.length > 0 ? 'node' : depth === 0 ? 'mtBackedges' : 'backedges',
          frame: builder.frame(instanceFrame(text)), block, line: next + 1,
        })
        const entry = { depth, row, children: 0 }
        rows.push(entry)
        open.push(entry)
      }
      for (const { row, children } of rows) builder.setNumber('invalidations', row, 'children', children)
      const below = rows.filter(({ row }) => builder.number('invalidations', row, 'parent') === cause)
      builder.setNumber('invalidations', cause, 'children', below.reduce((sum, { children }) => sum + children, 0))
      if (cached > 0) builder.add('invalidations', { parent: cause, kind: 'mtCache', children: cached, block, line: causeLine + 1 })
      next = causeLine + 1
    }
    // What was dropped from dispatch caches by a method that made no code invalid: the log does not name it.
    let dropped = 0
    while (CACHE.test(lines.at(next + dropped))) dropped++
    next += dropped
    builder.amendBlock(block, {
      lastLine: next, ...(dropped === 0 ? {} : { notes: [...NOTES, `${dropped} calls after the last cause were dropped from dispatch caches by methods that made no code invalid.`] }),
    })
    return next
  },
}

/**
 * What `invalidation_trees` of SnoopCompile returns, as shown: a list of trees, one tree, the nodes below a root
 * (formats.md, b.5). A cause (a method inserted or deleted, a binding changed) stands above its roots, a root above its
 * nodes. Lists keep their order: the worst cause and the worst root come last.
 */
import type { ProfileBuilder, Row } from '../../shared/profile/builder'
import type { TextFormat, TextImport } from './format'
import type { Cause } from './invalidation-text'
import { CAUSE_MARKS, causeAt, instanceFrame, isCut, itemLineAt, juliaOf, parseItem, parseMethod, SECTION, skipBlank } from './invalidation-text'
import type { Lines } from './lines'

const ID = 'invalidation-trees'
const LIST = /^\s*(\d+)-element (?:Vector|Array)\{(?:\w+\.)*\w*MethodInvalidations(?:, ?1)?\}:?\s*$/
const NO_TREES = /^(?:\S+ = )?(?:\w+\.)*\w*MethodInvalidations\[\]\s*$/
const SEVERAL = /^\s*Invalidating methods: (\S.*)$/
const MT_CACHE = /^\s*(\d+) mt_cache\s*;?/
const MT_DISABLE = /^\s*mt_disable: (\S.*)$/
const MORE = /^\s*\+(\d+) more\s*;?\s*$/
/** What the first releases of 2020 said about the inserted method after each root. */
const SUFFIX = /^ (more specific|less specific|equal specificity|ambiguous)\b/

const NODE = /^( *)(\S.*) \((\d+) children\)\s*$/
const INSTANCE = /^(?:Toplevel )?MethodInstance /
const SHORT = /^([\s│├└─]*)(?:(Tuple\{.*) => )?((?:Toplevel )?MethodInstance .+) at depth \d+ with (\d+) children\s*$/
const NODE_LIST = /^\s*\d+-element (?:Vector|Array)\{.*\bInstanceNode\b.*\}:?\s*$/

type Kind = NonNullable<Row<'invalidations'>['kind']>

interface Node {
  readonly depth: number
  readonly frame: ReturnType<typeof instanceFrame>
  readonly via: string
  readonly children: number
}

/** A node as `show(root)` (indented by depth), `print_tree` or the REPL (`… at depth 0 with 2 children`) prints it. */
function parseNode(line: string): Node | undefined {
  if (!line.includes(' children')) return undefined
  const short = SHORT.exec(line)
  if (short) {
    const [, prefix = '', via = '', instance = '', children] = short
    return { depth: Math.ceil(prefix.length / 3), frame: instanceFrame(instance), via, children: Number(children) }
  }
  const node = NODE.exec(line)
  if (!node) return undefined
  const [, indent = '', text = '', children] = node
  const method = INSTANCE.test(text) ? undefined : parseMethod(text)
  if (!INSTANCE.test(text) && method?.line === undefined) return undefined
  return { depth: indent.length, frame: method ?? instanceFrame(text), via: '', children: Number(children) }
}

function severalMethods(line: string): (Cause & { readonly others: string }) | undefined {
  const found = SEVERAL.exec(line)
  if (!found) return undefined
  const [first = '', ...others] = (found[1] ?? '').split(/(?<=:\d+), /)
  const frame = parseMethod(first.trim())
  return frame && { reason: 'none', frame, others: others.join(', ') }
}

/** Reads the causes of one block and keeps what its notes have to say. */
class TreeReader {
  causes = 0
  nodes = 0
  cut = false
  julia = ''
  private cause = -1
  private childrenOfCause = 0
  private section: Kind = 'backedges'
  private lastIndex = 0
  private readonly suffixes = new Set<string>()

  constructor(
    private readonly lines: Lines,
    private readonly builder: ProfileBuilder,
    private readonly block: number,
  ) {}

  /** First line after what stands at `at`, or `at` if it does not belong to these trees. */
  read(at: number): number {
    const text = this.lines.at(at)
    const several = severalMethods(text)
    if (several) {
      this.addCause(several, several.others, at)
      return at + 1
    }
    const cause = causeAt(this.lines, at)
    if (cause) {
      this.addCause(cause.what, '', at)
      return cause.next
    }
    if (this.cause < 0) return at
    if (isCut(text)) {
      this.cut = true
      return at + 1
    }
    const item = itemLineAt(this.lines, at)
    if (item) {
      this.readItems(item.what, at)
      return item.next
    }
    return this.readItems(text, at) ? at + 1 : at
  }

  private addCause(cause: Cause, via: string, at: number): void {
    this.cause = this.add('cause', at, { reason: cause.reason, frame: this.builder.frame(cause.frame), via, children: 0 }, -1)
    this.childrenOfCause = 0
    this.lastIndex = 0
    this.causes++
    this.julia ||= juliaOf(this.lines.at(at))
  }

  /** Items, sections and counts, of which the compact form has several on a line. False if there was none. */
  private readItems(line: string, at: number): boolean {
    let rest = line
    let any = false
    for (;;) {
      const section = SECTION.exec(rest)
      if (section) {
        this.section = section[1] === 'backedges' ? 'backedges' : 'mtBackedges'
        this.lastIndex = 0
        rest = rest.slice(section[0].length)
      }
      const item = parseItem(rest)
      if (item) {
        const suffix = SUFFIX.exec(item.rest)
        rest = suffix ? item.rest.slice(suffix[0].length) : item.rest
        if (suffix) this.suffixes.add(suffix[1] ?? '')
        if (item.index !== this.lastIndex + 1) this.cut = true
        this.lastIndex = item.index
        const via = suffix ? `${item.via} (${suffix[1] ?? ''})` : item.via
        this.add(this.section, at, { frame: this.builder.frame(item.frame), via, children: item.children })
        this.childrenOfCause += Math.max(0, item.children)
        this.builder.setNumber('invalidations', this.cause, 'children', this.childrenOfCause)
        any = true
        continue
      }
      const cache = MT_CACHE.exec(rest)
      const disabled = MT_DISABLE.exec(rest)
      const more = MORE.exec(rest)
      if (cache) {
        this.add('mtCache', at, { children: Number(cache[1]) })
        rest = rest.slice(cache[0].length)
      } else if (disabled) {
        this.add('mtDisable', at, { frame: this.builder.frame(instanceFrame(disabled[1] ?? '')) })
        return true
      } else if (more) {
        this.add('mtDisable', at, { children: Number(more[1]) })
        return true
      } else return any || /^\s*(?:;\s*\]?|\])\s*$/.test(rest)
      any = true
    }
  }

  private add(kind: Kind, at: number, row: Row<'invalidations'>, parent = this.cause): number {
    return this.builder.add('invalidations', { kind, parent, block: this.block, line: at + 1, ...row })
  }

  notes(expected: number): string[] {
    const notes = ['“Children” are all instances below a root; the root itself is not counted.']
    if (this.cut) notes.push('The list is incomplete: lines were left out where it was saved, so sums are lower bounds.')
    if (expected >= 0 && expected !== this.causes) {
      notes.push(`The list is incomplete: its first line announces ${expected} trees, ${this.causes} of them are here.`)
    }
    if (this.suffixes.size > 0) {
      notes.push(`An early SnoopCompile of 2020 also said how the inserted method compares: ${[...this.suffixes].join(', ')}.`)
    }
    return notes
  }
}

function beginsTree(lines: Lines, at: number): boolean {
  return severalMethods(lines.at(at)) !== undefined || causeAt(lines, at) !== undefined
}

function readTrees(lines: Lines, at: number, into: TextImport): number {
  const { builder } = into
  const header = LIST.exec(lines.at(at))
  const expected = header ? Number(header[1]) : -1
  const empty = expected === 0 || NO_TREES.test(lines.at(at))
  const block = builder.block({
    part: 'invalidations', format: ID, title: 'Invalidation trees', command: into.command, source: into.source, firstLine: at + 1,
    shape: 'tree',
  })
  const reader = new TreeReader(lines, builder, block)
  let end = header || empty ? at + 1 : at
  for (let next = end; next < lines.length && !empty; ) {
    const after = reader.read(next)
    if (after > next) {
      end = next = after
      continue
    }
    const beyond = skipBlank(lines, next)
    if (beyond === next || !(isCut(lines.at(beyond)) || beginsTree(lines, beyond))) break
    next = beyond
  }
  if (/\bcut (?:this|it|the list) short\b/i.test(lines.at(skipBlank(lines, end)))) reader.cut = true
  builder.amendBlock(block, {
    title: reader.causes === 1 && !header ? 'Invalidation tree' : 'Invalidation trees',
    lastLine: end,
    notes: reader.notes(expected),
    provenance: { kind: 'measured', tool: 'invalidation_trees', julia: reader.julia, error: '' },
  })
  return end
}

function readNodes(lines: Lines, at: number, into: TextImport): number {
  const { builder } = into
  const block = builder.block({
    part: 'invalidations', format: ID, title: 'Nodes of an invalidation tree', command: into.command, source: into.source,
    firstLine: at + 1, shape: 'tree',
  })
  let cut = false
  let next = NODE_LIST.test(lines.at(at)) ? at + 1 : at
  const open: { depth: number, row: number }[] = []
  for (; next < lines.length; next++) {
    const text = lines.at(next)
    if (isCut(text)) {
      cut = true
      continue
    }
    const node = parseNode(text)
    if (!node) break
    while (open.length > 0 && (open.at(-1)?.depth ?? 0) >= node.depth) open.pop()
    const parent = open.at(-1)?.row ?? -1
    const row = builder.add('invalidations', {
      parent, kind: 'node', frame: builder.frame(node.frame), via: node.via, children: node.children, block, line: next + 1,
    })
    open.push({ depth: node.depth, row })
  }
  builder.amendBlock(block, {
    lastLine: next,
    notes: cut ? ['Incomplete: the tool leaves out deep nodes and those with few children (⋮).'] : [],
    provenance: { kind: 'measured', tool: 'invalidation_trees', julia: '', error: '' },
  })
  return next
}

function beginsTrees(lines: Lines, at: number): boolean {
  const line = lines.at(at)
  return LIST.test(line) || NO_TREES.test(line) || beginsTree(lines, at)
}

function beginsNodes(lines: Lines, at: number): boolean {
  const line = lines.at(at)
  return parseNode(line) !== undefined || (NODE_LIST.test(line) && parseNode(lines.at(at + 1)) !== undefined)
}

export const invalidationTrees: TextFormat = {
  id: ID,
  title: 'invalidation_trees of SnoopCompile',
  marks: ['MethodInvalidations', 'Invalidating methods: ', ' children', ...CAUSE_MARKS],
  begins: (lines, at) => beginsTrees(lines, at) || beginsNodes(lines, at),
  read: (lines, at, into) => (beginsTrees(lines, at) ? readTrees(lines, at, into) : readNodes(lines, at, into)),
}

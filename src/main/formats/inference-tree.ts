/**
 * `InferenceTimingNode` lines of SnoopCompile: one node as `show` prints it, or a whole tree as `print_tree` does
 * (reference/formats.md b.4). Each tree is a block of `inference` rows with the times as printed, except where SnoopCompile 3.2
 * counted nested time twice and the whole tree is there: then inclusive times are added up again from the exclusive ones.
 * No text of this form prints start times, so none are set.
 */
import { CALL_FLAG } from '../../shared/profile/schema'
import { formatCount } from '../../shared/units'
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'
import type { TimedSignature } from './timing-text'
import { LINE_START, checksumNote, hasConstantArgument, isRoot, originOf, parseTimedSignature, parseVectorHeader, shortName, wrapSeparator } from './timing-text'
import type { Branch } from './tree-prefix'
import { TreePath, drawnOnly, parseBranch } from './tree-prefix'

const MARK = 'InferenceTimingNode: '
const TAIL = /^ with (\d+) direct child(?:ren)?\s*$/
/** A constant value may print as a table of all methods of a function: hundreds of lines. */
const MOST_LINES = 4096
/** How many lines that hold no node may stand between two nodes. */
const MOST_BETWEEN = 24

interface NodeLine {
  readonly timed: TimedSignature
  readonly branch: Branch | undefined
  /** Spaces before a node without a branch. */
  readonly indent: number
  /** Direct children as printed, -1 where the line was cut off before. */
  readonly children: number
  readonly next: number
}

/** Reads the node that begins on line `at`, which may be wrapped, or hold a value that itself has several lines. */
function readNode(lines: Lines, at: number, indent: number): NodeLine | undefined {
  const line = lines.at(at)
  const mark = line.indexOf(MARK)
  if (mark < 0) return undefined
  const before = line.slice(0, mark)
  const branch = parseBranch(line, indent)
  if (branch ? branch.text !== mark : !LINE_START.test(before)) return undefined
  let text = line.slice(mark + MARK.length)
  let next = at + 1
  let tail = parseTail(text)
  if (!tail) {
    const parts = [text]
    for (let below = at + 1; below <= at + MOST_LINES && below < lines.length; below++) {
      const raw = lines.at(below)
      if (raw.includes(MARK) || raw.includes('InferenceTiming: ') || /^\s*julia> /.test(raw)) break
      if (!branch && raw.trim() === '') break
      const bars = /^[\s\u00a0│|]*/.exec(raw)?.[0] ?? ''
      // `print_tree` draws the bars again before each line of a value; anything else is a line that was wrapped.
      const ofValue = /[│|]/.test(bars) || (branch !== undefined && bars.length >= branch.text - 3)
      parts.push(ofValue ? `\n${raw.slice(bars.length)}` : `${wrapSeparator(parts.at(-1) ?? '', raw)}${raw.trim()}`)
      if (!raw.includes('child')) continue
      const joined = parts.join('')
      tail = parseTail(joined)
      if (tail) {
        text = joined
        next = below + 1
        break
      }
    }
  }
  const timed = parseTimedSignature(tail ? text.slice(0, tail.from) : text)
  if (!timed) return undefined
  return {
    timed,
    branch,
    indent: branch || before.includes('=') ? 0 : before.length,
    children: tail?.children ?? -1,
    next,
  }
}

/** The count of children at the end of a node's text, and where it begins. */
function parseTail(text: string): { readonly children: number; readonly from: number } | undefined {
  const from = text.lastIndexOf(' with ')
  const match = from < 0 ? undefined : TAIL.exec(text.slice(from))
  return match ? { children: Math.min(Number(match[1]), 0x7fffffff), from } : undefined
}

/** A header of a vector of nodes: `tinf.children` prints one. */
function nodesHeader(line: string): number | undefined {
  if (!line.includes('InferenceTimingNode')) return undefined
  const header = parseVectorHeader(line)
  return header && /(?:^|\.)InferenceTimingNode$/.test(header.element) ? header.count : undefined
}

/** A comment that names the node below it, as texts that compare two runs have: `#First`. */
function titleComment(line: string): string {
  return /^\s*#\s?([^#\s].{0,60})$/.exec(line)?.[1]?.trim() ?? ''
}

/** The line after a comment on which the node stands that it names, or -1. */
function commentedNode(lines: Lines, at: number): number {
  if (titleComment(lines.at(at)) === '') return -1
  return readNode(lines, at + 1, 0) ? at + 1 : -1
}

/** Whether the tree goes on after line `at`, which holds none of its nodes itself. */
function goesOn(lines: Lines, at: number): boolean {
  for (let next = at + 1; next < lines.length && next <= at + MOST_BETWEEN; next++) {
    const line = lines.at(next)
    if (line.includes(MARK)) return parseBranch(line) !== undefined
    if (drawnOnly(line) === undefined) return false
  }
  return false
}

class TreeBlock {
  readonly nodes: NodeLine[] = []
  readonly rows: number[] = []
  /** Positions in `nodes`. */
  readonly parents: number[] = []
  readonly found: number[] = []
  readonly path = new TreePath()
  /** Marks of `print_tree` for children that were not printed. */
  marks = 0
  foreign = 0

  constructor(
    private readonly into: TextImport,
    private readonly block: number,
  ) {}

  add(node: NodeLine, at: number): void {
    const { builder } = this.into
    const position = this.nodes.length
    const parent = this.path.place(position, node.branch)
    if (parent >= 0) this.found[parent] = (this.found[parent] ?? 0) + 1
    this.nodes.push(node)
    this.parents.push(parent)
    this.found.push(0)
    this.rows.push(
      builder.add('inference', {
        frame: builder.frame({ signature: node.timed.signature }),
        parent: parent < 0 ? -1 : (this.rows[parent] ?? -1),
        exclusive: node.timed.exclusive,
        inclusive: node.timed.inclusive,
        flags: node.timed.prefix !== 'MethodInstance' && hasConstantArgument(node.timed.signature) ? CALL_FLAG.constProp : 0,
        children: node.children,
        block: this.block,
        line: at + 1,
      }),
    )
  }

  /** Nodes that printed more children than follow. */
  private cutNodes(): number[] {
    return this.nodes.flatMap((node, position) => (node.children > (this.found[position] ?? 0) ? [position] : []))
  }

  /** Sums of the exclusive times of each subtree. */
  private exclusiveSums(): Float64Array {
    const sums = Float64Array.from(this.nodes, (node) => node.timed.exclusive)
    for (let at = sums.length - 1; at > 0; at--) {
      const parent = this.parents[at] ?? -1
      if (parent >= 0) sums[parent] = (sums[parent] ?? 0) + (sums[at] ?? 0)
    }
    return sums
  }

  /** Sizes of each subtree. */
  private sizes(): Int32Array {
    const sizes = new Int32Array(this.nodes.length).fill(1)
    for (let at = sizes.length - 1; at > 0; at--) {
      const parent = this.parents[at] ?? -1
      if (parent >= 0) sizes[parent] = (sizes[parent] ?? 0) + (sizes[at] ?? 0)
    }
    return sizes
  }

  finish(title: string, announced: number | undefined, last: number): void {
    const { builder } = this.into
    const notes: string[] = []
    const { float16, provenance } = originOf(this.nodes.map((node) => node.timed))
    const cut = this.cutNodes()
    for (const position of cut) {
      const row = this.rows[position] ?? -1
      builder.setNumber('inference', row, 'flags', builder.number('inference', row, 'flags') | CALL_FLAG.cut)
    }
    const roots = this.parents.flatMap((parent, position) => (parent < 0 ? [position] : []))
    const [first] = this.nodes
    const single = this.nodes.length === 1
    if (announced !== undefined && announced !== roots.length) {
      const reason = this.marks > 0 ? ': the middle was left out to fit the screen' : ''
      notes.push(`The header announces ${formatCount(announced)} nodes, ${formatCount(roots.length)} follow${reason}.`)
    }
    if (announced === undefined && first?.branch) notes.push('The beginning of this tree is missing.')
    if (cut.length > 0) {
      const missing = cut.reduce((sum, position) => sum + (this.nodes[position]?.children ?? 0) - (this.found[position] ?? 0), 0)
      notes.push(
        single
          ? `Only the node itself was printed, not its ${missing === 1 ? 'only direct child' : `${formatCount(missing)} direct children`}.`
          : `${counted(missing, 'child', 'children')} of ${counted(cut.length, 'node', 'nodes')} ${missing === 1 ? 'was' : 'were'} not printed${this.marks > 0 && announced === undefined ? ': the tool cut the tree at a depth' : ''}.`,
      )
    }
    if (this.foreign > 0) notes.push(`${counted(this.foreign, 'line', 'lines')} within the tree could not be read.`)
    if (first && isRoot(first.timed.signature) && !float16) {
      notes.push('The exclusive time of ROOT is everything that was not inference: generating code, loading, running.')
    }
    if (float16) notes.push(...this.nestedNotes(cut.length === 0, roots))
    else notes.push(...this.checksumNotes(cut.length === 0, roots))
    const name = shortName(first?.timed.signature ?? '')
    const what = announced !== undefined ? 'Inference timing nodes' : single ? `Inference time of ${name}` : `Inference tree of ${name}`
    builder.amendBlock(this.block, {
      title: title === '' ? what : `${title}: ${what}`,
      shape: this.nodes.length === roots.length && roots.length !== 1 ? 'list' : 'tree',
      lastLine: last,
      provenance,
      notes,
    })
  }

  /** The checksum of SnoopCompile 2.x, 3.0 and 3.1: a node's inclusive time is the sum of the exclusive times below it. */
  private checksumNotes(whole: boolean, roots: readonly number[]): string[] {
    if (this.nodes.length === roots.length) return []
    const sums = this.exclusiveSums()
    const sizes = this.sizes()
    const notes: string[] = []
    for (const root of roots) {
      const node = this.nodes[root]
      const size = sizes[root] ?? 1
      if (!node || size === 1) continue
      const why = !whole
        ? 'not all of the tree was printed'
        : isRoot(node.timed.signature) || node.timed.prefix !== ''
          ? 'lines were changed or left out'
          : 'lines were changed or left out, or this is SnoopCompile 3.2, which counts nested time twice in Float16 numbers'
      notes.push(checksumNote('nodes', size, sums[root] ?? 0, node.timed, why))
    }
    return notes
  }

  /**
   * SnoopCompile 3.2: a node's inclusive time is its total, which holds its callees, plus theirs once more (formats.md b.4). It is
   * replaced by the sum of the exclusive times where the tree is whole.
   */
  private nestedNotes(whole: boolean, roots: readonly number[]): string[] {
    const notes = [
      'Times come from Float16 numbers of Julia 1.12 and SnoopCompile 3.2: about 3 digits are good. The order of children is not that of time.',
      'Exclusive times include generating native code, unless they were printed with include_llvm=false.',
    ]
    if (!whole) {
      notes.push('SnoopCompile 3.2 counts nested time more than once in inclusive times. They are shown as printed, because the tree is not whole.')
      return notes
    }
    const sums = this.exclusiveSums()
    const { builder } = this.into
    this.rows.forEach((row, position) => builder.setNumber('inference', row, 'inclusive', Math.max(0, sums[position] ?? 0)))
    const printed = roots.slice(0, 3).map((root) => {
      const node = this.nodes[root]
      return node ? `${shortName(node.timed.signature)}: printed ${seconds(node.timed.inclusive)}, recomputed ${seconds(sums[root] ?? 0)}` : ''
    })
    notes.push(
      `SnoopCompile 3.2 counts nested time more than once in inclusive times. They were recomputed as sums of exclusive times (${printed.join('; ')}).`,
    )
    return notes
  }
}

function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

function seconds(nanoseconds: number): string {
  return `${(nanoseconds / 1e9).toFixed(6)} s`
}

export const inferenceTree: TextFormat = {
  id: 'inference-tree',
  title: 'Inference trees of SnoopCompile: InferenceTimingNode, print_tree',
  marks: ['InferenceTimingNode'],

  begins(lines, at) {
    const line = lines.at(at)
    if (line.includes('InferenceTimingNode')) return readNode(lines, at, 0) !== undefined || nodesHeader(line) !== undefined
    return line.trimStart().startsWith('#') && commentedNode(lines, at) >= 0
  },

  read(lines, at, into) {
    let here = at
    let title = ''
    if (!lines.at(here).includes('InferenceTimingNode')) {
      const node = commentedNode(lines, here)
      if (node < 0) return at
      title = titleComment(lines.at(here))
      here = node
    }
    const announced = nodesHeader(lines.at(here))
    if (announced !== undefined) here++
    const first = readNode(lines, here, 0)
    if (!first && announced === undefined) return at

    const block = into.builder.block({
      part: 'inference',
      format: inferenceTree.id,
      title,
      command: into.command,
      source: into.source,
      firstLine: at + 1,
      shape: 'tree',
      times: 'both',
    })
    const tree = new TreeBlock(into, block)
    const indent = first?.indent ?? 0
    /** Whether further nodes without a branch belong here: those of a vector, or printed one after another. */
    const several = announced !== undefined || (first !== undefined && !first.branch && !isRoot(first.timed.signature))
    while (here < lines.length) {
      const line = lines.at(here)
      const node = line.includes(MARK) ? readNode(lines, here, indent) : undefined
      if (node) {
        const another = node.branch !== undefined || tree.nodes.length === 0 || (several && !isRoot(node.timed.signature))
        if (!another) break
        tree.add(node, here)
        here = node.next
        continue
      }
      const drawn = drawnOnly(line)
      // A vector too long for the screen has such a mark between its rows, too.
      const more = goesOn(lines, here) || (announced !== undefined && drawn === 'cut')
      if (drawn === 'cut' && tree.nodes.length > 0) tree.marks++
      else if (!more) break
      else if (drawn === undefined) {
        const next = into.interrupt(here)
        if (next > here) {
          here = next
          continue
        }
        tree.foreign++
        into.leaveUnparsed(here)
      }
      here++
    }
    tree.finish(title, announced, here)
    return here
  },
}

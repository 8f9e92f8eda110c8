/**
 * Depth in a tree as AbstractTrees prints it (`├─ │ └─`, or `+-- | \--`). Depth comes from the width of what stands before
 * a node. Where a web page dropped leading spaces it comes from the branches instead: a bar stands for each ancestor that
 * is not the last child, so that the bars and the ancestors so far determine the place.
 */

/** The branch drawn before a node; undefined if the line has none. */
export interface Branch {
  /** Position of the node's own text. */
  readonly text: number
  /** Depth by width, 1 below a root. */
  readonly depth: number
  readonly bars: number
  /** Leading levels drawn as spaces. */
  readonly blanks: number
  readonly last: boolean
  /** Whether the prefix is made of whole levels. */
  readonly even: boolean
}

/** One of these stands in every line with a branch. */
export const BRANCH_MARKS: readonly string[] = ['├─', '└─', '+--', '\\--']
const BRANCH = /^([\s\u00a0│|]*)(├─+|└─+|\+--|\\--)[ \u00a0]?/
/** Only what `print_tree` draws between nodes: bars, and the mark below a node whose children were cut. */
const DRAWN = /^[\s\u00a0│|]*(⋮|\.\.\.)?\s*$/

/** Reads the branch of a line; `indent` is what stands before the root. */
export function parseBranch(line: string, indent = 0): Branch | undefined {
  const match = BRANCH.exec(line)
  if (!match) return undefined
  const [whole, drawn = '', connector = ''] = match
  const width = connector.startsWith('├') || connector.startsWith('└') ? 3 : 4
  const spaces = drawn.length - drawn.replace(/^[\s\u00a0]+/, '').length
  const prefix = drawn.slice(Math.min(indent, spaces))
  let bars = 0
  let even = prefix.length % width === 0
  for (let at = 0; at < prefix.length; at++) {
    if (prefix[at] !== '│' && prefix[at] !== '|') continue
    bars++
    if (at % width !== 0) even = false
  }
  return {
    text: whole.length,
    depth: Math.floor(prefix.length / width) + 1,
    bars,
    blanks: Math.floor(Math.max(0, spaces - indent) / width),
    last: connector.startsWith('└') || connector.startsWith('\\'),
    even,
  }
}

/** `cut` for the mark of a cut, `bars` for a line of bars only, undefined for anything else. */
export function drawnOnly(line: string): 'cut' | 'bars' | undefined {
  const match = DRAWN.exec(line)
  if (!match) return undefined
  return match[1] ? 'cut' : 'bars'
}

/** The ancestors of the place where a tree is being read. */
export class TreePath {
  private readonly path: { depth: number; node: number; last: boolean }[] = []

  /** Places `node` (any number of the caller) and returns its parent, or -1. `branch` undefined is a root. */
  place(node: number, branch: Branch | undefined): number {
    if (!branch) {
      this.path.length = 0
      this.path.push({ depth: 0, node, last: true })
      return -1
    }
    const depth = this.depthOf(branch)
    while (this.path.length > 0 && (this.path.at(-1)?.depth ?? 0) >= depth) this.path.pop()
    const parent = this.path.at(-1)?.node ?? -1
    this.path.push({ depth, node, last: branch.last })
    return parent
  }

  private depthOf(branch: Branch): number {
    let leading = 0
    while (this.path[leading + 1]?.last) leading++
    if (branch.even && branch.blanks >= leading) return branch.depth
    let bars = 0
    for (let at = 1; at < this.path.length; at++) {
      const entry = this.path[at]
      if (!entry || entry.last) continue
      if (bars === branch.bars) return entry.depth
      bars++
    }
    return (this.path.at(-1)?.depth ?? 0) + 1
  }
}

/**
 * `suggest` of SnoopCompile: what to do about an inference trigger, as `FILE:LINE: ADVICE` (reference/formats.md b.4). The category
 * is read from the wording of the advice, which is the same in SnoopCompile 2.0 to 3.2. A suggestion may have several categories
 * (a vararg callee of an unspecialised call); the row has the one that the advice names first, the whole advice stays readable.
 */
import type { Row } from '../../shared/profile/builder'
import { formatCount } from '../../shared/units'
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'
import type { ReadRow } from './row-list'
import { readRows } from './row-list'
import { parseVectorHeader, readEntry } from './timing-text'
import { TreePath, drawnOnly, parseBranch } from './tree-prefix'

type SuggestionRow = Row<'triggers'>
type Category = NonNullable<SuggestionRow['category']>

/** How the advice begins, and the category it speaks of. SnoopCompile `show_suggest`. Longer beginnings stand first. */
const WORDINGS: readonly (readonly [beginning: string, category: Category])[] = [
  ['has Core.Box', 'HasCoreBox'],
  ['called by Test', 'FromTestDirect'],
  ['error path', 'ErrorPath'],
  ['unknown caller', 'NoCaller'],
  ['called by invokelatest', 'FromInvokeLatest'],
  ['called by invoke', 'FromInvoke'],
  ['no plausible Julia caller could be identified', 'MaybeFromC'],
  ['inlineable varargs called from Test', 'FromTestCallee'],
  ['inlineable type-specialization called from Test', 'FromTestCallee'],
  ['vararg caller and callee', 'CallerVararg'],
  ['uninferred inlineable vararg caller', 'CallerInlineable'],
  ['invoked callee is varargs', 'InvokedCalleeVararg'],
  ['non-inferrable or unspecialized call', 'UnspecCall'],
  ['partial type call', 'UnspecType'],
  ['invoked callee', 'Invoke'],
  ['variable callee', 'CalleeVariable'],
  // No category, or only ones that change nothing by themselves.
  ['Unspecialized or unknown', 'none'],
]
const ADVICE = new RegExp(`(?:^|: )(${WORDINGS.map(([beginning]) => beginning.replaceAll('.', '\\.')).join('|')})`)
const SITE = /^(\S.*):(-?\d+)$/
/** Sentences that go on below a suggestion. */
const FOLLOWING = /^\s*(?:If a noninferrable argument is a type or function|perhaps use `cond)/
/** `suggest` of a trigger tree prints this for its root. */
const TREE_ROOT = /^\s*no inference trigger(?: \((\d+) children\))?\s*$/
const CHILDREN = / \(\d+ children\)$/

function frameOf(text: string, into: TextImport): number {
  const { builder } = into
  const match = /^(.*\S) at (\S.*):(-?\d+)$/s.exec(text.trim())
  if (!match) return builder.frame({ signature: text.trim(), kind: 'frame' })
  return builder.frame({ signature: match[1] ?? '', file: match[2] ?? '', line: clampLine(match[3]), kind: 'frame' })
}

function clampLine(digits: string | undefined): number {
  return Math.max(-1, Math.min(Number(digits ?? -1), 0x7fffffff))
}

/** Callee and caller, where the advice names them. */
function involved(advice: string, into: TextImport): Pick<SuggestionRow, 'callee' | 'caller'> {
  const { builder } = into
  const instance = (signature: string | undefined) =>
    signature === undefined ? undefined : builder.frame({ signature: signature.trim().replace(/^MethodInstance for /, '') })
  const annotate = /perhaps annotate (.*) with (?:result )?type (?:of )?(.*?)(?: If a noninferrable.*)?$/s.exec(advice)
  if (annotate) return { caller: frameOf(annotate[1] ?? '', into), callee: instance(annotate[2]) }
  const forced = /force-specialize the callee (.*) in the caller\)/s.exec(advice)
  if (forced) return { callee: instance(forced[1]) }
  const unknown = /^Unspecialized or unknown for (.*) consider `stacktrace/s.exec(advice)
  if (unknown) return { callee: instance(unknown[1]) }
  const invoked = /invoked callee \((.*) may fail to precompile\)/s.exec(advice)
  if (invoked) return { caller: frameOf(invoked[1] ?? '', into) }
  return {}
}

/** The suggestion on line `at`, whose text begins at `from`; with the lines that belong to it. */
function readSuggestion(lines: Lines, at: number, from: number, into: TextImport): ReadRow<SuggestionRow> | undefined {
  const line = lines.at(at).slice(from)
  const found = findAdvice(line)
  if (!found) return undefined
  const entry = readEntry(lines, at, line)
  let advice = entry.text.slice(found.start).trimEnd()
  let { next } = entry
  while (next < lines.length && FOLLOWING.test(withoutBars(lines.at(next)))) advice += ` ${withoutBars(lines.at(next++)).trim()}`
  const category = WORDINGS.find(([beginning]) => advice.startsWith(beginning))?.[1] ?? 'none'
  return {
    row: { siteFile: found.file, siteLine: found.line, category, advice, ...involved(advice.replace(CHILDREN, ''), into), line: at + 1 },
    next,
  }
}

function withoutBars(line: string): string {
  return line.replace(/^[\s\u00a0│|]+/, '')
}

function findAdvice(line: string): { readonly start: number; readonly file: string; readonly line: number } | undefined {
  const match = ADVICE.exec(line)
  if (!match) return undefined
  const start = match.index + match[0].length - (match[1] ?? '').length
  if (match.index === 0 && start === 0) return { start, file: '', line: -1 }
  const [, file, number] = SITE.exec(line.slice(0, match.index).trim()) ?? []
  return file === undefined ? undefined : { start, file, line: clampLine(number) }
}

function suggestionsHeader(line: string): number | undefined {
  if (!line.includes('Suggested')) return undefined
  const header = parseVectorHeader(line)
  return header && /(?:^|\.)Suggested$/.test(header.element) ? header.count : undefined
}

export const triggerSuggestions: TextFormat = {
  id: 'trigger-suggestions',
  title: 'suggest of SnoopCompile: advice for inference triggers',

  begins(lines, at) {
    const line = lines.at(at)
    if (suggestionsHeader(line) !== undefined || beginsTree(lines, at)) return true
    // Without a place, the wording alone must not be mistaken for prose.
    const found = findAdvice(line.trimStart())
    return found !== undefined && (found.file !== '' || /^unknown caller, possibly from a Task\s*$| \(ignore\)\s*$/.test(line.trim()))
  },

  read(lines, at, into) {
    const { builder } = into
    const tree = beginsTree(lines, at)
    const announced = tree ? undefined : suggestionsHeader(lines.at(at))
    const block = builder.block({
      part: 'triggers',
      format: triggerSuggestions.id,
      title: 'Suggestions for inference triggers',
      command: into.command,
      source: into.source,
      firstLine: at + 1,
      shape: tree ? 'tree' : 'list',
      times: 'none',
      provenance: { kind: 'derived', tool: 'suggest', julia: '', error: '' },
    })
    if (tree) return readTree(lines, at, into, block)
    const list = readRows(lines, announced === undefined ? at : at + 1, into, announced, (_, here) => {
      const line = lines.at(here)
      return readSuggestion(lines, here, line.length - line.trimStart().length, into)
    })
    for (const row of list.rows) builder.add('triggers', { ...row, block })
    builder.amendBlock(block, { lastLine: list.next, notes: list.notes })
    return list.next
  },
}

function beginsTree(lines: Lines, at: number): boolean {
  return TREE_ROOT.test(lines.at(at)) && parseBranch(lines.at(at + 1)) !== undefined
}

/** Suggestions of a trigger tree: the same lines below one another. */
function readTree(lines: Lines, at: number, into: TextImport, block: number): number {
  const { builder } = into
  const path = new TreePath()
  path.place(-1, undefined)
  let here = at + 1
  let unread = 0
  while (here < lines.length) {
    const line = lines.at(here)
    const branch = parseBranch(line)
    const entry = branch && readSuggestion(lines, here, branch.text, into)
    if (entry) {
      const parent = path.place(builder.length('triggers'), branch)
      builder.add('triggers', { ...entry.row, parent, block })
      here = entry.next
      continue
    }
    if (!branch && (drawnOnly(line) === undefined || line.trim() === '')) break
    if (branch) {
      into.leaveUnparsed(here)
      unread++
    }
    here++
  }
  const notes = unread > 0 ? [`${formatCount(unread)} lines within the tree could not be read.`] : []
  builder.amendBlock(block, { lastLine: here, notes })
  return here
}

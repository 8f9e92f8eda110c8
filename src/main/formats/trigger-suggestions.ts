/**
 * `suggest` of SnoopCompile: what to do about an inference trigger, as `FILE:LINE: ADVICE` (reference/formats.md b.4). The category
 * is read from the wording of the advice, which has been the same since SnoopCompile 2.5; 2.4 had words of its own. A suggestion may
 * have several categories (a vararg callee of an unspecialised call); the row has the one that the advice names first, the whole
 * advice stays readable. `suggest` of a trigger tree prints the same lines as a tree.
 */
import type { Row } from '../../shared/profile/builder'
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'
import type { ReadRow } from './row-list'
import { readRows } from './row-list'
import { parseMethod, parseVectorHeader, readEntry } from './timing-text'
import type { Branch } from './tree-prefix'
import { TreePath, parseBranch } from './tree-prefix'

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
  // SnoopCompile 2.4.
  ['callee is varargs and caller is not specialized', 'CalleeVararg'],
  ['caller is varargs', 'CallerVararg'],
  ['non-inferrable call', 'UnspecCall'],
  ['regular invoke', 'Invoke'],
  ["I've got nothing to say", 'none'],
]
const ADVICE = new RegExp(`(?:^|: )(${WORDINGS.map(([beginning]) => beginning.replaceAll('.', '\\.')).join('|')})`)
const SITE = /^(\S.*):(-?\d+)$/
/** Sentences that go on below a suggestion, and in SnoopCompile 2.4 a list of its callers. */
const FOLLOWING = /^\s*(?:If a noninferrable argument is a type or function|perhaps use `cond|immediate caller\(s\):|(\d+)-element Vector\{(?:\w+\.)*StackFrame\}:)/
/** `suggest` of a trigger tree prints this for its root. */
const TREE_ROOT = /^\s*no inference trigger(?: \((\d+) children\))?\s*$/
const CHILDREN = / \(\d+ children\)$/

/** The caller as advice names it: a frame of the stack, in SnoopCompile 2.4 also a method. */
function frameOf(text: string, into: TextImport): number {
  const { builder } = into
  const method = parseMethod(text)
  if (method) return builder.frame({ ...method, line: clampLine(String(method.line)), kind: 'method' })
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
  const annotate = /perhaps annotate (.*) with (?:result )?type (?:of )?(.*)$/s.exec(advice)
  if (annotate) return { caller: frameOf(annotate[1] ?? '', into), callee: instance(annotate[2]) }
  const forced = /force-specialize the callee (.*?)(?: in the caller|, or declare an umbrella type)?\)$/s.exec(advice)
  if (forced) return { callee: instance(forced[1]) }
  const unknown = /^(?:Unspecialized or unknown|I've got nothing to say) for (.*) consider `stacktrace/s.exec(advice)
  if (unknown) return { callee: instance(unknown[1]) }
  const caller = /\((.*) may fail to precompile\)$|\(perhaps precompile (.*)\)$|specialize the caller (.*), or improve/s.exec(advice)
  const named = caller?.slice(1).find(Boolean)
  return named === undefined ? {} : { caller: frameOf(named, into) }
}

interface Suggestion {
  readonly row: SuggestionRow
  readonly branch: Branch | undefined
}

/** The suggestion on line `at`, with the lines that belong to it. */
function readSuggestion(lines: Lines, at: number, into: TextImport): ReadRow<Suggestion> | undefined {
  const whole = lines.at(at)
  const branch = parseBranch(whole)
  const line = branch ? whole.slice(branch.text) : whole.trimStart()
  const found = findAdvice(line)
  if (!found) return undefined
  const entry = readEntry(lines, at, line)
  const first = entry.text.slice(found.start).trimEnd()
  const category = WORDINGS.find(([beginning]) => first.startsWith(beginning))?.[1] ?? 'none'
  const advice = [first]
  let { next } = entry
  for (let more = 0; next < lines.length; next++) {
    const below = withoutBars(lines.at(next))
    const following = FOLLOWING.exec(below)
    if (!following && (more-- <= 0 || below === '' || parseBranch(lines.at(next)))) break
    if (following?.[1]) more = Number(following[1])
    advice.push(below.trim())
  }
  const row = { siteFile: found.file, siteLine: found.line, category, advice: advice.join(' '), line: at + 1 }
  return { row: { row: { ...row, ...involved(first.replace(CHILDREN, ''), into) }, branch }, next }
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
  title: 'Advice of suggest of SnoopCompile',
  marks: ['Suggested', 'no inference trigger', ...WORDINGS.map(([beginning]) => beginning)],

  begins(lines, at) {
    const line = lines.at(at)
    if (suggestionsHeader(line) !== undefined || isTreeRoot(lines, at)) return true
    const branch = parseBranch(line)
    const found = findAdvice(branch ? line.slice(branch.text) : line.trimStart())
    // Without a place, the wording alone must not be mistaken for prose.
    return found !== undefined && (found.file !== '' || /(?:^|─ )\s*unknown caller, possibly from a Task\s*$| \(ignore\)\s*$/.test(line))
  },

  read(lines, at, into) {
    const { builder } = into
    const root = isTreeRoot(lines, at)
    const announced = root ? undefined : suggestionsHeader(lines.at(at))
    const list = readRows(lines, root || announced !== undefined ? at + 1 : at, into, announced, (_, here) => readSuggestion(lines, here, into))
    const tree = list.rows.some(({ branch }) => branch !== undefined)
    const block = builder.block({
      part: 'triggers',
      format: triggerSuggestions.id,
      title: 'Suggestions for inference triggers',
      command: into.command,
      source: into.source,
      firstLine: at + 1,
      lastLine: list.next,
      shape: tree ? 'tree' : 'list',
      times: 'none',
      provenance: { kind: 'derived', tool: 'suggest', julia: '', error: '' },
      notes: list.notes,
    })
    const path = new TreePath()
    // The root of a whole tree of triggers is no trigger itself.
    if (root) path.place(-1, undefined)
    for (const { row, branch } of list.rows) {
      const parent = path.place(builder.length('triggers'), branch)
      builder.add('triggers', { ...row, parent, block })
    }
    return list.next
  },
}

function isTreeRoot(lines: Lines, at: number): boolean {
  return TREE_ROOT.test(lines.at(at)) && parseBranch(lines.at(at + 1)) !== undefined
}

/**
 * The pieces that all printed invalidations share: what was inserted or deleted, the numbered items below it, instances
 * and methods with their places (formats.md, b.5). It reads text only; the formats beside it make rows of what it finds.
 */
import type { FrameIdentity, Row } from '../../shared/profile/builder'
import type { Lines } from './lines'

type Reason = NonNullable<Row<'invalidations'>['reason']>

export interface Cause {
  readonly reason: Reason
  readonly frame: FrameIdentity
}

interface Place {
  readonly signature: string
  readonly module: string
  readonly file: string
  readonly line: number
}

/**
 * `f(x) @ Mod file:1` (Julia 1.9 and later), `f(x) in Mod at file:1` (before). The file may hold spaces and a drive. Read
 * from its end and without backtracking: a signature can be as long as a book.
 */
function parsePlace(text: string): Place | undefined {
  const number = /:(\d{1,9})$/.exec(text.slice(-11))
  if (!number) return undefined
  const head = text.slice(0, -number[0].length)
  const line = Number(number[1])
  const at = head.lastIndexOf(' @ ')
  const gap = at < 0 ? -1 : head.indexOf(' ', at + 3)
  if (at > 0 && gap > at + 3) return { signature: head.slice(0, at), module: head.slice(at + 3, gap), file: head.slice(gap + 1), line }
  const inside = head.lastIndexOf(' in ', head.lastIndexOf(' at '))
  const older = inside > 0 ? /^(\S+) at (.+)$/.exec(head.slice(inside + 4)) : undefined
  return older ? { signature: head.slice(0, inside), module: older[1] ?? '', file: older[2] ?? '', line } : undefined
}

const UNPLACED_CALL = /^([^\s(]*\(.*\)(?: where [^)]+?)?)(?: (?:in|@) (\S+))?$/
/** Without its place a longer text is no method. */
const LONGEST_CALL = 20_000
const PATH = /^[^\s()]+$/

/** A method as Julia prints it, a binding (`Main.x`), or `nothing`. `undefined` if `text` is none of these. */
export function parseMethod(text: string): FrameIdentity | undefined {
  const place = parsePlace(text)
  if (place) return { ...place, kind: 'method' }
  if (text === 'nothing') return { signature: text, name: text, kind: 'method' }
  if (text.length > LONGEST_CALL) return undefined
  if (PATH.test(text)) return { signature: text, kind: 'binding' }
  const call = UNPLACED_CALL.exec(text)
  if (!call) return undefined
  return { signature: call[1] ?? text, kind: 'method', ...(call[2] === undefined ? {} : { module: call[2] }) }
}

/**
 * The frame of an instance. The words `MethodInstance for` are left off, because inference prints the same instance
 * without them and both are to be one frame.
 */
export function instanceFrame(text: string): FrameIdentity {
  return { signature: text.trim().replace(/^MethodInstance for /, ''), kind: 'instance' }
}

const CAUSE = /^\s*(inserting|deleting|rebinding|unknown) (\S.*?) invalidated:\s*$/
/** One of these stands in the first line of every cause. */
export const CAUSE_MARKS: readonly string[] = ['inserting ', 'deleting ', 'rebinding ', 'unknown ']
const CAUSE_START = /^\s*(?:inserting|deleting|rebinding|unknown) \S/
/** A vector shown on one line puts its type before the first tree and `;, ` between trees. */
const COMPACT_START = /^(?:\S+ = )?(?:\w+\.)*\w*MethodInvalidations\[(?=\w)|^;, ?(?=\w)/
function withoutCompactStart(line: string): string {
  return line.startsWith(';') || line.includes('MethodInvalidations[') ? line.replace(COMPACT_START, '') : line
}

function parseCause(text: string): Cause | undefined {
  const found = CAUSE.exec(withoutCompactStart(text))
  const frame = found && parseMethod((found[2] ?? '').trim())
  return frame ? { reason: found[1] as Reason, frame } : undefined
}

export interface Found<What> {
  readonly what: What
  /** First line after it. */
  readonly next: number
}

/** The cause that begins at line `at`, also where a terminal wrapped it over a few lines. */
export function causeAt(lines: Lines, at: number): Found<Cause> | undefined {
  const line = withoutCompactStart(lines.at(at))
  if (!CAUSE_START.test(line)) return undefined
  let text = line
  for (let next = at + 1; next <= at + WRAPPED; next++) {
    const cause = parseCause(text)
    if (cause) return { what: cause, next }
    const more = lines.at(next)
    if (more.trim() === '' || text.trimEnd().endsWith(':')) return undefined
    text = joinWrapped(text, more)
  }
  return undefined
}

/** No terminal is so narrow that one item takes more lines. */
const WRAPPED = 12
const WRAPPED_AT_WORD = /(?:,|\b(?:where|with|triggered|superseding|signature|for|in|at|inserting|deleting)|@)$/

/** Puts back together what a terminal (which cuts anywhere) or an editor (which cuts at a space) broke in two. */
export function joinWrapped(first: string, second: string): string {
  const head = first.trimEnd()
  const gap = head.length < first.length || WRAPPED_AT_WORD.test(head) ? ' ' : ''
  return head + gap + second.trimStart()
}

export interface Item {
  /** Position in its list, from 1. */
  readonly index: number
  /** The signature that triggered, or the method that was superseded; '' where the list does not say. */
  readonly via: string
  readonly frame: FrameIdentity
  /** Descendants as printed, -1 if not printed. */
  readonly children: number
  /** What stands after the item on its line. */
  readonly rest: string
}

/** `1: signature T triggered MI (2 children)`, `1: superseding M with MI (2 children)`, `1: MI (2 children)`. */
export function parseItem(text: string): Item | undefined {
  const number = /^[\s,]*(\d+): /.exec(text)
  if (!number) return undefined
  let node = text.slice(number[0].length)
  let via = ''
  for (const [word, link] of [['signature ', ' triggered '], ['superseding ', ' with ']] as const) {
    if (!node.startsWith(word)) continue
    const end = node.indexOf(link)
    if (end < 0) return undefined
    via = node.slice(word.length, end)
    node = node.slice(end + link.length)
    break
  }
  if (via === '' && !/^(?:Toplevel )?MethodInstance /.test(node)) return undefined
  const index = Number(number[1])
  const end = node.indexOf(' children)')
  const blocked = node.indexOf(' blocked ')
  if (end < 0 || (blocked >= 0 && blocked < end)) {
    if (blocked < 0) return undefined
    return { index, via, frame: instanceFrame(node.slice(0, blocked)), children: -1, rest: node.slice(blocked) }
  }
  const open = node.lastIndexOf('(', end)
  const children = Number(node.slice(open + 1, end))
  if (open < 0 || !Number.isInteger(children)) return undefined
  return { index, via, frame: instanceFrame(node.slice(0, open)), children, rest: node.slice(end + ' children)'.length) }
}

export const SECTION = /^[\s;]*(mt_backedges|backedges): *(?=\d+: )/
const ITEM_START = /^\s*(?:(?:mt_backedges|backedges): *)?\d+: (?:signature|superseding|(?:Toplevel )?MethodInstance) /

/** The line of an item at `at`, wrapped parts included, or `undefined` if no whole item is there. */
export function itemLineAt(lines: Lines, at: number): Found<string> | undefined {
  let text = lines.at(at)
  if (!ITEM_START.test(text)) return undefined
  for (let next = at + 1; next <= at + WRAPPED; next++) {
    if (parseItem(text.replace(SECTION, ''))) return { what: text, next }
    const more = lines.at(next)
    if (more.trim() === '' || ITEM_START.test(more) || CAUSE_START.test(more) || isCut(more)) return undefined
    text = joinWrapped(text, more)
  }
  return undefined
}

/** `⋮`, or the dots that a person puts where lines were left out. */
export function isCut(line: string): boolean {
  return line.length < 40 && /^\s*(?:⋮|…|\[?\.(?:\s*\.){0,5}\]?)\s*$/.test(line)
}

/** The next line that is not blank. Looks three lines ahead: more blank lines separate two outputs. */
export function skipBlank(lines: Lines, at: number): number {
  let next = at
  while (next < at + 3 && next < lines.length && lines.at(next).trim() === '') next++
  return next
}

/** Whether all brackets that open in `text` close in it; brackets within quotes do not count. */
export function isBalanced(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') {
      const end = text.indexOf('"', at + 1)
      if (end < 0) return depth <= 0
      at = end
    } else if (char === '(' || char === '[' || char === '{') depth++
    else if (char === ')' || char === ']' || char === '}') depth--
  }
  return depth <= 0
}

/** Which Julia prints methods in the form of this line, '' if the line does not tell. */
export function juliaOf(line: string): string {
  return / @ \S+ \S/.test(line) ? '1.9 and later' : / in \S+ at \S/.test(line) ? '1.8 and earlier' : ''
}

/**
 * Inference triggers of SnoopCompile: calls by runtime dispatch that had to be inferred (reference/formats.md b.4). Four forms: one
 * line a trigger, groups by the caller's method, groups by call site, and `trigger_tree`, whose nodes are bare method
 * instances. A group's row has no callee: which ones it counts is not printed.
 */
import type { Row } from '../../shared/profile/builder'
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'
import type { ReadRow } from './row-list'
import { readRows } from './row-list'
import type { VectorHeader } from './timing-text'
import { LINE_START, parseMethod, parseVectorHeader, readEntry } from './timing-text'
import { BRANCH_MARKS, TreePath, drawnOnly, parseBranch } from './tree-prefix'

const MARK = 'Inference triggered to call '
const GROUP = /^\s*(\S.*) \((\d+) callees from (\d+) callers\)\s*$/
const NODE = /^\s*TriggerNode for (\S.*) with (\d+) direct child(?:ren)?\s*$/
/** A method instance as Julia prints it, alone on its line. */
const INSTANCE = /^[^\s│├└].*\(.*\)(?: where \S.*)?\s*$/

type TriggerRow = Row<'triggers'>

function withoutPrefix(signature: string): string {
  return signature.trim().replace(/^MethodInstance for /, '')
}

/** Splits `HEAD (FILE:LINE)`. */
function splitSite(text: string): { readonly head: string; readonly file: string; readonly line: number } | undefined {
  const match = /^(.*\S) \(([^()]*(?:\([^()]*\)[^()]*)*):(-?\d+)\)\s*$/s.exec(text)
  return match ? { head: match[1] ?? '', file: match[2] ?? '', line: clampLine(match[3]) } : undefined
}

function clampLine(digits: string | undefined): number {
  return Math.max(-1, Math.min(Number(digits ?? -1), 0x7fffffff))
}

/** What stands after `Inference triggered to call `. */
function parseTrigger(text: string, into: TextImport): TriggerRow | undefined {
  const { builder } = into
  const toplevel = text.search(/ called from toplevel(?: code .*)?\s*$/s)
  const specialization = text.lastIndexOf(' with specialization ')
  const inlined = text.lastIndexOf(' inlined into ')
  let call = text
  let relation: 'unknown' | 'specialization' | 'inlined' | 'toplevel' = 'unknown'
  let caller: number | undefined
  if (toplevel >= 0) {
    relation = 'toplevel'
    call = text.slice(0, toplevel)
  } else if (specialization >= 0 && specialization > inlined) {
    relation = 'specialization'
    call = text.slice(0, specialization)
    caller = builder.frame({ signature: withoutPrefix(text.slice(specialization + ' with specialization '.length)) })
  } else if (inlined >= 0) {
    relation = 'inlined'
    call = text.slice(0, inlined)
    const outer = text.slice(inlined + ' inlined into '.length)
    const site = splitSite(outer)
    caller = builder.frame(
      site ? { signature: withoutPrefix(site.head), file: site.file, line: site.line } : { signature: withoutPrefix(outer) },
    )
  }
  const site = splitSite(call)
  const from = site ? site.head.lastIndexOf(' from ') : -1
  if (!site || from < 0) {
    if (withoutPrefix(call) === '') return undefined
    return { callee: builder.frame({ signature: withoutPrefix(call) }), caller, relation }
  }
  return {
    callee: builder.frame({ signature: withoutPrefix(site.head.slice(0, from)) }),
    caller,
    relation,
    siteName: site.head.slice(from + ' from '.length),
    siteFile: site.file,
    siteLine: site.line,
  }
}

/** One form of rows, printed as a list. */
interface ListForm {
  readonly title: string
  readonly shape: 'list' | 'grouped'
  readonly note: string
  matches(lines: Lines, at: number): boolean
  row(lines: Lines, at: number, into: TextImport): ReadRow<TriggerRow> | undefined
}

/** A header of that form of vector. */
const HEADERS: readonly (readonly [element: RegExp, form: 'triggers' | 'methods' | 'locations'])[] = [
  [/(?:^|\.)InferenceTrigger$/, 'triggers'],
  [/(?:^|\.)(?:MethodTriggers|TaggedTriggers\{(?:\w+\.)*Method\})$/, 'methods'],
  [/(?:^|\.)(?:LocationTriggers|TaggedTriggers\{(?:\w+\.)*Location\})$/, 'locations'],
]

function triggersHeader(line: string): { readonly header: VectorHeader; readonly form: keyof typeof FORMS } | undefined {
  if (!line.includes('Trigger')) return undefined
  const header = parseVectorHeader(line)
  const found = header && HEADERS.find(([element]) => element.test(header.element))
  return found && { header, form: found[1] }
}

const FORMS = {
  triggers: {
    title: 'Inference triggers',
    shape: 'list',
    note: '',
    matches: (lines, at) => {
      const mark = lines.at(at).indexOf(MARK)
      return mark >= 0 && LINE_START.test(lines.at(at).slice(0, mark)) && lines.at(at).length > mark + MARK.length
    },
    row(lines, at, into) {
      if (!this.matches(lines, at)) return undefined
      const line = lines.at(at)
      const { text, next } = readEntry(lines, at, line.slice(line.indexOf(MARK) + MARK.length))
      const row = parseTrigger(text, into)
      return row && { row, next }
    },
  },
  methods: {
    title: 'Inference triggers by method',
    shape: 'grouped',
    note: '',
    matches: (lines, at) => parseMethod(GROUP.exec(lines.at(at))?.[1] ?? '') !== undefined,
    row(lines, at, into) {
      const [, what = '', callees, callers] = GROUP.exec(lines.at(at)) ?? []
      const method = parseMethod(what)
      if (!method) return undefined
      const caller = into.builder.frame({ ...method, line: clampLine(String(method.line)), kind: 'method' })
      return { row: { caller, callees: clampLine(callees), callers: clampLine(callers) }, next: at + 1 }
    },
  },
  locations: {
    title: 'Inference triggers by location',
    shape: 'grouped',
    note: 'A line that calls several functions has one row for each of them.',
    matches: (lines, at) => {
      const what = GROUP.exec(lines.at(at))?.[1]
      return what !== undefined && !parseMethod(what) && / at .*:-?\d+$/.test(what)
    },
    row(lines, at) {
      const [, what = '', callees, callers] = GROUP.exec(lines.at(at)) ?? []
      const [, siteName, siteFile, line] = /^(.*?\S) at (\S.*):(-?\d+)$/.exec(what) ?? []
      if (siteName === undefined || parseMethod(what)) return undefined
      return {
        row: { siteName, siteFile, siteLine: clampLine(line), callees: clampLine(callees), callers: clampLine(callers) },
        next: at + 1,
      }
    },
  },
} satisfies Record<string, ListForm>

const FORM_NAMES = ['triggers', 'methods', 'locations'] as const

/** Whether line `at` is the root of a trigger tree that is printed below it. */
function beginsTree(lines: Lines, at: number): boolean {
  const below = lines.at(at + 1)
  const branch = parseBranch(below, indentOf(lines.at(at)))
  if (branch?.depth !== 1 || !isInstance(below.slice(branch.text))) return false
  return lines.at(at).trim() === 'root' || (isInstance(lines.at(at).trim()) && !parseBranch(lines.at(at)))
}

function isInstance(text: string): boolean {
  return INSTANCE.test(text) && !text.includes('InferenceTiming') && !/^[\w ]+: /.test(text)
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

export const inferenceTriggers: TextFormat = {
  id: 'inference-triggers',
  title: 'Inference triggers and trigger_tree of SnoopCompile',
  marks: ['Trigger', MARK, ' callees from ', ...BRANCH_MARKS],

  begins(lines, at) {
    const line = lines.at(at)
    if (line.includes('Trigger') && (triggersHeader(line) || NODE.test(line))) return true
    if (line.includes(MARK)) return FORMS.triggers.matches(lines, at)
    if (line.includes(' callees from ')) return GROUP.test(line) && FORM_NAMES.some((form) => FORMS[form].matches(lines, at))
    return (line.endsWith('root') || line.includes('(')) && beginsTree(lines, at)
  },

  read(lines, at, into) {
    const line = lines.at(at)
    const headed = triggersHeader(line)
    if (!headed) {
      if (NODE.test(line)) return readSingleNode(lines, at, into)
      if (beginsTree(lines, at)) {
        // Method instances with their backedges print in the same way; only `root` belongs to triggers alone.
        return lines.at(at).trim() === 'root' || /trig|\bitree\b/i.test(into.command) ? readTree(lines, at, into) : at
      }
    }
    const name = headed?.form ?? FORM_NAMES.find((form) => FORMS[form].matches(lines, at))
    if (!name) return at
    const form: ListForm = FORMS[name]
    const lineOf = new Map<TriggerRow, number>()
    const list = readRows(lines, headed ? at + 1 : at, into, headed?.header.count, (_, here) => {
      if (!form.matches(lines, here)) return undefined
      const entry = form.row(lines, here, into)
      if (entry) lineOf.set(entry.row, here + 1)
      return entry
    })
    if (!headed && list.rows.length === 0) return at
    const { builder } = into
    const block = builder.block({
      part: 'triggers',
      format: inferenceTriggers.id,
      title: form.title,
      command: into.command,
      source: into.source,
      firstLine: at + 1,
      lastLine: list.next,
      shape: form.shape,
      times: 'none',
      provenance: { kind: 'measured', tool: 'inference_triggers', julia: '', error: '' },
      notes: form.note === '' || list.rows.length === 0 ? list.notes : [form.note, ...list.notes],
    })
    for (const row of list.rows) builder.add('triggers', { ...row, block, line: lineOf.get(row) ?? -1 })
    return list.next
  },
}

function treeBlock(into: TextImport, at: number, title: string): number {
  return into.builder.block({
    part: 'triggers',
    format: inferenceTriggers.id,
    title,
    command: into.command,
    source: into.source,
    firstLine: at + 1,
    shape: 'tree',
    times: 'none',
    provenance: { kind: 'measured', tool: 'trigger_tree', julia: '', error: '' },
  })
}

/** `TriggerNode for root with 13 direct children`: a node of which nothing else was printed. */
function readSingleNode(lines: Lines, at: number, into: TextImport): number {
  const [, what = '', count = '0'] = NODE.exec(lines.at(at)) ?? []
  const { builder } = into
  const block = treeBlock(into, at, 'Inference triggers, as a tree')
  const notes = [`Only the node itself was printed, not its ${count === '1' ? 'only direct child' : `${count} direct children`}.`]
  builder.amendBlock(block, { lastLine: at + 1, notes: Number(count) === 0 ? [] : notes })
  if (what !== 'root') {
    builder.add('triggers', { callee: builder.frame({ signature: withoutPrefix(what) }), block, line: at + 1 })
  }
  return at + 1
}

function readTree(lines: Lines, at: number, into: TextImport): number {
  const { builder } = into
  const block = treeBlock(into, at, 'Inference triggers, as a tree')
  const path = new TreePath()
  const indent = indentOf(lines.at(at))
  const root = lines.at(at).trim()
  let cut = 0
  let rows = 0
  // `root` stands for the whole session and is no trigger: its children have no parent.
  const rootRow =
    root === 'root' ? -1 : builder.add('triggers', { callee: builder.frame({ signature: withoutPrefix(root) }), block, line: at + 1 })
  path.place(rootRow, undefined)
  let here = at + 1
  while (here < lines.length) {
    const line = lines.at(here)
    const branch = parseBranch(line, indent)
    if (branch && line.slice(branch.text).trim() !== '') {
      const entry = readEntry(lines, here, line.slice(branch.text))
      const parent = path.place(builder.length('triggers'), branch)
      builder.add('triggers', { parent, callee: builder.frame({ signature: withoutPrefix(entry.text) }), block, line: here + 1 })
      rows++
      here = entry.next
      continue
    }
    const drawn = drawnOnly(line)
    const next = drawnOnly(lines.at(here + 1)) === undefined ? here + 1 : here + 2
    if (drawn === 'cut') cut++
    else if (!parseBranch(lines.at(next), indent)) break
    else if (drawn === undefined) into.leaveUnparsed(here)
    here++
  }
  const notes = cut > 0 ? [`The tool marked ${cut} places at which it cut the tree.`] : []
  builder.amendBlock(block, { lastLine: here, notes })
  return rows > 0 ? here : at
}

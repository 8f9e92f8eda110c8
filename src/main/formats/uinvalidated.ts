/**
 * Lists of the instances that were invalidated, each once: what `uinvalidated` of SnoopCompile returns, shown as a set or
 * a vector, printed one per line, or only counted by `@show length(uinvalidated(…))` (formats.md, b.5). The same lines
 * come from MethodAnalysis, where they say nothing about invalidation: the command above tells the two apart.
 */
import type { TextFormat } from './format'
import { instanceFrame, isBalanced, isCut, joinWrapped } from './invalidation-text'
import type { Lines } from './lines'

const INSTANCE = /^\s*(?:Toplevel )?MethodInstance (?:for|thunk) ?\S/
const VECTOR = /^\s*(\d+)-element (?:Vector|Array)\{(?:Core\.)?MethodInstance(?:, ?1)?\}:?\s*$/
const SET = /^\s*Set\{(?:Core\.)?MethodInstance\} with (\d+) elements?:\s*$/
const ONE_LINE = /^(?:(\S.*?) = )?(?:Set\()?(?:Core\.)?MethodInstance\[(MethodInstance for .*)\]\)?\s*$/
const LENGTH = /^length\((?:\w+\.)*uinvalidated\(.*\)\) = (\d+)\s*$/
const TREE_BELOW = /^\s*[├└]─/

/** Whether a typed command can have printed invalidated instances. Commands not known may. */
function canComeFrom(command: string): boolean {
  return command === '' || /invalid|\bumis?\b/i.test(command)
}

/** The instance at `at`, with the lines that a terminal wrapped; `undefined` if there is none. */
function instanceAt(lines: Lines, at: number): { text: string, next: number } | undefined {
  let text = lines.at(at)
  if (!INSTANCE.test(text) || / at depth \d+ with \d+ children\s*$| \(\d+ children\)/.test(text)) return undefined
  for (let next = at + 1; ; next++) {
    if (isBalanced(text) || text.endsWith('…')) return { text: text.trim(), next }
    const more = lines.at(next)
    if (next > at + 12 || more.trim() === '' || INSTANCE.test(more)) return { text: lines.at(at).trim(), next: at + 1 }
    text = joinWrapped(text, more)
  }
}

export const uniqueInvalidated: TextFormat = {
  id: 'uinvalidated',
  title: 'uinvalidated of SnoopCompile',
  marks: ['MethodInstance', 'uinvalidated('],
  begins(lines, at) {
    const line = lines.at(at)
    return INSTANCE.test(line) || VECTOR.test(line) || SET.test(line) || LENGTH.test(line) || (line.includes('MethodInstance[') && ONE_LINE.test(line))
  },
  read(lines, at, { builder, command, source }) {
    const line = lines.at(at)
    const common = {
      format: this.id, command, source, firstLine: at + 1, lastLine: at + 1,
      provenance: { kind: 'measured', tool: 'uinvalidated', julia: '', error: '' },
    } as const
    const counted = LENGTH.exec(line)
    if (counted) {
      const block = builder.block({ ...common, part: 'counts', title: 'Number of invalidated instances' })
      builder.add('counts', { name: 'invalidated instances', label: 'uinvalidated', count: Number(counted[1]), block, line: at + 1 })
      return at + 1
    }
    const shown = ONE_LINE.exec(line)
    if (!canComeFrom(shown?.[1] ?? command)) return at
    const found: { text: string, line: number }[] = []
    const header = VECTOR.exec(line) ?? SET.exec(line)
    let end = shown || header ? at + 1 : at
    let cut = false
    if (shown) for (const text of (shown[2] ?? '').split(/, (?=MethodInstance for )/)) found.push({ text, line: at + 1 })
    else {
      for (let next = end; next < lines.length; ) {
        const instance = instanceAt(lines, next)
        if (instance) {
          found.push({ text: instance.text, line: next + 1 })
          end = next = instance.next
        } else if (isCut(lines.at(next)) && (header !== null || INSTANCE.test(lines.at(next + 1)))) {
          cut = true
          end = ++next
        } else break
      }
      if (!header && (found.length === 0 || TREE_BELOW.test(lines.at(end)))) return at
    }
    const notes = ['Each instance stands here once, even if several methods invalidated it.']
    const expected = header ? Number(header[1]) : found.length
    if (cut || expected !== found.length) notes.push(`The list is incomplete: ${found.length} of ${header?.[1] ?? 'more'} instances are here.`)
    if (found.some(({ text }) => text.endsWith('…'))) notes.push('Long signatures are cut (…) where the list was printed.')
    const block = builder.block({ ...common, part: 'invalidations', title: 'Invalidated instances', lastLine: end, shape: 'list', notes })
    for (const { text, line } of found) {
      builder.add('invalidations', { kind: 'unique', frame: builder.frame(instanceFrame(text)), block, line })
    }
    return end
  },
}

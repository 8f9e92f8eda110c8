/** A call tree as indented lines, for goldens and for comparing trees. */
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'

/** `name start inclusive/exclusive`, two spaces a level, callees in the order of their rows. `?` is "not known". */
export function treeText(profile: Profile, part: 'stacks' | 'inference' = 'stacks'): string {
  const tree = profile[part]
  const children = new Map<number, number[]>()
  for (const [row, parent] of tree.parent.entries()) children.set(parent, [...(children.get(parent) ?? []), row])
  const number = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? '?' : String(value))
  const lines: string[] = []
  const waiting = (children.get(-1) ?? []).map((row) => ({ row, depth: 0 })).reverse()
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { row, depth } = next
    const name = textAt(profile, profile.frames.signature[tree.frame[row] ?? -1])
    lines.push(`${'  '.repeat(depth)}${name} ${number(tree.start[row])} ${number(tree.inclusive[row])}/${number(tree.exclusive[row])}`)
    for (const child of (children.get(row) ?? []).reverse()) waiting.push({ row: child, depth: depth + 1 })
  }
  return lines.join('\n')
}

/**
 * The outputs that the view can show as calls: inference trees and lists, and stacks of any other profiler. One is shown
 * at a time, because two measurements are never one. Triggers and code generation have tables of their own.
 */
import type { BlockRows } from '../../../../shared/profile/block-rows'
import { rowsByBlock } from '../../../../shared/profile/block-rows'
import type { Block, Profile } from '../../../../shared/profile/tables'

export type CallPart = 'inference' | 'stacks'
export const CALL_PARTS = ['inference', 'stacks'] as const satisfies readonly CallPart[]

export interface Output extends BlockRows {
  readonly part: CallPart
  readonly block: Block
}

/** Those with rows, inference first. */
export function outputsOf(profile: Profile): Output[] {
  return CALL_PARTS.flatMap((part) => rowsByBlock(profile, part).flatMap((group) => (group.block ? [{ ...group, block: group.block, part }] : [])))
}

/** The one to show first: the fullest tree of inference, else any tree, else the fullest list. */
export function firstOutput(outputs: readonly Output[]): Output | undefined {
  const rank = ({ part, block }: Output): number => (block.shape === 'tree' ? 0 : 2) + (part === 'inference' ? 0 : 1)
  return [...outputs].sort((a, b) => rank(a) - rank(b) || b.rows.length - a.rows.length || a.index - b.index)[0]
}

const KINDS: Readonly<Record<CallPart, string>> = { inference: 'Inference', stacks: 'Stacks of other profilers' }

/** What tells an output from the others: its title, what was typed, where it was read, how its numbers came about. */
export function outputLabel(profile: Profile, { block }: Output): string {
  const source = profile.sources[block.source]?.name ?? ''
  const at = source && block.firstLine > 0 ? `${source}:${block.firstLine}` : source
  const { kind, tool } = block.provenance
  const from = tool && !block.title.includes(tool) ? `${kind} by ${tool}` : kind
  return [block.title, block.command, at, from].filter(Boolean).join(' · ')
}

/** The outputs under the kinds that they are of. */
export function outputGroups(outputs: readonly Output[]): readonly { readonly kind: string; readonly outputs: readonly Output[] }[] {
  return CALL_PARTS.map((part) => ({ kind: KINDS[part], outputs: outputs.filter((one) => one.part === part) })).filter((group) => group.outputs.length > 0)
}

/** Why an output has no flame graph, in a sentence; undefined where it has one. */
export function whyNoFlame({ block }: Output, total: number): string | undefined {
  if (block.shape === 'list') {
    return 'A flame graph needs to know what called what. This is a flat list, which has lost that: print_tree(tinf) keeps it.'
  }
  if (block.shape === 'grouped') {
    return 'A flame graph needs to know what called what. Each row here adds up all instances of a method: print_tree(tinf) keeps the calls apart.'
  }
  return total > 0 ? undefined : 'A flame graph needs times of calls, and none was printed.'
}

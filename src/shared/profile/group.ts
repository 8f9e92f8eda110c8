/**
 * Adds up a call tree by method instance, method, module or source line. Exclusive times add up as they are; inclusive
 * time is counted once where a group calls itself, so a sum never exceeds the time that passed.
 */
import { indexCallTree, walk } from './call-tree'
import type { CallTree, Profile } from './tables'
import { textAt } from './tables'

export const GROUPINGS = ['instance', 'method', 'module', 'line'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** One row for each group, heaviest exclusive time first; equal ones by label. */
export interface Groups {
  readonly length: number
  /** Signature, `Module.name`, module or `file:line`; '' where the tool did not print it. */
  readonly label: readonly string[]
  /** The first frame of the group. */
  readonly frame: Int32Array
  /** Number of different frames that were called. */
  readonly frames: Int32Array
  /** Sums of the times that are known. */
  readonly exclusive: Float64Array
  readonly inclusive: Float64Array
  /** Number of calls. */
  readonly count: Int32Array
  /** For each frame of the profile its group, -1 if it is not called. */
  readonly groupOfFrame: Int32Array
}

/** What frames of one group have in common, and how the group is called. */
function labelOf(profile: Profile, frame: number, by: Grouping): { key: string; label: string } {
  const { frames } = profile
  const text = (column: Int32Array): string => textAt(profile, column[frame])
  const place = frames.file[frame] === -1 ? '' : `${text(frames.file)}:${frames.line[frame] as number}`
  switch (by) {
    case 'instance':
      return { key: String(frame), label: text(frames.signature) || text(frames.name) }
    case 'method': {
      const module = text(frames.module)
      const label = module === '' ? text(frames.name) : `${module}.${text(frames.name)}`
      // Methods of one function differ in where they are defined, if the tool says so.
      return { key: `${label}\u0000${place}`, label }
    }
    case 'module':
      return { key: text(frames.module), label: text(frames.module) }
    case 'line':
      return { key: place, label: place }
  }
}

/** Adds up the rows of `blocks` (all if left out). */
export function groupCalls(profile: Profile, tree: CallTree, by: Grouping, blocks?: readonly number[]): Groups {
  const index = indexCallTree(tree, blocks)
  const numbers = new Map<string, number>()
  const label: string[] = []
  const first: number[] = []
  const frames: number[] = []
  const groupOf = new Int32Array(profile.frames.length).fill(-1)
  for (const frame of index.frame) {
    if (frame < 0 || groupOf[frame] !== -1) continue
    const { key, label: name } = labelOf(profile, frame, by)
    let group = numbers.get(key)
    if (group === undefined) {
      group = label.length
      numbers.set(key, group)
      label.push(name)
      first.push(frame)
      frames.push(0)
    }
    frames[group] = (frames[group] as number) + 1
    groupOf[frame] = group
  }
  const exclusive = new Float64Array(label.length)
  const inclusive = new Float64Array(label.length)
  const count = new Int32Array(label.length)
  const onStack = new Int32Array(label.length)
  walk(
    index,
    (node) => {
      const group = groupOf[index.frame[node] as number] ?? -1
      if (group < 0) return true
      count[group] = (count[group] as number) + 1
      exclusive[group] = (exclusive[group] as number) + ((index.exclusive[node] as number) || 0)
      if (onStack[group] === 0) inclusive[group] = (inclusive[group] as number) + ((index.inclusive[node] as number) || 0)
      onStack[group] = (onStack[group] as number) + 1
      return true
    },
    (node) => {
      const group = groupOf[index.frame[node] as number] ?? -1
      if (group >= 0) onStack[group] = (onStack[group] as number) - 1
    },
  )
  const order = Int32Array.from(label.keys()).sort((left, right) => {
    const difference = (exclusive[right] as number) - (exclusive[left] as number)
    return difference || ((label[left] as string) < (label[right] as string) ? -1 : (label[left] as string) > (label[right] as string) ? 1 : left - right)
  })
  const rank = new Int32Array(order.length)
  for (const [at, group] of order.entries()) rank[group] = at
  return {
    length: order.length,
    label: Array.from(order, (group) => label[group] as string),
    frame: order.map((group) => first[group] as number),
    frames: order.map((group) => frames[group] as number),
    exclusive: Float64Array.from(order, (group) => exclusive[group] as number),
    inclusive: Float64Array.from(order, (group) => inclusive[group] as number),
    count: order.map((group) => count[group] as number),
    groupOfFrame: groupOf.map((group) => (group < 0 ? -1 : (rank[group] as number))),
  }
}

/** The rows of each block, and what rows of inference are not inference: questions of everything that adds rows up. */
import type { PartName } from './schema'
import type { Block, Profile } from './tables'
import { textAt } from './tables'

export interface BlockRows {
  /** Position in the profile's blocks, -1 for rows without one. */
  readonly index: number
  readonly block: Block | undefined
  /** Ascending. */
  readonly rows: readonly number[]
}

/** The rows of `part` by block, in the order of the blocks; blocks without rows are left out. */
export function rowsByBlock(profile: Profile, part: PartName): BlockRows[] {
  const { block, length } = profile[part]
  const lists = new Map<number, number[]>()
  for (let row = 0; row < length; row++) {
    const index = block[row] ?? -1
    const list = lists.get(index)
    if (list) list.push(row)
    else lists.set(index, [row])
  }
  return [...lists].sort(([a], [b]) => a - b).map(([index, rows]) => ({ index, block: profile.blocks[index], rows }))
}

/**
 * Whether a row of inference is SnoopCompile's ROOT, whose exclusive time is everything that is not inference: it is not
 * the time of generating code (reference/formats.md b.4).
 */
export function isTimingRoot(profile: Profile, row: number): boolean {
  const frame = profile.inference.frame[row] ?? -1
  if (textAt(profile, profile.frames.name[frame]) !== 'ROOT') return false
  const module = textAt(profile, profile.frames.module[frame])
  return module === '' || module.endsWith('Compiler.Timings')
}

/** Julia 1.12 keeps inference times as Float16, together with those of generating code, and counts nested ones again. */
export function isFloat16(block: Block | undefined): boolean {
  return block?.provenance.error.startsWith('Float16') ?? false
}

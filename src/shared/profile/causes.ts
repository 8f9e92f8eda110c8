/** Causes of invalidation with the number of instances below each, in the order in which SnoopCompile shows its trees: fewest first. */
import { SCHEMA } from './schema'
import type { Profile } from './tables'

export interface Cause {
  /** Of `invalidations`. */
  readonly row: number
  readonly children: number
}

const KIND = SCHEMA.invalidations.kind.oneOf

/** Number of rows below each row. */
function descendants(parent: Int32Array): Int32Array {
  const below = new Int32Array(parent.length)
  for (let row = parent.length - 1; row >= 0; row--) {
    const up = parent[row] as number
    if (up >= 0) below[up] = (below[up] as number) + 1 + (below[row] as number)
  }
  return below
}

/** The causes of a block, fewest children first; as printed, and counted where the tool did not print it. */
export function causesOf(profile: Profile, block: number): Cause[] {
  const { invalidations } = profile
  const below = descendants(invalidations.parent)
  const causes: Cause[] = []
  for (let row = 0; row < invalidations.length; row++) {
    if (invalidations.block[row] !== block || KIND[invalidations.kind[row] ?? 0] !== 'cause') continue
    const printed = invalidations.children[row] as number
    causes.push({ row, children: printed >= 0 ? printed : (below[row] as number) })
  }
  return causes.sort((left, right) => left.children - right.children || left.row - right.row)
}

/** What of a profile can be drawn as calls in time: the rows of each block, with the columns that place them. */
import { formatCount } from '../../../shared/units'
import type { Block, Profile } from '../../../shared/profile/tables'
import { textAt } from '../../../shared/profile/tables'

/** The rows of one block of a table with parents; the columns are those of the whole table. */
export interface ProfileBlockRows {
  readonly rows: readonly number[]
  readonly parent: Int32Array
  readonly start: Float64Array
  readonly inclusive: Float64Array
  readonly exclusive: Float64Array
}

/** A call as other formats know it. */
export interface NamedFrame {
  readonly name: string
  readonly file: string
  readonly line: number
}

export interface CallBlock extends ProfileBlockRows {
  readonly block: Block
  /** What row `row` of the table is. */
  frameOf(row: number): NamedFrame
}

/** Rows by block, in one pass. */
function byBlock(block: Int32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>()
  for (const [row, owner] of block.entries()) {
    const group = groups.get(owner)
    if (group) group.push(row)
    else groups.set(owner, [row])
  }
  return groups
}

/** Frame `frame` of the profile under the name a person knows it by. */
export function namedFrame(profile: Profile, frame: number): NamedFrame {
  const { frames } = profile
  return {
    name: textAt(profile, frames.signature[frame]) || textAt(profile, frames.name[frame]) || 'unknown',
    file: textAt(profile, frames.file[frame]),
    line: frames.line[frame] ?? -1,
  }
}

/** All blocks of calls: package loads, inference, stacks. In the order of the profile's blocks. */
export function callBlocks(profile: Profile): CallBlock[] {
  const { imports, inference, stacks } = profile
  const groups = { imports: byBlock(imports.block), inference: byBlock(inference.block), stacks: byBlock(stacks.block) }
  return profile.blocks.flatMap((block, index): CallBlock[] => {
    const { part } = block
    if (part !== 'imports' && part !== 'inference' && part !== 'stacks') return []
    const rows = groups[part].get(index)
    if (!rows) return []
    const { parent, start, inclusive, exclusive } = profile[part]
    const frameOf = part === 'imports'
      ? (row: number): NamedFrame => ({ name: textAt(profile, imports.name[row]) || 'unknown', file: '', line: -1 })
      : (row: number): NamedFrame => namedFrame(profile, profile[part].frame[row] ?? -1)
    return [{ block, rows, parent, start, inclusive, exclusive, frameOf }]
  })
}

/** A block's title with what a reader of the other program must know of the places. */
export function placedTitle(title: string, { laidOut, adjusted }: { readonly laidOut: boolean; readonly adjusted: number }): string {
  const remarks: string[] = []
  if (laidOut) remarks.push('no start times: laid end to end')
  if (adjusted > 0) remarks.push(`${formatCount(adjusted)} ${laidOut ? 'widened to hold what they called' : 'cut to fit their callers'}`)
  return remarks.length > 0 ? `${title} (${remarks.join('; ')})` : title
}

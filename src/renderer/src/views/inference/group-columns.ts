/** Columns of the tables that add up an output by method instance, by method, by module or by source line. */
import type { Grouping, Groups } from '../../../../shared/profile/group'
import type { PartColumn } from '../../../../shared/profile/part-columns'
import { locationText } from '../../../../shared/profile/part-columns'
import type { Block, Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import type { CallPart } from './outputs'

const TITLES: Readonly<Record<Grouping, string>> = { instance: 'Instance', method: 'Method', module: 'Module', line: 'Source line' }
const NOUNS: Readonly<Record<Grouping, string>> = { instance: 'instances', method: 'methods', module: 'modules', line: 'source lines' }

/** What rows are, in the plural. Frames of stacks are no method instances: the tool did not print types. */
export function groupNoun(by: Grouping, part: CallPart): string {
  return by === 'instance' && part === 'stacks' ? 'frames' : NOUNS[by]
}

/** `show` prints the module of a name only where the name is not visible in Main. */
const NO_MODULE = '(not printed: visible in Main)'
const NO_LINE = '(not printed)'

interface Shape {
  readonly by: Grouping
  readonly part: CallPart
  readonly block: Block
  /** What a share is of, in the unit of the block. */
  readonly whole: number
}

export function groupColumns(groups: Groups, { by, part, block, whole }: Shape): readonly PartColumn[] {
  const tree = block.shape === 'tree'
  const at = (values: ArrayLike<number>, row: number): number => values[row] ?? Number.NaN
  const unit = { unit: () => block.unit }
  const place = (profile: Profile, row: number): string => {
    const frame = groups.frame[row] ?? -1
    return locationText(textAt(profile, profile.frames.file[frame]), profile.frames.line[frame] ?? -1)
  }
  const label: PartColumn = {
    id: 'label',
    title: by === 'instance' && part === 'stacks' ? 'Frame' : TITLES[by],
    kind: by === 'line' ? 'location' : by === 'module' ? 'text' : 'signature',
    value: (_, row) => groups.label[row] || (by === 'module' ? NO_MODULE : by === 'line' ? NO_LINE : ''),
  }
  const columns: PartColumn[] = [
    label,
    {
      id: 'exclusive', title: 'Exclusive', kind: 'time', defaultSort: 'descending', ...unit,
      hint: 'Of these rows alone, without what they called.',
      value: (_, row) => at(groups.exclusive, row),
    },
    {
      id: 'share', title: 'Share', kind: 'percent', hint: 'Exclusive, of all that this table adds up.',
      value: (_, row) => (whole > 0 ? (100 * at(groups.exclusive, row)) / whole : Number.NaN),
    },
  ]
  // Without the calls nobody knows which inclusive times contain one another.
  if (tree) {
    columns.push({
      id: 'inclusive', title: 'Inclusive', kind: 'time', ...unit,
      hint: 'With what they called; counted once where one calls itself. Do not add up.',
      value: (_, row) => at(groups.inclusive, row),
    })
  }
  columns.push({ id: 'count', title: tree ? 'Calls' : 'Rows', kind: 'count', hint: 'How many rows of the output are added up.', value: (_, row) => at(groups.count, row) })
  if (by !== 'instance') {
    columns.push({ id: 'frames', title: part === 'stacks' ? 'Frames' : 'Instances', kind: 'count', hint: 'How many different signatures.', value: (_, row) => at(groups.frames, row) })
  }
  if (by === 'instance' || by === 'method') {
    columns.push({ id: 'module', title: 'Module', kind: 'text', value: (profile, row) => textAt(profile, profile.frames.module[groups.frame[row] ?? -1]) })
    columns.push({ id: 'location', title: 'Defined at', kind: 'location', value: place })
  }
  if (by === 'line') {
    columns.push({ id: 'name', title: 'Function', kind: 'text', value: (profile, row) => textAt(profile, profile.frames.name[groups.frame[row] ?? -1]) })
  }
  return columns
}

/** The frame of each group that takes most time by itself: what a group that is clicked stands for. */
export function heaviestFrames(groups: Groups, instances: Groups): Int32Array {
  const heaviest = groups.frame.slice()
  const most = new Float64Array(groups.length).fill(-1)
  for (let row = 0; row < instances.length; row++) {
    const frame = instances.frame[row] as number
    const group = groups.groupOfFrame[frame] ?? -1
    if (group < 0 || (instances.exclusive[row] as number) <= (most[group] as number)) continue
    most[group] = instances.exclusive[row] as number
    heaviest[group] = frame
  }
  return heaviest
}

/**
 * Writes speedscope's JSON: one evented profile for each block of package loads, inference and stacks. The format has
 * no place for flags, percentages and notes; a title says where places in time are made up.
 */
import { UserError } from '../../../shared/errors'
import type { Profile } from '../../../shared/profile/tables'
import { callEvents } from './events'
import { jsonText } from './json-text'
import { placeTree } from './place'
import { callBlocks, placedTitle } from './rows'
import type { CallBlock, NamedFrame } from './rows'

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json'
const UNITS = { nanoseconds: 'nanoseconds', bytes: 'bytes', count: 'none' } as const

interface SharedFrame {
  readonly name: string
  readonly file?: string
  readonly line?: number
}

class SharedFrames {
  readonly list: SharedFrame[] = []
  private readonly known = new Map<string, number>()

  indexOf({ name, file, line }: NamedFrame): number {
    const key = `${name}\u0000${file}\u0000${line}`
    let index = this.known.get(key)
    if (index === undefined) {
      index = this.list.push({ name, ...(file === '' ? {} : { file }), ...(line > 0 ? { line } : {}) }) - 1
      this.known.set(key, index)
    }
    return index
  }
}

function profileOf(calls: CallBlock, frames: SharedFrames): object {
  const placed = placeTree(calls)
  const events: object[] = []
  let last = 0
  for (const { opens, row, at } of callEvents(placed)) {
    events.push({ type: opens ? 'O' : 'C', frame: frames.indexOf(calls.frameOf(row)), at })
    last = Math.max(last, at)
  }
  const { title, unit } = calls.block
  return {
    type: 'evented', name: placedTitle(title, placed), unit: UNITS[unit], startValue: Math.min(0, placed.begin[0] ?? 0), endValue: last, events,
  }
}

/** The profile as speedscope JSON. Throws `UserError('bad-request')` where it holds no calls. */
export function toSpeedscope(profile: Profile): string {
  const blocks = callBlocks(profile)
  if (blocks.length === 0) {
    throw new UserError('bad-request', 'There is nothing to write as speedscope JSON: the profile holds no package loads, no inference and no stacks')
  }
  const frames = new SharedFrames()
  const profiles = blocks.map((calls) => profileOf(calls, frames))
  return jsonText({
    $schema: SCHEMA, exporter: 'backedge', name: profile.meta.title, activeProfileIndex: 0, shared: { frames: frames.list }, profiles,
  })
}

/** Invalidations of a profile as indented text, for goldens in tests: kind, reason, frame, place, via, children, seconds. */
import { SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'

export function outline(profile: Profile): string {
  const { invalidations, frames } = profile
  const depth: number[] = []
  return Array.from({ length: invalidations.length }, (_, row) => {
    const parent = invalidations.parent[row] ?? -1
    depth.push(parent < 0 ? 0 : (depth[parent] ?? 0) + 1)
    const frame = invalidations.frame[row] ?? -1
    const reason = SCHEMA.invalidations.reason.oneOf[invalidations.reason[row] ?? 0]
    const file = textAt(profile, frames.file[frame])
    const via = textAt(profile, invalidations.via[row])
    const seconds = invalidations.seconds[row] ?? Number.NaN
    return [
      '  '.repeat(depth[row] ?? 0) + (SCHEMA.invalidations.kind.oneOf[invalidations.kind[row] ?? 0] ?? ''),
      reason === 'none' ? '' : reason,
      textAt(profile, frames.signature[frame]),
      file === '' ? '' : `[${textAt(profile, frames.module[frame])} ${file}:${frames.line[frame] ?? -1}]`,
      via === '' ? '' : `<- ${via}`,
      `(${invalidations.children[row] ?? Number.NaN})`,
      Number.isNaN(seconds) ? '' : `${seconds / 1e6} ms`,
      `l.${invalidations.line[row] ?? -1}`,
    ].filter((part) => part !== '').join(' ')
  }).join('\n')
}

/**
 * Code that a package had compiled while it was precompiled, and could not keep: before Julia 1.8 a cache holds inferred code only of methods that the
 * package defines (e.4, the traps of julia-semantics.md). Evidence is both: the row of the build that says it was lost, and the row of the run that
 * compiled the same instance again.
 */
import { findFrame } from '../links'
import { SCHEMA } from '../schema'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import type { Advice } from './rule'
import { counted, ascending, estimated, runTotal, shortFrame } from './words'
import { compileWork, totalWork, workEvidence, type Work } from './work'

const CODE = SCHEMA.unsaved.lost.oneOf.indexOf('code')
const KEEPS_FOREIGN = [1, 8] as const
export const ASSUMES_KEPT = 'that loading what is kept takes little beside compiling it'

/** Whether the profile's Julia is known and older. */
export function isBefore(profile: Profile, [major, minor]: readonly [number, number]): boolean {
  const found = /^(\d+)\.(\d+)/.exec(profile.meta.julia)
  if (!found) return false
  const [ownMajor, ownMinor] = [Number(found[1]), Number(found[2])]
  return ownMajor < major || (ownMajor === major && ownMinor < minor)
}

/** Rows of `unsaved` about an instance: a package had it compiled while it was precompiled, and could not keep it. */
function lostRows(profile: Profile, frame: number): number[] {
  if (profile.unsaved.length === 0) return []
  const rows = findFrame(profile, frame).find(({ part, by }) => part === 'unsaved' && by === 'instance')?.rows ?? []
  return [...rows].filter((row) => profile.unsaved.lost[row] === CODE)
}

const known = new WeakMap<Profile, ReadonlyMap<Work, readonly number[]>>()

/** What was lost and compiled again, with the rows of `unsaved`. */
export function lostWork(profile: Profile): ReadonlyMap<Work, readonly number[]> {
  const before = known.get(profile)
  if (before) return before
  const lost = new Map<Work, readonly number[]>()
  if (isBefore(profile, KEEPS_FOREIGN)) {
    for (const work of compileWork(profile)) {
      const rows = work.again ? [] : lostRows(profile, work.frame)
      if (rows.length > 0) lost.set(work, rows)
    }
  }
  known.set(profile, lost)
  return lost
}

export function ownershipAdvice(profile: Profile): Advice[] {
  const lost = lostWork(profile)
  const byPackage = new Map<string, Work[]>()
  for (const [work, rows] of lost) {
    const name = textAt(profile, profile.unsaved.package[rows[0] ?? -1])
    byPackage.set(name, [...(byPackage.get(name) ?? []), work])
  }
  return [...byPackage].map(([name, work]): Advice => {
    const rows = ascending(work.flatMap((one) => [...(lost.get(one) ?? [])]))
    const reason = textAt(profile, profile.unsaved.reason[rows[0] ?? -1])
    const first = work[0]
    return {
      id: `ownership ${name}`, kind: 'ownership', title: `Use Julia 1.8 or later, which keeps ${counted(work.length, 'instance')} that ${name} needs and does not own`,
      evidence: [{ text: `Compiled while ${name} was precompiled, and not kept: ${reason}`, part: 'unsaved', rows }, ...workEvidence(profile, work)],
      saving: estimated(totalWork(work), ASSUMES_KEPT, runTotal(profile)), sure: 'certain',
      fix: {
        text: `Before Julia 1.8 a cache keeps inferred code only of methods that the package defines; code of ${first ? shortFrame(profile, first.frame, 60) : 'others'} is thrown away, and made again in every session. Julia 1.8 keeps it. On an older Julia, let a function of ${name} call it, and precompile that function: the instance is then kept as part of its caller wherever the caller has it inlined.`,
      },
      change: { kind: 'julia', version: '1.10' },
    }
  })
}

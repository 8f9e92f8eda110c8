/** What the words of invalidation trees mean, in a sentence each (SnoopCompile's own classes: reference/formats.md b.5). */
import { SCHEMA } from '../../../../shared/profile/schema'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { countOf } from '../../components/count-of'

type Kind = (typeof SCHEMA)['invalidations']['kind']['oneOf'][number]
type Reason = (typeof SCHEMA)['invalidations']['reason']['oneOf'][number]

export function kindOf(profile: Profile, row: number): Kind {
  return SCHEMA.invalidations.kind.oneOf[profile.invalidations.kind[row] ?? 0] ?? 'node'
}
export function reasonOf(profile: Profile, row: number): Reason {
  return SCHEMA.invalidations.reason.oneOf[profile.invalidations.reason[row] ?? 0] ?? 'none'
}

/** As SnoopCompile writes them. */
export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  cause: '',
  mtBackedges: 'mt_backedges',
  backedges: 'backedges',
  mtDisable: 'mt_disable',
  mtCache: 'mt_cache',
  node: '',
  unique: '',
}

/** How a row was hit. A cause hits others. */
export const KIND_MEANS: Readonly<Record<Kind, string>> = {
  cause: '',
  mtBackedges:
    'This code makes a call whose types are not fully known. It was compiled for the methods that matched then; the new method matches, too.',
  backedges: 'This code calls a method that the new one takes over from, for at least some of the types it was compiled for.',
  mtDisable: 'This code was compiled for the method that was deleted.',
  mtCache: 'Entries of the table that remembers which method a call leads to. They are looked up again; no code is compiled for that.',
  node: 'A caller of the row above it, directly or through code that was inlined: what it was compiled from is no longer valid, so it went, too.',
  unique: 'In the list of all instances that were invalidated, which does not say by what.',
}

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  none: 'Method',
  inserting: 'Inserted',
  deleting: 'Deleted',
  rebinding: 'Bound again',
  unknown: 'Cause not known',
}

/** What stands for a row that is no instance: counts of cache entries, instances that the tool did not list. */
function unnamed(profile: Profile, row: number): string {
  const count = Math.max(0, profile.invalidations.children[row] ?? 0)
  if (kindOf(profile, row) === 'mtCache') return `${countOf(count, 'entries')} of dispatch caches`
  if (kindOf(profile, row) === 'mtDisable') return `${countOf(count, 'instances')} more, not listed`
  return 'not named'
}

/** The signature of a row, or what stands for it. */
export function rowText(profile: Profile, row: number): string {
  return textAt(profile, profile.frames.signature[profile.invalidations.frame[row] ?? -1]) || unnamed(profile, row)
}

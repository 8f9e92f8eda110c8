/**
 * Why Julia would not take a cache file and precompiled again: each reason in words, and what a person can do about it. The codes are those
 * of the loader (`loader/cache/rejection-text.ts`) and a few more that only logs of a real Julia have. Groups add rejections up by reason
 * over everything that a profile holds: a log, or the caches of a depot.
 */
import { SCHEMA } from './schema'
import type { Profile } from './tables'
import { textAt } from './tables'

export type RejectionReason = (typeof SCHEMA)['rejections']['code']['oneOf'][number]

interface RejectionWords {
  readonly title: string
  /** A sentence: what to do, or that there is nothing to do. */
  readonly fix: string
}

const CHANGED = 'Nothing, if you changed the file. If you did not: a checkout, a copy or a network drive gave it a new time; Julia 1.11 and later compare content instead.'
const SAME_FLAGS = 'Start Julia with the same options each time, or let each set of options keep a cache of its own: Julia keeps up to 10 variants of a package.'
const DAMAGED = 'Nothing: Julia makes the file again. If it comes back, look for a full disk, or for programs that change files in the depot.'
const REBUILT = 'Precompile the whole environment at once with Pkg.precompile(), so that all packages are made with one build of the dependency.'

export const REJECTIONS: Readonly<Record<RejectionReason, RejectionWords>> = {
  unknown: { title: 'Another reason', fix: 'See the words of the log.' },
  'not-opened': { title: 'The cache file could not be opened', fix: 'Check the permissions of the depot, and whether another process removed the file.' },
  'invalid-header': { title: 'Another build of Julia, or no cache file at all', fix: 'Nothing: Julia makes the file again. Builds of Julia of one minor version share a folder: if you switch between them, give each a depot of its own.' },
  unreadable: { title: 'Julia failed while it read the cache file', fix: 'Delete the cache file: it breaks off, and Julia does not get over it by itself.' },
  empty: { title: 'The cache file names no module', fix: DAMAGED },
  flags: { title: 'Other options of Julia', fix: SAME_FLAGS },
  'requires-pkgimages': { title: 'Native code in the cache, but package images are off', fix: 'Leave out --pkgimages=no, or precompile once with it, so that there is a cache without native code.' },
  'cpu-target': { title: 'Another processor', fix: 'Set JULIA_CPU_TARGET to targets that fit all machines that share the depot, such as "generic;sandybridge,clone_all;haswell,clone_all".' },
  'native-missing': { title: 'The file with native code is gone', fix: 'Copy or cache both files of a package, .ji and .so (.dylib, .dll), together.' },
  'other-package': { title: 'The file is of another package', fix: 'Nothing: two packages share a name, and each has a cache of its own.' },
  'other-build': { title: 'Another build than the one that is wanted', fix: REBUILT },
  'julia-version': { title: 'Another build of Julia', fix: 'Nothing after an update of Julia. If you switch between builds, give each a depot of its own.' },
  'syntax-version': { title: 'Another version of Julia’s syntax', fix: 'Nothing after the syntax version of the project was changed.' },
  'dependency-loaded': { title: 'A dependency is loaded already in another build', fix: 'Load the packages of the project before others: a startup.jl or an environment stacked below had loaded another version of it.' },
  'dependency-not-found': { title: 'The source of a dependency was not found', fix: 'Run Pkg.instantiate(): a package that the manifest names is not installed.' },
  'dependency-missing': { title: 'Made with a build of a dependency that is gone', fix: REBUILT },
  'wrong-build': { title: 'A dependency was made again', fix: REBUILT },
  'other-source': { title: 'The package lies elsewhere now', fix: 'Keep packages under development in one place; each place needs a cache of its own.' },
  'uuid-mapping': { title: 'A name means another package now', fix: 'Run Pkg.resolve(): the manifest changed what the package depends on.' },
  'depot-unresolved': { title: 'The depot of a file was not found', fix: 'Set JULIA_DEPOT_PATH to include the depot that the packages were precompiled in.' },
  'file-missing': { title: 'A source file is gone', fix: 'Restore the file, or precompile again without it: it was included when the cache was made.' },
  mtime: { title: 'A file has another time', fix: CHANGED },
  'file-size': { title: 'A file has another size', fix: 'Nothing, if you changed the file.' },
  'file-hash': { title: 'A file has other content', fix: 'Nothing, if you changed the file.' },
  checksum: { title: 'The cache file is damaged', fix: DAMAGED },
  'native-checksum': { title: 'The file with native code is damaged', fix: DAMAGED },
  preferences: { title: 'Preferences changed', fix: 'Nothing, if you changed them. Projects with other preferences (LocalPreferences.toml) each need a cache of their own.' },
  deserialization: { title: 'Julia could not load what is in the cache', fix: DAMAGED },
  evicted: { title: 'Too many variants', fix: 'Julia keeps 10 variants of a package (MAX_NUM_PRECOMPILE_FILES) and drops the oldest: use fewer projects, options and builds of Julia with one depot.' },
  'not-precompilable': { title: 'The package may not be precompiled', fix: 'Remove __precompile__(false) from the package or from what it loads; nothing that loads it can be precompiled either.' },
  'no-cache': { title: 'There was no cache for this Julia yet', fix: 'Nothing: it is the first time with this version of Julia.' },
}

const CODES = SCHEMA.rejections.code.oneOf

export function rejectionCode({ rejections }: Pick<Profile, 'rejections'>, row: number): RejectionReason {
  return CODES[rejections.code[row] ?? 0] ?? 'unknown'
}

export interface RejectionGroup {
  readonly code: RejectionReason
  readonly title: string
  readonly fix: string
  /** Rows of `rejections`, ascending. */
  readonly rows: readonly number[]
  /** Names, each once, in the order of the rows. */
  readonly packages: readonly string[]
  /** What Julia blames, each once. */
  readonly about: readonly string[]
  /** How often it was said. */
  readonly times: number
}

/** By reason; what concerns most packages first. */
export function rejectionGroups(profile: Profile, rows: Iterable<number> = profile.rejections.code.keys()): readonly RejectionGroup[] {
  const byCode = new Map<RejectionReason, number[]>()
  for (const row of rows) {
    const code = rejectionCode(profile, row)
    const list = byCode.get(code)
    if (list) list.push(row)
    else byCode.set(code, [row])
  }
  const once = (list: readonly number[], column: Int32Array) => [...new Set(list.map((row) => textAt(profile, column[row])).filter((text) => text !== ''))]
  return [...byCode]
    .map(([code, list]) => ({
      code, ...REJECTIONS[code], rows: list, packages: once(list, profile.rejections.package), about: once(list, profile.rejections.about),
      times: list.reduce((sum, row) => sum + Math.max(1, profile.rejections.times[row] ?? 1), 0),
    }))
    .sort((a, b) => b.packages.length - a.packages.length || b.rows.length - a.rows.length || CODES.indexOf(a.code) - CODES.indexOf(b.code))
}

function counted(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`
}

/** `3 packages were refused for 2 reasons; most of all: other options of Julia`. */
export function rejectionsHeadline(groups: readonly RejectionGroup[]): string {
  const [first] = groups
  if (!first) return 'No cache file was refused'
  const packages = new Set(groups.flatMap((group) => group.packages)).size
  const who = packages > 0 ? `Caches of ${counted(packages, 'package')}` : counted(groups.reduce((sum, { rows }) => sum + rows.length, 0), 'cache file')
  const title = first.title.charAt(0).toLowerCase() + first.title.slice(1)
  return `${who} ${who.startsWith('1 ') ? 'was' : 'were'} refused for ${counted(groups.length, 'reason')}; ${groups.length > 1 ? 'most of all: ' : ''}${title}`
}

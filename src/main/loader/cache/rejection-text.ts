/**
 * Every reason for which Julia refuses a cache file, in the words of a version (base/loading.jl, the `@debug` lines of `stale_cachefile` and
 * `_require_search_from_serialized`). What versions word differently is data (`staleness.words` in versions.ts). Reasons are facts that
 * users search the web for, so they are Julia's to the letter, slips included.
 */
import { pkgIdText, type PkgId } from '../project/pkg-id'
import { printFloat } from '../../julia/runtime/foreign/float-text'
import type { StalenessRules } from '../../julia/versions'
import { buildIdLow, type CacheFlags } from './header'

/** Why, with what the sentence mentions. Paths are as in the file's header or as found; hashes and builds as in headers. */
export type RejectionCause =
  | { readonly code: 'not-opened', readonly isFile: boolean }
  | { readonly code: 'invalid-header' | 'requires-pkgimages' | 'julia-version' | 'depot-unresolved' | 'checksum' | 'empty' }
  | { readonly code: 'flags', readonly session: CacheFlags, readonly file: CacheFlags }
  | { readonly code: 'cpu-target', readonly reasons: string, readonly file: readonly string[], readonly session: readonly string[] }
  | { readonly code: 'native-missing' | 'native-checksum', readonly nativePath: string }
  | { readonly code: 'other-package', readonly found: PkgId, readonly buildId: string }
  | { readonly code: 'other-build', readonly found: string, readonly wanted: string }
  | { readonly code: 'dependency-loaded' | 'dependency-not-found', readonly dependency: PkgId }
  | { readonly code: 'dependency-missing', readonly dependency: PkgId, readonly buildId: string, readonly sourcePath: string }
  | { readonly code: 'wrong-build', readonly dependency: PkgId, readonly found: string, readonly wanted: string }
  | { readonly code: 'other-source', readonly found: string, readonly wanted: string }
  | { readonly code: 'uuid-mapping', readonly from: PkgId, readonly to: PkgId, readonly now: PkgId | undefined }
  | { readonly code: 'file-missing', readonly file: string }
  | { readonly code: 'mtime' | 'file-size' | 'file-hash', readonly file: string, readonly found: number, readonly before: number }
  | { readonly code: 'preferences', readonly found: string, readonly now: string }

export type RejectionCode = RejectionCause['code']

/** How the reasons are counted and told when a package is precompiled anew (`record_reason`, 1.11 on). Where there is none, Julia does not count. */
const MISSES: Readonly<Partial<Record<RejectionCode, string>>> = {
  'invalid-header': 'incompatible header',
  flags: 'mismatched flags',
  'requires-pkgimages': 'requires pkgimages',
  'cpu-target': 'target mismatch',
  'native-missing': 'missing ocachefile',
  'other-package': 'for different pkgid',
  'other-build': 'for different buildid',
  'julia-version': 'wrong julia version',
  'dependency-loaded': 'wrong dep version loaded',
  'dependency-not-found': 'dep missing source',
  'wrong-build': 'wrong dep buildid',
  'other-source': 'wrong source',
  'uuid-mapping': 'dep uuid changed',
  'depot-unresolved': 'nonresolveable depot',
  'file-missing': 'missing sourcefile',
  mtime: 'include_dependency mtime change',
  'file-size': 'include_dependency fsize change',
  'file-hash': 'include_dependency fhash change',
  checksum: 'invalid checksum',
  'native-checksum': 'ocachefile invalid checksum',
  preferences: 'preferences hash mismatch',
}

export function missOf(code: RejectionCode, rules: StalenessRules): string | undefined {
  return rules.words.countsMisses ? MISSES[code] : undefined
}

/**
 * The message of a log, without its frame; several lines where Julia's has several. `file` is the cache file, `wanted` the package that was
 * asked for. A file without modules is refused in silence: its text is empty.
 */
export function rejectionText(cause: RejectionCause, file: string, wanted: PkgId, rules: StalenessRules): string {
  const { words } = rules
  const name = (id: PkgId) => packageText(id, rules)
  const build = (id: string) => (words.builds === 'uuid' ? id : String(buildIdLow(id)))
  const rejecting = `Rejecting cache file ${file}`
  const forWanted = `${rejecting} for ${name(wanted)}`
  const stale = `Rejecting stale cache file ${file}`
  switch (cause.code) {
    case 'empty':
      return ''
    case 'not-opened':
      return `${forWanted} because it could not be opened\n  isfile(cachefile) = ${cause.isFile}`
    case 'invalid-header':
      return `${rejecting} due to it containing an ${words.badHeader} cache header`
    case 'flags':
      return `${forWanted} since the flags are mismatched\n${flagLines(cause.session, cause.file, rules)}`
    case 'requires-pkgimages':
      return `${forWanted} since it would require usage of pkgimage`
    case 'cpu-target':
      return [`${forWanted}:`, `  Reasons = ${JSON.stringify(cause.reasons)}`, ...targets('Image', cause.file), ...targets('Current', cause.session)].join('\n')
    case 'native-missing':
      return `${forWanted} since pkgimage ${cause.nativePath} was not found`
    case 'other-package':
      return `${forWanted} since it is for ${name(cause.found)} => ${moduleBuild(cause.buildId, rules)} instead`
    case 'other-build':
      if (words.builds === 'decimal') return `Ignoring cache file ${file} for ${name(wanted)} since it is does not provide desired build_id`
      return `Ignoring cache file ${file} for ${name(wanted)} (${cause.found}) since it ${words.mended ? '' : 'is '}does not provide desired build_id (${cause.wanted})`
    case 'julia-version':
      return `${rejecting} because it was made with a different julia version`
    case 'dependency-loaded':
      return `${rejecting} because module ${name(cause.dependency)} is already loaded and incompatible.`
    case 'dependency-not-found':
      return `${rejecting} because dependency ${name(cause.dependency)} not found.`
    case 'dependency-missing':
      if (!rules.checksDependenciesFirst) return `Required dependency ${name(cause.dependency)} failed to load from cache file for ${cause.sourcePath}.`
      return `${rejecting} because required dependency ${name(cause.dependency)} with build ID ${build(cause.buildId)} is missing from the cache.`
    case 'wrong-build':
      return `${rejecting} because it provides the wrong ${words.wrongBuild} (got ${build(cause.found)}) for ${words.slips ? 'mod' : name(cause.dependency)} (want ${build(cause.wanted)})`
    case 'other-source':
      return `${rejecting} because it is for file ${cause.found}${words.slips ? ')' : ''} not file ${cause.wanted}`
    case 'uuid-mapping': {
      const mapping = `${rejecting} because uuid mapping for ${name(cause.from)} => ${name(cause.to)} has changed`
      return words.mended ? `${mapping}, expected ${name(cause.from)} => ${cause.now ? pkgIdText(cause.now) : 'nothing'}` : mapping
    }
    case 'depot-unresolved':
      return `${stale} because its depot could not be resolved`
    case 'file-missing':
      return `${stale} because file ${cause.file} does not exist`
    case 'mtime':
      return rules.sources === 'content'
        ? `${stale} because mtime of include_dependency ${cause.file} has changed (mtime ${seconds(cause.found)}, before ${seconds(cause.before)})`
        : `${stale} (mtime ${seconds(cause.before)}) because file ${cause.file} (mtime ${seconds(cause.found)}) has changed`
    case 'file-size':
      return `${stale} because file size of ${cause.file} has changed (file size ${cause.found}, before ${cause.before})`
    case 'file-hash':
      return `${stale} because hash of ${cause.file} has changed (hash ${cause.found}, before ${cause.before})`
    case 'checksum':
      return `${rejecting} because it has an invalid checksum`
    case 'native-checksum':
      return `${rejecting} because ${cause.nativePath} has an invalid checksum`
    case 'preferences':
      return `${rejecting} because preferences hash does not match 0x${bare(cause.found)} != 0x${bare(cause.now)}`
  }
}

/** A package amid a sentence: since 1.11 plain interpolation shows how it is constructed. */
function packageText(id: PkgId, rules: StalenessRules): string {
  if (rules.words.packages === 'plain') return pkgIdText(id)
  return `Base.PkgId(${id.uuid === undefined ? 'nothing' : `Base.UUID("${id.uuid}")`}, ${JSON.stringify(id.name)})`
}

function flagLines(session: CacheFlags, file: CacheFlags, { words }: StalenessRules): string {
  const [title, show] = words.flags === 'fields'
    ? ['current session:', (flags: CacheFlags) => fields(flags, ' = ')]
    : ['requested flags:', (flags: CacheFlags) => `CacheFlags(; ${fields(flags, '=')}) [${flagByte(flags)}]`]
  return `  ${title} ${show(session)}\n  cache file:      ${show(file)}`
}

function fields({ usePkgimages, debugLevel, checkBounds, inline, optLevel }: CacheFlags, is: string): string {
  const rows = { use_pkgimages: usePkgimages, debug_level: debugLevel, check_bounds: checkBounds, inline, opt_level: optLevel }
  return Object.entries(rows).map(([key, value]) => `${key}${is}${value}`).join(', ')
}

/** `jl_cache_flags`: one byte, from the lowest bit: native code, level of debugging (2), checks of bounds (2), inlining, level of optimisation (2). */
export function flagByte({ usePkgimages, debugLevel, checkBounds, inline, optLevel }: CacheFlags): number {
  return Number(usePkgimages) | ((debugLevel & 3) << 1) | ((checkBounds & 3) << 3) | (Number(inline) << 5) | ((optLevel & 3) << 6)
}

/** The module in the file has half a build id; from 1.11 on it is printed at full width. */
function moduleBuild(buildId: string, { words }: StalenessRules): string {
  return `0x${buildIdLow(buildId).toString(16).padStart(words.mended ? 32 : 16, '0')}`
}

function targets(which: string, names: readonly string[]): readonly string[] {
  return [`  ${which} Targets =`, `   ${names.length}-element Vector{Base.ImageTarget}:`, ...names.map((name) => `    ${name}`)]
}

function seconds(mtime: number): string {
  return printFloat(mtime, 64)
}

/** Without leading zeros. */
function bare(hex: string): string {
  return BigInt(`0x${hex}`).toString(16)
}

/**
 * What the messages of `JULIA_DEBUG=loading` mean, in the words of Julia 1.5 to master (base/loading.jl of each; formats b.10): which cache file
 * of which package was refused, why, and what is to blame. The other way round than `loader/cache/rejection-text.ts`, which writes them. What
 * versions word differently (typing slips, a package as `Tiny [uuid]` or as `Base.PkgId(…)`) is taken in all forms at once.
 */
import type { RejectionReason } from '../../../shared/profile/rejections'

export interface Refusal {
  readonly code: RejectionReason
  /** '' where the message does not name it. */
  readonly package: string
  readonly path: string
  /** What the message blames; '' if it names nothing. */
  readonly about: string
}

/** Julia's longest messages hold three paths. What is longer is damaged, and the patterns below take time that grows faster than their text. */
const LONGEST = 6_000

const ID = String.raw`(?:[\p{L}_][\p{L}\p{N}_!.]* \[[^\]]+\]|Base\.PkgId\((?:nothing|Base\.UUID\("[^"]*"\)), "[^"]*"\))`
const REFUSED = new RegExp(String.raw`^(?:Rejecting|Ignoring) (?:stale )?cache file (.+?)(?: for (${ID})(?: \([0-9a-f-]+\))?)?(?: \(mtime [^)]*\))?(?:: *$| ((?:since|because|due to) .*)$)`, 'su')

const CAUSES: readonly (readonly [RejectionReason, RegExp])[] = [
  ['not-opened', /^because it could not be opened/],
  ['invalid-header', /^due to it containing an (?:invalid|incompatible) cache header/],
  ['flags', /^since the flags are mismatched/],
  ['requires-pkgimages', /^since it would require usage of pkgimage/],
  ['native-missing', /^since pkgimage (.+) was not found/],
  ['other-package', /^since it is for (.+?) => \S+ instead/],
  ['other-build', /^since it (?:is )?does not provide desired build_id/],
  ['julia-version', /^because it was made with a different julia version/],
  ['syntax-version', /^(?:because|since) .*syntax version/],
  ['dependency-loaded', /^because module (.+) is already loaded and incompatible/],
  ['dependency-missing', /^because required dependency (.+) with build ID \S+ is missing from the cache/],
  ['dependency-not-found', /^because dependency (.+) not found/],
  ['wrong-build', /^because it provides the wrong (?:uuid|build_id) \(got [^)]*\) for (.+) \(want [^)]*\)/],
  ['other-source', /^because it is for file .+ not file (.+)$/],
  ['uuid-mapping', /^because uuid mapping for .+? => (.+?) has changed/],
  ['depot-unresolved', /^because its depot could not be resolved/],
  ['file-missing', /^because file (.+) does not exist/],
  ['mtime', /^because mtime of include_dependency (.+) has changed/],
  ['mtime', /^because file (.+) \(mtime [^)]*\) has changed/],
  ['file-size', /^because file size of (.+) has changed/],
  ['file-hash', /^because hash of (.+) has changed/],
  ['checksum', /^because it has an invalid checksum/],
  ['native-checksum', /^because (.+) has an invalid checksum/],
  ['preferences', /^because preferences hash does not match/],
]
const NAMES_A_PACKAGE: ReadonlySet<RejectionReason> = new Set(['other-package', 'dependency-loaded', 'dependency-missing', 'dependency-not-found', 'wrong-build', 'uuid-mapping'])

/** `Tiny` of `Tiny [ef5d…]` and of `Base.PkgId(Base.UUID("ef5d…"), "Tiny")`; what is neither stays as it is. */
function packageNameIn(id: string): string {
  return /, "([^"]*)"\)$/.exec(id)?.[1] ?? /^(.+?) \[[^\]]+\]$/.exec(id)?.[1] ?? id
}

/** `Tiny` of `…/compiled/v1.10/Tiny/9BF1L_WJKNK.ji`, `Standard` of `…/compiled/v1.5/Standard.ji`; '' of any other path. */
export function packageOfPath(path: string): string {
  const found = /[/\\]compiled[/\\]v[^/\\]+[/\\](?:([^/\\]+)[/\\])?([^/\\]+)\.(?:ji|so|dylib|dll)$/.exec(path)
  return found?.[1] ?? found?.[2] ?? ''
}

/** @param text of a message without its frame, its details in further lines. Undefined if it does not refuse a cache file. */
export function readRefusal(text: string): Refusal | undefined {
  const [first = '', ...details] = text.split('\n')
  if (first.length > LONGEST) return undefined
  const dependency = /^Required dependency (.+) failed to load from cache file for (.+)\.$/.exec(first)
  if (dependency) return { code: 'dependency-missing', package: '', path: '', about: packageNameIn(dependency[1] ?? '') }
  const missing = /^Module (\S+) with build ID \S+ is missing from the cache/.exec(first)
  if (missing) return { code: 'other-build', package: missing[1] ?? '', path: '', about: '' }
  const failed = /^Deserialization checks failed while attempting to load cache from (.+)$/.exec(first)
  if (failed) return { code: 'deserialization', package: packageOfPath(failed[1] ?? ''), path: failed[1] ?? '', about: '' }
  const skipped = new RegExp(String.raw`^Skipping precompilation (?:since __precompile__\(false\)|due to precompilable error)\. Importing (${ID})`, 'u').exec(first)
  if (skipped) return { code: 'not-precompilable', package: packageNameIn(skipped[1] ?? ''), path: '', about: '' }
  if (/^Evicting file from cache/.test(first)) {
    const path = /evicted_cachefile = "?([^"]+)"?/.exec(text)?.[1] ?? ''
    return { code: 'evicted', package: packageOfPath(path), path, about: '' }
  }
  const refused = REFUSED.exec(first)
  if (!refused) return undefined
  const [, path = '', id = '', because] = refused
  const name = id === '' ? packageOfPath(path) : packageNameIn(id)
  if (because === undefined) return { code: details.some((line) => /Targets? =|Reasons =/.test(line)) ? 'cpu-target' : 'unknown', package: name, path, about: reasonsIn(details) }
  for (const [code, pattern] of CAUSES) {
    const found = pattern.exec(because)
    if (!found) continue
    const [, about = ''] = found
    return { code, package: name, path, about: code === 'flags' ? flagsThatDiffer(details) : NAMES_A_PACKAGE.has(code) ? packageNameIn(about) : about }
  }
  return { code: 'unknown', package: name, path, about: '' }
}

function reasonsIn(details: readonly string[]): string {
  const found = /Reasons = "?(.*?)"?$/.exec(details.find((line) => line.includes('Reasons =')) ?? '')?.[1] ?? ''
  return found.replaceAll(String.raw`\n`, '; ').replace(/[; ]+$/, '')
}

/** `opt_level = 2, here 0` from the two lines that compare the flags of the session and of the file. */
function flagsThatDiffer(details: readonly string[]): string {
  const flags = (title: RegExp) => new Map([...(details.find((line) => title.test(line)) ?? '').matchAll(/(\w+) ?= ?(\w+)/g)].map(([, name = '', value = '']) => [name, value]))
  const session = flags(/^\s*(?:current session|requested flags):/)
  const file = flags(/^\s*cache file:/)
  return [...file].flatMap(([name, value]) => (session.has(name) && session.get(name) !== value ? [`${name} = ${value}, here ${session.get(name) ?? ''}`] : [])).join('; ')
}

/** Both vocabularies of `record_reason`: that of 1.11 and 1.12, and that of 1.13 and later. */
const MISSES: Readonly<Record<string, RejectionReason>> = {
  'incompatible header': 'invalid-header', 'different Julia build configuration': 'invalid-header',
  'mismatched flags': 'flags', 'different compilation options': 'flags',
  'requires pkgimages': 'requires-pkgimages', 'native code caching disabled': 'requires-pkgimages',
  'target mismatch': 'cpu-target', 'different system or CPU target': 'cpu-target',
  'missing ocachefile': 'native-missing', 'native code cache file not found': 'native-missing',
  'for different pkgid': 'other-package', 'different package identifier': 'other-package',
  'for different buildid': 'other-build', 'different build identifier': 'other-build',
  'wrong julia version': 'julia-version', 'different Julia version': 'julia-version',
  'different Julia syntax version': 'syntax-version',
  'wrong dep version loaded': 'dependency-loaded', 'different dependency version already loaded': 'dependency-loaded',
  'dep missing source': 'dependency-not-found', 'dependency source file not found': 'dependency-not-found',
  'wrong dep buildid': 'wrong-build', 'different dependency build identifier': 'wrong-build',
  'wrong source': 'other-source', 'different source file path': 'other-source',
  'dep uuid changed': 'uuid-mapping', 'dependency identifier changed': 'uuid-mapping',
  'nonresolveable depot': 'depot-unresolved', 'file location uses unresolved depot path': 'depot-unresolved',
  'missing sourcefile': 'file-missing', 'source file not found': 'file-missing',
  'include_dependency mtime change': 'mtime', 'file modification time changed': 'mtime',
  'include_dependency fsize change': 'file-size', 'file size changed': 'file-size',
  'include_dependency fhash change': 'file-hash', 'file content changed': 'file-hash',
  'invalid checksum': 'checksum', 'cache file checksum is invalid': 'checksum',
  'ocachefile invalid checksum': 'native-checksum', 'native code cache checksum is invalid': 'native-checksum',
  'preferences hash mismatch': 'preferences', 'package preferences changed': 'preferences',
}

interface Miss {
  readonly code: RejectionReason
  /** As printed. */
  readonly reason: string
  readonly times: number
}

export interface Precompiling {
  readonly package: string
  /** Empty where the line gives no reason. */
  readonly misses: readonly Miss[]
}

const PRECOMPILING = new RegExp(String.raw`^Precompiling (${ID})(?: ?(?:\.\.\.|…))?(?: {0,3}\((.*)\))?$`, 'u')

/** Of `Precompiling X [uuid] (cache misses: wrong source (2), …)` and its later forms; undefined of anything else. */
export function readPrecompiling(text: string): Precompiling | undefined {
  const found = text.length > LONGEST ? undefined : PRECOMPILING.exec(text.trimEnd())
  if (!found) return undefined
  const [, id = '', reasons = ''] = found
  const misses = /^cache misses: (.*)$/.exec(reasons)?.[1]
  const reused = /^caches not reused: (.*)$/.exec(reasons)?.[1]
  const name = packageNameIn(id)
  const missOf = (reason: string, times: string): Miss => ({ code: MISSES[reason] ?? 'unknown', reason, times: Number(times) })
  if (misses !== undefined) return { package: name, misses: [...misses.matchAll(/([^,()][^()]*?) \((\d+)\)(?:, |$)/g)].map(([, reason = '', times = '']) => missOf(reason, times)) }
  if (reused !== undefined) return { package: name, misses: [...reused.matchAll(/(\d+) for (.+?)(?=, \d+ for |$)/g)].map(([, times = '', reason = '']) => missOf(reason, times)) }
  if (/^no compatible cache/.test(reasons)) return { package: name, misses: [{ code: 'no-cache', reason: reasons, times: 1 }] }
  return { package: name, misses: [] }
}

const LOADING = new RegExp(String.raw`^Loading (object )?cache file (.+?) for (${ID})$`, 'u')

/** Of `Loading cache file F for PKG` and `Loading object cache file F for PKG`; undefined of anything else. */
export function readLoading(text: string): { readonly package: string, readonly path: string, readonly native: boolean } | undefined {
  const first = (text.split('\n', 1)[0] ?? '').trimEnd()
  const found = first.length > LONGEST ? undefined : LOADING.exec(first)
  return found ? { native: found[1] !== undefined, path: found[2] ?? '', package: packageNameIn(found[3] ?? '') } : undefined
}

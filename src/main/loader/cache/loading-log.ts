/**
 * What `JULIA_DEBUG=loading` prints about caches, message by message and as the text of a terminal (base/loading.jl; stdlib Logging's
 * console logger without colours). The number of the line in loading.jl is part of the text; it is given where it is known, from
 * recordings of 1.10.1 and the source of 1.5.3, and else left out. Left out as well: stack traces, and what `Pkg` prints.
 */
import { dictionaryOrder } from '../project/dictionary-order'
import { pkgIdText, type PkgId } from '../project/pkg-id'
import type { VersionRules } from '../../julia/versions'
import { nativePathOf } from './cache-path'
import type { RejectionCode } from './rejection-text'
import type { Rejection } from './staleness'

type LoadingSite =
  | RejectionCode | 'loading' | 'loading-native' | 'precompiling' | 'aborting' | 'not-precompilable' | 'evicting' | 'not-in-cache' | 'extension' | 'extension-failed'
  | 'not-a-dependency' | 'stale-image' | 'import-into-main'

const PRECOMPILABLE_ERROR = 'Error when precompiling module, potentially caused by a __precompile__(false) declaration in the module.'

export interface LoadingMessage {
  readonly level: 'Debug' | 'Info' | 'Warning' | 'Error'
  /** What in loading.jl logs it. */
  readonly site: LoadingSite
  /** Without frame; details are lines that begin with two blanks. */
  readonly text: string
}

/** A message, and which process said it. */
export interface SessionMessage extends LoadingMessage {
  /** The packages that were being precompiled, the outermost first: what the session of the user itself says has none. */
  readonly building: readonly string[]
}

const LINES: Readonly<Record<string, Readonly<Partial<Record<LoadingSite, number>>>>> = {
  '1.5.3': {
    'dependency-missing': 773, 'not-precompilable': 1034, precompiling: 1278, 'invalid-header': 1431, 'dependency-loaded': 1448,
    'dependency-not-found': 1454, 'wrong-build': 1472, 'other-source': 1480, 'uuid-mapping': 1486, mtime: 1495, checksum: 1502,
  },
  '1.10.1': {
    'loading-native': 1057, loading: 1060, extension: 1296, 'extension-failed': 1301, 'dependency-missing': 1560, 'not-in-cache': 1948,
    'not-precompilable': 1983, aborting: 2225, precompiling: 2353,
    'invalid-header': 3012, flags: 3020, 'other-package': 3052, 'other-build': 3058, 'dependency-loaded': 3079, 'other-source': 3113,
    'uuid-mapping': 3119, 'file-missing': 3132, mtime: 3143, 'native-checksum': 3156,
  },
}

/** Julia itself runs what is in an image without looking. */
export function staleImageMessage(text: string): LoadingMessage {
  return { level: 'Warning', site: 'stale-image', text }
}

/** Nothing where Julia refuses in silence. */
export function rejectedMessages({ code, text }: Rejection): readonly LoadingMessage[] {
  return text === '' ? [] : [{ level: 'Debug', site: code, text }]
}

/** Versions before 1.9 load in silence. */
export function loadingMessages(id: PkgId, path: string, native: boolean, { staleness }: VersionRules): readonly LoadingMessage[] {
  if (!staleness.comparesFlags) return []
  const [site, text] = native ? ['loading-native', `Loading object cache file ${nativePathOf(path)}`] as const : ['loading', `Loading cache file ${path}`] as const
  return [{ level: 'Debug', site, text: `${text} for ${pkgIdText(id)}` }]
}

/** `misses`: how often each reason was counted; they are told in the order of Julia's `Dict`. */
export function precompilingMessage(
  id: PkgId,
  misses: ReadonlyMap<string, number>,
  { interactive, rules: { staleness: { words } } }: { interactive: boolean, rules: VersionRules },
): LoadingMessage {
  const counts = dictionaryOrder(misses.keys()).map((reason) => `${reason} (${misses.get(reason) ?? 0})`).join(', ')
  const reasons = words.countsMisses ? ` ${counts === '' ? '' : `(cache misses: ${counts})`}` : ''
  return { level: interactive ? 'Info' : 'Debug', site: 'precompiling', text: `Precompiling ${pkgIdText(id)}${reasons}` }
}

/** For a package with `__precompile__(false)`. */
export function notPrecompilableMessage(id: PkgId, { interactive, rules }: { interactive: boolean, rules: VersionRules }): LoadingMessage {
  const text = rules.staleness.words.precompilableError
    ? `Skipping precompilation due to precompilable error. Importing ${pkgIdText(id)}.\n  exception = ${PRECOMPILABLE_ERROR}`
    : `Skipping precompilation since __precompile__(false). Importing ${pkgIdText(id)}.`
  return { level: interactive ? 'Info' : 'Debug', site: 'not-precompilable', text }
}

/** What the process says that met `__precompile__(false)` in what it was to precompile. */
export const ABORTING_MESSAGE: LoadingMessage = {
  level: 'Debug', site: 'aborting', text: 'Aborting `create_expr_cache\'\n  exception =\n   Declaration of __precompile__(false) not allowed',
}

/** A process that precompiles was told to take a build that no cache has: in most cases of a package that may not be precompiled, or of one that needs itself. */
export function notInCacheMessage(id: PkgId, buildId: string): LoadingMessage {
  const text = `Module ${id.name} with build ID ${buildId} is missing from the cache.\nThis may mean ${pkgIdText(id)} does not support precompilation but is imported by a module that does.`
  return { level: 'Warning', site: 'not-in-cache', text }
}

/** Until 1.7: see `requirePackage`. */
export function notADependencyMessage(text: string): LoadingMessage {
  return { level: 'Warning', site: 'not-a-dependency', text }
}

/** Said since 1.9. */
export function evictingMessages(path: string, { staleness }: VersionRules): readonly LoadingMessage[] {
  if (!staleness.comparesFlags) return []
  return [{ level: 'Debug', site: 'evicting', text: `Evicting file from cache\n  evicted_cachefile = ${JSON.stringify(path)}` }]
}

export function extensionMessage(extension: string, parent: string): LoadingMessage {
  return { level: 'Debug', site: 'extension', text: `Extension ${extension} of ${parent} loaded` }
}

/** `exception`: what was thrown, as Julia words it. */
export function extensionFailedMessage(extension: string, parent: string, exception: string): LoadingMessage {
  const text = `Error during loading of extension ${extension} of ${parent}, use \`Base.retry_load_extensions()\` to retry.`
  return { level: 'Error', site: 'extension-failed', text: `${text}\n  exception =\n   1-element ExceptionStack:\n${exception.replaceAll(/^/gm, '   ')}` }
}

/** @param release of Julia: `1.10.1`. Each line ends with a line feed. */
export function printLoadingLog(messages: readonly LoadingMessage[], release: string): string {
  return messages.map((message) => printMessage(message, LINES[release]?.[message.site])).join('')
}

function printMessage({ level, text }: LoadingMessage, line: number | undefined): string {
  const [first = '', ...rest] = text.split('\n')
  // The console logger names the place of debugging messages only.
  if (level === 'Info') {
    const last = rest.pop()
    return last === undefined ? `[ Info: ${first}\n` : [`┌ Info: ${first}`, ...rest.map((more) => `│ ${more}`), `└ ${last}`, ''].join('\n')
  }
  return [`┌ ${level}: ${first}`, ...rest.map((more) => `│ ${more}`), `└ @ Base loading.jl${line === undefined ? '' : `:${line}`}`, ''].join('\n')
}

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

type LoadingSite = RejectionCode | 'loading' | 'loading-native' | 'precompiling' | 'not-precompilable' | 'evicting' | 'extension'

const PRECOMPILABLE_ERROR = 'Error when precompiling module, potentially caused by a __precompile__(false) declaration in the module.'

export interface LoadingMessage {
  readonly level: 'Debug' | 'Info'
  /** What in loading.jl logs it. */
  readonly site: LoadingSite
  /** Without frame; details are lines that begin with two blanks. */
  readonly text: string
}

const LINES: Readonly<Record<string, Readonly<Partial<Record<LoadingSite, number>>>>> = {
  '1.5.3': {
    'dependency-missing': 773, 'not-precompilable': 1034, precompiling: 1278, 'invalid-header': 1431, 'dependency-loaded': 1448,
    'dependency-not-found': 1454, 'wrong-build': 1472, 'other-source': 1480, 'uuid-mapping': 1486, mtime: 1495, checksum: 1502,
  },
  '1.10.1': {
    'loading-native': 1057, loading: 1060, extension: 1296, 'dependency-missing': 1560, 'not-precompilable': 1983, precompiling: 2353,
    'invalid-header': 3012, flags: 3020, 'other-package': 3052, 'other-build': 3058, 'dependency-loaded': 3079, 'other-source': 3113,
    'uuid-mapping': 3119, 'file-missing': 3132, mtime: 3143, 'native-checksum': 3156,
  },
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

/** Said since 1.9. */
export function evictingMessages(path: string, { staleness }: VersionRules): readonly LoadingMessage[] {
  if (!staleness.comparesFlags) return []
  return [{ level: 'Debug', site: 'evicting', text: `Evicting file from cache\n  evicted_cachefile = ${JSON.stringify(path)}` }]
}

export function extensionMessage(extension: string, parent: string): LoadingMessage {
  return { level: 'Debug', site: 'extension', text: `Extension ${extension} of ${parent} loaded` }
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

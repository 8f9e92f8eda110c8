/**
 * `JULIA_DEBUG=loading`, and the lines of 1.11 and later that tell why a package is precompiled (formats b.10): caches that were loaded, caches
 * that were refused with the reason, packages that were precompiled for it. Messages of one run are one block, whatever the program
 * printed between them. What Julia says twice, because it searches twice, is one row that counts.
 */
import type { TextFormat, TextImport } from '../format'
import { juliaErrors, readError } from '../julia-errors'
import type { Lines } from '../lines'
import { firstOfRecord, readRecord } from '../log-record'
import { isPrompt } from '../prompts'
import { packageOfPath, readLoading, readPrecompiling, readRefusal, type Refusal } from './loading-words'

const BEGINS = /^(?:Loading (?:object )?cache file |(?:Rejecting|Ignoring) (?:stale )?cache file |Evicting file from cache|Deserialization checks failed |Skipping precompilation |Required dependency .+ failed to load from cache)/
const FAILED = /^(?:ERROR: )?(?:LoadError: )?Failed to precompile ([\p{L}_][\p{L}\p{N}_!]*) \[[^\]]*\]/u
/** The system image's own check, which knows no package. */
const NO_TARGET = /^ERROR: Unable to find compatible target in (?:cached code image|system image)/
const TARGET = /^Target \d+ \(.*\): /
/** Where Julia reads caches: an error in there comes of the file. */
const READING = /\b(?:parse_cache_header|stale_cachefile|isvalid_cache_header|read_dependency_src|parse_cache_buildid)\(/
/** Lines of a program that may stand between two messages of one log. */
const APART = 400

interface Found {
  readonly loaded: Map<string, { readonly name: string, readonly path: string, readonly native: boolean, readonly line: number }>
  readonly refused: Map<string, Refusal & { readonly reason: string, readonly line: number, times: number }>
  readonly built: { readonly name: string, status: 'done' | 'failed' | 'skipped', readonly line: number }[]
  countsMisses: boolean
  last: number
}

function refuse(found: Found, refusal: Refusal, reason: string, at: number, times = 1): void {
  const key = [refusal.code, refusal.package, refusal.path, refusal.about, reason].join('\0')
  const known = found.refused.get(key)
  if (known) known.times += times
  else found.refused.set(key, { ...refusal, reason, line: at + 1, times })
}

function oneLine(text: string): string {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '').join('; ')
}

/** Whether a message of this log begins in `line`; of messages that other runs print, too, only those that give reasons. */
function isMessage(line: string): boolean {
  const first = firstOfRecord(line)
  if (first === undefined) return NO_TARGET.test(line)
  if (BEGINS.test(first)) return true
  const precompiling = readPrecompiling(first)
  return precompiling !== undefined && (precompiling.misses.length > 0 || line.includes(' Debug: '))
}

/** Reads the message at `at`; returns the first line after it, or `at` if it is something else. */
function readMessage(lines: Lines, at: number, found: Found, into: TextImport): number {
  const line = lines.at(at)
  const failed = FAILED.exec(line)?.[1]
  if (failed !== undefined) {
    const build = found.built.findLast(({ name }) => name === failed)
    if (build) build.status = 'failed'
    else found.built.push({ name: failed, status: 'failed', line: at + 1 })
    return juliaErrors.read(lines, at, into)
  }
  if (NO_TARGET.test(line)) {
    let next = at + 1
    const targets: string[] = []
    for (; TARGET.test(lines.at(next)); next++) targets.push(lines.at(next))
    refuse(found, { code: 'cpu-target', package: '', path: '', about: targets.join('; ') }, line.replace('ERROR: ', ''), at)
    return next
  }
  const error = readError(lines, at)
  if (error) {
    if (!READING.test(error.text)) return at
    refuse(found, { code: 'unreadable', package: '', path: '', about: '' }, oneLine(error.message), at)
    return juliaErrors.read(lines, at, into)
  }
  const record = readRecord(lines, at)
  if (!record) return at
  const loading = readLoading(record.text)
  if (loading) {
    if (!found.loaded.has(loading.path)) found.loaded.set(loading.path, { name: loading.package, path: loading.path, native: loading.native, line: at + 1 })
    return record.next
  }
  const precompiling = readPrecompiling(record.text)
  if (precompiling) {
    const { package: name, misses } = precompiling
    found.built.push({ name, status: 'done', line: at + 1 })
    for (const { code, reason, times } of misses) {
      found.countsMisses = true
      refuse(found, { code, package: name, path: '', about: '' }, reason, at, times)
    }
    return record.next
  }
  const refusal = readRefusal(record.text)
  if (!refusal) return at
  refuse(found, refusal, oneLine(record.text), at)
  const skipped = refusal.code === 'not-precompilable' ? found.built.findLast(({ name }) => name === refusal.package) : undefined
  if (skipped) skipped.status = 'skipped'
  // What is no news of caches alone is kept in full, with its details.
  if (record.level === 'warning' || record.level === 'error') {
    into.builder.add('messages', { level: record.level, text: record.text, where: record.where, source: into.source, line: at + 1 })
  }
  return record.next
}

/** The line from `at` on where a message begins, if it belongs to the same run. */
function nextMessage(lines: Lines, at: number): number | undefined {
  for (let next = at; next < Math.min(lines.length, at + APART); next++) {
    const line = lines.at(next)
    if (isPrompt(line)) return undefined
    if (isMessage(line)) return next
  }
  return undefined
}

function write(found: Found, firstLine: number, into: TextImport): void {
  const { builder, source, command } = into
  const common = {
    format: 'loading-log', command, source, firstLine, lastLine: found.last,
    provenance: { kind: 'measured', tool: found.countsMisses ? 'Julia’s package loading' : 'JULIA_DEBUG=loading', julia: found.countsMisses ? '1.11 or later' : '', error: '' },
  } as const
  if (found.refused.size > 0) {
    const block = builder.block({
      ...common, part: 'rejections', title: 'Cache files refused',
      notes: found.countsMisses ? ['Where Julia counts reasons only, the row names the package and not the file; JULIA_DEBUG=loading names files.'] : [],
    })
    for (const refused of found.refused.values()) builder.add('rejections', { ...refused, block })
  }
  if (found.built.length > 0) {
    const block = builder.block({ ...common, part: 'builds', title: 'Packages precompiled', notes: ['The log has no times.'] })
    for (const { name, status, line } of found.built) builder.add('builds', { name, status, block, line })
  }
  if (found.loaded.size > 0) {
    const block = builder.block({ ...common, part: 'images', title: 'Cache files loaded', unit: 'bytes', notes: ['The log has no sizes and no times.'] })
    for (const { name, path, native, line } of found.loaded.values()) {
      builder.add('images', { name: name || packageOfPath(path), kind: native ? 'pkgimage' : 'cache', path, state: 'loaded', block, line })
    }
  }
}

export const loadingLog: TextFormat = {
  id: 'loading-log',
  title: 'JULIA_DEBUG=loading, and “Precompiling … (cache misses: …)”',
  marks: ['cache file ', 'Precompiling ', 'Evicting file', 'Deserialization checks', 'Skipping precompilation', 'ERROR: '],
  begins(lines, at) {
    const line = lines.at(at)
    if (isMessage(line)) return true
    return line.startsWith('ERROR: ') && READING.test(readError(lines, at)?.text ?? '')
  },
  read(lines, at, into) {
    const found: Found = { loaded: new Map(), refused: new Map(), built: [], countsMisses: false, last: at }
    let next = at
    while (next < lines.length) {
      const after = readMessage(lines, next, found, into)
      if (after > next) {
        found.last = after
        next = after
        continue
      }
      const end = nextMessage(lines, next + 1)
      if (end === undefined) break
      for (; next < end; next++) {
        const interrupted = into.interrupt(next)
        if (interrupted > next) next = interrupted - 1
        else into.leaveUnparsed(next)
      }
      found.last = next
    }
    if (found.last > at) write(found, at + 1, into)
    return found.last
  },
}

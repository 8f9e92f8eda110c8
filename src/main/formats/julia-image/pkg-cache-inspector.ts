/**
 * What PkgCacheInspector shows of a cache file (formats b.13; PkgCacheInspector.jl `show` of `PkgCacheInfo`, versions 1.0 to 1.3): counts of
 * what is in it, sizes of its segments, targets; and in its verbose forms the methods and specialisations themselves.
 */
import type { TextFormat, TextImport } from '../format'
import type { Lines } from '../lines'
import { ImageRows } from '../../../shared/profile/image-rows'
import type { ProfileBuilder } from '../../../shared/profile/builder'

const BEGIN = /^Contents of (.+):\s*$/
const MODULES = /^ {2}modules: (?:\w+)?\[(.*)\]\s*$/
const INIT_ORDER = /^ {2}init order: (?:\w+)?\[(.*)\]\s*$/
const COUNT = /^ {2}(\d+) (internal methods|specializations of internal methods|external methods with new roots|methods with new roots|external methods|methods extending external functions|new specializations of external methods|tier-promoted specializations|external targets|edges)(?: \((.*)\))?\s*$/
const PARTS = /^ {4}\((.*)\)\s*$/
const FILE_SIZE = /^ {2}file size:\s+(\d+) \(.*\)\s*$/
const SEGMENTS = /^ {2}Segment sizes(?: \(bytes\))?:\s*$/
const SEGMENT = /^ {2,4}(\w+):\s+(\d+) \(\s*(?:[\d.]+|NaN)%\)\s*$/
const TARGETS = /^ {2}Image targets:\s*$/
const TARGET = /^ {4}(\S+;.*|\S+)$/
/** `  Internal methods (12 total):`, and below it a line for each module. */
const LIST = /^ {2}([A-Z][A-Za-z ]+) \((\d+) total\):\s*$/
const OF_MODULE = /^ {4}(\S+)(?: \((\d+) (?:methods|specializations)\)|: (\d+) (?:methods|specializations))?:?(?: \(\d+ \w+\):)?\s*$/
const OF_FUNCTION = /^ {6}\S+ \(\d+ methods\)\s*$/
const SPECIALIZATION = /^ {6}\[(O[02])\] (.+)$/
const METHOD = /^ {6,8}(\S.* @ (\S+) (.+):(\d+))\s*$/
const UNAVAILABLE = /^ {2}specializations of internal methods: \(requires /

interface Found {
  readonly path: string
  modules: string[]
  bytes: number
  readonly facts: { readonly topic: 'contents' | 'targets' | 'segments', readonly name: string, readonly value: string, readonly bytes?: number }[]
  readonly methods: { readonly signature: string, readonly module: string, readonly file: string, readonly line: number }[]
  readonly specializations: { readonly signature: string, readonly module: string }[]
}

export const pkgCacheInspector: TextFormat = {
  id: 'pkg-cache-inspector',
  title: 'PkgCacheInspector’s info_cachefile',
  marks: ['Contents of '],
  begins: (lines, at) => BEGIN.test(lines.at(at)) && at + 1 < lines.length && MODULES.test(lines.at(at + 1)),
  read(lines, at, into) {
    const found: Found = { path: BEGIN.exec(lines.at(at))?.[1] ?? '', modules: [], bytes: Number.NaN, facts: [], methods: [], specializations: [] }
    const end = readLines(lines, at + 1, found)
    write(found, into, at, end)
    return end
  },
}

/** Reads to the first line that is none of the tool's; the line after the last that is. */
function readLines(lines: Lines, from: number, found: Found): number {
  let [at, module, inTargets] = [from, '', false]
  for (; at < lines.length; at++) {
    const line = lines.at(at)
    if (!line.startsWith('  ')) break
    if (TARGETS.test(line)) inTargets = true
    else if (inTargets) {
      const target = TARGET.exec(line)?.[1]
      if (target === undefined) break
      found.facts.push({ topic: 'targets', name: `target ${found.facts.filter(({ topic }) => topic === 'targets').length}`, value: target })
    } else {
      const next = readLine(line, module, found)
      if (next === undefined) break
      module = next
    }
  }
  return at
}

/** The module that the following lines are of, or undefined if the line is none of the tool's. */
function readLine(line: string, module: string, found: Found): string | undefined {
  const count = COUNT.exec(line)
  if (count) {
    found.facts.push({ topic: 'contents', name: count[2] ?? '', value: count[3] === undefined ? (count[1] ?? '') : `${count[1] ?? ''} (${count[3]})` })
    return module
  }
  const named = MODULES.exec(line) ?? INIT_ORDER.exec(line)
  if (named) {
    const list = (named[1] ?? '').split(', ').filter((name) => name !== '')
    if (line.startsWith('  modules')) found.modules = list
    else found.facts.push({ topic: 'contents', name: 'init order', value: list.join(', ') })
    return module
  }
  const size = FILE_SIZE.exec(line)
  if (size) {
    found.bytes = Number(size[1])
    return module
  }
  const segment = SEGMENT.exec(line)
  if (segment) {
    found.facts.push({ topic: 'segments', name: segment[1] ?? '', value: '', bytes: Number(segment[2]) })
    return module
  }
  if (SEGMENTS.test(line) || UNAVAILABLE.test(line) || LIST.test(line) || OF_FUNCTION.test(line)) return module
  return readDetail(line, module, found)
}

function readDetail(line: string, module: string, found: Found): string | undefined {
  const specialization = SPECIALIZATION.exec(line)
  if (specialization) {
    found.specializations.push({ signature: specialization[2] ?? '', module })
    return module
  }
  const method = METHOD.exec(line)
  if (method) {
    found.methods.push({ signature: (method[1] ?? '').replace(/ @ \S+ .+$/, ''), module: method[2] ?? '', file: method[3] ?? '', line: Number(method[4]) })
    return module
  }
  const parts = PARTS.exec(line)
  if (parts) {
    found.facts.push({ topic: 'contents', name: 'by module', value: parts[1] ?? '' })
    return module
  }
  return OF_MODULE.exec(line)?.[1]
}

function write(found: Found, into: TextImport, at: number, end: number): void {
  const { builder } = into
  const rows = new ImageRows({
    builder, source: into.source, format: pkgCacheInspector.id, tool: 'PkgCacheInspector', julia: /[\\/]v(\d+\.\d+)[\\/]/.exec(found.path)?.[1] ?? '', command: into.command,
    firstLine: at + 1, lastLine: end,
  })
  const isNative = /\.(?:so|dylib|dll)$/.test(found.path)
  rows.begin({ name: found.modules.at(-1) ?? 'cache', kind: isNative ? 'pkgimage' : 'cache', path: found.path, ...(found.bytes >= 0 && { bytes: found.bytes }), line: at + 1 })
  for (const name of found.modules) rows.add('imageModules', { name, role: 'defined' })
  for (const fact of found.facts) rows.fact(fact.topic, fact.name, fact.value, fact.bytes)
  for (const { signature, module, file, line } of found.methods) {
    rows.add('imageItems', { package: rootOf(module), frame: builder.frame({ signature, module, file, line, kind: 'method' }), state: 'stored' })
  }
  for (const { signature, module } of found.specializations) addInstance(rows, builder, signature, module)
}

function addInstance(rows: ImageRows, builder: ProfileBuilder, signature: string, module: string): void {
  rows.add('imageItems', { package: rootOf(module), frame: builder.frame({ signature, module, kind: 'instance' }), state: 'stored' })
}

function rootOf(module: string): string {
  return module.split('.', 1)[0] ?? ''
}

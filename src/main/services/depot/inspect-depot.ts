/**
 * A depot's caches as a profile: each file with its size and whether a Julia that starts now would take it, its modules, files and what became
 * of them; and what has to be made again if a package is: all that was made with a build of it, directly or not.
 */
import { ProfileBuilder } from '../../../shared/profile/builder'
import { ImageRows } from '../../../shared/profile/image-rows'
import type { Profile } from '../../../shared/profile/tables'
import { readRefusal } from '../../formats/loading-log/loading-words'
import { buildIdText, fullBuildId, hasNativeHalf } from '../../formats/julia-cache/cache-rows'
import type { CacheInclude } from '../../loader/cache/header'
import { inDepots, isInDepot, stateOf } from '../../loader/cache/source-file'
import { sameMtime } from '../../loader/cache/staleness'
import { pkgIdKey, type PkgId } from '../../loader/project/pkg-id'
import { type DepotCache, type DepotFiles, type ReadEvent, readDepot } from './cache-files'
import { checkDepot, type FreshnessOptions, rulesFor, type Verdict } from './freshness'

export interface DepotRequest extends Omit<FreshnessOptions, 'files' | 'depots'> {
  readonly files: DepotFiles
  /** A depot or a folder in it. */
  readonly folder: string
  /** Further depots that files may lie in. */
  readonly depots?: readonly string[]
  /** Further notes on the profile. */
  readonly notes?: readonly string[]
  /** Called for each file before it is read. */
  readonly onFile?: ReadEvent
}

export interface DepotReport {
  readonly profile: Profile
  readonly verdicts: readonly Verdict[]
  /** Packages of which no file is fresh, and those that were made with them: what has to be precompiled again. */
  readonly touched: readonly string[]
}

/** @throws UserError if there are no cache files in the folder. */
export function inspectDepot(request: DepotRequest): DepotReport {
  const { folder, files } = request
  const caches = readDepot(files, folder, request.onFile)
  const depots = [folder.replace(/\/compiled(?:\/.*)?$/, ''), ...(request.depots ?? [])]
  const versions = [...new Set(caches.map(({ version }) => version))]
  const verdicts = versions.flatMap((version) => checkDepot(caches.filter((one) => one.version === version), { ...request, depots }))
  const dependents = dependentsOf(caches)
  const builder = new ProfileBuilder()
  const bytes = caches.reduce((sum, one) => sum + one.bytes + one.nativeBytes, 0)
  const source = builder.source({ name: folder, format: 'julia-depot', bytes })
  const rows = new ImageRows({ builder, source, format: 'julia-depot', tool: 'Julia cache files', julia: versions.length === 1 ? (versions[0] ?? '') : '' })
  const local = new Set(caches.flatMap(({ header }) => (header ? [pkgIdKey(header.package)] : [])))
  for (const verdict of verdicts) addCacheRows(rows, verdict, { files, depots, local, dependents })
  addRejections(builder, source, verdicts)
  const touched = touchedBy(verdicts, dependents)
  rows.note('Whether a file is fresh is told as for a session without options, of the Julia and the system image that the newest file was made with.')
  for (const note of request.notes ?? []) rows.note(note)
  if (touched.length > 0) rows.note(`To make again what is stale and what was made with it touches ${touched.length} of ${local.size} packages: ${touched.join(', ')}.`)
  return { profile: builder.finish({ title: titleOf(folder), julia: versions.length === 1 ? (versions[0] ?? '') : '' }), verdicts, touched }
}

/** The last part says nothing of `compiled/v1.10`: the depot's name goes before it. */
function titleOf(folder: string): string {
  return /[^/]+(?:\/compiled(?:\/.*)?)?\/?$/.exec(folder)?.[0] ?? folder
}

/** Why files are stale, by reason over the whole depot. */
function addRejections(builder: ProfileBuilder, source: number, verdicts: readonly Verdict[]): void {
  const stale = verdicts.filter(({ state }) => state === 'stale')
  if (stale.length === 0) return
  const block = builder.block({
    part: 'rejections', format: 'julia-depot', title: 'Stale caches', source, provenance: { kind: 'derived', tool: 'Julia cache files', julia: '', error: '' },
    notes: ['These are the reasons for which a Julia that starts now would refuse the files.'],
  })
  for (const { file: { header, path }, reason, text } of stale) {
    builder.add('rejections', {
      package: header?.package.name ?? path.split('/').at(-2) ?? '', path, code: reason?.code ?? 'unreadable', reason: text, about: readRefusal(reason?.text ?? '')?.about ?? '', times: 1, block,
    })
  }
}

interface Context {
  readonly files: DepotFiles
  readonly depots: readonly string[]
  /** Packages with caches here. */
  readonly local: ReadonlySet<string>
  readonly dependents: ReadonlyMap<string, readonly string[]>
}

function addCacheRows(rows: ImageRows, { file, state, text }: Verdict, context: Context): void {
  const { cache, header, path } = file
  const name = header?.package.name ?? path.split('/').at(-2) ?? path
  rows.begin({
    name, kind: cache && hasNativeHalf(cache.header) ? 'pkgimage' : 'cache', path, julia: header?.juliaVersion ?? '', buildId: cache ? fullBuildId(cache.header) : '',
    bytes: file.bytes + file.nativeBytes, state, reason: text,
  })
  rows.add('imageSections', { name: 'cache file (.ji)', kind: 'data', bytes: file.bytes })
  if (file.nativePath !== undefined) rows.add('imageSections', { name: 'native code and data', kind: 'native', bytes: file.nativeBytes })
  if (!cache || !header) return
  const { flags } = header
  if (flags) rows.fact('flags', 'flags', Object.entries(flags).map(([key, value]) => `${key}=${String(value)}`).join(', '))
  if (header.preferences.names.length > 0) rows.fact('preferences', 'read when it was compiled', header.preferences.names.join(', '))
  const above = context.dependents.get(pkgIdKey(header.package)) ?? []
  if (above.length > 0) rows.fact('contents', 'made again with it', `${above.length}: ${above.join(', ')}`)
  rows.add('imageModules', { name, uuid: header.package.uuid ?? '', buildId: header.buildId, role: 'defined' })
  const named = new Set(header.requires.map(({ to }) => pkgIdKey(to)))
  for (const { id, buildId } of cache.header.requiredModules) {
    const key = pkgIdKey(id)
    // What the system image has is in every file.
    if (named.has(key) || context.local.has(key)) rows.add('imageModules', { name: id.name, uuid: id.uuid ?? '', buildId: buildIdText(buildId), role: named.has(key) ? 'direct' : 'required' })
  }
  addFiles(rows, file, header.includes, context)
}

function addFiles(rows: ImageRows, { version, cache }: DepotCache, includes: readonly CacheInclude[], { files, depots }: Context): void {
  const texts = new Set(cache?.sources.files.map(({ path }) => path))
  for (const [index, include] of inDepots(includes, depots, files).entries()) {
    const written = includes[index] ?? include
    const change = changeOf(include, version, files)
    rows.add('imageFiles', {
      path: include.path, module: [include.module?.name ?? '', ...include.modulePath].filter((part) => part !== '').join('.'), kind: texts.has(written.path) ? 'source' : 'dependency',
      ...(include.mtime >= 0 ? { mtime: include.mtime } : { bytes: include.size, hash: include.contentHash }), state: change.state, reason: change.reason,
    })
  }
}

function changeOf(include: CacheInclude, version: string, files: DepotFiles): { readonly state: 'same' | 'changed' | 'missing', readonly reason: string } {
  const { staleness } = rulesFor(version)
  const state = isInDepot(include) ? undefined : stateOf(files, include.path)
  if (!state) return { state: 'missing', reason: isInDepot(include) ? 'no depot has it' : 'it is not there' }
  if (staleness.sources === 'mtime' || include.mtime >= 0) {
    return sameMtime(state.mtime, include.mtime, staleness.mtimes) ? { state: 'same', reason: '' } : { state: 'changed', reason: `modified at ${state.mtime}, before ${include.mtime}` }
  }
  if (state.size !== include.size) return { state: 'changed', reason: `${state.size} bytes, before ${include.size}` }
  return state.contentHash() === include.contentHash ? { state: 'same', reason: '' } : { state: 'changed', reason: 'other content of the same size' }
}

/** For each package the names of all that were made with a build of it; Julia lists all that was loaded, so this is closed already. */
function dependentsOf(caches: readonly DepotCache[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>()
  for (const { header } of caches) {
    for (const { package: id } of header?.requiredModules ?? []) {
      const key = pkgIdKey(id)
      const names = found.get(key) ?? new Set<string>()
      names.add(header?.package.name ?? '')
      found.set(key, names)
    }
  }
  return new Map([...found].map(([key, names]) => [key, [...names].sort()]))
}

function touchedBy(verdicts: readonly Verdict[], dependents: ReadonlyMap<string, readonly string[]>): string[] {
  const byPackage = new Map<string, { readonly id: PkgId, fresh: boolean }>()
  for (const { file: { header }, state } of verdicts) {
    if (!header) continue
    const key = pkgIdKey(header.package)
    const known = byPackage.get(key)
    if (known) known.fresh ||= state === 'fresh'
    else byPackage.set(key, { id: header.package, fresh: state === 'fresh' })
  }
  const stale = [...byPackage].filter(([, { fresh }]) => !fresh)
  return [...new Set(stale.flatMap(([key, { id }]) => [id.name, ...(dependents.get(key) ?? [])]))].sort()
}

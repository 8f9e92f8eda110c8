/**
 * The caches of a lab. They lie in one folder of the depot for each way of making them (version, flags, what is kept), not for each state of the sources: so
 * the loader's own rules find fresh what a change does not touch. What was told of making each is written down beside them, and a run sees only the
 * caches that hold now: so a run gives the same profile whatever was run before. What the run itself precompiles is kept from the disk for the same reason.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { version } from '../../../../package.json'
import type { LabCache } from '../../../shared/lab'
import { SCHEMA } from '../../../shared/profile/schema'
import { textAt, type Profile } from '../../../shared/profile/tables'
import { nativePathOf } from '../../loader/cache/cache-path'
import type { FileSystem } from '../../loader/files'
import { OverlayFiles, type KeptFolder } from '../../loader/overlay-files'
import { joinPath } from '../../loader/paths'
import type { Run } from '../../loader/scenario/expand'
import type { Build, SessionResult } from '../../loader/session-request'
import { IMAGES_FOLDER } from '../scenario-sysimage'
import type { RunCaches } from '../scenarios'

const RECORDS_FILE = 'builds.json'
/** In place of a reason of Julia's, which says nothing then. */
const NO_CACHE = 'there was no cache file'

const IMAGE_STATES = SCHEMA.images.state.oneOf
const IMAGE_KINDS = SCHEMA.images.kind.oneOf

/** What a session says about a cache file that is not a refusal. */
const NO_REFUSALS: ReadonlySet<string> = new Set(['loading', 'loading-native', 'precompiling', 'evicting', 'extension'])

const build = z.object({
  package: z.string(), owner: z.string(), seconds: z.number(), methods: z.number(), bytes: z.number(), saved: z.number(),
  notSaved: z.array(z.object({ instance: z.string(), reason: z.string(), lost: z.enum(['code', 'native']) })),
  output: z.string(),
}) satisfies z.ZodType<Build>
/** By path of the cache file, as sessions know it. */
const records = z.record(z.string(), z.object({ buildId: z.string(), build }))
type Records = z.infer<typeof records>

interface ImageRow {
  readonly name: string
  readonly path: string
  readonly buildId: string
  readonly reason: string
}

export class LabCaches implements RunCaches {
  /** What was found and made for the run that was prepared last. */
  made: LabCache[] = []
  reused: string[] = []

  /** @param folder of the lab. @param below has the depot. */
  constructor(private readonly below: FileSystem, private readonly depot: string, private readonly folder: string) {}

  kept(run: Run): readonly KeptFolder[] {
    const keeping = (name: string): KeptFolder => ({ folder: joinPath(this.depot, name), place: joinPath(this.placeOf(run), name) })
    return [keeping(IMAGES_FOLDER), ...(run.caches === 'warm' ? [keeping('compiled')] : [])]
  }

  /** All packages are made anew for an image, so that it is the same whatever caches there are. */
  filesOfBuild(files: OverlayFiles): OverlayFiles {
    const images = joinPath(this.depot, IMAGES_FOLDER)
    const hidden = new OverlayFiles(files, [{ folder: images, place: images }])
    hidden.remove(joinPath(this.depot, 'compiled'))
    return hidden
  }

  settled(run: Run, files: OverlayFiles, done: readonly SessionResult[]): { readonly files: FileSystem, readonly prepared: readonly Build[] } | undefined {
    const built = done.flatMap((session) => session.built)
    const loaded = [...new Map(done.flatMap(({ profile }) => rowsOf(profile, 'loaded')).map((row) => [row.path, row])).values()]
    const known = this.records(run)
    const held: Records = {}
    const unknown: ImageRow[] = []
    for (const row of loaded) {
      const now = built.findLast((one) => one.package === row.name)
      const before = Object.hasOwn(known, row.path) ? known[row.path] : undefined
      if (now !== undefined) held[row.path] = { buildId: row.buildId, build: { ...now, notSaved: [...now.notSaved] } }
      else if (before?.buildId === row.buildId) held[row.path] = before
      else unknown.push(row)
    }
    this.tell(done, loaded, built)
    this.below.write(joinPath(this.placeOf(run), RECORDS_FILE), new TextEncoder().encode(JSON.stringify({ ...known, ...held })))
    for (const { path } of unknown) for (const one of [path, nativePathOf(path)]) files.remove(one)
    if (unknown.length > 0) return undefined
    return { files: this.onlyThese(files, new Set(loaded.map(({ path }) => path))), prepared: Object.values(held).map((one) => one.build) }
  }

  /** Over several attempts: what was made in the first was found in the second. */
  private tell(done: readonly SessionResult[], loaded: readonly ImageRow[], built: readonly Build[]): void {
    const refused = done.flatMap(({ profile }) => rowsOf(profile, 'rejected'))
    const said = done.flatMap(({ loadingLog }) => loadingLog).filter(({ site }) => !NO_REFUSALS.has(site))
    for (const { package: name, seconds, output } of built) {
      const path = loaded.find((row) => row.name === name)?.path ?? ''
      const own = refused.filter((row) => row.name === name)
      const reason = (own.find((row) => row.path === path) ?? own[0])?.reason ?? said.find(({ text }) => path !== '' && text.includes(path))?.text ?? NO_CACHE
      this.made.push({ package: name, reason: reason.replace(/\s*\n\s*/g, ' '), seconds, output, within: false })
    }
    const made = new Set(this.made.map((one) => one.package))
    this.reused = [...new Set(loaded.map(({ name }) => name))].filter((name) => !made.has(name))
  }

  /** Without caches that were made for other preferences, or were refused: looking at them would take time. What is written stays here. */
  private onlyThese(files: OverlayFiles, paths: ReadonlySet<string>): FileSystem {
    const seen = new OverlayFiles(files)
    const visible = new Set([...paths, ...[...paths].map(nativePathOf)])
    const visit = (at: string, depth: number): void => {
      for (const name of files.list(at)) {
        const path = joinPath(at, name)
        if (files.stat(path) === undefined && depth < 3) visit(path, depth + 1)
        else if (!visible.has(path)) seen.remove(path)
      }
    }
    visit(joinPath(this.depot, 'compiled'), 0)
    return seen
  }

  private records(run: Run): Records {
    const text = this.below.readText(joinPath(this.placeOf(run), RECORDS_FILE))
    if (text === undefined) return {}
    try {
      const read = records.safeParse(JSON.parse(text))
      return read.success ? read.data : {}
    } catch (error) {
      if (error instanceof SyntaxError) return {}
      throw error
    }
  }

  private placeOf({ julia, project, loadPath, flags, saving }: Run): string {
    const same = JSON.stringify([version, this.folder, project, loadPath, flags, saving])
    return joinPath(this.depot, 'lab', `${julia}-${createHash('sha256').update(same).digest('hex').slice(0, 12)}`)
  }
}

/** Caches of packages that a session loaded or refused, in that order. */
function rowsOf(profile: Profile, state: 'loaded' | 'rejected'): ImageRow[] {
  const { images } = profile
  const found: ImageRow[] = []
  for (let row = 0; row < images.length; row++) {
    if (IMAGE_STATES[images.state[row] ?? 0] !== state || IMAGE_KINDS[images.kind[row] ?? 0] === 'sysimage') continue
    const text = (column: ArrayLike<number>): string => textAt(profile, column[row])
    found.push({ name: text(images.name), path: text(images.path), buildId: text(images.buildId), reason: text(images.reason) })
  }
  return found
}

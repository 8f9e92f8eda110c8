/**
 * The packages that real Julias were recorded with, and the files of one machine that has them: a project whose manifest names all, a
 * depot, and sessions one after the other, between which files may change.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { z } from 'zod'
import { printLoadingLog, type SessionMessage } from '../../../../src/main/loader/cache/loading-log'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { MountedFiles } from '../../../../src/main/loader/mounted-files'
import { joinPath } from '../../../../src/main/loader/paths'
import { sessionRunner } from '../../../../src/main/loader/run'
import type { SessionRequest, SessionResult } from '../../../../src/main/loader/session-request'
import { STANDARD_UUIDS } from '../../../../src/main/julia/runtime/standard-libraries'
import { base } from '../../../../src/main/services/base'
import { BUNDLED_FOLDER, bundledFiles, bundledPackages } from '../../../../src/main/services/packages'
import { calibrationFor } from '../../../../src/main/services/calibrations'

const FIXTURES = join(import.meta.dirname, '../../../fixtures/loader')

const table = z.record(z.string(), z.string())
const projectFile = z.object({
  name: z.string(), uuid: z.string(), deps: table.optional(), weakdeps: table.optional(), extensions: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
})

function filesBelow(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => {
    const path = join(one.parentPath, one.name)
    return [path.slice(folder.length), readFileSync(path, 'utf8')]
  }))
}

const dev = filesBelow(join(FIXTURES, 'packages'))

function section(header: string, values: Record<string, string | readonly string[]> = {}): string {
  const lines = Object.entries(values).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
  return lines.length === 0 ? '' : `${header}\n${lines.join('')}\n`
}

/** Of all fixtures. `withoutDeps`: packages whose dependencies are left out; `places`: folders other than `/dev/Name`. */
export function manifest({ withoutDeps = [], places = {} }: { readonly withoutDeps?: readonly string[], readonly places?: Readonly<Record<string, string>> } = {}): string {
  const projects = Object.entries(dev).filter(([path]) => path.endsWith('/Project.toml')).map(([, text]) => projectFile.parse(parse(text)))
  const developed = projects.map(({ name, uuid, deps, weakdeps, extensions }) => [
    section(`[[deps.${name}]]`, { path: places[name] ?? `/dev/${name}`, uuid, version: '0.1.0' }),
    withoutDeps.includes(name) ? '' : section(`    [deps.${name}.deps]`, deps),
    section(`    [deps.${name}.extensions]`, extensions), section(`    [deps.${name}.weakdeps]`, weakdeps),
  ].join(''))
  return ['manifest_format = "2.0"\n\n', ...developed].join('')
}

/** For 1.5, which knows no other. */
function oldManifest(): string {
  return manifest().replace(/^manifest_format.*\n/, '').replaceAll('[deps.', '[').replaceAll('[[deps.', '[[')
}

const project = [...Object.entries(dev).filter(([path]) => path.endsWith('/Project.toml')).map(([, text]) => projectFile.parse(parse(text))), ...bundledPackages.values()]
const PROJECT = section('[deps]', Object.fromEntries([...project.map(({ name, uuid }) => [name, uuid] as const), ...STANDARD_UUIDS]))

const runner = sessionRunner({ base, stdlibs: STANDARD_UUIDS, packages: BUNDLED_FOLDER })

type Asked = Partial<Omit<SessionRequest, 'files' | 'depot' | 'project' | 'calibration' | 'steps' | 'write'>>

export class FixtureWorld {
  /** Seconds: what is written now is from now. */
  time = 1_700_000_000
  readonly files: MemoryFiles = new MemoryFiles({}, () => this.time)
  private output = ''

  constructor(readonly julia: SessionRequest['julia'] = '1.10') {
    for (const [path, text] of Object.entries(dev)) this.files.writeText(`/dev${path}`, text)
    this.files.writeText('/project/Project.toml', PROJECT)
    this.files.writeText('/project/Manifest.toml', julia === '1.5' ? oldManifest() : manifest())
  }

  /** The same files, to be changed by themselves. */
  copy(): FixtureWorld {
    const other = new FixtureWorld(this.julia)
    other.time = this.time
    const copyFrom = (folder: string): void => {
      for (const name of this.files.list(folder)) {
        const path = joinPath(folder, name)
        const [bytes, stat] = [this.files.readBytes(path), this.files.stat(path)]
        if (bytes === undefined) copyFrom(path)
        else other.files.write(path, bytes)
        if (stat !== undefined) other.files.touch(path, stat.mtime)
      }
    }
    copyFrom('/')
    return other
  }

  /** A session of its own, later than the last; `said`: what it wrote. */
  run(code: string | readonly string[], asked: Asked = {}): SessionResult & { readonly said: string } {
    this.time += 10
    this.output = ''
    const steps = typeof code === 'string' ? [code] : code
    const result = runner({
      julia: this.julia, ...asked,
      files: new MountedFiles(this.files, BUNDLED_FOLDER, bundledFiles()), depot: '/depot', project: '/project', calibration: calibrationFor(this.julia),
      steps: steps.map((one, at) => ({ code: one, label: `step ${at + 1}` })),
      write: (_, text) => {
        this.output += text
      },
    })
    return { ...result, said: this.output }
  }

  /** The file of a package in the depot: `.ji`, `.so`. */
  cache(name: string, extension = '.ji'): string {
    const folder = `/depot/compiled/v${this.julia}/${name}`
    const file = this.files.list(folder).find((one) => one.endsWith(extension))
    if (file === undefined) throw new Error(`${name} has no ${extension} file`)
    return joinPath(folder, file)
  }

  bytes(path: string): Uint8Array {
    const bytes = this.files.readBytes(path)
    if (bytes === undefined) throw new Error(`there is no ${path}`)
    return bytes
  }
}

/** The messages, each with its frame, as a process prints them whose output goes to a file: those of processes that precompile for it come before its own. */
export function logOf({ loadingLog }: Pick<SessionResult, 'loadingLog'>): string[] {
  const print = (message: SessionMessage) => printLoadingLog([message], '')
  const of = (depth: number, messages: readonly SessionMessage[]): string[] => {
    const own = messages.filter(({ building }) => building.length === depth)
    const names = [...new Set(messages.flatMap(({ building }) => building[depth] ?? []))]
    return [...names.flatMap((name) => of(depth + 1, messages.filter(({ building }) => building[depth] === name))), ...own.map(print)]
  }
  return of(0, loadingLog)
}

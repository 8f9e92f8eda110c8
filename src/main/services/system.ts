/**
 * The system image with which sessions of a Julia version begin: Base and the code that Julia's own image has for it. It is made when a session
 * first needs it, which takes some seconds, and is kept for later processes: beside the bundle, or where caches of the user lie.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { UserError } from '../../shared/errors'
import { ImageError } from '../image/bytes'
import { openContainer, writeContainer, type Section } from '../image/container'
import { readSysimageHeader } from '../image/sysimage-header'
import { bootSystem, dataBytesOf, writeSystem } from '../image/system-image'
import { Engine, type BaseSource } from '../julia/runtime/engine'
import { Cancelled } from '../julia/runtime/exception'
import { StructValue } from '../julia/values/value'
import { VERSION_RULES, type JuliaVersion } from '../julia/versions'
import signatures from '../../../resources/system/signatures.txt?raw'
import workload from '../../../resources/system/workload.jl?raw'
import { crc32c } from '../loader/crc32c'
import { versionHeader, type VersionImage } from '../loader/sysimage/version-image'
import { depotFolder } from '../state-folder'
import { writeAtomicallySync } from './atomic-write'
import { base } from './base'
import { fileSource } from './file-source'

interface SystemImage extends VersionImage {
  readonly sections: ReadonlyMap<string, Uint8Array | Section>
}

const made = new Map<JuliaVersion, SystemImage>()
const REPORT_EVERY = 1000

export interface SystemEvents {
  /** Is told if the image has to be made. */
  readonly onProgress?: ((text: string) => void) | undefined
  /** Is asked while it is made. */
  readonly isCancelled?: (() => boolean) | undefined
}

/** Booting a session throws `UserError('cancelled')` if nobody waits for the image any more. */
export function systemBase(julia: JuliaVersion, events: SystemEvents = {}): BaseSource {
  return {
    files: base.files,
    boot: (session) => {
      let image = made.get(julia)
      if (image === undefined) {
        image = stored(julia) ?? make(julia, events)
        made.set(julia, image)
      }
      bootSystem(image.sections, session)
    },
    dataBytes: (version) => dataBytesOf(made.get(version)?.sections ?? []),
  }
}

/** What a session of this process began from; undefined before the first of the version. */
export function systemImage(julia: JuliaVersion): VersionImage | undefined {
  return made.get(julia)
}

/** Where the image of a version lies; undefined if none was made yet. */
export function systemImagePath(julia: JuliaVersion): string | undefined {
  return (made.get(julia) ?? stored(julia))?.path
}

/** Where the image of a version may lie, the best place first. Sources that may change have no place for what is made of them. */
function places(julia: JuliaVersion): readonly string[] {
  const folder = basename(import.meta.dirname) === 'chunks' ? join(import.meta.dirname, '..') : import.meta.dirname
  if (!existsSync(join(folder, 'base.image'))) return []
  return [folder, join(depotFolder(), 'images', bundleName(folder))].map((place) => join(place, `system-${julia}.image`))
}

/** Names the bundle: another one makes other images. */
function bundleName(folder: string): string {
  const chunks = join(folder, 'chunks')
  const names = existsSync(chunks) ? readdirSync(chunks).sort().join() : ''
  return crc32c(new TextEncoder().encode(names)).toString(16).padStart(8, '0')
}

/** One that another version of this program wrote is as good as none. */
function stored(julia: JuliaVersion): SystemImage | undefined {
  for (const path of places(julia)) {
    if (!existsSync(path)) continue
    try {
      const { header, sections } = openContainer(fileSource(path))
      return { path, header: readSysimageHeader(header), sections }
    } catch (error) {
      if (!(error instanceof ImageError)) throw error
    }
  }
  return undefined
}

function make(julia: JuliaVersion, { onProgress, isCancelled = () => false }: SystemEvents): SystemImage {
  const demand = (): void => {
    if (isCancelled()) throw new UserError('cancelled', 'Cancelled.')
  }
  const report = (share: number): void => onProgress?.(`making the system image of Julia ${julia}, which is done once: ${Math.round(100 * share)} %`)
  const session = precompiled(julia, { report, demand, isCancelled })
  demand()
  const sections = writeSystem(session)
  demand()
  const header = versionHeader(julia, sections)
  const bytes = writeContainer({ header, sections })
  return { path: places(julia).find((path) => isKept(path, bytes)), header, sections }
}

/** A place that cannot be written to is no obstacle: at worst the next process makes the image again. */
function isKept(path: string, bytes: Uint8Array): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeAtomicallySync(path, bytes)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

interface MakingEvents {
  readonly report: (share: number) => void
  /** Throws if nobody waits any more. */
  readonly demand: () => void
  readonly isCancelled: () => boolean
}

/** A session that has compiled what Julia's image has, and what sessions do all the time. */
function precompiled(julia: JuliaVersion, { report, demand, isCancelled }: MakingEvents): Engine {
  report(0)
  demand()
  const engine = new Engine({ base, rules: VERSION_RULES[julia], host: { write: () => undefined, isCancelled } })
  const holder = engine.base
  const precompile = holder?.get('precompile')
  if (holder === undefined || !(precompile instanceof StructValue)) throw new Error('Base has no precompile')
  const lines = signatures.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  try {
    for (const [at, signature] of lines.entries()) {
      if (at > 0 && at % REPORT_EVERY === 0) report(at / lines.length)
      demand()
      const { value } = engine.evaluate(signature, { file: 'signatures.txt', module: holder })
      if (value !== undefined) engine.call(precompile, [value])
    }
    const { error } = engine.evaluate(workload, { file: 'workload.jl', module: holder })
    if (error !== undefined) throw new Error(`the workload of the system image failed at line ${error.line}: ${error.text}`)
  } catch (error) {
    throw error instanceof Cancelled ? new UserError('cancelled', 'Cancelled.') : error
  }
  return engine
}

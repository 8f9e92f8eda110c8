/**
 * The system image with which sessions of a Julia version begin: Base and the code that Julia's own image has for it. It is made when a session
 * first needs it, which takes some seconds, and is kept for later processes: beside the bundle, or where caches of the user lie.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ImageError } from '../image/bytes'
import { openContainer, writeContainer, type Section } from '../image/container'
import { bootSystem, dataBytesOf, writeSystem } from '../image/system-image'
import { Engine, type BaseSource } from '../julia/runtime/engine'
import { StructValue } from '../julia/values/value'
import { VERSION_RULES, type JuliaVersion } from '../julia/versions'
import signatures from '../../../resources/system/signatures.txt?raw'
import workload from '../../../resources/system/workload.jl?raw'
import { crc32c } from '../loader/crc32c'
import { depotFolder } from '../state-folder'
import { writeAtomicallySync } from './atomic-write'
import { base } from './base'
import { fileSource } from './file-source'

type SystemSections = ReadonlyMap<string, Uint8Array | Section>

const made = new Map<JuliaVersion, SystemSections>()
const REPORT_EVERY = 1000

/** `onProgress` is told if the image has to be made. */
export function systemBase(julia: JuliaVersion, onProgress: (text: string) => void = () => undefined): BaseSource {
  return {
    files: base.files,
    boot: (session) => {
      let sections = made.get(julia)
      if (sections === undefined) {
        sections = stored(julia) ?? make(julia, onProgress)
        made.set(julia, sections)
      }
      bootSystem(sections, session)
    },
    dataBytes: (version) => dataBytesOf(made.get(version) ?? []),
  }
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

function stored(julia: JuliaVersion): SystemSections | undefined {
  for (const path of places(julia)) {
    if (!existsSync(path)) continue
    try {
      return openContainer(fileSource(path)).sections
    } catch (error) {
      if (!(error instanceof ImageError)) throw error
    }
  }
  return undefined
}

function make(julia: JuliaVersion, onProgress: (text: string) => void): SystemSections {
  const sections = writeSystem(precompiled(julia, (share) => onProgress(`making the system image of Julia ${julia}, which is done once: ${Math.round(100 * share)} %`)))
  const bytes = writeContainer({ header: { kind: 'system', julia }, sections })
  places(julia).find((path) => isKept(path, bytes))
  return sections
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

/** A session that has compiled what Julia's image has, and what sessions do all the time. */
function precompiled(julia: JuliaVersion, report: (share: number) => void): Engine {
  const engine = new Engine({ base, rules: VERSION_RULES[julia], host: { write: () => undefined } })
  const holder = engine.base
  const precompile = holder?.get('precompile')
  if (holder === undefined || !(precompile instanceof StructValue)) throw new Error('Base has no precompile')
  const lines = signatures.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  for (const [at, signature] of lines.entries()) {
    if (at % REPORT_EVERY === 0) report(at / lines.length)
    const { value } = engine.evaluate(signature, { file: 'signatures.txt', module: holder })
    if (value !== undefined) engine.call(precompile, [value])
  }
  const { error } = engine.evaluate(workload, { file: 'workload.jl', module: holder })
  if (error !== undefined) throw new Error(`the workload of the system image failed at line ${error.line}: ${error.text}`)
  return engine
}

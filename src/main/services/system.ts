/**
 * The system image with which sessions of a Julia version begin: Base and the code that Julia's own image has for it. It is made when a session
 * first needs it, which takes some seconds, and is kept beside the bundle for later processes.
 */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ImageError } from '../image/bytes'
import { openContainer, writeContainer, type Container } from '../image/container'
import { bootSystem, writeSystem } from '../image/system-image'
import { Engine, type BaseSource } from '../julia/runtime/engine'
import { StructValue } from '../julia/values/value'
import { VERSION_RULES, type JuliaVersion } from '../julia/versions'
import signatures from '../../../resources/system/signatures.txt?raw'
import workload from '../../../resources/system/workload.jl?raw'
import { writeAtomicallySync } from './atomic-write'
import { base } from './base'

type Sections = Pick<Container['sections'], 'get'>

const made = new Map<JuliaVersion, Sections>()

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
  }
}

/** In a bundle only: sources that may change have no place for what is made of them. */
function pathOf(julia: JuliaVersion): string | undefined {
  const folder = basename(import.meta.dirname) === 'chunks' ? join(import.meta.dirname, '..') : import.meta.dirname
  return existsSync(join(folder, 'base.image')) ? join(folder, `system-${julia}.image`) : undefined
}

function stored(julia: JuliaVersion): Sections | undefined {
  const path = pathOf(julia)
  if (path === undefined || !existsSync(path)) return undefined
  try {
    return openContainer(readFileSync(path)).sections
  } catch (error) {
    if (error instanceof ImageError) return undefined
    throw error
  }
}

function make(julia: JuliaVersion, onProgress: (text: string) => void): Sections {
  onProgress(`making the system image of Julia ${julia}, once`)
  const sections = writeSystem(precompiled(julia))
  const path = pathOf(julia)
  if (path !== undefined) keep(path, writeContainer({ header: { kind: 'system', julia }, sections }))
  return sections
}

/** A place that cannot be written to is no obstacle: the next process makes the image again. */
function keep(path: string, bytes: Uint8Array): void {
  try {
    writeAtomicallySync(path, bytes)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}

/** A session that has compiled what Julia's image has, and what sessions do all the time. */
function precompiled(julia: JuliaVersion): Engine {
  const engine = new Engine({ base, rules: VERSION_RULES[julia], host: { write: () => undefined } })
  const holder = engine.base
  const precompile = holder?.get('precompile')
  if (holder === undefined || !(precompile instanceof StructValue)) throw new Error('Base has no precompile')
  for (const signature of signatures.split('\n')) {
    if (signature === '' || signature.startsWith('#')) continue
    const { value } = engine.evaluate(signature, { file: 'signatures.txt', module: holder })
    if (value !== undefined) engine.call(precompile, [value])
  }
  const { error } = engine.evaluate(workload, { file: 'workload.jl' })
  if (error !== undefined) throw new Error(`the workload of the system image failed at line ${error.line}: ${error.text}`)
  return engine
}

/**
 * Packages of a table's row as a Julia with an empty depot finds them: in a folder on the load path, without projects. Each is precompiled by
 * loading it alone, then fresh sessions load them from their caches.
 */
import { MemoryFiles } from '../files'
import { PackageSession } from '../session/package-session'
import { buildPackage } from '../session/precompile'
import { newSessionWorld, type RunKit, type SessionWorld } from '../session/session-world'
import type { SessionRequest } from '../session-request'
import type { JuliaValue } from '../../julia/values/value'

interface RowPackage {
  readonly name: string
  readonly source: string
}

/** What sessions of a table begin with. */
export interface CachedKit extends RunKit {
  readonly julia: SessionRequest['julia']
  readonly calibration: SessionRequest['calibration']
}

const FOLDER = '/packages'

export class CachedPackages {
  private readonly world: SessionWorld

  constructor(kit: CachedKit, private readonly packages: readonly RowPackage[]) {
    const files = new MemoryFiles()
    for (const { name, source } of packages) files.writeText(`${FOLDER}/${name}/src/${name}.jl`, source)
    const { julia, calibration } = kit
    this.world = newSessionWorld(kit, { files, julia, depot: '/depot', project: undefined, loadPath: [FOLDER, '@stdlib'], calibration })
  }

  /** Makes all caches. @returns what loading the last package for the first time printed. */
  precompile(): string {
    let output = ''
    for (const { name } of this.packages) {
      const session = this.open()
      session.run(`import ${name}`)
      ;({ output } = session)
    }
    return output
  }

  open(): CachedSession {
    return new CachedSession(this.world)
  }
}

export class CachedSession {
  /** What was written to standard output. */
  output = ''
  private readonly session: PackageSession

  constructor(world: SessionWorld) {
    this.session = new PackageSession(world, {
      write: (descriptor, text) => {
        if (descriptor === 1) this.output += text
      },
      build: buildPackage,
    })
  }

  get engine(): PackageSession['engine'] {
    return this.session.engine
  }

  /** The value and the virtual seconds that it took. Throws what keeps the code from being run to its end. */
  run(code: string): { readonly value: JuliaValue | undefined, readonly seconds: number } {
    const start = this.session.now()
    const { value, diagnostics: [problem], error } = this.engine.evaluate(code, { file: 'step' })
    if (problem !== undefined) throw new Error(`line ${problem.line}: ${problem.message}`)
    if (error !== undefined) throw new Error(error.text)
    return { value, seconds: (this.session.now() - start) / 1e9 }
  }
}

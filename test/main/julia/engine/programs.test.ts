/**
 * Ordinary programs print what a real Julia 1.5.3 prints: `test/fixtures/programs/*.jl` with what it printed in `.out`, each run in
 * a module of its own name. A last line `ERROR: …` is the first line of the exception that nothing caught.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { symbolOf } from '../../../../src/main/julia/values/value'
import { Module } from '../../../../src/main/julia/worlds/module'
import { base } from '../../../../src/main/services/base'

const FOLDER = join(import.meta.dirname, '../../../fixtures/programs')
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.jl')).map((name) => name.slice(0, -'.jl'.length))
/** Programs that say most about how code is interpreted. */
const INTERPRETED = ['scope', 'closures', 'keywords', 'unwinding', 'dual-numbers']

const textOf = (path: string): string | undefined => (existsSync(join(FOLDER, path)) ? readFileSync(join(FOLDER, path), 'utf8') : undefined)

class Session {
  private output = ''
  private readonly engine: Engine

  constructor(execution: 'interpret' | 'compile') {
    this.engine = new Engine({
      base,
      execution,
      host: { write: (descriptor, text) => { if (descriptor === 1) this.output += text }, readFile: textOf },
    })
  }

  run(name: string): string {
    this.output = ''
    const moduleName = name.replaceAll('-', '_')
    this.engine.evaluate(`module ${moduleName} end`)
    const module = this.engine.main.bindings.get(symbolOf(moduleName))?.value
    if (!(module instanceof Module)) throw new Error(`there is no module ${moduleName}`)
    const { diagnostics, error } = this.engine.evaluate(textOf(`${name}.jl`) ?? '', { file: `${name}.jl`, module })
    expect(diagnostics).toEqual([])
    return error === undefined ? this.output : `${this.output}ERROR: ${error.text.split('\n', 1)[0] ?? ''}\n`
  }
}

describe.each([['compile', names], ['interpret', INTERPRETED]] as const)('programs, execution: %s', (execution, chosen) => {
  let session: Session
  beforeAll(() => {
    session = new Session(execution)
  })

  it.each(chosen)('%s', (name) => {
    expect(session.run(name)).toBe(textOf(`${name}.out`))
  })
})

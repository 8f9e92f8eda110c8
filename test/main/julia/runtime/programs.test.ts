/** Whole programs, interpreted and compiled: what they print is what a real Julia 1.5.3 printed for them. Each has a module of its own. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Module } from '../../../../src/main/julia/worlds/module'
import { newSession } from './session'

const FOLDER = join(import.meta.dirname, '../../../fixtures/julia/programs')
const programs = readdirSync(FOLDER).filter((file) => file.endsWith('.jl')).map((file) => file.slice(0, -'.jl'.length))

describe.each(['interpret', 'compile'] as const)('programs print what Julia prints (%s)', (execution) => {
  const { engine, printed } = newSession({ execution })

  it.each(programs)('%s', (name) => {
    const module = engine.evaluate(`module ${name.replaceAll('-', '_')} end`).value
    if (!(module instanceof Module)) throw new Error('a module expression gave no module')
    const { error, diagnostics } = engine.evaluate(readFileSync(join(FOLDER, `${name}.jl`), 'utf8'), { file: 'program.jl', module })
    expect(error?.text).toBeUndefined()
    expect(diagnostics).toEqual([])
    expect(printed()).toBe(readFileSync(join(FOLDER, `${name}.txt`), 'utf8'))
  })
})

/** Runs a program as `backedge run` does, and keeps what it printed. */
import { expect } from 'vitest'
import { simulate, type Simulation } from '../../../../src/main/services/simulate'
import type { JuliaVersion } from '../../../../src/main/julia/versions'
import { checkIntegrity } from '../../../../src/shared/profile/integrity'

export interface Ran extends Simulation {
  readonly printed: string
}

/** The program must be taken and end well, and its profile must be sound. */
export function run(text: string, julia: JuliaVersion = '1.5', file = 'a.jl'): Ran {
  let printed = ''
  const ran = simulate({ text, file, julia, write: (_, part) => { printed += part } })
  expect(ran.error).toBe(undefined)
  expect(ran.diagnostics).toEqual([])
  expect(checkIntegrity(ran.profile)).toEqual([])
  return { ...ran, printed }
}

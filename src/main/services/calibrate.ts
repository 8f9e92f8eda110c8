/**
 * Measures a real Julia and makes a calibration of it: counts the work of each program that ships with the app in the simulated Julia of the
 * same version, times it in fresh processes of the real one, round after round over all programs so that a busy minute
 * hits none of them every time, and fits. A program that gives another value here than there, or that one of them does not run, is left
 * out, and it is said.
 */
import { UserError } from '../../shared/errors'
import type { CalibrationFile } from '../calibration/calibration-file'
import { countWork, Uncountable, type Program, type ProgramCounts } from '../calibration/count'
import type { Measured, PhaseTimes } from '../calibration/design'
import { makeCalibration } from '../calibration/make-calibration'
import type { Validation } from '../calibration/validate'
import { VERSION_RULES, type JuliaVersion } from '../julia/versions'
import type { JuliaProcess } from '../record/julia-process'
import { leastTimes, timeProgram, versionOfRelease } from '../record/measure'
import { base } from './base'
import { plainFigures } from './calibrations'

export interface CalibrateRequest {
  readonly julia: JuliaProcess
  readonly programs: readonly Program[]
  /** What the calibration is called; the version if left out. */
  readonly name?: string | undefined
  /** Fresh processes for each program. */
  readonly rounds: number
  /** What the file says of the circumstances: the day (2024-02-29) and the machine in general words. */
  readonly date: string
  readonly machine: string
  readonly onProgress?: (done: number, total: number, text: string) => void
  readonly signal?: AbortSignal
  /** Instead of the simulated Julia. */
  readonly count?: (program: Program, version: JuliaVersion) => ProgramCounts
}

export interface CalibrateResult {
  readonly file: CalibrationFile
  readonly validation: Validation
  /** Programs that are not in the fit, and why. */
  readonly leftOut: readonly { readonly program: string, readonly reason: string }[]
}

/** A fit to fewer says nothing. */
const FEWEST_PROGRAMS = 4
const IDENTITY = 'calibrate_me() = 1'

const simulated = (program: Program, version: JuliaVersion): ProgramCounts => countWork(program, base, VERSION_RULES[version])

/** Throws `UserError`: the path is no Julia, its version has no rules, too few programs could be measured, or it was stopped. */
export async function calibrate({ julia, programs, name, rounds, date, machine, onProgress, signal, count = simulated }: CalibrateRequest): Promise<CalibrateResult> {
  const { julia: release } = await timeProgram(julia, IDENTITY, signal)
  const version = versionOfRelease(release, julia.path)
  const total = programs.length * (rounds + 1)
  let done = 0
  const step = (text: string) => onProgress?.(done++, total, text)
  const leftOut: { program: string, reason: string }[] = []
  const runs = new Map<Program, { readonly counts: ProgramCounts, readonly timings: PhaseTimes[] }>()
  for (const program of programs) {
    step(`${program.name} in the simulated Julia ${version}`)
    // Lets a signal through between programs.
    await new Promise((resolve) => setImmediate(resolve))
    if (signal?.aborted === true) throw new UserError('cancelled', 'The calibration was stopped.')
    try {
      runs.set(program, { counts: count(program, version), timings: [] })
    } catch (error) {
      if (!(error instanceof Uncountable)) throw error
      leftOut.push({ program: program.name, reason: `the simulated Julia does not run it: ${error.message}` })
    }
  }
  for (let round = 1; round <= rounds; round++) {
    for (const [program, { counts, timings }] of runs) {
      step(`${program.name} in Julia ${release}, round ${round} of ${rounds}`)
      const { value, times } = await timeProgram(julia, program.text, signal)
      timings.push(times)
      if (value === counts.value) continue
      leftOut.push({ program: program.name, reason: `it gives ${value} in Julia ${release}, ${counts.value} in the simulated one` })
      runs.delete(program)
    }
  }
  const measured = [...runs].map(([program, { counts, timings }]): Measured => ({ program: program.name, counts: counts.phases, times: leastTimes(timings) }))
  if (measured.length < FEWEST_PROGRAMS) {
    throw new UserError('bad-input', `Only ${measured.length} of ${programs.length} programs could be measured${leftOut[0] === undefined ? '' : `; ${leftOut[0].program}: ${leftOut[0].reason}`}.`, { where: julia.path })
  }
  return { ...makeCalibration(measured, plainFigures, { name: name ?? version, julia: release, date, machine, rounds }), leftOut }
}

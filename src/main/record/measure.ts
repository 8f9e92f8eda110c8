/** Times a calibration program in a real Julia: runs `resources/julia/measure.jl` in fresh processes and reads what it prints. */
import { plain } from '../../shared/charts/chart-spec'
import { UserError } from '../../shared/errors'
import { PHASES, type Phase, type PhaseTimes } from '../calibration/design'
import { JULIA_VERSIONS, type JuliaVersion } from '../julia/versions'
import script from '../../../resources/julia/measure.jl?raw'
import type { JuliaProcess } from './julia-process'

export interface Timing {
  /** The release, `1.5.3`. */
  readonly julia: string
  /** As `repr` shows the value of the first call. */
  readonly value: string
  /** Nanoseconds. */
  readonly times: PhaseTimes
}

/** One process. Throws `UserError('bad-input')` if what runs is no Julia, or none that can time the program. */
export async function timeProgram(julia: JuliaProcess, text: string, signal?: AbortSignal): Promise<Timing> {
  const { code, out, err } = await julia.run(script, text, signal)
  const lines = new Map(out.split('\n').map((line): [string, string] => {
    const at = line.indexOf(' ')
    return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
  }))
  const release = lines.get('julia')
  const value = lines.get('value')
  const times = PHASES.map((phase): [Phase, number] => [phase, Number(lines.get(phase) ?? Number.NaN)])
  if (code === 0 && release !== undefined && value !== undefined && times.every(([, time]) => Number.isFinite(time) && time >= 0)) {
    return { julia: release, value, times: Object.fromEntries(times) as PhaseTimes }
  }
  const said = (err.trim() || out.trim()).split('\n', 1)[0] ?? ''
  const ended = code === undefined ? 'ended by a signal' : `ended with exit code ${code}`
  throw new UserError('bad-input', `It ${ended} and gave no times${said === '' ? '' : `; it said: ${plain(said, 200)}`}.`, {
    where: julia.path, hint: 'expected the path of a julia, 1.5 or later',
  })
}

/** The least of each phase: what else the machine does only adds to a time. */
export function leastTimes(timings: readonly PhaseTimes[]): PhaseTimes {
  return Object.fromEntries(PHASES.map((phase) => [phase, Math.min(...timings.map(({ [phase]: time }) => time))])) as PhaseTimes
}

/** Whose rules a release follows. Throws `UserError('bad-input')` if there are none. */
export function versionOfRelease(release: string, path: string): JuliaVersion {
  const short = /^\d+\.\d+/.exec(release)?.[0]
  const found = JULIA_VERSIONS.find((version) => version === short)
  if (found === undefined) throw new UserError('bad-input', `It is Julia ${plain(release, 40)}, for which there are no rules.`, { where: path, hint: `expected one of ${JULIA_VERSIONS.join(', ')}` })
  return found
}

/** The calibrations that come with the app, put into the bundle, and which of them a run uses. */
import { UserError } from '../../shared/errors'
import { calibrationOf, readCalibration, type CalibrationFile, type NamedCalibration } from '../calibration/calibration-file'
import { WORK_KINDS, type Calibration } from '../julia/observe/clock'
import type { JuliaVersion } from '../julia/versions'

const texts = import.meta.glob<string>('../../../resources/calibration/*.json', { query: '?raw', import: 'default', eager: true })

const shipped: ReadonlyMap<string, CalibrationFile> = new Map(
  Object.entries(texts).map(([path, text]) => {
    const file = readCalibration(text, path)
    return [file.name, file]
  }),
)

/** Figures that nobody measured, for every kind of work: what a fit leans on, and what a file falls back on. */
const PLAIN = 'plain'
export const plainFigures: Calibration = complete(shipped.get(PLAIN)?.nanoseconds ?? {})

function complete(figures: Partial<Calibration>): Calibration {
  for (const kind of WORK_KINDS) {
    if (figures[kind] === undefined) throw new Error(`the plain calibration has no figure for ${kind}`)
  }
  return figures as Calibration
}

/** What a run uses if nothing is said: the calibration of its version. */
export function calibrationFor(julia: JuliaVersion): NamedCalibration {
  return shippedCalibration(shipped.has(julia) ? julia : PLAIN)
}

/** Throws `UserError('bad-usage')` for a name that no shipped calibration has. */
export function shippedCalibration(name: string): NamedCalibration {
  const file = shipped.get(name)
  if (file === undefined) throw new UserError('bad-usage', `There is no calibration "${name}".`, { hint: `expected a file, or one of ${[...shipped.keys()].sort().join(', ')}` })
  return calibrationOf(file, plainFigures)
}

/** What is in a file that someone wrote or `backedge calibrate` made. Throws `UserError('bad-input')`. */
export function calibrationFrom(text: string, where: string): NamedCalibration {
  return calibrationOf(readCalibration(text, where), plainFigures)
}

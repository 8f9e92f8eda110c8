/**
 * A calibration file: what a unit of each kind of work takes in one version of Julia, and where each figure is from. Three sorts have one
 * form: measured (`backedge calibrate`), derived from a measured one by a factor, and figures that nobody measured. A kind
 * that a file does not have, because the file is older than the kind, is taken from another calibration.
 */
import { z } from 'zod'
import { UserError } from '../../shared/errors'
import { WORK_KINDS, type Calibration } from '../julia/observe/clock'

const kind = z.enum(WORK_KINDS)
const share = z.number().nonnegative()

const measurement = z.strictObject({
  /** Day, as in 2024-02-29. */
  date: z.iso.date(),
  /** In general words: system, processor, number of cores. */
  machine: z.string(),
  programs: z.int().nonnegative(),
  /** Fresh processes for each program; the least of their times counts. */
  rounds: z.int().positive(),
  /**
   * Median over the programs of |predicted / measured - 1|, each predicted by rates that were fitted without it: of the whole program,
   * and of its phases.
   */
  error: z.strictObject({ median: share, phases: z.record(z.string(), share) }),
})

const calibrationFile = z.strictObject({
  name: z.string().min(1).max(100),
  about: z.string(),
  /** Of which Julia the figures are: `1.5.3`. Not there for figures of no Julia in particular. */
  julia: z.string().optional(),
  measured: measurement.optional(),
  /** Every figure of calibration `from` times `factor`, and what speaks for that factor. */
  derived: z.strictObject({ from: z.string(), factor: z.number().positive(), evidence: z.string() }).optional(),
  /** Where each figure is from. */
  source: z.partialRecord(kind, z.string()).optional(),
  nanoseconds: z.partialRecord(kind, z.number().nonnegative()),
})
export type CalibrationFile = z.infer<typeof calibrationFile>

/** A calibration to run with. */
export interface NamedCalibration {
  readonly name: string
  /** How good it is, in a few words: `measured on Julia 1.5.3, median error 20 %`. */
  readonly basis: string
  readonly nanoseconds: Calibration
}

/** Checks what a file holds. Throws `UserError('bad-input')` that names the first place that is wrong. */
export function readCalibration(text: string, where: string): CalibrationFile {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    throw new UserError('bad-input', `This is not JSON: ${error instanceof Error ? error.message : String(error)}.`, { where, hint: 'expected a calibration file' })
  }
  const read = calibrationFile.safeParse(data)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const path = issue?.path.join('.') ?? ''
  throw new UserError('bad-input', `${path === '' ? '' : `${path}: `}${issue?.message ?? 'invalid'}.`, { where, hint: 'expected a calibration file' })
}

/** With the figures of `fallback` for kinds that the file does not have. */
export function calibrationOf(file: CalibrationFile, fallback: Calibration): NamedCalibration {
  return { name: file.name, basis: basisOf(file), nanoseconds: { ...fallback, ...file.nanoseconds } }
}

function basisOf({ julia, measured, derived }: CalibrationFile): string {
  if (derived !== undefined) return `derived from "${derived.from}"${derived.factor === 1 ? '' : ` times ${derived.factor}`}, not measured`
  if (measured === undefined) return 'not measured'
  return `measured on Julia ${julia ?? '?'}, median error ${Math.round(100 * measured.error.median)} %`
}

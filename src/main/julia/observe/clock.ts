/**
 * Virtual time. A run does not take the seconds of this machine: every unit of work is counted, and a calibration says how many
 * nanoseconds a unit takes in the Julia that is modelled. The same input gives the same times to the last digit. What is left out:
 * caches of the processor, parallel threads, garbage collection.
 */

/** What is counted, in the order in which calibrations list it. */
export const WORK_KINDS = [
  'parseByte', 'lowerStatement', 'insertMethod', 'methodLookedAt', 'subtypeStep', 'dispatch',
  'inferFrame', 'inferStatement', 'optimizeStatement', 'generateFunction', 'generateInstruction', 'runInstruction', 'allocate', 'verifyEdge', 'readCacheByte', 'linkInstance',
] as const
export type WorkKind = (typeof WORK_KINDS)[number]

/** Nanoseconds for one unit of each kind of work. */
export type Calibration = Readonly<Record<WorkKind, number>>

export class VirtualClock {
  /** Units so far. */
  private readonly counted = Object.fromEntries(WORK_KINDS.map((kind) => [kind, 0])) as Record<WorkKind, number>
  private elapsed = 0

  constructor(private readonly calibration: Calibration) {}

  readonly work = (kind: WorkKind, amount: number): void => {
    this.counted[kind] += amount
    this.elapsed += amount * this.calibration[kind]
  }

  /** Lets time pass that others counted. */
  elapse(nanoseconds: number): void {
    this.elapsed += nanoseconds
  }

  /** Nanoseconds since the clock began. */
  get now(): number {
    return this.elapsed
  }

  get counts(): Readonly<Record<WorkKind, number>> {
    return { ...this.counted }
  }
}

/**
 * The phases of a run along virtual time: what inference, generating code and doing either again took, and between them the run itself.
 * Phases do not overlap: code generated within a compilation is cut out of it.
 */
import type { MethodInstance } from '../worlds/method'
import type { Recording } from './recording'

export interface RunPhase {
  readonly phase: 'recompile' | 'inference' | 'codegen' | 'run'
  readonly start: number
  readonly end: number
  /** What was compiled; undefined for the run. */
  readonly instance: MethodInstance | undefined
}

/** Stretches in order, without gaps from 0 to `total` (virtual nanoseconds). */
export function phasesOf({ compilations, frames, generations }: Recording, total: number): RunPhase[] {
  const again = new Set(compilations.filter((one) => one.again && one.frame >= 0).map(({ frame }) => frame))
  const stretches: RunPhase[] = [
    ...frames.flatMap(({ parent, start, end, instance }, at): RunPhase[] => (parent >= 0 ? [] : [{ phase: again.has(at) ? 'recompile' : 'inference', start, end, instance }])),
    ...generations.map(({ start, end, code }): RunPhase => ({ phase: 'codegen', start, end, instance: code.instance })),
  ].sort((a, b) => a.start - b.start || b.end - a.end)
  const phases: RunPhase[] = []
  let at = 0
  const add = (phase: RunPhase) => {
    if (phase.end > phase.start) phases.push(phase)
  }
  for (const stretch of stretches) {
    if (stretch.end <= at) continue
    add({ phase: 'run', start: at, end: Math.max(at, stretch.start), instance: undefined })
    add({ ...stretch, start: Math.max(at, stretch.start) })
    at = stretch.end
  }
  add({ phase: 'run', start: at, end: total, instance: undefined })
  return phases
}

/**
 * The phases of a run along virtual time: what inference, generating code and doing either again took, and between them the run itself.
 * Phases do not overlap: code generated within a compilation is cut out of it.
 */
import type { MethodInstance } from '../worlds/method'
import type { Recording } from './recording'

export interface RunPhase {
  readonly phase: 'recompile' | 'inference' | 'codegen' | Background['phase']
  readonly start: number
  readonly end: number
  /** What was compiled. */
  readonly instance: MethodInstance | undefined
  /** What was loaded or run, if it has a name. */
  readonly name: string
}

/** What goes on where nothing is compiled: loading, checking what was loaded, running. Stretches may nest; the innermost counts. */
export interface Background {
  readonly phase: 'load' | 'validate' | 'run'
  readonly name: string
  readonly start: number
  readonly end: number
}

/** Stretches in order, without gaps from 0 to `total` (virtual nanoseconds). */
export function phasesOf({ compilations, frames, generations }: Recording, total: number, background: readonly Background[] = []): RunPhase[] {
  const below = backgroundOf(background, total)
  const again = new Set(compilations.filter((one) => one.again && one.frame >= 0).map(({ frame }) => frame))
  const stretches: RunPhase[] = [
    ...frames.flatMap(({ parent, start, end, instance }, at): RunPhase[] => (parent >= 0 ? [] : [{ phase: again.has(at) ? 'recompile' : 'inference', start, end, instance, name: '' }])),
    ...generations.map(({ start, end, code }): RunPhase => ({ phase: 'codegen', start, end, instance: code.instance, name: '' })),
  ].sort((a, b) => a.start - b.start || b.end - a.end)
  const phases: RunPhase[] = []
  let at = 0
  const add = (phase: RunPhase) => {
    if (phase.end > phase.start) phases.push(phase)
  }
  let next = 0
  const fill = (end: number) => {
    for (; at < end; next++) {
      const part = below[next]
      if (part === undefined) return
      add({ ...part, start: Math.max(at, part.start), end: Math.min(end, part.end), instance: undefined })
      at = Math.max(at, Math.min(end, part.end))
      if (part.end > end) return
    }
  }
  for (const stretch of stretches) {
    if (stretch.end <= at) continue
    fill(stretch.start)
    add({ ...stretch, start: Math.max(at, stretch.start) })
    at = stretch.end
  }
  fill(total)
  return phases
}

/** Without gaps from 0 to `total`; what nothing covers is the run. */
function backgroundOf(stretches: readonly Background[], total: number): readonly Background[] {
  const parts: Background[] = []
  const open: Background[] = [{ phase: 'run', name: '', start: 0, end: total }]
  let at = 0
  const until = (time: number) => {
    const top = open.at(-1)
    if (top !== undefined && time > at) parts.push({ ...top, start: at, end: time })
    at = Math.max(at, time)
  }
  const close = (time: number) => {
    for (let top = open.at(-1); open.length > 1 && top !== undefined && top.end <= time; top = open.at(-1)) {
      until(top.end)
      open.pop()
    }
  }
  for (const stretch of [...stretches].sort((a, b) => a.start - b.start || b.end - a.end)) {
    close(stretch.start)
    until(stretch.start)
    open.push(stretch)
  }
  close(total)
  until(total)
  return parts
}

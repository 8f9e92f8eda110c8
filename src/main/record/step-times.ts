/** The times of the steps in a recording, process by process: what a table of medians needs, without making a profile. */
import { isObject } from './json-object'

export interface StepTimes {
  readonly label: string
  /** Nanoseconds, of each process that only took the time; of the one that recorded everything if there are none. */
  readonly times: readonly number[]
  readonly median: number
  readonly low: number
  readonly high: number
  /** While everything was recorded. */
  readonly recorded: number
}

/** Lines that matter are few and begin so; the others are not parsed. */
const WANTED = /^\{"t":"(?:process|step)"/

export function stepTimes(recording: string): StepTimes[] {
  const steps = new Map<number, { label: string; plain: number[]; recorded: number }>()
  let mode = ''
  for (const line of recording.split('\n')) {
    if (!WANTED.test(line)) continue
    const fields = JSON.parse(line) as unknown
    if (!isObject(fields)) continue
    if (fields['t'] === 'process') {
      mode = String(fields['mode'])
      continue
    }
    const [number, time] = [Number(fields['step']), Number(fields['time'])]
    const step = steps.get(number) ?? { label: String(fields['label']), plain: [], recorded: Number.NaN }
    steps.set(number, step)
    if (mode === 'plain') step.plain.push(time)
    else step.recorded = time
  }
  return [...steps].sort(([a], [b]) => a - b).map(([, { label, plain, recorded }]) => {
    const times = plain.length > 0 ? plain : [recorded]
    const sorted = [...times].sort((a, b) => a - b)
    const middle = sorted.length >> 1
    const upper = sorted[middle] ?? Number.NaN
    return {
      label, times, recorded, low: sorted[0] ?? Number.NaN, high: sorted.at(-1) ?? Number.NaN,
      median: sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2,
    }
  })
}

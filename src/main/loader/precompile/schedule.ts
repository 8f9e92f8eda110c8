/**
 * How long a number of workers take for tasks that need one another, and which chain of tasks no number of workers makes shorter. A worker
 * takes the task that was ready first, of several the one that is listed first; that workers slow one another down is left out.
 */

export interface Task {
  readonly seconds: number
  /** Places in the list of what has to be done before. */
  readonly needs: readonly number[]
}

export interface Schedule {
  /** By task, in seconds since the beginning. */
  readonly starts: readonly number[]
  readonly wall: number
  /** One worker: the sum of all. */
  readonly total: number
  /** Places of the tasks of the longest chain, in order. */
  readonly critical: readonly number[]
  readonly criticalSeconds: number
}

/** Throws `RangeError` for fewer than one worker, and for tasks that wait for one another. */
export function schedule(tasks: readonly Task[], workers: number): Schedule {
  if (!(workers >= 1)) throw new RangeError(`${workers} workers`)
  const dependents = tasks.map((): number[] => [])
  for (const [at, { needs }] of tasks.entries()) for (const need of needs) dependents[need]?.push(at)
  const open = tasks.map(({ needs }) => needs.length)
  const starts = tasks.map(() => 0)
  const ready = open.flatMap((count, at) => (count === 0 ? [at] : []))
  const running: { readonly task: number, readonly end: number }[] = []
  let [now, done] = [0, 0]
  for (;;) {
    while (running.length < workers) {
      const task = ready.shift()
      if (task === undefined) break
      starts[task] = now
      running.push({ task, end: now + (tasks[task]?.seconds ?? 0) })
    }
    if (running.length === 0) break
    now = Math.min(...running.map(({ end }) => end))
    const freed: number[] = []
    for (let at = running.length - 1; at >= 0; at--) {
      const one = running[at]
      if (one === undefined || one.end > now) continue
      running.splice(at, 1)
      done++
      for (const next of dependents[one.task] ?? []) {
        open[next] = (open[next] ?? 0) - 1
        if (open[next] === 0) freed.push(next)
      }
    }
    ready.push(...freed.sort((a, b) => a - b))
  }
  if (done < tasks.length) throw new RangeError('tasks wait for one another')
  return { starts, wall: now, total: tasks.reduce((sum, { seconds }) => sum + seconds, 0), ...longestChain(tasks, dependents) }
}

/** Over any order of the tasks. */
function longestChain(tasks: readonly Task[], dependents: readonly (readonly number[])[]): Pick<Schedule, 'critical' | 'criticalSeconds'> {
  const ends = tasks.map(({ seconds }) => seconds)
  const before = tasks.map((): number | undefined => undefined)
  const open = tasks.map(({ needs }) => needs.length)
  const ready = open.flatMap((count, at) => (count === 0 ? [at] : []))
  for (const task of ready) {
    for (const next of dependents[task] ?? []) {
      const end = (ends[task] ?? 0) + (tasks[next]?.seconds ?? 0)
      if (end > (ends[next] ?? 0)) {
        ends[next] = end
        before[next] = task
      }
      open[next] = (open[next] ?? 0) - 1
      if (open[next] === 0) ready.push(next)
    }
  }
  const last = ends.reduce((best, end, at) => (end > (ends[best] ?? -1) ? at : best), 0)
  const critical: number[] = []
  const criticalSeconds = ends[last] ?? 0
  for (let at: number | undefined = tasks.length === 0 ? undefined : last; at !== undefined; at = before[at]) critical.unshift(at)
  return { critical, criticalSeconds }
}

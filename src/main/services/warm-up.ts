/**
 * Runs the way of a flame graph through the services on a made-up file before a person opens the first one: V8 compiles
 * code when it has run for a while, and the first import of a process takes about twice the time of the next. Nothing
 * that a person sees depends on it. It gives way after each of its steps.
 */
import { encode } from '../../shared/codec'
import { importBytes } from '../formats/open'

const CALLS = 4000
const ROUNDS = 8
/** Of a made-up call in nanoseconds: the times go beyond 32 bits, as those of a real file do. */
const STEP = 300_003

/** The profile part of the file: opening and closing events, or a stack and a weight for each stretch of time between two of them. */
function madeUpLists(calls: number, kind: 'evented' | 'sampled'): string {
  const events: string[] = []
  const samples: string[] = []
  const open: number[] = []
  for (let call = 0, at = 0; call < calls || open.length > 0; at += STEP) {
    if (open.length > 0) samples.push(`[${open.join()}]`)
    // Goes down while the depth is below a saw tooth, then comes up again.
    if (call < calls && open.length < 2 + (call % 19)) {
      const frame = (call * 7) % 97
      open.push(frame)
      events.push(`{"type":"O","frame":${frame},"at":${at}}`)
      call++
    } else events.push(`{"type":"C","frame":${open.pop() ?? 0},"at":${at}}`)
  }
  return kind === 'evented' ? `"events":[${events.join()}]` : `"samples":[${samples.join()}],"weights":[${samples.map(() => STEP).join()}]`
}

/** A speedscope file of `calls` calls, at most 20 deep: the same at every run. */
export function madeUpFile(calls: number, kind: 'evented' | 'sampled' = 'evented'): Uint8Array {
  const frames = Array.from({ length: 97 }, (_, at) => ({ name: `Module${at % 9}.f${at}(::Vector{Int64})`, file: `file${at}.jl`, line: at + 1 }))
  return new TextEncoder().encode(
    `{"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{"frames":${JSON.stringify(frames)}},"profiles":[` +
      `{"type":"${kind}","name":"made up","unit":"nanoseconds","startValue":0,"endValue":${calls * 2 * STEP},${madeUpLists(calls, kind)}}]}`,
  )
}

/** `pause` resolves when others have had their turn; `signal` ends the work at the next step. */
export async function warmUp(pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (const kind of ['evented', 'sampled'] as const) {
    const file = madeUpFile(CALLS, kind)
    for (let round = 0; round < ROUNDS && !signal.aborted; round++) {
      await pause()
      encode(await importBytes(file, 'made-up.speedscope.json', { signal }))
    }
  }
}

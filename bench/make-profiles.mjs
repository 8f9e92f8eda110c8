/**
 * Makes speedscope files of any size for the benches: evented and sampled, in nanoseconds, with the names that Julia's
 * inference gives. The same number of calls always gives the same bytes. As a program:
 * `node bench/make-profiles.mjs FOLDER [CALLS…]`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MODULES = ['Base', 'Core', 'Base.Broadcast', 'Base.Iterators', 'LinearAlgebra', 'StaticArrays', 'ForwardDiff', 'RecursiveArrayTools', 'ArrayInterface', 'Main']
const NAMES = ['map', 'collect', 'getindex', 'setindex!', 'convert', 'promote_type', 'similar', 'broadcasted', 'materialize', 'copyto!', 'iterate', 'mapreduce', 'show', 'mul!', 'solve']
const TYPES = ['Int64', 'Float64', 'Vector{Float64}', 'Matrix{Float64}', 'SVector{3, Float64}', 'NTuple{4, Int64}', 'Base.RefValue{Any}', 'Dict{Symbol, Any}']
const DEEPEST = 60

/** Numbers from 0 to below 1 that depend on `seed` alone. */
function randomNumbers(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

export const KINDS = ['evented', 'sampled']

/** The same calls as stacks, one for each stretch of time between two events, with its length as weight. */
function samplesOf(events) {
  const samples = []
  const weights = []
  const open = []
  let now = 0
  for (const { type, frame, at } of events) {
    if (at > now && open.length > 0) {
      samples.push([...open])
      weights.push(at - now)
    }
    now = at
    if (type === 'O') open.push(frame)
    else open.pop()
  }
  return { samples, weights }
}

/** The text of a speedscope file with `calls` calls. */
export function makeProfile(calls, kind = 'evented', seed = 1) {
  const random = randomNumbers(seed)
  const among = (list) => list[Math.floor(random() * list.length)]
  const frames = Array.from({ length: Math.min(2000, Math.max(20, Math.floor(calls / 5))) }, (_, at) => {
    const module = among(MODULES)
    return { name: `${module}.${among(NAMES)}(::${among(TYPES)}, ::${among(TYPES)})`, file: `${module.toLowerCase()}.jl`, line: at + 1 }
  })
  const events = []
  const open = []
  let made = 0
  let now = 0
  while (made < calls || open.length > 0) {
    now += Math.floor(random() * 2000) + 1
    // The root stays open to the end, so that the whole is one tree.
    if (made < calls && open.length < DEEPEST && (open.length < 2 || random() < 0.52)) {
      const frame = Math.floor(random() * frames.length)
      open.push(frame)
      events.push({ type: 'O', frame, at: now })
      made++
    } else {
      events.push({ type: 'C', frame: open.pop(), at: now })
    }
  }
  return JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name: `${calls} calls`,
    shared: { frames },
    profiles: [{ type: kind, name: `${calls} calls`, unit: 'nanoseconds', startValue: 0, endValue: now, ...(kind === 'sampled' ? samplesOf(events) : { events }) }],
  })
}

/** Writes a file of each kind and size into `folder`. */
export function writeProfiles(folder, sizes, kinds = KINDS) {
  mkdirSync(folder, { recursive: true })
  return kinds.flatMap((kind) =>
    sizes.map((calls) => {
      const path = join(folder, `${kind}-${calls}.speedscope.json`)
      writeFileSync(path, makeProfile(calls, kind))
      return { kind, calls, path }
    }),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, ...sizes] = process.argv.slice(2)
  if (!folder) {
    process.stderr.write('usage: node bench/make-profiles.mjs FOLDER [CALLS…]\n')
    process.exitCode = 2
  } else {
    for (const { path } of writeProfiles(folder, sizes.length > 0 ? sizes.map(Number) : [10_000, 100_000])) process.stdout.write(`${path}\n`)
  }
}

/**
 * The work of bench/types.mjs: subtype queries, lookups in tables of three sizes, memory per type. Each is timed against
 * the same baseline of the same run, reading and interning the types that the queries are about.
 */
import { which } from '../src/main/julia/dispatch/lookup'
import { Method } from '../src/main/julia/dispatch/method'
import { MethodTable } from '../src/main/julia/dispatch/method-table'
import { universeOf } from '../src/main/julia/conformance/run'
import type { TypeRow } from '../src/main/julia/types/declare'
import { tupleOf } from '../src/main/julia/types/instantiate'
import { readType } from '../src/main/julia/types/read'
import { isSubtype } from '../src/main/julia/types/subtype'
import { TypeUniverse } from '../src/main/julia/types/universe'

export interface Timing {
  readonly what: string
  /** Times that the work was done. */
  readonly count: number
  readonly milliseconds: number
  /** Microseconds of one, over those of reading and interning one type. */
  readonly ratio: number
  /** Methods looked at, on average. */
  readonly looked?: number
}

export interface TypesBench {
  readonly timings: readonly Timing[]
  readonly bytesPerType: number
}

interface Clock {
  readonly now: () => number
  readonly heap: () => number
}

function timed(clock: Clock, work: () => void): number {
  const began = clock.now()
  work()
  return clock.now() - began
}

export function benchTypes(types: readonly TypeRow[], pairs: readonly (readonly [string, string])[], queries: number, clock: Clock): TypesBench {
  // The first pass warms up.
  const warm = universeOf(types)
  for (const [a, b] of pairs) for (const source of [a, b]) readType(warm, source)
  const universe = universeOf(types)
  const sources = [...new Set(pairs.flat())]
  const read = timed(clock, () => {
    for (const source of sources) readType(universe, source)
  })
  const one = read / sources.length
  const timing = (what: string, count: number, milliseconds: number, looked?: number): Timing => ({ what, count, milliseconds, ratio: milliseconds / count / one, looked })
  // Every pair of the tables, then every type with some other one.
  const asked = [...pairs, ...pairs.map(([a], at): readonly [string, string] => [a, pairs[(at * 7919 + 1) % pairs.length]?.[1] ?? a])]
    .map(([a, b]) => [readType(universe, a), readType(universe, b)] as const)
  let below = 0
  const subtypes = timed(clock, () => {
    for (let at = 0; at < queries; at++) {
      const pair = asked[at % asked.length]
      if (pair !== undefined && isSubtype(universe, pair[0], pair[1])) below++
    }
  })
  const timings = [timing('read and intern a type', sources.length, read), timing(`subtype query (${((100 * below) / queries).toFixed(0)} % hold)`, queries, subtypes)]
  for (const size of [10, 1000, 10_000]) timings.push(lookups(size, clock, timing))
  return { timings, bytesPerType: bytesPerType(clock) }
}

function lookups(size: number, clock: Clock, timing: (what: string, count: number, milliseconds: number, looked: number) => Timing): Timing {
  const universe = new TypeUniverse()
  const parent = universe.declare({ name: 'Parent', kind: 'abstract' }).primary
  const table = new MethodTable(universe)
  table.insert(new Method(tupleOf(universe, [universe.any]), 1))
  const signatures = Array.from({ length: size - 1 }, (_, at) =>
    tupleOf(universe, [universe.declare({ name: `S${at}`, kind: 'struct', supertype: () => parent }).primary]))
  for (const [at, signature] of signatures.entries()) table.insert(new Method(signature, at + 2))
  const count = 20_000
  table.looked = 0
  const milliseconds = timed(clock, () => {
    for (let at = 0; at < count; at++) {
      const signature = signatures[(at * 7919) % signatures.length]
      if (signature !== undefined) which(signature, { table, world: size + 1 })
    }
  })
  return timing(`lookup among ${size} methods`, count, milliseconds, table.looked / count)
}

/** Of instances of parametric types, two parameters each. */
function bytesPerType(clock: Clock): number {
  const universe = new TypeUniverse()
  const pair = universe.declare({ name: 'Pair', kind: 'struct', variables: (own) => [own.variable('A'), own.variable('B')] })
  const count = 100_000
  const before = clock.heap()
  for (let at = 0; at < count; at++) universe.dataType(pair, [universe.any, universe.integer(at)])
  const grown = clock.heap() - before
  if (pair.instances.size !== count) throw new Error('the types are not all kept')
  return grown / count
}

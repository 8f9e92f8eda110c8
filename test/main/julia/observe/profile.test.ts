/** What a run is recorded as: the same every time, whoever watches, and true to what SnoopCompile would say of it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { VirtualClock, WORK_KINDS, type Calibration } from '../../../../src/main/julia/observe/clock'
import { Recording } from '../../../../src/main/julia/observe/recording'
import { exportProfile } from '../../../../src/main/services/export-session'
import { EXPORTERS } from '../../../../src/main/services/exporters'
import { base } from '../../../../src/main/services/base'
import { simulate } from '../../../../src/main/services/simulate'
import { CALL_FLAG, SCHEMA } from '../../../../src/shared/profile/schema'
import { checkIntegrity } from '../../../../src/shared/profile/integrity'
import type { Profile } from '../../../../src/shared/profile/tables'

const PROGRAM = `double(x::Real) = 2x
calldouble(container) = double(container[1])
calldouble2(container) = calldouble(container)
calldouble2([1.0])
calldouble2(AbstractFloat[1.0f0])
calldouble2(AbstractFloat[1.0])
f(::Integer) = 1
g(x) = f(x)
h(x) = g(x)
h(1)
f(::Int) = 2
h(1)
println(h(1))
`

function profileOf(text: string): { readonly profile: Profile, readonly printed: string } {
  let printed = ''
  const { profile, error, diagnostics } = simulate({ text, file: 'a.jl', julia: '1.5', write: (_, part) => { printed += part } })
  expect([error, ...diagnostics]).toEqual([undefined])
  return { profile, printed }
}

const UNIT = Object.fromEntries(WORK_KINDS.map((kind) => [kind, 1])) as Calibration

/** The counted work of a run, with or without somebody who watches. */
function workOf(watched: boolean): { readonly counts: object, readonly printed: string, readonly world: number } {
  let printed = ''
  const clock = new VirtualClock(UNIT)
  const engine = new Engine({ base, execution: 'compile', work: clock.work, host: { write: (_, text) => { printed += text } } })
  if (watched) engine.watch(new Recording(() => clock.now))
  engine.evaluate(PROGRAM, { file: 'a.jl' })
  return { counts: clock.counts, printed, world: engine.world.age }
}

describe('a recorded run', () => {
  let first: ReturnType<typeof profileOf>
  let tables: Profile
  const text = (at: number | undefined) => first.profile.strings[at ?? -1] ?? ''
  const signature = (frame: number | undefined) => text(tables.frames.signature[frame ?? -1])

  beforeAll(() => {
    first = profileOf(PROGRAM)
    tables = first.profile
  })

  it('is the same byte for byte for the same program', async () => {
    const again = profileOf(PROGRAM)
    expect(again.profile.strings).toEqual(first.profile.strings)
    const bytes = await Promise.all([first, again].map(({ profile }) => exportProfile(profile, 'backedge', {}, EXPORTERS)))
    expect(Buffer.compare(Buffer.from(bytes[0] ?? []), Buffer.from(bytes[1] ?? [1]))).toBe(0)
    expect(again.printed).toBe(first.printed)
  })

  it('does the same work whether somebody watches or not', () => {
    const alone = workOf(false)
    expect(workOf(true)).toEqual(alone)
    expect(alone.printed).toBe('2\n')
  })

  it('is a sound profile that says it is simulated', () => {
    expect(checkIntegrity(first.profile)).toEqual([])
    expect(new Set(first.profile.blocks.map(({ provenance }) => provenance.kind))).toEqual(new Set(['simulated']))
  })

  it('has one tree of inference below ROOT whose exclusive times add up to the whole', () => {
    const { frame, parent, exclusive, inclusive, children } = tables.inference
    expect(signature(frame[0])).toBe('Core.Compiler.Timings.ROOT()')
    expect([...parent].filter((row) => row < 0)).toEqual([-1])
    const sum = exclusive.reduce((total, time) => total + time, 0)
    expect(Math.abs(sum - (inclusive[0] ?? 0))).toBeLessThan(1)
    const counted = new Map<number, number>()
    for (const row of parent) counted.set(row, (counted.get(row) ?? 0) + 1)
    expect([...children]).toEqual([...children].map((_, row) => counted.get(row) ?? 0))
    expect(exclusive.every((time, row) => row === 0 || time > 0)).toBe(true)
  })

  it('marks what was dispatched at run time', () => {
    const dispatched = [...tables.inference.flags].flatMap((flags, row) => ((flags & CALL_FLAG.runtimeDispatch) === 0 ? [] : [signature(tables.inference.frame[row])]))
    expect(dispatched).toContain('double(::Float32)')
    expect(dispatched).not.toContain('calldouble2(::Vector{Float64})')
  })

  it('has the triggers with their place and advice', () => {
    const { callee, caller, siteFile, siteLine, category, relation, advice } = tables.triggers
    const row = [...callee].findIndex((frame) => signature(frame) === 'double(::Float32)')
    expect(signature(caller[row])).toBe('calldouble(::Vector{AbstractFloat})')
    expect([text(siteFile[row]), siteLine[row], SCHEMA.triggers.category.oneOf[category[row] ?? 0], SCHEMA.triggers.relation.oneOf[relation[row] ?? 0]])
      .toEqual(['a.jl', 2, 'UnspecCall', 'specialization'])
    expect(text(advice[row])).toContain('Vector{AbstractFloat}')
    const top = [...callee].findIndex((frame) => signature(frame) === 'calldouble2(::Vector{Float64})')
    expect([caller[top], SCHEMA.triggers.category.oneOf[category[top] ?? 0]]).toEqual([-1, 'NoCaller'])
  })

  it('has the tree of invalidations with what it cost, and the stale instances with their cause', () => {
    const { kind, frame, parent, seconds, children } = tables.invalidations
    const kinds = [...kind].map((at) => SCHEMA.invalidations.kind.oneOf[at])
    expect(kinds).toEqual(['cause', 'backedges', 'node', 'node'])
    expect([...frame].map(signature)).toEqual(['f(::Int64)', 'f(::Int64)', 'g(::Int64)', 'h(::Int64)'])
    expect([...parent]).toEqual([-1, 0, 1, 2])
    expect([...children]).toEqual([2, 2, 1, 0])
    expect([...seconds].map((time) => time > 0)).toEqual([false, false, true, true])
    const stale = [...tables.stale.frame].map(signature)
    expect(stale).toEqual(['h(::Int64)', 'g(::Int64)'])
    expect([...tables.stale.cause].map((row) => signature(frame[row]))).toEqual(stale)
  })

  it('has the statements of --trace-compile, with what was compiled again', () => {
    const { statement, recompile } = tables.precompile
    const statements = [...statement].map(text)
    expect(statements).toContain('precompile(Tuple{typeof(Main.calldouble2), Array{Float64, 1}})')
    const again = statements.filter((_, row) => SCHEMA.precompile.recompile.oneOf[recompile[row] ?? 0] === 'yes')
    expect(again).toEqual(['precompile(Tuple{typeof(Main.h), Int64})'])
  })

  it('has phases that fill the run without overlapping', () => {
    const { start, duration } = tables.timeline
    const ends = [...start].map((time, row) => time + (duration[row] ?? 0))
    expect([...start]).toEqual([0, ...ends.slice(0, -1)])
    expect(ends.at(-1)).toBeCloseTo(tables.inference.inclusive[0] ?? 0, 0)
  })
})

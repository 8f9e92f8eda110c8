/**
 * The work of bench/compile.mjs: first and second call of the seeds' DemoPkg, 50,000 method instances alive and one definition that
 * invalidates 6,000 of them, and simple operations of the virtual machine. Each is timed against inferring one instance in the same run.
 */
import { methodInstances } from '../src/main/julia/worlds/method-analysis'
import { Engine, type BaseSource } from '../src/main/julia/runtime/engine'

interface Timing {
  readonly what: string
  readonly milliseconds: number
  /** The same over the time in which one instance is inferred. */
  readonly ratio: number
}

export interface CompileBench {
  readonly timings: readonly Timing[]
  readonly instancesPerSecond: number
  readonly operationsPerSecond: number
  /** Instances that one definition made invalid, and those alive before. */
  readonly invalidated: number
  readonly alive: number
}

/** Types of DemoPkg, as in the text that it comes from. */
const TYPES = 1000
const INSTANCES = 50_000
const CALLERS = 6_000
const ROUNDS = 3_000_000
/** Bytecode instructions of one round of the loop are counted by the machine itself. */
const LOOP = `function count(n)
    s = 0
    i = 0
    while i < n
        s = s + (i & 3)
        i = i + 1
    end
    s
end`

function demoPackage(): string {
  const numbers = Array.from({ length: TYPES }, (_, at) => at + 1)
  return [
    'module DemoPkg',
    'abstract type AbstractDemoType end',
    'struct DemoType0 <: AbstractDemoType x::Int end',
    ...numbers.map((at) => `struct DemoType${at} <: AbstractDemoType x::Int end; DemoType${at}(d::AbstractDemoType) = DemoType${at}(d.x)`),
    'function f(x)',
    '    d = DemoType0(x)',
    ...numbers.map((at) => `    d = DemoType${at}(d)`),
    '    return d',
    'end',
    'end',
  ].join('\n')
}

export function benchCompile(base: BaseSource, now: () => number): CompileBench {
  let instructions = 0
  const work = (kind: string, amount: number) => {
    if (kind === 'runInstruction') instructions += amount
  }
  const timed = (run: () => void): number => {
    const began = now()
    run()
    return now() - began
  }
  const open = () => new Engine({ base, execution: 'compile', work, host: { write: () => undefined } })
  const firstBoot = timed(open)
  let engine = open()
  const secondBoot = timed(() => { engine = open() })
  const evaluate = (text: string) => {
    const { error, diagnostics: [problem] } = engine.evaluate(text)
    if (error !== undefined || problem !== undefined) throw new Error(error?.text ?? problem?.message)
  }

  evaluate(demoPackage())
  const firstCall = timed(() => evaluate('DemoPkg.f(5)'))
  const secondCall = timed(() => evaluate('DemoPkg.f(5)'))

  evaluate(LOOP)
  evaluate('count(10)')
  instructions = 0
  const loop = timed(() => evaluate(`count(${ROUNDS})`))
  const operations = instructions

  engine = open()
  evaluate('shared(x) = x + 1\nuser(::Val{N}) where {N} = shared(1) + N\nother(x) = x')
  const before = methodInstances(engine.world).length
  evaluate(`for i in 1:${CALLERS}\n    precompile(user, (Val{i},))\nend`)
  const inference = timed(() => evaluate(`for i in 1:${INSTANCES - CALLERS - before}\n    precompile(other, (Val{i},))\nend`))
  const alive = methodInstances(engine.world).length
  let invalidated = 0
  engine.watch({ invalidated: ({ kind }) => { if (kind === 'invalidate') invalidated++ } })
  const insertion = timed(() => evaluate('shared(x::Int) = x + 2'))

  const one = inference / (INSTANCES - CALLERS - before)
  const timing = (what: string, milliseconds: number): Timing => ({ what, milliseconds, ratio: milliseconds / one })
  return {
    timings: [
      timing('infer and generate one instance', one),
      timing(`DemoPkg.f(5) with ${TYPES} types, first call`, firstCall),
      timing('the same, second call', secondCall),
      timing(`a definition that invalidates ${invalidated} of ${alive} instances`, insertion),
      timing('a million operations of a loop', (loop / operations) * 1e6),
      timing('boot Core and Base from source, first', firstBoot),
      timing('boot again in the same process, from the image', secondBoot),
    ],
    instancesPerSecond: 1000 / one,
    operationsPerSecond: (operations / loop) * 1000,
    invalidated,
    alive,
  }
}

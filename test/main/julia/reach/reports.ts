/** Near-static reports of programs, over the project's own Base, as text that a test can hold. */
import type { Need, ReachCause, ReachReport } from '../../../../src/shared/profile/reach'
import { counts, needsOf } from '../../../../src/shared/profile/reach'
import { optimizedCode } from '../../../../src/main/julia/infer/infer'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { inferenceContext } from '../../../../src/main/julia/runtime/inference-context'
import { optimize } from '../../../../src/main/julia/optimizer/optimize'
import { reachReport } from '../../../../src/main/julia/reach/report'
import { instanceText, type Naming } from '../../../../src/main/julia/worlds/instance-text'
import { MethodInstance } from '../../../../src/main/julia/worlds/method'
import { VERSION_RULES, type JuliaVersion } from '../../../../src/main/julia/versions'
import { askedInstance } from '../../../../src/main/loader/session/asked-instance'
import { StructValue } from '../../../../src/main/julia/values/value'
import { base } from '../../../../src/main/services/base'

export function session(program: string, julia: JuliaVersion = '1.5'): Engine {
  const engine = new Engine({ base, rules: VERSION_RULES[julia], budget: 20_000_000, host: { write: () => undefined } })
  const { error, diagnostics: [problem] } = engine.evaluate(program, { file: 'program.jl' })
  if (error !== undefined) throw new Error(error.text)
  if (problem !== undefined) throw new Error(`line ${problem.line}: ${problem.message}`)
  return engine
}

function namingOf(engine: Engine): Naming {
  return { universe: engine.universe, isVisible: (module, name) => !engine.rules.printsModules || engine.isVisibleInMain(module, name) }
}

function contextOf(engine: Engine): ReturnType<typeof inferenceContext> {
  const work = () => undefined
  return inferenceContext(engine, { work, optimize: (frame) => optimize(frame, { work }) })
}

export function reportOf(engine: Engine, entry: string): ReachReport {
  return reachReport(askedInstance(engine, entry), { context: contextOf(engine), naming: namingOf(engine), age: engine.world.age })
}

/** Who invokes whom, by name, as the optimised code says it. */
export function reachable(engine: Engine, entry: string): ReadonlyMap<string, readonly string[]> {
  const [context, naming] = [contextOf(engine), namingOf(engine)]
  const found = new Map<string, readonly string[]>()
  const visit = (instance: MethodInstance): void => {
    const name = instanceText(naming, instance)
    if (found.has(name)) return
    const called = (optimizedCode(instance, engine.world.age, context)?.code ?? []).flatMap((statement) => {
      const value = statement.kind === 'assign' ? statement.value : statement
      return value.kind === 'invoke' && value.instance instanceof MethodInstance ? [value.instance] : []
    })
    found.set(name, called.map((callee) => instanceText(naming, callee)))
    for (const callee of called) visit(callee)
  }
  visit(askedInstance(engine, entry))
  return found
}

/** How often calls at top level dispatch at run time, when all is compiled; their own dispatch is not counted. */
export function dispatchesOf(program: string): (call: string) => number {
  let dispatched = 0
  const engine = new Engine({
    base, budget: 20_000_000, host: { write: () => undefined },
    work: (kind, amount) => {
      if (kind === 'dispatch') dispatched += amount
    },
  })
  engine.evaluate(program, { file: 'program.jl' })
  return (call) => {
    const { value: args } = engine.evaluate(`(() -> ${call.replace(/^(\w+)\((.*)\)$/, '($1, ($2,))')})()`)
    const [f, given] = args instanceof StructValue ? args.fields : []
    if (f === undefined || !(given instanceof StructValue)) throw new Error(`${call} is no call`)
    const run = () => engine.call(f, given.fields.flatMap((field) => (field === undefined ? [] : [field])))
    run()
    // A new world: no place of dispatch remembers what it led to.
    engine.evaluate('nobody_calls_this() = 1')
    dispatched = 0
    run()
    return dispatched - 1
  }
}

/** Places of a need with their chains. */
export function chainsOf({ causes }: ReachReport, wanted: Need): string {
  return causes.filter(({ need }) => need === wanted).flatMap(({ sites }) => sites).map(({ problem, detail, statement, chain }) => [
    `${problem}: ${statement}`, ...(detail === '' ? [] : [`  ${detail}`]),
    ...chain.map(({ signature, module, file, line, inlined }) => `  ${signature} @ ${module === '' ? '' : `${module} `}${file}:${line}${inlined ? ' [inlined]' : ''}`),
  ].join('\n')).join('\n')
}

function causeText({ need, reason, file, line, sites }: ReachCause): string {
  const place = file === '' ? '' : ` (${file}:${line})`
  const counted = sites.filter((site) => counts(need, site)).length
  return `${need}: ${reason}${place}${counted === sites.length ? '' : ` [${counted} of ${sites.length}]`}`
}

/** What it needs, then the causes of `wanted` needs; places of warnings are counted apart. */
export function reportText(report: ReachReport, wanted: readonly string[] = ['dispatch']): string {
  return [`needs ${needsOf(report).join(', ') || 'nothing'}`, ...report.causes.filter(({ need }) => wanted.includes(need)).map(causeText)].join('\n')
}

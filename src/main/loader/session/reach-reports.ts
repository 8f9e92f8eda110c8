/** Near-static reports of a session's entry points: those that are asked for by name, or all that `@ccallable` declared. */
import { UserError } from '../../../shared/errors'
import type { ReachReport } from '../../../shared/profile/reach'
import { optimize } from '../../julia/optimizer/optimize'
import { reachReport } from '../../julia/reach/report'
import type { Engine } from '../../julia/runtime/engine'
import { compileableInstance } from '../../julia/runtime/foreign/reflection'
import { inferenceContext } from '../../julia/runtime/inference-context'
import type { Parameter } from '../../julia/types/type'
import type { Naming } from '../../julia/worlds/instance-text'
import type { MethodInstance } from '../../julia/worlds/method'
import { askedInstance } from './asked-instance'

/** Throws `UserError` for a text that names no instance, and if nothing is asked for and nothing declared. */
export function reachReports(engine: Engine, naming: Naming, entries: readonly string[]): readonly ReachReport[] {
  const work = (): void => undefined
  const context = inferenceContext(engine, { work, optimize: (frame) => optimize(frame, { work }) })
  const asked = entries.length === 0 ? declared(engine) : entries.map((entry): Asked => ({ instance: askedInstance(engine, entry) }))
  return asked.map(({ instance, ...one }) => reachReport(instance, { context, naming, age: engine.world.age, ...one }))
}

interface Asked {
  readonly instance: MethodInstance
  readonly declared?: Parameter
}

function declared({ world }: Engine): readonly Asked[] {
  const found = world.entryPoints.all().flatMap(({ signature, returnType }): Asked[] => {
    const instance = compileableInstance({ world }, signature)
    return instance === undefined ? [] : [{ instance, declared: returnType }]
  })
  if (found.length === 0) throw new UserError('bad-usage', 'No entry point is named, and nothing is declared with @ccallable.', { hint: 'expected one such as --entry "f(Int64, Float64)"' })
  return found
}

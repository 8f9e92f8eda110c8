/** What inference is given by an engine: its world, its code, and calls of what is pure. */
import type { InferenceContext, InferenceObserver } from '../infer/context'
import type { CodeInfo } from '../ir/statement'
import { isDispatchElement } from '../lattice/type-facts'
import { tupleOf } from '../types/instantiate'
import { unwrapUnionAll, type DataType } from '../types/type'
import type { JuliaValue, StructValue } from '../values/value'
import type { MethodInstance } from '../worlds/method'
import type { Engine } from './engine'
import { JuliaException } from './exception'

/** Who watches, what counts work, and what makes code of finished frames. */
export interface InferenceHooks {
  readonly observer?: InferenceObserver
  readonly work?: InferenceContext['work']
  readonly optimize?: InferenceContext['optimize']
}

export function inferenceContext(engine: Engine, { observer = {}, work = () => undefined, optimize }: InferenceHooks = {}): InferenceContext {
  const sorterOf = (type: DataType | undefined) => (type === undefined || !engine.world.hasTable(type) ? undefined : engine.sorters.known(type))
  return {
    core: engine.core,
    world: engine.world,
    rules: engine.rules,
    base: () => engine.base,
    coreModule: engine.coreModule,
    codeOf: (instance) => codeOf(engine, instance),
    foldCall: engine.foldCall,
    callPure: (callee, args, world) => callPure(engine, [callee, ...args], world),
    keywordSorter: (callee) => {
      if (callee.kind === 'const') return sorterOf(engine.core.typeOf(callee.value))
      const type = callee.kind === 'datatype' || callee.kind === 'unionall' ? unwrapUnionAll(callee) : undefined
      return sorterOf(type?.kind === 'datatype' ? type : undefined)
    },
    observer,
    work,
    optimize,
  }
}

/** A generated function whose generator may not run for these types, or throws, is inferred by its other body if it has one. */
function codeOf(engine: Engine, instance: MethodInstance): CodeInfo | undefined {
  const { method } = instance
  if (method?.source.generator === undefined) return engine.codeOf(instance)
  const other = method.source.code.generatedOnly ? undefined : method.source.code
  if (!mayGenerate(engine, instance, method.source.generator)) return other
  try {
    return engine.codeOf(instance)
  } catch (error) {
    if (error instanceof JuliaException) return other
    throw error
  }
}

/** All that the generator looks at is known (1.5, `may_invoke_generator`). */
function mayGenerate({ core, world }: Engine, { method, specTypes, parameters }: MethodInstance, generator: StructValue): boolean {
  const types = unwrapUnionAll(specTypes)
  if (method === undefined || types.kind !== 'datatype') return false
  if (types.dispatchTuple) return true
  const [first] = world.tableOf(tupleOf(core.universe, [generator.type])).all
  if (first === undefined || specTypes.kind !== 'datatype') return false
  const isUsed = (at: number) => first.source.code.slots[1 + at]?.used === true
  const { argumentCount, source: { variables } } = method
  if (variables.some((_, at) => isUsed(at) && (parameters[at] === undefined || parameters[at].kind === 'var'))) return false
  return types.parameters.every((type, at) => !isUsed(variables.length + Math.min(at, argumentCount - 1)) || isDispatchElement(core.universe, type))
}

function callPure(engine: Engine, args: readonly JuliaValue[], world: number): JuliaValue | undefined {
  try {
    return engine.interpreter.call(args, world)
  } catch (error) {
    if (error instanceof JuliaException) return undefined
    throw error
  }
}

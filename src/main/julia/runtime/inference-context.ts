/** What inference is given by an engine: its world, its code, and calls of what is pure. */
import type { InferenceContext, InferenceObserver } from '../infer/context'
import { unwrapUnionAll, type DataType } from '../types/type'
import type { JuliaValue } from '../values/value'
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
    codeOf: (instance) => engine.codeOf(instance),
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

function callPure(engine: Engine, args: readonly JuliaValue[], world: number): JuliaValue | undefined {
  try {
    return engine.interpreter.call(args, world)
  } catch (error) {
    if (error instanceof JuliaException) return undefined
    throw error
  }
}

/**
 * The sessions in which programs of the tables run: one for all that only add to a module of their own, a fresh one for each program
 * that extends Base.
 */
import { inferReturnTypes } from '../infer/infer'
import { optimize } from '../optimizer/optimize'
import { Engine, type BaseSource } from '../runtime/engine'
import { inferenceContext } from '../runtime/inference-context'
import { tupleOf } from '../types/instantiate'
import { Module } from '../worlds/module'
import { StructValue } from '../values/value'
import type { InferenceSession } from './inference'
import type { WorldsSession } from './worlds'

/** Names Base in a definition or imports from it. */
const EXTENDS_BASE = /^\s*(?:function\s+|@\w+\s+)*Base\.|\bimport\s+Base\b/m

/** A fresh session for each scenario; code that throws is no matter. */
export function worldsSessions(base: BaseSource): () => WorldsSession {
  return () => {
    const engine = new Engine({ base, execution: 'compile', host: { write: () => undefined }, budget: 50_000_000 })
    return {
      world: engine.world,
      evaluate: (code) => {
        const { diagnostics: [problem] } = engine.evaluate(code, { file: 'step' })
        if (problem !== undefined) throw new Error(`line ${problem.line}: ${problem.message}`)
      },
      functionType: (name) => {
        const value = engine.main.get(name)
        return value instanceof StructValue ? value.type : undefined
      },
    }
  }
}

/** What `askInference` opens its sessions with. */
export function inferenceSessions(base: BaseSource): (code: string) => InferenceSession {
  const newEngine = () => new Engine({ base, host: { write: () => undefined } })
  let shared: Engine | undefined
  let programs = 0
  return (code) => {
    const engine = EXTENDS_BASE.test(code) ? newEngine() : (shared ??= newEngine())
    return openProgram(engine, `Program${++programs}`, code)
  }
}

function openProgram(engine: Engine, name: string, code: string): InferenceSession {
  engine.evaluate(`module ${name}\nend`)
  const module = engine.main.get(name)
  if (!(module instanceof Module)) throw new Error(`no module ${name}`)
  const { diagnostics, error } = engine.evaluate(code, { module })
  const [problem] = diagnostics
  if (problem !== undefined) throw new Error(`line ${problem.line}: ${problem.message}`)
  if (error !== undefined) throw new Error(error.text)
  const work = () => undefined
  const context = inferenceContext(engine, { work, optimize: (frame) => optimize(frame, { work }) })
  return {
    universe: engine.universe,
    returnTypes: (f, argumentTypes) => {
      const callee = module.get(f)
      if (callee === undefined) throw new Error(`no function ${f}`)
      return inferReturnTypes(tupleOf(engine.universe, [engine.core.typeOf(callee), ...argumentTypes]), engine.world.age, context)
    },
  }
}

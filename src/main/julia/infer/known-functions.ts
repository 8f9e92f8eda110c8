/** Functions of Core and Base that inference knows by name: constants there, whatever programs call theirs. */
import { StructValue, symbolOf, type JuliaValue } from '../values/value'
import { Binding, Module } from '../worlds/module'
import type { InferenceRun } from './context'

function constantIn(module: Module | undefined, name: string): JuliaValue | undefined {
  const found = module?.resolve(symbolOf(name))
  return found instanceof Binding && found.constant ? found.value : undefined
}

function functionName({ universe, core }: InferenceRun, callee: JuliaValue): string | undefined {
  return callee instanceof StructValue ? universe.functionName(core.typeOf(callee)) : undefined
}

/** The name under which this is a function of Base. */
export function baseFunctionName(run: InferenceRun, callee: JuliaValue): string | undefined {
  const name = functionName(run, callee)
  return name !== undefined && constantIn(run.context.base() ?? run.context.coreModule, name) === callee ? name : undefined
}

export function coreFunctionName(run: InferenceRun, callee: JuliaValue): string | undefined {
  const name = functionName(run, callee)
  return name !== undefined && constantIn(run.context.coreModule, name) === callee ? name : undefined
}

/** `Core.Compiler.return_type`. */
export function isReturnType(run: InferenceRun, callee: JuliaValue): boolean {
  if (functionName(run, callee) !== 'return_type') return false
  const compiler = constantIn(run.context.coreModule, 'Compiler')
  return compiler instanceof Module && constantIn(compiler, 'return_type') === callee
}

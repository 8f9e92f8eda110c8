/**
 * The body of a `@generated` function for one method instance: the generator is called with the static parameters and the types of the
 * arguments, and the expression that it returns is lowered as the body of a function of the same arguments.
 */
import type { CodeInfo } from '../ir/statement'
import { lower } from '../lowering/lower'
import { isTuple, unwrapUnionAll } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { valueOf } from '../values/parameter'
import { expr, LineNumberNode, symbolOf, type JuliaValue } from '../values/value'
import type { MethodInstance } from '../worlds/method'
import type { Module } from '../worlds/module'
import { makeTuple } from './builtins/general'
import { errorException } from './exception'

export interface GenerationContext {
  readonly core: CoreTypes
  readonly coreModule: Module
  readonly top: Module
  call: (f: JuliaValue, args: readonly JuliaValue[]) => JuliaValue
  expandMacros: (expression: JuliaValue, module: Module) => JuliaValue
}

const SELF = symbolOf('#self#')

/** Throws `JuliaException` if the generator does, or returns what cannot be lowered. */
export function generatedCode(context: GenerationContext, { method, specTypes, parameters }: MethodInstance): CodeInfo | undefined {
  const { core, coreModule, top } = context
  const generator = method?.source.generator
  const stub = method?.source.code.generator
  if (method === undefined || generator === undefined || stub === undefined) return undefined
  const { code, module, file, line, name } = method.source
  const body = unwrapUnionAll(specTypes)
  const types = isTuple(body) ? body.parameters.map((type) => valueOf(core, type)) : []
  const fixed = code.isVarArg ? code.argumentCount - 1 : code.argumentCount
  const args = code.isVarArg ? [...types.slice(0, fixed), makeTuple(core, types.slice(fixed))] : types
  const made = context.call(generator, [...parameters.map((parameter) => valueOf(core, parameter)), ...args])
  const [self, ...argumentNames] = stub.argumentNames.map(symbolOf)
  const formals: JuliaValue[] = argumentNames.map((argument, at) => (code.isVarArg && at === argumentNames.length - 1 ? expr('...', argument) : argument))
  // What takes keywords by position calls itself by another name, as the function itself is one of its arguments.
  const callee = self === undefined || self === SELF ? symbolOf(name === '' ? 'generated' : `#${name}#generated`) : expr('::', self, core.universe.any)
  const head = expr('call', callee, ...formals)
  const signature = stub.parameterNames.length === 0 ? head : expr('where', head, ...stub.parameterNames.map(symbolOf))
  const surface = expr('function', signature, expr('block', new LineNumberNode(line, file), made))
  const { thunk, diagnostics } = lower(context.expandMacros(surface, module), { module, core: coreModule, top, nothing: core.nothing, nextCounter: () => 0, file, line })
  const problem = diagnostics.find(({ severity }) => severity === 'error')
  if (problem !== undefined) throw errorException(core, problem.message)
  return thunk === undefined ? undefined : methodBody(thunk)
}

function methodBody(thunk: CodeInfo): CodeInfo | undefined {
  for (const statement of thunk.code) {
    if (statement.kind === 'method' && statement.body !== undefined && 'juliaType' in statement.body) return statement.body
    const nested = statement.kind === 'thunk' ? methodBody(statement.code) : undefined
    if (nested !== undefined) return nested
  }
  return undefined
}


/**
 * Finds the method instance that a text names, in any notation that Julia's tools print or that people type: `f(Int64)`, `f(::Int64, x::T) where T`,
 * `Pkg.f(::Vector)`, `(::Foo)(::Int)`. It is the one that exists for just these types, else the one that a call with them runs.
 */
import { UserError } from '../../../shared/errors'
import type { Engine } from '../../julia/runtime/engine'
import { callSignature, compileableInstance } from '../../julia/runtime/foreign/reflection'
import { exprText } from '../../julia/syntax/print-expr'
import { tupleOf } from '../../julia/types/instantiate'
import { isTuple, unwrapUnionAll, type Parameter } from '../../julia/types/type'
import { isTypeValue } from '../../julia/values/egal'
import { Expr, isExpr, SimpleVector, type JuliaValue } from '../../julia/values/value'
import { methodInstance } from '../../julia/worlds/method-analysis'
import type { MethodInstance } from '../../julia/worlds/method'
import { Module } from '../../julia/worlds/module'

interface AskedCall {
  /** Code of the function, or of its type if it is only known by that. */
  readonly callee: string
  readonly isType: boolean
  readonly types: readonly string[]
  readonly where: readonly string[]
}

/** Throws `UserError` for a text that is no signature, names that are not known, and calls that no method takes. */
export function askedInstance(engine: Engine, text: string): MethodInstance {
  const call = readCall(engine, text)
  const signature = signatureOf(engine, call, text)
  const { world } = engine
  const found = methodInstance(world, signature) ?? compileableInstance({ world }, signature)
  if (found !== undefined) return found
  const { matches = [] } = world.lookup(signature, world.age)
  const what = matches.length === 0 ? 'No method takes these arguments.' : 'No call is compiled for just these types.'
  throw new UserError('not-found', what, { where: text, hint: 'expected the types of a call, such as f(Int64, Vector{Float64})' })
}

function readCall(engine: Engine, text: string): AskedCall {
  const { value } = engine.evaluate(`quote\n${text}\nend`, { file: 'signature' })
  const wrong = new UserError('bad-usage', 'This is no signature.', { where: text, hint: 'expected a function and the types of its arguments, such as f(Int64, Vector{Float64})' })
  const statements = isExpr(value, 'block') ? value.args.filter((part) => part instanceof Expr) : []
  let only: JuliaValue | undefined = statements[0]
  const where: string[] = []
  while (isExpr(only, 'where')) {
    where.unshift(...only.args.slice(1).map((variable) => exprText(variable)))
    only = only.args[0]
  }
  if (statements.length !== 1 || !isExpr(only, 'call')) throw wrong
  const [callee, ...args] = only.args
  if (callee === undefined || args.some((arg) => isExpr(arg, 'parameters') || isExpr(arg, 'kw'))) throw wrong
  const isType = isExpr(callee, '::')
  return { callee: typeText(callee), isType, types: args.map(typeText), where }
}

/** Of `x::T` and `::T` the type. */
function typeText(given: JuliaValue): string {
  if (isExpr(given, '...')) return `Vararg{${typeText(given.args[0] ?? given)}}`
  const type = isExpr(given, '::') ? given.args.at(-1) : given
  return exprText(type ?? given)
}

function signatureOf(engine: Engine, { callee, isType, types, where }: AskedCall, text: string): Parameter {
  const { core } = engine
  const suffix = where.length === 0 ? '' : ` where {${where.join(', ')}}`
  const [f, tuple] = isType ? [undefined, evaluated(engine, `Core.svec(Tuple{${[callee, ...types].join(', ')}}${suffix})`, text)[0]]
    : evaluated(engine, `Core.svec(${callee}, Tuple{${types.join(', ')}}${suffix})`, text)
  if (typeof tuple !== 'object' || !isTypeValue(tuple)) throw new UserError('bad-usage', 'The arguments are no types.', { where: text })
  if (f !== undefined) return callSignature(core, f, tuple)
  const body = unwrapUnionAll(tuple)
  return isTuple(body) && body.parameters.length > 0 ? tuple : tupleOf(core.universe, [])
}

/**
 * Names of Main, and of all packages that are loaded, whoever loaded them; then those within each package, as types are printed without their module.
 */
function evaluated(engine: Engine, code: string, text: string): readonly (JuliaValue | undefined)[] {
  const attempt = (module: Module) => engine.evaluate(code, { file: 'signature', module })
  const inMain = attempt(engine.main)
  for (const place of [undefined, withPackages(engine), ...engine.packages.modules()]) {
    const { value } = place === undefined ? inMain : attempt(place)
    if (value instanceof SimpleVector) return value.elements
  }
  throw new UserError('not-found', inMain.error?.text ?? 'This names nothing.', { where: text })
}

function withPackages(engine: Engine): Module {
  const { base, coreModule } = engine
  const module = new Module('signature', undefined)
  module.using(coreModule)
  if (base !== undefined) module.using(base)
  for (const one of engine.packages.modules()) module.setConstant(one.name, one)
  return module
}

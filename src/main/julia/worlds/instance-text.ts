/**
 * Method instances and methods as Julia's tools print them: `f(::Int64, ::Vector{Float64})`, `Base.vect(::Int64)` from 1.6 on,
 * `(::var"#1#2")(::Int64)`, and the statements of `--trace-compile`. Names that Main can see stand without their module.
 */
import { printType } from '../types/print'
import { isTuple, isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter } from '../types/type'
import type { TypeUniverse } from '../types/universe'
import type { MethodInstance } from './method'

export interface Naming {
  readonly universe: TypeUniverse
  /** Whether Main sees a function of that module by its bare name; always true before 1.6. */
  readonly isVisible: (module: string, name: string) => boolean
}

function functionText({ universe, isVisible }: Naming, callee: Parameter): string {
  if (callee.kind !== 'datatype') return `(::${printType(universe, callee, 'alias')})`
  const name = universe.functionName(callee)
  if (name !== undefined) {
    const { module } = callee.name
    // Made by lowering: the body of a function with keywords, a closure.
    if (name.startsWith('#')) return isVisible(module, name) ? `var"${name}"` : `${module}.var"${name}"`
    if (isVisible(module, name)) return name
    return /^[\p{L}_]/u.test(name) ? `${module}.${name}` : `${module}.:(${name})`
  }
  const [about] = isTypeType(callee) ? callee.parameters : []
  if (about === undefined) return `(::${printType(universe, callee, 'alias')})`
  const text = printType(universe, about, 'alias')
  return / where /.test(text) ? `(${text})` : text
}

function argumentText(universe: TypeUniverse, argument: Parameter): string {
  if (!isVararg(argument)) return `::${printType(universe, argument, 'alias')}`
  const { parameters: [element] } = unwrapUnionAll(argument) as DataType
  return `::${element === undefined ? 'Any' : printType(universe, element, 'alias')}...`
}

/** A call of these types, `Tuple{typeof(f), ...}`, as a call: `f(::Int64)`. */
export function signatureText(naming: Naming, signature: Parameter): string {
  const tuple = unwrapUnionAll(signature)
  if (!isTuple(tuple)) return printType(naming.universe, signature, 'alias')
  const [callee, ...args] = tuple.parameters
  if (callee === undefined) return 'Tuple{}'
  const call = `${functionText(naming, callee)}(${args.map((argument) => argumentText(naming.universe, argument)).join(', ')})`
  const where: string[] = []
  for (let at: Parameter = signature; at.kind === 'unionall'; at = at.body) {
    const text = printType(naming.universe, naming.universe.unionAll(at.variable, naming.universe.tuple), 'explicit')
    where.push(text.slice(text.indexOf(' where ') + 7))
  }
  return where.length === 0 ? call : `${call} where ${where.length === 1 ? where.join('') : `{${where.join(', ')}}`}`
}

export function instanceText(naming: Naming, { specTypes, method, thunk }: MethodInstance): string {
  return method === undefined ? `top-level in ${thunk?.module.path ?? 'Main'}` : signatureText(naming, specTypes)
}

/** `precompile(Tuple{typeof(Base.map), ...})`, as `--trace-compile` writes it. */
export function precompileStatement(universe: TypeUniverse, signature: Parameter): string {
  return `precompile(${printType(universe, signature, 'qualified')})`
}

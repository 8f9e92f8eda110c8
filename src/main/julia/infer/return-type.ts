/** `Core.Compiler.return_type(f, Tuple{...})` within inferred code: the call is inferred in its place (1.5, `return_type_tfunc`). */
import { Const, widenConst, type LatticeElement } from '../lattice/element'
import { hasUniqueRepresentation } from '../lattice/type-facts'
import type { VariableTable } from '../lattice/variables'
import { typeOf } from '../types/instantiate'
import { isSubtype } from '../types/subtype'
import { isTuple, isTypeType, type Parameter } from '../types/type'
import { BOTTOM } from '../types/universe'
import { inferCall } from './calls'
import { constantType } from './constants'
import type { InferenceState } from './state'
import { belowType } from './tfuncs/type-arguments'

/** undefined if too little is known. */
export function inferReturnType(frame: InferenceState, args: readonly LatticeElement[], table: VariableTable): LatticeElement | undefined {
  const { run } = frame
  const [, callee, types] = args
  if (args.length !== 3 || callee === undefined || types === undefined) return undefined
  const asked = closedTypeArgument(frame, types)
  if (asked === undefined || !isTuple(asked) || !isKnownCallee(frame, callee)) return undefined
  if (asked.parameters.some(({ kind }) => kind === 'bottom')) return new Const(BOTTOM)
  const result = inferCall(frame, undefined, [callee, ...asked.parameters], table, Infinity)
  if (result.kind === 'const') return new Const(run.core.typeOf(result.value))
  const type = widenConst(run, result)
  if (type.kind === 'value' || type.kind === 'var') return undefined
  const isCertain = (element: LatticeElement) => element.kind === 'const' || constantType(run, element) !== undefined
  if (result === type && (hasUniqueRepresentation(run.universe, type) || (isCertain(types) && isCertain(callee)))) return new Const(type)
  if (result !== type && isCertain(types) && isCertain(callee)) return new Const(type)
  return isTypeType(type) ? typeOf(run.universe, type) : belowType(run, type)
}

function closedTypeArgument({ run }: InferenceState, element: LatticeElement): Parameter | undefined {
  const about = constantType(run, element) ?? (element.kind === 'datatype' && isTypeType(element) ? element.parameters[0] : undefined)
  return about === undefined || about.open ? undefined : about
}

function isKnownCallee({ run }: InferenceState, callee: LatticeElement): boolean {
  if (callee.kind === 'const') return true
  if (callee.kind !== 'datatype') return false
  if (isTypeType(callee)) return !callee.open
  return callee.concrete && !isSubtype(run.universe, callee, run.core.type('Builtin'))
}

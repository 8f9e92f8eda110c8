/** `@ccallable`: checks of what it is given, in the order and words of Julia's (src/jitlayers.cpp `jl_extern_c`), and the record of it. */
import { which } from '../../dispatch/lookup'
import { isConcreteType, isSingleton } from '../../types/query'
import { isKind, isTuple, isVararg, type Parameter } from '../../types/type'
import { isTypeValue } from '../../values/egal'
import type { JuliaValue } from '../../values/value'
import { typeOfTuples } from '../builtins/calls'
import { errorException, typeError } from '../exception'
import { given, type ForeignContext, type ForeignTable } from './context'

/** A type whose values C can be handed: concrete, and no type of types. */
function isForC(type: Parameter): boolean {
  return isConcreteType(type) && !isKind(type)
}

function declare(context: ForeignContext, args: readonly JuliaValue[]): undefined {
  const { core, world } = context
  const { universe } = core
  const [returned, called] = [given(args, 0), given(args, 1)]
  const fail = (text: string) => errorException(core, `@ccallable: ${text}`)
  if (typeof returned !== 'object' || !isTypeValue(returned) || returned.kind === 'var') throw typeError(core, '@ccallable', '', universe.type, returned)
  if (typeof called !== 'object' || !isTypeValue(called) || !isTuple(called)) throw typeError(core, '@ccallable', '', typeOfTuples(core), called)
  const [callee, ...types] = called.parameters
  if (callee?.kind !== 'datatype' || !isSingleton(universe, callee)) throw fail('function object must be a singleton')
  if (!isForC(returned)) throw fail('return type must be concrete and correspond to a C type')
  if (types.some((type) => isVararg(type) || !isForC(type))) throw fail('argument types must be concrete')
  const method = which(called, { table: world.tableOf(called), world: world.age })
  if (typeof method === 'string') throw fail('could not find requested method')
  const name = universe.functionName(callee) ?? callee.name.name
  if (!world.entryPoints.add({ name, method, signature: called, returnType: returned })) throw errorException(core, '@ccallable was already defined for this method name')
  return undefined
}

export const ENTRY_POINT_FUNCTIONS: ForeignTable = {
  jl_extern_c: declare,
}

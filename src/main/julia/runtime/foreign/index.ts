/**
 * Everything that Base may call with `ccall`: a closed list, by name. Results are turned into the return type that the call
 * declares, as C's would be.
 */
import { isTypeValue } from '../../values/egal'
import type { JuliaValue } from '../../values/value'
import { errorException } from '../exception'
import { bitsOf, fromBits, fromFloat, widthOf } from '../primitive'
import { ANALYSIS_FUNCTIONS } from './analysis'
import { ARRAY_FUNCTIONS } from './arrays'
import { BIGINT_FUNCTIONS } from './bigint'
import type { Foreign, ForeignContext } from './context'
import { ENTRY_POINT_FUNCTIONS } from './entry-points'
import { FILE_FUNCTIONS } from './files'
import { MATH_FUNCTIONS } from './math'
import { MODULE_FUNCTIONS } from './modules'
import { PACKAGE_FUNCTIONS } from './packages'
import { REFLECTION_FUNCTIONS } from './reflection'
import { REGEX_FUNCTIONS } from './regex'
import { STRING_FUNCTIONS } from './strings'
import { SYSTEM_FUNCTIONS } from './system'
import { TABLE_FUNCTIONS } from './tables'
import { UNICODE_FUNCTIONS } from './unicode'

const FUNCTIONS = new Map<string, Foreign>(Object.entries({
  ...ARRAY_FUNCTIONS, ...STRING_FUNCTIONS, ...UNICODE_FUNCTIONS, ...TABLE_FUNCTIONS, ...MODULE_FUNCTIONS, ...REFLECTION_FUNCTIONS, ...MATH_FUNCTIONS,
  ...REGEX_FUNCTIONS, ...SYSTEM_FUNCTIONS, ...ANALYSIS_FUNCTIONS, ...BIGINT_FUNCTIONS, ...FILE_FUNCTIONS, ...PACKAGE_FUNCTIONS,
  ...ENTRY_POINT_FUNCTIONS,
}))

export function isForeign(name: string): boolean {
  return FUNCTIONS.has(name)
}

/** Throws `JuliaException` as the function does, or for a name that is not in the list. */
export function callForeign(context: ForeignContext, name: string, returnType: JuliaValue, args: readonly JuliaValue[], world: number): JuliaValue {
  const { core } = context
  const found = FUNCTIONS.get(name)
  if (found === undefined) throw errorException(core, `could not load symbol "${name}": undefined symbol: ${name}`)
  const result = found(context, args, world, returnType)
  return result === undefined ? core.nothing : declared(context, result, returnType)
}

/** Numbers as the type that the call says it returns. */
function declared({ core }: ForeignContext, result: JuliaValue, returnType: JuliaValue): JuliaValue {
  if (typeof returnType !== 'object' || !isTypeValue(returnType) || returnType.kind !== 'datatype') return result
  if (returnType === core.nothingType) return core.nothing
  if (returnType.name.typeKind !== 'primitive' || widthOf(result) === 0 || core.typeOf(result) === returnType) return result
  if (typeof result === 'number') return fromFloat(core, returnType, result)
  return fromBits(core, returnType, typeof result === 'bigint' ? result : bitsOf(result))
}

/**
 * For which saved code native code is kept too (1.9 on, e.4; precompile_utils.c): for what is not put into its callers, was called or asked
 * for, or is an `__init__`. Left out: `@ccallable`.
 */
import type { CodeInstance } from '../../julia/worlds/method'
import type { UnsavedReason } from './unsaved'

/** Undefined if it is kept. */
export function nativeLoss(code: CodeInstance, requested: boolean): UnsavedReason | undefined {
  const { instance, inferred } = code
  if (code.callIsConstant) return 'constantResult'
  if (inferred?.inlineable === false || code.native !== undefined || instance.precompiled || requested || instance.method?.source.name === '__init__') return undefined
  return inferred === undefined ? 'noStatements' : 'inlineable'
}

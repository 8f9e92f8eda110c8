/**
 * For which saved code native code is kept too (1.9 on, e.4; precompile_utils.c): for what is not put into its callers, was called or asked
 * for, or is an `__init__`; and for what such code `invoke`s, as it is emitted along with it (aotcompile.cpp). What `@ccallable` offers is asked for by the build.
 */
import type { CodeInstance, MethodInstance } from '../../julia/worlds/method'
import { invokedInstances } from './run-code'
import type { UnsavedReason } from './unsaved'

/** Undefined if it is kept. */
export function nativeLoss(code: CodeInstance, requested: boolean): UnsavedReason | undefined {
  const { instance, inferred } = code
  if (code.callIsConstant) return 'constantResult'
  if (inferred?.inlineable === false || code.native !== undefined || instance.precompiled || requested || instance.method?.source.name === '__init__') return undefined
  return inferred === undefined ? 'noStatements' : 'inlineable'
}

/** Code that is put into its callers, and is yet invoked by code that native code is kept for: of all that may be saved. */
export function invokedByNative(all: Iterable<CodeInstance>, requested: ReadonlySet<MethodInstance>): ReadonlySet<CodeInstance> {
  const saved = new Set(all)
  const natives = new Set([...saved].filter((code) => nativeLoss(code, requested.has(code.instance)) === undefined))
  // A set goes on with what is added while it is walked.
  for (const { inferred } of natives) {
    for (const { codeInstances: [newest] } of inferred === undefined ? [] : invokedInstances(inferred)) {
      if (newest?.inferred !== undefined && !newest.callIsConstant && saved.has(newest)) natives.add(newest)
    }
  }
  return natives
}

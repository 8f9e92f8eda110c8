/**
 * What a system image compiles when all of its code is known (src/precompile_utils.c `precompile_enq_all_specializations_`): native code for what
 * was asked for or called, for what is not put into its callers, and for what such code invokes. Code that has some already is left as it is.
 */
import { FOREVER } from '../../julia/dispatch/method'
import type { CodeInstance, MethodInstance } from '../../julia/worlds/method'
import { nativeLoss } from '../precompile/native-code'
import { invokedInstances } from '../precompile/run-code'
import type { PackageSession } from '../session/package-session'

/** How often `report` is told. */
const REPORT_EVERY = 100

export function compileRest({ engine: { world, compiler } }: PackageSession, report: (done: number, of: number) => void): void {
  const seen = new Set<CodeInstance>()
  const waiting: CodeInstance[] = []
  const want = ({ codeInstances }: MethodInstance): void => {
    const code = codeInstances.find(({ maxWorld }) => maxWorld === FOREVER)
    if (code === undefined || seen.has(code)) return
    seen.add(code)
    waiting.push(code)
  }
  for (const table of world.allTables()) {
    for (const { specializations, deletedWorld } of table.all) {
      if (deletedWorld !== FOREVER) continue
      for (const instance of specializations) {
        if (instance.codeInstances.some((code) => code.maxWorld === FOREVER && code.hasInferred && !code.hasNative && nativeLoss(code, false) === undefined)) want(instance)
      }
    }
  }
  for (let at = 0; at < waiting.length; at++) {
    if (at % REPORT_EVERY === 0) report(at, waiting.length)
    const code = waiting[at]
    if (code === undefined || code.callIsConstant) continue
    if (!code.hasNative && code.hasInferred) compiler?.generate(code)
    for (const invoked of code.inferred === undefined ? [] : invokedInstances(code.inferred)) want(invoked)
  }
}

/**
 * Code that is compiled anew for every function that is handed to it: instances of a package whose signature has the type of a function or closure of
 * the session. No cache can hold them, as that function is not known while the package is precompiled; wrapped in a `FunctionWrapper` of one
 * signature, or not specialised on, all functions share one instance, which a workload keeps. What the function itself takes stays.
 */
import type { Profile } from '../tables'
import { formatTime } from '../../units'
import { writtenFunction } from '../../signature/key'
import type { Advice, Evidence } from './rule'
import { compileWork, totalWork, type Work } from './work'
import { ascending, counted, estimated, listed, runTotal, shortFrame, signatureOf } from './words'
import { UNKNOWN_SAVING } from './rule'

const MOST_EVIDENCE = 4

export function specializationAdvice(profile: Profile): Advice[] {
  const byPackage = new Map<string, Work[]>()
  for (const work of compileWork(profile)) {
    if (work.again || work.types.functions.length === 0 || work.owner.kind !== 'package' || work.package === '') continue
    byPackage.set(work.package, [...(byPackage.get(work.package) ?? []), work])
  }
  return [...byPackage].map(([name, work]): Advice => {
    const total = totalWork(work)
    const [heaviest] = work
    const functions = [...new Set(work.flatMap(({ types }) => types.functions))]
    const called = writtenFunction(signatureOf(profile, heaviest?.frame ?? -1)).name
    const closures = functions.some((one) => one.includes('#'))
    const shown = functions.filter((one) => !one.includes('#')).slice(0, 3)
    const whose = shown.length > 0 ? listed(shown) : counted(functions.length, 'anonymous function')
    const evidence = work.slice(0, MOST_EVIDENCE).map((one): Evidence => ({ text: `${shortFrame(profile, one.frame)}: ${formatTime(one.nanoseconds)}, for ${listed(one.types.functions.slice(0, 2))} alone`, part: one.part, rows: [one.row] }))
    const rest = work.slice(MOST_EVIDENCE)
    return {
      id: `functions ${name}`, kind: 'higher-order', title: `Wrap the functions that are handed to ${name}: it is compiled anew for ${whose}`,
      evidence: [...evidence, ...(rest.length > 0 ? [{ text: `${counted(rest.length, 'other instance')}: ${formatTime(totalWork(rest))}`, part: rest[0]?.part ?? 'inference', rows: ascending(rest.filter(({ part }) => part === rest[0]?.part).map(({ row }) => row)) } satisfies Evidence] : [])],
      saving: Number.isNaN(total) ? UNKNOWN_SAVING : estimated(total, 'that the code over the wrapper is kept by a workload, and that the wrapper itself takes little', runTotal(profile)), sure: 'likely',
      fix: {
        text: `Every function${closures ? ', and every closure,' : ''} has a type of its own, so ${called || name} is compiled for each. If its argument and result types are always the same, hand it over in a FunctionWrapper of that signature: all wrapped functions have one type, and a workload compiles ${name} for it once. Or do not specialise: @nospecialize, or a struct with a field of type Function, at the price of a dispatch for each call.`,
        code: `using FunctionWrappers: FunctionWrapper\n# one type for all functions of this signature: result, then arguments\nconst Wrapped = FunctionWrapper{Nothing,Tuple{Vector{Float64},Vector{Float64},Float64}}\n${called || 'solve'}(f::Function, args...) = ${called || 'solve'}(Wrapped(f), args...)\n# or, without specialising at all\n${called || 'solve'}(@nospecialize(f), args...)`,
      },
    }
  })
}

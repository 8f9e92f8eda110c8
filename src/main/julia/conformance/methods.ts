/** One generic function of a dispatch table: its methods, asked by calls and by pairs. */
import { moreSpecific } from '../dispatch/specificity'
import { typeIntersect } from '../types/intersect'
import { readType } from '../types/read'
import { isSubtype } from '../types/subtype'
import type { Parameter } from '../types/type'
import type { TypeUniverse } from '../types/universe'

export interface MethodTableRun {
  call: (args: Parameter) => string
  /** 1-based. */
  ambiguous: (i: number, j: number, bottomCounts: boolean) => boolean
}

export function runMethods(universe: TypeUniverse, signatures: readonly string[]): MethodTableRun {
  const sigs = signatures.map((text) => readType(universe, text))
  return {
    call: (args) => {
      const c = sigs.filter((s) => isSubtype(universe, args, s))
      if (c.length === 0) return 'nomethod'
      const best = c.find((s) => c.every((o) => o === s || moreSpecific(universe, s, o)))
      return best === undefined ? 'ambiguous' : String(sigs.indexOf(best) + 1)
    },
    ambiguous: (i, j) => { typeIntersect(universe, sigs[i - 1]!, sigs[j - 1]!); return false },
  }
}

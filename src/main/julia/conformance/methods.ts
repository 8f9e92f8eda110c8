/** One generic function of a dispatch table: its methods in order of definition, asked by calls and by pairs. */
import { isAmbiguous } from '../dispatch/ambiguity'
import { which } from '../dispatch/lookup'
import { Method } from '../dispatch/method'
import { MethodTable } from '../dispatch/method-table'
import { readType } from '../types/read'
import type { Parameter } from '../types/type'
import type { TypeUniverse } from '../types/universe'

export interface MethodTableRun {
  /** The 1-based method that runs, `nomethod` or `ambiguous`. */
  readonly call: (args: Parameter) => string
  /** Whether two 1-based methods are ambiguous. */
  readonly ambiguous: (i: number, j: number, ambiguousBottom: boolean) => boolean
}

export function runMethods(universe: TypeUniverse, signatures: readonly string[]): MethodTableRun {
  const table = new MethodTable(universe)
  const methods = signatures.map((text, at) => {
    const method = new Method(readType(universe, text), at + 1)
    table.insert(method)
    return method
  })
  const view = { table, world: signatures.length }
  return {
    call: (args) => {
      const found = which(args, view)
      if (typeof found === 'string') return found === 'none' ? 'nomethod' : found
      return String(methods.indexOf(found) + 1)
    },
    ambiguous: (i, j, ambiguousBottom) => {
      const [a, b] = [methods[i - 1], methods[j - 1]]
      return a !== undefined && b !== undefined && isAmbiguous(a, b, view, { ambiguousBottom })
    },
  }
}

/**
 * Small programs and what their calls return as a real Julia inferred it. Two answers a call: `rettype` asks for equal types, `sound`
 * whether the type found here takes in Julia's: a wider one costs speed, a narrower one would be wrong.
 */
import { z } from 'zod'
import { printType } from '../types/print'
import { readType } from '../types/read'
import { isSubtype, typesEqual } from '../types/subtype'
import type { Parameter } from '../types/type'
import type { TypeUniverse } from '../types/universe'
import type { Answer } from './tables'

export const inferenceRow = z.object({
  id: z.string(),
  code: z.string(),
  calls: z.array(z.object({ f: z.string(), argtypes: z.array(z.string()), rettype: z.string(), rettypes: z.array(z.string()).optional() })),
})

/** A fresh module with the code of one program in it. */
export interface InferenceSession {
  readonly universe: TypeUniverse
  /** One type for each method that the call may reach. Throws if there is no such function. */
  readonly returnTypes: (name: string, argumentTypes: readonly Parameter[]) => readonly Parameter[]
}

/** `open` evaluates a program; what it throws is the answer to every call. */
export function askInference({ code, calls }: z.infer<typeof inferenceRow>, open: (code: string) => InferenceSession): Answer[] {
  let session: InferenceSession
  try {
    session = open(code)
  } catch (error) {
    return calls.flatMap(({ rettype, rettypes = [rettype] }) => failed(rettypes.join('; '), error))
  }
  return calls.flatMap((call) => askCall(session, call))
}

function askCall({ universe, returnTypes }: InferenceSession, { f, argtypes, rettype, rettypes = [rettype] }: z.infer<typeof inferenceRow>['calls'][number]): Answer[] {
  const call = `${f}(${argtypes.map((type) => `::${type}`).join(', ')})`
  const expected = `${rettypes.join('; ')} for ${call}`
  try {
    const wanted = rettypes.map((type) => readType(universe, type))
    const types = returnTypes(f, argtypes.map((type) => readType(universe, type)))
    const found = types.length === 0 ? 'no method' : types.map((type) => printType(universe, type)).join('; ')
    const agrees = (compare: (type: Parameter, julia: Parameter) => boolean) => types.length === wanted.length
      && types.every((type, at) => {
        const julia = wanted[at]
        return julia !== undefined && compare(type, julia)
      })
    return [
      { kind: 'rettype', agrees: agrees((type, julia) => typesEqual(universe, type, julia)), expected, found },
      { kind: 'sound', agrees: agrees((type, julia) => isSubtype(universe, julia, type)), expected, found },
    ]
  } catch (error) {
    return failed(expected, error)
  }
}

function failed(expected: string, error: unknown): Answer[] {
  const found = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return [{ kind: 'rettype', agrees: false, expected, found }, { kind: 'sound', agrees: false, expected, found }]
}

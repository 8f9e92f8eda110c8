/**
 * The tables recorded from a real Julia, and how one row of each is asked here. A row is several questions, each of a kind
 * (`issub`, `isect`); a question agrees, disagrees, or could not be asked. Rows that cannot be read disagree.
 */
import { z } from 'zod'
import { askInference, inferenceRow, type InferenceSession } from './inference'
import type { MethodTableRun } from './methods'
import { runMethods } from './methods'
import { askWorlds, worldsRow, type WorldsSession } from './worlds'
import { BudgetSpent } from '../types/budget'
import { intersectTypes, typeIntersect } from '../types/intersect'
import { printType } from '../types/print'
import { readType } from '../types/read'
import { isSubtype, typeIsA, typesEqual } from '../types/subtype'
import type { Parameter } from '../types/type'
import type { TypeUniverse } from '../types/universe'
import { moreSpecific } from '../dispatch/specificity'

export interface Answer {
  /** What kind of question, such as `issub`. */
  readonly kind: string
  readonly agrees: boolean
  /** As text, for the reader. */
  readonly expected: string
  readonly found: string
  /** For an intersection that differs: how the answer found here lies to Julia's. */
  readonly relation?: 'larger' | 'smaller' | 'other'
}

const subtypeRow = z.object({ id: z.string(), op: z.string(), a: z.string(), b: z.string(), result: z.union([z.boolean(), z.string()]) })
const randomRow = z.object({ id: z.string(), a: z.string(), b: z.string(), ab: z.boolean(), ba: z.boolean(), eq: z.boolean(), isect: z.string() })
const specificityRow = z.object({ id: z.string(), a: z.string(), b: z.string(), ab: z.boolean(), ba: z.boolean(), sub_ab: z.boolean(), sub_ba: z.boolean() })
const dispatchRow = z.object({
  id: z.string(),
  methods: z.array(z.object({ sig: z.string() })),
  calls: z.array(z.object({ args: z.string(), result: z.union([z.number(), z.string()]) })),
  ambiguous: z.array(z.tuple([z.number(), z.number()])),
  ambiguous_bottom: z.array(z.tuple([z.number(), z.number()])),
})

const TABLES = ['subtype', 'subtype_random', 'specificity', 'dispatch', 'inference', 'worlds'] as const
type TableName = (typeof TABLES)[number]

/** Opens sessions for the tables of programs. */
interface ProgramSessions {
  readonly inference: (code: string) => InferenceSession
  /** A fresh one. */
  readonly worlds: () => WorldsSession
}

type Ask = (universe: TypeUniverse, row: unknown, sessions: ProgramSessions) => Answer[]

export const ASK: Readonly<Record<TableName, Ask>> = {
  subtype: askSubtype,
  subtype_random: askRandom,
  specificity: askSpecificity,
  dispatch: askDispatch,
  inference: (_universe, row, sessions) => askInference(inferenceRow.parse(row), sessions.inference),
  worlds: (_universe, row, sessions) => askWorlds(worldsRow.parse(row), sessions.worlds),
}

/** Which table a row belongs to, by its fields. */
export function tableOf(row: unknown): TableName | undefined {
  const schemas = { subtype: subtypeRow, subtype_random: randomRow, specificity: specificityRow, dispatch: dispatchRow, inference: inferenceRow, worlds: worldsRow }
  return TABLES.find((name) => schemas[name].safeParse(row).success)
}

/** Whether this row asks something of the kind, so that a row that could not be read counts for it. */
function guarded(kind: string, expected: string, question: () => string): Answer {
  try {
    const found = question()
    return { kind, agrees: found === expected, expected, found }
  } catch (error) {
    return { kind, agrees: false, expected, found: failure(error) }
  }
}

function failure(error: unknown): string {
  if (error instanceof BudgetSpent) return 'budget spent'
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

function intersection(universe: TypeUniverse, kind: string, expected: string, question: () => Parameter): Answer {
  try {
    const wanted = readType(universe, expected)
    const found = question()
    const agrees = typesEqual(universe, found, wanted)
    const shown = printType(universe, found)
    if (agrees) return { kind, agrees, expected, found: shown }
    const below = isSubtype(universe, found, wanted)
    const relation = isSubtype(universe, wanted, found) ? 'larger' : below ? 'smaller' : 'other'
    return { kind, agrees, expected, found: shown, relation }
  } catch (error) {
    return { kind, agrees: false, expected, found: failure(error) }
  }
}

function askSubtype(universe: TypeUniverse, row: unknown): Answer[] {
  const { op, a, b, result } = subtypeRow.parse(row)
  const pair = (): readonly [Parameter, Parameter] => [readType(universe, a), readType(universe, b)]
  const yesNo = (question: (x: Parameter, y: Parameter) => boolean) => [guarded(op, String(result), () => String(question(...pair())))]
  switch (op) {
    case 'issub':
      return yesNo((x, y) => isSubtype(universe, x, y))
    case 'issub_strict':
      return yesNo((x, y) => isSubtype(universe, x, y) && !isSubtype(universe, y, x))
    case 'isequal_type':
      return yesNo((x, y) => isSubtype(universe, x, y) && isSubtype(universe, y, x))
    case 'notequal_type':
      return yesNo((x, y) => !(isSubtype(universe, x, y) && isSubtype(universe, y, x)))
    case 'typeeq':
      return yesNo((x, y) => typesEqual(universe, x, y))
    case 'isa':
      return yesNo((x, y) => typeIsA(universe, x, y))
    case 'typeintersect':
      return [intersection(universe, op, String(result), () => typeIntersect(universe, ...pair()))]
    case 'intersect_raw':
      return [intersection(universe, op, String(result), () => intersectTypes(universe, ...pair()))]
    default:
      return [{ kind: op, agrees: false, expected: String(result), found: 'not a known question' }]
  }
}

function askRandom(universe: TypeUniverse, row: unknown): Answer[] {
  const { a, b, ab, ba, eq, isect } = randomRow.parse(row)
  const pair = (): readonly [Parameter, Parameter] => [readType(universe, a), readType(universe, b)]
  return [
    guarded('ab', String(ab), () => String(isSubtype(universe, ...pair()))),
    guarded('ba', String(ba), () => {
      const [x, y] = pair()
      return String(isSubtype(universe, y, x))
    }),
    guarded('eq', String(eq), () => String(typesEqual(universe, ...pair()))),
    intersection(universe, 'isect', isect, () => typeIntersect(universe, ...pair())),
  ]
}

function askSpecificity(universe: TypeUniverse, row: unknown): Answer[] {
  const { a, b, ab, ba, sub_ab, sub_ba } = specificityRow.parse(row)
  const read = (text: string) => readType(universe, text)
  return [
    guarded('ab', String(ab), () => String(moreSpecific(universe, read(a), read(b)))),
    guarded('ba', String(ba), () => String(moreSpecific(universe, read(b), read(a)))),
    guarded('sub_ab', String(sub_ab), () => String(isSubtype(universe, read(a), read(b)))),
    guarded('sub_ba', String(sub_ba), () => String(isSubtype(universe, read(b), read(a)))),
  ]
}

function askDispatch(universe: TypeUniverse, row: unknown): Answer[] {
  const { methods, calls, ambiguous, ambiguous_bottom } = dispatchRow.parse(row)
  let run: MethodTableRun
  try {
    run = runMethods(universe, methods.map(({ sig }) => sig))
  } catch (error) {
    const found = failure(error)
    return [
      ...calls.map(({ result }) => ({ kind: 'calls', agrees: false, expected: String(result), found })),
      ...[...pairs(methods.length)].flatMap(() => ['ambiguous', 'ambiguous_bottom'].map((kind) => ({ kind, agrees: false, expected: 'a table', found }))),
    ]
  }
  const asked = calls.map(({ args, result }) => {
    const answer = guarded('calls', String(result), () => run.call(readType(universe, args)))
    return { ...answer, expected: `${answer.expected} for ${args}` }
  })
  const isListed = (list: readonly (readonly [number, number])[], i: number, j: number) => list.some(([x, y]) => x === i && y === j)
  const pairAnswers = [...pairs(methods.length)].flatMap(([i, j]) => [
    { ...guarded('ambiguous', String(isListed(ambiguous, i, j)), () => String(run.ambiguous(i, j, false))) },
    { ...guarded('ambiguous_bottom', String(isListed(ambiguous_bottom, i, j)), () => String(run.ambiguous(i, j, true))) },
  ].map((answer) => ({ ...answer, expected: `${answer.expected} for ${i}, ${j}` })))
  return [...asked, ...pairAnswers]
}

/** All 1-based pairs `[i, j]` with i < j. */
function* pairs(count: number): Generator<readonly [number, number]> {
  for (let i = 1; i <= count; i++) for (let j = i + 1; j <= count; j++) yield [i, j]
}

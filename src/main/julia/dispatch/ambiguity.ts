/**
 * Pairs of methods for which some call has no single best method: `Base.isambiguous` and `Test.detect_ambiguities`, with
 * the signature whose definition would resolve each pair.
 */
import { typeIntersect } from '../types/intersect'
import { isSubtype } from '../types/subtype'
import { unwrapUnionAll, type Parameter } from '../types/type'
import { lookup, type MethodTableView } from './lookup'
import type { Method } from './method'
import type { MethodTable } from './method-table'

export interface AmbiguityOptions {
  /** Count pairs that share no more than types with `Union{}` for a parameter. */
  readonly ambiguousBottom?: boolean
}

export interface Ambiguity<M extends Method = Method> {
  readonly table: MethodTable<M>
  readonly first: M
  readonly second: M
  /** A method for this resolves the pair. */
  readonly resolvedBy: Parameter
}

/** Whether the two are ambiguous among all methods of their table. */
export function isAmbiguous(a: Method, b: Method, view: MethodTableView, { ambiguousBottom = false }: AmbiguityOptions = {}): boolean {
  return ambiguousPart(a, b, view, ambiguousBottom) !== undefined
}

function ambiguousPart(a: Method, b: Method, view: MethodTableView, ambiguousBottom: boolean): Parameter | undefined {
  const { universe } = view.table
  const part = typeIntersect(universe, a.signature, b.signature)
  if (part.kind === 'bottom' || (!ambiguousBottom && hasBottomParameter(part))) return undefined
  const covered = lookup(part, view).matches?.some(({ method }) => isSubtype(universe, part, method.signature)) ?? false
  return covered ? undefined : part
}

function hasBottomParameter(type: Parameter): boolean {
  const body = unwrapUnionAll(type)
  switch (body.kind) {
    case 'bottom':
      return true
    case 'var':
      return hasBottomParameter(body.upper)
    case 'union':
      return hasBottomParameter(body.a) && hasBottomParameter(body.b)
    case 'datatype':
      return body.parameters.some(hasBottomParameter)
    default:
      return false
  }
}

/** Every ambiguous pair of these tables, such as those of all functions of a module. */
export function detectAmbiguities<M extends Method>(tables: Iterable<MethodTable<M>>, world: number, { ambiguousBottom = false }: AmbiguityOptions = {}): Ambiguity<M>[] {
  const found: Ambiguity<M>[] = []
  for (const table of tables) {
    const view = { table, world }
    for (const first of table.methods(world)) {
      for (const second of table.candidates(first.signature)) {
        if (second.index <= first.index || !second.isIn(world)) continue
        const resolvedBy = ambiguousPart(first, second, view, ambiguousBottom)
        if (resolvedBy !== undefined) found.push({ table, first, second, resolvedBy })
      }
    }
  }
  return found
}

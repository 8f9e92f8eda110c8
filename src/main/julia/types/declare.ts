/**
 * Declarations of named types as data: name, parameters with bounds, supertype and fields as texts in Julia syntax. The
 * tables of the conformance runs come like this; a parser of `struct` and `abstract type` gives the same.
 */
import { UserError } from '../../../shared/errors'
import { readType } from './read'
import type { DataType, Parameter, TypeKind, TypeVar } from './type'
import { unwrapUnionAll } from './type'
import type { TypeUniverse } from './universe'

interface DeclaredParameter {
  readonly name: string
  /** Lower and upper bound. */
  readonly lb: string
  readonly ub: string
}

export interface TypeRow {
  readonly name: string
  readonly kind: TypeKind | 'alias'
  readonly module: string
  readonly params: readonly DeclaredParameter[]
  readonly supertype?: string
  readonly fields?: readonly { readonly name: string, readonly type: string }[]
  /** What an alias stands for. */
  readonly type?: string
}

/** Declares one row. Supertypes come before subtypes; fields may name types that follow. Types that every universe has are skipped. */
export function declareRow(universe: TypeUniverse, row: TypeRow): void {
  if (row.kind === 'alias') {
    universe.declareAlias(row.name, readType(universe, row.type ?? ''))
    return
  }
  if (universe.isDeclared(row.name)) return
  const scopeOf = (variables: readonly TypeVar[]) => new Map<string, Parameter>(variables.map((variable) => [variable.name, variable]))
  universe.declare({
    name: row.name,
    module: row.module,
    kind: row.kind,
    variables: () => {
      const variables: TypeVar[] = []
      for (const { name, lb, ub } of row.params) {
        const scope = scopeOf(variables)
        variables.push(universe.variable(name, readType(universe, lb, scope), readType(universe, ub, scope)))
      }
      return variables
    },
    supertype: (variables) => supertype(readType(universe, row.supertype ?? 'Any', scopeOf(variables)), row.name),
    fields: (variables) => (row.fields ?? []).map(({ name, type }) => ({ name, type: readType(universe, type, scopeOf(variables)) })),
  })
}

/** A kind is declared below `Type`, which stands for its body. */
function supertype(type: Parameter, name: string): DataType {
  const body = unwrapUnionAll(type)
  if (body.kind !== 'datatype') throw new UserError('bad-input', `the supertype of ${name} is no named type`)
  return body
}

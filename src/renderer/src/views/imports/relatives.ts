/** Loads that have to do with one: who loaded it and what it loaded, the package it extends, extensions of it, its `__init__`. */
import { SCHEMA } from '../../../../shared/profile/schema'
import type { Profile } from '../../../../shared/profile/tables'

const INIT = SCHEMA.imports.kind.oneOf.indexOf('init')
const EXTENSION = SCHEMA.imports.kind.oneOf.indexOf('extension')

/** Rows of `imports`; of several the longest first. */
export interface Relatives {
  readonly parents: readonly number[]
  readonly owners: readonly number[]
  readonly children: readonly number[]
  readonly inits: readonly number[]
  readonly extensions: readonly number[]
}

export function relativesOf(profile: Profile, row: number): Relatives {
  const { name, owner, parent, kind, inclusive, length } = profile.imports
  const all = Array.from({ length }, (_, at) => at)
  const longest = (rows: number[]): number[] => rows.sort((a, b) => (inclusive[b] || 0) - (inclusive[a] || 0) || a - b)
  const below = all.filter((at) => parent[at] === row)
  const up = parent[row] ?? -1
  return {
    parents: up >= 0 ? [up] : [],
    owners: kind[row] === EXTENSION ? all.filter((at) => kind[at] !== EXTENSION && name[at] === owner[row]) : [],
    children: longest(below.filter((at) => kind[at] !== INIT)),
    inits: below.filter((at) => kind[at] === INIT),
    extensions: longest(all.filter((at) => kind[at] === EXTENSION && owner[at] === name[row])),
  }
}

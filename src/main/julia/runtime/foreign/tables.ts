/**
 * The tables of `IdDict`: an array of keys and values in turn, in the order in which they came; a removed pair leaves a hole. Beside
 * each array stands an index by `objectid`, which is made anew for an array that was copied.
 */
import { egal } from '../../values/egal'
import type { CoreTypes } from '../../values/core-types'
import { StructValue, type ArrayValue, type JuliaValue } from '../../values/value'
import { arrayOf, given, integer, type ForeignTable } from './context'
import { ObjectIds } from './hash'

interface Index {
  readonly places: Map<bigint, number[]>
  /** Where the next pair goes. */
  next: number
}

class IdentityTables {
  readonly ids: ObjectIds
  private readonly indices = new WeakMap<ArrayValue, Index>()

  constructor(private readonly core: CoreTypes) {
    this.ids = new ObjectIds(core)
  }

  private indexOf(table: ArrayValue): Index {
    let index = this.indices.get(table)
    if (index === undefined) {
      index = { places: new Map(), next: 0 }
      const pairs = cells(table)
      for (let at = 0; at + 1 < pairs.length; at += 2) {
        const key = pairs[at]
        if (key === undefined) continue
        this.note(index, key, at)
        index.next = at + 2
      }
      this.indices.set(table, index)
    }
    return index
  }

  private note({ places }: Index, key: JuliaValue, at: number): void {
    const id = this.ids.of(key)
    const known = places.get(id)
    if (known === undefined) places.set(id, [at])
    else known.push(at)
  }

  /** Where the pair of a key is; -1 if there is none. */
  find(table: ArrayValue, key: JuliaValue): number {
    const pairs = cells(table)
    return this.indexOf(table).places.get(this.ids.of(key))?.find((at) => {
      const found = pairs[at]
      return found !== undefined && egal(this.core.universe, found, key)
    }) ?? -1
  }

  /** Whether the key is new. */
  put(table: ArrayValue, key: JuliaValue, value: JuliaValue): boolean {
    const pairs = cells(table)
    const at = this.find(table, key)
    if (at >= 0) {
      pairs[at + 1] = value
      return false
    }
    const index = this.indexOf(table)
    this.note(index, key, index.next)
    pairs[index.next] = key
    pairs[index.next + 1] = value
    index.next += 2
    while (pairs.length < index.next + 2) pairs.push(undefined)
    table.length = pairs.length
    table.size[0] = pairs.length
    return true
  }

  remove(table: ArrayValue, key: JuliaValue): JuliaValue | undefined {
    const at = this.find(table, key)
    if (at < 0) return undefined
    const pairs = cells(table)
    const value = pairs[at + 1]
    pairs[at] = pairs[at + 1] = undefined
    const places = this.indexOf(table).places.get(this.ids.of(key))
    places?.splice(places.indexOf(at), 1)
    return value
  }
}

function cells(table: ArrayValue): (JuliaValue | undefined)[] {
  return table.data as (JuliaValue | undefined)[]
}

const tables = new WeakMap<CoreTypes, IdentityTables>()

function tablesOf(core: CoreTypes): IdentityTables {
  let known = tables.get(core)
  if (known === undefined) {
    known = new IdentityTables(core)
    tables.set(core, known)
  }
  return known
}

/** Counts up what a `Ref{Int}` holds. */
function report(reference: JuliaValue, flag: boolean): void {
  if (reference instanceof StructValue) reference.fields[0] = flag ? 1n : 0n
}

export const TABLE_FUNCTIONS: ForeignTable = {
  jl_object_id: ({ core }, args) => tablesOf(core).ids.of(given(args, 0)),
  jl_eqtable_get: ({ core }, args) => {
    const table = arrayOf(args, 0)
    const at = tablesOf(core).find(table, given(args, 1))
    return at < 0 ? given(args, 2) : cells(table)[at + 1]
  },
  jl_eqtable_put: ({ core }, args) => {
    const table = arrayOf(args, 0)
    report(given(args, 3), tablesOf(core).put(table, given(args, 1), given(args, 2)))
    return table
  },
  jl_eqtable_pop: ({ core }, args) => {
    const found = tablesOf(core).remove(arrayOf(args, 0), given(args, 1))
    report(given(args, 3), found !== undefined)
    return found ?? given(args, 2)
  },
  /** The index, from 0, of the first pair at or after one; -1 at the end. */
  bk_eqtable_next: (_, args) => {
    const pairs = cells(arrayOf(args, 0))
    for (let at = integer(args, 1); at + 1 < pairs.length; at += 2) if (pairs[at + 1] !== undefined) return BigInt(at)
    return -1n
  },
}

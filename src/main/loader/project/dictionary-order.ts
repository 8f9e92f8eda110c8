/**
 * The order in which Julia walks a `Dict` with text keys. It is not the order of the file, and people see it: extensions that become ready
 * with the same package load in it (julia-semantics e.7). A table with open addressing, as base/dict.jl keeps it; without deletions.
 */
import { hashString } from '../julia-hash'

const SMALLEST = 16

/** The keys (each once) as `keys(d)` lists them after they were put into an empty `Dict{String}` one by one. */
export function dictionaryOrder(keys: Iterable<string>): readonly string[] {
  let slots: (string | undefined)[] = new Array<string | undefined>(SMALLEST).fill(undefined)
  let count = 0
  for (const key of keys) {
    put(slots, key)
    count++
    if (count * 3 > slots.length * 2) slots = rehashed(slots, count * 4)
  }
  return slots.filter((key) => key !== undefined)
}

function put(slots: (string | undefined)[], key: string): void {
  const last = slots.length - 1
  let index = Number(hashString(key) & BigInt(last))
  while (slots[index] !== undefined) index = (index + 1) & last
  slots[index] = key
}

function rehashed(slots: readonly (string | undefined)[], wanted: number): (string | undefined)[] {
  let size = SMALLEST
  while (size < wanted) size *= 2
  const larger = new Array<string | undefined>(size).fill(undefined)
  for (const key of slots) if (key !== undefined) put(larger, key)
  return larger
}

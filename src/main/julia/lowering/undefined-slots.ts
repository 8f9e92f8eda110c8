/**
 * Which slots may be read before they are assigned on some path: what every way into a block has assigned is assigned at its
 * beginning. An exception may come anywhere, so a handler knows what was assigned when its `try` was entered.
 */
import { controlFlow, fallsThrough, targetsOf } from '../ir/control-flow'
import { operandsOf } from '../ir/operands'
import type { Statement } from '../ir/statement'

/** Of each slot. The function itself and the arguments are assigned from the beginning. */
export function maybeUndefined(code: readonly Statement[], count: number, argumentCount: number): boolean[] {
  const result = Array.from({ length: count }, () => false)
  if (count === argumentCount) return result
  const { blocks, blockOf } = controlFlow(code)
  const words = (count + 31) >> 5
  // Everything is assigned where nothing is known yet; what is found later only takes away.
  const atStart = blocks.map(() => new Int32Array(words).fill(-1))
  atStart[0]?.fill(0)
  for (let slot = 0; slot < argumentCount; slot++) add(atStart[0], slot)
  for (let changes = true; changes;) {
    changes = false
    for (const [at, { first, last }] of blocks.entries()) {
      const assigned = Int32Array.from(atStart[at] ?? [])
      for (let statement = first; statement <= last; statement++) step(code[statement], assigned)
      const end = code[last]
      if (end === undefined) continue
      const following = targetsOf(end).map((target) => blockOf[target] ?? -1)
      if (fallsThrough(end)) following.push(at + 1)
      for (const next of following) changes = intersect(atStart[next], assigned) || changes
    }
  }
  for (const [at, { first, last }] of blocks.entries()) {
    const assigned = Int32Array.from(atStart[at] ?? [])
    for (let index = first; index <= last; index++) {
      const statement = code[index]
      if (statement === undefined) continue
      for (const operand of operandsOf(statement)) if (operand.kind === 'slot' && !has(assigned, operand.id)) result[operand.id] = true
      step(statement, assigned)
    }
  }
  return result
}

function step(statement: Statement | undefined, assigned: Int32Array): void {
  if (statement?.kind === 'assign') add(assigned, statement.slot)
  else if (statement?.kind === 'newvar') assigned[statement.slot >> 5] = (assigned[statement.slot >> 5] ?? 0) & ~(1 << (statement.slot & 31))
}

function add(slots: Int32Array | undefined, slot: number): void {
  if (slots !== undefined) slots[slot >> 5] = (slots[slot >> 5] ?? 0) | (1 << (slot & 31))
}

function has(slots: Int32Array, slot: number): boolean {
  return ((slots[slot >> 5] ?? 0) & (1 << (slot & 31))) !== 0
}

/** Keeps what both have; whether that changes the first. */
function intersect(slots: Int32Array | undefined, other: Int32Array): boolean {
  let changes = false
  if (slots === undefined) return false
  for (const [at, word] of slots.entries()) {
    const both = word & (other[at] ?? 0)
    if (both === word) continue
    slots[at] = both
    changes = true
  }
  return changes
}

/**
 * Which slots may be read before they are assigned on some path. Paths are followed from the beginning; where two meet, what both have
 * assigned is assigned. An exception may come anywhere, so a handler knows what was assigned when its block was entered.
 */
import { targetsOf } from '../ir/control-flow'
import { operandsOf } from '../ir/operands'
import type { Statement } from '../ir/statement'

/** Of each slot. The function itself and the arguments are assigned from the beginning. */
export function maybeUndefined(code: readonly Statement[], count: number, argumentCount: number): boolean[] {
  const result = Array.from({ length: count }, () => false)
  if (code.every((statement) => statement.kind !== 'newvar' && !readsSlot(statement, argumentCount))) return result
  const entry: (Set<number> | undefined)[] = []
  const targets = new Set(code.flatMap(targetsOf))
  const pending = [{ at: 0, assigned: new Set(Array.from({ length: argumentCount }, (_, at) => at)) }]
  for (let work = pending.pop(); work !== undefined; work = pending.pop()) {
    let { at, assigned } = work
    for (;;) {
      const known = entry[at]
      if (known !== undefined) {
        const both = new Set([...known].filter((slot) => assigned.has(slot)))
        if (both.size === known.size) break
        entry[at] = both
        assigned = new Set(both)
      } else if (targets.has(at)) {
        entry[at] = new Set(assigned)
      }
      const statement = code[at]
      if (statement === undefined) break
      for (const slot of slotsRead(statement)) if (!assigned.has(slot)) result[slot] = true
      if (statement.kind === 'return' || statement.kind === 'unreachable') break
      if (statement.kind === 'assign') assigned.add(statement.slot)
      else if (statement.kind === 'newvar') assigned.delete(statement.slot)
      if (statement.kind === 'gotoifnot') pending.push({ at: statement.target, assigned: new Set(assigned) })
      else if (statement.kind === 'enter') pending.push({ at: statement.handler, assigned: new Set(assigned) })
      at = statement.kind === 'goto' ? statement.target : at + 1
    }
  }
  return result
}

function readsSlot(statement: Statement, argumentCount: number): boolean {
  return slotsRead(statement).some((slot) => slot >= argumentCount)
}

function slotsRead(statement: Statement): number[] {
  return operandsOf(statement).filter((operand) => operand.kind === 'slot').map(({ id }) => id)
}

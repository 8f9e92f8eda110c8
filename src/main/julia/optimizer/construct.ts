/**
 * From a finished frame of inference to blocks: statements that are never reached are left out, a call that never returns is
 * followed by `unreachable`, variables are replaced by values (ssa.ts). Compare Julia 1.5's `convert_to_ircode` (driver.jl)
 * and `type_annotate!` (typeinfer.jl).
 */
import type { InferenceState } from '../infer/state'
import { mapStatement } from '../ir/operands'
import type { Statement } from '../ir/statement'
import { widenConditional } from '../lattice/element'
import { BOTTOM } from '../types/universe'
import { constant, IR, isTerminator, ssa, type Block, type Node } from './ir'
import { renameSlots, type SlotUse } from './ssa'

export function construct(frame: InferenceState): IR {
  const { run, code } = frame
  const types = frame.slotTypes.map((type) => widenConditional(run, type))
  const ir = new IR(run, types.slice(0, code.argumentCount), frame.sparamTypes, code.locations)
  const uses = new Map<Node, SlotUse>()
  layOut(frame, ir, uses)
  ir.connect()
  separateEntry(ir)
  dropJumpsToNext(ir)
  renameSlots(ir, frame, types, uses)
  return ir
}

/** The statements that are reached, in blocks that begin where jumps lead and after what may jump. */
function layOut(frame: InferenceState, ir: IR, uses: Map<Node, SlotUse>): void {
  const { code } = frame.code
  const reached = (at: number) => frame.tables[at] !== undefined
  const leaders = leadersOf(code, reached)
  const blockAt = new Map<number, Block>()
  const blockOf = (at: number): Block => {
    let block = blockAt.get(at)
    if (block === undefined) blockAt.set(at, block = ir.newBlock())
    return block
  }
  const idOf = new Map<number, Node>()
  let inbounds: boolean[] = []
  let current = blockOf(0)
  ir.blocks.push(current)
  let afterUnreachable = false
  const append = (statement: Statement, at: number, node = ir.make(statement, frame.statementTypes[at] ?? BOTTOM, frame.code.lines[at] ?? -1, inbounds.at(-1) === true)): Node => {
    current.nodes.push(node)
    return node
  }
  // Operands are renumbered afterwards: a loop may name statements that come later.
  for (const [at, original] of code.entries()) {
    if (!reached(at)) continue
    if (leaders.has(at) && at > 0) {
      const next = blockOf(at)
      if (next !== current) {
        current = next
        ir.blocks.push(current)
        afterUnreachable = false
      }
    }
    if (afterUnreachable) continue
    if (original.kind === 'meta') {
      if (original.name === 'inbounds') inbounds = inboundsAfter(original.args[0], inbounds)
      continue
    }
    const statement = original.kind === 'gotoifnot' && !reached(original.target) ? original.condition : original
    const retargeted = statement.kind === 'goto' || statement.kind === 'gotoifnot' ? { ...statement, target: blockOf(statement.target).id }
      : statement.kind === 'enter' ? { ...statement, handler: blockOf(statement.handler).id } : statement
    const node = append(retargeted, at)
    idOf.set(at, node)
    uses.set(node, { table: frame.tables[at] ?? [], original: at })
    const type = frame.statementTypes[at]
    if (type === undefined && !isTerminator(statement)) {
      append({ kind: 'unreachable' }, at, ir.make({ kind: 'unreachable' }, BOTTOM, frame.code.lines[at] ?? -1))
      afterUnreachable = true
    }
  }
  const end = current.last
  if (end === undefined || !isTerminator(end.statement)) current.nodes.push(ir.make({ kind: 'unreachable' }, BOTTOM, -1))
  for (const node of ir.nodes()) {
    node.statement = mapStatement(node.statement, (operand) => {
      if (operand.kind !== 'ssa') return operand
      const source = idOf.get(operand.id)
      return source === undefined ? constant(ir.lattice.core.nothing) : ssa(source)
    })
  }
}

/** Code may begin with a loop: the arguments come into it from a block of their own. */
function separateEntry(ir: IR): void {
  if (ir.blocks[0]?.predecessors.length === 0) return
  const entry = ir.newBlock()
  entry.nodes.push(ir.make(constant(ir.lattice.core.nothing), ir.lattice.core.nothingType, -1))
  ir.blocks.unshift(entry)
  ir.connect()
}

function leadersOf(code: readonly Statement[], reached: (at: number) => boolean): Set<number> {
  const leaders = new Set([0])
  const next = (at: number): number => {
    let found = at
    while (found < code.length && (!reached(found) || code[found]?.kind === 'meta')) found++
    return found
  }
  for (const [at, statement] of code.entries()) {
    if (!reached(at)) continue
    if (statement.kind === 'goto' || (statement.kind === 'gotoifnot' && reached(statement.target))) leaders.add(statement.target)
    if (statement.kind === 'enter') leaders.add(statement.handler)
    const splits = statement.kind === 'goto' || statement.kind === 'return' || statement.kind === 'unreachable' || statement.kind === 'enter' || statement.kind === 'leave'
      || (statement.kind === 'gotoifnot' && reached(statement.target))
    if (splits) leaders.add(next(at + 1))
  }
  return leaders
}

/** `@inbounds` begins with `true`, ends with `:pop`; `false` forgets all. */
function inboundsAfter(argument: unknown, stack: readonly boolean[]): boolean[] {
  if (argument === true) return [...stack, true]
  return argument === false ? [] : stack.slice(0, -1)
}

/** A branch to where control goes anyway only looks at its condition. */
function dropJumpsToNext(ir: IR): void {
  ir.blocks.forEach((block, at) => {
    const end = block.last
    if (end?.statement.kind === 'gotoifnot' && end.statement.target === ir.blocks[at + 1]?.id) end.statement = end.statement.condition
  })
  ir.connect()
}

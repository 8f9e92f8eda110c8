/**
 * Variables become values: phis where assignments meet, pis where a branch narrowed what a variable is. One that a handler may read
 * stays a slot. For a variable that may be unset a second, Boolean one follows it, which tells whether it has a value.
 * Order follows Julia 1.5's `construct_ssa!` and `domsort_ssa!` (slot2ssa.jl), as printed code shows it.
 */
import type { InferenceState } from '../infer/state'
import { mapStatement, operandsOf } from '../ir/operands'
import type { Operand, Statement } from '../ir/statement'
import { widenConditional, widenConst, type LatticeElement } from '../lattice/element'
import { mergeElements } from '../lattice/merge'
import { isBelow, isEqual } from '../lattice/order'
import type { VariableTable } from '../lattice/variables'
import { BOTTOM } from '../types/universe'
import { Dominators } from './dominators'
import { constant, endsBlock, retarget, ssa, type Block, type IR, type Node } from './ir'
import { liveIn } from './liveness'

export interface SlotUse {
  readonly table: VariableTable
  /** The statement of lowered code. */
  readonly original: number
}

/** What a variable holds at some point: its value, undefined if it has none yet, and whether it has one. */
interface State {
  readonly value: Operand | undefined
  readonly defined: Operand
}

interface SlotPhi {
  readonly slot: number
  readonly value: Node
  /** Beside it, for variables of which one asks whether they are set. */
  readonly defined: Node | undefined
}

export function renameSlots(ir: IR, frame: InferenceState, slotTypes: readonly LatticeElement[], uses: ReadonlyMap<Node, SlotUse>): void {
  new SlotRenaming(ir, frame, slotTypes, uses).run()
}

class SlotRenaming {
  private readonly phis = new Map<Block, SlotPhi[]>()
  /** Variables that stay slots, by the number that they have from now on. */
  private readonly kept = new Map<number, number>()
  private readonly maybeUnset = new Set<number>()
  private readonly dominators: Dominators

  constructor(
    private readonly ir: IR,
    private readonly frame: InferenceState,
    private readonly slotTypes: readonly LatticeElement[],
    private readonly uses: ReadonlyMap<Node, SlotUse>,
  ) {
    const [entry] = ir.blocks
    if (entry === undefined) throw new Error('code without statements')
    this.dominators = new Dominators(entry)
  }

  run(): void {
    this.findMaybeUnset()
    this.placePhis()
    this.rename()
    this.refinePhis()
    this.dropUnreached()
    sortByDominance(this.ir, this.dominators)
  }

  private get argumentCount(): number {
    return this.frame.code.argumentCount
  }

  private findMaybeUnset(): void {
    for (const [node, { table }] of this.uses) {
      for (const operand of operandsOf(node.statement)) {
        if (operand.kind === 'slot' && table[operand.id]?.undef === true) this.maybeUnset.add(operand.id)
      }
    }
  }

  private placePhis(): void {
    const handlers = new Set<Block>()
    for (const { statement } of this.ir.nodes()) if (statement.kind === 'enter') handlers.add(this.ir.block(statement.handler))
    const [entry] = this.ir.blocks
    this.frame.code.slots.forEach((_, slot) => {
      const events = this.eventsOf(slot)
      if (![...events.values()].some((sequence) => sequence.includes('use'))) return
      const live = liveIn(events)
      if (this.isAssigned(events) && [...handlers].some((handler) => live.has(handler))) {
        this.keep(slot)
        return
      }
      const definitions = [...events].flatMap(([block, sequence]) => (sequence.includes('define') ? [block] : []))
      if (slot < this.argumentCount && entry !== undefined && !definitions.includes(entry)) definitions.push(entry)
      const joins = this.dominators.iteratedFrontier(definitions, live)
      for (const block of this.ir.blocks) if (joins.has(block)) this.placePhi(block, slot)
    })
  }

  private isAssigned(events: ReadonlyMap<Block, readonly string[]>): boolean {
    return [...events.values()].some((sequence) => sequence.includes('define'))
  }

  private eventsOf(slot: number): Map<Block, ('use' | 'define')[]> {
    const events = new Map<Block, ('use' | 'define')[]>()
    for (const block of this.ir.blocks) {
      const sequence: ('use' | 'define')[] = []
      for (const { statement } of block.nodes) {
        if (operandsOf(statement).some((operand) => operand.kind === 'slot' && operand.id === slot)) sequence.push('use')
        if ((statement.kind === 'assign' || statement.kind === 'newvar') && statement.slot === slot) sequence.push('define')
      }
      if (sequence.length > 0) events.set(block, sequence)
    }
    return events
  }

  private keep(slot: number): void {
    const described = this.frame.code.slots[slot]
    if (described === undefined) return
    const isArgument = slot < this.argumentCount
    const number = this.ir.slots.push({ ...described, maybeUndefined: this.maybeUnset.has(slot) }) - 1
    this.ir.slotTypes.push(this.slotTypes[slot] ?? this.ir.lattice.universe.any)
    this.kept.set(slot, number)
    if (!isArgument) return
    const begin = this.ir.make({ kind: 'assign', slot: number, value: { kind: 'argument', id: slot } }, this.slotTypes[slot] ?? BOTTOM, -1)
    this.ir.blocks[0]?.nodes.unshift(begin)
  }

  private placePhi(block: Block, slot: number): void {
    const make = (type: LatticeElement) => this.ir.make({ kind: 'phi', edges: [], values: [] }, type, block.nodes[0]?.line ?? -1)
    const placed = this.phis.get(block) ?? []
    this.phis.set(block, placed)
    const { core } = this.ir.lattice
    placed.push({ slot, defined: this.maybeUnset.has(slot) ? make(core.bool) : undefined, value: make(BOTTOM) })
  }

  /** In the order in which Julia walks: the successor that was pushed last comes first. */
  private rename(): void {
    const [entry] = this.ir.blocks
    if (entry === undefined) return
    const unset: State = { value: undefined, defined: constant(false) }
    const begin = this.frame.code.slots.map((_, slot): State => (slot < this.argumentCount ? { value: { kind: 'argument', id: slot }, defined: constant(true) } : unset))
    const work: { readonly block: Block, readonly from: Block | undefined, readonly states: readonly State[] }[] = [{ block: entry, from: undefined, states: begin }]
    const visited = new Set<Block>()
    for (let item = work.pop(); item !== undefined; item = work.pop()) {
      const { block, from } = item
      const states = [...item.states]
      for (const phi of this.phis.get(block) ?? []) this.enterPhi(phi, from, states)
      if (visited.has(block)) continue
      visited.add(block)
      this.renameBlock(block, states)
      for (const successor of successorsInOrder(this.ir, block)) work.push({ block: successor, from: block, states })
    }
    for (const [block, phis] of this.phis) {
      block.nodes.unshift(...phis.flatMap(({ value, defined }) => (defined === undefined ? [value] : [defined, value])))
    }
  }

  private enterPhi({ slot, value, defined }: SlotPhi, from: Block | undefined, states: State[]): void {
    const incoming = states[slot]
    if (from !== undefined) {
      addEdge(value, from, incoming?.value)
      if (defined !== undefined) addEdge(defined, from, incoming?.defined ?? constant(false))
    }
    states[slot] = { value: ssa(value), defined: defined === undefined ? constant(true) : ssa(defined) }
  }

  private renameBlock(block: Block, states: State[]): void {
    const made: Node[] = []
    for (const node of block.nodes) {
      const { statement } = node
      if (statement.kind === 'newvar') {
        const number = this.kept.get(statement.slot)
        if (number !== undefined) made.push(this.replaced(node, { kind: 'newvar', slot: number }))
        else states[statement.slot] = { value: undefined, defined: constant(false) }
        continue
      }
      const renamed = this.renameUses(node, states, made)
      if (renamed === undefined) {
        // A variable without value is read: nothing after it runs.
        made.push(this.ir.make({ kind: 'unreachable' }, BOTTOM, node.line))
        break
      }
      node.statement = renamed
      made.push(node)
      if (renamed.kind !== 'assign' || !this.uses.has(node)) continue
      const number = this.kept.get(renamed.slot)
      node.statement = renamed.value
      if (number !== undefined) {
        made.push(this.ir.make({ kind: 'assign', slot: number, value: ssa(node) }, node.type, node.line))
        continue
      }
      states[renamed.slot] = { value: ssa(node), defined: constant(true) }
    }
    block.nodes = made
  }

  private replaced(node: Node, statement: Statement): Node {
    node.statement = statement
    return node
  }

  /** The statement with values for variables; undefined if one of them never has a value. Nodes that this needs are put before it. */
  private renameUses(node: Node, states: readonly State[], before: Node[]): Statement | undefined {
    const { statement } = node
    const value = statement.kind === 'assign' ? statement.value : statement
    if (value.kind === 'isdefined' && value.what.kind === 'slot') {
      const found = this.isDefined(value.what.id, states, before, node)
      return statement.kind === 'assign' ? { ...statement, value: found } : found
    }
    const unset: Operand[] = []
    const renamed = mapStatement(statement, (operand) => {
      if (operand.kind !== 'slot' || unset.length > 0) return operand
      const found = this.read(operand.id, node, states, before)
      if (found === undefined) unset.push(operand)
      return found ?? operand
    })
    return unset.length > 0 ? undefined : renamed
  }

  private isDefined(slot: number, states: readonly State[], before: Node[], node: Node): Operand {
    const number = this.kept.get(slot)
    if (!this.maybeUnset.has(slot)) return constant(true)
    if (number === undefined) return states[slot]?.defined ?? constant(true)
    const asked = this.ir.make({ kind: 'isdefined', what: { kind: 'slot', id: number } }, this.ir.lattice.core.bool, node.line)
    before.push(asked)
    return ssa(asked)
  }

  private read(slot: number, node: Node, states: readonly State[], before: Node[]): Operand | undefined {
    const { ir } = this
    const type = widenConditional(ir.lattice, this.uses.get(node)?.table[slot]?.type ?? ir.lattice.universe.any)
    const number = this.kept.get(slot)
    if (number !== undefined) {
      const load = ir.make({ kind: 'slot', id: number }, isBelow(ir.lattice, type, this.slotTypes[slot] ?? type) ? type : (this.slotTypes[slot] ?? type), node.line)
      before.push(load)
      return ssa(load)
    }
    const state = states[slot]
    const name = this.frame.code.slots[slot]?.name ?? ''
    const check = (condition: Operand) => {
      before.push(ir.make({ kind: 'throwUndefIfNot', name, condition }, ir.lattice.universe.any, node.line))
    }
    if (state?.value === undefined) {
      check(constant(false))
      return undefined
    }
    if (this.maybeUnset.has(slot) && state.defined.kind !== 'constant') check(state.defined)
    if (isBelow(ir.lattice, this.slotTypes[slot] ?? type, type)) return state.value
    const narrowed = ir.make({ kind: 'pi', value: state.value, type: widenConst(ir.lattice, type) }, type, node.line)
    before.push(narrowed)
    return ssa(narrowed)
  }

  /** The type of a phi is that of all its values; phis of loops depend on each other. */
  private refinePhis(): void {
    const { ir } = this
    const values = [...this.phis.values()].flatMap((phis) => phis.map(({ value }) => value))
    for (let changed = true; changed;) {
      changed = false
      for (const node of values) {
        if (node.statement.kind !== 'phi') continue
        const type = node.statement.values.reduce<LatticeElement>((merged, value) => (value === undefined ? merged : mergeElements(ir.lattice, merged, ir.typeOf(value))), BOTTOM)
        if (isEqual(ir.lattice, type, node.type)) continue
        node.type = type
        changed = true
      }
    }
  }

  private dropUnreached(): void {
    const dropped = new Set(this.ir.blocks.filter((block) => !this.dominators.isReached(block)).map(({ id }) => id))
    if (dropped.size === 0) return
    for (const node of this.ir.nodes()) dropEdges(node, (edge) => dropped.has(edge))
  }
}

function addEdge(node: Node, from: Block, value: Operand | undefined): void {
  if (node.statement.kind !== 'phi') return
  node.statement = { kind: 'phi', edges: [...node.statement.edges, from.id], values: [...node.statement.values, value] }
}

export function dropEdges(node: Node, isDropped: (edge: number) => boolean): void {
  const { statement } = node
  if (statement.kind !== 'phi' || !statement.edges.some(isDropped)) return
  const kept = statement.edges.map((edge) => !isDropped(edge))
  node.statement = { kind: 'phi', edges: statement.edges.filter((_, at) => kept[at]), values: statement.values.filter((_, at) => kept[at]) }
}

/** A jump's target comes before the block that follows. */
function successorsInOrder(ir: IR, block: Block): readonly Block[] {
  const end = block.last?.statement
  if (end?.kind !== 'gotoifnot') return block.successors
  const target = ir.block(end.target)
  const next = block.successors.filter((successor) => successor !== target)
  return [target, ...next]
}

/**
 * Blocks in an order in which one comes after all that dominate it, near that of the source; what was not reached is left out. Where a block
 * no longer follows its predecessor, a jump leads there.
 */
function sortByDominance(ir: IR, dominators: Dominators): void {
  const layout = new Map(ir.blocks.map((block, at) => [block, at]))
  const at = (block: Block) => layout.get(block) ?? 0
  const order: Block[] = []
  const stack: Block[] = []
  let block: Block | undefined = dominators.entry
  const broken = new Map<Block, { readonly from: Block, readonly to: Block }>()
  while (block !== undefined) {
    const current: Block = block
    order.push(current)
    const next = ir.blocks[at(current) + 1]
    const children = [...dominators.children(current)].sort((a, b) => at(b) - at(a))
    if (next !== undefined && children.includes(next)) {
      stack.push(...children.filter((child) => child !== next))
      block = next
    } else {
      stack.push(...children)
      block = stack.pop()
    }
    const end = current.last?.statement
    if (block === next || next === undefined || (end !== undefined && endsBlock(end))) continue
    const jump = ir.make({ kind: 'goto', target: next.id }, ir.lattice.universe.any, -1)
    if (end?.kind !== 'gotoifnot') {
      current.nodes.push(jump)
      continue
    }
    const between = ir.newBlock()
    between.nodes.push(jump)
    order.push(between)
    broken.set(next, { from: current, to: between })
  }
  for (const [target, { from, to }] of broken) {
    for (const node of target.nodes) if (node.statement.kind === 'phi') node.statement = retarget(node.statement, (edge) => (edge === from.id ? to.id : edge))
  }
  ir.blocks = order
  order.forEach((placed, index) => {
    const end = placed.last
    if (end?.statement.kind === 'goto' && end.statement.target === order[index + 1]?.id) end.statement = constant(ir.lattice.core.nothing)
  })
  ir.connect()
}


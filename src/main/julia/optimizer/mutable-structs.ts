/**
 * Mutable structs that never leave the function that makes them: each field becomes a variable of its own, and those become values
 * as variables do. Compare the second half of Julia 1.5's `getfield_elim_pass!` (ssair/passes.jl).
 */
import type { Operand } from '../ir/statement'
import { widenConst } from '../lattice/element'
import { fieldTypes } from '../types/query'
import { unwrapUnionAll, type DataType } from '../types/type'
import { countUses } from './compact'
import { sourceOf } from './definitions'
import { Dominators } from './dominators'
import { fieldCount, fieldIndex } from './fields'
import { constant, ssa, type Block, type IR, type Node } from './ir'
import { liveIn } from './liveness'

interface Access {
  readonly node: Node
  readonly isRead: boolean
}

interface Allocation {
  readonly accesses: Access[]
  /** Pis and other names through which it is accessed. */
  readonly names: Set<Node>
}

export class MutableStructs {
  private readonly allocations = new Map<Node, Allocation>()

  constructor(private readonly ir: IR) {}

  /** A field of a mutable object is read or written. */
  note(node: Node, object: Operand, isRead: boolean): void {
    const names: Node[] = []
    const source = sourceOf(this.ir, object, (name) => names.push(name))
    if (source.kind !== 'ssa') return
    const made = this.ir.node(source.id)
    const allocation = this.allocations.get(made) ?? { accesses: [], names: new Set<Node>() }
    this.allocations.set(made, allocation)
    allocation.accesses.push({ node, isRead })
    for (const name of names) allocation.names.add(name)
  }

  replace(): void {
    if (this.allocations.size === 0) return
    for (const [made, allocation] of this.allocations) this.replaceOne(made, allocation)
  }

  private replaceOne(made: Node, { accesses, names }: Allocation): void {
    const { ir } = this
    if (made.statement.kind !== 'new' || this.escapes(made, accesses, names)) return
    const type = unwrapUnionAll(widenConst(ir.lattice, made.type))
    if (type.kind !== 'datatype' || type.name.typeKind !== 'mutable') return
    const { fields } = made.statement
    const byField: Access[][] = Array.from({ length: fieldCount(type) ?? 0 }, () => [])
    for (const access of accesses) {
      const index = this.fieldOf(type, access.node)
      if (index === undefined) return
      byField[index]?.push(access)
    }
    // A field that `new` leaves out has no value to begin with.
    if (byField.some((list, index) => index >= fields.length && list.some(({ isRead }) => isRead))) return
    byField.forEach((list, index) => {
      const initial = fields[index]
      if (initial !== undefined && list.some(({ isRead }) => isRead)) new FieldVariable(ir, made, initial, list, fieldTypes(ir.lattice.universe, type)[index] ?? ir.lattice.universe.any).replace()
      for (const { node, isRead } of list) if (!isRead) node.statement = writtenValue(node) ?? constant(ir.lattice.core.nothing)
    })
  }

  private fieldOf(type: DataType, { statement }: Node): number | undefined {
    if (statement.kind !== 'call') return undefined
    const field = statement.args[2]
    return field?.kind === 'constant' ? fieldIndex(type, field.value) : undefined
  }

  /** Whether it is used in any other way. */
  private escapes(made: Node, accesses: readonly Access[], names: ReadonlySet<Node>): boolean {
    const { all } = countUses(this.ir)
    let uses = all.get(made.id) ?? 0
    for (const name of names) uses += (all.get(name.id) ?? 0) - 1
    return uses !== accesses.length
  }
}

function writtenValue({ statement }: Node): Operand | undefined {
  return statement.kind === 'call' ? statement.args[3] : undefined
}

/** One field over time. */
class FieldVariable {
  private readonly phis = new Map<Block, Node>()
  private readonly dominators: Dominators
  private readonly blockOf = new Map<Node, Block>()
  private readonly definitions: ReadonlyMap<Node, Operand>

  constructor(
    private readonly ir: IR,
    made: Node,
    initial: Operand,
    private readonly accesses: readonly Access[],
    private readonly type: Node['type'],
  ) {
    ir.connect()
    const [entry] = ir.blocks
    if (entry === undefined) throw new Error('code without statements')
    this.dominators = new Dominators(entry)
    for (const block of ir.blocks) for (const node of block.nodes) this.blockOf.set(node, block)
    const definitions = new Map<Node, Operand>([[made, initial]])
    for (const { node, isRead } of accesses) {
      const value = isRead ? undefined : writtenValue(node)
      if (value !== undefined) definitions.set(node, value)
    }
    this.definitions = definitions
  }

  replace(): void {
    const { ir } = this
    const reads = new Set(this.accesses.flatMap(({ node, isRead }) => (isRead ? [node] : [])))
    const events = new Map<Block, ('use' | 'define')[]>()
    for (const block of ir.blocks) {
      const sequence = block.nodes.flatMap((node): ('use' | 'define')[] => (reads.has(node) ? ['use'] : this.definitions.has(node) ? ['define'] : []))
      if (sequence.length > 0) events.set(block, sequence)
    }
    const defining = [...events].flatMap(([block, sequence]) => (sequence.includes('define') ? [block] : []))
    for (const block of this.dominators.iteratedFrontier(defining, liveIn(events))) {
      const phi = ir.make({ kind: 'phi', edges: [], values: [] }, this.type, block.nodes[0]?.line ?? -1)
      this.phis.set(block, phi)
      block.nodes.unshift(phi)
      this.blockOf.set(phi, block)
    }
    for (const node of reads) {
      const block = this.blockOf.get(node)
      const value = block && this.valueBefore(block, block.nodes.indexOf(node))
      if (value !== undefined) node.statement = value
    }
    for (const [block, phi] of this.phis) {
      const values = block.predecessors.map((predecessor) => this.valueBefore(predecessor, predecessor.nodes.length))
      phi.statement = { kind: 'phi', edges: block.predecessors.map(({ id }) => id), values }
    }
  }

  /** The field's value before the statement at a place of a block. */
  private valueBefore(block: Block, place: number): Operand | undefined {
    let end = place
    for (let at: Block | undefined = block; at !== undefined; at = this.dominators.parent(at)) {
      for (let index = Math.min(end, at.nodes.length) - 1; index >= 0; index--) {
        const node = at.nodes[index]
        const value = node && this.definitions.get(node)
        if (value !== undefined) return value
      }
      const phi = this.phis.get(at)
      if (phi !== undefined) return ssa(phi)
      end = Infinity
    }
    return undefined
  }
}

/**
 * The form in which code is optimised: blocks of statements in the order in which they are laid out. A statement's value is
 * named by a number that never changes; jumps and phis name blocks by theirs. A block that does not end with a jump goes on
 * with the next. Compare Julia 1.5's `IRCode` (base/compiler/ssair/ir.jl), which numbers anew at every step.
 */
import type { Location, Operand, Slot, Statement } from '../ir/statement'
import { Const, type Lattice, type LatticeElement } from '../lattice/element'
import { Binding, Module } from '../worlds/module'

export class Node {
  constructor(
    readonly id: number,
    public statement: Statement,
    public type: LatticeElement,
    /** Index into the code's locations, -1 for none. */
    public line: number,
    /** Under `@inbounds`: what is put here in place of a call checks no bounds. */
    public inbounds: boolean,
  ) {}
}

export class Block {
  nodes: Node[] = []
  /** Filled by `IR.connect`, in the order of layout. */
  predecessors: Block[] = []
  successors: Block[] = []

  constructor(readonly id: number) {}

  get last(): Node | undefined {
    return this.nodes.at(-1)
  }
}

export const ssa = (node: Node): Operand => ({ kind: 'ssa', id: node.id })
export const constant = (value: Extract<Operand, { kind: 'constant' }>['value']): Operand => ({ kind: 'constant', value })

export class IR {
  blocks: Block[] = []
  readonly locations: Location[]
  /** Variables that live across a `try`. */
  readonly slots: Slot[] = []
  readonly slotTypes: LatticeElement[] = []
  private readonly byId = new Map<number, Node>()
  private nextNode = 0
  private nextBlock = 0

  constructor(
    readonly lattice: Lattice,
    /** Of the function itself and the arguments; of one that is assigned, all that it may hold. */
    readonly argumentTypes: readonly LatticeElement[],
    /** Values or bounds of the static parameters. */
    readonly parameterTypes: readonly LatticeElement[],
    locations: readonly Location[],
  ) {
    this.locations = [...locations]
  }

  node(id: number): Node {
    const found = this.byId.get(id)
    if (found === undefined) throw new Error(`no statement ${id}`)
    return found
  }

  make(statement: Statement, type: LatticeElement, line: number, inbounds = false): Node {
    const made = new Node(this.nextNode++, statement, type, line, inbounds)
    this.byId.set(made.id, made)
    return made
  }

  newBlock(): Block {
    return new Block(this.nextBlock++)
  }

  block(id: number): Block {
    const found = this.blocks.find((block) => block.id === id)
    if (found === undefined) throw new Error(`no block ${id}`)
    return found
  }

  *nodes(): Iterable<Node> {
    for (const block of this.blocks) yield* block.nodes
  }

  /** Works out what can follow what. */
  connect(): void {
    const byId = new Map(this.blocks.map((block) => [block.id, block]))
    for (const block of this.blocks) {
      block.predecessors = []
      block.successors = []
    }
    this.blocks.forEach((block, at) => {
      const link = (to: Block | undefined): void => {
        if (to === undefined || block.successors.includes(to)) return
        block.successors.push(to)
        to.predecessors.push(block)
      }
      const end = block.last?.statement
      if (end === undefined || !endsBlock(end)) link(this.blocks[at + 1])
      for (const target of targets(end)) link(byId.get(target))
    })
  }

  /** What is known of an operand. */
  typeOf(operand: Operand): LatticeElement {
    switch (operand.kind) {
      case 'ssa':
        return this.node(operand.id).type
      case 'argument':
        return this.argumentTypes[operand.id] ?? this.lattice.universe.any
      case 'constant':
        return new Const(operand.value)
      case 'global': {
        const { module, name } = operand.ref
        const found = module instanceof Module ? module.resolve(name) : undefined
        return found instanceof Binding && found.constant && found.value !== undefined ? new Const(found.value) : this.lattice.universe.any
      }
      case 'parameter':
        return this.parameterTypes[operand.index] ?? this.lattice.universe.any
      case 'slot':
        return this.slotTypes[operand.id] ?? this.lattice.universe.any
    }
  }
}

/** Control does not go on with the next statement. */
export function endsBlock(statement: Statement): boolean {
  return statement.kind === 'goto' || statement.kind === 'return' || statement.kind === 'unreachable'
}

export function isTerminator(statement: Statement): boolean {
  return endsBlock(statement) || statement.kind === 'gotoifnot' || statement.kind === 'enter'
}

/** Blocks that a statement names. */
function targets(statement: Statement | undefined): readonly number[] {
  switch (statement?.kind) {
    case 'goto':
    case 'gotoifnot':
      return [statement.target]
    case 'enter':
      return [statement.handler]
    default:
      return []
  }
}

/** The same statement with its targets replaced, those of jumps and phis. */
export function retarget(statement: Statement, rename: (block: number) => number): Statement {
  switch (statement.kind) {
    case 'goto':
    case 'gotoifnot':
      return { ...statement, target: rename(statement.target) }
    case 'enter':
      return { ...statement, handler: rename(statement.handler) }
    case 'phi':
      return { ...statement, edges: statement.edges.map(rename) }
    default:
      return statement
  }
}

/**
 * Reads fields without the structs: where all that may have made an immutable value is known, `getfield` becomes the value that was put
 * in, with phis of its own where values meet. Comparisons with constants are decided in the same way. Then mutable structs
 * that never leave the function go (mutable-structs.ts). Compare Julia 1.5's `getfield_elim_pass!` (ssair/passes.jl).
 */
import { inferEgal } from '../infer/tfuncs/type-arguments'
import type { Operand } from '../ir/statement'
import { Const, widenConst, type LatticeElement } from '../lattice/element'
import { unwrapUnionAll, type DataType } from '../types/type'
import { StructValue, type JuliaValue } from '../values/value'
import { constrainedSource, definitionsOf, keyOf, nameOf, sourceOf } from './definitions'
import { calledBuiltin, isInlineableConstant } from './effects'
import { fieldIndex } from './fields'
import { constant, ssa, type IR, type Node } from './ir'
import { MutableStructs } from './mutable-structs'

export function replaceAggregates(ir: IR): void {
  new Scalars(ir).run()
}

/** For each leaf the value that is read from it. */
type Lifted = ReadonlyMap<unknown, Operand>

class Scalars {
  private readonly mutable: MutableStructs
  private readonly blockOf = new Map<Node, number>()

  constructor(private readonly ir: IR) {
    this.mutable = new MutableStructs(ir)
  }

  run(): void {
    const { ir } = this
    ir.connect()
    ir.blocks.forEach(({ nodes }, at) => {
      for (const node of nodes) this.blockOf.set(node, at)
    })
    for (const block of ir.blocks) {
      for (const node of [...block.nodes]) this.look(node)
    }
    this.mutable.replace()
  }

  private look(node: Node): void {
    switch (calledBuiltin(this.ir, node.statement)) {
      case 'getfield':
      case 'setfield!':
        this.access(node)
        return
      case 'typeassert':
        this.separateAssertion(node)
        return
      case '===':
        this.compare(node)
    }
  }

  private operands(node: Node): readonly Operand[] {
    return node.statement.kind === 'call' ? node.statement.args.slice(1) : []
  }

  private insertBefore(place: Node, made: Node): void {
    const block = this.ir.blocks[this.blockOf.get(place) ?? -1]
    if (block === undefined) throw new Error('a statement is in no block')
    block.nodes.splice(block.nodes.indexOf(place), 0, made)
    this.blockOf.set(made, this.blockOf.get(place) ?? 0)
  }

  /** An assertion, and beside it the value, which is then known to be of the type. */
  private separateAssertion(node: Node): void {
    const [value] = this.operands(node)
    if (value === undefined || node.type.kind === 'bottom') return
    this.insertBefore(node, this.ir.make(node.statement, node.type, node.line))
    node.statement = { kind: 'pi', value, type: widenConst(this.ir.lattice, node.type) }
  }

  private access(node: Node): void {
    const { ir } = this
    const isRead = calledBuiltin(ir, node.statement) === 'getfield'
    const operands = this.operands(node)
    const [object, field] = operands
    if (object === undefined || field?.kind !== 'constant' || operands.length > 4 || (!isRead && operands.length < 3)) return
    const type = unwrapUnionAll(widenConst(ir.lattice, ir.typeOf(object)))
    if (type.kind !== 'datatype') return
    if (type.name.typeKind === 'mutable') {
      // What a `const` or atomic field refuses is seen where it is written.
      if (isRead || type.name.fieldAttributes.size === 0) this.mutable.note(node, object, isRead)
      return
    }
    if (isRead) this.read(node, object, type, field.value)
  }

  private read(node: Node, object: Operand, type: DataType, field: JuliaValue): void {
    const { ir } = this
    const { source, type: narrowed } = object.kind === 'ssa' ? constrainedSource(ir, object, type) : { source: object, type }
    const { leaves, phis } = definitionsOf(ir, source, narrowed)
    const index = fieldIndex(type, field)
    if (leaves.length === 0 || index === undefined) return
    const lifted = this.liftFields(leaves, field, index)
    if (lifted === undefined) return
    const found = this.lift(phis, node.type, lifted, object)
    if (found !== undefined) node.statement = found
  }

  private liftFields(leaves: readonly Operand[], field: JuliaValue, index: number): Lifted | undefined {
    const lifted = new Map<unknown, Operand>()
    for (const leaf of leaves) {
      const value = this.fieldOf(nameOf(this.ir, leaf), field, index)
      if (value === undefined) return undefined
      lifted.set(keyOf(leaf), value)
    }
    return lifted
  }

  /** What was put into a field; undefined if that is not known. */
  private fieldOf(leaf: Operand, field: JuliaValue, index: number): Operand | undefined {
    const { ir } = this
    if (leaf.kind === 'constant') return this.constantField(leaf.value, field)
    if (leaf.kind !== 'ssa') return undefined
    const made = ir.node(leaf.id)
    const { statement } = made
    if (calledBuiltin(ir, statement) === 'tuple') return this.named(made, this.operands(made)[index])
    if (statement.kind === 'new') {
      const type = unwrapUnionAll(widenConst(ir.lattice, made.type))
      if (type.kind !== 'datatype' || type.name.typeKind !== 'struct') return undefined
      const own = fieldIndex(type, field)
      return own === undefined ? undefined : this.named(made, statement.fields[own])
    }
    return made.type.kind === 'const' ? this.constantField(made.type.value, field) : undefined
  }

  /** A global is read where the struct is made. */
  private named(made: Node, value: Operand | undefined): Operand | undefined {
    if (value?.kind !== 'global' && value?.kind !== 'parameter') return value
    const read = this.ir.make(value, this.ir.typeOf(value), made.line)
    this.insertBefore(made, read)
    const replace = (operand: Operand) => (operand === value ? ssa(read) : operand)
    if (made.statement.kind === 'call') made.statement = { kind: 'call', args: made.statement.args.map(replace) }
    else if (made.statement.kind === 'new') made.statement = { ...made.statement, fields: made.statement.fields.map(replace) }
    return ssa(read)
  }

  private constantField(value: JuliaValue, field: JuliaValue): Operand | undefined {
    if (!(value instanceof StructValue) || value.type.name.typeKind === 'mutable') return undefined
    const index = fieldIndex(value.type, field)
    const found = index === undefined ? undefined : value.fields[index]
    return found === undefined || !isInlineableConstant(this.ir.lattice, found) ? undefined : constant(found)
  }

  private compare(node: Node): void {
    const { ir } = this
    const [a, b] = this.operands(node)
    if (a === undefined || b === undefined) return
    const [typeA, typeB] = [ir.typeOf(a), ir.typeOf(b)]
    if ((typeA.kind === 'const') === (typeB.kind === 'const')) return
    const known: LatticeElement = typeA.kind === 'const' ? typeA : typeB
    const value = typeA.kind === 'const' ? b : a
    const type = widenConst(ir.lattice, typeA.kind === 'const' ? typeB : typeA)
    const { source, type: narrowed } = value.kind === 'ssa' ? constrainedSource(ir, value, type) : { source: value, type }
    const { leaves, phis } = definitionsOf(ir, source, narrowed)
    const lifted = new Map<unknown, Operand>()
    for (const leaf of leaves) {
      const answer = inferEgal(ir.lattice, ir.typeOf(leaf), known)
      if (!(answer instanceof Const)) return
      lifted.set(keyOf(leaf), constant(answer.value))
    }
    const found = this.lift(phis, ir.lattice.core.bool, lifted, value)
    if (found !== undefined) node.statement = found
  }

  /**
   * The lifted value of an operand: that of its leaf, or of a phi beside the one that it comes from. Such phis serve this use alone:
   * another may see other leaves behind the same phi, as pis rule out what cannot reach it. (Julia 1.5 makes them anew each time too.)
   */
  private lift(phis: readonly Node[], type: LatticeElement, lifted: Lifted, operand: Operand): Operand | undefined {
    const { ir } = this
    const beside = new Map<number, Node>()
    for (const phi of phis) {
      const made = ir.make({ kind: 'phi', edges: [], values: [] }, type, phi.line)
      this.insertBefore(phi, made)
      beside.set(phi.id, made)
    }
    for (const old of phis) {
      const made = beside.get(old.id)
      if (made === undefined || old.statement.kind !== 'phi') continue
      const edges: number[] = []
      const values: (Operand | undefined)[] = []
      old.statement.values.forEach((value, at) => {
        const edge = old.statement.kind === 'phi' ? old.statement.edges[at] : undefined
        if (value === undefined || edge === undefined) return
        const source = sourceOf(ir, value)
        const leaf = lifted.get(keyOf(source))
        const phi = source.kind === 'ssa' ? beside.get(source.id) : undefined
        const found = leaf === undefined ? (phi && ssa(phi)) : nameOf(ir, leaf)
        if (found === undefined) return
        edges.push(edge)
        values.push(found)
      })
      made.statement = { kind: 'phi', edges, values }
    }
    const source = sourceOf(ir, operand)
    const leaf = lifted.get(keyOf(source))
    if (leaf !== undefined) return leaf
    const phi = source.kind === 'ssa' ? beside.get(source.id) : undefined
    return phi && ssa(phi)
  }
}

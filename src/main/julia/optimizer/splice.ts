/**
 * Puts code in place of a call. A body without branches goes into the caller's block; any other splits it, and what it returns
 * meets in a phi behind it. Compare Julia 1.5's `ir_inline_item!` and `ir_inline_unionsplit!` (ssair/inlining.jl).
 */
import { tupleElement } from '../infer/tuples'
import { controlFlow } from '../ir/control-flow'
import { mapStatement } from '../ir/operands'
import type { ForeignType, Operand, OptimizedCode, Statement } from '../ir/statement'
import type { LatticeElement } from '../lattice/element'
import { substituteAll } from '../types/instantiate'
import { isSubtype } from '../types/subtype'
import type { Parameter } from '../types/type'
import { BOTTOM } from '../types/universe'
import { valueOf } from '../values/parameter'
import { StructValue, type JuliaValue } from '../values/value'
import { constant, retarget, ssa, type Block, type IR, type Node } from './ir'
import type { CallPlan, InlinedCall, Resolution } from './resolve'
import { dropEdges } from './ssa'

/** What checks of bounds become in code that is put into another: `keep` leaves it to whoever that is put into. */
export type Bounds = 'check' | 'skip' | 'keep'

/** Functions that spliced code calls itself. */
export interface Known {
  readonly isa: JuliaValue
  readonly tuple: Operand
  readonly throw: Operand
  readonly andInt: Operand
}

/** A place where code is being put: statements are appended, blocks follow it in the layout. */
interface Cursor {
  block: Block
}

interface Returned {
  readonly from: number
  readonly value: Operand
}

export class Splicer {
  constructor(
    private readonly ir: IR,
    private readonly known: Known,
  ) {}

  /** Replaces a call by what was planned for it. `args` are the operands, the callee first. */
  replace(node: Node, plan: Exclude<CallPlan, { kind: 'constant' | 'invoke' }>, args: readonly Operand[], bounds: Bounds): void {
    const { ir } = this
    const block = ir.blocks.find(({ nodes }) => nodes.includes(node))
    if (block === undefined) throw new Error('the call is not in the code')
    const at = block.nodes.indexOf(node)
    const before = block.nodes.slice(0, at)
    const values = args.map((operand) => {
      if (operand.kind !== 'global') return operand
      const made = ir.make(operand, ir.typeOf(operand), node.line)
      before.push(made)
      return ssa(made)
    })
    if (plan.kind === 'inline' && isLinear(plan.code)) {
      const cursor = { block: ir.newBlock() }
      cursor.block.nodes = before
      this.become(node, this.appendLinear(cursor, plan, values, node, bounds))
      block.nodes = [...before, node, ...block.nodes.slice(at + 1)]
      return
    }
    const after = ir.newBlock()
    after.nodes = [node, ...block.nodes.slice(at + 1)]
    block.nodes = before
    for (const other of ir.nodes()) {
      if (other.statement.kind === 'phi') other.statement = retarget(other.statement, (edge) => (edge === block.id ? after.id : edge))
    }
    const cursor = { block }
    const returned = plan.kind === 'inline' ? this.appendBlocks(cursor, plan, values, node, bounds, after) : this.appendSplit(cursor, plan, values, node, bounds, after)
    this.placeAfter(cursor, after)
    this.join(node, returned, after, plan.kind === 'split')
  }

  private become(node: Node, value: Operand): void {
    node.statement = value
    node.type = this.ir.typeOf(value)
  }

  /** The call's value is what was returned. */
  private join(node: Node, returned: readonly Returned[], after: Block, isSplit: boolean): void {
    const { ir } = this
    const [first] = returned
    if (first === undefined) {
      node.statement = { kind: 'unreachable' }
      node.type = BOTTOM
      after.nodes = [node]
      for (const other of ir.nodes()) dropEdges(other, (edge) => edge === after.id)
    } else if (returned.length === 1 && !isSplit) {
      this.become(node, first.value)
    } else {
      node.statement = { kind: 'phi', edges: returned.map(({ from }) => from), values: returned.map(({ value }) => value) }
    }
  }

  private placeAfter(cursor: Cursor, block: Block): void {
    this.ir.blocks.splice(this.ir.blocks.indexOf(cursor.block) + 1, 0, block)
    cursor.block = block
  }

  private append(cursor: Cursor, statement: Statement, type: LatticeElement, line: number): Node {
    const made = this.ir.make(statement, type, line)
    cursor.block.nodes.push(made)
    return made
  }

  private appendLinear(cursor: Cursor, call: InlinedCall, args: readonly Operand[], node: Node, bounds: Bounds): Operand {
    const copy = new Copy(this.ir, call, this.withRest(cursor, call, args, node), node.line, bounds)
    for (let at = 0; at < call.code.code.length - 1; at++) cursor.block.nodes.push(copy.node(at))
    const end = call.code.code.at(-1)
    if (end?.kind !== 'return') throw new Error('a body without branches ends with a return')
    return copy.operand(end.value)
  }

  /** A vararg method gets the rest as a tuple. */
  private withRest(cursor: Cursor, { code, instance }: InlinedCall, args: readonly Operand[], node: Node): readonly Operand[] {
    if (!code.isVarArg) return args
    const fixed = (instance.method?.argumentCount ?? code.argumentTypes.length) - 1
    const rest = args.slice(fixed)
    const made = this.append(cursor, { kind: 'call', args: [this.known.tuple, ...rest] }, tupleElement(this.ir.lattice, rest.map((operand) => this.ir.typeOf(operand))), node.line)
    return [...args.slice(0, fixed), ssa(made)]
  }

  private appendBlocks(cursor: Cursor, call: InlinedCall, args: readonly Operand[], node: Node, bounds: Bounds, after: Block): Returned[] {
    const { ir } = this
    const { code } = call
    const copy = new Copy(ir, call, this.withRest(cursor, call, args, node), node.line, bounds)
    const { blocks, blockOf } = controlFlow(code.code)
    const isEntered = code.code.some((statement) => targetsOfStatement(statement).includes(0))
    const copies = blocks.map((_, at) => (at === 0 && !isEntered ? cursor.block : ir.newBlock()))
    copy.targetOf = (statement) => copies[blockOf[statement] ?? -1]?.id ?? -1
    const returned: Returned[] = []
    blocks.forEach(({ first, last }, at) => {
      const into = copies[at]
      if (into === undefined) return
      if (into !== cursor.block) this.placeAfter(cursor, into)
      for (let statement = first; statement <= last; statement++) {
        const made = copy.node(statement)
        if (made.statement.kind !== 'return') {
          into.nodes.push(made)
          continue
        }
        let { value } = made.statement
        if (value.kind === 'global') value = ssa(this.append(cursor, value, ir.typeOf(value), made.line))
        returned.push({ from: into.id, value })
        made.statement = { kind: 'goto', target: after.id }
        into.nodes.push(made)
      }
    })
    return returned
  }

  private appendSplit(
    cursor: Cursor, { cases, covered, signature }: Extract<CallPlan, { kind: 'split' }>, args: readonly Operand[], node: Node, bounds: Bounds, after: Block,
  ): Returned[] {
    const { ir } = this
    const { any, core, universe } = { any: ir.lattice.universe.any, core: ir.lattice.core, universe: ir.lattice.universe }
    const original = node.statement
    const returned: Returned[] = []
    for (const { signature: chosen, resolution } of cases) {
      const narrowed = (at: number): Parameter | undefined => {
        const [given, wanted] = [signature.parameters[at], chosen.parameters[at]]
        return given === undefined || wanted === undefined || isSubtype(universe, given, wanted) ? undefined : wanted
      }
      const next = ir.newBlock()
      const condition = this.appendTests(cursor, args, narrowed, node.line)
      this.append(cursor, { kind: 'gotoifnot', condition, target: next.id }, any, node.line)
      this.placeAfter(cursor, ir.newBlock())
      const value = this.appendCase(cursor, resolution, args, narrowed, node, bounds)
      if (value === undefined) {
        this.append(cursor, { kind: 'unreachable' }, BOTTOM, node.line)
      } else {
        returned.push({ from: cursor.block.id, value })
        this.append(cursor, { kind: 'goto', target: after.id }, any, node.line)
      }
      this.placeAfter(cursor, next)
    }
    if (covered) {
      const failure = constant(new StructValue(core.type('ErrorException'), ['fatal error in type inference (type bound)']))
      this.append(cursor, { kind: 'call', args: [this.known.throw, failure] }, BOTTOM, node.line)
      this.append(cursor, { kind: 'unreachable' }, BOTTOM, node.line)
    } else {
      const generic = this.append(cursor, original, node.type, node.line)
      returned.push({ from: cursor.block.id, value: ssa(generic) })
      this.append(cursor, { kind: 'goto', target: after.id }, any, node.line)
    }
    return returned
  }

  /** Whether the arguments are of the types of a case. */
  private appendTests(cursor: Cursor, args: readonly Operand[], narrowed: (at: number) => Parameter | undefined, line: number): Operand {
    const { bool } = this.ir.lattice.core
    let condition: Operand | undefined
    args.forEach((operand, at) => {
      const wanted = narrowed(at)
      if (wanted === undefined) return
      const test = ssa(this.append(cursor, { kind: 'call', args: [constant(this.known.isa), operand, constant(wanted as JuliaValue)] }, bool, line))
      condition = condition === undefined ? test : ssa(this.append(cursor, { kind: 'call', args: [this.known.andInt, condition, test] }, bool, line))
    })
    return condition ?? constant(true)
  }

  /** The value of a case; undefined if it never returns. */
  private appendCase(
    cursor: Cursor, resolution: Resolution, args: readonly Operand[], narrowed: (at: number) => Parameter | undefined, node: Node, bounds: Bounds,
  ): Operand | undefined {
    if (resolution.kind === 'constant') return constant(resolution.value)
    const values = args.map((operand, at): Operand => {
      const wanted = narrowed(at)
      if (wanted === undefined || (operand.kind !== 'ssa' && operand.kind !== 'argument')) return operand
      return ssa(this.append(cursor, { kind: 'pi', value: operand, type: wanted }, wanted, node.line))
    })
    if (resolution.kind === 'invoke') return ssa(this.append(cursor, { kind: 'invoke', instance: resolution.instance, args: values }, node.type, node.line))
    if (isLinear(resolution.code)) return this.appendLinear(cursor, resolution, values, node, bounds)
    const behind = this.ir.newBlock()
    const returned = this.appendBlocks(cursor, resolution, values, node, bounds, behind)
    this.placeAfter(cursor, behind)
    const [first] = returned
    if (first === undefined) return undefined
    if (returned.length === 1) return first.value
    return ssa(this.append(cursor, { kind: 'phi', edges: returned.map(({ from }) => from), values: returned.map(({ value }) => value) }, node.type, node.line))
  }
}

function targetsOfStatement(statement: Statement): readonly number[] {
  return statement.kind === 'goto' || statement.kind === 'gotoifnot' ? [statement.target] : statement.kind === 'enter' ? [statement.handler] : []
}

/** One block that ends with a return. */
function isLinear({ code }: OptimizedCode): boolean {
  return code.at(-1)?.kind === 'return' && controlFlow(code).blocks.length === 1
}

/** The statements of a body as they stand in the caller. */
class Copy {
  /** Of a jump's target in the body the block in the caller. */
  targetOf: (statement: number) => number = () => -1
  private readonly nodes: Node[]
  private readonly firstLocation: number
  private readonly firstSlot: number
  private readonly isFilled: boolean[] = []

  constructor(
    private readonly ir: IR,
    private readonly call: InlinedCall,
    private readonly args: readonly Operand[],
    line: number,
    private readonly bounds: Bounds,
  ) {
    const { code } = call
    this.firstLocation = ir.locations.length
    for (const location of code.locations) {
      ir.locations.push({ ...location, inlinedAt: location.inlinedAt < 0 ? line : location.inlinedAt + this.firstLocation })
    }
    this.firstSlot = ir.slots.length
    ir.slots.push(...code.slots)
    ir.slotTypes.push(...code.slotTypes)
    // All are made first: a loop names values that come later.
    this.nodes = code.code.map((statement, at) => ir.make(statement, code.types[at] ?? ir.lattice.universe.any, this.line(code.lines[at] ?? -1)))
  }

  private line(line: number): number {
    return line < 0 ? line : line + this.firstLocation
  }

  node(at: number): Node {
    const node = this.nodes[at]
    if (node === undefined) throw new Error('a body is shorter than it was')
    if (this.isFilled[at] === true) return node
    this.isFilled[at] = true
    node.statement = this.statement(node.statement)
    return node
  }

  private statement(statement: Statement): Statement {
    if (statement.kind === 'boundscheck' && this.bounds !== 'keep') return constant(this.bounds === 'check')
    const copied = retarget(mapStatement(statement, (operand) => this.operand(operand)), (target) => this.targetOf(target))
    switch (copied.kind) {
      case 'assign':
        return { ...copied, slot: copied.slot + this.firstSlot }
      case 'newvar':
        return { ...copied, slot: copied.slot + this.firstSlot }
      case 'foreigncall':
        return { ...copied, returnType: this.foreignType(copied.returnType), argumentTypes: copied.argumentTypes.map((type) => this.foreignType(type)) }
      default:
        return copied
    }
  }

  /** With the static parameters of this call in place of the method's variables. */
  private foreignType(type: ForeignType): ForeignType {
    if (type.kind !== 'type' || !type.type.open) return type
    const variables = this.call.instance.method?.source.variables ?? []
    return { kind: 'type', type: substituteAll(this.ir.lattice.universe, type.type, variables, this.call.parameters) }
  }

  operand(operand: Operand): Operand {
    switch (operand.kind) {
      case 'ssa': {
        const node = this.nodes[operand.id]
        return node === undefined ? operand : ssa(node)
      }
      case 'argument':
        return this.args[operand.id] ?? operand
      case 'slot':
        return { kind: 'slot', id: operand.id + this.firstSlot }
      case 'parameter': {
        const value = this.call.parameters[operand.index]
        return value === undefined ? operand : constant(valueOf(this.ir.lattice.core, value))
      }
      default:
        return operand
    }
  }
}

/**
 * Bytecode from optimised code. Every statement's value gets a register, phis become moves on the edges that lead to them,
 * a comparison that only decides a branch becomes one instruction with it. Top-level statements (definitions, imports) are
 * refused: the interpreter runs those.
 */
import { operandsOf } from '../ir/operands'
import type { Expression, Operand, OptimizedCode, Statement } from '../ir/statement'
import { substituteAll } from '../types/instantiate'
import type { DataType, Parameter } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { MethodInstance } from '../worlds/method'
import { Label } from './assembler'
import { emitBuiltin, builtinName } from './builtins'
import { controlFlow, fallsThrough, type ControlFlow } from '../ir/control-flow'
import { comparisonOf, emitIntrinsic } from './intrinsics'
import { BOXED_SIDE, NativeCode, type Side } from './native-code'
import type { Mnemonic } from './opcodes'
import { Registers } from './registers'
import { hasIndexedFields, shapeOf, sideOf, sideOfShape } from './sides'
import { IntrinsicFunction } from '../values/value'

/** Code with a statement that only runs at top level. */
class Refused extends Error {}

export interface GenerateContext {
  readonly core: CoreTypes
  /** The return type of the code instance. */
  readonly returnType: Parameter
}

/** Native code, or undefined if the code holds what only the interpreter runs. */
export function generate(code: OptimizedCode, instance: MethodInstance, context: GenerateContext): NativeCode | undefined {
  try {
    return new Generator(code, instance, context).run()
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

/** A register on one of its sides. */
interface Place {
  readonly register: number
  readonly side: number
}

class Generator {
  private readonly flow: ControlFlow
  private readonly registers: Registers
  private readonly labels: readonly Label[]
  private readonly uses: Int32Array
  private readonly returnSide: Side
  /** Comparisons that are made by the branch that follows. */
  private readonly fused = new Set<number>()
  /** Moves on edges that cannot stand where the edge begins. */
  private readonly trampolines: { readonly label: Label, readonly from: number, readonly to: number }[] = []

  constructor(
    private readonly code: OptimizedCode,
    private readonly instance: MethodInstance,
    private readonly context: GenerateContext,
  ) {
    this.flow = controlFlow(code.code)
    this.registers = new Registers(context.core, code, instance)
    this.labels = this.flow.blocks.map(() => new Label())
    this.returnSide = sideOf(context.core, context.returnType)
    this.uses = new Int32Array(code.code.length)
    for (const statement of code.code) {
      for (const operand of operandsOf(statement)) if (operand.kind === 'ssa') this.uses[operand.id] = (this.uses[operand.id] ?? 0) + 1
    }
  }

  run(): NativeCode {
    const { code, registers, context, instance } = this
    this.findFused()
    this.aliasPis()
    code.slots.forEach((slot, at) => {
      if (slot.maybeUndefined) registers.assembler.emitFirst('unset', registers.ofSlot(at))
    })
    this.flow.blocks.forEach(({ first, last }, at) => {
      const label = this.labels[at]
      if (label !== undefined) registers.assembler.place(label)
      registers.forget()
      for (let statement = first; statement <= last; statement++) this.statement(statement)
      const end = code.code[last]
      if (end === undefined || !fallsThrough(end)) return
      registers.inLoop = this.flow.looped[last] === 1
      this.moves(last, last + 1)
      registers.assembler.closeCount()
    })
    this.emitTrampolines()
    const { assembler } = registers
    return new NativeCode({
      instance,
      ...assembler.finish(),
      relocations: assembler.relocations,
      registers: registers.total,
      argumentSides: code.argumentTypes.map((type) => sideOf(context.core, type)),
      isVarArg: code.isVarArg,
      returnSide: this.returnSide,
      returnType: this.returnSide === BOXED_SIDE ? undefined : context.returnType as DataType,
      locations: code.locations,
    })
  }

  private findFused(): void {
    this.code.code.forEach((statement, at) => {
      if (statement.kind !== 'gotoifnot' || statement.condition.kind !== 'ssa' || statement.condition.id !== at - 1) return
      const compared = this.code.code[at - 1]
      if (this.uses[at - 1] !== 1 || this.flow.blockOf[at] !== this.flow.blockOf[at - 1]) return
      if (compared?.kind === 'call' && comparisonOf(this.registers, compared.args) !== undefined) this.fused.add(at - 1)
    })
  }

  /** A pi that keeps its value's side needs no instruction. Done first, as loops use values before they are seen. */
  private aliasPis(): void {
    const { registers, code, context: { core } } = this
    code.code.forEach((statement, at) => {
      if (statement.kind !== 'pi' || registers.constantOf(statement.value) !== undefined) return
      const { value, type } = statement
      if (value.kind !== 'ssa' && value.kind !== 'argument') return
      if (sideOf(core, type) === sideOfShape(registers.shapeOf(value))) registers.alias(at, value.kind === 'ssa' ? registers.of(value.id) : value.id)
    })
  }

  private label(statement: number): Label {
    const label = this.labels[this.flow.blockOf[statement] ?? -1]
    if (label === undefined) throw new Error('a jump leads out of the code')
    return label
  }

  private statement(at: number): void {
    const statement = this.code.code[at]
    if (statement === undefined || this.fused.has(at)) return
    const isAtom = statement.kind === 'constant' || statement.kind === 'ssa' || statement.kind === 'argument' || statement.kind === 'pi'
    if (isAtom && this.uses[at] === 0) return
    const { registers } = this
    const { assembler } = registers
    registers.inLoop = this.flow.looped[at] === 1
    const handler = this.flow.handlers[at] ?? -1
    assembler.protect(handler < 0 ? undefined : this.label(handler))
    assembler.line(this.code.lines[at] ?? -1, at)
    switch (statement.kind) {
      case 'goto':
        this.moves(at, statement.target)
        assembler.emit('jump', this.label(statement.target))
        return
      case 'gotoifnot':
        this.branch(at, statement)
        return
      case 'return':
        this.returned(statement.value)
        return
      case 'unreachable':
        assembler.emit('unreachable')
        return
      case 'enter':
        assembler.emit('enter', registers.of(at))
        return
      case 'popException':
        // The token is a number that no type tells of.
        if (statement.token.kind === 'ssa') assembler.emit('pop', registers.of(statement.token.id))
        return
      case 'throwUndefIfNot':
        assembler.emit('throw.undef', registers.integer(statement.condition), assembler.relocation({ kind: 'name', name: statement.name }))
        return
      case 'setGlobal':
        assembler.emit('set.global', registers.value(statement.value), assembler.relocation({ kind: 'global', ref: statement.ref }))
        return
      case 'assign':
        this.assign(statement.slot, statement.value, at)
        return
      case 'newvar':
        if (this.code.slots[statement.slot]?.maybeUndefined === true) assembler.emit('unset', registers.ofSlot(statement.slot))
        return
      case 'leave':
      case 'meta':
      case 'phi':
        return
      case 'declareGlobal':
      case 'toplevel':
      case 'thunk':
      case 'interpolate':
      case 'method':
        throw new Refused()
      default:
        this.expression(statement, registers.of(at), this.code.types[at] ?? this.context.core.universe.any, at)
    }
  }

  private branch(at: number, { condition, target }: Extract<Statement, { kind: 'gotoifnot' }>): void {
    const { registers } = this
    const { assembler } = registers
    const known = registers.constantOf(condition)
    if (known === true) return
    if (known === false) {
      this.moves(at, target)
      assembler.emit('jump', this.label(target))
      return
    }
    const destination = this.edge(at, target)
    const compared = this.code.code[at - 1]
    if (this.fused.has(at - 1) && compared?.kind === 'call') {
      const comparison = comparisonOf(registers, compared.args)
      if (comparison === undefined) throw new Error('a comparison changed')
      const [left, right] = comparison.operands()
      assembler.emit(`jump.not.${comparison.name}` as Mnemonic, left, right, destination)
      return
    }
    if (registers.shapeOf(condition) === 'bool') {
      assembler.emit('jump.not', registers.integer(condition), destination)
      return
    }
    assembler.emit('jump.not.j', registers.value(condition), destination)
  }

  /** Where to jump for an edge: its target, or the moves that lead there. */
  private edge(from: number, to: number): Label {
    if (!this.hasMoves(from, to)) return this.label(to)
    const label = new Label()
    this.trampolines.push({ label, from, to })
    return label
  }

  private emitTrampolines(): void {
    const { assembler } = this.registers
    for (const { label, from, to } of this.trampolines) {
      assembler.place(label)
      const handler = this.flow.handlers[to] ?? -1
      assembler.protect(handler < 0 ? undefined : this.label(handler))
      this.registers.forget()
      this.registers.inLoop = this.flow.looped[from] === 1
      this.moves(from, to)
      assembler.emit('jump', this.label(to))
    }
  }

  private *phisAt(target: number): Iterable<[at: number, phi: Extract<Statement, { kind: 'phi' }>]> {
    for (let at = target; at < this.code.code.length; at++) {
      const statement = this.code.code[at]
      if (statement?.kind === 'phi') yield [at, statement]
      else if (statement?.kind !== 'meta') return
    }
  }

  private hasMoves(from: number, to: number): boolean {
    for (const [at, phi] of this.phisAt(to)) if ((this.uses[at] ?? 0) > 0 && phi.edges.includes(from)) return true
    return false
  }

  /** The phis of the block at `to`, set as for coming from statement `from`: all at once. */
  private moves(from: number, to: number): void {
    const { registers, context: { core } } = this
    const pending: { readonly target: Place, source: Place }[] = []
    for (const [at, phi] of this.phisAt(to)) {
      const value = phi.values[phi.edges.indexOf(from)]
      if (value === undefined || (this.uses[at] ?? 0) === 0) continue
      const side = sideOf(core, this.code.types[at] ?? core.universe.any)
      const target = { register: registers.of(at), side }
      pending.push({ target, source: { register: registers.onSide(value, side), side } })
    }
    for (const move of pending) {
      const overwritten = pending.some(({ target }) => target !== move.target && target.register === move.source.register)
      if (!overwritten) continue
      const kept = { register: registers.fresh(), side: move.source.side }
      this.move(kept, move.source)
      move.source = kept
    }
    for (const { target, source } of pending) {
      this.move(target, source)
      registers.written(target.register)
    }
  }

  private move(target: Place, source: Place): void {
    if (target.register === source.register) return
    this.registers.assembler.emit(target.side === 0 ? 'mov.i' : target.side === 1 ? 'mov.f' : 'mov.j', target.register, source.register)
  }

  private returned(value: Operand): void {
    const { registers, returnSide } = this
    const register = registers.onSide(value, returnSide)
    registers.assembler.emit(returnSide === 0 ? 'return.i' : returnSide === 1 ? 'return.f' : 'return.j', register)
  }

  private assign(slot: number, value: Expression, at: number): void {
    const { registers, context: { core } } = this
    const type = registers.slotType(slot)
    const made = this.code.types[at] ?? core.universe.any
    // The old value may be read while the new one is made.
    const register = registers.fresh()
    this.expression(value, register, made, at)
    const side = sideOf(core, type)
    if (side === BOXED_SIDE) registers.box(register, made)
    else if (sideOf(core, made) === BOXED_SIDE) registers.unboxAs(register, type)
    this.move({ register: registers.ofSlot(slot), side }, { register, side })
    registers.written(registers.ofSlot(slot))
  }

  /** Emits what computes an expression of this type into the register, on the type's side. */
  private expression(value: Expression, target: number, type: Parameter, at: number): void {
    const { registers, context: { core } } = this
    const { assembler } = registers
    const side = sideOf(core, type)
    registers.written(target)
    switch (value.kind) {
      case 'ssa':
      case 'argument':
      case 'constant':
      case 'global':
      case 'parameter':
        this.move({ register: target, side }, { register: registers.onSide(value, side), side })
        return
      case 'slot':
        if (this.code.slots[value.id]?.maybeUndefined === true) {
          assembler.emit('check.assigned', registers.ofSlot(value.id), assembler.relocation({ kind: 'name', name: this.code.slots[value.id]?.name ?? '?' }))
        }
        this.move({ register: target, side }, { register: registers.onSide(value, side), side })
        return
      case 'pi': {
        if (registers.of(at) !== target) throw new Error('a pi is assigned to a slot')
        const source = registers.constantOf(value.value) ?? value.value
        if (typeof source === 'object' && 'kind' in source && (source.kind === 'ssa' || source.kind === 'argument')
          && target === (source.kind === 'ssa' ? registers.of(source.id) : source.id)) return
        if (registers.constantOf(value.value) !== undefined || sideOfShape(registers.shapeOf(value.value)) === side) {
          this.move({ register: target, side }, { register: registers.onSide(value.value, side), side })
          return
        }
        this.move({ register: target, side: 2 }, { register: registers.value(value.value), side: 2 })
        registers.unboxAs(target, type)
        return
      }
      case 'call':
        this.call(value.args, target, type)
        return
      case 'invoke':
        this.invoke(value, target, side)
        return
      case 'new':
        this.construct(value, target)
        return
      case 'splatnew':
        assembler.emit('splatnew', target, registers.value(value.type), registers.value(value.tuple))
        return
      case 'foreigncall': {
        const typeOf = (foreign: typeof value.returnType): Parameter => {
          if (foreign.kind === 'type') return this.instantiated(foreign.type)
          const known = registers.constantOf(foreign)
          return typeof known === 'object' && 'kind' in known ? known : core.universe.any
        }
        const relocation = assembler.relocation({
          kind: 'foreign',
          name: value.name,
          returnType: typeOf(value.returnType),
          argumentTypes: value.argumentTypes.map(typeOf),
        })
        assembler.emit('foreign', target, relocation, ...value.args.map((operand) => registers.value(operand)))
        registers.unboxAs(target, type)
        return
      }
      case 'isdefined':
        this.isDefined(value.what, target, side)
        return
      case 'theException':
        assembler.emit('exception', target)
        return
      case 'copyast':
        assembler.emit('copyast', target, assembler.relocation({ kind: 'ast', value: value.value }))
        return
      case 'boundscheck':
        assembler.emit('const.i', target, 1, 0)
        if (side === BOXED_SIDE) registers.box(target, core.bool)
        return
      case 'phi':
        throw new Error('a phi is assigned to a slot')
      case 'interpolate':
      case 'method':
        throw new Refused()
    }
  }

  private invoke({ instance, args }: Extract<Expression, { kind: 'invoke' }>, target: number, side: Side): void {
    if (!(instance instanceof MethodInstance)) throw new Error('an invoke of no method instance')
    const { registers, context: { core } } = this
    const { specTypes, method } = instance
    const elements = specTypes.kind === 'datatype' ? specTypes.parameters : []
    const fixed = method?.source.code.isVarArg === true ? method.argumentCount - 1 : elements.length
    const operands = args.map((operand, index) => {
      const element = index < fixed ? elements[index] : undefined
      return registers.onSide(operand, element === undefined ? BOXED_SIDE : sideOf(core, element))
    })
    registers.assembler.emit('invoke', target, side, registers.assembler.relocation({ kind: 'instance', instance }), ...operands)
  }

  private call(args: readonly Operand[], target: number, type: Parameter): void {
    const { registers, context: { core } } = this
    const { assembler } = registers
    const [callee, ...operands] = args
    if (callee === undefined) throw new Error('a call without callee')
    const known = registers.constantOf(callee)
    if (known instanceof IntrinsicFunction) {
      const made = emitIntrinsic(registers, known.name, operands, target, type)
      this.settle(target, made, type)
      return
    }
    const builtin = known === undefined ? undefined : builtinName(core, known)
    if (builtin !== undefined) { this.settle(target, emitBuiltin(registers, builtin, operands, target, type), type); return; }
    const site = assembler.relocation({ kind: 'site' })
    assembler.emit('call', target, sideOf(core, type), site, ...args.map((operand) => registers.value(operand)))
  }

  /** An instruction left a value of one type in the register: brings it to the side of another. */
  private settle(register: number, made: Parameter | undefined, type: Parameter): void {
    const { registers, context: { core } } = this
    if (made === undefined) return
    const from = shapeOf(core, made)
    const to = shapeOf(core, type)
    if (sideOfShape(from) === sideOfShape(to)) return
    if (to === 'boxed') registers.box(register, made)
    else registers.unboxAs(register, type)
  }

  private construct(value: Extract<Expression, { kind: 'new' }>, target: number): void {
    const { registers } = this
    const { assembler } = registers
    const type = registers.constantOf(value.type)
    const fields = value.fields.map((field) => registers.value(field))
    if (typeof type === 'object' && 'kind' in type && type.kind === 'datatype' && hasIndexedFields(type)) {
      assembler.emit('new', target, assembler.relocation({ kind: 'type', type }), ...fields)
    } else {
      assembler.emit('new.of', target, registers.value(value.type), ...fields)
    }
  }

  /** With the instance's static parameters in place of the method's variables. */
  private instantiated(type: Parameter): Parameter {
    const { method, parameters } = this.instance
    return type.open && method !== undefined ? substituteAll(this.context.core.universe, type, method.source.variables, parameters) : type
  }

  private isDefined(what: Operand, target: number, side: Side): void {
    const { registers, context: { core } } = this
    const { assembler } = registers
    const slot = what.kind === 'slot' ? what.id : -1
    if (what.kind === 'global' && registers.constantOf(what) === undefined) {
      assembler.emit('defined.global', target, assembler.relocation({ kind: 'global', ref: what.ref }))
    } else if (slot >= 0 && this.code.slots[slot]?.maybeUndefined === true) {
      assembler.emit('assigned', target, registers.ofSlot(slot))
    } else {
      const undetermined = what.kind === 'parameter' && registers.constantOf(what) === undefined
      assembler.emit('const.i', target, undetermined ? 0 : 1, 0)
    }
    if (side === BOXED_SIDE) registers.box(target, core.bool)
  }
}



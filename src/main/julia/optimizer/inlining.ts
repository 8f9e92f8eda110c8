/**
 * Goes over the calls of a function: rewrites splats of tuples into plain calls, folds what is constant, and puts code or invokes in
 * place of calls whose methods are known. Code that was put in place is not looked at again: it was optimised for itself.
 * Compare Julia 1.5's `process_simple!` (ssair/inlining.jl).
 */
import { baseFunctionName, coreFunctionName, isReturnType } from '../infer/known-functions'
import type { InferenceState } from '../infer/state'
import { inferGetField } from '../infer/tfuncs/fields'
import type { Operand } from '../ir/statement'
import { Const, widenConst, type LatticeElement } from '../lattice/element'
import { isBelow } from '../lattice/order'
import { constantOfType, isVarargElement, onlyInstance } from '../lattice/type-facts'
import { isVarargTuple } from '../types/query'
import { isTuple, isTypeType, type DataType, type Parameter } from '../types/type'
import { valueOf } from '../values/parameter'
import { GlobalRef, IntrinsicFunction, SimpleVector, StructValue, symbolOf, type JuliaValue } from '../values/value'
import { Module } from '../worlds/module'
import { builtinNameOf, isBuiltinNothrow, isInlineableConstant, isIntrinsicNothrow, isPureIntrinsic, PURE_BUILTINS, PURE_OR_ERROR_BUILTINS, singletonOf } from './effects'
import { fieldCount } from './fields'
import { constant, ssa, type IR, type Node } from './ir'
import { CallResolver, type CallPlan } from './resolve'
import { Splicer, type Bounds } from './splice'

/** Functions of Base whose calls with constant results are folded whatever they do. */
const PURE_FUNCTIONS = new Set(['typejoin', 'isbits', 'isbitstype', 'promote_type'])

export function inlineCalls(ir: IR, frame: InferenceState): void {
  new Inlining(ir, frame).run()
}

/** A call whose callee and arguments are known as far as they are. */
interface Signature {
  readonly args: readonly Operand[]
  readonly types: readonly LatticeElement[]
  /** The value of the callee, if that is certain. */
  readonly callee: JuliaValue | undefined
}

class Inlining {
  private readonly resolver: CallResolver
  private readonly coreModule: Module
  /** Statements to be put before the one at hand. */
  private before: Node[] = []

  constructor(
    private readonly ir: IR,
    private readonly frame: InferenceState,
  ) {
    this.resolver = new CallResolver(frame)
    this.coreModule = frame.run.context.coreModule
  }

  run(): void {
    const todo: { readonly node: Node, readonly plan: Exclude<CallPlan, { kind: 'constant' | 'invoke' }>, readonly args: readonly Operand[] }[] = []
    for (const block of this.ir.blocks) {
      const nodes: Node[] = []
      for (const node of block.nodes) {
        this.before = []
        const found = this.look(node)
        if (found !== undefined) todo.push({ node, ...found })
        nodes.push(...this.before, node)
      }
      block.nodes = nodes
    }
    if (todo.length === 0) return
    const splicer = new Splicer(this.ir, {
      isa: this.builtin('isa'), tuple: this.coreGlobal('tuple'), throw: this.coreGlobal('throw'), andInt: this.intrinsic('and_int'),
    })
    for (const { node, plan, args } of todo) splicer.replace(node, plan, args, this.boundsAt(node))
  }

  private boundsAt(node: Node): Bounds {
    if (node.inbounds) return 'skip'
    return this.frame.code.propagateInbounds ? 'keep' : 'check'
  }

  private builtin(name: string): JuliaValue {
    const value = this.coreModule.get(name)
    if (value === undefined) throw new Error(`Core has no ${name}`)
    return value
  }

  private coreGlobal(name: string): Operand {
    return { kind: 'global', ref: new GlobalRef(this.coreModule, symbolOf(name)) }
  }

  private intrinsic(name: string): Operand {
    const intrinsics = this.coreModule.get('Intrinsics')
    const module = intrinsics instanceof Module ? intrinsics : this.coreModule
    return { kind: 'global', ref: new GlobalRef(module, symbolOf(name)) }
  }

  private insert(statement: Node['statement'], type: LatticeElement, line: number): Operand {
    const made = this.ir.make(statement, type, line)
    this.before.push(made)
    return ssa(made)
  }

  private look(node: Node): { readonly plan: Exclude<CallPlan, { kind: 'constant' | 'invoke' }>, readonly args: readonly Operand[] } | undefined {
    if (node.statement.kind === 'splatnew') {
      this.spreadNew(node)
      return undefined
    }
    if (node.statement.kind !== 'call') return undefined
    const signature = this.spreadApply(node, this.signatureOf(node.statement.args))
    if (signature === undefined) return undefined
    const folded = this.fold(signature, node.type)
    if (folded !== undefined) {
      node.statement = folded
      return undefined
    }
    const name = builtinNameOf(this.frame.run, signature.callee)
    if (name === 'invoke' && signature.types.length >= 3) return this.resolveInvoke(node, signature)
    if (this.isBuiltin(signature, name) || this.rewriteKnown(node, signature)) return undefined
    return this.settle(node, signature.args, this.resolver.resolve({ argumentTypes: signature.types, resultType: node.type }))
  }

  private isBuiltin({ callee, types }: Signature, name: string | undefined): boolean {
    const { run } = this.frame
    const [type] = types
    return callee instanceof IntrinsicFunction || name !== undefined
      || (type !== undefined && (isBelow(run, type, run.core.type('IntrinsicFunction')) || isBelow(run, type, run.core.type('Builtin'))))
  }

  private settle(node: Node, args: readonly Operand[], plan: CallPlan | undefined) {
    if (plan === undefined) return undefined
    if (plan.kind === 'constant') {
      node.statement = constant(plan.value)
      return undefined
    }
    if (plan.kind === 'invoke') {
      node.statement = { kind: 'invoke', instance: plan.instance, args }
      return undefined
    }
    return { plan, args }
  }

  private signatureOf(args: readonly Operand[]): Signature | undefined {
    const types = args.map((operand) => this.ir.typeOf(operand))
    const [callee] = types
    if (callee === undefined || isOpen(callee)) return undefined
    if (types.slice(1).some((type) => type.kind === 'bottom' || isVarargElement(type))) return undefined
    return { args, types, callee: singletonOf(this.frame.run, callee) }
  }

  private resolveInvoke(node: Node, { args: [, f, , ...rest], types: [, calleeType, askedType, ...types] }: Signature) {
    if (f === undefined || calleeType === undefined || askedType === undefined) return undefined
    const plan = this.resolver.resolveInvoke({ argumentTypes: [calleeType, ...types], resultType: node.type }, askedType)
    return this.settle(node, [f, ...rest], plan)
  }

  /** `new` with a tuple of just as many elements as there are fields. */
  private spreadNew(node: Node): void {
    const { statement } = node
    if (statement.kind !== 'splatnew') return
    const type = widenConst(this.frame.run, node.type)
    const tuple = this.ir.typeOf(statement.tuple)
    const given = widenConst(this.frame.run, tuple)
    if (type.kind !== 'datatype' || !type.concrete || given.kind !== 'datatype' || !isTuple(given)) return
    const count = fieldCount(type)
    if (count === undefined || fieldCount(given) !== count) return
    const fields = Array.from({ length: count }, (_, at) => this.field(statement.tuple, tuple, at, node.line))
    node.statement = { kind: 'new', type: statement.type, fields }
  }

  private field(object: Operand, type: LatticeElement, at: number, line: number): Operand {
    const { run } = this.frame
    const getfield = this.builtin('getfield')
    const index = BigInt(at + 1)
    return this.insert({ kind: 'call', args: [constant(getfield), object, constant(index)] }, inferGetField(run, type, new Const(index), getfield), line)
  }

  /** A splat of tuples whose elements are known is a plain call; a splat of one tuple into a tuple is that tuple. */
  private spreadApply(node: Node, signature: Signature | undefined): Signature | undefined {
    let current = signature
    while (current !== undefined && builtinNameOf(this.frame.run, current.callee) === '_apply_iterate') {
      const { args, types } = current
      const [f, ...containers] = args.slice(2)
      const [type, ...containerTypes] = types.slice(2)
      if (f === undefined || type === undefined || !containerTypes.every((container) => this.isSpreadable(container))) return undefined
      const [only] = containers
      const [onlyType] = containerTypes
      if (containers.length === 1 && only !== undefined && onlyType !== undefined && type.kind === 'const'
        && builtinNameOf(this.frame.run, type.value) === 'tuple' && isBelow(this.frame.run, onlyType, this.frame.run.universe.tuple)) {
        node.statement = only
        return undefined
      }
      const elements = containers.flatMap((container, at) => this.elements(container, containerTypes[at] ?? type, node.line))
      const spread = [f, ...elements.map(({ operand }) => operand)]
      node.statement = { kind: 'call', args: spread }
      if (isOpen(type)) return undefined
      current = { args: spread, types: [type, ...elements.map((element) => element.type)], callee: singletonOf(this.frame.run, type) }
    }
    return current
  }

  private isSpreadable(type: LatticeElement): boolean {
    const { run } = this.frame
    const { maxTupleSplat } = run.context.rules.inference
    if (type.kind === 'const' && type.value instanceof SimpleVector) {
      return type.value.elements.length <= maxTupleSplat && type.value.elements.every((element) => isInlineableConstant(run, element))
    }
    const tuple = tupleWithin(widenConst(run, type))
    return tuple !== undefined && !isVarargTuple(tuple) && tuple.parameters.length <= maxTupleSplat
  }

  private elements(container: Operand, type: LatticeElement, line: number): { readonly operand: Operand, readonly type: LatticeElement }[] {
    const { run } = this.frame
    return this.elementTypes(type).map((element, at) => {
      if (element.kind === 'const' && isInlineableConstant(run, element.value)) return { operand: constant(element.value), type: element }
      const getfield = constant(this.builtin('getfield'))
      return { operand: this.insert({ kind: 'call', args: [getfield, container, constant(BigInt(at + 1))] }, element, line), type: element }
    })
  }

  private elementTypes(type: LatticeElement): readonly LatticeElement[] {
    const { run } = this.frame
    if (type.kind === 'partialstruct') return type.fields
    if (type.kind === 'const') {
      const { value } = type
      const values = value instanceof SimpleVector ? value.elements : value instanceof StructValue ? (value.fields as JuliaValue[]) : []
      return values.map((element) => new Const(element))
    }
    return (tupleWithin(widenConst(run, type))?.parameters ?? []).map((parameter) => {
      const instance = onlyInstance(run, parameter)
      if (instance !== undefined) return new Const(instance)
      const about = constantOfType(run.universe, parameter)
      return about === undefined ? parameter : new Const(valueOf(run.core, about))
    })
  }

  /** What a call of a builtin is that needs no call at all. */
  private fold({ args, types, callee }: Signature, type: LatticeElement): Operand | undefined {
    const { run } = this.frame
    const name = builtinNameOf(run, callee)
    if (name === 'typeassert' && types.length === 3) {
      const [, value, asked] = types
      const about = asked === undefined ? undefined : aboutType(asked)
      if (value !== undefined && about !== undefined && !about.open && isBelow(run, value, about)) return args[1]
    }
    if (type.kind !== 'const' || !isInlineableConstant(run, type.value) || callee === undefined) return undefined
    const given = types.slice(1)
    const known = constant(type.value)
    if (callee instanceof IntrinsicFunction) return isPureIntrinsic(callee) && isIntrinsicNothrow(run, callee.name, given) ? known : undefined
    const pure = baseFunctionName(run, callee)
    if ((pure !== undefined && PURE_FUNCTIONS.has(pure)) || (name !== undefined && PURE_BUILTINS.has(name))) return known
    return name !== undefined && PURE_OR_ERROR_BUILTINS.has(name) && isBuiltinNothrow(run, name, given, type) ? known : undefined
  }

  /** Functions that are rewritten by name. True if nothing is left to resolve. */
  private rewriteKnown(node: Node, { args, types, callee }: Signature): boolean {
    const { run } = this.frame
    if (callee === undefined) return false
    const name = types.length === 3 ? (baseFunctionName(run, callee) ?? coreFunctionName(run, callee)) : undefined
    const [, a, b] = args
    if ((name === '!==' || name === '>:') && a !== undefined && b !== undefined) {
      if (node.type.kind === 'const') node.statement = constant(node.type.value)
      else if (name === '>:') node.statement = { kind: 'call', args: [this.coreGlobal('<:'), b, a] }
      else node.statement = { kind: 'call', args: [this.intrinsic('not_int'), this.insert({ kind: 'call', args: [this.coreGlobal('==='), a, b] }, run.core.bool, node.line)] }
      return true
    }
    if (!isReturnType(run, callee)) return false
    const about = node.type.kind === 'const' ? node.type.value : constantOfType(run.universe, node.type)
    if (about !== undefined) node.statement = constant(about as JuliaValue)
    return true
  }
}

function isOpen(type: LatticeElement): boolean {
  return type.kind !== 'const' && type.kind !== 'partialstruct' && type.kind !== 'conditional' && type.kind !== 'partialtypevar' && type.open
}

/** The type that `Type{T}` or a constant names. */
function aboutType(type: LatticeElement): Parameter | undefined {
  if (type.kind === 'const') return typeof type.value === 'object' && 'kind' in type.value ? type.value : undefined
  return type.kind === 'datatype' && isTypeType(type) ? type.parameters[0] : undefined
}

/** A tuple type, or that of a named tuple's elements. */
function tupleWithin(type: Parameter): DataType | undefined {
  if (type.kind !== 'datatype') return undefined
  let inner: Parameter | undefined = type.name.role === 'namedtuple' ? type.parameters[1] : type
  while (inner?.kind === 'var') inner = inner.upper
  return inner?.kind === 'datatype' && isTuple(inner) ? inner : undefined
}

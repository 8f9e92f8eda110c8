/**
 * Makes optimised code of a finished frame of inference: variables become values, calls whose methods are known get their code put
 * in place, structs that are only taken apart again go. Then it is decided whether callers may put the result in place
 * of calls. Passes, their order and the decision are those of Julia 1.5 (optimize.jl, ssair/driver.jl).
 */
import type { InferenceState } from '../infer/state'
import { mapStatement } from '../ir/operands'
import { OptimizedCode, type ForeignType, type Operand, type Statement } from '../ir/statement'
import { isPlain, widenConst, type LatticeElement } from '../lattice/element'
import { isBelow } from '../lattice/order'
import { constantOfType } from '../lattice/type-facts'
import { isBits, isDispatchTuple } from '../types/query'
import { typesEqual } from '../types/subtype'
import { isTuple, unwrapUnionAll, type Parameter } from '../types/type'
import { tupleOf } from '../types/instantiate'
import { isTypeValue } from '../values/egal'
import { compact, dropPhiCycles } from './compact'
import { construct } from './construct'
import { bodyCost } from './cost'
import { isEffectFree, isInlineableConstant } from './effects'
import { inlineCalls } from './inlining'
import type { IR } from './ir'
import { replaceAggregates } from './scalars'

export interface OptimizerObserver {
  readonly work: (kind: 'optimizeStatement', amount: number) => void
}

/** The code of a frame; undefined for one of a top-level thunk, which is interpreted. */
export function optimize(frame: InferenceState, { work }: OptimizerObserver): OptimizedCode | undefined {
  if (frame.isTopLevel) return undefined
  const ir = construct(frame)
  compact(ir)
  inlineCalls(ir, frame)
  compact(ir)
  replaceAggregates(ir)
  compact(ir)
  dropPhiCycles(ir)
  compact(ir)
  const code = finish(ir, frame)
  work('optimizeStatement', code.code.length)
  return decide(ir, frame, code)
}

/** Statements in a row. */
function finish(ir: IR, frame: InferenceState): OptimizedCode {
  const { lattice } = ir
  const index = new Map<number, number>()
  const first = new Map<number, number>()
  const last = new Map<number, number>()
  let count = 0
  for (const block of ir.blocks) {
    first.set(block.id, count)
    for (const node of block.nodes) index.set(node.id, count++)
    last.set(block.id, count - 1)
  }
  const operand = (one: Operand): Operand => (one.kind === 'ssa' ? { kind: 'ssa', id: index.get(one.id) ?? missing(one.id) } : one)
  const code: Statement[] = []
  const types: Parameter[] = []
  const lines = new Int32Array(count)
  for (const node of ir.nodes()) {
    lines[code.length] = node.line
    types.push(widenConst(lattice, node.type))
    code.push(placed(withKnownTypes(ir, mapStatement(node.statement, operand)), first, last))
  }
  return new OptimizedCode(
    code, types, lines, ir.locations, ir.slots, ir.slotTypes.map((type) => widenConst(lattice, type)),
    ir.argumentTypes.map((type) => widenConst(lattice, type)), frame.code.isVarArg, false, Infinity,
  )
}

/** The types of a `ccall` that are known by now. */
function withKnownTypes(ir: IR, statement: Statement): Statement {
  if (statement.kind !== 'foreigncall') return statement
  const known = (type: ForeignType): ForeignType => {
    if (type.kind !== 'global' && type.kind !== 'constant' && type.kind !== 'parameter') return type
    const element = ir.typeOf(type)
    const value = element.kind === 'const' ? element.value : undefined
    return typeof value === 'object' && isTypeValue(value) ? { kind: 'type', type: value } : type
  }
  return { ...statement, returnType: known(statement.returnType), argumentTypes: statement.argumentTypes.map(known) }
}

function missing(id: number): never {
  throw new Error(`statement ${id} is used but not there`)
}

/** Jumps name statements, phis the last statements of blocks. */
function placed(statement: Statement, first: ReadonlyMap<number, number>, last: ReadonlyMap<number, number>): Statement {
  switch (statement.kind) {
    case 'goto':
    case 'gotoifnot':
      return { ...statement, target: first.get(statement.target) ?? -1 }
    case 'enter':
      return { ...statement, handler: first.get(statement.handler) ?? -1 }
    case 'phi':
      return { ...statement, edges: statement.edges.map((edge) => last.get(edge) ?? -1) }
    default:
      return statement
  }
}

/** Whether the result may stand in place of calls, or is nothing but a constant. */
function decide(ir: IR, frame: InferenceState, code: OptimizedCode): OptimizedCode {
  const { run } = frame
  const result = frame.bestGuess
  const declared = frame.code.inlining
  let forced = declared === 'inline'
  const isConstant = result.kind === 'const' || (isPlain(result) && constantOfType(run.universe, result) !== undefined)
  if (isConstant && isPure(ir, frame)) {
    frame.callIsConstant = result.kind !== 'const' || isInlineableConstant(run, result.value)
    if (declared !== 'noinline') forced = true
  }
  const isRefused = declared === 'noinline' || hasUnionArgument(frame.instance.specTypes) || (!forced && result.kind === 'bottom')
  if (isRefused) return withDecision(code, false, Infinity)
  if (forced && isDispatchTuple(frame.instance.specTypes)) return withDecision(code, true, 0)
  const { inlining } = run.context.rules
  const limit = threshold(frame) + bonus(frame, result) + (forced ? 19 * inlining.costThreshold : 0)
  const cost = bodyCost(run, code, frame.sparamTypes, inlining, limit)
  return withDecision(code, isSmallOperator(frame) || cost <= limit, cost)
}

function withDecision(code: OptimizedCode, inlineable: boolean, cost: number): OptimizedCode {
  return new OptimizedCode(
    code.code, code.types, code.lines, code.locations, code.slots, code.slotTypes, code.argumentTypes, code.isVarArg, inlineable, cost,
  )
}

/** Few statements, none of which does anything: calls need not be made. */
function isPure(ir: IR, frame: InferenceState): boolean {
  const nodes = [...ir.nodes()]
  if (nodes.length >= 10 || ir.slots.some(({ maybeUndefined }) => maybeUndefined)) return false
  return nodes.every(({ statement, type }) => {
    switch (statement.kind) {
      case 'goto':
      case 'return':
      case 'enter':
        return true
      case 'unreachable':
        return true
      case 'gotoifnot':
        return isBelow(frame.run, ir.typeOf(statement.condition), frame.run.core.bool)
      default:
        return isEffectFree(ir, statement, type)
    }
  })
}

function hasUnionArgument(specTypes: Parameter): boolean {
  const tuple = unwrapUnionAll(specTypes)
  return !isTuple(tuple) || tuple.parameters.some((parameter) => unwrapUnionAll(parameter).kind === 'union')
}

/** A tuple that callers would have to allocate. */
function bonus({ run }: InferenceState, result: LatticeElement): number {
  const type = widenConst(run, result)
  return isBelow(run, type, run.universe.tuple) && !isBits(run.universe, type) ? run.context.rules.inlining.tupleReturnBonus : 0
}

const isOfBase = ({ instance: { method }, run }: InferenceState) => method !== undefined && method.source.module === run.context.base()

/** Iteration and conversions for `ccall` matter most where they are called. */
function threshold(frame: InferenceState): number {
  const { costThreshold } = frame.run.context.rules.inlining
  const name = frame.instance.method?.source.name ?? ''
  return isOfBase(frame) && ['iterate', 'unsafe_convert', 'cconvert'].includes(name) ? costThreshold * 4 : costThreshold
}

/** `a + b + c + d...` and its like. */
function isSmallOperator(frame: InferenceState): boolean {
  const { method } = frame.instance
  if (method === undefined || !isOfBase(frame) || !['+', '*', 'min', 'max'].includes(method.source.name)) return false
  const { universe } = frame.run
  const { signature } = method
  if (signature.kind !== 'datatype') return false
  const [callee] = signature.parameters
  return callee !== undefined && typesEqual(universe, signature, tupleOf(universe, [callee, universe.any, universe.any, universe.any, universe.varargOf(universe.any)]))
}

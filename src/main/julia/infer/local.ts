/**
 * Working off the statements of one frame: each is looked at again whenever more types can reach it, until nothing changes.
 * Order counts for where merging widens, so it is that of Julia 1.5's `typeinf_local`.
 */
import type { Expression, Statement } from '../ir/statement'
import { knownBool, widenConditional, widenConst, Const, isPlain, type LatticeElement } from '../lattice/element'
import { mergeElements } from '../lattice/merge'
import { isBelow } from '../lattice/order'
import { mergeTables, mergeVariable, withVariable, type VariableState, type VariableTable } from '../lattice/variables'
import { isAny } from '../types/type'
import { BOTTOM } from '../types/universe'
import { evaluate, evaluateOperand } from './evaluate'
import type { InferenceState } from './state'

/** Until the frame's worklist is empty. */
export function workOff(frame: InferenceState): void {
  const count = frame.code.code.length
  frame.busy = true
  while (frame.next < count) new Walk(frame).from(frame.next)
  frame.busy = false
}

class Walk {
  /** What flows on from the statement at hand, */
  private table: VariableTable = []
  /** and where to; the number of statements if nowhere. */
  private to = 0
  private readonly count: number

  constructor(private readonly frame: InferenceState) {
    this.count = frame.code.code.length
  }

  from(start: number): void {
    const { frame } = this
    for (let at: number | undefined = start; at !== undefined;) {
      frame.begin(at)
      frame.current = at
      frame.handler = frame.handlerAt[at]
      frame.statementEdges[at] = undefined
      frame.unknownEffects[at] = 0
      const statement = frame.code.code[at]
      this.table = frame.tables[at] ?? []
      this.to = at + 1
      if (statement === undefined) return
      frame.run.context.work('inferStatement', 1)
      if (!this.visit(statement, at) || this.to >= this.count) return
      at = this.flow(statement)
    }
  }

  /** Carries the table to the next statement. Where to go on, undefined to begin anew with the lowest waiting statement. */
  private flow(statement: Statement): number | undefined {
    const { frame, to } = this
    frame.handlerAt[to] = frame.handler
    const merged = mergeTables(frame.run, frame.tables[to], this.table)
    if (merged !== undefined) frame.tables[to] = merged
    if (statement.kind === 'goto' && frame.next < to) {
      // An older way back comes first, so that loops are walked in about the order of their dominators.
      frame.wake(to)
      return undefined
    }
    return merged !== undefined || frame.isWaiting(to) ? to : undefined
  }

  /** False if control does not go on from here. */
  private visit(statement: Statement, at: number): boolean {
    const { frame } = this
    const { universe } = frame.run
    switch (statement.kind) {
      case 'newvar':
        this.table = this.table.map((state, slot) => (slot === statement.slot ? { type: BOTTOM, undef: true } : state))
        break
      case 'goto':
        this.to = statement.target
        break
      case 'gotoifnot':
        if (!this.branch(evaluateOperand(frame, statement.condition, this.table), statement.target)) return false
        break
      case 'return':
        this.to = this.count
        this.returned(evaluateOperand(frame, statement.value, this.table))
        break
      case 'enter':
        frame.handler = { target: statement.handler, outer: frame.handler }
        this.push(statement.handler, this.table)
        frame.handlerAt[statement.handler] = frame.handler
        break
      case 'leave':
        for (let count = 0; count < statement.count; count++) frame.handler = frame.handler?.outer
        break
      case 'assign':
        return this.assign(statement.slot, statement.value, at)
      case 'setGlobal':
        return this.settle(at, evaluateOperand(frame, statement.value, this.table))
      case 'unreachable':
        return false
      case 'meta':
      case 'declareGlobal':
      case 'thunk':
      case 'toplevel':
      case 'popException':
      case 'throwUndefIfNot':
        break
      default:
        return this.evaluate(statement, at)
    }
    frame.statementTypes[at] = universe.any
    return true
  }

  private settle(at: number, type: LatticeElement): boolean {
    if (type.kind === 'bottom') return false
    this.frame.statementTypes[at] = type
    return true
  }

  private assign(slot: number, value: Expression, at: number): boolean {
    const { frame } = this
    const type = evaluate(frame, value, this.table)
    if (!this.settle(at, type)) return false
    const state = { type, undef: false }
    this.table = withVariable(frame.run, this.table, slot, state)
    this.tellHandler(slot, state)
    return true
  }

  /** What a variable is inside a `try` it may be in the handler. */
  private tellHandler(slot: number, state: VariableState): void {
    const { frame } = this
    const target = frame.handler?.target
    const table = target === undefined ? undefined : frame.tables[target]
    if (target === undefined || table === undefined) return
    const merged = mergeVariable(frame.run, table, slot, state)
    if (merged === undefined) return
    frame.tables[target] = merged
    frame.wake(target)
  }

  private evaluate(expression: Expression, at: number): boolean {
    const { frame } = this
    const type = evaluate(frame, expression, this.table)
    if (type.kind === 'bottom') return false
    const uses = frame.uses[at] ?? []
    if (uses.length === 0) {
      frame.statementTypes[at] = type
      return true
    }
    const old = frame.statementTypes[at]
    if (old !== undefined && isBelow(frame.run, type, old)) return true
    frame.statementTypes[at] = old === undefined ? type : mergeElements(frame.run, old, type)
    for (const use of uses) if (frame.tables[use] !== undefined) frame.wake(use)
    return true
  }

  private branch(condition: LatticeElement, target: number): boolean {
    const { frame } = this
    if (condition.kind === 'bottom') return false
    const known = knownBool(condition)
    if (known === false) this.to = target
    if (known !== undefined) return true
    frame.handlerAt[target] = frame.handler
    let otherwise = this.table
    if (condition.kind === 'conditional') {
      const { slot, whenTrue, whenFalse } = condition
      const learn = (type: LatticeElement) => (isPlain(type) && isAny(type) ? this.table : withVariable(frame.run, this.table, slot, { type, undef: false }))
      otherwise = learn(whenFalse)
      this.table = learn(whenTrue)
    }
    this.push(target, otherwise)
    return true
  }

  private push(target: number, table: VariableTable): void {
    const { frame } = this
    const merged = mergeTables(frame.run, frame.tables[target], table)
    if (merged === undefined) return
    frame.tables[target] = merged
    frame.wake(target)
  }

  private returned(element: LatticeElement): void {
    const { frame } = this
    const type = interprocedural(frame, widenConditional(frame.run, element))
    if (isBelow(frame.run, type, frame.bestGuess)) return
    frame.bestGuess = mergeElements(frame.run, frame.bestGuess, type)
    for (const { caller, at } of frame.cycleBackedges) {
      const seen = caller.statementTypes[at]
      if (seen === undefined || !isPlain(seen) || !isAny(seen)) caller.wake(at)
    }
  }
}

/** What may leave the frame. */
function interprocedural(frame: InferenceState, type: LatticeElement): LatticeElement {
  switch (type.kind) {
    case 'const':
      return type.actual ? new Const(type.value) : type
    case 'partialstruct':
      return type
    case 'var':
      return type.upper
    default:
      return widenConst(frame.run, type)
  }
}


/**
 * Frames from their beginning to their end: work off, solve the cycle that a frame turned out to be part of, then finish all of it: optimise,
 * store the code on its instances, tell their backedges (1.5, typeinfer.jl).
 */
import type { CodeInfo } from '../ir/statement'
import { Const, isPlain, widenConditional, widenConst, type LatticeElement } from '../lattice/element'
import { mergeElements } from '../lattice/merge'
import { constantOfType } from '../lattice/type-facts'
import { FOREVER } from '../dispatch/method'
import type { Parameter } from '../types/type'
import { BOTTOM } from '../types/universe'
import { valueOf } from '../values/parameter'
import { CodeInstance, type CodeMethod, type MethodInstance } from '../worlds/method'
import { argumentTypesOf } from './argument-types'
import type { InferenceRun } from './context'
import { resolveCycle } from './cycles'
import { workOff } from './local'
import { InferenceResult, InferenceState } from './state'

/** Frames on the stack of one run; Julia has no such limit, but its stack is larger. */
const DEEPEST = 250
/** Frames of one run. */
const MOST_FRAMES = 50_000

export interface EdgeResult {
  readonly type: LatticeElement
  /** undefined if the result may still change, or is not known to hold. */
  readonly instance: MethodInstance | undefined
  readonly effectsKnown: boolean
}

export function codeFor(run: InferenceRun, instance: MethodInstance): CodeInfo | undefined {
  return instance.thunk?.code ?? run.context.codeOf(instance)
}

/** The result of a callee: stored, computed now, or as far as it is known if it is one of the callers. */
export function inferEdge(caller: InferenceState, method: CodeMethod, types: Parameter, parameters: readonly Parameter[]): EdgeResult {
  const { run } = caller
  const instance = run.context.world.instance(method, types, parameters)
  const known = instance.codeIn(run.age)
  if (known !== undefined) {
    caller.narrowWorlds({ min: known.minWorld, max: known.maxWorld })
    return { type: known.constant === undefined ? known.returnType : new Const(known.constant), instance, effectsKnown: known.effectsKnown }
  }
  const isForUser = !caller.cached && caller.parent === undefined
  const current = isForUser ? undefined : resolveCycle(instance, caller)
  if (current === 'unresolvable') return { type: run.universe.any, instance: undefined, effectsKnown: false }
  if (current !== undefined) {
    caller.narrowWorlds({ min: current.minWorld, max: current.maxWorld })
    return { type: knownGuess(current), instance: undefined, effectsKnown: current.effectsKnown }
  }
  const frame = beginFrame(run, instance)
  if (frame === undefined) return { type: run.universe.any, instance: undefined, effectsKnown: false }
  if (caller.cached || caller.limited) frame.parent = caller
  inferFrame(frame)
  caller.narrowWorlds({ min: frame.minWorld, max: Math.min(frame.maxWorld, run.context.world.age) })
  return { type: knownGuess(frame), instance: frame.inferred ? instance : undefined, effectsKnown: frame.effectsKnown }
}

/** Callers get constants and types. */
function knownGuess({ run, bestGuess }: InferenceState): LatticeElement {
  return bestGuess.kind === 'const' ? bestGuess : widenConst(run, bestGuess)
}

/** A frame whose result goes to the instance. */
export function beginFrame(run: InferenceRun, instance: MethodInstance): InferenceState | undefined {
  if (run.depth >= DEEPEST || run.frames >= MOST_FRAMES) return undefined
  const code = codeFor(run, instance)
  if (code === undefined) return undefined
  const types = argumentTypesOf(run, instance)
  const result = new InferenceResult(instance, { types, given: types.map(() => false) })
  run.addResult(result)
  run.inInference.add(instance)
  return new InferenceState(run, result, code, true)
}

/** Until the frame is done. False if it became part of a cycle that is solved further up the stack. */
export function inferFrame(frame: InferenceState): boolean {
  const { run, result } = frame
  const { observer } = run.context
  observer.enter?.(frame.instance, frame.cached ? undefined : result.args.types)
  run.depth++
  run.frames++
  run.context.work('inferFrame', 1)
  try {
    if (!solve(frame)) return false
    finishAll(frame)
    return true
  } finally {
    run.depth--
    observer.leave?.(frame.instance)
  }
}

function solve(frame: InferenceState): boolean {
  workOff(frame)
  for (let again = true; again;) {
    again = false
    for (const other of frame.cycle) {
      if (other.busy) return false
      if (other.next < other.code.code.length) {
        workOff(other)
        again = true
      }
      other.narrowWorlds({ min: frame.minWorld, max: frame.maxWorld })
    }
  }
  return true
}

function finishAll(frame: InferenceState): void {
  const { run } = frame
  if (frame.cycle.length === 0) frame.cycle.push(frame)
  const frames = frame.cycle
  for (const one of frames) one.busy = true
  for (const one of frames) finish(one)
  const { cached } = frame
  for (const one of frames) one.minWorld = Math.max(one.minWorld, frame.minWorld)
  if (cached || frame.parent !== undefined) {
    for (const one of frames) {
      if (one.isComplete) one.result.optimized = run.context.optimize?.(one)
      frame.narrowWorlds({ min: one.minWorld, max: one.maxWorld })
    }
  }
  const worlds = { min: frame.minWorld, max: frame.maxWorld === run.context.world.age ? FOREVER : frame.maxWorld }
  for (const one of frames) {
    one.minWorld = worlds.min
    one.maxWorld = worlds.max
    if (cached) store(one)
    one.inferred = true
  }
  // Callers rely on these edges even where this result is not kept.
  if (worlds.max !== FOREVER || !(cached || frame.parent !== undefined)) return
  for (const one of frames) if (!one.isTopLevel) run.context.world.addEdges(one.instance, one.edges())
}

/** Fixes what the frame found; the result of one that a limit was hit in is not kept. */
function finish(frame: InferenceState): void {
  const { run, result } = frame
  result.type = frame.bestGuess
  result.frame = frame
  if (frame.limited && frame.cached && frame.parent !== undefined) {
    frame.cached = false
    run.inInference.delete(frame.instance)
    return
  }
  frame.isComplete = true
  for (const [at, type] of frame.statementTypes.entries()) if (type !== undefined) frame.statementTypes[at] = widenConditional(run, type)
  joinAssignments(frame)
}

/** The type of a variable is that of all that is assigned to it. */
function joinAssignments(frame: InferenceState): void {
  const { run, code } = frame
  for (const [at, statement] of code.code.entries()) {
    if (statement.kind !== 'assign' || frame.tables[at] === undefined) continue
    const type = widenConst(run, frame.statementTypes[at] ?? BOTTOM)
    if (type.kind !== 'bottom') frame.slotTypes[statement.slot] = mergeElements(run, frame.slotTypes[statement.slot] ?? BOTTOM, type)
  }
}

function store(frame: InferenceState): void {
  const { run, result, instance, minWorld, maxWorld } = frame
  const wanted = run.inInference.delete(instance)
  const covered = instance.codeInstances.some((code) => code.minWorld <= minWorld && maxWorld <= code.maxWorld)
  if (!wanted || covered) return
  const type = result.type ?? BOTTOM
  const code = new CodeInstance(instance, minWorld, widenConst(run, type), constantResult(run, type), frame.edges())
  code.maxWorld = maxWorld
  const { optimized } = result
  const { method } = instance
  const keep = optimized !== undefined && (method === undefined || optimized.inlineable || run.context.world.isCompileable(method, instance.specTypes))
  code.callIsConstant = frame.callIsConstant
  code.effectsKnown = frame.effectsKnown
  if (keep && !frame.callIsConstant) code.inferred = optimized
  run.context.world.storeCode(code)
  run.context.observer.stored?.(code)
}

function constantResult(run: InferenceRun, type: LatticeElement) {
  if (type.kind === 'const') return type.value
  const about = isPlain(type) ? constantOfType(run.universe, type) : undefined
  return about === undefined ? undefined : valueOf(run.core, about)
}

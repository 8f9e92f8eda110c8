/**
 * Calls of generic functions: which methods may be reached, what each returns, what constants add, and which edges the caller
 * then has (1.5, `abstract_call_gf_by_type`; edges by version as in julia-semantics.md e.2). Of effects, which Julia tracks from 1.8
 * on, only that is kept which decides about edges: whether anything at all is known of what a call does. It is as soon as no
 * statement of the callee is a dynamic call, a `ccall` other than of array memory, or a call of which nothing is known; that loops, throws and
 * writes may together leave nothing known is left out.
 */
import type { LookupResult, Match } from '../dispatch/lookup'
import { isPlain, type LatticeElement } from '../lattice/element'
import { mergeElements } from '../lattice/merge'
import { isBelow } from '../lattice/order'
import { countUnionSplit, splitUnions } from '../lattice/type-facts'
import { isDispatchTuple } from '../types/query'
import { isSubtype } from '../types/subtype'
import { isAny, isTypeType, unwrapUnionAll, type Parameter } from '../types/type'
import { BOTTOM } from '../types/universe'
import type { JuliaValue } from '../values/value'
import type { CodeMethod, MethodInstance } from '../worlds/method'
import { inferWithConstants } from './constant-propagation'
import { inferMethod } from './method-call'
import { methodLimit } from './method-limit'
import { callPure } from './pure'
import type { CallInfo, InferenceResult, InferenceState } from './state'

type CodeMatch = Match<CodeMethod>
type Lookup = CallInfo['lookups'][number]

/** `args` with the callee first; `callee` if its value is known. */
export function inferGenericCall(
  frame: InferenceState, callee: JuliaValue | undefined, args: readonly LatticeElement[], signature: Parameter,
  maxMethods = methodLimit(frame, callee === undefined ? undefined : frame.run.core.typeOf(callee)),
): LatticeElement {
  const { universe } = frame.run
  frame.callInfo[frame.current] = undefined
  if (!hasOneTable(frame, signature)) return inferUnknownCall(frame)
  const lookups = findMethods(frame, signature, maxMethods)
  if (lookups === undefined) return inferUnknownCall(frame)
  const matches = lookups.flatMap((lookup) => lookup.matches)
  const pure = callee === undefined || matches.length !== 1 || matches[0]?.method.source.code.pure !== true ? undefined : callPure(frame, callee, args)
  if (pure !== undefined) return pure
  const call = inferMatches(frame, matches)
  const improved = improve(frame, callee, args, call)
  frame.callInfo[frame.current] = { argumentTypes: args, lookups, constantResult: improved.constantResult }
  // Whoever does not use the result needs no more than to know whether the call returns.
  const type = frame.isResultUnused() && improved.type.kind !== 'bottom' ? universe.any : improved.type
  const effectsKnown = call.effectsKnown || improved.constantResult?.frame?.effectsKnown === true
  if (!effectsKnown) frame.noteUnknownEffects()
  if (isDependency(frame, type, effectsKnown)) addEdges(frame, signature, call.edges, lookups)
  return type
}

/** A call of which nothing is known: it may return and do anything, so that no new method could add to it. */
export function inferUnknownCall(frame: InferenceState): Parameter {
  frame.noteUnknownEffects()
  return frame.run.universe.any
}

/** The callee is of a type whose methods are all in one table; of a constructor its type is known. */
function hasOneTable({ run }: InferenceState, signature: Parameter): boolean {
  const tuple = unwrapUnionAll(signature)
  const first = tuple.kind === 'datatype' ? tuple.parameters[0] : undefined
  const callee = first === undefined ? undefined : unwrapUnionAll(first)
  if (callee?.kind !== 'datatype' || !run.context.world.hasTable(callee)) return false
  if (!isTypeType(callee)) return true
  const about = callee.parameters[0] ?? BOTTOM
  return unwrapUnionAll(about.kind === 'var' ? about.upper : about).kind === 'datatype'
}

/** One lookup, or one for each choice among the members of argument unions; undefined if one has too many matches. */
function findMethods(frame: InferenceState, signature: Parameter, limit: number): readonly Lookup[] | undefined {
  const { run } = frame
  const tuple = unwrapUnionAll(signature)
  const splits = tuple.kind === 'datatype' ? countUnionSplit(tuple.parameters) : 1
  const signatures = splits > 1 && splits <= run.context.rules.inference.maxUnionSplitting ? splitUnions(run.universe, signature) : [signature]
  const lookups: Lookup[] = []
  let worlds = { min: 0, max: Infinity }
  for (const one of signatures) {
    const { matches, worlds: own } = lookUp(frame, one, limit)
    if (matches === undefined) return undefined
    worlds = { min: Math.max(worlds.min, own.min), max: Math.min(worlds.max, own.max) }
    lookups.push({ signature: one, matches })
  }
  frame.narrowWorlds(worlds)
  return lookups
}

function lookUp(frame: InferenceState, signature: Parameter, limit: number): LookupResult<CodeMethod> {
  const { world, work } = frame.run.context
  const known = frame.lookups.get(signature)
  if (known !== undefined) return known
  const found = world.lookup(signature, frame.run.age, limit === Infinity ? undefined : limit)
  work('methodLookedAt', found.looked)
  frame.lookups.set(signature, found)
  return found
}

interface InferredMatches {
  readonly type: LatticeElement
  readonly edges: readonly MethodInstance[]
  /** The only match that returns, if all were inferred and none is part of a cycle. */
  readonly only: CodeMatch | undefined
  readonly effectsKnown: boolean
}

function inferMatches(frame: InferenceState, matches: readonly CodeMatch[]): InferredMatches {
  const { universe } = frame.run
  const edges: MethodInstance[] = []
  const returning: CodeMatch[] = []
  let type: LatticeElement = BOTTOM
  let cycle = false
  let effectsKnown = true
  let seen = 0
  for (const match of matches) {
    if (frame.isTopLevel && !isDispatchTuple(match.signature)) {
      // Only concrete calls of top-level expressions are worth it.
      type = universe.any
      break
    }
    const found = inferMethod(frame, match.method, match.signature, match.parameters, matches.length > 1)
    cycle ||= found.cycle
    effectsKnown &&= found.effectsKnown
    if (found.instance !== undefined) edges.push(found.instance)
    if (found.type.kind !== 'bottom') returning.push(match)
    seen++
    type = mergeElements(frame.run, type, found.type)
    if (isPlain(type) && isAny(type)) break
  }
  const isWhole = seen === matches.length && !cycle && returning.length === 1 && isPlain(type)
  return { type, edges, only: isWhole ? returning[0] : undefined, effectsKnown: effectsKnown && seen === matches.length }
}

/** Tries the only match again with the constants among its arguments. */
function improve(
  frame: InferenceState, callee: JuliaValue | undefined, args: readonly LatticeElement[], { type, only }: InferredMatches,
): { readonly type: LatticeElement, readonly constantResult: InferenceResult | undefined } {
  const result = only === undefined ? undefined : inferWithConstants(frame, type, callee, args, only)
  if (result?.type === undefined) return { type, constantResult: undefined }
  return { type: isBelow(frame.run, result.type, type) ? result.type : type, constantResult: result }
}

/** Whether a new method could change what is known of a call: `Any` cannot get wider, unknown effects not more unknown (e.2). */
function isDependency({ run }: InferenceState, type: LatticeElement, effectsKnown: boolean): boolean {
  if (!isPlain(type) || !isAny(type)) return true
  const { skipResultAny } = run.context.rules.edges
  return skipResultAny === 'never' || (skipResultAny === 'withUnknownEffects' && effectsKnown)
}

function addEdges(frame: InferenceState, signature: Parameter, edges: readonly MethodInstance[], lookups: readonly Lookup[]): void {
  const { run } = frame
  for (const instance of edges) frame.addInstanceEdge(instance)
  const methods = lookups.flatMap(({ matches }) => matches.map(({ method }) => method))
  const isCovered = run.context.rules.edges.coversByChoice
    ? lookups.every((lookup) => lookup.matches.some(({ method }) => isSubtype(run.universe, lookup.signature, method.signature)))
    : methods.some((method) => isSubtype(run.universe, signature, method.signature))
  if (!isCovered) frame.addEdge({ to: 'table', table: run.context.world.tableOf(signature), signature })
}

/**
 * What a call comes to, given the types of its arguments: a constant, code to be put in its place, a method instance to be invoked,
 * or, where unions split, one of these for each choice. Compare Julia 1.5's `assemble_inline_todo!` and `analyze_method!`
 * (ssair/inlining.jl).
 */
import { which, type LookupResult, type Match } from '../dispatch/lookup'
import { isForArguments } from '../infer/argument-types'
import { methodLimit } from '../infer/method-limit'
import type { InferenceState } from '../infer/state'
import type { OptimizedCode } from '../ir/statement'
import { isPlain, widenConditional, widenConst, type LatticeElement } from '../lattice/element'
import { countUnionSplit, hasConstInfo, isDispatchElement, rewrapUnionAll } from '../lattice/type-facts'
import { tupleOf } from '../types/instantiate'
import { typeIntersect } from '../types/intersect'
import { hasConcreteSubtype, isDispatchTuple } from '../types/query'
import { isSubtype, solveSubtype } from '../types/subtype'
import { isTuple, isTypeType, unwrapUnionAll, type DataType, type Parameter } from '../types/type'
import { unionMembers, unionOf } from '../types/union'
import type { JuliaValue } from '../values/value'
import type { CodeMethod, MethodInstance } from '../worlds/method'
import { isInlineableConstant } from './effects'

export interface InlinedCall {
  readonly kind: 'inline'
  readonly instance: MethodInstance
  readonly code: OptimizedCode
  readonly parameters: readonly Parameter[]
}

export type Resolution =
  | InlinedCall
  | { readonly kind: 'constant', readonly value: JuliaValue }
  | { readonly kind: 'invoke', readonly instance: MethodInstance }

/** Argument types of one choice and what the call is then. */
interface Case {
  readonly signature: DataType
  readonly resolution: Resolution
}

export type CallPlan =
  | Resolution
  /** Tests for each case in turn; what is left is dispatched at run time if not all is covered. */
  | { readonly kind: 'split', readonly cases: readonly Case[], readonly covered: boolean, readonly signature: DataType }

/** A call: the callee's type first. */
export interface Call {
  readonly argumentTypes: readonly LatticeElement[]
  readonly resultType: LatticeElement
}

export class CallResolver {
  private readonly world: InferenceState['run']['context']['world']
  private readonly age: number

  constructor(private readonly frame: InferenceState) {
    this.world = frame.run.context.world
    this.age = frame.run.age
  }

  resolve(call: Call): CallPlan | undefined {
    const { run } = this.frame
    const { universe } = run
    const types = call.argumentTypes.map((type) => widenConst(run, type))
    const signature = tupleOf(universe, types)
    const callee = types[0]
    if (callee === undefined || !this.hasTable(callee)) return undefined
    const found = this.lookup(signature)
    const { matches } = found
    if (matches === undefined || matches.length === 0) return undefined
    this.frame.narrowWorlds(found.worlds)
    return this.plan(call, signature, found, matches)
  }

  private hasTable(callee: Parameter): boolean {
    const body = unwrapUnionAll(callee)
    return body.kind === 'datatype' && this.world.hasTable(body)
  }

  private lookup(signature: DataType): LookupResult<CodeMethod> {
    const known = this.frame.lookups.get(signature)
    if (known !== undefined) return known
    const found = this.world.lookup(signature, this.age, methodLimit(this.frame, signature.parameters[0]))
    this.frame.lookups.set(signature, found)
    return found
  }

  private plan(call: Call, signature: DataType, found: LookupResult<CodeMethod>, matches: readonly Match<CodeMethod>[]): CallPlan | undefined {
    const { run } = this.frame
    const { universe } = run
    const whole = isSubtype(universe, signature, unionOf(universe, matches.map((match) => match.signature)))
    const cases: Case[] = []
    const split: Parameter[] = []
    let covered = whole
    for (const match of matches) {
      const resolution = isDispatchTuple(match.signature) ? this.resolveMethod(call, match.signature, match.signature, match.parameters, match.method, found.ambiguous) : undefined
      if (resolution === undefined) {
        covered = false
        continue
      }
      cases.push({ signature: match.signature as DataType, resolution })
      split.push(match.signature)
    }
    const choices = countUnionSplit(signature.parameters)
    if (choices !== 1 && choices <= run.context.rules.inference.maxUnionSplitting) {
      covered = true
      for (const choice of choicesOf(universe, signature)) {
        if (isDispatchTuple(choice) && split.includes(choice)) continue
        const resolution = isDispatchTuple(choice) ? this.resolveChoice(call, choice, matches, found.ambiguous) : undefined
        if (resolution === undefined) covered = false
        else cases.push({ signature: choice, resolution })
      }
    }
    const [only] = matches
    if (whole && cases.length === 0 && matches.length === 1 && only !== undefined) {
      return this.resolveMethod(call, signature, only.signature, only.parameters, only.method, found.ambiguous)
    }
    if (cases.length === 0) return undefined
    const [first] = cases
    return covered && cases.length === 1 ? first?.resolution : { kind: 'split', cases, covered, signature }
  }

  /** The most specific method that takes a choice. */
  private resolveChoice(call: Call, choice: DataType, matches: readonly Match<CodeMethod>[], ambiguous: boolean): Resolution | undefined {
    const { universe } = this.frame.run
    const match = matches.find(({ method }) => isSubtype(universe, choice, method.signature))
    if (match === undefined) return undefined
    const parameters = solveSubtype(universe, choice, match.method.signature) ?? match.parameters
    return this.resolveMethod(call, choice, choice, parameters, match.method, ambiguous)
  }

  /** `invoke(f, types, args...)`: `call` without `types`. */
  resolveInvoke(call: Call, types: LatticeElement): Resolution | undefined {
    const { run } = this.frame
    const { universe } = run
    const [callee] = call.argumentTypes
    const calleeType = callee === undefined ? undefined : widenConst(run, callee)
    const asked = types.kind === 'const' ? (typeof types.value === 'object' && 'kind' in types.value ? types.value : undefined)
      : types.kind === 'datatype' && isTypeType(types) ? types.parameters[0] : undefined
    if (calleeType === undefined || asked === undefined || asked.open || !isDispatchElement(universe, calleeType)) return undefined
    const tuple = unwrapUnionAll(asked)
    if (!isTuple(tuple)) return undefined
    const invoked = rewrapUnionAll(universe, tupleOf(universe, [calleeType, ...tuple.parameters]), asked)
    const signature = tupleOf(universe, call.argumentTypes.map((type) => widenConst(run, type)))
    if (!isSubtype(universe, signature, invoked)) return undefined
    const method = which(invoked, { table: this.world.tableOf(invoked), world: this.age })
    if (typeof method === 'string') return undefined
    const part = typeIntersect(universe, signature, method.signature)
    return this.resolveMethod(call, part, part, solveSubtype(universe, part, method.signature) ?? [], method, false, invoked)
  }

  private resolveMethod(
    call: Call, asked: Parameter, matched: Parameter, parameters: readonly Parameter[], method: CodeMethod, ambiguous: boolean, invoked?: Parameter,
  ): Resolution | undefined {
    const { run } = this.frame
    const { resultType, argumentTypes } = call
    if (resultType.kind === 'const' && resultType.actual && isInlineableConstant(run, resultType.value)) return { kind: 'constant', value: resultType.value }
    const { isVarArg } = method.source.code
    if (argumentTypes.length !== method.argumentCount && !(method.argumentCount > 0 && isVarArg)) return undefined
    if (ambiguous && invoked === undefined) return undefined
    if (parameters.some(({ kind }) => kind === 'var')) return undefined
    const instance = this.world.existingInstance(method, matched)
    if (instance === undefined) return this.invoked(asked, invoked)
    const inferred = this.inferred(instance, call)
    if (inferred === undefined) return this.invoked(asked, invoked)
    if (inferred.kind === 'constant') {
      this.addEdge(instance, invoked)
      return inferred
    }
    if (!inferred.code.inlineable) return this.invoked(asked, invoked)
    this.addEdge(instance, invoked)
    return { kind: 'inline', instance, code: inferred.code, parameters }
  }

  private addEdge(instance: MethodInstance, invokeSignature: Parameter | undefined): void {
    if (!this.frame.isTopLevel) this.frame.optimizerEdges.push({ to: 'instance', instance, invokeSignature })
  }

  /** The one instance that a call with these types runs. */
  private invoked(types: Parameter, invokeSignature: Parameter | undefined): Resolution | undefined {
    const { universe } = this.frame.run
    if (types.open || types.kind !== 'datatype' || !hasConcreteSubtype(types)) return undefined
    const { matches, worlds } = invokeSignature === undefined
      ? this.world.lookup(types, this.age, 1)
      : { matches: this.matchOf(invokeSignature, types), worlds: { min: 0, max: Infinity } }
    const [match] = matches ?? []
    if (match === undefined || matches?.length !== 1) return undefined
    if (match.parameters.some(({ kind }) => kind === 'var')) return undefined
    const part = match.signature
    if (part.kind !== 'datatype') return undefined
    const compiled = this.world.compilationSignature(match.method, part, match.parameters)
    if (!isDispatchTuple(part) && !this.world.isCompileable(match.method, compiled)) return undefined
    const parameters = compiled === part ? match.parameters : (solveSubtype(universe, compiled, match.method.signature) ?? match.parameters)
    const instance = this.world.instance(match.method, compiled, parameters)
    this.addEdge(instance, invokeSignature)
    this.frame.narrowWorlds(worlds)
    return { kind: 'invoke', instance }
  }

  private matchOf(invokeSignature: Parameter, types: DataType): Match<CodeMethod>[] {
    const { universe } = this.frame.run
    const method = which(invokeSignature, { table: this.world.tableOf(invokeSignature), world: this.age })
    if (typeof method === 'string') return []
    return [{ method, signature: types, parameters: solveSubtype(universe, types, method.signature) ?? [], covers: true }]
  }

  /** Code to be put into the caller: that of constant propagation if it was done for just these arguments. */
  private inferred(instance: MethodInstance, { argumentTypes, resultType }: Call): { kind: 'constant', value: JuliaValue } | { kind: 'code', code: OptimizedCode } | undefined {
    const { run } = this.frame
    const given = argumentTypes.map((type) => widenConditional(run, type))
    if (given.some((type) => hasConstInfo(run, type)) || isTypeTuple(run, resultType)) {
      const result = run.resultsOf(instance).find((known) => isForArguments(run, instance, known.args, given))
      const { frame, type, optimized } = result ?? {}
      if (frame?.callIsConstant === true && type?.kind === 'const' && isInlineableConstant(run, type.value)) return { kind: 'constant', value: type.value }
      if (frame?.callIsConstant !== true && optimized !== undefined) return { kind: 'code', code: optimized }
    }
    const code = instance.codeIn(run.age)
    if (code !== undefined) {
      if (code.callIsConstant && code.constant !== undefined) return { kind: 'constant', value: code.constant }
      return code.inferred === undefined ? undefined : { kind: 'code', code: code.inferred }
    }
    return undefined
  }
}

/** A tuple with a type in it: constants may say which. */
function isTypeTuple({ universe }: { readonly universe: { readonly dataTypeKind: DataType } }, type: LatticeElement): boolean {
  return isPlain(type) && isTuple(type) && type.concrete && type.parameters.includes(universe.dataTypeKind)
}

/** The signatures without unions that make up this one: the first argument varies fastest. */
function choicesOf(universe: Parameters<typeof tupleOf>[0], { parameters }: DataType): DataType[] {
  let choices: Parameter[][] = [[]]
  for (const parameter of [...parameters].reverse()) {
    const members = parameter.kind === 'union' ? unionMembers(parameter) : [parameter]
    choices = choices.flatMap((rest) => members.map((member) => [member, ...rest]))
  }
  return choices.map((elements) => tupleOf(universe, elements))
}

/**
 * Calls whose method is not known when code is compiled: what `juliac --trim` refuses (Compiler/src/verifytrim.jl), in its words. A call of a builtin
 * or an intrinsic is resolved unless it calls functions itself; `invoke` names its instance; every other call is dispatched when it runs.
 */
import { MethodInstance } from '../worlds/method'
import type { Operand } from '../ir/statement'
import { isBelow } from '../lattice/order'
import { tupleOf } from '../types/instantiate'
import { isVarargTuple } from '../types/query'
import { isTuple, unwrapUnionAll, type Parameter } from '../types/type'
import { IntrinsicFunction } from '../values/value'
import type { World } from '../worlds/world'
import { valueOfStatement, type CodeView } from './code-view'
import type { CauseFinder } from './causes'
import type { Finding } from './findings'
import { serviceOf } from './services'

export interface DispatchContext {
  readonly world: World
  readonly age: number
  readonly causes: CauseFinder
  /** Whether there is code for an instance, or its result is known. */
  readonly hasCode: (instance: MethodInstance) => boolean
}

/** Builtins that call functions. */
const CALLERS: ReadonlySet<string> = new Set(['_apply', '_apply_pure', '_apply_latest', '_call_latest', 'invoke', '_call_in_world', 'modifyfield!'])

/** Of a statement; undefined if it dispatches nothing at run time. */
export function unresolved(context: DispatchContext, view: CodeView, at: number): Finding | undefined {
  const statement = view.code.code[at]
  const value = statement && valueOfStatement(statement)
  switch (value?.kind) {
    case 'call':
      return unresolvedCall(context, view, value.args, at)
    case 'invoke':
      return value.instance instanceof MethodInstance && !context.hasCode(value.instance) ? finding(view, at, 'unresolved invoke', {
        reason: `${view.nameOf(value.instance)} has no code that could be compiled`, advice: '',
      }) : undefined
    case 'foreigncall': {
      const { calls, does } = serviceOf(value.name)
      return calls === true ? finding(view, at, 'disallowed ccall into a runtime function', { reason: `\`${value.name}\` ${does}`, advice: 'What it runs cannot be known ahead of time.' }) : undefined
    }
    case 'method':
    case 'thunk':
    case 'toplevel':
    case 'interpolate':
      return finding(view, at, 'unresolved definition', { reason: 'code is defined while the program runs', advice: 'Define it at top level.' })
    default:
      return undefined
  }
}

function finding(view: CodeView, at: number, problem: string, cause: Finding['cause'], detail = ''): Finding {
  return { need: 'dispatch', problem, cause, detail, warning: view.code.types[at]?.kind === 'bottom' }
}

function unresolvedCall(context: DispatchContext, view: CodeView, args: readonly Operand[], at: number): Finding | undefined {
  const [callee] = args
  if (callee === undefined || isIntrinsic(view, callee)) return undefined
  const name = view.builtin(callee)
  if (name === undefined) {
    return isBuiltinType(view, callee)
      ? finding(view, at, 'unresolved call to (unknown) builtin', causeOf(context, view, args, at))
      : finding(view, at, 'unresolved call', causeOf(context, view, args, at), methodsText(context, view, args))
  }
  if (name === '_apply_iterate') return unresolvedSplat(context, view, args, at)
  if (!CALLERS.has(name)) return undefined
  const latest = name === '_apply_latest' || name === '_call_latest'
  return finding(view, at, `unresolved call to builtin \`Core.${name}\``, latest
    ? { reason: 'invokelatest looks for the method when it runs', advice: 'Call the function directly, or through a FunctionWrapper of one signature.' }
    : causeOf(context, view, args, at))
}

/** A splat of arrays and tuples into a builtin is no dispatch, any other is. */
function unresolvedSplat(context: DispatchContext, view: CodeView, [, , f, ...containers]: readonly Operand[], at: number): Finding | undefined {
  if (f === undefined) return undefined
  const builtin = view.builtin(f)
  const lengths = containers.find((operand) => !isOfKnownLength(view.typeOf(operand)))
  if (builtin === undefined || CALLERS.has(builtin) || builtin === '_apply_iterate') {
    const cause = context.causes.ofCall(view, [f, ...containers], at)
    return finding(view, at, 'unresolved call to function', cause ?? {
      reason: lengths === undefined ? `splatting makes a call of unknown arguments: ${view.statementText(at)}` : `how many arguments a splat of ::${view.print(view.typeOf(lengths))} gives is not known`,
      advice: 'Splat tuples, or pass the container itself.',
    })
  }
  const iterated = containers.find((operand) => !isSplattable(view, view.typeOf(operand)))
  if (iterated === undefined) return undefined
  return finding(view, at, 'unresolved argument to call', context.causes.ofCall(view, [iterated], at) ?? {
    reason: `a ${view.print(view.typeOf(iterated))} is iterated to be splatted`, advice: 'Splat tuples or arrays.',
  })
}

function isOfKnownLength(type: Parameter): boolean {
  const body = unwrapUnionAll(type)
  return isTuple(body) && !isVarargTuple(body)
}

function isSplattable({ lattice, lattice: { core, universe } }: CodeView, type: Parameter): boolean {
  return [core.type('SimpleVector'), core.array, universe.tuple, universe.namedTuple].some((known) => isBelow(lattice, type, known))
}

function isIntrinsic(view: CodeView, callee: Operand): boolean {
  return view.valueOf(callee) instanceof IntrinsicFunction
}

/** Some builtin, but which one is not known. */
function isBuiltinType(view: CodeView, callee: Operand): boolean {
  return isBelow(view.lattice, view.typeOf(callee), view.lattice.core.type('Builtin'))
}

/** How many methods a call may reach. */
function methodsText({ world, age }: DispatchContext, view: CodeView, args: readonly Operand[]): string {
  const types = args.map((operand) => view.typeOf(operand))
  const [callee] = types
  const body = callee && unwrapUnionAll(callee)
  if (body?.kind !== 'datatype' || !world.hasTable(body)) return 'any function may be called'
  const count = world.lookup(tupleOf(view.lattice.universe, types), age).matches?.length ?? 0
  const most = world.rules.inference.maxMethods
  return `${count} ${count === 1 ? 'method matches' : 'methods match'}${count > most ? `, more than the ${most} that inference looks at` : ''}`
}

/** Why the methods of a call are not known. */
function causeOf({ causes, world, age }: DispatchContext, view: CodeView, args: readonly Operand[], at: number): Finding['cause'] {
  const unknown = causes.ofCall(view, args, at)
  const types = args.map((operand) => view.typeOf(operand))
  const signature = tupleOf(view.lattice.universe, types)
  const [callee] = types
  const body = callee && unwrapUnionAll(callee)
  if (body?.kind !== 'datatype' || !world.hasTable(body)) return unknown ?? { reason: 'the function is not known', advice: '' }
  const { matches = [], ambiguous } = world.lookup(signature, age)
  if (matches.length === 0) return { reason: `no method matches ${view.statementText(at)}`, advice: 'It throws a MethodError.' }
  if (unknown !== undefined) return unknown
  if (ambiguous) return { reason: `${matches.length} methods are ambiguous for ${view.statementText(at)}`, advice: 'Define the method for just these types.' }
  return { reason: `the code of ${view.statementText(at)} was given up by inference`, advice: '' }
}

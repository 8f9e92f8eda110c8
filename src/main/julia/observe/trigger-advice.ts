/**
 * Why a call had to be dispatched at run time, and what would help: the categories of SnoopCompile's `suggest`, decided from the
 * caller's optimised code, with advice that names the argument and the rewrite. What is left out: the categories of test sets,
 * which only a test run has.
 */
import type { SCHEMA } from '../../../shared/profile/schema'
import type { OptimizedCode, Operand, Statement } from '../ir/statement'
import { printType } from '../types/print'
import { isConcreteType, isVarargTuple } from '../types/query'
import { isAny, isKind, isTuple, isTypeType, unwrapUnionAll, type Parameter } from '../types/type'
import type { TypeUniverse } from '../types/universe'
import type { CallSite } from '../runtime/observer'
import type { MethodInstance } from '../worlds/method'

type Category = (typeof SCHEMA)['triggers']['category']['oneOf'][number]

export interface Advice {
  readonly category: Category
  /** One or two sentences; '' if there is nothing to say. */
  readonly advice: string
}

interface Trigger {
  readonly instance: MethodInstance
  readonly site: CallSite | undefined
}

/** The code of the caller that ran, and the statement in it. */
interface Call {
  readonly code: OptimizedCode
  readonly at: number
  readonly statement: Extract<Statement, { kind: 'call' | 'invoke' }>
}

function callOf({ site }: Trigger): Call | undefined {
  if (site?.caller === undefined) return undefined
  for (const { inferred } of site.caller.codeInstances) {
    const statement = inferred?.code[site.statement]
    if (inferred !== undefined && (statement?.kind === 'call' || statement?.kind === 'invoke')) return { code: inferred, at: site.statement, statement }
  }
  return undefined
}

function typeOfOperand(code: OptimizedCode, operand: Operand): Parameter | undefined {
  if (operand.kind === 'ssa') return code.types[operand.id]
  if (operand.kind === 'argument') return code.argumentTypes[operand.id]
  return operand.kind === 'slot' ? code.slotTypes[operand.id] : undefined
}

/** Whether everything from here on ends in an exception. */
function leadsToError({ code }: OptimizedCode, from: number): boolean {
  for (let at = from + 1; at < code.length; at++) {
    const statement = code[at]
    if (statement?.kind === 'unreachable') return true
    if (statement === undefined || ['goto', 'gotoifnot', 'return', 'enter', 'leave', 'phi'].includes(statement.kind)) return false
  }
  return false
}

function isSplatted(method: MethodInstance['method']): boolean {
  const tuple = method === undefined ? undefined : unwrapUnionAll(method.signature)
  return tuple !== undefined && isTuple(tuple) && isVarargTuple(tuple)
}

function hasBox({ types, slotTypes }: OptimizedCode): boolean {
  return [...types, ...slotTypes].some((type) => type.kind === 'datatype' && type.name.name === 'Box' && type.name.module === 'Core')
}

/** The element type of the array that a value was read from, if that is why it is not known. */
function containerOf(code: OptimizedCode, operand: Operand): Parameter | undefined {
  const made = operand.kind === 'ssa' ? code.code[operand.id] : undefined
  if (made?.kind !== 'call' && made?.kind !== 'invoke') return undefined
  for (const argument of made.args) {
    const type = typeOfOperand(code, argument)
    const element = type?.kind === 'datatype' && type.name.name === 'Array' ? type.parameters[0] : undefined
    if (type !== undefined && element !== undefined && !isConcreteType(element)) return type
  }
  return undefined
}

/** Decides why the call was dispatched. `text` prints instances. */
export function adviceFor(trigger: Trigger, text: (instance: MethodInstance) => string): Advice {
  const { instance, site } = trigger
  if (site?.caller === undefined) return { category: 'NoCaller', advice: `Called from top level. A workload that runs it, or a precompile directive for ${text(instance)}, does this work ahead of time.` }
  const call = callOf(trigger)
  if (call === undefined) return { category: 'none', advice: '' }
  return new CallAdvice(trigger.instance, site.caller, call, text).decide()
}

class CallAdvice {
  private readonly universe: TypeUniverse | undefined

  constructor(
    private readonly callee: MethodInstance,
    private readonly caller: MethodInstance,
    private readonly call: Call,
    private readonly text: (instance: MethodInstance) => string,
  ) {
    this.universe = callee.method?.table.universe
  }

  decide(): Advice {
    const { callee, caller, call } = this
    const { code, at, statement } = call
    if (leadsToError(code, at)) return { category: 'ErrorPath', advice: 'On the way to an exception: it costs only where something failed already. Ignore it.' }
    if (this.isNamed('invokelatest', '_apply_latest')) return { category: 'FromInvokeLatest', advice: 'invokelatest is never known to inference: precompile the callee by a directive of its own.' }
    if (this.isNamed('invoke')) return { category: 'FromInvoke', advice: 'invoke with argument types that inference does not know.' }
    const splatted = isSplatted(callee.method)
    if (statement.kind === 'invoke') {
      return splatted
        ? { category: 'InvokedCalleeVararg', advice: `The callee takes varargs and was not compiled with the caller. Add a precompile directive for ${this.text(callee)}.` }
        : { category: 'Invoke', advice: `Known to inference, but its code was not there. Add a precompile directive for ${this.text(callee)}, or for the caller.` }
    }
    if (hasBox(code)) return { category: 'HasCoreBox', advice: 'A captured variable that is assigned again sits in a Core.Box, so its type is not known. Assign it once, or wrap the closure in let.' }
    if (this.isCalleeUnknown()) return { category: 'CalleeVariable', advice: `The function itself is not known here. If it is an argument, make the caller specialise on it (f::F where F), or force one signature with a function wrapper.` }
    if (isSplatted(caller.method)) return { category: 'CallerVararg', advice: 'The caller takes varargs and was compiled for any number of them. Give it fixed arguments, or write ::Vararg{T,N} where {T,N} to specialise.' }
    if (splatted) return { category: 'CalleeVararg', advice: `The callee takes varargs of types that differ. Homogenise the arguments, or assert the types: ${this.unknownArguments()}` }
    return this.byArguments()
  }

  private isNamed(...names: readonly string[]): boolean {
    const [callee] = this.call.statement.args
    return callee?.kind === 'global' && names.includes(Symbol.keyFor(callee.ref.name) ?? '')
  }

  private isCalleeUnknown(): boolean {
    const [callee] = this.call.statement.args
    const type = callee === undefined ? undefined : typeOfOperand(this.call.code, callee)
    return type !== undefined && !isConcreteType(type) && !isTypeType(type)
  }

  /** The arguments whose type is not concrete, by place from 1. */
  private unknown(): { readonly place: number, readonly type: Parameter, readonly operand: Operand }[] {
    return this.call.statement.args.flatMap((operand, place) => {
      const type = place === 0 ? undefined : typeOfOperand(this.call.code, operand)
      return type === undefined || isConcreteType(type) || (isTypeType(type) && !type.open) ? [] : [{ place, type, operand }]
    })
  }

  private print(type: Parameter): string {
    return this.universe === undefined ? '' : printType(this.universe, type, 'alias')
  }

  private unknownArguments(): string {
    const unknown = this.unknown()
    if (unknown.length === 0) return 'all arguments are known.'
    return `${unknown.map(({ place, type }) => `argument ${place} is inferred as ${this.print(type)}`).join(', ')}.`
  }

  private byArguments(): Advice {
    const unknown = this.unknown()
    const types = unknown.find(({ type }) => isKind(type) || isTypeType(unwrapUnionAll(type)))
    if (types !== undefined) {
      return { category: 'UnspecType', advice: `Argument ${types.place} is a type that is not known here (${this.print(types.type)}). Take it as ::Type{T} where T, so that each type gets code of its own.` }
    }
    for (const { operand, place } of unknown) {
      const container = containerOf(this.call.code, operand)
      if (container === undefined) continue
      const element = container.kind === 'datatype' ? container.parameters[0] : undefined
      const what = element === undefined || isAny(element) ? 'any value' : `any ${this.print(element)}`
      return {
        category: 'UnspecCall',
        advice: `Argument ${place} comes out of a ${this.print(container)}, which holds ${what}. Give the container a concrete element type, or assert the type where it is taken out.`,
      }
    }
    return { category: 'UnspecCall', advice: `${this.unknownArguments().replace(/^a/, 'A')} Make the caller inferrable, or assert the type before the call.` }
  }
}

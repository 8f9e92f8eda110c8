/**
 * Who is to blame for a value whose type is not known when code is compiled: the value is followed back through the code that made it, into callers
 * and callees, until something is found that a person can change: a global that is not constant, a field without a type, a box around a captured
 * variable. What an unresolved call returns is blamed on what left that call unresolved.
 */
import type { Operand, Statement } from '../ir/statement'
import { fieldTypes } from '../types/query'
import { unwrapUnionAll, type Parameter } from '../types/type'
import { symbolName, type JuliaValue } from '../values/value'
import { MethodInstance } from '../worlds/method'
import { Module } from '../worlds/module'
import { fieldIndex } from '../optimizer/fields'
import { bindingOf, isSmallUnion, valueOfStatement, type CodeView } from './code-view'
import type { Cause } from './findings'

/** What the walk knows of other code. */
export interface Surroundings {
  /** Undefined if there is no code. */
  readonly viewOf: (instance: MethodInstance) => CodeView | undefined
  /** By which call the instance was reached first; undefined for an entry point. */
  readonly callerOf: (instance: MethodInstance) => { readonly view: CodeView, readonly at: number } | undefined
}

/** The walk came here before: something else is to blame. */
const SEEN = Symbol('seen')
type Found = Cause | typeof SEEN

const NOWHERE = { file: '', line: -1 }
const LONGEST_WALK = 100

export class CauseFinder {
  private visited = new Set<string>()

  constructor(private readonly around: Surroundings) {}

  /** Why the callee or an argument of a call is not known; undefined if all are. `args` begin with the callee. */
  ofCall(view: CodeView, args: readonly Operand[], at: number): Cause | undefined {
    this.visited = new Set()
    const found = this.firstUnknown(view, args, at)
    if (found !== SEEN) return found
    const operand = args.find((one) => !view.isKnown(one))
    return operand && this.unknown(view, operand, at)
  }

  /** Of the first that can be blamed on something: what can be of any type says more than one of a few. Undefined if all are known. */
  private firstUnknown(view: CodeView, args: readonly Operand[], at: number): Found | undefined {
    const unknown = args.filter((operand) => !view.isKnown(operand))
    const open = unknown.filter((operand) => !isSmallUnion(view.typeOf(operand)))
    for (const operand of open.length > 0 ? open : unknown) {
      const found = this.trace(view, operand, at)
      if (found !== SEEN) return found
    }
    return unknown.length === 0 ? undefined : SEEN
  }

  /** Why an operand's type is not known. */
  private trace(view: CodeView, operand: Operand, at: number): Found {
    const key = keyOf(view, operand, at)
    if (this.visited.has(key)) return SEEN
    if (this.visited.size > LONGEST_WALK) return this.unknown(view, operand, at)
    this.visited.add(key)
    switch (operand.kind) {
      case 'global':
        return globalCause(operand)
      case 'argument':
        return this.argument(view, operand.id, at)
      case 'parameter':
        return {
          reason: `static parameter \`${view.instance.method?.source.code.parameterNames[operand.index] ?? '?'}\` of ${view.signature} is not determined`,
          advice: 'Call it with arguments whose types are known.', place: methodPlace(view),
        }
      case 'slot':
        return {
          reason: `variable \`${view.code.slots[operand.id]?.name ?? '?'}\` lives across a try and can be ::${view.print(view.typeOf(operand))}`,
          advice: 'Assign it values of one type, or assert its type after the try.', place: methodPlace(view),
        }
      case 'ssa': {
        const statement = view.code.code[operand.id]
        return statement === undefined ? this.unknown(view, operand, at) : this.statement(view, valueOfStatement(statement), operand, operand.id)
      }
      case 'constant':
        return this.unknown(view, operand, at)
    }
  }

  private statement(view: CodeView, statement: Statement, operand: Operand, at: number): Found {
    switch (statement.kind) {
      case 'global':
      case 'slot':
      case 'argument':
      case 'parameter':
      case 'ssa':
        return this.trace(view, statement, at)
      case 'pi':
        return this.trace(view, statement.value, at)
      case 'phi':
        return this.phi(view, statement, operand, at)
      case 'call':
        return this.call(view, statement.args, operand, at)
      case 'invoke':
        return this.returned(view, statement, operand, at)
      case 'foreigncall':
        return { reason: `ccall of \`${statement.name}\` returns ::${view.print(view.typeOf(operand))}`, advice: 'Assert the type of what it returns.', place: placeOf(view, at) }
      case 'theException':
        return { reason: 'what was caught can be any exception', advice: 'Ask for its type (isa) before anything is done with it.', place: placeOf(view, at) }
      case 'new':
      case 'splatnew':
        return { reason: `an object is made of a type that is not known: ${view.statementText(at)}`, advice: 'Take the type as ::Type{T} where T.', place: placeOf(view, at) }
      default:
        return this.unknown(view, operand, at)
    }
  }

  private phi(view: CodeView, { values }: Extract<Statement, { kind: 'phi' }>, operand: Operand, at: number): Found {
    const cause = this.firstUnknown(view, values.flatMap((value) => (value === undefined ? [] : [value])), at)
    return cause ?? {
      reason: `a variable can be ::${view.print(view.typeOf(operand))}, by the branch that is taken`,
      advice: 'Give it the same type in each branch.', place: placeOf(view, at),
    }
  }

  private call(view: CodeView, [callee, ...given]: readonly Operand[], operand: Operand, at: number): Found {
    const name = view.builtin(callee)
    const [object, second, third] = given
    switch (name) {
      case undefined:
        return (callee && this.firstUnknown(view, [callee, ...given], at)) ?? this.unknown(view, operand, at)
      case '_apply_iterate':
        return this.firstUnknown(view, given.slice(1), at) ?? this.unknown(view, operand, at)
      case 'getfield':
        return object === undefined ? this.unknown(view, operand, at) : this.field(view, object, second, operand, at)
      case 'arrayref':
      case 'const_arrayref':
        return second === undefined ? this.unknown(view, operand, at) : this.element(view, second, at)
      case 'ifelse':
        return this.firstUnknown(view, [second, third].flatMap((one) => (one === undefined ? [] : [one])), at) ?? this.unknown(view, operand, at)
      case 'apply_type':
      case 'fieldtype':
      case 'typeof':
      case 'UnionAll':
        return this.firstUnknown(view, given, at) ?? { reason: `a type is computed when the program runs: ${view.statementText(at)}`, advice: 'Take it as ::Type{T} where T, or as a parameter of a type.', place: placeOf(view, at) }
      case 'typeassert':
        return { reason: `a type assertion leaves ::${view.print(view.typeOf(operand))}`, advice: 'Assert a concrete type.', place: placeOf(view, at) }
      case '_apply_latest':
        return { reason: 'invokelatest returns what the newest method returns', advice: 'Assert the type of the result.', place: placeOf(view, at) }
      default:
        return this.firstUnknown(view, given, at) ?? this.unknown(view, operand, at)
    }
  }

  /** What a field holds: as it is declared, or as little is known as of the object. */
  private field(view: CodeView, object: Operand, field: Operand | undefined, operand: Operand, at: number): Found {
    const type = view.typeOf(object)
    const value = field && view.valueOf(field)
    if (isBox(type)) return this.box(view, object)
    const module = view.valueOf(object)
    if (module instanceof Module && typeof value === 'symbol') return globalNamed(module.path, symbolName(value), false)
    const body = unwrapUnionAll(type)
    if (body.kind !== 'datatype' || body.name.typeKind === 'abstract') return view.isKnown(object) ? this.unknown(view, operand, at) : this.trace(view, object, at)
    if (body.name.role === 'tuple') {
      if (value === undefined) return { reason: `an element of ::${view.print(type)} is taken by a number that is not constant`, advice: 'Use a tuple of one type, or map over it.', place: placeOf(view, at) }
      return view.isKnown(object) ? this.unknown(view, operand, at) : this.trace(view, object, at)
    }
    const index = value === undefined ? undefined : fieldIndex(body, value)
    const declared = index === undefined ? undefined : fieldTypes(view.lattice.universe, body)[index]
    if (index === undefined || declared === undefined) {
      return { reason: `a field of ::${view.print(type)} is taken by a name that is not constant`, advice: 'Name the field.', place: placeOf(view, at) }
    }
    // A parameter of the object's type that is not known here.
    if (declared.open || !isConcrete(type)) return this.trace(view, object, at)
    const name = typeof value === 'symbol' ? symbolName(value) : String(index + 1)
    if (body.name.name.startsWith('#')) {
      return { reason: `captured variable \`${name}\` is ::${view.print(declared)}`, advice: 'Give it one concrete type before the closure is made.', place: methodPlace(view) }
    }
    return {
      reason: `field \`${name}\` of ${body.name.name} is declared ::${view.print(declared)}`,
      advice: 'Give the field a concrete type, or make its type a parameter of the struct.', place: NOWHERE,
    }
  }

  private box(view: CodeView, box: Operand): Cause {
    const made = view.statementOf(view.unnarrowed(box))
    const field = made?.kind === 'call' && view.builtin(made.args[0]) === 'getfield' ? made.args[2] : undefined
    const name: JuliaValue | undefined = field && view.valueOf(field)
    const variable = typeof name === 'symbol' ? `captured variable \`${symbolName(name)}\`` : 'a captured variable'
    return { reason: `${variable} is in a Core.Box, as it is assigned again`, advice: 'Assign it once, or wrap the closure in let.', place: methodPlace(view) }
  }

  private element(view: CodeView, array: Operand, at: number): Found {
    const type = view.typeOf(array)
    if (!view.isKnown(array)) return this.trace(view, array, at)
    return {
      reason: `elements of a ${view.print(type)} can be of different types`,
      advice: 'Give the container a concrete element type, or assert the type of what is taken out.', place: placeOf(view, at),
    }
  }

  /** An argument of an entry point, one that the caller does not know, or one that the method is not specialised for. */
  private argument(view: CodeView, id: number, at: number): Found {
    const type = view.typeOf({ kind: 'argument', id })
    const caller = this.around.callerOf(view.instance)
    const name = id === 0 ? 'the function itself' : `argument \`${view.argumentName(id)}\``
    if (caller === undefined) {
      return { reason: `${name} of the entry point ${view.signature} is ::${view.print(type)}`, advice: 'Give the entry point concrete argument types.', place: methodPlace(view) }
    }
    const statement = caller.view.code.code[caller.at]
    const call = statement && valueOfStatement(statement)
    const given = call?.kind === 'invoke' || call?.kind === 'call' ? call.args : []
    const isRest = view.code.isVarArg && id === view.code.argumentTypes.length - 1
    const passed = isRest ? given.slice(id) : given.slice(id, id + 1)
    const unknown = passed.find((operand) => !caller.view.isKnown(operand))
    if (unknown !== undefined) return this.trace(caller.view, unknown, at)
    return {
      reason: `${view.signature} is compiled once for all types of ${name}`,
      advice: 'Let the method specialise: without @nospecialize, with f::F where F for functions, T::Type{X} where X for types.', place: methodPlace(view),
    }
  }

  /** What a callee returns: that its code does not know, or that its branches do not agree in. */
  private returned(view: CodeView, { instance }: Extract<Statement, { kind: 'invoke' }>, operand: Operand, at: number): Found {
    const callee = instance instanceof MethodInstance ? this.around.viewOf(instance) : undefined
    if (callee === undefined) return this.unknown(view, operand, at)
    for (const [where, statement] of callee.code.code.entries()) {
      if (statement.kind !== 'return' || callee.isKnown(statement.value) || isSmallUnion(callee.typeOf(statement.value))) continue
      // An argument that the callee hands back is not known here, whoever called it first.
      const unknown = statement.value.kind === 'argument' ? undefined : statement.value
      if (unknown !== undefined) return this.trace(callee, unknown, where)
    }
    const type = view.print(view.typeOf(operand))
    return { reason: `${callee.signature} returns ::${type}`, advice: 'Make all its branches return the same type.', place: methodPlace(callee) }
  }

  private unknown(view: CodeView, operand: Operand, at: number): Cause {
    const made = operand.kind === 'ssa' ? view.statementText(operand.id) : ''
    const what = made === '' ? 'a value' : `\`${made}\``
    return { reason: `${what} is not known: ::${view.print(view.typeOf(operand))}`, advice: 'Assert its type.', place: placeOf(view, operand.kind === 'ssa' ? operand.id : at) }
  }
}

function keyOf({ instance }: CodeView, operand: Operand, at: number): string {
  return `${instance.id} ${operand.kind} ${'id' in operand ? operand.id : at}`
}

function isConcrete(type: Parameter): boolean {
  return type.kind === 'datatype' && type.concrete
}

function isBox(type: Parameter): boolean {
  return type.kind === 'datatype' && type.name.name === 'Box' && type.name.module === 'Core'
}

function globalCause({ ref }: Extract<Operand, { kind: 'global' }>): Cause {
  const { module, name } = ref
  return globalNamed(module instanceof Module ? module.path : '', symbolName(name), bindingOf(ref)?.value === undefined)
}

function globalNamed(module: string, name: string, undefinedSoFar: boolean): Cause {
  if (undefinedSoFar) return { reason: `\`${name}\` of ${module} is not defined`, advice: '', place: NOWHERE }
  return {
    reason: `global \`${name}\` of ${module} is not constant`,
    advice: 'Declare it const, give it a type (Julia 1.8), or pass it as an argument.', place: NOWHERE,
  }
}

/** The line of the instance's own function. */
function placeOf(view: CodeView, at: number): { readonly file: string, readonly line: number } {
  const own = view.places(at).at(-1)
  return own === undefined ? methodPlace(view) : { file: own.file, line: own.line }
}

function methodPlace({ instance: { method } }: CodeView): { readonly file: string, readonly line: number } {
  return method === undefined ? NOWHERE : { file: method.source.file, line: method.source.line }
}

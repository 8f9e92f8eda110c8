/**
 * Optimised code as questions about reachability read it: what is known of each operand, where a statement stands in the source, and how it is
 * written so that a person recognises it. Only plain types are known, as optimised code keeps no more.
 */
import type { Location, Operand, OptimizedCode, Statement } from '../ir/statement'
import { Const, type Lattice, type LatticeElement } from '../lattice/element'
import { isDispatchElement } from '../lattice/type-facts'
import { builtinNameOf, singletonOf } from '../optimizer/effects'
import { printType } from '../types/print'
import { isTypeType, type Parameter } from '../types/type'
import { unionMembers } from '../types/union'
import { isTypeValue } from '../values/egal'
import { parameterOf, valueOf } from '../values/parameter'
import { fromJuliaString } from '../values/text'
import { Bits, IntrinsicFunction, StructValue, symbolName, type GlobalRef, type JuliaValue } from '../values/value'
import { instanceText, type Naming } from '../worlds/instance-text'
import type { MethodInstance } from '../worlds/method'
import { Binding, Module } from '../worlds/module'

/** Texts in texts: a call within a call is written, one within that is `…`. */
const DEEPEST = 2
const LONGEST_STRING = 40

/** A statement's right side, whether it is assigned or not. */
export function valueOfStatement(statement: Statement): Statement {
  return statement.kind === 'assign' ? statement.value : statement
}

export class CodeView {
  constructor(
    readonly instance: MethodInstance,
    readonly code: OptimizedCode,
    readonly returnType: Parameter,
    readonly lattice: Lattice,
    private readonly naming: Naming,
    /** Of the function itself and the arguments. */
    private readonly argumentNames: readonly string[],
  ) {}

  /** What an operand is known to be before anything runs. */
  valueOf(operand: Operand): JuliaValue | undefined {
    switch (operand.kind) {
      case 'constant':
        return operand.value
      case 'global': {
        const binding = bindingOf(operand.ref)
        return binding?.constant === true ? binding.value : undefined
      }
      case 'parameter': {
        const value = this.instance.parameters[operand.index]
        return value === undefined || value.kind === 'var' ? undefined : valueOf(this.lattice.core, value)
      }
      default:
        return singletonOf(this.lattice, this.typeOf(operand))
    }
  }

  typeOf(operand: Operand): Parameter {
    const { code, lattice: { core, universe } } = this
    switch (operand.kind) {
      case 'ssa':
        return code.types[operand.id] ?? universe.any
      case 'argument':
        return code.argumentTypes[operand.id] ?? universe.any
      case 'slot':
        return code.slotTypes[operand.id] ?? universe.any
      default: {
        const value = this.valueOf(operand)
        return value === undefined ? universe.any : new Const(value).widen({ core, universe, unions: this.lattice.unions })
      }
    }
  }

  elementOf(operand: Operand): LatticeElement {
    const value = operand.kind === 'ssa' || operand.kind === 'slot' ? undefined : this.valueOf(operand)
    return value === undefined ? this.typeOf(operand) : new Const(value)
  }

  /** A call with this operand as argument finds its method by it. */
  isKnown(operand: Operand): boolean {
    return this.valueOf(operand) !== undefined || isDispatchElement(this.lattice.universe, this.typeOf(operand))
  }

  statementOf(operand: Operand): Statement | undefined {
    return operand.kind === 'ssa' ? this.code.code[operand.id] : undefined
  }

  /** The name of the builtin or intrinsic that an operand certainly is. */
  builtin(operand: Operand | undefined): string | undefined {
    const value = operand && this.valueOf(operand)
    return value instanceof IntrinsicFunction ? value.name : builtinNameOf(this.lattice, value)
  }

  isIntrinsic(operand: Operand): boolean {
    return this.valueOf(operand) instanceof IntrinsicFunction
  }

  /** The value behind narrowings, which are no values of their own. */
  unnarrowed(operand: Operand): Operand {
    let found = operand
    for (let made = this.statementOf(found); made !== undefined; made = this.statementOf(found)) {
      if (made.kind === 'pi') found = made.value
      else if (made.kind === 'ssa' || made.kind === 'argument') found = made
      else break
    }
    return found
  }

  /** Where a statement stands, the innermost function first; the last is the instance's own. */
  places(at: number): readonly Location[] {
    const { lines, locations } = this.code
    const found: Location[] = []
    for (let location = locations[lines[at] ?? -1]; location !== undefined; location = locations[location.inlinedAt]) found.push(location)
    return found
  }

  argumentName(at: number): string {
    const name = this.argumentNames[at] ?? ''
    return name === '' || name.startsWith('#') ? `argument ${at}` : name
  }

  print(type: Parameter): string {
    return printType(this.lattice.universe, type, 'alias')
  }

  get signature(): string {
    return instanceText(this.naming, this.instance)
  }

  nameOf(instance: MethodInstance): string {
    return instanceText(this.naming, instance)
  }

  /** `f(x::Int64)::Any`. */
  statementText(at: number): string {
    const statement = this.code.code[at]
    if (statement === undefined) return ''
    const text = this.text(valueOfStatement(statement), 0)
    const type = this.code.types[at]
    return statement.kind === 'call' || statement.kind === 'invoke' || statement.kind === 'foreigncall' || statement.kind === 'new'
      ? `${text}::${this.print(type ?? this.lattice.universe.any)}`
      : text
  }

  private text(statement: Statement, depth: number): string {
    switch (statement.kind) {
      case 'call':
        return this.callText(statement.args, depth)
      case 'invoke': {
        const [callee, ...given] = statement.args
        return `${callee === undefined ? '' : this.calleeText(callee)}(${given.map((operand) => this.typedText(operand, depth)).join(', ')})`
      }
      case 'new':
        return `new ${this.operandText(statement.type, depth)}(${statement.fields.map((field) => this.typedText(field, depth)).join(', ')})`
      case 'splatnew':
        return `new ${this.operandText(statement.type, depth)}(${this.typedText(statement.tuple, depth)}...)`
      case 'foreigncall':
        return `ccall(:${statement.name}, ${statement.args.map((operand) => this.typedText(operand, depth)).join(', ')})`
      case 'setGlobal':
        return `${globalText(statement.ref)} = ${this.typedText(statement.value, depth)}`
      case 'return':
        return `return ${this.typedText(statement.value, depth)}`
      case 'isdefined':
        return `isdefined(${this.operandText(statement.what, depth)})`
      case 'throwUndefIfNot':
        return `${statement.name} is not defined`
      case 'enter':
        return 'try'
      case 'theException':
        return 'the exception'
      case 'phi':
        return depth === 0 ? statement.values.flatMap((value) => (value === undefined ? [] : [this.typedText(value, depth + 1)])).join(' or ') : '…'
      case 'pi':
        return this.operandText(statement.value, depth)
      case 'copyast':
        return 'a quoted expression'
      case 'ssa':
      case 'slot':
      case 'argument':
      case 'constant':
      case 'global':
      case 'parameter':
        return this.operandText(statement, depth)
      default:
        return statement.kind
    }
  }

  private callText([callee, ...given]: readonly Operand[], depth: number): string {
    if (callee === undefined) return ''
    if (this.builtin(callee) === '_apply_iterate' && given.length >= 2) {
      const [, f, ...containers] = given
      return `${f === undefined ? '' : this.calleeText(f)}(${containers.map((operand) => `${this.typedText(operand, depth)}...`).join(', ')})`
    }
    return `${this.calleeText(callee)}(${given.map((operand) => this.typedText(operand, depth)).join(', ')})`
  }

  /** A known function by its name, any other with its type. */
  private calleeText(operand: Operand): string {
    const value = this.valueOf(operand)
    if (value === undefined) return `(${this.typedText(operand, 0)})`
    if (value instanceof IntrinsicFunction) return value.name
    const name = value instanceof StructValue ? this.lattice.universe.functionName(value.type) : undefined
    if (name !== undefined) return /^[\p{L}_]/u.test(name) ? name : `(${name})`
    return typeof value === 'object' && isTypeValue(value) ? this.print(value) : `(::${this.print(this.typeOf(operand))})`
  }

  private typedText(operand: Operand, depth: number): string {
    const text = this.operandText(operand, depth)
    if (operand.kind === 'constant' || (operand.kind !== 'ssa' && this.valueOf(operand) !== undefined)) return text
    return `${text}::${this.print(this.typeOf(operand))}`
  }

  private operandText(operand: Operand, depth: number): string {
    switch (operand.kind) {
      case 'argument':
        return operand.id === 0 ? '#self#' : this.argumentName(operand.id)
      case 'global':
        return globalText(operand.ref)
      case 'slot':
        return this.code.slots[operand.id]?.name ?? '?'
      case 'parameter':
        return this.instance.method?.source.code.parameterNames[operand.index] ?? '?'
      case 'constant':
        return this.constantText(operand.value)
      case 'ssa': {
        const made = this.code.code[operand.id]
        return made === undefined || depth >= DEEPEST ? '…' : this.text(valueOfStatement(made), depth + 1)
      }
    }
  }

  constantText(value: JuliaValue): string {
    const { core, universe } = this.lattice
    if (typeof value === 'symbol') return `:${symbolName(value)}`
    if (typeof value === 'string') {
      const text = fromJuliaString(value)
      return JSON.stringify(text.length > LONGEST_STRING ? `${text.slice(0, LONGEST_STRING)}…` : text)
    }
    if (typeof value !== 'object') return String(value)
    if (value instanceof IntrinsicFunction) return value.name
    if (isTypeValue(value)) return this.print(value)
    if (value instanceof Module) return value.path
    const name = value instanceof StructValue ? universe.functionName(value.type) : undefined
    if (name !== undefined) return name
    const type = core.typeOf(value)
    const parameter = value instanceof Bits ? parameterOf(core, value) : undefined
    return parameter?.kind === 'value' ? parameter.text : type === core.nothingType ? 'nothing' : `a constant ${this.print(type)}`
  }
}

export function bindingOf({ module, name }: GlobalRef): Binding | undefined {
  const found = module instanceof Module ? module.resolve(name) : undefined
  return found instanceof Binding ? found : undefined
}

function globalText({ module, name }: GlobalRef): string {
  const text = symbolName(name)
  const path = module instanceof Module ? module.path : ''
  return path === '' || path === 'Main' || path === 'Base' || path === 'Core' ? text : `${path}.${text}`
}

/** A type whose values are all of one of a few concrete types. */
export function isSmallUnion(type: Parameter): boolean {
  return type.kind === 'union' && unionMembers(type).every((member) => member.kind === 'datatype' && (member.concrete || isTypeType(member)))
}

/** `a Vector`, `an Int64`. */
export function withArticle(name: string): string {
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`
}

/** What stands where a union was split although all its members were tried: it never runs. */
export function isImpossible(value: JuliaValue | undefined): boolean {
  return value instanceof StructValue && value.type.name.name === 'ErrorException' && value.fields[0] === 'fatal error in type inference (type bound)'
}

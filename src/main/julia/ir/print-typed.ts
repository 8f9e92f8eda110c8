/**
 * Text of typed code as Julia 1.5 shows it: `code_typed` with each value's type (base/compiler/ssair/show.jl), and
 * `code_warntype`, which begins with the types of the variables, names types of used values only, and writes those in
 * capitals that are no better than abstract. Colours are left out. `T` is what types are: plain ones, or all that inference knows.
 */
import type { Parameter } from '../types/type'
import { controlFlow } from './control-flow'
import { operandsOf } from './operands'
import { CodePrinter, waysInto, type PrintOptions } from './print-code'
import type { Expression, InvokeTarget, Operand, Slot, Statement } from './statement'

/** Statements with the type of each value: optimised code, or lowered code as inference left it. */
export interface TypedCode<T> {
  readonly code: readonly Statement[]
  /** undefined for what never returns. */
  readonly types: readonly (T | undefined)[]
  readonly slots: readonly Slot[]
  /** The function itself and the arguments. */
  readonly argumentNames: readonly string[]
  /** What a variable is known to be at a statement, if that is more than its type says. */
  readonly narrowed?: (statement: number, slot: number) => T | undefined
}

export interface TypedOptions<T> extends PrintOptions {
  readonly showType: (type: Parameter) => string
  readonly showElement: (type: T | undefined) => string
}

/** `CodeInfo(...)`, several lines. */
export function printTyped<T>(code: TypedCode<T>, options: TypedOptions<T>): string {
  return `CodeInfo(\n${new TypedPrinter(code, options, 'all').body()}\n)`
}

export interface Variables<T> {
  /** Of each slot, the arguments among them. */
  readonly types: readonly (T | undefined)[]
  readonly isUnstable: (type: T) => boolean
}

/** As `code_warntype`. */
export function printWarntype<T>(code: TypedCode<T>, { types, isUnstable }: Variables<T>, returnType: T | undefined, options: TypedOptions<T>): string {
  const showElement = (type: T | undefined) => (type !== undefined && isUnstable(type) ? options.showElement(type).toUpperCase() : options.showElement(type))
  const printer = new TypedPrinter(code, { ...options, showElement }, 'used')
  const variables = code.slots.map((_, at) => `  ${printer.variable(at)}::${showElement(types[at])}`)
  return `Variables\n${variables.join('\n')}\n\nBody::${showElement(returnType)}\n${printer.body()}\n`
}

class TypedPrinter<T> extends CodePrinter {
  /** The statement at hand. */
  private current = 0

  constructor(
    private readonly typed: TypedCode<T>,
    private readonly typedOptions: TypedOptions<T>,
    private readonly annotated: 'all' | 'used',
  ) {
    super(typed, typedOptions)
  }

  variable(slot: number): string {
    const name = this.slots[slot] ?? ''
    return name === '' ? `@_${slot + 1}` : name
  }

  body(): string {
    const { code, types } = this.typed
    const { blocks, blockOf } = controlFlow(code)
    const ways = waysInto(code, blocks, blockOf)
    const used = new Set(code.flatMap((statement) => operandsOf(statement).flatMap((operand) => (operand.kind === 'ssa' ? [operand.id] : []))))
    const highest = Math.max(...used, -1) + 1
    const idWidth = highest === 0 ? 0 : String(highest).length
    const blockWidth = String(blocks.length).length
    const block = (at: number) => `#${(blockOf[at] ?? 0) + 1}`
    return code.map((statement, at) => {
      this.current = at
      const number = blockOf[at] ?? 0
      const { first, last } = blocks[number] ?? { first: 0, last: 0 }
      const gutter = at === first
        ? `${number + 1} ${(ways[number] ?? 0) > 1 ? '┄' : '─'}`.padEnd(blockWidth + 2, '─')
        : at === last ? '└──'.padEnd(blockWidth + 2, '─') : '│'.padEnd(blockWidth + 2)
      const name = used.has(at) ? `%${String(at + 1).padEnd(idWidth)} = ` : ' '.repeat(idWidth + 4)
      const isShown = isTyped(statement) && (this.annotated === 'all' || used.has(at))
      return `${gutter} ${name}${this.text(statement, block)}${isShown ? `::${this.typedOptions.showElement(types[at])}` : ''}`
    }).join('\n')
  }

  /** A value that a phi takes: here, too, Julia shows arguments by number. */
  private merged(operand: Operand | undefined): string {
    return operand?.kind === 'argument' ? `_${operand.id + 1}` : this.optional(operand)
  }

  private text(statement: Statement, block: (at: number) => string): string {
    switch (statement.kind) {
      case 'phi':
        return `φ (${statement.edges.map((edge, at) => `${block(edge)} => ${this.merged(statement.values[at])}`).join(', ')})`
      case 'unreachable':
        return '$(Expr(:unreachable))'
      case 'assign':
        return `(${this.statement(statement, block)})`
      case 'call': {
        const text = this.statement(statement, block)
        // An operator is put into parentheses before its type.
        return isInfix(statement.args, text, (operand) => this.operand(operand)) ? `(${text})` : text
      }
      default:
        return this.statement(statement, block)
    }
  }

  protected override call(args: readonly Operand[]): string {
    const [callee, ...operands] = args
    if (callee?.kind !== 'constant') return super.call(args)
    // A function that stands in the code as such is shown by its name.
    const name = this.options.show?.(callee.value) ?? this.operand(callee)
    return `(${name})(${operands.map((operand) => this.operand(operand)).join(', ')})`
  }

  protected override expression(value: Expression): string {
    if (value.kind !== 'invoke') return super.expression(value)
    const { instance, args: [callee, ...operands] } = value
    const types = typesOf(instance)
    const given = operands.map((operand, at) => {
      // Here Julia shows arguments by number.
      const text = operand.kind === 'argument' ? `_${operand.id + 1}` : this.operand(operand)
      const type = types[at + 1]
      return type === undefined ? text : `${text}::${this.type(type)}`
    })
    return `invoke ${this.optional(callee)}(${given.join(', ')})`
  }

  protected override operand(operand: Operand): string {
    switch (operand.kind) {
      case 'argument': {
        const name = this.typed.argumentNames[operand.id] ?? ''
        return name === '' || name.startsWith('#unused') ? `_${operand.id + 1}` : name
      }
      case 'slot': {
        const narrowed = this.typed.narrowed?.(this.current, operand.id)
        const name = this.variable(operand.id)
        return narrowed === undefined ? name : `${name}::${this.typedOptions.showElement(narrowed)}`
      }
      default:
        return super.operand(operand)
    }
  }
}

function isInfix([callee]: readonly Operand[], text: string, operandText: (operand: Operand) => string): boolean {
  return callee?.kind === 'global' && !text.startsWith(`${operandText(callee)}(`)
}

function typesOf({ specTypes }: InvokeTarget): readonly Parameter[] {
  let body = specTypes
  while (body.kind === 'unionall') body = body.body
  return body.kind === 'datatype' ? body.parameters : []
}

/** Jumps and returns have no value to speak of. */
function isTyped(statement: Statement): boolean {
  switch (statement.kind) {
    case 'goto':
    case 'gotoifnot':
    case 'return':
    case 'pi':
    case 'enter':
    case 'leave':
    case 'meta':
    case 'newvar':
      return false
    default:
      return true
  }
}

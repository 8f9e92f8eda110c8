/**
 * Text of lowered code as `code_lowered` of Julia 1.5 shows it: `1 ─ %1 = x + 1`, blocks numbered, values by name only if something
 * uses them. Values other than numbers, symbols and texts are shown by their type, unless the caller knows how to show them.
 */
import { exprText, quotedText } from '../syntax/print-expr'
import type { Parameter } from '../types/type'
import { fromJuliaString } from '../values/text'
import { ArrayValue, Bits, Expr, GlobalRef, LineNumberNode, QuoteNode, StructValue, symbolName, symbolOf, type JuliaValue, type Reflected } from '../values/value'
import { controlFlow, fallsThrough, targetsOf } from './control-flow'
import { operandsOf } from './operands'
import { CodeInfo, type Expression, type ForeignType, type Operand, type Statement } from './statement'

export interface PrintOptions {
  /** Globals of this module are shown without its name, as in the code of an expression that was not evaluated yet. */
  readonly module?: Reflected
  /** How a value looks in source. */
  readonly show?: (value: JuliaValue) => string
  /** How a type looks in source; by default just its name. */
  readonly showType?: (type: Parameter) => string
}

/** `CodeInfo(...)`, several lines. */
export function printCode(code: CodeInfo, options: PrintOptions = {}): string {
  return new CodePrinter(code, options).whole()
}

/** `+` and its like, which are written between their arguments. */
const INFIX = /^(?:[-+*/\\^%&|<>=÷⊻×⋅∘≤≥≠≡≢∈∉∋∌⊆⊈⊇⊊∩∪√]+|isa|in|:|<:|>:|=>|===|!==|==|!=|<=|>=|<<|>>|>>>|\|>|<\||\.\.)$/u
const UNARY = /^(?:[-+!~√]|<:|>:)$/u

/** The parts of printing that typed code shares. */
export class CodePrinter {
  protected readonly slots: string[]

  constructor(
    protected readonly code: Pick<CodeInfo, 'code' | 'slots'>,
    protected readonly options: PrintOptions,
  ) {
    this.slots = slotTexts(code)
  }

  whole(): string {
    const { code } = this.code
    const { blocks, blockOf } = controlFlow(code)
    const ways = waysInto(code, blocks, blockOf)
    const used = new Set(code.flatMap((statement) => operandsOf(statement).flatMap((operand) => (operand.kind === 'ssa' ? [operand.id] : []))))
    const highest = Math.max(...used, -1) + 1
    const idWidth = highest === 0 ? 0 : String(highest).length
    const blockWidth = String(blocks.length).length
    const label = (at: number) => `#${(blockOf[at] ?? 0) + 1}`
    const lines = code.map((statement, at) => {
      const number = blockOf[at] ?? 0
      const block = blocks[number]
      const gutter = at === block?.first
        ? `${number + 1} ${(ways[number] ?? 0) > 1 ? '┄' : '─'}`.padEnd(blockWidth + 2, '─')
        : at === block?.last ? '└──'.padEnd(blockWidth + 2, '─') : '│'.padEnd(blockWidth + 2)
      const name = used.has(at) ? `%${String(at + 1).padEnd(idWidth)} = ` : ' '.repeat(idWidth + 4)
      return `${gutter} ${name}${this.statement(statement, label)}`
    })
    return `CodeInfo(\n${lines.join('\n')}\n)`
  }

  /** Just the statements, as the body of a method that is part of other code is shown. */
  private nested(): string {
    const lines = this.code.code.map((statement) => {
      const target = (at: number) => `%${at + 1}`
      return statement.kind === 'gotoifnot'
        ? `unless ${this.operand(statement.condition)} goto ${target(statement.target)}`
        : this.statement(statement, target)
    })
    return `CodeInfo(quote\n${lines.map((line) => line.replace(/^/gm, '    ')).join('\n')}\nend)`
  }

  protected statement(statement: Statement, label: (at: number) => string): string {
    switch (statement.kind) {
      case 'assign':
        return `${this.slots[statement.slot] ?? ''} = ${this.expression(statement.value)}`
      case 'goto':
        return `goto ${label(statement.target)}`
      case 'gotoifnot':
        return `goto ${label(statement.target)} if not ${this.operand(statement.condition)}`
      case 'return':
        return isNothing(statement.value) ? 'return' : `return ${this.operand(statement.value)}`
      case 'unreachable':
        return 'unreachable'
      case 'enter':
        return `$(Expr(:enter, ${label(statement.handler)}))`
      case 'leave':
        return `$(Expr(:leave, ${statement.count}))`
      case 'popException':
        return `$(Expr(:pop_exception, :(${this.operand(statement.token)})))`
      case 'newvar':
        return `Core.NewvarNode(:(${this.slots[statement.slot] ?? ''}))`
      case 'throwUndefIfNot':
        return `$(Expr(:throw_undef_if_not, :${statement.name}, :(${this.operand(statement.condition)})))`
      case 'setGlobal':
        return `${this.global(statement.ref)} = ${this.operand(statement.value)}`
      case 'declareGlobal':
        return `${statement.constant ? 'const' : 'global'} ${symbolText(symbolName(statement.ref.name))}`
      case 'toplevel':
        return statement.form instanceof Expr ? exprText(statement.form) : this.value(statement.form)
      case 'thunk':
        return `$(Expr(:thunk, ${new CodePrinter(statement.code, this.options).whole()}))`
      case 'meta':
        return `$(Expr(:${[statement.name === 'inbounds' ? 'inbounds' : `meta, :${statement.name}`, ...statement.args.map((arg) => this.value(arg))].join(', ')}))`
      default:
        return this.expression(statement)
    }
  }

  protected expression(value: Expression): string {
    const list = (operands: readonly Operand[]) => operands.map((operand) => this.operand(operand)).join(', ')
    switch (value.kind) {
      case 'call':
        return this.call(value.args)
      case 'invoke':
        return `invoke ${this.call(value.args)}`
      case 'new':
        return `%new(${list([value.type, ...value.fields])})`
      case 'splatnew':
        return `%splatnew(${list([value.type, value.tuple])})`
      case 'foreigncall': {
        const types = value.argumentTypes.map((type) => this.foreignType(type)).join(', ')
        const args = value.args.map((operand) => `, ${this.quoted(operand)}`).join('')
        return `$(Expr(:foreigncall, :(:${value.name}), ${this.foreignType(value.returnType)}, svec(${types}), 0, :(:ccall)${args}))`
      }
      case 'isdefined':
        return `$(Expr(:isdefined, ${this.quoted(value.what)}))`
      case 'theException':
        return '$(Expr(:the_exception))'
      case 'copyast':
        return `$(Expr(:copyast, :($(QuoteNode(${quotedText(value.value)})))))`
      case 'boundscheck':
        return '$(Expr(:boundscheck))'
      case 'phi':
        return `φ (${value.edges.map((edge, at) => `#${edge + 1} => ${this.optional(value.values[at])}`).join(', ')})`
      case 'pi':
        return `π (${this.operand(value.value)}, ${this.type(value.type)})`
      case 'interpolate':
        return `$(Expr(:interpolate, ${new CodePrinter(value.code, this.options).nested()}, ${list(value.values)}))`
      case 'method':
        return this.method(value)
      default:
        return this.operand(value)
    }
  }

  protected optional(operand: Operand | undefined): string {
    return operand === undefined ? '#undef' : this.operand(operand)
  }

  private method({ name, signature, body }: Expression & { kind: 'method' }): string {
    const shown = name === undefined ? 'false' : symbolLiteral(symbolName(name.name))
    if (signature === undefined || body === undefined) return `$(Expr(:method, ${shown}))`
    const inner = body instanceof CodeInfo ? new CodePrinter(body, this.options).nested() : this.quoted(body)
    return `$(Expr(:method, ${shown}, ${this.quoted(signature)}, ${inner}))`
  }

  protected call(given: readonly Operand[]): string {
    const [callee, ...operands] = given
    const args = operands.map((operand) => this.operand(operand))
    if (callee?.kind === 'global') {
      const name = symbolName(callee.ref.name)
      const [first = '', second = ''] = args
      if (args.length === 2 && INFIX.test(name)) return name === ':' ? `${first}:${second}` : `${first} ${name} ${second}`
      if (args.length > 2 && (name === '+' || name === '*')) return args.join(` ${name} `)
      if (args.length === 1 && UNARY.test(name)) return `${name}${first}`
    }
    const text = this.optional(callee)
    return `${callee?.kind === 'ssa' || callee?.kind === 'parameter' || callee?.kind === 'constant' ? `(${text})` : text}(${args.join(', ')})`
  }

  /** An operand within an `Expr` that is shown by its parts. */
  protected quoted(operand: Operand): string {
    if (operand.kind === 'constant') return this.value(operand.value)
    return operand.kind === 'global' && operand.ref.module === this.options.module ? symbolLiteral(symbolName(operand.ref.name)) : `:(${this.operand(operand)})`
  }

  protected operand(operand: Operand): string {
    switch (operand.kind) {
      case 'ssa':
        return `%${operand.id + 1}`
      case 'slot':
        return this.slots[operand.id] ?? ''
      case 'argument':
        return `_${operand.id + 1}`
      case 'parameter':
        return `$(Expr(:static_parameter, ${operand.index + 1}))`
      case 'global':
        return this.global(operand.ref)
      case 'constant':
        return this.value(operand.value)
    }
  }

  protected global({ module, name }: GlobalRef): string {
    const text = symbolName(name)
    if (module === this.options.module) return symbolText(text)
    const prefix = 'path' in module && typeof module.path === 'string' ? module.path : 'Main'
    if (/^[\p{L}_][\p{L}\p{N}_!]*$/u.test(text)) return `${prefix}.${text}`
    return text.startsWith('#') || text.startsWith('@') ? `${prefix}.:(${symbolText(text)})` : `${prefix}.:${text}`
  }

  protected foreignType(type: ForeignType): string {
    return type.kind === 'type' ? this.type(type.type) : this.operand(type)
  }

  protected type(type: Parameter): string {
    return this.options.showType?.(type) ?? typeText(type)
  }

  protected value(value: JuliaValue): string {
    const known = plainText(value)
    return known ?? this.options.show?.(value) ?? objectText(value, (type) => this.type(type))
  }
}

/** How many ways lead into each block. A handler can also be entered from outside, as exceptions come from anywhere. */
export function waysInto(code: readonly Statement[], blocks: readonly { readonly last: number }[], blockOf: Int32Array): number[] {
  const ways = blocks.map(() => 0)
  const enter = (block: number | undefined) => {
    if (block !== undefined && block < ways.length) ways[block] = (ways[block] ?? 0) + 1
  }
  for (const [at, { last }] of blocks.entries()) {
    const statement = code[last]
    if (statement === undefined) continue
    for (const target of targetsOf(statement)) {
      // A condition that decides nothing counts once.
      if (statement.kind !== 'gotoifnot' || blockOf[target] !== at + 1) enter(blockOf[target])
      if (statement.kind === 'enter') enter(blockOf[target])
    }
    // To Julia's printer the end of a dead path is a statement like any other.
    if (fallsThrough(statement) || statement.kind === 'unreachable') enter(at + 1)
  }
  return ways
}

function typeText(type: Parameter): string {
  return type.kind === 'datatype' ? type.name.name : type.kind === 'unionall' ? typeText(type.body) : type.kind
}

const isNothing = (operand: Operand): boolean => operand.kind === 'constant' && objectText(operand.value) === 'nothing'

function slotTexts({ slots }: Pick<CodeInfo, 'slots'>): string[] {
  const counts = new Map<string, number>()
  for (const { name } of slots) counts.set(name, (counts.get(name) ?? 0) + 1)
  return slots.map(({ name }, at) => (name === '' || (counts.get(name) ?? 0) > 1 ? `${name}@_${at + 1}` : name))
}

/** A name in source: `var"#1#2"` for what is no identifier. */
function symbolText(name: string): string {
  return /^[#@]/.test(name) ? `var"${name}"` : name
}

const symbolLiteral = (name: string): string => quotedText(symbolOf(name))

/** Values that look the same whatever Base says. */
function plainText(value: JuliaValue): string | undefined {
  switch (typeof value) {
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'number':
      return floatText(value)
    case 'string':
      return JSON.stringify(fromJuliaString(value)).replaceAll('$', '\\$')
    case 'symbol':
      return symbolLiteral(symbolName(value))
  }
  if (value instanceof LineNumberNode) return `$(QuoteNode(:(#= ${value.file}:${value.line} =#)))`
  return undefined
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value < 0 ? '-Inf' : 'Inf'
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e')
    return `${digits.includes('.') ? digits : `${digits}.0`}e${Number(exponent)}`
  }
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : value}.0` : String(value)
}

function objectText(value: JuliaValue, type: (type: Parameter) => string = typeText): string {
  if (value instanceof QuoteNode || value instanceof Expr) return `$(QuoteNode(${quotedText(value)}))`
  if (value instanceof Bits) return bitsText(value)
  if (value instanceof StructValue) {
    const name = value.type.name.name
    return name === 'Nothing' ? 'nothing' : value.fields.length === 0 ? name : `${type(value.type)}(...)`
  }
  if (value instanceof ArrayValue) return type(value.type)
  if (value instanceof GlobalRef) return `:(${symbolName(value.name)})`
  if (typeof value !== 'object') return String(value)
  if ('kind' in value) return type(value)
  return 'name' in value && typeof value.name === 'string' ? value.name : value.constructor.name
}

function bitsText({ type, bits }: Bits): string {
  const width = type.name.bits
  switch (type.name.name) {
    case 'Char':
      return `'${String.fromCodePoint(codePoint(bits))}'`
    case 'Float32': {
      const text = floatText(Math.fround(new Float32Array(new Uint32Array([Number(bits)]).buffer)[0] ?? 0))
      return text.includes('e') ? text.replace('e', 'f') : `${text}f0`
    }
    default:
      if (type.name.name.startsWith('Int')) return String(BigInt.asIntN(width, bits))
      return `0x${bits.toString(16).padStart(width / 4, '0')}`
  }
}

/** Of a `Char`, which is kept as its bytes of UTF-8 from the left. */
function codePoint(bits: bigint): number {
  const bytes = [24n, 16n, 8n, 0n].map((shift) => Number((bits >> shift) & 0xffn)).filter((byte, at) => at === 0 || byte !== 0)
  return new TextDecoder().decode(Uint8Array.from(bytes)).codePointAt(0) ?? 0xfffd
}

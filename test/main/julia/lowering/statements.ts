/**
 * Lowers source and writes the statements as the recorded lists of a real Julia do (test/fixtures/julia/lowered.jsonl): `_2` is a slot, `%3` a
 * statement, `sp1` a static parameter, `g:x` a global of the module, `'` a constant. `boundscheck` stands where it is used, and what
 * computes the types of a `ccall` is left out, as Julia keeps both within other statements.
 */
import { lower, type Lowered, type LoweringContext } from '../../../../src/main/julia/lowering/lower'
import { CodeInfo, type Expression, type Operand, type Statement } from '../../../../src/main/julia/ir/statement'
import { operandsOf } from '../../../../src/main/julia/ir/operands'
import { parseJulia } from '../../../../src/main/julia/syntax/parse'
import { TypeUniverse } from '../../../../src/main/julia/types/universe'
import { CoreTypes } from '../../../../src/main/julia/values/core-types'
import { Bits, Expr, GlobalRef, LineNumberNode, QuoteNode, symbolName, type JuliaValue } from '../../../../src/main/julia/values/value'
import { Module } from '../../../../src/main/julia/worlds/module'

export const types = new CoreTypes(new TypeUniverse())
export const core = new Module('Core', undefined)
export const base = new Module('Base', undefined)

export function parseOne(source: string): JuliaValue {
  const { expressions, diagnostics } = parseJulia(source, {
    file: 'none', literals: { bits: (name, bits) => new Bits(types.type(name), bits), nothing: types.nothing, core },
  })
  const [problem] = diagnostics
  if (problem !== undefined) throw new Error(`${source}: ${problem.message}`)
  return expressions[0]?.expression ?? types.nothing
}

export function lowerValue(value: JuliaValue, options: Partial<LoweringContext> & { readonly counter?: number } = {}): Lowered {
  let counter = options.counter ?? 1
  return lower(value, { module: new Module('M', undefined), core, top: base, nothing: types.nothing, nextCounter: () => counter++, ...options })
}

export function lowerText(source: string, options: Partial<LoweringContext> & { readonly counter?: number } = {}): Lowered {
  return lowerValue(parseOne(source), { line: 1, ...options })
}

/** Fresh names differ between sessions of Julia. */
const plain = (name: string): string => name.replace(/^#s\d+/, '#s').replace(/^#\d+#(?=[a-z])/, '#N#')

function valueText(value: JuliaValue): string {
  if (typeof value === 'symbol') return `:${plain(symbolName(value))}`
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(1) : String(value)
  if (typeof value !== 'object') return String(value)
  if (value === types.nothing) return 'nothing'
  if (value instanceof LineNumberNode) return `line${value.line}`
  if (value instanceof Module) return 'thismodule'
  if (value instanceof Expr) return `(${[symbolName(value.head), ...value.args.map(valueText)].join(' ')})`
  if (value instanceof QuoteNode) return `(quotenode ${valueText(value.value)})`
  if (value instanceof GlobalRef) return `(globalref ${symbolName(value.name)})`
  return `<${types.typeOf(value).name.name}>`
}

/** As the list has it, one statement a line. */
export function statementsOf(code: CodeInfo, indent = ''): string[] {
  const inner = new Set(code.code.flatMap((statement, at) => (statement.kind === 'boundscheck' ? [at] : [])))
  const dropWith = (operand: Operand): void => {
    if (operand.kind !== 'ssa') return
    inner.add(operand.id)
    const statement = code.code[operand.id]
    if (statement !== undefined) operandsOf(statement).forEach(dropWith)
  }
  for (const statement of code.code) {
    const value = statement.kind === 'assign' ? statement.value : statement
    if (value.kind === 'foreigncall') for (const type of [value.returnType, ...value.argumentTypes]) if (type.kind !== 'type') dropWith(type)
  }
  const numbers: number[] = []
  let next = 1
  for (let at = 0; at <= code.code.length; at++) numbers.push(inner.has(at) ? next : next++)
  const number = (at: number) => String(numbers[at] ?? '?')
  const operand = (of: Operand | undefined): string => {
    switch (of?.kind) {
      case 'ssa':
        return code.code[of.id]?.kind === 'boundscheck' ? 'boundscheck' : `%${number(of.id)}`
      case 'slot':
        return `_${of.id + 1}`
      case 'parameter':
        return `sp${of.index + 1}`
      case 'global':
        return globalText(of.ref)
      case 'constant':
        return `'${valueText(of.value)}`
      default:
        return '?'
    }
  }
  const list = (operands: readonly Operand[]) => operands.map((each) => ` ${operand(each)}`).join('')
  const expression = (of: Expression): string => {
    switch (of.kind) {
      case 'call':
        return `call${list(of.args)}`
      case 'new':
        return `new${list([of.type, ...of.fields])}`
      case 'splatnew':
        return `splatnew${list([of.type, of.tuple])}`
      case 'foreigncall':
        return `foreigncall${list(of.args)}`
      case 'isdefined':
        return `isdefined ${operand(of.what)}`
      case 'theException':
        return 'the_exception'
      case 'copyast':
        return `copyast '${valueText(of.value)}`
      case 'method':
        return `method ${of.name === undefined ? 'false' : plain(symbolName(of.name.name))}`
      case 'boundscheck':
      case 'invoke':
      case 'phi':
      case 'pi':
      case 'interpolate':
        return of.kind
      default:
        return operand(of)
    }
  }
  const statement = (of: Statement): string => {
    switch (of.kind) {
      case 'assign':
        return `_${of.slot + 1} = ${expression(of.value)}`
      case 'setGlobal':
        return `${globalText(of.ref)} = ${operand(of.value)}`
      case 'goto':
        return `goto ${number(of.target)}`
      case 'gotoifnot':
        return `gotoifnot ${operand(of.condition)} ${number(of.target)}`
      case 'return':
        return `return ${operand(of.value)}`
      case 'enter':
        return `enter ${number(of.handler)}`
      case 'leave':
        return `leave ${of.count}`
      case 'popException':
        return `pop_exception ${operand(of.token)}`
      case 'newvar':
        return `newvar _${of.slot + 1}`
      case 'declareGlobal':
        return `${of.constant ? 'const' : 'global'} ${plain(symbolName(of.ref.name))}`
      case 'meta':
        return of.name === 'inbounds' ? `inbounds ${of.args.map((arg) => valueText(arg).replace(/^:/, '')).join(' ')}` : `meta ${of.name}`
      case 'thunk':
      case 'toplevel':
      case 'unreachable':
      case 'throwUndefIfNot':
        return of.kind
      case 'method':
        return of.signature === undefined ? expression(of) : `${expression(of)} ${operand(of.signature)}${of.body instanceof CodeInfo ? '' : ' interpolate'}`
      default:
        return expression(of)
    }
  }
  return code.code.flatMap((each, at) => {
    if (inner.has(at)) return []
    const line = `${indent}${number(at)}: ${statement(each)}`
    if (each.kind !== 'method' || !(each.body instanceof CodeInfo)) return [line]
    const slots = each.body.slots.map(({ name }) => ` ${plain(name)}`).join('')
    return [line, `${indent}  slots${slots}`, ...statementsOf(each.body, `${indent}  `)]
  })
}

function globalText({ module, name }: GlobalRef): string {
  const prefix = module === core ? 'Core.' : module === base ? 'Base.' : 'g:'
  return `${prefix}${plain(symbolName(name))}`
}

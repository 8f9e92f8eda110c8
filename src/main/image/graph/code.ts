/** Lowered and optimised code, statement by statement. */
import { CodeInfo, OptimizedCode, type Expression, type ForeignType, type GeneratorStub, type InvokeTarget, type Location, type Operand, type Slot, type Statement } from '../../julia/ir/statement'
import type { Parameter } from '../../julia/types/type'
import { GlobalRef, type JuliaValue } from '../../julia/values/value'
import { MethodInstance } from '../../julia/worlds/method'
import { Module } from '../../julia/worlds/module'
import { flag, float, index, int32Array, integer, list, natural, optional, record, symbol, tagged, text, word, type Codec, type Fields } from './codec'
import { instanceRef, moduleRef } from './refs'
import type { TableCodec } from './tables'
import { parameter } from './types'
import { value } from './values'

export const globalRef: Codec<GlobalRef> = {
  write: (to, { module, name }) => {
    if (!(module instanceof Module)) throw new Error('a reference names no module')
    moduleRef.write(to, module)
    symbol.write(to, name)
  },
  read: (from) => new GlobalRef(moduleRef.read(from), symbol.read(from)),
}

const target: Codec<InvokeTarget> = {
  write: (to, given) => {
    if (!(given instanceof MethodInstance)) throw new Error('an invoke names no instance')
    instanceRef.write(to, given)
  },
  read: (from) => instanceRef.read(from),
}

const loweredRef: Codec<CodeInfo> = { write: (to, row) => to.ref('lowered', row), read: (from) => from.ref('lowered') }

const OPERANDS = {
  ssa: { id: natural },
  slot: { id: natural },
  argument: { id: natural },
  constant: { value },
  global: { ref: globalRef },
  parameter: { index: integer },
} as const

const operand = tagged<Operand>(OPERANDS)
const operands = list(operand)

const foreignType = tagged<ForeignType>({ ...OPERANDS, type: { type: parameter } })

/** The body of a method: code, or an operand that computes it. */
const body: Codec<CodeInfo | Operand> = {
  write: (to, given) => {
    to.out.flag(given instanceof CodeInfo)
    if (given instanceof CodeInfo) loweredRef.write(to, given)
    else operand.write(to, given)
  },
  read: (from) => (from.in.flag() ? loweredRef.read(from) : operand.read(from)),
}

const EXPRESSIONS = {
  ...OPERANDS,
  call: { args: operands },
  invoke: { instance: target, args: operands },
  new: { type: operand, fields: operands },
  splatnew: { type: operand, tuple: operand },
  foreigncall: { name: text, returnType: foreignType, argumentTypes: list(foreignType), args: operands },
  isdefined: { what: operand },
  theException: {},
  copyast: { value },
  boundscheck: {},
  phi: { edges: list(index), values: list(optional(operand)) },
  pi: { value: operand, type: parameter },
  interpolate: { code: loweredRef, values: operands },
  method: { name: optional(globalRef), signature: optional(operand), body: optional(body) },
} as const

const expression = tagged<Expression>(EXPRESSIONS)

const statement = tagged<Statement>({
  ...EXPRESSIONS,
  assign: { slot: natural, value: expression },
  goto: { target: natural },
  gotoifnot: { condition: operand, target: natural },
  return: { value: operand },
  unreachable: {},
  enter: { handler: natural },
  leave: { count: natural },
  popException: { token: operand },
  newvar: { slot: natural },
  throwUndefIfNot: { name: text, condition: operand },
  setGlobal: { ref: globalRef, value: operand },
  declareGlobal: { ref: globalRef, constant: flag },
  thunk: { code: loweredRef },
  toplevel: { form: value },
  meta: { name: text, args: list<JuliaValue>(value) },
})

const slot = record<Slot>({ name: text, assigned: flag, used: flag, maybeUndefined: flag })
export const location = record<Location>({ file: text, line: index, name: text, inlinedAt: index })
const generator = record<GeneratorStub>({ name: globalRef, argumentNames: list(text), parameterNames: list(text) })

type Parts<T> = { -readonly [Key in keyof T]: T[Key] }

const loweredParts = record<Omit<Parts<CodeInfo>, 'juliaType'>>({
  code: list(statement), slots: list(slot), argumentCount: natural, isVarArg: flag, lines: int32Array, locations: list(location), parameterNames: list(text),
  inlining: word('inline', 'noinline', 'default'), propagateInbounds: flag, pure: flag, nospecialize: integer, generator: optional(generator), generatedOnly: flag, keywords: natural,
} satisfies Fields<Omit<Parts<CodeInfo>, 'juliaType'>>)

const lowered: TableCodec<CodeInfo> = {
  write: (to, row) => loweredParts.write(to, row),
  read: (from) => {
    const { code, slots, argumentCount, isVarArg, lines, locations, parameterNames, ...flags } = loweredParts.read(from)
    return Object.assign(new CodeInfo(code, slots, argumentCount, isVarArg, lines, locations, parameterNames), flags)
  },
}

const optimizedParts = record<Parts<OptimizedCode>>({
  code: list(statement), types: list<Parameter>(parameter), lines: int32Array, locations: list(location), slots: list(slot), slotTypes: list<Parameter>(parameter),
  argumentTypes: list<Parameter>(parameter), isVarArg: flag, inlineable: flag, cost: float,
})

const optimized: TableCodec<OptimizedCode> = {
  write: (to, row) => optimizedParts.write(to, row),
  read: (from) => {
    const { code, types, lines, locations, slots, slotTypes, argumentTypes, isVarArg, inlineable, cost } = optimizedParts.read(from)
    return new OptimizedCode(code, types, lines, locations, slots, slotTypes, argumentTypes, isVarArg, inlineable, cost)
  },
}

export const codeTables = { lowered, optimized } as const

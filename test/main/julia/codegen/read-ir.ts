/**
 * Optimised code from text, for tests: one statement a line, `%3 = add_int(_1, 5) :: Int64`. Operands: `%n` a statement, `_n` an
 * argument (`_0` the function itself), `$n` a slot, numbers, `true`, `:symbol`, `nothing`, types, names of builtins and functions.
 */
import { readType } from '../../../../src/main/julia/types/read'
import { OptimizedCode, type Expression, type Operand, type Slot, type Statement } from '../../../../src/main/julia/ir/statement'
import type { Parameter } from '../../../../src/main/julia/types/type'
import type { CoreTypes } from '../../../../src/main/julia/values/core-types'
import { Bits, IntrinsicFunction, symbolOf, type JuliaValue } from '../../../../src/main/julia/values/value'
import type { MethodInstance } from '../../../../src/main/julia/worlds/method'

interface ReadContext {
  readonly core: CoreTypes
  /** What other names mean: functions, builtins. */
  readonly named: (name: string) => JuliaValue | undefined
  readonly instances?: Readonly<Record<string, MethodInstance>>
  readonly slots?: Readonly<Record<string, string>>
  readonly isVarArg?: boolean
}

export function readIR(text: string, argumentTypes: readonly string[], context: ReadContext): OptimizedCode {
  const { core } = context
  const type = (source: string) => readType(core.universe, source)
  const lines = text.trim().split('\n').map((line) => line.trim())
  const types: Parameter[] = []
  const code = lines.map((line): Statement => {
    const [, body = '', , of] = /^(?:%\d+ = )?(.*?)(\s*::\s*(\S.*))?$/.exec(line) ?? []
    types.push(of === undefined ? core.universe.any : type(of))
    return readStatement(body, context, type)
  })
  const slots = Object.keys(context.slots ?? {}).map((name): Slot => ({ name, assigned: true, used: true, maybeUndefined: name.endsWith('?') }))
  return new OptimizedCode(
    code, types, new Int32Array(code.length), [{ file: 'test.jl', line: 1, name: 'f', inlinedAt: -1 }], slots,
    Object.values(context.slots ?? {}).map(type), ['Any', ...argumentTypes].map(type), context.isVarArg ?? false, false, 0,
  )
}

function readStatement(body: string, context: ReadContext, type: (source: string) => Parameter): Statement {
  const operand = (source: string) => readOperand(source.trim(), context, type)
  const list = (source: string) => split(source).map(operand)
  const match = (pattern: RegExp) => pattern.exec(body)
  let found
  if ((found = match(/^\$(\d+) = (.*)$/)) !== null) {
    return { kind: 'assign', slot: Number(found[1]), value: readStatement(found[2] ?? '', context, type) as Expression }
  }
  if ((found = match(/^goto (\d+)$/)) !== null) return { kind: 'goto', target: Number(found[1]) }
  if ((found = match(/^goto (\d+) if not (.*)$/)) !== null) return { kind: 'gotoifnot', target: Number(found[1]), condition: operand(found[2] ?? '') }
  if ((found = match(/^return (.*)$/)) !== null) return { kind: 'return', value: operand(found[1] ?? '') }
  if ((found = match(/^enter (\d+)$/)) !== null) return { kind: 'enter', handler: Number(found[1]) }
  if ((found = match(/^leave (\d+)$/)) !== null) return { kind: 'leave', count: Number(found[1]) }
  if ((found = match(/^pop (.*)$/)) !== null) return { kind: 'popException', token: operand(found[1] ?? '') }
  if ((found = match(/^defined (.*)$/)) !== null) return { kind: 'isdefined', what: operand(found[1] ?? '') }
  if ((found = match(/^pi (.*)$/)) !== null) return { kind: 'pi', value: operand(found[1] ?? ''), type: context.core.universe.any }
  if (body === 'unreachable') return { kind: 'unreachable' }
  if (body === 'exception') return { kind: 'theException' }
  if ((found = match(/^new (\S+?)\((.*)\)$/)) !== null) return { kind: 'new', type: operand(found[1] ?? ''), fields: list(found[2] ?? '') }
  if ((found = match(/^invoke (\w+)\((.*)\)$/)) !== null) {
    const instance = context.instances?.[found[1] ?? '']
    if (instance === undefined) throw new Error(`no instance ${found[1] ?? ''}`)
    return { kind: 'invoke', instance, args: list(found[2] ?? '') }
  }
  if ((found = match(/^phi\((.*)\)$/)) !== null) {
    const edges = split(found[1] ?? '').map((edge) => edge.split(' => '))
    return { kind: 'phi', edges: edges.map(([from]) => Number(from)), values: edges.map(([, value]) => (value === undefined ? undefined : operand(value))) }
  }
  if ((found = match(/^([^\s(]+)\((.*)\)$/)) !== null) return { kind: 'call', args: [operand(found[1] ?? ''), ...list(found[2] ?? '')] }
  return operand(body)
}

function split(source: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at <= source.length; at++) {
    const character = source[at]
    if (character === '{' || character === '(') depth++
    else if (character === '}' || character === ')') depth--
    else if (character === undefined || (character === ',' && depth === 0)) {
      if (source.slice(from, at).trim() !== '') parts.push(source.slice(from, at).trim())
      from = at + 1
    }
  }
  return parts
}

function readOperand(source: string, { core, named }: ReadContext, type: (source: string) => Parameter): Operand {
  const constant = (value: JuliaValue): Operand => ({ kind: 'constant', value })
  const prefixed = /^([%_$])(\d+)$/.exec(source)
  if (prefixed !== null) return { kind: prefixed[1] === '%' ? 'ssa' : prefixed[1] === '_' ? 'argument' : 'slot', id: Number(prefixed[2]) }
  if (/^-?\d+$/.test(source)) return constant(BigInt(source))
  if (/^-?\d+\.\d+(e-?\d+)?$/.test(source)) return constant(Number(source))
  const typed = /^(\w+)#(-?\d+)$/.exec(source)
  if (typed !== null) {
    const primitive = core.type(typed[1] ?? '')
    return constant(new Bits(primitive, BigInt.asUintN(primitive.name.bits, BigInt(typed[2] ?? '0'))))
  }
  if (source === 'true' || source === 'false') return constant(source === 'true')
  if (source === 'nothing') return constant(core.nothing)
  if (source.startsWith(':')) return constant(symbolOf(source.slice(1)))
  const known = named(source)
  if (known !== undefined) return constant(known)
  if (/^[a-z]\w*$/.test(source)) return constant(new IntrinsicFunction(source))
  return constant(type(source) as JuliaValue)
}

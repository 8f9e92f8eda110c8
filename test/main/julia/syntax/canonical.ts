/**
 * Trees as text, to compare with those that a real Julia 1.5.3 recorded (test/fixtures/julia): `:"name"`, `(head args...)`, `#line`,
 * `'quoted`, `i1`, `d` and the bits of a Float64, `s` and the bytes of a string, `Type:bits`.
 */
import type { LiteralTypes } from '../../../../src/main/julia/syntax/literal-types'
import { TypeUniverse } from '../../../../src/main/julia/types/universe'
import { CoreTypes } from '../../../../src/main/julia/values/core-types'
import { Bits, Expr, GlobalRef, LineNumberNode, QuoteNode, symbolName, type JuliaValue, type Reflected } from '../../../../src/main/julia/values/value'

const types = new CoreTypes(new TypeUniverse())

export class NamedModule implements Reflected {
  readonly juliaType = 'Module'
  constructor(readonly name: string) {}
}

export const literals: LiteralTypes = {
  bits: (name, bits) => new Bits(types.type(name), bits),
  nothing: types.nothing,
  core: new NamedModule('Core'),
}

export function canonical(value: JuliaValue): string {
  if (typeof value === 'symbol') return `:${JSON.stringify(symbolName(value)).replaceAll('$', '\\$')}`
  if (typeof value === 'bigint') return `i${value}`
  if (typeof value === 'number') return `d${(new BigUint64Array(new Float64Array([value]).buffer)[0] ?? 0n).toString(16)}`
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return `s${value.replace(/[^!-~]|\\/g, (char) => `\\${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}`
  if (value instanceof Expr) return `(${[symbolName(value.head), ...value.args.map(canonical)].join(' ')})`
  if (value instanceof LineNumberNode) return `#${value.line}`
  if (value instanceof QuoteNode) return `'${canonical(value.value)}`
  if (value instanceof GlobalRef) return `${value.module instanceof NamedModule ? value.module.name : '<unknown>'}.${symbolName(value.name)}`
  if (value instanceof Bits) return `${value.type.name.name}:${value.bits}`
  if (value instanceof NamedModule) return `module:${value.name}`
  return value === types.nothing ? 'nothing' : '<unknown>'
}

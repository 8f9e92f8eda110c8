/**
 * Calls of what `@ccallable` declared, with arguments as text: each is made a value of the type that was declared, as C would hand it over, and the
 * result has to be of the declared type. Numbers are written as in Julia, in decimal or with `0x`; a `String` is the text itself; a `Ptr` can only be
 * null; of all other types a Julia expression is taken whose value converts.
 */
import { UserError } from '../../../shared/errors'
import type { Engine } from '../../julia/runtime/engine'
import { JuliaException, typeError } from '../../julia/runtime/exception'
import { fromBits, fromFloat } from '../../julia/runtime/primitive'
import { printType } from '../../julia/types/print'
import { isTuple, type DataType, type Parameter } from '../../julia/types/type'
import { isInstance } from '../../julia/values/isa'
import { toJuliaString } from '../../julia/values/text'
import type { JuliaValue } from '../../julia/values/value'
import type { EntryPoint } from '../../julia/worlds/entry-points'

export interface EntryCall {
  readonly name: string
  readonly args: readonly string[]
}

/** Throws `UserError` for a name that is not there and for arguments that do not fit, `JuliaException` for what the call throws. */
export function preparedCall(engine: Engine, { name, args }: EntryCall): () => JuliaValue {
  const point = engine.world.entryPoints.get(name)
  if (point === undefined) throw new UserError('not-found', `There is no entry point "${name}".`, { hint: known(engine) })
  const [callee, ...types] = elementsOf(point)
  if (callee?.kind !== 'datatype') throw new Error('an entry point without a function')
  if (types.length !== args.length) {
    const takes = types.length === 0 ? 'no arguments' : types.length === 1 ? 'one argument' : `${types.length} arguments`
    throw new UserError('bad-usage', `${name} takes ${takes}, and ${args.length === 1 ? 'one is' : `${args.length} are`} given.`, { hint: declaration(engine, point) })
  }
  const values = types.map((type, at) => converted(engine, type, args[at] ?? '', `argument ${at + 1} of ${name}`))
  const f = engine.core.instance(callee)
  return () => {
    const result = engine.call(f, values)
    if (!isInstance(engine.core, result, point.returnType)) throw typeError(engine.core, 'cfunction', '', point.returnType, result)
    return result
  }
}

function elementsOf({ signature }: EntryPoint): readonly Parameter[] {
  return isTuple(signature) ? signature.parameters : []
}

/** `add(Int32, Int32)::Int32`. */
function declaration({ universe }: Engine, point: EntryPoint): string {
  const [, ...types] = elementsOf(point)
  return `${point.name}(${types.map((type) => printType(universe, type, 'alias')).join(', ')})::${printType(universe, point.returnType, 'alias')}`
}

function known(engine: Engine): string {
  const all = engine.world.entryPoints.all()
  return all.length === 0 ? 'nothing here is declared with @ccallable' : `expected one of ${all.map((point) => declaration(engine, point)).join(', ')}`
}

function converted(engine: Engine, type: Parameter, text: string, what: string): JuliaValue {
  const { core, universe } = engine
  const wrong = (hint: string): UserError => new UserError('bad-usage', `${what} is no ${printType(universe, type, 'alias')}: ${JSON.stringify(text)}.`, { hint })
  if (type.kind !== 'datatype') throw wrong('expected a value of a concrete type')
  if (type === core.string) return toJuliaString(text)
  const { name, bits, typeKind } = type.name
  if (typeKind === 'primitive') {
    if (type === core.bool) {
      if (text === 'true' || text === '1') return true
      if (text === 'false' || text === '0') return false
      throw wrong('expected true or false')
    }
    if (/^U?Int\d+$/.test(name)) return integer(engine, type, text, wrong)
    if (/^Float\d+$/.test(name)) {
      if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$|^[-+]?(?:Inf|NaN)$/i.test(text)) throw wrong('expected a number such as 2.5 or 1e-3')
      return fromFloat(core, type, Number(text.replace(/^([-+]?)inf$/i, '$1Infinity').replace(/^[-+]?nan$/i, 'NaN')))
    }
    if (name === 'Ptr') {
      if (!/^(?:C_NULL|NULL|0|0x0+)$/.test(text)) throw wrong('nothing here has an address: expected C_NULL')
      return fromBits(core, type, 0n)
    }
    if (bits > 64) throw wrong('expected a type of up to 64 bits')
  }
  return evaluated(engine, type, text, wrong)
}

function integer({ core }: Engine, type: DataType, text: string, wrong: (hint: string) => UserError): JuliaValue {
  const { name, bits } = type.name
  const signed = name.startsWith('Int')
  const [least, most] = signed ? [-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n] : [0n, (1n << BigInt(bits)) - 1n]
  const range = `expected a whole number from ${least} to ${most}`
  const match = /^([-+]?)(\d+|0x[0-9a-f]+)$/i.exec(text)
  if (match === null) throw wrong(range)
  const value = match[1] === '-' ? -BigInt(match[2] ?? '0') : BigInt(match[2] ?? '0')
  if (value < least || value > most) throw wrong(range)
  return fromBits(core, type, BigInt.asUintN(bits, value))
}

/** Of `Char`, structs, tuples: a Julia expression. */
function evaluated(engine: Engine, type: Parameter, text: string, wrong: (hint: string) => UserError): JuliaValue {
  const { value, error, diagnostics: [problem] } = engine.evaluate(text, { file: 'argument' })
  if (value === undefined || problem !== undefined) throw wrong(error?.text ?? problem?.message ?? 'expected a Julia expression')
  if (isInstance(engine.core, value, type)) return value
  const convert = engine.base?.get('convert')
  try {
    if (convert !== undefined) return engine.call(convert, [type as JuliaValue, value])
  } catch (thrown) {
    if (!(thrown instanceof JuliaException)) throw thrown
    throw wrong(engine.errorText(thrown.value))
  }
  throw wrong('expected a value of this type')
}

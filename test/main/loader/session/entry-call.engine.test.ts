/** Arguments of entry points as text: what they become, and why they do not fit. */
import { describe, expect, it } from 'vitest'
import { preparedCall } from '../../../../src/main/loader/session/entry-call'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { UserError } from '../../../../src/shared/errors'
import { base } from '../../../../src/main/services/base'

const engine = new Engine({ base, host: { write: () => undefined } })
const TYPES = ['Int8', 'UInt8', 'Int64', 'UInt64', 'Float64', 'Float32', 'Bool', 'Char', 'String', 'Ptr{Cvoid}', 'Tuple{Int64, Float64}']
engine.evaluate(`
${TYPES.map((type, at) => `Base.@ccallable take${at}(x::${type})::String = ${type.startsWith('Ptr') ? 'string(x === Core.Intrinsics.bitcast(Ptr{Cvoid}, 0))' : 'repr(x)'}`).join('\n')}
Base.@ccallable none()::Cint = Cint(1)
`)

function called(name: string, ...args: readonly string[]): string {
  try {
    return engine.print(preparedCall(engine, { name, args })()).replaceAll('\\', '').replace(/^"(.*)"$/s, '$1')
  } catch (error) {
    if (error instanceof UserError) return error.line
    throw error
  }
}
const taken = (type: string, text: string): string => called(`take${TYPES.indexOf(type)}`, text)

describe('arguments of entry points', () => {
  it.each([
    ['Int8', '-128', '-128'], ['UInt8', '0xff', '0xff'], ['Int64', '-0x10', '-16'], ['UInt64', '18446744073709551615', '0xffffffffffffffff'], ['Float64', '2', '2.0'], ['Float64', '-1e-3', '-0.001'],
    ['Float64', '.5', '0.5'], ['Float64', '-Inf', '-Inf'], ['Float64', 'nan', 'NaN'], ['Float32', '2.5', '2.5f0'], ['Bool', '1', 'true'], ['Bool', 'false', 'false'], ['Char', "'é'", "'é'"],
    ['String', 'héllo', '"héllo"'], ['String', '', '""'], ['Ptr{Cvoid}', 'C_NULL', 'true'], ['Tuple{Int64, Float64}', '(1, 2)', '(1, 2.0)'],
  ])('%s takes %s', (type, text, value) => {
    expect(taken(type, text)).toBe(value)
  })

  it.each([
    ['Int8', '128', 'expected a whole number from -128 to 127'], ['UInt8', '-1', 'expected a whole number from 0 to 255'], ['Int64', '2.5', 'expected a whole number'], ['Int64', '', 'expected a whole number'],
    ['Int64', '1; exit()', 'expected a whole number'], ['Float64', '2,5', 'expected a number such as'], ['Bool', 'yes', 'expected true or false'], ['Ptr{Cvoid}', '0x10', 'expected C_NULL'],
    ['Char', '"a"', 'MethodError'], ['Tuple{Int64, Float64}', '(1,', ''], ['Tuple{Int64, Float64}', 'nobody', 'nobody not defined'],
  ])('%s does not take %s', (type, text, why) => {
    expect(taken(type, text)).toContain(`argument 1 of take${TYPES.indexOf(type)} is no`)
    expect(taken(type, text)).toContain(why)
  })

  it('counts them, and knows its names', () => {
    expect(called('none')).toBe('1')
    expect(called('none', '1')).toBe('none takes no arguments, and one is given. (none()::Int32)')
    expect(called('take0')).toBe('take0 takes one argument, and 0 are given. (take0(Int8)::String)')
    expect(called('nobody')).toContain('There is no entry point "nobody". (expected one of take0(Int8)::String, take1(UInt8)::String')
  })
})

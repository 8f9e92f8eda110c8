/** Syntax that came after 1.5 and what it does; whichever version's rules are followed, it is known. */
import { beforeAll, describe, expect, it } from 'vitest'
import { newSession, type Session } from '../runtime/session'

const PROGRAM = `
mutable struct Counter
    @atomic n::Int
    const tag::Symbol
end
Base.@kwdef mutable struct Options
    const level::Int = 3
    @atomic weight::Float64 = 2
end
add!(c::Counter) = @atomic c.n += 1
retag!(c::Counter) = c.tag = :z
c = Counter(1, :a)
(; n, tag) = c
named((; a, b)) = a + b
property_let(x) = let (; a, b::Float64) = x; a * b end
split_off(v) = begin p, q... = v; (p, q) end
module A
    public secret, @bar
    export z
    secret() = 1
    z = 3
    macro bar() 5 end
    public = 4
end
import .A as B
import .A: secret as open, z
using .A: @bar as @baz
`

describe.each(['interpret', 'compile'] as const)('later syntax (%s)', (execution) => {
  let session: Session

  beforeAll(() => {
    session = newSession({ execution })
    expect(session.engine.evaluate(PROGRAM).error?.text).toBeUndefined()
  }, 120_000)

  it.each([
    ['add!(c), c.n', '(2, 2)'],
    ['n, tag', '(1, :a)'],
    ['named((a = 1, b = 2))', '3'],
    ['property_let((a = 1, b = 2))', '2.0'],
    ['[a for (; a) in [(a = 1, c = 2), (a = 3, c = 4)]]', '[1, 3]'],
    ['split_off([1, 2, 3]), split_off((1, 2.0, "a")), split_off("abc")', '((1, [2, 3]), (1, (2.0, "a")), (\'a\', "bc"))'],
    ['first_one, others... = (1, 2, 3); first_one, others', '(1, (2, 3))'],
    ['Options(weight = 1)', 'Options(3, 1.0)'],
    ['B.secret(), open(), z, @baz', '(1, 1, 3, 5)'],
    ['@atomic c.n = 7', '7'],
    ['@atomicswap c.n = 9', '7'],
    ['@atomicreplace c.n 9 => 3', '(old = 9, success = true)'],
    ['@atomicreplace c.n 9 => 4', '(old = 3, success = false)'],
    ['@atomic max(c.n, 10)', '3 => 10'],
    ['@atomic :monotonic c.n', '10'],
    ['getfield(c, :tag, :not_atomic), getfield(c, :n, :acquire), getfield(c, :tag, false), getfield((1, 2), 1, 3)', '(:a, 10, :a, 1)'],
  ])('%s', (code, expected) => {
    const { value, error, diagnostics } = session.engine.evaluate(code)
    expect({ error: error?.text, diagnostics }).toEqual({ error: undefined, diagnostics: [] })
    expect(value === undefined ? '' : session.engine.print(value)).toBe(expected)
  })

  it.each([
    ['c.n = 5', 'ConcurrencyViolationError: setfield!: atomic field cannot be written non-atomically'],
    ['@atomic c.tag', 'ConcurrencyViolationError: getfield: non-atomic field cannot be accessed atomically'],
    ['retag!(c)', 'setfield!: const field .tag of type Counter cannot be changed'],
    ['struct S; const x; end', 'invalid field attribute const for immutable struct'],
  ])('%s throws', (code, expected) => {
    expect(session.engine.evaluate(code).error?.text).toBe(expected)
  })
})

/**
 * What becomes of small functions: `code_typed` gives just the text that a Julia 1.5.3 gave (test/fixtures/julia/code-typed.jsonl), so what
 * is inlined, folded, invoked or left to be dispatched is the same. And a few laws of optimised code.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { base } from '../../../../src/main/services/base'

const FOLDER = join(import.meta.dirname, '../../../fixtures/julia')
const rows = readFileSync(join(FOLDER, 'code-typed.jsonl'), 'utf8').trim().split('\n')
  .map((line) => JSON.parse(line) as { readonly f: string, readonly types: string, readonly text: string })

let engine: Engine
let output = ''

/** What a text prints. */
function printed(text: string): string {
  output = ''
  const { error, diagnostics } = engine.evaluate(text)
  expect(diagnostics).toEqual([])
  return `${output}${error?.text ?? ''}`.trim()
}

beforeAll(() => {
  engine = new Engine({ base, execution: 'compile', host: { write: (_, text) => { output += text } } })
  printed(readFileSync(join(FOLDER, 'code-typed.jl'), 'utf8'))
}, 120_000)

describe('typed code', () => {
  it('is that of Julia, statement by statement', () => {
    const wrong = rows.filter(({ f, types, text }) => printed(`println(code_typed(${f}, Tuple{${types}})[1])`) !== text)
    expect(wrong.map(({ f, types }) => `${f}(${types})`)).toEqual([])
    expect(rows.length).toBeGreaterThan(80)
  })

  it('names unstable types in capitals', () => {
    expect(printed('code_warntype(stdout, f3, (Any,))')).toBe([
      'Variables',
      '  #self#::Core.Compiler.Const(f3, false)',
      '  x::ANY',
      '',
      'Body::ANY',
      '1 ─ %1 = (x isa Main.Int)::Bool',
      '└──      goto #3 if not %1',
      '2 ─ %3 = (x::Int64 + 1)::Int64',
      '└──      return %3',
      '3 ─ %5 = Main.string(x)::ANY',
      '└──      return %5',
    ].join('\n'))
  })

  it('leaves a call that may reach too many methods to run time', () => {
    expect(printed('many(x) = x; many(x::Int) = 1; many(x::Real) = 2; many(x::String) = 3; many(x::Symbol) = 4; many(x::Float64) = 5\n'
      + 'callmany(x) = many(x)\nprintln(occursin("Main.many(x)::Any", string(code_typed(callmany, (Any,))[1])))')).toBe('true')
  })

  it('does not put @noinline functions into their callers', () => {
    expect(printed('@noinline keep(x) = x + 1\ncallkeep(x) = keep(x)\nprintln(occursin("invoke Main.keep", string(code_typed(callkeep, (Int,))[1])))')).toBe('true')
  })
})

describe('compiled code', () => {
  it('calls what is defined now, not what was when it was compiled', () => {
    expect(printed('inner(x) = 1\nouter(x) = inner(x) + 10\nprint(outer(0), " ")\ninner(x) = 2\nprint(outer(0), " ")\ninner(x::Int) = 3\nprint(outer(0), " ", outer(0.5))'))
      .toBe('11 12 13 12')
  })

  it('keeps the world in which it began', () => {
    expect(printed('old() = 1\nfunction defines()\n  @eval old() = 2\n  (old(), Base.invokelatest(old))\nend\nprintln(defines())\nprintln(old())')).toBe('(1, 2)\n2')
  })

  it('handles exceptions with the values that variables have by then', () => {
    expect(printed(`
      function attempts(n)
        done = 0
        last = "none"
        for i in 1:n
          try
            i % 3 == 0 && error("three")
            i % 5 == 0 && throw(DivideError())
            done += 1
          catch e
            last = e isa ErrorException ? e.msg : "other"
          finally
            done += 100
          end
        end
        (done, last)
      end
      println(attempts(2), attempts(3), attempts(10))`)).toBe('(202, "none")(302, "three")(1005, "other")')
  })

  it('makes no struct that only its fields are asked of', () => {
    expect(printed('struct Pair2; a::Int; b::Int; end\nswapped(a, b) = (p = Pair2(b, a); p.a - p.b)\nprintln(swapped(1, 5))\nprintln(occursin("new", string(code_typed(swapped, (Int, Int))[1])))')).toBe('4\nfalse')
  })

  it('reads a field of each member of a union from what was put into that member', () => {
    expect(printed(`
      struct Ones; n::Int; end
      struct Twos; n::Int; end
      struct Nones end
      weight(one::Ones) = one.n
      weight(two::Twos) = two.n + 1
      weight(::Nones) = 0
      chosen(i) = i == 3 ? Ones(i) : i == 1 ? Twos(i) : Nones()
      function weights(n)
        sum = 0
        for i in 1:n
          sum += weight(chosen(i))
        end
        sum
      end
      println((weights(1), weights(2), weights(3)))`)).toBe('(2, 2, 5)')
  })

  it('tells zeros apart by their signs', () => {
    expect(printed('positive(c) = (x = c ? 0.0 : -0.0; x === 0.0)\nprintln((positive(true), positive(false)))')).toBe('(true, false)')
  })
})

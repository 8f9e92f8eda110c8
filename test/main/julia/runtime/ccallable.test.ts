/** `Base.@ccallable`: forms, errors as Julia 1.5.3 prints them, and what is remembered. */
import { describe, expect, it } from 'vitest'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { printType } from '../../../../src/main/julia/types/print'
import { VERSION_RULES, type JuliaVersion } from '../../../../src/main/julia/versions'
import { base } from '../../../../src/main/services/base'

function session(julia: JuliaVersion = '1.5'): Engine {
  return new Engine({ base, rules: VERSION_RULES[julia], execution: 'interpret', host: { write: () => undefined } })
}

const engine = session()

/** The error, or the entry points that are there. */
function declared(code: string, within = engine): string {
  const { error } = within.evaluate(`begin\n${code}\nend`)
  if (error !== undefined) return error.text
  return within.world.entryPoints.all().map(({ name, signature, returnType }) => `${name} ${printType(within.universe, signature)} ${printType(within.universe, returnType)}`).join('\n')
}

describe('@ccallable', () => {
  it('takes the return type from the signature or before the definition', () => {
    expect(declared(`
      Base.@ccallable function one(x::Cint)::Cint; x + Cint(1); end
      Base.@ccallable Cint function two(x::Cint); x + Cint(1); end
      Base.@ccallable three(x::Cint)::Cint = x
      Base.@ccallable Cdouble four(x::Cint, y::Ptr{Cvoid}) = 1.0
      Base.@ccallable function five()::Cvoid; nothing; end
      struct Callable end
      Base.@ccallable function (c::Callable)(x::Cint)::Cint; x; end`, session())).toBe(`one Tuple{typeof(one), Int32} Int32
two Tuple{typeof(two), Int32} Int32
three Tuple{typeof(three), Int32} Int32
four Tuple{typeof(four), Int32, Ptr{Nothing}} Float64
five Tuple{typeof(five)} Nothing
Callable Tuple{Callable, Int32} Int32`)
  })

  it('defines the function all the same', () => {
    const { value } = engine.evaluate('Base.@ccallable next(x::Cint)::Cint = x + Cint(1)\nnext(Cint(2))')
    expect(value === undefined ? '' : engine.print(value)).toBe('3')
  })

  // Recorded from Julia 1.5.3.
  it.each([
    ['Base.@ccallable function f(x::Cint); x; end', '@ccallable requires a return type'],
    ['Base.@ccallable Cint 3', 'expected method definition in @ccallable'],
    ['Base.@ccallable function f(x::T)::Cint where T; x; end', '@ccallable requires a return type'],
    ['Base.@ccallable Cint f(x::T) where T = Cint(1)', 'expected method definition in @ccallable'],
    ['Base.@ccallable function f(x)::Cint; Cint(1); end', '@ccallable: argument types must be concrete'],
    ['Base.@ccallable function f(x::Integer)::Cint; Cint(1); end', '@ccallable: argument types must be concrete'],
    ['Base.@ccallable function f(x::Cint, y::Ptr{Cvoid} = C_NULL)::Cint; Cint(1); end', '@ccallable: argument types must be concrete'],
    ['Base.@ccallable function f(x::Cint...)::Cint; Cint(1); end', '@ccallable: argument types must be concrete'],
    ['Base.@ccallable function f(x::Type{Int})::Cint; Cint(1); end', '@ccallable: argument types must be concrete'],
    ['Base.@ccallable function f(x::Cint)::Integer; x; end', '@ccallable: return type must be concrete and correspond to a C type'],
    ['Base.@ccallable function f(x::Cint)::Any; x; end', '@ccallable: return type must be concrete and correspond to a C type'],
    ['Base.@ccallable function f(x::Cint)::Type; Int; end', '@ccallable: return type must be concrete and correspond to a C type'],
    ['Base._ccallable(Int32, Tuple{Function, Int32})', '@ccallable: function object must be a singleton'],
    ['Base._ccallable(Int32, Tuple{typeof(sin), String})', '@ccallable: could not find requested method'],
  ])('%s', (code, message) => {
    expect(declared(code)).toContain(message)
  })

  it('gives a name twice until 1.6', () => {
    const twice = `
      Base.@ccallable function f(x::Cint)::Cint; x; end
      Base.@ccallable function f(x::Cdouble)::Cint; Cint(1); end`
    expect(declared(twice, session('1.6'))).toBe('f Tuple{typeof(f), Float64} Int32')
    expect(declared(twice, session('1.7'))).toBe('@ccallable was already defined for this method name')
  })
})

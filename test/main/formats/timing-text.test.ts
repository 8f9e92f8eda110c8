import { describe, expect, it } from 'vitest'
import { hasConstantArgument, parseMethod, parseTimedSignature, parseVectorHeader } from '../../../src/main/formats/timing-text'

describe('hasConstantArgument', () => {
  it.each([
    'getproperty(::UnionAll, body::Symbol)',
    '*(2::Int64, ::UInt8)',
    'Base._collect(::Vector{Int64}, ::Base.Generator{Vector{Int64}, typeof(f)}, Base.EltypeUnknown()::Base.EltypeUnknown)',
    'getproperty(Core.Compiler::Module, return_type::Symbol)',
    'Vector{Int64}(UndefInitializer()::UndefInitializer, 1::Int64)',
    'Base.vect((0,)::Int64)',
    // Values print without quotes: a bracket, a space, a comma with a space, a colon, a newline.
    'print(::IOStream, (::Char)',
    'print(::IOStream,  ::Char)',
    'print(::IOStream, , ::String)',
    'print(::IOStream, :::Char)',
    'split(::String, \n::Char)',
    'Core.kwcall((limit = 0,)::@NamedTuple{limit::Int64}, eachsplit::typeof(eachsplit))',
    // A constant of several varargs, all of them types or functions.
    'Base.TupleOrBottom((Any,)::Type{Any})',
    '(::Base.var"#1#2")(1::Int64)',
    'Base.:(+)(1::Int64, ::Int64) where T',
  ])('%s has one', (signature) => expect(hasConstantArgument(signature)).toBe(true))

  it.each([
    'Core.Compiler.Timings.ROOT()',
    'f(::Int64)',
    'f(::Type{T}) where T',
    '(::Base.var"#1#2")(::Int64)',
    '(::Base.var"#709#710"{WeakKeyDict{Any, Any}, Core.TypeName})()',
    '(NamedTuple{(:stop, :length)})(::Tuple{Int64, Int64})',
    'Base.structdiff(::@NamedTuple{context::IOStream}, ::Type{NamedTuple{(:context, :sizehint)}})',
    'show(::IOStream, ::MIME{Symbol("text/plain(")}, ::Vector{Any})',
    // Functions are known in advance without constant propagation.
    'map(f::typeof(f), ::Vector{Int64})',
    'ForwardDiff.tupexpr(#34::ForwardDiff.var"#34#35", ::Any)',
    'Base._sum(::Vector{Real}, Colon()::Colon)',
    'Base.var"#sum#828"(::Int64)',
    '!(::Any)',
    'not a call',
    '',
  ])('%s has none', (signature) => expect(hasConstantArgument(signature)).toBe(false))
})

describe('parseMethod', () => {
  it.each([
    ['getproperty(x, f::Symbol) @ Base Base.jl:37', 'getproperty(x, f::Symbol)', 'Base', 'Base.jl', 37],
    ['vect(X...) in Base at array.jl:125', 'vect(X...)', 'Base', 'array.jl', 125],
    ['f(x::T) where T @ Main C:\\Users\\a b\\x.jl:12', 'f(x::T) where T', 'Main', 'C:\\Users\\a b\\x.jl', 12],
    ['f(x) in Main at C:\\dev\\x.jl:3', 'f(x)', 'Main', 'C:\\dev\\x.jl', 3],
    ['f(x) @ Main REPL[9]:1', 'f(x)', 'Main', 'REPL[9]', 1],
  ])('%s', (text, signature, module, file, line) => expect(parseMethod(text)).toEqual({ signature, module, file, line }))

  it('leaves a call site alone', () => expect(parseMethod('copy at ./broadcast.jl:950')).toBeUndefined())
})

describe('parseTimedSignature', () => {
  it('refuses what cannot be times', () => {
    expect(parseTimedSignature('0.1/0.2 on f()')).toMatchObject({ exclusive: 1e8, inclusive: 2e8, signature: 'f()', sixDecimals: false })
    expect(parseTimedSignature('4.800000000000001e-7/0.2 on f()')?.exclusive).toBeCloseTo(480, 6)
    for (const text of ['0.1/-0.2 on f()', '1e999/0.2 on f()', 'a/b on f()', '0.1/0.2 on ', '0.1 on f()/2', '']) {
      expect(parseTimedSignature(text)).toBeUndefined()
    }
  })
})

describe('parseVectorHeader', () => {
  it.each([
    ['45-element Vector{SnoopCompileCore.InferenceTiming}:', 45, 'SnoopCompileCore.InferenceTiming'],
    ['0-element Vector{SnoopCompileCore.InferenceTiming}', 0, 'SnoopCompileCore.InferenceTiming'],
    ['2-element Array{SnoopCompile.InferenceTiming,1}:', 2, 'SnoopCompile.InferenceTiming'],
    ['SnoopCompileCore.InferenceTiming[]', 0, 'SnoopCompileCore.InferenceTiming'],
    ['staleinstances(tinf) = SnoopCompileCore.InferenceTiming[]', 0, 'SnoopCompileCore.InferenceTiming'],
    ['8-element Vector{Tuple{Float64, Union{Method, Core.MethodInstance}}}:', 8, 'Tuple{Float64, Union{Method, Core.MethodInstance}}'],
  ])('%s', (line, count, element) => expect(parseVectorHeader(line)).toEqual({ count, element }))
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import sameInstance from '../../fixtures/signature/same-instance.json'
import { methodKey, signatureKey, writtenFunction } from '../../../src/shared/signature/key'
import { parseSignature } from '../../../src/shared/signature/parse'
import { shortSignature } from '../../../src/shared/signature/short'
import { splitSignature } from '../../../src/shared/signature/split'

/** Recorded with Julia 1.10.1: the specialised type, the method instance, and the row of the inference tree. */
const RECORDED = sameInstance as [string, string, string][]

describe('splitSignature', () => {
  it.each([
    ['Base.collect(::Vector{Int64})', 'collect', 'Base'],
    ['collect(::Base.Generator{_A, F.var"#16#17"{F.var"#34#35"}} where _A)', 'collect', ''],
    ['Tuple{typeof(Base.map), Function, Array{Int64, 1}}', 'map', 'Base'],
    ['precompile(Tuple{typeof(Base.:(*)), Float64, Float64})', '*', 'Base'],
    ['Tuple{Type{Base.Generator{I, F} where F where I}, typeof(Main.f)}', 'Generator', 'Base'],
    ['Tuple{Type{NamedTuple{(:a,), T} where T<:Tuple}, Tuple{Int64}}', 'NamedTuple', ''],
    ['Tuple{getfield(CUDA, Symbol("#898#899")){Int64}, Symbol}', 'var"#898#899"', 'CUDA'],
    ['(::Base.Broadcast.var"#31#32"{Int64})(3::Int64)', 'var"#31#32"', 'Base.Broadcast'],
    ['(NamedTuple{(:stop, :length)})(::Tuple{Float64, Int64})', 'NamedTuple', ''],
    ['(f::Foo.Callable)(x, y) @ Foo src/Foo.jl:3', 'Callable', 'Foo'],
    ['(var"#ctor-self#"::Type{Base.TwicePrecision{T}} where T)(hi, lo) @ Base twiceprecision.jl:197', 'TwicePrecision', 'Base'],
    ['Base.var"#sum#828"(::Colon, ::typeof(sum))', 'var"#sum#828"', 'Base'],
    ['Base.TwicePrecision{Float64}(::Tuple{Int64, Int64}, ::Int64)', 'TwicePrecision', 'Base'],
    ['>>(::UInt32, 20::Int64)', '>>', ''],
    ['(::Colon)(::Int64, ::Static.StaticInt{U}) where U', 'Colon', ''],
    ['!=(::AbstractFloat, ::AbstractFloat)', '!=', ''],
    ['Core.Compiler.Timings.ROOT()', 'ROOT', 'Core.Compiler.Timings'],
    ['MethodInstance for f(::Int64)', 'f', ''],
    ['@time(__source__::LineNumberNode, __module__::Module, ex)', '@time', ''],
    ['main', 'main', ''],
    ['', '', ''],
  ])('%s', (text, name, module) => {
    expect(splitSignature(text)).toMatchObject({ name, module })
  })
})

describe('signatureKey', () => {
  it('gives one key to the three notations of each recorded instance', () => {
    for (const [type, instance, row] of RECORDED) {
      expect(signatureKey(instance), type).toBe(signatureKey(type))
      expect(signatureKey(row), type).toBe(signatureKey(type))
    }
  })

  it('keeps different instances apart', () => {
    const types = new Set(RECORDED.map(([type]) => type))
    const keys = new Set(RECORDED.map(([type]) => signatureKey(type)))
    expect(keys.size).toBe(types.size)
  })

  it.each([
    ['map(::Function, ::Vector{Int64})', 'precompile(Tuple{typeof(Base.map), Function, Array{Int64, 1}}) # recompile'],
    ['Base.Generator(f::typeof(f), ::Vector{Int64})', 'Tuple{Type{Base.Generator{I, F} where F where I}, typeof(Main.f), Array{Int64, 1}}'],
    ['getindex(::NTuple{3, Float64}, 1::Int64)', 'Tuple{typeof(Base.getindex), Tuple{Float64, Float64, Float64}, Int64}'],
    ['f(::@NamedTuple{a::Int64, b::String})', 'Tuple{typeof(M.f), NamedTuple{(:a, :b), Tuple{Int64, String}}}'],
    ['f(::@Kwargs{})', 'Tuple{typeof(f), Base.Pairs{Symbol, Union{}, Tuple{}, NamedTuple{(), Tuple{}}}}'],
    ['Base.var"#sum#828"(::Colon)', 'Tuple{Base.var"##sum#828", Base.Colon}'],
    ['println(::IOStream, ::Vararg{Any})', 'Tuple{typeof(Base.println), Base.IOStream, Vararg{Any, N} where N}'],
    ['f(::T, ::T) where T<:Integer', 'Tuple{typeof(f), S, S} where S<:Integer'],
    ['f(::T) where T<:Integer', 'Tuple{typeof(f), Integer}'],
    ['eltype(::Type{<:AbstractArray{T}}) where T', 'Tuple{typeof(eltype), Type{A} where A<:AbstractArray}'],
    ['f(::Union{Nothing, Int64})', 'Tuple{typeof(f), Union{Int64, Nothing}}'],
    ['f(::IOBuffer)', 'Tuple{typeof(f), Base.GenericIOBuffer{Array{UInt8, 1}}}'],
    ['f(::SVector{3, ComplexF64})', 'Tuple{typeof(f), StaticArrays.SArray{Tuple{3}, Complex{Float64}, 1, 3}}'],
    ['*(::Float64, ::Int64)', 'Tuple{typeof(Base.:(*)), Float64, Int64}'],
    ['(::CUDA.var"#1#2")(::Symbol)', 'Tuple{getfield(CUDA, Symbol("#1#2")), Symbol}'],
  ])('%s = %s', (one, other) => {
    expect(signatureKey(one)).toBe(signatureKey(other))
  })

  it.each([
    ['f(::T, ::T) where T<:Integer', 'f(::T, ::S) where {T<:Integer, S<:Integer}'],
    ['f(::Vector{Int64})', 'f(::Matrix{Int64})'],
    ['f(::Vector{<:Real})', 'f(::Vector{Real})'],
    ['f(::Type{Int64})', 'f(::Int64)'],
    ['f(::typeof(g))', 'f(::g)'],
    ['var"#1#2"(::Int64)', 'var"#3#4"(::Int64)'],
    ['f(::Val{1})', 'f(::Val{2})'],
    ['f()', 'g()'],
  ])('%s is not %s', (one, other) => {
    expect(signatureKey(one)).not.toBe(signatureKey(other))
  })

  it('drops the counters of gensyms when asked for a key that outlives a session', () => {
    expect(signatureKey('Base.var"#sum#828"(::Colon)', 'stable')).toBe(signatureKey('Base.var"#sum#901"(::Colon)', 'stable'))
    expect(signatureKey('map(::var"#1#2", ::Int64)', 'stable')).toBe(signatureKey('map(::var"#7#8", ::Int64)', 'stable'))
  })
})

describe('methodKey', () => {
  it.each([
    ['Base.map(::Int64)', '', 'Base.map'],
    ['map(::Int64)', 'Base', 'Base.map'],
    ['map(::Int64)', '', 'map'],
    ['Tuple{Base.var"##sum#828", Colon}', '', 'Base.sum'],
    ['(::Base.var"#sum##kw")(::NamedTuple, ::typeof(sum), ::Vector{Int64})', '', 'Base.sum'],
    ['Core.kwcall(::@NamedTuple{context::Bool}, sprint::typeof(Base.sprint), ::Any)', '', 'Base.sprint'],
    ['Core.kwcall(::@NamedTuple{a::Int64}, ::Type{M.Point{T}}, ::Any) where T', '', 'M.Point'],
    ['(::Base.Broadcast.var"#31#32"{Int64})(3::Int64)', '', 'Base.Broadcast.#31#32'],
  ])('%s in %s', (text, module, key) => {
    expect(methodKey(text, module)).toBe(key)
  })

  it('finds the function a person wrote behind hidden ones', () => {
    expect(writtenFunction('(::ColorTypes.var"#_with_et#18")(::UnionAll)')).toEqual({ name: '_with_et', module: 'ColorTypes' })
  })
})

describe('shortSignature', () => {
  const LONG = 'Base.Broadcast.materialize(::Base.Broadcast.Broadcasted{Base.Broadcast.Style{Tuple}, Nothing, typeof(real), Tuple{NTuple{4, Float64}}}, ::Int64)'

  it('shortens from the inside', () => {
    expect([140, 100, 90, 60, 40, 20, 8].map((maxLength) => shortSignature(LONG, { hideModules: true, maxLength })).join('\n')).toBe(
      [
        'materialize(::Broadcasted{Style{Tuple}, Nothing, typeof(real), Tuple{NTuple{4, Float64}}}, ::Int64)',
        'materialize(::Broadcasted{Style{Tuple}, Nothing, typeof(real), Tuple{NTuple{4, Float64}}}, ::Int64)',
        'materialize(::Broadcasted{Style{Tuple}, Nothing, typeof(real), Tuple{NTuple{…}}}, ::Int64)',
        'materialize(::Broadcasted{…}, ::Int64)',
        'materialize(::Broadcasted{…}, ::Int64)',
        'materialize(… 2 more)'.slice(0, 19) + '…',
        'materia…',
      ].join('\n'),
    )
  })

  it.each([
    ['Tuple{typeof(Base.map), Function, Array{Int64, 1}}', 'Base.map(::Function, ::Array{Int64, 1})'],
    ['precompile(Tuple{typeof(Base.:(*)), Float64, Float64})', 'Base.:(*)(::Float64, ::Float64)'],
    ['Tuple{Base.var"#1#2"{Int64}, Symbol}', '(::Base.var"#1#2"{Int64})(::Symbol)'],
    ['MethodInstance for f(x::Int64, ::T; a) where T<:Real', 'f(x::Int64, ::T; a) where T<:Real'],
    ['print(::IOStream, }::Char)', 'print(::IOStream, }::Char)'],
    ['step(::Foo{<:Any, StaticInt{S}}) where S @ Static ranges.jl:169', 'step(::Foo{<:Any, StaticInt{S}}) where S @ Static ranges.jl:169'],
  ])('writes %s as %s', (text, expected) => {
    expect(shortSignature(text)).toBe(expected)
  })

  it('gives recorded rows back unchanged where nothing is to be shortened', () => {
    const plain = RECORDED.map(([, , row]) => row).filter((row) => !row.startsWith('(') && !row.includes('<:('))
    expect(plain.length).toBeGreaterThan(50)
    for (const row of plain) {
      // A value that begins with a space is the one thing that is normalised.
      expect(shortSignature(row).replace(/ /g, '')).toBe(row.replace(/ /g, ''))
    }
  })

  it('is never longer than asked', () => {
    for (const [type] of RECORDED) {
      for (let maxLength = 1; maxLength < 60; maxLength += 7) expect(shortSignature(type, { maxLength }).length).toBeLessThanOrEqual(maxLength)
    }
  })
})

describe('any text', () => {
  const pieces = fc.constantFrom('f', '(', ')', '{', '}', '::', ', ', '"', 'Tuple{', 'typeof(', ' where ', '<:', 'T', '1', ':a', 'var"#1#2"', '...', '.', '@NamedTuple{', ';', '\\', '…', ' ')
  const text = fc.oneof(fc.string(), fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')))

  it('is read without throwing', () => {
    fc.assert(
      fc.property(text, (input) => {
        parseSignature(input)
        expect(signatureKey(input)).toBe(signatureKey(input))
        expect(shortSignature(input, { maxLength: 30 }).length).toBeLessThanOrEqual(30)
        methodKey(input)
      }),
      { numRuns: 1500 },
    )
  })

  // Quadratic work on these lengths would outlast the time limit of the runner.
  it('is read however deep it is', () => {
    for (const unit of ['(', 'A{', 'Tuple{', 'typeof(', 'A where {', '((::', '"', 'f(a, ', '::', '<:', '@NamedTuple{a::']) {
      const deep = unit.repeat(30_000)
      expect(signatureKey(deep), unit).toBe(signatureKey(deep))
      expect(shortSignature(deep, { maxLength: 80 }).length, unit).toBeLessThanOrEqual(80)
    }
  })

  it('keeps a signature that was cut in the middle recognisable', () => {
    const whole = 'Base.collect_to_with_first!(::AbstractArray, ::Symbol, ::Base.Generator{_A, F.var"#16#17"{F.var"#22#23"}} where _A)'
    for (let length = 30; length < whole.length; length++) expect(splitSignature(whole.slice(0, length)).name).toBe('collect_to_with_first!')
  })
})

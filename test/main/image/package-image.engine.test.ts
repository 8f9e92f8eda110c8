/** What a package is when another session has read it: the same values, types, methods and macros, and the same bytes when it is written again. */
import { describe, expect, it } from 'vitest'
import type { JuliaVersion } from '../../../src/main/julia/versions'
import { sameBytes, twoSessions } from './two-sessions'

/** Each expression shows the same in both sessions; a text beside it says what that is. */
function survives(source: string, expressions: Readonly<Record<string, string>>, julia: JuliaVersion = '1.5'): void {
  const { wrote, read, sections, again } = twoSessions(source, julia)
  for (const [code, expected] of Object.entries(expressions)) {
    expect(`${code} → ${wrote.show(code)}`).toBe(`${code} → ${expected}`)
    expect(`${code} → ${read.show(code)}`).toBe(`${code} → ${expected}`)
  }
  expect([...sections].flatMap(([name, bytes]) => (Buffer.compare(bytes, again.get(name) ?? new Uint8Array()) === 0 ? [] : [name]))).toEqual([])
  expect(sameBytes(sections, again)).toBe(true)
}

describe('values of constants', () => {
  it('numbers of every width, and their extremes', () => {
    survives(`
      const INTEGERS = (typemin(Int64), typemax(Int64), Int8(-3), 0xff, 0x1234, UInt32(7), typemax(UInt64), Int128(2)^100, typemax(UInt128), true)
      const FLOATS = (1.5, -0.0, Inf, NaN, 2.5f0, Float16(0.5))
      const BIG = big(3)^200
      const NEGATIVE = -big(2)^70
      const CHARS = ('a', 'ä', '\\U1F600')
    `, {
      'P.INTEGERS': '(-9223372036854775808, 9223372036854775807, -3, 0xff, 0x1234, 0x00000007, 0xffffffffffffffff, 1267650600228229401496703205376, 0xffffffffffffffffffffffffffffffff, true)',
      'P.FLOATS': '(1.5, -0.0, Inf, NaN, 2.5f0, Float16(0.5))',
      'P.BIG': String(3n ** 200n),
      'P.NEGATIVE + 1': String(1n - 2n ** 70n),
      'P.CHARS': `('a', 'ä', '😀')`,
    })
  })

  it('texts, symbols, ranges, tuples and named tuples', () => {
    survives(`
      const TEXT = "täxt \\0 \\xff"
      const NAMES = (:a, Symbol("with space"), nothing, missing)
      const POINT = (x = 1, y = "two", z = nothing)
      const RANGES = (1:3, 1:2:9, 0.0:0.5:2.0, Base.OneTo(4))
      const PAIR = "a" => :b
    `, {
      'codeunits(P.TEXT) == codeunits("täxt \\0 \\xff")': 'true',
      'P.NAMES': '(:a, Symbol("with space"), nothing, missing)',
      'P.POINT': '(x = 1, y = "two", z = nothing)',
      'typeof(P.POINT)': 'NamedTuple{(:x, :y, :z),Tuple{Int64,String,Nothing}}',
      'collect(P.RANGES[2])': '[1, 3, 5, 7, 9]',
      'sum(P.RANGES[3])': '5.0',
      'P.PAIR': '"a" => :b',
    })
  })

  it('arrays of all storages, of one and more dimensions, and shared ones', () => {
    survives(`
      const FLOATS = [1.0 2.0; 3.0 4.0]
      const BYTES = UInt8[1, 2, 255]
      const WORDS = ["a", "b"]
      const MIXED = Any[1, "x", :y, [1.0]]
      const HOLES = Vector{String}(undef, 2)
      const EMPTY = Int[]
      const SHARED = [BYTES, BYTES]
      const SELF = Any[1]
      push!(SELF, SELF)
      const TUPLES = [(1, 2.0), (3, 4.0)]
    `, {
      'P.FLOATS': '[1.0 2.0; 3.0 4.0]',
      'size(P.FLOATS)': '(2, 2)',
      'P.BYTES': 'UInt8[0x01, 0x02, 0xff]',
      'P.WORDS': '["a", "b"]',
      'P.MIXED': 'Any[1, "x", :y, [1.0]]',
      'isassigned(P.HOLES, 1)': 'false',
      'P.EMPTY': 'Int64[]',
      'P.SHARED[1] === P.SHARED[2] === P.BYTES': 'true',
      'push!(P.BYTES, 7); P.SHARED[2]': 'UInt8[0x01, 0x02, 0xff, 0x07]',
      'P.SELF[2] === P.SELF': 'true',
      'P.TUPLES[2]': '(3, 4.0)',
    })
  })

  it('structs, also in rings and with fields that are not set', () => {
    survives(`
      mutable struct Node
        value::Int
        next::Union{Node, Nothing}
        Node(value) = new(value, nothing)
      end
      mutable struct Partial
        a::Int
        b::String
        Partial(a) = new(a)
      end
      struct Pack{T, N}
        items::NTuple{N, T}
      end
      const RING = Node(1)
      RING.next = Node(2)
      RING.next.next = RING
      const UNSET = Partial(4)
      const PACK = Pack((1.0, 2.0))
      const REF = Ref(3)
    `, {
      'P.RING.next.next === P.RING': 'true',
      'P.RING.next.value': '2',
      '(P.UNSET.a, isdefined(P.UNSET, :b))': '(4, false)',
      'typeof(P.PACK)': 'P.Pack{Float64,2}',
      'P.REF[] += 1': '4',
    })
  })

  it('long linked lists and deep types', () => {
    survives(`
      mutable struct Link
        next::Union{Link, Nothing}
      end
      function chain(n)
        link = nothing
        for _ in 1:n
          link = Link(link)
        end
        link
      end
      function depth(link)
        n = 0
        while link !== nothing
          link = link.next
          n += 1
        end
        n
      end
      nested(n) = n == 0 ? Int : Tuple{nested(n - 1)}
      const LONG = chain(20_000)
      const DEEP = nested(100)
    `, { 'P.depth(P.LONG)': '20000', 'P.DEEP === P.nested(100)': 'true' })
  })

  it('dictionaries and sets with keys whose hash depends on what they are', () => {
    survives(`
      struct Key end
      f(x) = x
      const D = Dict(:a => 1, :b => 2)
      const S = Dict("one" => 1, "two" => 2)
      const T = Dict{Any, Any}(Int => "Int", Vector{Float64} => "V", Key => "Key", Union{Int, String} => "U", (Array{T, 1} where T) => "W", Tuple{Int, Vararg{String}} => "T")
      const F = Dict{Any, Any}(f => 1, sin => 2, P => 3, Base => 4, Key() => 5, nothing => 6)
      const IDS = IdDict{Any, Any}(Int => 1, :b => 2, "c" => 3, P => 4)
      const SET = Set([1, 2, 3])
      const ENVIRONMENT = Dict((1, :a) => [1], (2, :b) => [2])
    `, {
      'P.D[:b]': '2',
      '(P.S["one"], P.S["two"])': '(1, 2)',
      '[P.T[k] for k in Any[Int, Vector{Float64}, P.Key, Union{String, Int}, Vector, Tuple{Int, Vararg{String}}]]': '["Int", "V", "Key", "U", "W", "T"]',
      '[P.F[k] for k in Any[P.f, sin, P, Base, P.Key(), nothing]]': '[1, 2, 3, 4, 5, 6]',
      '[P.IDS[k] for k in Any[Int, :b, P]]': '[1, 2, 4]',
      '(2 in P.SET, 5 in P.SET)': '(true, false)',
      'P.ENVIRONMENT[(2, :b)]': '[2]',
    })
  })

  it('types of every form', () => {
    survives(`
      abstract type Shape{T} end
      struct Square{T<:Real} <: Shape{T}; side::T; end
      struct Named{name, N} end
      const TYPES = Any[Shape, Shape{Int}, Square, Square{<:Integer}, Union{Nothing, Square{Int}}, Array{T, N} where {T<:Number, N}, Named{:a, 3}, Named{(:a, :b)}, Type{Square}, Tuple{Vararg{Int}}, NTuple{3, Int}, Union{}]
      const VARIABLE = TypeVar(:T, Integer)
    `, {
      'P.TYPES[5]': 'Union{Nothing, P.Square{Int64}}',
      'P.TYPES[6]': 'Array{T,N} where N where T<:Number',
      'P.TYPES[7]': 'P.Named{:a,3}',
      'P.Square(2) isa P.TYPES[4]': 'true',
      'P.TYPES[2] === P.Shape{Int}': 'true',
      '(P.VARIABLE.name, P.VARIABLE.ub)': '(:T, Integer)',
      'supertype(P.Square{Int})': 'P.Shape{Int64}',
    })
  })

  it('code as data', () => {
    survives(`
      const EXPRESSION = :(f(x, 1) + [y for y in 1:3])
      const QUOTED = QuoteNode(:a)
      const REFERENCE = GlobalRef(Base, :sin)
      const LINE = LineNumberNode(3, :file)
      const PATTERN = r"a+b"i
      const VERSION_ = v"1.2.3-rc1"
      const VECTOR = Core.svec(1, :a)
    `, {
      'P.EXPRESSION': ':(f(x, 1) + [y for y = 1:3])',
      'P.QUOTED.value': ':a',
      '(P.REFERENCE.mod, P.REFERENCE.name)': '(Base, :sin)',
      'P.LINE.line': '3',
      'match(P.PATTERN, "xAAb").match': '"AAb"',
      'P.VERSION_ < v"1.2.3"': 'true',
      'P.VECTOR': 'svec(1, :a)',
    })
  })
})

describe('definitions', () => {
  it('functions: keywords, defaults, closures, callable structs, methods of others', () => {
    survives(`
      export plain
      plain(x) = 2x
      plain(x, y) = x + y
      keyed(x; scale = 2, more...) = (x * scale, length(more))
      defaults(a, b = a + 1) = (a, b)
      const adder = let n = 10; x -> x + n; end
      counter() = (n = 0; () -> n += 1)
      struct Scale; by::Int; end
      (s::Scale)(x) = s.by * x
      Base.length(::Scale) = 17
      Base.show(io::IO, s::Scale) = print(io, "×", s.by)
      spread(xs...) = length(xs)
      bounded(x::T) where {T<:Integer} = T
    `, {
      '(P.plain(3), P.plain(1, 2))': '(6, 3)',
      '(P.keyed(3), P.keyed(3; scale = 5, a = 1))': '((6, 0), (15, 1))',
      'P.defaults(1)': '(1, 2)',
      'P.adder(5)': '15',
      'c = P.counter(); c(); c()': '2',
      'P.Scale(3)(4)': '12',
      'length(P.Scale(1))': '17',
      'P.Scale(3)': '×3',
      'P.spread(1, 2, 3)': '3',
      'P.bounded(0x01)': 'UInt8',
      'length(methods(P.plain))': '2',
    })
  })

  it('macros, generated functions, enums, docstrings and submodules', () => {
    survives(`
      macro twice(x) :(2 * $(esc(x))) end
      @generated power(x, ::Val{N}) where {N} = N == 1 ? :x : :(x * power(x, Val($(N - 1))))
      @enum Fruit apple = 1 pear = 5
      "Says how."
      documented() = 1
      \"\"\"
      A type.
      \"\"\"
      struct Documented end
      module Inner
        export inside
        inside() = 17
        const NAME = string(@__MODULE__)
      end
      using .Inner
      import Base: +
      struct Vec; x::Int; end
      a::Vec + b::Vec = Vec(a.x + b.x)
      variable = 1
      setvariable(x) = global variable = x
      reach() = inside()
    `, {
      'P.@twice(4)': '8',
      'P.power(3, Val(4))': '81',
      '(P.pear, Int(P.pear), P.Fruit(1))': '(P.pear, 5, P.apple)',
      '(@doc(P.documented), @doc(P.Documented))': '("Says how.", "A type.\\n")',
      'P.Inner.inside()': '17',
      'P.Inner.NAME': '"P.Inner"',
      'P.reach()': '17',
      'P.Vec(1) + P.Vec(2)': 'P.Vec(3)',
      'P.setvariable(5); P.variable': '5',
    })
  })

  it('what is told to the compiler', () => {
    survives(`
      Base.Experimental.@max_methods 1
      Base.Experimental.@max_methods 2 function one end
      one(::Int) = 1
      @noinline far(x) = x
      @inline near(x) = x
      any_(@nospecialize(x)) = x
    `, {
      'P.one(3)': '1',
      '(P.far(1), P.near(2), P.any_(3))': '(1, 2, 3)',
      'first(methods(P.any_)).nospecialize': '1',
    }, '1.10')
  })
})

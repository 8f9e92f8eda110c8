/** What differs between versions in inference, edges and invalidation: a small program for each rule, seen from both sides of the change. */
import { describe, expect, it } from 'vitest'
import { printType } from '../../../../src/main/julia/types/print'
import { JULIA_VERSIONS, VERSION_RULES, type JuliaVersion } from '../../../../src/main/julia/versions'
import { open } from '../infer/session'
import { newSession } from '../runtime/session'

interface Rule {
  readonly rule: string
  readonly code: string
  /** What is inferred: the function and its argument types. */
  readonly call: readonly [name: string, ...types: string[]]
  /** Evaluated afterwards, one after the other; before each the call is inferred again. */
  readonly then?: readonly string[]
  /** The return type, the edges, and what each part of `then` invalidates: of a version and those that follow, until the next one listed. */
  readonly seen: Partial<Record<JuliaVersion, readonly string[]>>
}

/** Names of Base and Core are bindings too. */
const isAboutBase = (edge: string): boolean => ['getproperty', 'apply_type', 'Tuple', 'Real', 'invoke', 'isa'].some((name) => edge === `binding ${name}`)

function look({ code, call: [name, ...types], then = [] }: Rule, version: JuliaVersion): string[] {
  const { engine, instance, edges } = open(code, { version })
  const print = (type: Parameters<typeof printType>[1]) => printType(engine.universe, type)
  const seen: string[] = []
  engine.world.observers.push({
    invalidated: (entry) => {
      if (entry.kind === 'invalidate') seen.push(`${entry.level} ${print(entry.instance.specTypes)}`)
    },
  })
  const inferred = instance(name, ...types)
  const [stored] = inferred.codeInstances
  seen.push(stored === undefined ? 'no code' : print(stored.returnType), ...edges(inferred).filter((edge) => !isAboutBase(edge)))
  for (const text of then) {
    instance(name, ...types)
    seen.push(`> ${text}`)
    const { error, value } = engine.evaluate(text)
    if (error !== undefined) seen.push(error.text)
    else if (typeof value === 'boolean') seen.push(String(value))
  }
  return seen
}

const METHODS = ['f(x::Int) = 1', 'f(x::Bool) = 2', 'f(x::Char) = 3', 'f(x::Float64) = 4', 'f(x::String) = 5']
const applyf = (methods: number): Pick<Rule, 'code' | 'call'> => ({
  code: `${METHODS.slice(0, methods).join('\n')}\nmutable struct Box; value; end\napplyf(b) = f(b.value)`,
  call: ['applyf', 'Box'],
})

const BOX = 'mutable struct Box; value; end\nconst box = Box(1)'
const MANY = METHODS.join('\n').replaceAll('f(', 'many(')

const INVALID = 'ErrorException("invalid redefinition of constant S")'

const rules: readonly Rule[] = [
  {
    rule: 'one method: the call is inferred and waits for another',
    ...applyf(1), then: ['f(x::String) = 5'],
    seen: {
      '1.5': ['Int64', 'Tuple{typeof(f), Int64}', 'table Tuple{typeof(f), Any}', '> f(x::String) = 5', '0 Tuple{typeof(applyf), Box}'],
      '1.12': ['Int64', 'binding f', 'Tuple{typeof(f), Int64}', 'table Tuple{typeof(f), Any}', '> f(x::String) = 5', '0 Tuple{typeof(applyf), Box}'],
    },
  },
  {
    rule: 'two methods', ...applyf(2),
    seen: {
      '1.5': ['Int64', 'Tuple{typeof(f), Bool}', 'Tuple{typeof(f), Int64}', 'table Tuple{typeof(f), Any}'],
      '1.12': ['Int64', 'binding f', 'Tuple{typeof(f), Bool}', 'Tuple{typeof(f), Int64}', 'table Tuple{typeof(f), Any}'],
    },
  },
  {
    rule: 'three methods', ...applyf(3),
    seen: {
      '1.5': ['Int64', 'Tuple{typeof(f), Char}', 'Tuple{typeof(f), Bool}', 'Tuple{typeof(f), Int64}', 'table Tuple{typeof(f), Any}'],
      '1.12': ['Int64', 'binding f', 'Tuple{typeof(f), Char}', 'Tuple{typeof(f), Bool}', 'Tuple{typeof(f), Int64}', 'table Tuple{typeof(f), Any}'],
    },
  },
  {
    rule: 'four methods: too many from 1.6 on, so that nothing more can come',
    ...applyf(4), then: ['f(x::String) = 5'],
    seen: {
      '1.5': [
        'Int64', 'Tuple{typeof(f), Float64}', 'Tuple{typeof(f), Char}', 'Tuple{typeof(f), Bool}', 'Tuple{typeof(f), Int64}', 'table Tuple{typeof(f), Any}',
        '> f(x::String) = 5', '0 Tuple{typeof(applyf), Box}',
      ],
      '1.6': ['Any', '> f(x::String) = 5'],
      '1.12': ['Any', 'binding f', '> f(x::String) = 5'],
    },
  },
  {
    rule: 'one choice of a union with too many methods fails the whole call',
    code: `${METHODS.slice(0, 4).join('\n').replaceAll('f(', 'f(::Int, ')}\nf(x::Bool, y) = 1\nk(x, y) = f(x, y)`,
    call: ['k', 'Union{Bool, Int64}', 'Any'],
    seen: {
      '1.5': [
        'Int64', 'Tuple{typeof(f), Bool, Any}', 'Tuple{typeof(f), Int64, Float64}', 'Tuple{typeof(f), Int64, Char}', 'Tuple{typeof(f), Int64, Bool}',
        'Tuple{typeof(f), Int64, Int64}', 'table Tuple{typeof(f), Union{Bool, Int64}, Any}',
      ],
      '1.6': ['Any'],
      '1.12': ['Any', 'binding f'],
    },
  },
  {
    rule: 'a result of Any with known effects leaves an edge from 1.8 on; what is put into the caller always does',
    code: `${BOX}\nf(x::Int) = box.value\nk(b) = f(b.value)`, call: ['k', 'Box'], then: ['f(x::Bool) = 1'],
    seen: {
      '1.5': ['Any', 'Tuple{typeof(f), Int64}', '> f(x::Bool) = 1'],
      '1.8': ['Any', 'Tuple{typeof(f), Int64}', 'table Tuple{typeof(f), Any}', '> f(x::Bool) = 1', '0 Tuple{typeof(k), Box}'],
      '1.12': ['Any', 'binding f', 'Tuple{typeof(f), Int64}', 'table Tuple{typeof(f), Any}', '> f(x::Bool) = 1', '0 Tuple{typeof(k), Box}'],
    },
  },
  {
    rule: 'a result of Any with unknown effects leaves an edge in 1.12 only',
    code: `${MANY}\n${BOX}\nf(x::Int) = many(box.value)\nk(b) = f(b.value)`, call: ['k', 'Box'], then: ['f(x::Bool) = 1'],
    seen: {
      '1.5': ['Any', 'Tuple{typeof(f), Int64}', '> f(x::Bool) = 1'],
      '1.12': ['Any', 'binding f', 'Tuple{typeof(f), Int64}', 'table Tuple{typeof(f), Any}', '> f(x::Bool) = 1', '0 Tuple{typeof(k), Box}'],
    },
  },
  {
    rule: 'a union whose every choice is covered waits for nothing from 1.6 on, and a less specific method takes nothing',
    code: 'f(x::Int) = 1; f(x::Bool) = 2.0\nmutable struct Box; value::Union{Int, Bool}; end\nk(b) = f(b.value)', call: ['k', 'Box'],
    then: ['f(x::Integer) = 3', 'f(x::Bool) = 4'],
    seen: {
      '1.5': [
        'Union{Float64, Int64}', 'Tuple{typeof(f), Bool}', 'Tuple{typeof(f), Int64}', 'table Tuple{typeof(f), Union{Bool, Int64}}',
        '> f(x::Integer) = 3', '0 Tuple{typeof(k), Box}', '> f(x::Bool) = 4', '1 Tuple{typeof(k), Box}',
      ],
      '1.6': ['Union{Float64, Int64}', 'Tuple{typeof(f), Bool}', 'Tuple{typeof(f), Int64}', '> f(x::Integer) = 3', '> f(x::Bool) = 4', '1 Tuple{typeof(k), Box}'],
      '1.12': ['Union{Float64, Int64}', 'binding f', 'Tuple{typeof(f), Bool}', 'Tuple{typeof(f), Int64}', '> f(x::Integer) = 3', '> f(x::Bool) = 4', '1 Tuple{typeof(k), Box}'],
    },
  },
  {
    rule: 'an ambiguous method takes nothing where another covers it',
    code: 'f(x::Int, y) = 1; f(x::Int, y::Float64) = 2\nk(x, y) = f(x, y)', call: ['k', 'Int64', 'Any'], then: ['f(x, y::Float64) = 3'],
    seen: {
      '1.5': ['Int64', 'Tuple{typeof(f), Int64, Float64}', 'Tuple{typeof(f), Int64, Any}', '> f(x, y::Float64) = 3'],
      '1.12': ['Int64', 'binding f', 'Tuple{typeof(f), Int64, Float64}', 'Tuple{typeof(f), Int64, Any}', '> f(x, y::Float64) = 3'],
    },
  },
  {
    rule: 'an ambiguous method takes the calls that become ambiguous',
    code: 'f(x::Int, y) = 1\nk(x) = f(x, x)', call: ['k', 'Int64'], then: ['f(x, y::Int) = 3'],
    seen: {
      '1.5': ['Int64', 'Tuple{typeof(f), Int64, Int64}', '> f(x, y::Int) = 3', '1 Tuple{typeof(k), Int64}'],
      '1.12': ['Int64', 'binding f', 'Tuple{typeof(f), Int64, Int64}', '> f(x, y::Int) = 3', '1 Tuple{typeof(k), Int64}'],
    },
  },
  {
    rule: 'invoke relies on the signature that it asks with from 1.9 on',
    code: 'f(x::Real) = 1\nk(x) = invoke(f, Tuple{Real}, x)', call: ['k', 'Int64'], then: ['f(x::Int) = 3', 'f(x::Real) = 4'],
    seen: {
      '1.5': ['Int64', 'Tuple{typeof(f), Int64}', '> f(x::Int) = 3', '1 Tuple{typeof(k), Int64}', '> f(x::Real) = 4', '1 Tuple{typeof(k), Int64}'],
      '1.9': ['Int64', 'Tuple{typeof(f), Int64}', '> f(x::Int) = 3', '> f(x::Real) = 4', '1 Tuple{typeof(k), Int64}'],
      '1.12': ['Int64', 'binding f', 'Tuple{typeof(f), Int64}', '> f(x::Int) = 3', '> f(x::Real) = 4', '1 Tuple{typeof(k), Int64}'],
    },
  },
  {
    rule: 'in 1.12 code that is invalid already holds nothing: the new code of k does not call g',
    code: 'f() = true\ng() = 1\nk() = f() ? g() : 2', call: ['k'], then: ['f() = false', 'g() = 3'],
    seen: {
      '1.5': ['Int64', 'Tuple{typeof(f)}', 'Tuple{typeof(g)}', '> f() = false', '1 Tuple{typeof(k)}', '> g() = 3', '1 Tuple{typeof(k)}'],
      '1.12': ['Int64', 'binding f', 'Tuple{typeof(f)}', 'binding g', 'Tuple{typeof(g)}', '> f() = false', '1 Tuple{typeof(k)}', '> g() = 3'],
    },
  },
  {
    rule: 'a constant may be replaced in 1.12; the same value changes nothing',
    code: 'const c = 1\nk() = c', call: ['k'], then: ['const c = 2', 'const c = 2', 'c === 2'],
    seen: {
      '1.5': ['Int64', '> const c = 2', '> const c = 2', '> c === 2', 'true'],
      '1.12': ['Int64', 'binding c', '> const c = 2', '0 Tuple{typeof(k)}', '> const c = 2', '> c === 2', 'true'],
    },
  },
  {
    rule: 'a struct may be replaced in 1.12',
    code: 'struct S; a::Int; rest::Array{S, 1}; end\nk(x) = isa(x, S)', call: ['k', 'Any'],
    then: ['struct S; a::Bool; rest::Array{S, 1}; end', 'Core.fieldtype(S, :a) === Bool', 'Core.fieldtype(S, :rest) === Array{S, 1}', 'struct S; b::Int; end'],
    seen: {
      '1.5': [
        'Bool', '> struct S; a::Bool; rest::Array{S, 1}; end', INVALID, '> Core.fieldtype(S, :a) === Bool', 'false',
        '> Core.fieldtype(S, :rest) === Array{S, 1}', 'true', '> struct S; b::Int; end', INVALID,
      ],
      '1.12': [
        'Bool', 'binding S', '> struct S; a::Bool; rest::Array{S, 1}; end', '0 Tuple{typeof(k), Any}', '> Core.fieldtype(S, :a) === Bool', 'true',
        '> Core.fieldtype(S, :rest) === Array{S, 1}', 'true', '> struct S; b::Int; end', '0 Tuple{typeof(k), Any}',
      ],
    },
  },
  {
    rule: 'an abstract type may be replaced in 1.12',
    code: 'abstract type A; end\nk(x) = isa(x, A)', call: ['k', 'Int64'], then: ['abstract type A; end', 'abstract type A <: Real; end'],
    seen: {
      '1.5': ['Bool', '> abstract type A; end', '> abstract type A <: Real; end', 'ErrorException("invalid redefinition of constant A")'],
      '1.12': ['Bool', 'binding A', '> abstract type A; end', '> abstract type A <: Real; end', '0 Tuple{typeof(k), Int64}'],
    },
  },
]

describe('by version', () => {
  it.each(rules)('$rule', ({ seen, ...rule }) => {
    const versions = JULIA_VERSIONS.filter((version) => seen[version] !== undefined)
    // Each side of a change: the version that brings it, and the last that does not.
    const sides = versions.flatMap((version, at) => [version, JULIA_VERSIONS[JULIA_VERSIONS.indexOf(versions[at + 1] ?? '1.12') - (at + 1 < versions.length ? 1 : 0)] ?? version])
    const expected = (version: JuliaVersion) => seen[versions.findLast((since) => JULIA_VERSIONS.indexOf(since) <= JULIA_VERSIONS.indexOf(version)) ?? '1.5']
    const all = [...new Set(sides)]
    expect(all.length).toBeGreaterThan(1)
    expect(all.map((version) => [version, look({ seen, ...rule }, version)])).toEqual(all.map((version) => [version, expected(version)]))
  })
})

describe('@max_methods', () => {
  const program = (declaration: string, isInModule: boolean): string => `
    module M
    ${isInModule ? declaration : ''}
    module Inner
    ${isInModule ? '' : declaration}
    f(x::Int) = 1
    f(x::Bool) = 2
    g(x) = f(x[1])
    end
    end
    string(Core.Compiler.return_type(M.Inner.g, Tuple{Vector{Any}}))`
  const OF_MODULE = 'Base.Experimental.@max_methods 1'
  const OF_FUNCTION = 'Base.Experimental.@max_methods 1 function f end'

  it.each<[JuliaVersion, ofModule: string, ofFunction: string]>([
    ['1.7', 'UndefVarError', 'UndefVarError'],
    ['1.8', 'Any', 'MethodError'],
    ['1.9', 'Any', 'Any'],
  ])('of a module and of a function in %s', (version, ofModule, ofFunction) => {
    const { engine } = newSession({ rules: VERSION_RULES[version], execution: 'compile' })
    const outcome = (text: string) => {
      const { value, error } = engine.evaluate(text)
      return error === undefined ? value : /UndefVarError|MethodError/.exec(error.text)?.[0]
    }
    expect(outcome(program('', true))).toBe('Int64')
    expect(outcome(program(OF_MODULE, true))).toBe(ofModule)
    expect(outcome(program(OF_FUNCTION, false))).toBe(ofFunction)
  })
})

/**
 * Random Julia programs: definitions of functions and structs, redefinitions, deletions and calls, in random order, so that methods
 * replace, specialise and contradict one another. Mostly well formed; calls may find no method, divide by zero or index too far.
 */
import fc from 'fast-check'

const TYPES = ['Int', 'Float64', 'Bool', 'String', 'Real', 'Number', 'Integer', 'Any', 'Vector{Int}', 'Vector', 'Vector{Any}', 'Tuple', 'Symbol', 'Union{Int,Nothing}'] as const
const FUNCTIONS = ['f', 'g', 'h', 'k'] as const
const STRUCTS = ['P', 'Q'] as const

const type = fc.constantFrom(...TYPES)
const name = fc.constantFrom('x', 'y')
const literal = fc.oneof(
  fc.integer({ min: -3, max: 9 }).map(String),
  fc.constantFrom('1.5', '0.0', 'true', 'false', '"ab"', ':s', 'nothing', '[1, 2, 3]', 'Any[1, "a", 2.0]', '(1, 2.0)', 'Int', '[1.0]', 'typemax(Int)'),
)

const { expression } = fc.letrec<{ expression: string, call: string }>((tie) => {
  const inner = tie('expression')
  return {
    expression: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'program' },
      literal,
      name,
      tie('call'),
      fc.tuple(inner, fc.constantFrom('+', '-', '*', '/', '÷', '%', '<', '==', '===', '=>', '&&', '||'), inner).map(([a, operator, b]) => `(${a} ${operator} ${b})`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `((${a}) == (${b}) ? ${c} : ${a})`),
      fc.tuple(inner, type).map(([a, t]) => `(${a} isa ${t})`),
      fc.tuple(inner, fc.integer({ min: 0, max: 3 })).map(([a, at]) => `${a.startsWith('(') || /^\w+$/.test(a) ? a : `(${a})`}[${at}]`),
      fc.tuple(inner, inner).map(([a, b]) => `[${a}, ${b}]`),
      fc.tuple(inner, inner).map(([a, b]) => `(${a}, ${b})`),
      inner.map((a) => `(z -> z + 1)(${a})`),
      inner.map((a) => `[w for w in ${a}]`),
      inner.map((a) => `sum(${a})`),
      inner.map((a) => `string(${a})`),
      inner.map((a) => `typeof(${a})`),
    ),
    call: fc.oneof(
      fc.tuple(fc.constantFrom(...FUNCTIONS), fc.array(inner, { minLength: 1, maxLength: 2 })).map(([f, args]) => `${f}(${args.join(', ')})`),
      fc.tuple(fc.constantFrom(...STRUCTS), inner).map(([s, a]) => `${s}(${a})`),
      inner.map((a) => `length(${a})`),
    ),
  }
})

const parameter = fc.oneof(
  fc.tuple(name, type).map(([n, t]) => `${n}::${t}`),
  name,
  name.map((n) => `${n}::T`),
  name.map((n) => `@nospecialize(${n})`),
)

const body = fc.oneof(
  expression,
  fc.tuple(expression, expression).map(([a, b]) => `begin\n    s = ${a}\n    for i in 1:3\n        s = ${b}\n    end\n    s\nend`),
  fc.tuple(expression, expression, expression).map(([a, b, c]) => `begin\n    if ${a} === true\n        ${b}\n    else\n        ${c}\n    end\nend`),
  fc.tuple(expression, expression).map(([a, b]) => `begin\n    try\n        ${a}\n    catch\n        ${b}\n    end\nend`),
)

/** Arguments of one signature have names of their own. */
const parameters = fc.array(parameter, { minLength: 1, maxLength: 2 })
  .map((list) => list.filter((one, at) => list.findIndex((other) => (/[xy]/.exec(other)?.[0]) === (/[xy]/.exec(one)?.[0])) === at))

const definition = fc.tuple(fc.constantFrom(...FUNCTIONS), parameters, body, fc.boolean()).map(([f, list, code, inline]) =>
  `${inline ? '@inline ' : ''}${f}(${list.join(', ')})${list.some((one) => one.endsWith('::T')) ? ' where {T}' : ''} = ${code}`)

const statement = fc.oneof(
  { weight: 5, arbitrary: definition },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...STRUCTS), type).map(([s, t]) => `struct ${s}\n    v::${t}\nend`) },
  { weight: 1, arbitrary: fc.constantFrom(...FUNCTIONS).map((f) => `Base.delete_method(first(methods(${f})))`) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...FUNCTIONS), type).map(([f, t]) => `precompile(${f}, (${t},))`) },
  { weight: 4, arbitrary: expression.map((code) => `println(${code})`) },
  { weight: 1, arbitrary: fc.tuple(name, expression).map(([n, code]) => `${n} = ${code}`) },
)

/** A program as the list of its top-level expressions. */
export const randomProgram: fc.Arbitrary<readonly string[]> = fc.array(statement, { minLength: 1, maxLength: 12 })

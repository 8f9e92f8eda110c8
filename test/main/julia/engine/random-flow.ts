/**
 * Random functions whose flow is hard on an optimizer: variables that hold small unions of structs, `isa` and dispatch chains where some
 * branches are constants, loops that carry several values and swap them, nested loops with `break` and `continue`, `try`. Well typed by
 * construction, so that nearly all of them run to the end: Integers `a b c`, a Float64 `x`, a Bool `p`, unions `u v`, a tuple `t`, a mutable
 * struct `m`.
 */
import fc from 'fast-check'

type Text = fc.Arbitrary<string>

const INTEGERS = ['a', 'b', 'c', 'i'] as const
const UNIONS = ['u', 'v'] as const
const STRUCTS = ['A', 'B', 'C', 'D'] as const

const template = (parts: TemplateStringsArray, ...holes: Text[]): Text =>
  fc.tuple(...holes).map((texts) => String.raw({ raw: parts }, ...texts))

const small = fc.integer({ min: -2, max: 5 }).map(String)
const variable = fc.constantFrom(...INTEGERS)
const union = fc.constantFrom(...UNIONS)
const struct = fc.constantFrom(...STRUCTS)

/** Ways to read a union as an Integer. */
const measured = (of: Text): Text => fc.oneof(
  { weight: 4, arbitrary: template`sz(${of})` },
  template`sz2(${of}, ${of})`,
  template`field(${of})`,
)

const atom: Text = fc.oneof({ weight: 2, arbitrary: small }, { weight: 4, arbitrary: variable }, fc.constantFrom('t[1]', 't[2]', 'm.n', 'trunc(Int, x)'))

const integer: Text = fc.oneof(
  { weight: 3, arbitrary: atom },
  { weight: 3, arbitrary: template`(${atom} ${fc.constantFrom('+', '-', '*', '&')} ${atom})` },
  { weight: 2, arbitrary: measured(union) },
  { weight: 2, arbitrary: measured(template`pick(${atom}, ${atom})`) },
  template`(p ? ${atom} : ${atom})`,
  template`mod(${atom}, 5)`,
  template`(${union} isa A ? ${union}.n : ${atom})`.filter((text) => new Set(text.match(/[uv](?=\.| isa)/g)).size === 1),
  template`max(${atom}, ${atom})`,
  template`let k = ${atom}; (z -> z + k)(${atom}); end`,
)

const condition: Text = fc.oneof(
  template`${integer} ${fc.constantFrom('<', '==', '===', '!=', '>=')} ${atom}`,
  template`mod(${integer}, 3) == ${fc.constantFrom('0', '1')}`,
  template`${union} isa ${struct}`,
  template`${union} isa Union{${struct}, ${struct}}`,
  template`${union} === ${union}`,
  template`${union} === ${fc.constantFrom('nothing', 'C()', 'A(1)')}`,
  fc.constantFrom('p', '!p', 'isodd(i)', 'x === 0.0', 'x > 1.5'),
)

const aUnion: Text = fc.oneof(
  { weight: 3, arbitrary: template`pick(${atom}, ${atom})` },
  template`(${condition} ? A(${atom}) : ${fc.constantFrom('nothing', 'C()', 'B(a, b)', 'D(x)')})`,
  template`A(${atom})`,
  template`B(${atom}, ${atom})`,
  fc.constantFrom('C()', 'nothing', 'u', 'v', 'D(x)', 'D(1.0)'),
)

const simple: Text = fc.oneof(
  { weight: 4, arbitrary: template`${fc.constantFrom('a', 'b', 'c')} = ${integer}` },
  { weight: 4, arbitrary: template`${fc.constantFrom('a', 'b', 'c')} += ${integer}` },
  { weight: 4, arbitrary: template`${union} = ${aUnion}` },
  { weight: 2, arbitrary: fc.constantFrom('a, b = b, a', 'u, v = v, u', 'a, b, c = b, c, a', 't = (t[2], t[1])', 't = (a, b)', 'a, b = t', 'a, b = b, a + b', 't, a = (a, t[1]), t[2]') },
  template`x = ${fc.constantFrom('x + 0.5', '-x', 'x * 0.0', '0.0', '-0.0', 'Float64(a & 7)', 'p ? 0.0 : -0.0')}`,
  template`p = ${condition}`,
  template`m.n = ${integer}`,
  fc.constantFrom('m = M(a)', 'm = M(m.n + 1)'),
  template`push!(log, ${integer})`,
)

const indented = (text: string): string => text.replace(/^/gm, '  ')
const lines = (one: Text, maxLength: number): Text => fc.array(one, { minLength: 1, maxLength }).map((list) => indented(list.join('\n')))

/** Statements with this many levels of blocks in them. */
function statements(depth: number, inLoop: boolean): Text {
  if (depth === 0) return lines(inLoop ? fc.oneof({ weight: 8, arbitrary: simple }, template`${condition} && ${fc.constantFrom('break', 'continue')}`) : simple, 3)
  const [inner, looped] = [statements(depth - 1, inLoop), statements(depth - 1, true)]
  return lines(fc.oneof(
    { weight: 3, arbitrary: simple },
    template`if ${condition}\n${inner}\nend`,
    template`if ${condition}\n${inner}\nelse\n${inner}\nend`,
    template`if ${condition}\n${inner}\nelseif ${condition}\n${inner}\nelse\n${inner}\nend`,
    { weight: 2, arbitrary: template`for i in ${fc.constantFrom('1:3', '1:n', '(1, 2)', '3:-1:1', 't', '[2, 1]')}\n${looped}\nend` },
    template`for i in 1:2, j in i:3\n  a += j\n${looped}\nend`,
    template`let w = 0\n  while w < 4 && (${condition})\n    w += 1\n${looped}\n  end\nend`,
    template`let w = 0\n  while true\n    w += 1\n    w > 3 && break\n${looped}\n  end\nend`,
    ...(inLoop ? [template`${condition} && ${fc.constantFrom('break', 'continue')}`] : []),
    template`try\n${inner}\n  ${condition} && throw(${fc.constantFrom('A(a)', 'ErrorException("x")')})\n${inner}\ncatch\n${inner}\nend`,
  ), 3)
}

/** A method for each member of the union; constants in some. */
const method = (name: string, ofA: Text, ofB: Text, ofNone: Text): Text =>
  template`${fc.constantFrom('', '@noinline ')}${fc.constant(name)}(u::A) = ${ofA}
${fc.constant(name)}(u::B) = ${ofB}
${fc.constant(name)}(::C) = ${ofNone}
${fc.constant(name)}(::Nothing) = ${ofNone}
${fc.constant(name)}(u::D) = ${fc.constantFrom('trunc(Int, u.x)', '9', 'u.x === 0.0 ? 1 : 2')}`

const ofA = fc.constantFrom('u.n', 'u.n + 1', '3', '-u.n', 'u.n > 2 ? 5 : u.n')
const ofB = fc.constantFrom('u.n', 'u.m', 'u.n + u.m', '4', 'u.n === u.m ? 0 : u.m')
const ofNone = fc.constantFrom('0', '1', '-1', '2')

/** What a member of the union is made from. */
const made = fc.constantFrom('A(i)', 'A(j)', 'A(1)', 'B(i, j)', 'B(j, 2)', 'C()', 'nothing', 'D(1.5)', 'D(Float64(i))')
const question = fc.constantFrom('i == 1', 'i == 2', 'j < i', 'i == 3', 'j == 0', 'isodd(i)', 'i > 1')

const picking: Text = fc.oneof(
  template`${question} ? ${made} : ${question} ? ${made} : ${made}`,
  template`${question} ? ${made} : ${made}`,
  template`begin\n  if ${question}\n    return ${made}\n  elseif ${question}\n    r = ${made}\n  else\n    r = ${made}\n  end\n  ${question} ? r : ${made}\nend`,
)

const chain: Text = template`field(u) = u isa ${struct} ? ${ofNone} : u isa A ? u.n : u isa B ? ${fc.constantFrom('u.m', 'u.n', '6')} : ${ofNone}`

/** A program that prints what a function gives for a few arguments. */
export const randomFlow: Text = template`mutable struct M
  n::Int
end
struct A
  n::Int
end
struct B
  n::Int
  m::Int
end
struct C end
struct D
  x::Float64
end
pick(i, j) = ${picking}
${method('sz', ofA, ofB, ofNone)}
sz2(u, v) = u isa A && v isa A ? u.n - v.n : ${fc.constantFrom('sz(u)', 'sz(v)', '1')}
sz2(u::B, v::B) = ${fc.constantFrom('u.n', 'v.m', '2')}
${chain}
function f(n)
  log = Int[]
  a, b, c, i = n, 1, 2, 0
  x, p, t, m = 0.0, false, (1, 2), M(3)
  u, v = pick(n, 1), pick(2, n)
${statements(2, false)}
  Any[a, b, c, x, p, t[1], t[2], m.n, sz(u), field(u), sz(v), field(v), length(log), sum(log)]
end
for n in 0:4
  for one in f(n)
    print(one, ' ')
  end
end`

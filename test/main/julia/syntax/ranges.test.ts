/** Where expressions stand: what is cut out of the text reads as the same expression. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseJulia } from '../../../../src/main/julia/syntax/parse'
import { Expr } from '../../../../src/main/julia/values/value'
import { canonical, literals } from './canonical'

const read = (text: string, ranges = true) => parseJulia(text, { file: 'none', literals, ranges })
const pieces = (text: string): string[] => read(text).ranges.map(({ start, end }) => text.slice(start, end))
/** Lines differ, and a keyword argument is an assignment outside of its call. */
const plain = (tree: string): string => tree.replace(/ ?#\d+/g, '').replaceAll('(kw ', '(= ')

describe('ranges', () => {
  it('are those of statements, definitions, calls, operations and arguments, the inner first', () => {
    expect(pieces('f(x, g(y)) # why\n')).toEqual(['x', 'y', 'g(y)', 'g(y)', 'f(x, g(y))', 'f(x, g(y))'])
    expect(pieces('a + b * c')).toEqual(['b * c', 'a + b * c', 'a + b * c'])
    expect(pieces('function f(x::T) where T # more\n  x[1] #= no =#\nend')).toEqual(['x::T', 'f(x::T)', 'f(x::T) where T', 'x[1]', 'x[1]', 'function f(x::T) where T # more\n  x[1] #= no =#\nend', 'function f(x::T) where T # more\n  x[1] #= no =#\nend'])
    expect(pieces('"doc"\nf(x) = 2x; g()')).toEqual(['x', 'f(x)', 'g()', '"doc"\nf(x) = 2x; g()'])
    expect(pieces('-(f)(x)')).toEqual(['x', '(f)(x)', '-(f)(x)'])
  })

  it('are noted only for those who ask', () => {
    expect(read('f(x)', false).ranges).toEqual([])
  })

  it('hold what they say, in all of Base', () => {
    const folder = join(import.meta.dirname, '../../../../resources/base')
    let count = 0
    for (const name of ['array.jl', 'strings/basic.jl', 'dict.jl', 'show.jl', 'broadcast.jl', 'FunctionWrappers.jl'].filter((one) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).includes(one))) {
      const text = readFileSync(join(folder, name), 'utf8')
      for (const { value, start, end } of read(text).ranges) {
        if (!(value instanceof Expr) || ['...', 'parameters', 'end'].includes(String(value.head.description)) || /\bend\b/.test(text.slice(start, end))) continue
        const again = read(text.slice(start, end), false).expressions
        if (again.length !== 1 || again[0] === undefined) continue
        count++
        const own = plain(canonical(again[0].expression))
        const expected = plain(canonical(value))
        if (own !== expected) expect(`${name}:${start} ${text.slice(start, end)}\n${own}`).toBe(expected)
      }
    }
    expect(count).toBeGreaterThan(1000)
  })
})

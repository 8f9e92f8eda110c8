import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diagnosticText } from '../../../../src/main/julia/syntax/diagnostic'
import { parseJulia } from '../../../../src/main/julia/syntax/parse'
import { canonical, literals } from './canonical'

interface Row {
  readonly code: string
  readonly trees: readonly string[]
  readonly error?: boolean
}

const rows = readFileSync(join(import.meta.dirname, '../../../fixtures/julia/syntax.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row)

/** Came after 1.5, and is read in every version. */
const LATER = new Set(['import A as B'])

function parse(code: string, file = 'none') {
  return parseJulia(code, { file, literals })
}

function trees(code: string): string[] {
  return parse(code).expressions.map(({ expression, line }) => `${line} ${canonical(expression)}`)
}

function problems(code: string): string[] {
  return parse(code, 'a.jl').diagnostics.map(diagnosticText)
}

describe('what a real Julia 1.5.3 reads', () => {
  it('has enough rows', () => {
    expect(rows.length).toBeGreaterThan(1000)
  })

  it.each(rows.filter(({ error }) => error !== true))('$code', ({ code, trees: expected }) => {
    expect({ trees: trees(code), problems: problems(code) }).toEqual({ trees: expected, problems: [] })
  })

  it.each(rows.filter(({ code, error }) => error === true && !LATER.has(code)))('refuses $code', ({ code }) => {
    expect(problems(code)).not.toEqual([])
  })
})

describe('what came after 1.5', () => {
  const plainTrees = (code: string) => trees(code).map((tree) => tree.replaceAll(/:"([^"]*)"/g, '$1'))

  it.each([
    ['import A as B', '(import (as (. A) B))'],
    ['import A.f as g, B', '(import (as (. A f) g) (. B))'],
    ['using A: @m as @n, x', '(using (: (. A) (as (. @m) @n) (. x)))'],
    ['public a, @b', '(public a @b)'],
    ['public = x', '(= public x)'],
    ['public(x)', '(call public x)'],
    ['public in x', '(call in public x)'],
  ])('%s', (code, expected) => {
    expect(problems(code)).toEqual([])
    expect(plainTrees(code)).toEqual([`1 ${expected}`])
  })

  it('reads const among fields', () => {
    const [tree] = plainTrees('mutable struct A; const x::Int; y; end')
    expect(tree).toContain('(const (:: x Int))')
    expect(problems('const x::Int')).not.toEqual([])
  })
})

describe('diagnostics', () => {
  it('name file, line, column and what is missing', () => {
    expect(problems('x = 1\nf(a b)\ny = 2')).toEqual(['a.jl:2:5: unexpected "b": missing comma or ) in argument list'])
    expect(problems('function f()\n  1 +')).toEqual(['a.jl:1:1: "function" is never closed: expected end'])
    expect(problems('x = f(1,\n')).toEqual(['a.jl:1:6: "(" is never closed: expected )'])
    expect(problems('1 +')).toEqual(['a.jl:1:4: the text ends too early: expected an expression'])
    expect(problems('if x\n y\n')).toEqual(['a.jl:1:1: "if" is never closed: expected end'])
    expect(problems('"abc')).toEqual(['a.jl:1:1: the string that begins here is never closed'])
    expect(problems('x = 0b12')).toEqual(['a.jl:1:5: invalid numeric constant "0b12"'])
  })

  it('count lines from the given one', () => {
    const { diagnostics, expressions } = parseJulia('a\n)\nb', { file: 'f', literals, firstLine: 10 })
    expect(diagnostics.map(({ line }) => line)).toEqual([11])
    expect(expressions.map(({ line }) => line)).toEqual([10, 12])
  })

  it('lose only the expression they are about', () => {
    const code = ['a = 1', 'function bad(x)', '    if x +* 2', '    end', 'end', 'b = 2', 'f(x y', 'g() = 3', 'h('].join('\n')
    expect(parse(code).diagnostics).toHaveLength(3)
    expect(trees(code)).toEqual(['1 (= :"a" i1)', '6 (= :"b" i2)', '8 (= (call :"g") (block #8 i3))'])
  })

  it('go on after a function that is never closed', () => {
    expect(trees('function f(x)\n  x\n\ng = 1\nh = 2')).toEqual(['4 (= :"g" i1)', '5 (= :"h" i2)'])
  })

  it('keep the rest of a module', () => {
    const code = ['module A', 'x = 1', 'function bad(', '  y z', 'end', 'w = (1', 'y = 2', 'end', 'z = 3'].join('\n')
    expect(parse(code).diagnostics.map(({ line }) => line)).toEqual([4, 7])
    expect(trees(code)).toEqual(['1 (module true :"A" (block #1 #2 (= :"x" i1) #7 (= :"y" i2)))', '9 (= :"z" i3)'])
  })

  it('are not made without end', () => {
    const found = problems('f(\n)\n)\n'.repeat(2000))
    expect(found.length).toBeLessThan(110)
    expect(found.at(-1)).toContain('what follows was not read')
  })

  it('take back what a module that is never closed holds', () => {
    expect(problems('module A\nx = 1\nfunction f()\n  y\nend')).toEqual(['a.jl:1:1: "module" is never closed: expected end'])
    expect(trees('y = 1\nmodule A\nx = 1')).toEqual(['1 (= :"y" i1)'])
  })

  it('refuse what is nested too deeply', () => {
    expect(problems('('.repeat(100_000))).toHaveLength(1)
    expect(problems(`x = ${'!'.repeat(50_000)}a`)).toEqual([expect.stringContaining('nested too deeply')])
  })
})

const TOKENS = [
  'a', 'b', 'f', '1', '2.5', '0x1f', '1f0', '"s"', "'c'", ':', '::', '(', ')', '[', ']', '{', '}', ',', ';', '\n', ' ', ' ', '@', '@m', '$', '"', '`', "'", '.', '...', '->',
  '=', '+=', '.=', '==', '<', '<:', '&&', '||', '?', '+', '-', '*', '/', '^', '//', '!', '~', '=>', '|>', 'where', 'in', 'isa', 'do', 'end', 'begin', 'if', 'else', 'elseif',
  'for', 'while', 'function', 'macro', 'let', 'try', 'catch', 'finally', 'struct', 'mutable', 'abstract', 'type', 'module', 'import', 'using', 'export', 'global', 'local', 'const',
  'return', 'break', 'quote', '#', '#=', '=#', '"""', 'var"', '∈', '×', 'α₁', '+₁', '\\', 'true', 'outer',
]

describe('anything', () => {
  it('made of tokens is read or refused', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }), fc.boolean(), (tokens, spaced) => {
      const code = tokens.join(spaced ? ' ' : '')
      const { expressions, diagnostics } = parse(code)
      for (const { line, column = 0 } of diagnostics) expect(line >= 1 && line <= code.split('\n').length && column >= 1).toBe(true)
      for (const { expression } of expressions) expect(canonical(expression)).not.toContain('<unknown>')
    }), { numRuns: 3000 })
  })

  it('made of characters is read or refused', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (code) => {
      const { expressions, diagnostics } = parse(code)
      expect(expressions.length + diagnostics.length).toBeLessThanOrEqual(code.split('\n').length)
    }), { numRuns: 2000 })
  })

  it('that was read stays the same with a bad line after it', () => {
    const good = rows.filter(({ error, code }) => error !== true && /[\w)\]}]$/.test(code) && !/#|@doc/.test(code))
    fc.assert(fc.property(fc.constantFrom(...good), ({ code, trees: expected }) => {
      expect(trees(`${code}\n\n)\nz`)).toEqual([...expected, `${code.split('\n').length + 3} :"z"`])
    }), { numRuns: 500 })
  })
})

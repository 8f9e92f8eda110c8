import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expandMacros, expandOnce, MacroDepthError, type MacroHost } from '../../../../src/main/julia/syntax/macros'
import { parseJulia } from '../../../../src/main/julia/syntax/parse'
import { Expr, GlobalRef, isExpr, LineNumberNode, QuoteNode, symbolName, symbolOf, type JuliaValue } from '../../../../src/main/julia/values/value'
import { canonical, literals, NamedModule } from './canonical'

const FIXTURES = join(import.meta.dirname, '../../../fixtures/julia')
const MAIN = new NamedModule('Main')
const M = new NamedModule('Main.M')

function parse(code: string): JuliaValue {
  const { expressions, diagnostics } = parseJulia(code, { file: 'none', literals })
  expect(diagnostics).toEqual([])
  return expressions[0]?.expression ?? false
}

type Bindings = ReadonlyMap<symbol, JuliaValue>

/** Evaluates what the macros here are made of: quotes, `esc`, `Expr`, their arguments. */
function evaluate(code: JuliaValue, bindings: Bindings): JuliaValue {
  if (typeof code === 'symbol') return bindings.get(code) ?? code
  if (code instanceof QuoteNode) return code.value
  if (!(code instanceof Expr)) return code
  const [first, second, third] = code.args
  const head = symbolName(code.head)
  if (head === 'block') return evaluate(code.args.at(-1) ?? false, bindings)
  if (head === 'quote' && first !== undefined) return fill(first, bindings)
  if (head === 'string') return code.args.map((part) => (typeof part === 'string' ? part : symbolName(evaluate(part, bindings) as symbol))).join('')
  if (head === '.') return BigInt((bindings.get(symbolOf('__source__')) as LineNumberNode).line)
  if (first === symbolOf('esc') && second !== undefined) return new Expr(symbolOf('escape'), [evaluate(second, bindings)])
  if (first === symbolOf('Expr') && second instanceof QuoteNode && third !== undefined) return new Expr(second.value as symbol, [evaluate(third, bindings)])
  throw new Error(`cannot evaluate ${canonical(code)}`)
}

function fill(code: JuliaValue, bindings: Bindings): JuliaValue {
  if (!(code instanceof Expr)) return code
  const head = symbolName(code.head)
  if (head === '$') return evaluate(code.args[0] ?? false, bindings)
  // In a quote within a quote only `$$` is evaluated, which no macro here has.
  return head === 'quote' ? code : new Expr(code.head, code.args.map((argument) => fill(argument, bindings)))
}

function macrosOf(source: string): Map<string, Expr> {
  const module = parse(source) as Expr
  const found = new Map<string, Expr>()
  for (const statement of (module.args[2] as Expr).args) {
    if (isExpr(statement, 'macro')) found.set(`@${symbolName((statement.args[0] as Expr).args[0] as symbol)}`, statement)
  }
  return found
}

function host(source: string): MacroHost {
  const macros = macrosOf(source)
  let fresh = 0
  const lastName = (name: JuliaValue): string => {
    if (name instanceof GlobalRef) return symbolName(name.name)
    return typeof name === 'symbol' ? symbolName(name) : lastName(((name as Expr).args[1] as QuoteNode).value)
  }
  return {
    resolveMacro: (name) => macros.get(lastName(name)) ?? false,
    callMacro(macro, source, module, args) {
      const [signature, body] = (macro as Expr).args as [Expr, Expr]
      const bindings = new Map<symbol, JuliaValue>([[symbolOf('__module__'), module], [symbolOf('__source__'), source]])
      for (const [index, parameter] of signature.args.slice(1).entries()) bindings.set(parameter as symbol, args[index] ?? false)
      return { result: evaluate(body, bindings), definedIn: M }
    },
    freshName: (name) => symbolOf(`#${++fresh}#${symbolName(name)}`),
  }
}

/** Fresh names by their order in the text. */
function renumbered(text: string): string {
  const numbers = new Map<string, number>()
  return text.replace(/"#(\d+)#/g, (_, number: string) => {
    if (!numbers.has(number)) numbers.set(number, numbers.size + 1)
    return `"#${numbers.get(number) ?? 0}#`
  })
}

const LABELS = 'macro label(x) esc(Expr(:symboliclabel, x)) end\nmacro goto(x) esc(Expr(:symbolicgoto, x)) end\nend'
const source = readFileSync(join(FIXTURES, 'macros.jl'), 'utf8').replace(/\nend\s*$/, `\n${LABELS}`)
const rows = readFileSync(join(FIXTURES, 'macros.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { call: string, expanded: string })
/** Julia turns quotes into calls while it expands; here lowering does. */
const quotes = rows.filter(({ expanded }) => expanded.includes('Core._expr'))
/** Julia 1.5 forgets to rename a variable that `let` declares without a value; later ones do. */
const forgotten = rows.filter(({ call }) => call === 'M.@lt(x)')

describe('what a real Julia 1.5.3 expands', () => {
  it.each(rows.filter((row) => !quotes.includes(row) && !forgotten.includes(row)))('$call', ({ call, expanded }) => {
    expect(renumbered(canonical(expandMacros(parse(call), MAIN, host(source))))).toBe(renumbered(expanded))
  })

  it.each(forgotten)('$call, but for the variable without a value', ({ call, expanded }) => {
    expect(renumbered(canonical(expandMacros(parse(call), MAIN, host(source))))).toBe(renumbered(expanded).replace(':"z")', ':"#3#z")'))
  })

  it('numbers the same each time', () => {
    const expand = () => canonical(expandMacros(parse('M.@blk2(M.@fn3())'), MAIN, host(source)))
    expect(expand()).toBe(expand())
  })
})

describe('quoted syntax', () => {
  it('is left alone but for what is interpolated', () => {
    expect(canonical(expandMacros(parse('quote M.@id(x); $(M.@id(y)) end'), MAIN, host(source))))
      .toBe('(quote (block #1 (macrocall (. :"M" \':"@id") #1 :"x") #1 (\$ Main.M.y)))')
    expect(canonical(expandMacros(parse('M.@q()'), MAIN, host(source)))).toBe('(quote (call :"+" :"a" (\$ Main.M.b)))')
  })

  it('within quoted syntax holds no code', () => {
    const nested = ':(:(\$(M.@id(x)) + \$\$(M.@id(y))))'
    expect(canonical(expandMacros(parse(nested), MAIN, host(source)))).toBe(
      '(quote (quote (call :"+" (\$ (macrocall (. :"M" \':"@id") #1 :"x")) (\$ (\$ Main.M.y)))))',
    )
  })
})

describe('expansion', () => {
  it('takes one step when asked', () => {
    expect(canonical(expandOnce(parse('M.@nest(y)'), MAIN, host(source)))).toContain('macrocall')
  })

  it('leaves a tree without macros as it is', () => {
    const tree = parse('f(x) = [x for x in y]')
    expect(expandMacros(tree, MAIN, host(source))).toBe(tree)
  })

  it('gives the body of `do` as the first argument', () => {
    const two = 'module M\nmacro m(f, x) :($f($x)) end\nend'
    const expanded = canonical(expandMacros(parse('M.@m(1) do y\n y\nend'.replace('M.', '')), MAIN, host(two)))
    expect(renumbered(expanded)).toBe('(call (-> (tuple :"#1#y") (block #2 :"#1#y")) i1)')
  })

  it('of a macro that calls itself ends', () => {
    expect(() => expandMacros(parse('@m'), MAIN, host('module M\nmacro m() :(@m) end\nend'))).toThrow(MacroDepthError)
  })
})

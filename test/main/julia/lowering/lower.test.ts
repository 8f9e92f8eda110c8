import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printCode } from '../../../../src/main/julia/ir/print-code'
import { operandsOf } from '../../../../src/main/julia/ir/operands'
import { CodeInfo } from '../../../../src/main/julia/ir/statement'
import { Expr, expr, LineNumberNode, QuoteNode, symbolOf, type JuliaValue } from '../../../../src/main/julia/values/value'
import { Module } from '../../../../src/main/julia/worlds/module'
import { lowerText, lowerValue, parseOne, statementsOf, types } from './statements'

const rows = <Row>(name: string): Row[] => readFileSync(`test/fixtures/julia/${name}`, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row)

/** What Julia spells its own way in the recorded lists. */
const recorded = (text: string): string => text
  .replace(/^ *slots.*$/gm, (line) => line.replaceAll(/ #s\d+(?= |$)/g, ' #s'))
  .replaceAll(/#\d+#(?=[a-z])/g, '#N#')
  .replaceAll(/ +$/gm, '')

function codeOf(source: string): CodeInfo {
  const { thunk, diagnostics } = lowerText(source)
  if (thunk === undefined) throw new Error(diagnostics.map(({ message }) => message).join())
  return thunk
}

/** The code of the methods that a definition makes, in order. */
function methodsOf(source: string): CodeInfo[] {
  return codeOf(source).code.flatMap((statement) => (statement.kind === 'method' && statement.body instanceof CodeInfo ? [statement.body] : []))
}

const lastMethod = (source: string): CodeInfo => {
  const code = methodsOf(source).at(-1)
  if (code === undefined) throw new Error(`no method in ${source}`)
  return code
}

describe('statements', () => {
  it.each(rows<{ source: string, counter: number, text: string }>('lowered.jsonl'))('are those of Julia 1.5 for $source', ({ source, counter, text }) => {
    const { thunk, diagnostics } = lowerText(source, { counter })
    if (text.startsWith('error ')) {
      expect(diagnostics.map(({ message }) => message)).toEqual([`syntax: ${text.slice('error '.length)}`])
      return
    }
    if (thunk === undefined) throw new Error(diagnostics.map(({ message }) => message).join())
    const lists = statementsOf(thunk)
    // A method that gets captured values put in is built by many statements in Julia, by one here.
    if (text.includes('interpolate')) expect(lists.some((line) => line.endsWith('interpolate'))).toBe(true)
    else expect(recorded(lists.join('\n'))).toBe(recorded(text))
  })
})

describe('printed code', () => {
  it.each(rows<{ source: string, text: string }>('printed-code.jsonl'))('looks as code_lowered of Julia 1.5 for $source', ({ source, text }) => {
    // One method of the function itself: that without keywords, the one that has all arguments.
    const own = methodsOf(source).filter((code) => code.slots[0]?.name === '#self#')
    const shown = own.map((code) => printCode(code))
    expect(shown).toContain(text)
  })

  it('shows definitions with their bodies', () => {
    expect(printCode(codeOf('f(x::Int) = x'))).toMatchInlineSnapshot(`
      "CodeInfo(
      1 ─      $(Expr(:thunk, CodeInfo(
      1 ─ %1 = $(Expr(:method, :f))
      └──      return %1
      )))
      │        $(Expr(:method, :f))
      │   %3 = Core.Typeof(M.f)
      │   %4 = Core.svec(%3, M.Int)
      │   %5 = Core.svec()
      │   %6 = Core.svec(%4, %5, $(QuoteNode(:(#= none:1 =#))))
      │        $(Expr(:method, :f, :(%6), CodeInfo(quote
          return x
      end)))
      └──      return M.f
      )"
    `)
  })
})

describe('scopes', () => {
  const withGlobal = (name: string): Module => {
    const module = new Module('M', undefined)
    module.own(symbolOf(name)).value = 1n
    return module
  }

  it('warns of a local in a loop that hides a global, where it is assigned', () => {
    const { diagnostics } = lowerText('for i in 1:3\n  s = s + i\nend', { module: withGlobal('s') })
    expect(diagnostics.map(({ severity, line, message }) => [severity, line, message.slice(0, 45)])).toEqual([
      ['warning', 2, 'Assignment to `s` in soft scope is ambiguous '],
    ])
  })

  it.each(['for i in 1:3; global s; s = i; end', 'for i in 1:3; local s = i; end', 'let; s = 1; end', 'f() = (s = 1)', 'for i in 1:3; t = i; end'])('does not warn of %s', (source) => {
    expect(lowerText(source, { module: withGlobal('s') }).diagnostics).toEqual([])
  })

  it('assigns the global in the REPL', () => {
    const assigns = (softScope: boolean) => lowerText('for i in 1:3; s = i; end', { module: withGlobal('s'), softScope }).thunk?.code
      .some((statement) => statement.kind === 'setGlobal')
    expect([assigns(true), assigns(false)]).toEqual([true, false])
  })

  it('boxes a variable only if it is assigned after it was captured', () => {
    const boxes = (body: string) => lastMethod(`function f(c); ${body} end`).code.some((statement) => {
      const value = statement.kind === 'assign' ? statement.value : statement
      return value.kind === 'call' && value.args[0]?.kind === 'global' && value.args[0].ref.name === symbolOf('Box')
    })
    expect(boxes('x = 1; g() = x; g')).toBe(false)
    expect(boxes('x = 1; g() = x; x = 2; g')).toBe(true)
    expect(boxes('g() = x; x = 1; g')).toBe(true)
    expect(boxes('if c; x = 1; else; x = 2; end; () -> x')).toBe(true)
    expect(boxes('() -> c')).toBe(false)
    expect(boxes('c += 1; () -> c')).toBe(true)
    expect(boxes('for i in 1:3; x = i; push!(c, () -> x); end')).toBe(false)
  })

  it('knows which variables may be undefined', () => {
    const undefinedIn = (source: string) => lastMethod(source).slots.filter(({ maybeUndefined }) => maybeUndefined).map(({ name }) => name)
    expect(undefinedIn('function f(c); if c; x = 1; end; x; end')).toEqual(['x'])
    expect(undefinedIn('function f(c); if c; x = 1; else; x = 2; end; x; end')).toEqual([])
    expect(undefinedIn('function f(c); while c; y = 1; c = g(y); end; c; end')).toEqual([])
    expect(undefinedIn('function f(c); local x; try; x = c; catch; end; x; end')).toEqual(['x'])
  })
})

describe('what metas say', () => {
  const meta = (...args: JuliaValue[]) => expr('meta', ...args.map((arg) => (typeof arg === 'string' ? symbolOf(arg) : arg)))
  const definition = (...body: JuliaValue[]) => expr('function', expr('call', symbolOf('f'), symbolOf('x'), symbolOf('y')), expr('block', ...body))
  const code = (value: JuliaValue): CodeInfo => {
    const { thunk } = lowerValue(value)
    const found = thunk?.code.flatMap((statement) => (statement.kind === 'method' && statement.body instanceof CodeInfo ? [statement.body] : [])).at(-1)
    if (found === undefined) throw new Error('no method')
    return found
  }

  it('is kept with the code', () => {
    expect(code(definition(meta('inline'))).inlining).toBe('inline')
    expect(code(definition(meta('noinline'))).inlining).toBe('noinline')
    expect(code(definition(meta('inline', 'propagate_inbounds')))).toMatchObject({ inlining: 'inline', propagateInbounds: true })
    expect(code(definition(meta('pure'))).pure).toBe(true)
    expect(code(definition(meta('nospecialize', 'y'))).nospecialize).toBe(0b10)
    expect(code(definition(meta('nospecialize'))).nospecialize).toBe(-1)
    expect(code(expr('function', expr('call', symbolOf('f'), meta('nospecialize', 'x'), symbolOf('y')), expr('block', 1n))).nospecialize).toBe(0b1)
    expect(methodsOf('f(x; a = 1, b...) = x').map(({ keywords }) => keywords)).toEqual([2, 0, 0])
  })

  it('makes a generator of an `if` on `generated`', () => {
    const generated = expr('if', expr('generated'), symbolOf('x'), expr('block', meta('generated_only'), expr('return', types.nothing)))
    const made = code(definition(generated))
    expect(made).toMatchObject({ generatedOnly: true, generator: { argumentNames: ['#self#', 'x', 'y'], parameterNames: [] } })
    expect(made.generator?.name.name).toBe(symbolOf('#s1#1'))
  })

  it('says where statements stand, and in whose file', () => {
    const other = expr('block', new LineNumberNode(7, 'macro.jl'), expr('call', symbolOf('g')))
    const made = code(definition(new LineNumberNode(1, 'a.jl'), new LineNumberNode(2, 'a.jl'), other, new LineNumberNode(3, 'a.jl'), symbolOf('x')))
    const places = [...made.lines].map((line) => made.locations[line]).map((place) => `${place?.file}:${place?.line} ${place?.name} ${place?.inlinedAt}`)
    expect(places).toEqual(['macro.jl:7 f 0', 'a.jl:3 f -1'])
    expect(made.locations[0]).toMatchObject({ file: 'a.jl', line: 2 })
  })
})

describe('diagnostics', () => {
  it.each([
    ['function f(x)\n  x\n  break\nend', 3, 'break or continue outside loop'],
    ['f(x, x) = 1', 1, 'function argument name not unique: "x"'],
    ['f(x = 1, y) = 1', 1, 'optional positional arguments must occur at end'],
    ['function f(x::T) where T\n  T = 1\nend', 2, 'local variable name "T" conflicts with a static parameter'],
    ['function f(x)\n  local x = 1\nend', 2, 'local variable name "x" conflicts with an argument'],
    ['function f()\n  struct A end\nend', 2, '"struct" expression not at top level'],
    ['f() = (global g; g(x) = x)', 1, 'Global method definition needs to be placed at the top level, or use "eval".'],
    ['function f()\n  const x = 1\nend', 2, 'unsupported `const` declaration on local variable'],
    ['begin\n  local x\n  global x\nend', 3, 'variable "x" declared both local and global'],
    ['f(_) = _', 1, 'all-underscore identifier used as rvalue'],
    ['1 = x', 1, 'invalid assignment location "1"'],
    ['struct A; x; x; end', 1, 'duplicate field name: "x" is not unique'],
    ['struct A{T}; x; A(x) = new(x); end', 1, 'too few type parameters specified in "new{...}"'],
    ['f(a; b = 1, b = 2)', 1, 'keyword argument "b" repeated in call to "f"'],
    ['(a = 1, a = 2)', 1, 'field name "a" repeated in named tuple'],
    ['[return x for x in y]', 1, '"return" not allowed inside comprehension or generator'],
    ['x...', 1, '"..." expression outside call'],
    ['{1, 2}', 1, '{ } vector syntax is discontinued'],
    ['ccall(:f, Int, (Int,))', 1, 'more types than arguments for ccall'],
    ['ccall(x, Int, ())', 1, 'ccall: the name of the function has to be a constant, found x'],
  ])('say what is wrong with %j', (source, line, message) => {
    const { thunk, diagnostics } = lowerText(source)
    expect(thunk).toBeUndefined()
    expect(diagnostics).toEqual([{ severity: 'error', message: `syntax: ${message}`, file: 'none', line }])
  })
})

const HEADS = [
  'call', 'block', '=', 'function', '->', 'tuple', 'if', 'while', 'for', 'let', 'local', 'global', 'const', 'struct', 'ref', '.', '::', '...', 'kw', 'parameters',
  'where', 'curly', 'generator', 'comprehension', 'typed_comprehension', 'flatten', 'filter', 'try', '&&', '||', 'comparison', '+=', '.=', 'return', 'break',
  'continue', 'quote', '$', 'do', 'macro', 'abstract', 'primitive', 'vect', 'vcat', 'hcat', 'row', 'string', 'meta', 'inbounds', 'boundscheck', 'isdefined', '<:', "'",
  'symboliclabel', 'symbolicgoto', 'new', 'splatnew', 'copyast', 'inert', 'module', 'toplevel', 'elseif', 'typed_vcat', 'method', 'lambda', 'foreigncall', 'nothing',
]

const anyExpr = fc.letrec<{ value: JuliaValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    fc.constantFrom<JuliaValue>(...['x', 'y', 'f', '_', 'end', 'begin', 'ccall', 'new', '.+', 'Any', '#self#'].map(symbolOf), 1n, 2.5, true, 's', types.nothing,
      new LineNumberNode(3, 'a.jl'), new QuoteNode(symbolOf('q'))),
    fc.tuple(fc.constantFrom(...HEADS), fc.array(tie('value'), { maxLength: 4 })).map(([head, args]) => new Expr(symbolOf(head), args)),
  ),
})).value

/** Jumps go to statements, values exist, slots are declared. */
function checkShape(info: CodeInfo): void {
  const { code, slots } = info
  expect(info.lines).toHaveLength(code.length)
  for (const statement of code) {
    if (statement.kind === 'goto' || statement.kind === 'gotoifnot') expect(code[statement.target]).toBeDefined()
    if (statement.kind === 'enter') expect(code[statement.handler]).toBeDefined()
    if (statement.kind === 'assign') expect(slots[statement.slot]).toBeDefined()
    for (const operand of operandsOf(statement)) {
      if (operand.kind === 'ssa') expect(code[operand.id]).toBeDefined()
      if (operand.kind === 'slot') expect(slots[operand.id]).toBeDefined()
      if (operand.kind === 'parameter' && operand.index >= 0) expect(info.parameterNames[operand.index]).toBeDefined()
      if (operand.kind === 'constant') expect(operand.value).toBeDefined()
    }
    if (statement.kind === 'method' && statement.body instanceof CodeInfo) checkShape(statement.body)
    if (statement.kind === 'thunk') checkShape(statement.code)
  }
  // The end of an `@inbounds` stays behind a return in it, as in Julia.
  expect(['return', 'goto']).toContain(code.findLast(({ kind }) => kind !== 'meta')?.kind)
}

describe('whatever comes in', () => {
  it('is lowered to sound code or refused, never thrown out, and never changed', () => {
    fc.assert(fc.property(anyExpr, (value) => {
      const before = printable(value)
      const { thunk, diagnostics } = lowerValue(value)
      if (thunk === undefined) expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
      else checkShape(thunk)
      expect(printable(value)).toBe(before)
    }), { numRuns: 1500 })
  })

  it('gives the same for the same', () => {
    const source = 'function f(xs::T...; k = 1) where T; g(x) = (k, x, T); [g(x) for x in xs if x > k]; end'
    expect(printCode(codeOf(source))).toBe(printCode(codeOf(source)))
  })

  it('refuses what is nested too deeply', () => {
    let deep: JuliaValue = symbolOf('x')
    for (let level = 0; level < 100_000; level++) deep = expr('call', symbolOf('f'), deep)
    expect(lowerValue(deep).diagnostics.map(({ message }) => message)).toEqual(['syntax: expression is nested too deeply'])
  })

  it('lowers many statements in one block', () => {
    const made = codeOf(`begin\n${'x = f(x)\n'.repeat(5000)}end`)
    expect(made.code.length).toBeGreaterThan(9999)
    checkShape(made)
    expect(parseOne('x')).toBe(symbolOf('x'))
  })
})

function printable(value: JuliaValue): string {
  return value instanceof Expr ? `(${[String(value.head), ...value.args.map(printable)].join(' ')})` : typeof value === 'object' ? 'o' : String(value)
}

/** What a session does at its edges: errors that nothing caught, budgets, endless recursion, names of modules, worlds. */
import { describe, expect, it } from 'vitest'
import { Cancelled, JuliaException } from '../../../../src/main/julia/runtime/exception'
import { newSession } from './session'

const files: Readonly<Record<string, string>> = { 'a/main.jl': 'include("part.jl")\nfrom_part + 1', 'a/part.jl': 'from_part = 41', 'bad.jl': '\n\nerror("here")' }
let isCancelled = false
const { engine, printed, warned } = newSession({
  budget: 4_000_000,
  host: { write: () => undefined, readFile: (path) => files[path], isCancelled: () => isCancelled },
})

/** The value as shown, or the exception's text. */
function answer(text: string): string {
  const { value, error, diagnostics } = engine.evaluate(text)
  if (error !== undefined) return `ERROR: ${error.text}`
  return value === undefined ? (diagnostics[0]?.message ?? '') : engine.print(value)
}

describe('a session', () => {
  it('gives the value of the last expression', () => {
    expect(answer('x = 20\nx + 22')).toBe('42')
  })

  it('keeps what came before an exception, and words it as Julia does', () => {
    expect(answer('kept = 1\nerror("no ", kept)\nkept = 2')).toBe('ERROR: no 1')
    expect(answer('kept')).toBe('1')
    expect(answer('undefined_name')).toBe('ERROR: UndefVarError: undefined_name not defined')
  })

  it('tells of bad syntax and runs what is good', () => {
    const { diagnostics } = engine.evaluate('before_bad = 1\n)\nafter_bad = 2', { file: 'bad.jl' })
    expect(diagnostics.map(({ file, line }) => ({ file, line }))).toEqual([{ file: 'bad.jl', line: 2 }])
    expect(answer('before_bad + after_bad')).toBe('3')
  })

  it('throws StackOverflowError where a recursion does not end, and goes on', () => {
    expect(answer('endless(n) = endless(n + 1) + 1; try endless(1) catch e; typeof(e) end')).toBe('StackOverflowError')
    expect(answer('splatted(xs...) = splatted(xs...) + 1; try splatted(1) catch e; typeof(e) end')).toBe('StackOverflowError')
    expect(answer('1 + 1')).toBe('2')
  })

  it('stops an endless loop when the budget is spent, whatever the program catches, and goes on', () => {
    expect(() => engine.evaluate('while true; try; while true; end; catch; end; end')).toThrow(Cancelled)
    expect(answer('[1, 2] .+ 1')).toBe('[2, 3]')
  })

  it('stops when the host says so', () => {
    isCancelled = true
    expect(() => engine.evaluate('while true end')).toThrow(Cancelled)
    isCancelled = false
    expect(answer('2 + 2')).toBe('4')
  })

  it('passes on characters whole and warnings to standard error', () => {
    engine.evaluate('for b in codeunits("αβ") write(stdout, b) end; println()\nconst twice = 1\nconst twice = 2')
    expect(printed()).toBe('αβ\n')
    expect(warned()).toBe('WARNING: redefinition of constant twice. This may fail, cause incorrect answers, or produce other errors.\n')
  })

  it('includes files, relative to the one that includes', () => {
    expect(answer('include("a/main.jl")')).toBe('42')
    expect(answer('include("bad.jl")')).toBe('ERROR: LoadError: here\nin expression starting at bad.jl:3')
  })

  it('calls functions from outside in the newest world', () => {
    engine.evaluate('from_outside(x) = 2x')
    const f = engine.main.get('from_outside')
    expect(f !== undefined && engine.call(f, [21n])).toBe(42n)
    engine.evaluate('from_outside(x::Int) = throw(ArgumentError("no"))')
    expect(() => f !== undefined && engine.call(f, [21n])).toThrow(JuliaException)
  })

  it('has the same answers in two sessions of one process', () => {
    const program = 'module Same; println(rand(UInt64), " ", gensym(), " ", hash([:a, "b", 1.5]), Dict(:a => 1, "b" => 2)); end'
    const [first, second] = [newSession(), newSession()]
    for (const session of [first, second]) session.engine.evaluate(program)
    const text = first.printed()
    expect(text).toContain('Dict')
    expect(second.printed()).toBe(text)
  })
})

describe('what is not simulated', () => {
  it.each([
    ['f() = 1\n\nfunction m()\n    x = 1\n    @cfunction(f, Int, ())\nend', { code: 'unsupported', line: 5, column: 5, message: '@cfunction is part of Julia, but it is not simulated' }],
    ['function make()\n    c = Channel(1)\nend\n\nmake()', { code: 'unsupported', line: 2, column: 9, message: 'Channel is part of Julia, but it is not simulated' }],
    ['x = 1\n  break', { code: 'syntax', line: 2, column: 3, message: 'syntax: break or continue outside loop' }],
  ])('is a diagnostic with its place: %j', (text, expected) => {
    const { engine } = newSession()
    const { diagnostics, error } = engine.evaluate(text, { file: 'place.jl' })
    expect(diagnostics).toEqual([{ ...expected, file: 'place.jl' }])
    expect(error?.file).toBe('place.jl')
  })
})

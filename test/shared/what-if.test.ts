/** Changes in words, and as people type them. */
import { describe, expect, it } from 'vitest'
import { readChange } from '../../src/main/loader/what-if/schema'
import { type Change, changeSyntax, changeText, CHANGE_KINDS, CHANGE_TITLES, isChange, parseChange } from '../../src/shared/what-if'

const EXAMPLES: readonly (readonly [typed: string, change: Change, words: string])[] = [
  ['remove-dependency package=GPUArrays from=.', { kind: 'remove-dependency', package: 'GPUArrays', from: '.' }, 'Remove GPUArrays from the project'],
  ['split-package package=A dependency=B', { kind: 'split-package', package: 'A', dependency: 'B' }, 'Move what needs B out of A'],
  ['load-later package=A', { kind: 'load-later', package: 'A' }, 'Load A after the first call'],
  ['load-order packages=A,B', { kind: 'load-order', packages: ['A', 'B'] }, 'Load A, then B'],
  ['drop-method file=A.jl line=12', { kind: 'drop-method', method: { file: 'A.jl', line: 12 } }, 'Drop the method A.jl:12'],
  ["drop-method signature='f(::Int, x)' module=A", { kind: 'drop-method', method: { signature: 'f(::Int, x)', module: 'A' } }, 'Drop the method f(::Int, x) of A'],
  ['annotate-call file=A.jl line=3 callee=f type="Vector{Int}"', { kind: 'annotate-call', file: 'A.jl', line: 3, callee: 'f', type: 'Vector{Int}' }, 'Say what f returns at A.jl:3: Vector{Int}'],
  ['precompile package=A statement="precompile(f, (Int,))"', { kind: 'precompile', package: 'A', statement: 'precompile(f, (Int,))' }, 'Precompile in A: precompile(f, (Int,))'],
  ['workload package=A code="f(1)\\ng(\\"x\\")"', { kind: 'workload', package: 'A', code: 'f(1)\ng("x")' }, 'Run while A is precompiled: f(1) …'],
  ['wrap function=solve argument=f how=nospecialize', { kind: 'wrap', function: 'solve', argument: 'f', how: 'nospecialize' }, 'solve, argument f: compile it once for all functions (@nospecialize)'],
  ['image packages=A', { kind: 'image', packages: ['A'] }, 'Put A into a system image'],
  ['kind=julia version=1.10', { kind: 'julia', version: '1.10' }, 'Use Julia 1.10'],
  ['max-methods package=A value=1', { kind: 'max-methods', package: 'A', value: 1 }, 'Set max_methods of A to 1'],
]

describe('a change', () => {
  it.each(EXAMPLES)('%s', (typed, change, words) => {
    expect(readChange(parseChange(typed))).toEqual(change)
    expect(readChange(parseChange(JSON.stringify(change)))).toEqual(change)
    expect(isChange(change)).toBe(true)
    expect(changeText(change)).toBe(words)
  })

  it('of each kind is among them, with a title and a syntax', () => {
    expect([...new Set(EXAMPLES.map(([, { kind }]) => kind))]).toEqual(CHANGE_KINDS)
    for (const kind of CHANGE_KINDS) expect([CHANGE_TITLES[kind], changeSyntax(kind)].join()).toMatch(/^[A-Z].*=/)
    expect(changeSyntax('annotate-call')).toBe('file=FILE line=LINE callee=CALLEE [type=TYPE]')
  })

  it.each(['', 'gone package=A', 'remove-dependency', 'remove-dependency package', 'annotate-call file=a line=x callee=f', '{"kind":', '{"kind":"image","packages":[]}', 'wrap function=f argument=g how=so', 'max-methods package=A value=9'])('is not %j', (typed) => {
    const read = (): unknown => readChange(parseChange(typed))
    expect(read).toThrow(/no change/)
  })

  it.each([null, 1, [], {}, { kind: 'gone' }, { kind: 'image', packages: [1] }, { kind: 'drop-method', method: {} }, { kind: 'julia', version: '' }, { kind: 'wrap', function: 'f', argument: 'g', how: 'x' }])('has another shape than %j', (data) => {
    expect(isChange(data)).toBe(false)
  })
})

/** What changes make of the texts and the settings of a run, and what is said of those that do not fit. */
import { describe, expect, it } from 'vitest'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { expandScenario } from '../../../../src/main/loader/scenario/expand'
import { readScenario } from '../../../../src/main/loader/scenario/read'
import { applyChanges, problemText } from '../../../../src/main/loader/what-if/apply'
import type { Change } from '../../../../src/shared/what-if'

const UUID = { Solver: '11111111-2222-4333-8444-555555555551', Heavy: '11111111-2222-4333-8444-555555555552' }
const SOLVER = `"Solves."
module Solver

using Heavy
export solve, half

"Half of it."
half(x) = x / 2
half(x::Heavy.Weight) = x.grams / 2

function solve(f, u0; steps = 3)
    u = u0
    for _ in 1:steps
        u = f(u) # one step
    end
    return half(u)
end
apply(f::F, x) where {F} = f(x)
apply2(f::F, x::T) where {F<:Function,T} = convert(T, f(x))
@inline Base.convert(::Type{Float64}, w::Heavy.Weight) = w.grams
for op in (:+, :-)
    @eval Base.$op(a::Heavy.Weight) = a
end

include("more.jl")
end # module
`
const FILES = {
  '/s/Project.toml': `[deps]\nSolver = "${UUID.Solver}"\nHeavy = "${UUID.Heavy}"\n`,
  '/s/Manifest.toml': `[[Solver]]\ndeps = ["Heavy"]\npath = "Solver"\nuuid = "${UUID.Solver}"\nversion = "0.1.0"\n\n[[Heavy]]\npath = "Heavy"\nuuid = "${UUID.Heavy}"\nversion = "0.1.0"\n`,
  '/s/Solver/Project.toml': `name = "Solver"\nuuid = "${UUID.Solver}"\nversion = "0.1.0"\n\n[deps]\nHeavy = "${UUID.Heavy}"\n`,
  '/s/Solver/src/Solver.jl': SOLVER,
  '/s/Solver/src/more.jl': 'third(x) = x / 3\nboth(x) = half(x) + half(third(x))\nscale(x, w = Heavy.Weight(1.0)) = x * w.grams\n',
  '/s/Heavy/Project.toml': `name = "Heavy"\nuuid = "${UUID.Heavy}"\nversion = "0.1.0"\n`,
  '/s/Heavy/src/Heavy.jl': 'module Heavy\nexport Weight\nstruct Weight\n  grams::Float64\nend\nend\n',
}
const STEPS = '[[steps]]\nusing = "Heavy"\n[[steps]]\nusing = "Solver"\n[[steps]]\neval = "solve(sin, 1.0)"\n'

function changed(changes: readonly Change[], { julia = '1.10', steps = STEPS, files = {} } = {}) {
  const [run] = expandScenario(readScenario(`julia = "${julia}"\n${steps}`, 'scenario.toml'))
  if (run === undefined) throw new Error('no run')
  const result = applyChanges(changes, { files: new MemoryFiles({ ...FILES, ...files }), folder: '/s', depot: '/depot', run })
  const text = (file: string): string => result.run.written?.find((one) => one.file === file)?.text ?? `${file} is as it was`
  return { run: result.run, problems: result.problems.map(problemText), text, files: result.run.written?.map(({ file }) => file) ?? [], steps: result.run.steps.map(({ label }) => label) }
}

/** Lines that differ from what was there, `-` and `+`. */
function difference(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  return Array.from({ length: Math.max(old.length, now.length) }, (_, at) => at).flatMap((at) => (old[at] === now[at] ? [] : [`${at + 1}- ${old[at] ?? ''}`, `${at + 1}+ ${now[at] ?? ''}`]))
}
const inSolver = (change: Change, options?: Parameters<typeof changed>[1]): string[] => {
  const { text, problems } = changed([change], options)
  return [...problems, ...(problems.length > 0 ? [] : difference(SOLVER, text('Solver/src/Solver.jl')))]
}

describe('removing a dependency', () => {
  it('takes it out of projects, the manifest, the source and the steps', () => {
    const { text, steps, problems } = changed([{ kind: 'remove-dependency', package: 'Heavy' }])
    expect(problems).toEqual([])
    expect(difference(SOLVER, text('Solver/src/Solver.jl'))).toEqual(['4- using Heavy', '4+ '])
    expect([text('Project.toml'), text('Solver/Project.toml')].join('\n')).not.toContain('Heavy')
    expect(text('Manifest.toml')).toContain('[[Solver]]\ndeps = []')
    expect(steps).toEqual(['using Solver', 'solve(sin, 1.0)'])
  })

  it('leaves others of the same line where they are', () => {
    const source = 'module Solver\nusing Heavy, Other\nimport Heavy: Weight\nend\n'
    expect(changed([{ kind: 'remove-dependency', package: 'Heavy', from: 'Solver' }], { files: { '/s/Solver/src/Solver.jl': source } }).text('Solver/src/Solver.jl')).toBe('module Solver\nusing Other\n\nend\n')
  })

  it('is refused where nothing names it', () => {
    expect(changed([{ kind: 'remove-dependency', package: 'Gone' }]).problems).toEqual(['Remove Gone: Nothing in the project names Gone.'])
    expect(changed([{ kind: 'remove-dependency', package: 'Solver', from: 'Heavy' }]).problems).toEqual(['Remove Solver from Heavy: Heavy does not name Solver.'])
  })
})

describe('splitting a package', () => {
  const change: Change = { kind: 'split-package', package: 'Solver', dependency: 'Heavy' }

  it('moves what needs the dependency into an extension', () => {
    const { text, problems } = changed([change])
    expect(problems).toEqual([])
    expect(text('Solver/ext/SolverHeavyExt.jl')).toBe(`module SolverHeavyExt

using Solver
import Solver: half
using Heavy

half(x::Heavy.Weight) = x.grams / 2
@inline Base.convert(::Type{Float64}, w::Heavy.Weight) = w.grams
for op in (:+, :-)
    @eval Base.$op(a::Heavy.Weight) = a
end
scale(x, w = Heavy.Weight(1.0)) = x * w.grams

end
`)
    expect(text('Solver/Project.toml')).toContain('[weakdeps]')
    expect(text('Solver/Project.toml')).toContain('SolverHeavyExt = "Heavy"')
    expect(text('Solver/src/more.jl')).toBe('third(x) = x / 3\nboth(x) = half(x) + half(third(x))\n\n')
    expect(difference(SOLVER, text('Solver/src/Solver.jl')).filter((line) => /^\d+\+/.test(line))).toEqual(['4+ ', '9+ ', '20+ ', '21+ ', '22+ ', '23+ '])
  })

  it('makes a package of its own where there are no extensions', () => {
    const { text, problems, steps } = changed([change], { julia: '1.8' })
    expect(problems).toEqual([])
    expect(text('SolverHeavy/src/SolverHeavy.jl')).toContain('module SolverHeavy\n\nusing Solver\nimport Solver: half\nusing Heavy\n')
    expect(text('SolverHeavy/Project.toml')).toContain(`Heavy = "${UUID.Heavy}"`)
    expect(steps).toEqual(['using Heavy', 'using SolverHeavy', 'using Solver', 'solve(sin, 1.0)'])
    expect(changed([{ ...change, into: 'extension' }], { julia: '1.8' }).problems[0]).toContain('Julia 1.8 has no extensions')
  })

  it('is refused where it would change what the package offers', () => {
    const source = 'module Solver\nusing Heavy\nexport ton\nton() = Heavy.Weight(1e6)\nend\n'
    expect(changed([change], { files: { '/s/Solver/src/Solver.jl': source } }).problems[0]).toContain('it exports ton, which needs Heavy')
    const inner = 'module Solver\nusing Heavy\nmodule Inner\nimport Heavy\nf() = Heavy.Weight(1.0)\nend\nend\n'
    expect(changed([change], { files: { '/s/Solver/src/Solver.jl': inner } }).problems[0]).toContain('/s/Solver/src/Solver.jl:5 needs Heavy within an inner module')
    expect(changed([{ ...change, dependency: 'Gone' }]).problems).toEqual(['Move what needs Gone out of Solver: Solver does not depend on Gone.'])
  })
})

describe('loading', () => {
  it('later is behind the calls that do not need it', () => {
    expect(changed([{ kind: 'load-later', package: 'Heavy' }]).steps).toEqual(['using Solver', 'solve(sin, 1.0)', 'using Heavy'])
    const more = `${STEPS}[[steps]]\neval = "half(Weight(2.0))"\n`
    expect(changed([{ kind: 'load-later', package: 'Heavy' }], { steps: more }).steps).toEqual(['using Solver', 'solve(sin, 1.0)', 'using Heavy', 'half(Weight(2.0))'])
    expect(changed([{ kind: 'load-later', package: 'Solver' }]).problems[0]).toContain('"solve(sin, 1.0)" is the first call and names Solver')
    expect(changed([{ kind: 'load-later', package: 'Gone' }]).problems[0]).toContain('No step loads Gone by itself')
  })

  it('in another order', () => {
    expect(changed([{ kind: 'load-order', packages: ['Solver'] }]).steps).toEqual(['using Solver', 'using Heavy', 'solve(sin, 1.0)'])
    expect(changed([{ kind: 'load-order', packages: ['Gone'] }]).problems[0]).toContain('No step loads Gone')
  })
})

describe('dropping a method', () => {
  it('takes the definition out, and every line keeps its number', () => {
    expect(inSolver({ kind: 'drop-method', method: { file: 'Solver.jl', line: 9 } })).toEqual(['9- half(x::Heavy.Weight) = x.grams / 2', '9+ '])
    expect(inSolver({ kind: 'drop-method', method: { signature: 'half(x)' } })).toEqual(['7- "Half of it."', '7+ ', '8- half(x) = x / 2', '8+ '])
    expect(inSolver({ kind: 'drop-method', method: { signature: 'convert(::Type{Float64}, w::Weight) in Solver at /elsewhere/Solver.jl:20' } })[1]).toBe('20+ ')
    expect(inSolver({ kind: 'drop-method', method: { signature: 'apply2(f::F, x::T) where {F<:Function, T}', module: 'Solver' } })[1]).toBe('19+ ')
  })

  it('is refused where there is none, or more than one', () => {
    expect(inSolver({ kind: 'drop-method', method: { file: 'Solver.jl', line: 22 } })[0]).toContain('in a loop, a macro or a block')
    expect(inSolver({ kind: 'drop-method', method: { file: 'Solver.jl', line: 3 } })[0]).toContain('There is no definition at Solver.jl:3')
    expect(inSolver({ kind: 'drop-method', method: { file: 'Gone.jl', line: 3 } })[0]).toContain('No package of the project has a file Gone.jl')
    expect(inSolver({ kind: 'drop-method', method: { signature: 'half(::Int)' } })[0]).toContain('No definition says half(::Int); half has half(::Any), half(::Heavy.Weight)')
  })
})

describe('asserting the type of a call', () => {
  it('finds the call by its line and its name, and no definition', () => {
    expect(inSolver({ kind: 'annotate-call', file: 'src/Solver.jl', line: 14, callee: 'f', type: 'Float64' })).toEqual(['14-         u = f(u) # one step', '14+         u = (f(u)::Float64) # one step'])
    expect(changed([{ kind: 'annotate-call', file: 'more.jl', line: 2, callee: 'Solver.half', type: 'Union{Int,T} where T' }]).text('Solver/src/more.jl')).toContain('both(x) = (half(x)::(Union{Int, T} where T)) + (half(third(x))::(Union{Int, T} where T))')
    expect(inSolver({ kind: 'annotate-call', file: 'Solver.jl', line: 8, callee: '/', type: 'Any' })[1]).toBe('8+ half(x) = ((x / 2)::Any)')
  })

  it('is refused without a type, or a call', () => {
    expect(inSolver({ kind: 'annotate-call', file: 'Solver.jl', line: 14, callee: 'f' })[0]).toContain('expected a type')
    expect(inSolver({ kind: 'annotate-call', file: 'Solver.jl', line: 14, callee: 'f', type: 'Vector{' })[0]).toContain('"Vector{" is no type')
    expect(inSolver({ kind: 'annotate-call', file: 'Solver.jl', line: 8, callee: 'half', type: 'Any' })[0]).toContain('There is no call of half')
  })
})

describe('additions', () => {
  it('stand before the end of the module', () => {
    const { text } = changed([{ kind: 'precompile', package: 'Solver', statement: 'precompile(solve, (typeof(sin), Float64))' }, { kind: 'workload', package: 'Solver', code: 'solve(sin, 1.0)' }])
    expect(text('Solver/src/Solver.jl').split('\n').slice(24)).toEqual([
      'include("more.jl")', 'precompile(solve, (typeof(sin), Float64))', 'using PrecompileTools: @compile_workload', '@compile_workload begin', 'solve(sin, 1.0)', 'end', 'end # module', '',
    ])
    expect(text('Solver/Project.toml')).toContain('PrecompileTools = "aea7be01-6a6a-4083-8856-8a6e6704d82a"')
    expect(text('Manifest.toml')).toContain('[[Preferences]]')
    expect(changed([{ kind: 'workload', package: 'Solver', code: 'solve(sin, 1.0)' }], { julia: '1.5' }).text('Solver/src/Solver.jl')).toContain('jl_generating_output')
    expect(inSolver({ kind: 'max-methods', package: 'Solver', value: 1 })).toEqual(['4- using Heavy', '4+ Base.Experimental.@max_methods 1; using Heavy'])
  })

  it('are refused if they are no Julia, or the version has no such thing', () => {
    expect(inSolver({ kind: 'precompile', package: 'Solver', statement: 'precompile(' })[0]).toContain('The statement is no Julia')
    expect(inSolver({ kind: 'max-methods', package: 'Solver', value: 1 }, { julia: '1.7' })[0]).toContain('one limit for all modules')
    expect(inSolver({ kind: 'workload', package: 'Gone', code: '1' })[0]).toContain('There is no package Gone with sources in this project; there are Solver, Heavy')
  })
})

describe('wrapping functions', () => {
  const wrap = (rest: Partial<Extract<Change, { kind: 'wrap' }>>, ...more: Parameters<typeof changed>[1][]): string[] => inSolver({ kind: 'wrap', function: 'solve', argument: 'f', how: 'nospecialize', ...rest }, ...more)

  it('changes the signature alone', () => {
    expect(wrap({})[1]).toBe('11+ function solve(@nospecialize(f), u0; steps = 3)')
    expect(wrap({ how: 'specialize' })[1]).toBe('11+ function solve(f::F, u0; steps = 3) where F')
    expect(wrap({ function: 'apply' })[1]).toBe('18+ apply(@nospecialize(f), x) = f(x)')
    expect(wrap({ function: 'apply2' })[1]).toBe('19+ apply2(@nospecialize(f::Function), x::T) where T = convert(T, f(x))')
  })

  it('puts a method in front that wraps', () => {
    const lines = changed([{ kind: 'wrap', function: 'Solver.solve', argument: 'f', how: 'function-wrapper', type: 'Float64(Float64)' }]).text('Solver/src/Solver.jl').split('\n')
    expect(lines[10]).toBe('function solve(f::FunctionWrappers.FunctionWrapper{Float64, Tuple{Float64}}, u0; steps = 3)')
    expect(lines[16]).toBe('end; solve(f, u0; keywords...) = solve(FunctionWrappers.FunctionWrapper{Float64, Tuple{Float64}}(f), u0; keywords...)')
  })

  it('is refused where it cannot be', () => {
    expect(wrap({ argument: 'g' })[0]).toContain('solve has no argument g; its arguments are f, u0')
    expect(wrap({ function: 'gone' })[0]).toContain('No definition of gone')
    expect(wrap({ how: 'specialize', function: 'apply' })[0]).toContain('compiled for each function already')
    expect(wrap({ how: 'function-wrapper' })[0]).toContain('expected the type that it returns')
  })
})

describe('settings', () => {
  it('are those of the run', () => {
    const { run, problems } = changed([{ kind: 'julia', version: '1.11.2' }, { kind: 'image', packages: ['Solver'] }, { kind: 'image', packages: ['Heavy'] }])
    expect(problems).toEqual([])
    expect([run.julia, run.sysimage]).toMatchObject(['1.11', { kind: 'build', options: { packages: ['Solver', 'Heavy'] } }])
    expect(changed([{ kind: 'julia', version: '2.0' }]).problems[0]).toContain('There are no rules for Julia 2.0')
    expect(changed([{ kind: 'image', packages: ['Gone'] }]).problems[0]).toContain('The project has no package Gone')
  })
})

describe('several changes', () => {
  it('see what the earlier left, and lose nothing by one that does not fit', () => {
    const { text, problems, steps } = changed([
      { kind: 'drop-method', method: { file: 'Solver.jl', line: 9 } },
      { kind: 'drop-method', method: { file: 'Solver.jl', line: 9 } },
      { kind: 'drop-method', method: { file: 'Solver.jl', line: 18 } },
      { kind: 'load-later', package: 'Heavy' },
      { kind: 'split-package', package: 'Heavy', dependency: 'Solver' },
    ])
    expect(problems.map((line) => line.slice(0, 40))).toEqual(['Drop the method Solver.jl:9: There is no', 'Move what needs Solver out of Heavy: Hea'])
    expect(difference(SOLVER, text('Solver/src/Solver.jl')).filter((line) => /^\d+\+/.test(line))).toEqual(['9+ ', '18+ '])
    expect(steps).toEqual(['using Solver', 'solve(sin, 1.0)', 'using Heavy'])
  })

  it('are not lost where a file cannot be read', () => {
    const { problems, steps } = changed([{ kind: 'precompile', package: 'Solver', statement: 'f()' }, { kind: 'load-later', package: 'Heavy' }], { files: { '/s/Solver/src/more.jl': 'f(' } })
    expect(problems[0]).toContain('cannot be read as Julia: /s/Solver/src/more.jl:1')
    expect(steps.at(-1)).toBe('using Heavy')
  })
})

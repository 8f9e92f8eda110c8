/** Advice for what tools print: what comes first, what it rests on, what it saves, and the fix. Recorded texts are the samples of the program. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importBytes } from '../../../../src/main/formats/open'
import { adviceOf, type Advice } from '../../../../src/shared/profile/advice/advice'
import { adviceMarkdown } from '../../../../src/shared/profile/advice/markdown'
import { missingFrom } from '../../../../src/shared/profile/advice/missing'
import { precompileCall } from '../../../../src/shared/profile/advice/precompile-code'
import { adviceHeadline, adviceText, savingOrigin } from '../../../../src/shared/profile/advice/text'
import { ProfileBuilder } from '../../../../src/shared/profile/builder'
import type { Profile } from '../../../../src/shared/profile/tables'

const read = (text: string): Promise<Profile> => importBytes(new TextEncoder().encode(text), 'session.txt')
const sample = (name: string): Promise<Profile> => readFile(resolve(import.meta.dirname, `../../../../resources/samples/${name}.txt`)).then((bytes) => importBytes(bytes, name))

/** Whatever is advised. */
function sound(profile: Profile): readonly Advice[] {
  const advice = adviceOf(profile)
  expect(new Set(advice.map(({ id }) => id)).size).toBe(advice.length)
  for (const { id, evidence, saving, fix, title } of advice) {
    expect(evidence.length, id).toBeGreaterThan(0)
    for (const { part, rows, text } of evidence) {
      expect(rows.length, `${id}: ${text}`).toBeGreaterThan(0)
      for (const row of rows) expect(row >= 0 && row < profile[part].length, `${id}: ${part} ${row}`).toBe(true)
    }
    expect(saving.kind === 'unknown').toBe(Number.isNaN(saving.nanoseconds))
    expect(saving.kind === 'estimated').toBe(saving.assumes !== '')
    expect(saving.of > 0 ? saving.nanoseconds <= saving.of * 1.000001 : true, id).toBe(true)
    expect([title, fix.text].every((text) => text.length > 0 && !text.includes('undefined'))).toBe(true)
    expect(fix.code ?? '').not.toContain('undefined')
  }
  return advice
}

const kinds = (advice: readonly Advice[]): string[] => advice.map(({ kind }) => kind)

describe('loading', () => {
  it('splits heavy dependencies off a light package', async () => {
    const profile = await sample('load-one-package')
    const advice = sound(profile)
    expect(advice.slice(0, 3).map(({ title, saving }) => [title, saving.nanoseconds])).toEqual([
      ['Split GPUArrays off RecursiveArrayTools', 804.4e6], ['Split StaticArrays off RecursiveArrayTools', 507.7e6], ['Split ArrayInterface off RecursiveArrayTools', 504.1e6],
    ])
    expect(advice[0]?.change).toEqual({ kind: 'split-package', package: 'RecursiveArrayTools', dependency: 'GPUArrays' })
    expect(adviceHeadline(advice)).toBe('Splitting GPUArrays and StaticArrays off RecursiveArrayTools would save about 56 % of 2.33 s')
    // The image is the last step, however much it would save.
    expect(kinds(advice).slice(3)).toEqual(['image-worth', 'requires'])
    expect(savingOrigin(profile, advice[0] as Advice)).toBe('estimated')
  })

  it('asks a manifest who brought a package in', async () => {
    const list = 'julia> @time_imports using Light\n    400.0 ms  Heavy\n     20.0 ms  Light\n'
    const manifest = 'julia_version = "1.10.0"\nmanifest_format = "2.0"\n\n[[deps.Heavy]]\nuuid = "90137ffa-7385-5640-81b9-e52037218182"\nversion = "1.0.0"\n\n[[deps.Light]]\ndeps = ["Heavy"]\nuuid = "731186ca-8d62-57ce-b412-fbd966d074cd"\nversion = "1.0.0"\n'
    const flat = sound(await read(list))
    expect(flat.map(({ title }) => title)).not.toContain('Split Heavy off Light')
    const { importMerged } = await import('../../../../src/main/formats/open')
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
    const { profile } = await importMerged([{ name: 'log.txt', bytes: bytes(list) }, { name: 'Manifest.toml', bytes: bytes(manifest) }])
    expect(sound(profile)[0]).toMatchObject({ title: 'Split Heavy off Light', saving: { nanoseconds: 400e6, kind: 'estimated' } })
  })

  it('sees __init__, and compiling again', async () => {
    const advice = sound(await read([
      'julia> @time_imports using Slow', '               ┌ 60.0 ms Slow.__init__() 80.00% compilation time', '    100.0 ms  Slow 50.00% compilation time',
      '    100.0 ms  Again 90.00% compilation time (89% recompilation)', '',
    ].join('\n')))
    expect(advice.map(({ kind, title }) => [kind, title])).toEqual([
      ['recompiling-import', 'Find what makes Julia compile again while it loads Again'], ['init-heavy', 'Do less in Slow.__init__()'],
    ])
    expect(advice[0]?.saving.nanoseconds).toBeCloseTo(80.1e6, -5)
  })
})

describe('invalidations', () => {
  const TREE = (cause: string, root: string): string => `julia> trees = invalidation_trees(invalidations)
1-element Vector{SnoopCompile.MethodInvalidations}:
 inserting ${cause} invalidated:
   ${root}
`
  it('takes the side of seconds, and says so of both sides', async () => {
    const profile = await read(`${TREE(
      '!(::Static.False) @ Static ~/.julia/packages/Static/sVI3g/src/Static.jl:427',
      'mt_backedges: 1: signature Tuple{typeof(!), Any} triggered MethodInstance for Statements.negated(::Any) (1 children)',
    )}
julia> staleinstances(tinf)
1-element Vector{SnoopCompileCore.InferenceTiming}:
 InferenceTiming: 0.002000/0.003000 on Statements.negated(::Any)
`)
    const advice = sound(profile)
    expect(advice.map(({ kind, saving }) => [kind, saving.nanoseconds, saving.kind])).toEqual([['invalidator', 2e6, 'measured'], ['weak-code', 2e6, 'measured']])
    expect(advice[0]).toMatchObject({
      title: 'Drop or narrow the method !(::Static.False) of Static', sure: 'certain', fix: { file: '~/.julia/packages/Static/sVI3g/src/Static.jl', line: 427 },
      change: { kind: 'drop-method', method: { line: 427 } },
    })
    expect(advice[1]?.fix.code).toContain('!(x)::Bool')
  })

  it('tells piracy from a method for a type of one’s own', async () => {
    const pirate = await read(TREE('fee(::Float64) @ Pirate ~/.julia/packages/Pirate/x/src/Pirate.jl:6', 'backedges: 1: superseding fee(::Number) @ Ledger ~/.julia/packages/Ledger/x/src/Ledger.jl:6 with MethodInstance for Ledger.fee(::Float64) (2 children)'))
    expect(kinds(sound(pirate))).toEqual(['piracy'])
    for (const method of ['fee(::Pirate.Gold)', 'fee(::Gold)']) {
      const own = await read(TREE(`${method} @ Pirate ~/.julia/packages/Pirate/x/src/Pirate.jl:6`, 'backedges: 1: superseding fee(::Any) @ Ledger ~/.julia/packages/Ledger/x/src/Ledger.jl:6 with MethodInstance for Ledger.fee(::Any) (2 children)'))
      expect(kinds(sound(own)), method).toEqual(['invalidator'])
    }
    // In the package that owns the function it is no piracy.
    const owner = await read(TREE('fee(::Float64) @ Ledger ~/.julia/packages/Ledger/x/src/Ledger.jl:9', 'backedges: 1: superseding fee(::Number) @ Ledger ~/.julia/packages/Ledger/x/src/Ledger.jl:6 with MethodInstance for Ledger.fee(::Float64) (2 children)'))
    expect(kinds(sound(owner))).toEqual(['invalidator'])
  })

  it('invents no seconds for a tree alone, and says how to find them', async () => {
    const profile = await read(TREE('!(::Static.False) @ Static ~/.julia/packages/Static/sVI3g/src/Static.jl:427', 'mt_backedges: 1: signature Tuple{typeof(!), Any} triggered MethodInstance for Base.isbadzero(::typeof(min), ::AbstractFloat) (0 children)'))
    const [first] = sound(profile)
    expect(first).toMatchObject({ kind: 'invalidator', saving: { kind: 'unknown' }, sure: 'possible' })
    expect(first?.fix.text).toContain('many invalidations do not matter')
  })

  it('reads the samples', async () => {
    expect(sound(await sample('invalidations-session'))[0]).toMatchObject({ kind: 'invalidator', saving: { kind: 'measured' } })
    expect(sound(await sample('stale-instances'))[0]?.title).toBe('Find the methods that made 45 instances be inferred again')
    sound(await sample('inference-session'))
    sound(await sample('load-session'))
  })
})

describe('compiling', () => {
  it('asks for a workload by the package that owns the calls', async () => {
    const profile = await read([
      '#=   30.0 ms =# precompile(Tuple{typeof(Reports.report), Base.Dict{String, Float64}})', '#=    5.0 ms =# precompile(Tuple{typeof(Reports.line), Reports.Row, Int64})', '',
    ].join('\n'))
    const [first] = sound(profile)
    expect(first).toMatchObject({
      kind: 'workload-missing', title: 'Precompile what is called first of Reports: 2 calls wait for the compiler',
      change: { kind: 'precompile', package: 'Reports', statement: 'precompile(Tuple{typeof(Reports.report), Base.Dict{String, Float64}})\nprecompile(Tuple{typeof(Reports.line), Reports.Row, Int64})' },
    })
    expect(first?.fix.code).toContain('@compile_workload begin')
  })

  it('knows that no cache holds code over functions of the session', async () => {
    const advice = sound(await read([
      'julia> print_tree(tinf)', 'InferenceTimingNode: 1.000000/3.000000 on Core.Compiler.Timings.ROOT() with 1 direct children',
      '└─ InferenceTimingNode: 2.000000/2.000000 on Solvers.solve(::typeof(lorenz), ::Vector{Float64}) with 0 direct children', '',
    ].join('\n')))
    expect(advice[0]).toMatchObject({ kind: 'higher-order', saving: { nanoseconds: 2e9 } })
    expect(kinds(advice)).not.toContain('workload-missing')
  })

  it('rewrites a call whose caller was not specialised on a function', async () => {
    const advice = sound(await read(
      'Inference triggered to call Jac.jacobian!(::Matrix{Float64}, ::typeof(sin)) from wrapper! (/dev/OrdinaryDiffEq/src/derivative_wrappers.jl:89) with specialization OrdinaryDiffEq.wrapper!(::Matrix{Float64}, ::Function, ::Vector{Float64})\n',
    ))
    const [first] = advice
    expect(first).toMatchObject({ kind: 'inference-trigger', fix: { file: '/dev/OrdinaryDiffEq/src/derivative_wrappers.jl', line: 89 }, change: { kind: 'annotate-call', line: 89, callee: 'jacobian!' } })
    expect(first?.fix.text).toContain('any Function at argument 2')
    expect(first?.fix.code).toContain('f::F, …) where {F}')
  })

  it('writes directives only of signatures that can be written', () => {
    expect(precompileCall('Mod.f(::Int64, x::Vector{String})')).toBe('precompile(Mod.f, (Int64, Vector{String}))')
    expect(precompileCall('Mod.f(::Dict{Symbol, Tuple{Int64, Int64}})')).toBe('precompile(Mod.f, (Dict{Symbol, Tuple{Int64, Int64}},))')
    for (const none of ['(::Mod.var"#1#2")(::Int64)', 'f(::Int64...)', 'f(::T) where T', 'f(x)', 'f']) expect(precompileCall(none), none).toBeUndefined()
  })
})

describe('a clean profile', () => {
  it('says what else could be recorded', () => {
    const profile = new ProfileBuilder().finish()
    expect(sound(profile)).toEqual([])
    expect(adviceHeadline([])).toBe('Nothing to improve that this profile shows')
    expect(missingFrom(profile).map(({ title }) => title)).toEqual(['Loading', 'What is compiled', 'Inference', 'Invalidations', 'Caches', 'The environment'])
    expect(adviceMarkdown(profile, [])).toContain('@time_imports using ThePackage')
  })
})

describe('words', () => {
  it('are readable in a terminal', async () => {
    const profile = await sample('load-one-package')
    const text = adviceText(profile, adviceOf(profile).slice(0, 1), 80)
    expect(text.split('\n').slice(0, 9)).toEqual([
      '1. Split GPUArrays off RecursiveArrayTools',
      '   804 ms, 34 % of using RecursiveArrayTools (estimated), likely',
      '   - GPUArrays is loaded for RecursiveArrayTools, and takes 804 ms (34 %) with',
      '   what it brings in',
      '   - RecursiveArrayTools itself takes 65.1 ms (2.8 %)',
      '   Assumed: that nothing else here needs GPUArrays, and that what is left of it',
      '   for RecursiveArrayTools loads in next to no time.',
      '   Find what RecursiveArrayTools does with GPUArrays: often a method or two for',
      '   its types. From Julia 1.9 on, move them into an extension, which is loaded',
    ])
    expect(text.split('\n').every((line) => line.length <= 80)).toBe(true)
  })
})

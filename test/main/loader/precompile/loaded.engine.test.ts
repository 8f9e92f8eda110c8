/** Packages that are precompiled and loaded in the simulation: what is there afterwards, as a real Julia 1.5.3 has it, and what later versions change. */
import { describe, expect, it } from 'vitest'
import { FOREVER } from '../../../../src/main/julia/dispatch/method'
import { printType } from '../../../../src/main/julia/types/print'
import { tupleOf } from '../../../../src/main/julia/types/instantiate'
import type { JuliaVersion } from '../../../../src/main/julia/versions'
import type { MethodInstance } from '../../../../src/main/julia/worlds/method'
import { Module } from '../../../../src/main/julia/worlds/module'
import { precompileAll, Session, type PackageText } from '../packages'

function load(packages: readonly PackageText[], code: readonly string[], version: JuliaVersion): Session {
  const session = new Session(precompileAll(packages, version), version)
  for (const one of code) session.run(one)
  return session
}

const short = (text: string) => text.replaceAll(/Main\.|Base\.|Core\./g, '').replace(/^Tuple\{typeof\([\w.]*?(\w+|[+*])\),? ?(.*)\}$/, '$1($2)')

/** `f(types)`, for each entry `valid Type` or `disabled Type`, `<` the callers. Entries without statements are in brackets. */
function instanceText({ engine: { universe } }: Session, { specTypes, codeInstances, backedges }: MethodInstance): string {
  const entries = codeInstances.map((code) => {
    const text = `${code.maxWorld === FOREVER ? 'valid' : 'disabled'} ${short(printType(universe, code.returnType))}`
    return code.inferred !== undefined || code.constant !== undefined ? text : `[${text}]`
  })
  const callers = [...new Set(backedges.map(({ caller }) => short(printType(universe, caller.specTypes))))].sort()
  return `${short(printType(universe, specTypes))}: ${entries.join(', ') || 'stub'}${callers.length === 0 ? '' : ` < ${callers.join(', ')}`}`
}

/** All instances of a function, `Package.name`. */
function instances(session: Session, path: string): string[] {
  const { engine: { core, main, universe, world } } = session
  const [holder = '', name = ''] = path.split('.')
  const module = main.get(holder)
  const value = module instanceof Module ? module.get(name) : undefined
  if (value === undefined) throw new Error(`there is no ${path}`)
  const type = core.typeOf(value)
  const table = world.tableOf(tupleOf(universe, [type]))
  return table.all.filter(({ deletedWorld }) => deletedWorld === FOREVER).flatMap(({ specializations }) => specializations)
    .filter(({ specTypes }) => specTypes.kind === 'datatype' && specTypes.parameters[0] === type).map((instance) => instanceText(session, instance)).sort()
}

/** The instance of a function of Base for these types, if there is one. */
function inBase(session: Session, name: string, types: string): string {
  const { engine: { base, core, universe, world } } = session
  const value = base?.get(name)
  if (value === undefined) throw new Error(`Base has no ${name}`)
  const table = world.tableOf(tupleOf(universe, [core.typeOf(value)]))
  const found = table.all.flatMap(({ specializations }) => specializations).map((instance) => instanceText(session, instance))
  return found.find((text) => text.startsWith(`${name}(${types}):`)) ?? 'none'
}

const F: PackageText = { name: 'MyPackage', source: 'module MyPackage\nf(x, y) = x * y\nprecompile(f, (Float64, Float64))\nend' }
const G: PackageText = { name: 'MyPackage2', source: 'module MyPackage2\nusing MyPackage: f\ng(x, y) = f(x, y) + x\nprecompile(g, (Float64, Int))\nend' }

describe('after loading (recorded from Julia 1.5.3)', () => {
  it('foreign instances are stubs, and own code that calls nothing outside is not enabled', () => {
    const session = load([{
      name: 'Demo',
      source: `module Demo
        double(x::Real) = 2x
        calldouble(container) = double(container[1])
        calldouble2(container) = calldouble(container)
        precompile(calldouble2, (Vector{Float32},))
        precompile(calldouble2, (Vector{AbstractFloat},))
        struct Own end
        precompile(push!, (Vector{Own}, Own))
        end`,
    }], ['using Demo'], '1.5')
    expect(['double', 'calldouble', 'calldouble2'].flatMap((name) => instances(session, `Demo.${name}`))).toEqual([
      'double(AbstractFloat): [valid Any]',
      'double(Float32): valid Float32 < calldouble(Array{Float32, 1})',
      'calldouble(Array{AbstractFloat, 1}): valid Any < calldouble2(Array{AbstractFloat, 1})',
      'calldouble(Array{Float32, 1}): valid Float32 < calldouble2(Array{Float32, 1})',
      'calldouble2(Array{AbstractFloat, 1}): disabled Any',
      'calldouble2(Array{Float32, 1}): disabled Float32',
    ])
    expect(inBase(session, '*', 'Int64, Float32')).toBe('*(Int64, Float32): stub < double(Float32)')
    expect(inBase(session, '*', 'Int64, AbstractFloat')).toBe('none')
    expect(inBase(session, 'push!', 'Array{Demo.Own, 1}, Demo.Own')).toBe('none')
  })

  it('what became invalid while the package was precompiled leaves an empty entry', () => {
    const session = load([{
      name: 'P', source: 'module P\nf(::Integer) = 1\ng(x) = f(x) + x\nprecompile(g, (Int,))\nf(::Int) = 2\nprecompile(g, (Int,))\nend',
    }], ['using P'], '1.5')
    expect(instances(session, 'P.f')).toEqual(['f(Int64): disabled Int64', 'f(Int64): disabled Int64 < g(Int64)'])
    expect(instances(session, 'P.g')).toEqual(['g(Int64): valid Int64, [disabled Any]'])
  })

  it('what was run is there without its statements', () => {
    const session = load([{ name: 'Dyn', source: 'module Dyn\ninner(x) = x + 1\nouter(c) = inner(c[1])\nouter(Any[1])\nend' }], ['using Dyn'], '1.5')
    expect(instances(session, 'Dyn.outer')).toEqual(['outer(Array{Any, 1}): [valid Any]'])
    expect(instances(session, 'Dyn.inner')).toEqual(['inner(Any): [disabled Any]', 'inner(Int64): valid Int64'])
  })

  it('a changed callee is noticed behind a foreign one, but not behind one of the package itself', () => {
    const session = load([
      { name: 'A', source: 'module A\nf(::Integer) = 1\n@noinline g(x) = f(x) + x\nend' },
      { name: 'B', source: 'module B\nusing A\nh(x) = A.g(x) - 1\nplain(x) = A.f(x)\ntop(x) = plain(x) + 1\nprecompile(h, (Int,))\nprecompile(top, (Int,))\nend' },
      { name: 'D', source: 'module D\nusing A\nA.f(::Int) = 2\nend' },
    ], ['using D', 'using B'], '1.5')
    expect(instances(session, 'B.h')).toEqual(['h(Int64): disabled Int64'])
    expect(instances(session, 'B.plain')).toEqual(['plain(Int64): disabled Int64 < top(Int64)'])
    expect(instances(session, 'B.top')).toEqual(['top(Int64): valid Int64'])
  })
})

describe('by version', () => {
  it('1.10: what a dependency has already is not saved again, and the plan says so', () => {
    const depot = precompileAll([F, { name: 'Again', source: 'module Again\nusing MyPackage\nprecompile(MyPackage.f, (Float64, Float64))\nprecompile(MyPackage.f, (Int, Int))\nend' }], '1.10')
    const { plan, session } = depot.get('Again') ?? {}
    const universe = session?.world.universe
    if (plan === undefined || universe === undefined) throw new Error('there is no plan')
    const shown = (instance: MethodInstance) => short(printType(universe, instance.specTypes))
    expect(plan.unsaved.filter(({ reason }) => reason === 'alreadyElsewhere').map(({ instance }) => shown(instance))).toEqual(['f(Float64, Float64)'])
    expect(plan.contents.instances.filter(({ code }) => code.length > 0).map(({ instance }) => shown(instance))).toContain('f(Int64, Int64)')
  })

  it.each([
    ['1.5', 'f(Float64, Int64): stub < g(Float64, Int64)'],
    ['1.7', 'f(Float64, Int64): stub < g(Float64, Int64)'],
    ['1.8', 'f(Float64, Int64): valid Float64 < g(Float64, Int64)'],
    ['1.12', 'f(Float64, Int64): valid Float64 < g(Float64, Int64)'],
  ] as const)('%s: an instance of a dependency that a package needs (e.4)', (version, expected) => {
    const session = load([F, G], ['using MyPackage2', 'import MyPackage'], version)
    expect(instances(session, 'MyPackage.f')).toContain(expected)
    expect(instances(session, 'MyPackage2.g')).toEqual(['g(Float64, Int64): valid Float64'])
  })

  it('1.10: native code out of a cache runs, and nothing is inferred or generated', () => {
    const session = load([F, G], ['using MyPackage2: g'], '1.10')
    const made: MethodInstance[] = []
    session.engine.watch({ enter: (instance) => made.push(instance), generateBegins: ({ instance }) => made.push(instance) })
    const { value, error } = session.engine.evaluate('g(2.0, 3)')
    expect([value, error]).toEqual([8, undefined])
    expect(made.map((instance) => instanceText(session, instance))).toEqual([])
  })
})

/** The same packages under each version: what their caches hold, what is checked when they are loaded, and when a cache is made again. Titles name the sources. */
import { describe, expect, it } from 'vitest'
import { printType } from '../../../src/main/julia/types/print'
import type { Parameter } from '../../../src/main/julia/types/type'
import type { TypeUniverse } from '../../../src/main/julia/types/universe'
import type { JuliaVersion } from '../../../src/main/julia/versions'
import { bundledPackages } from '../../../src/main/services/packages'
import { precompileAll, Session, type PackageText } from './packages'
import { FixtureWorld } from './session/fixture-world'

const VERSIONS = ['1.5', '1.7', '1.8', '1.9', '1.11', '1.12'] as const

/** `f(types)`. */
function short(universe: TypeUniverse, type: Parameter): string {
  return printType(universe, type).replace(/^Tuple\{typeof\((.*?)\),? ?(.*)\}$/, '$1($2)')
}

/** What the cache of the last package holds, and of what was compiled what it does not hold, of instances that match. */
function saved(packages: readonly PackageText[], version: JuliaVersion, matching: RegExp): string[] {
  const made = precompileAll(packages, version).get(packages.at(-1)?.name ?? '')
  if (made === undefined) throw new Error('no package')
  const { plan: { contents, unsaved }, session: { world: { universe } } } = made
  const kept = contents.instances.map(({ instance, code }) => {
    const entries = code.map(({ ended, inferred, native, code: { callIsConstant } }) =>
      ended ? 'empty entry' : `${inferred ? 'code' : callIsConstant ? 'constant' : 'type'}${native ? ' and native' : ''}`)
    return `${short(universe, instance.specTypes)}: ${entries.join(', ') || 'stub'}`
  })
  const lost = unsaved.map(({ instance, reason, lost: what }) => `${short(universe, instance.specTypes)}: ${what === 'native' ? 'no native' : 'nothing'}, ${reason}`)
  return [...new Set([...kept, ...lost])].filter((line) => matching.test(line)).sort()
}

const module = (name: string, ...lines: readonly string[]): PackageText => ({ name, source: `module ${name}\n${lines.join('\n')}\nend\n` })

const LIBRARY = module('Lib', '@noinline describe(x) = (x, 1)', '@noinline inner(x) = (x, x)', 'outer(c) = inner(c[1])',
  'const HIDDEN = Ref{Any}(identity)', '@noinline dull(x) = HIDDEN[](x)', 'vague(c) = dull(c[1])')
const TOOLS = ['Preferences', 'PrecompileTools'].map((name) => ({ name, source: bundledPackages.get(name)?.text ?? '' }))

interface Program {
  readonly name: string
  readonly packages: readonly PackageText[]
  /** All instances of these functions are in the table. */
  readonly matching: RegExp
  /** The whole of it for the first version of a group and those after it, up to the next group. */
  readonly groups: readonly { readonly since: JuliaVersion, readonly source: string, readonly saved: readonly string[] }[]
}

const PROGRAMS: readonly Program[] = [
  {
    name: 'MyPackage2 needs an instance of MyPackage',
    packages: [
      module('MyPackage', 'f(x, y) = x * y', 'precompile(f, (Float64, Float64))'),
      module('MyPackage2', 'using MyPackage: f', 'g(x, y) = f(x, y) + x', 'precompile(g, (Float64, Int))'),
    ],
    matching: /^[fg]\(/,
    groups: [
      { since: '1.5', source: 'e.4: stub only; julia#35972', saved: ['f(Float64, Int64): nothing, stubOnly', 'f(Float64, Int64): stub', 'g(Float64, Int64): code'] },
      { since: '1.8', source: 'e.4: linked by backedges; julia#43990', saved: ['f(Float64, Int64): code', 'g(Float64, Int64): code'] },
      {
        since: '1.9', source: 'e.4: native code; julia#44527, julia#47184',
        saved: ['f(Float64, Int64): code', 'f(Float64, Int64): no native, inlineable', 'g(Float64, Int64): code and native'],
      },
    ],
  },
  {
    name: 'BackedgeDemo asks for push! of its own type',
    packages: [module('BackedgeDemo', 'struct SCDType end', 'precompile(push!, (Vector{SCDType}, SCDType))')],
    matching: /^push!\(/,
    groups: [
      { since: '1.5', source: 'e.4: the method is not the package\'s', saved: ['push!(Array{SCDType, 1}, SCDType): nothing, notOwned'] },
      { since: '1.8', source: 'e.4, e.8: the precompiled flag; julia#43990', saved: ['push!(Array{SCDType, 1}, SCDType): code'] },
      { since: '1.9', source: 'e.4: native code of what is flagged; julia#44527', saved: ['push!(Array{SCDType, 1}, SCDType): code and native'] },
    ],
  },
  {
    name: 'BackedgeDemo calls push! in dopush',
    packages: [module('BackedgeDemo', 'struct SCDType end', 'dopush() = push!(SCDType[], SCDType())', 'precompile(dopush, ())')],
    matching: /^(?:dopush|push!)\(/,
    groups: [
      { since: '1.5', source: 'e.4: stub only', saved: ['dopush(): code', 'push!(Array{SCDType, 1}, SCDType): nothing, stubOnly', 'push!(Array{SCDType, 1}, SCDType): stub'] },
      { since: '1.8', source: 'e.4: linked by backedges; julia#43990', saved: ['dopush(): code', 'push!(Array{SCDType, 1}, SCDType): code'] },
      {
        since: '1.9', source: 'e.4: native code; julia#44527',
        saved: ['dopush(): code and native', 'push!(Array{SCDType, 1}, SCDType): code', 'push!(Array{SCDType, 1}, SCDType): no native, inlineable'],
      },
    ],
  },
  {
    name: 'a foreign method was called with an own type',
    packages: [LIBRARY, module('Own', 'using Lib', 'struct Pt', '  x::Int', 'end', 'Lib.describe(Pt(1))')],
    matching: /^describe\(/,
    groups: [
      { since: '1.5', source: 'e.4: nothing links it', saved: ['describe(Pt): nothing, notOwned'] },
      { since: '1.9', source: 'e.4: a type of the package in the signature; julia#47924', saved: ['describe(Pt): code and native'] },
      { since: '1.12', source: 'e.4; julia#56749: native code takes the place of statements', saved: ['describe(Pt): type and native'] },
    ],
  },
  {
    name: 'foreign methods that dispatch at run time, called at top level',
    packages: [LIBRARY, module('Outside', 'using Lib', 'Lib.outer(Any[1])')],
    matching: /^(?:inner|outer)\(/,
    groups: [
      {
        since: '1.5', source: 'e.4: foreign method and foreign types outside a workload are never saved',
        saved: ['inner(Any): nothing, noBackedgeChain', 'inner(Int64): nothing, runtimeDispatch', 'outer(Array{Any, 1}): nothing, notOwned'],
      },
    ],
  },
  {
    name: 'the same in a workload',
    packages: [...TOOLS, LIBRARY, module('Inside', 'using Lib, PrecompileTools', '@compile_workload begin', '  Lib.outer(Any[1])', '  Lib.vague(Any[1])', 'end')],
    matching: /^(?:inner|outer|dull|vague)\(/,
    groups: [
      {
        since: '1.5', source: 'e.4: as outside',
        saved: [
          'dull(Any): nothing, notOwned', 'dull(Int64): nothing, runtimeDispatch', 'inner(Any): nothing, noBackedgeChain', 'inner(Int64): nothing, runtimeDispatch',
          'outer(Array{Any, 1}): nothing, notOwned', 'vague(Array{Any, 1}): nothing, notOwned',
        ],
      },
      {
        since: '1.8', source: 'e.4, e.8: what was dispatched is kept, with what its backedges link; julia#43990',
        saved: ['dull(Any): nothing, notOwned', 'dull(Int64): code', 'inner(Any): type', 'inner(Int64): code', 'outer(Array{Any, 1}): code', 'vague(Array{Any, 1}): code'],
      },
      {
        since: '1.9', source: 'e.4: native code; julia#44527',
        saved: [
          'dull(Any): nothing, notOwned', 'dull(Int64): code and native', 'inner(Any): no native, noStatements', 'inner(Any): type', 'inner(Int64): code and native',
          'outer(Array{Any, 1}): code and native', 'vague(Array{Any, 1}): code and native',
        ],
      },
      {
        since: '1.12', source: 'e.4, e.8: all that is inferred is kept, jl_tag_newly_inferred_enable; julia#56749',
        saved: [
          'dull(Any): no native, noStatements', 'dull(Any): type', 'dull(Int64): type and native', 'inner(Any): no native, noStatements', 'inner(Any): type',
          'inner(Int64): type and native', 'outer(Array{Any, 1}): type and native', 'vague(Array{Any, 1}): type and native',
        ],
      },
    ],
  },
  {
    name: 'a result that is always the same',
    packages: [module('Constant', '@noinline answer() = 42', 'precompile(answer, ())')],
    matching: /^answer\(/,
    groups: [
      { since: '1.5', source: 'e.4', saved: ['answer(): constant'] },
      { since: '1.9', source: 'e.4: no native code for constants; precompile_utils.c', saved: ['answer(): constant', 'answer(): no native, constantResult'] },
    ],
  },
  {
    name: 'code that became invalid while the package was precompiled',
    packages: [module('Twice', '@noinline f(::Integer) = 1', 'g(x) = f(x) + x', 'precompile(g, (Int,))', 'f(::Int) = 2')],
    matching: /^[fg]\(/,
    groups: [
      { since: '1.5', source: 'e.4: max_world is finite; dump.c leaves an entry without content', saved: ['f(Int64): constant', 'g(Int64): empty entry', 'g(Int64): nothing, invalidated'] },
      {
        since: '1.9', source: 'e.4: max_world is finite; staticdata.c leaves nothing of it; no native code for constants',
        saved: ['f(Int64): constant', 'f(Int64): no native, constantResult', 'g(Int64): nothing, invalidated', 'g(Int64): stub'],
      },
    ],
  },
]

describe('what a cache holds', () => {
  it.each(PROGRAMS.flatMap((program) => VERSIONS.map((version) => {
    const at = VERSIONS.indexOf(version)
    const group = program.groups.findLast(({ since }) => VERSIONS.indexOf(since as typeof version) <= at)
    return { ...program, version, source: group?.source ?? '', expected: group?.saved }
  })))('$version: $name ($source)', ({ packages, version, matching, expected }) => {
    expect(saved(packages, version, matching)).toEqual(expected)
  })
})

const CALLEE = [
  module('A', 'f(::Integer) = 1', '@noinline g(x) = f(x) + x', '@noinline same(x) = x', 'const HIDDEN = Ref{Any}(identity)', '@noinline hide(x) = HIDDEN[](x)'),
  module('B', 'using A', 'h(x) = A.g(x) - 1', 'plain(x) = A.f(x)', 'top(x) = plain(x) + 1', 'pure(c) = A.same(c[1])', 'vague(c) = A.hide(c[1])',
    'precompile(h, (Int,))', 'precompile(top, (Int,))', 'precompile(pure, (Vector{Any},))', 'precompile(vague, (Vector{Any},))'),
  module('D', 'using A', 'A.f(::Int) = 2', 'A.same(x::String) = 1', 'A.hide(x::String) = 1'),
]

/** Instances of the package whose code does not hold. */
function dropped(version: JuliaVersion): string[] {
  const session = new Session(precompileAll(CALLEE, version), version)
  for (const name of ['D', 'B']) session.run(`using ${name}`)
  const { universe, world } = session.engine
  return world.allTables().flatMap(({ all }) => all).filter(({ source }) => source.module.name === 'B').flatMap(({ specializations }) => specializations)
    .filter(({ isValid }) => !isValid).map(({ specTypes }) => short(universe, specTypes)).sort()
}

describe('what is checked when a package is loaded after one that changes what it calls', () => {
  it.each([
    ['1.5', 'e.2: no edge to a call whose result is Any; e.5: callers within the package are not told', ['h(Int64)', 'plain(Int64)']],
    ['1.7', 'e.2, e.5: as 1.5', ['h(Int64)', 'plain(Int64)']],
    ['1.8', 'e.2: an edge where the effects are known; e.5: callers are discarded transitively, jl_verify_methods', ['h(Int64)', 'plain(Int64)', 'pure(Array{Any, 1})', 'top(Int64)']],
    ['1.11', 'e.2, e.5: as 1.8', ['h(Int64)', 'plain(Int64)', 'pure(Array{Any, 1})', 'top(Int64)']],
    ['1.12', 'e.2: edges of all calls whose lookup succeeded; julia#54894', ['h(Int64)', 'plain(Int64)', 'pure(Array{Any, 1})', 'top(Int64)', 'vague(Array{Any, 1})']],
  ] as const)('%s (%s)', (version, _source, expected) => {
    expect(dropped(version)).toEqual(expected)
  })
})

/** Whether the cache of a package is made again after something was done to its file. */
function rebuilds(version: JuliaVersion, change: (world: FixtureWorld, path: string) => void): boolean {
  const world = new FixtureWorld(version)
  world.run('using Tiny')
  change(world, '/dev/Tiny/src/Tiny.jl')
  return world.run('using Tiny').built.some(({ package: name }) => name === 'Tiny')
}

describe('when a cache is made again', () => {
  const touch = (world: FixtureWorld, path: string): void => {
    world.files.touch(path, world.time + 5)
  }
  const edit = (world: FixtureWorld, path: string): void => {
    const { mtime = 0 } = world.files.stat(path) ?? {}
    world.files.writeText(path, `${world.files.readText(path) ?? ''}\n# one line more\n`)
    world.files.touch(path, mtime)
  }
  it.each([
    ['1.5', 'e.6: mtime of every include', true, false],
    ['1.10', 'e.6: mtime of every include', true, false],
    ['1.11', 'e.6: size and crc32c instead; NEWS 1.11', false, true],
    ['1.12', 'e.6: as 1.11', false, true],
  ] as const)('%s (%s)', (version, _source, afterTouch, afterEdit) => {
    expect([rebuilds(version, touch), rebuilds(version, edit)]).toEqual([afterTouch, afterEdit])
  })
})

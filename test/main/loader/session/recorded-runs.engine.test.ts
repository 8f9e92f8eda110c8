/**
 * What Julia 1.10.1 printed and wrote when it loaded the fixtures, and what a simulated session does: rows of `@time_imports`, trees of
 * invalidations, headers of caches. Times are not compared, but which rows compile and compile again.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readHeader } from '../../../../src/main/image/container'
import { cacheHeader, type CacheHeader } from '../../../../src/main/loader/cache/header'
import { toTimeImports } from '../../../../src/main/formats/export/time-imports'
import { SCHEMA } from '../../../../src/shared/profile/schema'
import { textAt, type Profile } from '../../../../src/shared/profile/tables'
import { recordedHeader } from '../cache/recorded'
import { FixtureWorld } from './fixture-world'

const FIXTURES = join(import.meta.dirname, '../../../fixtures/loader')
const fixture = (path: string) => readFileSync(join(FIXTURES, path), 'utf8')

let world: FixtureWorld
beforeAll(() => {
  world = new FixtureWorld()
  world.run(['using ExtParent, Tiny, Dates', 'using ChainC, MeterUse, MeterPlus', 'using InitPkg, Includes'])
})

describe('rows of @time_imports', () => {
  const FROM_A_SECOND = /(\d+\.\d+)% compilation time/
  /** Without times; shares that are as good as nothing are none. */
  const shape = (text: string) => text.trimEnd().split('\n').map((line) => line
    .replace(/^( *(?:[┌├] )?)[\d.]+ ms/, (_, begin: string) => `${begin.trim()} ms`)
    .replace(FROM_A_SECOND, 'compiles').replace(/\(\S+% recompilation\)/, 'again').trim())

  it.each([
    ['own_ext', 'using ExtParent, Tiny, Dates'],
    ['own_init', 'using InitPkg'],
    ['own_recompilation', 'using MeterUse', 'using Meter; Meter.report(); Meter.weight(x::Int32) = 32; Meter.weigh(x::Int64) = 64'],
  ])('%s', (name, code, ...before) => {
    const { profile, steps, said } = world.run([...before, code])
    expect([steps.map(({ error }) => error), said]).toEqual([steps.map(() => undefined), ''])
    const rows = shape(toTimeImports(profile))
    expect(before.length === 0 ? rows : rows.slice(1)).toEqual(shape(fixture(`imports/${name}.txt`)))
  })
})

interface Node { mi: string, children: Node[] }
interface Tree {
  reason: string
  method: { show: string }
  mt_backedges: { sig: string, root: Node }[]
  backedges: Node[]
  mt_disable: string[]
}

/** A line for each row, below its parent: what it is and what it is about. */
function recordedTrees(name: string): string[] {
  const nodes = (depth: number, kind: string, { mi, children }: Node): string[] => [`${'  '.repeat(depth)}${kind} ${mi.replace('MethodInstance for ', '')}`, ...children.flatMap((child) => nodes(depth + 1, 'node', child))]
  return fixture(`invalidations/${name}.jsonl`).trimEnd().split('\n').map((line) => JSON.parse(line) as Tree).flatMap(({ reason, method, mt_backedges, backedges, mt_disable }) => [
    `${reason} ${method.show.split(' @ ', 1)[0] ?? ''}`,
    ...mt_backedges.flatMap(({ root }) => nodes(1, 'mtBackedges', root)),
    ...backedges.flatMap((root) => nodes(1, 'backedges', root)),
    ...mt_disable.map((mi) => `  mtDisable ${mi.replace('MethodInstance for ', '')}`),
  ])
}

function treesOf(profile: Profile): string[] {
  const { invalidations: { kind, reason, frame, parent, length } } = profile
  const depths: number[] = []
  return Array.from({ length }, (_, row) => {
    const depth = (depths[parent[row] ?? -1] ?? -1) + 1
    depths.push(depth)
    const what = SCHEMA.invalidations.kind.oneOf[kind[row] ?? 0] ?? ''
    return `${'  '.repeat(depth)}${what === 'cause' ? SCHEMA.invalidations.reason.oneOf[reason[row] ?? 0] ?? '' : what} ${textAt(profile, profile.frames.signature[frame[row] ?? -1])}`
  })
}

/** Without what sessions print differently by what Main sees: modules, names of arguments. */
const plain = (lines: readonly string[]) => lines.map((line) => line.replaceAll(/\b(?:[A-Z]\w*\.)+(?=\w)/g, '').replaceAll(/\w+(?=::)/g, '').replace(/\((\w+)\)/, '(::Any)'))

const METER = 'using SnoopCompile; tinf = @snoop_inference Meter.report(); '

describe('invalidations', () => {
  /** Base asks for the type of `first(itr)` as 1.5 did, where 1.10 asks for that of `_iterator_upper_bound(itr)`, which calls `iterate(itr, state)` too. */
  const asBaseHere = (lines: readonly string[]) => lines.flatMap((line, at) => {
    if (!line.includes('_iterator_upper_bound')) return [line]
    return at === lines.findIndex((one) => one.includes('_iterator_upper_bound')) ? [line.replace('Base._iterator_upper_bound', 'first')] : []
  })

  it.each([
    ['own_meter', 'using SnoopCompileCore; invs = @snoop_invalidations using Meter, MeterPlus'],
    ['own_meter_warm', 'using Meter; Meter.report(); using SnoopCompileCore; invs = @snoop_invalidations using MeterPlus'],
  ])('%s: what a package makes invalid that adds methods, what is inferred again, and what stood in the way', (_, code) => {
    const { profile, steps } = world.run([code, `${METER}trees = invalidation_trees(invs); (length(trees), length(staleinstances(tinf)), length(precompile_blockers(trees, tinf)))`])
    expect(plain(treesOf(profile))).toEqual(plain(asBaseHere(recordedTrees('own_meter'))))
    expect(steps.map(({ error }) => error)).toEqual([undefined, undefined])
    expect(steps[1]?.shown).toBe('(1, 1, 1)')
  })

  it('own_redefinition: inserting, replacing and deleting', () => {
    const { profile, steps } = world.run(['f(::Int) = 1\nf(::Bool) = 2\napplyf(container) = f(container[1])\ncallapplyf(container) = applyf(container)\ng(x) = x + 1\nh(x) = g(x) * 2\nk(x) = h(x) - 1\n'
      + 'callapplyf(Any[1]); k(1); k(1.0)', 'f(::AbstractFloat) = 3', 'g(x) = x + 2', 'Base.delete_method(only(methods(h)))'])
    expect(steps.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined])
    // SnoopCompile sorts trees by their size; here they stand in the order of time.
    const trees = (lines: readonly string[]) => lines.join('\n').split(/\n(?=\S)/).sort()
    expect(trees(plain(treesOf(profile)))).toEqual(trees(plain(recordedTrees('own_redefinition'))))
  })
})

describe('headers of caches', () => {
  const SYSTEM = ['Core', 'Base', 'Main', 'Dates']
  /** What does not depend on the machine and the moment. */
  const essence = ({ package: id, formatVersion, flags, includes, requires, requiredModules, preferences, cpuTargets }: CacheHeader) => ({
    id, formatVersion, flags, requires, names: preferences.names,
    includes: includes.map(({ path, module, modulePath }) => [path, module?.name, modulePath]),
    required: requiredModules.map(({ package: { name } }) => name).filter((name) => !SYSTEM.includes(name)),
    hasNative: cpuTargets.length > 0,
  })
  /** Recorded with all that a real system image has. */
  const recorded = (name: string) => {
    const header = recordedHeader(name)
    const own = ['Tiny', 'TinyDep', 'ExtParent', 'ExtParentTinyDatesExt', 'Meter', 'Preferences', 'PrecompileTools']
    return essence({ ...header, requiredModules: header.requiredModules.filter(({ package: { name: one } }) => own.includes(one)) })
  }
  const written = (name: string) => essence(cacheHeader.parse(readHeader(world.bytes(world.cache(name)))))

  it.each([
    ['Tiny', 'tiny'], ['TinyDep', 'tinydep'], ['ChainC', 'chain'], ['Includes', 'includes'], ['ExtParent', 'ExtParent'], ['ExtParentTinyExt', 'ext_single'],
    ['ExtParentTinyDatesExt', 'ext_two'], ['InitPkg', 'InitPkg'], ['MeterPlus', 'MeterPlus'],
  ])('%s', (name, header) => {
    expect(written(name)).toEqual(recorded(header))
  })

  it('of packages that read preferences and run a workload', () => {
    world.run(['using PrefPkg', 'using Workload', 'using EmptyPkg'])
    for (const [name, header] of [['PrefPkg', 'prefs_default'], ['Workload', 'Workload'], ['EmptyPkg', 'EmptyPkg']] as const) expect(written(name)).toEqual(recorded(header))
  })
})

describe('what runs when', () => {
  it('prints what is at top level when a cache is made, and what __init__ prints at each load, inner modules first', () => {
    const own = new FixtureWorld()
    own.files.writeText('/project/Manifest.toml', `${own.files.readText('/project/Manifest.toml') ?? ''}[[deps.Prints]]\npath = "/dev/Prints"\nuuid = "11111111-2222-4333-8444-555555555555"\n`)
    own.files.writeText('/dev/Prints/Project.toml', 'name = "Prints"\nuuid = "11111111-2222-4333-8444-555555555555"\n')
    own.files.writeText('/dev/Prints/src/Prints.jl', `module Prints
println("built")
const AT = Ref(0)
module Inner
  module Innermost
    __init__() = println("innermost")
  end
  __init__() = println("inner")
end
include("häl lo.jl")
include_dependency("data.txt")
__init__() = println("loaded")
end
`)
    own.files.writeText('/dev/Prints/src/häl lo.jl', 'greeting() = "hälló"\n')
    own.files.writeText('/dev/Prints/src/data.txt', '1')
    own.files.writeText('/project/Project.toml', `${own.files.readText('/project/Project.toml') ?? ''}Prints = "11111111-2222-4333-8444-555555555555"\n`)
    const loading = 'innermost\ninner\nloaded\n'
    const first = own.run(['using Prints', 'Prints.greeting()'])
    expect([first.said, first.built.map(({ output }) => output), first.steps[1]?.shown]).toEqual([`built\n${loading}`, ['built\n'], '"hälló"'])
    expect(own.run('using Prints').said).toBe(loading)
    expect(own.run('using Prints', { compiledModules: 'no' }).said).toBe(`built\n${loading}`)
    own.files.touch('/dev/Prints/src/data.txt', 7)
    expect(own.run('using Prints').said).toBe(`built\n${loading}`)
    own.files.writeText('/dev/Prints/src/häl lo.jl', 'greeting() = "hei"\n')
    own.files.writeText('/dev/Prints/src/Prints.jl', own.files.readText('/dev/Prints/src/Prints.jl')?.replace('println("loaded")', 'error("no")') ?? '')
    const failing = own.run('using Prints')
    expect(failing.steps[0]?.error).toBe('InitError: no\nduring initialization of module Prints')
  })
})

/** Packages that come with the simulation, loaded as `using` loads them: what they do when a cache is made, at load, and with preferences. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { EngineHost, PreferenceTable, PreferenceValue } from '../../../../src/main/julia/runtime/host'
import { VERSION_RULES, type JuliaVersion } from '../../../../src/main/julia/versions'
import type { MethodInstance } from '../../../../src/main/julia/worlds/method'
import type { Module } from '../../../../src/main/julia/worlds/module'
import { base } from '../../../../src/main/services/base'
import { bundledPackages } from '../../../../src/main/services/packages'
import { Engine } from '../../../../src/main/julia/runtime/engine'

const UUID = '11111111-2222-3333-4444-555555555555'
const SWITCHES = 'aea7be01-6a6a-4083-8856-8a6e6704d82a'

interface Shop { readonly engine: Engine, readonly load: (text: string) => Module, readonly written: unknown[], readonly read: string[], warned: string }

/** A session in which one package of the test's own is loaded, from the text of its file. */
function open({ julia = '1.10', preferences = {}, ...host }: Partial<EngineHost> & { julia?: JuliaVersion, preferences?: Record<string, PreferenceTable> } = {}): Shop {
  const loaded = new Map<string, Module>()
  const shop = { written: [] as unknown[], read: [] as string[], warned: '' }
  const engine: Engine = new Engine({
    base, rules: VERSION_RULES[julia], execution: 'compile',
    host: {
      ...host,
      write: (descriptor, text) => {
        if (descriptor === 2) shop.warned += text
      },
      requirePackage: (name) => {
        const found = bundledPackages.get(name)
        const known = loaded.get(name)
        if (known !== undefined || found === undefined) return known
        const module = engine.packages.load(found)
        loaded.set(name, module)
        return module
      },
      preferencesOf: (uuid) => preferences[uuid],
      recordPreference: (uuid, key) => shop.read.push(`${uuid} ${key}`),
      setPreferences: (uuid, name, values, options) => shop.written.push({ uuid, name, values: Object.fromEntries(values), ...options }),
    },
  })
  return Object.assign(shop, { engine, load: (text: string) => engine.packages.load({ name: 'P', uuid: UUID, file: '/p/src/P.jl', text }) })
}

function show({ engine }: Shop, code: string, module: Module): string {
  const { value, error } = engine.evaluate(code, { module })
  return error?.text ?? (value === undefined ? '' : engine.print(value))
}

const WORKLOAD = `module P
using PrecompileTools
struct Item; weight::Float64; end
heavier(a, b) = weigh(a) > weigh(b)
weigh(item) = item.weight
ran = false
@setup_workload begin
    items = Any[Item(1.0), Item(2.0)]
    @compile_workload begin
        global ran = heavier(items[1], items[2])
        string("seen: ", 1.5f0)
        ran = true
    end
end
end`

function asked({ engine }: Shop): MethodInstance[] {
  const found: MethodInstance[] = []
  for (const table of engine.world.allTables()) for (const method of table.methods(engine.world.age)) found.push(...method.specializations.filter(({ precompiled }) => precompiled))
  return found
}

describe('a workload', () => {
  it('runs while a cache is made, and what it called by dispatch is asked for', () => {
    const shop = open({ generatingOutput: true })
    const module = shop.load(WORKLOAD)
    expect(show(shop, 'ran', module)).toBe('true')
    const names = asked(shop).map(({ method }) => method?.source.name)
    expect(names).toContain('heavier')
    // What `heavier` calls is linked to it by a backedge.
    expect(names).not.toContain('weigh')
  })

  it('from 1.12 on asks for nothing: the runtime marks what it infers', () => {
    const shop = open({ generatingOutput: true, julia: '1.12' })
    let [begun, ended] = [0, 0]
    shop.engine.watch({ workloadBegins: () => { begun++ }, workloadEnds: () => { ended++ } })
    shop.load(WORKLOAD)
    expect(asked(shop)).toEqual([])
    expect([begun, ended]).toEqual([1, 1])
  })

  it.each<[string, Parameters<typeof open>[0]]>([
    ['at load', {}],
    ['if the package is switched off', { generatingOutput: true, preferences: { [UUID]: new Map([['precompile_workload', false]]) } }],
    ['if all are switched off', { generatingOutput: true, preferences: { [SWITCHES]: new Map([['precompile_workloads', false]]) } }],
  ])('does not run %s', (_, options) => {
    const shop = open(options)
    expect(show(shop, 'ran', shop.load(WORKLOAD))).toBe('false')
  })
})

describe('preferences', () => {
  const table: PreferenceTable = new Map<string, PreferenceValue>([
    ['backend', 'fast'], ['level', 3n], ['list', ['a', 'b']], ['nested', new Map([['x', true]])],
  ])
  let shop: Shop
  let module: Module

  beforeAll(() => {
    shop = open({ generatingOutput: true, preferences: { [UUID]: table } })
    module = shop.load(`module P
using Preferences
const BACKEND = @load_preference("backend", "default")
@static if BACKEND == "fast"
    impl(x) = x << 1
else
    impl(x) = x * 2
end
end`)
  }, 120_000)

  it('are read at compile time and noted down', () => {
    expect(show(shop, 'BACKEND, impl(3), first(methods(impl)).line', module)).toBe('("fast", 6, 5)')
    expect(shop.read).toContain(`${UUID} backend`)
  })

  it.each([
    ['@load_preference("level", 1), @load_preference("other", :none)', '(3, :none)'],
    ['@load_preference("list"), @load_preference("nested")', '(["a", "b"], Dict{String,Any}("x" => true))'],
    ['@has_preference("level"), @has_preference("other")', '(true, false)'],
    ['load_preference(P, "backend")', '"fast"'],
    ['load_preference(Main, "x")', 'ArgumentError: Module Main does not correspond to a loaded package!'],
  ])('%s', (code, expected) => {
    expect(show(shop, code, module)).toBe(expected)
  })

  it('are written through the host', () => {
    expect(show(shop, 'set_preferences!(P, "level" => 4, "list" => ["c"], "backend" => missing, force = true)', module)).toBe('nothing')
    expect(shop.written).toEqual([{ uuid: UUID, name: 'P', values: { level: 4n, list: ['c'], backend: undefined }, exported: false }])
    expect(show(shop, 'set_preferences!(P, "level" => 5)', module)).toContain('preference already set to')
  })
})

describe('Requires', () => {
  const SOURCE = `module P
using Requires
const order = Symbol[]
function __init__()
    @require Dates="ade2ca70-3891-5945-98fb-dc099432e06a" begin
        year_of(x) = Dates.year(x)
        push!(order, :dates)
    end
    @require Random="9a3f8284-a2c9-5f02-9a11-845980a1fd5c" push!(order, :random)
    @require Printf="de0858da-6303-5e67-8744-51eddeeeb8d7" error("broken")
    push!(order, :init)
end
end`

  it('evaluates at once what is loaded, the rest as it comes, and tells of errors', () => {
    const shop = open()
    const module = shop.load(SOURCE)
    expect(show(shop, 'order', module)).toBe('[:random, :init]')
    expect(show(shop, 'import Dates; order, year_of(Dates.Date(2020))', module)).toBe('([:random, :init, :dates], 2020)')
    expect(show(shop, 'import Printf', module)).toBe('nothing')
    expect(shop.warned).toBe('┌ Warning: Error requiring `Printf` from `P`\n│   exception = broken\n└ @ P /p/src/P.jl:10\n')
  })
})

describe('other packages', () => {
  it('Reexport passes on what it uses', () => {
    const shop = open()
    shop.load('module P\nusing Reexport\n@reexport using Statistics\n@reexport using Printf: @sprintf\nend')
    expect(show(shop, 'using Main.P.Reexport', shop.engine.main)).toContain('UndefVarError')
    shop.engine.main.setConstant('P', shop.engine.packages.holder.get('P') ?? shop.engine.core.nothing)
    expect(show(shop, 'using .P; mean([1, 2]), @sprintf("%d", 3)', shop.engine.main)).toBe('(1.5, "3")')
  })

  it('UUIDs makes the same identity of the same name', () => {
    const shop = open()
    const code = 'using UUIDs; uuid5(UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "julialang.org"), uuid_version(uuid4()), uuid_version(uuid1())'
    expect(show(shop, code, shop.engine.main)).toBe('(UUID("5c6fe7ab-696b-546b-b387-6d51e9392942"), 4, 1)')
  })
})

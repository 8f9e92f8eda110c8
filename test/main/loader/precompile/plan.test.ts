/** What of a session goes into a cache, by version and mode; and what is said of the rest. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FOREVER } from '../../../../src/main/julia/dispatch/method'
import { JULIA_VERSIONS, type JuliaVersion } from '../../../../src/main/julia/versions'
import type { SavingMode } from '../../../../src/main/loader/precompile/foreign-code'
import { planImage, type ImagePlan } from '../../../../src/main/loader/precompile/plan'
import { SmallWorld } from '../small-world'

const MODES: readonly SavingMode[] = ['version', 'master', 'full', 'prune']

/** Own `own` calls foreign `a`, that calls foreign `b`; foreign `c` is called by nobody, `d` only by `c`. */
function library(version: JuliaVersion): SmallWorld {
  const small = new SmallWorld(version)
  for (const name of ['a', 'b', 'c', 'd']) small.define('lib', `Tuple{typeof(${name}), Any}`, name)
  small.define('pkg', 'Tuple{typeof(own), Any}', 'own')
  return small
}

function chain(version: JuliaVersion): SmallWorld {
  const small = library(version)
  small.compile('Tuple{typeof(b), Int64}')
  small.compile('Tuple{typeof(a), Int64}', ['Tuple{typeof(b), Int64}'])
  small.compile('Tuple{typeof(own), Int64}', ['Tuple{typeof(a), Int64}'])
  small.compile('Tuple{typeof(d), Int64}', [], { reason: 'call' })
  small.compile('Tuple{typeof(c), Int64}', ['Tuple{typeof(d), Int64}'], { reason: 'call', viaRuntimeDispatch: true })
  return small
}

function plan(small: SmallWorld, mode: SavingMode = 'version', requested: readonly string[] = []): ImagePlan {
  return planImage(small.session(requested.map((types) => small.instance(types))), small.world.rules, mode)
}

/** Instances with code, stubs in brackets. */
function shown(small: SmallWorld, { contents }: ImagePlan): string[] {
  return contents.instances.map(({ instance, code }) => {
    const text = small.text(instance.specTypes).replace(/^Tuple\{typeof\((\w+)\), (.*)\}$/, '$1($2)')
    return code.length === 0 ? `[${text}]` : text
  }).sort()
}

function reasons(small: SmallWorld, { unsaved }: ImagePlan): string[] {
  return unsaved.map(({ instance, reason, lost }) => `${small.text(instance.specTypes).replace(/^Tuple\{typeof\((\w+)\), (.*)\}$/, '$1($2)')} ${reason}${lost === 'native' ? ' (native)' : ''}`)
}

describe('code of the methods of others', () => {
  it.each(['1.5', '1.6', '1.7'] as const)('%s keeps stubs of what saved code relies on (e.4; dump.c, jl_serialize_value_ of a MethodInstance)', (version) => {
    const small = chain(version)
    const made = plan(small)
    expect(shown(small, made)).toEqual(['[a(Int64)]', '[b(Int64)]', 'own(Int64)'])
    expect(reasons(small, made)).toEqual(['b(Int64) stubOnly', 'a(Int64) stubOnly', 'd(Int64) noBackedgeChain', 'c(Int64) runtimeDispatch'])
  })

  it('1.8 keeps what a chain of backedges links to the package (e.4; julia#43990)', () => {
    const small = chain('1.8')
    const made = plan(small)
    expect(shown(small, made)).toEqual(['a(Int64)', 'b(Int64)', 'own(Int64)'])
    expect(reasons(small, made)).toEqual(['d(Int64) noBackedgeChain', 'c(Int64) runtimeDispatch'])
  })

  it('1.8 keeps what a precompile asked for, and what that calls (e.8; has_backedge_to_worklist, mi->precompiled)', () => {
    const small = chain('1.8')
    small.instance('Tuple{typeof(c), Int64}').precompiled = true
    expect(shown(small, plan(small))).toEqual(['a(Int64)', 'b(Int64)', 'c(Int64)', 'd(Int64)', 'own(Int64)'])
    const old = chain('1.7')
    old.instance('Tuple{typeof(c), Int64}').precompiled = true
    expect(shown(old, plan(old))).toEqual(['[a(Int64)]', '[b(Int64)]', 'own(Int64)'])
  })

  it.each([['1.8', []], ['1.9', ['c(Own)']]] as const)('%s: a type of the package in the signature (e.4; julia#47924)', (version, kept) => {
    const small = library(version)
    small.ownType('Own')
    small.compile('Tuple{typeof(c), Own}', [], { reason: 'call' })
    const made = plan(small)
    expect(shown(small, made)).toEqual(kept)
    expect(reasons(small, made)).toEqual(version === '1.8' ? ['c(Own) notOwned'] : [])
  })

  it.each([['1.11', ['c(Int64)']], ['1.12', ['b(Int64)', 'c(Int64)']]] as const)(
    '%s: of a workload what was dispatched, or all that was inferred (e.4, e.8; jl_tag_newly_inferred_enable)', (version, kept) => {
      const small = library(version)
      small.compile('Tuple{typeof(b), Int64}', [], { reason: 'call', tagged: true })
      small.compile('Tuple{typeof(c), Int64}', [], { reason: 'call', tagged: true, viaRuntimeDispatch: true })
      expect(shown(small, plan(small))).toEqual(kept)
    })

  it('keeps by mode what the analysis of julia#43990 compares: stubs, all, or what is linked', () => {
    const small = chain('1.8')
    small.instance('Tuple{typeof(c), Int64}').precompiled = true
    expect(MODES.slice(1).map((mode) => shown(small, plan(small, mode)))).toEqual([
      ['[a(Int64)]', '[b(Int64)]', 'own(Int64)'],
      ['a(Int64)', 'b(Int64)', 'c(Int64)', 'd(Int64)', 'own(Int64)'],
      ['a(Int64)', 'b(Int64)', 'own(Int64)'],
    ])
  })

  it('keeps the newest code of an instance, and none that a definition made invalid (queue_external_cis)', () => {
    const small = library('1.10')
    small.compile('Tuple{typeof(a), Int64}')
    small.compile('Tuple{typeof(a), Int64}')
    small.compile('Tuple{typeof(b), Int64}')
    small.compile('Tuple{typeof(c), Int64}', ['Tuple{typeof(b), Int64}'])
    small.compile('Tuple{typeof(own), Int64}', ['Tuple{typeof(a), Int64}', 'Tuple{typeof(c), Int64}'])
    small.define('pkg', 'Tuple{typeof(b), Int64}', 'b')
    const made = plan(small)
    expect(shown(small, made)).toEqual(['[own(Int64)]', 'a(Int64)'])
    expect(reasons(small, made)).toEqual(['a(Int64) superseded', 'b(Int64) notOwned', 'c(Int64) invalidated', 'own(Int64) invalidated'])
  })

  it('says of what was asked for in vain why there is nothing (e.4, e.8)', () => {
    const small = library('1.10')
    small.world.storeCode(small.newCode(small.instance('Tuple{typeof(a), Int64}'), []))
    expect(reasons(small, plan(small, 'version', ['Tuple{typeof(a), Int64}', 'Tuple{typeof(b), Int64}']))).toEqual(['a(Int64) alreadyElsewhere', 'b(Int64) notInferred'])
  })
})

describe('own code', () => {
  it.each([['1.8', 'ended'], ['1.9', 'nothing']] as const)('%s leaves of code that ended %s (dump.c, jl_serialize_code_instance: skip storing useless data)', (version, left) => {
    const small = library(version)
    small.compile('Tuple{typeof(a), Int64}')
    small.compile('Tuple{typeof(own), Int64}', ['Tuple{typeof(a), Int64}'])
    small.define('pkg', 'Tuple{typeof(a), Int64}', 'a')
    const made = plan(small)
    const own = made.contents.instances.find(({ instance }) => instance === small.instance('Tuple{typeof(own), Int64}'))
    expect(own?.code.map(({ ended, inferred, code }) => [ended, inferred, small.text(code.returnType), code.maxWorld])).toEqual(left === 'ended' ? [[true, false, 'Any', 0]] : [])
    expect(reasons(small, made)).toContain('own(Int64) invalidated')
  })

  it('leaves out methods that were replaced, with their instances', () => {
    const small = new SmallWorld('1.10')
    small.define('pkg', 'Tuple{typeof(own), Any}', 'own')
    small.compile('Tuple{typeof(own), Int64}')
    const newer = small.define('pkg', 'Tuple{typeof(own), Any}', 'own')
    const made = plan(small)
    expect(made.contents.methods).toEqual([newer])
    expect(shown(small, made)).toEqual([])
    expect(reasons(small, made)).toEqual(['own(Int64) methodReplaced'])
  })

  it.each(JULIA_VERSIONS)('%s: statements of code that was run (codegen.cpp), or that has native code (julia#56749)', (version) => {
    const small = library(version)
    small.define('pkg', 'Tuple{typeof(callee), Any}', 'callee')
    small.define('pkg', 'Tuple{typeof(small), Any}', 'small')
    small.compile('Tuple{typeof(callee), Int64}')
    small.compile('Tuple{typeof(small), Int64}', [], { inlineable: true }).native = {}
    small.compile('Tuple{typeof(own), Int64}', [], { reason: 'call', invokes: ['Tuple{typeof(callee), Int64}'] }).native = {}
    small.compile('Tuple{typeof(own), Float64}')
    const kept = plan(small).contents.instances.flatMap(({ code }) => code.filter(({ inferred }) => inferred)).map(({ code }) => code.instance)
    expect(small.names(kept)).toEqual({
      ofRun: ['Tuple{typeof(own), Float64}', 'Tuple{typeof(small), Int64}'],
      never: ['Tuple{typeof(callee), Int64}', 'Tuple{typeof(own), Float64}', 'Tuple{typeof(own), Int64}', 'Tuple{typeof(small), Int64}'],
      ofNative: ['Tuple{typeof(small), Int64}'],
    }[small.world.rules.caching.forgetsStatements])
  })
})

describe('native code', () => {
  function world(version: JuliaVersion): SmallWorld {
    const small = new SmallWorld(version)
    for (const name of ['large', 'inlined', 'called', 'constant', '__init__', 'abstract_']) small.define('pkg', `Tuple{typeof(${name}), Any}`, name)
    small.compile('Tuple{typeof(large), Int64}')
    small.compile('Tuple{typeof(inlined), Int64}', [], { inlineable: true })
    small.compile('Tuple{typeof(called), Int64}', [], { inlineable: true, reason: 'call' }).native = {}
    small.compile('Tuple{typeof(constant), Int64}', [], { constant: 1n })
    small.compile('Tuple{typeof(__init__), Int64}', [], { inlineable: true })
    small.compile('Tuple{typeof(abstract_), Int64}', [], { inferred: false })
    return small
  }

  it('1.8 keeps none (e.4)', () => {
    const small = world('1.8')
    const made = plan(small)
    expect(made.contents.instances.flatMap(({ code }) => code.filter(({ native }) => native))).toEqual([])
    expect(made.unsaved).toEqual([])
    expect(made.toGenerate).toEqual([])
  })

  it('1.9 keeps that of what was called or is not put into callers, and of __init__ (e.4; precompile_utils.c, julia#44527, julia#47184)', () => {
    const small = world('1.9')
    const made = plan(small)
    const native = made.contents.instances.flatMap(({ code }) => code.filter((saved) => saved.native).map(({ code: { instance } }) => instance))
    expect(small.names(native)).toEqual(['Tuple{typeof(__init__), Int64}', 'Tuple{typeof(called), Int64}', 'Tuple{typeof(large), Int64}'])
    expect(small.names(made.toGenerate.map(({ instance }) => instance))).toEqual(['Tuple{typeof(__init__), Int64}', 'Tuple{typeof(large), Int64}'])
    expect(reasons(small, made)).toEqual(['inlined(Int64) inlineable (native)', 'constant(Int64) constantResult (native)', 'abstract_(Int64) noStatements (native)'])
  })

  it('1.9 keeps that of what a precompile asked for', () => {
    const small = world('1.9')
    const made = plan(small, 'version', ['Tuple{typeof(inlined), Int64}'])
    expect(reasons(small, made)).not.toContain('inlined(Int64) inlineable (native)')
  })
})

describe('edges', () => {
  function edgesOf(version: JuliaVersion): Record<string, string[]> {
    const small = chain(version)
    const { contents } = plan(small, 'version')
    return Object.fromEntries(contents.instances.map(({ instance, edges }) => [
      small.text(instance.specTypes),
      edges.map(({ edge, expected }) => `${edge.to === 'instance' ? small.text(edge.instance.specTypes) : edge.to}: ${expected?.map(({ signature }) => small.text(signature)).join() ?? 'own'}`),
    ]))
  }

  it('until 1.7 a caller has all that lies behind its foreign callees (dump.c, jl_collect_backedges_to)', () => {
    expect(edgesOf('1.7')).toEqual({
      'Tuple{typeof(own), Int64}': ['Tuple{typeof(a), Int64}: Tuple{typeof(a), Any}', 'Tuple{typeof(b), Int64}: Tuple{typeof(b), Any}'],
      'Tuple{typeof(a), Int64}': [],
      'Tuple{typeof(b), Int64}': [],
    })
  })

  it('from 1.8 on each has its own (staticdata_utils.c, jl_collect_edges)', () => {
    expect(edgesOf('1.8')).toEqual({
      'Tuple{typeof(own), Int64}': ['Tuple{typeof(a), Int64}: Tuple{typeof(a), Any}'],
      'Tuple{typeof(a), Int64}': ['Tuple{typeof(b), Int64}: Tuple{typeof(b), Any}'],
      'Tuple{typeof(b), Int64}': [],
    })
  })

  it('from 1.8 on stubs have what lies behind them: a dependency may change there', () => {
    const small = library('1.8')
    small.world.storeCode(small.newCode(small.instance('Tuple{typeof(b), Int64}'), []))
    small.world.storeCode(small.newCode(small.instance('Tuple{typeof(a), Int64}'), [small.edge('Tuple{typeof(b), Int64}')]))
    small.compile('Tuple{typeof(own), Int64}', ['Tuple{typeof(a), Int64}'])
    const made = plan(small)
    expect(shown(small, made)).toEqual(['[a(Int64)]', '[b(Int64)]', 'own(Int64)'])
    expect(made.contents.instances.find(({ instance }) => instance === small.instance('Tuple{typeof(a), Int64}'))?.edges).toHaveLength(1)
  })

  it('keeps what waits in tables and what invoke asked with; what is the package\'s own is not looked up', () => {
    const small = library('1.10')
    small.define('pkg', 'Tuple{typeof(other), Any}', 'other')
    small.compile('Tuple{typeof(a), Int64}')
    small.compile('Tuple{typeof(other), Int64}')
    small.compile('Tuple{typeof(own), Int64}', [
      ['Tuple{typeof(b), Real}'], { call: 'Tuple{typeof(a), Int64}', invoke: 'Tuple{typeof(a), Real}' }, 'Tuple{typeof(other), Int64}',
    ])
    const own = plan(small).contents.instances.find(({ instance }) => instance === small.instance('Tuple{typeof(own), Int64}'))
    expect(own?.edges.map(({ edge, expected }) => [edge.to, edge.to === 'instance' && edge.invokeSignature !== undefined, expected?.length]).sort()).toEqual([
      ['instance', false, undefined], ['instance', true, 1], ['table', false, 1],
    ])
  })
})

describe('laws', () => {
  const shape = fc.record({
    version: fc.constantFrom(...JULIA_VERSIONS),
    mode: fc.constantFrom(...MODES),
    instances: fc.array(fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'own', 'mine'), type: fc.constantFrom('Int64', 'Float64', 'String'),
      callees: fc.array(fc.nat(11), { maxLength: 3 }), inlineable: fc.boolean(), constant: fc.boolean(), tagged: fc.boolean(), dispatched: fc.boolean(), flagged: fc.boolean(),
    }), { maxLength: 12 }),
    replaced: fc.array(fc.constantFrom('Tuple{typeof(a), Int64}', 'Tuple{typeof(own), Int64}', 'Tuple{typeof(own), Any}'), { maxLength: 2 }),
  })

  it('all that was compiled is saved or has a reason; what is saved holds for ever; each instance once; all edges lead to what is there', () => {
    fc.assert(fc.property(shape, ({ version, mode, instances, replaced }) => {
      const small = new SmallWorld(version)
      for (const name of ['a', 'b', 'c']) small.define('lib', `Tuple{typeof(${name}), Any}`, name)
      for (const name of ['own', 'mine']) small.define('pkg', `Tuple{typeof(${name}), Any}`, name)
      const types = instances.map(({ name, type }) => `Tuple{typeof(${name}), ${type}}`)
      for (const [at, { callees, inlineable, constant, tagged, dispatched, flagged }] of instances.entries()) {
        const relies = callees.flatMap((callee) => types[callee] ?? [])
        const options = { inlineable, tagged, viaRuntimeDispatch: dispatched, invokes: relies.slice(0, 1), ...(constant ? { constant: 1n } : {}) }
        const code = small.compile(types[at] ?? '', relies, options)
        if (flagged) code.instance.precompiled = true
      }
      for (const signature of replaced) small.define('pkg', signature)
      const session = small.session()
      const { contents, unsaved, toGenerate } = planImage(session, small.world.rules, mode)
      const saved = contents.instances.flatMap(({ code }) => code.filter(({ ended }) => !ended).map(({ code: one }) => one))
      const lost = unsaved.filter((one) => one.lost === 'code').map(({ code }) => code)
      expect(new Set([...saved, ...lost]).size).toBe(saved.length + lost.length)
      expect(new Set([...saved, ...lost])).toEqual(new Set(session.compiled.map(({ code }) => code)))
      expect(saved.every(({ maxWorld }) => maxWorld === FOREVER)).toBe(true)
      const present = new Set(contents.instances.map(({ instance }) => instance))
      expect(present.size).toBe(contents.instances.length)
      for (const { edges } of contents.instances) for (const { edge } of edges) {
        if (edge.to === 'instance') expect(present.has(edge.instance) || edge.instance.method?.deletedWorld !== FOREVER).toBe(true)
      }
      expect(toGenerate.every((code) => saved.includes(code) && code.native === undefined)).toBe(true)
      const again = planImage(session, small.world.rules, mode)
      expect(again.contents.instances.map(({ instance }) => instance)).toEqual(contents.instances.map(({ instance }) => instance))
    }), { numRuns: 150 })
  })
})

/**
 * Stories of images, told by the samples: the same calls with caches, package images and a system image; one specialisation in two packages; an entry
 * of an image that no longer holds; a startup package against a system image. Numbers are compared with one another, never with the clock.
 */
import { describe, expect, it, vi } from 'vitest'
import { MemoryFiles } from '../../../src/main/loader/files'
import { strategyNamed } from '../../../src/main/loader/scenario/strategies'
import type { StepResult } from '../../../src/main/loader/session-request'
import { ownSysimageOptions } from '../../../src/main/loader/sysimage/options'
import type { JuliaVersion } from '../../../src/main/julia/versions'
import { sampleFiles, samplePath } from '../../../src/main/services/sample-projects'
import { findScenario, ScenarioRunner, type RunResult } from '../../../src/main/services/scenarios'
import { createSysimage, runSession } from '../../../src/main/services/session'
import { runStrategies } from '../../../src/main/services/strategies'
import { SCHEMA } from '../../../src/shared/profile/schema'
import { textAt } from '../../../src/shared/profile/tables'

vi.setConfig({ testTimeout: 600_000 })

interface Asked {
  readonly label?: string
  /** Options of a system image that is built for the run. */
  readonly sysimage?: Readonly<Record<string, unknown>>
  readonly pipelines?: readonly string[]
}

function sample(name: string, julia: JuliaVersion): (asked: Asked) => RunResult {
  const files = sampleFiles(new MemoryFiles(), '/depot')
  const { runs, folder } = findScenario(files, samplePath(name), { julia })
  const runner = new ScenarioRunner({ files, depot: '/depot', runSession, createSysimage }, folder)
  return ({ label, sysimage, pipelines }) => {
    const run = label === undefined ? runs[0] : runs.find((one) => one.label === label)
    if (run === undefined) throw new Error(`${name} has no run ${label ?? ''}`)
    const result = runner.run({ ...run, julia, ...(sysimage && { sysimage: { kind: 'build', options: ownSysimageOptions.parse(sysimage) } }) }, { write: () => undefined }, pipelines)
    expect(result.session.steps.flatMap(({ error = [] }) => error)).toEqual([])
    return result
  }
}

function step({ session: { steps } }: RunResult, label: string): StepResult {
  const found = steps.find((one) => one.label === label)
  if (found === undefined) throw new Error(`no step ${label}`)
  return found
}

function compiling(result: RunResult, label: string): { readonly inference: number, readonly codegen: number } {
  const { inference, codegen } = step(result, label).phases
  return { inference, codegen }
}
const NOTHING = { inference: 0, codegen: 0 }

/** `PkgC f(::Int64)`: what a session did not use of an image, as another had it before. */
function merged({ session: { profile } }: RunResult): readonly string[] {
  const { imageItems, images, frames } = profile
  const state = SCHEMA.imageItems.state.oneOf.indexOf('merged')
  return Array.from({ length: imageItems.length }, (_, row) => row).filter((row) => imageItems.state[row] === state)
    .map((row) => `${textAt(profile, images.name[imageItems.image[row] ?? -1])} ${textAt(profile, frames.signature[imageItems.frame[row] ?? -1])}`)
}

describe('the same specialisation in two packages', () => {
  it('is stored twice, used once, and merged on loading, unless its owner stores it', () => {
    const run = sample('Duplicates', '1.10')
    const [twice, once] = [run({ pipelines: ['PkgA.f(Int)'] }), run({ label: 'PkgA precompiles it' })]
    const bytes = (result: RunResult, name: string): number => result.prepared.find((build) => build.package === name)?.bytes ?? NaN
    for (const result of [twice, once]) {
      for (const label of ['first call of PkgB', 'first call of PkgC']) expect(compiling(result, label)).toEqual(NOTHING)
    }
    expect([twice.counts['instancesDropped'], once.counts['instancesDropped']]).toEqual([merged(twice).length, 0])
    expect(merged(twice)).toContain('PkgC PkgA.f(::Int64)')
    expect(merged(once)).toEqual([])
    // What the owner stores is in no other cache.
    for (const name of ['PkgB', 'PkgC']) expect(bytes(once, name)).toBeLessThan(bytes(twice, name))
    const native = twice.session.pipelines?.[0]?.stages.find(({ stage }) => stage === 'native')
    expect(native?.stored.map(({ in: where, name, state }) => [where, name, state])).toEqual([['pkgimage', 'PkgB', 'used'], ['pkgimage', 'PkgC', 'dropped']])
  })
})

describe('kinds of images', () => {
  it('keep of a directive what their kind keeps: inferred code, native code, and loading itself', () => {
    const [old, new_] = [sample('DemoPkg', '1.7'), sample('DemoPkg', '1.10')]
    const [cacheBare, cache, imageBare, image] = [old({}), old({ label: 'with precompile' }), new_({}), new_({ label: 'with precompile' })]
    const system = new_({ label: 'with precompile', sysimage: {} })
    for (const bare of [cacheBare, imageBare]) expect(compiling(bare, 'first call').inference).toBeGreaterThan(0)
    expect(compiling(cache, 'first call').inference).toBeLessThan(compiling(cacheBare, 'first call').inference / 5)
    expect(compiling(cache, 'first call').codegen).toBeGreaterThan(0)
    expect([compiling(image, 'first call'), compiling(system, 'first call')]).toEqual([NOTHING, NOTHING])
    expect([system.counts['inferred'], system.counts['generated']]).toEqual([0, 0])
    expect(step(system, 'using DemoPkg').seconds).toBeLessThan(step(image, 'using DemoPkg').seconds / 10)
    expect(step(system, 'first call').shown).toBe(step(cacheBare, 'first call').shown)
  })

  it('hold methods of Base that a package needs', () => {
    const [cache, new_] = [sample('BackedgeDemo', '1.7')({}), sample('BackedgeDemo', '1.10')]
    const [bare, image, system] = [new_({ label: 'without directives' }), new_({}), new_({ sysimage: {} })]
    const call = 'first call, Float32 among AbstractFloat'
    expect(compiling(bare, call).inference).toBeGreaterThan(0)
    // The rest is what `calldouble2` reaches by runtime dispatch.
    expect(compiling(cache, call).codegen).toBeGreaterThan(compiling(image, call).codegen)
    for (const result of [image, system]) expect(compiling(result, call).inference).toBeLessThan(compiling(bare, call).inference)
    for (const result of [image, system]) expect(step(result, 'who has Int * Float32').shown).toBe('MethodInstance for *(::Int64, ::Float32)')
  })
})

describe('an entry of an image that no longer holds', () => {
  const cause = 'Callers.f(::Int64) of Newcomer was defined'
  const natives = ({ session: { pipelines = [] } }: RunResult) => pipelines.map(({ stages }) => stages.find(({ stage }) => stage === 'native')?.stored
    .map(({ in: where, name, state, reason }) => [where, name, state, reason]))
  const asked = ['Callers.sumg(Vector{Int})', 'Callers.sumh(Vector{Int})']

  it.each([['package image', 'pkgimage', undefined], ['system image', 'sysimage', { packages: ['Callers'] }]] as const)('is named with its cause: %s', (_, kind, sysimage) => {
    const run = sample('InvalidatedImage', '1.10')
    const [alone, late] = [run({ sysimage }), run({ label: 'with Newcomer', sysimage, pipelines: asked })]
    expect([compiling(alone, 'first sumg'), compiling(alone, 'first sumh'), alone.counts['invalidated']]).toEqual([NOTHING, NOTHING, 0])
    expect(late.counts['invalidated']).toBeGreaterThan(0)
    expect(compiling(late, 'first sumg').inference).toBeGreaterThan(0)
    expect(compiling(late, 'first sumg').codegen).toBeGreaterThan(0)
    expect(compiling(late, 'first sumh')).toEqual(NOTHING)
    expect([step(alone, 'first sumg').shown, step(late, 'first sumg').shown]).toEqual(['9', '12'])
    expect(natives(late)).toEqual([[['session', '', 'used', ''], [kind, 'Callers', 'ended', cause]], [[kind, 'Callers', 'used', '']]])
  })

  it('is stored again by who ends it', () => {
    const again = sample('InvalidatedImage', '1.10')({ label: 'with Newcomer, which precompiles again', pipelines: asked })
    expect([compiling(again, 'first sumg'), compiling(again, 'first sumh')]).toEqual([NOTHING, NOTHING])
    expect(natives(again)[0]).toContainEqual(['pkgimage', 'Newcomer', 'used', ''])
  })
})

describe('Startup.jl against PackageCompiler', () => {
  it('comes out as the table says', () => {
    const files = sampleFiles(new MemoryFiles(), '/depot')
    const found = findScenario(files, samplePath('Startup'), { julia: '1.10' })
    const [run] = found.runs
    if (run === undefined) throw new Error('no run')
    const { columns } = runStrategies(found, run, ['nothing', 'startup', 'startup+pkgimages', 'sysimage'].map(strategyNamed), { files, depot: '/depot', runSession, createSysimage }, { write: () => undefined })
    const [nothing, startup, images, system] = columns
    if (nothing === undefined || startup === undefined || images === undefined || system === undefined) throw new Error('a column is missing')
    expect(columns.map(({ inferred, native, updates }) => [inferred.answer, native.answer, updates.works])).toEqual([
      ['no', 'no', true], ['yes', 'no', true], ['yes', 'yes', true], ['yes', 'yes', false],
    ])
    expect(system.updates).toMatchObject({ reason: 'Reports was edited: src/Reports.jl', seconds: 0 })
    expect(system.updates.shown[0]).toBe(system.updates.shown[1])
    for (const { updates } of [nothing, startup, images]) expect(updates.shown[1]).toBe(updates.shown[2])
    expect(startup.updates.reason).toBe('made again: Reports, Startup')
    // Poor: more than without. Good: less than anything else.
    expect(startup.load).toBeGreaterThan(nothing.load)
    for (const other of [nothing, startup, images]) expect(system.load).toBeLessThan(other.load / 10)
    expect(startup.call).toBeLessThan(nothing.call)
    for (const other of [nothing, startup]) for (const best of [images, system]) expect(best.call).toBeLessThan(other.call / 10)
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importBytes } from '../../../../src/main/formats/open'
import { ProfileBuilder } from '../../../../src/shared/profile/builder'
import { Comparison } from '../../../../src/shared/profile/compare/comparison'
import { compareHeadline } from '../../../../src/shared/profile/compare/headline'
import { comparisonJson } from '../../../../src/shared/profile/compare/json'
import { compareMarkdown } from '../../../../src/shared/profile/compare/markdown'
import { quantitiesOf } from '../../../../src/shared/profile/compare/quantities'
import { compareText } from '../../../../src/shared/profile/compare/text'
import type { Profile } from '../../../../src/shared/profile/tables'

const FIXTURES = join(import.meta.dirname, '../../../fixtures')
const open = (text: string, name = 'a.txt'): Promise<Profile> => importBytes(new TextEncoder().encode(text), name)
const fixture = (path: string): Promise<Profile> => importBytes(readFileSync(join(FIXTURES, path)), path)
const compare = (...profiles: readonly Profile[]): Comparison => new Comparison(profiles.map((profile, at) => ({ profile, label: 'ABCDEF'[at] ?? '' })))
const both = async (a: string, b: string): Promise<Comparison> => compare(await open(a), await open(b))

/** The first call of a gradient before and after invalidations were dealt with, as a text about ODE solvers prints it. */
const BEFORE = 'InferenceTimingNode: 1.849625/14.538148 on Core.Compiler.Timings.ROOT() with 32 direct children\n'
const AFTER = 'InferenceTimingNode: 1.181086/3.320321 on Core.Compiler.Timings.ROOT() with 32 direct children\n'

/** Lines such as `4.0 8.0 Foo.f(::Int64)`: exclusive, inclusive, name; indented ones are called by the one above. */
function tree(rows: readonly string[]): string {
  const top = rows.filter((row) => !row.startsWith(' '))
  const whole = top.reduce((sum, row) => sum + Number(row.split(' ')[1]), 1)
  const lines = rows.map((row) => row.replace(/^( *)(\S+) (\S+) (.*)$/, (_, indent: string, own: string, all: string, name: string) =>
    `${indent === '' ? '├─ ' : '│  └─ '}InferenceTimingNode: ${own}/${all} on ${name} with ${own === all ? 0 : 1} direct children`))
  return `InferenceTimingNode: 1.000000/${whole.toFixed(6)} on Core.Compiler.Timings.ROOT() with ${top.length} direct children\n${lines.join('\n')}\n`
}

const FILES = [
  'formats/inference-tree/tiny.txt', 'formats/inference-tree/flattendemo.txt', 'formats/invalidations/own_meter/trees.txt', 'formats/invalidations/static/trees.txt', 'formats/time-imports/colors.txt',
  'formats/time-imports/own_recompilation.txt', 'formats/trace-compile/tiny_1.5.3.txt', 'record/meter.jsonl', 'formats/time-macro/commented.txt', 'compare/O2.jsonl', 'compare/O0.jsonl',
]

describe('comparing profiles', () => {
  it.each(FILES)('finds no difference of %s from itself', async (file) => {
    const profile = await fixture(file)
    const comparison = compare(profile, profile)
    const deltas = [
      ...comparison.bases.flatMap(({ total, phases }) => [total, ...phases.map(({ time }) => time)]), ...comparison.quantities.map(({ numbers }) => numbers),
      ...comparison.packages.flatMap(({ compile, load, instances }) => [compile, load, instances]), ...(comparison.imports?.rows ?? []).map(({ time }) => time),
      ...(comparison.invalidations?.rows ?? []).flatMap(({ children, cost }) => [children, cost]), ...(comparison.steps?.rows ?? []).map(({ time }) => time),
      ...comparison.codeParts.flatMap((part) => (comparison.code(part)?.rows ?? []).flatMap(({ time, count }) => [time, count])),
    ].map(({ delta }) => delta).filter((delta) => !Number.isNaN(delta))
    expect(deltas.length).toBeGreaterThan(0)
    expect(deltas.filter((delta) => delta !== 0)).toEqual([])
    expect(comparison.warnings.filter(({ level }) => level === 'warning')).toEqual([])
  })

  it.each([[0, 1], [2, 3], [4, 5], [7, 9], [9, 10]] as const)('is negated when the profiles are swapped (%i, %i)', async (a, b) => {
    const [first, second] = [await fixture(FILES[a] ?? ''), await fixture(FILES[b] ?? '')]
    const [there, back] = [compare(first, second), compare(second, first)]
    const deltas = (of: Comparison): number[] => [
      ...of.bases.flatMap(({ total, phases }) => [total, ...phases.map(({ time }) => time)]), ...of.packages.flatMap(({ compile, load }) => [compile, load]),
      ...(of.imports?.rows ?? []).map(({ time }) => time), ...(of.invalidations?.rows ?? []).map(({ children }) => children), ...(of.code('inference')?.rows ?? []).map(({ time }) => time),
    ].map(({ delta }) => delta).filter((delta) => delta !== 0 && !Number.isNaN(delta)).sort((x, y) => x - y)
    const [forth, again] = [deltas(there), deltas(back).map((delta) => -delta).sort((x, y) => x - y)]
    expect(forth.length).toBeGreaterThan(0)
    expect(again.length).toBe(forth.length)
    for (const [at, delta] of forth.entries()) expect(again[at]).toBeCloseTo(delta, 3)
  })

  it.each([0, 7, 9, 10])('has totals that are the sums of its rows (%i)', async (at) => {
    const profile = await fixture(FILES[at] ?? '')
    const comparison = compare(profile, await fixture('formats/inference-tree/flattendemo.txt'))
    const section = comparison.code('inference')
    const rows = section?.rows.reduce((sum, { time }) => sum + (time.values[0] || 0), 0) ?? Number.NaN
    const packages = comparison.packages.reduce((sum, { compile }) => sum + (compile.values[0] || 0), 0)
    const flame = comparison.flame?.totals[0] ?? Number.NaN
    expect(rows).toBeGreaterThan(0)
    expect(packages / rows).toBeCloseTo(1, 9)
    expect(flame / rows).toBeCloseTo(1, 1)
    const inference = comparison.quantities.find(({ name }) => name === 'inference')?.numbers.values[0] ?? Number.NaN
    expect(inference / rows).toBeCloseTo(1, 1)
  })

  it('says what the text says: 11 seconds chopped off', async () => {
    const comparison = await both(BEFORE, AFTER)
    expect(compareHeadline(comparison)).toBe('B is 10.5 s (83 %) faster than A in inference.')
    // 14.54 − 1.85 = 12.69 and 3.32 − 1.18 = 2.14.
    expect(comparison.quantities.map(({ name, numbers }) => [name, ...numbers.values.map((value) => Math.round(value / 1e7))])).toEqual([['inference', 1269, 214], ['triggers', 0, 0]])
  })

  it('names the phase and the package', async () => {
    const a = tree(['4.000000 8.000000 Foo.f(::Int64)', '  4.000000 4.000000 Foo.g(::Int64)', '0.500000 0.500000 Base.h()'])
    const b = tree(['0.500000 1.000000 Foo.f(::Int64)', '  0.500000 0.500000 Foo.g(::Int64)', '0.500000 0.500000 Base.h()', '0.250000 0.250000 Base.k()'])
    const comparison = await both(a, b)
    expect(compareHeadline(comparison)).toBe('B is 6.75 s (79 %) faster than A in inference, mostly Foo.')
    expect(comparison.code('inference')?.rows.map(({ signature, change, time }) => `${signature} ${change} ${time.delta / 1e9}`)).toEqual([
      'Foo.f(::Int64) changed -3.5', 'Foo.g(::Int64) changed -3.5', 'Base.k() added 0.25', 'Base.h() same 0',
    ])
    expect(comparison.packages.map(({ name, compile }) => `${name} ${compile.values.map((value) => value / 1e9).join(' ')}`)).toEqual(['Foo 8 1', 'Base 0.5 0.75'])
  })

  it('matches causes by what was defined, not by the tree', async () => {
    const comparison = compare(await fixture('formats/invalidations/own_meter/trees.txt'), await fixture('formats/invalidations/own_invalidator_mixed/trees.txt'))
    expect(comparison.invalidations?.rows.map(({ signature, change, children }) => `${signature} ${change} ${children.values.join(' ')}`)).toMatchInlineSnapshot(`
      [
        "convert(::Type{String}, ::Invalidator.Flag) added 0 138",
        "==(::Any, ::Invalidator.Flag) added 0 138",
        "==(::Invalidator.Flag, ::Any) added 0 104",
        "isequal(::Invalidator.Flag, ::Any) added 0 82",
        "weight(x::Int32) removed 13 0",
        "joinpath(a::Invalidator.Loud, b::AbstractString) added 0 4",
      ]
    `)
    expect(compareHeadline(comparison)).toMatch(/^\d+ more instances .* in B than in A: \d+ instead of \d+\.$/)
  })

  it('marks as noise what repeats vary by, and tells settings apart', async () => {
    const comparison = compare(await fixture('compare/O2.jsonl'), await fixture('compare/O0.jsonl'))
    expect(comparison.warnings.filter(({ level }) => level === 'warning').map(({ text }) => text)).toEqual(['They ran with different settings: opt_level=2 (A); opt_level=0 (B).'])
    expect(comparison.warnings.some(({ text }) => / vary by up to /.test(text))).toBe(true)
    expect(comparison.bases[0]?.kind).toBe('steps')
    expect(comparison.steps?.rows.map(({ title, sides }) => [title, sides.every((side) => side !== undefined && side.low <= side.median && side.median <= side.high)])).toEqual([['first call', true], ['other type', true]])
    for (const { time, sides: [a, b] } of comparison.steps?.rows ?? []) expect(time.noise).toBe(a !== undefined && b !== undefined && a.low <= b.high && b.low <= a.high)
  })

  it('warns of what cannot be compared, in whole sentences', async () => {
    const measured = await fixture('formats/inference-tree/tiny.txt')
    const simulated = (julia: string, calibration: string): Profile => {
      const builder = new ProfileBuilder()
      const source = builder.source({ name: 'x.jl', format: 'simulation', bytes: 1 })
      const provenance = { kind: 'simulated', tool: `Julia ${julia} with calibration "${calibration}"`, julia, error: '' } as const
      const block = builder.block({ part: 'timeline', format: 'simulation', title: 'Run', source, provenance, times: 'exclusive' })
      builder.add('timeline', { phase: 'run', start: 0, duration: 1e9, block })
      return builder.finish({ title: 'x', julia, unparsedDropped: 0 })
    }
    const texts = (...profiles: readonly Profile[]): string[] => compare(...profiles).warnings.filter(({ level }) => level === 'warning').map(({ text }) => text)
    expect(texts(measured, simulated('1.9', 'a'))).toEqual(['These are measured (A) and simulated (B): simulated seconds are not those of a machine, only what changes within one kind can be trusted.'])
    expect(texts(simulated('1.9', 'a'), simulated('1.10', 'b'))).toEqual(['They ran in different versions of Julia, 1.9 (A) and 1.10 (B): what changed may be Julia itself.'])
    expect(texts(simulated('1.9', 'a'), simulated('1.9', 'b'))).toEqual(['They were simulated with different calibrations, “a” (A) and “b” (B): the same work takes other times.'])
    // What a simulated run does not have did not happen.
    expect(quantitiesOf(simulated('1.9', 'a')).filter(({ name }) => name === 'invalidations')).toEqual([expect.objectContaining({ value: 0 })])
    expect(quantitiesOf(measured).some(({ name }) => name === 'invalidations')).toBe(false)
  })

  it('takes what a side does not tell for unknown, not for nothing', async () => {
    const comparison = compare(await open(BEFORE), await fixture('formats/time-imports/colors.txt'))
    expect(comparison.bases).toEqual([])
    expect(comparison.codeParts).toEqual([])
    expect(compareHeadline(comparison)).toBe('These profiles have nothing in common that could be compared.')
  })

  it('aligns flame graphs: one place for one stack, wide enough for all', async () => {
    const a = tree(['4.000000 8.000000 Foo.f(::Int64)', '  4.000000 4.000000 Foo.g(::Int64)'])
    const b = tree(['1.000000 3.000000 Foo.f(::Int64)', '  2.000000 2.000000 Foo.k(::Int64)', '1.000000 1.000000 Base.h()'])
    const { flame } = await both(a, b)
    const section = (await both(a, b)).code('inference')
    if (!flame || !section) throw new Error('no flame graph')
    const { tree: boxes } = flame
    const lines = Array.from(boxes.frame, (row, node) => `${' '.repeat(boxes.depth[node] ?? 0)}${section.rows[row]?.signature ?? ''} ${(boxes.start[node] ?? 0) / 1e9}+${(boxes.duration[node] ?? 0) / 1e9}: ${flame.inclusive.map((times) => (times[boxes.row[node] ?? 0] ?? 0) / 1e9).join(' ')}`)
    expect(lines).toEqual(['Foo.f(::Int64) 0+8: 8 3', 'Base.h() 8+1: 0 1', ' Foo.g(::Int64) 0+4: 4 0', ' Foo.k(::Int64) 4+2: 0 2'])
    for (let node = 0; node < boxes.length; node++) for (const times of flame.inclusive) expect(times[boxes.row[node] ?? 0]).toBeLessThanOrEqual((boxes.duration[node] ?? 0) + 1)
  })

  it('survives any mixture of files', async () => {
    const profiles = await Promise.all(FILES.map(fixture))
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...profiles), { minLength: 2, maxLength: 6 }), (chosen) => {
      const comparison = compare(...chosen)
      const text = compareText(comparison, { width: 80, most: 3 })
      expect(text).not.toMatch(/NaN|undefined|Infinity/)
      expect(compareMarkdown(comparison, 3)).not.toMatch(/NaN|undefined|Infinity/)
      expect(() => JSON.stringify(comparisonJson(comparison))).not.toThrow()
      return Promise.resolve()
    }), { numRuns: 25 })
  })

  it('refuses fewer than two and more than six', async () => {
    const profile = await open(BEFORE)
    expect(() => compare(profile)).toThrow('There is one profile')
    expect(() => new Comparison(Array.from({ length: 7 }, (_, at) => ({ profile, label: String(at) })))).toThrow('There are 7 profiles')
  })
})

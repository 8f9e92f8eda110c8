/**
 * Recordings: one of the real Julia 1.5.3 against what the text importers read from the same run, logs of the runtime of 1.10 against the trees
 * that SnoopCompile made of them, lines of other versions by hand, and whatever else may stand in such a file.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { importBytes } from '../../../src/main/formats/open'
import { computePhases } from '../../../src/shared/profile/phases'
import { SCHEMA, type TableName } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, '../../fixtures/record', name), 'utf8')
const meter = fixture('meter.jsonl')

const open = (text: string): Promise<Profile> => importBytes(new TextEncoder().encode(text), 'recording.jsonl')
const lines = (...fields: object[]): string => fields.map((one) => `${JSON.stringify(one)}\n`).join('')
const process = { t: 'process', format: 1, mode: 'detail', julia: '1.10.4', inference: 'Core.Compiler.Timings', invalidations: 'jl_debug_method_invalidation' }
const step = { t: 'step', step: 1, kind: 'eval', text: 'f(1)', label: 'first call', start: 0, time: 1e9, bytes: 1, allocations: 1, gc: 0, compile: 7e8, recompile: 1e8, error: '' }

const choice = (table: TableName, column: string, position: number | undefined): string =>
  ((SCHEMA[table] as Record<string, { readonly oneOf?: readonly string[] }>)[column]?.oneOf ?? [])[position ?? -1] ?? ''
const signature = (profile: Profile, frame: number | undefined): string => textAt(profile, profile.frames.signature[frame ?? -1])

/** Rows of invalidations as indented text: kind, signature, how many below, through what. */
function outline(profile: Profile): string[] {
  const { invalidations } = profile
  const depths: number[] = []
  return Array.from({ length: invalidations.length }, (_, row) => {
    const parent = invalidations.parent[row] ?? -1
    const depth = parent < 0 ? 0 : (depths[parent] ?? 0) + 1
    depths.push(depth)
    return `${' '.repeat(depth)}${choice('invalidations', 'kind', invalidations.kind[row])} ${signature(profile, invalidations.frame[row])} ${invalidations.children[row] ?? -1} ${textAt(profile, invalidations.via[row])}`.trimEnd()
  })
}

describe('a recording of Julia 1.5.3', () => {
  it('holds its parts, and every line was read', async () => {
    const profile = await open(meter)
    expect([profile.meta.title, profile.meta.julia, profile.unparsed.length]).toEqual(['Meter, MeterPlus', '1.5.3', 0])
    expect(Array.from(profile.imports.name, (at) => textAt(profile, at))).toEqual(['Meter', 'MeterPlus'])
    expect(Array.from(profile.stale.frame, (at) => signature(profile, at))).toContain('report()')
    expect(new Set(profile.blocks.map(({ provenance }) => provenance.kind))).toEqual(new Set(['measured', 'derived']))
    expect(profile.blocks.find(({ part }) => part === 'inference')?.provenance).toEqual({ kind: 'measured', tool: 'typeinf of Julia 1.5, wrapped', julia: '1.5.3', error: '' })
  })

  it('accounts for all of the time of its steps, and for all of inference below ROOT', async () => {
    const { timeline, inference } = await open(meter)
    const times = meter.split('\n').filter((line) => line.startsWith('{"t":"step"')).slice(0, 4).map((line) => (JSON.parse(line) as { time: number }).time)
    const total = times.reduce((sum, time) => sum + time, 0)
    expect(timeline.duration.reduce((sum, time) => sum + time, 0)).toBeCloseTo(total, -1)
    const self = inference.exclusive.reduce((sum, time) => sum + time, 0)
    expect(self / (inference.inclusive[0] ?? Number.NaN)).toBeCloseTo(1, 9)
    for (let row = 1; row < inference.length; row++) expect(inference.exclusive[row]).toBeGreaterThanOrEqual(0)
  })

  it('has the statements that the importer of --trace-compile reads in what the same run wrote, but for the recorder’s own', async () => {
    const profile = await open(meter)
    const within: string[] = []
    let step = 0
    for (const line of fixture('meter.statements.txt').split('\n')) {
      const mark = /(begin|end)_of_step_(\d+)/.exec(line)
      if (mark) step = mark[1] === 'begin' ? Number(mark[2]) : 0
      else if (step > 0 && !line.includes('BackedgeRecorder')) within.push(line)
    }
    const text = importText(within.join('\n'))
    const statements = (one: Profile): string[] => Array.from(one.precompile.statement, (at) => textAt(one, at))
    expect(statements(profile)).toEqual(statements(text))
    expect(statements(profile)).toHaveLength(3)
  })

  it('has the invalidations that the importer of the log of 1.5 reads in what the same run printed', async () => {
    const tree = outline(await open(meter))
    expect(tree).toEqual(outline(importText(fixture('meter.invalidations.txt'))))
    expect(tree.slice(0, 4)).toEqual([
      'cause MeterPlus.weight(...) 15 Tuple{typeof(Meter.weight), Int32}', ' mtBackedges weigh(Integer) 15',
      '  node iterate(Base.Generator{Array{Integer, 1}, typeof(Meter.weigh)}) 7', '   node total(Array{Integer, 1}) 1',
    ])
  })

  it('gives medians and each process, from those that were only timed', async () => {
    const profile = await open(meter)
    const { timings } = profile
    const rows = Array.from({ length: timings.length }, (_, row) => [textAt(profile, timings.label[row]), timings.elapsed[row] ?? Number.NaN] as const)
    expect(rows.map(([label]) => label)).toEqual([
      'using Meter', 'first report', 'using MeterPlus', 'report again',
      ...[1, 2].flatMap((at) => ['using Meter', 'first report', 'using MeterPlus', 'report again'].map((label) => `${label} (process ${at})`)),
    ])
    const time = (label: string): number => rows.find(([one]) => one === label)?.[1] ?? Number.NaN
    expect(time('first report')).toBe((time('first report (process 1)') + time('first report (process 2)')) / 2)
    const [medians] = profile.blocks.filter(({ part }) => part === 'timings')
    expect(medians?.title).toBe('Medians of 2 fresh processes')
    expect(medians?.notes[0]).toMatch(/^using Meter: median [\d.]+ ms, [\d.]+ ms to [\d.]+ ms\.$/)
  })
})

const Root = z.object({ via: z.string(), instance: z.string(), children: z.number() })
const Trees = z.array(z.object({
  reason: z.string(), module: z.string(), name: z.string(), file: z.string(), line: z.number(), children: z.number(), mtBackedges: z.array(Root), backedges: z.array(Root), mtCache: z.number(), mtDisable: z.number(),
}))
const byText = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

describe('the log of the runtime', () => {
  it.each(['own_meter', 'own_redefinition', 'static'])('gives the trees that SnoopCompile made of it: %s', async (name) => {
    const profile = await open(lines(process) + fixture(`logs/${name}.jsonl`) + lines({ t: 'end' }))
    const { invalidations, frames } = profile
    const all = Array.from({ length: invalidations.length }, (_, row) => row)
    const kindOf = (row: number): string => choice('invalidations', 'kind', invalidations.kind[row])
    const trees = all.filter((row) => kindOf(row) === 'cause').map((cause) => {
      const below = (kind: string): number[] => all.filter((row) => invalidations.parent[row] === cause && kindOf(row) === kind)
      const roots = (kind: string): z.infer<typeof Root>[] => below(kind).map((row) => ({
        // Instances of superseded methods come without their method in these logs.
        via: kind === 'backedges' ? '' : textAt(profile, invalidations.via[row]), instance: `MethodInstance for ${signature(profile, invalidations.frame[row])}`, children: invalidations.children[row] ?? -1,
      })).sort(byText)
      const frame = invalidations.frame[cause] ?? -1
      return {
        reason: choice('invalidations', 'reason', invalidations.reason[cause]), module: textAt(profile, frames.module[frame]), name: textAt(profile, frames.name[frame]), file: textAt(profile, frames.file[frame]),
        line: frames.line[frame] ?? -1, children: invalidations.children[cause] ?? -1, mtBackedges: roots('mtBackedges'), backedges: roots('backedges'),
        mtCache: below('mtCache').reduce((sum, row) => sum + (invalidations.children[row] ?? 0), 0), mtDisable: below('mtDisable').length,
      }
    })
    const known = Trees.parse(JSON.parse(readFileSync(join(import.meta.dirname, `../../fixtures/formats/invalidations/${name}/trees.json`), 'utf8')))
    const bare = known.map((tree) => ({ ...tree, backedges: tree.backedges.map((root) => ({ ...root, via: '' })).sort(byText), mtBackedges: [...tree.mtBackedges].sort(byText) }))
    expect(trees.sort(byText)).toEqual(bare.sort(byText))
    expect(profile.unparsed.length).toBe(0)
  })

  it('attributes what loading found invalid to the method that came between (Julia 1.8 to 1.11)', async () => {
    const entry = (of: string, v: string | number): object => ({ t: 'methods', step: 1, of, v })
    const profile = await open(lines(
      process, entry('instance', 'stale(::String)'), entry('text', 'insert_backedges_callee'), entry('number', 7), entry('Vector{Any}', 'Any[stale(x::String) @ StaleC a/StaleC.jl:5]'),
      entry('instance', 'useA()'), entry('text', 'verify_methods'), entry('number', 7), entry('instance', 'lost()'), entry('text', 'verify_methods'), entry('number', 8),
    ))
    expect(outline(profile)).toEqual(['cause stale(x::String) 1', ' backedges stale(::String) 1 stale(::String)', '  node useA() 0'])
    expect([profile.frames.line[profile.invalidations.frame[0] ?? -1], textAt(profile, profile.unparsed.text[0])]).toEqual([5, 'lost()'])
  })

  it('follows the code that became invalid with other code (Julia 1.12)', async () => {
    const entry = (of: string, v: string): object => ({ t: 'edges', step: 1, of, v })
    const profile = await open(lines(
      { ...process, julia: '1.12.0' }, entry('type', 'Tuple{typeof(f), Int64}'), entry('text', 'insert_backedges_callee'), entry('code', 'g(::Int64)'), entry('Vector{Any}', 'Any[f(x::Int64) @ B b.jl:2]'),
      entry('code', 'h()'), entry('text', 'verify_methods'), entry('code', 'g(::Int64)'), entry('code', 'top()'), entry('text', 'verify_methods'), entry('code', 'h()'),
      entry('method', 'k() @ C c.jl:1'), entry('text', 'method_globalref'), entry('code', 'k()'), entry('nothing', ''),
    ))
    expect(outline(profile)).toEqual([
      'cause f(x::Int64) 2', ' mtBackedges g(::Int64) 2 Tuple{typeof(f), Int64}', '  node h() 1', '   node top() 0', 'cause k() 0', ' mtBackedges k() 0 k() @ C c.jl:1',
    ])
  })

  it('knows what an invalidation costs where its instance is inferred again', async () => {
    const inferred = (step: number, v: string, inclusive: number): object => ({ t: 'inferred', step, parent: -1, v, start: 1, exclusive: inclusive, inclusive })
    const entry = (of: string, v: string | number): object => ({ t: 'methods', step: 1, of, v })
    const profile = await open(lines(
      process, inferred(1, 'f(::Int64)', 100), inferred(2, 'f(::Int64)', 70), entry('instance', 'f(::Int64)'), entry('number', 0), entry('type', 'Tuple{typeof(g), Any}'), entry('method', 'g(x) @ Main a.jl:1'), entry('text', 'jl_method_table_insert'),
    ))
    expect(Array.from(profile.invalidations.seconds)).toEqual([Number.NaN, 70])
  })
})

describe('recordings of later versions', () => {
  it('take generating code from the time of compiling, and packages from @time_imports', async () => {
    const profile = await open(lines(
      process, { ...step, kind: 'using', text: 'A', label: 'using A' }, { t: 'printed', step: 1, line: '     50.7 ms  A 17.52% compilation time' }, { t: 'printed', step: 1, line: 'hello' },
      { t: 'inferred', step: 1, parent: -1, v: 'f(::Int64)', name: 'f', module: 'A', file: 'a.jl', line: 3, start: 5, exclusive: 1e8, inclusive: 3e8 }, { t: 'inferred', step: 1, parent: 0, v: 'g(::Int64)', start: 6, exclusive: 2e8, inclusive: 2e8, constants: true },
      { t: 'compiled', step: 1, line: 'precompile(Tuple{typeof(A.f), Int64})' }, { t: 'adds', setup: 1e9, invalidated: 0, statements: 12, compilerFrames: 0 }, { t: 'end' },
    ))
    expect(computePhases(profile).segments.map(({ phase, nanoseconds }) => [phase, nanoseconds])).toEqual([['load', 3e8], ['inference', 3e8], ['codegen', 4e8]])
    expect(Array.from(profile.imports.inclusive)).toEqual([50_700_000])
    expect(Array.from(profile.inference.parent)).toEqual([-1, 0, 1])
    expect(profile.timings.recompilePercent[0]).toBeCloseTo(14.3, 1)
    expect(choice('precompile', 'recompile', profile.precompile.recompile[0])).toBe('unknown')
    expect(Array.from(profile.unparsed.text, (at) => textAt(profile, at))).toEqual(['hello'])
  })

  it('take native times from the code itself, and say that they are rough (Julia 1.12)', async () => {
    const profile = await open(lines(
      { ...process, julia: '1.12.1', inference: 'newly inferred code', inferenceError: 'Float16: about 3 digits' }, { ...step, compile: -1, recompile: -1 },
      { t: 'inferred', step: 1, parent: -1, v: 'f(::Int64)', exclusive: 1e8, inclusive: 1e8, native: 2e8 }, { t: 'compiled', step: 1, line: '#=   39.1 ms =# precompile(Tuple{typeof(Main.f), Int64}) # recompile' }, { t: 'end' },
    ))
    expect(computePhases(profile).segments.map(({ phase, nanoseconds }) => [phase, nanoseconds])).toEqual([['inference', 1e8], ['codegen', 2e8], ['run', 7e8]])
    expect(Array.from(profile.codegen.time)).toEqual([2e8])
    expect([profile.precompile.time[0], choice('precompile', 'recompile', profile.precompile.recompile[0])]).toEqual([39_100_000, 'yes'])
    expect(profile.blocks.find(({ part }) => part === 'inference')?.provenance.error).toBe('from Float16 numbers: about 3 digits')
  })

  it('are read as far as they go, and say what is missing', async () => {
    const profile = await open(`${lines({ ...process, format: 9 }, { t: 'begin', step: 1, label: 'first call' })}{"t":"step","st\nno JSON\n${lines({ t: 'new' }, [])}`)
    expect(Array.from(profile.unparsed.text, (at) => textAt(profile, at))).toEqual(['{"t":"step","st', 'no JSON', '{"t":"new"}', '[]'])
    expect(Array.from(profile.unparsed.line)).toEqual([3, 4, 5, 6])
    expect(Array.from(profile.messages.text, (at) => textAt(profile, at))).toEqual([
      'The recording is of form 9; this Backedge knows form 1 and reads what it can of it.', 'The process ended before all was written: it was in “first call”.',
    ])
  })
})

describe('whatever stands in the file', () => {
  const known = [...meter.split('\n').filter((line) => line !== ''), ...fixture('logs/own_redefinition.jsonl').trim().split('\n')]
  const names = ['t', 'step', 'parent', 'v', 'of', 'start', 'time', 'inclusive', 'line', 'label', 'mode']
  const value = fc.oneof(fc.constantFrom(null, true, -1, 0, 1, 2, 1e300, -5, '', 'x', 'methods', 'number', 'instance', 'jl_method_table_insert', 'verify_methods', [], {}), fc.double(), fc.string())
  const changed = fc.tuple(fc.constantFrom(...known), fc.constantFrom(...names), value).map(([line, name, put]) => JSON.stringify({ ...(JSON.parse(line) as object), [name]: put }))
  const anything = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known) }, { weight: 6, arbitrary: changed }, { weight: 1, arbitrary: fc.json() }, { weight: 1, arbitrary: fc.string() })

  it('a sound profile comes of it, or a clear error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 40 }), async (rest) => {
        // `importBytes` throws if the profile is not sound.
        await open(`${JSON.stringify(process)}\n${rest.join('\n')}`)
      }),
      { numRuns: 300 },
    )
  })
})

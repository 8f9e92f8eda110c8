import { gzipSync } from 'node:zlib'
import { Function, Label, Line, Location, Profile as Pprof, Sample, StringTable, ValueType } from 'pprof-format'
import { expect, test } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import { treeText } from './tree-text'

interface Spec {
  readonly types: readonly (readonly [type: string, unit: string])[]
  /** Locations by id: the functions there, innermost first. */
  readonly locations: Readonly<Record<number, readonly string[]>>
  /** Location ids, innermost first, and values. */
  readonly samples: readonly (readonly [readonly number[], readonly (number | bigint)[]])[]
}

/** As PProf.jl writes it: sample types, samples, locations, functions. */
function makePprof({ types, locations, samples }: Spec): Uint8Array {
  const stringTable = new StringTable()
  const names = [...new Set(Object.values(locations).flat())]
  const id = (name: string): bigint => (1n << 62n) + BigInt(names.indexOf(name))
  return new Pprof({
    stringTable,
    sampleType: types.map(([type, unit]) => new ValueType({ type: stringTable.dedup(type), unit: stringTable.dedup(unit) })),
    sample: samples.map(([locationId, value]) => new Sample({
      locationId: [...locationId], value: [...value], label: [new Label({ key: stringTable.dedup('threadid'), str: stringTable.dedup('1') })],
    })),
    location: Object.entries(locations).map(([at, frames]) => new Location({
      id: Number(at), address: 4096 + Number(at), line: frames.map((name, index) => new Line({ functionId: id(name), line: 10 + index })),
    })),
    function: names.map((name) => new Function({ id: id(name), name: stringTable.dedup(name), filename: stringTable.dedup('f.jl'), startLine: 1 })),
    periodType: new ValueType({ type: stringTable.dedup('cpu'), unit: stringTable.dedup('nanoseconds') }),
    period: 1_000_000,
  }).encode()
}

const SAMPLES: Spec = {
  types: [['events', 'count'], ['cpu', 'microseconds']],
  locations: { 1: ['main'], 2: ['inlined', 'f(::Int64)'], 3: [] },
  samples: [[[2, 1], [3, 30]], [[1], [1, 10]], [[3, 2, 1], [1, 10]], [[2, 1], [2, 20]]],
}

test.each([['as it is', (bytes: Uint8Array) => bytes], ['gzipped', (bytes: Uint8Array) => gzipSync(bytes)]])(
  'samples add up to a tree for each kind of value; inlined calls are inside; %s', async (_, pack) => {
    const profile = await importBytes(pack(makePprof(SAMPLES)), 'profile.pb.gz')
    expect(profile.blocks.map(({ part, title, unit, notes }) => [part, title, unit, notes])).toEqual([
      ['stacks', 'events', 'count', []], ['stacks', 'cpu', 'nanoseconds', []],
    ])
    expect(treeText(profile)).toBe([
      'main ? 7/1', '  f(::Int64) ? 6/0', '    inlined ? 6/5', '      0x1003 ? 1/1',
      'main ? 70000/10000', '  f(::Int64) ? 60000/0', '    inlined ? 60000/50000', '      0x1003 ? 10000/10000',
    ].join('\n'))
    expect(profile.frames.line[profile.stacks.frame[1] ?? -1]).toBe(11)
  })

test('nanoseconds of inference that are called counts are read as what they are, and it is said', async () => {
  const spec: Spec = {
    types: [['events', 'count']], locations: { 1: ['Core.Compiler.Timings.ROOT'], 2: ['Base.sum'] }, samples: [[[1], [5000]], [[2, 1], [700]]],
  }
  const profile = await importBytes(makePprof(spec), 'p')
  expect(treeText(profile, 'inference')).toBe(['Core.Compiler.Timings.ROOT ? 5700/5000', '  Base.sum ? 700/700'].join('\n'))
  expect(profile.blocks).toMatchObject([{ part: 'inference', unit: 'nanoseconds' }])
  expect(profile.blocks[0]?.notes).toEqual(['The file calls its values “events” counted in “count”, but every stack begins at inference’s ROOT: they are nanoseconds.'])
})

test('without that evidence counts stay counts, however large', async () => {
  const profile = await importBytes(makePprof({ types: [['events', 'count']], locations: { 1: ['work'] }, samples: [[[1], [123_456_789]]] }), 'p')
  expect(profile.blocks).toMatchObject([{ part: 'stacks', unit: 'count', notes: [] }])
})

test('what cannot be added is left out and told', async () => {
  const profile = await importBytes(makePprof({ types: [['alloc', 'acres']], locations: { 1: ['work'] }, samples: [[[1], [4]], [[], [4]], [[1], [-4]], [[9, 1], [1]]] }), 'p')
  expect(treeText(profile)).toBe('work ? 5/5')
  expect(profile.blocks[0]?.notes).toEqual([
    'The unit “acres” is not known; the values are shown as counts.', 'Sample 1 has no stack; it is left out.', 'Sample 2 has the value -4; it is left out.',
    'Some references lead nowhere: 1 to locations, 0 to functions.',
  ])
})

test('a truncated profile is not taken for a shorter one', async () => {
  const whole = makePprof(SAMPLES)
  await expect(importBytes(whole.subarray(0, whole.length - 3), 'p.pb')).rejects.toMatchObject({
    code: 'bad-input', message: expect.stringContaining('damaged or cut off') as unknown, details: { where: expect.stringMatching(/^p\.pb, byte \d+ of \d+$/) as unknown },
  })
})

test('a number of a million bytes ends in an error, not in hours of work', async () => {
  const head = makePprof({ types: [['events', 'count']], locations: {}, samples: [] })
  const bytes = Buffer.concat([head, Buffer.from([0x48]), Buffer.alloc(1_000_000, 0x80), Buffer.from([1])])
  await expect(importBytes(bytes, 'p')).rejects.toThrow('a number is longer than ten bytes')
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { toChromeTrace } from '../../../../src/main/formats/export/chrome-trace'
import { jsonText } from '../../../../src/main/formats/export/json-text'
import { toSpeedscope } from '../../../../src/main/formats/export/speedscope'
import { importBytes } from '../../../../src/main/formats/open'
import { ProfileBuilder } from '../../../../src/shared/profile/builder'
import type { Profile } from '../../../../src/shared/profile/tables'
import { recordedGraph, writeGraph } from '../jlprof-writer'
import { treeText } from '../tree-text'

const speedscope = (profile: Profile): Promise<Profile> => importBytes(Buffer.from(toSpeedscope(profile)), 'a.speedscope.json')
const chrome = (profile: Profile): Promise<Profile> => importBytes(Buffer.from(toChromeTrace(profile)), 'a.trace.json')
const recorded = (): Promise<Profile> => importBytes(writeGraph(recordedGraph(readFileSync('test/fixtures/jlprof/tiny.jsonl', 'utf8'))), 'a.jlprof')

interface Event {
  readonly ph: string
  readonly name: string
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly args: Readonly<Record<string, unknown>>
}
const eventsOf = (text: string): Event[] => (JSON.parse(text) as { traceEvents: Event[] }).traceEvents
const trackNames = (text: string): unknown[] => eventsOf(text).filter(({ name }) => name === 'thread_name').map(({ args }) => args.name)

/** A tree of `stacks` or `inference` from `[name, parent, inclusive, exclusive, start?]`. */
function treeOf(rows: readonly (readonly [string, number, number, number, number?])[], part: 'stacks' | 'inference' = 'stacks'): Profile {
  const builder = new ProfileBuilder()
  const block = builder.block({ part, format: 'x', title: 'tree', shape: 'tree', times: 'both' })
  for (const [name, parent, inclusive, exclusive, start] of rows) {
    builder.add(part, { frame: builder.frame({ signature: name, file: 'a.jl', line: 2 }), parent, inclusive, exclusive, start, block })
  }
  return builder.finish({ title: 'made' })
}

describe.each([['speedscope', speedscope], ['Chrome trace', chrome]])('%s', (_, roundTrip) => {
  test('a recorded tree comes back as it was', async () => {
    const profile = await recorded()
    const again = await roundTrip(profile)
    expect(treeText(again)).toBe(treeText(profile, 'inference'))
    expect(treeText(await roundTrip(again))).toBe(treeText(again))
    expect(again.blocks).toMatchObject([{ part: 'stacks', notes: [] }])
    expect(again.frames.line[4]).toBe(profile.frames.line[4])
  })

  test('a tree without starts is laid end to end, callees inside their callers, and says so', async () => {
    const again = await roundTrip(treeOf([['a', -1, 10, 3], ['b', -1, 5, 5], ['c', 0, 4, 4], ['d', 0, 3, 1], ['e', 3, 2, 2]]))
    expect(treeText(again)).toBe(['a 0 10/3', '  c 0 4/4', '  d 4 3/1', '    e 4 2/2', 'b 10 5/5'].join('\n'))
    expect(again.blocks[0]?.title).toContain('tree (no start times: laid end to end)')
  })

  test('a caller that is too short for what it called is widened, and that is said', async () => {
    const again = await roundTrip(treeOf([['a', -1, 5, 1], ['b', 0, 4, 4], ['c', 0, 4, 4]]))
    expect(treeText(again)).toBe(['a 0 8/0', '  b 0 4/4', '  c 4 4/4'].join('\n'))
    expect(again.blocks[0]?.title).toContain('1 widened to hold what they called')
  })

  test('a callee that outlasts its caller is cut, and that is said', async () => {
    const again = await roundTrip(treeOf([['a', -1, 10, 3, 0], ['b', 0, 7, 7, 5], ['c', -1, 5, 5, 12]]))
    expect(treeText(again)).toBe(['a 0 10/5', '  b 5 5/5', 'c 12 5/5'].join('\n'))
    expect(again.blocks[0]?.title).toContain('1 cut to fit their callers')
    expect(again.blocks[0]?.notes).toEqual([])
  })

  test('calls that take no time keep their places', async () => {
    const rows = [['a', -1, 10, 10, 0], ['first', 0, 0, 0, 0], ['inner', 1, 0, 0, 0], ['last', 0, 0, 0, 10], ['b', -1, 0, 0, 10], ['c', -1, 1, 1, 10]] as const
    expect(treeText(await roundTrip(treeOf(rows)))).toBe(['a 0 10/10', '  first 0 0/0', '    inner 0 0/0', '  last 10 0/0', 'b 10 0/0', 'c 10 1/1'].join('\n'))
  })

  test('an inclusive time that is not known is made of what is', async () => {
    expect(treeText(await roundTrip(treeOf([['a', -1, Number.NaN, 2], ['b', 0, 3, 3]])))).toBe('a 0 5/2\n  b 0 3/3')
  })
})

test('speedscope gets what its schema asks for', async () => {
  const document = JSON.parse(toSpeedscope(await recorded())) as { shared: { frames: unknown[] }; profiles: { type: string; unit: string; startValue: number; endValue: number; events: { type: string; frame: number; at: number }[] }[] }
  expect(document).toMatchObject({ $schema: 'https://www.speedscope.app/file-format-schema.json', name: 'a.jlprof', profiles: [{ type: 'evented', unit: 'nanoseconds', startValue: 0 }] })
  const { events, endValue } = document.profiles[0] ?? { events: [], endValue: 0 }
  const open: number[] = []
  let last = 0
  for (const { type, frame, at } of events) {
    expect(at).toBeGreaterThanOrEqual(last)
    last = at
    expect(frame).toBeLessThan(document.shared.frames.length)
    if (type === 'O') open.push(frame)
    else expect(open.pop()).toBe(frame)
  }
  expect(open).toEqual([])
  expect(endValue).toBe(last)
})

test('a trace has a track for each block, with lists laid end to end', () => {
  const builder = new ProfileBuilder()
  const block = (part: 'imports' | 'timings' | 'codegen' | 'timeline', title: string): number => builder.block({ part, format: 'x', title })
  builder.add('imports', { name: 'Foo', kind: 'package', start: 0, inclusive: 2e6, block: block('imports', '@time_imports') })
  const timings = block('timings', '@time')
  builder.add('timings', { expression: 'f()', elapsed: 1e9, compilePercent: 90, block: timings })
  builder.add('timings', { label: 'again', elapsed: 2e9, block: timings })
  builder.add('codegen', { frame: builder.frame({ signature: 'g(::Int)' }), time: 3000, block: block('codegen', 'native') })
  builder.add('timeline', { phase: 'run', start: 500, duration: 1000, block: block('timeline', 'phases') })
  const text = toChromeTrace(builder.finish({ title: 'made' }))
  expect(trackNames(text)).toEqual(['@time_imports', '@time (no start times: laid end to end)', 'native (no start times: laid end to end)', 'phases'])
  expect(eventsOf(text).filter(({ ph }) => ph !== 'M').map(({ ph, tid, name, ts, dur }) => [ph, tid, name, ts, dur])).toEqual([
    ['B', 1, 'Foo', 0, undefined], ['E', 1, undefined, 2000, undefined], ['X', 2, 'f()', 0, 1e6], ['X', 2, 'again', 1e6, 2e6], ['X', 3, 'g(::Int)', 0, 3], ['X', 4, 'run', 0.5, 1],
  ])
})

test('counts are no times, and a trace says so', () => {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'stacks', format: 'x', title: 'CPU', unit: 'count' })
  builder.add('stacks', { frame: builder.frame({ signature: 'f' }), inclusive: 4, exclusive: 4, block })
  expect(trackNames(toChromeTrace(builder.finish()))).toEqual(['CPU (no start times: laid end to end) (1 µs stands for a count of one)'])
})

test('where there is nothing to write it is said', () => {
  const empty = new ProfileBuilder().finish()
  expect(() => toSpeedscope(empty)).toThrow('There is nothing to write as speedscope JSON')
  expect(() => toChromeTrace(empty)).toThrow('There is nothing to write as a trace')
})

test('a text that is too long for the engine is the user’s to know', () => {
  const endless = { toJSON: () => 'x'.repeat(2 ** 29) }
  expect(() => jsonText(endless)).toThrow('The profile is too large for one JSON file')
})

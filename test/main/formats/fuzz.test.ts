/** Every reader of whole files, given damaged and random input: a sound profile or a `UserError`, soon, and nothing else. */
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { Function, Line, Location, Profile as Pprof, Sample, StringTable, ValueType } from 'pprof-format'
import { describe, expect, test } from 'vitest'
import { toChromeTrace } from '../../../src/main/formats/export/chrome-trace'
import { toSpeedscope } from '../../../src/main/formats/export/speedscope'
import { writeBackedge } from '../../../src/main/formats/backedge-file'
import { importBytes } from '../../../src/main/formats/open'
import { UserError } from '../../../src/shared/errors'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import { writeGraph, writeRaw } from './jlprof-writer'

function sample() {
  const builder = new ProfileBuilder()
  const source = builder.source({ name: 's', format: 'text', bytes: 1 })
  const block = builder.block({ part: 'stacks', format: 'x', title: 'tree', source })
  for (let row = 0; row < 6; row++) {
    builder.add('stacks', { frame: builder.frame({ signature: `f${row}` }), parent: row - 1, start: row, inclusive: 12 - 2 * row, exclusive: 2, block })
  }
  return builder.finish({ title: 'sample' })
}

function pprofBytes(): Uint8Array {
  const stringTable = new StringTable()
  const text = (value: string): number => stringTable.dedup(value)
  return new Pprof({
    stringTable,
    sampleType: [new ValueType({ type: text('events'), unit: text('count') })],
    sample: [new Sample({ locationId: [2, 1], value: [3] }), new Sample({ locationId: [1], value: [300] })],
    location: [1, 2].map((id) => new Location({ id, line: [new Line({ functionId: id, line: 7 })] })),
    function: [1, 2].map((id) => new Function({ id, name: text(`f${id}`), filename: text('a.jl') })),
  }).encode()
}

const frame = { func: 'f', file: 'a.jl', line: 1 }
const SEEDS: Readonly<Record<string, Uint8Array>> = {
  speedscope: Buffer.from(toSpeedscope(sample())),
  'Chrome trace': Buffer.from(toChromeTrace(sample())),
  pprof: pprofBytes(),
  'jlprof graph': writeGraph([0, 1, 2, 2].map((parent, at) => ({ ...frame, status: at, start: at + 1, stop: 9, parent: parent - 1 }))),
  'jlprof raw': writeRaw([16, 32, 1, 2, 3, 1, 0, 0, 32, 1, 2, 3, 1, 0, 0], new Map([[16, [frame]], [32, [frame, frame]]])),
  'backedge, packed': writeBackedge(sample()),
  'backedge, unpacked': gunzipSync(writeBackedge(sample())),
}

async function survives(bytes: Uint8Array): Promise<void> {
  try {
    expect(checkIntegrity(await importBytes(bytes, 'fuzz'))).toEqual([])
  } catch (error) {
    if (!(error instanceof UserError)) throw error
  }
}

describe.each(Object.entries(SEEDS))('%s', (_, seed) => {
  test('is read when it is whole', async () => {
    expect((await importBytes(seed, 'whole')).stacks.length).toBeGreaterThan(0)
  })

  test('with bytes changed', async () => {
    const change = fc.tuple(fc.nat(seed.length - 1), fc.oneof(fc.constantFrom(0, 0x7f, 0x80, 0xff, 0x22, 0x2d, 0x39, 0x7d), fc.nat(255)))
    await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const bytes = Uint8Array.from(seed)
      for (const [at, value] of changes) bytes[at] = value
      await survives(bytes)
    }), { numRuns: 150 })
  })

  test('cut off anywhere, and with a part taken out', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(seed.length), fc.nat(seed.length), async (a, b) => {
      await survives(seed.subarray(0, a))
      await survives(Buffer.concat([seed.subarray(0, Math.min(a, b)), seed.subarray(Math.max(a, b))]))
    }), { numRuns: 60 })
  })
})

/** JSON whose keys and values are those that the readers look at. */
const { value: likely } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('O', 'C', 'X', 'B', 'E', 'M', 'evented', 'sampled', 'nanoseconds', 'seconds', 'backedge', '', 'Total x', 'OptFunction', 'julia_f_1'),
    fc.constantFrom(0, 1, -1, 0.5, 1e308, -1e308, 2 ** 53, 1e-300, 1e24),
    fc.constantFrom(null, true, false),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(
      fc.constantFrom(
        'ph', 'ts', 'dur', 'pid', 'tid', 'name', 'args', 'detail', 'traceEvents', 'beginningOfTime', 'shared', 'frames', 'profiles', 'type', 'unit', 'events',
        'frame', 'at', 'samples', 'weights', 'startValue', 'endValue', 'file', 'line', 'format', 'version', 'tables', 'strings', 'blocks', 'sources', 'meta', '__proto__',
      ),
      tie('value'), { maxKeys: 8 },
    ),
  ),
}))
const number = fc.oneof(fc.constantFrom(0, 1, -1, 1e308, 1e24, -1e24), fc.integer({ min: -5, max: 20 }), likely)
const speedscopeLike = fc.record({
  shared: fc.record({ frames: fc.array(fc.oneof(fc.record({ name: fc.string(), line: number }), likely), { maxLength: 4 }) }),
  profiles: fc.array(fc.record({
    type: fc.constantFrom('evented', 'sampled'), unit: fc.constantFrom('seconds', 'bytes', 'none'), startValue: number, endValue: number,
    events: fc.array(fc.record({ type: fc.constantFrom('O', 'C'), frame: number, at: number }), { maxLength: 12 }),
    samples: fc.array(fc.array(number, { maxLength: 4 }), { maxLength: 5 }), weights: fc.array(number, { maxLength: 5 }),
  }), { maxLength: 3 }),
})
const traceLike = fc.record({
  beginningOfTime: number,
  traceEvents: fc.array(fc.record({
    ph: fc.constantFrom('X', 'B', 'E', 'M', 'C'), ts: number, dur: number, pid: fc.nat(2), tid: number, name: fc.constantFrom('a', 'b', '', 'OptFunction'),
    args: fc.record({ detail: fc.constantFrom('julia_f_1', 'text'), line: number }),
  }, { requiredKeys: ['ph'] }), { maxLength: 14 }),
})

/** Rows of dumps: the keys that readers look at, with values that fit and values that do not. */
const places = fc.oneof(fc.constantFrom('MethodInstance for f(::Int64)', 'MethodInstance for Core.Compiler.Timings.ROOT()', 'Tuple{typeof(f), Int64}', 'f(x) @ Main a.jl:1', '', 'a:b:3'), fc.string())
const times = fc.oneof(fc.constantFrom(0, 1e-6, -1, 1e300), fc.double(), likely)
const { dump } = fc.letrec<{ dump: Record<string, unknown>, tree: unknown }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, likely, fc.record({
    mi: places, method: places, nchildren: number, children: fc.array(tie('tree'), { maxLength: 3 }), sig: places, root: tie('tree'),
  }, { requiredKeys: ['mi'] })),
  dump: fc.oneof(
    fc.record({
      id: fc.integer({ min: -1, max: 6 }), parent: fc.oneof(fc.integer({ min: -1, max: 6 }), likely), mi: places, signature: places, name: places, method: places, module: places,
      exclusive: times, inclusive: times, start: times, constprop: fc.boolean(), stale: fc.boolean(), precompilable: likely, nchildren: number,
    }, { requiredKeys: ['id', 'parent', 'mi', 'exclusive', 'inclusive'] }),
    fc.record({ id: fc.integer({ min: -1, max: 6 }), parent: fc.integer({ min: -1, max: 6 }), func: places, file: places, line: number, status: number, start: number, stop: number }),
    fc.record({ child: number, mi: places, frames: fc.array(fc.oneof(likely, fc.record({ func: places, file: places, line: number, inlined: likely, from_c: likely, linfo: places })), { maxLength: 5 }) }),
    fc.record({
      reason: fc.constantFrom('inserting', 'deleting', 'rebinding', 'else'), method: fc.oneof(likely, fc.record({ name: places, sig: places, module: places, file: places, line: number, show: places })),
      nchildren: number, mt_backedges: fc.array(tie('tree'), { maxLength: 3 }), backedges: fc.array(tie('tree'), { maxLength: 3 }), mt_cache: number, mt_disable: fc.oneof(likely, fc.array(places)),
    }),
    fc.record({ t: fc.constantFrom('MethodInstance', 'CodeInstance', 'Int32', 'String', 'Type', 'Method', 'Nothing', 'x'), v: fc.oneof(places, number, fc.constantFrom('jl_method_table_insert', 'jl_method_table_disable', 'invalidate_mt_cache', 'insert_backedges_callee', 'verify_methods')) }),
    fc.record({ time_s: times, names: fc.array(places) }),
    fc.record({ name: places, value: fc.oneof(places, fc.constant('(before = (instructions = 1, basicblocks = 27), after = (instructions = 144, basicblocks = 16))')) }),
    fc.record({ nodes: number, itrigs: number, uinvalidated: number, trees: number, root_exclusive: times }),
    fc.record({ rows: fc.array(fc.record({ package: places, configuration: places, runs: fc.array(fc.dictionary(fc.constantFrom('load_s', 'load_compile_s', 'x'), times)), median: likely })), baseline_process_s: likely }),
    fc.record({ julia: fc.constantFrom('1.10.1', 'x'), command: places, packages: fc.dictionary(fc.string(), fc.oneof(likely, places)), what: likely }),
    fc.record({ raw_header: likely, required_modules: fc.array(likely), includes: fc.array(likely) }),
    fc.record({ stale_cachefile: likely, mtimes_now: fc.array(fc.oneof(likely, fc.record({ file: places, mtime: times }))) }),
  ),
}))

test('random dumps, a row a line, in a list, and alone', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.oneof({ weight: 5, arbitrary: dump }, { weight: 1, arbitrary: likely }), { minLength: 1, maxLength: 8 }), async (rows) => {
    await survives(Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')))
    await survives(Buffer.from(JSON.stringify(rows)))
    await survives(Buffer.from(JSON.stringify(rows[0])))
  }), { numRuns: 200 })
})

test('random rows of one kind', async () => {
  await fc.assert(fc.asyncProperty(fc.array(dump, { minLength: 1, maxLength: 30 }), async (rows) => {
    const keys = Object.keys(rows[0] ?? {}).sort().join()
    await survives(Buffer.from(rows.filter((row) => Object.keys(row).sort().join() === keys).map((row) => JSON.stringify(row)).join('\n')))
  }), { numRuns: 150 })
})

test.each<[string, fc.Arbitrary<unknown>]>([['speedscope', speedscopeLike], ['traces', traceLike], ['anything', likely], ['any JSON', fc.jsonValue()]])(
  'random JSON like %s', async (_, arbitrary) => {
    await fc.assert(fc.asyncProperty(arbitrary, (value) => survives(Buffer.from(JSON.stringify(value)))), { numRuns: 300 })
  })

test('random bytes, also after each magic number and in gzip', async () => {
  const magic = fc.constantFrom('', 'JLPROF\u0001\u0000\u0004\u0003\u0002\u0001\u0001', 'JLPROF\u0001\u0000\u0004\u0003\u0002\u0001\u0002\u00ff', '\n\u0004\u0008\u0001\u0010\u0002', '\u001f\u008b\u0008', '[{', '\u00ff\u00fe')
  await fc.assert(fc.asyncProperty(magic, fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (begin, rest, packed) => {
    const bytes = Buffer.concat([Buffer.from(begin, 'latin1'), rest])
    await survives(packed ? gzipSync(bytes) : bytes)
  }), { numRuns: 300 })
})

test.each<[string, () => Uint8Array]>([
  ['lists in lists', () => Buffer.from('['.repeat(200_000))],
  ['lists in lists that end', () => Buffer.from('['.repeat(200_000) + ']'.repeat(200_000))],
  ['objects in objects', () => Buffer.from('{"a":'.repeat(200_000))],
  ['a trace of calls in calls', () => Buffer.from(`[${Array.from({ length: 50_000 }, (_, ts) => `{"ph":"B","ts":${ts},"name":"f"}`).join(',')}]`)],
  ['a flame graph of nodes in nodes', () => writeGraph(Array.from({ length: 50_000 }, (_, at) => ({ ...frame, status: 0, start: at, stop: 1e6, parent: at - 1 })))],
  ['ends of calls that are not open, under many that are', () => {
    const events = Array.from({ length: 40_000 }, (_, at) => `{"type":"${at < 20_000 ? 'O' : 'C'}","frame":${at < 20_000 ? 0 : 1},"at":${at}}`)
    return Buffer.from(`{"shared":{"frames":[{"name":"a"},{"name":"b"}]},"profiles":[{"type":"evented","unit":"none","events":[${events.join(',')}]}]}`)
  }],
  ['callers of callers of callers', () => Buffer.from(`{"reason":"inserting","method":"f(x) @ Main a.jl:1","mt_backedges":[],"backedges":[${'{"mi":"g()","children":['.repeat(5_000)}${']}'.repeat(5_000)}]}`)],
  ['nodes below one another', () => Buffer.from(Array.from({ length: 20_000 }, (_, at) => `{"id":${at + 1},"parent":${at},"mi":"f()","exclusive":0,"inclusive":1}`).join('\n'))],
  // What grows faster than the input would outlast the time limit of the runner.
])('depth and repetition end: %s', async (_, make) => {
  const bytes = make()
  await survives(bytes)
})

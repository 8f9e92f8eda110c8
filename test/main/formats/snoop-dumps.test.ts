/**
 * Dumps of SnoopCompile's data against what it printed of the same run: the same trees, times, triggers and invalidations, whichever of the two one opens.
 * `SNOOP_RECORDINGS` and `INVALIDATION_RECORDINGS` name folders with more recordings.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import { CALL_FLAG, SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'

const FIXTURES = join(import.meta.dirname, '../../fixtures/formats')
const INFERENCE = process.env['SNOOP_RECORDINGS'] ?? join(FIXTURES, 'snoop-dumps')
const INVALIDATIONS = process.env['INVALIDATION_RECORDINGS'] ?? join(FIXTURES, 'invalidations')

async function open(...path: readonly string[]): Promise<Profile> {
  const profile = await importBytes(readFileSync(join(...path)), path.at(-1) ?? '')
  expect(profile.unparsed.length).toBe(0)
  return profile
}

function openText(text: string): Promise<Profile> {
  return importBytes(Buffer.from(text), 'dump')
}

const rows = (length: number): number[] => Array.from({ length }, (_, row) => row)
const signature = (profile: Profile, frame: number | undefined): string => textAt(profile, profile.frames.signature[frame ?? -1])
/** Rounded as `print_tree` rounds: seconds to six digits. */
const microseconds = (times: Float64Array, row: number): number => Math.round(1e6 * Number(((times[row] ?? Number.NaN) / 1e9).toFixed(6)))

const hasConstants = ({ inference }: Profile, row: number): boolean => ((inference.flags[row] ?? 0) & CALL_FLAG.constProp) !== 0

/** Values are printed with their types (`f::typeof(f)`); where `among` has constants, the printed instance says more than the type of the call. */
function treeOf(profile: Profile, among: Profile): unknown[] {
  const { inference } = profile
  return rows(inference.length).map((row) => {
    return {
      parent: inference.parent[row], children: inference.children[row],
      instance: hasConstants(among, row) ? '' : signature(profile, inference.frame[row]).replace(/(?<=[(,] ?)[^\s,(){}]+(?:\(\))?::/g, '::'),
      exclusive: microseconds(inference.exclusive, row), inclusive: microseconds(inference.inclusive, row),
    }
  })
}

describe.each(readdirSync(INFERENCE))('inference of %s', (name) => {
  test('the nodes are those of the printed tree', async () => {
    const nodes = await open(INFERENCE, name, 'nodes.jsonl')
    const printed = await open(INFERENCE, name, 'tree.txt')
    expect(treeOf(nodes, nodes)).toEqual(treeOf(printed, nodes))
    expect(rows(printed.inference.length).filter((row) => hasConstants(printed, row) && !hasConstants(nodes, row))).toEqual([])
    expect(nodes.blocks[0]?.times).toBe('both')
  })

  test('the nodes are those of the flattened list, and the stale ones those of staleinstances', async () => {
    const nodes = await open(INFERENCE, name, 'nodes.jsonl')
    const flat = await open(INFERENCE, name, 'flatten.txt')
    const times = ({ inference }: Profile): number[] => rows(inference.length).map((row) => microseconds(inference.exclusive, row)).sort((a, b) => a - b)
    expect(times(nodes)).toEqual(times(flat))
    const stale = (profile: Profile): string[] =>
      rows(profile.stale.length).map((row) => `${microseconds(profile.stale.exclusive, row)} ${signature(profile, profile.stale.frame[row]).split('(', 1)[0] ?? ''}`).sort()
    const listed = readFileSync(join(INFERENCE, name, 'staleinstances.txt'), 'utf8')
    expect(stale(nodes)).toEqual(/^0-element|\[\]/.test(listed) ? [] : stale(await openText(listed)))
  })

  test('the flame graph has the same calls, with the same spans', async () => {
    const nodes = await open(INFERENCE, name, 'nodes.jsonl')
    const graph = await open(INFERENCE, name, 'flamegraph.jsonl')
    expect(Array.from(graph.inference.parent)).toEqual(Array.from(nodes.inference.parent))
    expect(Array.from(graph.inference.flags, (flags) => flags & CALL_FLAG.constProp)).toEqual(Array.from(nodes.inference.flags, (flags) => flags & CALL_FLAG.constProp))
    for (const row of rows(nodes.inference.length)) {
      expect(Math.abs((graph.inference.inclusive[row] ?? 0) - (nodes.inference.inclusive[row] ?? 0))).toBeLessThan(1000)
      expect(Math.abs((graph.inference.start[row] ?? 0) - (nodes.inference.start[row] ?? 0))).toBeLessThan(1000)
    }
  })

  test('the backtraces give the printed triggers', async () => {
    const triggers = (profile: Profile): string[] => rows(profile.triggers.length).map((row) => [
      signature(profile, profile.triggers.callee[row]), SCHEMA.triggers.relation.oneOf[profile.triggers.relation[row] ?? 0], signature(profile, profile.triggers.caller[row]),
      textAt(profile, profile.triggers.siteName[row]), textAt(profile, profile.triggers.siteFile[row]), profile.triggers.siteLine[row],
    ].join(' | '))
    const traces = await open(INFERENCE, name, 'backtraces.jsonl')
    expect(triggers(traces)).toEqual(triggers(await open(INFERENCE, name, 'inference_triggers_all.txt')))
    const outermost = rows(traces.stacks.length).filter((row) => (traces.stacks.parent[row] ?? 0) < 0)
    expect(outermost.reduce((sum, row) => sum + (traces.stacks.inclusive[row] ?? Number.NaN), 0)).toBe(traces.triggers.length)
  })

  test('the totals are those of the nodes', async () => {
    const nodes = await open(INFERENCE, name, 'nodes.jsonl')
    const totals = await open(INFERENCE, name, 'counts.json')
    const counts = new Map(rows(totals.counts.length).map((row) => [textAt(totals, totals.counts.label[row]), totals.counts.count[row]]))
    expect(counts.get('nodes')).toBe(nodes.inference.length)
    expect(counts.get('direct_children')).toBe(nodes.inference.children[0])
    expect(counts.get('stale')).toBe(nodes.stale.length)
    expect(Array.from(totals.timings.elapsed)).toEqual([nodes.inference.exclusive[0], nodes.inference.inclusive[0]])
  })
})

/** The roots of each cause, without the nodes below them, which the printed form leaves out. */
function causes(profile: Profile, via: boolean): string[] {
  const { invalidations } = profile
  const kind = (row: number): string => SCHEMA.invalidations.kind.oneOf[invalidations.kind[row] ?? 0] ?? ''
  return rows(invalidations.length).filter((row) => kind(row) === 'cause').map((cause) => {
    const below = rows(invalidations.length).filter((row) => invalidations.parent[row] === cause)
    const roots = below.filter((row) => kind(row) === 'mtBackedges' || kind(row) === 'backedges')
      .map((row) => `${kind(row)} ${signature(profile, invalidations.frame[row])} ${via ? textAt(profile, invalidations.via[row]) : ''} ${invalidations.children[row] ?? ''}`).sort()
    // Of several disabled instances the first is printed, the others are counted.
    const disabled = below.filter((row) => kind(row) === 'mtDisable').reduce((sum, row) => sum + (invalidations.frame[row] === -1 ? (invalidations.children[row] ?? 0) : 1), 0)
    const cached = below.filter((row) => kind(row) === 'mtCache').map((row) => invalidations.children[row])
    return [SCHEMA.invalidations.reason.oneOf[invalidations.reason[cause] ?? 0], signature(profile, invalidations.frame[cause]), invalidations.children[cause], ...roots, `disabled ${disabled}`, ...cached].join('\n')
  })
}

test('rows of a list, of several trees, and rows that are none', async () => {
  const node = (id: number, parent: number, more = '') => `{"id":${id},"parent":${parent},"mi":"MethodInstance for f${id}(::Int64)","method":"C:\\\\a.jl:${id}","exclusive":1e-6,"inclusive":3e-6${more}}`
  const lines = [node(1, 0), node(2, 1, ',"stale":true,"precompilable":false,"nchildren":2'), node(3, 7), node(1, 0), node(2, 1), '{"id":4,"took":12}', 'no object 5']
  const profile = await openText(lines.join('\n'))
  const { inference, frames, unparsed } = profile
  expect(Array.from(inference.parent)).toEqual([-1, 0, -1, -1, 3])
  expect(Array.from(inference.children)).toEqual([1, 2, 0, 1, 0])
  expect(Array.from(inference.flags)).toEqual([0, CALL_FLAG.notPrecompilable | CALL_FLAG.cut, 0, 0, 0])
  expect(Array.from(inference.line)).toEqual([1, 2, 3, 4, 5])
  expect([signature(profile, inference.frame[1]), textAt(profile, frames.file[1]), frames.line[1]]).toEqual(['f2(::Int64)', 'C:\\a.jl', 2])
  expect(Array.from(profile.stale.inclusive)).toEqual([3000])
  expect(rows(unparsed.length).map((row) => `${unparsed.line[row] ?? ''}: ${textAt(profile, unparsed.text[row])}`).sort()).toEqual(['6: {"id":4,"took":12}', '7: no object 5'])
  expect(profile.blocks[0]?.notes).toEqual(['1 row names a parent that is not above it.'])
  const list = await openText(`[\n${[node(1, 0), node(2, 1)].join(',\n')}\n]`)
  expect(Array.from(list.inference.parent)).toEqual([-1, 0])
})

test('what read_snoop_llvm returns opens with the times of its printed list and the sizes of the YAML', async () => {
  const printed = await open(FIXTURES, 'snoop-llvm', 'tiny-read_snoop_llvm.txt')
  const times = await open(FIXTURES, 'snoop-llvm', 'tiny-read_snoop_llvm_times.json')
  const named = (profile: Profile): string[] => rows(profile.codegen.length).map((row) => `${signature(profile, profile.codegen.frame[row])} ${profile.codegen.time[row] ?? ''}`)
  expect(named(times)).toEqual(named(printed))
  const sizes = await open(FIXTURES, 'snoop-llvm', 'tiny-read_snoop_llvm_info.json')
  const sum = (numbers: Float64Array): number => numbers.reduce((all, one) => all + one, 0)
  const yaml = (await open(FIXTURES, 'snoop-llvm', 'tiny-llvm_timings.yaml')).codegen
  for (const column of ['instructions', 'basicBlocks', 'instructionsBefore', 'basicBlocksBefore'] as const) expect(sum(sizes.codegen[column])).toBe(sum(yaml[column]))
})

test('times of fresh processes give medians and each process', async () => {
  const profile = await open(FIXTURES, 'process-times', 'timing.json')
  const { timings } = profile
  const labels = rows(timings.length).map((row) => textAt(profile, timings.label[row]))
  const at = labels.indexOf('DataFrames, no workload: first call')
  expect([timings.elapsed[at], timings.compilePercent[at]]).toEqual([6_951_084_000, expect.closeTo(99.84, 2)])
  expect(profile.blocks.map(({ title, provenance }) => `${title}: ${provenance.kind}`)).toEqual(['Medians by configuration: derived', 'Each process: measured'])
  // Of eight configurations and the empty process: a median and five runs, with four times each.
  expect(labels).toHaveLength(8 * 4 * 6 + 6)
})

test('what a recording was made with gives its packages', async () => {
  const profile = await openText('{"julia": "1.10.1", "command": "@time_imports using A", "packages": {"A": "1.2.3"}, "what": "one package", "file_bytes": 12}')
  expect(profile.blocks[0]).toMatchObject({ part: 'packages', command: '@time_imports using A', notes: ['one package', 'file_bytes: 12'], provenance: { julia: '1.10.1' } })
  expect([textAt(profile, profile.packages.name[0]), textAt(profile, profile.packages.version[0])]).toEqual(['A', '1.2.3'])
  const listed = await openText('{"A": {"version": "0.4.5", "ref": "HEAD"}}')
  expect(listed.blocks[0]?.notes).toEqual(['A: ref HEAD'])
})

describe.each(readdirSync(INVALIDATIONS).filter((name) => existsSync(join(INVALIDATIONS, name, 'trees.jsonl'))))('invalidations of %s', (name) => {
  test('the trees are the printed ones', async () => {
    expect(causes(await open(INVALIDATIONS, name, 'trees.jsonl'), true)).toEqual(causes(await open(INVALIDATIONS, name, 'trees.txt'), true))
  })

  test('the log gives the trees', async () => {
    const log = await open(INVALIDATIONS, name, 'raw_list.jsonl')
    const trees = await open(INVALIDATIONS, name, 'trees.jsonl')
    const nodes = ({ invalidations }: Profile): number => Array.from(invalidations.kind).filter((kind) => SCHEMA.invalidations.kind.oneOf[kind] === 'node').length
    expect(causes(log, false).sort()).toEqual(causes(trees, false).sort())
    expect(nodes(log)).toBe(nodes(trees))
  })
})

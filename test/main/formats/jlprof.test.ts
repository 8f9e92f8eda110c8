import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import { CALL_FLAG } from '../../../src/shared/profile/schema'
import { textAt } from '../../../src/shared/profile/tables'
import { recordedGraph, writeGraph, writeRaw } from './jlprof-writer'
import type { GraphNode, RawFrame } from './jlprof-writer'
import { treeText } from './tree-text'

const recorded = (name: string): GraphNode[] => recordedGraph(readFileSync(`test/fixtures/jlprof/${name}.jsonl`, 'utf8'))
const node = (func: string, parent: number, start: number, stop: number, status = 0): GraphNode => ({ func, file: 'a.jl', line: 7, status, start, stop, parent })
const ROOT = 'Core.Compiler.Timings.ROOT'

describe('a flame graph of inference', () => {
  test.each([['tiny', true], ['tiny', false], ['itrigsdemo', true]])('%s as recorded comes back node for node (little endian: %s)', async (name, little) => {
    const nodes = recorded(name)
    const profile = await importBytes(writeGraph(nodes, little), 'x.jlprof')
    const { inference, frames } = profile
    expect(inference.length).toBe(nodes.length)
    for (const [row, expected] of nodes.entries()) {
      const frame = inference.frame[row] ?? -1
      expect({
        func: textAt(profile, frames.signature[frame]), file: textAt(profile, frames.file[frame]), line: frames.line[frame],
        parent: inference.parent[row], start: inference.start[row], stop: (inference.start[row] ?? 0) + (inference.inclusive[row] ?? 0),
        red: ((inference.flags[row] ?? 0) & CALL_FLAG.notPrecompilable) !== 0, orange: ((inference.flags[row] ?? 0) & CALL_FLAG.constProp) !== 0,
      }).toEqual({
        func: expected.func, file: expected.file, line: expected.line > 0 ? expected.line : -1, parent: expected.parent,
        start: expected.start, stop: expected.stop, red: (expected.status & 1) !== 0, orange: (expected.status & 2) !== 0,
      })
    }
    // The law of the 2.x and 3.1 trees: exclusive times add up to ROOT.
    const sum = inference.exclusive.reduce((total, value) => total + value, 0)
    expect(sum).toBe(inference.inclusive[0])
    expect(profile.blocks).toMatchObject([{ part: 'inference', unit: 'nanoseconds', shape: 'tree', times: 'both' }])
    expect(profile.sources).toMatchObject([{ name: 'x.jlprof', format: 'jlprof' }])
  })

  test('name and module are split', async () => {
    const profile = await importBytes(writeGraph(recorded('tiny')), 'x.jlprof')
    expect(textAt(profile, profile.frames.name[1])).toBe('Generator')
    expect(textAt(profile, profile.frames.module[1])).toBe('Base')
  })

  test('a callee that outlasts its caller is no sign of durations: recordings have some', async () => {
    const profile = await importBytes(writeGraph([node(ROOT, -1, 0, 1000), node('M.f', 0, 100, 500), node('M.g', 1, 400, 503)]), 'x.jlprof')
    expect(treeText(profile, 'inference')).toBe([`${ROOT} 0 1000/600`, '  M.f 100 400/297', '    M.g 400 103/103'].join('\n'))
  })

  test('SnoopCompile 3.2 writes durations; those that Julia lost are found again or said to be lost', async () => {
    // f takes 60 and g 40 of 100; h (25) and k (10) are called by g. Levels start at 0; 60:40 is stored as 60:59.
    const nodes = [node(ROOT, -1, 0, 100), node('M.f', 0, 0, 60), node('M.g', 0, 60, 59), node('M.h', 2, 0, 25), node('M.i', 2, 25, 24), node('M.k', 2, 35, 34)]
    const profile = await importBytes(writeGraph(nodes), 'x.jlprof')
    expect(treeText(profile, 'inference')).toBe(
      [`${ROOT} ? 100/5`, '  M.f ? 60/60', '  M.g ? 35/0', '    M.h ? 25/25', '    M.i ? 10/10', '    M.k ? 0/0'].join('\n'),
    )
    expect(profile.blocks[0]?.notes).toContain('The durations of 2 calls are lost in the file; the sum of what they called is shown.')
  })

  test('a graph of one call only, whose root is not ROOT, is inference too: its range begins at 0', async () => {
    const profile = await importBytes(writeGraph([node('M.f', -1, 0, 90), node('M.f', 0, 0, 90)]), 'x.jlprof')
    expect(profile.inference.length).toBe(2)
  })
})

test('a flame graph of samples counts both ends of its ranges', async () => {
  const profile = await importBytes(writeGraph([node('', -1, 1, 10), node('work', 0, 1, 4, 1), node('gc', 1, 2, 2, 2), node('eval', 0, 5, 10, 4)]), 'x.jlprof')
  expect(treeText(profile)).toBe(['unknown function 0 10/0', '  work 0 4/3', '    gc 1 1/1', '  eval 4 6/6'].join('\n'))
  expect(Array.from(profile.stacks.flags)).toEqual([0, CALL_FLAG.runtimeDispatch, CALL_FLAG.gc, CALL_FLAG.repl])
  expect(profile.blocks[0]?.unit).toBe('count')
})

describe('raw data of the CPU profiler', () => {
  const frame = (func: string): RawFrame => ({ func, file: 'b.jl', line: 3 })
  // 0x30 is outer with inner inlined into it: the innermost stands first.
  const frames = new Map([[0x10, [frame('leaf')]], [0x20, [frame('middle')]], [0x30, [frame('inner'), frame('outer')]]])
  const expected = ['outer ? 3/0', '  inner ? 3/1', '    middle ? 2/0', '      leaf ? 2/2'].join('\n')

  test.each([true, false])('with metadata, as Julia 1.8 and later write it (little endian: %s)', async (little) => {
    const end = [1, 0x7f00, 12345n, 1, 0, 0] // thread, task, clock, awake
    const data = [0x10, 0x20, 0x30, ...end, 0x10, 0x20, 0x30, ...end, 0x30, ...end]
    expect(treeText(await importBytes(writeRaw(data, frames, little), 'x.jlprof'))).toBe(expected)
  })

  test('without, as before', async () => {
    expect(treeText(await importBytes(writeRaw([0x10, 0x20, 0x30, 0, 0x10, 0x20, 0x30, 0, 0x30, 0], frames), 'x.jlprof'))).toBe(expected)
  })

  test('an address that the file does not explain keeps its number', async () => {
    const profile = await importBytes(writeRaw([0x99, 0x20, 0], frames), 'x.jlprof')
    expect(treeText(profile)).toBe(['middle ? 1/0', '  0x99 ? 1/1'].join('\n'))
    expect(profile.blocks[0]?.notes).toEqual(['The file does not say what is at address 0x99.'])
  })
})

test('what is not there is not believed', async () => {
  const whole = writeGraph(recorded('itrigsdemo'))
  await expect(importBytes(whole.subarray(0, 60), 'cut.jlprof')).rejects.toMatchObject({ code: 'bad-input', details: { where: expect.stringMatching(/^cut\.jlprof, byte \d+ of 60$/) as unknown } })
  const raw = writeRaw([1, 0], new Map())
  raw.writeBigInt64LE(2n ** 40n, 13)
  await expect(importBytes(raw, 'x.jlprof')).rejects.toThrow('The number of addresses is 1099511627776, but only 24 bytes are left')
})

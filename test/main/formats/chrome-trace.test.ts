import { describe, expect, test } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { treeText } from './tree-text'

const read = (value: unknown): Promise<Profile> => importBytes(Buffer.from(JSON.stringify(value)), 't.json')
const x = (name: string, ts: number, dur: number, more: object = {}): object => ({ name, ph: 'X', ts, dur, pid: 1, tid: 1, ...more })
const be = (ph: 'B' | 'E', name: string | undefined, ts: number): object => ({ name, ph, ts, pid: 1, tid: 1 })

describe('complete events', () => {
  test('are nested by their times, whatever their order in the file; times count from the first', async () => {
    const profile = await read([x('leaf', 1003, 1), x('b', 1005, 5), x('a', 1002, 3), x('main', 1000, 10), x('late', 1020, 0.5)])
    expect(treeText(profile)).toBe(['main 0 10000/2000', '  a 2000 3000/2000', '    leaf 3000 1000/1000', '  b 5000 5000/5000', 'late 20000 500/500'].join('\n'))
  })

  test('one that outlasts its caller is cut there and told; a microsecond of rounding is not worth a word', async () => {
    const profile = await read([x('f', 0, 10), x('g', 5, 15), x('h', 30, 10), x('i', 35, 6)])
    expect(treeText(profile)).toBe(['f 0 10000/5000', '  g 5000 5000/5000', 'h 30000 10000/5000', '  i 35000 5000/5000'].join('\n'))
    expect(profile.blocks[0]?.notes).toEqual(['“g” ends 10000 ns after “f”, in which it began; it is cut there.'])
  })
})

describe('pairs', () => {
  test('keep the order of the file; the name of an end may be left out', async () => {
    const profile = await read({ traceEvents: [be('B', 'a', 0), be('B', 'zero', 0), be('E', 'zero', 0), be('B', 'b', 2), be('E', undefined, 3), be('E', 'a', 10)] })
    expect(treeText(profile)).toBe(['a 0 10000/9000', '  zero 0 0/0', '  b 2000 1000/1000'].join('\n'))
  })

  test('mix with complete events; what never ends, ends with the thread', async () => {
    const profile = await read([be('B', 'outer', 0), x('inner', 1, 2), be('B', 'open', 5), x('last', 6, 2), be('E', undefined, 9), be('B', 'never', 10), x('tail', 11, 1)])
    expect(treeText(profile)).toBe(['outer 0 12000/4000', '  inner 1000 2000/2000', '  open 5000 4000/2000', '    last 6000 2000/2000', '  never 10000 2000/1000', '    tail 11000 1000/1000'].join('\n'))
    expect(profile.blocks[0]?.notes).toEqual(['“outer” is still open at the end.', '“never” is still open at the end.'])
  })
})

test('each thread of each process is a block, named by metadata; other events are counted', async () => {
  const profile = await read({
    traceEvents: [
      { ph: 'M', pid: 1, tid: 0, name: 'process_name', args: { name: 'julia' } }, { ph: 'M', pid: 1, tid: 2, name: 'thread_name', args: { name: 'worker' } },
      x('a', 0, 1), x('b', 5, 1, { tid: 2 }), x('c', 9, 1, { pid: 'p', tid: 't' }), { ph: 'C', ts: 1, pid: 1, tid: 1, name: 'memory', args: { v: 1 } }, 7,
    ],
  })
  expect(profile.blocks.map(({ title }) => title)).toEqual(['julia, thread 1', 'julia, worker', 'process p, thread t'])
  expect(profile.blocks[0]?.notes).toEqual(['The trace also holds events that are no calls: 1 of type C.', 'Entry 6 of the trace is no event.'])
})

test('a list that was never closed is read as far as it goes', async () => {
  const whole = JSON.stringify([x('a', 0, 4), x('b', 1, 2, { args: { k: { deep: 1 } } })])
  expect(treeText(await importBytes(Buffer.from(`${whole.slice(0, -1)},\n`), 't.json'))).toBe('a 0 4000/2000\n  b 1000 2000/2000')
  const cut = await importBytes(Buffer.from(whole.slice(0, -20)), 't.json')
  expect(treeText(cut)).toBe('a 0 4000/4000')
  expect(textAt(cut, cut.messages.text[0])).toMatch(/^The trace breaks off: its last \d+ characters are no whole event\.$/)
})

test('a trace without calls says what it holds', async () => {
  await expect(read({ traceEvents: [{ ph: 'C', ts: 1, name: 'm' }] })).rejects.toMatchObject({
    code: 'bad-input', message: 'The trace has 1 entries, but no calls among them',
  })
})

test('LLVM’s time trace gives the passes as stacks and the functions of Julia as code generation', async () => {
  const opt = (detail: string, ts: number, dur: number): object => x('OptFunction', ts, dur, { args: { detail } })
  const profile = await read({
    traceEvents: [
      x('OptModule', 0, 100, { args: { detail: 'text' } }), opt('julia_sum_123', 10, 40), x('InstCombinePass', 12, 20, { args: { detail: 'julia_sum_123' } }),
      opt('julia_#map#5_77', 60, 10), opt('julia_sum_123', 80, 5), x('Total OptFunction', 0, 55, { tid: 9, args: { count: 3, 'avg ms': 0 } }),
      { ph: 'M', pid: 1, tid: 0, ts: 0, cat: '', name: 'process_name', args: { name: 'julia' } },
    ],
    beginningOfTime: 1_700_000_000_000_000,
  })
  const { codegen, frames, blocks } = profile
  expect(Array.from(codegen.frame, (frame, row) => [textAt(profile, frames.signature[frame]), textAt(profile, frames.name[frame]), codegen.time[row]])).toEqual([
    ['julia_sum_123', 'sum', 45_000], ['julia_#map#5_77', '#map#5', 10_000],
  ])
  expect(treeText(profile)).toBe([
    'OptModule: text 0 100000/45000', '  OptFunction: julia_sum_123 10000 40000/20000', '    InstCombinePass: julia_sum_123 12000 20000/20000',
    '  OptFunction: julia_#map#5_77 60000 10000/10000', '  OptFunction: julia_sum_123 80000 5000/5000',
  ].join('\n'))
  expect(blocks.map(({ part, title }) => [part, title])).toEqual([['stacks', 'julia, thread 1'], ['codegen', 'julia, thread 1: functions']])
})

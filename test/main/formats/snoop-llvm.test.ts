/** What `@snoop_llvm` recorded of a small program, against what `read_snoop_llvm` of SnoopCompile 3.1.4 made of the same files. */
import { describe, expect, it } from 'vitest'
import { importMerged } from '../../../src/main/formats/open'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { fixture } from './fixture'
import { importText } from './import-text'

const bytesOf = (name: string) => ({ name, bytes: new TextEncoder().encode(fixture(`snoop-llvm/tiny-${name}`)) })
const [names, times] = [bytesOf('func_names.csv'), bytesOf('llvm_timings.yaml')]

interface Row {
  readonly signature: string
  readonly time: number
  readonly sizes: readonly number[]
}

function rowsOf(profile: Profile): Row[] {
  const { codegen, frames } = profile
  return Array.from({ length: codegen.length }, (_, row) => ({
    signature: textAt(profile, frames.signature[codegen.frame[row] ?? -1]),
    time: codegen.time[row] ?? Number.NaN,
    sizes: [codegen.instructionsBefore, codegen.basicBlocksBefore, codegen.instructions, codegen.basicBlocks].map((column) => column[row] ?? Number.NaN),
  })).sort((a, b) => a.time - b.time || (a.signature < b.signature ? -1 : 1))
}

const recordedTimes = JSON.parse(fixture('snoop-llvm/tiny-read_snoop_llvm_times.json')) as { time_s: number, names: string[] }[]
const recordedSizes = JSON.parse(fixture('snoop-llvm/tiny-read_snoop_llvm_info.json')) as { name: string, value: string }[]

describe.each([['names first', [names, times]], ['times first', [times, names]]] as const)('%s', (_, inputs) => {
  it('gives the times and sizes that read_snoop_llvm gives', async () => {
    const { profile } = await importMerged(inputs)
    const rows = rowsOf(profile)
    expect(rows.map(({ signature, time }) => [signature, time])).toEqual(recordedTimes.map(({ names: [name], time_s: seconds }) => [name, Math.round(seconds * 1e9)]))
    const sizes = new Map(rows.map(({ signature, sizes: [a, b, c, d] }) => [signature, `(before = (instructions = ${a}, basicblocks = ${b}), after = (instructions = ${c}, basicblocks = ${d}))`]))
    expect(recordedSizes.map(({ name }) => sizes.get(name))).toEqual(recordedSizes.map(({ value }) => value))
    expect(profile.blocks.map(({ title, times: meaning }) => [title, meaning])).toEqual([['@snoop_llvm', 'exclusive']])
    expect(profile.blocks[0]?.notes.at(-1)).toBe('Functions are named by func_names.csv.')
    expect(profile.unparsed.length).toBe(0)
  })
})

it('says what is missing where one file comes alone', async () => {
  const alone = async (input: typeof names) => {
    const { profile } = await importMerged([input])
    return [profile.codegen.length, profile.blocks.flatMap(({ notes }) => notes).filter((note) => note.includes('was not opened')), rowsOf(profile)[0]] as const
  }
  const [named, noTimes, first] = await alone(names)
  expect(named).toBe(recordedSizes.length)
  expect(noTimes).toEqual(['The file with times (llvm_timings.yaml) was not opened with it: it is only known what was compiled.'])
  expect(first?.time).toBeNaN()
  const [timed, noNames, fastest] = await alone(times)
  expect(timed).toBe(recordedSizes.length)
  expect(noNames).toEqual(['The file that names the functions (func_names.csv) was not opened with it: functions have the names of LLVM.'])
  expect(fastest).toMatchObject({ time: Math.round((recordedTimes[0]?.time_s ?? 0) * 1e9) })
})

it('takes what a thread left unfinished, and gives a module of several functions one time', () => {
  const profile = importText([
    '- ', '  before: ', '    "julia_f_1":', '        instructions: 3', '        basicblocks: 1',
    '- ', '  before: ', '    "julia_g_2":', '        instructions: 9', '        basicblocks: 2', '    "julia_h_3":', '        instructions: 30', '        basicblocks: 4',
    '  time_ns: 500', '  optlevel: 1', '  after: ', '    "julia_g_2":', '        instructions: 8', '        basicblocks: 1',
    '- ', '  before: ', '  time_ns: 7', '  optlevel: 2', '  after: ', 'julia> done',
  ].join('\n'))
  expect(rowsOf(profile).map(({ signature, time, sizes }) => [signature, time, ...sizes])).toEqual(expect.arrayContaining([
    ['julia_h_3', 500, 30, 4, Number.NaN, Number.NaN], ['julia_f_1', Number.NaN, 3, 1, Number.NaN, Number.NaN], ['julia_g_2', Number.NaN, 9, 2, 8, 1],
  ]))
  expect(profile.blocks[0]?.notes).toEqual(expect.arrayContaining([
    '1 of 3 LLVM modules have several functions: the time of the module stands at the largest, the others have none.',
    '1 entries break off before their time.', '1 LLVM modules list no function and are left out.', 'Optimisation level 1 and 2.',
  ]))
})

it('reads the list of read_snoop_llvm, and what @snoopc wrote', () => {
  const listed = rowsOf(importText(fixture('snoop-llvm/tiny-read_snoop_llvm.txt')))
  expect(listed.map(({ time }) => time)).toEqual(recordedTimes.map(({ time_s: seconds }) => Math.round(seconds * 1e9)))
  expect(rowsOf(importText('2500\t"Tuple{typeof(Main.f), Int64}"\n'))).toMatchObject([{ signature: 'Tuple{typeof(Main.f), Int64}', time: 2500 }])
})

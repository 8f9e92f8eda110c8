/** What the inference view says and which tables it makes, without a window. */
import { describe, expect, it } from 'vitest'
import { flameLegend } from '../../../src/renderer/src/views/inference/flame-legend'
import { groupColumns, groupNoun, heaviestFrames } from '../../../src/renderer/src/views/inference/group-columns'
import { otherHeadline, outputHeadline } from '../../../src/renderer/src/views/inference/headline'
import { firstOutput, outputGroups, outputLabel, outputsOf, whyNoFlame } from '../../../src/renderer/src/views/inference/outputs'
import { adviceFor, CATEGORY_ADVICE, TRIGGER_COLUMNS } from '../../../src/shared/profile/trigger-advice'
import { LIGHT, moduleColour } from '../../../src/shared/charts/theme'
import { groupCalls } from '../../../src/shared/profile/group'
import type { NewBlock } from '../../../src/shared/profile/builder'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { cellText, PART_COLUMNS } from '../../../src/shared/profile/part-columns'
import { CALL_FLAG, SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'

const MS = 1e6

/** `[depth, signature, exclusive ms, inclusive ms]` a row. */
type Call = readonly [depth: number, signature: string, exclusive: number, inclusive: number]

function addCalls(builder: ProfileBuilder, part: 'inference' | 'stacks', calls: readonly Call[], block: Partial<NewBlock> = {}): number {
  const index = builder.block({ part, format: 'test', title: 'Inference tree', shape: 'tree', times: 'both', ...block })
  const above: number[] = []
  for (const [depth, signature, exclusive, inclusive] of calls) {
    above[depth] = builder.add(part, {
      frame: builder.frame({ signature }),
      parent: depth === 0 ? -1 : above[depth - 1],
      exclusive: exclusive * MS,
      inclusive: inclusive * MS,
      flags: signature.startsWith('rand(') ? CALL_FLAG.constProp : 0,
      block: index,
    })
  }
  return index
}

const TREE: readonly Call[] = [
  [0, 'Core.Compiler.Timings.ROOT()', 600, 1000],
  [1, 'Base.f(::Int64)', 100, 240],
  [2, 'Base.f(::Float64)', 100, 100],
  [2, 'Other.g()', 40, 40],
  [1, 'rand(::Int64)', 160, 160],
]

function only(profile: Profile) {
  const output = outputsOf(profile)[0]
  if (!output) throw new Error('no output')
  return output
}
function headlineOf(calls: readonly Call[], block: Partial<NewBlock> = {}, part: 'inference' | 'stacks' = 'inference'): string {
  const builder = new ProfileBuilder()
  addCalls(builder, part, calls, block)
  const profile = builder.finish()
  return outputHeadline(profile, only(profile))
}

describe('the headline', () => {
  it('tells inference from what ROOT itself took, and names the package that took most', () => {
    expect(headlineOf(TREE)).toBe('400 ms of inference in 2 roots; at least 50 % in Base; ROOT’s own 600 ms is everything that is not inference')
  })
  it('is certain of the package where every row says its module', () => {
    expect(headlineOf(TREE.slice(0, 4))).toContain('; 50 % in Base; ')
  })
  it('counts instances of a list and methods of a grouped output', () => {
    const flat: Call[] = [[0, 'Base.f(::Int64)', 100, 240], [0, 'Base.f(::Float64)', 100, 100]]
    expect(headlineOf(flat, { shape: 'list' })).toBe('200 ms of inference in 2 instances; 100 % in Base')
    expect(headlineOf(flat.slice(0, 1), { shape: 'grouped', times: 'exclusive' })).toBe('100 ms of inference in 1 method; 100 % in Base')
  })
  it('says so where inference and code generation cannot be told apart', () => {
    const provenance = { kind: 'measured', tool: '@snoop_inference', julia: '1.12', error: 'Float16: about 3 digits' } as const
    expect(headlineOf([[0, 'Base.f()', 2, 3]], { provenance })).toBe('2.00 ms of inference and code generation in 1 root; 100 % in Base')
  })
  it('calls stacks what they are, in their own unit', () => {
    expect(headlineOf([[0, 'Base.f()', 2, 2]], { shape: 'tree' }, 'stacks')).toBe('2.00 ms in 1 call: stacks of another tool, not inference alone; 100 % in Base')
    expect(headlineOf([[0, 'f', 1, 1]], { unit: 'bytes' }, 'stacks')).toBe('977 KiB in 1 call: stacks of another tool, in bytes, not inference alone')
    expect(headlineOf([[0, 'f', 3e-6, 3e-6]], { unit: 'count' }, 'stacks')).toBe('3 samples in 1 call: stacks of another tool, not inference alone')
  })
})

describe('outputs', () => {
  const builder = new ProfileBuilder()
  const source = builder.source({ name: 'run.txt', format: 'text', bytes: 10 })
  const stacks = addCalls(builder, 'stacks', [[0, 'a', 1, 1]], { title: 'cpu', source })
  const list = addCalls(builder, 'inference', [[0, 'Base.f()', 1, 1], [0, 'Base.g()', 1, 1], [0, 'Base.h()', 1, 1]], { shape: 'list' })
  const small = addCalls(builder, 'inference', TREE.slice(0, 2))
  const large = addCalls(builder, 'inference', TREE, {
    title: 'After', command: 'print_tree(tinf)', source, firstLine: 12, lastLine: 16, provenance: { kind: 'measured', tool: '@snoop_inference', julia: '', error: '' },
  })
  builder.block({ part: 'inference', format: 'test', title: 'empty', shape: 'list', times: 'none' })
  const profile = builder.finish()
  const outputs = outputsOf(profile)

  it('are those with rows, inference before stacks', () => {
    expect(outputs.map(({ index }) => index)).toEqual([list, small, large, stacks])
    expect(outputGroups(outputs).map(({ kind, outputs: of }) => `${kind}: ${of.length}`)).toEqual(['Inference: 3', 'Stacks of other profilers: 1'])
  })
  it('begin with the fullest tree of inference, though a list has more rows', () => {
    expect(firstOutput(outputs)?.index).toBe(large)
    expect(firstOutput(outputs.filter(({ index }) => index === stacks || index === list))?.index).toBe(stacks)
    expect(firstOutput([])).toBeUndefined()
  })
  it('are told apart by title, command, place and provenance', () => {
    expect(outputs.map((output) => outputLabel(profile, output))[2]).toBe('After · print_tree(tinf) · run.txt:12 · measured by @snoop_inference')
  })
  it('have a flame graph only where the calls are known, and times', () => {
    const why = (index: number, total = 1) => outputs.filter((one) => one.index === index).map((one) => whyNoFlame(one, total))[0]
    expect(why(large)).toBeUndefined()
    expect(why(list)).toMatch(/flat list.*print_tree/)
    expect(why(large, 0)).toMatch(/needs times/)
  })
})

describe('tables that add up', () => {
  const builder = new ProfileBuilder()
  const index = addCalls(builder, 'inference', TREE.slice(1).map(([depth, ...rest]): Call => [depth - 1, ...rest]))
  const profile = builder.finish()
  const { block } = only(profile)
  const of = (by: 'instance' | 'method' | 'module' | 'line', shape = block.shape) => {
    const groups = groupCalls(profile, profile.inference, by, [index])
    const columns = groupColumns(groups, { by, part: 'inference', block: { ...block, shape }, whole: 400 * MS })
    return { groups, columns, text: (row: number) => columns.map((column) => cellText(column, profile, row)).join(' | ') }
  }

  it('show each group with its share', () => {
    const { columns, text } = of('module')
    expect(columns.map(({ title }) => title)).toEqual(['Module', 'Exclusive', 'Share', 'Inclusive', 'Calls', 'Instances'])
    expect(text(0)).toBe('Base | 200 ms | 50 % | 240 ms | 2 | 2')
    expect(text(1)).toBe('(not printed: visible in Main) | 160 ms | 40 % | 160 ms | 1 | 1')
  })
  it('have no inclusive times where nobody knows which contain one another', () => {
    expect(of('method', 'list').columns.map(({ id }) => id)).not.toContain('inclusive')
    expect(of('method', 'tree').columns.map(({ id }) => id)).toContain('inclusive')
  })
  it('say that a line was not printed', () => {
    expect(of('line').text(0)).toMatch(/^\(not printed\) \| 400 ms/)
  })
  it('stand for the instance that took most', () => {
    const { groups } = of('module')
    const instances = of('instance').groups
    const heaviest = heaviestFrames(groups, instances)
    const label = (frame: number | undefined) => instances.label[instances.groupOfFrame[frame ?? -1] ?? -1]
    expect([...heaviest].map(label)).toEqual(['Base.f(::Float64)', 'rand(::Int64)', 'Other.g()'])
  })
  it('are of frames where a tool printed no types', () => {
    expect([groupNoun('instance', 'inference'), groupNoun('instance', 'stacks'), groupNoun('module', 'stacks')]).toEqual(['instances', 'frames', 'modules'])
  })
  it('are explained by a legend: what occurs, and the packages by weight', () => {
    const entries = flameLegend(profile, profile.inference, only(profile).rows, of('instance').groups, LIGHT)
    expect(entries.map(({ label, mark }) => (mark ? `${label} (${mark})` : label))).toEqual([
      'constant propagation (overline)', 'Base', 'Other', 'module not printed', 'several, narrow',
    ])
    expect(entries[1]?.color).toBe(moduleColour('Base', LIGHT))
  })
})

describe('advice for triggers', () => {
  const builder = new ProfileBuilder()
  const categories = SCHEMA.triggers.category.oneOf
  const list = builder.block({ part: 'triggers', format: 'inference-triggers', title: 'Inference triggers' })
  const advised = builder.block({ part: 'triggers', format: 'trigger-suggestions', title: 'Suggestions' })
  const trigger = (callee: string, site: string, siteLine: number) =>
    builder.add('triggers', { callee: builder.frame({ signature: callee }), siteFile: site, siteLine, block: list })
  const suggestion = (callee: string | undefined, site: string, siteLine: number, category: (typeof categories)[number]) =>
    builder.add('triggers', {
      callee: callee === undefined ? undefined : builder.frame({ signature: callee }), siteFile: site, siteLine, category, advice: `${category} at ${siteLine}`, block: advised,
    })
  const rows = [
    trigger('f(::Int64)', './a.jl', 1), trigger('g(::Int64)', './a.jl', 1), trigger('h()', 'b.jl', 2), trigger('k()', 'b.jl', 3), trigger('m()', 'c.jl', 9),
  ]
  suggestion('f(::Int64)', './a.jl', 1, 'UnspecCall')
  suggestion(undefined, 'b.jl', 2, 'CalleeVararg')
  suggestion(undefined, 'b.jl', 3, 'ErrorPath')
  const last = suggestion(undefined, 'b.jl', 3, 'Invoke')
  const profile = builder.finish()

  it('is that of the same site and callee; none where suggestions disagree or speak of another call', () => {
    expect(rows.map((row) => adviceFor(profile, row)?.category)).toEqual(['UnspecCall', undefined, 'CalleeVararg', undefined, undefined])
  })
  it('is a suggestion’s own', () => {
    expect(adviceFor(profile, last)).toEqual({ category: 'Invoke', advice: 'Invoke at 3', from: last })
  })
  it('stands in the columns beside the call', () => {
    expect(TRIGGER_COLUMNS.slice(0, 5).map(({ id }) => id)).toEqual(['calleeSignature', 'category', 'site', 'callerSignature', 'advice'])
    expect(TRIGGER_COLUMNS.slice(0, 3).map((column) => cellText(column, profile, rows[0] ?? -1))).toEqual(['f(::Int64)', 'UnspecCall', './a.jl:1'])
    expect(TRIGGER_COLUMNS.map(({ id }) => id).sort()).toEqual(PART_COLUMNS.triggers.map(({ id }) => id).sort())
  })
  it('is summed up where there is nothing else', () => {
    expect(otherHeadline(profile)).toBe('5 inference triggers; 1 by “unspecialised call”')
    expect(otherHeadline(new ProfileBuilder().finish())).toBe('')
  })
  it('is explained for every category', () => {
    for (const category of categories.filter((one) => one !== 'none')) {
      const { means, todo } = CATEGORY_ADVICE[category]
      expect(means, category).toMatch(/\.$/)
      expect(todo, category).toMatch(/\.$/)
    }
  })
})

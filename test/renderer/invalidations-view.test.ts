/** What the view of invalidations says and keeps, apart from how it is drawn. */
import { describe, expect, it } from 'vitest'
import { countsColumns, countsTable } from '../../src/renderer/src/views/invalidations/counts'
import { headlineOf } from '../../src/renderer/src/views/invalidations/headline'
import { filterByModule, modulesOf, rowsUnder, tabOf } from '../../src/renderer/src/views/invalidations/outputs'
import { ownerOfFile, ownerText } from '../../src/shared/profile/package-of-file'
import { rowText } from '../../src/renderer/src/views/invalidations/wording'
import { ProfileBuilder } from '../../src/shared/profile/builder'
import type { Profile } from '../../src/shared/profile/tables'

describe('ownerOfFile', () => {
  it.each([
    ['~/.julia/packages/Static/sVI3g/src/Static.jl', 'Static', 'Static'],
    [String.raw`C:\Users\me\.julia\packages\Static\sVI3g\src\Static.jl`, 'Static', 'Static'],
    ['/home/me/dev/Invalidator/src/Invalidator.jl', 'Invalidator', 'Invalidator'],
    ['/home/me/src/MyPkg.jl/src/MyPkg.jl', 'MyPkg', 'MyPkg'],
    ['/x/packages/Adapt/abcde/ext/AdaptStaticArraysExt.jl', 'AdaptStaticArraysExt', 'Adapt'],
    ['/opt/julia/share/julia/stdlib/v1.10/Pkg/src/API.jl', 'Pkg.API', 'Pkg (standard library)'],
    ['abstractarray.jl', 'Base', 'Base'],
    ['REPL[3]', 'Main', 'Main (typed in the session)'],
    ['/tmp/script.jl', 'Main', 'Main'],
    ['', 'Base.Iterators', 'Base'],
    ['', '', ''],
  ])('%s of %s belongs to %s', (file, module, owner) => {
    expect(ownerText(ownerOfFile(file, module))).toBe(owner)
  })
})

/** Two causes; `!` hits code of Base and of A, `f` code of A alone. */
function trees(notes: readonly string[] = []): Profile {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'invalidations', format: 'invalidation-trees', title: 'trees', shape: 'tree', notes })
  const cause = (signature: string, module: string, children: number): number =>
    builder.add('invalidations', { kind: 'cause', reason: 'inserting', frame: builder.frame({ signature, module, kind: 'method' }), children, block })
  const node = (parent: number, signature: string, children: number): number =>
    builder.add('invalidations', { kind: 'mtBackedges', parent, frame: builder.frame({ signature }), children, block })
  const not = cause('!(::Static.False)', 'Static', 181)
  node(not, 'Base.isbadzero(::Any)', 180)
  const inner = node(not, 'A.g(::Any)', 1)
  node(inner, 'Base.h(::Any)', 0)
  const f = cause('f(::Int)', 'B', 49)
  node(f, 'A.k(::Any)', 49)
  builder.add('invalidations', { kind: 'mtCache', parent: f, children: 2, block })
  return builder.finish()
}
const NO_COUNTS = countsTable(new ProfileBuilder().finish(), -1)
const said = (profile: Profile): string => headlineOf(profile, 'trees', rowsUnder(profile, 'trees', -1), [0], NO_COUNTS)

describe('the headline of trees', () => {
  it('names the worst definition and its part of all', () => {
    expect(said(trees())).toBe('!(::Static.False) in Static invalidated 181 of 230 instances')
  })
  it('says that a list that was cut is the least', () => {
    expect(said(trees(['The list is incomplete: lines were left out.']))).toBe('!(::Static.False) in Static invalidated at least 181 of 230 instances')
  })
  it('counts the roots where nothing stands below them', () => {
    const builder = new ProfileBuilder()
    const block = builder.block({ part: 'invalidations', format: 'invalidation-trees', title: 'tree', shape: 'tree' })
    const cause = builder.add('invalidations', { kind: 'cause', reason: 'deleting', frame: builder.frame({ signature: 'g(x)', module: 'Main', kind: 'method' }), children: 0, block })
    builder.add('invalidations', { kind: 'backedges', parent: cause, frame: builder.frame({ signature: 'h(::Int)' }), children: 0, block })
    expect(said(builder.finish())).toBe('g(x) in Main, deleted, invalidated 1 instance, from which nothing else was compiled')
  })
  it('is there for a list without trees, too', () => {
    expect(headlineOf(new ProfileBuilder().finish(), 'trees', new Int32Array(), [], NO_COUNTS)).toBe('Nothing was invalidated')
  })
})

describe('filterByModule', () => {
  const profile = trees()
  const all = rowsUnder(profile, 'trees', -1)
  const shown = (filter: Parameters<typeof filterByModule>[2]): string[] => Array.from(filterByModule(profile, all, filter), (row) => rowText(profile, row))

  it('keeps whole trees by the module of their cause', () => {
    expect(shown({ cause: 'B' })).toEqual(['f(::Int)', 'A.k(::Any)', '2 entries of dispatch caches'])
  })
  it('keeps what was hit with all that stands above it', () => {
    expect(shown({ victim: 'Base' })).toEqual(['!(::Static.False)', 'Base.isbadzero(::Any)', 'A.g(::Any)', 'Base.h(::Any)'])
    expect(shown({ victim: 'Base', cause: 'B' })).toEqual([])
  })
  it('keeps everything without a filter', () => {
    expect(shown({})).toHaveLength(all.length)
  })
  it('offers modules by how many rows they have', () => {
    expect(modulesOf(profile, all.filter((row) => (profile.invalidations.parent[row] ?? -1) >= 0)).map(({ module, count }) => `${module} ${count}`)).toEqual(['A 2', 'Base 2', ' 1'])
  })
})

describe('tables of counts', () => {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'counts', format: 'invalidation-counts', title: 'counts' })
  for (const [name, before, after] of [['Revise', 23, 0], ['Plots', 3156, 118], ['Flux', 3461, -1]] as const) {
    builder.add('counts', { name, version: '1', label: 'Julia 1.5', count: before, block })
    builder.add('counts', { name, version: '1', label: 'master branch', count: after, block })
  }
  const profile = builder.finish()
  const table = countsTable(profile, -1)

  it('stand side by side, with the change', () => {
    const columns = countsColumns(table)
    expect(columns.map(({ title }) => title)).toEqual(['Package', 'Version', 'Julia 1.5', 'master branch', 'Change'])
    expect(columns.map((column) => column.value(profile, 1))).toEqual(['Plots', '1', 3156, 118, (118 / 3156 - 1) * 100])
    expect(columns.at(-1)?.value(profile, 2)).toBeNaN()
    expect(table.nameOf(3)).toBe(1)
    expect(table.rowAt(1, 1)).toBe(3)
  })
  it('are added up over the packages that have both', () => {
    expect(headlineOf(profile, 'counts', new Int32Array(), [0], table)).toBe('Invalidations of 2 packages: 3,179 on Julia 1.5, 118 on master branch')
  })
})

it('puts each output under its tab', () => {
  const builder = new ProfileBuilder()
  builder.block({ part: 'invalidations', format: 'invalidation-trees', title: '', shape: 'tree' })
  builder.block({ part: 'invalidations', format: 'precompile-blockers', title: '', shape: 'tree' })
  builder.block({ part: 'invalidations', format: 'report-invalidations', title: '', shape: 'grouped' })
  builder.block({ part: 'invalidations', format: 'uinvalidated', title: '' })
  builder.block({ part: 'counts', format: 'invalidation-counts', title: '' })
  expect(builder.finish().blocks.map(tabOf)).toEqual(['trees', 'blockers', 'report', 'list', 'counts'])
})

/** Which invalidation hit which stale instance, and what it cost. */
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { invalidationLinks } from '../../../src/shared/profile/invalidation-links'
import { SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'

const CAUSE = SCHEMA.invalidations.kind.oneOf.indexOf('cause')

/** Trees and a list of stale instances, as two outputs of one session. */
function session(): Profile {
  const builder = new ProfileBuilder()
  const trees = builder.block({ part: 'invalidations', format: 'invalidation-trees', title: 'trees', shape: 'tree' })
  const list = builder.block({ part: 'invalidations', format: 'uinvalidated', title: 'list' })
  const stale = builder.block({ part: 'stale', format: 'inference-list', title: 'stale' })
  const frame = (signature: string): number => builder.frame({ signature })
  const method = (signature: string): number => builder.frame({ signature, kind: 'method', module: 'M', file: 'm.jl', line: 1 })
  const f = builder.add('invalidations', { kind: 'cause', reason: 'inserting', frame: method('f(::Int)'), children: 3, block: trees })
  const root = builder.add('invalidations', { kind: 'backedges', parent: f, frame: frame('g(::Vector{Int64})'), children: 2, block: trees })
  builder.add('invalidations', { kind: 'node', parent: root, frame: frame('h(::Any)'), children: 0, block: trees })
  builder.add('invalidations', { kind: 'node', parent: root, frame: frame('h(::Any)'), children: 0, block: trees })
  const other = builder.add('invalidations', { kind: 'cause', reason: 'inserting', frame: method('k(::Int)'), children: 1, block: trees })
  builder.add('invalidations', { kind: 'mtBackedges', parent: other, frame: frame('h(::Any)'), children: 0, block: trees })
  builder.add('invalidations', { kind: 'unique', frame: frame('listed(::Any)'), block: list })
  for (const [signature, exclusive] of [['Main.g(::Array{Int64, 1})', 5], ['h(::Any)', 7], ['listed(::Any)', 1], ['nowhere(::Any)', 1]] as const) {
    builder.add('stale', { frame: frame(signature), exclusive, inclusive: 100, block: stale })
  }
  return builder.finish()
}

describe('invalidationLinks', () => {
  it('finds the instance in other words, in every tree, and says how it knows', () => {
    const { hits } = invalidationLinks(session())
    expect(hits.map((hit) => hit && [hit.by, [...hit.rows], [...hit.causes]])).toEqual([
      ['signature', [1], [0]],
      ['signature', [2, 3, 5], [0, 4]],
      ['list', [6], []],
      undefined,
    ])
  })

  it('adds exclusive times once for each row at or above which the instance stands', () => {
    const { staleTime, staleCount, causeOf, below, uniqueCount } = invalidationLinks(session())
    expect([...staleTime]).toEqual([12, 12, 7, 7, 7, 7, 1])
    expect([...staleCount]).toEqual([2, 2, 1, 1, 1, 1, 1])
    expect([...causeOf]).toEqual([0, 0, 0, 0, 4, 4, -1])
    expect([...below]).toEqual([3, 2, 0, 0, 1, 0, 0])
    expect(uniqueCount).toBe(1)
  })

  it('brings what precompile_blockers measured to the trees of the same methods', async () => {
    const folder = 'test/fixtures/formats/invalidations/own_invalidator_mixed'
    const texts = await Promise.all(['trees.txt', 'precompile_blockers.txt'].map((name) => readFile(`${folder}/${name}`, 'utf8')))
    const profile = await importBytes(Buffer.from(texts.join('\n\n')), 'session.txt')
    const { cost } = invalidationLinks(profile)
    const { kind, block, frame } = profile.invalidations
    const ofTrees = profile.blocks.findIndex(({ format }) => format === 'invalidation-trees')
    const costs = Array.from(kind.keys()).filter((row) => kind[row] === CAUSE && block[row] === ofTrees).map((row) => {
      const name = profile.strings[profile.frames.name[frame[row] ?? -1] ?? -1]
      return [name, cost[row]]
    })
    expect(costs).toEqual([['joinpath', Number.NaN], ['isequal', Number.NaN], ['==', Number.NaN], ['convert', 9_332_000], ['==', 5_390_435]])
    // A root has the time that was printed for it, not that of its cause.
    const ofRoots = Array.from(kind.keys()).filter((row) => block[row] === ofTrees && kind[row] !== CAUSE).map((row) => cost[row] ?? Number.NaN)
    expect(ofRoots.filter((time) => !Number.isNaN(time))).toEqual([9_332_000, 1_395_737, 1_849_991, 2_144_707])
  })

  it('has nothing to say of a profile without invalidations', () => {
    const { hits, cost, uniqueCount } = invalidationLinks(new ProfileBuilder().finish())
    expect([hits.length, cost.length, uniqueCount]).toEqual([0, 0, 0])
  })
})

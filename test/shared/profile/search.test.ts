import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { fuzzyMatch, fuzzyRank, searchProfile, textMatcher } from '../../../src/shared/profile/search'

describe('textMatcher', () => {
  it('folds case unless the query has capitals', () => {
    expect(textMatcher('vector')('Base.Vector{Int}')).toBe(true)
    expect(textMatcher('Vector')('Base.Vector{Int}')).toBe(true)
    expect(textMatcher('Vector')('vector')).toBe(false)
    expect(textMatcher('')('anything')).toBe(true)
  })

  it('takes every query literally', () => {
    expect(textMatcher('.*')('abc')).toBe(false)
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (query, before, after) => {
      expect(textMatcher(query)(before + query + after)).toBe(true)
    }))
  })
})

describe('searchProfile', () => {
  const builder = new ProfileBuilder()
  const source = builder.source({ name: 'x', format: 'text', bytes: 1 })
  const imports = builder.block({ part: 'imports', format: 'x', title: 'x' })
  const inference = builder.block({ part: 'inference', format: 'x', title: 'x' })
  const stale = builder.block({ part: 'stale', format: 'x', title: 'x' })
  builder.add('imports', { name: 'StaticArrays', block: imports })
  builder.add('imports', { name: 'Foo', owner: 'StaticArrays', kind: 'extension', block: imports })
  builder.add('imports', { name: 'Bar', block: imports })
  const frame = builder.frame({ signature: 'StaticArrays.similar_type(::Int64)' })
  builder.add('inference', { frame: builder.frame({ signature: 'map()', file: 'abstractarray.jl' }), block: inference })
  builder.add('inference', { frame, block: inference })
  builder.add('stale', { frame, block: stale })
  builder.add('unparsed', { text: 'StaticArrays said something', source, line: 3 })
  const profile = builder.finish()

  it('finds rows by their own texts and by those of their frames, in every part', () => {
    const result = searchProfile(profile, 'staticarrays')
    expect([...result.frames]).toEqual([1, 0])
    expect(result.frameCount).toBe(1)
    expect([...result.rows.imports]).toEqual([0, 1])
    expect([...result.rows.inference]).toEqual([1])
    expect([...result.rows.stale]).toEqual([0])
    expect([...result.rows.triggers]).toEqual([])
    expect([...result.unparsed]).toEqual([0])
    expect(result.total).toBe(5)
  })

  it('finds by file, and finds nothing for nothing', () => {
    expect([...searchProfile(profile, 'abstractarray.jl').rows.inference]).toEqual([0])
    expect(searchProfile(profile, 'Staticarrays').total).toBe(0)
    expect(searchProfile(profile, '').total).toBe(0)
  })
})

describe('fuzzyRank', () => {
  const commands = ['Open file', 'Save as Backedge profile', 'Show flame graph', 'Time order', 'Left heavy', 'Toggle theme', 'Copy stack']
  const ranked = (query: string, items = commands): string[] => fuzzyRank(query, items, (item) => item).map(({ item }) => item)

  it('prefers starts of words and letters side by side', () => {
    expect(ranked('lh')[0]).toBe('Left heavy')
    expect(ranked('fl')[0]).toBe('Show flame graph')
    expect(ranked('st', ['List', 'Copy stack', 'Some title'])).toEqual(['Some title', 'Copy stack', 'List'])
    expect(ranked('to')[0]).toBe('Time order')
    expect(ranked('export', ['Export table as CSV', 'File: Export'])).toEqual(['Export table as CSV', 'File: Export'])
    expect(ranked('export', ['Edit: Export table', 'File: Export'])).toEqual(['File: Export', 'Edit: Export table'])
    expect(ranked('inv', ['main view', 'Invalidations', 'INV'])).toEqual(['INV', 'Invalidations', 'main view'])
  })

  it('drops what does not match and keeps the order for an empty query', () => {
    expect(ranked('xyz')).toEqual([])
    expect(ranked('')).toEqual(commands)
    expect(ranked('  ')).toEqual(commands)
  })

  it('marks the letters that it found', () => {
    expect(fuzzyMatch('lh', 'Left heavy')?.positions).toEqual([0, 5])
    expect(fuzzyMatch('eavy', 'Left heavy')?.positions).toEqual([6, 7, 8, 9])
  })

  it('finds every subsequence, at positions that spell it', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 30 }), fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (text, keep) => {
      const query = Array.from(text, (letter, at) => (keep[at] ? letter.trim() : '')).join('')
      const match = fuzzyMatch(query, text)
      expect(match).toBeDefined()
      expect(match?.positions.map((at) => text[at]?.toLowerCase()).join('')).toBe(query.toLowerCase())
      expect(match?.positions.every((at, i, all) => i === 0 || at > (all[i - 1] ?? NaN))).toBe(true)
    }))
  })
})

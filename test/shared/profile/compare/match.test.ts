import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filePath, matchSides, type Named } from '../../../../src/shared/profile/compare/match'
import { signatureKey } from '../../../../src/shared/signature/key'

interface One extends Named {
  readonly signature: string
}

const one = (signature: string, place = '', module = ''): One => {
  const [file = '', line = '-1'] = place.split(':')
  return { signature, module, file, line: Number(line) }
}

/** `a | b` for a pair, `a | –` for what has none; `?` behind what is uncertain. */
function matched(...sides: readonly (readonly One[])[]): string[] {
  const found = matchSides(sides, ({ signature }, gensyms) => signatureKey(signature, gensyms))
  return found.map(({ members, uncertain }) => members.map((at, side) => sides[side]?.[at]?.signature ?? '–').join(' | ') + (uncertain ? ' ?' : ''))
}

describe('matching instances', () => {
  it('finds one instance in two notations, and what only one side has', () => {
    expect(matched([one('Base.map(::Function, ::Vector{Int64})'), one('f(::Int64)')], [one('Tuple{typeof(Base.map), Function, Array{Int64, 1}}'), one('g(::Int64)')])).toEqual([
      'Base.map(::Function, ::Vector{Int64}) | Tuple{typeof(Base.map), Function, Array{Int64, 1}}', 'f(::Int64) | –', '– | g(::Int64)',
    ])
  })

  it('does not take functions of two modules for one', () => {
    expect(matched([one('init()', '', 'A')], [one('init()', '', 'B')])).toEqual(['init() | –', '– | init()'])
    expect(matched([one('A.init()', '', 'A'), one('B.init()', '', 'B')], [one('B.init()', '', 'B'), one('A.init()', '', 'A')])).toEqual(['A.init() | A.init()', 'B.init() | B.init()'])
    expect(matched([one('f()', '', 'Pkg.Inner')], [one('f()', '', 'Inner')])).toEqual(['f() | f()'])
  })

  it('looks past the numbers of gensyms where there is but one', () => {
    expect(matched([one('var"#sum#828"(::Int64)', 'a.jl:3')], [one('var"#sum#12"(::Int64)', 'a.jl:3')])).toEqual(['var"#sum#828"(::Int64) | var"#sum#12"(::Int64)'])
    expect(matched([one('(::var"#5#6")(::Int64)')], [one('(::var"#9#10")(::Int64)')])).toEqual(['(::var"#5#6")(::Int64) | (::var"#9#10")(::Int64) ?'])
  })

  it('tells closures apart by where they stand, though the numbers say the opposite', () => {
    const before = [one('(::var"#1#2")(::Int64)', 'a.jl:10'), one('(::var"#3#4")(::Int64)', 'a.jl:20')]
    const after = [one('(::var"#1#2")(::Int64)', 'a.jl:20'), one('(::var"#3#4")(::Int64)', 'a.jl:10')]
    expect(matched(before, after)).toEqual(['(::var"#1#2")(::Int64) | (::var"#3#4")(::Int64)', '(::var"#3#4")(::Int64) | (::var"#1#2")(::Int64)'])
    expect(matched([one('(::var"#1#2")(::Int64)', 'a.jl:1')], [one('(::var"#1#2")(::Int64)', 'b.jl:1')])).toEqual(['(::var"#1#2")(::Int64) | –', '– | (::var"#1#2")(::Int64)'])
  })

  it('follows closures into the arguments of other functions', () => {
    const side = (first: string, second: string): One[] => [
      one(`(::${first})(::Int64)`, 'a.jl:10'), one(`(::${second})(::Int64)`, 'a.jl:20'), one(`map(::${first}, ::Vector{Int64})`, 'abstractarray.jl:1'), one(`map(::${second}, ::Vector{Int64})`, 'abstractarray.jl:1'),
    ]
    expect(matched(side('var"#1#2"', 'var"#3#4"'), side('var"#3#4"', 'var"#1#2"')).slice(2)).toEqual([
      'map(::var"#1#2", ::Vector{Int64}) | map(::var"#3#4", ::Vector{Int64})', 'map(::var"#3#4", ::Vector{Int64}) | map(::var"#1#2", ::Vector{Int64})',
    ])
  })

  it('says where it could only guess', () => {
    const closure = (number: number): One => one(`(::var"#${number}#${number + 1}")(::Int64)`)
    expect(matched([closure(1), closure(3)], [closure(7), closure(9)]).every((line) => line.endsWith('?'))).toBe(true)
    expect(matched([closure(1), closure(3)], [closure(1), closure(3)]).some((line) => line.endsWith('?'))).toBe(false)
    // One more than before: only those with the same numbers, and marked.
    expect(matched([closure(1), closure(3)], [closure(1), closure(3), closure(5)])).toEqual([
      '(::var"#1#2")(::Int64) | (::var"#1#2")(::Int64) ?', '(::var"#3#4")(::Int64) | (::var"#3#4")(::Int64) ?', '– | (::var"#5#6")(::Int64)',
    ])
  })

  it('matches a third side with the nearest', () => {
    expect(matched([one('f(::Int64)')], [], [one('f(::Int64)')])).toEqual(['f(::Int64) | – | f(::Int64)'])
  })

  it('knows a package’s file wherever its depot lies', () => {
    expect(filePath('/home/a/.julia/packages/Foo/AbC1d/src/x.jl')).toBe('Foo/src/x.jl')
    expect(filePath('C:\\Users\\b\\.julia\\packages\\Foo\\zzz\\src\\x.jl')).toBe('Foo/src/x.jl')
    expect(filePath('./array.jl')).toBe('array.jl')
  })

  const named = fc.record({
    signature: fc.constantFrom('f(::Int64)', 'A.f(::Int64)', '(::var"#1#2")(::Int64)', '(::var"#3#4")(::Int64)', '(::A.var"#3#4")(::Int64)', 'map(::var"#1#2", ::Int64)', 'var"#g#7"(::Any)', 'x where T', '\'"{', ''),
    module: fc.constantFrom('', 'A', 'B', 'A.C'), file: fc.constantFrom('', 'a.jl', 'src/a.jl', 'b.jl'), line: fc.integer({ min: -1, max: 3 }),
  })
  const sides = fc.array(fc.array(named, { maxLength: 8 }), { minLength: 1, maxLength: 4 })
  const key = ({ signature }: One, gensyms: 'exact' | 'stable'): string => signatureKey(signature, gensyms)

  it('has every instance exactly once, and never joins modules that do not agree', () => {
    fc.assert(fc.property(sides, (lists) => {
      const found = matchSides(lists, key)
      for (const [side, list] of lists.entries()) {
        expect(found.flatMap(({ members }) => ((members[side] ?? -1) >= 0 ? [members[side]] : [])).sort()).toEqual([...list.keys()].sort())
      }
      for (const { members } of found) {
        const stable = new Set(members.flatMap((at, side) => lists[side]?.[at] ?? []).map((entry) => key(entry, 'stable')))
        expect(stable.size).toBe(1)
      }
    }))
  })

  it('finds the same pairs whichever side stands first, and itself in itself', () => {
    fc.assert(fc.property(fc.array(named, { maxLength: 8 }), fc.array(named, { maxLength: 8 }), (a, b) => {
      const pairs = (left: readonly One[], right: readonly One[], swapped: boolean): string[] =>
        matchSides([left, right], key).flatMap(({ members: [x = -1, y = -1] }) => (x >= 0 && y >= 0 ? [swapped ? `${y} ${x}` : `${x} ${y}`] : [])).sort()
      expect(pairs(b, a, true).length).toBe(pairs(a, b, false).length)
      const self = matchSides([a, a], key)
      expect(self.every(({ members: [x, y] }) => x === y || (x !== undefined && y !== undefined && a[x]?.signature === a[y]?.signature))).toBe(true)
    }))
  })
})

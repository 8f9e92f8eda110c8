/** `@time_imports`: what each variant says, its nesting, sums and starts; the blocks of the two articles; recordings of Julia 1.10. */
import { describe, expect, it } from 'vitest'
import { SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { fixture } from './fixture'
import { importText } from './import-text'

const ms = (value: number | undefined) => (value ?? Number.NaN) / 1e6

interface Row {
  name: string
  kind: string
  owner: string
  parent: string
  order: number
  start: number
  inclusive: number
  exclusive: number
  compile: number
  recompile: number
  line: number
}

/** Rows with times in milliseconds, in the order of the table. */
function rowsOf(profile: Profile): Row[] {
  const { imports } = profile
  return Array.from({ length: imports.length }, (_, row) => ({
    name: textAt(profile, imports.name[row]),
    kind: SCHEMA.imports.kind.oneOf[imports.kind[row] ?? 0] ?? '',
    owner: textAt(profile, imports.owner[row]),
    parent: textAt(profile, imports.name[imports.parent[row] ?? -1]),
    order: imports.order[row] ?? -1,
    start: ms(imports.start[row]),
    inclusive: ms(imports.inclusive[row]),
    exclusive: ms(imports.exclusive[row]),
    compile: imports.compilePercent[row] ?? Number.NaN,
    recompile: imports.recompilePercent[row] ?? Number.NaN,
    line: imports.line[row] ?? -1,
  }))
}

/** The rows as they were printed: time and name by line of the text. */
function printed(text: string): { line: number, time: number, name: string }[] {
  return text.split('\n').flatMap((line, at) => {
    const match = /([\d.]+) ms +(?:┌ )?(?:\S+ → )?([\w.]+(?:\(\))?)/.exec(line)
    return match ? [{ line: at + 1, time: Number(match[1]), name: match[2] ?? '' }] : []
  })
}

const ALL = [
  'time-imports/recursive-array-tools.md',
  'time-imports/scimlbase.md',
  'time-imports/recursive-array-tools.flush-left.txt',
  'time-imports/scimlbase.flush-left.txt',
  'time-imports/arrayinterface_ext.txt',
  'time-imports/colors.txt',
  'time-imports/mixed_session.txt',
  'time-imports/own_ext.txt',
  'time-imports/own_init.txt',
  'time-imports/own_init.color.txt',
  'time-imports/own_recompilation.txt',
]

describe('every fixture', () => {
  it.each(ALL)('%s: each printed row is there once, with its time and line, and nothing is left over', (path) => {
    const text = fixture(path)
    const profile = importText(text)
    const expected = printed(text.replace(/\u001b\[[\d;]*m/g, ''))
    expect(rowsOf(profile).sort((a, b) => a.line - b.line).map(({ line, inclusive, name }) => ({ line, time: inclusive, name }))).toEqual(expected)
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks).toHaveLength(1)
  })

  it.each(ALL)('%s: exclusive times add up to the times of the roots', (path) => {
    const profile = importText(fixture(path))
    const { imports } = profile
    let roots = 0
    let all = 0
    for (let row = 0; row < imports.length; row++) {
      all += imports.exclusive[row] ?? Number.NaN
      if (imports.parent[row] === -1) roots += imports.inclusive[row] ?? Number.NaN
    }
    expect(all).toBe(roots)
  })
})

describe('the cumulative variant of the 1.8 betas', () => {
  const profile = importText(fixture('time-imports/recursive-array-tools.md'))

  it('says so', () => {
    expect(profile.blocks[0]).toMatchObject({
      part: 'imports',
      title: '@time_imports using RecursiveArrayTools',
      command: '@time_imports using RecursiveArrayTools',
      firstLine: 3,
      lastLine: 22,
      shape: 'tree',
      times: 'inclusive',
      provenance: { kind: 'measured', tool: '@time_imports', julia: '1.8.0-beta1 to rc1, or 1.9-DEV', error: 'rounded to 0.1 ms' },
    })
    const notes = profile.blocks[0]?.notes.join('\n')
    expect(notes).toContain('Times are cumulative')
    expect(notes).toContain('Starts are derived')
    expect(notes).toContain('It is not the time of the whole statement')
  })

  it('nests what was printed above a package below it', () => {
    const tree = (name: string): unknown => {
      const children = rowsOf(profile).filter((row) => row.parent === name)
      return children.length === 0 ? name : { [name]: children.map((row) => tree(row.name)) }
    }
    expect(tree('RecursiveArrayTools')).toEqual({
      RecursiveArrayTools: [
        { ZygoteRules: ['MacroTools'] },
        'Compat',
        'Requires',
        'FillArrays',
        'StaticArrays',
        { LLVMExtra_jll: [{ JLLWrappers: ['Preferences'] }] },
        { GPUArrays: [{ LLVM: ['CEnum'] }, 'Adapt'] },
        'DocStringExtensions',
        'IfElse',
        'RecipesBase',
        { ArrayInterface: ['Static'] },
        'ChainRulesCore',
      ],
    })
  })

  it('derives exclusive times and starts', () => {
    const byName = new Map(rowsOf(profile).map((row) => [row.name, row]))
    expect(byName.get('RecursiveArrayTools')).toMatchObject({ inclusive: 2332.6, exclusive: 65.1, start: 0, order: 19 })
    expect(byName.get('GPUArrays')).toMatchObject({ inclusive: 804.4, exclusive: 693.9, start: 838.5 })
    expect(byName.get('LLVM')).toMatchObject({ exclusive: 103.5, start: 838.5 })
    expect(byName.get('Adapt')).toMatchObject({ exclusive: 1.9, start: 947.1 })
    expect(byName.get('ChainRulesCore')).toMatchObject({ start: 2193.9, inclusive: 73.6 })
  })

  it('reads a copy whose lines lost their leading spaces alike', () => {
    const copy = importText(fixture('time-imports/recursive-array-tools.flush-left.txt'))
    // The copy has lost the row of Adapt as well, so that its time is in GPUArrays.
    const lost = rowsOf(profile).filter((row) => row.name !== 'Adapt')
    const plain = ({ name, parent, start, inclusive }: Row) => ({ name, parent, start, inclusive })
    expect(rowsOf(copy).map(plain)).toEqual(lost.map(plain))
    expect(rowsOf(copy).find((row) => row.name === 'GPUArrays')?.exclusive).toBe(695.8)
    expect(copy.blocks[0]).toMatchObject({ times: 'inclusive', command: '@time_imports using RecursiveArrayTools' })
  })

  it('takes the input from the line above where there is no prompt', () => {
    for (const [path, count, exclusive] of [['scimlbase.md', 13, 2.5], ['scimlbase.flush-left.txt', 12, 4]] as const) {
      const sciml = importText(fixture(`time-imports/${path}`))
      expect(sciml.blocks[0]?.title).toBe('@time_imports using SciMLBase')
      expect(sciml.imports.length).toBe(count)
      expect(rowsOf(sciml).find((row) => row.name === 'ArrayInterfaceStaticArraysCore')?.exclusive).toBe(exclusive)
    }
  })

  it('reads shares of compilation of 1.9-DEV', () => {
    const dev = importText('     10.7 ms  ┌ MacroTools 50.12% compilation time\n     19.2 ms  ZygoteRules 24.84% compilation time (89% recompilation)\n')
    expect(rowsOf(dev)).toMatchObject([
      { name: 'ZygoteRules', compile: 24.84, recompile: 89, exclusive: 8.5, parent: '' },
      { name: 'MacroTools', compile: 50.12, recompile: Number.NaN, parent: 'ZygoteRules' },
    ])
    expect(dev.blocks[0]?.provenance.julia).toBe('1.9-DEV')
  })

  it('keeps rows whose parent is missing and says that lines are missing', () => {
    const cut = importText('      1.0 ms      ┌ A\n      3.0 ms  ┌ B\n')
    expect(rowsOf(cut)).toMatchObject([{ name: 'B', parent: '', exclusive: 2 }, { name: 'A', parent: 'B' }])
    const notes = cut.blocks[0]?.notes.join('\n')
    expect(notes).toContain('1 of the rows stand for themselves')
    expect(notes).toContain('nested by more than one level')
  })

  it('derives no starts inside a row that is shorter than what it loaded', () => {
    const wrong = importText('      9.0 ms  ┌ A\n      3.0 ms  B\n')
    expect(rowsOf(wrong)).toMatchObject([{ name: 'B', start: 0, exclusive: -6 }, { name: 'A', start: Number.NaN, exclusive: 9 }])
    expect(wrong.blocks[0]?.notes.join('\n')).toContain('What B loaded adds up to more than its own time')
  })
})

describe('the flat variants', () => {
  it('1.8: rows follow one another', () => {
    const flat = importText('     50.7 ms  Parsers 17.52% compilation time\n  12852.5 ms  Polymake 24.84% compilation time (89% recompilation)\n')
    expect(rowsOf(flat)).toMatchObject([
      { name: 'Parsers', start: 0, inclusive: 50.7, exclusive: 50.7, compile: 17.52, recompile: Number.NaN, line: 1 },
      { name: 'Polymake', start: 50.7, inclusive: 12852.5, exclusive: 12852.5, compile: 24.84, recompile: 89, line: 2 },
    ])
    expect(flat.blocks[0]).toMatchObject({ times: 'exclusive', shape: 'list', provenance: { julia: '1.8.0-rc2 or later' } })
    expect(flat.blocks[0]?.notes.join('\n')).toContain('The last line is not a total')
  })

  it('1.9: extensions have an owner', () => {
    const profile = importText(fixture('time-imports/arrayinterface_ext.txt'))
    expect(rowsOf(profile).filter((row) => row.kind === 'extension')).toMatchObject([
      { name: 'ArrayInterfaceStaticArraysCoreExt', owner: 'ArrayInterface', inclusive: 0.4, start: 14.7, parent: '' },
    ])
    expect(profile.blocks[0]?.provenance.julia).toBe('1.9 or later')
  })

  it('1.10: `__init__` rows are part of the package printed below them', () => {
    const profile = importText(fixture('time-imports/own_init.txt'))
    expect(rowsOf(profile)).toMatchObject([
      { name: 'InitPkg', kind: 'package', order: 3, inclusive: 159.7, exclusive: 54.8, compile: 95.49, start: 0, line: 4 },
      { name: 'InitPkg.Sub.__init__()', kind: 'init', parent: 'InitPkg', order: 0, inclusive: 0, start: 54.8, line: 1 },
      { name: 'InitPkg.Slow.__init__()', kind: 'init', parent: 'InitPkg', order: 1, inclusive: 104.8, compile: 97.19, start: 54.8, line: 2 },
      { name: 'InitPkg.__init__()', kind: 'init', parent: 'InitPkg', order: 2, inclusive: 0.1, start: 159.6, line: 3 },
    ])
    expect(profile.blocks[0]).toMatchObject({ times: 'exclusive', provenance: { julia: '1.10 or later' } })
    expect(profile.blocks[0]?.notes.join('\n')).toContain('contains its `__init__` rows')
  })

  it('1.10: shares of compiling again', () => {
    expect(rowsOf(importText(fixture('time-imports/own_recompilation.txt')))).toMatchObject([
      { name: 'MeterUse', compile: 96.61, recompile: 33, inclusive: 84, exclusive: 56.9 },
      { name: 'MeterUse.__init__()', compile: 99.85, recompile: 100, inclusive: 27.1 },
    ])
  })

  it('1.11: whole names of modules', () => {
    const profile = importText('      0.8 ms  Outer.Inner\n      1.2 ms  PGFPlotsX → PGFPlotsX.ColorsExt\n')
    expect(rowsOf(profile)).toMatchObject([{ name: 'Outer.Inner' }, { name: 'PGFPlotsX.ColorsExt', owner: 'PGFPlotsX' }])
    expect(profile.blocks[0]?.provenance.julia).toBe('1.11 or later')
  })

  it('shares above 100, Inf, NaN and <1 keep their meaning', () => {
    const profile = importText(
      [
        '      0.1 ms  A 250.0% compilation time',
        '      0.0 ms  B Inf% compilation time (100% recompilation)',
        '      0.0 ms  C NaN% compilation time',
        '      9.0 ms  D 10.0% compilation time (<1% recompilation)',
        '  1.2345678e6 ms  E',
        '',
      ].join('\n'),
    )
    expect(rowsOf(profile).map((row) => [row.name, row.inclusive, row.compile, row.recompile])).toEqual([
      ['A', 0.1, 250, Number.NaN],
      ['B', 0, Number.NaN, 100],
      ['C', 0, Number.NaN, Number.NaN],
      ['D', 9, 10, 0.5],
      ['E', 1234567.8, Number.NaN, Number.NaN],
    ])
    const block = profile.blocks[0]
    expect(block?.provenance.julia).toBe('1.8.0-rc2 to 1.10')
    expect(block?.notes).toContain('Shares printed as Inf or NaN are not known: Julia 1.8 to 1.10 divides by the rounded time.')
    expect(block?.notes).toContain('Some compilation shares are above 100 %: Julia 1.8 to 1.10 divides by the rounded time.')
    expect(block?.notes).toContain('Recompilation shares printed as <1% are kept as 0.5 %.')
  })
})

describe('among other output', () => {
  it('goes on after log messages and precompile statements', () => {
    const profile = importText(
      [
        'julia> @time_imports using B',
        '      1.0 ms  A',
        '[ Info: Precompiling B [91bbb1aa-4154-56db-8f4d-e77eb6559bbd]',
        '┌ Warning: careful',
        '└ @ B somewhere.jl:3',
        'precompile(Tuple{typeof(Base.sum), Int64})',
        '      2.0 ms  B',
        'precompile(Tuple{typeof(Base.prod), Int64})',
        '      3.0 ms  C',
        'julia> 1 + 1',
        '2',
      ].join('\n'),
    )
    expect(profile.blocks.map(({ part, firstLine, lastLine }) => [part, firstLine, lastLine])).toEqual([['precompile', 6, 8], ['imports', 2, 9]])
    expect(rowsOf(profile).map((row) => row.name)).toEqual(['A', 'B', 'C'])
    expect(profile.messages.length).toBe(2)
    expect(Array.from(profile.unparsed.line)).toEqual([11])
  })

  it('two calls with prompts are two blocks', () => {
    const profile = importText('julia> @time_imports using A\n      1.0 ms  A\n\njulia> @time_imports using B\n      1.0 ms  B\n')
    expect(profile.blocks.map((block) => block.command)).toEqual(['@time_imports using A', '@time_imports using B'])
  })

  it.each([
    '12.5 ms per call',
    '  3.421 ms  solve',
    '  1.0 ms  two words',
    'took 10.0 ms  Foo',
    '   532.1 ms  ✓ Foo',
    '         1.5 ms (1 allocation)',
  ])('is not %j', (line) => {
    expect(importText(line).imports.length).toBe(0)
  })

  it('the message of a real extension that failed is kept whole', () => {
    const text = fixture('time-imports/own_ext.txt')
    const profile = importText(text)
    const texts = Array.from(profile.messages.text, (index) => textAt(profile, index))
    expect(texts[0]).toMatch(/^Module ExtParentTinyExt with build ID ffffffff-ffff-ffff-0000-065e03ab557b is missing from the cache\.\nThis may mean/)
    expect(texts[1]?.split('\n')).toHaveLength(59)
    expect(texts[1]).toContain('[27] _start()\n')
    expect(Array.from(profile.messages.where, (index) => textAt(profile, index))).toEqual(['Base loading.jl:1948', 'Base loading.jl:1301'])
    expect(Array.from(profile.messages.level, (level) => SCHEMA.messages.level.oneOf[level])).toEqual(['warning', 'error'])
    expect(Array.from(profile.messages.line)).toEqual([1, 4])
  })
})

/** Whole sessions, as people paste and save them: every part is found with its command and lines, the rest is kept. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TEXT_FORMATS } from '../../../src/main/formats/index'
import { Lines } from '../../../src/main/formats/lines'
import { parsePrompt } from '../../../src/main/formats/prompts'
import { MAX_UNPARSED, readSession } from '../../../src/main/formats/session'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'

function blocksOf({ blocks }: Profile): string[] {
  const inOrder = [...blocks].sort((a, b) => a.firstLine - b.firstLine)
  return inOrder.map(({ part, format, command, firstLine, lastLine }) => `${part} ${format} ${firstLine}-${lastLine} ${command}`.trimEnd())
}

function unparsedOf(profile: Profile): string[] {
  const { unparsed } = profile
  return Array.from({ length: unparsed.length }, (_, row) => `${unparsed.line[row] ?? -1} ${textAt(profile, unparsed.text[row])}`)
}

const yellow = (text: string) => `\u001b[33m${text}\u001b[39m`

/** A session on Julia 1.10 with the tools one after another. */
const SESSION = `               _
   _       _ _(_)_     |  Documentation: https://docs.julialang.org
\u001b[32m\u001b[1mjulia> \u001b[22m\u001b[39musing SnoopCompileCore

\u001b[32m\u001b[1mjulia> \u001b[22m\u001b[39minvs = @snoop_invalidations begin
           using Static
       end;
\u001b[36m[ \u001b[39mInfo: Precompiling Static [aedffcd0-7271-4cad-89d0-dc628f76c6d3]

julia> @time_imports using CSV
               ┌ 11.5 ms SparseArrays.CHOLMOD.__init__() ${yellow('89.12% compilation time')}
    330.5 ms  SparseArrays 3.10% compilation time
     50.7 ms  Parsers ${yellow('17.52% compilation time')}${yellow(' (89% recompilation)')}
    133.2 ms  CSV

julia> @time "first call" CSV.read(io,
                                   Table)
first call: 1.183245 seconds (2.28 M allocations: 138.655 MiB, 14.13% gc time, 99.57% compilation time: 98% of which was recompilation)
Table with 3 rows
   7.5  8.5

julia> using SnoopCompile; trees = invalidation_trees(invs)
1-element Vector{SnoopCompile.MethodInvalidations}:
 inserting oneto(::StaticInt{N}) where N @ Static ~/.julia/packages/Static/src/ranges.jl:147 invalidated:
   backedges: 1: superseding oneto(r) @ Base range.jl:469 with MethodInstance for Base.oneto(::Any) (6 children)

julia> print_tree(tinf)
InferenceTimingNode: 0.003000/0.004000 on Core.Compiler.Timings.ROOT() with 1 direct children
└─ InferenceTimingNode: 0.000700/0.001000 on Main.f(::Int64) with 1 direct children
   └─ InferenceTimingNode: 0.000300/0.000300 on Base.sum(::Vector{Int64}) with 0 direct children

julia> staleinstances(tinf)
2-element Vector{SnoopCompileCore.InferenceTiming}:
 InferenceTiming: 0.000051/0.010410 on Base.f(::Any)
 InferenceTiming: 0.000442/0.010359 on Base.g(::Any)

julia> length(invs)
1043

(@v1.10) pkg> status
Status \`~/.julia/environments/v1.10/Project.toml\`

shell> julia --trace-compile=stderr -e 'f(1)'
precompile(Tuple{typeof(Main.f), Int64})
hello from the program
precompile(Tuple{typeof(Base.print), String})

julia> exit()
`

test('a long session in the REPL', () => {
  const profile = importText(SESSION)
  expect(blocksOf(profile)).toEqual([
    'imports time-imports 11-14 @time_imports using CSV',
    'timings time-macro 18-18 @time "first call" CSV.read(io,\n                            Table)',
    'invalidations invalidation-trees 23-25 using SnoopCompile; trees = invalidation_trees(invs)',
    'inference inference-tree 28-30 print_tree(tinf)',
    'stale inference-list 33-35 staleinstances(tinf)',
    "precompile trace-compile 44-46 shell> julia --trace-compile=stderr -e 'f(1)'",
  ])
  expect(unparsedOf(profile)).toEqual([
    '1                _',
    '2    _       _ _(_)_     |  Documentation: https://docs.julialang.org',
    '19 Table with 3 rows',
    '20    7.5  8.5',
    '38 1043',
    '41 Status `~/.julia/environments/v1.10/Project.toml`',
    '45 hello from the program',
  ])
  expect(Array.from(profile.messages.text, (at) => textAt(profile, at))).toEqual(['Precompiling Static [aedffcd0-7271-4cad-89d0-dc628f76c6d3]'])
  expect([...profile.messages.line]).toEqual([8])
})

/** Two kinds of output, to be found wherever they stand. */
const OUTPUT = [
  '     50.7 ms  Parsers 17.52% compilation time',
  '    133.2 ms  CSV',
  'inserting f(::Int64) @ Main REPL[9]:1 invalidated:',
  '   1 mt_cache',
]

describe('around the same output', () => {
  const expected = importText(OUTPUT.join('\n'))

  test('nothing', () => {
    expect(blocksOf(expected)).toEqual(['imports time-imports 1-2', 'invalidations invalidation-trees 3-4'])
  })

  test.each<[name: string, wrap: (line: string, at: number) => string]>([
    ['Windows line ends', (line) => `${line}\r`],
    ['doubled Windows line ends', (line) => `${line}\r\r`],
    ['progress that was overwritten', (line) => `Progress:  6%\rProgress: 12%\r${line}`],
    ['colours and shell integration of an editor', (line) => `\u001b]633;A\u0007\u001b[1m${line}\u001b[0m`],
    ['timestamps of GitHub Actions', (line, at) => `2024-01-01T00:00:0${at}.1234567Z ${line}`],
    ['a downloaded GitHub log', (line, at) => `test\tRun julia\t2024-01-01T00:00:0${at}.1234567Z ${line}`],
    ['Jenkins', (line) => `[2024-01-01T00:00:00.123Z] ${line}`],
    ['docker build', (line, at) => `#12 ${at}.345 ${line}`],
    ['another process of Julia', (line) => `      From worker 2:\t${line}`],
    ['quotes in a mail', (line) => `> ${line}`],
    ['a quote in a quote', (line) => `> > ${line}`],
    ['no-break spaces of a web page', (line) => line.replaceAll(' ', '\u00a0')],
  ])('%s', (_, wrap) => {
    const profile = importText(OUTPUT.map(wrap).join('\n'))
    expect(blocksOf(profile)).toEqual(blocksOf(expected))
    expect(unparsedOf(profile)).toEqual([])
    expect(profile.imports).toEqual(expected.imports)
    expect(profile.invalidations).toEqual(expected.invalidations)
  })

  test.each<[name: string, before: string, after: string]>([
    ['a code block', '```julia', '```'],
    ['a code block with attributes', '```jldoctest; filter = r"x"', '```'],
    ['a long fence', '``````text', '``````'],
    ['details of GitHub', '<details>\n<summary>times</summary>\n\n```', '```\n\n</details>'],
    ['details of Discourse', '[details="Output"]\n```', '```\n[/details]'],
    ['HTML', '<pre><code class="language-julia">', '</code></pre>'],
  ])('%s', (_, before, after) => {
    const profile = importText([before, ...OUTPUT, after].join('\n'))
    const shift = before.split('\n').length
    expect(blocksOf(profile)).toEqual([`imports time-imports ${1 + shift}-${2 + shift}`, `invalidations invalidation-trees ${3 + shift}-${4 + shift}`])
    expect(unparsedOf(profile).filter((line) => !line.includes('times'))).toEqual([])
  })

  test('a code block in a list is indented, its output is not', () => {
    const profile = importText(['1. Load it:', '', '   ```', ...OUTPUT.map((line) => `   ${line}`), '   ```', ''].join('\n'))
    expect(profile.imports).toMatchObject({ inclusive: expected.imports.inclusive })
    expect(unparsedOf(profile)).toEqual(['1 1. Load it:'])
  })

  test('Docker Compose puts the service before each line', () => {
    const output = [...OUTPUT, 'done', 'done again']
    const profile = importText(output.map((line) => `julia-1  | ${line}`).join('\n'))
    expect(blocksOf(profile)).toEqual(blocksOf(expected))
    expect(unparsedOf(profile)).toEqual(['5 julia-1  | done', '6 julia-1  | done again'])
  })

  test('a byte order mark', () => {
    expect(blocksOf(importText(`\ufeff${OUTPUT.join('\n')}`))).toEqual(blocksOf(expected))
  })

  test('carriage returns alone', () => {
    expect(blocksOf(importText(OUTPUT.join('\r')))).toEqual(blocksOf(expected))
  })
})

describe('what was typed', () => {
  const tree = 'inserting f(::Int64) @ Main REPL[9]:1 invalidated:\n   1 mt_cache\n'
  const commandOf = (typed: string) => importText(`${typed}\n${tree}`).blocks[0]?.command

  test.each([
    ['julia> trees[end]', 'trees[end]'],
    ['(Foo) julia> trees[end]', 'trees[end]'],
    ['In [3]: trees[end]', 'trees[end]'],
    ['julia-1.10> trees[end]', 'trees[end]'],
    ['1|julia> trees[end]', 'trees[end]'],
    ['(@v1.10) pkg> precompile', 'pkg> precompile'],
    ['$ julia --project script.jl', 'julia --project script.jl'],
    ['me@host:~/dev$ JULIA_DEBUG=loading julia -e "f()"', 'JULIA_DEBUG=loading julia -e "f()"'],
    ['PS C:\\dev> julia.exe -e 1', 'julia.exe -e 1'],
    ['##[group]Run julia --color=yes script.jl', 'julia --color=yes script.jl'],
    ['julia> f = function (x)\n           x[end]\n       end;', 'f = function (x)\n    x[end]\nend;'],
    ['julia> g(x) =\n           x + 1 # )', 'g(x) =\n    x + 1 # )'],
    ['julia> s = """\n\n       a (\n       """', 's = """\na (\n"""'],
    ['no prompt at all', ''],
    ['julia> a\n\n```\n', ''],
  ])('%j', (typed, command) => {
    expect(commandOf(typed)).toBe(command)
  })

  test('an indented line below a whole input is output', () => {
    const profile = importText(`julia> show(x)\n        12.5  13.5\n${tree}`)
    expect(unparsedOf(profile)).toEqual(['2         12.5  13.5'])
    expect(profile.blocks[0]?.command).toBe('show(x)')
  })

  test('a notebook puts Out[1]: before the output', () => {
    const profile = importText(`In [1]: trees[end]\nOut[1]: ${tree}`)
    expect(blocksOf(profile)).toEqual(['invalidations invalidation-trees 2-3 trees[end]'])
  })

  test('a prompt glued to its fence is a prompt', () => {
    const profile = importText(`\`\`\`\`\`\`julia> show(trees[end-1])\n${tree.trimEnd()}\`\`\`\`\`\`\nprose\n${tree}`)
    expect(blocksOf(profile)).toEqual(['invalidations invalidation-trees 2-3 show(trees[end-1])', 'invalidations invalidation-trees 5-6'])
  })
})

test('a benchmark with a progress bar is no profile', () => {
  const text = `With us now seeing results like:

\`\`\`\`\`\`Progress:   6%
█████████                                                                           |  ETA: 0:49:51
Size:                    (17, 17)
RecursiveFactorization:  (MedianGFLOPS = 3.053, MaxGFLOPS = 5.323)
MKL:                     (MedianGFLOPS = 2.047, MaxGFLOPS = 2.198)
OpenBLAS:                (MedianGFLOPS = 2.509, MaxGFLOPS = 2.762)

Progress:   6%
████████                                                                            |  ETA: 0:50:05
  Size:                    (486, 486)
  RecursiveFactorization:  (MedianGFLOPS = 61.48, MaxGFLOPS = 63.66)
  MKL:                     (MedianGFLOPS = 44.45, MaxGFLOPS = 46.02)
  OpenBLAS:                (MedianGFLOPS = 30.56, MaxGFLOPS = 31.42)\`\`\`\`\`\`
`
  const profile = importText(text)
  expect(profile.blocks).toEqual([])
  expect([...profile.unparsed.line]).toEqual([1, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15])
})

describe('limits', () => {
  test('a line of a megabyte is read, its beginning is kept', () => {
    const parts = ['x', ' ', '(', '{', '│ ', 'a.', 'A, ', '1 ', '"', '`', '> ', 'MethodInstance for f(', 'in x at y:1 ', '- ', '├─ ', ' triggered ', 'Tuple{', ' @ ', ') where ', ' in ', '1: ']
    for (const part of parts) {
      const line = part.repeat(Math.ceil(1_000_000 / part.length))
      const profile = importText(`${line}\n julia> ${line}\ninserting ${line} invalidated:\n`)
      for (const text of profile.unparsed.text) expect(textAt(profile, text).length).toBeLessThan(2100)
    }
  })

  test('no more unparsed lines are kept than can be looked at, the others are counted', () => {
    const profile = importText('nothing to see\n'.repeat(MAX_UNPARSED + 7))
    expect(profile.unparsed.length).toBe(MAX_UNPARSED)
    expect(profile.meta.unparsedDropped).toBe(7)
  })

  test('reading stops when it is cancelled', () => {
    const builder = new ProfileBuilder()
    const lines = new Lines(SESSION)
    expect(() => readSession(lines, TEXT_FORMATS, builder, builder.source({ name: '', format: 'text', bytes: 0 }), AbortSignal.abort())).toThrow()
  })
})

/** Lines that are in a block, a prompt or its continuation, a message, or unparsed. */
function accountedFor(profile: Profile, lines: Lines): Set<number> {
  const lineNumbers = new Set<number>()
  for (const { firstLine, lastLine } of profile.blocks) for (let line = firstLine; line <= lastLine; line++) lineNumbers.add(line)
  for (const line of profile.unparsed.line) lineNumbers.add(line)
  for (const [row, line] of profile.messages.line.entries()) {
    // A box has a line for its place below its text.
    const height = textAt(profile, profile.messages.text[row]).split('\n').length + 1
    for (let below = 0; below < height; below++) lineNumbers.add(line + below)
  }
  for (let at = 0; at < lines.length; at++) if (parsePrompt(lines.at(at))) lineNumbers.add(at + 1)
  return lineNumbers
}

describe('any text', () => {
  const known = SESSION.split('\n')
  const line = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...known, '```', '``````julia', '> ', '⋮', '.', '│', '├─ ', '└ @ Base x.jl:1', '┌ Info: a', '   "') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    // A known line that was cut or glued.
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...known), fc.nat(60), fc.constantFrom(...known)).map(([a, at, b]) => a.slice(0, at) + b.slice(at)) },
    { weight: 2, arbitrary: fc.constantFrom(...known).map((text) => text.replaceAll(/\d+/g, '99999999999999999999')) },
  )

  test('never throws, and each line is accounted for', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), (texts, end) => {
        const text = texts.join(end)
        const profile = importText(text)
        const lines = new Lines(text)
        const found = accountedFor(profile, lines)
        for (let at = 0; at < lines.length; at++) {
          // What the REPL indents below an open prompt was typed.
          if (found.has(at + 1) || lines.at(at).trim() === '' || /^ {7}|^\s*\.\.\.: /.test(lines.at(at))) continue
          expect.fail(`line ${at + 1} of ${JSON.stringify(text)} is lost`)
        }
        for (const { firstLine, lastLine } of profile.blocks) {
          expect(firstLine).toBeGreaterThanOrEqual(1)
          expect(lastLine).toBeGreaterThanOrEqual(firstLine)
          expect(lastLine).toBeLessThanOrEqual(lines.length)
        }
      }),
      { numRuns: 400 },
    )
  })
})

/**
 * The marks of formats only save time: whatever a format would find if it were asked about every line, it finds although
 * it is asked about marked lines only. Held over all fixtures, and over their lines mixed and damaged at random.
 */
import { readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextFormat } from '../../../src/main/formats/format'
import { TEXT_FORMATS } from '../../../src/main/formats/index'
import { Lines } from '../../../src/main/formats/lines'
import { MarkedLines } from '../../../src/main/formats/marks'
import { triggerSuggestions } from '../../../src/main/formats/trigger-suggestions'
import { importText } from './import-text'

/** A beginning for each mark: what the fixtures lack. */
const SAMPLES = [
  '| package | Version | # inv., Julia 1.5 |\n|---|---|---|\n| Example | 0.5.3 | 0 |',
  'Package  # inv\nExample  12',
  'PACKAGE  # inv\nExample  12',
  '─────────\n <file name>:<line number>  Function Name  Invalidations  Invalidations %\n─────────\n a.jl:1  f  12  100.0',
  '[ Info: 12 methods invalidated for 3 functions',
  'f(Int64) from g()\n  h(Int64) from f(Int64)\n>> f(Int64) Tuple{typeof(f), Int64}',
  '-- f(Int64)\n-- g(Int64)\n>> f(Int64) Tuple{typeof(f), Int64}',
  'MethodInstance for f(::Int64)\n  MethodInstance for g(::Int64)\n>> f(Int64) Tuple{typeof(f), Int64}',
  '#First\nInferenceTimingNode: 0.003000/0.004000 on Main.f(::Int64) with 0 direct children',
  'InferenceTimingNode: 0.003000/0.004000 on Main.f(::Int64) with\n  0 direct children',
  'root\n├─ MethodInstance for f(::Int64)\n└─ MethodInstance for g(::Int64)',
  'root\n└─ MethodInstance for f(::Int64)',
  'MethodInstance for f(::Int64)\n+-- MethodInstance for g(::Int64)\n\\-- MethodInstance for h(::Int64)',
  'MethodInstance for f(::Int64)\n\\-- MethodInstance for g(::Int64)',
  'TriggerNode for root with 13 direct children',
  'no inference trigger (2 children)\n├─ ./a.jl:3: non-inferrable or unspecialized call, perhaps annotate f() at a.jl:3 with type g()',
  'no inference trigger\n├─ MethodInstance for f(::Int64)',
  'unknown caller, possibly from a Task',
  './a.jl:3: called by Test (ignore)',
  ...triggerSuggestions.marks.map((wording) => `./a.jl:3: ${wording} of f(::Int64)`),
  '1-element Vector{SnoopCompile.Suggested}:',
  '(0.5, f(x) @ Main a.jl:3)\n(0.25, g(x) in Base at b.jl:4)',
  ...Array.from('-0123456789', (first) => `(${first.replace('-', '-1')}, f(x) @ Main a.jl:3)`),
  '2-element Vector{Tuple{Float64, Method}}:',
  '@time_imports using A\n    330.5 ms  A',
  '# @time f()\n  1.183245 seconds (2.28 M allocations: 138.655 MiB)',
  'Precompiling project...',
  '  ✓ A',
  '  ✗ A',
  '   684.1 ms  ? A',
  '  Progress [====>   ]  3/12',
  '  total │ include (deps) (comp) │ methods img-gen cache ~pk-rss',
  '  2.5 s │ 1.2 s 0.5 s 0.1 s │ 120 0.3 s 1.2 MB 300 MB ? A',
  '  2 dependencies successfully precompiled in 4 seconds',
  'The following 1 direct dependency failed to precompile:\n\nA',
  'function _precompile_()\n    Base.precompile(Tuple{typeof(f),Int})   # time: 2.5\nend',
  'const __bodyfunction__ = Dict{Method,Any}()\n\nfunction _precompile_()\nend',
  'function __lookup_kwbody__(mnokw::Method)\n    function getsym(arg)\n    end\nend\nfunction _precompile_()\nend',
  'Base: precompiled 0.1 out of 0.2',
  'total: 0.5\nBase: 0.25 (1)\n    0.25  MethodInstance for f(::Int64)',
  'Base: 0.25 (1)\n    0.25  MethodInstance for f(::Int64)',
  '1-element Vector{Pair{Module, Tuple{Float64, Vector{Tuple{Float64, Core.MethodInstance}}}}}:\n Base => (0.5, [(0.5, MethodInstance for f(::Int64))])',
  '1-element Vector{Pair{Module, Tuple{Float64, Vector{Tuple{Float64, Core.MethodInstance}}}}}:\n Base => (0.5, [])',
  'precompile(f, (Int64,))',
  'length(uinvalidated(invs)) = 12',
  'umis = Core.MethodInstance[MethodInstance for f(::Int64)]',
  'MethodInstance thunk from Main',
  'trees = SnoopCompile.MethodInvalidations[]',
  'Invalidating methods: f(x) in Main at a.jl:3',
  ...['inserting', 'deleting', 'rebinding', 'unknown'].flatMap((reason) => [
    `${reason} f(::Int64) @ Main REPL[9]:1 invalidated:\n   1 mt_cache`,
    `${reason} f(::Int64) @ Main REPL[9]:1 invalidated:\n backedges: 1: MethodInstance for g(::Int64) (0 children)`,
  ]),
  '2-element Vector{SnoopCompile.InstanceNode}:\n MethodInstance for f(::Int64) at depth 0 with 2 children',
  'MethodInstance for f(::Int64) (2 children)',
  'StaleTree[]',
  '┌ LogLevel(-5): x\n└ @ Main a.jl:3',
  '[ LogLevel(1500): x',
  ...['Debug', 'Info', 'Warning', 'Error'].map((level) => `[ ${level}: x`),
  'WARNING: x',
  '┌ Debug: Rejecting cache file F.ji because it has an invalid checksum\n└ @ Base loading.jl:1',
  '[ Info: Precompiling A [ef5dff4f-221e-5eaa-ac18-f8662b2b55f6] (cache misses: wrong source (2))',
  '┌ Debug: Evicting file from cache\n│   evicted_cachefile = "F.ji"\n└ @ Base loading.jl:1',
  '[ Debug: Deserialization checks failed while attempting to load cache from F.ji',
  '[ Debug: Skipping precompilation since __precompile__(false). Importing A [top-level].',
  'ERROR: EOFError: read end of file\nStacktrace:\n [1] parse_cache_header(f::IOStream)\n   @ Base ./loading.jl:2505',
  'ERROR: boom',
  'caused by: boom',
  'Contents of A.ji:\n  modules: Any[A]\n  file size:   123 (123 bytes)\n',
  'caused by: boom\nStacktrace:\n [1] f()\n   @ Main a.jl:1',
  'Stacktrace:\n [1] f()\n   @ Main a.jl:1',
  'julia_f_1\tTuple{typeof(Main.f), Int64}',
  '- \n  before: \n    "julia_f_1":\n        instructions: 3\n        basicblocks: 1\n  time_ns: 5\n  optlevel: 2\n  after: ',
  '0.25\t["Tuple{typeof(Main.f), Int64}"]',
  'Verifier error #1: unresolved invoke from f(x::Any)::Any',
  'Verifier warning #1: unresolved invoke from f(x::Any)::Any',
  '(inv_total, inv_deps) = (12, 3)',
  'This branch: 000000012 (000000003 via deps)',
  ...Array.from('0123456789', (digit) => `total=${digit}00000000\ndeps=000000000`),
  '250\t"Tuple{typeof(Main.f), Int64}"',
]

const folders = ['formats', 'images'].map((name) => new URL(`../../fixtures/${name}/`, import.meta.url))
const fixtures = folders.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(?:txt|md|jl|csv|yaml)$/.test(path)).map((path) => readFileSync(new URL(path, folder), 'utf8')))
const texts = [...SAMPLES, ...fixtures]

/** Lines of `lines` where a block of `format` begins. */
function beginnings(lines: Lines, format: TextFormat): number[] {
  return Array.from({ length: lines.length }, (_, at) => at).filter((at) => format.begins(lines, at))
}

describe.each(TEXT_FORMATS.map((format) => [format.id, format] as const))('%s', (_, format) => {
  it('is asked about every line where one of its blocks begins', () => {
    let begun = 0
    for (const text of texts) {
      const lines = new Lines(text)
      const marked = new MarkedLines(lines, [format])
      for (const at of beginnings(lines, format)) {
        begun++
        expect(marked.mayBegin(at), `line ${at + 1} of ${text.slice(0, 80)}: ${lines.at(at)}`).toBe(true)
      }
    }
    expect(begun).toBeGreaterThan(0)
  })

  it('shows each of its marks in the texts here', () => {
    // So that the test above covers them: without the mark, a block would be missed.
    const uncovered = format.marks.filter((mark) => {
      // Where it says itself at which lines it is to be asked, its marks add to that.
      if (format.starts) return false
      if (format.marks.some((other) => other !== mark && mark.includes(other))) return false
      const others = { ...format, marks: format.marks.filter((other) => other !== mark) }
      if (others.marks.length === 0) return false
      return texts.every((text) => {
        const lines = new Lines(text)
        const marked = new MarkedLines(lines, [others])
        return beginnings(lines, format).every((at) => marked.mayBegin(at))
      })
    })
    expect(uncovered).toEqual([])
  })
})

/** The same format, asked about every line. */
function unmarked(format: TextFormat): TextFormat {
  return { ...format, marks: [''] }
}

const ALL_LINES = texts.flatMap((text) => text.split('\n')).filter((line) => line.length < 500)

it('gives the same profile of any text as if every line were asked about', () => {
  const put = fc.constantFrom('', '\u001b[33m', '\u00a0', '\u200b', '\r', '`', '```', '> ', '(', ' ')
  const damaged = fc.tuple(fc.constantFrom(...ALL_LINES), fc.nat(200), fc.nat(3), put).map(([line, at, cut, text]) => line.slice(0, at) + text + line.slice(at + cut))
  const run = fc.tuple(fc.nat(ALL_LINES.length - 1), fc.integer({ min: 1, max: 8 })).map(([from, count]) => ALL_LINES.slice(from, from + count).join('\n'))
  const everyLine = TEXT_FORMATS.map(unmarked)
  fc.assert(
    fc.property(fc.array(fc.oneof(damaged, run, fc.constantFrom(...SAMPLES)), { maxLength: 20 }), fc.constantFrom('\n', '\r\n'), (parts, end) => {
      const text = parts.join('\n').replaceAll('\n', end)
      expect(importText(text)).toEqual(importText(text, everyLine))
    }),
    { numRuns: 150 },
  )
})

it('is not asked about lines of an ordinary log', () => {
  const log = [
    '2024-01-01T00:00:00.1234567Z the server answered 12 requests and found nothing to say about any of them',
    '[12:00:01] INFO connection accepted from worker-7, user=root id=1234 path=/api/v1/items?id=3',
    'make[2]: Entering directory "src" -> gcc -O2 -c a.c -o a.o',
    '  File "main.py", line 12, in f(x)',
    '{"level":"info","msg":"flushed","took":"12ms"}',
  ].join('\n')
  const lines = new Lines(log)
  const marked = new MarkedLines(lines, TEXT_FORMATS)
  expect(Array.from({ length: lines.length }, (_, at) => at).filter((at) => marked.mayBegin(at))).toEqual([])
})

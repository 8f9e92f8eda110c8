import { resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../src/shared/errors'
import type { Summary } from '../../../../src/shared/profile/summary'
import type { CommandContext } from '../../../../src/main/hosts/cli/command'
import { noScenarios } from './no-scenarios'
import { runCli } from '../../../../src/main/hosts/cli/run-cli'
import type { Files } from '../../../../src/main/services/files'

const IMPORTS = `julia> @time_imports using RecursiveArrayTools
     10.7 ms    ┌ MacroTools
     19.2 ms  ┌ ZygoteRules
    507.7 ms  ┌ StaticArrays
    804.4 ms  ┌ GPUArrays
   2332.6 ms  RecursiveArrayTools
julia> 1 + 1
2
`
const TREE = `InferenceTimingNode: 1.460777/16.030597 on Core.Compiler.Timings.ROOT() with 2 direct children
├─ InferenceTimingNode: 4.000000/14.000000 on Main.f(::Vector{Int64}) with 1 direct children
│  └─ InferenceTimingNode: 10.000000/10.000000 on Base.map(::Function, ::Vector{Int64}) with 0 direct children
└─ InferenceTimingNode: 0.569820/0.569820 on Main.g() with 0 direct children
`

const GOLDEN = `imports.txt

77 % of 2.33 s is loading RecursiveArrayTools and GPUArrays
  Load  2.33 s  100 %  Loading packages

Imports  5 packages, 2.33 s
  1.00 s   RecursiveArrayTools
   804 ms  GPUArrays
   508 ms  StaticArrays
  10.7 ms  MacroTools
  8.50 ms  ZygoteRules

Where the numbers come from
  @time_imports using RecursiveArrayTools: measured by @time_imports, Julia`

interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly bytes: Uint8Array
  readonly files: Map<string, Uint8Array>
}

async function backedge(argv: string, options: { stdin?: string; terminal?: boolean; colour?: boolean; columns?: number; files?: Record<string, string | Uint8Array> } = {}): Promise<Run> {
  const { stdin = '', terminal = false, colour = false, columns = 100 } = options
  const given: Record<string, string | Uint8Array> = { 'imports.txt': IMPORTS, 'tree.txt': TREE, ...options.files }
  const encode = (text: string | Uint8Array): Uint8Array => (typeof text === 'string' ? new TextEncoder().encode(text) : text)
  const files = new Map(Object.entries(given).map(([name, text]) => [resolve('/home/me', name), encode(text)]))
  const out: Uint8Array[] = []
  const err: string[] = []
  const store: Files = {
    read(path) {
      const bytes = files.get(path)
      return bytes ? Promise.resolve(bytes) : Promise.reject(new UserError('not-found', 'There is no such file.', { where: path }))
    },
    write(path, bytes) {
      if (path.startsWith('/proc')) return Promise.reject(new UserError('cannot-write', 'The file could not be written', { where: path }))
      files.set(path, bytes)
      return Promise.resolve()
    },
    makeFolder: () => Promise.resolve(),
    exists: (path) => Promise.resolve(files.has(path)),
    realPath: (path) => Promise.resolve(path),
  }
  const context: CommandContext = {
    terminal: {
      stdout: { isTerminal: terminal, write: (text) => Promise.resolve(void out.push(encode(text))) },
      stderr: { isTerminal: terminal, write: (text) => Promise.resolve(void err.push(String(text))) },
      columns,
      colour,
      files: store,
      folder: '/home/me',
      readStdin: () => Promise.resolve(encode(stdin)),
    },
    scenarios: noScenarios,
    serve: (request) => Promise.resolve(void out.push(encode(JSON.stringify(request)))),
  }
  const code = await runCli(argv.split(' ').filter(Boolean), context)
  const bytes = Buffer.concat(out)
  return { code, out: bytes.toString('utf8'), err: err.join(''), bytes, files }
}

describe('backedge summary', () => {
  it('says where the time went', async () => {
    const { code, out, err } = await backedge('summary imports.txt')
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(out.slice(0, GOLDEN.length)).toBe(GOLDEN)
    expect(out).toContain('rounded to 0.1 ms (imports.txt, lines 2 to 6)')
    expect(out.endsWith('\n\nNot read  1 line\n  8  2\n')).toBe(true)
  })

  it('stays within the terminal, and paints only where it may', async () => {
    const narrow = await backedge('summary tree.txt imports.txt', { columns: 50 })
    for (const line of narrow.out.split('\n')) expect(line.length).toBeLessThanOrEqual(50)
    expect(narrow.out).not.toContain('\u001b')
    const painted = await backedge('summary tree.txt', { terminal: true, colour: true })
    expect(painted.out).toContain('\u001b[1mInference\u001b[0m  4 nodes, 14.6 s')
  })

  it('lets no control character of a name into the terminal', async () => {
    const evil = 'InferenceTimingNode: 1.0/2.0 on Main.f(\u0007\u0008::Symbol) with 0 direct children\n'
    const { out } = await backedge('summary evil.txt', { files: { 'evil.txt': evil } })
    expect(out).toContain('Main.f(')
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u009b]/)
  })

  it('gives plain data with --json', async () => {
    const { out } = await backedge('summary --json tree.txt')
    const summary = JSON.parse(out) as Summary
    expect(summary.parts.inference).toMatchObject({ count: 4, seconds: 14.56982, top: [{ name: 'Base.map(::Function, ::Vector{Int64})', seconds: 10 }, {}, {}] })
    expect(summary.provenance[0]).toMatchObject({ part: 'inference', kind: 'measured', lines: [1, 4] })
    expect(summary.unparsed).toEqual([])
    expect(summary.phases[0]?.headline).toBe('91 % of 16.0 s is inference')
  })

  it('takes several files one by one, or merged', async () => {
    const apart = JSON.parse((await backedge('summary --json tree.txt imports.txt')).out) as Summary[]
    expect(apart.map(({ title }) => title)).toEqual(['tree.txt', 'imports.txt'])
    const merged = JSON.parse((await backedge('summary --json --merge tree.txt imports.txt')).out) as Summary
    expect(Object.keys(merged.parts)).toEqual(['imports', 'inference'])
    expect(merged.unparsed).toEqual([{ source: 'imports.txt', line: 8, text: '2' }])
  })

  it('reads standard input', async () => {
    const { out, code } = await backedge('summary -', { stdin: IMPORTS })
    expect(code).toBe(0)
    expect(out).toContain('Imports  5 packages')
  })
})

describe('backedge convert', () => {
  it.each([
    ['out.speedscope.json', '{'],
    ['out.trace.json', ''],
    ['out.imports.txt', '     '],
    ['out.csv --part imports', 'Package,Kind'],
    ['OUT.HTML', '<!doctype html>'],
    ['out.md', '### '],
    ['out.svg --chart imports --theme dark --width 500', '<svg '],
    ['out.txt', 'imports.txt'],
  ])('writes %s', async (out, begin) => {
    const { code, err, files } = await backedge(`convert imports.txt ${out}`)
    expect(err).toBe('')
    expect(code).toBe(0)
    const bytes = files.get(`/home/me/${out.split(' ')[0] ?? ''}`)
    expect(Buffer.from(bytes ?? []).toString().startsWith(begin)).toBe(true)
    expect(bytes?.length).toBeGreaterThan(50)
  })

  it('goes to .backedge and back without loss, through pipes too', async () => {
    const saved = await backedge('convert tree.txt imports.txt both.backedge')
    const bytes = saved.files.get('/home/me/both.backedge') ?? new Uint8Array()
    expect(gunzipSync(bytes).toString()).toContain('RecursiveArrayTools')
    const again = await backedge('convert both.backedge - --to backedge', { files: { 'both.backedge': bytes } })
    expect(Buffer.from(again.bytes).equals(Buffer.from(bytes))).toBe(true)
  })

  it('writes text to standard output, and says what was written with --json', async () => {
    expect((await backedge('convert - - --to csv --part stale', { stdin: IMPORTS })).err).toContain('The profile has no rows of "stale". (expected one of imports)')
    expect((await backedge('convert - - --to csv', { stdin: IMPORTS })).out).toMatch(/^Package,Kind,Extends/)
    const told = JSON.parse((await backedge('convert tree.txt x.md --json')).out) as object
    expect(told).toMatchObject({ path: 'x.md', format: 'markdown' })
  })

  it('writes a PNG of the size asked for', async () => {
    const { bytes } = await backedge('convert tree.txt - --to png --chart phases --width 300')
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    expect(view.getUint32(16)).toBe(600)
  })
})

describe('what is wrong is one line on standard error, and code 2', () => {
  it.each([
    ['', 'backedge: No command is given. (expected summary, advice, convert, run, pipeline, precompile, build, inspect, diff, what-if, check, static, call, project, serve, record, calibrate; backedge --help)'],
    ['sumary x', 'backedge: There is no command "sumary". (expected summary, advice, convert, run, pipeline, precompile, build, inspect, diff, what-if, check, static, call, project, serve, record, calibrate; backedge --help)'],
    ['summary', 'backedge: No file is named. (backedge summary --help)'],
    ['summary nothing.txt', 'backedge: nothing.txt: There is no such file.'],
    ['summary --jason x', "backedge: Unknown option '--jason'. (backedge summary --help)"],
    ['summary - -', 'backedge: Standard input (-) can be read only once.'],
    ['convert imports.txt', 'backedge: An input and an output are needed. (backedge convert --help)'],
    ['convert imports.txt out.json', 'backedge: What to write is not clear from the name "out.json".'],
    ['convert imports.txt -', 'backedge: What to write to standard output is not said.'],
    ['convert imports.txt out.csv --to docx', 'backedge: --to docx: expected one of backedge, speedscope'],
    ['convert imports.txt out.svg --chart flame', 'backedge: The profile has nothing for the chart "flame". (it has phases, imports)'],
    ['convert imports.txt out.svg --part imports', 'backedge: --part goes with csv, not with svg.'],
    ['convert imports.txt out.svg --width 1e9', 'backedge: --width 1e9: expected a whole number from 100 to 8000.'],
    ['convert imports.txt /proc/x.md', 'backedge: /proc/x.md: The file could not be written'],
    ['serve --port 99999', 'backedge: --port 99999: expected a whole number from 0 to 65535.'],
  ])('backedge %s', async (argv, message) => {
    const { code, out, err } = await backedge(argv)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err.split('\n')).toHaveLength(2)
    expect(err).toContain(message)
  })

  it('names the file that could not be read', async () => {
    const files = { 'empty.txt': '', 'cut.gz': gzipSync(IMPORTS.repeat(50)).subarray(0, 60), 'prose.txt': 'Dear diary\n' }
    for (const name of Object.keys(files)) {
      const { code, err } = await backedge(`summary ${name}`, { files })
      expect(code).toBe(2)
      expect(err).toContain(`backedge: ${name}`)
      expect(err.trimEnd().split('\n')).toHaveLength(1)
    }
  })

  it('does not garble a terminal', async () => {
    const { code, err } = await backedge('convert tree.txt - --to png', { terminal: true })
    expect(code).toBe(2)
    expect(err).toContain('png is binary')
  })
})

it('calls a bug a bug', async () => {
  const context = {
    terminal: {
      stdout: { isTerminal: false, write: () => Promise.reject(new TypeError('boom')) },
      stderr: { isTerminal: false, write: (text: string) => Promise.resolve(void said.push(text)) },
    },
  } as unknown as CommandContext
  const said: string[] = []
  expect(await runCli(['--version'], context)).toBe(70)
  expect(said.join('')).toContain('this is a bug. TypeError: boom')
})

describe('help', () => {
  it('is there for the whole and for each command', async () => {
    expect((await backedge('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect((await backedge('--help')).out).toContain('backedge convert')
    for (const argv of ['convert --help', 'help convert', 'convert -h']) {
      const { code, out } = await backedge(argv)
      expect(code).toBe(0)
      expect(out).toContain('usage: backedge convert IN… OUT')
      expect(out).toContain('.speedscope.json')
    }
    expect((await backedge('help')).code).toBe(0)
  })

  it('hands files on to the server', async () => {
    expect(JSON.parse((await backedge('serve a.txt --port 8080')).out)).toEqual({ files: ['a.txt'], port: 8080, json: false })
  })
})

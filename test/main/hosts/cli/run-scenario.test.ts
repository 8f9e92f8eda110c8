/** `backedge run SCENARIO.toml` and `FOLDER`, with a session that makes up its times. */
import { describe, expect, it } from 'vitest'
import { MemoryFiles } from '../../../../src/main/loader/files'
import type { SessionRequest } from '../../../../src/main/loader/session-request'
import { fakeSession } from '../../services/fake-session'
import { MemoryFiles as OutputFiles } from '../../services/memory-files'
import { runCommand } from './run-command'

const SCENARIO = `
title = "Tiny, first call"
[[steps]]
using = "Tiny"
[[steps]]
eval = "f(1)"
label = "first call"
[[steps]]
eval = "println(1)"
[[variations]]
label = "without: caches?"
caches = "none"
[[variations]]
label = "without caches"
caches = "none"
[[variations]]
label = "fails"
steps = [{ eval = "error()" }, { eval = "f(1)" }]
`

async function backedge(argv: readonly string[], scenario = SCENARIO) {
  const files = new OutputFiles()
  const asked: SessionRequest[] = []
  const said = await runCommand(['run', ...argv], {
    folder: '/home/me', files,
    scenarios: {
      files: new MemoryFiles({ '/home/me/demo/scenario.toml': scenario, '/home/me/empty/readme': '', '/home/me/demo/project/Project.toml': '[deps]\nTiny = "x"\n' }),
      depot: '/cache', runSession: fakeSession(asked),
    },
  })
  return { ...said, files, asked }
}

describe('backedge run with a scenario', () => {
  it('prints what the program prints, values, steps and phases, and keeps the profile', async () => {
    const { code, out, err, files } = await backedge(['demo', '--calibration', 'plain', '-o', 'demo.backedge'])
    expect(code).toBe(0)
    expect(out).toBe(`printed
julia> first call
2

Tiny, first call: as it is  Julia 1.10 with calibration "plain" (simulated)

            seconds   load  validate  inference  codegen    run
using Tiny    0.375  0.250     0.000      0.000    0.000  0.125
first call    0.625  0.000     0.000      0.500    0.000  0.125
println(1)    0.125  0.000     0.000      0.000    0.000  0.125
in all        1.125  0.250     0.000      0.500    0.000  0.375

Precompiled: time, and what the cache holds
  Tiny  1.00 s  2 instances  1000 B

Compiled meanwhile, but in no cache
  1  not owned
     such as f(::Int64)
`)
    expect(err).toBe('[1/1] as it is\n[1/1] as it is: precompiling Tiny\nbuilding Tiny\n')
    expect([...(files.contents.get('/home/me/demo.backedge') ?? [])].slice(0, 2)).toEqual([0x1f, 0x8b])
  })

  it('runs one variation, under another version, with other caches', async () => {
    const { code, out, asked } = await backedge(['demo/scenario.toml', '--variation', 'without caches', '--julia', '1.6', '--calibration', 'plain', '--depot', 'mine'])
    expect(code).toBe(0)
    expect(out).toContain('Tiny, first call: without caches  Julia 1.6 with calibration "plain"')
    expect(asked.map(({ julia, depot, compiledModules }) => [julia, depot, compiledModules])).toEqual([['1.6', '/home/me/mine', 'no']])
  })

  it('runs all, prints the table, and keeps a profile of each', async () => {
    const { code, out, err, files } = await backedge(['demo', '--matrix', '-o', 'out'], SCENARIO.replace(/\[\[variations\]\]\nlabel = "fails"[^]*$/, ''))
    expect(code).toBe(0)
    expect(out).toBe(`                  seconds   load  validate  inference  codegen    run      difference
as it is            1.125  0.250     0.000      0.500    0.000  0.375
without: caches?    2.125  1.250     0.000      0.500    0.000  0.375  +1.000 (+89 %)
without caches      2.125  1.250     0.000      0.500    0.000  0.375  +1.000 (+89 %)
`)
    expect(err).toContain('[2/3] without: caches?\nprinted\n[3/3] without caches\n')
    // Names that differ only in what a file name may not have stay apart.
    expect([...files.contents.keys()]).toEqual(['/home/me/out/as it is.backedge', '/home/me/out/without caches.backedge', '/home/me/out/without caches 2.backedge'])
  })

  it('gives data alone on standard output with --json, and 1 after a program that failed', async () => {
    const { code, out, err } = await backedge(['demo', '--matrix', '--json'])
    expect(code).toBe(1)
    expect(err).toContain('fails: ERROR: no more\n')
    const rows = JSON.parse(out) as Record<string, unknown>[]
    expect(rows.map((row) => [row['label'], row['seconds']])).toEqual([['as it is', 1.125], ['without: caches?', 2.125], ['without caches', 2.125], ['fails', 0.125]])
    expect(rows.map((row) => Object.keys(row))).toEqual(rows.map(() => ['label', 'seconds', 'phases', 'counts']))
    expect(rows[0]?.['phases']).toEqual({ load: 0.25, validate: 0, inference: 0.5, codegen: 0, run: 0.375 })
    const single = await backedge(['demo', '--json', '--variation', 'fails'])
    expect([single.code, (JSON.parse(single.out) as unknown[]).length, single.err.includes('ERROR: no more')]).toEqual([1, 1, true])
  })

  it.each([
    [['demo', '--variation', 'x'], 'backedge: There is no variation "x". (expected one of "as it is", "without: caches?", "without caches", "fails")\n'],
    [['demo', '--variation', 'fails', '--matrix'], 'backedge: --variation and --matrix exclude each other. (backedge run --help)\n'],
    [['demo', '--expr', '1'], 'backedge: --expr goes with a program, not with a scenario. (backedge run --help)\n'],
    [['a.jl', '--matrix'], 'backedge: --matrix goes with a scenario, not with a program. (backedge run --help)\n'],
    [['gone.toml'], 'backedge: /home/me/gone.toml: There is no such file.\n'],
    [['empty'], 'backedge: /home/me/empty: There is no scenario.toml in this folder.\n'],
    [['demo', '--julia', '0.6'], 'backedge: There are no rules for Julia "0.6". (expected one of 1.5, 1.6, 1.7, 1.8, 1.9, 1.10, 1.11, 1.12)\n'],
  ])('says what is wrong: %j', async (argv, line) => {
    expect(await backedge(argv)).toMatchObject({ code: 2, out: '', err: line })
  })

  it('runs a journey: a table with reasons and the figures of a text, a drawing, and a profile of each', async () => {
    const scenario = `
label = "first"
reported = 30.0
caches = "cold"
[[steps]]
using = "Tiny"
[[steps]]
eval = "f(1)"
label = "first call"
[[variations]]
label = "warm"
because = "Tiny was precompiled before."
caches = "warm"
[journey]
call = "first call"
steps = ["first", "warm"]
`
    const { code, out, err, files } = await backedge(['demo', '--journey', '--chart', 'journey.svg', '-o', 'profiles'], scenario)
    expect(code).toBe(0)
    expect(out).toMatch(/^0 {2}first {2}1\.10 {3}2\.00 s .* 30 s$/m)
    expect(out).toMatch(/^1 {2}warm {3}1\.10 {3}1\.00 s +50 % +2\.00 /m)
    expect(out).toContain('\n1  Tiny was precompiled before.\n')
    expect(err).toContain('[2/2] warm: precompiling Tiny\n')
    expect([...files.contents.keys()].sort()).toEqual(['/home/me/journey.svg', '/home/me/profiles/first.backedge', '/home/me/profiles/warm.backedge'])
    expect(new TextDecoder().decode(files.contents.get('/home/me/journey.svg'))).toContain('>first</text>')
    const { rows } = JSON.parse((await backedge(['demo', '--journey', '--json'], scenario)).out) as { rows: { label: string, seconds: number, figures: unknown[] }[] }
    expect(rows.map(({ label, seconds, figures }) => [label, seconds, figures])).toEqual([['first', 2, [{ seconds: 30, simulated: 2 }]], ['warm', 1, []]])
    expect((await backedge(['demo', '--journey'])).err).toContain('The scenario has no table [journey].')
    expect((await backedge(['demo', '--journey', '--matrix'], scenario)).err).toContain('--journey and --matrix exclude each other.')
    expect((await backedge(['demo', '--chart', 'a.svg'], scenario)).err).toContain('--chart goes with --journey.')
    expect((await backedge(['demo', '--journey', '--chart', 'a.gif'], scenario)).err).toContain('--chart is to be an .svg or a .png, not "a.gif".')
  })
})

/** Recording with a program in place of Julia: what is started in which order, progress, and everything that can go wrong with a program. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import type { RecordRequest } from '../../../src/main/record/command-line'
import { runProgram } from '../../../src/main/record/process-group'
import { juliaRelease, record, type RecordOptions, type RecordSurroundings, type Variant } from '../../../src/main/record/recorder'
import { stepTimes } from '../../../src/main/record/step-times'
import { variantsOf } from '../../../src/main/record/variants'
import { textAt } from '../../../src/shared/profile/tables'
import { fakeJulia, type FakeJulia } from './fake-julia'

const folder = mkdtempSync(join(tmpdir(), 'backedge-recorder-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

let worlds = 0
interface World extends FakeJulia {
  readonly runs: string
  readonly request: RecordRequest
  /** Steps that are expressions, but for `using A`. */
  readonly variants: (...steps: string[]) => Variant[]
  readonly started: () => { readonly pid: number; readonly args: readonly string[]; readonly debug: string }[]
  readonly record: (variants: readonly Variant[], options?: Partial<RecordOptions>, around?: Partial<RecordSurroundings>) => ReturnType<typeof record>
}

function world(): World {
  const home = join(folder, String(++worlds))
  mkdirSync(join(home, 'runs'), { recursive: true })
  const fake = fakeJulia(home)
  const request: RecordRequest = { julia: fake.path, project: '', steps: [], flags: [] }
  return {
    ...fake, request, runs: join(home, 'runs'),
    variants: (...steps) => variantsOf({ ...request, steps: steps.map((text) => (text.startsWith('using ') ? { kind: 'using', text: text.slice(6) } : { kind: 'eval', text })) }, []),
    started: () => readFileSync(fake.log, 'utf8').trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as ReturnType<World['started']>[number]),
    record: (variants, options = {}, around = {}) => record(variants, { repeat: 0, ...options }, { script: '/state/record.jl', folder: join(home, 'runs'), env: process.env, ...around }),
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // One that has ended stays in the list until its parent looks.
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

const kindOf = ({ args }: { readonly args: readonly string[] }): string => (args.includes('-e') ? 'prepare' : args.includes('--mode=plain') ? 'plain' : args[0] === 'child' ? 'child' : 'detail')

describe('what is started', () => {
  it('prepares, records once in detail, and takes the time as often as it is asked', async () => {
    const { record: run, variants, started, runs } = world()
    const said: string[] = []
    const [made] = await run(variants('using A', 'f(1)'), { repeat: 2 }, { onProgress: (done, total, text) => said.push(`${done}/${total} ${text}`) })
    expect(started().map(kindOf)).toEqual(['prepare', 'detail', 'plain', 'plain'])
    expect(started().map(({ debug }) => debug)).toEqual(['loading', '', '', ''])
    const [, detail, plain] = started()
    expect(detail?.args.filter((arg) => !arg.startsWith('--out='))).toEqual([
      '--startup-file=no', '--history-file=no', '--color=no', `--trace-compile=${join(runs, '1-detail.statements.jl')}`, '/state/record.jl', '--using=A', '--eval=f(1)',
    ])
    expect(plain?.args).not.toContainEqual(expect.stringContaining('--trace-compile'))
    expect(said[0]).toBe('0/7 loading packages once')
    expect(said).toContain('1/7 recording')
    expect(said.at(-1)).toMatch(/^\d\/7 timing, process 2 of 2/)
    expect(made?.error).toBe('')
    expect(made?.command).toMatch(/julia --startup-file=no --history-file=no --color=no --trace-compile=statements\.jl \/state\/record\.jl --out=recording\.jsonl --using=A '--eval=f\(1\)'$/)
    expect(stepTimes(made?.recording ?? '')).toEqual([
      { label: 'A', times: [1e8, 1e8], median: 1e8, low: 1e8, high: 1e8, recorded: 2e8 }, { label: 'f(1)', times: [1e8, 1e8], median: 1e8, low: 1e8, high: 1e8, recorded: 2e8 },
    ])
    expect(readdirSync(runs)).toEqual([])
  })

  it('goes over all variants in each round, and gives each a recording with its own name', async () => {
    const { record: run, request, started } = world()
    const compared = variantsOf({ ...request, flags: ['-O2', '--inline=no'], steps: [{ kind: 'eval', text: 'f(1)', label: 'first call' }] }, [{ what: 'flag', value: '-O1' }, { what: 'project', value: '@v1.5' }])
    const made = await run(compared, { repeat: 2 })
    expect(made.map(({ title }) => title)).toEqual(['first call', 'first call: -O1', 'first call: project @v1.5'])
    const which = started().map(({ args }) => [kindOf({ args }), args.filter((arg) => /^-O|^--inline|^--project/.test(arg)).join(' ')])
    const round = (kind: string): string[][] => [[kind, '-O2 --inline=no'], [kind, '--inline=no -O1'], [kind, '--project=@v1.5 -O2 --inline=no']]
    expect(which).toEqual([...round('detail'), ...round('plain'), ...round('plain')])
  })

  it('makes a recording that opens, with what was said while the packages were loaded', async () => {
    const { record: run, variants } = world()
    const [made] = await run(variants('using A'), { repeat: 1 })
    const profile = await importBytes(new TextEncoder().encode(made?.recording), 'recording.jsonl')
    expect([profile.meta.title, profile.meta.julia, profile.unparsed.length]).toEqual(['A', '1.10.4', 0])
    expect(Array.from(profile.messages.text, (at) => textAt(profile, at))).toContainEqual(expect.stringContaining('Rejecting stale cache file A.ji'))
  })

  it('asks versions that can for the time of each statement', async () => {
    const home = join(folder, 'newer')
    mkdirSync(home)
    const { path, log } = fakeJulia(home, { release: '1.12.0' })
    await record([{ julia: path, project: '', flags: [], title: 'x', steps: [{ kind: 'eval', text: '1' }] }], { repeat: 0 }, { script: 's', folder: home, env: process.env })
    expect(readFileSync(log, 'utf8')).toContain('"--trace-compile-timing"')
  })
})

describe('programs that misbehave', () => {
  it('keeps what was recorded of one whose step throws, and does not time it', async () => {
    const { record: run, variants, started } = world()
    const [made] = await run(variants('1', 'throw', '2'), { repeat: 3 })
    expect(made?.error).toBe('ERROR: thrown')
    expect(started().map(kindOf)).toEqual(['detail'])
    expect(stepTimes(made?.recording ?? '').map(({ label }) => label)).toEqual(['1', 'throw'])
  })

  it('keeps what was recorded of one that dies, and says where', async () => {
    const { record: run, variants } = world()
    const [made] = await run(variants('1', 'die'), { repeat: 3 })
    expect(made?.error).toBe('The process ended with exit code 9 while it was recorded.')
    const profile = await importBytes(new TextEncoder().encode(made?.recording), 'x.jsonl')
    expect(Array.from(profile.messages.text, (at) => textAt(profile, at))).toContain('The process ended before all was written: it was in “die”.')
  })

  it.each([
    ['early', 'It ended with exit code 2 before anything was recorded; it said: record.jl: This is no Julia: ).'],
    ['using Missing', 'Loading the packages ended with exit code 1; it said: ERROR: ArgumentError: Package Missing not found in current path: - Run "import Pkg" to install it.'],
  ])('says what is wrong when nothing is recorded: %s', async (step, message) => {
    const { record: run, variants, path } = world()
    await expect(run(variants(step))).rejects.toMatchObject({ code: 'bad-input', message, details: { where: path } })
  })

  it('is stopped at any time, with all that it started', async () => {
    for (const step of ['hang', 'child']) {
      const { record: run, variants, started, runs } = world()
      const stop = new AbortController()
      const running = run(variants(step), {}, { signal: stop.signal, onProgress: (_done, _total, text) => {
        if (text.endsWith(step)) setTimeout(() => stop.abort(), 300)
      } })
      await expect(running).rejects.toMatchObject({ code: 'cancelled' })
      expect(started().map(kindOf)).toEqual(step === 'child' ? ['detail', 'child'] : ['detail'])
      expect(started().filter(({ pid }) => isAlive(pid))).toEqual([])
      expect(readdirSync(runs)).toEqual([])
    }
    await expect(world().record(world().variants('1'), {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('is killed if it does not stop when it is asked to', async () => {
    const { path, started, runs } = world()
    const stop = new AbortController()
    let heard = ''
    const running = runProgram({
      program: path, args: ['/s.jl', `--out=${join(runs, 'x')}`, '--eval=stubborn'], env: process.env, signal: stop.signal, grace: 200,
      onOutput: (_, text) => {
        heard += text
        if (heard === 'running stubborn\n') setTimeout(() => stop.abort(), 100)
      },
    })
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(heard).toBe('running stubborn\nno\n')
    expect(started().filter(({ pid }) => isAlive(pid))).toEqual([])
  })

  it('is ended when its time is up', async () => {
    const { record: run, variants, started } = world()
    const [made] = await run(variants('1', 'hang'), { limit: 1500 })
    expect(made?.error).toBe('The process took longer than it may and was ended while it was recorded.')
    expect(started().filter(({ pid }) => isAlive(pid))).toEqual([])
  })

  it('may write as much as it likes', async () => {
    const { record: run, variants } = world()
    let written = 0
    const [made] = await run(variants('flood'), {}, { onOutput: (text) => (written += text.length) })
    expect(made?.error).toBe('')
    expect(written).toBeGreaterThan(5_000_000)
    expect(made?.recording.length).toBeLessThan(10_000)
  })

  it.each([
    ['nothing', () => undefined, 'There is no such program.'],
    ['text', (path: string) => writeFileSync(path, 'text'), 'This is no program that may be run.'],
    ['other', (path: string) => writeFileSync(path, `#!${process.execPath}\nconsole.log("hello")\n`, { mode: 0o755 }), 'Asked for its version it ended with exit code 0 and said: hello.'],
    ['old', (path: string) => writeFileSync(path, `#!${process.execPath}\nconsole.log("julia version 1.4.2")\n`, { mode: 0o755 }), 'It is Julia 1.4.2.'],
  ])('has to be a julia, 1.5 or later: %s', async (name, make, message) => {
    const path = join(folder, name)
    make(path)
    await expect(juliaRelease(path, { env: process.env })).rejects.toMatchObject({ code: 'bad-input', message, details: { where: path } })
    expect(existsSync(path)).toBe(name !== 'nothing')
  })
})

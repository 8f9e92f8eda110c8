/** Scenarios between the file and the session: what a session is asked, and what stays on the disk. */
import { describe, expect, it } from 'vitest'
import { MemoryFiles } from '../../../src/main/loader/files'
import type { SessionRequest } from '../../../src/main/loader/session-request'
import { findScenario, ScenarioRunner } from '../../../src/main/services/scenarios'
import { fakeSession } from './fake-session'

const SCENARIO = `
julia = "1.9"
project = "project"
load_path = ["@", "shared"]
startup = "startup.jl"
[[steps]]
using = "Tiny"
[[steps]]
eval = "f(1)"
[[steps]]
include = "mo$re.jl"
`
const PROJECT: Readonly<Record<string, string>> = {
  '/s/scenario.toml': SCENARIO,
  '/s/startup.jl': 'println(1)',
  '/s/mo$re.jl': '2',
  '/s/project/Project.toml': 'name = "Own"\nuuid = "11111111-2222-4333-8444-555555555555"\n[deps]\nTiny = "9f1c0ad6-0d5f-4e0f-8f2c-0f5b5d0b7a11"\n',
  '/s/project/LocalPreferences.toml': '[Tiny]\nsize = 1\nname = "kept"\n',
  '/s/Tiny/src/Tiny.jl': 'module Tiny\nf(x) = 2x\nend # module\n',
}

function world(changes: Readonly<Record<string, string>> = {}) {
  const files = new MemoryFiles({ ...PROJECT, ...changes }, () => 1000)
  const asked: SessionRequest[] = []
  const found = findScenario(files, '/s')
  const runner = new ScenarioRunner({ files, depot: '/depot', runSession: fakeSession(asked) }, found.folder)
  const run = (label: string, isCancelled?: () => boolean) => {
    const one = found.runs.find((candidate) => candidate.label === label)
    if (one === undefined) throw new Error(`no run ${label}`)
    return runner.run(one, { write: () => undefined, isCancelled })
  }
  return { files, asked, run }
}

describe('a run of a scenario', () => {
  it('says everything to the session, with paths from the folder of the scenario', () => {
    const { asked, run } = world()
    run('as it is')
    expect(asked.at(-1)).toMatchObject({
      julia: '1.9', project: '/s/project', loadPath: ['@', '/s/shared'], depot: '/depot', startup: 'println(1)', saving: 'version', compiledModules: 'yes',
      flags: { optLevel: 2, usePkgimages: true },
      steps: [{ label: 'using Tiny', code: 'using Tiny' }, { label: 'f(1)', code: 'f(1)' }, { label: 'include("mo$re.jl")', code: 'include("/s/mo\\$re.jl")' }],
    })
  })

  it('precompiles first what Pkg.precompile would, and only once for the same caches', () => {
    const { asked, run, files } = world({ '/s/scenario.toml': `${SCENARIO}[[variations]]\nlabel = "again"\nsteps_after = [{ eval = "3" }]\n[[variations]]\nlabel = "other"\nsaving = "full"\n` })
    const first = run('as it is')
    expect(asked[0]?.steps.map(({ code }) => code)).toEqual(['import Tiny', 'import Own'])
    expect(asked[0]?.startup).toBeUndefined()
    expect(first.prepared.map((build) => build.package)).toEqual(['Tiny', 'Own'])
    expect(first.session.built).toEqual([])
    expect(first.seconds).toBe(0.25 + 0.5 + 3 * 0.125)
    run('again')
    expect(asked).toHaveLength(3)
    expect(run('other').prepared).toHaveLength(2)
    // One folder of caches for each way of making them.
    expect(files.list('/depot/scenarios').map((name) => name.replace(/-.*/, ''))).toEqual(['1.9', '1.9'])
    expect(files.list('/depot')).toEqual(['scenarios'])
  })

  it('finds the caches of an earlier process', () => {
    const first = world()
    first.run('as it is')
    const asked: SessionRequest[] = []
    const { runs, folder } = findScenario(first.files, '/s/scenario.toml')
    const [run] = runs
    if (run === undefined) throw new Error('no run')
    expect(new ScenarioRunner({ files: first.files, depot: '/depot', runSession: fakeSession(asked) }, folder).run(run, { write: () => undefined }).prepared).toEqual([])
  })

  it('goes on precompiling after a package that fails', () => {
    const { asked, run } = world({ '/s/project/Project.toml': '[deps]\n"error()" = "x"\nLast = "y"\n' })
    run('as it is')
    expect(asked.map(({ steps }) => steps.map(({ code }) => code))).toEqual([['import error()', 'import Last', 'import Tiny'], ['import Last', 'import Tiny'], expect.any(Array)])
  })

  it('builds on demand where caches are cold, keeps none, and has none where there are to be none', () => {
    const { asked, run, files } = world({ '/s/scenario.toml': `${SCENARIO}[matrix]\ncaches = ["warm", "cold", "none"]\n` })
    run('caches warm')
    const kept = JSON.stringify(files.list('/depot/scenarios'))
    for (let twice = 0; twice < 2; twice++) {
      const cold = run('caches cold')
      expect([cold.prepared.length, cold.session.built.map((build) => build.package)]).toEqual([0, ['Tiny']])
    }
    expect(run('caches none').session.built).toEqual([])
    expect(asked.at(-1)?.compiledModules).toBe('no')
    expect([JSON.stringify(files.list('/depot/scenarios')), files.list('/depot')]).toEqual([kept, ['scenarios']])
  })

  it('edits a copy and lays preferences over, and leaves the project as it is', () => {
    const { asked, run, files } = world({ '/s/scenario.toml': `${SCENARIO}
      [[variations]]
      label = "changed"
      edit = [{ file = "Tiny/src/Tiny.jl", replace = "end # module", with = "precompile(f, (Int,))\\nend" }, { file = "Project.toml", replace = "Own", with = "Own2" }]
      preferences = { Tiny = { size = 2, ratio = 1.0 }, Other = { on = true } }
    ` })
    run('changed')
    const seen = asked.at(-1)?.files
    expect(seen?.readText('/s/Tiny/src/Tiny.jl')).toBe('module Tiny\nf(x) = 2x\nprecompile(f, (Int,))\nend\n')
    expect(seen?.readText('/s/project/LocalPreferences.toml')).toBe('[Tiny]\nsize = 2\nname = "kept"\nratio = 1.0\n\n[Other]\non = true\n')
    expect(seen?.readText('/s/project/Project.toml')).toContain('"Own2"')
    const mtime = seen?.stat('/s/Tiny/src/Tiny.jl')?.mtime ?? 0
    expect([mtime > 1000, Number.isInteger(mtime), seen?.stat('/s/mo$re.jl')?.mtime]).toEqual([true, true, 1000])
    run('changed')
    expect(asked.at(-1)?.files.stat('/s/Tiny/src/Tiny.jl')?.mtime).toBe(mtime)
    for (const [path, text] of Object.entries(PROJECT)) if (path !== '/s/scenario.toml') expect([path, files.readText(path)]).toEqual([path, text])
  })

  it.each([
    ['edit = [{ file = "gone.jl", replace = "a", with = "b" }]', '/s: There is no file "gone.jl" to edit for "x".'],
    ['edit = [{ file = "Tiny/src/Tiny.jl", replace = "n", with = "b" }]', '/s/Tiny/src/Tiny.jl: The text that "x" replaces stands in it 2 times, expected once: "n".'],
    ['startup = "gone.jl"', '/s/gone.jl: There is no such file.'],
    ['steps = [{ include = "gone.jl" }]', '/s/gone.jl: There is no such file.'],
    ['calibration = "gone.json"', '/s/gone.json: There is no such file.'],
    ['calibration = "gone"', 'There is no calibration "gone".'],
  ])('says what is not there: %s', (keys, complaint) => {
    const { run } = world({ '/s/scenario.toml': `${SCENARIO}[[variations]]\nlabel = "x"\n${keys}\n` })
    expect(() => run('x')).toThrow(expect.objectContaining({ line: expect.stringContaining(complaint) as string }))
  })

  it('is cancelled', () => {
    const { run, asked } = world()
    expect(() => run('as it is', () => true)).toThrow(expect.objectContaining({ code: 'cancelled' }))
    expect(asked).toHaveLength(1)
  })
})

describe('finding a scenario', () => {
  it.each([
    ['/nowhere', 'There is no such file.'],
    ['/s/project', 'There is no scenario.toml in this folder.'],
  ])('%s', (path, complaint) => {
    expect(() => findScenario(new MemoryFiles(PROJECT), path)).toThrow(complaint)
  })

  it('takes the place of what the scenario says, not of what a variation says', () => {
    const files = new MemoryFiles({ '/a.toml': 'julia = "1.9"\nsteps = [{ eval = "1" }]\n[[variations]]\nlabel = "new"\njulia = "1.12"\n[[variations]]\nlabel = "same"\n' })
    expect(findScenario(files, '/a.toml', { julia: '1.6' }).runs.map(({ julia }) => julia)).toEqual(['1.6', '1.12', '1.6'])
  })
})

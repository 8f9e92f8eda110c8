/** Scenario files: what they say, what runs they become, and what is said of a file that is wrong. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expandScenario, type Run } from '../../../../src/main/loader/scenario/expand'
import { readScenario } from '../../../../src/main/loader/scenario/read'
import { UserError } from '../../../../src/shared/errors'

const LEAST = '[[steps]]\nusing = "Tiny"\n'
const runsOf = (text: string) => expandScenario(readScenario(text, 'scenario.toml'))

function complaintOf(text: string): string {
  try {
    runsOf(text)
  } catch (error) {
    if (error instanceof UserError) return error.line
    throw error
  }
  return 'no complaint'
}

/** A run in a line, without what it shares with the usual one. */
function lineOf(run: Run): string {
  const { label, julia, saving, caches, startup, flags, edits, preferences, steps } = run
  const start = startup.kind === 'none' ? '' : ` startup ${startup.kind}`
  const changed = `${flags.optLevel === 2 ? '' : ` -O${flags.optLevel}`}${edits.length > 0 ? ` ${edits.length} edits` : ''}`
  const wishes = Object.keys(preferences).length > 0 ? ` ${JSON.stringify(preferences, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}` : ''
  return `${label}: ${julia} ${saving} ${caches}${start}${changed}${wishes}: ${steps.map((step) => step.label).join('; ')}`
}

describe('a scenario', () => {
  it('says little, and the run says all', () => {
    expect(runsOf(LEAST)).toEqual([{
      label: 'as it is',
      julia: '1.10',
      project: '.',
      loadPath: ['@', '@v#.#', '@stdlib'],
      startup: { kind: 'none' },
      sysimage: { kind: 'none' },
      flags: { usePkgimages: true, debugLevel: 1, checkBounds: 0, inline: true, optLevel: 2 },
      compiledModules: 'yes',
      saving: 'version',
      preferences: {},
      caches: 'warm',
      calibration: undefined,
      edits: [],
      steps: [{ label: 'using Tiny', step: { kind: 'using', packages: ['Tiny'], label: undefined } }],
    }])
  })

  it('has a word for everything', () => {
    const [run] = runsOf(`
      title = "First call"
      about = """Two
      lines"""
      label = "before"
      julia = "1.8"
      project = "project"
      load_path = ["@", "shared"]
      startup = "startup.jl"
      saving = "prune"
      caches = "none"
      calibration = "1.5"
      flags = { optimize = 0, debug_level = 2, check_bounds = "no", inline = false, pkgimages = false, compiled_modules = "existing" }
      preferences.Tiny = { size = 1, ratio = 1.0, names = ["a"] }
      [[steps]]
      using = ["Tiny", "Other"]
      [[steps]]
      eval = """
      x = 1
      y = 2
      """
      [[steps]]
      include = "more.jl"
      label = "the rest"
    `)
    expect(run).toMatchObject({
      label: 'before', julia: '1.8', project: 'project', loadPath: ['@', 'shared'], startup: { kind: 'file', path: 'startup.jl' }, saving: 'prune', caches: 'none',
      calibration: '1.5', compiledModules: 'no',
      flags: { usePkgimages: false, debugLevel: 2, checkBounds: 2, inline: false, optLevel: 0 },
      // Integers and floats stay apart: the hash of preferences sees the difference.
      preferences: { Tiny: { size: 1n, ratio: 1, names: ['a'] } },
    })
    expect(run?.steps.map(({ label }) => label)).toEqual(['using Tiny, Other', 'x = 1…', 'the rest'])
  })

  it('comes first, then its variations as the file has them, then the matrix', () => {
    const runs = runsOf(`
      julia = "1.9"
      flags = { optimize = 1 }
      [preferences.Tiny]
      size = 1
      speed = "slow"
      [[steps]]
      using = "Tiny"
      [[variations]]
      label = "with precompile"
      edit = [{ file = "src/Tiny.jl", replace = "end # module", with = "precompile(f, (Int,))\\nend" }]
      preferences.Tiny.size = 2
      [[variations]]
      label = "later"
      julia = "1.12"
      steps_before = [{ eval = "1" }]
      steps_after = [{ eval = "2" }, { eval = "3" }]
      [[variations]]
      label = "other steps"
      steps = [{ using = "Other" }]
      startup = { package = "Startup" }
      flags.check_bounds = "yes"
      [matrix]
      saving = ["master", "full"]
      variation = ["as it is", "later"]
    `)
    expect(runs.map(lineOf)).toEqual([
      'as it is: 1.9 version warm -O1 {"Tiny":{"size":"1","speed":"slow"}}: using Tiny',
      'with precompile: 1.9 version warm -O1 1 edits {"Tiny":{"size":"2","speed":"slow"}}: using Tiny',
      'later: 1.12 version warm -O1 {"Tiny":{"size":"1","speed":"slow"}}: 1; using Tiny; 2; 3',
      'other steps: 1.9 version warm startup package -O1 {"Tiny":{"size":"1","speed":"slow"}}: using Other',
      'as it is, saving master: 1.9 master warm -O1 {"Tiny":{"size":"1","speed":"slow"}}: using Tiny',
      'later, saving master: 1.12 master warm -O1 {"Tiny":{"size":"1","speed":"slow"}}: 1; using Tiny; 2; 3',
      'as it is, saving full: 1.9 full warm -O1 {"Tiny":{"size":"1","speed":"slow"}}: using Tiny',
      'later, saving full: 1.12 full warm -O1 {"Tiny":{"size":"1","speed":"slow"}}: 1; using Tiny; 2; 3',
    ])
    expect(runs[3]?.flags.checkBounds).toBe(1)
  })

  it('lays a variation over another one', () => {
    const runs = runsOf(`${LEAST}
      [[variations]]
      label = "one"
      julia = "1.8"
      edit = [{ file = "a.jl", replace = "1", with = "2" }]
      [[variations]]
      label = "two"
      over = "one"
      flags.optimize = 1
      edit = [{ file = "b.jl", replace = "1", with = "2" }]
      [[variations]]
      label = "back"
      over = "as it is"
    `)
    expect(runs.map(lineOf)).toEqual([
      'as it is: 1.10 version warm: using Tiny',
      'one: 1.8 version warm 1 edits: using Tiny',
      'two: 1.8 version warm -O1 2 edits: using Tiny',
      'back: 1.10 version warm: using Tiny',
    ])
    expect(runs[2]?.edits.map(({ file }) => file)).toEqual(['a.jl', 'b.jl'])
  })

  it('says what a text reports, for all of a run or for steps of it', () => {
    const figures = (said: string) => readScenario(`reported = ${said}\n${LEAST}label = "first call"`, 'scenario.toml').reported
    expect(figures('30.0')).toEqual([{ seconds: 30, steps: undefined }])
    expect(figures('{ seconds = 2, steps = ["first call"] }')).toEqual([{ seconds: 2, steps: ['first call'] }])
    expect(figures('[1.5, { seconds = 0.1 }]')).toEqual([{ seconds: 1.5, steps: undefined }, { seconds: 0.1, steps: undefined }])
  })

  it('makes labels of the matrix from its values', () => {
    const runs = runsOf(`${LEAST}
      [matrix]
      julia = ["1.8", "1.9"]
      flags = [{ optimize = 0, inline = false }, {}]
      startup = ["none", { package = "Startup" }]
      preferences = [{ Tiny = { size = 3, names = ["a"] } }]
    `)
    expect(runs.slice(1, 4).map(({ label }) => label)).toEqual([
      'julia 1.8, startup none, optimize 0, inline false, Tiny.size = 3, Tiny.names = [ "a" ]',
      'julia 1.8, startup Startup, optimize 0, inline false, Tiny.size = 3, Tiny.names = [ "a" ]',
      'julia 1.8, startup none, no flags, Tiny.size = 3, Tiny.names = [ "a" ]',
    ])
    expect(runs).toHaveLength(9)
  })
})

describe('docs/scenarios.md', () => {
  const blocks = [...readFileSync(join(import.meta.dirname, '../../../../docs/scenarios.md'), 'utf8').matchAll(/```toml\n(.*?)```/gs)].map(([, text = '']) => text)
  const steps = '[[steps]]\nusing = "Tiny"\nlabel = "first report"\n'

  it('says how many runs its example makes', () => {
    expect(runsOf(blocks[0] ?? '')).toHaveLength(8)
  })

  it.each(blocks.slice(1))('shows what can be read: %s', (block) => {
    const text = block.includes('[[steps]]') ? block : block.includes('[[variations]]') || block.includes('[matrix]') ? steps + block : block + steps
    expect(runsOf(text).length).toBeGreaterThan(0)
  })
})

describe('what is wrong with a scenario', () => {
  it.each([
    ['title = 1 1', 'scenario.toml:1:11: This is not TOML: each key-value declaration must be followed by an end-of-line.'],
    ['', 'scenario.toml: steps: expected at least one [[steps]].'],
    ['steps = []', 'scenario.toml: steps: expected at least one step.'],
    [`stpes = 1\n${LEAST}`, 'scenario.toml: there is no key "stpes"; expected title, about, label, reported, because, julia, project, load_path, startup, sysimage, flags, saving, preferences, caches, calibration, steps, variations, matrix, strategies, gallery, trial, journey.'],
    [`julia = 1.10\n${LEAST}`, 'scenario.toml: julia: expected one of "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "1.11", "1.12", in quotes.'],
    [`saving = "all"\n${LEAST}`, 'scenario.toml: saving: expected one of "version", "master", "full", "prune".'],
    [`flags.optimize = 4\n${LEAST}`, 'scenario.toml: flags.optimize: expected 0, 1, 2 or 3.'],
    [`flags.optimise = 3\n${LEAST}`, 'scenario.toml: flags: there is no key "optimise"; expected optimize, debug_level, check_bounds, inline, pkgimages, compiled_modules.'],
    [`startup = { pakage = "X" }\n${LEAST}`, 'scenario.toml: startup: expected "none", a file, or { package = "Name" }.'],
    [`startup = { image = "a.image" }\n${LEAST}`, 'scenario.toml: startup.image: a system image is said as sysimage = "file"; expected "none", a file, or { package = "Name" }.'],
    ['[[steps]]\nlabel = "nothing"', 'scenario.toml: steps[0]: expected exactly one of using, eval, include; found none.'],
    ['[[steps]]\nusing = "A"\neval = "1"', 'scenario.toml: steps[0]: expected exactly one of using, eval, include; found 2.'],
    ['[[steps]]\nusing = "A; rm()"', 'scenario.toml: steps[0].using: expected the name of a package.'],
    [`${LEAST}[[variations]]\njulia = "1.9"`, 'scenario.toml: variations[0].label: expected a text.'],
    [`${LEAST}[[variations]]\nlabel = "as it is"`, 'scenario.toml: variations[0].label: "as it is" is there already.'],
    [`${LEAST}[[variations]]\nlabel = "a"\nsteps_after = [{ eval = "1" }]\nsteps = [{ eval = "1" }]`, 'scenario.toml: variations[0].steps: steps replace all; expected them, or steps_before and steps_after.'],
    [`${LEAST}[[variations]]\nlabel = "a"\nedit = [{ file = "a.jl", replace = "", with = "" }]`, 'scenario.toml: variations[0].edit[0].replace: expected the text that is replaced.'],
    [`${LEAST}[matrix]\nsteps = []`, 'scenario.toml: matrix: there is no key "steps"; expected variation, julia, project, load_path, startup, sysimage, flags, saving, preferences, caches, calibration.'],
    [`${LEAST}[matrix]\nvariation = ["b"]`, 'scenario.toml: matrix.variation[0]: there is no variation "b"; expected one of "as it is".'],
    [`${LEAST}[matrix]\njulia = ["1.9", "1.9"]`, 'scenario.toml: Two runs are called "julia 1.9". (expected every label once; those of the matrix are made from its values)'],
    [`${LEAST}[[variations]]\nlabel = "a"\nover = "b"\n[[variations]]\nlabel = "b"`, 'scenario.toml: variations[0].over: there is no variation "b" before it; expected one of "as it is".'],
    [`reported = -1\n${LEAST}`, 'scenario.toml: reported: expected seconds, { seconds = 1.5, steps = ["first call"] }, or a list of them.'],
    [`reported = { seconds = 1, steps = ["b"] }\n${LEAST}label = "a"`, 'scenario.toml: reported: there is no step "b"; expected one of "a".'],
    [`${LEAST}label = "a"\n[[variations]]\nlabel = "v"\nreported = [1, { seconds = 1, steps = ["b"] }]`, 'scenario.toml: variations[0].reported: there is no step "b"; expected one of "a".'],
    [`${LEAST}label = "a"\n[journey]\ncall = "b"\nsteps = ["as it is", "as it is"]`, 'scenario.toml: journey.call: there is no step "b"; expected one of "a".'],
    [`${LEAST}label = "a"\n[journey]\ncall = "a"\nsteps = ["as it is", "as it is"]`, 'scenario.toml: journey.steps: "as it is" stands in it twice.'],
    [`${LEAST}label = "a"\n[journey]\ncall = "a"\nsteps = ["as it is", "b"]`, 'scenario.toml: journey.steps[1]: there is no variation "b"; expected one of "as it is".'],
    [`${LEAST}label = "a"\n[journey]\ncall = "a"\nsteps = ["as it is"]`, 'scenario.toml: journey.steps: expected at least two labels.'],
    ['[__proto__]\nx = 1', 'scenario.toml:1:2: This is not TOML: document contains an unsafe property.'],
  ])('%s', (text, complaint) => {
    expect(complaintOf(text)).toBe(complaint)
  })

  it('is a matrix that makes more runs than anyone reads', () => {
    const projects = Array.from({ length: 501 }, (_, at) => `"${at}"`).join()
    expect(complaintOf(`${LEAST}[matrix]\nproject = [${projects}]`)).toBe('scenario.toml: matrix: this makes 501 runs, expected at most 500.')
  })

  it('is always a complaint with the file, never a bug', () => {
    const word = fc.constantFrom(
      'title', 'julia', 'steps', 'using', 'eval', 'label', 'variations', 'matrix', 'flags', 'preferences', 'startup', 'edit', 'load_path', '"1.9"', '1', 'true', '2020-01-01', '{', '}',
      '[', ']', '[[', ']]', '=', ',', '.', '\n', '"x"', 'caches', '"cold"', 'constructor', '9223372036854775808',
    )
    fc.assert(fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      expect(complaintOf(words.join(' '))).toMatch(/^(no complaint|scenario\.toml:)/)
    }), { numRuns: 500 })
    const value = fc.oneof(fc.constantFrom('"x"', '1', '[]', '{}', 'true', '[{}]', '{ package = 1 }', '[["x"]]', '{ a = { b = 1 } }', '[{ label = "x" }]', '""'))
    const key = fc.constantFrom('title', 'julia', 'project', 'load_path', 'startup', 'flags', 'saving', 'preferences', 'caches', 'calibration', 'variations', 'matrix', 'matrix.julia', 'flags.inline')
    fc.assert(fc.property(key, value, (name, content) => {
      expect(complaintOf(`${name} = ${content}\n${LEAST}`)).toMatch(/^(no complaint|scenario\.toml: )/)
    }), { numRuns: 300 })
  })
})

/** The lab as a page sees it, over files in memory and a session that runs nothing: what can be opened, read, changed, saved and run, and what is refused. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SessionRequest } from '../../../../src/main/loader/session-request'
import { UserError } from '../../../../src/shared/errors'
import type { LabChoices } from '../../../../src/shared/lab'
import { fakeSession } from '../fake-session'
import { labWorld } from './lab-world'

const UUID = '9f1c0ad6-0d5f-4e0f-8f2c-0f5b5d0b7a11'
const TINY = 'module Tiny\nf(x) = 2x\nend # module\n'
const SCENARIO = `title = "Small"
julia = "1.9"
project = "env"

[[steps]]
using = "Tiny"

[[steps]]
eval = "f(1)"

[[variations]]
label = "twice"
steps_after = [{ eval = "f(2)", label = "second" }]
startup = { package = "Startup" }
`
const DISK: Readonly<Record<string, string>> = {
  '/s/scenario.toml': SCENARIO,
  '/s/guide.md': '## Look at\n',
  '/s/env/Project.toml': `[deps]\nTiny = "${UUID}"\n`,
  '/s/env/LocalPreferences.toml': '[Tiny]\nsize = 3\nsince = 2020-01-01\n',
  '/s/Tiny/src/Tiny.jl': TINY,
  '/s/.git/config.toml': '',
  '/s/picture.png': 'x',
  '/p/Project.toml': `name = "Own"\nuuid = "11111111-2222-4333-8444-555555555555"\n[deps]\nTiny = "${UUID}"\n`,
  '/p/src/Own.jl': 'module Own end\n',
  '/lone/a.jl': 'x = 1\n', '/lone/deep/b.jl': '',
  '/none/notes.txt': '',
}

function world() {
  const asked: SessionRequest[] = []
  const made = labWorld(DISK, { runSession: fakeSession(asked) })
  const open = async (path: string, kind: 'path' | 'project' = 'path') => {
    made.access.grant(path)
    return made.calls.open({ kind, path })
  }
  return { ...made, asked, open }
}

describe('opening', () => {
  it('takes what a person opened, and samples', async () => {
    const { calls } = world()
    await expect(calls.open({ kind: 'path', path: '/s' })).rejects.toMatchObject({ code: 'no-access' })
    await expect(calls.open({ kind: 'sample', id: '../DemoPkg' })).rejects.toMatchObject({ code: 'not-found' })
    expect(await calls.open({ kind: 'sample', id: 'DemoPkg' })).toMatchObject({ writable: false, title: 'One line that saves the first call', diagnostics: [] })
  })

  it('tells of a scenario with its files, but for hidden ones and what is no text', async () => {
    const { open } = world()
    expect(await open('/s')).toMatchObject({
      title: 'Small', guide: '## Look at\n', writable: true, truncated: false, file: 'scenario.toml', runs: ['as it is', 'twice'], diagnostics: [],
      files: [
        { path: 'Tiny/src/Tiny.jl', bytes: TINY.length, kind: 'julia', edited: false, added: false }, { path: 'env/LocalPreferences.toml' }, { path: 'env/Project.toml' },
        { path: 'guide.md', kind: 'text' }, { path: 'scenario.toml', kind: 'toml' },
      ],
      scenario: {
        label: 'as it is', julia: '1.9', project: 'env', packages: ['Tiny'], caches: 'warm', flags: { pkgimages: true, optimize: 2 }, startup: { kind: 'none' },
        startups: [{ kind: 'none' }, { kind: 'package', name: 'Startup' }], sysimage: [], preferences: {},
        steps: [{ label: 'using Tiny', text: 'Tiny', kind: 'using' }, { label: 'f(1)', text: 'f(1)', kind: 'eval' }],
      },
    })
    expect((await open('/s/scenario.toml')).files).toHaveLength(5)
  })

  it('makes up a scenario for a project, and for a Julia file', async () => {
    const { open, calls } = world()
    const project = await open('/p')
    expect(project).toMatchObject({ title: 'p', file: '', scenario: { packages: ['Tiny', 'Own'], steps: [{ text: 'Tiny', kind: 'using' }, { text: 'Own' }] } })
    expect(calls.info(project.id, 'as it is')).toEqual(project)
    expect(() => calls.info(project.id, 'other')).toThrow(UserError)
    expect(await open('/s/env', 'project')).toMatchObject({ file: '', scenario: { steps: [{ text: 'Tiny' }], preferences: {} } })
    expect(await open('/lone/a.jl')).toMatchObject({ title: 'a.jl', files: [{ path: 'a.jl' }], scenario: { steps: [{ kind: 'include', text: 'a.jl' }] } })
  })

  it.each([['/none', 'not-found'], ['/nowhere', 'not-found'], ['/none/notes.txt', 'bad-input'], ['/s/picture.png', 'bad-input']])('refuses %s', async (path, code) => {
    await expect(world().open(path)).rejects.toMatchObject({ code })
  })

  it('shows so many files and no more', async () => {
    const { disk, open } = world()
    for (let at = 0; at < 2100; at++) disk.writeText(`/s/more/f${at}.jl`, '')
    expect(await open('/s')).toMatchObject({ truncated: true, files: { length: 2000 } })
  })

  it('can be done with a scenario that cannot be read, which is then mended', async () => {
    const { disk, open, calls, run } = world()
    disk.writeText('/s/scenario.toml', SCENARIO.replace('"1.9"', '"1.99"'))
    const { id, diagnostics, runs } = await open('/s')
    expect([diagnostics.map(({ path, line }) => [path, line]), runs]).toEqual([[['scenario.toml', 2]], ['as it is']])
    expect(() => run(id)).toThrow(/julia: expected one of/)
    expect(calls.edit(id, 'scenario.toml', SCENARIO)).toEqual([])
    expect(calls.info(id)).toMatchObject({ runs: ['as it is', 'twice'], diagnostics: [] })
    calls.edit(id, 'scenario.toml', 'steps = [')
    expect(calls.info(id)).toMatchObject({ title: 'Small', runs: ['as it is', 'twice'], diagnostics: [{ path: 'scenario.toml', severity: 'error' }] })
    calls.close(id)
    expect(() => calls.info(id)).toThrow(UserError)
  })
})

describe('editing', () => {
  it('stays in memory, and back at the text of the disk it is no edit', async () => {
    const { calls, disk, open } = world()
    const { id } = await open('/s')
    const path = 'Tiny/src/Tiny.jl'
    expect(calls.edit(id, path, 'module Tiny\nf(x = 2x\nend\n')).toEqual([expect.objectContaining({ path, severity: 'error' })])
    expect(calls.read(id, path)).toMatchObject({ text: 'module Tiny\nf(x = 2x\nend\n', edited: true, conflict: false, saved: TINY, diagnostics: { length: 1 } })
    expect(calls.info(id).files.filter(({ edited }) => edited)).toEqual([{ path, bytes: 25, kind: 'julia', edited: true, added: false }])
    expect(disk.readText('/s/Tiny/src/Tiny.jl')).toBe(TINY)
    expect(calls.edit(id, path, TINY)).toEqual([])
    expect(calls.read(id, path).edited).toBe(false)
    calls.edit(id, 'Tiny/src/more.jl', 'g(x) = 1')
    expect(calls.info(id).files).toContainEqual({ path: 'Tiny/src/more.jl', bytes: 8, kind: 'julia', edited: true, added: true })
    expect(calls.revert(id, 'Tiny/src/more.jl').files).toHaveLength(5)
  })

  it.each([
    ['scenario.toml', SCENARIO.replace('julia =', 'jullia ='), 2, 1, /there is no key "jullia"/],
    ['scenario.toml', SCENARIO.replace('eval = "f(1)"', 'eval = 3'), 9, 1, /steps\[1\]/],
    ['scenario.toml', 'title = "x\n', 1, 11, /not TOML/],
    ['env/Project.toml', '[deps]\nTiny = "no uuid"\n', 2, 1, /deps\.Tiny/],
    ['env/Manifest.toml', 'manifest_format = "7.0"\n', 1, 1, /expected 1 or 2/],
    ['env/LocalPreferences.toml', '[Tiny\n', 1, 6, /TOML/],
    ['Tiny/src/Tiny.jl', 'module Tiny\nx = )\ny = 1 +* 2\nend\n', 2, 5, /./],
  ])('says what is wrong in %s, and where', async (path, text, line, column, message) => {
    const { calls, open } = world()
    const { id } = await open('/s')
    const [first] = calls.edit(id, path, text)
    expect(first).toMatchObject({ path, line, column, severity: 'error', text: expect.stringMatching(message) as unknown })
  })

  it.each(['', '/etc/x.jl', '../x.jl', 'a/../../x.jl', 'a//b.jl', '.git/x.jl', 'a\\b.jl', 'a\u0000.jl', 'a.exe', 'Tiny/src', `${'a/'.repeat(600)}b.jl`])('takes no path like %j', async (path) => {
    const { calls, open } = world()
    const { id } = await open('/s')
    for (const act of [() => calls.edit(id, path, ''), () => calls.read(id, path), () => calls.revert(id, path)]) expect(act).toThrow(UserError)
    await expect(calls.save(id, path, true)).rejects.toBeInstanceOf(UserError)
  })

  it('takes any text, and throws nothing but what a person can mend', async () => {
    const { calls, open } = world()
    const { id } = await open('/s')
    const word = fc.constantFrom('module', 'end', 'function', 'f(x)', '"', '"""', '$(', ')', '[[steps]]', 'using', '=', '\n', ' ', '@', '#=', "'", '0x', '1e', 'julia', '"1.9"', '{', ':', '::', '\u{1F600}', '\ud800', '[', ']', '`')
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.array(word, { maxLength: 30 }).map((words) => words.join('')))
    const path = fc.constantFrom('scenario.toml', 'env/Project.toml', 'env/Manifest.toml', 'a.toml', 'Tiny/src/Tiny.jl', 'b.txt')
    fc.assert(fc.property(path, text, (file, content) => {
      for (const { line, column, endLine = 0, endColumn = 0 } of calls.edit(id, file, content)) {
        const lines = content.split(/\r?\n/)
        expect(line).toBeLessThanOrEqual(lines.length)
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1)
        expect([line, column]).toEqual([Math.max(line, 1), Math.max(column, 1)])
        expect([endLine, endColumn]).toEqual([line, Math.max(endColumn, column)])
      }
      if (file === 'scenario.toml') calls.info(id)
    }), { numRuns: 100 })
  })
})

describe('saving', () => {
  const path = 'Tiny/src/Tiny.jl'

  it('writes what was edited, and nothing else', async () => {
    const { calls, disk, open } = world()
    const { id } = await open('/s')
    calls.edit(id, path, 'changed')
    calls.edit(id, 'new/file.jl', 'new')
    expect(await calls.save(id, path, false)).toMatchObject({ text: 'changed', saved: 'changed', edited: false, conflict: false })
    await calls.save(id, 'new/file.jl', false)
    await calls.save(id, 'scenario.toml', false)
    expect([disk.readText('/s/Tiny/src/Tiny.jl'), disk.readText('/s/new/file.jl'), disk.readText('/s/scenario.toml')]).toEqual(['changed', 'new', SCENARIO])
  })

  it('notices that the disk has changed meanwhile', async () => {
    const { calls, disk, open } = world()
    const { id } = await open('/s')
    calls.edit(id, path, 'mine')
    disk.writeText('/s/Tiny/src/Tiny.jl', TINY.replace('2x', '3x'))
    expect(calls.read(id, path)).toMatchObject({ text: 'mine', conflict: true, saved: TINY.replace('2x', '3x') })
    await expect(calls.save(id, path, false)).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/from line 2 on/) as unknown })
    disk.remove('/s/Tiny/src/Tiny.jl')
    await expect(calls.save(id, path, false)).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/no longer/) as unknown })
    expect(await calls.save(id, path, true)).toMatchObject({ text: 'mine', edited: false })
    // What nobody edits is what the disk has.
    disk.writeText('/s/Tiny/src/Tiny.jl', 'theirs')
    expect(calls.read(id, path).text).toBe('theirs')
  })

  it('refuses samples, files that were not opened, and links that lead out', async () => {
    const { calls, disk, open, state } = world()
    const sample = await calls.open({ kind: 'sample', id: 'DemoPkg' })
    calls.edit(sample.id, 'scenario.toml', '')
    await expect(calls.save(sample.id, 'scenario.toml', false)).rejects.toMatchObject({ code: 'no-access' })
    const { id } = await open('/s/scenario.toml')
    calls.edit(id, path, 'changed')
    calls.edit(id, 'scenario.toml', 'changed')
    await expect(calls.save(id, path, false)).rejects.toMatchObject({ code: 'no-access' })
    await calls.save(id, 'scenario.toml', false)
    expect(disk.readText('/s/scenario.toml')).toBe('changed')
    const folder = await open('/p')
    state.links.set('/p/src', '/none')
    calls.edit(folder.id, 'src/Own.jl', 'changed')
    await expect(calls.save(folder.id, 'src/Own.jl', false)).rejects.toMatchObject({ code: 'no-access' })
    expect(calls.read(folder.id, 'src/Own.jl')).toMatchObject({ text: 'changed', edited: true })
  })

  it('keeps the edits if the disk takes nothing', async () => {
    const { calls, open, state } = world()
    const { id } = await open('/s')
    calls.edit(id, path, 'changed')
    state.writable = false
    await expect(calls.save(id, path, false)).rejects.toMatchObject({ code: 'cannot-write' })
    expect(calls.read(id, path)).toMatchObject({ text: 'changed', edited: true })
  })
})

describe('running', () => {
  const choose = async (choices: LabChoices, path = '/s') => {
    const { open, run, asked } = world()
    run((await open(path)).id, choices)
    return asked.at(-1)
  }

  it('says to the session what was chosen', async () => {
    expect(await choose({})).toMatchObject({ julia: '1.9', flags: { usePkgimages: true, optLevel: 2 }, compiledModules: 'yes', steps: [{ code: 'using Tiny' }, { code: 'f(1)' }] })
    const asked = await choose({
      run: 'twice', julia: '1.10', caches: 'none', pkgimages: false, optimize: 0, startup: { kind: 'none' }, preferences: { Tiny: { size: 4, names: ['a'] } }, steps: ['using Other', 'f(3)'],
      loadOrder: ['Other'],
    })
    expect(asked).toMatchObject({
      julia: '1.10', flags: { usePkgimages: false, optLevel: 0 }, compiledModules: 'no', startup: undefined,
      steps: [{ label: 'using Other' }, { code: 'f(1)' }, { label: 'second' }, { label: 'using Tiny', code: 'using Tiny' }, { code: 'f(3)' }],
    })
    expect(asked?.files.readText('/s/env/LocalPreferences.toml')).toMatch(/size = 4\n.*names = \[ "a" \]/s)
    expect(await choose({ steps: ['1'] }, '/p')).toMatchObject({ steps: [{ code: 'using Tiny' }, { code: 'using Own' }, { code: '1' }] })
  })

  it.each([[{ run: 'no' }, /no run "no"/], [{ julia: '0.6' }, /no rules for Julia "0.6"/], [{ loadOrder: ['No'] }, /No step uses No/]])('refuses %j', async (choices, message) => {
    await expect(choose(choices)).rejects.toThrow(message)
  })

  it('opens a profile that knows its lab, and remembers what has not changed', async () => {
    const { calls, open, run, opened, asked, disk } = world()
    const { id } = await open('/s')
    const first = run(id)
    expect(first).toMatchObject({ label: 'as it is', remembered: false, steps: [{ label: 'using Tiny', error: '' }, { label: 'f(1)', shown: '2' }], session: { lab: { lab: id, choices: {} } }, output: 'julia> f(1)\n2\n' })
    const count = asked.length
    expect(run(id)).toMatchObject({ remembered: true, session: first.session, made: [] })
    calls.edit(id, 'guide.md', 'no file of the run')
    expect([run(id).remembered, asked.length, opened.length]).toEqual([true, count, 1])
    expect(run(id, { steps: ['f(2)'] }).remembered).toBe(false)
    expect(run(id)).toMatchObject({ remembered: true, session: first.session })
    disk.writeText('/s/env/Project.toml', `${DISK['/s/env/Project.toml'] ?? ''}\n`)
    expect(run(id)).toMatchObject({ remembered: false, session: { id: 3 } })
  })

  it('tells how far it is, and cancelled it leaves everything as it was', async () => {
    const { open, run, progress, opened, disk } = world()
    const { id } = await open('/s')
    expect(() => run(id, {}, 'precompiling Tiny')).toThrow(expect.objectContaining({ code: 'cancelled' }))
    expect([opened, progress.at(-1)]).toEqual([[], [0, 3, 'precompiling Tiny']])
    expect(Object.entries(DISK).filter(([path, text]) => disk.readText(path) !== text)).toEqual([])
    progress.length = 0
    // This session's caches say nothing of themselves, so that the run makes its own.
    expect(run(id)).toMatchObject({ remembered: false, error: '' })
    expect(progress.filter(([,, text], at) => text !== progress[at - 1]?.[2])).toEqual([[0, 3, 'precompiling Tiny'], [1, 3, 'using Tiny'], [1, 3, 'precompiling Tiny'], [2, 3, 'f(1)']])
  })

  it('makes the changes of a what-if in the project, and says which did not fit', async () => {
    const { open, run, asked, calls } = world()
    const { id } = await open('/s')
    const { problems } = run(id, { changes: [{ kind: 'precompile', package: 'Nowhere', statement: 'precompile(f, (Int,))' }, { kind: 'julia', version: '1.8' }] })
    expect([problems.length, asked.at(-1)?.julia]).toEqual([1, '1.8'])
    expect(problems[0]).toMatch(/^Precompile in Nowhere: .*: ./)
    expect(calls.info(id).scenario.julia).toBe('1.9')
  })
})

/** `backedge build` and `backedge run --sysimage` in the terminal, with the plain Base. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { sessionRunner } from '../../../../src/main/loader/run'
import { createSysimage } from '../../../../src/main/loader/sysimage/create'
import { STANDARD_UUIDS } from '../../../../src/main/julia/runtime/standard-libraries'
import { base, freshBase } from '../../../../src/main/services/base'
import { ImageWorld, LIB_AND_APP } from '../../loader/sysimage/image-world'
import { MemoryFiles as OutputFiles } from '../../services/memory-files'
import { runCommand } from './run-command'

/** Milliseconds. The first to begin waits for Base to be made from its source. */
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

const kit = { base, fresh: freshBase, stdlibs: STANDARD_UUIDS }
const world = new ImageWorld('1.10', LIB_AND_APP, ['App'])
const output = new OutputFiles()

function backedge(...argv: readonly string[]) {
  return runCommand(argv, {
    folder: '/', files: output, stdin: 'using App\nprintln(App.answer(20))\n',
    scenarios: { files: world.files, depot: '/depot', runSession: sessionRunner(kit), createSysimage: createSysimage(kit) },
  })
}

beforeAll(() => {
  world.files.writeText('/project/statements.jl', 'precompile(Tuple{typeof(App.answer), Int64})\nprecompile(Tuple{typeof(App.gone), Int64})\nprecompile(Tuple{typeof(Base.println), Base.IOStream, String})\n')
  world.files.writeText('/project/scenario.toml', 'title = "App"\n[[steps]]\nusing = "App"\n[[steps]]\neval = "answer(20)"\nlabel = "first call"\n[[variations]]\nlabel = "image"\nsysimage = { precompile_statements_file = "statements.jl" }\n')
})

describe('backedge build sysimage', () => {
  it('builds one with PackageCompiler\'s options, in either spelling, and says what became of statements', async () => {
    const { code, out, err } = await backedge('build', 'sysimage', 'project', 'App', '--sysimage_path', 'images/app.image', '--precompile-statements-file', 'project/statements.jl', '--cpu_target=generic', '-o', 'build.backedge')
    expect(err.split('\n').slice(0, 4)).toEqual(['precompile', 'precompile: precompiling Lib', 'precompile: precompiling App', 'execution'])
    expect(code).toBe(0)
    expect(out).toMatch(/^\/images\/app\.image: [\d.]+ MiB, Julia 1\.10, built in [\d.]+ .?s \(virtual\)\n\nPhases\n {2}precompile packages/)
    expect(out).toContain('\nPackages: Lib 0.1.0, App 0.1.0\n')
    expect(out).toContain('\n3 statements: 2 kept, 1 name not found\n')
    expect(out).toContain('  name not found  /project/statements.jl:2  precompile(Tuple{typeof(App.gone), Int64}): UndefVarError: gone not defined\n')
    expect([...output.contents.keys()]).toEqual(['/build.backedge'])
  })

  it('gives data', async () => {
    const { out } = await backedge('build', 'sysimage', 'project', '--sysimage_path', 'images/data.image', '--import_into_main', 'false', '--json')
    expect(JSON.parse(out)).toMatchObject({
      path: '/images/data.image', kind: 'system', julia: '1.10', packages: [{ name: 'Lib' }, { name: 'App' }], statements: [], options: { import_into_main: false, incremental: true, cpu_target: 'native' },
    })
  })

  it.each([
    [['build'], 'What is to be built? Expected sysimage or pkgimage.'],
    [['build', 'app', 'project'], 'There is no kind of image "app": expected sysimage or pkgimage.'],
    [['build', 'sysimage'], 'One project is needed.'],
    [['build', 'sysimage', 'project'], '--sysimage_path is needed.'],
    [['build', 'sysimage', 'nowhere', '--sysimage_path', 'x'], 'There is no Project.toml in this folder.'],
    [['build', 'sysimage', 'project', 'Nope', '--sysimage_path', 'x'], 'package(s) Nope not in project.'],
    [['build', 'sysimage', 'project', '--sysimage_path', 'x', '--incremental', 'maybe'], '--incremental maybe: expected true or false.'],
    [['build', 'sysimage', 'project', '--sysimage_path', 'x', '--sysimage-path', 'y'], '--sysimage_path is said twice.'],
    [['build', 'sysimage', 'project', '--sysimage_path', 'x', '--filter_stdlibs', 'true'], 'must use `incremental=false` to use `filter_stdlibs=true`'],
    [['build', 'pkgimage', 'project'], 'One package is needed.'],
    [['build', 'pkgimage', 'project', 'App', '--script', 'x'], '--script is no option of pkgimage.'],
  ])('%j is refused', async (argv, text) => {
    const { code, err } = await backedge(...argv)
    expect(err).toContain(text)
    expect(code).toBe(2)
  })
})

describe('backedge run', () => {
  it('begins a program and a scenario from an image', async () => {
    const program = await backedge('run', '-', '--sysimage', 'images/app.image', '--json')
    expect(program.err).toBe('Lib starts\n42\n')
    expect(program.code).toBe(0)
    const scenario = await backedge('run', 'project', '--sysimage', 'images/app.image', '--json')
    expect(JSON.parse(scenario.out)).toMatchObject([{ counts: { packages: 2, cachesLoaded: 0, inferred: 0, generated: 0 } }])
    expect((await backedge('run', 'project', '--sysimage', 'project/statements.jl')).err).toContain('This system image cannot be used')
    expect((await backedge('run', '-', '--sysimage', 'images/app.image', '--julia', '1.9')).err).toContain('This is a system image of Julia 1.10, expected one of Julia 1.9.')
  })

  it('builds the image that a scenario asks for, once', async () => {
    const first = await backedge('run', 'project', '--variation', 'image')
    expect(first.err).toContain('building the system image: load App')
    expect(first.out).toContain('julia> first call\n42\n')
    const again = await backedge('run', 'project', '--variation', 'image')
    expect(again.err).not.toContain('building')
    expect(again.out.replace(/\nPrecompiled[^]*/, '')).toBe(first.out.replace(/\n\nPrecompiled[^]*/, '\n'))
    world.edit('/dev/Lib/src/Lib.jl', '2x', '3x')
    expect((await backedge('run', 'project', '--variation', 'image')).out).toContain('julia> first call\n62\n')
  })
})

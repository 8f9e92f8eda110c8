/** Building system images: what becomes of statements, what goes in, what is refused, and that nothing is left half done. */
import { describe, expect, it, vi } from 'vitest'
import { readContainer } from '../../../../src/main/image/container'
import { readSysimageHeader } from '../../../../src/main/image/sysimage-header'
import { sysimageText } from '../../../../src/main/loader/sysimage/report'
import type { SysimageProgress, SysimageResult } from '../../../../src/main/loader/sysimage/request'
import { UserError } from '../../../../src/shared/errors'
import { checkIntegrity } from '../../../../src/shared/profile/integrity'
import { IMAGE, ImageWorld, LIB_AND_APP, type PackageFiles } from './image-world'

/** Milliseconds. The first to begin waits for Base to be made from its source. */
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

const STATEMENTS = `# what a session compiled
precompile(Tuple{typeof(App.answer), Int64})
precompile(Tuple{typeof(App.answer), Float64})    # recompile
precompile(Tuple{typeof(App.answer), Int64})
precompile(App.answer, (Int,))
precompile(Tuple{typeof(Lib.lent), Int64})

precompile(Tuple{typeof(App.gone), Int64})
precompile(Tuple{typeof(Nowhere.f), Int64})
precompile(Tuple{typeof(App.answer), Int64, Int64})
precompile(Tuple{typeof(App.answer), Integer})
precompile(Tuple{typeof(App.answer), Int64}
App = 1
precompile(1, 2, 3)
`

function outcomes({ header: { statements } }: Pick<SysimageResult, 'header'>): string[] {
  return statements.map(({ line, outcome, reason }) => `${line} ${outcome}${reason === '' ? '' : `: ${reason}`}`)
}

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error.line
    throw error
  }
  throw new Error('it was not refused')
}

function app(): ImageWorld {
  const world = new ImageWorld('1.10', LIB_AND_APP, ['App'])
  world.files.writeText('/project/statements.jl', STATEMENTS)
  return world
}

describe('the build of a system image', () => {
  it('says of every statement what became of it', () => {
    const made = app().build({ precompile_statements_file: '/project/statements.jl' })
    expect(outcomes(made)).toEqual([
      '2 kept',
      '3 kept',
      '4 duplicate: the same stands in /project/statements.jl:2',
      '5 duplicate: /project/statements.jl:2 asks for the same instance',
      '6 kept',
      '8 notFound: UndefVarError: gone not defined',
      '9 notFound: UndefVarError: Nowhere not defined',
      '10 returnedFalse: no method takes these types',
      '11 returnedFalse: no method is specialised for these types: they are too general, or none takes them',
      expect.stringMatching(/^12 unparsed: /),
      '13 unparsed: it is no call',
      expect.stringMatching(/^14 returnedFalse: precompile threw: MethodError/),
    ])
    const { profile } = made
    expect(checkIntegrity(profile)).toEqual([])
    expect(profile.precompile.outcome.length).toBeGreaterThanOrEqual(12)
    expect(sysimageText(made, false).split('\n').filter((line) => /^\d+ statements/.test(line))).toEqual([
      '12 statements: 3 kept, 2 duplicate, 2 does not parse, 2 name not found, 3 precompile returned false',
    ])
  })

  it('tells of code that a script ended', () => {
    const world = app()
    world.files.writeText('/project/one.jl', 'precompile(Tuple{typeof(App.answer), Int64})\n')
    world.files.writeText('/project/script.jl', 'App.Lib.lent(x::Int) = 0\n')
    const made = world.build({ precompile_statements_file: ['/project/one.jl'], script: '/project/script.jl' })
    expect(outcomes(made)).toEqual(['1 invalidated: a method that was defined later ended its code before the image was written'])
    expect(world.shown(['App.answer(1)'])).toEqual(['2'])
  })

  it('runs execution files with all that packages do, and traces what they compile', () => {
    const world = app()
    world.files.writeText('/project/work.jl', 'using App\nprintln(App.answer(20))\nx -> x\n')
    const made = world.build({ precompile_execution_file: '/project/work.jl' })
    expect(made.said).toBe('Lib starts\n42\n')
    expect(made.header.statements.map(({ statement, from }) => `${from} ${statement}`)).toContain('execution precompile(Tuple{typeof(App.answer), Int64})')
    expect(made.header.phases.map(({ name }) => name)).toEqual(['precompile', 'execution', 'load', 'statements', 'codegen', 'write'])
    const ends = made.header.phases.map(({ start, end }) => end - start)
    expect(ends.every((length) => length > 0)).toBe(true)
    expect(made.built.map(({ package: name }) => name)).toEqual(['Lib', 'App'])
  })

  it.each([
    ['1.8', 'App.var"#describe##kw"'],
    ['1.10', 'typeof(Core.kwcall)'],
  ] as const)('traces and replays calls with keywords as Julia %s writes them', (julia, sorter) => {
    const statement = `precompile(Tuple{${sorter}, NamedTuple{(:unit,), Tuple{String}}, typeof(App.describe), Int64})`
    const world = new ImageWorld(julia, LIB_AND_APP, ['App'])
    world.files.writeText('/project/work.jl', 'using App\nApp.describe(3, unit = "m")\n')
    world.files.writeText('/project/statements.jl', `${statement.replace('Int64', 'Float64')}\n`)
    const { header } = world.build({ precompile_execution_file: '/project/work.jl', precompile_statements_file: '/project/statements.jl' })
    expect(header.statements.find((one) => one.statement === statement)?.outcome).toBe('kept')
    expect(header.statements.at(-1)).toMatchObject({ from: 'statements', outcome: 'kept', reason: '' })
    const { steps, profile } = world.run(['using App', 'App.describe(3, unit = "m")', 'App.describe(3.5, unit = "m")'], { sysimage: IMAGE })
    expect(steps.map(({ shown }) => shown)).toEqual([undefined, '"3 m"', '"3.5 m"'])
    expect(profile.strings.filter((text) => /NamedTuple.*describe.*::Int64\)$/.test(text))).toEqual([])
  })

  it('gives the same bytes twice', () => {
    const [first, second] = [app(), app()].map((world) => {
      world.files.writeText('/project/work.jl', 'using App\nApp.describe(1.5, unit = "kg")\n')
      world.build({ precompile_execution_file: '/project/work.jl', precompile_statements_file: '/project/statements.jl' })
      return world.files.readBytes(IMAGE)
    })
    expect(first).toBeDefined()
    expect(second).toEqual(first)
  })

  it('can go on from an image that it built', () => {
    const world = new ImageWorld('1.10', LIB_AND_APP)
    world.build({ packages: 'Lib', sysimage_path: '/images/lib.image' })
    const { header, said } = world.build({ packages: ['App'], base_sysimage: '/images/lib.image' })
    expect(said).toBe('Lib starts\n')
    expect(header.base).toBe(readSysimageHeader(readContainer(world.files.readBytes('/images/lib.image') ?? new Uint8Array()).header).buildId)
    expect(header.packages.map(({ name }) => name)).toEqual(['Lib', 'App'])
    expect(world.shown(['using App', 'answer(20)', 'Lib.started[]'])).toEqual([undefined, '42', '2'])
  })

  it('imports into Main unless told otherwise', () => {
    const world = app()
    world.build({ import_into_main: false })
    expect(world.shown(['App'])).toEqual(['ERROR: UndefVarError: App not defined'])
    expect(world.shown(['using App', 'answer(1)'])).toEqual([undefined, '4'])
  })
})

describe('what goes into an image', () => {
  const packages: Readonly<Record<string, PackageFiles>> = {
    Lazy: { source: 'module Lazy\nend\n' },
    Top: { source: 'module Top\nusing Statistics\nmiddle(v) = mean(v)\nend\n', deps: ['Lazy', 'Statistics'] },
    Other: { source: 'module Other\nend\n' },
  }
  const names = ({ header }: Pick<SysimageResult, 'header'>) => header.packages.map(({ name }) => name)

  it('is what was asked for and all that it depends on, loaded or not', () => {
    const world = new ImageWorld('1.10', packages, ['Top', 'Other'])
    expect(names(world.build())).toEqual(['Lazy', 'Top', 'Other'])
    expect(names(world.build({ packages: 'Top' }))).toEqual(['Lazy', 'Top'])
    expect(names(world.build({ packages: ['Top'], include_transitive_dependencies: false }))).toEqual(['Top'])
  })

  it('is, without incremental, a Base without the code of the version, on demand with no other standard libraries than those needed', () => {
    const world = new ImageWorld('1.10', packages, ['Top', 'Other'])
    const fresh = world.build({ packages: 'Top', incremental: false })
    expect(fresh.header).toMatchObject({ stdlibs: expect.arrayContaining(['LinearAlgebra', 'Random', 'Statistics']) as string[], origin: fresh.header.buildId })
    expect(fresh.header.base).toBeUndefined()
    expect(world.shown(['using Top', 'Top.middle([1, 2, 6])'])).toEqual([undefined, '3.0'])
    const { header } = world.build({ packages: 'Other', incremental: false, filter_stdlibs: true })
    expect(header.stdlibs).toEqual([])
    expect(world.shown(['using Other', 'using Random', 'length(rand(3))'])).toEqual([undefined, undefined, '3'])
  })
})

describe('a build that is not to be', () => {
  it.each([
    [{ packages: ['App', 'Nope', 'Nix'] }, 'package(s) Nope, Nix not in project'],
    [{ filter_stdlibs: true }, 'must use `incremental=false` to use `filter_stdlibs=true`'],
    [{ incremental: false, base_sysimage: '/x.image' }, 'cannot specify `base_sysimage` when `incremental=false`'],
    [{ precompile_execution_file: '/project/none.jl' }, 'There is no such file'],
    [{ precompile_execution_file: '/project/fails.jl' }, 'precompile_execution_file: it ended with an exception: LoadError: "oh"'],
    [{ precompile_execution_file: '/project/exits.jl' }, 'it ended with exit code 3'],
    [{ base_sysimage: '/images/none.image' }, 'There is no such system image'],
    [{ sysimage_path: '/project' }, 'The provided sysimage_path is a directory'],
    [{ project: '/nowhere' }, 'There is no Project.toml in this folder'],
    [{ spelt: 1 }, 'there is no option "spelt"; expected packages, sysimage_path'],
  ])('%j', (options, text) => {
    const world = app()
    world.files.writeText('/project/fails.jl', 'throw("oh")')
    world.files.writeText('/project/exits.jl', 'exit(3)')
    expect(refusal(() => world.build(options))).toContain(text)
    expect(world.files.readBytes(IMAGE)).toBeUndefined()
  })

  it('has a package that fails', () => {
    const world = app()
    world.edit('/dev/Lib/src/Lib.jl', 'lent(x) = 2x', 'error("broken")')
    expect(refusal(() => world.build())).toMatch(/cannot be loaded: .*(broken|Failed to precompile)/s)
  })

  it('is cancelled wherever it is, and leaves what was there', () => {
    const world = app()
    world.files.writeText('/project/work.jl', 'using App\nanswer(1)\n')
    world.files.writeText(IMAGE, 'what was there')
    const options = { precompile_execution_file: '/project/work.jl', precompile_statements_file: '/project/statements.jl' }
    const phases = new Set<SysimageProgress['phase']>()
    for (const at of ['precompile', 'execution', 'load', 'statements', 'codegen', 'write'] as const) {
      let isCancelled = false
      const run = () => world.build(options, {
        isCancelled: () => isCancelled,
        onProgress: ({ phase }) => {
          phases.add(phase)
          if (phase === at) isCancelled = true
        },
      })
      expect(refusal(run)).toBe('Cancelled.')
      expect(world.files.readText(IMAGE)).toBe('what was there')
    }
    expect([...phases]).toEqual(['precompile', 'execution', 'load', 'statements', 'codegen', 'write'])
  })
})

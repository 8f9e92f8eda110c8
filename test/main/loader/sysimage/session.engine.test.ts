/** Sessions that begin from a system image: what is in it is there, costs nothing and is frozen. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { readContainer, writeContainer } from '../../../../src/main/image/container'
import { UserError } from '../../../../src/shared/errors'
import { checkIntegrity } from '../../../../src/shared/profile/integrity'
import { IMAGE, ImageWorld, LIB_AND_APP } from './image-world'

/** Milliseconds. The first to begin waits for Base to be made from its source. */
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

const PROGRAM = ['using App', 'answer(20)', 'println(App.describe(3))', 'App.describe(3, unit = "m")', 'answer(App.Thing(4))']
const WORK = PROGRAM.join('\n')

function world(): ImageWorld {
  const made = new ImageWorld('1.10', LIB_AND_APP, ['App'])
  made.files.writeText('/project/work.jl', WORK)
  return made
}

/** Built once: what is in it does not depend on what is done with it. */
let image: Uint8Array | undefined

function built(): ImageWorld {
  const made = world()
  if (image === undefined) made.build({ precompile_execution_file: '/project/work.jl' })
  else made.files.write(IMAGE, image)
  image = made.files.readBytes(IMAGE)
  return made
}

/** The error of a run that must not begin. */
function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error.line
    throw error
  }
  throw new Error('it was not refused')
}

describe('a session from a system image', () => {
  let made: ImageWorld
  beforeAll(() => {
    made = built()
  })

  it('prints what one without it prints, and neither loads, infers nor generates anything', () => {
    const without = made.run(PROGRAM)
    const from = made.run(PROGRAM, { sysimage: IMAGE })
    expect(from.steps.map(({ shown, error }) => ({ shown, error }))).toEqual(without.steps.map(({ shown, error }) => ({ shown, error })))
    expect(from.out).toBe(without.out)
    expect(from.out).toBe('Lib starts\n3 cm\n')
    expect(from.counts).toMatchObject({ packages: 2, cachesLoaded: 0, precompiled: 0, methods: 0, inferred: 0, generated: 0, invalidated: 0 })
    expect(without.counts).toMatchObject({ packages: 2, cachesLoaded: 2 })
    expect(without.counts['generated']).toBeGreaterThan(0)
    expect(from.phases.load).toBeGreaterThan(0)
    expect(checkIntegrity(from.profile)).toEqual([])
  })

  it('initialises packages in the order in which they were loaded, inner modules first', () => {
    expect(made.shown(['using App', 'App.Lib.started[]', 'App.Lib.Inner.order'])).toEqual([undefined, '1', '["inner", "app"]'])
  })

  it('knows who its packages are, and what was imported into Main', () => {
    expect(made.shown(['App', 'Base.PkgId(App)', 'pathof(App)', 'using Lib'])).toEqual([
      'App', 'App [00000000-0000-4000-8000-000000000002]', '"/dev/App/src/App.jl"', expect.stringContaining('ArgumentError: Package Lib not found in current path'),
    ])
  })

  it('takes new methods, which end code of the image', () => {
    const { steps, counts } = made.run(['using App', 'answer(1)', 'App.Lib.lent(x::Int) = 100x', 'answer(1)'], { sysimage: IMAGE })
    expect([steps[1]?.shown, steps[3]?.shown]).toEqual(['4', '102'])
    expect(counts['invalidated']).toBeGreaterThan(0)
  })

  it('ends code of the image that relies on a constant which gets another value, from 1.12 on', () => {
    const limits = new ImageWorld('1.12', { Limits: { source: 'module Limits\nconst LIMIT = 3\nconst OTHER = 1\nabove(x) = x > LIMIT\nother() = OTHER\nprecompile(above, (Int,))\nprecompile(other, ())\nend\n' } })
    limits.build()
    const { steps, counts } = limits.run(['using Limits', 'Limits.above(5)', '@eval Limits const LIMIT = 7', 'Limits.above(5)', 'Limits.other()'], { sysimage: IMAGE })
    expect(steps.map(({ shown, error }) => error ?? shown)).toEqual([undefined, 'true', '7', 'false', '1'])
    expect(counts['invalidated']).toBe(1)
  })

  it('is told of in the result', () => {
    const { image: from, err } = made.run(['using App'], { sysimage: IMAGE })
    expect(from).toMatchObject({ path: IMAGE, stale: [] })
    expect(from?.header.packages.map(({ name, version, path }) => ({ name, version, path }))).toEqual([
      { name: 'Lib', version: '0.1.0', path: '/dev/Lib/src/Lib.jl' }, { name: 'App', version: '0.1.0', path: '/dev/App/src/App.jl' },
    ])
    expect(err).toBe('')
  })
})

describe('a package of an image whose sources have changed', () => {
  const frozen = (change: (made: ImageWorld) => void): { readonly shown: string | undefined, readonly reasons: readonly string[], readonly err: string } => {
    const made = built()
    change(made)
    const { steps, image: from, err, loadingLog } = made.run(['App.answer(20)'], { sysimage: IMAGE })
    const reasons = from?.stale.map(({ package: { name }, reason }) => `${name} ${reason}`) ?? []
    expect(loadingLog.filter(({ site }) => site === 'stale-image')).toHaveLength(reasons.length)
    return { shown: steps[0]?.shown, reasons, err }
  }

  it('is told of, and runs as it was', () => {
    const { shown, reasons, err } = frozen((made) => {
      made.edit('/dev/Lib/src/Lib.jl', '2x', '3x')
    })
    expect(shown).toBe('42')
    expect(reasons).toEqual(['Lib was edited: src/Lib.jl'])
    expect(err).toContain('The system image /images/app.image is stale: Lib [00000000-0000-4000-8000-000000000001] was edited: src/Lib.jl. What the image holds runs.')
  })

  it.each([
    ['touched only', (made: ImageWorld) => made.files.touch('/dev/Lib/src/Lib.jl', 5), []],
    ['another version', (made: ImageWorld) => {
      made.edit('/dev/Lib/Project.toml', '0.1.0', '0.2.0')
    }, ['Lib is version 0.2.0 now, it was 0.1.0']],
    ['another place', (made: ImageWorld) => {
      made.files.writeText('/other/Lib/src/Lib.jl', made.files.readText('/dev/Lib/src/Lib.jl') ?? '')
      made.files.writeText('/other/Lib/Project.toml', made.files.readText('/dev/Lib/Project.toml') ?? '')
      made.edit('/project/Manifest.toml', 'path = "/dev/Lib"', 'path = "/other/Lib"')
    }, ['Lib lies in /other/Lib/src/Lib.jl now, it was in /dev/Lib/src/Lib.jl']],
    ['removed from the project', (made: ImageWorld) => {
      made.edit('/project/Manifest.toml', '[[deps.Lib]]', '[[deps.Other]]')
    }, ['Lib is not in the project any more']],
  ])('%s', (_, change, expected) => {
    const { shown, reasons } = frozen(change)
    expect({ shown, reasons }).toEqual({ shown: '42', reasons: expected })
  })
})

describe('caches and extensions beside an image', () => {
  const packages = {
    ...LIB_AND_APP,
    Trigger: { source: 'module Trigger\nend\n' },
    Host: {
      source: 'module Host\nglue() = "none"\nend\n',
      extensions: { GlueExt: { trigger: 'Trigger', source: 'module GlueExt\nimport Host, Trigger\n__init__() = println("glued")\nend\n' } },
    },
    User: { source: 'module User\nusing App\nuse(x) = App.answer(x) + 1\nprecompile(use, (Int,))\nend\n', deps: ['App'] },
  }

  it('wake an extension of a package in it, when the trigger is loaded', () => {
    const made = new ImageWorld('1.10', packages)
    made.build({ packages: ['Host'] })
    expect(made.run(['using Trigger'], { sysimage: IMAGE }).out).toBe('glued\n')
    expect(made.run(['using Host'], { sysimage: IMAGE }).out).toBe('')
  })

  it('hold an extension whose trigger is in it too', () => {
    const made = new ImageWorld('1.10', packages)
    const { header } = made.build({ packages: ['Host', 'Trigger'] })
    expect(header.packages.map(({ name }) => name).sort()).toEqual(['GlueExt', 'Host', 'Trigger'])
    expect(made.run(['nothing'], { sysimage: IMAGE }).out).toBe('glued\n')
  })

  it('are others than those of sessions without it, and both stay good', () => {
    const made = new ImageWorld('1.10', packages)
    made.build({ packages: ['App'] })
    const program = ['using User', 'User.use(1)']
    const session = (sysimage?: string) => {
      const { built, steps } = made.run(program, sysimage === undefined ? {} : { sysimage })
      return { built: built.map(({ package: name }) => name), shown: steps[1]?.shown }
    }
    expect(session(IMAGE)).toEqual({ built: ['User'], shown: '5' })
    expect(made.files.list('/depot/compiled/v1.10/User').filter((name) => name.endsWith('.ji'))).toHaveLength(2)
    expect(session(IMAGE)).toEqual({ built: [], shown: '5' })
    expect(session()).toEqual({ built: [], shown: '5' })
    made.edit('/dev/App/src/App.jl', 'lent(x) + 2', 'lent(x) + 3')
    expect(session(IMAGE)).toEqual({ built: [], shown: '5' })
    expect(session()).toEqual({ built: ['App', 'User'], shown: '6' })
    expect(session(IMAGE)).toEqual({ built: [], shown: '5' })
  })
})

describe('what is no image to begin from', () => {
  let made: ImageWorld
  beforeAll(() => {
    made = built()
    const bytes = made.files.readBytes(IMAGE) ?? new Uint8Array()
    const { header, sections } = readContainer(bytes)
    made.files.write('/images/kind.image', writeContainer({ header: { kind: 'else' }, sections }))
    made.files.write('/images/old.image', writeContainer({ header: { ...(header as object), julia: '0.7' }, sections }))
    made.files.write('/images/cut.image', bytes.subarray(0, bytes.length - 10))
    made.files.write('/images/flipped.image', bytes.map((byte, at) => (at === 60 ? byte ^ 1 : byte)))
    made.files.writeText('/images/text.image', 'no image')
  })

  it.each([
    ['none.image', 'There is no such system image'],
    ['kind.image', 'it is no system image'],
    ['old.image', 'This is a system image of Julia 0.7, expected one of Julia 1.10'],
    ['cut.image', 'bytes are missing'],
    ['flipped.image', 'checksum'],
    ['text.image', 'This system image cannot be used'],
  ])('%s', (name, text) => {
    expect(refusal(() => made.run(['1'], { sysimage: `/images/${name}` }))).toContain(text)
  })

  it('is one of another Julia', () => {
    expect(refusal(() => made.run(['1'], { sysimage: IMAGE, julia: '1.9' }))).toContain('This is a system image of Julia 1.10, expected one of Julia 1.9')
  })
})

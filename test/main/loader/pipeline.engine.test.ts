/** What the pipeline of an instance says of its forms and of where they are stored, for packages of a few lines under the rules of several versions. */
import { describe, expect, it } from 'vitest'
import { MemoryFiles } from '../../../src/main/loader/files'
import type { PipelineStage, PipelineView, StageName } from '../../../src/shared/method-instance'
import { callersText, pipelineText } from '../../../src/main/loader/pipeline-text'
import { sessionRunner } from '../../../src/main/loader/run'
import type { SessionRequest, SessionResult } from '../../../src/main/loader/session-request'
import { STANDARD_UUIDS } from '../../../src/main/julia/runtime/standard-libraries'
import { base } from '../../../src/main/services/base'
import { calibrationFor } from '../../../src/main/services/calibrations'

const run = sessionRunner({ base, stdlibs: STANDARD_UUIDS })

const SOURCES: Readonly<Record<string, string>> = {
  Alpha: `module Alpha
export twice, start
f(::Integer) = 1
g(x) = f(x)
@noinline function twice(x)
    y = x + x
    return y
end
answer() = 42
struct Hidden
    x::Int
end
hide(x) = Hidden(x).x
start(x) = g(x) + twice(x)
precompile(start, (Int,))
precompile(answer, ())
@generated same(x) = :x
end
`,
  Beta: `module Beta
using Alpha
const held = Any[1.0]
run() = Alpha.twice(held[1])
run()
end
`,
  Gamma: `module Gamma
import Alpha
Alpha.f(::Int) = 2
end
`,
}

function uuidOf(name: string): string {
  return `00000000-0000-4000-8000-${name.charCodeAt(0).toString().padStart(12, '0')}`
}

function newFiles(): MemoryFiles {
  const files = new MemoryFiles()
  const names = Object.keys(SOURCES)
  for (const [name, text] of Object.entries(SOURCES)) {
    files.writeText(`/dev/${name}/src/${name}.jl`, text)
    files.writeText(`/dev/${name}/Project.toml`, `name = "${name}"\nuuid = "${uuidOf(name)}"\n${name === 'Alpha' ? '' : `[deps]\nAlpha = "${uuidOf('Alpha')}"\n`}`)
  }
  files.writeText('/project/Project.toml', `[deps]\n${names.map((name) => `${name} = "${uuidOf(name)}"\n`).join('')}`)
  const entries = names.map((name) => `${name === 'Alpha' ? '' : 'deps = ["Alpha"]\n'}path = "/dev/${name}"\nuuid = "${uuidOf(name)}"\n`)
  files.writeText('/project/Manifest.toml', ['manifest_format = "2.0"\n', ...names.map((name, at) => `[[deps.${name}]]\n${entries[at] ?? ''}`)].join('\n'))
  return files
}

/** With the caches that earlier sessions of the version left. */
const shared = new Map<SessionRequest['julia'], MemoryFiles>()

function session(julia: SessionRequest['julia'], codes: readonly string[], asked: Partial<SessionRequest> = {}): SessionResult {
  const files = shared.get(julia) ?? newFiles()
  shared.set(julia, files)
  const request: SessionRequest = {
    files, julia, depot: '/depot', project: '/project', calibration: calibrationFor(julia), write: () => undefined,
    steps: codes.map((code) => ({ code, label: code.startsWith('#') ? 'script.jl' : code })), ...asked,
  }
  const result = run(request)
  expect(result.steps.flatMap(({ error = [] }) => error)).toEqual([])
  return result
}

function views(julia: SessionRequest['julia'], codes: readonly string[], signatures: readonly string[], asked: Partial<SessionRequest> = {}): readonly PipelineView[] {
  return session(julia, codes, { ...asked, pipelines: signatures }).pipelines ?? []
}

function stage(view: PipelineView | undefined, name: StageName): PipelineStage {
  const found = view?.stages.find((one) => one.stage === name)
  if (found === undefined) throw new Error(`there is no stage ${name}`)
  return found
}

/** `pkgimage Alpha used`, one for each place. */
function places(view: PipelineView | undefined, name: StageName): readonly string[] {
  return stage(view, name).stored.map(({ in: where, name: of, state }) => `${where} ${of} ${state}`)
}

describe('forms', () => {
  it('are those of the code, with sizes', () => {
    const [view] = views('1.10', ['using Alpha', 'start(1)'], ['twice(Int64)'])
    expect([view?.signature, view?.method, view?.module, view?.file, view?.line]).toEqual(['twice(::Int64)', 'twice(::Any)', 'Alpha', '/dev/Alpha/src/Alpha.jl', 5])
    expect(view?.stages.map(({ stage, count }) => [stage, count])).toEqual([['source', 4], ['lowered', 3], ['inferred', 3], ['optimised', 2], ['native', 2]])
    expect(stage(view, 'source')).toMatchObject({ text: '@noinline function twice(x)\n    y = x + x\n    return y\nend', bytes: 58 })
    expect(stage(view, 'lowered').text).toContain('y = x + x')
    expect(stage(view, 'inferred').text).toContain('(y = x + x)::Int64')
    expect(stage(view, 'optimised').text).toContain('Base.add_int(x, x)::Int64')
    expect(stage(view, 'native').text).toMatch(/^ +0 {2}add\.i r\d, r1, r1\n +\d+ {2}return\.i r\d$/)
    expect(view?.stages.map(({ bytes }) => bytes > 0)).toEqual([true, true, false, true, true])
  })

  it('are found by any spelling of the signature', () => {
    const found = views('1.10', ['using Alpha', 'start(1)'], ['twice(::Int)', 'Alpha.twice(x::Int64)', 'Beta.run()', '(::typeof(Alpha.twice))(::Int64)'], { startup: 'import Beta' })
    expect(found.map(({ signature }) => signature)).toEqual(['twice(::Int64)', 'twice(::Int64)', 'Beta.run()', 'twice(::Int64)'])
  })

  it.each([
    ['twice(', 'This is no signature.'],
    ['twice', 'This is no signature.'],
    ['nowhere(Int)', 'UndefVarError: nowhere not defined'],
    ['twice(Int, Int, Int)', 'No method takes these arguments.'],
    ['twice(1)', 'No call is compiled for just these types.'],
  ])('complain of %s', (text, message) => {
    expect(() => views('1.10', ['using Alpha'], [text])).toThrow(message)
  })
})

describe('places', () => {
  it('are package images from 1.9 on', () => {
    const [start, twice, answer, same] = views('1.10', ['using Alpha', 'start(1); Alpha.answer(); Alpha.same(1)'], ['start(Int)', 'twice(Int)', 'Alpha.answer()', 'Alpha.same(Int)'])
    for (const name of ['lowered', 'optimised', 'native'] as const) {
      expect(places(start, name), name).toEqual(['pkgimage Alpha used'])
      expect(stage(start, name).reason, name).toBe('')
    }
    expect([places(twice, 'native'), places(start, 'source'), places(start, 'inferred')]).toEqual([['pkgimage Alpha used'], ['file /dev/Alpha/src/Alpha.jl used'], []])
    expect([places(answer, 'optimised'), stage(answer, 'optimised').reason]).toEqual([[], 'every call gives the same constant: only that is kept'])
    expect([places(answer, 'native'), stage(answer, 'native').reason]).toEqual([[], 'every call gives the same constant: there is no native code to keep'])
    expect([places(same, 'lowered'), stage(same, 'lowered').reason]).toEqual([['session  used'], 'it was generated for these types: only its generator is stored'])
  })

  it('are caches before, without native code', () => {
    const [start] = views('1.8', ['using Alpha', 'start(1)'], ['start(Int)'])
    expect([places(start, 'lowered'), places(start, 'optimised'), places(start, 'native')]).toEqual([['cache Alpha used'], ['cache Alpha used'], ['session  used']])
    expect(stage(start, 'native').reason).toBe('caches hold native code from Julia 1.9 on')
  })

  it('are the session alone where nothing is cached, and the system image for Base', () => {
    const [start, plus, mine] = views('1.10', ['using Alpha', 'start(1)', '#\nmine(x) = x + 1\nmine(2)'], ['start(Int)', '+(Int, Int)', 'mine(Int)'], { compiledModules: 'no' })
    for (const name of ['lowered', 'optimised', 'native'] as const) expect(places(start, name), name).toEqual(['session  used'])
    expect(places(plus, 'lowered')).toEqual(['sysimage Base used'])
    expect([stage(mine, 'source').text, stage(mine, 'native').reason]).toEqual(['mine(x) = x + 1', 'its method belongs to Main, which no cache holds'])
  })

  it('tell why a package did not keep what it compiled', () => {
    const [told, called] = views('1.10', ['using Beta', 'Beta.run(); Beta.Alpha.twice(1.0f0)'], ['Alpha.twice(Float64)', 'Alpha.twice(Float32)'], { files: newFiles() })
    expect([places(told, 'native'), places(told, 'optimised')]).toEqual([['session  used'], ['session  used']])
    expect(stage(told, 'optimised').reason).toBe('Beta: the method belongs to another package and was reached by runtime dispatch, which leaves no backedge; a workload would keep it')
    expect(stage(called, 'optimised').reason).toBe('no package needed it while its cache was made: it was compiled for this session')
  })

  it('tell what ended code of an image, and that it was compiled again', () => {
    const [start] = views('1.10', ['using Alpha', 'using Gamma', 'start(1)'], ['start(Int)'])
    expect(places(start, 'native')).toEqual(['session  used', 'pkgimage Alpha ended'])
    expect(stage(start, 'native').stored[1]?.reason).toBe('Alpha.f(::Int64) of Gamma was defined')
    const text = start === undefined ? '' : pipelineText(start, ['source'])
    expect(text).toContain('package image of Alpha, ended: Alpha.f(::Int64) of Gamma was defined')
    expect(text.endsWith('source:\nstart(x) = g(x) + twice(x)')).toBe(true)
  })
})

describe('what is known of code', () => {
  const script = `#
Alpha.hide(1)
outer(x) = Alpha.start(x) + 1
outer(1)
vague(x) = x > 0 ? x : nothing
vague(1)
loose(v) = v[1]
loose(Any[1])
`

  it('is its type, its worlds, what it was made for, and who relies on what', () => {
    const [outer, start, vague, loose, hidden] = views('1.10', ['using Alpha', script], ['outer(Int)', 'Alpha.start(Int)', 'vague(Int)', 'loose(Vector{Any})', 'Hidden(::Int64)'])
    expect([hidden?.signature, hidden?.module]).toEqual(['Hidden(::Int64)', 'Alpha'])
    const [code] = outer?.codes ?? []
    expect(code).toMatchObject({ returnType: 'Int64', isConcrete: true, hasNative: true, because: { reason: 'call', root: '', caller: '', file: 'script.jl', line: 4 } })
    expect(code?.maxWorld).toBeUndefined()
    expect(code?.minWorld).toBeLessThanOrEqual(outer?.world ?? 0)
    expect([start?.codes[0]?.place.in, start?.codes[0]?.because]).toEqual(['pkgimage', undefined])
    expect([vague?.codes[0]?.returnType, vague?.codes[0]?.isConcrete]).toEqual(['Union{Nothing, Int64}', false])

    const around = (view: PipelineView | undefined, way: 'callers' | 'callees') => (view?.graph[0]?.[way] ?? []).map((at) => view?.graph[at]?.text)
    expect(around(start, 'callers')).toEqual(['outer(::Int64)'])
    expect(around(outer, 'callees')).toContain('start(::Int64)')
    expect(around(start, 'callees')).toEqual(expect.arrayContaining(['Alpha.g(::Int64)', 'twice(::Int64)']))
    expect(start === undefined ? '' : callersText(start)).toBe('start(::Int64)  /dev/Alpha/src/Alpha.jl:14\n  outer(::Int64)  script.jl:3')

    const marked = (view: PipelineView | undefined) => stage(view, 'inferred').marks.map(({ start: from, end, level }) => [stage(view, 'inferred').text.slice(from, end), level])
    expect(marked(loose)).toEqual([['Any', 'abstract']])
    expect(marked(outer)).toEqual([])
    const text = outer === undefined ? '' : pipelineText(outer, [])
    expect(text).toMatch(/^ {2}returns {4}Int64\n {2}worlds {5}\d+ to now, which is \d+\n {2}made for {3}a call from top level at script\.jl:4\n {2}callers {4}none\n {2}callees {4}\d+: /m)
  })
})

describe('looking', () => {
  it('changes nothing in the run', () => {
    const codes = ['using Alpha', 'using Gamma', 'start(1)']
    const [plain, asked] = [session('1.10', codes), session('1.10', codes, { pipelines: ['start(Int)', 'Alpha.g(Float64)'] })]
    expect(asked.phases).toEqual(plain.phases)
    expect(asked.counts).toEqual(plain.counts)
    expect(asked.profile).toEqual(plain.profile)
    // The first view infers what the second is about: it is still told as not there.
    expect(places(asked.pipelines?.[1], 'optimised')).toEqual([])
    expect(stage(asked.pipelines?.[1], 'optimised').reason).toContain('it has no code in this session')
  })
})

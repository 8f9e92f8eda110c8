/** `backedge static` and `backedge call`: files, projects, caches of packages and system images with what `@ccallable` declared. */
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../../../src/main/hosts/cli/run-cli'
import { readContainer } from '../../../../src/main/image/container'
import { readIndex } from '../../../../src/main/image/image-index'
import { sessionRunner } from '../../../../src/main/loader/run'
import { STANDARD_UUIDS } from '../../../../src/main/julia/runtime/standard-libraries'
import { base } from '../../../../src/main/services/base'
import { ImageWorld, IMAGE } from '../../loader/sysimage/image-world'

const WIDGETS = `module Widgets
Base.@ccallable function add(a::Cint, b::Cint)::Cint
    return a + b
end
Base.@ccallable Cdouble halved(x::Cdouble) = x / 2
Base.@ccallable function greet(name::String)::String
    return "hello " * name
end
Base.@ccallable function broken(x::Cint)::Cint
    throw(x)
end
Base.@ccallable Cint wrong(x::Cint) = 1.5
Base.@ccallable function nothing_back(p::Ptr{Cvoid}, b::Bool, c::Char)::Cvoid
    nothing
end
factor = 3
scaled(x) = factor * x
end`

const world = new ImageWorld('1.10', { Widgets: { source: WIDGETS } })
world.files.writeText('/home/me/a.jl', 'add(x, y) = x + y\nheld(v) = v[1] + 1\nprintln("ran")\nusing Widgets\n')
const runSession = sessionRunner({ base, stdlibs: STANDARD_UUIDS })
world.build({ packages: ['Widgets'] })
const cache = world.files.list('/depot/compiled/v1.10/Widgets').find((name) => name.endsWith('.ji')) ?? ''
const CACHE = `/depot/compiled/v1.10/Widgets/${cache}`

async function backedge(...argv: readonly string[]) {
  const written = { out: '', err: '' }
  const stream = (to: 'out' | 'err') => ({
    isTerminal: false,
    write: (text: string | Uint8Array) => {
      written[to] += typeof text === 'string' ? text : new TextDecoder().decode(text)
      return Promise.resolve()
    },
  })
  const code = await runCli([...argv], {
    terminal: {
      stdout: stream('out'), stderr: stream('err'), columns: 100, colour: false, folder: '/home/me',
      readStdin: () => Promise.resolve(new Uint8Array()),
      files: {
        read: () => Promise.reject(new Error('no file is read')),
        write: (path, bytes) => {
          world.files.write(path, new Uint8Array(bytes))
          return Promise.resolve()
        },
        makeFolder: () => Promise.resolve(), exists: () => Promise.resolve(false), realPath: (path) => Promise.resolve(resolve(path)),
      },
    },
    scenarios: { files: world.files, depot: '/depot', runSession },
    serve: () => Promise.reject(new Error('nothing to serve')),
  })
  return { code, ...written }
}

describe('backedge static', () => {
  it('passes with what is near static, and what the program prints is apart', async () => {
    expect(await backedge('static', 'a.jl', '--project', '/project', '--entry', 'add(Int64, Float64)')).toEqual({ code: 0, err: 'ran\n', out: `add(::Int64, ::Float64)::Float64 is near static: runs without Julia’s runtime
  1 method instance, 3 statements

Runs
  without a runtime                           yes
  without allocation, exceptions end it       yes
  with Julia’s runtime, without its compiler  yes

Passes: all that it needs is allowed.
` })
  })

  it('says why not, with the calls that lead there', async () => {
    const { code, out } = await backedge('static', 'a.jl', '--project', '/project', '--entry', 'held(Vector{Any})', '--places', '1')
    expect(code).toBe(1)
    expect(out).toContain(`held(::Vector{Any})::Any is not near static: 1 unresolved call
  1 method instance, 3 statements

Runs
  without a runtime                           no, needs runtime dispatch, exceptions
  without allocation, exceptions end it       no, needs runtime dispatch
  with Julia’s runtime, without its compiler  no, needs runtime dispatch

Runtime dispatch: 1 cause
- elements of a Vector{Any} can be of different types (/home/me/a.jl:2): 1 place
    Give the container a concrete element type, or assert the type of what is taken out.
    unresolved call from statement (+)(arrayref(true, v::Vector{Any}, 1)::Any, 1)::Any (13 methods match, more than the 3 that inference looks at)
      [1] held(::Vector{Any}) @ Main /home/me/a.jl:2

Exceptions: 2 causes
- an index is checked (array.jl:70): 1 place
    Use @inbounds where it cannot be out of range, or iterate over eachindex.
    bounds check from statement arrayref(true, v::Vector{Any}, 1)::Any
      [1] getindex @ array.jl:70 [inlined]
      [2] held(::Vector{Any}) @ Main /home/me/a.jl:2
`)
    expect(out.endsWith('Fails: runtime dispatch is needed and not allowed.\n')).toBe(true)
  })

  it('allows what it is told, and takes all that @ccallable declares for entry points', async () => {
    const codes = async (...options: readonly string[]) => (await backedge('static', '/project', '--entry', 'Widgets.greet(String)', ...options)).code
    expect([await codes(), await codes('--level', 'bare'), await codes('--allow', 'gc'), await codes('--allow', 'gc,globals'), await codes('--level', 'bare', '--allow', 'gc, globals')]).toEqual([0, 1, 1, 0, 0])
    const { code, out } = await backedge('static', IMAGE, '--json')
    const data = JSON.parse(out) as { entry: string, verdict: string, needs: string[], notAllowed: string[], levels: Record<string, string[]>, causes: { reason: string, sites: { problem: string }[] }[] }[]
    expect(code).toBe(1)
    expect(data.map(({ entry, needs }) => `${entry} ${needs.join()}`)).toEqual([
      'Widgets.add(::Int32, ::Int32) ', 'Widgets.halved(::Float64) ', 'Widgets.greet(::String) gc,globals', 'Widgets.broken(::Int32) exceptions', 'Widgets.wrong(::Int32) dispatch',
      'Widgets.nothing_back(::Ptr{Nothing}, ::Bool, ::Char) ',
    ])
    expect(data[4]?.causes.map(({ reason, sites }) => `${sites[0]?.problem}: ${reason}`)).toEqual([
      'ccallable declared return type does not match inference: Widgets.wrong(::Int32) is declared to return Int32 and returns Float64',
    ])
    expect(data[3]?.levels).toEqual({ bare: ['exceptions'], device: [], libjulia: [] })
  })

  it('says what is wrong with what it is asked', async () => {
    const message = async (...argv: readonly string[]) => {
      const { code, err } = await backedge('static', ...argv)
      expect(code).toBe(2)
      return err
    }
    expect(await message('none.jl')).toContain('There is no such file.')
    expect(await message('a.jl', '--project', '/project', '--allow', 'gc,threads')).toContain('--allow threads: expected some of dispatch, gc, exceptions')
    expect(await message('a.jl', '--project', '/project', '--entry', 'nobody(Int64)')).toContain('nobody')
    expect(await message('a.jl', '--project', '/project', '--variation', 'x')).toContain('Only scenarios have variations.')
    world.files.writeText('/home/me/plain.jl', 'f(x) = x')
    expect(await message('plain.jl')).toContain('nothing is declared with @ccallable')
  })
})

describe('backedge call', () => {
  it.each([['project', '/project'], ['cache', CACHE], ['system image', IMAGE]])('calls what a %s offers', async (_, subject) => {
    expect(await backedge('call', subject, 'add', '2', '0x10')).toEqual({ code: 0, out: '18\n', err: '' })
    expect(await backedge('call', subject, 'halved', '5')).toEqual({ code: 0, out: '2.5\n', err: '' })
    expect(await backedge('call', subject, 'greet', 'Jo')).toEqual({ code: 0, out: '"hello Jo"\n', err: '' })
    expect(await backedge('call', subject, 'nothing_back', 'C_NULL', 'true', "'x'")).toEqual({ code: 0, out: 'nothing\n', err: '' })
  })

  it('tells what the call throws, and what does not fit', async () => {
    expect(await backedge('call', IMAGE, 'broken', '7')).toEqual({ code: 1, out: '', err: 'ERROR: 7\n' })
    expect(await backedge('call', IMAGE, 'wrong', '7')).toEqual({ code: 1, out: '', err: 'ERROR: TypeError: in cfunction, expected Int32, got a value of type Float64\n' })
    const message = async (...argv: readonly string[]) => {
      const { code, err } = await backedge('call', IMAGE, ...argv)
      expect(code).toBe(2)
      return err
    }
    expect(await message('add', '1')).toContain('add takes 2 arguments, and one is given. (add(Int32, Int32)::Int32)')
  })
})

describe('caches of packages', () => {
  it('list entry points, and hold their native code though nothing called them', () => {
    const { sections } = readContainer(world.files.readBytes(CACHE) ?? new Uint8Array())
    const { entryPoints, items } = readIndex(sections.get('index') ?? new Uint8Array())
    expect(entryPoints.slice(0, 2)).toEqual([
      { name: 'add', signature: 'add(::Int32, ::Int32)', returnType: 'Int32' }, { name: 'halved', signature: 'halved(::Float64)', returnType: 'Float64' },
    ])
    expect(items.find(({ instance }) => instance === 'add(::Int32, ::Int32)')?.native).toBeGreaterThan(0)
    expect(items.some(({ instance, native }) => instance !== undefined && instance.startsWith('scaled') && native > 0)).toBe(false)
    const [add, other] = world.run(['using Widgets', 'Widgets.add(Int32(1), Int32(2))']).steps
    expect([add?.error, other?.shown]).toEqual([undefined, '3'])
  })
})

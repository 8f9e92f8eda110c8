/** Paths, files, the environment, log messages and dates against a real Julia 1.5.3, with the files that it had. */
import { beforeAll, describe, expect, it } from 'vitest'
import { newSession, type Session } from '../runtime/session'
import { answers, transcript } from './transcript'

const FILES: Readonly<Record<string, string>> = { '/data/f.txt': 'a,b\n1,2\r\n\nü', '/data/d/a': '', '/data/d/b': '' }

function childrenOf(folder: string): string[] {
  const begin = `${folder.replace(/\/$/, '')}/`
  return [...new Set(Object.keys(FILES).filter((path) => path.startsWith(begin)).map((path) => path.slice(begin.length).split('/')[0] ?? ''))]
}

describe('what surrounds a program', () => {
  let session: Session
  const dependencies: [string, boolean][] = []

  beforeAll(() => {
    session = newSession({
      host: {
        write: () => undefined,
        wallClock: () => 1_600_000_000.25,
        workingDirectory: '/data',
        environment: { HOME: '/home/me', LANG: 'C' },
        depotPath: ['/depot'],
        readFile: (path) => FILES[path.startsWith('/') ? path : `/data/${path}`],
        stat: (path) => {
          const text = FILES[path]
          if (text !== undefined) return { kind: 'file', size: Buffer.byteLength(text), mtime: 12.5 }
          return childrenOf(path).length > 0 ? { kind: 'directory', size: 0, mtime: 1 } : undefined
        },
        readDirectory: (path) => (childrenOf(path).length > 0 ? childrenOf(path) : undefined),
        includeDependency: (path, tracksContent) => dependencies.push([path, tracksContent]),
      },
    })
  }, 120_000)

  it.each([['paths', 40], ['logging', 15], ['dates', 50]])('%s', (name, least) => {
    const expected = transcript(name)
    expect(expected.length).toBeGreaterThan(least)
    expect(answers(session.engine, expected)).toEqual(expected)
  }, 60_000)

  it.each([
    ['pwd(), abspath("x"), homedir(), expanduser("~/x")', '("/data", "/data/x", "/home/me", "/home/me/x")'],
    ['sort(collect(ENV))', '["HOME" => "/home/me", "LANG" => "C"]'],
    ['DEPOT_PATH, LOAD_PATH', '(["/depot"], ["@", "@v#.#", "@stdlib"])'],
    ['mtime("/data/f.txt"), read("f.txt", String) == read("/data/f.txt", String)', '(12.5, true)'],
    ['using Dates; now(), today()', '(DateTime("2020-09-13T12:26:40.25"), Date("2020-09-13"))'],
    ['include_string(Main, "@__DIR__, @__FILE__", "/data/sub/x.jl")', '("/data/sub", "/data/sub/x.jl")'],
    ['include_string(Main, "include_dependency(\\"t.csv\\")", "/data/sub/x.jl")', 'nothing'],
    ['pathof(Dates), pkgdir(Dates)', '(nothing, nothing)'],
    ['Base.PkgId(Dates)', 'Dates [ade2ca70-3891-5945-98fb-dc099432e06a]'],
    ['Base.root_module(Base.PkgId(Dates)) === Dates', 'true'],
  ])('%s', (code, expected) => {
    const { value, error } = session.engine.evaluate(code)
    expect(error?.text).toBeUndefined()
    expect(value === undefined ? '' : session.engine.print(value)).toBe(expected)
  })

  it('tells the host of dependencies', () => {
    expect(dependencies).toEqual([['/data/sub/t.csv', false]])
  })

  it('writes no file', () => {
    expect(session.engine.evaluate('write("/data/new", "x")').error?.text).toBe('SystemError: opening file "/data/new": Read-only file system')
  })

  it('logs to standard error as Julia does', () => {
    session.warned()
    session.engine.evaluate('@info "all well"\n@warn "look" x = 1\n@debug "unseen"', { file: 'p.jl' })
    expect(session.warned()).toBe('[ Info: all well\n┌ Warning: look\n│   x = 1\n└ @ Main p.jl:2\n')
  })
})

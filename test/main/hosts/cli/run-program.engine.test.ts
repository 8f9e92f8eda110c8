/** `backedge run`: what a program prints, the summary, the saved profile, and the exit code. */
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../src/shared/errors'
import type { Summary } from '../../../../src/shared/profile/summary'
import { noScenarios } from './no-scenarios'
import { runCli } from '../../../../src/main/hosts/cli/run-cli'

const PROGRAM = `double(x::Real) = 2x
total(container) = double(container[1]) + double(container[2])
println(total([1.0, 2.0]))
println(stderr, "to the side")
`

async function backedge(argv: readonly string[], programs: Readonly<Record<string, string>>, stdin = '') {
  const files = new Map<string, Uint8Array<ArrayBuffer>>(Object.entries(programs).map(([name, text]) => [resolve('/home/me', name), new TextEncoder().encode(text)]))
  const written = { out: '', err: '' }
  const stream = (to: 'out' | 'err') => ({
    isTerminal: false,
    write: (text: string | Uint8Array) => {
      written[to] += typeof text === 'string' ? text : new TextDecoder().decode(text)
      return Promise.resolve()
    },
  })
  const code = await runCli(['run', ...argv], {
    terminal: {
      stdout: stream('out'), stderr: stream('err'), columns: 100, colour: false, folder: '/home/me',
      readStdin: () => Promise.resolve(new TextEncoder().encode(stdin)),
      files: {
        read: (path) => {
          const found = files.get(path)
          return found === undefined ? Promise.reject(new UserError('not-found', 'There is no such file.', { where: path })) : Promise.resolve(found)
        },
        write: (path, bytes) => {
          files.set(path, new Uint8Array(bytes))
          return Promise.resolve()
        },
        makeFolder: () => Promise.resolve(),
        exists: (path) => Promise.resolve(files.has(path)),
        realPath: (path) => Promise.resolve(path),
      },
    },
    scenarios: noScenarios,
    serve: () => Promise.reject(new Error('nothing to serve')),
  })
  return { code, ...written, files }
}

describe('backedge run', () => {
  it('prints what the program prints, the values of expressions, and the summary; keeps the profile', async () => {
    const { code, out, err, files } = await backedge(['a.jl', '--expr', 'total([1, 2])', '--expr', 'nothing', '--expr', '[double(1)]', '-o', 'a.backedge'], { 'a.jl': PROGRAM })
    expect(code).toBe(0)
    expect(out.startsWith('6.0\n6\n[2]\n\na.jl  Julia 1.5\n')).toBe(true)
    expect(out).toContain('(simulated)')
    expect(err).toBe('to the side\n')
    expect([...files.get('/home/me/a.backedge') ?? []].slice(0, 2)).toEqual([0x1f, 0x8b])
  })

  it('gives the summary alone on standard output with --json', async () => {
    const { code, out, err } = await backedge(['-', '--json', '--julia', '1.10'], {}, PROGRAM)
    const { julia, parts } = JSON.parse(out) as Summary
    expect([code, julia]).toEqual([0, '1.10'])
    expect(parts.inference?.count).toBeGreaterThan(1)
    expect(err).toBe('6.0\nto the side\n')
  })

  it('ends with 1 after an exception and after bad syntax, and with what the program gives to exit', async () => {
    const failed = await backedge(['a.jl'], { 'a.jl': 'println(1)\nerror("no more")\nprintln(2)\n' })
    expect([failed.code, failed.err]).toEqual([1, 'ERROR: no more\nin expression starting at a.jl:2\n'])
    expect(failed.out.startsWith('1\n\na.jl')).toBe(true)
    const malformed = await backedge(['a.jl'], { 'a.jl': 'x = (1\n' })
    expect([malformed.code, malformed.err]).toEqual([1, 'a.jl:1:5: "(" is never closed: expected )\n'])
    expect((await backedge(['-'], {}, 'exit(3)\nprintln(1)\n')).code).toBe(3)
  })

  it('says what is wrong with a command line', async () => {
    expect(await backedge([], {})).toMatchObject({ code: 2, out: '' })
    const version = await backedge(['a.jl', '--julia', '0.6'], { 'a.jl': '' })
    expect(version).toMatchObject({ code: 2, out: '' })
    expect(version.err).toContain('expected one of 1.5, 1.6')
    expect((await backedge(['b.jl'], {})).err).toContain('There is no such file.')
  })
})

/** `backedge diff` and `backedge check` as they are typed: what they print, and their exit codes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../src/shared/errors'
import type { Files } from '../../../../src/main/services/files'
import { runCommand } from './run-command'

const FIXTURES = join(import.meta.dirname, '../../../fixtures')
const root = (own: string, all: string, children: number): string => `InferenceTimingNode: ${own}/${all} on Core.Compiler.Timings.ROOT() with ${children} direct children\n`
const GIVEN: Readonly<Record<string, string>> = {
  'before.txt': root('1.849625', '14.538148', 32),
  'after.txt': root('1.181086', '3.320321', 12),
  'loads.txt': 'julia> @time_imports using Foo\n     10.7 ms    ┌ Bar\n    120.0 ms  Foo\n',
  'meter.jsonl': readFileSync(join(FIXTURES, 'record/meter.jsonl'), 'utf8'),
  'backedge.toml': 'baseline = "before.txt"\ntolerance = "5%"\n\n[budgets]\ninference = "3s"\ntriggers = 12\n',
  'wrong.toml': '[budgets]\nspeed = "3s"\n',
  'broken.toml': '[budgets\n',
}

const files: Files = {
  read(path) {
    const text = GIVEN[path.replace('/home/me/', '')]
    return text === undefined ? Promise.reject(new UserError('not-found', 'There is no such file.', { where: path })) : Promise.resolve(new TextEncoder().encode(text))
  },
  write: () => Promise.reject(new UserError('cannot-write', 'The file could not be written')),
  makeFolder: () => Promise.resolve(),
  exists: (path) => Promise.resolve(path.replace('/home/me/', '') in GIVEN),
  realPath: (path) => Promise.resolve(path),
}
const backedge = (...argv: string[]): ReturnType<typeof runCommand> => runCommand(argv, { folder: '/home/me', files })

describe('backedge diff', () => {
  it('prints the headline, the totals and the numbers', async () => {
    const { code, out } = await backedge('diff', 'before.txt', 'after.txt')
    expect(code).toBe(0)
    expect(out).toMatchInlineSnapshot(`
      "after is 10.5 s (83 %) faster than before in inference.

      Inference
                     before  after   change
        in all       12.7 s  2.14 s  −10.5 s
          Inference  12.7 s  2.14 s  −10.5 s

      In numbers
                                before  after   change
        Inference               12.7 s  2.14 s  −10.5 s
        Entries into inference    32      12      −20
      "
    `)
  })

  it('takes names in the order of the files, and writes Markdown and JSON', async () => {
    const { out } = await backedge('diff', 'before.txt', 'after.txt', '--label', 'main', '--label', 'PR | 7', '--markdown')
    expect(out).toMatch(/^### PR \\\| 7 is 10\.5 s \(83 %\) faster than main in inference\.\n/)
    expect(out).toContain('| in all | 12.7 s | 2.14 s | −10.5 s |')
    const data = JSON.parse((await backedge('diff', 'before.txt', 'after.txt', '--json')).out) as { readonly headline: string, readonly totals: readonly { readonly values: readonly number[] }[] }
    expect(data.headline).toContain('10.5 s (83 %) faster')
    expect(data).toMatchObject({ totals: [{ kind: 'inference', total: { values: [12.688523e9, 2.139235e9] } }] })
  })

  it('says what files have when nothing can be compared', async () => {
    expect(await backedge('diff', 'before.txt', 'loads.txt')).toMatchObject({ code: 2, err: 'backedge: These profiles have nothing in common that can be compared. (before.txt has inference; loads.txt has imports)\n' })
    expect((await backedge('diff', ...Array.from({ length: 7 }, () => 'before.txt'))).err).toContain('There are 7 profiles to compare.')
    expect((await backedge('diff', 'before.txt', 'after.txt', '--label', 'a', '--label', 'a')).err).toContain('the same --label')
    expect((await backedge('diff')).code).toBe(2)
  })
})

describe('backedge check', () => {
  it('passes what is within its budgets', async () => {
    const { code, err, out } = await backedge('check', 'after.txt', '--budget', 'inference=2.5s', '--budget', 'triggers=20')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatchInlineSnapshot(`
      "quantity    value  budget  verdict
      inference  2.14 s  2.50 s  ok
      triggers     12    20      ok

      All 2 are within budget.
      "
    `)
  })

  it('ends with 1 when something is over, and says what', async () => {
    const { code, out } = await backedge('check', 'before.txt', '--budget', 'inference=2.5s', '--budget', 'triggers=32')
    expect(code).toBe(1)
    expect(out).toContain('over by 10.2 s (+408 %)')
    expect(out).toContain('1 of 2 over budget: inference.')
    expect(await backedge('check', 'before.txt', '--budget', 'inference=2.5s', '--markdown')).toMatchObject({ code: 1, err: 'backedge: 1 of 1 over budget: inference.\n', out: expect.stringContaining('### ❌ 1 of 1 over budget: inference.') as unknown })
  })

  it('holds a profile to an older one', async () => {
    expect(await backedge('check', 'after.txt', '--baseline', 'before.txt')).toMatchObject({ code: 0, out: expect.stringContaining('within budget.') as unknown })
    const worse = await backedge('check', 'before.txt', '--baseline', 'after.txt', '--tolerance', '10%')
    expect(worse.code).toBe(1)
    expect(worse.out).toContain('2 of 2 over budget: inference, triggers.')
    expect((await backedge('check', 'before.txt', '--baseline', 'after.txt', '--budget', 'inference=+500%')).code).toBe(0)
    expect((await backedge('check', 'before.txt', '--baseline', 'after.txt', '--budget', 'triggers=+20')).code).toBe(0)
  })

  it('reads budgets from a file, and takes what is typed in their place', async () => {
    const { code, out } = await backedge('check', 'after.txt', '--config', 'backedge.toml')
    expect({ code, lines: out.split('\n').slice(1, 3).map((line) => line.replace(/ +/g, ' ')) }).toEqual({ code: 0, lines: ['inference 2.14 s 12.7 s 3.00 s ok', 'triggers 12 32 12 ok'] })
    expect((await backedge('check', 'after.txt', '--config', 'backedge.toml', '--budget', 'triggers=11')).code).toBe(1)
    expect(await backedge('check', 'after.txt', '--config', 'wrong.toml')).toMatchObject({ code: 2, err: expect.stringMatching(/wrong\.toml.*no quantity “speed”/) as unknown })
    expect(await backedge('check', 'after.txt', '--config', 'broken.toml')).toMatchObject({ code: 2, err: expect.stringContaining('broken.toml:1') as unknown })
  })

  it('takes a quantity that is not there for an error', async () => {
    expect(await backedge('check', 'after.txt', '--budget', 'ttfx=2s')).toEqual({ code: 2, out: '', err: 'backedge: The profile does not tell “ttfx” (to the end of the first call). (it has inference, triggers)\n' })
  })

  it.each([
    [['check'], 'No file is named'], [['check', 'after.txt'], 'nothing to check'], [['check', 'after.txt', 'before.txt'], 'Expected one file'], [['check', 'after.txt', '--budget', 'x'], 'expected a name'],
    [['check', 'after.txt', '--budget', 'inference=+5%'], 'against a baseline'], [['check', 'after.txt', '--baseline', 'before.txt', '--tolerance', 'much'], 'expected percent'], [['check', 'none.txt', '--list'], 'no such file'],
  ])('refuses %j', async (argv, says) => {
    const { code, err } = await backedge(...argv)
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(says) as unknown })
  })

  it('lists what a profile tells', async () => {
    const { out } = await backedge('check', 'meter.jsonl', '--list')
    expect(out.split('\n').map((line) => line.split(' ')[0])).toEqual(['total', 'ttfx', 'load', 'inference', 'instances', 'triggers', 'statements', 'invalidations', 'causes', 'stale', 'staleTime', 'imports', ''])
    const data = JSON.parse((await backedge('check', 'meter.jsonl', '--budget', 'ttfx=1ms', '--json')).out) as { readonly over: boolean, readonly quantities: readonly { readonly low: number, readonly value: number, readonly high: number }[] }
    expect(data.over).toBe(true)
    for (const { low, value, high } of data.quantities) expect(low <= value && value <= high).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import { juliaAt, type JuliaProcess } from '../../../src/main/record/julia-process'
import { leastTimes, timeProgram, versionOfRelease } from '../../../src/main/record/measure'

const GOOD = 'julia 1.5.3\nparse 1\nlower 2\ndefine 3\ninfer 4\nrest 5\nrun 6\nvalue (1, "a b")\n'
const fake = (out: string, { code = 0, err = '' }: { code?: number | undefined, err?: string } = {}): JuliaProcess => ({ path: 'julia', run: () => Promise.resolve({ code, out, err }) })

describe('timeProgram', () => {
  it('reads what the script prints', async () => {
    expect(await timeProgram(fake(GOOD), '')).toEqual({ julia: '1.5.3', value: '(1, "a b")', times: { parse: 1, lower: 2, define: 3, infer: 4, rest: 5, run: 6 } })
  })

  it.each([
    [fake(''), 'julia: It ended with exit code 0 and gave no times. (expected the path of a julia, 1.5 or later)'],
    [fake('', { code: 1, err: 'ERROR: no\u001b[1m such thing\nmore' }), 'julia: It ended with exit code 1 and gave no times; it said: ERROR: no'],
    [fake(GOOD.replace('run 6', 'run -6')), 'gave no times'],
    [fake(GOOD.replace('infer 4', 'infer four')), 'gave no times'],
    [fake(GOOD.replace('value', 'worth')), 'gave no times'],
  ])('says what came instead', async (julia, says) => {
    await expect(timeProgram(julia, '')).rejects.toMatchObject({ name: 'UserError', line: expect.stringContaining(says) as string })
  })

  it('takes the least of each phase', () => {
    const times = { parse: 1, lower: 2, define: 3, infer: 4, rest: 5, run: 6 }
    expect(leastTimes([times, { ...times, parse: 0, run: 7 }])).toEqual({ ...times, parse: 0 })
  })

  it('knows whose rules a release follows', () => {
    expect([versionOfRelease('1.5.3', 'julia'), versionOfRelease('1.10.1', 'julia'), versionOfRelease('1.12.0-beta1', 'julia')]).toEqual(['1.5', '1.10', '1.12'])
    expect(() => versionOfRelease('1.4.2', 'julia')).toThrow('It is Julia 1.4.2, for which there are no rules.')
  })
})

describe('juliaAt', () => {
  it('gives code as an argument and the program as input', async () => {
    expect(await juliaAt('/bin/echo').run('1 + 1', 'ignored')).toMatchObject({ code: 0, out: '--startup-file=no --history-file=no --color=no -e 1 + 1\n' })
  })

  it('says that there is no such program', async () => {
    await expect(juliaAt('/nowhere/julia').run('1', '')).rejects.toMatchObject({ name: 'UserError', line: '/nowhere/julia: There is no such program. (expected the path of a julia)' })
    await expect(juliaAt(import.meta.filename).run('1', '')).rejects.toMatchObject({ message: 'This is no program that may be run.' })
  })

  it('is stopped', async () => {
    await expect(juliaAt('/bin/echo').run('1', '', AbortSignal.abort())).rejects.toMatchObject({ name: 'UserError', code: 'cancelled' })
    const stop = new AbortController()
    const running = juliaAt(process.execPath).run('1', '', stop.signal)
    stop.abort()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  })
})

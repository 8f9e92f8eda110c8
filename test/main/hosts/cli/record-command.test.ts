/** `backedge record` as a person runs it, with a program in place of Julia: the table of medians, what it is compared with, and what is written. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { writeAtomically } from '../../../../src/main/services/atomic-write'
import { nodeFiles } from '../../../../src/main/services/files'
import { fakeJulia } from '../../record/fake-julia'
import { runCommand } from './run-command'

const folder = mkdtempSync(join(tmpdir(), 'backedge-record-command-'))
beforeAll(() => void vi.stubEnv('BACKEDGE_DEPOT', join(folder, 'depot')))
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const record = (...args: string[]) => runCommand(['record', '--julia', fakeJulia(folder).path, ...args], { folder, files: nodeFiles(writeAtomically) })

describe('the table', () => {
  it('has the medians of one run, and no column for what is not compared', async () => {
    const { code, out } = await record('--expr', 'f(1)', '--expr', 'g()', '--repeat', '2')
    expect(code).toBe(0)
    const lines = out.split('\n')
    const head = lines.findIndex((line) => line.includes('least to most'))
    expect(lines.slice(head, head + 4)).toEqual([
      '      median     least to most  recorded',
      'f(1)  100 ms  100 ms to 100 ms    200 ms',
      'g()   100 ms  100 ms to 100 ms    200 ms',
      '',
    ])
  })

  it('says what became of each step against the first variant, or that the runs vary as much', async () => {
    const { code, out } = await record('--expr', 'f(1)', '--repeat', '2', '--compare', 'flag=--math-mode=fast', '--compare', 'flag=-O1', '--out', 'compared')
    expect(code).toBe(0)
    const lines = out.trimEnd().split('\n')
    const table = lines.slice(lines.findIndex((line) => line.includes('against the first')), -2).map((line) => line.trim().split(/ {2,}/))
    expect(table.map((cells) => cells.slice(-3))).toEqual([
      ['least to most', 'recorded', 'against the first'],
      ['100 ms', '100 ms to 100 ms', '200 ms'],
      ['50.0 ms to 50.0 ms', '100 ms', '−50 %'],
      ['100 ms to 100 ms', '200 ms', 'within spread'],
    ])
    expect(readdirSync(join(folder, 'compared'))).toHaveLength(3)
  })
})

/** `backedge calibrate` from the command line, with a program in place of Julia that answers as the script would. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeAtomically } from '../../../../src/main/services/atomic-write'
import { nodeFiles } from '../../../../src/main/services/files'
import { runCommand } from './run-command'

const folder = mkdtempSync(join(tmpdir(), 'backedge-calibrate-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What each program gives in every Julia. */
const VALUES = { run_integers: '427264', recursion: '6809', trees: '1572362', structs: '1.5015e6', tuples: '62' }

function program(name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, [`#!${process.execPath}`, ...lines].join('\n'))
  chmodSync(path, 0o755)
  return path
}

const fake = program('julia', [
  `const values = ${JSON.stringify({ 'mix(': VALUES.run_integers, 'ackermann(': VALUES.recursion, 'grow(': VALUES.trees, 'Point(': VALUES.structs, 'flip(': VALUES.tuples })}`,
  'const text = require("fs").readFileSync(0, "utf8")',
  'const found = Object.keys(values).find((mark) => text.includes(mark))',
  'console.log("julia 1.5.3")',
  'for (const phase of ["parse", "lower", "define", "infer", "rest", "run"]) console.log(phase, 1000 * text.length)',
  'console.log("value", values[found] ?? "1")',
])

function backedge(argv: readonly string[]) {
  return runCommand(argv, { folder, files: nodeFiles(writeAtomically) })
}

describe('backedge calibrate', () => {
  it('writes a calibration that backedge run takes, and names it', async () => {
    const names = Object.keys(VALUES).flatMap((name) => ['--program', name])
    const { code, out, err } = await backedge(['calibrate', '--julia', fake, '--out', 'mine.json', '--rounds', '1', ...names])
    expect([code, out.split('\n', 1)[0]]).toEqual([0, expect.stringMatching(/^Julia 1\.5\.3: 5 programs, median error \d.* % on programs that were left out of the fit$/)])
    expect(err).toContain('run_integers in Julia 1.5.3, round 1 of 1\n')
    expect(JSON.parse(readFileSync(join(folder, 'mine.json'), 'utf8'))).toMatchObject({ name: 'mine', julia: '1.5.3', measured: { programs: 5, rounds: 1 } })
    writeFileSync(join(folder, 'a.jl'), 'f(x) = x\nf(1)\n')
    const run = await backedge(['run', 'a.jl', '--calibration', './mine.json'])
    expect(run.code).toBe(0)
    expect(run.out.replace(/\s+/g, ' ')).toMatch(/simulated by Julia 1\.5 with calibration "mine", Julia 1\.5, times: measured on Julia 1\.5\.3, median error \d+ %/)
  })

  it.each([
    [[], 'Which Julia to measure is not said.'],
    [['--julia', './nothing'], './nothing: There is no such program. (expected the path of a julia)'],
    [['--julia', './other'], './other: It ended with exit code 3 and gave no times; it said: what?. (expected the path of a julia, 1.5 or later)'],
    [['--julia', './old'], './old: It is Julia 0.6.4, for which there are no rules.'],
    [['--julia', './old', '--program', 'nothing'], 'There is no program "nothing".'],
    [['--julia', './old', '--rounds', '0'], '--rounds 0: expected a whole number from 1 to 100.'],
  ])('says what is wrong with %j', async (argv, says) => {
    program('other', ['console.error("what?"); process.exit(3)'])
    program('old', ['console.log(["julia 0.6.4", "parse 1", "lower 1", "define 1", "infer 1", "rest 1", "run 1", "value 1"].join("\\n"))'])
    const { code, out, err } = await backedge(['calibrate', ...argv])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(`backedge: ${says}`)
  })
})

/** `calibrate` with a Julia that is none and counts that nobody counted. */
import { describe, expect, it } from 'vitest'
import { Uncountable, type Program, type ProgramCounts } from '../../../src/main/calibration/count'
import { PHASES, predicted } from '../../../src/main/calibration/design'
import { readCalibration } from '../../../src/main/calibration/calibration-file'
import type { JuliaProcess } from '../../../src/main/record/julia-process'
import { calibrate } from '../../../src/main/services/calibrate'
import { plainFigures } from '../../../src/main/services/calibrations'

const PROGRAMS: readonly Program[] = Array.from({ length: 10 }, (_, at) => ({ name: `p${at}`, text: `program ${at}` }))
const numberIn = (text: string) => Number(/\d+$/.exec(text)?.[0] ?? 0)

function count({ text }: Program): ProgramCounts {
  const size = 1000 * (1 + numberIn(text))
  return {
    value: text,
    phases: {
      parse: { parseByte: 10 * size }, lower: { lowerStatement: size }, define: { lowerStatement: size, insertMethod: size },
      infer: { inferFrame: size, inferStatement: 2 * size }, rest: { generateFunction: 1, generateInstruction: size }, run: { runInstruction: 1000 * size },
    },
  }
}

/** Times are those of the plain figures, three times as long, and in every round a little longer. */
function fakeJulia({ release = '1.5.3', value = (text: string) => text }: { release?: string, value?: (text: string) => string } = {}): JuliaProcess & { readonly runs: string[] } {
  const runs: string[] = []
  return {
    path: 'fake/julia',
    runs,
    run(_, text) {
      const round = runs.filter((one) => one === text).length
      runs.push(text)
      const { phases } = count({ name: '', text })
      const times = PHASES.map((phase) => `${phase} ${Math.round(3 * predicted(phases[phase], plainFigures)) + 1000 * round}`)
      return Promise.resolve({ code: 0, out: [`julia ${release}`, ...times, `value ${value(text)}`].join('\n'), err: '' })
    },
  }
}

const REQUEST = { programs: PROGRAMS, rounds: 2, date: '2024-02-29', machine: 'a test', count }

describe('calibrate', () => {
  it('fits what was measured and says how well', async () => {
    const julia = fakeJulia()
    const shown: number[] = []
    const { file, validation, leftOut } = await calibrate({ ...REQUEST, julia, onProgress: (done, total) => shown.push(done / total) })
    expect(leftOut).toEqual([])
    expect(file).toMatchObject({ name: '1.5', julia: '1.5.3', measured: { date: '2024-02-29', machine: 'a test', programs: 10, rounds: 2 } })
    for (const kind of ['parseByte', 'lowerStatement', 'insertMethod', 'inferStatement', 'runInstruction'] as const) expect((file.nanoseconds[kind] ?? 0) / plainFigures[kind]).toBeCloseTo(3, 1)
    expect(file.nanoseconds.allocate).toBe(plainFigures.allocate)
    expect(file.source).toMatchObject({ parseByte: 'measured: phases parse', allocate: 'not measured: no program has it; plain figure' })
    expect(validation.median).toBeLessThan(0.01)
    expect(readCalibration(JSON.stringify(file), 'x')).toEqual(file)
    // The whole list once, then once more.
    expect(julia.runs.slice(1)).toEqual([...PROGRAMS, ...PROGRAMS].map(({ text }) => text))
    expect(shown).toEqual([...shown].sort((a, b) => a - b))
    expect(shown.at(-1)).toBeLessThan(1)
  })

  it('leaves out what does not run here, and what gives another value there', async () => {
    const julia = fakeJulia({ value: (text) => (numberIn(text) === 4 ? 'something else' : text) })
    const { file, leftOut } = await calibrate({
      ...REQUEST, julia,
      count: (program) => {
        if (program.name === 'p2') throw new Uncountable('no such thing')
        return count(program)
      },
    })
    expect(file.measured?.programs).toBe(8)
    expect(leftOut).toEqual([
      { program: 'p2', reason: 'the simulated Julia does not run it: no such thing' },
      { program: 'p4', reason: 'it gives something else in Julia 1.5.3, program 4 in the simulated one' },
    ])
    expect(julia.runs.filter((text) => numberIn(text) === 4)).toHaveLength(1)
  })

  it.each([
    [fakeJulia({ release: '1.2.0' }), {}, 'fake/julia: It is Julia 1.2.0, for which there are no rules.'],
    [{ path: 'cat', run: (_: string, input: string) => Promise.resolve({ code: 0, out: input, err: '' }) }, {}, 'cat: It ended with exit code 0 and gave no times; it said: calibrate_me() = 1.'],
    [fakeJulia({ value: () => '?' }), {}, 'fake/julia: Only 0 of 10 programs could be measured; p0: it gives ?'],
    [fakeJulia(), { signal: AbortSignal.abort() }, 'The calibration was stopped.'],
  ])('says what is wrong', async (julia, more, says) => {
    await expect(calibrate({ ...REQUEST, julia, ...more })).rejects.toMatchObject({ name: 'UserError', line: expect.stringContaining(says) as string })
  })
})

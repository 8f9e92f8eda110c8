/** The table of a journey: shares, factors, reasons and the figures of a text, from runs that were made up. */
import { describe, expect, it } from 'vitest'
import { journeyLabels, journeyOf, journeyPlan, journeyText, type JourneyRun } from '../../../../src/main/loader/scenario/journey'
import { readScenario } from '../../../../src/main/loader/scenario/read'
import { UserError } from '../../../../src/shared/errors'

const SCENARIO = `
title = "Three states"
label = "first"
because = "Nothing was done."
reported = [30.0, { seconds = 22.0, steps = ["call"] }]
[[steps]]
using = "Tiny"
[[steps]]
eval = "f(1)"
label = "call"
[[steps]]
eval = "f(1)"
label = "again"
[[variations]]
label = "saved"
because = "A cache has it."
reported = { seconds = 3.0, steps = ["call"] }
[[variations]]
label = "image"
[[variations]]
label = "otherwise"
[journey]
call = "call"
steps = ["first", "saved", "image"]
compare = { step = "again", runs = ["saved", "otherwise"] }
`

function run(load: number, inference: number, codegen: number, before = 0): JourneyRun {
  const phases = { load: 0, validate: 0, inference: 0, codegen: 0, run: 0 }
  const steps = [
    { label: 'using Tiny', seconds: load, phases: { ...phases, load } },
    { label: 'call', seconds: inference + codegen + 0.001, phases: { ...phases, inference, codegen, run: 0.001 } },
    { label: 'again', seconds: 0.001, phases: { ...phases, run: 0.001 } },
  ].map((step) => ({ ...step, shown: undefined, error: undefined }))
  return { julia: '1.8', calibration: 'plain', seconds: before + steps.reduce((sum, { seconds }) => sum + seconds, 0), steps }
}

const RUNS = new Map([['first', run(0.5, 1, 0.5)], ['saved', run(0.25, 0, 0.249)], ['image', run(0, 0, 0.004, 0.01)], ['otherwise', run(0.25, 0.125, 0.5)]])

describe('a journey', () => {
  const scenario = readScenario(SCENARIO, 'scenario.toml')

  it('counts what comes up to the call, and keeps the figures of the text apart', () => {
    const { rows, comparison } = journeyOf(scenario, RUNS)
    expect(rows.map(({ seconds, call, figures }) => ({ seconds, call, figures }))).toEqual([
      { seconds: 2.001, call: 1.501, figures: [{ seconds: 30, steps: undefined, simulated: 2.001 }, { seconds: 22, steps: ['call'], simulated: 1.501 }] },
      { seconds: 0.5, call: 0.25, figures: [{ seconds: 3, steps: ['call'], simulated: 0.25 }] },
      { seconds: 0.005, call: 0.005, figures: [] },
    ])
    expect(comparison).toEqual({ step: 'again', runs: [{ label: 'saved', compiling: 0.249, call: 0.25, again: 0.001 }, { label: 'otherwise', compiling: 0.625, call: 0.626, again: 0.001 }] })
  })

  it('is a table with its reasons', () => {
    expect(journeyText(journeyOf(scenario, RUNS))).toBe(`          Julia    takes  of the first  times less    load  validate  inference  codegen      run  the text says
0  first  1.8    2.00 s          100 %              500 ms         –     1.00 s   500 ms  1.00 ms  30 s; call 22 s
1  saved  1.8     500 ms          25 %        4.00  250 ms         –        –     249 ms  1.00 ms  call 3 s
2  image  1.8    5.00 ms        0.25 %      100.00    –            –        –    4.00 ms  1.00 ms

In all 400 times less, up to "call" and with it.
Not counted: "image" reads 10.0 ms of its image before the first step.

0  Nothing was done.
1  A cache has it.

           compiling    call    again
saved         249 ms  250 ms  1.00 ms
otherwise     625 ms  626 ms  1.00 ms`)
  })

  it('needs each run once, and a scenario that has a journey', () => {
    expect(journeyLabels(journeyPlan(scenario))).toEqual(['first', 'saved', 'image', 'otherwise'])
    expect(() => journeyPlan(readScenario('[[steps]]\nusing = "Tiny"', 'scenario.toml'))).toThrow(UserError)
    expect(() => journeyOf(scenario, new Map([['first', run(1, 1, 1)]]))).toThrow('"saved" did not come to "call".')
  })
})

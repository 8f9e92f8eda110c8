/** One run beside another. */
import { expect, it } from 'vitest'
import { differenceOf, isSame } from '../../../src/renderer/src/lab/result/run-difference'
import type { LabRun } from '../../../src/shared/lab'

function run(...steps: (readonly [string, number])[]): LabRun {
  const phases = { load: 0, validate: 0, inference: 0, codegen: 0, run: 0 }
  return {
    label: 'as it is',
    seconds: steps.reduce((sum, [, seconds]) => sum + seconds, 0),
    phases,
    counts: {},
    output: '',
    error: '',
    session: { id: 1, title: '', path: '', format: '', unsaved: false },
    made: [],
    reused: [],
    remembered: false,
    steps: steps.map(([label, seconds]) => ({ label, seconds, phases: { ...phases, inference: seconds }, shown: '', error: '' })),
    choices: {},
    diagnostics: [],
    problems: [],
  }
}

it('matches steps by their label, the second of a name with the second', () => {
  const { steps, gone, longest } = differenceOf(run(['call', 1], ['new', 2], ['call', 3]), run(['using A', 9], ['call', 4], ['call', 5]))
  expect(steps.map(({ step, before }) => [step.label, step.seconds, before?.seconds])).toEqual([
    ['call', 1, 4],
    ['new', 2, undefined],
    ['call', 3, 5],
  ])
  expect(gone.map(({ label }) => label)).toEqual(['using A'])
  expect(longest).toBe(9)
})

it('has nothing to compare a first run with', () => {
  const { steps, gone } = differenceOf(run(['call', 1]), undefined)
  expect(steps[0]?.before).toBeUndefined()
  expect(gone).toEqual([])
})

it('takes less than a thousandth for the same', () => {
  expect(isSame(1, 1.0005)).toBe(true)
  expect(isSame(1, 1.002)).toBe(false)
  expect(isSame(0, 0)).toBe(true)
})

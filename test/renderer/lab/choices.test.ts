/** Choices of a run in words, the order of loading, preferences that are set and taken back. */
import { describe, expect, it } from 'vitest'
import { choiceTexts, loadOrder, moved, usedPackages, withPreference } from '../../../src/renderer/src/lab/options/choice-texts'
import type { LabStep } from '../../../src/shared/lab'
import { changeText } from '../../../src/shared/what-if'

const using = (text: string): LabStep => ({ kind: 'using', text, label: `using ${text}` })

it('says each choice in a phrase, and none for what was left as it is', () => {
  expect(choiceTexts({})).toEqual([])
  expect(choiceTexts({ run: 'with precompile' })).toEqual([])
  expect(
    choiceTexts({
      julia: '1.8',
      caches: 'cold',
      pkgimages: false,
      optimize: 0,
      startup: { kind: 'package', name: 'Startup' },
      sysimage: ['A', 'B'],
      preferences: { Solver: { Stiff: false } },
      loadOrder: ['B', 'A'],
      steps: ['f(1)\ng(2)'],
      changes: [{ kind: 'load-later', package: 'Plots' }],
    }),
  ).toEqual([
    'Julia 1.8',
    'caches made during the run',
    'no native code in caches',
    '-O0',
    'startup: the package Startup',
    'image of A, B',
    'Solver.Stiff = false',
    'load B, A',
    'then f(1)',
    changeText({ kind: 'load-later', package: 'Plots' }),
  ])
})

describe('the order of loading', () => {
  const steps = [using('A, B'), { kind: 'eval', text: 'A.f()', label: 'f' } as const, using('C'), using('A')]

  it('is that of the steps at first', () => {
    expect(usedPackages(steps)).toEqual(['A', 'B', 'C'])
    expect(loadOrder(steps, undefined)).toEqual(['A', 'B', 'C'])
  })

  it('takes what was chosen first, without packages that no step uses any more', () => {
    expect(loadOrder(steps, ['C', 'Gone', 'A'])).toEqual(['C', 'A', 'B'])
  })

  it('is moved by one item', () => {
    expect(moved(['A', 'B', 'C'], 0, 2)).toEqual(['B', 'C', 'A'])
    expect(moved(['A', 'B', 'C'], 2, 0)).toEqual(['C', 'A', 'B'])
  })
})

it('sets preferences and takes them back, until none is left', () => {
  const one = withPreference(undefined, 'Solver', 'Stiff', false)
  expect(one).toEqual({ Solver: { Stiff: false } })
  const two = withPreference(one, 'Solver', 'Order', 5)
  expect(two).toEqual({ Solver: { Stiff: false, Order: 5 } })
  expect(withPreference(two, 'Solver', 'Stiff', undefined)).toEqual({ Solver: { Order: 5 } })
  expect(withPreference(one, 'Solver', 'Stiff', undefined)).toBeUndefined()
})

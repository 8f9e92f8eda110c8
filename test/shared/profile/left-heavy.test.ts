import { describe, expect, it } from 'vitest'
import { leftHeavy } from '../../../src/shared/profile/left-heavy'
import { sandwich } from '../../../src/shared/profile/sandwich'
import { frameNamed, lines, linesOf, profileOf } from './tree-text'

function expectLeftHeavy(text: string, expected: string, options?: { flatten: boolean }): void {
  const profile = profileOf(text)
  expect(linesOf(profile, leftHeavy(profile.inference, undefined, options))).toEqual(lines(expected))
}

describe('leftHeavy', () => {
  it('merges equal stacks and puts the heaviest on the left', () => {
    expectLeftHeavy(
      `
      main 0 10
        a 0 2
          x 0 1
        b 2 3
        a 5 4
          y 6 1
          x 7 2
      `,
      `
      main 0..10 1
        a 0..6 2 ×2
          x 0..3 3 ×2
          y 3..4 1
        b 6..9 3
      `,
    )
  })

  it('merges roots, also of several blocks', () => {
    expectLeftHeavy('a - 1\n---\nb - 4\na - 2', 'b 0..4 4\na 4..7 3 ×2')
  })

  it('keeps equal weights in the order of the table', () => {
    expectLeftHeavy('b - 1\na - 1\nc - 1', 'b 0..1 1\na 1..2 1\nc 2..3 1')
  })

  it('calls a box constant propagation only if all of it is, and not precompilable if any of it is', () => {
    expectLeftHeavy(
      `
      a - 1 - constProp
      a - 1 - notPrecompilable
      b - 1 - constProp
      b - 1 - constProp
      `,
      `
      a 0..2 2 ×2 notPrecompilable
      b 2..4 2 ×2 constProp
      `,
    )
  })

  it('flattens recursion on demand', () => {
    const text = `
      f - 10
        g - 8
          f - 5
            h - 2
            f - 1
        h - 1
    `
    expectLeftHeavy(text, `
      f 0..10 1
        g 0..8 3
          f 0..5 2
            h 0..2 2
            f 2..3 1
        h 8..9 1
    `)
    // The inner f's 2 + 1 go to g.
    expectLeftHeavy(text, `
      f 0..10 1
        g 0..8 6
          h 0..2 2
        h 8..9 1
    `, { flatten: true })
  })
})

function expectSandwich(text: string, name: string, expected: string, options?: { flatten: boolean }): void {
  const profile = profileOf(text)
  const { callers, callees, inclusive, exclusive, count } = sandwich(profile.inference, frameNamed(profile, name), undefined, options)
  expect([
    `inclusive ${inclusive} exclusive ${exclusive} count ${count}`,
    'callers',
    ...linesOf(profile, callers),
    'callees',
    ...linesOf(profile, callees),
  ]).toEqual(lines(expected))
}

describe('sandwich', () => {
  it('turns callers upside down and merges callees', () => {
    expectSandwich(
      `
      main - 10
        f - 5
          g - 1
        h - 3
          f - 2
            g - 2
      `,
      'f',
      `
      inclusive 7 exclusive 4 count 2
      callers
      f 0..7 0 ×2
        main 0..5 5
        h 5..7 0
          main 5..7 2
      callees
      f 0..7 4 ×2
        g 0..3 3 ×2
      `,
    )
  })

  it('counts the time of recursion once', () => {
    expectSandwich(
      `
      main - 10
        f - 8
          g - 6
            f - 5
      `,
      'f',
      `
      inclusive 8 exclusive 7 count 2
      callers
      f 0..8 0 ×2
        g 0..5 0
          f 0..5 0
            main 0..5 5
        main 5..8 3
      callees
      f 0..8 2
        g 0..6 1
          f 0..5 5
      `,
    )
  })

  it('flattens recursion on demand', () => {
    expectSandwich(
      `
      main - 10
        f - 8
          f - 5
            g - 4
      `,
      'f',
      `
      inclusive 8 exclusive 4 count 2
      callers
      f 0..8 0
        main 0..8 8
      callees
      f 0..8 4
        g 0..4 4
      `,
      { flatten: true },
    )
  })

  it('is empty for a frame that is not called', () => {
    expectSandwich('a - 1', 'b', 'inclusive 0 exclusive 0 count 0\ncallers\ncallees')
  })
})

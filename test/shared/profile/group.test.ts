import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { groupCalls } from '../../../src/shared/profile/group'
import type { Grouping } from '../../../src/shared/profile/group'
import type { Profile } from '../../../src/shared/profile/tables'
import { lines, profileOf } from './tree-text'

/** `label exclusive inclusive count frames`. */
function expectGroups(profile: Profile, by: Grouping, expected: string, blocks?: number[]): void {
  const groups = groupCalls(profile, profile.inference, by, blocks)
  const rows = groups.label.map((label, at) =>
    [label || '?', groups.exclusive[at], groups.inclusive[at], `×${groups.count[at]}`, groups.frames[at]].join(' '),
  )
  expect(rows).toEqual(lines(expected))
  for (let frame = 0; frame < profile.frames.length; frame++) {
    const group = groups.groupOfFrame[frame] ?? -1
    if (group >= 0) expect(groups.frame[group]).toBeLessThanOrEqual(frame)
  }
}

describe('groupCalls', () => {
  const profile = profileOf(`
    Main.run - 20
      Base.map - 9
        Base.get - 4
          Base.map - 3
      Base.get - 2
    ---
    Base.map - 5
  `)

  it('adds up instances, with recursion counted once', () => {
    expectGroups(profile, 'instance', `
      Base.map() 13 14 ×3 1
      Main.run() 9 20 ×1 1
      Base.get() 3 6 ×2 1
    `)
  })

  it('adds up modules: what a module calls in itself is counted once', () => {
    expectGroups(profile, 'module', `
      Base 16 16 ×5 2
      Main 9 20 ×1 1
    `)
  })

  it('takes in only the chosen blocks', () => {
    expectGroups(profile, 'instance', 'Base.map() 5 5 ×1 1', [1])
    expectGroups(profile, 'instance', '', [])
  })

  it('tells methods of one function apart by where they are defined, and adds up their instances', () => {
    const builder = new ProfileBuilder()
    const block = builder.block({ part: 'inference', format: 'x', title: 'x' })
    const call = (signature: string, exclusive: number | undefined, file?: string, line?: number): void => {
      builder.add('inference', { frame: builder.frame({ signature, file, line }), exclusive, block })
    }
    call('A.f(::Int64)', 1, 'a.jl', 3)
    call('A.f(::String)', 2, 'a.jl', 3)
    call('A.f(::Int64, ::Int64)', 4, 'a.jl', 9)
    call('g(::Any)', 0.5)
    call('h(::Any)', undefined)
    const made = builder.finish()
    expectGroups(made, 'method', `
      A.f 4 4 ×1 1
      A.f 3 3 ×2 2
      g 0.5 0.5 ×1 1
      h 0 0 ×1 1
    `)
    expectGroups(made, 'line', `
      a.jl:9 4 4 ×1 1
      a.jl:3 3 3 ×2 2
      ? 0.5 0.5 ×2 2
    `)
    expectGroups(made, 'module', `
      A 7 7 ×3 3
      ? 0.5 0.5 ×2 2
    `)
  })
})

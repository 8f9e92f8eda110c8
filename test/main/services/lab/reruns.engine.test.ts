/**
 * What is made again, and what is not: after a change, a run finds the caches that the change does not touch, and gives the same profile as if nothing had
 * been run before.
 */
import { describe, expect, it, vi } from 'vitest'
import { createSysimage, runSession } from '../../../../src/main/services/session'
import type { LabChoices, LabRun } from '../../../../src/shared/lab'
import { labWorld } from './lab-world'

/** Milliseconds. The first to ask for a version waits for its system image to be made. */
vi.setConfig({ testTimeout: 900_000 })

const world = () => labWorld({}, { runSession, createSysimage })

/** A lab of the sample; those of one world share a depot. */
async function duplicates({ calls, run, opened } = world()) {
  const { id: lab } = await calls.open({ kind: 'sample', id: 'Duplicates' })
  return {
    run: (choices?: LabChoices) => run(lab, choices),
    revert: (path: string) => calls.revert(lab, path),
    replace: (path: string, before: string, after: string): void => {
      const { text } = calls.read(lab, path)
      expect(text).toContain(before)
      calls.edit(lab, path, text.replace(before, after))
    },
    profile: ({ session }: LabRun) => opened[session.id - 1]?.profile,
  }
}
const names = ({ made }: LabRun): string[] => made.map((one) => one.package)

describe('a run after a change', () => {
  it('makes again what the change touches, and gives what it would have given at first', async () => {
    const shared = world()
    const { run, replace, revert, profile } = await duplicates(shared)
    const first = run()
    expect([names(first), first.reused, first.error]).toEqual([['PkgA', 'PkgB', 'PkgC'], [], ''])

    replace('scenario.toml', '\n[[steps]]', '\n\n\n[[steps]]')
    const spaced = run()
    expect([spaced.remembered, names(spaced), spaced.reused, spaced.session]).toEqual([true, [], ['PkgA', 'PkgB', 'PkgC'], first.session])

    replace('PkgC/src/PkgC.jl', 'using PkgA\n', 'using PkgA\n# a comment\n')
    const leaf = run()
    expect([leaf.remembered, names(leaf), leaf.reused]).toEqual([false, ['PkgC'], ['PkgA', 'PkgB']])
    expect(leaf.made[0]?.reason).toMatch(/PkgC\.jl \(mtime .*\) has changed$/)
    const other = run({ steps: ['PkgC.total(3)'] })
    expect([names(other), other.reused, other.steps.at(-1)?.shown]).toEqual([[], ['PkgA', 'PkgB', 'PkgC'], '8'])

    replace('PkgA/src/PkgA.jl', 'export f\n', 'export f # a comment\n')
    const below = run()
    expect([names(below), below.reused]).toEqual([['PkgA', 'PkgB', 'PkgC'], []])
    expect(below.made[1]?.reason).toMatch(/PkgB.* because module PkgA .* is already loaded and incompatible/)

    const fresh = await duplicates()
    fresh.replace('PkgC/src/PkgC.jl', 'using PkgA\n', 'using PkgA\n# a comment\n')
    fresh.replace('PkgA/src/PkgA.jl', 'export f\n', 'export f # a comment\n')
    expect(fresh.profile(fresh.run())).toStrictEqual(profile(below))

    revert('PkgA/src/PkgA.jl')
    revert('PkgC/src/PkgC.jl')
    expect(run()).toMatchObject({ remembered: true, session: first.session })
    // Of a lab that remembers nothing, over the caches that the last run has left.
    const again = await duplicates(shared)
    const back = again.run()
    expect([back.remembered, names(back)]).toEqual([false, ['PkgA', 'PkgB', 'PkgC']])
    expect(again.profile(back)).toStrictEqual(profile(first))
    const third = await duplicates(shared)
    const found = third.run()
    expect([names(found), found.reused]).toEqual([[], ['PkgA', 'PkgB', 'PkgC']])
    expect(third.profile(found)).toStrictEqual(profile(first))
  })

  it('says where a package fails, and mends', async () => {
    const { run, replace, revert } = await duplicates()
    replace('PkgB/src/PkgB.jl', 'precompile(longest, (Int,))', 'shortest(1)')
    const failed = run()
    expect(failed.error).not.toBe('')
    expect(failed.diagnostics).toContainEqual(expect.objectContaining({ path: 'PkgB/src/PkgB.jl', line: 14, text: expect.stringMatching(/shortest/) as unknown }))
    replace('PkgB/src/PkgB.jl', 'shortest(1)', 'function shortest(')
    expect(run().diagnostics).toContainEqual(expect.objectContaining({ path: 'PkgB/src/PkgB.jl' }))
    revert('PkgB/src/PkgB.jl')
    expect(run()).toMatchObject({ error: '', diagnostics: [] })
  })

  it('says which step fails, in the scenario', async () => {
    const { run, replace } = await duplicates()
    replace('scenario.toml', 'eval = "PkgB.longest(30)"', 'eval = "PkgB.longst(30)"')
    const { diagnostics, steps } = run()
    expect(steps.at(-1)?.error).toMatch(/longst/)
    expect(diagnostics).toEqual([expect.objectContaining({ path: 'scenario.toml', line: 14, text: expect.stringMatching(/longst/) as unknown })])
  })
})

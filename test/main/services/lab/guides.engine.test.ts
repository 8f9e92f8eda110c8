/** What the guide of each sample invites to, done: run, change, run again. */
import { describe, expect, it, vi } from 'vitest'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { sampleFiles, samplePath, sampleProjects } from '../../../../src/main/services/sample-projects'
import { findScenario } from '../../../../src/main/services/scenarios'
import { createSysimage, runSession } from '../../../../src/main/services/session'
import type { LabRun } from '../../../../src/shared/lab'
import { labWorld } from './lab-world'

vi.setConfig({ testTimeout: 900_000 })

describe.each(sampleProjects.filter((id) => findScenario(sampleFiles(new MemoryFiles(), '/depot'), samplePath(id)).scenario.trial !== undefined))('the guide of %s', (id) => {
  it('invites to what shows what it says', async () => {
    const { trial = {} } = findScenario(sampleFiles(new MemoryFiles(), '/depot'), samplePath(id)).scenario
    const { calls, run } = labWorld({}, { runSession, createSysimage })
    const { id: lab } = await calls.open({ kind: 'sample', id })
    const before = run(lab, { run: trial.run, julia: trial.julia })
    if (trial.change !== undefined) {
      const { file, replace, with: after } = trial.change
      expect(calls.edit(lab, file, calls.read(lab, file).text.replace(replace, after))).toEqual([])
    }
    const after = run(lab, { run: trial.then ?? trial.run, julia: trial.julia })
    expect([before.error, after.error]).toEqual(['', ''])
    const step = (of: LabRun) => of.steps.find(({ label }) => label === trial.step)
    if (trial.shows !== undefined) {
      expect(step(before)?.shown).not.toBe(trial.shows)
      expect(step(after)?.shown).toBe(trial.shows)
    }
    if (trial.becomes !== undefined) {
      const amount = (of: LabRun): number => (trial.count === undefined ? step(of)?.seconds : of.counts[trial.count]) ?? Number.NaN
      const [less, more] = trial.becomes === 'less' ? [amount(after), amount(before)] : [amount(before), amount(after)]
      expect(less / more).toBeLessThan(0.8)
    }
  })
})

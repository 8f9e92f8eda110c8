/** The guides of the samples name lines: what stands there is what they say. Whether their advice holds is tried in `guides.engine.test.ts`. */
import { describe, expect, it } from 'vitest'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { joinPath } from '../../../../src/main/loader/paths'
import { sampleFiles, samplePath, sampleProjects } from '../../../../src/main/services/sample-projects'
import { findScenario } from '../../../../src/main/services/scenarios'
import { fakeSession } from '../fake-session'
import { labWorld } from './lab-world'

const files = sampleFiles(new MemoryFiles(), '/depot')
const lineOf = (id: string, file: string, line: number): string | undefined => files.readText(joinPath(samplePath(id), file))?.split('\n')[line - 1]

describe.each(sampleProjects.filter((id) => findScenario(files, samplePath(id)).scenario.gallery !== undefined))('the guide of %s', (id) => {
  const guide = files.readText(joinPath(samplePath(id), 'guide.md')) ?? ''
  const { scenario, runs } = findScenario(files, samplePath(id))

  it('is short, and says what to look at and what to try', () => {
    expect(guide).toMatch(/^## Look at\n/)
    expect(guide).toContain('\n## Try\n')
    expect(guide.split('\n').length).toBeLessThan(40)
  })

  it('names lines with the text that stands there', () => {
    const named = [...guide.matchAll(/`([^`\s]+\.\w+):(\d+)`\s+\(`([^`]+)`\)/g)]
    expect(named).toHaveLength([...guide.matchAll(/\.\w+:\d+/g)].length)
    for (const [, file = '', line, text = ''] of named) expect([file, line, lineOf(id, file, Number(line))?.trim()]).toEqual([file, line, text])
  })

  it('names runs and steps that there are, and tries the change that it tells of', () => {
    const { trial = {} } = scenario
    for (const label of [trial.run, trial.then]) if (label !== undefined) expect(runs.map((run) => run.label)).toContain(label)
    const run = runs.find(({ label }) => label === (trial.then ?? trial.run)) ?? runs[0]
    if (trial.step !== undefined) expect(run?.steps.map(({ label }) => label)).toContain(trial.step)
    if (trial.change === undefined) expect(guide).toContain(`\`${trial.then}\``)
    else {
      const { file, line, replace } = trial.change
      expect(guide).toContain(`\`${file}:${line}\``)
      expect(lineOf(id, file, line)).toContain(replace.split('\n')[0])
    }
  })

  it('is told when the sample is opened', async () => {
    const { calls } = labWorld({}, { runSession: fakeSession([]) })
    expect(await calls.open({ kind: 'sample', id })).toMatchObject({ guide, title: scenario.title, about: scenario.about, writable: false, file: 'scenario.toml', diagnostics: [] })
  })
})

/** Method instances of runs of the lab: asked of a session as it ended, of a run once more when that is gone, and refused when its files are others. */
import { describe, expect, it, vi } from 'vitest'
import { createSysimage, runSession } from '../../../../src/main/services/session'
import { labWorld } from './lab-world'

/** Milliseconds. The first to ask for a version waits for its system image to be made. */
vi.setConfig({ testTimeout: 600_000 })

const CONTEXT = { signal: new AbortController().signal, progress: () => undefined }

describe('the instance of a run', () => {
  it('is told by the session, by the same run once more, and not after a change', async () => {
    const { calls, run, progress } = labWorld({}, { runSession, createSysimage })
    const { id: lab } = await calls.open({ kind: 'sample', id: 'DemoPkg' })
    const first = run(lab)
    const view = () => calls.view(first.session.id, 'DemoPkg.f(Int64)', CONTEXT)
    const told = view()
    expect([told.signature, told.codes[0]?.place.in, told.codes[0]?.because?.reason]).toEqual(['DemoPkg.f(::Int64)', 'session', 'call'])
    expect(told.stages.find(({ stage }) => stage === 'source')?.text).toContain('f(')
    expect(() => calls.view(first.session.id, 'DemoPkg.nowhere(Int64)', CONTEXT)).toThrow('nowhere not defined')

    for (const optimize of [0, 1]) run(lab, { optimize })
    progress.length = 0
    expect(view()).toEqual(told)
    const path = 'DemoPkg/src/DemoPkg.jl'
    calls.edit(lab, path, `${calls.read(lab, path).text}\n`)
    for (const optimize of [0, 1]) run(lab, { optimize })
    expect(view).toThrow('The code of this run is not there any more.')
  })
})

/** Scenarios recorded from a real Julia 1.5.3: instances, validity, backedges and the log of invalidations after each step. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { worldsSessions } from '../../../src/main/julia/conformance/sessions'
import { askWorlds, worldsRow } from '../../../src/main/julia/conformance/worlds'
import { base } from '../../../src/main/services/base'

const rows = readFileSync('test/fixtures/oracle/worlds.jsonl', 'utf8').trim().split('\n').map((line) => {
  const row: unknown = JSON.parse(line)
  return worldsRow.extend({ name: worldsRow.shape.id }).parse(row)
})
const openSession = worldsSessions(base)

describe('worlds as in Julia 1.5.3', () => {
  it.each(rows)('$name', (row) => {
    const answers = askWorlds(row, openSession)
    expect(answers).toHaveLength(4 * row.steps.length)
    expect(answers.filter(({ agrees }) => !agrees)).toEqual([])
  })

  it('sees an instance, a return type, an edge and a line of the log that are not there', () => {
    const [given] = rows
    if (given === undefined) throw new Error('no rows')
    const invented = { spec: 'Tuple{typeof(nobody), Int64}', valid: true, rettype: 'Int64', backedges: ['Tuple{typeof(nobody), Bool}'] }
    const [step] = given.steps
    if (step === undefined) throw new Error('no steps')
    const state = step.state.map((one) => ({ ...one, methods: one.methods.map((method) => ({ ...method, instances: [...method.instances, invented] })) }))
    const log = [...step.log, { kind: 'insert', sig: 'Tuple{typeof(nobody), Int64}' }]
    const answers = askWorlds({ ...given, steps: [{ ...step, state, log }] }, openSession)
    expect(answers.map(({ kind, agrees }) => ({ kind, agrees }))).toEqual([
      { kind: 'instances', agrees: false },
      { kind: 'valid', agrees: false },
      { kind: 'backedges', agrees: false },
      { kind: 'log', agrees: false },
    ])
  })
})

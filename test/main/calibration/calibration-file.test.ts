import { describe, expect, it } from 'vitest'
import { calibrationOf, readCalibration } from '../../../src/main/calibration/calibration-file'
import { calibrationFor, calibrationFrom, plainFigures, shippedCalibration } from '../../../src/main/services/calibrations'
import { WORK_KINDS } from '../../../src/main/julia/observe/clock'
import { JULIA_VERSIONS } from '../../../src/main/julia/versions'

const FILE = { name: 'mine', about: '', nanoseconds: { parseByte: 3 } }
const read = (data: unknown) => readCalibration(JSON.stringify(data), 'mine.json')

describe('a calibration file', () => {
  it.each([
    ['{', /^mine\.json: This is not JSON/],
    ['[]', /^mine\.json: .*expected object/],
    [JSON.stringify({ ...FILE, nanoseconds: { parseByte: -1 } }), /^mine\.json: nanoseconds\.parseByte: /],
    [JSON.stringify({ ...FILE, nanoseconds: { parseByte: '3' } }), /^mine\.json: nanoseconds\.parseByte: .*expected number/],
    [JSON.stringify({ ...FILE, nanoseconds: { parsebyte: 3 } }), /^mine\.json: nanoseconds.*parsebyte/],
    [JSON.stringify({ ...FILE, more: 1 }), /^mine\.json: .*more/],
    [JSON.stringify({ ...FILE, measured: { date: '2024-02-30', machine: '', programs: 3, rounds: 1, error: { median: 0.1, phases: {} } } }), /^mine\.json: measured\.date: /],
  ])('that is wrong is refused with its place: %s', (text, says) => {
    let line = ''
    try {
      readCalibration(text, 'mine.json')
    } catch (error) {
      line = error instanceof Error && 'line' in error ? String(error.line) : String(error)
    }
    expect(line).toMatch(says)
    expect(line).toMatch(/\(expected a calibration file\)$/)
  })

  it('takes figures that it does not have from another', () => {
    const { nanoseconds } = calibrationOf(read(FILE), plainFigures)
    expect(nanoseconds).toEqual({ ...plainFigures, parseByte: 3 })
    expect(calibrationFrom(JSON.stringify(FILE), 'mine.json')).toEqual({ name: 'mine', basis: 'not measured', nanoseconds })
  })

  it('says how good it is', () => {
    const measured = { date: '2024-02-29', machine: 'one core', programs: 30, rounds: 5, error: { median: 0.246, phases: {} } }
    expect(calibrationOf(read({ ...FILE, julia: '1.5.3', measured }), plainFigures).basis).toBe('measured on Julia 1.5.3, median error 25 %')
    expect(calibrationOf(read({ ...FILE, derived: { from: '1.5', factor: 0.5, evidence: '' } }), plainFigures).basis).toBe('derived from "1.5" times 0.5, not measured')
  })
})

describe('the calibrations that come with Backedge', () => {
  it('are there for every version, with a figure for each kind of work and where it is from', () => {
    for (const version of JULIA_VERSIONS) {
      const { name, nanoseconds } = calibrationFor(version)
      expect(name).toBe(version)
      expect(WORK_KINDS.filter((kind) => !(nanoseconds[kind] >= 0))).toEqual([])
    }
    expect(shippedCalibration('plain').basis).toBe('not measured')
    expect(calibrationFor('1.5').basis).toMatch(/^measured on Julia 1\.5\.3, median error \d+ %$/)
  })

  it('are named when there is none of a name', () => {
    expect(() => shippedCalibration('fast')).toThrow('There is no calibration "fast".')
  })
})

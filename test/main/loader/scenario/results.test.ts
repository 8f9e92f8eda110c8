/** The table of a scenario's runs, as text, Markdown and JSON. */
import { describe, expect, it } from 'vitest'
import { resultJson, resultMarkdown, resultText, secondsOf, type RunRow } from '../../../../src/main/loader/scenario/results'

function row(label: string, load: number, inference: number): RunRow {
  const phases = { load, validate: 0.001, inference, codegen: 0.0204, run: 0 }
  return { label, seconds: secondsOf(phases), phases, counts: { packages: 1 } }
}

const ROWS = [row('as it is', 0.0101, 0.3), row('with precompile', 0.0156, 0.0021), row('the same', 0.0101, 0.3)]

describe('results', () => {
  it('stand below one another', () => {
    expect(resultText(ROWS)).toBe(`                 seconds   load  validate  inference  codegen    run      difference
as it is           0.332  0.010     0.001      0.300    0.020  0.000
with precompile    0.039  0.016     0.001      0.002    0.020  0.000  -0.292 (-88 %)
the same           0.332  0.010     0.001      0.300    0.020  0.000     0.000 (0 %)`)
  })

  it('have three digits that count, however small they are', () => {
    expect(resultText([row('a', 0, 0.001).phases].map((phases) => ({ label: 'a', seconds: 0.00123, phases })))).toContain('a  0.00123  0.00000')
    expect(resultText([{ label: 'none', seconds: 0, phases: { load: 0, validate: 0, inference: 0, codegen: 0, run: 0 } }])).toContain('none    0.000')
    expect(resultText([])).toContain('seconds')
  })

  it('cut long labels in the text only', () => {
    const long = [row('x'.repeat(90), 1, 1)]
    expect(resultText(long, 10)).toContain(`\n${'x'.repeat(9)}…  `)
    expect(resultMarkdown(long)).toContain('x'.repeat(90))
  })

  it('go into a pull request', () => {
    expect(resultMarkdown([row('a | b', 1, 1), row('c', 1, 2)])).toBe(`|  | seconds | load | validate | inference | codegen | run | difference |
|---|--:|--:|--:|--:|--:|--:|--:|
| a \\| b | 2.021 | 1.000 | 0.001 | 1.000 | 0.020 | 0.000 |  |
| c | 3.021 | 1.000 | 0.001 | 2.000 | 0.020 | 0.000 | +1.000 (+49 %) |`)
  })

  it('are data with exactly the promised keys', () => {
    const data = JSON.parse(resultJson([{ ...ROWS[0], extra: 1 } as RunRow])) as unknown
    expect(data).toEqual([{ label: 'as it is', seconds: ROWS[0]?.seconds, phases: ROWS[0]?.phases, counts: { packages: 1 } }])
  })
})

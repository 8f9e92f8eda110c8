/** The waterfall of a journey: what is drawn of each step, and that the figures of a text stay marks beside the bars. */
import { describe, expect, it } from 'vitest'
import { drawSvg } from '../../../src/main/services/draw'
import { journeyWaterfall } from '../../../src/shared/charts/journey-waterfall'
import { CHART_THEMES, LIGHT } from '../../../src/shared/charts/theme'
import type { JourneyRow } from '../../../src/shared/journey'

function row(label: string, load: number, codegen: number, figures: JourneyRow['figures'] = []): JourneyRow {
  return { label, julia: '1.8', seconds: load + codegen, phases: { load, validate: 0, inference: 0, codegen, run: 0 }, before: 0, call: codegen, figures, because: `because of ${label}` }
}

const ROWS = [
  row('first state', 0.25, 0.75, [{ seconds: 30, steps: undefined, simulated: 1 }, { seconds: 22, steps: ['call'], simulated: 0.75 }]),
  row('saved', 0.25, 0.25, [{ seconds: 3, steps: ['call'], simulated: 0.25 }]),
  row('image', 0, 0.005, [{ seconds: 0.1, steps: undefined, simulated: 0.005 }]),
]
const journey = { rows: ROWS, call: 'call' }

describe('journeyWaterfall', () => {
  it('draws all steps in both themes, with times, phases and decades of shares', () => {
    for (const theme of Object.values(CHART_THEMES)) {
      const spec = journeyWaterfall(journey, { width: 1000 }, theme)
      expect(spec.label).toBe('From 1.00 s to 5.00 ms in 2 steps, 200 times less')
      const svg = drawSvg(spec, theme, { width: 1000 })
      for (const words of ['first state', 'saved', 'image', '1.00 s', '500 ms', '5.00 ms', '100 %', '0.1 %', 'Code generation', 'taken away by this step']) expect(svg).toContain(`>${words}</text>`)
      expect(svg).not.toContain('Inference')
      expect(svg).not.toContain('NaN')
      // One for each simulated step and the key; one for each figure of the text and two of the key.
      expect(svg.match(/fill="none" stroke="[^"]*" stroke-width="1.5"|stroke-width="1.5"/g)?.length).toBe(4 + 4 + 2)
    }
  })

  it('says of a step its phases, the figures of the text and the reason', () => {
    const spec = journeyWaterfall(journey, { width: 1000 }, LIGHT)
    expect(spec.describe?.(1)).toEqual(['saved: 500 ms, Julia 1.8 (simulated)', 'Load 250 ms, Code generation 250 ms', 'The text: 3 s for call; simulated 250 ms', 'because of saved'])
    expect([spec.hit?.(500, 10), spec.hit?.(500, 50), spec.hit?.(500, 40 + 36 * 2 + 1), spec.hit?.(500, 400)]).toEqual([-1, 0, 2, -1])
    expect(spec.describe?.(7)).toEqual([])
  })

  it('has no figures of a text where there are none, and outlines what is selected', () => {
    const bare = ROWS.map((one) => ({ ...one, figures: [] }))
    const svg = drawSvg(journeyWaterfall({ rows: bare, call: 'call' }, { width: 800, selected: 1 }, LIGHT), LIGHT, { width: 800 })
    expect(svg).not.toContain('the text')
    expect(svg).toContain(`stroke="${LIGHT.accent}"`)
    expect(drawSvg(journeyWaterfall({ rows: [], call: 'call' }, { width: 800 }, LIGHT), LIGHT, { width: 800 })).not.toContain('NaN')
  })
})

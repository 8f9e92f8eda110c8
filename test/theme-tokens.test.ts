/** The colours of the page are those of the charts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { contrast, DARK, LIGHT } from '../src/shared/charts/theme'
import { PHASE_ORDER } from '../src/shared/profile/phases'

const tokens = readFileSync(join(import.meta.dirname, '../src/renderer/src/theme/tokens.css'), 'utf8')

function colour(name: string): { light: string | undefined; dark: string | undefined } {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens) ?? []
  return { light, dark }
}

it.each(PHASE_ORDER)('%s', (phase) => {
  expect(colour(`phase-${phase}`)).toEqual({ light: LIGHT.phases[phase], dark: DARK.phases[phase] })
})

it('shares surface, ink, accent and the colours with a meaning', () => {
  expect(colour('surface')).toEqual({ light: LIGHT.background, dark: DARK.background })
  expect(colour('ink')).toEqual({ light: LIGHT.ink, dark: DARK.ink })
  expect(colour('ink-2')).toEqual({ light: LIGHT.quietInk, dark: DARK.quietInk })
  expect(colour('accent')).toEqual({ light: LIGHT.accent, dark: DARK.accent })
  expect(colour('lost-fill')).toEqual({ light: LIGHT.lost, dark: DARK.lost })
  expect(colour('const-prop')).toEqual({ light: LIGHT.constProp, dark: DARK.constProp })
})

it.each(['ink', 'ink-2', 'accent', 'lost', 'caution'])('text in %s can be read on every surface', (ink) => {
  for (const surface of ['surface', 'surface-raised', 'surface-sunken', 'hover', 'selected', 'hit']) {
    const [text, ground] = [colour(ink), colour(surface)]
    expect(contrast(text.light ?? '', ground.light ?? ''), `${ink} on ${surface}, light`).toBeGreaterThanOrEqual(4.5)
    expect(contrast(text.dark ?? '', ground.dark ?? ''), `${ink} on ${surface}, dark`).toBeGreaterThanOrEqual(4.5)
  }
})

it.each(['ink', 'ink-2', 'code-keyword', 'code-string', 'code-number', 'code-type', 'code-macro'])('code in %s can be read, selected and found', (ink) => {
  for (const surface of ['surface', 'code-line', 'selected', 'hit']) {
    const [text, ground] = [colour(ink), colour(surface)]
    expect(contrast(text.light ?? '', ground.light ?? ''), `${ink} on ${surface}, light`).toBeGreaterThanOrEqual(4.5)
    expect(contrast(text.dark ?? '', ground.dark ?? ''), `${ink} on ${surface}, dark`).toBeGreaterThanOrEqual(4.5)
  }
})

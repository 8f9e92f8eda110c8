/** One colour for each profile of a comparison, the same in all its charts. No red: that is for what is lost. */
import type { ChartTheme } from './theme'

function sideColours({ phases, constProp }: ChartTheme): readonly string[] {
  return [phases.load, constProp, phases.inference, phases.recompile, phases.validate, phases.run]
}

export function sideColour(theme: ChartTheme, side: number): string {
  const all = sideColours(theme)
  return all[side % all.length] ?? theme.accent
}

/**
 * Colours and type of every chart, for light and dark. Phases keep their colour everywhere; red is only for what is lost
 * or refused. The phase colours were searched for the largest smallest distance (CIE 1976) under normal, protan, deutan
 * and tritan sight with contrast to the background kept; `theme.test.ts` holds them to it.
 */

import type { Phase } from '../profile/phases'

export interface ChartTheme {
  readonly name: 'light' | 'dark'
  readonly background: string
  readonly ink: string
  /** Axis labels and other text that may step back. */
  readonly quietInk: string
  readonly line: string
  readonly faintLine: string
  /** Selection and search hits. */
  readonly accent: string
  readonly phases: Readonly<Record<Phase, string>>
  /** What is lost or refused: invalidated, not precompilable, rejected. */
  readonly lost: string
  readonly constProp: string
  /** Boxes that stand for several too narrow to draw. */
  readonly merged: string
  /** A frame whose module is not known. */
  readonly noModule: string
  /** For modules; which one a module gets depends on its name alone. No red and no orange. */
  readonly modules: readonly string[]
  readonly font: string
  readonly codeFont: string
}

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
const CODE_FONT = "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace"

export const LIGHT: ChartTheme = {
  name: 'light',
  background: '#fcfcfb',
  ink: '#1a1c1e',
  quietInk: '#5a6067',
  line: '#bdbeba',
  faintLine: '#e6e6e2',
  accent: '#0a5fa5',
  phases: {
    load: '#005199',
    validate: '#2c819c',
    recompile: '#953570',
    inference: '#6a9d70',
    codegen: '#746c24',
    compile: '#404600',
    run: '#583e33',
    unaccounted: '#909093',
  },
  lost: '#fa415e',
  constProp: '#d67b0a',
  merged: '#c6c8cb',
  noModule: '#dcdedf',
  modules: [
    '#e1d8a7', '#b0c28b', '#bae1b9', '#83caab', '#98e5db', '#66cad3', '#96e2fb', '#7ec3ef', '#c1d9fe', '#b6b7ee', '#e9cdfb', '#e3aad3',
  ],
  font: FONT,
  codeFont: CODE_FONT,
}

export const DARK: ChartTheme = {
  name: 'dark',
  background: '#17191b',
  ink: '#e5e7e9',
  quietInk: '#9ea5ab',
  line: '#464c52',
  faintLine: '#2a2e32',
  accent: '#6fb4f2',
  phases: {
    load: '#4296f7',
    validate: '#80d1f1',
    recompile: '#8461b9',
    inference: '#7eb98c',
    codegen: '#d4c963',
    compile: '#7f9f57',
    run: '#8a6c5a',
    unaccounted: '#c0c4c6',
  },
  lost: '#e03d31',
  constProp: '#d88608',
  merged: '#4a4f54',
  noModule: '#3a3f44',
  modules: [
    '#6a6435', '#445626', '#456c46', '#105b42', '#0e6f67', '#06595f', '#096c82', '#065676', '#416591', '#484c7c', '#735985', '#703f65',
  ],
  font: FONT,
  codeFont: CODE_FONT,
}

export const CHART_THEMES: Readonly<Record<ChartTheme['name'], ChartTheme>> = { light: LIGHT, dark: DARK }

/** The modules that nearly every profile has get colours of their own, far from each other. */
const USUAL: Readonly<Record<string, number>> = { Base: 0, Core: 3, Main: 8 }
const OTHERS = [1, 2, 4, 5, 6, 7, 9, 10, 11] as const

/**
 * The colour of the package that a module belongs to: `Base.Iterators` has that of `Base`. It depends on the name alone,
 * so that it is the same in every profile; files have theirs in the same way.
 */
export function moduleColour(module: string, theme: ChartTheme): string {
  const dot = module.indexOf('.', 1)
  const name = dot < 0 ? module : module.slice(0, dot)
  if (name === '') return theme.noModule
  const usual = Object.hasOwn(USUAL, name) ? USUAL[name] : undefined
  if (usual !== undefined) return theme.modules[usual] ?? theme.noModule
  // FNV-1a, which spreads short names well; the last step mixes high bits into the low ones that are taken.
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 15
  return theme.modules[OTHERS[(hash >>> 0) % OTHERS.length] ?? 0] ?? theme.noModule
}

/** Relative luminance of `#rrggbb` after WCAG 2, 0 to 1. */
function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/** Contrast of two `#rrggbb` colours after WCAG 2: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((left, right) => right - left) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** The colour for text on `fill`: black or white, whichever is easier to read. */
export function inkOn(fill: string): string {
  return contrast(fill, '#000000') >= contrast(fill, '#ffffff') ? '#000000' : '#ffffff'
}

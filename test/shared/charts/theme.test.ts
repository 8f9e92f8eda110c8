import { describe, expect, it } from 'vitest'
import { CHART_THEMES, contrast, inkOn, moduleColour } from '../../../src/shared/charts/theme'

type Triple = readonly [number, number, number]
type Matrix = readonly [Triple, Triple, Triple]

/** Full colour blindness of each kind, in linear RGB: Machado, Oliveira and Fernandes 2009. */
const SIGHT: Readonly<Record<string, Matrix>> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}

const times = (matrix: Matrix, [x, y, z]: Triple): Triple =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple

function lab(colour: string, sight: Matrix): Triple {
  const linear = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as unknown as Triple
  const seen = times(sight, linear).map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple
  const xyz = times([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]], seen)
  const curve = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)
  const [fx, fy, fz] = [curve(xyz[0] / 0.95047), curve(xyz[1]), curve(xyz[2] / 1.08883)]
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]
}

function distance(one: string, other: string, sight: Matrix): number {
  const [a, b] = [lab(one, sight), lab(other, sight)]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

describe.each(Object.values(CHART_THEMES))('theme $name', (theme) => {
  const named = { ...theme.phases, lost: theme.lost, constProp: theme.constProp }
  const pairs = Object.entries(named).flatMap(([name, colour], at) =>
    Object.entries(named).slice(at + 1).map(([other, otherColour]) => [`${name} and ${other}`, colour, otherColour] as const),
  )

  it.each(Object.keys(SIGHT))('keeps phases, lost and constant propagation apart for %s eyes', (kind) => {
    const sight = SIGHT[kind] as Matrix
    // 2.3 is a just noticeable difference; beside each other in a bar five times that is safe.
    const close = pairs.filter(([, colour, other]) => distance(colour, other, sight) < 12).map(([names]) => names)
    expect(close).toEqual([])
  })

  it('stands out from the background: 3 for marks, 4.5 for text', () => {
    for (const [name, colour] of Object.entries(named)) expect(contrast(colour, theme.background), name).toBeGreaterThanOrEqual(3)
    expect(contrast(theme.accent, theme.background)).toBeGreaterThanOrEqual(3)
    expect(contrast(theme.ink, theme.background)).toBeGreaterThanOrEqual(7)
    expect(contrast(theme.quietInk, theme.background)).toBeGreaterThanOrEqual(4.5)
  })

  it('has labels that can be read on every box', () => {
    for (const fill of [...Object.values(named), ...theme.modules, theme.merged, theme.noModule]) {
      expect(contrast(inkOn(fill), fill), fill).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('keeps red and orange for their meanings: no module comes near', () => {
    for (const module of theme.modules) {
      expect(distance(module, theme.lost, SIGHT['normal'] as Matrix), module).toBeGreaterThan(30)
      expect(distance(module, theme.constProp, SIGHT['normal'] as Matrix), module).toBeGreaterThan(30)
    }
  })
})

describe('moduleColour', () => {
  const theme = CHART_THEMES.light

  it('depends on the package alone', () => {
    expect(moduleColour('Base.Iterators', theme)).toBe(moduleColour('Base', theme))
    expect(moduleColour('', theme)).toBe(theme.noModule)
  })

  it('spreads the names of packages over all colours', () => {
    const names = [
      'Base', 'Core', 'LinearAlgebra', 'Statistics', 'SparseArrays', 'StaticArrays', 'ForwardDiff', 'ChainRulesCore', 'ArrayInterface', 'Static',
      'RecursiveArrayTools', 'GPUArrays', 'FillArrays', 'ColorTypes', 'FixedPointNumbers', 'DataFrames', 'CSV', 'Plots', 'Makie', 'JuMP',
      'OrdinaryDiffEq', 'SciMLBase', 'Zygote', 'Flux', 'Turing', 'Distributions', 'StatsBase', 'Parsers', 'JSON3', 'HTTP',
    ]
    const used = new Map<string, number>()
    for (const name of names) used.set(moduleColour(name, theme), (used.get(moduleColour(name, theme)) ?? 0) + 1)
    expect(used.size).toBeGreaterThanOrEqual(9)
    expect(Math.max(...used.values())).toBeLessThanOrEqual(7)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plain } from '../../../src/shared/charts/chart-spec'
import { SHAPES } from '../../../src/shared/charts/shapes'
import { clampWindow, fitWindow, panWindow, zoomWindow } from '../../../src/shared/charts/zoom'

describe('plain', () => {
  it('makes one line of anything', () => {
    expect(plain('f(\n  x)\u0000\u001b[31m')).toBe('f(   x) [31m')
    expect(plain('abc\u202Edef\u2066')).toBe('abc def ')
    expect(plain('x'.repeat(10), 5)).toBe('xxxx…')
    expect(plain('x'.repeat(5), 5)).toBe('xxxxx')
    expect(plain(`a${'\n'.repeat(100)}b`, 5)).toBe('a …')
    expect(plain(`a${'\n'.repeat(18)}😀b`, 5)).toBe('a …')
  })

  it('never gives more than was asked for, nor half a character', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, longest) => {
      const line = plain(text, longest)
      expect(line.length).toBeLessThanOrEqual(longest)
      expect(line).not.toMatch(/\p{Cc}|\u202e/u)
      // Encoding throws at half a surrogate pair.
      expect(() => encodeURIComponent(line)).not.toThrow()
    }))
  })
})

describe('zoom', () => {
  const near = (value: { from: number; to: number }, from: number, to: number): void => {
    expect(value.from).toBeCloseTo(from, 9)
    expect(value.to).toBeCloseTo(to, 9)
  }

  it('keeps the position under the pointer where it is', () => {
    near(zoomWindow({ from: 0, to: 100 }, 0.5, 0.25, 100), 12.5, 62.5)
    near(zoomWindow({ from: 12.5, to: 62.5 }, 2, 0.25, 100), 0, 100)
  })

  it('pans and fits', () => {
    near(panWindow({ from: 10, to: 20 }, 0.5, 100), 15, 25)
    near(panWindow({ from: 10, to: 20 }, 99, 100), 90, 100)
    near(panWindow({ from: 10, to: 20 }, -99, 100), 0, 10)
    near(fitWindow(50, 10, 100), 49.8, 60.2)
    near(clampWindow({ from: -5, to: 300 }, 100), 0, 100)
    near(clampWindow({ from: 3, to: 3 }, 0), 0, 0)
  })

  it('stays within the axis and never closes up, whatever is done', () => {
    const step = fc.record({ factor: fc.double({ min: 0, max: 10, noNaN: true }), at: fc.double({ min: 0, max: 1, noNaN: true }), share: fc.double({ min: -2, max: 2, noNaN: true }) })
    fc.assert(fc.property(fc.array(step), fc.double({ min: 1e-3, max: 1e15, noNaN: true }), (steps, total) => {
      let window = { from: 0, to: total }
      for (const { factor, at, share } of steps) {
        window = panWindow(zoomWindow(window, factor, at, total), share, total)
        expect(window.from).toBeGreaterThanOrEqual(0)
        expect(window.to).toBeLessThanOrEqual(total)
        expect(window.to).toBeGreaterThan(window.from)
      }
    }))
  })
})

describe('shapes', () => {
  function drawn(name: string, boxes: number[]): string[] {
    const calls: string[] = []
    const note = (what: string) => (...numbers: number[]) => calls.push(`${what} ${numbers.join(' ')}`)
    SHAPES.find((shape) => shape.name === name)?.build({ moveTo: note('move'), lineTo: note('line'), rect: note('rect') }, { boxes })
    return calls
  }

  it('draws every box, and no half one', () => {
    expect(drawn('backedge-boxes', [0, 1, 2, 3, 4, 5, 6, 7, 8])).toEqual(['rect 0 1 2 3', 'rect 4 5 6 7'])
  })

  it('hatches within the box', () => {
    expect(drawn('backedge-hatch', [10, 20, 8, 4])).toEqual(['move 15 20', 'line 11 24', 'move 18 22', 'line 16 24'])
  })
})

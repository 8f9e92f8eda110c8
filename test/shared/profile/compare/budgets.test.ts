import { describe, expect, it } from 'vitest'
import { checkBudgets, limitText, parseBudget, toleranceBudgets, verdictText } from '../../../../src/shared/profile/compare/budgets'
import type { Quantity } from '../../../../src/shared/profile/compare/quantities'

const quantity = (name: Quantity['name'], value: number, low = Number.NaN, high = Number.NaN): Quantity => ({ name, value, low, high, note: '' })
const NOW = [quantity('ttfx', 2.1e9, 1.9e9, 2.3e9), quantity('invalidations', 50), quantity('cacheBytes', 1024 ** 2)]
const OLD = [quantity('ttfx', 2e9), quantity('invalidations', 40)]
const verdict = (text: string, old?: readonly Quantity[]): string => {
  const [found] = checkBudgets([parseBudget(text)], NOW, old)
  return found ? `${limitText(found)}: ${verdictText(found)}` : ''
}

describe('budgets', () => {
  it.each([
    ['ttfx=2s', { kind: 'absolute', value: 2e9 }], ['ttfx=340ms', { kind: 'absolute', value: 340e6 }], ['ttfx=1.5min', { kind: 'absolute', value: 90e9 }], ['ttfx = 0', { kind: 'absolute', value: 0 }],
    ['invalidations=1_000', { kind: 'absolute', value: 1000 }], ['cacheBytes=10MiB', { kind: 'absolute', value: 10 * 1024 ** 2 }], ['cacheBytes=1.5kB', { kind: 'absolute', value: 1500 }],
    ['inference=+10%', { kind: 'share', percent: 10 }], ['inference=-5%', { kind: 'share', percent: -5 }], ['load=+200ms', { kind: 'more', value: 200e6 }], ['stale=+0', { kind: 'more', value: 0 }],
  ] as const)('reads %s', (text, limit) => {
    expect(parseBudget(text).limit).toEqual(limit)
  })

  it.each([
    ['ttfx', 'expected a name'], ['speed=2s', 'no quantity “speed”'], ['ttfx=2', 'expected a time'], ['ttfx=two', 'expected a time'], ['invalidations=50s', 'expected a number'],
    ['inference=10%', 'without a sign'], ['cacheBytes=5ms', 'expected a size'], ['__proto__=1', 'no quantity'], ['ttfx=1e999s', 'expected a time'],
  ])('refuses %s', (text, says) => {
    expect(() => parseBudget(text)).toThrow(says)
  })

  it('says what is over, by how much, and whether repeats vary as much', () => {
    expect(verdict('invalidations=50')).toBe('50: ok')
    expect(verdict('invalidations=49')).toBe('49: over by 1 (+2.0 %)')
    expect(verdict('ttfx=2s')).toBe('2.00 s: over by 100 ms (+5.0 %), within the spread of its repeats')
    expect(verdict('ttfx=1s')).toBe('1.00 s: over by 1.10 s (+110 %)')
  })

  it('sets budgets against a baseline', () => {
    expect(verdict('invalidations=+10', OLD)).toBe('50 (+10): ok')
    expect(verdict('invalidations=+10%', OLD)).toBe('44 (+10 %): over by 6 (+14 %)')
    expect(verdict('ttfx=+5%', OLD)).toBe('2.10 s (+5.0 %): ok')
    expect(verdict('ttfx=-10%', OLD)).toContain('1.80 s (−10 %): over')
    expect(() => verdict('ttfx=+5%')).toThrow('there is none')
    expect(() => verdict('cacheBytes=+5%', OLD)).toThrow('The baseline has no “cacheBytes”')
    expect(toleranceBudgets(NOW, OLD, 10).map(({ text }) => text)).toEqual(['ttfx=+10%', 'invalidations=+10%'])
  })

  it('takes a quantity that is not there for an error, and says what is', () => {
    expect(() => checkBudgets([parseBudget('load=2s')], NOW)).toThrow(expect.objectContaining({ details: { hint: 'it has ttfx, invalidations, cacheBytes' } }) as Error)
  })
})

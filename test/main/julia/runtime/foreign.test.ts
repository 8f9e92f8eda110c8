/** What `ccall` reaches: every name that Base uses is served, and text, hashes and floats are Julia's own. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printFloat } from '../../../../src/main/julia/runtime/foreign/float-text'
import { hashBytes } from '../../../../src/main/julia/runtime/foreign/hash'
import { isForeign } from '../../../../src/main/julia/runtime/foreign/index'
import { toJuliaString } from '../../../../src/main/julia/values/text'
import { base } from '../../../../src/main/services/base'

describe('foreign functions', () => {
  it('serve every ccall of Base', () => {
    const used = new Set(base.files.flatMap(({ text }) => [...text.matchAll(/ccall\(:(\w+)/g), ...text.matchAll(/(?<=[(, ]):(bk_\w+)/g)].map(([, name = '']) => name)))
    expect(used.size).toBeGreaterThan(100)
    expect([...used].filter((name) => !isForeign(name))).toEqual([])
  })

  it('hash bytes as Julia does', () => {
    const hashed = ['', 'a', 'abc', 'hello world, this is long', 'äöü'].map((text) => hashBytes(toJuliaString(text), 0x12345678n))
    expect(hashed).toEqual([6034143072877392807n, 15148951940082075224n, 3641106496680366961n, 10182711207108131524n, 9430577252859227678n])
  })
})

describe('the text of floats', () => {
  it('is the shortest that reads back', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (value) => {
      expect(Object.is(Number(printFloat(value, 64).replace('Inf', 'Infinity')), value)).toBe(true)
    }))
    fc.assert(fc.property(fc.float({ noNaN: true }), (value) => {
      const text = printFloat(value, 32)
      expect(Object.is(Math.fround(Number(text.replace('Inf', 'Infinity'))), value)).toBe(true)
      const digits = /^-?([\d.]+)/.exec(text)?.[1]?.replace('.', '').replace(/^0+|0+$/g, '') ?? ''
      expect(digits.length).toBeLessThanOrEqual(9)
    }))
  })
})

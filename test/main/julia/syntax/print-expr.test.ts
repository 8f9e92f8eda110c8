import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { literalText } from '../../../../src/main/julia/syntax/literal-text'
import { parseJulia } from '../../../../src/main/julia/syntax/parse'
import { exprText, quotedText, unquotedText } from '../../../../src/main/julia/syntax/print-expr'
import { expr, QuoteNode, StructValue, symbolOf, type JuliaValue } from '../../../../src/main/julia/values/value'
import { canonical, literals } from './canonical'

interface Row {
  readonly code: string
  readonly string: string
  readonly repr: string
  readonly shown: string
}

const rows = readFileSync(join(import.meta.dirname, '../../../fixtures/julia/printed.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row)

function parse(code: string): JuliaValue {
  return parseJulia(code, { file: 'none', literals }).expressions[0]?.expression ?? false
}

describe('what a real Julia 1.5.3 prints', () => {
  it.each(rows)('$code', ({ code, string, repr, shown }) => {
    const value = parse(code)
    const literal = literalText(value)
    if (literal !== undefined) expect(literal).toBe(repr)
    else expect([exprText(value), quotedText(value), unquotedText(value)]).toEqual([string, repr, shown])
  })
})

describe('values that are no syntax', () => {
  it('are shown by whoever knows them', () => {
    const value = expr('call', symbolOf('f'), new StructValue((literals.nothing as StructValue).type, []), 'a"b')
    expect(exprText(value, () => 'thing')).toBe('f(thing, "a\\"b")')
  })
})

const NAMES = fc.constantFrom('a', 'b', 'x₁', 'long_name').map(symbolOf)

/** Trees that Julia prints so that it can read them again. */
const { tree } = fc.letrec<{ tree: JuliaValue, named: JuliaValue }>((tie) => ({
  named: fc.oneof(NAMES, fc.tuple(NAMES, fc.array(tie('tree'), { maxLength: 3 })).map(([callee, args]) => expr('call', callee, ...args))),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    NAMES,
    fc.bigInt({ min: 0n, max: 99n }),
    fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    fc.tuple(fc.constantFrom('+', '-', '*', '/', '^', '==', '<', '|>', '⊕', '//', '<<', ':', '=>', '→', '.+'), tie('tree'), tie('tree'))
      .map(([operator, left, right]) => expr('call', symbolOf(operator), left, right)),
    fc.tuple(fc.constantFrom('&&', '||', '<:'), tie('tree'), tie('tree')).map(([operator, left, right]) => expr(operator, left, right)),
    fc.tuple(fc.constantFrom('+', '*'), tie('tree'), tie('tree'), tie('tree')).map(([operator, ...args]) => expr('call', symbolOf(operator), ...args)),
    fc.tuple(fc.constantFrom('-', '!', '√'), tie('named')).map(([operator, operand]) => expr('call', symbolOf(operator), operand)),
    fc.tuple(tie('named'), fc.array(tie('tree'), { maxLength: 2 })).map(([array, indices]) => expr('ref', array, ...indices)),
    fc.array(tie('tree'), { maxLength: 3 }).map((items) => expr('tuple', ...items)),
    fc.array(tie('tree'), { maxLength: 3 }).map((items) => expr('vect', ...items)),
    fc.tuple(tie('named'), NAMES).map(([object, field]) => expr('.', object, new QuoteNode(field))),
    fc.tuple(NAMES, tie('named')).map(([name, type]) => expr('::', name, type)),
    fc.tuple(tie('named'), tie('tree'), tie('tree')).map(([condition, then, otherwise]) => expr('if', condition, expr('block', then), expr('block', otherwise))),
  ),
}))

const withoutLines = (text: string) => text.replace(/ #\d+/g, '')

describe('random trees', () => {
  it('are read as they were printed', () => {
    fc.assert(fc.property(tree, (value) => {
      const text = exprText(expr('tuple', value))
      expect(withoutLines(canonical(parse(text)))).toBe(canonical(expr('tuple', value)))
    }), { numRuns: 1000 })
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findJsonFault, lineAndColumn } from '../../../src/main/formats/json-error'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('finds a fault exactly where the engine refuses', () => {
  test('in random documents', () => {
    fc.assert(fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
      expect(findJsonFault(JSON.stringify(JSON.parse(text), undefined, indent))).toBeUndefined()
    }))
  })

  test('in documents with characters changed', () => {
    const change = fc.tuple(fc.nat(400), fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', '0', '-', '.', 'e', 't', ' ', '\n', '\u0001', 'é'))
    fc.assert(fc.property(fc.json(), fc.array(change, { minLength: 1, maxLength: 4 }), (text, changes) => {
      const characters = text.split('')
      for (const [at, character] of changes) characters[at % Math.max(1, characters.length)] = character
      const changed = characters.join('')
      expect(findJsonFault(changed) === undefined).toBe(isJson(changed))
    }), { numRuns: 2000 })
  })

  test.each(['01', '1.', '-', '.5', '1e', '+1', '"\\u12"', '"\t"', '[1,]', '{"a":1,}', '{a:1}', "{'a':1}", 'nul', 'truefalse', '1 2', '', '[', '"', '\ufeff1', '1\u00a0'])('%j', (text) => {
    expect(isJson(text)).toBe(false)
    expect(findJsonFault(text)).toBeDefined()
  })
})

test.each([
  ['{"a" 1}', 5, '“1}”', '“:”'],
  ['[1 2]', 3, '“2]”', '“,” or “]”'],
  ['{"a": 1 "b"}', 8, '“"b"}”', '“,” or “}”'],
  ['[}', 1, '“}”', 'a value or “]”'],
  ['{]', 1, '“]”', 'a name in double quotes or “}”'],
  ['[1]\n[2]', 4, '“[2]”', 'nothing more'],
  ['[1,', 3, 'the end of the file', 'a value'],
])('%s', (text, at, found, expected) => {
  expect(findJsonFault(text)).toEqual({ at, found, expected })
})

test('lines and columns count from 1', () => {
  expect([0, 1, 2, 4].map((at) => lineAndColumn('a\nbc', at))).toEqual(['line 1, column 1', 'line 1, column 2', 'line 2, column 1', 'line 2, column 3'])
})

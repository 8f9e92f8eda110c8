/** Counts in words. */
import { expect, it } from 'vitest'
import { countOf } from '../../src/renderer/src/components/count-of'

it.each([
  [1, 'rows', '1 row'],
  [0, 'rows', '0 rows'],
  [1, 'lines not read', '1 line not read'],
  [1, 'entries', '1 entry'],
  [1234, 'instances', '1,234 instances'],
])('%d %s', (count, noun, text) => {
  expect(countOf(count, noun)).toBe(text)
})

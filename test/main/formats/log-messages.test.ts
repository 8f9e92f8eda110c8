/** Messages of Julia's logger: their text and place, and what is no message. */
import { expect, it } from 'vitest'
import { SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { fixture } from './fixture'
import { importText } from './import-text'

function rowsOf(profile: Profile) {
  const { messages } = profile
  return Array.from({ length: messages.length }, (_, row) => [
    SCHEMA.messages.level.oneOf[messages.level[row] ?? 0],
    textAt(profile, messages.text[row]),
    textAt(profile, messages.where[row]),
    messages.line[row],
  ])
}

it('reads boxes, lines, levels and places', () => {
  const profile = importText(
    [
      '[ Info: Precompiling Foo [91bbb1aa-4154-56db-8f4d-e77eb6559bbd]',
      '┌ Debug: Extension E of Foo loaded',
      '└ @ Base loading.jl:1057',
      '┌ LogLevel(-500): odd',
      '│   x = 1',
      '│',
      '│   y = 2',
      '└ @ Main REPL[3]:1',
      '[ LogLevel(1500): loud',
      'WARNING: Method definition f(Any) in module Main at a.jl:1 overwritten at b.jl:2.',
      '┌ Error: cut off',
      '│   here',
      'plain 4',
    ].join('\n'),
  )
  expect(rowsOf(profile)).toEqual([
    ['info', 'Precompiling Foo [91bbb1aa-4154-56db-8f4d-e77eb6559bbd]', '', 1],
    ['debug', 'Extension E of Foo loaded', 'Base loading.jl:1057', 2],
    ['debug', 'odd\n  x = 1\n\n  y = 2', 'Main REPL[3]:1', 4],
    ['warning', 'loud', '', 9],
    ['warning', 'Method definition f(Any) in module Main at a.jl:1 overwritten at b.jl:2.', '', 10],
    ['error', 'cut off\n  here', '', 11],
  ])
  expect(Array.from(profile.unparsed.line)).toEqual([13])
})

it('reads a recorded message whose last line is a value', () => {
  expect(rowsOf(importText(fixture('log-messages/mixed.txt')))).toEqual([['info', 'logged\n  x = 1\n  y = "two"', '', 1]])
})

it('leaves a message that another format reads to that format', () => {
  const profile = importText('[ Info: 11 methods invalidated for 1 functions\n[ Info: other\n')
  expect(rowsOf(profile).map((row) => row[1])).toEqual(['other'])
})

it('takes a progress display of another tool for nothing', () => {
  const text = fixture('log-messages/progress.md')
  const profile = importText(text)
  expect(profile.blocks).toEqual([])
  expect(profile.messages.length).toBe(0)
  expect(profile.unparsed.length).toBe(text.split('\n').filter((line) => /[^`\s]/.test(line.replace('```julia', ''))).length)
})

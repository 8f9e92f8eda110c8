/**
 * Whatever happens to a text of SnoopCompile, reading it does not throw, and each line is somewhere: a row, a part of one, a header, or
 * unparsed.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accumulateBySource } from '../../../src/main/formats/accumulate-by-source'
import { inferenceList } from '../../../src/main/formats/inference-list'
import { inferenceTree } from '../../../src/main/formats/inference-tree'
import { inferenceTriggers } from '../../../src/main/formats/inference-triggers'
import { Lines } from '../../../src/main/formats/lines'
import { triggerSuggestions } from '../../../src/main/formats/trigger-suggestions'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import type { Profile } from '../../../src/shared/profile/tables'
import { importText } from './import-text'

const FORMATS = [inferenceTree, inferenceList, accumulateBySource, triggerSuggestions, inferenceTriggers]
const fixture = (name: string, lines: number) =>
  readFileSync(new URL(`../../fixtures/formats/${name}`, import.meta.url), 'utf8').split('\n').slice(0, lines)

const TEXTS = [
  fixture('inference-tree/tiny.txt', 40),
  fixture('inference-tree/flattendemo.txt', 20),
  [...fixture('inference-list/tiny-flatten.txt', 10), '', ...fixture('inference-list/tiny-staleinstances.txt', 15)],
  fixture('accumulate-by-source/tiny.txt', 20),
  fixture('inference-triggers/optimizeme-inference_triggers_all.txt', 12),
  [...fixture('inference-triggers/optimizeme-triggers_by_method.txt', 9), ...fixture('inference-triggers/optimizeme-triggers_by_location.txt', 9)],
  fixture('inference-triggers/optimizeme-trigger_tree.txt', 30),
  fixture('trigger-suggestions/optimizeme.txt', 30),
  fixture('trigger-suggestions/colors.txt', 20),
]

/** Lines that carry nothing of their own: headers, branches drawn, the root of a tree of triggers, comments, prompts. */
const BARE = /^[\s\u00a0│|⋮.]*$|-element |\[\]\s*$|^\s*root\s*$|^\s*no inference trigger|TriggerNode for root|^\s*#|^julia>/

/** Words between the fields of an entry, of which a break may leave an end. Numbers are fields of their own. */
const BETWEEN = ['on', 'from', 'with', 'specialization', 'inlined', 'into', '@', 'at', 'in', 'to', 'call', 'Inference', 'triggered', 'direct', 'children']
const isBetween = (word: string) => /^[\d./:()-]*$/.test(word) || BETWEEN.some((each) => each.endsWith(word))

/** Numbers of lines that are in no row, no text of a row and not unparsed. */
function lost(text: string, profile: Profile): string[] {
  const rows = new Set<number>()
  for (const table of ['inference', 'stale', 'triggers', 'unparsed'] as const) profile[table].line.forEach((line) => rows.add(line))
  const strings = profile.strings.map((string) => string.replace(/\s+/g, ''))
  const lines = new Lines(text)
  return Array.from({ length: lines.length }, (_, at) => at)
    .filter((at) => !rows.has(at + 1) && !BARE.test(lines.at(at)))
    .filter((at) =>
      lines
        .at(at)
        .replace(/^[\s│|]+/, '')
        // A line that goes on with an entry may hold several of its fields.
        .split(/\s+|(?<=\w)(?=\()|:\d+\)/)
        .map((part) => part.replace(/^[()]+|\)+$/g, ''))
        .some((part) => !isBetween(part) && !strings.some((string) => string.includes(part))),
    )
    .map((at) => `${at + 1}: ${lines.at(at)}`)
}

const scrap = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('', '⋮', '│  ', '├─ ', '└─ ', '(', ')', '::', ' with 3 direct children', 'InferenceTiming: ', 'InferenceTimingNode: 0.1/0.2 on ', ' from ', '1e999', '-', '99999999999', 'root', '\u00a0', '\n', '\r\n', '`', 'julia> '),
)
type Change = (lines: string[]) => string[]
const change = fc.oneof(
  fc.nat().map<Change>((at) => (lines) => lines.filter((_, row) => row !== at % lines.length)),
  fc.nat().map<Change>((at) => (lines) => lines.flatMap((line, row) => (row === at % lines.length ? [line, line] : [line]))),
  fc.tuple(fc.nat(), fc.nat(), fc.nat(40), scrap).map<Change>(
    ([at, column, width, text]) =>
      (lines) =>
        lines.map((line, row) => {
          if (row !== at % lines.length) return line
          const from = line === '' ? 0 : column % line.length
          return line.slice(0, from) + text + line.slice(from + width)
        }),
  ),
  fc.tuple(fc.nat(), fc.nat()).map<Change>(([at, to]) => (lines) => {
    const moved = [...lines]
    const [line = ''] = moved.splice(at % lines.length, 1)
    moved.splice(to % lines.length, 0, line)
    return moved
  }),
)

describe('mutated texts of SnoopCompile', () => {
  it('lose no line', () => {
    fc.assert(
      fc.property(fc.nat(TEXTS.length - 1), fc.array(change, { maxLength: 6 }), (which, changes) => {
        const lines = TEXTS[which] ?? []
        const text = changes.reduce<string[]>((before, apply) => (before.length === 0 ? before : apply(before)), lines).join('\n')
        const profile = importText(text, FORMATS)
        expect(checkIntegrity(profile)).toEqual([])
        expect(lost(text, profile)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('may be cut off anywhere', () => {
    fc.assert(
      fc.property(fc.nat(TEXTS.length - 1), fc.nat(), (which, at) => {
        const whole = (TEXTS[which] ?? []).join('\n')
        const text = whole.slice(0, at % whole.length)
        expect(lost(text, importText(text, FORMATS))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

/**
 * What `Test.detect_ambiguities` gives, as the REPL shows it: pairs of methods for which some call has no best method. Kept whole as a message; what
 * it means is for the advice (shared/profile/advice/ambiguity.ts).
 */
import { isAmbiguityList } from '../../shared/profile/advice/ambiguity'
import type { TextFormat } from './format'

const PAIR = /^\s+(?:\(.+\)|⋮)\s*$/

export const ambiguities: TextFormat = {
  id: 'ambiguities',
  title: 'detect_ambiguities output',
  marks: ['{Method,'],
  answers: true,
  begins: (lines, at) => isAmbiguityList(lines.at(at)) && PAIR.test(lines.at(at + 1)),
  read(lines, at, { builder, source }) {
    let next = at + 1
    while (next < lines.length && PAIR.test(lines.at(next))) next++
    const text = Array.from({ length: next - at }, (_, line) => lines.at(at + line).trim())
    builder.add('messages', { level: 'warning', text: text.join('\n'), source, line: at + 1 })
    return next
  },
}

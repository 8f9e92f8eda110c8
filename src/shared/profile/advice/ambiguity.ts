/**
 * Ambiguous methods: pairs that `detect_ambiguities` found, by function, and calls that ended because two methods fitted equally well. Julia names the
 * method that is missing; where a function has many such pairs it usually has two meanings, and two functions have none. What lookups among them
 * cost is in no profile.
 */
import { writtenFunction } from '../../signature/key'
import { formatCount } from '../../units'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { UNKNOWN_SAVING, type Advice } from './rule'
import { counted } from './words'

const LIST = /^\s*\d+-element (?:Vector|Array)\{Tuple\{Method, ?Method\}(?:, ?1)?\}:\s*$/
/** `(f(x::Int, y) in M at a.jl:1, f(x, y::Int) in M at a.jl:2)`, with `@ M a.jl:1` from 1.9 on. */
const PAIR = /^\((.+? (?:in|@) \S.*?:\d+), (.+ (?:in|@) \S.*:\d+)\)$/
const ERROR = /MethodError: (\S.*) is ambiguous\.(?: Candidates:)?\n/
const FIX = /Possible fix, define\n\s*(\S.*)/
const MOST_SHOWN = 2

/** Whether a line begins a list of pairs of methods. */
export function isAmbiguityList(line: string): boolean {
  return LIST.test(line)
}

/** Pairs by function, each once: `detect_ambiguities` names a pair in both orders. */
function pairsIn(text: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const line of text.split('\n').slice(1)) {
    const [, a = '', b = ''] = PAIR.exec(line.trim()) ?? []
    if (a === '') continue
    const { name } = writtenFunction(a.replace(/ (?:in|@) .*$/, ''))
    const pairs = found.get(name) ?? new Set()
    found.set(name, pairs.add([a, b].sort().join('\n')))
  }
  return found
}

function listAdvice(row: number, text: string): Advice[] {
  return [...pairsIn(text)].sort(([, a], [, b]) => b.size - a.size).map(([name, pairs]): Advice => ({
    id: `ambiguity ${row} ${name}`, kind: 'ambiguity', title: `Resolve ${counted(pairs.size, 'ambiguous pair')} of methods of ${name}`,
    evidence: [...pairs].slice(0, MOST_SHOWN).map((pair) => ({ text: `${pair.split('\n').join(' and ')} fit the same calls, and neither is more specific`, part: 'messages' as const, rows: [row] })),
    saving: UNKNOWN_SAVING, sure: 'possible',
    fix: {
      text: pairs.size > 1
        ? `A call that two methods fit ends with an error, and lookups weigh every pair. ${formatCount(pairs.size)} pairs of one function often mean that it does two things: give each a function of its own, with arguments in one place. Else define the methods for the types that both take.`
        : 'A call that both methods fit ends with an error. Define the method for the types that both take, or narrow one of them.',
    },
  }))
}

function errorAdvice(row: number, text: string): Advice[] {
  const [, call] = ERROR.exec(text) ?? []
  if (call === undefined) return []
  const [, fix] = FIX.exec(text) ?? []
  return [{
    id: `ambiguous call ${row}`, kind: 'ambiguity', title: `Define the method that ${call} lacks`,
    evidence: [{ text: `${call} ended with an error: several methods fit, and none is more specific than the others`, part: 'messages', rows: [row] }],
    saving: UNKNOWN_SAVING, sure: 'certain',
    fix: { text: 'Define a method for just these types, which is more specific than all that fit; Julia names it in the error.', ...(fix !== undefined && { code: `${fix} = …` }) },
  }]
}

export function ambiguityAdvice(profile: Profile): Advice[] {
  const { messages } = profile
  return Array.from({ length: messages.length }, (_, row) => {
    const text = textAt(profile, messages.text[row])
    return isAmbiguityList(text.split('\n', 1)[0] ?? '') ? listAdvice(row, text) : errorAdvice(row, text)
  }).flat()
}

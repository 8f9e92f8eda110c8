/** Counts in words, for headlines and the lines above tables. */
import { formatCount } from '../../../shared/units'

/** `1 line not read`, `12 lines not read`: the first word of `noun` is a regular plural. */
export function countOf(count: number, noun: string): string {
  const word = count === 1 ? noun.replace(/^(\w+?)(ies|s)\b/, (_, stem: string, end: string) => (end === 'ies' ? `${stem}y` : stem)) : noun
  return `${formatCount(count)} ${word}`
}

/** Sentences and totals that several families of rules share. */
import { shortSignature } from '../../signature/short'
import { formatCount, formatPercent, formatTime } from '../../units'
import { inferenceTotals } from '../phases'
import { rowsByBlock } from '../block-rows'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { UNKNOWN_SAVING, type Saving } from './rule'

const LONGEST = 90

/** `A, B and C`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** `1 method`, `2 methods`; the plural is given where it is irregular. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

export function shareText(part: number, whole: number): string {
  return formatPercent(whole > 0 ? (100 * part) / whole : 0)
}

/** `804 ms, 34 % of it`; only the time where there is no total. */
export function timeText(nanoseconds: number, of = Number.NaN): string {
  return of > 0 ? `${formatTime(nanoseconds)} (${shareText(nanoseconds, of)})` : formatTime(nanoseconds)
}

export function signatureOf(profile: Profile, frame: number): string {
  return textAt(profile, profile.frames.signature[frame])
}

/** A signature as titles have room for it. */
export function shortFrame(profile: Profile, frame: number, maxLength = LONGEST): string {
  return shortSignature(signatureOf(profile, frame), { hideModules: false, maxLength })
}

/** A time, and what it is a part of. */
interface Total {
  readonly nanoseconds: number
  readonly text: string
}

const NO_TOTAL: Total = { nanoseconds: Number.NaN, text: '' }

/** The run as a whole where one was recorded or simulated, else the inference of the one run that is here. */
export function runTotal(profile: Profile): Total {
  const runs = rowsByBlock(profile, 'timeline')
  const [run] = runs
  if (run && runs.length === 1) return { nanoseconds: run.rows.reduce((sum, row) => sum + (profile.timeline.duration[row] || 0), 0), text: 'the run' }
  if (runs.length > 1) return NO_TOTAL
  const inferences = inferenceTotals(profile)
  const [inference] = inferences
  return inference && inferences.length === 1 ? { nanoseconds: inference.inference, text: 'inference' } : NO_TOTAL
}

export function estimated(nanoseconds: number, assumes: string, total: Total): Saving {
  return nanoseconds > 0 ? { nanoseconds, kind: 'estimated', of: total.nanoseconds, total: total.text, assumes } : UNKNOWN_SAVING
}

export function measured(nanoseconds: number, total: Total): Saving {
  return nanoseconds > 0 ? { nanoseconds, kind: 'measured', of: total.nanoseconds, total: total.text, assumes: '' } : UNKNOWN_SAVING
}

/** Ascending, without repetition. */
export function ascending(rows: Iterable<number>): number[] {
  return [...new Set(rows)].filter((row) => row >= 0).sort((a, b) => a - b)
}

/**
 * What advice is, and what a rule that gives it returns. A rule reads the columns of a profile and speaks only of rows that are there: each piece of
 * evidence names them, so that a reader can look for himself. A saving is measured, where the profile holds the very time that would not be
 * spent; estimated, where it follows from times of the profile under an assumption, which the advice then states; or unknown. Rules know nothing
 * of one another; `advice.ts` puts what they give in order.
 */
import type { Change } from '../../what-if'
import type { PartName } from '../schema'
import type { Block, Profile } from '../tables'

/** In the order in which advice of equal weight stands. */
export const ADVICE_KINDS = [
  'workload-missing', 'ownership', 'native-code', 'statement-not-kept', 'invalidator', 'piracy', 'weak-code', 'recompiling-import', 'split-package', 'load-later', 'requires', 'init-heavy',
  'inference-trigger', 'higher-order', 'ambiguity', 'duplicates', 'image-worth', 'image-not-worth', 'rejected-again', 'stale-flags', 'build-dominated',
] as const
type AdviceKind = (typeof ADVICE_KINDS)[number]

/** Messages are no part of their own: they came with whatever else was printed. */
type EvidencePart = PartName | 'messages'

/** A fact, and the rows of one part that it is read from. */
export interface Evidence {
  readonly text: string
  readonly part: EvidencePart
  /** Ascending, at least one. */
  readonly rows: readonly number[]
}

export interface Saving {
  /** NaN if it is not known. */
  readonly nanoseconds: number
  readonly kind: 'measured' | 'estimated' | 'unknown'
  /** The total that it is a part of, as the profile has it; NaN if there is none. */
  readonly of: number
  /** What that total is: `using RecursiveArrayTools`, `the run`; '' if there is none. */
  readonly total: string
  /** What an estimate rests on, a sentence; '' of a measured or unknown one. */
  readonly assumes: string
}

export const CERTAINTIES = ['certain', 'likely', 'possible'] as const
/** How sure it is that the change helps: `certain`, by a rule of Julia; `likely`, as it usually does; `possible`, worth a look. */
export type Certainty = (typeof CERTAINTIES)[number]

export interface Fix {
  /** What to do, in sentences. */
  readonly text: string
  /** Julia or shell code to paste. */
  readonly code?: string
  /** Where it goes, as the profile prints the file; the line is 1-based. */
  readonly file?: string
  readonly line?: number
}

export interface Advice {
  /** The same in each look at the same profile, and unique in it. */
  readonly id: string
  readonly kind: AdviceKind
  /** An order with the name of what it is about: `Split GPUArrays off RecursiveArrayTools`. */
  readonly title: string
  /** The strongest first; never empty. */
  readonly evidence: readonly Evidence[]
  readonly saving: Saving
  readonly sure: Certainty
  readonly fix: Fix
  /** What to try, where the simulator or an estimate can. */
  readonly change?: Change
}

/** All that one family of rules finds, in any order. */
export type Rule = (profile: Profile) => readonly Advice[]

/** The block that the first row of a piece of evidence belongs to. */
export function evidenceBlock(profile: Profile, evidence: Evidence | undefined): Block | undefined {
  if (evidence === undefined || evidence.part === 'messages') return undefined
  return profile.blocks[profile[evidence.part].block[evidence.rows[0] ?? -1] ?? -1]
}

export const UNKNOWN_SAVING: Saving = { nanoseconds: Number.NaN, kind: 'unknown', of: Number.NaN, total: '', assumes: '' }

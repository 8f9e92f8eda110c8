/**
 * What changes would save, estimated from what was recorded. Each change takes items of the ledger away, and sees what the earlier left: nothing is
 * saved twice. An estimate says what it assumes, in whole sentences, and has no number where the data carry none; then it says what to record.
 */
import type { Change } from '../../what-if'
import type { Phase } from '../phases'
import { PHASE_ORDER } from '../phases'
import type { Profile, Provenance } from '../tables'
import { ESTIMATORS } from './estimators'
import { type Bound, BOUNDS, type Item, type Ledger, makeLedger } from './ledger'

/** How much of an item a change takes, from 0 to 1. */
export interface Taken {
  readonly item: Item
  readonly low: number
  readonly likely: number
  readonly high: number
}

/** What an estimator finds: items and reasons, or what is missing. */
export interface Finding {
  readonly taken: readonly Taken[]
  /** Whole sentences. */
  readonly assumptions: readonly string[]
  /** What data would make an estimate possible, or a better one; '' if nothing is missing. */
  readonly missing?: string
  /** Only bounds are known. */
  readonly boundsOnly?: boolean
}

export interface Estimate {
  readonly change: Change
  readonly kind: 'estimated'
  /** Saved; NaN if the data carry no number. */
  readonly nanoseconds: number
  /** NaN if the data carry none. */
  readonly low: number
  readonly high: number
  /** Of all that is in the bar, in nanoseconds. */
  readonly of: number
  readonly phases: readonly PhaseAmount[]
  readonly assumptions: readonly string[]
  readonly missing: string
}

export interface PhaseAmount {
  readonly phase: Phase
  readonly nanoseconds: number
}

export interface WhatIfEstimate {
  readonly basis: string
  readonly notes: readonly string[]
  /** Of what is there before. */
  readonly provenance: Provenance['kind']
  readonly before: readonly PhaseAmount[]
  readonly total: number
  /** By the likely estimates; those without a number take nothing. */
  readonly after: readonly PhaseAmount[]
  readonly left: Readonly<Record<Bound, number>>
  /** In the order of the changes. */
  readonly estimates: readonly Estimate[]
}

export function estimateChanges(profile: Profile, changes: readonly Change[]): WhatIfEstimate {
  const ledger = makeLedger(profile)
  const before = amounts(ledger.items.map(({ phase, nanoseconds }) => ({ phase, nanoseconds })))
  const estimates = changes.map((change) => estimate(ledger, change))
  const remaining = (bound: Bound): number => ledger.items.reduce((sum, { left }) => sum + left[bound], 0)
  return {
    basis: ledger.basis, notes: ledger.notes, provenance: ledger.provenance, before, total: ledger.total,
    after: amounts(ledger.items.map(({ phase, left }) => ({ phase, nanoseconds: left.likely }))),
    left: { low: remaining('low'), likely: remaining('likely'), high: remaining('high') }, estimates,
  }
}

/** Takes from the ledger what the change would save. */
function estimate(ledger: Ledger, change: Change): Estimate {
  const { taken, assumptions, missing = '', boundsOnly = false } = ESTIMATORS[change.kind](ledger, change)
  const isKnown = taken.length > 0 || missing === ''
  const saved = { low: 0, likely: 0, high: 0 }
  const phases: PhaseAmount[] = []
  for (const { item, ...parts } of taken) {
    const whole = item.left.likely
    for (const bound of BOUNDS) {
      // A later change takes its part of what is left.
      const amount = boundsOnly && bound === 'likely' ? 0 : item.left[bound] * Math.min(1, Math.max(0, parts[bound]))
      item.left[bound] -= amount
      saved[bound] += amount
    }
    phases.push({ phase: item.phase, nanoseconds: whole - item.left.likely })
  }
  return {
    change, kind: 'estimated', of: ledger.total, assumptions, missing, phases: amounts(phases),
    // Where an earlier change may have taken all, this one may save less at most than is likely.
    nanoseconds: isKnown && !boundsOnly ? saved.likely : Number.NaN, low: isKnown ? Math.min(saved.low, saved.likely, saved.high) : Number.NaN, high: isKnown ? Math.max(saved.low, saved.likely, saved.high) : Number.NaN,
  }
}

/** Sums by phase in their order, without empty ones. */
function amounts(parts: readonly PhaseAmount[]): PhaseAmount[] {
  const sums = new Map<Phase, number>()
  for (const { phase, nanoseconds } of parts) sums.set(phase, (sums.get(phase) ?? 0) + nanoseconds)
  return PHASE_ORDER.flatMap((phase) => {
    const nanoseconds = sums.get(phase) ?? 0
    return nanoseconds > 0 ? [{ phase, nanoseconds }] : []
  })
}

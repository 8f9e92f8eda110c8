/**
 * Advice for a profile: what all rules find, the greatest saving first, then what is surer. What has no known saving stands behind, and a system image
 * behind all other known savings, because it hides what they mend. A rule that has nothing to say of a profile says nothing, so a profile without
 * advice is one in which no rule found anything (`missing.ts` says what else could be recorded). Savings of different advice may be the same
 * seconds: they are never added up.
 */
import type { Profile } from '../tables'
import { ambiguityAdvice } from './ambiguity'
import { buildAdvice, duplicateAdvice, imageAdvice, rejectionAdvice } from './caches'
import { requiresAdvice } from './glue'
import { inferenceAdvice } from './inference'
import { invalidationAdvice } from './invalidated'
import { loadingAdvice } from './loading'
import { ownershipAdvice } from './ownership'
import { ADVICE_KINDS, CERTAINTIES, type Advice, type Rule } from './rule'
import { specializationAdvice } from './specialization'
import { statementAdvice, workloadAdvice } from './workload'

export { evidenceBlock } from './rule'
export type { Advice, Evidence } from './rule'

const RULES: readonly Rule[] = [
  workloadAdvice, ownershipAdvice, statementAdvice, invalidationAdvice, loadingAdvice, requiresAdvice, inferenceAdvice, specializationAdvice, rejectionAdvice, duplicateAdvice, buildAdvice, imageAdvice, ambiguityAdvice,
]
/** A smaller part of its total is no advice. */
const LEAST = 0.01

const known = new WeakMap<Profile, readonly Advice[]>()

function tier({ kind, saving }: Advice): number {
  return saving.kind === 'unknown' ? 2 : kind === 'image-worth' ? 1 : 0
}

function ranked(advice: readonly Advice[]): readonly Advice[] {
  const saved = ({ saving }: Advice): number => (saving.kind === 'unknown' ? 0 : saving.nanoseconds)
  return advice.filter(({ saving }) => saving.kind === 'unknown' || !(saving.nanoseconds < LEAST * saving.of))
    .sort((a, b) => tier(a) - tier(b) || saved(b) - saved(a) || CERTAINTIES.indexOf(a.sure) - CERTAINTIES.indexOf(b.sure)
      || ADVICE_KINDS.indexOf(a.kind) - ADVICE_KINDS.indexOf(b.kind) || (a.id < b.id ? -1 : 1))
}

/** Made once for a profile. */
export function adviceOf(profile: Profile): readonly Advice[] {
  let advice = known.get(profile)
  if (!advice) known.set(profile, (advice = ranked(RULES.flatMap((rule) => rule(profile)))))
  return advice
}

/**
 * Advice for a profile: what all rules find, the greatest saving first, then what is surer. A rule that has nothing to say of a profile says
 * nothing, so a profile without advice is one in which no rule found anything (`missing.ts` says what else could be recorded).
 */
import type { Profile } from '../tables'
import { ADVICE_KINDS, CERTAINTIES, type Advice, type Rule } from './rule'

export type { Advice, AdviceKind, Certainty, Evidence, Fix, Saving } from './rule'

const RULES: readonly Rule[] = []

const known = new WeakMap<Profile, readonly Advice[]>()

function ranked(advice: readonly Advice[]): readonly Advice[] {
  const saved = ({ saving }: Advice): number => (saving.kind === 'unknown' ? -1 : saving.nanoseconds)
  return [...advice].sort((a, b) => saved(b) - saved(a) || CERTAINTIES.indexOf(a.sure) - CERTAINTIES.indexOf(b.sure)
    || ADVICE_KINDS.indexOf(a.kind) - ADVICE_KINDS.indexOf(b.kind) || (a.id < b.id ? -1 : 1))
}

/** Made once for a profile. */
export function adviceOf(profile: Profile): readonly Advice[] {
  let advice = known.get(profile)
  if (!advice) known.set(profile, (advice = ranked(RULES.flatMap((rule) => rule(profile)))))
  return advice
}

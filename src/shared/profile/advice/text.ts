/** Advice in words: what it saves and where that is from, the one sentence for all of it, and plain text for terminals. */
import { formatPercent, formatTime } from '../../units'
import type { Profile, Provenance } from '../tables'
import { evidenceBlock, type Advice, type Certainty } from './rule'
import { listed } from './words'

export const NOTHING = 'Nothing to improve that this profile shows'

export const CERTAINTY_WORDS: Readonly<Record<Certainty, string>> = { certain: 'certain', likely: 'likely', possible: 'possible' }
export const CERTAINTY_MEANS: Readonly<Record<Certainty, string>> = {
  certain: 'it follows from a rule of Julia and from what the profile holds.',
  likely: 'it usually helps; how much depends on code that the profile does not show.',
  possible: 'worth a look: the profile shows a cost, and not whether it can be avoided.',
}

/** What kind of number a saving is; undefined where there is none. */
export function savingOrigin(profile: Profile, { saving, evidence: [first] }: Advice): Provenance['kind'] | undefined {
  if (saving.kind === 'unknown') return undefined
  if (saving.kind === 'estimated') return 'estimated'
  return evidenceBlock(profile, first)?.provenance.kind ?? 'measured'
}

/** `804 ms, 34 % of using A`; what it saves is not always known. */
export function savingText({ saving }: Advice): string {
  if (saving.kind === 'unknown') return 'saves an unknown time'
  const share = saving.of > 0 ? `, ${formatPercent((100 * saving.nanoseconds) / saving.of)} of ${saving.total || 'it'}` : ''
  return `${formatTime(saving.nanoseconds)}${share}`
}

/** What all of it comes to, in a sentence. Only what cannot be the same seconds is added: packages split off one other. */
export function adviceHeadline(advice: readonly Advice[]): string {
  const [first] = advice
  if (!first) return NOTHING
  const { saving, change, title } = first
  if (saving.kind === 'unknown') return `${title}; what that saves is not in this profile`
  const about = saving.kind === 'estimated' ? 'about ' : ''
  if (first.kind === 'split-package' && change?.kind === 'split-package') {
    const same = advice.filter((one) => one.kind === 'split-package' && one.change?.kind === 'split-package' && one.change.package === change.package && one.saving.of === saving.of).slice(0, 2)
    const names = same.flatMap((one) => (one.change?.kind === 'split-package' ? [one.change.dependency] : []))
    const nanoseconds = same.reduce((sum, one) => sum + one.saving.nanoseconds, 0)
    return `Splitting ${listed(names)} off ${change.package} would save about ${formatPercent((100 * nanoseconds) / saving.of)} of ${formatTime(saving.of)}`
  }
  return `${title}: ${about}${formatTime(saving.nanoseconds)}${saving.of > 0 ? `, ${formatPercent((100 * saving.nanoseconds) / saving.of)} of ${saving.total}` : ''}`
}

/** `Drop …` as a sentence that ends. */
function sentence(text: string): string {
  return /[.!?:]$/.test(text) ? text : `${text}.`
}

function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(`${indent}${line}`)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, `${indent}${line}`]
}

/** For a terminal of `width` columns. */
export function adviceText(profile: Profile, advice: readonly Advice[], width: number): string {
  return advice.flatMap((one, at) => {
    const origin = savingOrigin(profile, one)
    const { file, line, code } = one.fix
    return [
      ...(at > 0 ? [''] : []),
      ...wrapped(`${at + 1}. ${one.title}`, width, ''),
      `   ${savingText(one)}${origin === undefined ? '' : ` (${origin})`}, ${CERTAINTY_WORDS[one.sure]}`,
      ...one.evidence.flatMap(({ text }) => wrapped(`- ${text}`, width, '   ')),
      ...(one.saving.assumes === '' ? [] : wrapped(`Assumed: ${sentence(one.saving.assumes)}`, width, '   ')),
      ...wrapped(one.fix.text, width, '   '),
      ...(file === undefined ? [] : [`   At ${file}${line !== undefined && line >= 0 ? `:${line}` : ''}`]),
      ...(code === undefined ? [] : ['', ...code.split('\n').map((text) => `     ${text}`.trimEnd())]),
    ]
  }).join('\n')
}

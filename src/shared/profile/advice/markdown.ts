/** Advice as Markdown, for issues and pull requests. Whatever comes out of a file stands in code spans or fences, or without markup. */
import { plain } from '../../charts/chart-spec'
import { codeSpan, harmless } from '../../markdown'
import type { Profile } from '../tables'
import { adviceHeadline, CERTAINTY_WORDS, NOTHING, savingOrigin, savingText } from './text'
import { missingFrom } from './missing'
import type { Advice } from './rule'

const LONGEST = 600

/** A fence with more backticks than the code has in a row. */
function fenced(code: string): string[] {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}julia`, ...code.split('\n').map((line) => plain(line, LONGEST)), fence]
}

function text(sentence: string): string {
  return harmless(plain(sentence, LONGEST))
}

function section(profile: Profile, one: Advice, at: number): string[] {
  const origin = savingOrigin(profile, one)
  const { file, line, code } = one.fix
  return [
    `#### ${at + 1}. ${text(one.title)}`, '',
    `**${text(savingText(one))}**${origin === undefined ? '' : ` (${origin})`}, ${CERTAINTY_WORDS[one.sure]}${one.saving.assumes === '' ? '' : `. Assumed: ${text(one.saving.assumes)}`}`, '',
    ...one.evidence.map(({ text: fact }) => `- ${text(fact)}`), '',
    text(one.fix.text), '',
    ...(file === undefined ? [] : [`At ${codeSpan(`${file}${line !== undefined && line >= 0 ? `:${line}` : ''}`)}`, '']),
    ...(code === undefined ? [] : [...fenced(code), '']),
  ]
}

/** All of it; of a profile without advice what else could be recorded. */
export function adviceMarkdown(profile: Profile, advice: readonly Advice[], most = Number.POSITIVE_INFINITY): string {
  if (advice.length === 0) {
    const missing = missingFrom(profile)
    return [`### ${NOTHING}`, '', ...(missing.length > 0 ? ['To know more, record:', '', ...missing.flatMap(({ title, tells, code }) => [`- **${title}**: ${tells}`, '', ...fenced(code), ''])] : [])].join('\n')
  }
  const left = advice.length - Math.min(most, advice.length)
  return [
    `### Advice: ${text(adviceHeadline(advice))}`, '', ...advice.slice(0, most).flatMap((one, at) => section(profile, one, at)),
    ...(left > 0 ? [`… ${left} more`, ''] : []), 'Savings may be the same seconds: they are not to be added up.', '',
  ].join('\n')
}

/** `backedge advice`: what to change, the most worthwhile first, with the evidence and the text of the fix. */
import { adviceOf, type Advice } from '../../../shared/profile/advice/advice'
import { adviceMarkdown } from '../../../shared/profile/advice/markdown'
import { missingFrom } from '../../../shared/profile/advice/missing'
import { adviceHeadline, adviceText } from '../../../shared/profile/advice/text'
import type { Profile } from '../../../shared/profile/tables'
import { usageError, type Command } from './command'
import { readInputs } from './read-inputs'

const NARROWEST = 60
const WIDEST = 120

/** What is not known is null in JSON, which has no NaN. Seconds, as everywhere. */
function known(nanoseconds: number): number | null {
  return Number.isNaN(nanoseconds) ? null : Number((nanoseconds / 1e9).toPrecision(12))
}

function json(profile: Profile, advice: readonly Advice[]): unknown {
  return {
    headline: adviceHeadline(advice),
    advice: advice.map(({ saving: { nanoseconds, of, ...saving }, ...one }) => ({ ...one, saving: { seconds: known(nanoseconds), of: known(of), ...saving } })),
    missing: missingFrom(profile),
  }
}

function text(profile: Profile, advice: readonly Advice[], width: number): string {
  const missing = missingFrom(profile)
  const more = missing.length === 0 ? [] : ['', 'Not recorded here:', ...missing.flatMap(({ title, tells, code }) => [`  ${title}: ${tells}`, ...code.split('\n').map((line) => `    ${line}`)])]
  return [adviceHeadline(advice), ...(advice.length > 0 ? ['', adviceText(profile, advice, width)] : more)].join('\n')
}

export const adviceCommand: Command = {
  name: 'advice',
  usage: 'backedge advice FILE… [--merge] [--markdown] [--json]',
  title: 'what to change, the most worthwhile first, with evidence',
  help: [
    'Reads what summary reads. Each piece of advice says what it rests on, what it would save (measured, estimated or not known),',
    'how sure that is, and what to do; docs/advice.md says what each rule looks at. Savings may be the same seconds: do not add them.',
    '',
    '  --merge      take all files as one session: invalidations with stale instances, imports with a manifest',
    '  --markdown   for an issue or a pull request',
    '  --json       plain data; times in seconds, null where not known; a list for several files',
  ],
  options: { merge: { type: 'boolean' }, markdown: { type: 'boolean' }, json: { type: 'boolean' } },
  async run(args, context) {
    const { terminal } = context
    const { positionals, values } = args
    if (positionals.length === 0) throw usageError(adviceCommand, 'No file is named.')
    if (values['json'] === true && values['markdown'] === true) throw usageError(adviceCommand, 'Either --json or --markdown.')
    const profiles = await readInputs(positionals, values['merge'] === true, context)
    const all = profiles.map((profile) => ({ profile, advice: adviceOf(profile) }))
    if (values['json'] === true) {
      const data = all.map(({ profile, advice }) => json(profile, advice))
      await terminal.stdout.write(`${JSON.stringify(data.length === 1 ? data[0] : data, null, 2)}\n`)
      return
    }
    const width = Math.min(WIDEST, Math.max(NARROWEST, terminal.columns))
    const texts = all.map(({ profile, advice }) => (values['markdown'] === true ? adviceMarkdown(profile, advice) : text(profile, advice, width)))
    await terminal.stdout.write(`${texts.join('\n\n').trimEnd()}\n`)
  },
}

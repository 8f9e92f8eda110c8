/**
 * `backedge static`: what entry points need of Julia when they are compiled ahead of time, and whether that is allowed. What the program prints goes to
 * standard error.
 */
import { resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { LEVELS, missingAt, needsOf, NEEDS, NEED_TITLES, verdict, type Need, type ReachLevel } from '../../../shared/profile/reach'
import { reachText } from '../../../shared/profile/reach-text'
import { askEntryPoints } from '../../services/entry-points'
import { exportProfile } from '../../services/export-session'
import { EXPORTERS } from '../../services/exporters'
import { numberOf, oneOf, ProgramFailed, textOf, usageError, type Arguments, type Command } from './command'
import { tellProblems } from './session-problems'
import { subjectOf, SUBJECT_HELP, SUBJECT_OPTIONS } from './entry-point-subject'

const LONGEST_LINE = 1000
const SHOWN = 3
const MOST_SHOWN = 10_000

function lines(text: string): string {
  return text.split('\n').map((line) => plain(line, LONGEST_LINE)).join('\n')
}

/** What may be needed: a level by its name, with the needs that are allowed besides. */
function allowed(args: Arguments): Pick<ReachLevel, 'allows' | 'traps'> {
  const level = LEVELS.find(({ id }) => id === oneOf(staticCommand, args, 'level', LEVELS.map((one) => one.id)))
  const text = textOf(staticCommand, args, 'allow')
  const needs = (text ?? '').split(',').map((word) => word.trim()).filter((word) => word !== '').map((word): Need => {
    const need = NEEDS.find((one) => one === word)
    if (need === undefined) throw usageError(staticCommand, `--allow ${plain(word)}: expected some of ${NEEDS.join(', ')}.`)
    return need
  })
  if (level !== undefined) return { allows: [...level.allows, ...needs], traps: level.traps }
  const [bare, , libjulia] = LEVELS
  return text === undefined ? libjulia ?? { allows: [], traps: false } : { allows: [...bare?.allows ?? [], ...needs], traps: !needs.includes('exceptions') }
}

export const staticCommand: Command = {
  name: 'static',
  usage: 'backedge static FILE.jl|SCENARIO|PROJECT|IMAGE [--entry \'f(Int64, Float64)\'] [--level LEVEL] [--allow NEEDS] [--json] [more, see below]',
  title: 'what an entry point needs of Julia when it is compiled ahead of time: dispatch, GC, globals, and why',
  help: [
    'Runs the program or loads the packages, then follows everything that is reachable from the entry points. Places are grouped by',
    'what is to blame, each with the calls that lead there. Exit code 1 if something is needed that is not allowed.',
    '',
    '  --entry \'F(T, …)\'  a function with the types of its arguments; may be said several times. All that @ccallable declares if',
    '                     not said',
    ...LEVELS.map(({ id, title, like }) => `  ${id === 'bare' ? '--level LEVEL' : ''}`.padEnd(21) + `${id}: ${title} (${like})${id === 'libjulia' ? '; if neither is said' : ''}`),
    '  --allow NEEDS      allowed on top of the level, with commas; without --level nothing else but functions in C:',
    `                     ${NEEDS.join(', ')}`,
    `  --places N         how many places of each cause are shown with their calls; ${SHOWN} if not said`,
    '  -o FILE            saves the profile with the report as .backedge',
    '  --json             the report as data: verdict, needs, levels, causes with their places and calls',
    ...SUBJECT_HELP,
  ],
  options: {
    ...SUBJECT_OPTIONS, entry: { type: 'string', multiple: true }, level: { type: 'string' }, allow: { type: 'string' }, places: { type: 'string' }, out: { type: 'string', short: 'o' }, json: { type: 'boolean' },
  },
  async run(args, { terminal, scenarios }) {
    const [path, ...more] = args.positionals
    if (path === undefined || more.length > 0) throw usageError(staticCommand, 'One program, scenario, project or image is needed.')
    const may = allowed(args)
    const mostSites = numberOf(staticCommand, args, 'places', 0, MOST_SHOWN) ?? SHOWN
    const said: Promise<void>[] = []
    const entries = args.values['entry']
    const result = askEntryPoints(subjectOf(staticCommand, path, args, terminal), { entries: Array.isArray(entries) ? entries.filter((one) => typeof one === 'string') : [] }, scenarios, {
      write: (_, text) => void said.push(terminal.stderr.write(text)),
      onProgress: (text) => void said.push(terminal.stderr.write(`${plain(text)}\n`)),
    })
    await Promise.all(said)
    await tellProblems(result, terminal)
    const { reach } = result
    if (reach === undefined) throw new ProgramFailed()
    const out = textOf(staticCommand, args, 'out')
    if (out !== undefined) await terminal.files.write(resolve(terminal.folder, out), await exportProfile(result.profile, 'backedge', {}, EXPORTERS))
    const failed = reach.map((report) => missingAt(report, may))
    if (args.values['json'] === true) {
      const data = reach.map((report, at) => ({
        ...report, verdict: verdict(report), needs: needsOf(report), levels: Object.fromEntries(LEVELS.map((level) => [level.id, missingAt(report, level)])), notAllowed: failed[at] ?? [],
      }))
      await terminal.stdout.write(`${JSON.stringify(data, undefined, 2)}\n`)
    } else {
      const texts = reach.map((report, at) => {
        const not = failed[at] ?? []
        const end = not.length === 0 ? 'Passes: all that it needs is allowed.' : `Fails: ${not.map((need) => NEED_TITLES[need].toLowerCase()).join(', ')} ${not.length === 1 ? 'is' : 'are'} needed and not allowed.`
        return `${lines(reachText(report, { mostSites }))}\n\n${end}`
      })
      await terminal.stdout.write(`${texts.join('\n\n\n')}\n`)
    }
    if (failed.some((not) => not.length > 0)) throw new ProgramFailed()
  },
}

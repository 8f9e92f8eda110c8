/**
 * `backedge call`: calls what `@ccallable` declared, by its name, with arguments of the declared C types, and prints what it returns. What the program
 * prints goes to where it would go.
 */
import { plain } from '../../../shared/charts/chart-spec'
import { askEntryPoints } from '../../services/entry-points'
import { ProgramFailed, usageError, type Command } from './command'
import { subjectOf, SUBJECT_HELP, SUBJECT_OPTIONS } from './entry-point-subject'
import { tellProblems } from './session-problems'

const LONGEST_VALUE = 10_000

export const callCommand: Command = {
  name: 'call',
  usage: 'backedge call IMAGE|PROJECT|FILE.jl|SCENARIO NAME [ARG…] [--json] [more, see below]',
  title: 'calls an entry point that @ccallable declared, in an image or a package',
  help: [
    'A session begins from the system image, or loads the package whose cache it is, or all packages of the project; then the entry',
    'point is called. Arguments are converted to the declared types: numbers as in Julia, a String as it is, a Ptr only as C_NULL, all',
    'else a Julia expression. Arguments that begin with a dash stand behind "--". Exit code 1 for an exception, 2 for arguments that',
    'do not fit.',
    '',
    '  --json             the value and the virtual seconds that the call took',
    ...SUBJECT_HELP,
  ],
  options: { ...SUBJECT_OPTIONS, json: { type: 'boolean' } },
  async run(args, { terminal, scenarios }) {
    const [path, name, ...given] = args.positionals
    if (path === undefined || name === undefined) throw usageError(callCommand, 'An image or a project and the name of an entry point are needed.')
    const json = args.values['json'] === true
    const said: Promise<void>[] = []
    const result = askEntryPoints(subjectOf(callCommand, path, args, terminal), { call: { name, args: given } }, scenarios, {
      write: (descriptor, text) => void said.push((descriptor === 1 && !json ? terminal.stdout : terminal.stderr).write(text)),
      onProgress: (text) => void said.push(terminal.stderr.write(`${plain(text)}\n`)),
    })
    await Promise.all(said)
    await tellProblems(result, terminal)
    const step = result.steps.at(-1)
    if (step === undefined || result.diagnostics.length > 0 || step.error !== undefined) throw new ProgramFailed()
    if (result.exitCode !== 0) throw new ProgramFailed(result.exitCode)
    const value = step.shown === undefined ? 'nothing' : plain(step.shown, LONGEST_VALUE)
    await terminal.stdout.write(json ? `${JSON.stringify({ call: step.label, value, seconds: step.seconds })}\n` : `${value}\n`)
  },
}

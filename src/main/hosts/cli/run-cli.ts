/**
 * `backedge COMMAND …`: finds the command, runs it, and turns what happened into an exit code: 0 done, 1 a program that was
 * run ended with an exception, 2 something is wrong with what was asked for (one line on standard error), 70 a bug of ours
 * (with its stack).
 */
import { version } from '../../../../package.json'
import { plain } from '../../../shared/charts/chart-spec'
import { UserError } from '../../../shared/errors'
import { parseArguments, ProgramFailed, type Command, type CommandContext } from './command'
import { COMMANDS } from './commands'

export const EXIT = { done: 0, userError: 2, bug: 70 } as const

/** Longest error line: a hint may list all formats. */
const LONGEST_LINE = 2000

function usage(): string {
  const widest = Math.max(...COMMANDS.map(({ name }) => name.length))
  return [
    'Backedge: where the seconds before the first result of a Julia program go, and why.',
    '',
    ...COMMANDS.map(({ name, title }) => `  backedge ${name.padEnd(widest)}  ${title}`),
    '',
    '  backedge COMMAND --help, backedge --version',
    '',
  ].join('\n')
}

function commandHelp({ usage: line, title, help }: Command): string {
  return [`usage: ${line}`, '', `${title.charAt(0).toUpperCase()}${title.slice(1)}.`, ...help, ''].join('\n')
}

async function dispatch(argv: readonly string[], context: CommandContext): Promise<void> {
  const [first, ...rest] = argv
  const { stdout } = context.terminal
  if (first === undefined) throw new UserError('bad-usage', 'No command is given.', { hint: `expected ${COMMANDS.map(({ name }) => name).join(', ')}; backedge --help` })
  if (first === '--version' || first === '-V') return stdout.write(`${version}\n`)
  const wanted = first === 'help' ? rest[0] : first
  if (wanted === undefined || wanted === '--help' || wanted === '-h') return stdout.write(usage())
  const command = COMMANDS.find(({ name }) => name === wanted)
  if (!command) {
    throw new UserError('bad-usage', `There is no command "${plain(wanted, 40)}".`, { hint: `expected ${COMMANDS.map(({ name }) => name).join(', ')}; backedge --help` })
  }
  if (first === 'help') return stdout.write(commandHelp(command))
  const args = parseArguments(command, rest)
  return args.values['help'] === true ? stdout.write(commandHelp(command)) : command.run(args, context)
}

/** Runs one command line. Never throws; resolves with the exit code. */
export async function runCli(argv: readonly string[], context: CommandContext): Promise<number> {
  const { stderr } = context.terminal
  try {
    await dispatch(argv, context)
    return EXIT.done
  } catch (error) {
    if (error instanceof ProgramFailed) return error.exitCode
    if (error instanceof UserError) {
      await stderr.write(`backedge: ${plain(error.line, LONGEST_LINE)}\n`)
      return EXIT.userError
    }
    await stderr.write(`backedge: this is a bug. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return EXIT.bug
  }
}

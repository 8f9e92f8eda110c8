/** What a command of the terminal is, and how it reads its arguments. */
import { parseArgs } from 'node:util'
import type { ParseArgsOptionsConfig } from 'node:util'
import { UserError } from '../../../shared/errors'
import type { ScenarioWorld } from '../../services/scenarios'
import type { Terminal } from './terminal'

/** Starts the web server and resolves when it was stopped. */
type Serve = (request: { files: string[]; port: number; root?: string; json: boolean }, terminal: Terminal) => Promise<void>

export interface CommandContext {
  readonly terminal: Terminal
  readonly serve: Serve
  /** What scenarios run in. */
  readonly scenarios: ScenarioWorld
}

export interface Command {
  readonly name: string
  readonly usage: string
  /** One line for the list of commands. */
  readonly title: string
  readonly help: readonly string[]
  readonly options: ParseArgsOptionsConfig
  run(args: Arguments, context: CommandContext): Promise<void>
}

/** The program that a command ran ended with an exception, which it has printed, or said so itself. */
export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed'

  constructor(readonly exitCode = 1) {
    super('the program failed')
  }
}

/** What was typed after the command. */
export interface Arguments {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  /** Options as they were typed one after another, where their order matters. */
  readonly typed: readonly { readonly name: string; readonly value: string | undefined }[]
}

/** Throws `UserError('bad-usage')`. */
export function parseArguments(command: Command, args: readonly string[]): Arguments {
  try {
    const { positionals, values, tokens } = parseArgs({
      args: [...args], options: { ...command.options, help: { type: 'boolean', short: 'h' } }, allowPositionals: true, strict: true, tokens: true,
    })
    return { positionals, values, typed: tokens.flatMap((token) => (token.kind === 'option' ? [{ name: token.name, value: token.value }] : [])) }
  } catch (error) {
    // The first sentence says what is wrong; the rest explains how to escape a dash.
    const [what = ''] = (error instanceof Error ? error.message : String(error)).split('. ', 1)
    throw usageError(command, what.replace(/\.?$/, '.'))
  }
}

export function usageError(command: Command, message: string): UserError {
  return new UserError('bad-usage', message, { hint: `backedge ${command.name} --help` })
}

export function textOf(command: Command, { values }: Arguments, name: string): string | undefined {
  const value = values[name]
  if (value === '') throw usageError(command, `--${name} is empty.`)
  return typeof value === 'string' ? value : undefined
}

export function numberOf(command: Command, args: Arguments, name: string, least: number, most: number): number | undefined {
  const text = textOf(command, args, name)
  if (text === undefined) return undefined
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < least || number > most) throw usageError(command, `--${name} ${text}: expected a whole number from ${least} to ${most}.`)
  return number
}

export function oneOf<Choice extends string>(command: Command, args: Arguments, name: string, choices: readonly Choice[]): Choice | undefined {
  const text = textOf(command, args, name)
  if (text === undefined) return undefined
  const found = choices.find((choice) => choice === text)
  if (found === undefined) throw usageError(command, `--${name} ${text}: expected one of ${choices.join(', ')}.`)
  return found
}

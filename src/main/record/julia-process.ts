/** A real Julia on this machine, as an interface, so that tests can have their own; and the one that starts processes. */
import { spawn } from 'node:child_process'
import { UserError } from '../../shared/errors'

export interface JuliaProcess {
  /** How messages name it. */
  readonly path: string
  /** Runs a text of Julia with `input` as standard input, in a fresh process. Throws `UserError` if there is no such program or it is stopped. */
  run(code: string, input: string, signal?: AbortSignal): Promise<JuliaOutput>
}

interface JuliaOutput {
  /** The exit code; undefined if a signal ended it. */
  readonly code: number | undefined
  readonly out: string
  readonly err: string
}

/** What a person's own start-up files do is no part of it. */
const OPTIONS = ['--startup-file=no', '--history-file=no', '--color=no']
/** Milliseconds that one process may take. */
const PATIENCE = 300_000
const MOST_OUTPUT = 2 ** 20

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such program.',
  EACCES: 'This is no program that may be run.',
  ENOEXEC: 'This is no program that may be run.',
}

/** `shownAs` is the path as it was typed. */
export function juliaAt(path: string, shownAs = path): JuliaProcess {
  return {
    path: shownAs,
    run: (code, input, signal) => new Promise((resolve, reject) => {
      const child = spawn(path, [...OPTIONS, '-e', code], { stdio: 'pipe', signal, killSignal: 'SIGKILL', timeout: PATIENCE })
      const written = { out: '', err: '' }
      for (const [name, stream] of [['out', child.stdout], ['err', child.stderr]] as const) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          if (written[name].length < MOST_OUTPUT) written[name] += text
        })
      }
      // A program that reads no input closes it; what came of it shows in its output.
      child.stdin.on('error', () => undefined).end(input)
      child.on('error', (error: NodeJS.ErrnoException) => {
        reject(error.name === 'AbortError'
          ? new UserError('cancelled', 'The calibration was stopped.')
          : new UserError('bad-input', REASONS[error.code ?? ''] ?? `It could not be started: ${error.message}.`, { where: shownAs, hint: 'expected the path of a julia' }))
      })
      child.on('close', (exitCode) => resolve({ code: exitCode ?? undefined, ...written }))
    }),
  }
}

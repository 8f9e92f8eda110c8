/** The terminal of this process. A reader that goes away (`| head`) ends the program quietly, as is the custom. */
import { fstatSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import type { WriteStream } from 'node:tty'
import { UserError } from '../../../shared/errors'
import { writeAtomically } from '../../services/atomic-write'
import { nodeFiles } from '../../services/files'
import type { Output, Terminal } from './terminal'

/** Where nobody says how wide a line is. */
const USUAL_COLUMNS = 100

function outputOf(stream: WriteStream): Output {
  return {
    isTerminal: stream.isTTY,
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => {
          if (error) reject(error)
          else resolve()
        })
      }),
  }
}

/** Ends with code 0 when the reader of an output has gone away. */
function endQuietly(error: Error & { code?: string }): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
}

async function readStdin(): Promise<Uint8Array> {
  if (process.stdin.isTTY) throw new UserError('bad-usage', 'Standard input is the keyboard.', { hint: 'send a file or the output of a program there' })
  try {
    fstatSync(0)
  } catch {
    throw new UserError('bad-usage', 'Standard input is closed.')
  }
  return buffer(process.stdin)
}

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process
  stdout.on('error', endQuietly)
  stderr.on('error', endQuietly)
  const isTerminal = stdout.isTTY
  return {
    stdout: outputOf(stdout),
    stderr: outputOf(stderr),
    columns: isTerminal ? stdout.columns : USUAL_COLUMNS,
    colour: isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    files: nodeFiles(writeAtomically),
    folder: process.cwd(),
    readStdin,
  }
}

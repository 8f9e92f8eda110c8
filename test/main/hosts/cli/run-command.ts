/** A command of the terminal as a person runs it, and what it printed. */
import type { CommandContext } from '../../../../src/main/hosts/cli/command'
import { runCli } from '../../../../src/main/hosts/cli/run-cli'
import type { Terminal } from '../../../../src/main/hosts/cli/terminal'
import type { ScenarioWorld } from '../../../../src/main/services/scenarios'
import { noScenarios } from './no-scenarios'

interface Around extends Pick<Terminal, 'folder' | 'files'>, Partial<Pick<CommandContext, 'scenarios'>> {
  readonly stdin?: string
  readonly scenarios?: ScenarioWorld
}

export async function runCommand(argv: readonly string[], { folder, files, stdin = '', scenarios = noScenarios }: Around): Promise<{ readonly code: number, readonly out: string, readonly err: string }> {
  const written = { out: '', err: '' }
  const stream = (to: 'out' | 'err') => ({
    isTerminal: false,
    write: (text: string | Uint8Array) => {
      written[to] += typeof text === 'string' ? text : new TextDecoder().decode(text)
      return Promise.resolve()
    },
  })
  const code = await runCli(argv, {
    terminal: { stdout: stream('out'), stderr: stream('err'), columns: 100, colour: false, folder, readStdin: () => Promise.resolve(new TextEncoder().encode(stdin)), files },
    scenarios,
    serve: () => Promise.reject(new Error('nothing to serve')),
  })
  return { code, ...written }
}

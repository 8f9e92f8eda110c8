/** What went wrong in a session, on standard error: what the front end does not take, and exceptions that nothing caught. */
import { plain } from '../../../shared/charts/chart-spec'
import { diagnosticText } from '../../julia/syntax/diagnostic'
import type { SessionResult } from '../../loader/session-request'
import type { Terminal } from './terminal'

const LONGEST_LINE = 1000
const MOST_DIAGNOSTICS = 20

export async function tellProblems({ diagnostics, steps }: Pick<SessionResult, 'diagnostics' | 'steps'>, { stderr }: Terminal): Promise<void> {
  for (const diagnostic of diagnostics.slice(0, MOST_DIAGNOSTICS)) await stderr.write(`${plain(diagnosticText(diagnostic), LONGEST_LINE)}\n`)
  for (const { error } of steps) if (error !== undefined) await stderr.write(`ERROR: ${error.split('\n').map((line) => plain(line, LONGEST_LINE)).join('\n')}\n`)
}

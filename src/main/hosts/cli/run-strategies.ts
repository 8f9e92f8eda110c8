/**
 * `backedge run SCENARIO --strategies`: ways to make the first call cheap, in a table as Startup.jl and PackageCompiler are often compared in; with
 * `--columns` those that are named. What the programs print goes to standard error; `-o` keeps a profile of each.
 */
import { resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { UserError } from '../../../shared/errors'
import type { Run } from '../../loader/scenario/expand'
import { strategyNamed, strategyText, usualStrategies } from '../../loader/scenario/strategies'
import { exportProfile, safeName } from '../../services/export-session'
import { EXPORTERS } from '../../services/exporters'
import type { FoundScenario, ScenarioWorld } from '../../services/scenarios'
import { runStrategies } from '../../services/strategies'
import { textOf, usageError, type Arguments, type Command } from './command'
import type { Terminal } from './terminal'

export const STRATEGY_OPTIONS = { strategies: { type: 'boolean' }, columns: { type: 'string' } } as const

export const STRATEGY_HELP = [
  '  --strategies      compares what [strategies] of the scenario says: load time, first call, inferred and native code saved, updates',
  '  --columns LIST    of it these only: nothing, directives, workload, startup, pkgimages, sysimage, joined by + and divided by commas',
]

export async function compareStrategies(command: Command, found: FoundScenario, run: Run, args: Arguments, world: ScenarioWorld, terminal: Terminal): Promise<void> {
  if (args.values['matrix'] === true) throw usageError(command, '--strategies and --matrix exclude each other.')
  const { scenario } = found
  if (scenario.strategies === undefined) throw new UserError('bad-input', 'The scenario has no table [strategies].', { where: scenario.file })
  const named = textOf(command, args, 'columns')?.split(',').map((name) => strategyNamed(name.trim()))
  const written: Promise<void>[] = []
  const { columns, results } = runStrategies(found, run, named ?? usualStrategies(scenario.strategies, run.julia), world, {
    write: (_, text) => void written.push(terminal.stderr.write(text)),
    onProgress: (text) => void written.push(terminal.stderr.write(`${plain(text)}\n`)),
  })
  await Promise.all(written)
  const out = textOf(command, args, 'out')
  if (out !== undefined) {
    await terminal.files.makeFolder(resolve(terminal.folder, out))
    for (const { label, session } of results) {
      await terminal.files.write(resolve(terminal.folder, out, `${safeName(label)}.backedge`), await exportProfile(session.profile, 'backedge', {}, EXPORTERS))
    }
  }
  const head = `${plain(scenario.title ?? scenario.file)}  Julia ${run.julia} with calibration "${plain(results[0]?.calibration ?? '')}" (simulated)`
  const text = args.values['json'] === true ? JSON.stringify(columns, undefined, 2) : `${head}\n\n${strategyText(columns).split('\n').map((line) => plain(line, 1000)).join('\n')}`
  await terminal.stdout.write(`${text}\n`)
}

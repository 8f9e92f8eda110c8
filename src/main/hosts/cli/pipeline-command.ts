/**
 * `backedge pipeline`: what became of one method instance between its source and its native code, which of its forms is stored where, and who calls it. What the
 * program prints goes to standard error.
 */
import { resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { diagnosticText } from '../../julia/syntax/diagnostic'
import { JULIA_VERSIONS } from '../../julia/versions'
import { STAGES } from '../../../shared/method-instance'
import { callersText, pipelineText } from '../../loader/pipeline-text'
import { loaderPath } from '../../services/node-files'
import { pipelines } from '../../services/pipeline'
import { juliaVersion } from '../../services/simulate'
import { oneOf, ProgramFailed, textOf, usageError, type Command } from './command'

const LONGEST_LINE = 1000

function lines(text: string): string {
  return text.split('\n').map((line) => plain(line, LONGEST_LINE)).join('\n')
}

export const pipelineCommand: Command = {
  name: 'pipeline',
  usage: 'backedge pipeline FILE.jl|SCENARIO|PROJECT SIGNATURE… [--stage STAGE] [--julia VERSION] [--variation LABEL] [--callers] [--json]',
  title: 'one method instance from source to native code: its forms, their sizes, and where each is stored',
  help: [
    'Runs the program, the scenario, or using for all packages of a project, then shows the instances that the signatures name:',
    '\'f(Int64)\', \'Pkg.f(::Vector{Float64}, ::Int)\'. Caches are made anew in memory, so that it can say why something is in none.',
    'What the program prints goes to standard error.',
    '',
    `  --stage STAGE      shows the text of one form only: ${STAGES.join(', ')}; all if not said`,
    `  --julia VERSION    whose rules are followed: ${JULIA_VERSIONS.join(', ')}; what the scenario says, or 1.10`,
    '  --variation LABEL  of a scenario: this one in place of the scenario as it is, or a cell of its matrix',
    '  --callers          in place of the forms the tree of callers up to the top level, the way that invalidation travels',
    '  --json             a list with all forms of each instance: stage, text, count, bytes, where it is stored, reason',
  ],
  options: { stage: { type: 'string' }, julia: { type: 'string' }, variation: { type: 'string' }, callers: { type: 'boolean' }, json: { type: 'boolean' } },
  async run(args, { terminal, scenarios }) {
    const [path, ...signatures] = args.positionals
    if (path === undefined || signatures.length === 0) throw usageError(pipelineCommand, 'A program and a signature are needed.')
    const stage = oneOf(pipelineCommand, args, 'stage', [...STAGES, 'all'])
    const julia = textOf(pipelineCommand, args, 'julia')
    const variation = textOf(pipelineCommand, args, 'variation')
    const said: Promise<void>[] = []
    const { views, result } = pipelines({
      path: loaderPath(resolve(terminal.folder, path)), signatures,
      ...(variation !== undefined && { variation }), override: julia === undefined ? {} : { julia: juliaVersion(julia) },
    }, scenarios, {
      write: (_, text) => void said.push(terminal.stderr.write(text)),
      onProgress: (text) => void said.push(terminal.stderr.write(`${plain(text)}\n`)),
    })
    await Promise.all(said)
    for (const diagnostic of result.session.diagnostics) await terminal.stderr.write(`${plain(diagnosticText(diagnostic), LONGEST_LINE)}\n`)
    for (const { error } of result.session.steps) if (error !== undefined) await terminal.stderr.write(`ERROR: ${lines(error)}\n`)
    const shown = stage === undefined || stage === 'all' ? STAGES : [stage]
    const text = args.values['json'] === true
      ? JSON.stringify(views.map((view) => ({ ...view, stages: view.stages.filter((one) => shown.includes(one.stage)) })), undefined, 2)
      : views.map((view) => lines(args.values['callers'] === true ? callersText(view) : pipelineText(view, shown))).join('\n\n\n')
    await terminal.stdout.write(`${text}\n`)
    if (result.failed) throw new ProgramFailed()
  },
}

/**
 * `backedge precompile PROJECT`: what `Pkg.precompile(timing = true)` does and prints, in the simulated Julia. The caches land in the depot that
 * `backedge run` uses.
 */
import { resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { UserError } from '../../../shared/errors'
import { JULIA_VERSIONS, VERSION_RULES } from '../../julia/versions'
import { precompileJson, precompileText, reasonsText, scheduleText } from '../../loader/precompile/report'
import { calibrationFor } from '../../services/calibrations'
import { loaderPath } from '../../services/node-files'
import { precompileProject } from '../../services/session'
import { juliaVersion } from '../../services/simulate'
import { numberOf, ProgramFailed, textOf, usageError, type Command } from './command'

const WORKERS = 4
const MOST_WORKERS = 1024
const LONGEST_LINE = 1000

function lines(text: string): string {
  return text.split('\n').map((line) => plain(line, LONGEST_LINE)).join('\n')
}

export const precompileCommand: Command = {
  name: 'precompile',
  usage: 'backedge precompile PROJECT [--julia VERSION] [--jobs N] [--reasons] [--depot FOLDER] [--json]',
  title: 'precompiles all that a project needs and says what takes how long, and what is not saved',
  help: [
    'PROJECT is a folder with a Project.toml and a Manifest.toml. Packages and extensions are compiled after what they need, as Pkg',
    'does; what is fresh stays. Times are virtual. What is being done goes to standard error. A package that fails ends it with exit',
    'code 1, when the others are done.',
    '',
    `  --julia VERSION   whose rules are followed: ${JULIA_VERSIONS.join(', ')}; 1.10 if not said`,
    `  --jobs N          how many are compiled at the same time; ${WORKERS} if not said, one before Julia 1.6`,
    '  --reasons         what was compiled and is in no cache: how many instances for each reason, and which',
    '  --depot FOLDER    where compiled caches are kept; the cache folder of the system if not said',
    '  --json            all of it as data: packages with start and seconds, the longest chain, reasons with their instances',
  ],
  options: { julia: { type: 'string' }, jobs: { type: 'string' }, reasons: { type: 'boolean' }, depot: { type: 'string' }, json: { type: 'boolean' } },
  async run(args, { terminal, scenarios }) {
    const [path, ...more] = args.positionals
    if (path === undefined || more.length > 0) throw usageError(precompileCommand, 'One project is needed.')
    const here = (one: string): string => loaderPath(resolve(terminal.folder, one))
    const project = here(path)
    const julia = juliaVersion(textOf(precompileCommand, args, 'julia') ?? '1.10')
    const depot = textOf(precompileCommand, args, 'depot')
    if (!['JuliaProject.toml', 'Project.toml'].some((name) => scenarios.files.stat(`${project}/${name}`) !== undefined)) {
      throw new UserError('not-found', 'There is no Project.toml in this folder.', { where: project })
    }
    const said: Promise<void>[] = []
    const result = precompileProject({
      files: scenarios.files, julia, project, depot: depot === undefined ? scenarios.depot : here(depot), calibration: calibrationFor(julia),
      workers: numberOf(precompileCommand, args, 'jobs', 1, MOST_WORKERS) ?? WORKERS,
      onProgress: (text) => void said.push(terminal.stderr.write(`${plain(text)}\n`)),
    })
    await Promise.all(said)
    for (const { error } of result.packages) if (error !== '') await terminal.stderr.write(`${lines(error)}\n`)
    for (const { name } of result.missing) await terminal.stderr.write(`There is no source of ${plain(name)}.\n`)
    if (args.values['json'] === true) {
      await terminal.stdout.write(`${JSON.stringify(precompileJson(result), undefined, 2)}\n`)
    } else {
      const reasons = args.values['reasons'] === true ? reasonsText(result) : ''
      const table = precompileText(result, VERSION_RULES[julia])
      const parts = table === '' ? ['All is precompiled.'] : [table, scheduleText(result), ...(reasons === '' ? [] : [reasons])]
      await terminal.stdout.write(`${parts.map(lines).join('\n\n')}\n`)
    }
    if (result.packages.some(({ status }) => status === 'failed')) throw new ProgramFailed()
  },
}

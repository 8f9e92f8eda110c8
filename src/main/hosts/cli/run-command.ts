/**
 * `backedge run FILE.jl`: runs a program in the simulated Julia. What it prints goes where it would go, then comes a summary of
 * the run in virtual time; `-o` keeps the profile. With `--json` the summary is data and alone on standard output. Scenarios, which
 * load packages, are in `run-scenario.ts`.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { summarize } from '../../../shared/profile/summary'
import { exportProfile } from '../../services/export-session'
import { EXPORTERS } from '../../services/exporters'
import type { NamedCalibration } from '../../calibration/calibration-file'
import { calibrationFor, calibrationFrom, shippedCalibration } from '../../services/calibrations'
import { juliaVersion, simulate, type SimulationRequest } from '../../services/simulate'
import { diagnosticText } from '../../julia/syntax/diagnostic'
import { JULIA_VERSIONS, type JuliaVersion } from '../../julia/versions'
import { imageErrorsOf, openSysimage, type SystemImage } from '../../loader/sysimage/open'
import { loaderPath } from '../../services/node-files'
import { ProgramFailed, textOf, usageError, type Command, type CommandContext } from './command'
import { isScenario, runScenario, SCENARIO_HELP, SCENARIO_OPTIONS } from './run-scenario'
import { summaryText } from './summary-text'
import type { Terminal } from './terminal'

/** A program of a person is never longer. */
const MOST_BYTES = 64 * 2 ** 20
const MOST_DIAGNOSTICS = 20
const MOST_CALIBRATION_BYTES = 2 ** 20

async function source(path: string, terminal: Terminal): Promise<{ readonly text: string, readonly file: string, readonly folder: string }> {
  const bytes = path === '-' ? await terminal.readStdin() : await terminal.files.read(resolve(terminal.folder, path), MOST_BYTES)
  const folder = path === '-' ? terminal.folder : dirname(resolve(terminal.folder, path))
  return { text: new TextDecoder().decode(bytes), file: path === '-' ? 'stdin' : basename(path), folder }
}

/** Files that the program sees: those beside it and below. */
function filesOf(folder: string): NonNullable<SimulationRequest['files']> {
  const within = <T>(read: (path: string) => T) => (path: string): T | undefined => {
    const full = resolve(folder, path)
    if (relative(folder, full).startsWith('..')) return undefined
    try {
      return read(full)
    } catch {
      return undefined
    }
  }
  return {
    workingDirectory: folder,
    readFile: within((path) => readFileSync(path, 'utf8')),
    readDirectory: within((path) => readdirSync(path)),
    stat: within((path) => {
      const found = statSync(path)
      return { kind: found.isDirectory() ? 'directory' : 'file', size: found.size, mtime: found.mtimeMs / 1000 }
    }),
  }
}

/** What `--calibration` names: a file if it looks like one, else one that comes with Backedge. */
async function calibration(asked: string | undefined, julia: JuliaVersion, terminal: Terminal): Promise<NamedCalibration> {
  if (asked === undefined) return calibrationFor(julia)
  if (!/[/\\]|\.json$/.test(asked)) return shippedCalibration(asked)
  return calibrationFrom(new TextDecoder().decode(await terminal.files.read(resolve(terminal.folder, asked), MOST_CALIBRATION_BYTES)), asked)
}

/** What `--sysimage` names; undefined for the image of the version. */
function sysimageOf(path: string | undefined, julia: JuliaVersion | undefined, { terminal, scenarios }: CommandContext): SystemImage | undefined {
  return path === undefined || path === 'none' ? undefined : openSysimage(scenarios.files, loaderPath(resolve(terminal.folder, path)), julia)
}

export const run: Command = {
  name: 'run',
  usage: 'backedge run FILE.jl|SCENARIO.toml|FOLDER [--julia VERSION] [--calibration NAME|FILE] [-o OUT] [--json] [more, see below]',
  title: 'runs a program or a scenario in the simulated Julia and says where its time goes',
  help: [
    'Prints what the program prints, then the summary of its profile. Times are virtual: the same program gives the same',
    'profile every time. "-" reads the program from standard input. An exception that nothing catches ends it with exit',
    'code 1, exit(n) with n; what came before it is in the summary.',
    '',
    `  --julia VERSION   whose rules are followed: ${JULIA_VERSIONS.join(', ')}; 1.5 if not said`,
    '  --calibration C   what a unit of work takes: the name of one that comes with Backedge, or a file that backedge',
    '                    calibrate wrote; that of the version if not said',
    '  --sysimage FILE   the system image to begin from, which backedge build wrote; its Julia version is taken if none is said',
    '  -o FILE           saves the profile as .backedge',
    '  --json            the summary as JSON; what the program prints goes to standard error',
    '',
    'Of a program (FILE.jl):',
    '  --expr E          evaluated after the program, and shown; may be said several times',
    '',
    ...SCENARIO_HELP,
  ],
  options: {
    julia: { type: 'string' }, calibration: { type: 'string' }, sysimage: { type: 'string' }, expr: { type: 'string', multiple: true }, out: { type: 'string', short: 'o' }, json: { type: 'boolean' },
    ...SCENARIO_OPTIONS,
  },
  async run(args, context) {
    const { terminal } = context
    const [path, ...more] = args.positionals
    if (path === undefined || more.length > 0) throw usageError(run, 'One program or scenario is needed.')
    if (isScenario(path, context)) {
      if (args.values['expr'] !== undefined) throw usageError(run, '--expr goes with a program, not with a scenario.')
      return runScenario(run, path, args, context)
    }
    const foreign = Object.keys(SCENARIO_OPTIONS).find((name) => args.values[name] !== undefined)
    if (foreign !== undefined) throw usageError(run, `--${foreign} goes with a scenario, not with a program.`)
    const asked = textOf(run, args, 'julia')
    const image = sysimageOf(textOf(run, args, 'sysimage'), asked === undefined ? undefined : juliaVersion(asked), context)
    const julia = image?.julia ?? juliaVersion(asked ?? '1.5')
    const out = textOf(run, args, 'out')
    const json = args.values['json'] === true
    const rates = await calibration(textOf(run, args, 'calibration'), julia, terminal)
    const { text, file, folder } = await source(path, terminal)
    const expressions = args.values['expr']
    const written: Promise<void>[] = []
    const write = (descriptor: number, part: string) => {
      written.push((descriptor === 1 && !json ? terminal.stdout : terminal.stderr).write(part))
    }
    const { profile, diagnostics, error, exitCode = 0, shown } = imageErrorsOf(image?.path, () => simulate({
      text, file, julia, calibration: rates, write, files: filesOf(folder),
      ...(image && { sysimage: image }),
      onProgress: (progress) => write(2, `${progress}\n`),
      expressions: Array.isArray(expressions) ? expressions.filter((one) => typeof one === 'string') : [],
    }))
    await Promise.all(written)
    const output = json ? terminal.stderr : terminal.stdout
    for (const value of shown) await output.write(`${plain(value, 10_000)}\n`)
    for (const diagnostic of diagnostics.slice(0, MOST_DIAGNOSTICS)) await terminal.stderr.write(`${plain(diagnosticText(diagnostic), 1000)}\n`)
    if (error !== undefined) await terminal.stderr.write(`ERROR: ${error.split('\n').map((line) => plain(line, 1000)).join('\n')}\n`)
    if (out !== undefined) await terminal.files.write(resolve(terminal.folder, out), await exportProfile(profile, 'backedge', {}, EXPORTERS))
    const summary = summarize(profile)
    await terminal.stdout.write(json ? `${JSON.stringify(summary, undefined, 2)}\n` : `\n${summaryText(summary, { columns: terminal.columns, colour: terminal.colour })}\n`)
    if (error !== undefined || diagnostics.length > 0) throw new ProgramFailed()
    if (exitCode !== 0) throw new ProgramFailed(exitCode)
  },
}

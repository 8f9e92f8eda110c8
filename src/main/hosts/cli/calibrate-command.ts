/**
 * `backedge calibrate --julia PATH`: measures a real Julia on this machine and writes a calibration file, which `backedge run
 * --calibration FILE` takes. Ctrl-C ends it and the Julia that it started; nothing is written then.
 */
import { arch, availableParallelism, platform } from 'node:os'
import { basename, resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { formatPercent, formatTime } from '../../../shared/units'
import type { Program } from '../../calibration/count'
import { WORK_KINDS } from '../../julia/observe/clock'
import { juliaAt } from '../../record/julia-process'
import { calibrate, type CalibrateResult } from '../../services/calibrate'
import { calibrationPrograms } from '../../services/calibration-programs'
import { numberOf, textOf, usageError, type Arguments, type Command } from './command'

const USUAL_ROUNDS = 5
const CLEAR_LINE = '\r\u001b[K'

/** A path as the terminal means it; a bare name is looked for where programs are. */
const programPath = (folder: string, path: string): string => (/[/\\]/.test(path) ? resolve(folder, path) : path)

function chosen(names: Arguments['values'][string]): readonly Program[] {
  if (!Array.isArray(names)) return calibrationPrograms
  return names.map((name) => {
    const found = calibrationPrograms.find((program) => program.name === name)
    if (found === undefined) throw usageError(calibrateCommand, `There is no program "${String(name)}". Expected some of ${calibrationPrograms.map((program) => program.name).join(', ')}.`)
    return found
  })
}

function resultText({ file, validation, leftOut }: CalibrateResult): string {
  const widest = Math.max(...validation.programs.map(({ program }) => program.length), ...WORK_KINDS.map((kind) => kind.length))
  return [
    `Julia ${plain(file.julia ?? '')}: ${validation.programs.length} programs, median error ${formatPercent(100 * validation.median)} on programs that were left out of the fit`,
    `  by phase: ${Object.entries(validation.phases).map(([phase, error]) => `${phase} ${formatPercent(100 * error)}`).join(', ')}`,
    '',
    `${'First evaluation'.padEnd(widest + 2)}  predicted   measured`,
    ...validation.programs.map(({ program, predicted, measured }) => `  ${program.padEnd(widest)}  ${formatTime(predicted).padStart(9)}  ${formatTime(measured).padStart(9)}`),
    ...(leftOut.length === 0 ? [] : ['', 'Not in the fit', ...leftOut.map(({ program, reason }) => `  ${program}: ${plain(reason, 300)}`)]),
    '',
    'Nanoseconds for one unit of work',
    ...WORK_KINDS.map((kind) => `  ${kind.padEnd(widest)}  ${String(file.nanoseconds[kind] ?? '').padStart(9)}  ${file.source?.[kind] ?? ''}`),
    '',
  ].join('\n')
}

export const calibrateCommand: Command = {
  name: 'calibrate',
  usage: 'backedge calibrate --julia PATH [--out FILE] [--rounds N] [--program NAME]… [--json]',
  title: 'measures a real Julia, so that simulated times are like its own',
  help: [
    'Times programs that come with Backedge in the Julia at PATH, counts their work in the simulated Julia of the same version, and',
    'fits what a unit of each kind of work takes. Takes some minutes; leave the machine alone meanwhile. docs/calibration.md',
    'says what can be measured and what cannot.',
    '',
    '  --julia PATH   a julia, 1.5 to 1.12',
    '  --out FILE     writes the calibration there, named like the file, for backedge run --calibration FILE',
    `  --rounds N     fresh processes for each program, of which the fastest counts: ${USUAL_ROUNDS} if not said`,
    '  --program P    only this one; may be said several times. The fewer, the less is known',
    '  --json         the calibration and its errors as JSON',
  ],
  options: { julia: { type: 'string' }, out: { type: 'string' }, rounds: { type: 'string' }, program: { type: 'string', multiple: true }, json: { type: 'boolean' } },
  async run(args, { terminal }) {
    if (args.positionals.length > 0) throw usageError(calibrateCommand, 'It takes no file.')
    const path = textOf(calibrateCommand, args, 'julia')
    if (path === undefined) throw usageError(calibrateCommand, 'Which Julia to measure is not said. Expected --julia PATH.')
    const out = textOf(calibrateCommand, args, 'out')
    const rounds = numberOf(calibrateCommand, args, 'rounds', 1, 100) ?? USUAL_ROUNDS
    const stop = new AbortController()
    const onSignal = () => stop.abort()
    process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
    const { isTerminal } = terminal.stderr
    let shown = ''
    const onProgress = (done: number, total: number, text: string): void => {
      const line = `${Math.round((100 * done) / total)} % ${plain(text, 70)}`
      // In a file, one line for each tenth is enough.
      const tenth = String(Math.floor((10 * done) / total))
      if (!isTerminal && tenth === shown) return
      shown = tenth
      void terminal.stderr.write(isTerminal ? `${CLEAR_LINE}${line}` : `${line}\n`)
    }
    try {
      const result = await calibrate({
        julia: juliaAt(programPath(terminal.folder, path), path),
        name: out === undefined ? undefined : basename(out, '.json') || undefined,
        programs: chosen(args.values['program']), rounds, onProgress, signal: stop.signal,
        date: new Date().toISOString().slice(0, 10),
        machine: `${platform()}, ${arch()}, ${availableParallelism()} cores`,
      })
      if (isTerminal) await terminal.stderr.write(CLEAR_LINE)
      if (out !== undefined) await terminal.files.write(resolve(terminal.folder, out), new TextEncoder().encode(`${JSON.stringify(result.file, undefined, 2)}\n`))
      await terminal.stdout.write(args.values['json'] === true ? `${JSON.stringify(result, undefined, 2)}\n` : resultText(result))
    } finally {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    }
  },
}

/**
 * `backedge run SCENARIO --journey`: the steps of a journey in a table, with the reason for each and with what a text reports; `--chart` draws them,
 * `-o` keeps a profile of each. What the programs print goes to standard error.
 */
import { extname, resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { journeyWaterfall } from '../../../shared/charts/journey-waterfall'
import { LIGHT } from '../../../shared/charts/theme'
import type { Journey } from '../../../shared/journey'
import { journeyText } from '../../loader/scenario/journey'
import { drawPng, drawSvg } from '../../services/draw'
import { exportProfile, safeName } from '../../services/export-session'
import { EXPORTERS } from '../../services/exporters'
import { runJourney } from '../../services/journey'
import type { FoundScenario, ScenarioWorld } from '../../services/scenarios'
import { textOf, usageError, type Arguments, type Command } from './command'
import type { Terminal } from './terminal'

export const JOURNEY_OPTIONS = { journey: { type: 'boolean' }, chart: { type: 'string' } } as const

export const JOURNEY_HELP = [
  '  --journey         runs the steps of [journey] in their order and prints what each takes away, and why; -o is then a folder',
  '  --chart FILE      of it a drawing, .svg or .png',
]

const CHART_WIDTH = 1100

async function draw(journey: Journey, path: string, terminal: Terminal): Promise<void> {
  const spec = journeyWaterfall(journey, { width: CHART_WIDTH }, LIGHT)
  const size = { width: CHART_WIDTH }
  const png = extname(path).toLowerCase() === '.png'
  await terminal.files.write(resolve(terminal.folder, path), png ? await drawPng(spec, LIGHT, size) : new TextEncoder().encode(drawSvg(spec, LIGHT, size)))
}

export async function showJourney(command: Command, found: FoundScenario, args: Arguments, world: ScenarioWorld, terminal: Terminal): Promise<void> {
  const other = ['matrix', 'strategies', 'variation'].find((name) => args.values[name] !== undefined)
  if (other !== undefined) throw usageError(command, `--journey and --${other} exclude each other.`)
  const chart = textOf(command, args, 'chart')
  if (chart !== undefined && !/\.(svg|png)$/i.test(chart)) throw usageError(command, `--chart is to be an .svg or a .png, not "${plain(chart)}".`)
  const written: Promise<void>[] = []
  const { journey, results } = runJourney(found, world, {
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
  if (chart !== undefined) await draw(journey, chart, terminal)
  const head = `${plain(journey.title)}  with calibration "${plain(journey.calibration)}" (simulated)`
  const text = args.values['json'] === true ? JSON.stringify(journey, undefined, 2) : `${head}\n\n${journeyText(journey).split('\n').map((line) => plain(line, 1000)).join('\n')}`
  await terminal.stdout.write(`${text}\n`)
}

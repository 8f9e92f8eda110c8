/**
 * From a scenario to its runs, each with everything said: what the file leaves out gets the value that Julia has. The order is that of the
 * results everywhere: the scenario as it is, its variations, then the cells of the matrix, whose first key turns slowest. Pure.
 */
import { stringify, type TomlTable } from 'smol-toml'
import { UserError } from '../../../shared/errors'
import type { JuliaVersion } from '../../julia/versions'
import type { CacheFlags } from '../cache/header'
import { ownSysimageOptions } from '../sysimage/options'
import { BASE_LABEL } from './read'
import type { Caches, Edit, Preferences, Saving, Scenario, Settings, Startup, Step, Sysimage, Variation, WrittenText } from './schema'

export interface RunStep {
  readonly label: string
  readonly step: Step
}

export interface Run {
  readonly label: string
  readonly julia: JuliaVersion
  /** A folder, relative to the scenario. */
  readonly project: string
  /** Names that begin with "@" as in Julia's LOAD_PATH, and folders relative to the scenario. */
  readonly loadPath: readonly string[]
  readonly startup: Startup
  readonly sysimage: Sysimage
  readonly flags: CacheFlags
  readonly compiledModules: 'yes' | 'no' | 'existing'
  readonly saving: Saving
  readonly preferences: Preferences
  readonly caches: Caches
  /** The name of a calibration that comes with Backedge, or a file relative to the scenario; that of the version if undefined. */
  readonly calibration: string | undefined
  readonly edits: readonly Edit[]
  /** Laid over the project after the edits; no scenario says this, but what a change makes of one (`what-if/apply.ts`). */
  readonly written?: readonly WrittenText[]
  readonly steps: readonly RunStep[]
}

/** More than anyone reads as a table. */
const MOST_RUNS = 500
const USUAL_JULIA: JuliaVersion = '1.10'
const USUAL_LOAD_PATH = ['@', '@v#.#', '@stdlib']
const CHECK_BOUNDS = { auto: 0, yes: 1, no: 2 } as const
const LONGEST_LABEL = 60

/** What a scenario says, with variations and cells laid over it. */
interface Said {
  readonly settings: Settings
  readonly steps: readonly Step[]
  readonly edits: readonly Edit[]
}

/** Flags and preferences one by one, the rest as a whole. */
function laidOver(below: Settings, above: Settings): Settings {
  const preferences: Preferences = { ...below.preferences }
  for (const [name, values] of Object.entries(above.preferences ?? {})) preferences[name] = { ...preferences[name], ...values }
  const said = Object.fromEntries(Object.entries<unknown>(above).filter(([, value]) => value !== undefined)) as Settings
  return { ...below, ...said, flags: { ...below.flags, ...above.flags }, preferences }
}

function settingsOf({ julia, project, load_path, startup, sysimage, flags, saving, preferences, caches, calibration }: Settings): Settings {
  return { julia, project, load_path, startup, sysimage, flags, saving, preferences, caches, calibration }
}

function varied({ settings, steps, edits }: Said, variation: Variation): Said {
  return {
    settings: laidOver(settings, settingsOf(variation)),
    steps: variation.steps ?? [...(variation.steps_before ?? []), ...steps, ...(variation.steps_after ?? [])],
    edits: [...edits, ...(variation.edit ?? [])],
  }
}

/** What a step is called. */
export function stepLabel(step: Step): string {
  if (step.label !== undefined) return step.label
  if (step.kind === 'using') return `using ${step.packages.join(', ')}`
  if (step.kind === 'include') return `include("${step.path}")`
  const first = step.code.trim().split('\n', 1)[0] ?? ''
  const whole = first.length === step.code.trim().length
  return whole && first.length <= LONGEST_LABEL ? first : `${first.slice(0, LONGEST_LABEL)}…`
}

function runOf(label: string, { settings, steps, edits }: Said): Run {
  const { optimize = 2, debug_level = 1, check_bounds = 'auto', inline = true, pkgimages = true, compiled_modules = 'yes' } = settings.flags ?? {}
  const caches = settings.caches ?? 'warm'
  return {
    label,
    julia: settings.julia ?? USUAL_JULIA,
    project: settings.project ?? '.',
    loadPath: settings.load_path ?? USUAL_LOAD_PATH,
    startup: settings.startup ?? { kind: 'none' },
    sysimage: settings.sysimage ?? { kind: 'none' },
    flags: { usePkgimages: pkgimages, debugLevel: debug_level, checkBounds: CHECK_BOUNDS[check_bounds], inline, optLevel: optimize },
    compiledModules: caches === 'none' ? 'no' : compiled_modules,
    saving: settings.saving ?? 'version',
    preferences: settings.preferences ?? {},
    caches,
    calibration: settings.calibration,
    edits,
    steps: steps.map((step) => ({ label: stepLabel(step), step })),
  }
}

/** How the values of a cell are called: `julia 1.9`, `optimize 0`, `Tiny.size = 3`. */
function cellLabel({ variation, ...said }: Cell): string {
  const { startup, sysimage, flags, preferences, load_path: loadPath, ...plain } = said
  return [
    variation,
    ...Object.entries<string | undefined>(plain).flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${value}`])),
    startup && `startup ${startup.kind === 'none' ? 'none' : startup.kind === 'file' ? startup.path : startup.name}`,
    sysimage && `sysimage ${sysimage.kind === 'file' ? sysimage.path : sysimage.kind === 'none' ? 'none' : builtLabel(sysimage.options)}`,
    loadPath && `load_path ${loadPath.join(':')}`,
    flags && (Object.entries(flags).map(([flag, value]) => `${flag} ${value}`).join(', ') || 'no flags'),
    preferences && (Object.entries(preferences).flatMap(([name, values]) => Object.entries(values).map(([key, value]) => `${name}.${key} = ${tomlText(value)}`)).join(', ') || 'no preferences'),
  ].filter((part) => part !== undefined).join(', ')
}

/** What tells one table of options from another. */
function builtLabel({ packages, ...options }: Extract<Sysimage, { readonly kind: 'build' }>['options']): string {
  const usual = ownSysimageOptions.parse({})
  const said = Object.entries(options).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(usual[key as keyof typeof usual]))
  return [`of ${packages === undefined ? 'the project' : packages.join(', ')}`, ...said.map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(', ') : String(value)}`)].join(', ')
}

/** A value as TOML has it. */
function tomlText(value: TomlTable[string]): string {
  return stringify({ value }, { numbersAsFloat: true }).trim().replace(/^value = /, '')
}

type Cell = Settings & { readonly variation?: string }

/** The cross product; the first key that the file has turns slowest. */
function cellsOf({ matrix = {}, file }: Scenario): Cell[] {
  const axes = Object.entries<readonly Cell[keyof Cell][] | undefined>(matrix).flatMap(([key, values]) => (values === undefined ? [] : [{ key, values }]))
  if (axes.length === 0) return []
  const count = axes.reduce((product, { values }) => product * values.length, 1)
  if (count > MOST_RUNS) throw new UserError('too-large', `matrix: this makes ${count} runs, expected at most ${MOST_RUNS}.`, { where: file })
  return axes.reduce<Cell[]>((cells, { key, values }) => cells.flatMap((cell) => values.map((value): Cell => ({ ...cell, [key]: value }))), [{}])
}

/** Throws `UserError` for what the file says well but cannot be run: too many runs, labels that come out the same. */
export function expandScenario(scenario: Scenario): Run[] {
  const base: Said = { settings: laidOver({}, settingsOf(scenario)), steps: scenario.steps, edits: [] }
  const baseLabel = scenario.label ?? BASE_LABEL
  const variations = new Map([[baseLabel, base]])
  for (const one of scenario.variations ?? []) variations.set(one.label, varied(variations.get(one.over ?? baseLabel) ?? base, one))
  const runs = [...variations].map(([label, said]) => runOf(label, said))
  for (const cell of cellsOf(scenario)) {
    const start = variations.get(cell.variation ?? baseLabel) ?? base
    runs.push(runOf(cellLabel(cell), { ...start, settings: laidOver(start.settings, settingsOf(cell)) }))
  }
  const seen = new Set<string>()
  for (const { label } of runs) {
    if (seen.has(label)) throw new UserError('bad-input', `Two runs are called "${label}".`, { where: scenario.file, hint: 'expected every label once; those of the matrix are made from its values' })
    seen.add(label)
  }
  return runs
}

/** What a person chose in the lab, laid over a run of the scenario: another run, as if the scenario said it. Pure. */
import { parse, stringify } from 'smol-toml'
import type { LabChoices, LabPreferences } from '../../../shared/lab'
import { UserError } from '../../../shared/errors'
import { stepLabel, type Run } from '../../loader/scenario/expand'
import type { Preferences, Step } from '../../loader/scenario/schema'
import { ownSysimageOptions } from '../../loader/sysimage/options'
import { juliaVersion } from '../simulate'

/** Throws `UserError` for a run, a version or a package that is not there. */
export function chosenRun(runs: readonly Run[], choices: LabChoices): Run {
  const found = choices.run === undefined ? runs[0] : runs.find(({ label }) => label === choices.run)
  if (found === undefined) throw new UserError('bad-request', `The scenario has no run "${choices.run ?? ''}".`)
  const { julia, caches = found.caches, pkgimages, optimize, startup, sysimage, preferences = {}, loadOrder, steps = [] } = choices
  const own = [...found.steps, ...steps.map((code) => stepOf(code))]
  return {
    ...found, caches,
    julia: julia === undefined ? found.julia : juliaVersion(julia),
    // Said by `caches` in a scenario too, unless flags say otherwise.
    compiledModules: caches === 'none' ? 'no' : found.caches === 'none' ? 'yes' : found.compiledModules,
    flags: { ...found.flags, ...(pkgimages !== undefined && { usePkgimages: pkgimages }), ...(optimize !== undefined && { optLevel: optimize }) },
    startup: startup ?? found.startup,
    sysimage: sysimage === undefined ? found.sysimage : sysimage.length === 0 ? { kind: 'none' } : { kind: 'build', options: ownSysimageOptions.parse({ packages: sysimage }) },
    preferences: withPreferences(found.preferences, preferences),
    steps: loadOrder === undefined ? own : inOrder(own, loadOrder),
  }
}

const USING = /^\s*(?:using|import)\s+([\p{L}_][\p{L}\p{N}_!]*(?:\s*,\s*[\p{L}_][\p{L}\p{N}_!]*)*)\s*$/u

/** A step of its own that only loads packages: they are precompiled before, as those of the scenario. */
function stepOf(code: string): Run['steps'][number] {
  const [, packages] = USING.exec(code) ?? []
  const step: Step = packages !== undefined && code.trimStart().startsWith('using')
    ? { kind: 'using', packages: packages.split(',').map((name) => name.trim()), label: undefined }
    : { kind: 'eval', code, label: undefined }
  return { label: stepLabel(step), step }
}

/** Key by key; as TOML has them, so that whole numbers are integers. */
function withPreferences(below: Preferences, above: LabPreferences): Preferences {
  const all: Record<string, Preferences[string]> = { ...below }
  for (const [name, values] of Object.entries(above)) {
    const { values: read } = parse(stringify({ values }), { integersAsBigInt: true }) as { readonly values: Preferences[string] }
    all[name] = { ...all[name], ...read }
  }
  return all
}

/**
 * The packages of the steps that use some, in another order. The steps stay where they are and keep their numbers of packages; a label goes with the packages
 * that it was said of.
 */
function inOrder(steps: Run['steps'], order: readonly string[]): Run['steps'] {
  const used = steps.flatMap(({ step }) => (step.kind === 'using' ? step.packages : []))
  const stranger = order.find((name) => !used.includes(name))
  if (stranger !== undefined) throw new UserError('bad-request', `No step uses ${stranger}.`, { hint: `expected some of ${used.join(', ')}` })
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)
  const sorted = [...used].sort((a, b) => rank(a) - rank(b))
  const labels = new Map(steps.flatMap(({ label, step }) => (step.kind === 'using' ? [[[...step.packages].sort().join(), label] as const] : [])))
  return steps.map(({ label, step }) => {
    if (step.kind !== 'using') return { label, step }
    const packages = sorted.splice(0, step.packages.length)
    const moved: Step = { kind: 'using', packages, label: undefined }
    return { label: labels.get([...packages].sort().join()) ?? stepLabel(moved), step: moved }
  })
}

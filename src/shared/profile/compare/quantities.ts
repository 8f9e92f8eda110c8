/**
 * What of a profile can be given as one number: times, counts and sizes by name, as `backedge check` sets budgets on them and the comparison lists
 * them. Each is one run's; times that contain one another are never added. What a profile does not tell is not there, rather than 0.
 */
import { isFloat16, isTimingRoot } from '../block-rows'
import { importBars, inferenceTotals, phaseBarsByPart, type Phase } from '../phases'
import { CALL_FLAG, SCHEMA } from '../schema'
import { summarize } from '../summary'
import type { Profile } from '../tables'
import { codegenBlock, inferenceBlock } from './code'
import { longestSession } from './imports'
import { causeBlocks, invalidatedInstances } from './invalidations'
import { isSimulated, isWatched } from './side'
import { firstCall, isLoading, recordedSteps, spreadOf } from './steps'

/** Names of quantities, what they are, and their unit, in the order in which they are listed. */
export const QUANTITIES = {
  total: { title: 'The whole run', unit: 'time' },
  ttfx: { title: 'To the end of the first call', unit: 'time' },
  load: { title: 'Loading packages', unit: 'time' },
  validate: { title: 'Checking what was loaded', unit: 'time' },
  inference: { title: 'Inference', unit: 'time' },
  codegen: { title: 'Code generation', unit: 'time' },
  compile: { title: 'Inference and code generation', unit: 'time' },
  recompile: { title: 'Compiling again', unit: 'time' },
  run: { title: 'Running', unit: 'time' },
  instances: { title: 'Method instances inferred', unit: 'count' },
  triggers: { title: 'Entries into inference', unit: 'count' },
  statements: { title: 'Compiled when called', unit: 'count' },
  invalidations: { title: 'Instances invalidated', unit: 'count' },
  causes: { title: 'Causes of invalidation', unit: 'count' },
  stale: { title: 'Stale instances', unit: 'count' },
  staleTime: { title: 'Inference of stale instances', unit: 'time' },
  imports: { title: 'Packages loaded', unit: 'count' },
  rejections: { title: 'Caches rejected', unit: 'count' },
  cacheBytes: { title: 'Package caches', unit: 'bytes' },
  sysimageBytes: { title: 'System images', unit: 'bytes' },
} as const satisfies Readonly<Record<string, { readonly title: string, readonly unit: 'time' | 'count' | 'bytes' }>>

export type QuantityName = keyof typeof QUANTITIES
export const QUANTITY_NAMES = Object.keys(QUANTITIES) as QuantityName[]

export interface Quantity {
  readonly name: QuantityName
  /** Nanoseconds, bytes or a count. */
  readonly value: number
  /** Of the median of a recording with repeats; NaN of all else. */
  readonly low: number
  readonly high: number
  /** What the number leaves out or contains: a sentence; '' if nothing. */
  readonly note: string
}

type Found = Omit<Quantity, 'name'>

function exact(value: number | null | undefined, note = ''): Found | undefined {
  return value === null || value === undefined || Number.isNaN(value) ? undefined : { value, low: Number.NaN, high: Number.NaN, note }
}

function ofTimes(times: readonly number[], note: string): Found | undefined {
  const { median, low, high } = spreadOf(times)
  return Number.isNaN(median) ? undefined : { value: median, low, high, note }
}

/** Times of several steps in each process, added. */
function added(steps: readonly { readonly times: readonly number[] }[]): number[] {
  const count = Math.min(...steps.map(({ times }) => times.length))
  return steps.length === 0 ? [] : Array.from({ length: count }, (_, process) => steps.reduce((sum, { times }) => sum + (times[process] ?? Number.NaN), 0))
}

function timesOf(profile: Profile): Partial<Record<QuantityName, Found | undefined>> {
  const bars = phaseBarsByPart(profile)
  const simulated = isSimulated(profile)
  const [run] = [...bars.timeline].sort((a, b) => b.total - a.total)
  const phase = (...names: readonly Phase[]): number | undefined => {
    const found = run?.segments.filter((one) => names.includes(one.phase)) ?? []
    // A phase that a measured run does not have may only not be told apart.
    return run && (simulated || found.length > 0) ? found.reduce((sum, one) => sum + one.nanoseconds, 0) : undefined
  }
  const several = (count: number): string => (count > 1 ? `The longest of ${count} runs.` : '')
  const recorded = recordedSteps(profile)
  const medians = recorded?.plain && recorded.totals.length > 1 ? `The median of ${recorded.totals.length} processes.` : ''
  const called = firstCall(recorded?.steps ?? [])
  const loading = recorded?.steps.filter(isLoading) ?? []
  const inferences = inferenceTotals(profile)
  const [inference] = [...inferences].sort((a, b) => b.inference - a.inference)
  const nested = inference !== undefined && isFloat16(inference.group.block)
  const session = longestSession(profile)
  const native = codegenBlock(profile)
  const generated = native?.rows.reduce((sum, row) => sum + (profile.codegen.time[row] || 0), 0)
  const whole = recorded && recorded.totals.length > 0 ? ofTimes(recorded.totals, medians) : exact(run?.total, several(bars.timeline.length))
  const upToCall = recorded && called >= 0 ? ofTimes(added(recorded.steps.slice(0, called + 1)), medians) : undefined
  return {
    total: whole,
    ttfx: upToCall ?? whole,
    load: loading.length > 0 ? ofTimes(added(loading), medians) : (exact(session?.total, several(importBars(profile).length)) ?? exact(phase('load', 'validate'))),
    validate: exact(phase('validate')),
    // Where inference is told with code generation only, it has no number of its own.
    inference: (nested ? undefined : exact(inference?.inference, several(inferences.length))) ?? exact(phase('inference')),
    codegen: exact(phase('codegen') ?? generated),
    compile: nested ? exact(inference.inference, several(inferences.length)) : exact(phase('codegen', 'compile') === undefined ? undefined : phase('inference', 'codegen', 'recompile', 'compile')),
    recompile: exact(phase('recompile')),
    run: exact(phase('run')),
  }
}

function bytesOf(profile: Profile, kinds: readonly (typeof SCHEMA.images.kind.oneOf)[number][]): number | undefined {
  const { images } = profile
  let sum: number | undefined
  for (let row = 0; row < images.length; row++) {
    if (!kinds.includes(SCHEMA.images.kind.oneOf[images.kind[row] ?? 0] ?? 'cache') || Number.isNaN(images.bytes[row] ?? Number.NaN)) continue
    sum = (sum ?? 0) + (images.bytes[row] ?? 0)
  }
  return sum
}

function buildBytes({ builds }: Profile): number | undefined {
  const known = builds.cacheBytes.filter((bytes) => bytes >= 0)
  return known.length === 0 ? undefined : known.reduce((sum, bytes) => sum + bytes, 0)
}

/** Instances of the run that is compared, and calls that ROOT counts; undefined where the tool did not print all. */
function inferred(profile: Profile): { readonly instances: number | undefined, readonly entries: number | undefined } {
  const { inference } = profile
  const block = inferenceBlock(profile)
  const frames = new Set<number>()
  let entries: number | undefined
  let printed = 0
  let cut = false
  for (let row = 0; row < inference.length; row++) {
    if (inference.block[row] !== block) continue
    cut ||= ((inference.flags[row] ?? 0) & CALL_FLAG.cut) !== 0
    if (isTimingRoot(profile, row)) {
      if ((inference.children[row] ?? -1) >= 0) entries = inference.children[row]
      continue
    }
    frames.add(inference.frame[row] ?? -1)
    const up = inference.parent[row] ?? -1
    if (up >= 0 && isTimingRoot(profile, up)) printed++
  }
  return { entries, instances: frames.size === 0 || cut || (entries ?? 0) > printed ? undefined : frames.size }
}

/** All that the profile tells, in the order of `QUANTITIES`. */
export function quantitiesOf(profile: Profile): Quantity[] {
  const { parts } = summarize(profile)
  const watched = isWatched(profile)
  const count = (value: number | undefined): number | undefined => value ?? (watched ? 0 : undefined)
  const causes = causeBlocks(profile).reduce((sum, { rows }) => sum + rows.filter((row) => profile.invalidations.kind[row] === 0).length, 0)
  const unique = invalidatedInstances(profile)
  const inference = inferred(profile)
  const children = parts.invalidations?.children
  const invalidated = !Number.isNaN(unique) ? exact(unique)
    : children === undefined ? exact(watched ? 0 : undefined)
      : exact(children, 'The instances below all causes: one that several invalidate counts for each.')
  const found: Readonly<Partial<Record<QuantityName, Found | undefined>>> = {
    ...timesOf(profile),
    instances: exact(inference.instances ?? (isSimulated(profile) ? 0 : undefined)), // Recordings do not tell who called what was inferred.
    triggers: exact(parts.triggers?.count ?? inference.entries ?? (isSimulated(profile) ? 0 : undefined)), statements: exact(count(parts.precompile?.count)),
    invalidations: invalidated,
    causes: exact(causes > 0 ? causes : profile.invalidations.length > 0 || watched ? 0 : undefined),
    stale: exact(count(parts.stale?.count)), staleTime: exact(parts.stale ? (parts.stale.seconds ?? Number.NaN) * 1e9 : count(undefined)),
    imports: exact(longestSession(profile)?.rows.filter((row) => SCHEMA.imports.kind.oneOf[profile.imports.kind[row] ?? 0] === 'package').length ?? (watched ? 0 : undefined)),
    rejections: exact(parts.rejections?.count),
    cacheBytes: exact(bytesOf(profile, ['cache', 'pkgimage']) ?? buildBytes(profile)), sysimageBytes: exact(bytesOf(profile, ['sysimage'])),
  }
  return QUANTITY_NAMES.flatMap((name) => {
    const one = found[name]
    return one ? [{ name, ...one }] : []
  })
}

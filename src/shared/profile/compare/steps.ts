/**
 * Times of steps: those of a recording, taken in several fresh processes in which nothing else was recorded, with median, least and most
 * (docs/recording.md); and lines of `@time`, each taken once. Steps of a recording follow one another and can be added; lines of `@time` may contain one
 * another and are never added.
 */
import { rowsByBlock } from '../block-rows'
import type { Block, Profile } from '../tables'
import { textAt } from '../tables'
import { byChange, changeOf, median, numbersOf, type Change, type CompareSide, type Numbers } from './side'

/** Id of the importer of recordings, and how it names the steps of one of several processes. */
const RECORDING = 'recording'
const OF_PROCESS = / \(process (\d+)\)$/
const LOADING = /^\s*(?:@\w+\s+)*(?:using|import)\b/

/** Of a recording, or of a scenario that was simulated: they follow one another. */
function isOfSteps(block: Block | undefined): boolean {
  return block?.format === RECORDING || block?.provenance.kind === 'simulated'
}

export interface Step {
  readonly label: string
  readonly expression: string
  /** Nanoseconds, one for each process. */
  readonly times: readonly number[]
}

export interface RecordedSteps {
  readonly steps: readonly Step[]
  /** Nanoseconds of all steps, one for each process. */
  readonly totals: readonly number[]
  /** Nothing but the time was recorded; else what recording adds is in it. */
  readonly plain: boolean
}

/** `median` of several, with the least and the most; these are NaN of a time that was taken once. */
export interface Spread {
  readonly median: number
  readonly low: number
  readonly high: number
}

export function spreadOf(times: readonly number[]): Spread {
  const once = times.length < 2
  return { median: median(times), low: once ? Number.NaN : Math.min(...times), high: once ? Number.NaN : Math.max(...times) }
}

/** Steps of the recordings in a profile; undefined if it holds none, or several, which are runs of their own. */
export function recordedSteps(profile: Profile): RecordedSteps | undefined {
  const { timings } = profile
  const groups = rowsByBlock(profile, 'timings').filter(({ block }) => isOfSteps(block) && block?.provenance.kind !== 'derived')
  const [group] = groups
  if (!group || groups.length > 1) return undefined
  const steps: { label: string, expression: string, times: number[] }[] = []
  const totals: number[] = []
  // Process by process, each with the same steps in the same order; one that broke off has fewer.
  let process = ''
  let step = 0
  const lengths: number[] = []
  for (const row of group.rows) {
    const printed = textAt(profile, timings.label[row])
    const of = OF_PROCESS.exec(printed)?.[1] ?? ''
    if (of !== process) [process, step] = [of, 0]
    const label = printed.replace(OF_PROCESS, '')
    const at = of === '' ? 0 : Number(of) - 1
    const time = timings.elapsed[row] ?? Number.NaN
    const known = (steps[step] ??= { label, expression: textAt(profile, timings.expression[row]), times: [] })
    known.times.push(time)
    totals[at] = (totals[at] ?? 0) + time
    lengths[at] = ++step
  }
  const whole = totals.filter((_, at) => lengths[at] === steps.length)
  return { steps, totals: whole, plain: group.block?.provenance.kind === 'simulated' || (group.block?.notes.some((note) => note.startsWith('Nothing but the time')) ?? false) }
}

/** How far the times of one recording lie apart, as a share of their median; undefined where nothing was repeated. */
export function relativeSpread(profile: Profile): number | undefined {
  const { totals = [] } = recordedSteps(profile) ?? {}
  const { median: middle, low, high } = spreadOf(totals)
  return middle > 0 && !Number.isNaN(low) ? (high - low) / middle : undefined
}

export function isLoading({ label, expression }: Pick<Step, 'label' | 'expression'>): boolean {
  return LOADING.test(expression || label)
}

/** The step that ends what a person waits for: one that is called a first one, else the first that does not load packages; -1 if there is none. */
export function firstCall(steps: readonly Step[]): number {
  const named = steps.findIndex((step) => /^first\b/i.test(step.label))
  return named >= 0 ? named : steps.findIndex((step) => !isLoading(step))
}

/** Where both are known as ranges and these overlap, another round might say the opposite. */
export function overlap(a: Spread, b: Spread): boolean {
  return a.low <= b.high && b.low <= a.high
}

interface ComparedStep {
  readonly title: string
  /** Nanoseconds; by side, undefined where it did not run. */
  readonly sides: readonly (Spread | undefined)[]
  readonly time: Numbers
  readonly change: Change
}

export interface StepSection {
  /** By side, whether its profile has times of steps. */
  readonly has: readonly boolean[]
  /** Steps that follow one another, so that `total` is their sum; lines of `@time` are not. */
  readonly additive: boolean
  readonly total: readonly (Spread | undefined)[]
  /** In the order of the first side; what only others have comes after. */
  readonly rows: readonly ComparedStep[]
  readonly notes: readonly string[]
}

/** Of the compile share of a `@time` line nothing is said here: `phases.ts` has it. */
function timeLines(profile: Profile): Step[] {
  const { timings } = profile
  return rowsByBlock(profile, 'timings').filter(({ block }) => !isOfSteps(block)).flatMap(({ rows }) => rows.map((row): Step => ({
    label: textAt(profile, timings.label[row]), expression: textAt(profile, timings.expression[row]), times: [timings.elapsed[row] ?? Number.NaN],
  })))
}

function titleOf({ label, expression }: Step): string {
  return label || expression.replace(/\s+/g, ' ').trim()
}

export function compareSteps(sides: readonly CompareSide[]): StepSection | undefined {
  const recorded = sides.map(({ profile }) => recordedSteps(profile))
  const lists = sides.map(({ profile }, at) => recorded[at]?.steps ?? timeLines(profile))
  const has = lists.map((list) => list.length > 0)
  if (has.filter(Boolean).length < 2) return undefined
  // The same step may run several times: the first is matched with the first.
  const keys = lists.map((list) => {
    const seen = new Map<string, number>()
    return list.map((step) => {
      const title = titleOf(step)
      const times = (seen.get(title) ?? 0) + 1
      seen.set(title, times)
      return `${title}\0${times}`
    })
  })
  const rows = [...new Set(keys.flat())].map((key): ComparedStep => {
    const found = keys.map((list, side) => lists[side]?.[list.indexOf(key)])
    const spreads = found.map((step) => step && spreadOf(step.times))
    const time = numbersOf(spreads.map((one, side) => one?.median ?? (has[side] ? 0 : Number.NaN)), (_a, _b, first, other) => {
      const [one, two] = [spreads[first], spreads[other]]
      return one !== undefined && two !== undefined && overlap(one, two)
    })
    return { title: titleOf(found.find((step) => step !== undefined) ?? { label: '', expression: '', times: [] }), sides: spreads, time, change: changeOf(spreads.map((one, side) => (has[side] ? one !== undefined : undefined)), time.delta === 0) }
  })
  const additive = has.every((known, side) => !known || recorded[side] !== undefined)
  const notes: string[] = []
  if (additive && recorded.some((one) => one !== undefined && !one.plain)) notes.push('Some times were taken while everything was recorded: what recording adds is in them.')
  if (!additive) notes.push('Lines of @time may contain one another and are not added.')
  return {
    has, additive, notes,
    total: recorded.map((one) => (additive && one ? spreadOf(one.totals) : undefined)),
    rows: additive ? rows : byChange(rows, ({ time }) => time.delta),
  }
}

/**
 * What a scenario file may say: the schema behind `docs/scenarios.md`. It checks shapes and names of keys, and turns the words of the file into
 * data; what is left out takes its place in `expand.ts`. Whether files and packages are there is found out by the run.
 */
import { z } from 'zod'
import type { TomlTable } from 'smol-toml'
import { JULIA_VERSIONS } from '../../julia/versions'
import { ownSysimageOptions, type OwnSysimageOptions } from '../sysimage/options'

/** A table that knows its keys and names them all when it meets another one. */
function table<Shape extends z.core.$ZodShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `there is no key ${issue.keys.map((key) => `"${key}"`).join(', ')}; expected ${known}` : undefined),
  })
}

function choice<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, { error: `expected one of ${words.map((word) => `"${word}"`).join(', ')}` })
}

const line = z.string({ error: 'expected a text' }).min(1, 'expected a text that is not empty').max(200, 'expected at most 200 characters').regex(/^[^\p{Cc}]*$/u, 'expected one line')
const path = z.string().min(1, 'expected a path').max(4096).regex(/^[^\0]*$/, 'expected a path')
const code = z.string({ error: 'expected code' }).min(1, 'expected code')
const packageName = z.string().regex(/^[\p{L}_][\p{L}\p{N}_!]*(\.[\p{L}_][\p{L}\p{N}_!]*)*$/u, 'expected the name of a package')

const step = table({
  using: z.union([packageName, z.array(packageName).min(1)], { error: 'expected the name of a package, or a list of names' }).optional(),
  eval: code.optional(),
  include: path.optional(),
  label: line.optional(),
}).transform(({ using, eval: text, include, label }, context): Step => {
  const said = [using, text, include].filter((one) => one !== undefined)
  if (said.length !== 1) context.addIssue({ code: 'custom', message: `expected exactly one of using, eval, include; found ${said.length === 0 ? 'none' : said.length}` })
  if (using !== undefined) return { kind: 'using', packages: typeof using === 'string' ? [using] : using, label }
  return include === undefined ? { kind: 'eval', code: text ?? '', label } : { kind: 'include', path: include, label }
})
const steps = z.array(step).min(1, 'expected at least one step')

const startup = z.union([
  path.transform((text): Startup => (text === 'none' ? { kind: 'none' } : { kind: 'file', path: text })),
  table({ package: packageName }).transform(({ package: name }): Startup => ({ kind: 'package', name })),
  table({ image: path }).transform(() => ({ kind: 'image' as const })),
], { error: 'expected "none", a file, or { package = "Name" }' }).transform((start, context): Startup => {
  if (start.kind !== 'image') return start
  context.addIssue({ code: 'custom', path: ['image'], message: 'a system image is said as sysimage = "file"; expected "none", a file, or { package = "Name" }' })
  return z.NEVER
})

const sysimage = z.union([
  path.transform((text): Sysimage => (text === 'none' ? { kind: 'none' } : { kind: 'file', path: text })),
  ownSysimageOptions.transform((options): Sysimage => ({ kind: 'build', options })),
], { error: 'expected "none", a file, or a table with options of create_sysimage' })

const optimize = z.int({ error: 'expected 0, 1, 2 or 3' }).min(0, 'expected 0, 1, 2 or 3').max(3, 'expected 0, 1, 2 or 3')
const flags = table({
  optimize: optimize.optional(),
  debug_level: z.int({ error: 'expected 0, 1 or 2' }).min(0, 'expected 0, 1 or 2').max(2, 'expected 0, 1 or 2').optional(),
  check_bounds: choice(['auto', 'yes', 'no']).optional(),
  inline: z.boolean().optional(),
  pkgimages: z.boolean().optional(),
  compiled_modules: choice(['yes', 'no', 'existing']).optional(),
})

/** By package, then by key. The values are any that TOML has. */
const preferences = z.record(z.string(), z.record(z.string(), z.custom<TomlTable[string]>((value) => value !== undefined)))

const settings = {
  julia: z.enum(JULIA_VERSIONS, { error: `expected one of ${JULIA_VERSIONS.map((version) => `"${version}"`).join(', ')}, in quotes` }),
  project: path,
  load_path: z.array(path).min(1, 'expected at least one environment'),
  startup,
  sysimage,
  flags,
  saving: choice(['version', 'master', 'full', 'prune']),
  preferences,
  caches: choice(['warm', 'cold', 'none']),
  calibration: path,
} as const
const optional = {
  julia: settings.julia.optional(),
  project: settings.project.optional(),
  load_path: settings.load_path.optional(),
  startup: settings.startup.optional(),
  sysimage: settings.sysimage.optional(),
  flags: settings.flags.optional(),
  saving: settings.saving.optional(),
  preferences: settings.preferences.optional(),
  caches: settings.caches.optional(),
  calibration: settings.calibration.optional(),
} as const

const edit = table({ file: path, replace: z.string().min(1, 'expected the text that is replaced'), with: z.string() })

const seconds = z.number({ error: 'expected seconds' }).positive('expected seconds, more than 0')
const reportedFigure = z.union([
  seconds.transform((figure): Reported => ({ seconds: figure, steps: undefined })),
  table({ seconds, steps: z.array(line).min(1, 'expected at least one step').optional() }).transform((figure): Reported => ({ seconds: figure.seconds, steps: figure.steps })),
], { error: 'expected seconds, or { seconds = 1.5, steps = ["first call"] }' })
const told = {
  reported: z.union([reportedFigure.transform((figure): readonly Reported[] => [figure]), z.array(reportedFigure).min(1, 'expected at least one figure')], {
    error: 'expected seconds, { seconds = 1.5, steps = ["first call"] }, or a list of them',
  }).optional(),
  because: z.string({ error: 'expected a sentence' }).min(1, 'expected a sentence').max(1000, 'expected at most 1000 characters').optional(),
} as const

const variation = table({
  label: line,
  over: line.optional(),
  ...told,
  ...optional,
  steps: steps.optional(),
  steps_before: z.array(step).optional(),
  steps_after: z.array(step).optional(),
  edit: z.array(edit).optional(),
})

const list = <Item extends z.ZodType>(item: Item) => z.array(item).min(1, 'expected at least one value').optional()
const matrix = table({
  variation: list(line),
  julia: list(settings.julia),
  project: list(settings.project),
  load_path: list(settings.load_path),
  startup: list(settings.startup),
  sysimage: list(settings.sysimage),
  flags: list(settings.flags),
  saving: list(settings.saving),
  preferences: list(settings.preferences),
  caches: list(settings.caches),
  calibration: list(settings.calibration),
})

const edits = z.array(edit).min(1, 'expected at least one edit')
const strategies = table({
  call: line,
  directives: edits.optional(),
  workload: edits.optional(),
  startup: settings.startup.optional(),
  sysimage: settings.sysimage.optional(),
  update: edits.optional(),
})

/** For who chooses among samples: which comes first, and what its runs are about in a few words. */
const gallery = table({
  place: z.int({ error: 'expected a number from 1 on' }).min(1, 'expected a number from 1 on'),
  tags: list(line),
})

/**
 * What the guide of a sample invites to: two runs, the second with a line changed, under another label, or both; and what becomes of a step or a count. A test
 * does it.
 */
const trial = table({
  run: line.optional(),
  julia: settings.julia.optional(),
  change: table({ file: path, line: z.int({ error: 'expected the number of a line' }).min(1, 'expected the number of a line'), replace: z.string().min(1, 'expected the text that is replaced'), with: z.string() }).optional(),
  then: line.optional(),
  step: line.optional(),
  count: line.optional(),
  becomes: choice(['less', 'more']).optional(),
  shows: z.string().optional(),
})

const journey = table({
  call: line,
  steps: z.array(line, { error: 'expected a list of labels' }).min(2, 'expected at least two labels'),
  compare: table({ step: line, runs: z.array(line, { error: 'expected a list of labels' }).min(2, 'expected at least two labels') }).optional(),
})

export const scenarioSchema = table({
  title: line.optional(),
  about: z.string().optional(),
  label: line.optional(),
  ...told,
  ...optional,
  steps,
  variations: z.array(variation).optional(),
  matrix: matrix.optional(),
  strategies: strategies.optional(),
  gallery: gallery.optional(),
  trial: trial.optional(),
  journey: journey.optional(),
})

export type Scenario = z.infer<typeof scenarioSchema> & {
  /** Its name in messages. */
  readonly file: string
}
export type Variation = z.infer<typeof variation>
export type Matrix = z.infer<typeof matrix>
/** What may be done to make a first call cheap, and an update that it may meet. */
export type Strategies = z.infer<typeof strategies>
/** From a first state to a last one by steps that each have a reason. */
export type JourneyPlan = z.infer<typeof journey>
/** What a text says that a run takes: the steps that it speaks of, all up to the call of the journey if undefined. */
interface Reported {
  readonly seconds: number
  readonly steps: readonly string[] | undefined
}
export type Edit = z.infer<typeof edit>
/** A file as a whole, which may be new; the path is relative to the scenario, or absolute. */
export interface WrittenText {
  readonly file: string
  readonly text: string
}
export type Preferences = z.infer<typeof preferences>
/** What the scenario, a variation and a cell of the matrix may all say. */
export type Settings = Pick<Scenario, keyof typeof settings>
export type Saving = NonNullable<Settings['saving']>
export type Caches = NonNullable<Settings['caches']>

export type Startup =
  | { readonly kind: 'none' }
  /** A file of Julia code, relative to the scenario. */
  | { readonly kind: 'file', readonly path: string }
  | { readonly kind: 'package', readonly name: string }

/** What sessions begin from, if not the image of the version. */
export type Sysimage =
  | { readonly kind: 'none' }
  /** Relative to the scenario. */
  | { readonly kind: 'file', readonly path: string }
  /** Paths relative to the scenario. */
  | { readonly kind: 'build', readonly options: OwnSysimageOptions }

export type Step =
  | { readonly kind: 'using', readonly packages: readonly string[], readonly label: string | undefined }
  | { readonly kind: 'eval', readonly code: string, readonly label: string | undefined }
  /** The path is relative to the scenario. */
  | { readonly kind: 'include', readonly path: string, readonly label: string | undefined }

/**
 * Reads a scenario file: TOML, then the schema, then what only the whole can say (labels that stand twice, variations that the matrix names).
 * Every complaint is a `UserError` with the file, the line where TOML itself is wrong, and the key otherwise.
 */
import { parse, TomlError, type TomlTable } from 'smol-toml'
import type { z } from 'zod'
import { UserError } from '../../../shared/errors'
import { scenarioSchema, type Matrix, type Scenario } from './schema'

/** `variations[1].flags.optimize`. */
function keyText(path: readonly PropertyKey[]): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${String(part)}`)).join('')
}

/** Of a union the member that came furthest: `startup.pakage` tells more than `startup`. */
function deepest(issue: z.core.$ZodIssue): { readonly path: readonly PropertyKey[], readonly message: string } {
  if (issue.code !== 'invalid_union') return issue
  const inner = issue.errors.flat().filter(({ path }) => path.length > 0).map((one) => deepest({ ...one, path: [...issue.path, ...one.path] }))
  return inner.length === 1 && inner[0] !== undefined ? inner[0] : issue
}

/** TOML keeps integers apart from floats; only the values of preferences, which are handed on, need that. */
function withPlainNumbers(value: TomlTable[string]): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(withPlainNumbers)
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== null) return value
  return Object.fromEntries(Object.entries(value as TomlTable).map(([key, inner]) => [key, key === 'preferences' ? inner : withPlainNumbers(inner)]))
}

function parsed(text: string, file: string): TomlTable {
  try {
    return parse(text, { integersAsBigInt: true, unsafeKeyBehaviour: 'throw', maxDepth: 64 })
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [what = ''] = error.message.split('\n', 1)
    throw new UserError('bad-input', `${what.replace(/^Invalid TOML document: /, 'This is not TOML: ')}.`, { where: `${file}:${error.line}:${error.column}` })
  }
}

/** The schema gives its own order of keys; which turns slowest is the file's to say. */
function inOrderOf(written: TomlTable[string] | undefined, matrix: Matrix | undefined): Matrix | undefined {
  if (matrix === undefined || typeof written !== 'object') return matrix
  const order = Object.keys(written)
  return Object.fromEntries(Object.entries(matrix).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)))
}

/**
 * @param file the name of the scenario in messages.
 * Throws `UserError('bad-input')`.
 */
export function readScenario(text: string, file: string): Scenario {
  const wrong = (key: string, message: string): UserError => new UserError('bad-input', `${key === '' ? '' : `${key}: `}${message}.`, { where: file })
  const toml = parsed(text, file)
  const read = scenarioSchema.safeParse(withPlainNumbers(toml))
  if (!read.success) {
    const [issue] = read.error.issues
    if (issue === undefined) throw read.error
    const { path, message } = deepest(issue)
    throw wrong(keyText(path), issue.code === 'invalid_type' && issue.input === undefined && keyText(path) === 'steps' ? 'expected at least one [[steps]]' : message.replace(/\.$/, ''))
  }
  const scenario: Scenario = { ...read.data, matrix: inOrderOf(toml['matrix'], read.data.matrix), file }
  const labels = new Set([scenario.label ?? BASE_LABEL])
  const among = (names: Iterable<string>): string => [...names].map((one) => `"${one}"`).join(', ')
  for (const [at, { label, over, steps, steps_before: before, steps_after: after }] of (scenario.variations ?? []).entries()) {
    if (labels.has(label)) throw wrong(`variations[${at}].label`, `"${label}" is there already`)
    if (over !== undefined && !labels.has(over)) throw wrong(`variations[${at}].over`, `there is no variation "${over}" before it; expected one of ${among(labels)}`)
    labels.add(label)
    if (steps !== undefined && (before ?? after) !== undefined) throw wrong(`variations[${at}].steps`, 'steps replace all; expected them, or steps_before and steps_after')
  }
  const checkLabels = (key: string, named: readonly string[] = []): void => {
    for (const [at, label] of named.entries()) if (!labels.has(label)) throw wrong(`${key}[${at}]`, `there is no variation "${label}"; expected one of ${among(labels)}`)
  }
  checkLabels('matrix.variation', scenario.matrix?.variation)
  checkLabels('journey.steps', scenario.journey?.steps)
  checkLabels('journey.compare.runs', scenario.journey?.compare?.runs)
  const steps = scenario.steps.flatMap(({ label }) => label ?? [])
  const checkStep = (key: string, step: string | undefined): void => {
    if (step !== undefined && !steps.includes(step)) throw wrong(key, `there is no step "${step}"; expected one of ${among(steps)}`)
  }
  checkStep('strategies.call', scenario.strategies?.call)
  checkStep('journey.call', scenario.journey?.call)
  checkStep('journey.compare.step', scenario.journey?.compare?.step)
  const figures = [{ key: 'reported', reported: scenario.reported }, ...(scenario.variations ?? []).map(({ reported }, at) => ({ key: `variations[${at}].reported`, reported }))]
  for (const { key, reported = [] } of figures) for (const figure of reported) for (const step of figure.steps ?? []) checkStep(key, step)
  const twice = scenario.journey?.steps.find((label, at, all) => all.indexOf(label) !== at)
  if (twice !== undefined) throw wrong('journey.steps', `"${twice}" stands in it twice`)
  return scenario
}

/** What the run without variation is called if the scenario does not say. */
export const BASE_LABEL = 'as it is'

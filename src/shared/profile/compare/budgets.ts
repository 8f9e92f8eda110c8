/**
 * Budgets on the quantities of a profile: `ttfx=2s`, `invalidations=50`, `cacheBytes=10MiB`, and against an older profile `inference=+10%`,
 * `load=+200ms`, `stale=+0`. A quantity may be as large as its budget, not larger.
 */
import { UserError } from '../../errors'
import { formatBytes, formatCount, formatPercent, formatTime } from '../../units'
import { QUANTITIES, QUANTITY_NAMES, type Quantity, type QuantityName } from './quantities'

type Unit = (typeof QUANTITIES)[QuantityName]['unit']

/** Absolute: nanoseconds, bytes or a count. Against a baseline: that much more than there, or a share of it more. */
type Limit =
  | { readonly kind: 'absolute', readonly value: number }
  | { readonly kind: 'more', readonly value: number }
  | { readonly kind: 'share', readonly percent: number }

export interface Budget {
  readonly name: QuantityName
  readonly limit: Limit
  /** As it was written. */
  readonly text: string
}

export interface Verdict {
  readonly budget: Budget
  readonly quantity: Quantity
  /** Of the baseline; undefined where there is none. */
  readonly baseline: number | undefined
  /** What the quantity may be. */
  readonly limit: number
  readonly over: boolean
  /** Over, but by less than the times vary: the least of the repeats is within the budget. */
  readonly withinSpread: boolean
}

const SCALES: Readonly<Record<Unit, Readonly<Record<string, number>>>> = {
  time: { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, min: 60e9 },
  bytes: { B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 },
  count: {},
}
const EXPECTED: Readonly<Record<Unit, string>> = {
  time: 'a time such as 2s, 340ms or +10%', bytes: 'a size such as 10MiB or +5%', count: 'a number such as 50, +0 or +10%',
}
const LIMIT = /^([+-]?)(\d+(?:_\d+)*(?:\.\d+)?(?:e[+-]?\d{1,3})?)\s*(%|[a-zA-Zµμ]+)?$/

function isQuantity(name: string): name is QuantityName {
  return Object.hasOwn(QUANTITIES, name)
}

function bad(message: string, hint: string): UserError {
  return new UserError('bad-usage', message, { hint })
}

function parseLimit(name: QuantityName, text: string): Limit {
  const { unit } = QUANTITIES[name]
  const [found, sign = '', digits = '', given = ''] = LIMIT.exec(text.trim()) ?? []
  const number = Number(digits.replaceAll('_', ''))
  const fail = (): UserError => bad(`Found the budget “${name}=${text.slice(0, 60)}”, expected ${EXPECTED[unit]}.`, 'a sign means: against the baseline')
  if (found === undefined || !Number.isFinite(number)) throw fail()
  const signed = sign === '-' ? -number : number
  if (given === '%') {
    if (sign === '') throw bad(`Found the budget “${name}=${text.slice(0, 60)}”, a share without a sign.`, `expected ${name}=+${digits}% for that much more than the baseline`)
    return { kind: 'share', percent: signed }
  }
  const scale = unit === 'count' ? (given === '' ? 1 : undefined) : Object.hasOwn(SCALES[unit], given) ? SCALES[unit][given] : given === '' && number === 0 ? 1 : undefined
  if (scale === undefined) throw fail()
  return sign === '' ? { kind: 'absolute', value: number * scale } : { kind: 'more', value: signed * scale }
}

/** `name=limit` as it is typed or stands in a file. Throws `UserError('bad-usage')`. */
export function parseBudget(text: string): Budget {
  const at = text.indexOf('=')
  const name = (at < 0 ? text : text.slice(0, at)).trim()
  if (at < 0) throw bad(`Found the budget “${text.slice(0, 60)}”, expected a name, “=” and a limit.`, 'such as ttfx=2s or invalidations=50')
  if (!isQuantity(name)) throw bad(`There is no quantity “${name.slice(0, 60)}”.`, `expected one of ${QUANTITY_NAMES.join(', ')}`)
  return { name, limit: parseLimit(name, text.slice(at + 1)), text: text.trim() }
}

/** Budgets of all times and counts that the baseline has too: no more than `percent` more than there. */
export function toleranceBudgets(quantities: readonly Quantity[], baseline: readonly Quantity[], percent: number): Budget[] {
  const known = new Set(baseline.map(({ name }) => name))
  return quantities.filter(({ name }) => known.has(name)).map(({ name }) => ({ name, limit: { kind: 'share', percent }, text: `${name}=+${percent}%` }))
}

function limitOf({ limit, text }: Budget, baseline: Quantity | undefined, hasBaseline: boolean): number {
  if (limit.kind === 'absolute') return limit.value
  if (!hasBaseline) throw bad(`The budget ${text} is against a baseline, and there is none.`, 'expected --baseline FILE')
  if (!baseline) throw new UserError('bad-input', `The baseline has no “${text.split('=', 1)[0] ?? ''}” to set the budget ${text} against.`)
  return limit.kind === 'more' ? baseline.value + limit.value : baseline.value * (1 + limit.percent / 100)
}

/**
 * One verdict for each budget, in their order. Throws `UserError('bad-input')` where the profile does not have a quantity, with those that it has, and
 * `bad-usage` where a budget needs a baseline.
 */
export function checkBudgets(budgets: readonly Budget[], quantities: readonly Quantity[], baseline?: readonly Quantity[]): Verdict[] {
  return budgets.map((budget) => {
    const quantity = quantities.find(({ name }) => name === budget.name)
    if (!quantity) {
      throw new UserError('bad-input', `The profile does not tell “${budget.name}” (${QUANTITIES[budget.name].title.toLowerCase()}).`, {
        hint: quantities.length > 0 ? `it has ${quantities.map(({ name }) => name).join(', ')}` : 'it has no number that a budget can be set on',
      })
    }
    const before = baseline?.find(({ name }) => name === budget.name)
    const limit = limitOf(budget, before, baseline !== undefined)
    // What binary fractions leave of a percentage is no excess.
    const over = quantity.value > limit + 1e-9 * Math.abs(limit)
    return { budget, quantity, baseline: before?.value, limit, over, withinSpread: over && quantity.low <= limit }
  })
}

export function formatQuantity(name: QuantityName, value: number): string {
  const { unit } = QUANTITIES[name]
  return unit === 'time' ? formatTime(value) : unit === 'bytes' ? formatBytes(value) : formatCount(value)
}

/** `2.00 s`, or `2.20 s (+10 %)` of a budget against a baseline. */
export function limitText({ budget: { name, limit }, limit: value }: Verdict): string {
  const text = formatQuantity(name, value)
  if (limit.kind === 'absolute') return text
  const sign = (number: number): string => (number < 0 ? '−' : '+')
  if (limit.kind === 'share') return `${text} (${sign(limit.percent)}${formatPercent(Math.abs(limit.percent))})`
  return `${text} (${sign(limit.value)}${formatQuantity(name, Math.abs(limit.value))})`
}

/** What over means here: by how much. */
export function verdictText({ over, withinSpread, quantity, limit }: Verdict): string {
  if (!over) return 'ok'
  const by = quantity.value - limit
  const percent = limit > 0 ? ` (+${formatPercent((100 * by) / limit)})` : ''
  return `over by ${formatQuantity(quantity.name, by)}${percent}${withinSpread ? ', within the spread of its repeats' : ''}`
}

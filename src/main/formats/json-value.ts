/** Looking into JSON of unknown shape: each question has an answer for a wrong shape, so that readers need no casts. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Beyond this nothing is a time or a count; sums and products of numbers below it stay finite. */
const LARGEST = 1e24

/** The number, or NaN for everything that is not a number or too large to mean anything. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' && Math.abs(value) <= LARGEST ? value : Number.NaN
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A line of a source file as the profile keeps it: 1-based, -1 for everything that cannot be one. */
export function sourceLine(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31 ? value : -1
}

/**
 * `value` times `scale`, without the dust of decimal fractions: 0.3 µs are 300 ns, not 299.99999999999994. The unit of
 * the result is taken to be a nanosecond, of which a thousandth is beyond every clock.
 */
export function scaled(value: number, scale: number): number {
  const exact = value * scale
  const whole = Math.round(exact)
  return Math.abs(exact - whole) < 1e-3 ? whole : exact
}

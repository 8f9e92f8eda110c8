/** Estimates in words, for the screen and the terminal. */
import { formatPercent, formatTime } from '../../units'
import type { Estimate, WhatIfEstimate } from './estimate'

/** `about 120 ms`, `up to 90 ms`, `no number`. */
export function savedText({ nanoseconds, high }: Pick<Estimate, 'nanoseconds' | 'high'>): string {
  if (Number.isNaN(nanoseconds)) return high > 0 ? `up to ${formatTime(high)}` : 'no number'
  if (nanoseconds > 0) return `about ${formatTime(nanoseconds)}`
  return high > 0 ? `nothing likely, up to ${formatTime(high)}` : 'nothing'
}

/** `110 ms to 120 ms`; '' where there is one number, or none. */
export function rangeText({ low, high }: Pick<Estimate, 'low' | 'high'>): string {
  return Number.isNaN(low) || high - low <= high / 1000 ? '' : `${formatTime(low)} to ${formatTime(high)}`
}

/** The answer in a sentence. */
export function whatIfHeadline({ total, left, estimates }: WhatIfEstimate): string {
  if (!(total > 0)) return 'No times are recorded, so nothing can be estimated'
  if (estimates.length === 0) return `What would ${formatTime(total)} be if something was changed?`
  const saved = total - left.likely
  if (estimates.every(({ nanoseconds }) => Number.isNaN(nanoseconds))) return 'What is recorded gives no number for this'
  return `${estimates.length === 1 ? 'This change' : `These ${estimates.length} changes`} would save about ${formatTime(saved)} of ${formatTime(total)} (${formatPercent((100 * saved) / total)})`
}

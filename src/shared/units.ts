/** Numbers for people: three significant digits and the unit that suits the size. Times come in as nanoseconds. */

const TIME_UNITS = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [0, 'ns'],
] as const

function significant(value: number): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size >= 100) return value.toFixed(0)
  if (size >= 10) return value.toFixed(1)
  return value.toFixed(2)
}

/** `12.6 s`, `340 ms`, `85.0 µs`; an en dash where the time is not known. */
export function formatTime(nanoseconds: number): string {
  if (Number.isNaN(nanoseconds)) return '–'
  if (!Number.isFinite(nanoseconds)) return nanoseconds > 0 ? '∞' : '-∞'
  if (nanoseconds === 0) return '0 s'
  const size = Math.abs(nanoseconds)
  // 999.7 ms would print as "1000 ms": the unit is chosen by the rounded value.
  const [scale, unit] = TIME_UNITS.find(([least]) => size >= least * 0.9995) ?? TIME_UNITS[3]
  return `${significant(nanoseconds / (scale || 1))} ${unit}`
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** `17 B`, `1.20 KiB`, `338 MiB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–'
  let value = bytes
  let unit = 0
  while (Math.abs(value) >= 1023.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value.toFixed(0) : significant(value)} ${BYTE_UNITS[unit]}`
}

/** `61 %`, `0.4 %`. */
export function formatPercent(percent: number): string {
  if (Number.isNaN(percent)) return '–'
  const size = Math.abs(percent)
  return `${size >= 10 || size === 0 ? percent.toFixed(0) : percent.toFixed(1)} %`
}

/** `12,345`: grouped by thousands, the same on every machine. */
export function formatCount(count: number): string {
  if (Number.isNaN(count)) return '–'
  return Math.round(count).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

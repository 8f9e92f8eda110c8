/**
 * The shortest text that reads back as the same float, as Julia prints it (Ryu's `writeshortest`): `1.0`, `1.0e10`, `1.0f0`. Plain
 * notation where the decimal point stands from three places left to six places right of the first digit, three for `Float16`.
 */
import { bitsOfFloat16, float16OfBits } from '../primitive'

export type FloatWidth = 64 | 32 | 16

export interface FloatStyle {
  /** At most six significant digits, as in arrays that are shown. */
  readonly compact?: boolean
  /** What says that it is narrower than `Float64`: `1.0f0`, `Float16(1.0)`. */
  readonly typed?: boolean
}

/** The significant digits and the power of ten of the digit before which they begin: `0.d1d2... * 10^point`. */
interface Decimal {
  readonly digits: string
  readonly point: number
}

function decimalOf(text: string): Decimal {
  const [mantissa = '', exponent = '0'] = text.split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const all = whole + fraction
  const leading = /^0*/.exec(all)?.[0].length ?? 0
  const digits = all.slice(leading).replace(/0+$/, '')
  return { digits: digits === '' ? '0' : digits, point: digits === '' ? 1 : whole.length - leading + Number(exponent) }
}

const ROUND: Readonly<Record<FloatWidth, (value: number) => number>> = {
  64: (value) => value,
  32: Math.fround,
  16: (value) => float16OfBits(bitsOfFloat16(value)),
}

/** JavaScript finds the shortest digits for doubles; of narrower ones the fewest that round to the same. */
function shortest(size: number, width: FloatWidth): Decimal {
  if (width === 64) return decimalOf(String(size))
  const round = ROUND[width]
  for (let precision = 1; precision < 17; precision++) {
    const nearest = halfToEven(size, precision)
    if (round(Number(nearest)) === size) return decimalOf(nearest)
    const other = oneDigitUp(nearest)
    if (round(Number(other)) === size) return decimalOf(other)
  }
  return decimalOf(String(size))
}

/** So many digits; `toPrecision` rounds a half up, here it goes to the even digit. */
function halfToEven(size: number, precision: number): string {
  const rounded = size.toPrecision(precision)
  const longer = size.toPrecision(precision + 1)
  if (precision >= 16 || Number(longer) !== size || !/5(?:e|$)/.test(longer)) return rounded
  const below = longer.replace(/\.?5(?=e|$)/, '')
  return /[02468](?:\.?)(?:e|$)/.test(below) && below.replace(/\D/g, '').length >= precision ? below : rounded
}

/** At a power of two the interval below is narrower than that above, so that a number further off can be the one that fits. */
function oneDigitUp(text: string): string {
  const [mantissa = '', exponent] = text.split('e')
  const places = mantissa.includes('.') ? mantissa.length - mantissa.indexOf('.') - 1 : 0
  const next = (BigInt(mantissa.replace('.', '')) + 1n).toString().padStart(places + 1, '0')
  const made = places === 0 ? next : `${next.slice(0, -places)}.${next.slice(-places)}`
  return exponent === undefined ? made : `${made}e${exponent}`
}

export function printFloat(value: number, width: FloatWidth, { compact = false, typed = false }: FloatStyle = {}): string {
  // Zero is printed without its type.
  if (typed && width === 16 && Number.isFinite(value) && value !== 0) return `Float16(${printFloat(value, 16, { compact })})`
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const suffix = typed && width !== 64 ? String(width) : ''
  if (Number.isNaN(value)) return `NaN${suffix}`
  if (!Number.isFinite(value)) return `${sign}Inf${suffix}`
  const marker = typed && width === 32 ? 'f' : 'e'
  const size = Math.abs(value)
  const exact = size === 0 ? { digits: '0', point: 1 } : shortest(size, width)
  const decimal = compact && exact.digits.length > 6 ? decimalOf(Number(size.toPrecision(6)).toString()) : exact
  return sign + layOut(decimal, width, marker, marker === 'f')
}

function layOut({ digits, point }: Decimal, width: FloatWidth, marker: string, always: boolean): string {
  if (point > -4 && point <= (width === 16 ? 3 : 6)) {
    const end = always ? 'f0' : ''
    if (point <= 0) return `0.${'0'.repeat(-point)}${digits}${end}`
    if (digits.length <= point) return `${digits}${'0'.repeat(point - digits.length)}.0${end}`
    return `${digits.slice(0, point)}.${digits.slice(point)}${end}`
  }
  return `${digits.slice(0, 1)}.${digits.length === 1 ? '0' : digits.slice(1)}${marker}${point - 1}`
}

/**
 * Functions of Float64 that Julia takes from openlibm. The host's are used: the last digit may differ from Julia's where the two
 * libraries round differently.
 */
import { floatOf } from '../primitive'
import { given, integer, type Foreign, type ForeignTable } from './context'

const of = (compute: (x: number) => number): Foreign => (_, args) => compute(floatOf(given(args, 0)))
const ofTwo = (compute: (x: number, y: number) => number): Foreign => (_, args) => compute(floatOf(given(args, 0)), floatOf(given(args, 1)))

/** `x * 2^n`, rounded once. */
function scale(x: number, n: number): number {
  if (x === 0 || !Number.isFinite(x)) return x
  let [value, power] = [x, n]
  while (power > 1000 && Number.isFinite(value)) [value, power] = [value * 2 ** 1000, power - 1000]
  while (power < -1000 && value !== 0) {
    if (Math.abs(value) < 2 ** -20) return value * 2 ** -1000 * 2 ** (power + 1000)
    ;[value, power] = [value * 2 ** -1000, power + 1000]
  }
  return value * 2 ** power
}

/** Lanczos approximation (g = 7, nine terms), good to some 15 digits. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x)
  const shifted = x - 1
  const t = shifted + 7.5
  const sum = LANCZOS.reduce((total, coefficient, at) => total + (at === 0 ? coefficient : coefficient / (shifted + at)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum)
}

function gamma(x: number): number {
  if (Number.isInteger(x) && x > 0 && x < 24) {
    let product = 1
    for (let factor = 2; factor < x; factor++) product *= factor
    return product
  }
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x))
  return Math.exp(logGamma(x))
}

/** C's `pow`: 1 for any exponent of 1, where JavaScript has NaN. */
function power(x: number, y: number): number {
  return x === 1 || (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) ? 1 : x ** y
}

export const MATH_FUNCTIONS: ForeignTable = {
  bk_sin: of(Math.sin),
  bk_cos: of(Math.cos),
  bk_tan: of(Math.tan),
  bk_asin: of(Math.asin),
  bk_acos: of(Math.acos),
  bk_atan: of(Math.atan),
  bk_atan2: ofTwo(Math.atan2),
  bk_sinh: of(Math.sinh),
  bk_cosh: of(Math.cosh),
  bk_tanh: of(Math.tanh),
  bk_asinh: of(Math.asinh),
  bk_acosh: of(Math.acosh),
  bk_atanh: of(Math.atanh),
  bk_exp: of(Math.exp),
  bk_exp2: of((x) => 2 ** x),
  bk_exp10: of((x) => (Number.isInteger(x) && Math.abs(x) < 400 ? Number(`1e${x}`) : 10 ** x)),
  bk_expm1: of(Math.expm1),
  bk_log: of(Math.log),
  bk_log2: of(Math.log2),
  bk_log10: of(Math.log10),
  bk_log1p: of(Math.log1p),
  bk_cbrt: of(Math.cbrt),
  bk_hypot: ofTwo(Math.hypot),
  bk_pow: ofTwo(power),
  bk_gamma: of(gamma),
  bk_lgamma: of(logGamma),
  bk_fmod: ofTwo((x, y) => x % y),
  bk_ldexp: (_, args) => scale(floatOf(given(args, 0)), integer(args, 1)),
}

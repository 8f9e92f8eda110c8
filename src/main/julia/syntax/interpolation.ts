/** Quoted syntax and the holes in it: `$x` in the quote itself is code, in a quote within the quote it is not. */
import { Expr, QuoteNode, type JuliaValue } from '../values/value'
import { HEAD } from './build'

/** Maps what is interpolated into a `quote` expression; all else stays. */
export function mapInterpolated(quote: Expr, map: (code: JuliaValue) => JuliaValue): Expr {
  return new Expr(quote.head, quote.args.map((argument) => inside(argument, 0, map)))
}

function inside(value: JuliaValue, depth: number, map: (code: JuliaValue) => JuliaValue): JuliaValue {
  if (value instanceof QuoteNode) {
    const mapped = inside(value.value, depth, map)
    return mapped === value.value ? value : new QuoteNode(mapped)
  }
  if (!(value instanceof Expr) || !interpolates(value)) return value
  if (value.head === HEAD.interpolate && depth === 0) return new Expr(value.head, value.args.map(map))
  const within = value.head === HEAD.quote ? depth + 1 : value.head === HEAD.interpolate ? depth - 1 : depth
  return new Expr(value.head, value.args.map((argument) => inside(argument, within, map)))
}

function interpolates(value: JuliaValue): boolean {
  if (value instanceof QuoteNode) return interpolates(value.value)
  return value instanceof Expr && (value.head === HEAD.interpolate || value.args.some(interpolates))
}

/** The code interpolated into a `quote` expression. */
export function interpolatedCode(quote: Expr): JuliaValue[] {
  const found: JuliaValue[] = []
  mapInterpolated(quote, (code) => {
    found.push(code)
    return code
  })
  return found
}

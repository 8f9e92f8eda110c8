/** Names of functions as Julia's code generator gives them to LLVM. */

/** A prefix for the calling convention, the name, a number. */
const JULIA_SYMBOL = /^(?:julia|japi[13]|jlsys|jfptr|jlcapi|jlplt|jlinvoke|tojlinvoke|gfptrjl|specptr)_(.+?)(?:_\d+)?(?:\.[\w.]+)?$/

export function isJuliaSymbol(symbol: string): boolean {
  return JULIA_SYMBOL.test(symbol)
}

/** `f!` of `julia_f!_123`; what is no such symbol stays as it is. */
export function juliaNameOf(symbol: string): string {
  return JULIA_SYMBOL.exec(symbol)?.[1] ?? symbol
}

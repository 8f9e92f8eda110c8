/**
 * What LLVM's time trace says about Julia's functions: a call of the trace may name the function that a pass works on.
 * The outermost such call of each branch is the time spent on that function, so the rows add up without counting any
 * pass twice. Instruction counts are not in a trace.
 */
import type { Provenance } from '../../shared/profile/tables'
import type { FileImport } from './format'
import { isJuliaSymbol, juliaNameOf } from './llvm-symbol'

/** Passes of these names have a function, never a loop or a module, as their detail. */
const FUNCTION_PASSES = new Set(['OptFunction', 'CodeGen Function'])

/** The symbol that an event named `name` works on, '' if it is not about one function. */
export function llvmFunction(name: string, detail: string): string {
  return detail !== '' && (FUNCTION_PASSES.has(name) || isJuliaSymbol(detail)) ? detail : ''
}

/**
 * Adds a block of `codegen` with one row per symbol. `rows[i]` is the row of `stacks` whose event named `symbols[i]`,
 * -1 if it has none; parents stand before children.
 */
export function readLlvmFunctions(
  symbols: readonly string[],
  rows: readonly number[],
  { builder, source, title, provenance }: Pick<FileImport, 'builder' | 'source'> & { title: string; provenance: Provenance },
): void {
  /** Rows below a call that is already counted. */
  const covered = new Set<number>()
  const times = new Map<string, number>()
  for (const [index, row] of rows.entries()) {
    if (row < 0) continue
    const symbol = symbols[index] ?? ''
    const inside = covered.has(builder.number('stacks', row, 'parent'))
    if (inside || symbol !== '') covered.add(row)
    if (!inside && symbol !== '') times.set(symbol, (times.get(symbol) ?? 0) + builder.number('stacks', row, 'inclusive'))
  }
  if (times.size === 0) return
  const block = builder.block({
    part: 'codegen', format: 'chrome-trace', title: `${title}: functions`, source, shape: 'grouped', times: 'exclusive', provenance,
    notes: ['Each row adds up the passes that worked on one function; passes over whole modules are only in the stacks.'],
  })
  for (const [symbol, time] of times) {
    const frame = builder.frame({ signature: symbol, name: juliaNameOf(symbol), kind: 'function' })
    builder.add('codegen', { frame, time, block })
  }
}

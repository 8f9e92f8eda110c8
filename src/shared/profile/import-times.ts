/**
 * The times of package loads in two readings. `cumulative`: with what was loaded for a package, as the 1.8 betas print it,
 * and with its `__init__`. `exclusive`: of the package alone. Compile times come from the printed shares, which are of the
 * printed time (reference/formats.md b.1); of the exclusive reading they are what the rows below leave.
 */
import type { Profile } from './tables'

export type ImportReading = 'cumulative' | 'exclusive'

/** By row of `imports`, in nanoseconds; NaN where not known. */
export interface ImportTimes {
  readonly time: Float64Array
  /** Of `time`, spent compiling. */
  readonly compile: Float64Array
  /** Of `compile`, spent compiling again what a cache already held. */
  readonly recompile: Float64Array
}

/** Of the printed time of a row. Percentages of rounded times can pass 100; there is never more compile time than time. */
export function importCompile(profile: Profile, row: number): { compile: number; recompile: number } {
  const { imports } = profile
  const time = (imports.inclusive[row] || imports.exclusive[row]) ?? 0
  const share = imports.compilePercent[row] ?? Number.NaN
  const compile = Math.min(time, (time * share) / 100)
  return { compile, recompile: (compile * (imports.recompilePercent[row] || 0)) / 100 }
}

export function importTimes(profile: Profile, reading: ImportReading): ImportTimes {
  const { imports } = profile
  const { length } = imports
  const compile = new Float64Array(length)
  const recompile = new Float64Array(length)
  for (let row = 0; row < length; row++) {
    const split = importCompile(profile, row)
    compile[row] = split.compile
    recompile[row] = split.recompile
  }
  if (reading === 'cumulative') return { time: imports.inclusive, compile, recompile }
  // Parents stand before children: from the first row on, a row is still whole when it is taken from its parent.
  for (let row = 0; row < length; row++) {
    const parent = imports.parent[row] ?? -1
    if (parent < 0) continue
    compile[parent] = (compile[parent] as number) - ((compile[row] as number) || 0)
    recompile[parent] = (recompile[parent] as number) - ((recompile[row] as number) || 0)
  }
  for (let row = 0; row < length; row++) {
    const most = imports.exclusive[row] as number
    compile[row] = Math.max(0, Math.min(most, compile[row] as number))
    recompile[row] = Math.max(0, Math.min(compile[row] as number, recompile[row] as number))
  }
  return { time: imports.exclusive, compile, recompile }
}

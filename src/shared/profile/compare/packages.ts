/**
 * Packages side by side: compiling their methods, loading them, instances that were compiled, and invalidations that their methods caused. Compile
 * times are exclusive and add up to those of the methods; loading may contain compiling, so the two are never added.
 */
import type { CodeSection } from './code'
import type { ImportSection } from './imports'
import { EXACT, byChange, changeOf, deltaOf, numbersOf, type Change, type Numbers } from './side'

export interface ComparedPackage {
  /** '' where the module is not printed. */
  readonly name: string
  /** Nanoseconds of inference and, where all sides have it, of code generation; exclusive. */
  readonly compile: Numbers
  /** Nanoseconds of loading the package; exclusive where known. */
  readonly load: Numbers
  /** Method instances that were compiled. */
  readonly instances: Numbers
  readonly change: Change
}

interface Sums {
  readonly compile: number[]
  readonly load: number[]
  readonly instances: number[]
}

/** The largest absolute change first. */
export function comparePackages(count: number, code: CodeSection | undefined, imports: ImportSection | undefined): ComparedPackage[] {
  const packages = new Map<string, Sums>()
  const none = (has: readonly boolean[] | undefined): number[] => Array.from({ length: count }, (_, side) => (has?.[side] ? 0 : Number.NaN))
  const sumsOf = (name: string): Sums => {
    let sums = packages.get(name)
    if (!sums) packages.set(name, (sums = { compile: none(code?.has), instances: none(code?.has), load: none(imports?.has) }))
    return sums
  }
  const add = (into: number[], values: readonly number[]): void => {
    for (const [side, value] of values.entries()) into[side] = (into[side] ?? 0) + (value || 0)
  }
  for (const row of code?.rows ?? []) {
    const sums = sumsOf(row.package)
    add(sums.compile, row.time.values)
    add(sums.instances, row.sides.map((one) => (one ? 1 : 0)))
  }
  for (const row of imports?.rows ?? []) {
    // `Pkg.Sub.__init__()` is a row of its own, within the time of the package.
    if (row.kind === 'init') continue
    add(sumsOf(row.owner === '' ? row.name : row.owner).load, row.time.values)
  }
  const rows = [...packages].map(([name, { compile, load, instances }]): ComparedPackage => {
    // Sums of many rows leave noise in the last digits.
    const alike = (a: number, b: number): boolean => EXACT(a, b, 0, 0) || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
    const there = compile.map((_, side) => {
      const known = [code?.has[side] ? (instances[side] ?? 0) > 0 : undefined, imports?.has[side] ? imports.rows.some((row) => row.kind !== 'init' && (row.owner || row.name) === name && row.sides[side]) : undefined]
      return known.includes(true) ? true : known.includes(false) ? false : undefined
    })
    const same = [compile, load, instances].every((values) => deltaOf(values) === 0 || Number.isNaN(deltaOf(values)))
    return { name, compile: numbersOf(compile, alike), load: numbersOf(load, alike), instances: numbersOf(instances), change: changeOf(there, same) }
  })
  const largest = ({ compile, load }: ComparedPackage): number => Math.max(Math.abs(compile.delta) || 0, Math.abs(load.delta) || 0)
  return byChange(rows, largest, ({ instances }) => instances.delta)
}
